"""What a hub is started with; read once, never changed."""

from __future__ import annotations

from pathlib import Path

import msgspec

GATEWAY_URL = "http://127.0.0.1:8791"
"""Where `huying gateway` listens unless told otherwise; a demo sends there by itself."""

DATABASE_NAME = "huying.sqlite"


class HubSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Where the data lies and whom the hub serves.

    `database` is a URL; "" means the SQLite file of the data folder. `embedded_key` must come with every request when
    it is set. `profile` founds an empty database as that district (`demo`: as its demonstration); "" only opens what
    is there. `gateway` is where messages of exercises go ("": nowhere). `engine`: whether the loops run in this
    process; `engine_name` tells engines apart in leases. `storm`: cases a minute that rain over a demo.
    """

    data_dir: Path
    database: str = ""
    embedded_key: str = ""
    profile: str = ""
    demo: bool = False
    gateway: str = ""
    engine: bool = True
    engine_name: str = "hub"
    i_have_a_backup: bool = False
    storm: float = 0.0

    @property
    def database_url(self) -> str:
        """The URL of the database in use."""
        return self.database or f"sqlite:///{self.data_dir / DATABASE_NAME}"

    @property
    def embedded(self) -> bool:
        """Whether the hub belongs to a data folder and speaks to consoles of this machine only."""
        return bool(self.embedded_key)
