"""The very first question of a new file, asked before the questions themselves are loaded.

Nothing heavy is imported here: whoever starts the program for the first time sees it at once.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from outsource_check.interview import words
from outsource_check.interview.asks import Ask
from outsource_check.interview.model import START_FIELDS, Spot

_SUFFIXES = (".yaml", ".yml", ".json")


def list_fields(given: Sequence[str]) -> tuple[str, ...]:
    """The start fields that are asked where some are given by flags."""
    asked = tuple(name for name in START_FIELDS if name not in given)
    return () if asked == ("name",) else asked


def name_draft(file: str) -> Path:
    """Where lies what was typed and is in no answer file yet."""
    target = Path(os.path.realpath(file))
    return target.parent / f".{target.name}.draft"


def ask_text(name: str, asked: Sequence[str], field: str = "") -> Ask:
    """The ask for a start field that is typed; `field` is what it is now."""
    text, hint = words.START[name]
    place = words.name_start(name, asked)
    return Ask(
        spot=Spot("start", name), kind="text", place=place, text=text, hint=hint, field=field
    )


def is_folder(path: Path) -> bool:
    """Whether a path means an engagement's folder: one that is there, or a name of no YAML file."""
    return path.is_dir() or not (os.path.lexists(path) or path.suffix.lower() in _SUFFIXES)


def ask_first(file: Path, given: Sequence[str]) -> Ask | None:
    """What a new file in a folder without others begins with; None where that is to be found out.

    `given` are the start fields that flags give.
    """
    asked = list_fields(given)
    if not asked or asked[0] != START_FIELDS[0] or is_folder(file):
        return None
    if file.exists() or not file.parent.is_dir() or name_draft(str(file)).exists():
        return None
    if any(other.suffix in _SUFFIXES for other in file.parent.iterdir()):
        return None
    ask = ask_text(asked[0], asked)
    return replace(ask, message=words.BEGUN.format(file=file)).cleaned()
