"""A report's context: everything a template may show, documented and versioned.

A template sees the fields of `Context`, and nothing else of it; `report -f context` prints the same
as JSON. Texts are cleaned when they are put in, and are never markup; how numbers and days are
written is up to the template, by the filters of `report.filters`.
"""

import datetime
from typing import Literal

from outsource_check.pack import Side, Verdict
from outsource_check.pack.kinds.reading import Interval, Says
from outsource_check.report.alignment_parts import (
    AgendaPart,
    AlignmentPart,
    RowStandPart,
    StatementPart,
    TallyPart,
)
from outsource_check.report.branding import Brand
from outsource_check.report.parts import Amount, Part, Quantity, Text
from outsource_check.result.model import Group, ReasonKind, Status, Trend
from outsource_check.result.redaction import Audience

FORMAT: Literal["outsource-check/context/v2"] = "outsource-check/context/v2"
"""Grows by new fields; a field that goes or changes its meaning makes a `v3`."""

KeyState = Literal["above", "below", "open", "none"]


class Span(Part):
    """From the least to the most that something can still become."""

    low: Quantity
    """The least."""
    high: Quantity
    """The most."""
    known: bool
    """Whether both ends are the same."""

    @classmethod
    def of(cls, interval: Interval) -> "Span":
        """The ends of an interval."""
        return cls(low=interval.low, high=interval.high, known=interval.known)


class About(Part):
    """The report itself."""

    template: Text
    """Its name, e.g. `readiness`."""
    title: Text
    """What kind of report it is, e.g. `Readiness report`."""
    audience: Audience
    """Whom it is for: what a side marked internal is only in a report for that side."""
    as_of: datetime.date
    """The day that it is judged by."""
    tool_version: Text
    """Of `outsource-check`."""


class PackPart(Part):
    """The questions that were asked."""

    id: Text
    """Its name in files, e.g. `eight-keys`."""
    title: Text
    """Its name for people."""
    source: Text
    """Where the questions come from."""
    version: Text
    """`1.0.0`."""
    sha256: Text
    """Of its files."""
    sides: tuple[Side, ...]
    """Those that it asks."""


class Respondent(Part):
    """One who answered."""

    side: Side
    """For whom they answered."""
    who: Text
    """Role, with the name where one is given."""
    mode: Literal["full", "quick"]
    """What was asked: every question, or the quick ones."""
    date: datetime.date
    """Of the answers."""
    answered: int
    """How many questions this file answers, of those that were asked of its side."""
    pack_version: Text
    """For which version of the questions the answers are."""
    dropped: tuple[Text, ...]
    """What the file answers and this version of the questions does not ask yet."""
    sha256: Text
    """Of the answer file."""


class FactPart(Part):
    """Something asked once that decides which questions apply."""

    id: Text
    """Its name in files."""
    ask: Text
    """The question that was asked."""
    said: Text
    """Empty: not known."""
    read: bool
    """Whether a condition of the pack reads it."""


class MissingPart(Part):
    """Somebody who was asked and has not answered, or several who are not named."""

    side: Side
    """Which side."""
    people: int
    """How many."""
    who: Text
    """Role and name; empty where they may not be named."""
    due: datetime.date | None
    """Until when they were asked to."""
    late: bool
    """Whether that day has passed."""
    text: Text
    """The same in words."""


class EngagementPart(Part):
    """What was assessed, with which questions."""

    name: Text
    """Of the collaboration."""
    pack: PackPart
    """The questions."""
    sides: tuple[Side, ...]
    """The sides of which there is an answer file."""
    heard: tuple[Side, ...]
    """The sides that say a level to at least one question."""
    modes: tuple[Literal["full", "quick"], ...]
    """What was asked."""
    respondents: tuple[Respondent, ...]
    """Who answered; nobody of a side whose single answers are not shown."""
    missing: tuple[MissingPart, ...]
    """Who was asked and has not answered."""
    facts: tuple[FactPart, ...]
    """What is known about the engagement."""
    migration: Text
    """What became of answers to older versions of the questions; empty: nothing did."""


