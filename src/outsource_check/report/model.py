"""A report's context: everything a template may show, as plain data, documented and versioned.

These classes are the context's documentation and its JSON Schema; a template gets the same fields
as dicts, lists, texts, numbers and yes or no. Texts are cleaned and never markup. A number that is
shown has a `text`, rounded half up at the last moment; the numbers beside it have at most four
decimals and are for drawing.
"""

from __future__ import annotations

from typing import Literal

from outsource_check.records import Record
from outsource_check.report.points import AgendaPart, AlignmentPart, RowStandPart

FORMAT: Literal["outsource-check/context/v1"] = "outsource-check/context/v1"
"""Grows by new fields; a field that goes or changes its meaning makes a `v2`."""

VerdictWord = Literal["ready", "conditional", "at-risk", "not-ready"]
SideWord = Literal["client", "partner"]
Audience = Literal["client", "partner", "both"]
"""Whom a report is for: what a side marked internal is only in a report for that side."""
KeyState = Literal["above", "below", "open", "none"]


class Span(Record):
    """From the least to the most that something can still become."""

    low: float
    high: float
    known: bool
    """Whether both ends are the same."""
    text: str
    """As printed: `68`, or `61 to 74`."""
    exact: str
    """The same without rounding, as decimals or fractions."""


class About(Record):
    """The report itself."""

    template: str
    title: str
    """What kind of report it is, e.g. `Readiness report`."""
    audience: Audience
    language: str
    as_of: str
    """The day that it is judged by, `YYYY-MM-DD`."""
    as_of_text: str
    """The same in words."""
    tool_version: str


class Brand(Record):
    """Whose report it is; empty texts where nothing is set."""

    name: str
    logo: str
    """A `data:` URL of an image."""
    footer: str
    classification: str
    """E.g. `Confidential`."""
    accent: str
    """A colour `#rrggbb` on a white page."""
    accent_dark: str
    """The same on a dark page."""
    font: str
    """A CSS list of font families."""


class Respondent(Record):
    """One who answered."""

    side: SideWord
    who: str
    """Role, with the name where one is given."""
    mode: Literal["full", "quick"]
    date: str
    date_text: str
    answered: int
    """To how many of the pack's questions this file says something."""
    pack_version: str
    sha256: str
    """Of the answer file."""


class FactPart(Record):
    """Something asked once that decides which questions apply."""

    id: str
    ask: str
    said: str
    """Empty: not known."""
    read: bool
    """Whether a condition of the pack reads it."""


class EngagementPart(Record):
    """What was assessed, with which questions."""

    name: str
    pack: str
    pack_title: str
    pack_source: str
    pack_version: str
    pack_sha256: str
    sides_text: str
    """Who answered, in words: `Client and partner`, `Client only`."""
    mode_text: str
    sides: tuple[SideWord, ...]
    """The sides that have answered."""
    respondents: tuple[Respondent, ...]
    facts: tuple[FactPart, ...]


class Cause(Record):
    """One rule that holds the verdict down, or several of a kind together."""

    kind: str
    verdict: VerdictWord
    """The best verdict that is left."""
    text: str
    effect: str
    """The pack's reason, for a stop or a cap; else empty."""
    certain: bool
    """Whether it holds in the best case too."""
    link: str
    """The id of the place in the full report that says more; empty where there is none."""


class VerdictPart(Record):
    """The verdict's range."""

    low: VerdictWord
    high: VerdictWord
    settled: bool
    """Whether no open question and no open fact can change it."""
    title: str
    """One verdict, or the range, in words."""
    headline: str
    """The verdict with what counts most, on one line."""
    sentence: str
    causes: tuple[Cause, ...]
    """Rules of the same kind put together, for page one; worst first."""
    reasons: tuple[Cause, ...]
    """Every single one, worst first."""


class SharePart(Record):
    """A share of the weight."""

    value: float
    """0 to 1."""
    text: str
    """As a whole percentage."""


