"""A report's context: everything a template may show, documented and versioned.

What a template gets, and what `report -f context` prints, is the dump of `Context`: dicts, lists,
texts, numbers and yes or no. Texts are cleaned then and are never markup. A number that is shown
has a `text`, rounded half up at the last moment; the numbers beside it have at most four decimals
and are for drawing.
"""

# Annotations are no texts here: pydantic would have to compile each of them.

from typing import Literal

from outsource_check.pack import Side
from outsource_check.pack.kinds.reading import Says
from outsource_check.report.parts import DayText, Part, Text
from outsource_check.report.points import AgendaPart, AlignmentPart, RowStandPart
from outsource_check.result.model import Group, ReasonKind, Status, Verdict
from outsource_check.result.redaction import Audience

FORMAT: Literal["outsource-check/context/v1"] = "outsource-check/context/v1"
"""Grows by new fields; a field that goes or changes its meaning makes a `v2`."""

KeyState = Literal["above", "below", "open", "none"]


class Span(Part):
    """From the least to the most that something can still become."""

    low: float
    high: float
    known: bool
    """Whether both ends are the same."""
    text: Text
    """As printed: `68`, or `61 to 74`."""
    exact: Text
    """The same without rounding, as decimals or fractions."""


class About(Part):
    """The report itself."""

    template: Text
    """Its name, e.g. `readiness`."""
    title: Text
    """What kind of report it is, e.g. `Readiness report`."""
    audience: Audience
    language: Text
    """Of its words, e.g. `en`."""
    as_of: DayText
    """The day that it is judged by."""
    as_of_text: Text
    """The same in words."""
    tool_version: Text


class Brand(Part):
    """Whose report it is; empty texts where nothing is set."""

    name: Text
    logo: Text
    """A `data:` URL of an image."""
    footer: Text
    """What stands at the foot of every page."""
    classification: Text
    """E.g. `Confidential`."""
    accent: Text
    """A colour `#rrggbb` on a white page."""
    accent_dark: Text
    """The same on a dark page."""
    font: Text
    """A CSS list of font families."""


class Respondent(Part):
    """One who answered."""

    side: Side
    who: Text
    """Role, with the name where one is given."""
    mode: Literal["full", "quick"]
    """What was asked: every question, or the quick ones."""
    date: DayText
    date_text: Text
    answered: int
    """To how many of the pack's questions this file says something."""
    pack_version: Text
    """For which version of the questions the answers are."""
    sha256: Text
    """Of the answer file."""


class FactPart(Part):
    """Something asked once that decides which questions apply."""

    id: Text
    ask: Text
    """The question that was asked."""
    said: Text
    """Empty: not known."""
    read: bool
    """Whether a condition of the pack reads it."""


class EngagementPart(Part):
    """What was assessed, with which questions."""

    name: Text
    pack: Text
    """Its id."""
    pack_title: Text
    pack_source: Text
    """Where the questions come from."""
    pack_version: Text
    pack_sha256: Text
    sides_text: Text
    """Who answered, in words: `Client and partner`, `Client only`."""
    mode_text: Text
    """What was asked, in words."""
    sides: tuple[Side, ...]
    """The sides that have answered."""
    respondents: tuple[Respondent, ...]
    facts: tuple[FactPart, ...]


class Cause(Part):
    """One rule that holds the verdict down, or several of a kind together."""

    kind: ReasonKind
    verdict: Verdict
    """The best verdict that is left."""
    text: Text
    effect: Text
    """The pack's reason, for a stop or a cap; else empty."""
    certain: bool
    """Whether it holds in the best case too."""
    link: Text
    """The id of the place in the full report that says more; empty where there is none."""


class VerdictPart(Part):
    """The verdict's range."""

    low: Verdict
    """What it is in the worst case."""
    high: Verdict
    """What it is in the best case."""
    settled: bool
    """Whether no open question and no open fact can change it."""
    title: Text
    """One verdict, or the range, in words."""
    headline: Text
    """The verdict with what counts most, on one line."""
    sentence: Text
    """What it means, and what decides it."""
    causes: tuple[Cause, ...]
    """Rules of the same kind put together, for page one; worst first."""
    reasons: tuple[Cause, ...]
    """Every single one, worst first."""


class SharePart(Part):
    """A share of the weight."""

    value: float
    """0 to 1."""
    text: Text
    """As a whole percentage."""


