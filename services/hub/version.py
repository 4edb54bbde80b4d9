"""The version that /health and the OpenAPI document tell."""

from __future__ import annotations

VERSION = "0.1.0"
