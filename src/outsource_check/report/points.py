"""What people see differently, and the workshop that settles it, as parts of the context."""

from __future__ import annotations

from outsource_check.models import Model
from outsource_check.pack import Side
from outsource_check.report.texts import DayText, Text
from outsource_check.result.alignment import Kind


class StatementPart(Model):
    """What one or several people of a side said."""

    text: Text
    who: tuple[Text, ...]
    """Roles, with the name where one is given; empty for the side as a whole."""


class StandPart(Model):
    """Where one side stands on a point."""

    side: Side
    level: Text
    """`3`, `0 to 4`; empty where it says no level."""
    text: Text
    """`level 3`, `does not know`, `does not apply`, `not asked`."""
    statements: tuple[StatementPart, ...]
    """Each wording once; of a sealed side that of its level."""


class RowStandPart(Model):
    """A row of a matrix that is seen differently."""

    text: Text
    client: Text
    """What the client’s people say."""
    partner: Text


class PointPart(Model):
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


class GroupPart(Model):
    """The points of one kind."""

    kind: Kind
    heading: Text
    points: tuple[PointPart, ...]


class SettledPart(Model):
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


class AlignmentPart(Model):
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


class AgendaItem(Model):
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


class ErrandPart(Model):
    """Something to do before the workshop."""

    point: PointPart
    what: Text
    who: Text
    """Who could do it."""


class AgendaPart(Model):
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
