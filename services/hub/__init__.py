"""The hub: routes, sessions and the event stream. Nothing is decided here; every route calls one desk function."""
