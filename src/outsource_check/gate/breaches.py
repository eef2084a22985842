"""A result against a policy: one function for each rule of the gate."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from outsource_check.answers.engagement import shown_files
from outsource_check.documents import near
from outsource_check.errors import ConfigurationError, Place, Problem
from outsource_check.gate.finding import Finding, split_place
from outsource_check.gate.policy import Policy, show_value
from outsource_check.pack import Pack, Side, judge_condition
from outsource_check.result import VERDICTS, Reason, Result, Voice
from outsource_check.result.findings import find_cause
from outsource_check.result.late import list_overdue
from outsource_check.result.sides import find_lowest
from outsource_check.result.words import format_against, reason_text
from outsource_check.text import plural

SHOWN = 3
"""How many reasons or ids a message lists before it counts the rest."""


def judge(result: Result, policy: Policy) -> tuple[Finding, ...]:
    """The breaches of a policy, in the order of their rules; empty: the result meets it.

    Scores are compared exactly, by their low ends. What the policy ignores, and what was done since
    an earlier state, is not looked at here. Raises `ConfigurationError` (OC303) where the policy
    names a key that the pack does not have.
    """
    if policy.is_open:
        return ()
    _check_keys(policy, result.basis.pack)
    found = [finding for judge_rule in JUDGES for finding in judge_rule(result, policy)]
    return tuple(sorted(found, key=lambda finding: finding.rule))


def _check_keys(policy: Policy, pack: Pack) -> None:
    known = pack.outline.keys
    problems = []
    for key in policy.gate.min_by_key:
        if key not in known:
            setting = f"min_by_key.{key}"
            place = policy.places.get(setting)
            where = "" if place else f"{policy.origin(setting)}: "
            message = f'{where}there is no key "{key}" in the pack "{pack.id}"'
            hint = near(key, known) or f"the keys are {', '.join(known)}"
            problems.append(Problem(rule="OC303", message=message, place=place, hint=hint))
    if problems:
        raise ConfigurationError(problems)


def make_breach(
    result: Result, rule: str, message: str, place: Place | None = None, **about: Any
) -> Finding:
    """One way in which a result misses the policy; `about` are further fields.

    Without a place it is about the whole engagement: it stands at the first file that may be named.
    """
    place = place or Place(file=shown_files(result.basis.sources)[0])
    return Finding(
        rule=rule, message=message, engagement=result.basis.name, **split_place(place), **about
    )


def find_answer_place(result: Result, question: str, voice: Voice | None) -> Place | None:
    """Where the deciding answer to a question stands, or the settlement that replaces it.

    None where there is no such answer, or where nothing of its side may be shown.
    """
    settled = result.basis.place_settlement(question)
    if settled is not None or voice is None:
        return settled
    source = voice.source
    return None if source.content.respondent.side in result.basis.sealed else source.place(question)


def find_reason_place(result: Result, reason: Reason) -> Place | None:
    """Where the answer behind a reason stands; None where the reason is not about one answer."""
    if reason.question is None:
        return None
    found = result.questions[reason.question.id]
    if reason.kind == "no-evidence":
        voice = find_lowest(found)
    elif reason.kind in ("stop", "waived-stop", "cap"):
        cause = find_cause(found, "cap" if reason.kind == "cap" else "stop")
        voice = cause.voice if cause else None
    else:
        return None
    return find_answer_place(result, reason.question.id, voice)


def judge_overall(result: Result, policy: Policy) -> Iterator[Finding]:
    """OC101: the low end of the overall score below `min_overall`."""
    least = policy.gate.min_overall
    if least is not None and result.score.low < least:
        found = format_against(result.score.low, least)
        yield make_breach(
            result, "OC101", f"overall {found} is below {policy.describe('min_overall')}"
        )


def judge_keys(result: Result, policy: Policy) -> Iterator[Finding]:
    """OC103: the low end of a key's score below its number in `min_by_key`."""
    scored = {found.id: found.score for found in result.keys}
    for key, least in policy.gate.min_by_key.items():
        score = scored[key]
        wanted = f"min_by_key {show_value(least)} ({policy.origin(f'min_by_key.{key}')})"
        if score is None:
            message = f'the key "{key}" has no question that applies and was asked; {wanted}'
        elif score.low < least:
            message = f'the key "{key}": {format_against(score.low, least)} is below {wanted}'
        else:
            continue
        yield make_breach(result, "OC103", message, key=key)


def judge_verdict(result: Result, policy: Policy) -> Iterator[Finding]:
    """OC107: the verdict's low end below `verdict`."""
    least = policy.gate.verdict
    verdict = result.verdict
    if least is None or VERDICTS.index(verdict.low) >= VERDICTS.index(least):
        return
    own = result.basis.pack.words
    low, high, needed = (own.named_verdict(one) for one in (verdict.low, verdict.high, least))
    found = f"verdict {low}" if low == high else f"verdict between {low} and {high}"
    reasons = [
        reason
        for reason in verdict.reasons
        if VERDICTS.index(reason.verdict) < VERDICTS.index(least)
    ]
    words = _list_some([reason_text(reason) for reason in reasons], "; ")
    message = f"{found} is below {needed} ({policy.origin('verdict')}): {words}"
    place = find_reason_place(result, reasons[0]) if len(reasons) == 1 else None
    yield make_breach(result, "OC107", message, place)


