"""Alerts: texts, CAP messages, audience, outbox rows and the channels that carry them; no state of their own."""
