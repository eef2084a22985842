"""What an interview asks of a question part by part, and what becomes of what is said."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from outsource_check.documents.types import Side
from outsource_check.numbers import Number
from outsource_check.pack.answer import Answer
from outsource_check.pack.conditions import Facts
from outsource_check.pack.words import Words

DONT_KNOW_TEXT = "I don't know"
NOTHING_TYPED = "Nothing is typed yet."
LEFT_OUT = "Enter alone leaves it out"
STAYS = "Enter alone keeps it"
KEPT = "Enter alone keeps it; - removes it"
REMOVE = "-"
"""Typed alone, it takes away what is there."""


class Part(NamedTuple):
    """One part of a question, which is asked on its own."""

    name: str
    """The id of a row, the name of an amount, or a field of a place of work."""
    number: int = 0
    """Which place of work, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing that can be chosen, as the answer to a question or to a part of it."""

    value: str
    """What it is called: a level, the id of an option, `none`."""
    mark: str
    """The key that points at it."""
    text: str
    level: Number | None = None
    """Of the whole question; None where a part is chosen for, or what leads to the parts."""
    says: dict[str, Any] = field(default_factory=dict)
    """The fields of an answer that it sets; none where a part is chosen for."""
    command: str = ""
    """What plain mode calls it, where that is no number."""
    apart: bool = False
    """Whether it stands for itself, beside a number that is typed."""

    def is_in(self, answer: Answer) -> bool:
        """Whether an answer is this one."""
        return all(getattr(answer, name) == value for name, value in self.says.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A question on its way to an answer, and who answers it."""

    answer: Answer
    draft: Any = None
    """What was said and is in no answer yet, as the kind keeps it; None: nothing."""
    facts: Facts
    date: datetime.date
    """The answer's, for computed questions that begin with it."""
    side: Side | None
    words: Words
    """What the pack calls the sides."""
    zone: str
    """The name of the time zone that the respondent's machine is set to; empty: not known."""
    reviewed: bool
    """Whether one part is changed, rather than all asked in turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartAsk:
    """What is asked of a part: something to choose, or a text where there is nothing."""

    text: str
    title: str = ""
    """Which part it is; empty where the text says so."""
    choices: tuple[Choice, ...] = ()
    field: str = ""
    """What the text is now."""
    example: str = ""
    """How to fill it in."""
    enter: tuple[str, str] = ("", "")
    """What Enter alone does where there is no text yet, and where there is one."""
    removable: bool = False
    """Whether a text that is there is removed where nothing is typed in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of what was said to a part."""

    says: dict[str, Any] = field(default_factory=dict)
    """The fields of an answer that it sets."""
    draft: Any = None
    """What is kept besides; None: what was kept before."""
    part: Part | None = None
    """What is asked next; None: whether the whole is right."""
    message: str = ""
    problem: str = ""
    """Why it did nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that can be changed when all parts are there."""

    value: str
    """What it is called."""
    text: str
    said: str = ""
    """What was answered to the text."""
    taken: Taken
    """What choosing it does."""


def refuse(value: str) -> Taken:
    """There is no such choice."""
    return Taken(problem=f'There is no choice "{value}" here.')
