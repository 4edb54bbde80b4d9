"""Making an empty database a district: the demonstration of Panyu, or a real one that begins with its division list."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from services.desk.district import PURPOSE, read_profile
from services.desk.founding import found
from services.domain.profile import Purpose
from services.geo.demo_units import demo_units
from services.geo.district_units import district_units
from services.hub.loading import load
from services.intake.demo_seed import seed_demo
from services.store import changes, settings

if TYPE_CHECKING:
    from services.store.database import Database

logger = logging.getLogger(__name__)

DEMO_PROFILE = "panyu"
SEED = 1
"""Every demo begins with the same day, counted back from the moment it is made."""


def make(database: Database, profile: str, purpose: Purpose) -> None:
    """Make the district. A demo is always the one of Panyu.

    Raises Refusal setup_done, field_bad (no such profile).
    """
    key = DEMO_PROFILE if purpose is Purpose.DEMO else profile
    rules = read_profile(key, purpose)
    known = demo_units(rules.departments) if purpose is Purpose.DEMO else district_units(rules)
    found(database, key, purpose, known)
    logger.info("made %s as %s with %d units", rules.name, purpose, len(known))


def begin(database: Database, data_dir: Path) -> None:
    """Give a demo the cases of its first day; nothing where there is a case already, or no demo."""
    if database.read(lambda conn: settings.get(conn, PURPOSE)) != Purpose.DEMO or database.read(changes.any_case):
        return
    district, _ = load(database, data_dir)
    cases = seed_demo(database, district, SEED)
    logger.info("the demo begins with %d cases", cases)
