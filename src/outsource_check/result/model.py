"""A result and its parts: what scoring gives to screen, report and gate.

The models are the document `outsource-check/result/v1`: a result is published as its own dump, and
nothing of a side whose single answers must not be shown is in their published fields but the side's
own levels. The dataclasses are steps on the way there, with all that was said.

Levels run from 0 to 4, points and scores from 0 to 100; all of them are exact, and rounded where
they are published.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from operator import attrgetter
from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema, computed_field

from outsource_check import __version__
from outsource_check.answers import Answer, AnswerSource, Engagement, Settlement, Waiver
from outsource_check.costs import CostResult
from outsource_check.models import Exact, FileText, Model, Own, publish_number, shown_by
from outsource_check.overlap.model import OverlapResult
from outsource_check.pack import (
    SIDES,
    Key,
    Number,
    Question,
    Remedy,
    Side,
    Thresholds,
    Verdict,
)
from outsource_check.pack.kinds.reading import Interval, Reading, Says

VERDICTS: tuple[Verdict, ...] = ("not-ready", "at-risk", "conditional", "ready")
"""From the worst to the best."""


IN_PLACE = 3
"""The level from which on something is in place."""


def _show_range(value: Interval | str) -> object:
    if isinstance(value, str):
        return value
    return {"low": publish_number(value.low), "high": publish_number(value.high)}


def _describe_range(most: int) -> dict[str, Any]:
    end = {"type": "number", "minimum": 0, "maximum": most}
    return {
        "description": f"The least and the most that it can still become, 0 to {most}.",
        "type": "object",
        "properties": {"low": end, "high": end},
        "required": ["low", "high"],
        "additionalProperties": False,
    }


def _number(**bounds: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "number", **bounds})


_RANGE = shown_by(_show_range)
ScoreRange = Annotated[Interval, _RANGE, WithJsonSchema(_describe_range(100))]
LevelRange = Annotated[Interval, _RANGE, WithJsonSchema(_describe_range(4))]
NotApplicable = Literal["not-applicable"]
SideLevel = Annotated[
    Interval | NotApplicable,
    _RANGE,
    WithJsonSchema({"anyOf": [_describe_range(4), {"enum": ["not-applicable"]}]}),
]
Score = Annotated[Exact, _number(minimum=0, maximum=100)]
Level = Annotated[Exact, _number(minimum=0, maximum=4)]
Difference = Annotated[Exact, _number(minimum=-4, maximum=4)]
Share = Annotated[Exact, _number(minimum=0, maximum=1)]
Positive = Annotated[Exact, _number(exclusiveMinimum=0)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_BY_ID = shown_by(attrgetter("id"))
QuestionId = Annotated[Question, _BY_ID, WithJsonSchema({"type": "string"})]
"""A question of the pack, published as its id."""
KeyId = Annotated[Key, _BY_ID, WithJsonSchema({"type": "string"})]
"""A key of the pack, published as its id."""


# ---------------------------------------------------------------- steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class SideResult:
    """What one side that was asked a question comes to (docs/scoring.md, step 2)."""

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


State = Literal["known", "unknown", "not-applicable", "not-asked", "not-scored"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One question of the pack with all that was said to it, as every rule sees it."""

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
    sides: Mapping[Side, SideResult] = field(default_factory=dict)
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
    def shown_answers(self) -> tuple[Answer, ...]:
        """The answers that may be shown and count: none where a settlement stands in for them."""
        sides = () if self.settled else self.sides.values()
        return tuple(
            voice.answer for side in sides for voice in side.voices if voice.answer is not None
        )

    @property
    def remedy(self) -> Remedy | None:
        """What would raise it; None: the pack does not say."""
        return self.question.find_remedy(self.shown_answers)

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


# ---------------------------------------------------------------- findings, questions, keys


Status = Literal["open", "possible", "waived"]


class Finding(Model):
    """A stop or a cap that answers trigger."""

    kind: Literal["stop", "cap"]
    question: QuestionId
    title: str
    """The bad state; where the pack does not name it, the question's title."""
    status: Status
    because: str
    """The pack's reason."""
    certain: Own[bool]
    """Whether it is there whatever is still open; a waived finding keeps what it was."""
    detail: Own[str]
    """What triggered it, in words."""
    waiver: Own[Waiver | None] = None


