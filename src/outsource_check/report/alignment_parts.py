"""What people see differently, and the workshop that settles it, as parts of the context.

`align --json` prints the same parts.
"""

import datetime
from typing import Literal

from outsource_check.models import Model
from outsource_check.pack import Side
from outsource_check.report.parts import Part, Quantity, Text
from outsource_check.result.alignment import Kind
from outsource_check.result.model import Duty, PackName


class StatementPart(Part):
    """What one or several people of a side said."""

    text: Text
    """In words."""
    who: tuple[Text, ...]
    """Roles, with the name where one is given; empty for the side as a whole."""


class TallyPart(Part):
    """How many of a side's people say the same."""

    text: Text
    """`level 3`, `level 0 to 2`, `does not know`, `does not apply`, `no answer`."""
    people: int
    """How many."""


class StandPart(Part):
    """Where one side stands on a point."""

    side: Side
    """Which side."""
    level: Text
    """`3`, `0 to 4`; empty where it says no level."""
    text: Text
    """`level 3`, `does not know`, `does not apply`, `not asked`."""
    statements: tuple[StatementPart, ...]
    """Each wording once; of a sealed side that of its level; from eight people on none."""
    tally: tuple[TallyPart, ...]
    """From eight people on, how many say what."""


class RowStandPart(Part):
    """A row of a matrix with what each side says about it."""

    text: Text
    """The row."""
    client: Text
    """What the client’s people say."""
    partner: Text
    """What the partner’s people say."""


class SpreadPart(Part):
    """How far the people of one side are apart on a question."""

    side: Side
    """Which side."""
    range: Quantity
    """Highest less lowest complete level."""
    deviation: Quantity
    """Average deviation of those levels from their median."""
    not_applicable: int
    """How many say that it does not apply, while others give a level."""
    people: int
    """How many say anything but that they do not know."""
    text: Text
    """The same in a sentence."""


class PointPart(Part):
    """One thing that is seen differently."""

    kind: Kind
    """The first of its kinds, by which it is put into a group."""
    kinds: tuple[Kind, ...]
    """Each way in which it is seen differently, the weightiest first."""
    id: Text
    """Of the question or the fact."""
    title: Text
    """Of the question; of a fact, what was asked."""
    key_title: Text
    """Empty for a fact."""
    text: Text
    """The difference on one line."""
    gap: Quantity
    """The client's less the partner's level; 0 where they are equal or not both known."""
    client_ask: Text
    """What the client was asked."""
    partner_ask: Text
    """What the partner was asked."""
    stands: tuple[StandPart, ...]
    """Client, then partner."""
    spreads: tuple[SpreadPart, ...]
    """Where people of one side are far apart."""
    rows: tuple[RowStandPart, ...]
    """Those that are seen differently; empty for other kinds than a matrix."""
    unknown: Side | None
    """The side that does not know, or not wholly, while the other does."""
    missing: Side | None
    """The side that should be asked and was not."""
    reopened: Text
    """What had been agreed, and why that no longer counts."""
    findings: tuple[Text, ...]
    """The stops and caps that hang on it."""
    overdue: Text
    """Whose task it was until when, where that day has passed."""


class GroupPart(Part):
    """The points of one kind."""

    kind: Kind
    """Of all of them."""
    heading: Text
    """What they have in common."""
    points: tuple[PointPart, ...]
    """The widest gap first."""


class SettledPart(Part):
    """What was agreed on about a question or a fact."""

    id: Text
    """Of the question or the fact."""
    title: Text
    """Of the question; of a fact, what was asked."""
    agreed: Text
    """The level with its text, or that it does not apply."""
    present: tuple[Text, ...]
    """Who was there."""
    reason: Text
    """Why it was agreed."""
    dissent: Text
    """Who sees it differently still."""
    date: datetime.date | None
    """Of the agreement."""
    changes: tuple[Text, ...]
    """Why it no longer counts; none: it counts."""


class AlignmentPart(Part):
    """What people see differently, and what they agreed on."""

    heading: Text
    """How much it is."""
    compared: int
    """How many questions both sides know."""
    alike: int
    """On how many of them they are at the same level."""
    groups: tuple[GroupPart, ...]
    """The weightiest kind first."""
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

    @property
    def points(self) -> tuple[PointPart, ...]:
        """All points, in their order."""
        return tuple(point for group in self.groups for point in group.points)


class AgendaItem(Part):
    """A point of the workshop."""

    number: int
    """From 1."""
    minutes: int
    """How long to talk about it."""
    point: PointPart
    """What it is about."""
    people: tuple[Text, ...]
    """Who must be there."""
    choices: tuple[Text, ...]
    """The ids to choose from, of a fact; a question is settled on a level."""


class ErrandPart(Part):
    """Something to do before the workshop."""

    point: PointPart
    """What it is about."""
    side: Side
    """The side that does not know, or was not asked."""
    owner: Text
    """Who could find out, as the pack says; empty where it does not."""


class AgendaPart(Part):
    """A workshop that settles what people see differently."""

    minutes: int
    """How long the points of the meeting take."""
    most: int
    """How long the meeting may take."""
    people: tuple[Text, ...]
    """Everybody who is needed for some point."""
    points: tuple[AgendaItem, ...]
    """Those that fit into the meeting: first what can change the verdict."""
    later: tuple[AgendaItem, ...]
    """Those that do not."""
    before: tuple[ErrandPart, ...]
    """What one side does not know, or was not asked: to be found out before."""


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
    points: tuple[PointPart, ...]
    settled: tuple[SettledPart, ...]
    reopened: tuple[SettledPart, ...]
    sealed: tuple[Side, ...]
    """The sides of which single answers are not shown."""
    undecided: tuple[str, ...]
    """Facts that files say differently and nothing settles."""