class AssurancePart(Part):
    """How far the answers are backed; never mixed into the score."""

    level: Literal["low", "medium"]
    evidenced: int
    """How many of the sides' levels of 3 or more carry evidence."""
    of: int
    """How many there are."""
    text: Text
    """How much is backed, in words."""


class DutyPart(Part):
    """The score of the questions that one side must make happen."""

    side: Side
    score: Span | None
    """None: no question of that side was scored."""
    questions: int
    """How many were scored."""


class EvidencePart(Part):
    """What would prove an answer, and where it is."""

    what: Text
    where: Text
    """A link, a place, a file, as it was given."""
    url: Text
    """`where`, if it is a plain web address; else empty."""
    date: DayText
    old: bool
    """Whether it was more than 12 months old on the report's day."""


class RowPart(Part):
    """What was said about one row of a matrix."""

    text: Text
    said: Text
    """The option's text, `Not known`, or why it does not apply."""
    who: Text
    """Who was named for it."""
    note: Text
    full: bool
    """Whether it is the best that can be said."""
    critical: bool
    """Whether this row alone, at its worst, triggers the stop, or the cap where there is none."""


class VoicePart(Part):
    """What one respondent said to a question."""

    side: Side
    who: Text
    says: Says
    level: Span | None
    """None unless it says one."""
    statement: Text
    """The answer in words."""
    limited: bool
    """Whether it counts as 3 because no evidence was given."""
    short: bool
    """Whether its rows came in the short form."""
    rows: tuple[RowPart, ...]
    """Of a matrix; empty for other kinds."""
    note: Text
    evidence: tuple[EvidencePart, ...]
    owner: Text
    """Who is to see to it, as the answer names them."""
    due: DayText
    date: DayText


class SideLevel(Part):
    """One side's level of a question."""

    side: Side
    level: Span | None
    """None: does not apply there."""
    answered: bool
    """Whether somebody gave a level, or said that it does not apply."""
    sealed: bool
    """Whether its single answers are not shown."""
    spread: Text
    """Where people of the side see it very differently: how far apart; else empty."""


class NextLevel(Part):
    """What the next level up looks like."""

    level: Text
    text: Text
    """What it needs."""


class RemedyPart(Part):
    """What would raise a question's level."""

    do: Text
    owner: Text
    """A role."""
    effort: Text
    """In days, e.g. `1.5 days`."""
    done_when: Text
    """How to tell that it is done."""


class WaiverPart(Part):
    """A finding that a named person has accepted for a time."""

    question: Text
    by: Text
    """Who accepts it."""
    reason: Text
    """Empty where the side keeps it internal."""
    date: DayText
    until: DayText


class FindingPart(Part):
    """A stop or a cap, as an auditor writes it down."""

    id: Text
    """Unique in the report."""
    kind: Literal["stop", "cap"]
    status: Status
    """`possible`: open answers decide whether it is there."""
    certain: bool
    """Whether it holds in the best case too."""
    text: Text
    """What is found, on one line."""
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
    """Why it matters, as the pack says."""
    detail: Text
    """What triggered it."""
    remedy: RemedyPart | None
    waiver: WaiverPart | None


class QuestionPart(Part):
    """One question that applies and was asked."""

    id: Text
    kind: Text
    """`levels`, `choice`, `number`, `matrix`, `overlap` or `costs`."""
    title: Text
    ask: Text
    why: Text
    """Why it is asked."""
    key: Text
    key_title: Text
    weight: Text
    """How much it counts in its key, beside the others."""
    answered_by: Audience
    duty: Text
    """`client`, `partner`, `both`, or empty."""
    level: Span
    """From 0 to 4."""
    points: Span
    """25 times the level."""
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
    """What each respondent said; of a sealed side nothing."""
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
    """Whether both sides should be asked and only one was."""
    settled: bool
    """Whether a settlement stands in for the answers."""
    when_unknown: bool
    """Whether it is not known if it applies."""
    evidence_missing: bool
    """Whether the pack asks for evidence here and there is none."""
    references: tuple[Text, ...]
    """The ids of the sources that it rests on."""


class LeftOut(Part):
    """A question that is in no sum."""

    id: Text
    title: Text
    why: Text
    """Why it is in none."""


class KeyPart(Part):
    """One of the pack's parts."""

    id: Text
    title: Text
    summary: Text
    quote: Text
    """From the source of the pack."""
    weight: Text
    """How much it counts in the whole, beside the others."""
    score: Span | None
    """None: no question of it applies and was asked."""
    coverage: SharePart | None
    """The share of its weight that is known; None where there is no score."""
    state: KeyState
    """Where the score stands against the line of `chart`."""
    state_text: Text
    """The same in words."""
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
    """Its questions that are in no sum."""


