"""What the machine that this runs on is set to."""

from __future__ import annotations

import os
import re
from pathlib import Path

_NAMED = re.compile(r"/zoneinfo[^/]*/(?:posix/|right/)?(.+)")
"""A path to a zone's data, and in it the zone's name."""
_MOST_LINKS = 8
_MOST_CHARACTERS = 80


def find_zone_name(root: Path = Path("/")) -> str:
    """The name of the machine's time zone, as it stands there; empty where none does.

    It may be an old name, or one that is no zone. What is said first counts, even where it says
    nothing useful: `TZ`, then where `/etc/localtime` links to, then `/etc/timezone`.
    """
    said = os.environ.get("TZ")
    if said is None:
        return _follow(root / "etc/localtime") or _read_line(root / "etc/timezone")
    name = said.removeprefix(":")
    return _follow(Path(name)) if name.startswith("/") else name


def _follow(path: Path) -> str:
    """The zone that a path names, itself or one of its links.

    One link at a time: behind the last one lies another zone's file where two share a clock.
    """
    for _ in range(_MOST_LINKS):
        if named := _NAMED.search(str(path)):
            return named[1]
        try:
            path = path.parent / path.readlink()
        except OSError:
            return ""
    return ""


def _read_line(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.readline(_MOST_CHARACTERS).strip()
    except OSError:
        return ""
