"""The ways in which a result misses a policy: one function for each rule, OC101 to OC109."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from outsource_check.answers.engagement import shown_files
from outsource_check.gate.policy import show_value
from outsource_check.pack import judge_condition
from outsource_check.result import VERDICTS
from outsource_check.result.words import format_against, reason_text
from outsource_check.text import plural

if TYPE_CHECKING:
    from fractions import Fraction

    from outsource_check.gate.policy import Policy
    from outsource_check.pack import Number
    from outsource_check.result import Result

SHOWN = 3
"""How many reasons or ids a message lists before it counts the rest."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Breach:
    """One way a result misses the policy."""

    rule: str
    """The rule's id, `OC101` and so on."""
    message: str
    """One line, uncleaned: what was found, what the policy asks, where it asks for it."""
    file: str
    """The engagement's first answer file by name, or the file that is meant."""
    question: str = ""
    """The question it is about; empty: none, or several."""
    key: str = ""
    """The key it is about; empty: none."""
    hint: str = ""
    """The next step in one line; empty where none is known."""
    date: datetime.date | None = None
    """Of an answer that is too old or in the future: breaches of one file and date are one line."""


def judge_scores(result: Result, policy: Policy) -> Iterator[Breach]:
    """OC101 and OC103: low ends below `min_overall` and `min_by_key`."""
    file = first_file(result)
    least = policy.gate.min_overall
    if least is not None and result.score.low < least:
        message = f"overall {_misses(result.score.low, least)} min_overall {show_value(least)}"
        yield Breach(rule="OC101", message=f"{message} ({policy.origin('min_overall')})", file=file)
    scored = {found.id: found.score for found in result.keys}
    for key, least in policy.gate.min_by_key.items():
        score = scored[key]
        wanted = f"min_by_key {show_value(least)} ({policy.origin(f'min_by_key.{key}')})"
        if score is None:
            message = f'the key "{key}" has no question that applies and was asked; {wanted}'
        elif score.low < least:
            message = f'the key "{key}": {_misses(score.low, least)} {wanted}'
        else:
            continue
        yield Breach(rule="OC103", message=message, file=file, key=key)


def judge_verdict(result: Result, policy: Policy) -> Iterator[Breach]:
    """OC107: the verdict's low end below `verdict`."""
    least = policy.gate.verdict
    verdict = result.verdict
    if least is None or VERDICTS.index(verdict.low) >= VERDICTS.index(least):
        return
    found = f"verdict {verdict.low}"
    if verdict.low != verdict.high:
        found = f"verdict between {verdict.low} and {verdict.high}"
    reasons = [
        reason_text(reason)
        for reason in verdict.reasons
        if VERDICTS.index(reason.verdict) < VERDICTS.index(least)
    ]
    message = f"{found} is below {least} ({policy.origin('verdict')}): {_list(reasons, '; ')}"
    yield Breach(rule="OC107", message=message, file=first_file(result))


def judge_stops(result: Result, policy: Policy) -> Iterator[Breach]:
    """OC102: stops that `stops` does not accept, one breach each."""
    if policy.gate.stops is None:
        return
    for finding in result.findings:
        accepted = finding.status == "waived" and policy.gate.stops == "allow-waived"
        if finding.kind != "stop" or accepted:
            continue
        question = finding.question
        message = (
            f'{finding.status} stop "{question.id}" ({question.title}); stops'
            f" {policy.gate.stops} ({policy.origin('stops')})"
        )
        hint = f"waived by {finding.waiver.by}" if finding.waiver is not None else finding.because
        yield Breach(
            rule="OC102",
            message=message,
            file=first_file(result),
            question=question.id,
            key=question.key,
            hint=" ".join(hint.split()),
        )


