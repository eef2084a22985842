"""A report's context: everything a template may show, documented and versioned.

What a template gets, and what `report -f context` prints, is the dump of `Context`: dicts, lists,
texts, numbers and yes or no. Texts are cleaned then and are never markup. A number that is shown
has a `text`, rounded half up at the last moment; the numbers beside it have at most four decimals
and are for drawing.
"""

from __future__ import annotations

from typing import Literal

from outsource_check.models import Model
from outsource_check.report.points import AgendaPart, AlignmentPart, RowStandPart, SideWord
from outsource_check.report.texts import Text

FORMAT: Literal["outsource-check/context/v1"] = "outsource-check/context/v1"
"""Grows by new fields; a field that goes or changes its meaning makes a `v2`."""

VerdictWord = Literal["ready", "conditional", "at-risk", "not-ready"]
Audience = Literal["client", "partner", "both"]
"""Whom a report is for: what a side marked internal is only in a report for that side."""
KeyState = Literal["above", "below", "open", "none"]


class Span(Model):
    """From the least to the most that something can still become."""

    low: float
    high: float
    known: bool
    """Whether both ends are the same."""
    text: Text
    """As printed: `68`, or `61 to 74`."""
    exact: Text
    """The same without rounding, as decimals or fractions."""


class About(Model):
    """The report itself."""

    template: Text
    title: Text
    """What kind of report it is, e.g. `Readiness report`."""
    audience: Audience
    language: Text
    as_of: Text
    """The day that it is judged by, `YYYY-MM-DD`."""
    as_of_text: Text
    """The same in words."""
    tool_version: Text


class Brand(Model):
    """Whose report it is; empty texts where nothing is set."""

    name: Text
    logo: Text
    """A `data:` URL of an image."""
    footer: Text
    classification: Text
    """E.g. `Confidential`."""
    accent: Text
    """A colour `#rrggbb` on a white page."""
    accent_dark: Text
    """The same on a dark page."""
    font: Text
    """A CSS list of font families."""


class Respondent(Model):
    """One who answered."""

    side: SideWord
    who: Text
    """Role, with the name where one is given."""
    mode: Literal["full", "quick"]
    date: Text
    date_text: Text
    answered: int
    """To how many of the pack's questions this file says something."""
    pack_version: Text
    sha256: Text
    """Of the answer file."""


class FactPart(Model):
    """Something asked once that decides which questions apply."""

    id: Text
    ask: Text
    said: Text
    """Empty: not known."""
    read: bool
    """Whether a condition of the pack reads it."""


class EngagementPart(Model):
    """What was assessed, with which questions."""

    name: Text
    pack: Text
    pack_title: Text
    pack_source: Text
    pack_version: Text
    pack_sha256: Text
    sides_text: Text
    """Who answered, in words: `Client and partner`, `Client only`."""
    mode_text: Text
    sides: tuple[SideWord, ...]
    """The sides that have answered."""
    respondents: tuple[Respondent, ...]
    facts: tuple[FactPart, ...]


class Cause(Model):
    """One rule that holds the verdict down, or several of a kind together."""

    kind: Text
    verdict: VerdictWord
    """The best verdict that is left."""
    text: Text
    effect: Text
    """The pack's reason, for a stop or a cap; else empty."""
    certain: bool
    """Whether it holds in the best case too."""
    link: Text
    """The id of the place in the full report that says more; empty where there is none."""


class VerdictPart(Model):
    """The verdict's range."""

    low: VerdictWord
    high: VerdictWord
    settled: bool
    """Whether no open question and no open fact can change it."""
    title: Text
    """One verdict, or the range, in words."""
    headline: Text
    """The verdict with what counts most, on one line."""
    sentence: Text
    causes: tuple[Cause, ...]
    """Rules of the same kind put together, for page one; worst first."""
    reasons: tuple[Cause, ...]
    """Every single one, worst first."""


class SharePart(Model):
    """A share of the weight."""

    value: float
    """0 to 1."""
    text: Text
    """As a whole percentage."""


class AssurancePart(Model):
    """How far the answers are backed; never mixed into the score."""

    level: Literal["low", "medium"]
    evidenced: int
    """How many of the sides' levels of 3 or more carry evidence."""
    of: int
    """How many there are."""
    text: Text


class DutyPart(Model):
    """The score of the questions that one side must make happen."""

    side: SideWord
    score: Span | None
    questions: int


class EvidencePart(Model):
    """What would prove an answer, and where it is."""

    what: Text
    where: Text
    url: Text
    """`where`, if it is a plain web address; else empty."""
    date: Text
    """`YYYY-MM-DD`; empty where none is given."""
    old: bool
    """Whether it was more than 12 months old on the report's day."""


class RowPart(Model):
    """What was said about one row of a matrix."""

    text: Text
    said: Text
    who: Text
    note: Text
    full: bool
    """Whether it is the best that can be said."""
    critical: bool


