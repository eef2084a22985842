"""Stops and caps: which are open, possible or waived (docs/scoring.md, rules 7 and 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from outsource_check.pack import Trigger, judge_condition
from outsource_check.result.model import Finding, SideResult, Voice, Weighed
from outsource_check.result.sides import find_lowest, median

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outsource_check.answers import Waiver
    from outsource_check.pack import Facts, Number, Question

Strength = Literal["open", "possible"]


def find(
    questions: Mapping[str, Weighed], facts: Facts, waivers: Mapping[str, Waiver]
) -> tuple[Finding, ...]:
    """Every finding of the applicable, asked questions, in the order of the pack.

    `waivers` are those that count on the day, by question.
    """
    found: list[Finding] = []
    for result in questions.values():
        if result.counts and not result.lifted:
            found += _find_in(result, questions, facts, waivers.get(result.question.id))
    return tuple(found)


def _find_in(
    result: Weighed,
    questions: Mapping[str, Weighed],
    facts: Facts,
    waiver: Waiver | None,
) -> list[Finding]:
    findings = []
    for kind, trigger in result.question.triggers:
        cause = _find_cause(result, kind, trigger)
        if cause is None:
            continue
        limit = limit_trigger(trigger, questions, facts)
        if limit is None:
            continue
        certain = cause.strength == limit == "open"
        findings.append(
            Finding.model_construct(
                kind=kind,
                question=result.question,
                title=result.question.name_finding(kind),
                status="waived" if waiver else "open" if certain else "possible",
                certain=certain,
                because=trigger.because,
                detail=cause.detail,
                waiver=waiver,
            )
        )
        if kind == "stop" and certain:
            break  # an open stop says more than the cap
    return findings


def limit_trigger(
    trigger: Trigger,
    questions: Mapping[str, Weighed],
    facts: Facts,
) -> Strength | None:
    """The most that the trigger can be: by its condition, its question's and its `unless`."""
    holds = judge_condition(trigger.when, facts)
    if holds is False:
        return None
    certain = holds is True
    if trigger.unless is not None:
        other = questions[trigger.unless.question].level
        if other is not None and other.low >= trigger.unless.level:
            return None
        certain = certain and (other is None or other.high < trigger.unless.level)
    return "open" if certain else "possible"


class Cause(NamedTuple):
    """What in the answers to a question triggers its stop or its cap."""

    strength: Strength
    detail: str
    """The same in words."""
    voice: Voice | None
    """The answer that triggers it; None where a settlement does."""


def find_cause(result: Weighed, kind: Literal["stop", "cap"]) -> Cause | None:
    """What triggers the stop or the cap of a question; None where nothing does."""
    trigger = result.question.stop if kind == "stop" else result.question.cap
    return None if trigger is None or not result.counts else _find_cause(result, kind, trigger)


def _find_cause(result: Weighed, kind: Literal["stop", "cap"], trigger: Trigger) -> Cause | None:
    found: list[Cause] = []
    level = result.level
    assert level is not None
    if trigger.at_or_below is not None and level.low <= trigger.at_or_below:
        strength: Strength = "open" if level.high <= trigger.at_or_below else "possible"
        words = f"level {trigger.at_or_below} or below"
        found.append(Cause(strength, words, find_lowest(result)))
    question = result.question
    if not result.settled:
        if kind == "stop" or question.stop is None:
            found += _critical_rows(question, result)
        if kind == "stop":
            found += _savings(result)
    return min(found, key=lambda cause: cause.strength != "open", default=None)


def _critical_rows(question: Question, result: Weighed) -> list[Cause]:
    found: list[Cause] = []
    harmful = 0 in question.worths.values()
    for row in question.lines:
        if not row.critical:
            continue
        for side in result.sides.values():
            worth = row_worth(question, row.id, side)
            # Of a sealed side not even the row may be named.
            detail = f"{side.side}: {'a critical line' if side.sealed else row.shown}"
            if worth == 0:
                found.append(Cause("open", detail, _find_row(question, row.id, side)))
            elif worth == "unknown" and harmful:
                found.append(Cause("possible", detail, _find_row(question, row.id, side)))
    return found


def _find_row(question: Question, row: str, side: SideResult) -> Voice:
    """A side's answer in which a row is worth least; where nobody knows it, an open one."""

    def rank(voice: Voice) -> Number:
        said = voice.answer.rows.get(row) if voice.answer and voice.answer.rows else None
        if said is not None and said.option is not None:
            return question.worths[said.option]
        return 2 if voice.answer is not None else 3

    return min(side.heard, key=rank)


def row_worth(question: Question, row: str, side: SideResult) -> Number | Literal["unknown"] | None:
    """What a row is worth on a side, 0 to 1: the median of those who know; None: left out."""
    worths: list[Number] = []
    left_out = False
    for voice in side.heard:
        said = voice.answer.rows.get(row) if voice.answer and voice.answer.rows else None
        if said is None:
            left_out = left_out or voice.says == "not-applicable"
        elif said.option is not None:
            worths.append(question.worths[said.option])
        else:
            left_out = left_out or bool(said.not_applicable)
    if worths:
        return median(worths)
    return None if left_out else "unknown"


def _savings(result: Weighed) -> list[Cause]:
    """What the figures of any respondent trigger by themselves, where a saving matters."""
    found: list[Cause] = []
    for side in result.sides.values():
        for voice in side.heard:
            stop = getattr(voice.computed, "stop", None)
            if stop is not None:
                found.append(Cause(stop, f"{side.side}: no net saving", voice))
    return found
