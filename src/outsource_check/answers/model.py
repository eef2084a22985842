"""What an answer file says, after its short forms are written out (docs/files.md, Answer file)."""

from __future__ import annotations

import datetime
from dataclasses import field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from outsource_check.documents.decode import Date, Text, YesNo
from outsource_check.pack import Side
from outsource_check.pack.ids import Id, Version
from outsource_check.records import Record

FORMAT = "outsource-check/answers/v1"


class Evidence(Record):
    """What would prove an answer, and where it is."""

    what: Text
    where: Text = ""
    date: Date | None = None


class RowAnswer(Record):
    """What was said about one row of a matrix; without anything it is not known."""

    option: str | None = None
    who: str = ""
    """A name or a role, as the row asks for one."""
    dont_know: bool = False
    not_applicable: str = ""
    """The reason; empty: it applies."""
    note: str = ""


class SiteAnswer(Record):
    """A place of work, as an `overlap` answer gives it; times and zones unparsed."""

    name: str
    side: Side
    zone: str
    hours: tuple[str, ...]
    """Each `HH:MM-HH:MM`, local time."""
    days: str = "mon-fri"
    holidays: tuple[datetime.date, ...] = ()


class Sites(Record):
    """The figures of an `overlap` answer."""

    sites: tuple[SiteAnswer, ...]
    pairs: tuple[tuple[str, str], ...] = ()
    """Names of sites; empty: every client site with every partner site."""
    start: datetime.date | None = None
    """The first of 12 months; None: the answer's date."""


class Figures(Record):
    """The figures of a `costs` answer, in one currency; None: not given."""

    currency: Text = ""
    period: Text = ""
    baseline: Decimal | None = None
    fees: Decimal | None = None
    transition: Decimal | None = None
    own_effort: Decimal | None = None
    tooling_travel: Decimal | None = None
    contingency: Decimal | None = None
    stop_loss: Decimal | None = None


class Answer(Record):
    """What one respondent said to one question.

    At most one of the fields down to `not_applicable` says something; none does where only a note
    was left, and the question is then unanswered.
    """

    level: int | None = None
    """0 to 4: a `levels` answer, or a computed question whose figures are not known."""
    option: str | None = None
    value: Fraction | None = None
    nothing: bool = False
    """`none`: looked, and nothing is agreed or was ever measured; level 0 of a `number`."""
    rows: dict[str, RowAnswer] | None = None
    short: bool = False
    """Whether the rows came as a list of those at their best option."""
    sites: Sites | None = None
    costs: Figures | None = None
    dont_know: bool = False
    not_applicable: str = ""
    """The reason; empty: it applies."""

    evidence: tuple[Evidence, ...] = ()
    note: str = ""
    internal: bool | None = None
    """Whether note, evidence, owner and due stay on this side; None: as the question says."""
    owner: str = ""
    due: datetime.date | None = None
    date: datetime.date | None = None
    """When it was given; None: the file's date."""

    @property
    def says_something(self) -> bool:
        """Whether it answers the question: `dont-know` and `not applicable` do not."""
        return not (
            self.level is None
            and self.option is None
            and self.value is None
            and not self.nothing
            and self.rows is None
            and self.sites is None
            and self.costs is None
        )


class Respondent(Record):
    """Who answered: one person, or one group answering as one."""

    side: Side
    role: Text
    name: Text = ""
    anonymous: YesNo = False

    def __post_init__(self) -> None:
        """Refuse a name where there is to be none."""
        if self.anonymous and self.name:
            raise ValueError('an anonymous respondent has no "name": leave out one of the two')

    @property
    def shown_role(self) -> str:
        """The role as any output may show it; empty for somebody who is anonymous."""
        return "" if self.anonymous else self.role

    @property
    def shown(self) -> str:
        """Who it is as any output may show it: role and name, of an anonymous one neither."""
        if self.anonymous:
            return "somebody who did not give a name"
        return f"{self.role} ({self.name})" if self.name else self.role


class Waiver(Record):
    """A finding that a named person has accepted for a time."""

    question: str
    by: Text
    reason: Text
    date: Date
    until: Date | None = None
    """The last day that it counts; None: for good."""

    def __post_init__(self) -> None:
        """Refuse an end before the beginning."""
        if self.until is not None and self.until < self.date:
            raise ValueError(f"the waiver ends on {self.until}, before its date, {self.date}")

    def counts(self, as_of: datetime.date) -> bool:
        """Whether it holds on a day; the first and the last day are included."""
        return self.date <= as_of and (self.until is None or as_of <= self.until)


class AnswerFile(Record):
    """All that one respondent said, to which pack and version."""

    format: Literal["outsource-check/answers/v1"]
    pack: Id
    pack_version: Version
    engagement: Text
    respondent: Respondent
    mode: Literal["full", "quick"] = "full"
    date: Date
    """Of every answer without a date of its own."""
    facts: dict[str, str] = field(default_factory=dict)
    """Option id (`yes` or `no`) by fact id; what is not known is not there."""
    answers: dict[str, Answer] = field(default_factory=dict)
    """By question id; only entries that are not empty."""
    waivers: tuple[Waiver, ...] = ()
