"""Loops over due rows: escalate, send, collect receipts, seal the audit, and watch the others."""