class ChartPart(Part):
    """What the profile of the keys says as a whole."""

    heading: Text
    """Its message."""
    line: float | None
    """The least score of every key for `ready`."""
    line_text: Text
    """The same in words; empty where the pack asks for no such line."""
    above: int
    """How many keys are certainly at the line or above it."""
    below: int
    """How many are certainly below it."""
    open: int
    """How many may lie on either side of it."""


class After(Part):
    """What verdict and score become."""

    verdict: Text
    brief: Text
    """The same, with `Still open` for a range."""
    low: Verdict
    high: Verdict
    score: Span


class ActionPart(Part):
    """A step that would raise a question."""

    number: int
    kind: Literal["find-out", "do"]
    """`find-out`: nobody knows where it stands yet."""
    group: Group
    """The finding that it closes or settles; `rest`: none."""
    question: Text
    title: Text
    """The question's title."""
    key: Text
    key_title: Text
    what: Text
    """What to do."""
    brief: Text
    """The first sentence of it."""
    why: Text
    """What it is good for."""
    owner: Text
    """A person where one is named, else a role."""
    named: bool
    """Whether the owner is a person."""
    due: DayText
    effort: Text
    """In days, e.g. `1.5 days`."""
    done_when: Text
    """How to tell that it is done; empty where nothing is said."""
    gain: Text
    """Points of the overall score."""
    urgency: Text
    """Until when, in words."""
    after: After | None
    """With this and all steps before it done; only for the first five."""


class PlanGroup(Part):
    """Steps that are there for the same reason."""

    group: Group
    heading: Text
    """When to do them, and what for, with their number."""


class PlanPart(Part):
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
    """The same in words."""


class GapPart(Part):
    """A question that the two sides see differently."""

    question: Text
    title: Text
    key_title: Text
    client: Span
    partner: Span
    difference: Text
    """Client minus partner, with its sign."""
    talk_first: bool
    """Whether they are two levels or more apart."""
    text: Text
    """Where each side stands."""


class GapsPart(Part):
    """Where client and partner disagree."""

    heading: Text
    compared: int
    """How many questions both sides know."""
    gaps: tuple[GapPart, ...]
    spreads: tuple[Text, ...]
    """Questions that people of one side see very differently."""


class UnknownPart(Part):
    """Something that is not known, and what would settle it."""

    kind: Literal["fact", "possible-stop", "possible-cap", "open"]
    id: Text
    title: Text
    ask: Text
    """The question for whoever could find out; of a fact, why it is asked."""
    settles: Text
    """What is known once it is answered."""
    share: Text
    """Its share of the width of the score; empty for a fact."""
    who: Text
    """Who could find out: people named in the answers, else the role of the remedy."""
    due: DayText


class UnknownsPart(Part):
    """What is not known."""

    heading: Text
    entries: tuple[UnknownPart, ...]
    """The most telling first."""
    not_asked: tuple[LeftOut, ...]
    """What applies and was not asked."""


class BarPart(Part):
    """A stretch of work on a day's strip, as shares of its 24 hours."""

    start: float
    """0 to 1."""
    length: float


class StripPart(Part):
    """A working day of two places over the same 24 hours."""

    title: Text
    hours_a: tuple[Text, ...]
    """Local time of the first place at every sixth of the strip, from its start."""
    hours_b: tuple[Text, ...]
    """The same for the second place."""
    a: tuple[BarPart, ...]
    """When the first place works."""
    b: tuple[BarPart, ...]
    """When the second place works."""
    both: tuple[BarPart, ...]
    """When both do."""


class RunPart(Part):
    """Working days with the same overlap."""

    first: DayText
    last: DayText
    days: int
    """How many working days it is so."""
    shared: Text
    """How long both work on each, e.g. `3 h 30 min`."""


class PairPart(Part):
    """Two places over 12 months."""

    title: Text
    a: Text
    b: Text
    answer: Text
    """What they share, in a sentence."""
    level: Text
    """Which level that is, and why."""
    counts: Text
    """On how many days how much is shared."""
    changes: tuple[RunPart, ...]
    """From when until when the overlap is the same."""
    strips: tuple[StripPart, ...]
    """Its worst and its best day, or one where all are alike."""


class OverlapPart(Part):
    """Working hours in common, as computed from one answer."""

    question: Text
    title: Text
    who: Text
    """Whose answer it is; of several alike, all of them."""
    level: Text
    pairs: tuple[PairPart, ...]
    basis: Text
    """Which days were counted, with which time-zone data."""