class Cause(Part):
    """One rule that holds the verdict down, or several of a kind together."""

    kind: ReasonKind
    """Which rule it is."""
    verdict: Verdict
    """The best verdict that is left."""
    missed: Text
    """The title of the next better verdict, the one that is missed."""
    certain: bool
    """Whether it holds in the best case too."""
    title: Text
    """The bad state, the question or the key that it is about; empty for the whole."""
    text: Text
    """The rule on one line, as the screen says it."""
    score: Quantity | None
    """The score that misses a threshold."""
    needed: Quantity | None
    """The threshold."""
    at_best: bool
    """Whether `score` is the best that it can become."""
    effect: Text
    """The pack's reason, for a stop or a cap; else empty."""
    link: Text
    """The id of the place in the full report that says more; empty where there is none."""
    count: int
    """How many of its kind it stands for."""


class LevelPart(Part):
    """What a level of a question looks like."""

    level: Quantity
    """0 to 4."""
    text: Text
    """What it needs."""


class WordsPart(Part):
    """What the pack calls things; the filters `side` and `verdict` look names up here."""

    subject: Text
    """What is assessed, as in “the collaboration”."""
    sides: dict[Side, Text]
    """By side, as in “the client”."""
    levels: tuple[LevelPart, ...]
    """Names of levels; empty: they have none."""
    verdicts: dict[Verdict, Text]
    """The title of each verdict."""
    own: bool
    """Whether the verdicts have names of the pack's own: then no sentence says to go ahead."""


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
    sentence: Text
    """What it means, and what decides it."""
    advice: Text
    """What to decide, in the pack's own words; empty: it has none, or the verdict is open."""
    causes: tuple[Cause, ...]
    """The reasons for page one, worst first: those that many questions share are one."""
    reasons: tuple[Cause, ...]
    """Every single one, worst first."""


class AssurancePart(Part):
    """How far the answers are backed; never mixed into the score."""

    level: Literal["low", "medium"]
    """Nothing is higher than medium: nobody has inspected anything."""
    evidenced: int
    """How many of the sides' levels of 3 or more carry evidence."""
    of: int
    """How many there are."""
    text: Text
    """How much is backed, in words."""


class DutyPart(Part):
    """The score of the questions that one side must make happen."""

    side: Side
    """Whose duty it is."""
    score: Span | None
    """None: no question of that side was scored."""
    questions: int
    """How many were scored."""


class EvidencePart(Part):
    """What would prove an answer, and where it is."""

    what: Text
    """What it is."""
    where: Text
    """A link, a place, a file, as it was given."""
    url: Text
    """`where`, if it is a plain web address; else empty."""
    date: datetime.date | None
    """Of the evidence."""
    old: bool
    """Whether it was more than 12 months old on the report's day."""


class RowPart(Part):
    """What was said about one row of a matrix."""

    text: Text
    """The row."""
    said: Text
    """The option, or that it is not known or does not apply."""
    who: Text
    """The name or role given for it."""
    note: Text
    """What was added."""
    full: bool
    """Whether it is at its best option."""
    critical: bool
    """Whether the question is at level 0 without it."""


class VoicePart(Part):
    """What one respondent said to a question."""

    side: Side
    """For whom they answered."""
    who: Text
    """Role, with the name where one is given."""
    says: Says
    """What kind of answer it is."""
    level: Span | None
    """None unless it says one."""
    statement: Text
    """The answer in words."""
    limited: bool
    """Whether it counts as 3 because no evidence was given."""
    rows: tuple[RowPart, ...]
    """Of a matrix; empty for other kinds."""
    note: Text
    """What was added."""
    evidence: tuple[EvidencePart, ...]
    """What is named as proof."""
    owner: Text
    """Who is to see to it, as the answer names them."""
    due: datetime.date | None
    """Until when."""
    date: datetime.date
    """When the answer was given."""


class SideLevel(Part):
    """One side's level of a question."""

    side: Side
    """Which side."""
    level: Span | None
    """None: does not apply there."""
    answered: bool
    """Whether somebody gave a level, or said that it does not apply."""
    sealed: bool
    """Whether its single answers are not shown."""
    spread: Quantity
    """How far apart its people are, where they see it very differently; else 0."""
    tally: tuple[TallyPart, ...]
    """From eight people on, how many say what."""


class RemedyPart(Part):
    """What would raise a question's level."""

    do: Text
    """What to do."""
    owner: Text
    """A role."""
    effort_days: Quantity | None
    """Days of work; None where the pack gives none."""
    done_when: Text
    """How to tell that it is done."""


