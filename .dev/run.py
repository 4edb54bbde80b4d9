"""`make run`: set up, then open the console; without a display, on a virtual one with a picture of it in a file.

Options are passed on: make run ARGS='--lang en --theme light'. Without --hub, --profile or a command of its own
(make run ARGS='hub --help') the demo district opens. Nothing here listens on the network: the virtual display
is Xvfb on a local socket, with a key; Qt's own VNC platform is never used.
"""

from __future__ import annotations

import os
import sys

import bootstrap
import system_needs
from say import say

HUYING = bootstrap.VENV / "bin" / "huying"
MIRROR = bootstrap.ROOT / "huying-screen.png"
NOT_DEMO = ("--demo", "--hub", "--profile")


def console_arguments(arguments: list[str]) -> list[str]:
    """Open the demo unless the options name a hub, a profile or another program."""
    names = [argument.partition("=")[0] for argument in arguments]
    if any(name in NOT_DEMO for name in names) or is_command(arguments):
        return arguments
    return ["--demo", *arguments]


def is_command(arguments: list[str]) -> bool:
    """Return whether this starts one of the other programs (`hub`, `gateway`, …), which need no display."""
    return bool(arguments) and (not arguments[0].startswith("-") or "--help" in arguments)


def value_of(arguments: list[str], option: str) -> str | None:
    """Return what follows `option` or `option=`, the last one winning."""
    found = None
    for index, argument in enumerate(arguments):
        if argument == option and index + 1 < len(arguments):
            found = arguments[index + 1]
        elif argument.startswith(option + "="):
            found = argument.partition("=")[2]
    return found


def start(program: list[str], arguments: list[str]) -> int:
    """Run the program where a window can open; replaces this process when a display is there."""
    if is_command(arguments) or system_needs.has_display() or not sys.platform.startswith("linux"):
        os.execv(program[0], [*program, *arguments])
    import virtual_display

    shot = value_of(arguments, "--shot")
    if shot is None:
        mirror = value_of(arguments, "--mirror")
        if mirror is None:
            mirror = str(MIRROR)
            arguments = [*arguments, "--mirror", mirror]
        told = f"what it shows is saved to {mirror} every 2 s. Ctrl+C ends it"
    else:
        told = f"what it shows will be saved to {shot}"
    say(f"No display here (DISPLAY and WAYLAND_DISPLAY are not set): the console runs on a virtual one, {told}.")
    return virtual_display.run([*program, *arguments], virtual_display.size_for(value_of(arguments, "--size")))


def main() -> int:
    """Set up and start."""
    bootstrap.ensure("run")
    return start([str(HUYING)], console_arguments(sys.argv[1:]))


if __name__ == "__main__":
    sys.exit(bootstrap.guard(main))
