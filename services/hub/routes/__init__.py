"""The hub's routes, by what they are about. Every handler calls one desk function and decides nothing."""