class WaiverPart(Part):
    """A finding that a named person has accepted for a time."""

    question: Text
    """Its id."""
    by: Text
    """Who accepts it."""
    reason: Text
    """Why; `kept internal` where the side keeps that to itself."""
    date: datetime.date
    """From when."""
    until: datetime.date | None
    """The last day; None: for good."""


class FindingPart(Part):
    """A stop or a cap, as an auditor writes it down."""

    id: Text
    """Unique in the report."""
    kind: Literal["stop", "cap"]
    """A stop forbids to go ahead, a cap to be fully ready."""
    status: Status
    """`possible`: open answers decide whether it is there."""
    text: Text
    """What is found, on one line, as the screen says it."""
    question: Text
    """The question's id."""
    title: Text
    """The bad state, in a few words."""
    key: Text
    """Its key's id."""
    key_title: Text
    """Its key's title."""
    criteria: Text
    """What would be in place: level 3's text."""
    condition: tuple[StatementPart, ...]
    """What was found: each thing that was said once, with who said it."""
    effect: Text
    """Why it matters, as the pack says."""
    remedy: RemedyPart | None
    """What would close it."""
    waiver: WaiverPart | None
    """Who has accepted it."""


class QuestionPart(Part):
    """One question that applies and was asked."""

    id: Text
    """Its name in files, e.g. `goals.shared-goal`."""
    kind: Text
    """`levels`, `choice`, `number`, `matrix`, `overlap` or `costs`."""
    title: Text
    """Its name for people, behind its official number."""
    heading: Text
    """What it stands under in its key; mostly empty."""
    ask: Text
    """What is asked."""
    why: Text
    """Why it is asked."""
    weight: Quantity
    """How much it counts in its key, beside the others."""
    answered_by: Audience
    """Who is asked."""
    duty: Literal["client", "partner", "both", ""]
    """Who must make it happen; empty where the pack does not say."""
    level: Span
    """From 0 to 4; points are 25 times as many."""
    in_place: bool
    """Whether it is certainly at level 3 or more."""
    agreed: bool
    """The same, and every side that should be asked was."""
    sides: tuple[SideLevel, ...]
    """The sides that were asked."""
    gap: Quantity | None
    """Client minus partner; None where not both are known."""
    voices: tuple[VoicePart, ...]
    """What each respondent said; of a sealed side nothing, of a side of eight people and more what
    stands beside their levels."""
    next: LevelPart | None
    """The next level up; None at the highest level it offers, and while it is not known."""
    target: LevelPart
    """What is needed to be in place."""
    remedy: RemedyPart | None
    """What would raise it."""
    rows: tuple[RowStandPart, ...]
    """Of a matrix, what each side said, row by row; `✓` and a name alone stand for `best`."""
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


class AskedPart(Part):
    """A question that is asked and not scored."""

    id: Text
    """Its name in files."""
    title: Text
    """Its name for people, behind its official number."""
    heading: Text
    """What it stands under in its key; mostly empty."""
    ask: Text
    """What is asked."""
    voices: tuple[VoicePart, ...]
    """What each respondent said; of a sealed side nothing."""
    sealed: tuple[Side, ...]
    """The sides that answered and whose single answers are not shown."""


class LeftOut(Part):
    """A question that is in no sum."""

    id: Text
    """Its name in files."""
    title: Text
    """Its name for people."""
    why: Literal["not-asked", "fact", "answers"]
    """Nobody was asked; facts say that it does not apply; or those who were asked say so."""
    asked: Audience
    """Who should be asked."""


class KeyPart(Part):
    """One of the pack's parts."""

    id: Text
    """Its name in files."""
    title: Text
    """Its name for people."""
    summary: Text
    """What it is about."""
    quote: Text
    """From the source of the pack."""
    weight: Quantity
    """How much it counts in the whole, beside the others."""
    score: Span | None
    """0 to 100; None: no question of it applies and was asked."""
    coverage: Quantity | None
    """The share of its weight that is known, 0 to 1; None where there is no score."""
    state: KeyState
    """Where the score stands against `line`; `open` where its range crosses it."""
    weakest: bool
    """Whether it is the lowest at both ends, alone."""
    questions: tuple[QuestionPart, ...]
    """Those with findings first, then the lowest first."""
    left_out: tuple[LeftOut, ...]
    """Its questions that should be in a sum and are in none."""
    asked: tuple[AskedPart, ...]
    """Its questions that apply and are not scored, in the order of the pack."""