class QuestionFinding(Model):
    """A finding, under its question."""

    kind: Literal["stop", "cap"]
    status: Status


class Costs(Model):
    """What the figures of an answer come to, in the currency and over the period given."""

    currency: str
    period: str
    total: Exact | None
    net_saving: Exact | None
    stressed_total: Exact | None
    """With fees and transition 25 % over."""
    stressed_saving: Exact | None
    missing: tuple[str, ...]
    level: LevelRange
    stop: Literal["open", "possible"] | None


class ByLevel(Model):
    """A computed question that somebody answered by a level, which was not computed."""

    side: Side
    by: Literal["level"] = "level"


class ByOverlap(Model):
    """An answer with sites."""

    side: Side
    by: Literal["overlap"] = "overlap"
    overlap: OverlapResult


class ByCosts(Model):
    """An answer with amounts."""

    side: Side
    by: Literal["costs"] = "costs"
    costs: Costs


class Said(Model):
    """What one respondent answered to a question that is not scored."""

    side: Side
    role: str
    """Empty: somebody who is anonymous."""
    text: str


class QuestionResult(Model):
    """One question of the pack, scored."""

    id: str
    ref: str
    """Its official number; empty: it has none."""
    title: str
    heading: str
    """What it stands under in its key; empty: under nothing."""
    state: State
    level: LevelRange | None
    """Null unless it is known or unknown."""
    points: ScoreRange | None
    """25 times the level."""
    client: SideLevel | None
    """Null: not asked, or not scored."""
    partner: SideLevel | None
    weight: Positive
    gap: Difference | None
    """The client's level minus the partner's; null unless both are known."""
    evidence: bool
    """Whether any side's answers, or what was agreed, carry evidence."""
    findings: tuple[QuestionFinding, ...]
    computed: tuple[ByLevel | ByOverlap | ByCosts, ...] | None
    """Null unless the question is one of overlap or costs."""
    said: tuple[Said, ...] | None
    """What was answered; null where the question is scored."""


class KeyResult(Model):
    """One of the pack's parts, scored (docs/scoring.md, step 5)."""

    id: str
    title: str
    score: ScoreRange | None
    """Null where no question of it applies and was asked."""
    weight: Positive
    coverage: Share | None
    """The share of the weight that is known."""
    key: Own[Key]
    weighed: Own[tuple[Weighed, ...]]
    findings: Own[Sequence[Finding]]
    """Of all questions, not of its own alone."""

    @computed_field  # type: ignore[prop-decorator]
    @cached_property
    def questions(self) -> tuple[QuestionResult, ...]:
        """Its questions, in the order of the pack."""
        return tuple(_show_question(found, self.findings) for found in self.weighed)


def _show_question(found: Weighed, findings: Sequence[Finding]) -> QuestionResult:
    """What may be shown of a question: of a sealed side only its level."""
    question = found.question
    scored = question.scored
    computed = None
    if question.computed:
        computed = tuple(
            _show_calculation(side, voice)
            for side in SIDES
            if side in found.sides
            for voice in found.sides[side].voices
            if voice.says in ("level", "said")
        )
    return QuestionResult.model_construct(
        id=question.id,
        ref=question.ref,
        title=question.title,
        heading=question.heading,
        state=found.state,
        level=found.level,
        points=found.points,
        client=_show_side(found.sides.get("client")) if scored else None,
        partner=_show_side(found.sides.get("partner")) if scored else None,
        weight=question.mass,
        gap=found.gap,
        evidence=found.evidence,
        findings=tuple(
            QuestionFinding.model_construct(kind=finding.kind, status=finding.status)
            for finding in findings
            if finding.question.id == question.id
        ),
        computed=computed,
        said=None if scored else _list_said(found),
    )


