"""The published result as models: what `schema result` prints.

Nothing that scores imports this; a test holds `published` to it.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from outsource_check.result.model import Group, ReasonKind, State, Status, Verdict

Score = Annotated[float, Field(ge=0, le=100)]
Level = Annotated[float, Field(ge=0, le=4)]
Share = Annotated[float, Field(ge=0, le=1)]
FractionText = Annotated[str, Field(pattern=r"^-?[0-9]+/[0-9]+$")]
Exact = dict[str, FractionText]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
SideName = Literal["client", "partner"]


class Published(BaseModel):
    """The base of every part: no other field, and no number that is not one."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True
    )


class Rounded(Published):
    """A part with numbers of at most four decimals."""

    exact: Exact = Field(default_factory=dict)
    """Each number that has more than four decimals, as a fraction, under its own name."""


class ScoreRange(Rounded):
    """The least and the most that a score can become, 0 to 100."""

    low: Score
    high: Score


class LevelRange(Rounded):
    """The least and the most that a level can become, 0 to 4."""

    low: Level
    high: Level


class Source(Published):
    """An answer file whose name may be shown."""

    file: str
    """Relative to the engagement's folder, with `/`; `-` is standard input."""
    side: SideName
    role: str
    """Empty: somebody who is anonymous."""
    sha256: Sha256


class PackName(Published):
    """The pack that was asked."""

    id: str
    version: str
    sha256: Sha256
    """Of the pack's files, names and bytes."""


class Needed(Rounded):
    """The least that a verdict needs; null: nothing."""

    overall: Score | None
    weakest_key: Score | None


class Thresholds(Published):
    """The least that each verdict needs: judgement, not calibrated figures."""

    ready: Needed
    conditional: Needed
    at_risk: Annotated[Needed, Field(alias="at-risk")]


class Reason(Rounded):
    """One rule that holds the verdict down."""

    verdict: Verdict
    """The best verdict that it leaves."""
    kind: ReasonKind
    certain: bool
    """Whether it holds in the best case too."""
    question: str | None
    key: str | None
    score: Score | None
    """The score that misses a threshold."""
    needed: Score | None
    """The threshold."""


class VerdictRange(Published):
    """The verdict in the worst and in the best case."""

    low: Verdict
    high: Verdict
    settled: bool
    """Whether no open question and no open fact can change it."""
    reasons: tuple[Reason, ...]


class DutyScore(Published):
    """The score of the questions that a side must make happen."""

    score: ScoreRange | None
    questions: int


class Duties(Published):
    """Both sides' duties."""

    client: DutyScore
    partner: DutyScore


class QuestionFinding(Published):
    """A finding, under its question."""

    kind: Literal["stop", "cap"]
    status: Status


class Costs(Rounded):
    """What the figures of an answer come to, in the currency and over the period given."""

    currency: str
    period: str
    total: float | None
    net_saving: float | None
    stressed_total: float | None
    stressed_saving: float | None
    missing: tuple[str, ...]
    level: LevelRange
    stop: Literal["open", "possible"] | None


class Clock(Published):
    """A pair as if the other site worked every day, in minutes."""

    worst_minutes: int
    best_minutes: int
    worst_block_minutes: int
    changes: tuple[Change, ...]


class Change(Published):
    """Successive working days with the same overlap."""

    from_: Annotated[datetime.date, Field(alias="from")]
    until: datetime.date
    minutes: int


class OutsideHours(Published):
    """Hours outside 08:00 to 19:00 local time in one week."""

    a: float
    b: float


class Suggestion(Published):
    """The smallest shift that gives three hours every day."""

    site: str
    shift_minutes: int


class Pair(Published):
    """One pair of sites over 12 months."""

    a: str
    b: str
    working_days: int
    lost_days: int
    shared_days: int
    clock: Clock
    days_with_3h: int
    outside_hours: OutsideHours
    level: Level
    suggestion: Suggestion | None


class Overlap(Published):
    """An overlap, as `overlap --json` prints it."""

    format: Literal["outsource-check/overlap/v1"]
    tzdata: str
    from_: Annotated[datetime.date, Field(alias="from")]
    until: datetime.date
    pairs: tuple[Pair, ...]
    level: Level


class Computed(Published):
    """One answer to a computed question: by its figures, or by a level that was not computed."""

    side: SideName
    by: Literal["level", "overlap", "costs"]
    overlap: Overlap | None = None
    costs: Costs | None = None


class Question(Rounded):
    """One question of the pack."""

    id: str
    title: str
    weight: Annotated[float, Field(gt=0)]
    state: State
    level: LevelRange | None
    """Null unless it is known or unknown."""
    points: ScoreRange | None
    """25 times the level."""
    client: LevelRange | Literal["not-applicable"] | None
    """Null: not asked."""
    partner: LevelRange | Literal["not-applicable"] | None
    gap: Annotated[float, Field(ge=-4, le=4)] | None
    """The client's level minus the partner's; null unless both are known."""
    evidence: bool
    findings: tuple[QuestionFinding, ...]
    computed: tuple[Computed, ...] | None
    """Null unless the question is one of overlap or costs."""


class Key(Rounded):
    """One of the pack's parts."""

    id: str
    title: str
    weight: Annotated[float, Field(gt=0)]
    score: ScoreRange | None
    """Null where no question of it applies and was asked."""
    coverage: Share | None
    questions: tuple[Question, ...]


class Finding(Published):
    """A stop or a cap."""

    kind: Literal["stop", "cap"]
    question: str
    status: Status
    because: str


class Waiver(Published):
    """A finding that a named person has accepted for a time."""

    question: str
    by: str
    reason: str
    date: datetime.date
    until: datetime.date | None
    used: bool
    """Whether it holds on the day and meets a finding."""


class Action(Rounded):
    """The step that would raise a question; in the order in which to do them."""

    question: str
    kind: Literal["find-out", "do"]
    group: Group
    """What makes it urgent."""
    do: str
    owner: str
    done_when: str
    effort_days: Annotated[float, Field(gt=0)] | None
    aim: Level
    gain: Annotated[float, Field(ge=0, le=100)]
    """The rise of the low end of the overall score, in points."""


class Gap(Rounded):
    """What client and partner see differently."""

    question: str
    levels: Annotated[float, Field(ge=-4, le=4)]
    """The client's minus the partner's."""
    talk_first: bool


class Settling(Rounded):
    """Something that would settle the verdict."""

    kind: Literal["fact", "possible-stop", "possible-cap", "open"]
    id: str
    share: Share
    """Of the width of the overall score's range."""


class Settlement(Published):
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
    changes: tuple[str, ...]
    """What has changed since."""


class ResultDocument(Rounded):
    """The document `outsource-check/result/v1`."""

    format: Literal["outsource-check/result/v1"]
    engagement: str
    sources: tuple[Source, ...]
    pack: PackName
    mode: Literal["full", "quick", "mixed"]
    as_of: datetime.date
    tool_version: str
    facts: dict[str, str]
    unknown_facts: tuple[str, ...]
    thresholds: Thresholds
    verdict: VerdictRange
    score: ScoreRange
    coverage: Share
    assurance: Literal["low", "medium"]
    duty: Duties
    keys: tuple[Key, ...]
    findings: tuple[Finding, ...]
    waivers: tuple[Waiver, ...]
    not_asked: tuple[str, ...]
    actions: tuple[Action, ...]
    gaps: tuple[Gap, ...]
    settles: tuple[Settling, ...]
    settlements: tuple[Settlement, ...] = ()
    """What the sides agreed on; not there where they have agreed on nothing."""