def judge_stops(result: Result, policy: Policy) -> Iterator[Finding]:
    """OC102: stops that `stops` does not accept, one breach each."""
    if policy.gate.stops is None:
        return
    for stop in result.findings:
        accepted = stop.status == "waived" and policy.gate.stops == "allow-waived"
        if stop.kind != "stop" or accepted:
            continue
        question = stop.question
        cause = find_cause(result.questions[question.id], "stop")
        yield make_breach(
            result,
            "OC102",
            f'{stop.status} stop "{question.id}" ({stop.title}); {policy.describe("stops")}',
            find_answer_place(result, question.id, cause.voice if cause else None),
            question=question.id,
            key=question.key,
            hint=" ".join((f"waived by {stop.waiver.by}" if stop.waiver else stop.because).split()),
            private_hint=stop.waiver is not None,
        )


def judge_unknown(result: Result, policy: Policy) -> Iterator[Finding]:
    """OC104: more questions unknown than `max_unknown` allows."""
    limit = policy.gate.max_unknown
    total = sum(found.counts for found in result.questions.values())
    unknown = [found.question.id for found in result.unknown]
    if limit is not None and not limit.allows(len(unknown), total):
        found = f"{len(unknown)} of {plural(total, 'question')} unknown"
        message = f"{found}; {policy.describe('max_unknown')}: {_list_some(unknown)}"
        yield make_breach(result, "OC104", message)


def judge_not_asked(result: Result, policy: Policy) -> Iterator[Finding]:
    """OC108: more questions that nobody was asked than `max_not_asked` allows."""
    most = policy.gate.max_not_asked
    missing = result.not_asked
    if most is not None and len(missing) > most:
        found = f"{plural(len(missing), 'question')} not asked"
        message = f"{found}; {policy.describe('max_not_asked')}: {_list_some(missing)}"
        hint = None
        if result.modes == ("quick",):
            hint = "a quick assessment leaves them out: continue it with `outsource-check assess`"
        yield make_breach(result, "OC108", message, hint=hint)


def judge_dates(result: Result, policy: Policy) -> Iterator[Finding]:
    """OC105 and OC106: answers that are too old, or from after the day of the check.

    An answer that says `dont-know`, or to a question that does not apply, has no age.
    """
    most = policy.gate.max_age_days
    sealed: dict[tuple[str, Side], None] = {}
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
            if rule == "OC105" and not found.question.scored:
                continue
            side = source.content.respondent.side
            if side in result.basis.sealed:
                sealed[rule, side] = None
                continue
            yield make_breach(
                result,
                rule,
                describe_dates(rule, [question_id], date, result.as_of, policy),
                source.place(question_id) or Place(file=source.file),
                question=question_id,
                key=found.question.key,
                date=date,
            )
    for rule, whose in sealed:
        yield make_breach(
            result,
            rule,
            _describe_sealed_dates(rule, result.basis.pack.words.side(whose), result.as_of, policy),
        )


def _describe_sealed_dates(rule: str, side: str, as_of: datetime.date, policy: Policy) -> str:
    """What is wrong with the dates of a side whose single answers may not be shown.

    Their number is not shown either: it would tell how many questions somebody has answered.
    """
    if rule == "OC106":
        return f"answers of the {side} are dated after {as_of}"
    return f"answers of the {side} are too old; {policy.describe('max_age_days')}"


def describe_dates(
    rule: str, questions: list[str], date: datetime.date, as_of: datetime.date, policy: Policy
) -> str:
    """What is wrong with a date that one or several answers of a file have."""
    many = len(questions) > 1
    if rule == "OC106":
        found = f"{'are' if many else 'is'} dated {date}, after {as_of}"
    else:
        age = plural((as_of - date).days, "day")
        asked = policy.describe("max_age_days")
        found = f"{'are' if many else 'is'} {age} old ({date}); {asked}"
    if many:
        return f"{plural(len(questions), 'answer')} {found}: {_list_some(questions)}"
    return f'the answer to "{questions[0]}" {found}'


def judge_overdue(result: Result, policy: Policy) -> Iterator[Finding]:
    """OC113: more answers overdue than `max_overdue` allows, one breach each."""
    most = policy.gate.max_overdue
    overdue = [
        (result.questions[name], voice)
        for name in result.overdue
        for voice in list_overdue(result.questions[name], result.as_of)
    ]
    if most is None or len(overdue) <= most:
        return
    for found, voice in overdue:
        question = found.question
        assert voice.answer is not None
        yield make_breach(
            result,
            "OC113",
            f'"{question.id}" was due on {voice.answer.due}; {policy.describe("max_overdue")}',
            find_answer_place(result, question.id, voice),
            question=question.id,
            key=question.key,
        )


def judge_sides(result: Result, policy: Policy) -> Iterator[Finding]:
    """OC109: a side without an answer file. Without a partner to ask, the client is enough."""
    if not policy.gate.both_sides:
        return
    engagement = result.basis
    pack = engagement.pack
    partner = judge_condition(pack.outline.partner_when, engagement.facts) is not False
    for side in pack.sides:
        if engagement.of_side(side) or (side == "partner" and not partner):
            continue
        message = f"no answer file of the {pack.words.side(side)}; {policy.describe('both_sides')}"
        yield make_breach(result, "OC109", message)


def _list_some(words: Sequence[str], separator: str = ", ") -> str:
    rest = len(words) - SHOWN
    return separator.join(words[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")


JUDGES: tuple[Callable[[Result, Policy], Iterator[Finding]], ...] = (
    judge_overall,
    judge_stops,
    judge_keys,
    judge_unknown,
    judge_dates,
    judge_verdict,
    judge_not_asked,
    judge_overdue,
    judge_sides,
)
"""What a result is judged by; a new rule is one more function."""