class VoicePart(Model):
    """What one respondent said to a question."""

    side: SideWord
    who: Text
    says: Literal["level", "dont-know", "not-applicable", "unanswered"]
    level: Span | None
    statement: Text
    """The answer in words."""
    limited: bool
    """Whether it counts as 3 because no evidence was given."""
    short: bool
    """Whether its rows came in the short form."""
    rows: tuple[RowPart, ...]
    note: Text
    evidence: tuple[EvidencePart, ...]
    owner: Text
    due: Text
    date: Text
    withheld: bool
    """Whether something is left out because the side keeps it internal."""


class SideLevel(Model):
    """One side's level of a question."""

    side: SideWord
    level: Span | None
    """None: does not apply there."""
    answered: bool
    sealed: bool
    """Whether its single answers are not shown."""
    spread: Text
    """Where people of the side see it very differently: how far apart; else empty."""


class NextLevel(Model):
    """What the next level up looks like."""

    level: Text
    text: Text


class RemedyPart(Model):
    """What would raise a question's level."""

    do: Text
    owner: Text
    """A role."""
    effort: Text
    done_when: Text


class WaiverPart(Model):
    """A finding that a named person has accepted for a time."""

    question: Text
    by: Text
    reason: Text
    """Empty where the side keeps it internal."""
    date: Text
    until: Text


class FindingPart(Model):
    """A stop or a cap, as an auditor writes it down."""

    id: Text
    """Unique in the report."""
    kind: Literal["stop", "cap"]
    status: Literal["open", "possible", "waived"]
    certain: bool
    text: Text
    question: Text
    """The question's id."""
    title: Text
    """The question's title."""
    key: Text
    key_title: Text
    criteria: Text
    """What would be in place: level 3's text."""
    condition: Text
    """What was found."""
    effect: Text
    detail: Text
    """What triggered it."""
    remedy: RemedyPart | None
    waiver: WaiverPart | None


class QuestionPart(Model):
    """One question that applies and was asked."""

    id: Text
    kind: Text
    title: Text
    ask: Text
    why: Text
    key: Text
    key_title: Text
    weight: Text
    answered_by: Audience
    duty: Text
    """`client`, `partner`, `both`, or empty."""
    level: Span
    points: Span
    word: Text
    """What the level means: `absent` to `shown to work`; `not known` for an interval."""
    in_place: bool
    """Whether it is certainly at level 3 or more."""
    agreed: bool
    """The same, and every side that should be asked was."""
    sides: tuple[SideLevel, ...]
    gap: Text
    """Client minus partner, with its sign; empty where not both are known."""
    voices: tuple[VoicePart, ...]
    next: NextLevel | None
    """None at the highest level it offers, and while it is not known."""
    target: NextLevel
    """What is needed to be in place."""
    findings: tuple[FindingPart, ...]
    remedy: RemedyPart | None
    rows: tuple[Text, ...]
    """What a matrix asks about, row by row; empty for other kinds."""
    said: tuple[RowStandPart, ...]
    """What each side said about the rows of a matrix; `✓` and a name alone stand for `best`."""
    best: Text
    """The best that can be said about a row; empty for other kinds."""
    proof: tuple[Text, ...]
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
    references: tuple[Text, ...]


class LeftOut(Model):
    """A question that is in no sum."""

    id: Text
    title: Text
    why: Text


class KeyPart(Model):
    """One of the pack's parts."""

    id: Text
    title: Text
    summary: Text
    quote: Text
    weight: Text
    score: Span | None
    """None: no question of it applies and was asked."""
    coverage: SharePart | None
    state: KeyState
    """Where the score stands against the line of `chart`."""
    state_text: Text
    weakest: bool
    """Whether it is the lowest at both ends, alone."""
    stops: int
    """Open and possible ones."""
    caps: int
    stops_text: Text
    """`1 stop, 1 possible stop`; empty where there is none."""
    findings_text: Text
    """The same with the caps."""
    in_place: int
    """How many questions are certainly at level 3 or more."""
    questions: tuple[QuestionPart, ...]
    """Those with findings first, then the lowest first."""
    left_out: tuple[LeftOut, ...]


class ChartPart(Model):
    """What the profile of the keys says as a whole."""

    heading: Text
    """Its message."""
    line: float | None
    """The least score of every key for `ready`."""
    line_text: Text
    above: int
    below: int
    open: int


class After(Model):
    """What verdict and score become."""

    verdict: Text
    brief: Text
    """The same, with `Still open` for a range."""
    low: VerdictWord
    high: VerdictWord
    score: Span


class ActionPart(Model):
    """A step that would raise a question."""

    number: int
    kind: Literal["find-out", "do"]
    group: Literal["open-stop", "possible-stop", "open-cap", "possible-cap", "rest"]
    question: Text
    title: Text
    """The question's title."""
    key: Text
    key_title: Text
    what: Text
    brief: Text
    """The first sentence of it."""
    why: Text
    owner: Text
    """A person where one is named, else a role."""
    named: bool
    """Whether the owner is a person."""
    due: Text
    effort: Text
    done_when: Text
    gain: Text
    """Points of the overall score."""
    urgency: Text
    after: After | None
    """With this and all steps before it done; only for the first five."""