class AssurancePart(Record):
    """How far the answers are backed; never mixed into the score."""

    level: Literal["low", "medium"]
    evidenced: int
    """How many of the sides' levels of 3 or more carry evidence."""
    of: int
    """How many there are."""
    text: str


class DutyPart(Record):
    """The score of the questions that one side must make happen."""

    side: SideWord
    score: Span | None
    questions: int


class EvidencePart(Record):
    """What would prove an answer, and where it is."""

    what: str
    where: str
    url: str
    """`where`, if it is a plain web address; else empty."""
    date: str
    """`YYYY-MM-DD`; empty where none is given."""
    old: bool
    """Whether it was more than 12 months old on the report's day."""


class RowPart(Record):
    """What was said about one row of a matrix."""

    text: str
    said: str
    who: str
    note: str
    full: bool
    """Whether it is the best that can be said."""
    critical: bool


class VoicePart(Record):
    """What one respondent said to a question."""

    side: SideWord
    who: str
    says: Literal["level", "dont-know", "not-applicable", "unanswered"]
    level: Span | None
    statement: str
    """The answer in words."""
    limited: bool
    """Whether it counts as 3 because no evidence was given."""
    short: bool
    """Whether its rows came in the short form."""
    rows: tuple[RowPart, ...]
    note: str
    evidence: tuple[EvidencePart, ...]
    owner: str
    due: str
    date: str
    withheld: bool
    """Whether something is left out because the side keeps it internal."""


class SideLevel(Record):
    """One side's level of a question."""

    side: SideWord
    level: Span | None
    """None: does not apply there."""
    answered: bool
    sealed: bool
    """Whether its single answers are not shown."""
    spread: str
    """Where people of the side see it very differently: how far apart; else empty."""


class NextLevel(Record):
    """What the next level up looks like."""

    level: str
    text: str


class RemedyPart(Record):
    """What would raise a question's level."""

    do: str
    owner: str
    """A role."""
    effort: str
    done_when: str


class WaiverPart(Record):
    """A finding that a named person has accepted for a time."""

    question: str
    by: str
    reason: str
    """Empty where the side keeps it internal."""
    date: str
    until: str


class FindingPart(Record):
    """A stop or a cap, as an auditor writes it down."""

    id: str
    """Unique in the report."""
    kind: Literal["stop", "cap"]
    status: Literal["open", "possible", "waived"]
    certain: bool
    text: str
    question: str
    """The question's id."""
    title: str
    """The question's title."""
    key: str
    key_title: str
    criteria: str
    """What would be in place: level 3's text."""
    condition: str
    """What was found."""
    effect: str
    detail: str
    """What triggered it."""
    remedy: RemedyPart | None
    waiver: WaiverPart | None


class QuestionPart(Record):
    """One question that applies and was asked."""

    id: str
    kind: str
    title: str
    ask: str
    why: str
    key: str
    key_title: str
    weight: str
    answered_by: Audience
    duty: str
    """`client`, `partner`, `both`, or empty."""
    level: Span
    points: Span
    word: str
    """What the level means: `absent` to `shown to work`; `not known` for an interval."""
    in_place: bool
    """Whether it is certainly at level 3 or more."""
    agreed: bool
    """The same, and every side that should be asked was."""
    sides: tuple[SideLevel, ...]
    gap: str
    """Client minus partner, with its sign; empty where not both are known."""
    voices: tuple[VoicePart, ...]
    next: NextLevel | None
    """None at the highest level it offers, and while it is not known."""
    target: NextLevel
    """What is needed to be in place."""
    findings: tuple[FindingPart, ...]
    remedy: RemedyPart | None
    rows: tuple[str, ...]
    """What a matrix asks about, row by row; empty for other kinds."""
    said: tuple[RowStandPart, ...]
    """What each side said about the rows of a matrix; `✓` and a name alone stand for `best`."""
    best: str
    """The best that can be said about a row; empty for other kinds."""
    proof: tuple[str, ...]
    """What would prove an answer."""
    proven: tuple[EvidencePart, ...]
    """The evidence of all respondents, each piece once."""
    one_sided: bool
    settled: bool
    """Whether a settlement stands in for the answers."""
    when_unknown: bool
    """Whether it is not known if it applies."""
    evidence_missing: bool
    """Whether the pack asks for evidence here and there is none."""
    references: tuple[str, ...]


