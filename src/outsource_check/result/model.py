"""A result and its parts: what scoring gives to screen, report and gate.

Levels run from 0 to 4, points and scores from 0 to 100; all of them are exact.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from outsource_check.pack import Key, Number, Question, Remedy, Side
from outsource_check.records import Record

if TYPE_CHECKING:
    from outsource_check.answers import Answer, AnswerSource, Engagement, Waiver
    from outsource_check.costs import CostResult
    from outsource_check.overlap import OverlapResult

Verdict = Literal["ready", "conditional", "at-risk", "not-ready"]
VERDICTS: tuple[Verdict, ...] = ("not-ready", "at-risk", "conditional", "ready")
"""From the worst to the best."""


IN_PLACE = 3
"""The level from which on something is in place."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From the least to the most that something can still become; a point when it is known."""

    low: Number
    high: Number

    @property
    def known(self) -> bool:
        """Whether it is a point."""
        return self.low == self.high


Says = Literal["level", "dont-know", "not-applicable", "unanswered"]


class Reading(Record):
    """What an answer says before the evidence rule."""

    level: Interval | None
    """None unless `says` is `level`."""
    says: Says = "level"
    """Of a matrix also `not-applicable` where every row is left out, `dont-know` where not one row
    is known."""
    open_rows: bool = False
    """Whether a row of the matrix is not known."""
    computed: CostResult | OverlapResult | None = None
    """The calculation behind an answer with figures."""


class Voice(Record):
    """What one respondent's answer to a question counts for."""

    source: AnswerSource
    answer: Answer | None
    """None: the file says nothing to the question."""
    reading: Reading
    level: Interval | None
    """After the evidence rule; None unless it `says` a level."""
    evidence: bool
    """Whether it carries evidence, or figures that are their own evidence."""

    @property
    def says(self) -> Says:
        """What kind of answer it is."""
        return self.reading.says

    @property
    def given(self) -> Interval | None:
        """The level before the evidence rule."""
        return self.reading.level

    @property
    def open_rows(self) -> bool:
        """Whether a row of its matrix is not known."""
        return self.reading.open_rows

    @property
    def computed(self) -> CostResult | OverlapResult | None:
        """The calculation behind an answer with figures."""
        return self.reading.computed


class SideResult(Record):
    """What one side that was asked a question comes to (docs/scoring.md, rule 2)."""

    side: Side
    level: Interval | None
    """None: not applicable."""
    heard: tuple[Voice, ...]
    """One for each respondent who was asked, in the order of the files: for the arithmetic only."""
    complete: bool
    """Whether somebody gave a level without an open row, or all say that it does not apply."""
    answered: bool
    """Whether somebody gave a level, or said that it does not apply."""
    evidence: bool
    """Whether any respondent's answer carries evidence."""
    spread: Number = 0
    """Range of the respondents' complete levels."""
    deviation: Number = 0
    """Average deviation of the complete levels from their median."""
    sealed: bool = False
    """Whether nothing below the side may be shown; range and deviation are then 0."""

    @property
    def voices(self) -> tuple[Voice, ...]:
        """What may be shown of `heard`: all of it, or of a sealed side nothing."""
        return () if self.sealed else self.heard


Status = Literal["open", "possible", "waived"]


class Finding(Record):
    """A stop or a cap that answers trigger."""

    kind: Literal["stop", "cap"]
    question: Question
    status: Status
    certain: bool
    """Whether it is there whatever is still open; a waived finding keeps what it was."""
    because: str
    """The pack's reason."""
    detail: str
    """What triggered it, in words."""
    waiver: Waiver | None = None


State = Literal["known", "unknown", "not-applicable", "not-asked"]


class QuestionResult(Record):
    """One question of the pack, scored."""

    question: Question
    index: int
    """Its place in the pack, from 0."""
    state: State
    away: bool = False
    """Whether it does not apply because of its condition, or for want of a partner."""
    when_unknown: bool = False
    """Whether its own condition reads a fact that is not known."""
    level: Interval | None = None
    """None unless it is known or unknown."""
    sides: dict[Side, SideResult] = field(default_factory=dict)
    """The sides that were asked."""
    one_sided: bool = False
    """Whether both sides should be asked and only one was."""
    evidence: bool = False
    """Whether any side's answers, or the settlement, carry evidence."""
    settled: bool = False
    """Whether a settlement stands in for the answers."""
    lifted: bool = False
    """Whether it is at its aim in a calculation of what would be; then nothing triggers."""

    @property
    def asked(self) -> tuple[Side, ...]:
        """The sides that were asked."""
        return tuple(self.sides)

    @property
    def counts(self) -> bool:
        """Whether it is part of the sums: applicable and asked."""
        return self.level is not None

    @property
    def complete(self) -> bool:
        """Whether every side that was asked gave a complete answer, or a settlement stands in."""
        return self.settled or all(side.complete for side in self.sides.values())

    @property
    def points(self) -> Interval | None:
        """25 times the level."""
        return None if self.level is None else Interval(25 * self.level.low, 25 * self.level.high)

    @property
    def gap(self) -> Number | None:
        """The client's minus the partner's median; None unless both are known."""
        levels = [self.sides[side].level for side in ("client", "partner") if side in self.sides]
        if len(levels) < 2 or any(level is None or not level.known for level in levels):
            return None
        client, partner = levels
        assert client is not None
        assert partner is not None
        return client.low - partner.low