class CostRow(Part):
    """One line of the costs."""

    id: Text
    text: Text
    expected: Text
    """An amount, or `not given`."""
    stressed: Text
    """The same with fees and change-over 25 % over."""
    total: bool
    """Whether it is a sum."""


class CostsPart(Part):
    """Costs, as computed from one answer."""

    question: Text
    title: Text
    who: Text
    """Whose answer it is; of several alike, all of them."""
    unit: Text
    """Currency and period."""
    answer: Text
    """What is saved, in a sentence."""
    rows: tuple[CostRow, ...]
    stop_loss: Text
    """The amount at which the work ends, or `not given`."""
    missing: Text
    """Which amounts are not given; empty where all are."""


class RegisterPart(Part):
    """A piece of evidence with its place in the report."""

    number: int
    question: Text
    title: Text
    who: Text
    """Who gave it, with the side."""
    given: DayText
    """When the answer was given."""
    evidence: EvidencePart


class SumRow(Part):
    """One line of a weighted mean."""

    id: Text
    title: Text
    weight: Text
    level: Text
    """Empty for a key."""
    low: Text
    """Points at the low end, exactly."""
    high: Text
    """The same at the high end."""
    weighted_low: Text
    """Weight times points."""
    weighted_high: Text


class SumPart(Part):
    """A weighted mean, every line of it; the lines add up exactly."""

    id: Text
    title: Text
    rows: tuple[SumRow, ...]
    """One a question, or one a key."""
    weight: Text
    """All of it, exactly."""
    low: Text
    """Sum of weight times points, at the low end."""
    high: Text
    """The same at the high end."""
    result: Text
    """The sums divided by the weight, and rounded."""


class ThresholdPart(Part):
    """The least that a verdict needs."""

    verdict: Text
    overall: Text
    """Of the overall score; empty where it does not count."""
    weakest_key: Text
    """Of every key; empty where it does not count."""


class ReferencePart(Part):
    """A source that questions rest on."""

    id: Text
    cite: Text
    """Who wrote it, what and when."""
    says: Text
    """What is taken from it."""
    url: Text


class MethodPart(Part):
    """How the result was worked out."""

    rules: tuple[Text, ...]
    """How answers become a verdict, one sentence or two each."""
    thresholds: tuple[ThresholdPart, ...]
    sums: tuple[SumPart, ...]
    """Every key, in the order of the pack."""
    overall: SumPart
    """The keys, added up to the overall score."""
    coverage: Text
    """The sum behind `coverage`."""
    assurance: Text
    """What the assurance is, and what it needs."""
    unused_waivers: tuple[WaiverPart, ...]
    """Those that waive nothing."""
    remarks: tuple[Text, ...]
    """What else a reader of the answers should know."""
    references: tuple[ReferencePart, ...]
    """Those of the questions that were scored."""


class Context(Part):
    """Everything that a template may show."""

    format: Literal["outsource-check/context/v1"]
    report: About
    brand: Brand
    engagement: EngagementPart
    verdict: VerdictPart
    score: Span
    """The overall score, 0 to 100."""
    coverage: SharePart
    """The share of the weight that is known."""
    assurance: AssurancePart
    """How far the answers are backed."""
    duties: tuple[DutyPart, ...]
    """What each side has to make happen, and how that stands."""
    chart: ChartPart
    keys: tuple[KeyPart, ...]
    """The lowest first; those without a score last."""
    findings: tuple[FindingPart, ...]
    """Open ones first, stops before caps, then in the order of the pack."""
    findings_text: Text
    """How many there are, open, possible and waived; empty where there is none."""
    plan: PlanPart
    """What to do, in which order, and what comes of it."""
    disagreement: GapsPart
    """Which levels the two sides see differently."""
    alignment: AlignmentPart
    """All that people see differently, and what they have agreed on."""
    agenda: AgendaPart
    """The workshop that settles it."""
    unknowns: UnknownsPart
    """What is not known, and who could find out."""
    decision: Text
    """What the reader is asked to decide."""
    overlaps: tuple[OverlapPart, ...]
    """Working hours in common, of each answer that gives sites."""
    costs: tuple[CostsPart, ...]
    """What it costs and saves, of each answer that gives amounts."""
    evidence: tuple[RegisterPart, ...]
    """Everything that was named as evidence, numbered."""
    method: MethodPart
    limits: tuple[Text, ...]
    """What the result cannot say."""