def _list_said(found: Weighed) -> tuple[Said, ...]:
    """What may be shown of the answers to a question that is not scored, sorted."""
    said = [
        Said(
            side=side.side,
            role=voice.source.content.respondent.shown_role,
            text=found.question.word(voice.answer),
        )
        for side in found.sides.values()
        for voice in side.voices
        if voice.says == "said" and voice.answer is not None
    ]
    return tuple(sorted(said, key=attrgetter("side", "role", "text")))


def _show_side(side: SideResult | None) -> Interval | NotApplicable | None:
    return None if side is None else side.level or "not-applicable"


def _show_calculation(side: Side, voice: Voice) -> ByLevel | ByOverlap | ByCosts:
    found = voice.computed
    if found is None:
        return ByLevel.model_construct(side=side)
    if isinstance(found, OverlapResult):
        return ByOverlap.model_construct(side=side, overlap=found)
    assert voice.answer is not None
    assert voice.answer.costs is not None
    amounts = ("total", "net_saving", "stressed_total", "stressed_saving")
    given = {name: getattr(found, name) for name in amounts}
    costs = Costs(
        currency=voice.answer.costs.currency,
        period=voice.answer.costs.period,
        **{name: None if value is None else Fraction(value) for name, value in given.items()},
        missing=found.missing,
        level=Interval(found.low, found.high),
        stop=found.stop,
    )
    return ByCosts.model_construct(side=side, costs=costs)


# ---------------------------------------------------------------- the verdict


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


class Reason(Model):
    """One rule that holds the verdict down."""

    verdict: Verdict
    """The best verdict that it leaves."""
    kind: ReasonKind
    certain: bool = True
    """Whether it holds in the best case too."""
    question: QuestionId | None = None
    key: KeyId | None = None
    score: Score | None = None
    """The score that misses a threshold."""
    needed: Score | None = None
    """The threshold."""


class VerdictRange(Model):
    """The verdict in the worst and in the best case (docs/scoring.md, step 8)."""

    low: Verdict
    high: Verdict
    settled: bool
    """Whether no open question and no open fact can change it."""
    reasons: tuple[Reason, ...]
    """Worst first; those that hold only in the worst case are marked."""
    depends_on: Own[tuple[str, ...]]
    """Facts that are not known and that could change it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Scores, findings and verdict of one state of the questions."""

    keys: tuple[KeyResult, ...]
    score: Interval
    coverage: Fraction
    findings: tuple[Finding, ...]
    """In the order of the pack, stops before caps."""
    verdict: VerdictRange


class Duty(Model):
    """The score of the questions that one side must make happen."""

    score: ScoreRange | None
    questions: int
    """How many applicable, asked questions it rests on."""


# ---------------------------------------------------------------- what to do next


Group = Literal["open-stop", "possible-stop", "open-cap", "possible-cap", "rest"]
GROUPS: tuple[Group, ...] = ("open-stop", "possible-stop", "open-cap", "possible-cap", "rest")
"""In the order in which actions come."""


class Action(Model):
    """The step that would raise a question."""

    question: QuestionId
    kind: Literal["find-out", "do"]
    group: Group
    """What makes it urgent."""
    do: str
    """The remedy, or without one the text of the level to reach."""
    owner: str
    done_when: str
    effort_days: Positive | None
    """Days of work; null where the pack gives none."""
    aim: Level
    """The level to reach."""
    gain: Score
    """The rise of the low end of the overall score, in points."""
    result: Own[Weighed]

    @property
    def remedy(self) -> Remedy | None:
        """What the pack says would raise it."""
        return self.result.remedy


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What verdict and score become once the first actions are done."""

    actions: int
    """How many, at most five."""
    score: Interval
    low: Verdict
    high: Verdict


class Gap(Model):
    """What client and partner see differently about a question."""

    question: QuestionId
    levels: Difference
    """The client's minus the partner's level, not 0."""
    talk_first: bool
    """Whether it is two levels or more."""
    result: Own[Weighed]


class Settling(Model):
    """Something that would settle the verdict or narrow the score."""

    kind: Literal["fact", "possible-stop", "possible-cap", "open"]
    id: str
    """A fact's or a question's id."""
    share: Share
    """Of the width of the overall score's range."""


# ---------------------------------------------------------------- since an earlier state


class VerdictEnds(Model):
    """The verdict in the worst and in the best case."""

    low: Verdict
    high: Verdict


