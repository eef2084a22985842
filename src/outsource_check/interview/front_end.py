"""One thing to ask, as both front ends get it. Every text in it is cleaned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from outsource_check.interview.model import Event, Spot
from outsource_check.text import clean, shorten, width


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One thing that can be chosen."""

    value: str
    """What `Choose` carries."""
    mark: str = ""
    """The number or letter that highlights it; numbers are the levels where it is a level."""
    text: str
    said: str = ""
    """What was answered to the text; it is kept where the line is cut short."""
    detail: str = ""
    """What it means for the result; shown while it is highlighted."""
    command: str = ""
    """What plain mode calls it, where that is no number."""
    apart: bool = False
    """Whether it is something else than the answers above it, such as `I don't know`."""
    asks_more: bool = False
    """Whether choosing it answers nothing yet, but leads to a further question."""

    @property
    def line(self) -> str:
        """The text, with what was answered to it."""
        return join_said(self.text, self.said) if self.said else self.text


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What was answered last, in short; cleaned."""

    place: str
    """Where it was asked, such as `7 of 16`; empty before the questions."""
    name: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """One thing to ask."""

    spot: Spot
    kind: Literal["list", "text", "number"]
    """Choose an item; type a text; type a number or choose an item."""
    place: str
    """Where the person is, such as `7 of 16`."""
    section: str = ""
    """What it belongs to, such as a key's title."""
    keys: tuple[tuple[int, int], ...] = ()
    """How many questions of each key are answered, and how many are asked; empty before them."""
    key: int = 0
    """Which of the keys it belongs to, from 0."""
    title: str = ""
    lead: str = ""
    """The question that a line belongs to; the line itself is then the text."""
    text: str
    """What is asked."""
    notes: tuple[str, ...] = ()
    """Said once, above the question."""
    lines: tuple[str, ...] = ()
    """What is known already, below the question."""
    items: tuple[Item, ...] = ()
    chosen: str = ""
    """The value of the item that is the present answer; empty where there is none."""
    reason: str = ""
    """Why it does not apply, where that is the present answer; as it is stored."""
    field: str = ""
    """What the text or number is now."""
    hint: str = ""
    """How to fill in a text."""
    unit: str = ""
    """What a number counts."""
    help: tuple[tuple[str, str], ...] = ()
    """Headings and texts of the explanation."""
    attached: str = ""
    """What is written down beside the answer."""
    problem: str = ""
    message: str = ""
    said: Said | None = None
    """What was answered last; None: nothing that stays on the screen."""
    left: int = 0
    """Minutes until the end at the person's own pace; 0 where that means nothing."""
    may_move: bool = False
    """Whether one can go to a key or to the review from here."""
    may_attach: bool = False
    """Whether note, evidence and owner can be given here."""
    is_row: bool = False
    """Whether it is a line of a list, which a name or role can belong to."""
    removable: bool = False
    """Whether a text that is there is removed where nothing is typed in its place."""
    typed: str = ""
    """The keys that are part of a number."""
    gauge: Callable[[str], str] | None = None
    """What a number that is being typed comes to, in words."""

    def cleaned(self) -> Ask:
        """The same with every text safe for a screen."""
        texts = ("place", "section", "title", "lead", "text", "field", "hint", "unit")
        more = ("attached", "problem", "message")
        return replace(
            self,
            **{name: clean(getattr(self, name)) for name in (*texts, *more)},  # type: ignore[arg-type]
            notes=tuple(map(clean, self.notes)),
            lines=tuple(map(clean, self.lines)),
            items=tuple(
                replace(
                    item, text=clean(item.text), said=clean(item.said), detail=clean(item.detail)
                )
                for item in self.items
            ),
            help=tuple((heading, clean(text)) for heading, text in self.help),
        )


def join_said(text: str, said: str, columns: int = 0) -> str:
    """A question and what was answered, on one line of so many columns; 0: whole."""
    if columns:
        room = columns - width(said) - 2
        text = shorten(text, max(room, columns // 2))
    line = f"{text} {said}" if text.endswith("?") else f"{text}: {said}"
    return shorten(line, columns) if columns else line


class EndOfInput(Exception):
    """There is nothing more to read; what was answered is saved."""


class LeftEarly(Exception):
    """The person left before there was anything to save."""


class FrontEnd(Protocol):
    """What shows an ask and gives back what was done about it."""

    def ask(self, ask: Ask) -> Event:
        """Show it and wait. Raises `EndOfInput`, and `Interrupted` where it was told to stop."""
        ...
