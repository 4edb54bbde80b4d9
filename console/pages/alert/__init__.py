"""Alerts: composing one, and watching how far it got."""