class KeyResult(Record):
    """A key, scored (docs/scoring.md, rule 5)."""

    key: Key
    score: Interval | None
    """0 to 100; None when it has no applicable, asked question."""
    coverage: Fraction | None
    """The share of the weight that is known, 0 to 1."""
    questions: tuple[QuestionResult, ...]


ReasonKind = Literal[
    "stop",
    "cap",
    "waived-stop",
    "overall",
    "weakest-key",
    "not-asked",
    "one-sided",
    "no-evidence",
]


class Reason(Record):
    """One rule that holds the verdict down."""

    verdict: Verdict
    """The best verdict that is left."""
    kind: ReasonKind
    question: Question | None = None
    key: Key | None = None
    score: Number | None = None
    """The score that misses a threshold."""
    needed: Number | None = None
    """The threshold."""
    certain: bool = True
    """Whether it holds in the best case too."""


class VerdictRange(Record):
    """The verdict, computed for the worst and the best case (docs/scoring.md, rule 8)."""

    low: Verdict
    high: Verdict
    depends_on: tuple[str, ...]
    """Facts that are not known and that a condition reads."""
    reasons: tuple[Reason, ...]
    """Worst first; those that hold only in the worst case are marked."""

    @property
    def settled(self) -> bool:
        """Whether no open question and no open fact can change it."""
        return self.low == self.high and not self.depends_on


class Standing(Record):
    """Scores, findings and verdict of one state of the questions."""

    keys: tuple[KeyResult, ...]
    score: Interval
    coverage: Fraction
    findings: tuple[Finding, ...]
    """In the order of the pack, stops before caps."""
    verdict: VerdictRange


class Duty(Record):
    """The score of the questions that one side must make happen."""

    score: Interval | None
    questions: int
    """How many applicable, asked questions it rests on."""


Group = Literal["open-stop", "possible-stop", "open-cap", "possible-cap", "rest"]
GROUPS: tuple[Group, ...] = ("open-stop", "possible-stop", "open-cap", "possible-cap", "rest")
"""In the order in which actions come."""


class Action(Record):
    """The step that would raise a question."""

    result: QuestionResult
    kind: Literal["find-out", "do"]
    group: Group
    aim: Number
    """The level to reach."""
    gain: Fraction
    """The rise of the overall score's low end, in points."""
    remedy: Remedy | None

    @property
    def effort_days(self) -> Fraction | None:
        """Days of work; None where the pack gives none."""
        return None if self.remedy is None else self.remedy.effort_days


class Outlook(Record):
    """What verdict and score become once the first actions are done."""

    actions: int
    """How many, at most five."""
    score: Interval
    low: Verdict
    high: Verdict


class Settling(Record):
    """Something that would settle the verdict or narrow the score."""

    kind: Literal["fact", "possible-stop", "possible-cap", "open"]
    id: str
    """A fact's or a question's id."""
    share: Fraction
    """Its share of the width of the overall score's interval, 0 to 1."""


class Result(Record):
    """An engagement, scored."""

    engagement: Engagement
    as_of: datetime.date
    questions: dict[str, QuestionResult]
    """By id, in the order of the pack."""
    standing: Standing
    assurance: Literal["low", "medium"]
    evidenced: tuple[int, int]
    """How many of the sides' levels of 3 or more carry evidence, and how many there are."""
    duty: dict[Side, Duty]
    unused_waivers: tuple[Waiver, ...]
    """Waivers that meet no finding, or do not count on the day."""

    @property
    def verdict(self) -> VerdictRange:
        """The verdict's range, with its reasons."""
        return self.standing.verdict

    @property
    def score(self) -> Interval:
        """The overall score, 0 to 100."""
        return self.standing.score

    @property
    def coverage(self) -> Fraction:
        """The share of the weight that is known, 0 to 1."""
        return self.standing.coverage

    @property
    def keys(self) -> tuple[KeyResult, ...]:
        """The keys in the order of the pack."""
        return self.standing.keys

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Open, possible and waived stops and caps, in the order of the pack."""
        return self.standing.findings

    @property
    def not_asked(self) -> tuple[QuestionResult, ...]:
        """Applicable questions that nobody was asked."""
        return tuple(found for found in self.questions.values() if found.state == "not-asked")

    @property
    def unknown(self) -> tuple[QuestionResult, ...]:
        """Applicable, asked questions whose level is open."""
        return tuple(found for found in self.questions.values() if found.state == "unknown")

    @property
    def modes(self) -> tuple[str, ...]:
        """The modes of the answer files, sorted, each once."""
        return tuple(sorted({source.content.mode for source in self.engagement.sources}))
