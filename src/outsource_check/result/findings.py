"""Stops and caps: which are open, possible or waived (docs/scoring.md, rules 7 and 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from outsource_check.pack import Trigger, judge_condition
from outsource_check.result.model import Finding, SideResult, Weighed
from outsource_check.result.sides import median

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
        strength, detail = _trigger(result, kind, trigger)
        if strength is None:
            continue
        limit = _limit(trigger, questions, facts)
        if limit is None:
            continue
        certain = strength == limit == "open"
        findings.append(
            Finding(
                kind=kind,
                question=result.question,
                title=result.question.name_finding(kind),
                status="waived" if waiver else "open" if certain else "possible",
                certain=certain,
                because=trigger.because,
                detail=detail,
                waiver=waiver,
            )
        )
        if kind == "stop" and certain:
            break  # an open stop says more than the cap
    return findings


def _limit(
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


def _trigger(
    result: Weighed, kind: Literal["stop", "cap"], trigger: Trigger
) -> tuple[Strength | None, str]:
    """How strongly the answers trigger it, and by what."""
    found: list[tuple[Strength, str]] = []
    level = result.level
    assert level is not None
    if trigger.at_or_below is not None:
        words = f"level {trigger.at_or_below} or below"
        if level.high <= trigger.at_or_below:
            found.append(("open", words))
        elif level.low <= trigger.at_or_below:
            found.append(("possible", words))
    question = result.question
    if not result.settled:
        if kind == "stop" or question.stop is None:
            found += _critical_rows(question, result)
        if kind == "stop":
            found += _savings(result)
    for strength, detail in found:
        if strength == "open":
            return strength, detail
    return found[0] if found else (None, "")


def _critical_rows(question: Question, result: Weighed) -> list[tuple[Strength, str]]:
    found: list[tuple[Strength, str]] = []
    harmful = 0 in question.worths.values()
    for row in question.lines:
        if not row.critical:
            continue
        for side in result.sides.values():
            worth = row_worth(question, row.id, side)
            # Of a sealed side not even the row may be named.
            detail = f"{side.side}: {'a critical line' if side.sealed else row.text}"
            if worth == 0:
                found.append(("open", detail))
            elif worth == "unknown" and harmful:
                found.append(("possible", detail))
    return found


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


def _savings(result: Weighed) -> list[tuple[Strength, str]]:
    """What the figures of any respondent trigger by themselves, where a saving matters."""
    found: list[tuple[Strength, str]] = []
    for side in result.sides.values():
        for voice in side.heard:
            stop = getattr(voice.computed, "stop", None)
            if stop is not None:
                found.append((stop, f"{side.side}: no net saving"))
    return found