class After(Part):
    """What verdict and score become once the first steps are done."""

    actions: int
    """How many of them."""
    title: Text
    """One verdict, or the range, in words."""
    low: Verdict
    """The verdict in the worst case."""
    high: Verdict
    """The verdict in the best case."""
    score: Span
    """0 to 100."""


class ActionPart(Part):
    """A step that would raise a question."""

    number: int
    """From 1, in the order in which to do them."""
    kind: Literal["find-out", "do"]
    """`find-out`: nobody knows where it stands yet."""
    group: Group
    """The finding that it closes or settles; `rest`: none."""
    question: Text
    """The question's id."""
    title: Text
    """The question's title."""
    key: Text
    """Its key's id."""
    key_title: Text
    """Its key's title."""
    remedy: bool
    """Whether `do` is the pack's remedy; without one it is the text of the level to reach."""
    do: Text
    """What to do."""
    owner: Text
    """A person where one is named, else a role; empty where neither is."""
    named: bool
    """Whether the owner is a person."""
    due: datetime.date | None
    """Until when, as the answers say."""
    late: bool
    """Whether that day has passed."""
    effort_days: Quantity | None
    """Days of work; None where the pack gives none."""
    done_when: Text
    """How to tell that it is done; empty where nothing is said."""
    gain: Quantity
    """Points of the overall score."""
    after: After | None
    """With this and all steps before it done; only for the first five."""


class GapPart(Part):
    """A question that the two sides see differently."""

    question: Text
    """Its id."""
    title: Text
    """Its title."""
    key_title: Text
    """Its key's title."""
    client: Span
    """The client's level."""
    partner: Span
    """The partner's level."""
    difference: Quantity
    """Client minus partner."""
    talk_first: bool
    """Whether they are two levels or more apart."""


class WideSpread(Part):
    """A question that people of one side see very differently."""

    question: Text
    """Its id."""
    title: Text
    """Its title."""
    side: Side
    """Which side."""
    levels: Quantity
    """How far they are apart."""


class DisagreementPart(Part):
    """Which levels the sides see differently."""

    compared: int
    """How many questions both sides know, without those that are settled."""
    gaps: tuple[GapPart, ...]
    """The widest first."""
    spreads: tuple[WideSpread, ...]
    """Between the people of one side."""


class UnknownPart(Part):
    """Something that is not known, and what would settle it."""

    kind: Literal["fact", "possible-stop", "possible-cap", "open"]
    """What is known once it is answered."""
    id: Text
    """Of the fact or the question."""
    title: Text
    """Of the question; of a fact, what was asked, in short."""
    ask: Text
    """The question for whoever could find out; of a fact, why it is asked."""
    share: Quantity
    """Its share of the width of the score, 0 to 1; 0 for a fact."""
    who: Text
    """Who could find out, as the answers name them."""
    sides: tuple[Side, ...]
    """The sides that have to answer."""
    due: datetime.date | None
    """Until when, as the answers say."""


class UnknownsPart(Part):
    """What is not known."""

    answers: int
    """How many questions are open."""
    entries: tuple[UnknownPart, ...]
    """What would settle it, the most telling first."""


class BarPart(Part):
    """A stretch of work on a day's strip, as shares of its 24 hours."""

    start: float
    """0 to 1."""
    length: float
    """0 to 1."""


class StripPart(Part):
    """A working day of two places over the same 24 hours."""

    kind: Literal["every", "worst", "best"]
    """Which day it stands for."""
    day: datetime.date
    """One such day."""
    minutes: int
    """How long both work on it."""
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

    first: datetime.date
    """The first of them."""
    last: datetime.date
    """The last of them."""
    days: int
    """How many working days it is so."""
    minutes: int
    """How long both work on each."""


class PairPart(Part):
    """Two places over 12 months."""

    title: Text
    """Both names."""
    a: Text
    """The first place."""
    b: Text
    """The second place."""
    answer: Text
    """What they share, in a sentence, as `overlap` says it."""
    level: Text
    """Which level that is, and why, as `overlap` says it."""
    working_days: int
    """How many days the first place works."""
    shared_days: int
    """On how many of them the second place shares time."""
    days_with_3h: int
    """On how many it shares three hours or more."""
    lost_days: int
    """How many are lost because the second place is away."""
    changes: tuple[RunPart, ...]
    """From when until when the overlap is the same."""
    strips: tuple[StripPart, ...]
    """Its worst and its best day, or one where all are alike."""


