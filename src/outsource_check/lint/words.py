"""A pack's own words: names that are short, told apart, and there for all or for none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsource_check.pack.kinds.base import WHOLE_LEVELS
from outsource_check.result.model import VERDICTS
from outsource_check.text import plural

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from outsource_check.lint.inspection import Inspection, Path

SHORT, LONG = 24, 40
"""Characters of a side's name, and of a level's or a verdict's, that fit where they are shown."""


def check_words(seen: Inspection) -> None:
    """Check the names of sides, levels and verdicts."""
    pack, own = seen.pack, seen.pack.words
    sides = {("sides", side): text for side, text in own.sides.items()}
    levels = {("levels", str(level)): text for level, text in own.levels.items()}
    verdicts = {("verdicts", name): found.title for name, found in own.verdicts.items()}
    subject = {("subject",): own.subject} if "subject" in own.model_fields_set else {}
    for names, most in ((subject, SHORT), (sides, SHORT), (levels, LONG), (verdicts, LONG)):
        before: dict[str, str] = {}
        for path, text in names.items():
            _check_name(seen, path, text, most)
            first = before.setdefault(text.casefold(), path[-1])
            if first != path[-1]:
                message = f'"{first}" and "{path[-1]}" have the same name'
                seen.say_of_pack("OC361", ("words", *path), message)
    for side in own.sides:
        if side not in pack.sides:
            message = f'the pack does not ask the side "{side}"'
            seen.say_of_pack("OC362", ("words", "sides", side), message)
    every: tuple[tuple[str, Collection[object], Iterable[object]], ...] = (
        ("sides", own.sides, pack.sides),
        ("levels", own.levels, WHOLE_LEVELS),
        ("verdicts", own.verdicts, VERDICTS),
    )
    for field, given, wanted in every:
        missing = [f"{name}" for name in wanted if name not in given]
        if given and missing:
            message = f"others have a name of the pack's own, {' and '.join(missing)} not"
            seen.say_of_pack("OC362", ("words", field), message)


def _check_name(seen: Inspection, path: Path, text: str, most: int) -> None:
    if len(text) > most or "\n" in text:
        count = plural(len(text), "character")
        message = f"the name has {count}: up to {most}, on one line, fit where it is shown"
        seen.say_of_pack("OC360", ("words", *path), message)
