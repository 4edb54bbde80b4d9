"""The steps by which a database comes to its present form; `HEAD` names the last of them."""

from __future__ import annotations

HEAD = "0005"
KNOWN = frozenset({"0001", "0002", "0003", "0004", "0005"})
"""Every revision this program can bring up to date; anything else was written by a newer one."""