class OverlapPart(Part):
    """Working hours in common, as computed from one answer."""

    question: Text
    """The question's id."""
    title: Text
    """The question's title."""
    who: tuple[Text, ...]
    """Whose answer it is; of several alike, all of them."""
    level: int
    """0 to 4."""
    pairs: tuple[PairPart, ...]
    """Each two places that were compared."""
    first: datetime.date
    """The first day that was counted."""
    until: datetime.date
    """The last day that was counted."""
    tzdata: Text
    """The version of the time-zone data."""


class CostRow(Part):
    """One line of the costs."""

    id: Text
    """Its field in files, or `total` or `net_saving`."""
    text: Text
    """Its name for people."""
    expected: Amount | None
    """None: not given."""
    stressed: Amount | None
    """The same with fees and change-over 25 % over."""
    total: bool
    """Whether it is a sum."""


class CostsPart(Part):
    """Costs, as computed from one answer."""

    question: Text
    """The question's id."""
    title: Text
    """The question's title."""
    who: tuple[Text, ...]
    """Whose answer it is; of several alike, all of them."""
    currency: Text
    """As given; may be empty."""
    period: Text
    """As given, e.g. `year`; may be empty."""
    net_saving: Amount | None
    """None while an amount for it is missing."""
    stressed_saving: Amount | None
    """The same with fees and change-over 25 % over."""
    rows: tuple[CostRow, ...]
    """The costs, what they add up to, and what is saved."""
    stop_loss: Amount | None
    """The amount at which the work ends."""
    missing: tuple[Text, ...]
    """Which other amounts are not given."""


class RegisterPart(Part):
    """A piece of evidence with its place in the report."""

    number: int
    """From 1."""
    question: Text
    """The question's id."""
    title: Text
    """The question's title."""
    side: Side
    """Which side gave it."""
    who: Text
    """Who gave it."""
    given: datetime.date
    """When the answer was given."""
    evidence: EvidencePart
    """What it is."""


class SumRow(Part):
    """One line of a weighted mean."""

    id: Text
    """Of the question or the key."""
    title: Text
    """Of the question or the key."""
    weight: Quantity
    """How much it counts."""
    level: Span | None
    """None for a key."""
    low: Quantity
    """Points at the low end."""
    high: Quantity
    """Points at the high end."""
    weighted_low: Quantity
    """Weight times points, at the low end."""
    weighted_high: Quantity
    """The same at the high end."""


class SumPart(Part):
    """A weighted mean, every line of it; the lines add up exactly."""

    id: Text
    """Of the key, or `overall`."""
    title: Text
    """Of the key, or `Overall`."""
    rows: tuple[SumRow, ...]
    """One a question, or one a key."""
    weight: Quantity
    """All of it."""
    low: Quantity
    """Sum of weight times points, at the low end."""
    high: Quantity
    """The same at the high end."""
    score: Span
    """The sums divided by the weight."""


class ThresholdPart(Part):
    """The least that a verdict needs."""

    title: Text
    """The verdict."""
    overall: Quantity | None
    """Of the overall score; None where it does not count."""
    weakest_key: Quantity | None
    """Of every key; None where it does not count."""


class ReferencePart(Part):
    """A source that questions rest on."""

    id: Text
    """What questions name it by."""
    cite: Text
    """Who wrote it, what and when."""
    says: Text
    """What is taken from it."""
    url: Text
    """Where it can be read."""


class MethodPart(Part):
    """How the result was worked out."""

    evidence_required: bool
    """Whether a level of 4 without evidence counts as 3."""
    thresholds: tuple[ThresholdPart, ...]
    """What each verdict needs, the best first."""
    sums: tuple[SumPart, ...]
    """Every key, in the order of the pack."""
    overall: SumPart
    """The keys, added up to the overall score."""
    known: Quantity
    """The weight of the questions that are known."""
    weight: Quantity
    """The weight of all that apply and were asked."""
    unused_waivers: tuple[WaiverPart, ...]
    """Those that waive nothing."""
    references: tuple[ReferencePart, ...]
    """Those of the questions that were scored."""


class ChangedPart(Part):
    """A question with what it adds to a part of the change."""

    question: Text
    """Its id."""
    title: Text
    """Its title."""
    then: Span | None
    """Its level then; None: it did not apply or was not asked."""
    now: Span | None
    """Its level now; None likewise."""
    low: Quantity
    """Points of the overall score, at its low end."""
    high: Quantity
    """The same at the high end."""


