"""Making an empty database a district: the demonstration of Panyu, or a real one that begins with its division list."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from services.desk.district import read_profile
from services.desk.founding import found
from services.domain.profile import Purpose
from services.geo.demo_units import demo_units
from services.geo.district_units import district_units

if TYPE_CHECKING:
    from services.store.database import Database

logger = logging.getLogger(__name__)

DEMO_PROFILE = "panyu"


def make(database: Database, profile: str, purpose: Purpose, data_dir: Path) -> None:
    """Make the district. A demo is always the one of Panyu, and begins with cases of its last days.

    Raises Refusal setup_done, field_bad (no such profile).
    """
    key = DEMO_PROFILE if purpose is Purpose.DEMO else profile
    rules = read_profile(key, purpose)
    known = demo_units(rules.departments) if purpose is Purpose.DEMO else district_units(rules)
    found(database, key, purpose, known)
    logger.info("made %s as %s with %d units", rules.name, purpose, len(known))
