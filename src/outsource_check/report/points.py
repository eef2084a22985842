"""What people see differently, and the workshop that settles it, as parts of the context."""

# Annotations are no texts here: pydantic would have to compile each of them.

import datetime
from typing import Literal

from outsource_check.models import Model
from outsource_check.pack import Side
from outsource_check.report.parts import DayText, Part, Text
from outsource_check.result.alignment import Kind
from outsource_check.result.model import Difference, Duty, Level, PackName


class StatementPart(Part):
    """What one or several people of a side said."""

    text: Text
    who: tuple[Text, ...]
    """Roles, with the name where one is given; empty for the side as a whole."""


class StandPart(Part):
    """Where one side stands on a point."""

    side: Side
    level: Text
    """`3`, `0 to 4`; empty where it says no level."""
    text: Text
    """`level 3`, `does not know`, `does not apply`, `not asked`."""
    statements: tuple[StatementPart, ...]
    """Each wording once; of a sealed side that of its level."""


class RowStandPart(Part):
    """A row of a matrix that is seen differently."""

    text: Text
    client: Text
    """What the client’s people say."""
    partner: Text


class PointPart(Part):
    """One thing that is seen differently."""

    kind: Kind
    """The first of its kinds, by which it is put into a group."""
    kinds: tuple[Kind, ...]
    """Each way in which it is seen differently, the weightiest first."""
    id: Text
    """Of the question or the fact."""
    title: Text
    key_title: Text
    """Empty for a fact."""
    text: Text
    """The difference on one line."""
    gap: Text
    """Client less partner with its sign; empty where they are equal or not both known."""
    client_ask: Text
    """What the client was asked."""
    partner_ask: Text
    """What the partner was asked."""
    stands: tuple[StandPart, ...]
    """Client, then partner."""
    spreads: tuple[Text, ...]
    """Where people of one side are far apart, a sentence each."""
    rows: tuple[RowStandPart, ...]
    """Those that are seen differently; empty for other kinds than a matrix."""
    reopened: Text
    """What had been agreed, and why that no longer counts."""


class GroupPart(Part):
    """The points of one kind."""

    kind: Kind
    heading: Text
    points: tuple[PointPart, ...]


class SettledPart(Part):
    """What was agreed on about a question or a fact."""

    id: Text
    title: Text
    agreed: Text
    """The level with its text, or that it does not apply."""
    present: tuple[Text, ...]
    """Who was there."""
    reason: Text
    dissent: Text
    """Who sees it differently still."""
    date: DayText
    changes: tuple[Text, ...]
    """Why it no longer counts; none: it counts."""


class AlignmentPart(Part):
    """What people see differently, and what they agreed on."""

    heading: Text
    compared: int
    """How many questions both sides know."""
    alike: int
    """On how many of them they are at the same level."""
    groups: tuple[GroupPart, ...]
    settled: tuple[SettledPart, ...]
    """What is agreed on and counts."""
    reopened: tuple[SettledPart, ...]
    """What was agreed on and no longer counts."""
    sealed: tuple[Text, ...]
    """Of which sides, and why, single answers are not shown."""
    undecided: Text
    """That no result can be given until facts are settled; empty where none is in the way."""
    silent: Text
    """The side of which nobody has answered yet; empty where both have, or only one is asked."""


class AgendaItem(Part):
    """A point of the workshop."""

    number: int
    minutes: int
    """How long to talk about it."""
    point: PointPart
    people: tuple[Text, ...]
    """Who must be there."""
    decision: Text
    """What to decide."""
    answer: Text
    """What is then recorded: `LEVEL`, or the ids to choose from."""


class ErrandPart(Part):
    """Something to do before the workshop."""

    point: PointPart
    what: Text
    who: Text
    """Who could do it."""


class AgendaPart(Part):
    """A workshop that settles what people see differently."""

    heading: Text
    minutes: int
    """How long all of it takes."""
    sittings: int
    """How many meetings of at most 90 minutes that is."""
    people: tuple[Text, ...]
    """Everybody who is needed for some point."""
    points: tuple[AgendaItem, ...]
    before: tuple[ErrandPart, ...]
    """What one side does not know, or was not asked: to be found out before."""


class AlignedSpread(Model):
    """How far the people of one side are apart on a question."""

    side: Side
    range: Level
    """Highest less lowest complete level."""
    deviation: Level
    """Average deviation of those levels from their median."""
    not_applicable: int
    """How many say that it does not apply, while others give a level."""
    people: int
    """How many say anything but that they do not know."""


class AlignedPoint(PointPart, defer_build=True):
    """A point with its numbers, and without their words."""

    gap: Difference  # type: ignore[assignment]
    """The client's less the partner's level; 0 where they are equal or not both known."""
    spreads: tuple[AlignedSpread, ...]  # type: ignore[assignment]
    unknown: Side | None
    """The side that does not know, or not wholly, while the other does."""
    missing: Side | None
    """The side that should be asked and was not."""


class AlignmentDocument(Model):
    """What people see differently: the document `outsource-check/alignment/v1`."""

    format: Literal["outsource-check/alignment/v1"] = "outsource-check/alignment/v1"
    engagement: str
    pack: PackName
    as_of: datetime.date
    tool_version: str
    duty: dict[Side, Duty]
    heading: str
    compared: int
    """How many questions both sides know."""
    alike: int
    """On how many of them they are at the same level."""
    points: tuple[AlignedPoint, ...]
    settled: tuple[SettledPart, ...]
    reopened: tuple[SettledPart, ...]
    sealed: tuple[Side, ...]
    """The sides of which single answers are not shown."""
    undecided: tuple[str, ...]
    """Facts that files say differently and nothing settles."""