class StepPart(Part):
    """One of the three parts of the change, which add up to it."""

    kind: Literal["done", "learned", "asked-otherwise"]
    """What it comes from."""
    low: Quantity
    """Points of the overall score, at its low end."""
    high: Quantity
    """The same at the high end."""
    questions: tuple[ChangedPart, ...]
    """Those that changed, what moves the score most first."""


class KeyChangePart(Part):
    """A key, then and now."""

    id: Text
    """Its name in files."""
    title: Text
    """Its name for people."""
    then: Span | None
    """Its score then, 0 to 100; None: no question of it applied and was asked."""
    now: Span | None
    """Its score now; None likewise."""
    done: Quantity
    """What was done for it, in points of its score."""
    trend: Trend | None
    """Where it went for certain; None where the two ranges meet."""


class FactChangePart(Part):
    """A fact about the engagement that is said otherwise."""

    id: Text
    """Its name in files."""
    ask: Text
    """The question that was asked, in short."""
    then: Text
    """What was said; empty: not known."""
    now: Text
    """What is said; empty: not known."""


class PeopleChangePart(Part):
    """Who has joined or left; nobody of a side whose single answers are not shown."""

    side: Side
    """Which side."""
    change: Literal["joined", "left"]
    """Which of the two."""
    people: int
    """How many."""
    who: tuple[Text, ...]
    """Their roles; empty from eight people of a side on."""


class SincePart(Part):
    """What became of the engagement since an earlier state."""

    source: Text
    """Where the earlier state is from, in words."""
    date: datetime.date
    """Of what day it is."""
    changed: bool
    """Whether anything has."""
    verdict: Text
    """The verdict then: one, or the range, in words."""
    low: Verdict
    """What it was in the worst case."""
    high: Verdict
    """What it was in the best case."""
    score: Span
    """The score then, with the questions as they are weighed now."""
    trend: Trend | None
    """Where the score went for certain; None where the two ranges meet."""
    parts: tuple[StepPart, ...]
    """The three parts of the change."""
    keys: tuple[KeyChangePart, ...]
    """In the order of `keys`."""
    facts: tuple[FactChangePart, ...]
    """What is said otherwise."""
    people: tuple[PeopleChangePart, ...]
    """Who came and went."""
    pack_version: Text
    """The version of the questions then; empty: the same."""


class Context(Part):
    """Everything that a template may show."""

    format: Literal["outsource-check/context/v2"]
    """Its version."""
    report: About
    """The report itself."""
    brand: Brand
    """Whose report it is."""
    engagement: EngagementPart
    """What was assessed, by whom, with which questions."""
    words: WordsPart
    """What the pack calls its sides, levels and verdicts."""
    verdict: VerdictPart
    """What comes out."""
    score: Span
    """The overall score, 0 to 100."""
    since: SincePart | None
    """What became of it since an earlier state; None where none was asked for."""
    coverage: Quantity
    """The share of the weight that is known, 0 to 1."""
    assurance: AssurancePart
    """How far the answers are backed."""
    duties: tuple[DutyPart, ...]
    """What each side has to make happen, and how that stands; none where no question says who."""
    line: Quantity | None
    """The least score of every key for `ready`; None where the pack asks for none."""
    keys: tuple[KeyPart, ...]
    """The lowest first; those without a score last."""
    findings: tuple[FindingPart, ...]
    """Open ones first, stops before caps, then in the order of the pack."""
    actions: tuple[ActionPart, ...]
    """What would raise a question each, in the order in which to do them."""
    outlook: After | None
    """With the first five actions done; None where there is nothing to do."""
    disagreement: DisagreementPart
    """Which levels the sides see differently."""
    alignment: AlignmentPart
    """All that people see differently, and what they have agreed on."""
    agenda: AgendaPart
    """The workshop that settles it."""
    unknowns: UnknownsPart
    """What is not known, and who could find out."""
    overlaps: tuple[OverlapPart, ...]
    """Working hours in common, of each answer that gives sites."""
    costs: tuple[CostsPart, ...]
    """What it costs and saves, of each answer that gives amounts."""
    evidence: tuple[RegisterPart, ...]
    """Everything that was named as evidence, numbered."""
    method: MethodPart
    """How the result was worked out."""