def judge_silence(result: Result, policy: Policy) -> Iterator[Breach]:
    """OC104 and OC108: what is unknown, and what was not asked."""
    file = first_file(result)
    limit = policy.gate.max_unknown
    total = sum(found.counts for found in result.questions.values())
    unknown = [found.question.id for found in result.unknown]
    if limit is not None and not limit.allows(len(unknown), total):
        message = (
            f"{len(unknown)} of {plural(total, 'question')} unknown; max_unknown {limit}"
            f" ({policy.origin('max_unknown')}): {_list(unknown)}"
        )
        yield Breach(rule="OC104", message=message, file=file)
    most = policy.gate.max_not_asked
    missing = result.not_asked
    if most is not None and len(missing) > most:
        message = (
            f"{plural(len(missing), 'question')} not asked; max_not_asked {most}"
            f" ({policy.origin('max_not_asked')}): {_list(missing)}"
        )
        hint = ""
        if result.modes == ("quick",):
            hint = "a quick assessment leaves them out: continue it with `outsource-check assess`"
        yield Breach(rule="OC108", message=message, file=file, hint=hint)


def judge_dates(result: Result, policy: Policy) -> Iterator[Breach]:
    """OC105 and OC106: answers that are too old, or from after the day of the check.

    An answer that says `dont-know`, or to a question that does not apply, has no age.
    """
    most = policy.gate.max_age_days
    sealed: dict[tuple[str, str], None] = {}
    for source in result.basis.sources:
        for question_id, answer in source.content.answers.items():
            date = answer.date or source.content.date
            age = (result.as_of - date).days
            if age >= 0 and (most is None or age <= most):
                continue
            found = result.questions.get(question_id)
            if found is None or found.away or not (answer.says_something or answer.not_applicable):
                continue
            rule = "OC106" if age < 0 else "OC105"
            side = source.content.respondent.side
            if side in result.basis.sealed:
                sealed[rule, side] = None
                continue
            yield Breach(
                rule=rule,
                message=date_message(rule, [question_id], date, result.as_of, policy),
                file=source.file,
                question=question_id,
                key=found.question.key,
                date=date,
            )
    for rule, whose in sealed:
        message = _sealed_dates(rule, whose, result.as_of, policy)
        yield Breach(rule=rule, message=message, file=first_file(result))


def _sealed_dates(rule: str, side: str, as_of: datetime.date, policy: Policy) -> str:
    """What is wrong with dates of a side of which no single answer may be shown.

    Not even how many there are: it tells how many somebody has answered.
    """
    if rule == "OC106":
        return f"answers of the {side} are dated after {as_of}"
    most = f"max_age_days {policy.gate.max_age_days} ({policy.origin('max_age_days')})"
    return f"answers of the {side} are too old; {most}"


def date_message(
    rule: str, questions: list[str], date: datetime.date, as_of: datetime.date, policy: Policy
) -> str:
    """What is wrong with one date, that one or several answers of a file carry."""
    many = len(questions) > 1
    if rule == "OC106":
        found = f"{'are' if many else 'is'} dated {date}, after {as_of}"
    else:
        age = plural((as_of - date).days, "day")
        most = f"max_age_days {policy.gate.max_age_days} ({policy.origin('max_age_days')})"
        found = f"{'are' if many else 'is'} {age} old ({date}); {most}"
    if many:
        return f"{len(questions)} answers {found}: {_list(questions)}"
    return f'the answer to "{questions[0]}" {found}'


def judge_sides(result: Result, policy: Policy) -> Iterator[Breach]:
    """OC109: a side without an answer file. Without a partner to ask, the client is enough."""
    if not policy.gate.both_sides:
        return
    engagement = result.basis
    outline = engagement.pack.outline
    partner = judge_condition(outline.partner_when, engagement.facts) is not False
    expected = ("client", "partner") if outline.sides == "both" else (outline.sides,)
    for side in expected:
        if engagement.of_side(side) or (side == "partner" and not partner):  # type: ignore[arg-type]
            continue
        message = f"no answer file of the {side}; both_sides yes ({policy.origin('both_sides')})"
        yield Breach(rule="OC109", message=message, file=first_file(result))


def first_file(result: Result) -> str:
    """Where the breaches of an engagement stand: its first file by name that may be named."""
    return shown_files(result.basis.sources)[0]


def _misses(score: Number, least: Fraction) -> str:
    return f"{format_against(score, least)} is below"


def _list(words: Sequence[str], separator: str = ", ") -> str:
    rest = len(words) - SHOWN
    return separator.join(words[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")