Points = Annotated[Exact, _number(minimum=-100, maximum=100)]
"""What a change of the score comes to."""
Trend = Literal["risen", "fallen"]


class Changed(Model):
    """What a question adds to a part of the change."""

    question: str
    then: LevelRange | None
    """Its level; null: it did not apply or was not asked."""
    now: LevelRange | None
    low: Points
    """Points of the overall score, at its low end."""
    high: Points


class Part(Model):
    """One of the three parts of a change."""

    low: Points
    """Points of the overall score, at its low end."""
    high: Points
    questions: tuple[Changed, ...]
    """Those that changed, in the order of the pack."""


class KeyChange(Model):
    """A key, then and now."""

    id: str
    title: str
    then: ScoreRange | None
    """Null: no question of it applied and was asked."""
    now: ScoreRange | None
    done: Points
    """What was done for it, in points of its score."""
    trend: Trend | None
    """Null where the two ranges meet: it may be the same."""


class FactChange(Model):
    """A fact that is said otherwise."""

    fact: str
    then: str | None
    """Null: not known."""
    now: str | None


class PersonChange(Model):
    """Somebody who has joined, or has left; of a side that may not be shown, nobody."""

    side: Side
    role: str
    """Empty: somebody who is anonymous."""
    change: Literal["joined", "left"]


class Since(Model):
    """What became of an engagement since an earlier state."""

    source: str
    """Where the earlier state is from, in words."""
    date: datetime.date
    """Of what day it is."""
    then_verdict: VerdictEnds
    """As it was; of a history, as it was written down."""
    then_score: ScoreRange
    """With the weights of the pack as it is now."""
    now_score: ScoreRange
    trend: Trend | None
    """Null where the two ranges meet: the score may be the same."""
    done: Part
    """Known then and now, and another level for the people who answered both times."""
    learned: Part
    """Known at one of the two times only."""
    asked_otherwise: Part
    """Facts, people, agreements, and questions that came or went."""
    keys: tuple[KeyChange, ...]
    facts: tuple[FactChange, ...]
    people: tuple[PersonChange, ...]
    pack_then: str | None
    """The version of the pack; null: the same as now."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing has changed."""
        parts = (self.done, self.learned, self.asked_otherwise)
        return not any(part.questions for part in parts) and not (self.facts or self.people)


# ---------------------------------------------------------------- what was scored


class Source(Model):
    """An answer file whose name may be shown."""

    file: FileText
    """Relative to the engagement's folder, with `/`; `-` is standard input."""
    side: Side
    role: str
    """Empty: somebody who is anonymous."""
    sha256: Sha256


class MissingPeople(Model):
    """Somebody who was asked and has not answered, or several who are not named."""

    side: Side
    people: int
    """How many."""
    who: str
    """Role and name; empty where they may not be named."""
    due: datetime.date | None
    """Until when they were asked to."""
    late: bool
    """Whether that day has passed."""


class PackName(Model):
    """The pack that was asked."""

    id: str
    version: str
    sha256: Sha256
    """Of the pack's files, names and bytes."""


class WaiverResult(Model):
    """A finding that a named person has accepted for a time."""

    question: str
    by: str
    reason: str
    date: datetime.date
    until: datetime.date | None
    used: bool
    """Whether it holds on the day and meets a finding."""


class MigrationResult(Model):
    """What became of answers to older versions of the pack; facts are named as `facts.stage`."""

    from_: Annotated[str, Field(alias="from")]
    """The oldest version that a file answers."""
    travelled: tuple[str, ...]
    """What is read under another id, on another level or with other options than it was given."""
    asked_again: tuple[str, ...]
    """What was answered and is open: it is asked otherwise now."""
    retired: tuple[str, ...]
    """What was answered and is no longer asked, rows behind a slash."""
    new: tuple[str, ...]
    """What the versions of some files did not ask and is open, rows behind a slash."""


