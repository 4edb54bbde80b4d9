"""`huying hub`."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from services.domain.clock import SystemClock
from services.hub.main import run_embedded, run_listening
from services.hub.programs.common import OK, WrongUse, attempt, folder, log_to_stderr, say
from services.hub.serve import FolderTaken, prepare_folder
from services.hub.settings import GATEWAY_URL, HubSettings


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line said."""

    listen: str
    embedded: bool
    database: str
    data_dir: Path | None
    profile: str
    demo: bool
    engine: bool | None
    gateway: str
    i_have_a_backup: bool
    storm: float = 0.0


def run(given: Given) -> int:
    """Serve until told to stop. Return the exit code."""
    code = attempt(lambda: _run(given))
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    if code == OK and given.embedded:
        os._exit(OK)  # a call to a silent gateway may still hang in its thread; its row says "sending" and is kept
    return code


def _run(given: Given) -> int:
    data_dir = folder(given.data_dir, given.profile, demo=given.demo)
    prepare_folder(data_dir)
    options = HubSettings(
        data_dir=data_dir,
        database=given.database,
        embedded_key=secrets.token_urlsafe(32) if given.embedded else "",
        profile="panyu" if given.demo else given.profile,
        demo=given.demo,
        engine=given.engine if given.engine is not None else not given.database.startswith("postgresql"),
        gateway=given.gateway or (GATEWAY_URL if given.demo else ""),
        engine_name=f"{socket.gethostname()}-{os.getpid()}",
        i_have_a_backup=given.i_have_a_backup,
        storm=given.storm if given.demo else 0.0,
    )
    if given.embedded == bool(given.listen):
        raise WrongUse("请用 --listen 地址:端口 指明在哪里监听，或用 --embedded 只为本机服务，二者取一")
    if options.gateway and not options.gateway.startswith(("http://", "https://")):
        raise WrongUse(f"网关地址“{options.gateway}”无法识别，请写成 https://gateway.example/v1 这样")
    clock = SystemClock()
    if given.embedded:
        try:
            run_embedded(options, clock)
        except FolderTaken:
            say(f"数据目录 {data_dir} 已有服务在运行")
        return OK
    host, port = address_of(given.listen)
    log_to_stderr()
    run_listening(options, clock, host, port, lambda url: say(f"服务在 {url}"))
    return OK


def address_of(text: str) -> tuple[str, int]:
    """Return host and port of "127.0.0.1:8700" or "[::1]:8700". Raises WrongUse."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit() or int(port) > 65_535 or not host:
        raise WrongUse(f"监听地址“{text}”无法识别，请写成 127.0.0.1:8700 这样")
    return host.strip("[]"), int(port)
