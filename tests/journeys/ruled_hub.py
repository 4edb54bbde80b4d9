"""The hub of a real district that has entered its rules, so that people sign in and nothing is a demo.

The shipped profiles know of no district's limits, reasons and departments; here those of the demo stand in for them.
"""

from __future__ import annotations

import msgspec
import pytest

import resources
from services.cli import main
from services.desk import district, founding
from services.domain.profile import Profile, Purpose, overlay
from services.domain.profile_read import load_overlay, load_profile


def ruled_profile(key: str, _purpose: Purpose) -> Profile:
    """Return a shipped profile with the demo's rules entered as its own."""
    profile = load_profile(resources.path(f"profiles/{key}.toml").read_bytes())
    rules = load_overlay(resources.path("profiles/demo-rules.toml").read_bytes())
    return msgspec.structs.replace(overlay(profile, rules, Purpose.DEMO), demo=False)


def enter_rules() -> None:
    """Let every profile of this process have them."""
    patch = pytest.MonkeyPatch()
    for module in (district, founding):
        patch.setattr(module, "read_profile", ruled_profile)


if __name__ == "__main__":
    enter_rules()
    main()