class LeftOut(Record):
    """A question that is in no sum."""

    id: str
    title: str
    why: str


class KeyPart(Record):
    """One of the pack's parts."""

    id: str
    title: str
    summary: str
    quote: str
    weight: str
    score: Span | None
    """None: no question of it applies and was asked."""
    coverage: SharePart | None
    state: KeyState
    """Where the score stands against the line of `chart`."""
    state_text: str
    weakest: bool
    """Whether it is the lowest at both ends, alone."""
    stops: int
    """Open and possible ones."""
    caps: int
    stops_text: str
    """`1 stop, 1 possible stop`; empty where there is none."""
    findings_text: str
    """The same with the caps."""
    in_place: int
    """How many questions are certainly at level 3 or more."""
    questions: tuple[QuestionPart, ...]
    """Those with findings first, then the lowest first."""
    left_out: tuple[LeftOut, ...]


class ChartPart(Record):
    """What the profile of the keys says as a whole."""

    heading: str
    """Its message."""
    line: float | None
    """The least score of every key for `ready`."""
    line_text: str
    above: int
    below: int
    open: int


class After(Record):
    """What verdict and score become."""

    verdict: str
    brief: str
    """The same, with `Still open` for a range."""
    low: VerdictWord
    high: VerdictWord
    score: Span


class ActionPart(Record):
    """A step that would raise a question."""

    number: int
    kind: Literal["find-out", "do"]
    group: Literal["open-stop", "possible-stop", "open-cap", "possible-cap", "rest"]
    question: str
    title: str
    """The question's title."""
    key: str
    key_title: str
    what: str
    brief: str
    """The first sentence of it."""
    why: str
    owner: str
    """A person where one is named, else a role."""
    named: bool
    """Whether the owner is a person."""
    due: str
    effort: str
    done_when: str
    gain: str
    """Points of the overall score."""
    urgency: str
    after: After | None
    """With this and all steps before it done; only for the first five."""


class PlanGroup(Record):
    """Steps that are there for the same reason."""

    group: Literal["open-stop", "possible-stop", "open-cap", "possible-cap", "rest"]
    heading: str
    """When to do them, and what for, with their number."""


class PlanPart(Record):
    """The steps in the order in which to do them."""

    heading: str
    groups: tuple[PlanGroup, ...]
    """The groups that the actions have, in their order."""
    actions: tuple[ActionPart, ...]
    first: int
    """How many of them the outlook covers."""
    after: After | None
    """With the first five done."""
    after_text: str


class GapPart(Record):
    """A question that the two sides see differently."""

    question: str
    title: str
    key_title: str
    client: Span
    partner: Span
    difference: str
    """Client minus partner, with its sign."""
    talk_first: bool
    text: str


class GapsPart(Record):
    """Where client and partner disagree."""

    heading: str
    compared: int
    """How many questions both sides know."""
    gaps: tuple[GapPart, ...]
    spreads: tuple[str, ...]
    """Questions that people of one side see very differently."""


class UnknownPart(Record):
    """Something that is not known, and what would settle it."""

    kind: Literal["fact", "possible-stop", "possible-cap", "open"]
    id: str
    title: str
    ask: str
    settles: str
    share: str
    """Its share of the width of the score; empty for a fact."""
    who: str
    """Who could find out: people named in the answers, else the role of the remedy."""
    due: str


class UnknownsPart(Record):
    """What is not known."""

    heading: str
    entries: tuple[UnknownPart, ...]
    not_asked: tuple[LeftOut, ...]


