"""What people see differently, and the workshop that settles it, as parts of the context."""

from __future__ import annotations

from typing import Literal

from outsource_check.records import Record

SideWord = Literal["client", "partner"]


class StatementPart(Record):
    """What one or several people of a side said."""

    text: str
    who: tuple[str, ...]
    """Roles, with the name where one is given; empty for the side as a whole."""


class StandPart(Record):
    """Where one side stands on a point."""

    side: SideWord
    level: str
    """`3`, `0 to 4`; empty where it says no level."""
    text: str
    """`level 3`, `does not know`, `does not apply`, `not asked`."""
    statements: tuple[StatementPart, ...]
    """Each wording once; of a sealed side that of its level."""


class RowStandPart(Record):
    """A row of a matrix that is seen differently."""

    text: str
    client: str
    partner: str


class PointPart(Record):
    """One thing that is seen differently."""

    kind: str
    kinds: tuple[str, ...]
    id: str
    """Of the question or the fact."""
    title: str
    key_title: str
    """Empty for a fact."""
    text: str
    """The difference on one line."""
    gap: str
    """Client less partner with its sign; empty where they are equal or not both known."""
    client_ask: str
    partner_ask: str
    stands: tuple[StandPart, ...]
    """Client, then partner."""
    spreads: tuple[str, ...]
    rows: tuple[RowStandPart, ...]
    reopened: str
    """What had been agreed, and why that no longer counts."""


class GroupPart(Record):
    """The points of one kind."""

    kind: str
    heading: str
    points: tuple[PointPart, ...]


class SettledPart(Record):
    """What was agreed on about a question or a fact."""

    id: str
    title: str
    agreed: str
    """The level with its text, or that it does not apply."""
    present: tuple[str, ...]
    reason: str
    dissent: str
    date: str
    """`YYYY-MM-DD`; empty where none is given."""
    changes: tuple[str, ...]
    """Why it no longer counts; none: it counts."""


class AlignmentPart(Record):
    """What people see differently, and what they agreed on."""

    heading: str
    compared: int
    """How many questions both sides know."""
    alike: int
    """On how many of them they are at the same level."""
    groups: tuple[GroupPart, ...]
    settled: tuple[SettledPart, ...]
    reopened: tuple[SettledPart, ...]
    sealed: tuple[str, ...]
    """Of which sides, and why, single answers are not shown."""
    undecided: str
    """That no result can be given until facts are settled; empty where none is in the way."""
    silent: str
    """The side of which nobody has answered yet; empty where both have, or only one is asked."""


class AgendaItem(Record):
    """A point of the workshop."""

    number: int
    minutes: int
    point: PointPart
    people: tuple[str, ...]
    """Who must be there."""
    decision: str
    """What to decide."""
    answer: str
    """What is then recorded: `LEVEL`, or the ids to choose from."""


class ErrandPart(Record):
    """Something to do before the workshop."""

    point: PointPart
    what: str
    who: str


class AgendaPart(Record):
    """A workshop that settles what people see differently."""

    heading: str
    minutes: int
    sittings: int
    """How many meetings of at most 90 minutes that is."""
    people: tuple[str, ...]
    """Everybody who is needed for some point."""
    points: tuple[AgendaItem, ...]
    before: tuple[ErrandPart, ...]
    """What one side does not know, or was not asked: to be found out before."""