class Agreement(Model):
    """What the sides agreed on about a question, instead of their answers."""

    question: str
    level: Annotated[int, Field(ge=0, le=4)] | None
    """Null: the question does not apply."""
    not_applicable: str
    """The reason; empty: it applies."""
    present: tuple[str, ...]
    """Who agreed."""
    reason: str
    dissent: str
    date: datetime.date | None
    counts: bool
    """Whether it still does: no answer that it rests on has changed."""
    changes: tuple[FileText, ...]
    """What has changed since."""


class Result(Model):
    """An engagement, scored: the document `outsource-check/result/v1`.

    The same inputs give the same bytes. Notes, evidence, owners and due dates are not published.
    """

    format: Literal["outsource-check/result/v1"] = "outsource-check/result/v1"
    engagement: str
    """Its name."""
    sources: tuple[Source, ...]
    """Without those of a side of which nothing but its levels may be shown."""
    pack: PackName
    mode: Literal["full", "quick", "mixed"]
    as_of: datetime.date
    tool_version: str = __version__
    facts: dict[str, str | tuple[str, ...]]
    """What is known: option ids, of facts that can be several as a list."""
    unknown_facts: tuple[str, ...]
    thresholds: Thresholds
    """The least that each verdict needs."""
    verdict: VerdictRange
    score: ScoreRange
    coverage: Share
    """The share of the weight that is known."""
    assurance: Literal["low", "medium"]
    duty: dict[Side, Duty]
    keys: tuple[KeyResult, ...]
    findings: tuple[Finding, ...]
    """Open, possible and waived stops and caps, in the order of the pack."""
    waivers: tuple[WaiverResult, ...]
    not_asked: tuple[str, ...]
    """Applicable questions that nobody was asked."""
    missing: tuple[MissingPeople, ...]
    """Who was asked, as the engagement file says, and has not answered."""
    overdue: tuple[str, ...]
    """Questions that are not in place, with an answer whose `due` has passed."""
    migration: MigrationResult | None = None
    """What became of answers to older versions of the pack; null where there are none."""
    since: Since | None = None
    """What became of it since an earlier state; null where none was asked for."""
    basis: Own[Engagement]
    """All that was read."""
    questions: Own[dict[str, Weighed]]
    """By id, in the order of the pack."""
    evidenced: Own[tuple[int, int]]
    """How many of the sides' levels of 3 or more carry evidence, and how many there are."""
    unused_waivers: Own[tuple[Waiver, ...]]
    """Waivers that meet no finding, or do not count on the day."""

    @computed_field  # type: ignore[prop-decorator]
    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """What would raise a question each, in the order in which to do them."""
        from outsource_check.result.actions import list_actions  # noqa: PLC0415 - it reads a result

        return list_actions(self)

    @computed_field  # type: ignore[prop-decorator]
    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """What the two sides see differently, the widest gap first."""
        from outsource_check.result.actions import list_gaps  # noqa: PLC0415 - it reads a result

        return list_gaps(self)

    @computed_field  # type: ignore[prop-decorator]
    @cached_property
    def settles(self) -> tuple[Settling, ...]:
        """What would settle the verdict, the most telling first; empty where it is settled."""
        from outsource_check.result.actions import list_settling  # noqa: PLC0415 - it reads a result

        return list_settling(self)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def settlements(self) -> tuple[Agreement, ...]:
        """What the sides agreed on, counting or open again."""
        agreed: list[tuple[Settlement, tuple[str, ...]]] = [
            *((settlement, ()) for settlement in self.basis.settlements.values()),
            *((again.settlement, again.changes) for again in self.basis.reopened),
        ]
        return tuple(
            Agreement.model_construct(
                question=settlement.question,
                level=settlement.level,
                not_applicable=settlement.not_applicable,
                present=settlement.present,
                reason=settlement.reason,
                dissent=settlement.dissent,
                date=settlement.date,
                counts=not changes,
                changes=changes,
            )
            for settlement, changes in agreed
        )

    @property
    def unknown(self) -> tuple[Weighed, ...]:
        """Applicable, asked questions whose level is open."""
        return tuple(found for found in self.questions.values() if found.state == "unknown")

    @property
    def modes(self) -> tuple[str, ...]:
        """The modes of the answer files, sorted, each once."""
        return tuple(sorted({source.content.mode for source in self.basis.sources}))