class PlanGroup(Model):
    """Steps that are there for the same reason."""

    group: Literal["open-stop", "possible-stop", "open-cap", "possible-cap", "rest"]
    heading: Text
    """When to do them, and what for, with their number."""


class PlanPart(Model):
    """The steps in the order in which to do them."""

    heading: Text
    groups: tuple[PlanGroup, ...]
    """The groups that the actions have, in their order."""
    actions: tuple[ActionPart, ...]
    first: int
    """How many of them the outlook covers."""
    after: After | None
    """With the first five done."""
    after_text: Text


class GapPart(Model):
    """A question that the two sides see differently."""

    question: Text
    title: Text
    key_title: Text
    client: Span
    partner: Span
    difference: Text
    """Client minus partner, with its sign."""
    talk_first: bool
    text: Text


class GapsPart(Model):
    """Where client and partner disagree."""

    heading: Text
    compared: int
    """How many questions both sides know."""
    gaps: tuple[GapPart, ...]
    spreads: tuple[Text, ...]
    """Questions that people of one side see very differently."""


class UnknownPart(Model):
    """Something that is not known, and what would settle it."""

    kind: Literal["fact", "possible-stop", "possible-cap", "open"]
    id: Text
    title: Text
    ask: Text
    settles: Text
    share: Text
    """Its share of the width of the score; empty for a fact."""
    who: Text
    """Who could find out: people named in the answers, else the role of the remedy."""
    due: Text


class UnknownsPart(Model):
    """What is not known."""

    heading: Text
    entries: tuple[UnknownPart, ...]
    not_asked: tuple[LeftOut, ...]


class BarPart(Model):
    """A stretch of work on a day's strip, as shares of its 24 hours."""

    start: float
    length: float


class StripPart(Model):
    """A working day of two places over the same 24 hours."""

    title: Text
    hours_a: tuple[Text, ...]
    """Local time of the first place at every sixth of the strip, from its start."""
    hours_b: tuple[Text, ...]
    a: tuple[BarPart, ...]
    b: tuple[BarPart, ...]
    both: tuple[BarPart, ...]


class RunPart(Model):
    """Working days with the same overlap."""

    first: Text
    last: Text
    days: int
    shared: Text


class PairPart(Model):
    """Two places over 12 months."""

    title: Text
    a: Text
    b: Text
    answer: Text
    level: Text
    counts: Text
    changes: tuple[RunPart, ...]
    strips: tuple[StripPart, ...]


class OverlapPart(Model):
    """Working hours in common, as computed from one answer."""

    question: Text
    title: Text
    who: Text
    level: Text
    pairs: tuple[PairPart, ...]
    basis: Text


class CostRow(Model):
    """One line of the costs."""

    id: Text
    text: Text
    expected: Text
    stressed: Text
    total: bool
    """Whether it is a sum."""


class CostsPart(Model):
    """Costs, as computed from one answer."""

    question: Text
    title: Text
    who: Text
    unit: Text
    """Currency and period."""
    answer: Text
    rows: tuple[CostRow, ...]
    stop_loss: Text
    missing: Text


class RegisterPart(Model):
    """A piece of evidence with its place in the report."""

    number: int
    question: Text
    title: Text
    who: Text
    given: Text
    """When the answer was given, `YYYY-MM-DD`."""
    evidence: EvidencePart


class SumRow(Model):
    """One line of a weighted mean."""

    id: Text
    title: Text
    weight: Text
    level: Text
    low: Text
    """Points at the low end, exactly."""
    high: Text
    weighted_low: Text
    """Weight times points."""
    weighted_high: Text


class SumPart(Model):
    """A weighted mean, every line of it; the lines add up exactly."""

    id: Text
    title: Text
    rows: tuple[SumRow, ...]
    weight: Text
    low: Text
    """Sum of weight times points, at the low end."""
    high: Text
    result: Text
    """The sums divided by the weight, and rounded."""


class ThresholdPart(Model):
    """The least that a verdict needs."""

    verdict: Text
    overall: Text
    weakest_key: Text


class ReferencePart(Model):
    """A source that questions rest on."""

    id: Text
    cite: Text
    says: Text
    url: Text


class MethodPart(Model):
    """How the result was worked out."""

    rules: tuple[Text, ...]
    thresholds: tuple[ThresholdPart, ...]
    sums: tuple[SumPart, ...]
    """Every key, in the order of the pack."""
    overall: SumPart
    coverage: Text
    assurance: Text
    unused_waivers: tuple[WaiverPart, ...]
    remarks: tuple[Text, ...]
    references: tuple[ReferencePart, ...]


class Context(Model):
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
    findings_text: Text
    """How many there are, open, possible and waived; empty where there is none."""
    plan: PlanPart
    disagreement: GapsPart
    alignment: AlignmentPart
    """All that people see differently, and what they have agreed on."""
    agenda: AgendaPart
    """The workshop that settles it."""
    unknowns: UnknownsPart
    decision: Text
    """What the reader is asked to decide."""
    overlaps: tuple[OverlapPart, ...]
    costs: tuple[CostsPart, ...]
    evidence: tuple[RegisterPart, ...]
    method: MethodPart
    limits: tuple[Text, ...]