class BarPart(Record):
    """A stretch of work on a day's strip, as shares of its 24 hours."""

    start: float
    length: float


class StripPart(Record):
    """A working day of two places over the same 24 hours."""

    title: str
    hours_a: tuple[str, ...]
    """Local time of the first place at every sixth of the strip, from its start."""
    hours_b: tuple[str, ...]
    a: tuple[BarPart, ...]
    b: tuple[BarPart, ...]
    both: tuple[BarPart, ...]


class RunPart(Record):
    """Working days with the same overlap."""

    first: str
    last: str
    days: int
    shared: str


class PairPart(Record):
    """Two places over 12 months."""

    title: str
    a: str
    b: str
    answer: str
    level: str
    counts: str
    changes: tuple[RunPart, ...]
    strips: tuple[StripPart, ...]


class OverlapPart(Record):
    """Working hours in common, as computed from one answer."""

    question: str
    title: str
    who: str
    level: str
    pairs: tuple[PairPart, ...]
    basis: str


class CostRow(Record):
    """One line of the costs."""

    id: str
    text: str
    expected: str
    stressed: str
    total: bool
    """Whether it is a sum."""


class CostsPart(Record):
    """Costs, as computed from one answer."""

    question: str
    title: str
    who: str
    unit: str
    """Currency and period."""
    answer: str
    rows: tuple[CostRow, ...]
    stop_loss: str
    missing: str


class RegisterPart(Record):
    """A piece of evidence with its place in the report."""

    number: int
    question: str
    title: str
    who: str
    given: str
    """When the answer was given, `YYYY-MM-DD`."""
    evidence: EvidencePart


class SumRow(Record):
    """One line of a weighted mean."""

    id: str
    title: str
    weight: str
    level: str
    low: str
    """Points at the low end, exactly."""
    high: str
    weighted_low: str
    """Weight times points."""
    weighted_high: str


class SumPart(Record):
    """A weighted mean, every line of it; the lines add up exactly."""

    id: str
    title: str
    rows: tuple[SumRow, ...]
    weight: str
    low: str
    """Sum of weight times points, at the low end."""
    high: str
    result: str
    """The sums divided by the weight, and rounded."""


class ThresholdPart(Record):
    """The least that a verdict needs."""

    verdict: str
    overall: str
    weakest_key: str


class ReferencePart(Record):
    """A source that questions rest on."""

    id: str
    cite: str
    says: str
    url: str


class MethodPart(Record):
    """How the result was worked out."""

    rules: tuple[str, ...]
    thresholds: tuple[ThresholdPart, ...]
    sums: tuple[SumPart, ...]
    """Every key, in the order of the pack."""
    overall: SumPart
    coverage: str
    assurance: str
    unused_waivers: tuple[WaiverPart, ...]
    remarks: tuple[str, ...]
    references: tuple[ReferencePart, ...]


class Context(Record):
    """Everything that a template may show."""

    format: Literal["outsource-check/context/v1"]
    report: About
    brand: Brand
    engagement: EngagementPart
    verdict: VerdictPart
    score: Span
    coverage: SharePart
    assurance: AssurancePart
    duties: tuple[DutyPart, ...]
    chart: ChartPart
    keys: tuple[KeyPart, ...]
    """The lowest first; those without a score last."""
    findings: tuple[FindingPart, ...]
    """Open ones first, stops before caps, then in the order of the pack."""
    findings_text: str
    """How many there are, open, possible and waived; empty where there is none."""
    plan: PlanPart
    disagreement: GapsPart
    alignment: AlignmentPart
    """All that people see differently, and what they have agreed on."""
    agenda: AgendaPart
    """The workshop that settles it."""
    unknowns: UnknownsPart
    decision: str
    """What the reader is asked to decide."""
    overlaps: tuple[OverlapPart, ...]
    costs: tuple[CostsPart, ...]
    evidence: tuple[RegisterPart, ...]
    method: MethodPart
    limits: tuple[str, ...]
