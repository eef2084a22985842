"""What a result says, in words: the same on the screen, in a report and in a gate's messages.

Plain text of the pack's and of our own making: cleaned or escaped by whoever shows it.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from outsource_check.numbers import format_level, round_half_up
from outsource_check.result.late import list_overdue
from outsource_check.text import plural, short_question

if TYPE_CHECKING:
    from outsource_check.answers import Reopened
    from outsource_check.pack import Number, Side, Verdict, Words
    from outsource_check.pack.kinds.reading import Interval
    from outsource_check.result.model import (
        Finding,
        MigrationResult,
        MissingPeople,
        Outlook,
        Reason,
        ReasonKind,
        Result,
        VerdictEnds,
        VerdictRange,
    )

_SPITE_OF_SCORE = "A stop counts whatever the score."
"""Said where the score alone would be good enough for a better verdict."""


def migration_text(migration: MigrationResult | None) -> str:
    """What became of answers to older versions, in a sentence; empty where nothing did."""
    if migration is None:
        return ""
    travelled = len(migration.travelled)
    parts = (
        f"{plural(travelled, 'answer was', 'answers were')} carried over" if travelled else "",
        *(
            f"{what}: {', '.join(names)}"
            for what, names in (
                ("asked again", migration.asked_again),
                ("no longer asked", migration.retired),
                ("new", _cut(migration.new)),
            )
            if names
        ),
    )
    said = "; ".join(part for part in parts if part)
    return f"From older versions of the questions, {said}" if said else ""


def _cut(names: tuple[str, ...], most: int = 5) -> tuple[str, ...]:
    """The first of some names, and how many more there are."""
    left = len(names) - most
    return names if left <= 1 else (*names[:most], f"{left} more")


def verdict_title(verdict: VerdictRange | VerdictEnds | Outlook, own: Words) -> str:
    """The verdict as a headline: one verdict, or the range it is open between.

    `own` are the pack's words.
    """
    return range_title(verdict.low, verdict.high, own)


def range_title(low: Verdict, high: Verdict, own: Words) -> str:
    """The same of the two ends of a range."""
    if low == high:
        return own.title(low)
    return f"Between “{own.title(low)}” and “{own.title(high)}”"


def verdict_sentence(result: Result) -> str:
    """What the verdict means and how firm it is, in one or two sentences."""
    verdict, own = result.verdict, result.basis.pack.words
    if verdict.low != verdict.high:
        count = len(result.unknown)
        # A fact, or a figure of an answer, can be missing, too.
        what = "Part" if not count else plural(count, "answer")
        lead = "lead" if count > 1 else "leads"
        return (
            f"{what} {'are' if count > 1 else 'is'} not known: at worst"
            f" {'they' if count > 1 else 'it'} {lead} to “{own.title(verdict.low)}”,"
            f" at best to “{own.title(verdict.high)}”."
        )
    kinds = {reason.kind for reason in verdict.reasons}
    meaning = own.meaning(verdict.low, stopped="stop" in kinds)
    if verdict.low == "not-ready" and "stop" in kinds and "overall" not in kinds:
        meaning = f"{meaning} {_SPITE_OF_SCORE}"
    if verdict.depends_on:
        return f"{meaning} {depends_on(result)}"
    if result.unknown:
        return f"{meaning} No answer that is still open can change this verdict."
    return meaning


def depends_on(result: Result) -> str:
    """A sentence about the facts that are not known and that could change the verdict."""
    facts = result.verdict.depends_on
    first = short_question(result.basis.pack.facts[facts[0]].ask)
    if len(facts) == 1:
        return f"This can still change with one fact that is not known: “{first}”"
    return (
        f"This can still change with {plural(len(facts), 'fact')} that are not known,"
        f" the first is “{first}”"
    )


_LABELS: dict[ReasonKind, str] = {
    "stop": "Stop",
    "cap": "Cap",
    "waived-stop": "Stop, waived",
    "not-asked": "Not asked",
    "one-sided": "Asked of one side only",
    "no-evidence": "No evidence",
    "overall": "Overall",
    "weakest-key": "Weakest key",
}


def reason_text(reason: Reason, *, at_best: bool = False) -> str:
    """Why the verdict is not better, on one line; `at_best`: the score can only be worse."""
    label = _LABELS[reason.kind]
    if reason.score is None or reason.needed is None:
        return f"{label}{_possibly(reason)}: “{reason_title(reason)}”"
    where = label if reason.key is None else f"{label}, {reason.key.title}"
    could = "at best " if at_best else "" if reason.certain else "could be "
    score = format_against(reason.score, reason.needed)
    return f"{where}: {could}{score}, below the {format_score(reason.needed)} needed"


def reason_title(reason: Reason) -> str:
    """What a reason is about: the bad state of a stop or a cap, a question, a key; else empty."""
    if reason.question is not None:
        return reason.question.name_finding(reason.kind.removeprefix("waived-"))
    return "" if reason.key is None else reason.key.title


def _possibly(reason: Reason) -> str:
    return "" if reason.certain else " (possible)"


COST_NAMES = {
    "fees": "Fees",
    "transition": "Change-over",
    "own_effort": "Own effort",
    "tooling_travel": "Tools and travel",
    "contingency": "Reserve",
    "total": "Total",
    "baseline": "Cost today (baseline)",
    "net_saving": "Net saving",
    "stop_loss": "Stop amount",
}
"""The lines of a cost calculation, by field."""
GROUPED: tuple[ReasonKind, ...] = ("one-sided", "not-asked", "no-evidence")
"""Reasons that many questions share: they are told together, with their number."""


def group_reasons(reasons: tuple[Reason, ...]) -> list[list[Reason]]:
    """The reasons in their order, those of a kind that many questions share taken together."""
    groups: list[list[Reason]] = []
    for reason in reasons:
        last = groups[-1][0] if groups else None
        if (
            last is not None
            and reason.kind in GROUPED
            and (reason.kind, reason.certain) == (last.kind, last.certain)
        ):
            groups[-1].append(reason)
        else:
            groups.append([reason])
    return groups


def reasons_text(reasons: list[Reason]) -> str:
    """A group of reasons on one line: `Not asked: 24 questions, the first is “…”`."""
    first = reasons[0]
    if len(reasons) == 1 or first.question is None:
        return reason_text(first)
    label = f"{_LABELS[first.kind]}{_possibly(first)}"
    return f"{label}: {plural(len(reasons), 'question')}, the first is “{first.question.shown}”"


def finding_text(finding: Finding) -> str:
    """A stop or cap on one line: what it is, where, and since when it is waived."""
    name = finding.kind.capitalize()
    if finding.waiver is not None:
        until = f" until {finding.waiver.until}" if finding.waiver.until else ""
        return f"{name}, waived by {finding.waiver.by}{until}: “{finding.title}”"
    return f"{name}{'' if finding.certain else ' (possible)'}: “{finding.title}”"


def duties_text(result: Result) -> str:
    """The scores of what either side must make happen, side by side."""
    parts = []
    for side, duty in result.duty.items():
        score = "no score" if duty.score is None else format_interval(duty.score)
        name = result.basis.pack.words.side(side)
        parts.append(f"{name} {score} (over {plural(duty.questions, 'question')})")
    return ", ".join(parts)


def evidence_text(result: Result) -> str:
    """How many of the answers that claim something carry evidence, or that none claims anything."""
    evidenced, high = result.evidenced
    if not high:
        return "nothing was claimed, no answer is of level 3 or more"
    return f"{evidenced} of {plural(high, 'answer')} of level 3 or more with evidence"


def reopened_text(reopened: Reopened) -> str:
    """That a settlement no longer counts, and why, in one sentence."""
    changes = "; ".join(reopened.changes)
    return f"What was agreed on “{reopened.settlement.question}” no longer counts: {changes}."


def missing_text(missing: MissingPeople, own: Words) -> str:
    """Who was asked and has not answered: `partner: QA lead (Minh), until 2026-12-01: late`."""
    side = own.side(missing.side)
    if not missing.who:
        return f"{plural(missing.people, 'person', 'people')} of the {side}"
    until = f", until {missing.due}" if missing.due else ""
    return f"{side}: {missing.who}{until}{': late' if missing.late else ''}"


def overdue_text(result: Result, question: str) -> str:
    """A question whose answers should have got better by now, with whose task it was."""
    found = result.questions[question]
    answers = [voice.answer for voice in list_overdue(found, result.as_of) if voice.answer]
    owners = dict.fromkeys(answer.owner for answer in answers if answer.owner)
    due = min(answer.due for answer in answers if answer.due)
    return f"{found.question.shown}: {', '.join([*owners, f'until {due}'])}"


def format_score(score: Number, digits: int = 0) -> str:
    """A score from 0 to 100, rounded half up."""
    return str(round_half_up(score, digits))


def format_interval(interval: Interval, digits: int = 0) -> str:
    """`68`, or `61 to 74`."""
    low, high = format_score(interval.low, digits), format_score(interval.high, digits)
    if interval.known:
        return low
    # Not `62 to 62`: two ends that are as good as one get another digit.
    return (
        f"{low} to {high}" if low != high or digits > 3 else format_interval(interval, digits + 1)
    )


def format_against(score: Number, needed: Number) -> str:
    """A score that misses a threshold, with as many digits as it takes to differ from it."""
    for digits in range(12):
        text = format_score(score, digits)
        if Decimal(text) != round_half_up(needed, digits) and Fraction(text) < needed:
            return text
    exact = Fraction(score)
    return f"{exact.numerator}/{exact.denominator}"


def format_levels(levels: Interval) -> str:
    """`3`, or `0 to 3`."""
    low, high = format_level(levels.low), format_level(levels.high)
    return low if levels.known else f"{low} to {high}"


def format_days(days: Number | None) -> str:
    """`2 days`, `half a day`, `0.25 days`, or that no effort is given."""
    if days is None:
        return "effort not given"
    if days == Fraction(1, 2):
        return "half a day"
    return plural(format_level(days), "day")


def wait_for(side: Side, own: Words) -> str:
    """That a side has not answered at all, so that nothing can be compared."""
    other = own.side("client" if side == "partner" else "partner")
    return f"Only the {other} has answered: nothing can be compared until the {own.side(side)} does"
