"""A result as the document `outsource-check/result/v1`.

Plain dicts, lists, texts and numbers, in a fixed order: same inputs, same bytes. Numbers have at
most four decimals, half up; an object that holds one which has more carries `exact`, that number
as a fraction in text, under the same name.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from outsource_check import __version__
from outsource_check.answers import relative_names
from outsource_check.costs import CostResult
from outsource_check.pack import SIDES, CostsQuestion, OverlapQuestion
from outsource_check.result.actions import describe_step, list_actions, list_gaps, list_settling
from outsource_check.result.numbers import DIGITS, is_short, round_half_up, write_fraction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outsource_check.answers import Waiver
    from outsource_check.pack import Number, Thresholds
    from outsource_check.result.model import (
        Action,
        Finding,
        Interval,
        KeyResult,
        QuestionResult,
        Reason,
        Result,
        SideResult,
        Voice,
    )

FORMAT: Literal["outsource-check/result/v1"] = "outsource-check/result/v1"


def publish(result: Result) -> dict[str, Any]:
    """A result as data for `json.dumps`.

    Nothing of a side whose single answers must not be shown is in it but the side's own levels.
    Notes, evidence, owners and due dates are not in it at all.
    """
    engagement = result.engagement
    pack = engagement.pack
    return {
        "format": FORMAT,
        "engagement": engagement.name,
        "sources": _publish_sources(result),
        "pack": {"id": pack.id, "version": pack.version, "sha256": pack.sha256},
        "mode": result.modes[0] if len(result.modes) == 1 else "mixed",
        "as_of": result.as_of.isoformat(),
        "tool_version": __version__,
        "facts": dict(engagement.facts),
        "unknown_facts": list(engagement.unknown_facts),
        "thresholds": _publish_thresholds(pack.outline.verdict),
        "verdict": {
            "low": result.verdict.low,
            "high": result.verdict.high,
            "settled": result.verdict.settled,
            "reasons": [_publish_reason(reason) for reason in result.verdict.reasons],
        },
        "score": publish_interval(result.score),
        **publish_numbers({"coverage": result.coverage}),
        "assurance": result.assurance,
        "duty": {
            side: {"score": publish_interval(duty.score), "questions": duty.questions}
            for side, duty in result.duty.items()
        },
        "keys": [_publish_key(key, result) for key in result.keys],
        "findings": [
            {
                "kind": finding.kind,
                "question": finding.question.id,
                "status": finding.status,
                "because": finding.because,
            }
            for finding in result.findings
        ],
        "waivers": list(_publish_waivers(result)),
        "not_asked": [found.question.id for found in result.not_asked],
        "actions": [_publish_action(action) for action in list_actions(result)],
        "gaps": [
            {
                "question": gap.result.question.id,
                **publish_numbers({"levels": gap.levels}),
                "talk_first": gap.talk_first,
            }
            for gap in list_gaps(result)
        ],
        "settles": [
            {"kind": entry.kind, "id": entry.id, **publish_numbers({"share": entry.share})}
            for entry in list_settling(result)
        ],
        **_publish_settlements(result),
    }


def publish_number(value: Number) -> int | float:
    """A number with at most four decimals, half up; whole ones without a point."""
    if isinstance(value, int):
        return value
    rounded = round_half_up(value, DIGITS)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def publish_numbers(values: dict[str, Number | None]) -> dict[str, Any]:
    """Numbers by name, and under `exact` those that four decimals do not say, as fractions."""
    published: dict[str, Any] = {
        name: None if value is None else publish_number(value) for name, value in values.items()
    }
    exact = {
        name: write_fraction(value)
        for name, value in values.items()
        if value is not None and not is_short(value)
    }
    return {**published, "exact": exact} if exact else published


def publish_interval(interval: Interval | None) -> dict[str, Any] | None:
    """Least and most of an interval; None where there is none."""
    return (
        None if interval is None else publish_numbers({"low": interval.low, "high": interval.high})
    )


def _publish_sources(result: Result) -> list[dict[str, str]]:
    engagement = result.engagement
    names = relative_names(engagement)
    sources = [
        {
            "file": names[source.file],
            "side": source.content.respondent.side,
            "role": source.content.respondent.shown_role,
            "sha256": source.sha256,
        }
        for source in engagement.shown_sources
    ]
    return sorted(sources, key=lambda source: (source["file"], source["sha256"]))


def _publish_thresholds(thresholds: Thresholds) -> dict[str, Any]:
    needs = {
        "ready": thresholds.ready,
        "conditional": thresholds.conditional,
        "at-risk": thresholds.at_risk,
    }
    return {
        verdict: publish_numbers({"overall": least.overall, "weakest_key": least.weakest_key})
        for verdict, least in needs.items()
    }


def _publish_reason(reason: Reason) -> dict[str, Any]:
    return {
        "verdict": reason.verdict,
        "kind": reason.kind,
        "certain": reason.certain,
        "question": None if reason.question is None else reason.question.id,
        "key": None if reason.key is None else reason.key.id,
        **publish_numbers({"score": reason.score, "needed": reason.needed}),
    }


def _publish_key(key: KeyResult, result: Result) -> dict[str, Any]:
    by_question: dict[str, list[Finding]] = {}
    for finding in result.findings:
        by_question.setdefault(finding.question.id, []).append(finding)
    return {
        "id": key.key.id,
        "title": key.key.title,
        "score": publish_interval(key.score),
        **publish_numbers({"weight": key.key.mass, "coverage": key.coverage}),
        "questions": [
            _publish_question(found, by_question.get(found.question.id, []))
            for found in key.questions
        ],
    }


def _publish_question(found: QuestionResult, findings: list[Finding]) -> dict[str, Any]:
    return {
        "id": found.question.id,
        "title": found.question.title,
        "state": found.state,
        "level": publish_interval(found.level),
        "points": publish_interval(found.points),
        "client": _publish_side(found.sides.get("client")),
        "partner": _publish_side(found.sides.get("partner")),
        **publish_numbers({"weight": found.question.mass, "gap": found.gap}),
        "evidence": found.evidence,
        "findings": [{"kind": finding.kind, "status": finding.status} for finding in findings],
        "computed": _publish_computed(found),
    }


def _publish_side(side: SideResult | None) -> dict[str, Any] | str | None:
    if side is None:
        return None
    return publish_interval(side.level) or "not-applicable"


def _publish_computed(found: QuestionResult) -> list[dict[str, Any]] | None:
    """The calculations behind the answers; None where the question is not one that is computed."""
    if not isinstance(found.question, OverlapQuestion | CostsQuestion):
        return None
    return [
        {"side": side, **_publish_calculation(voice)}
        for side in SIDES
        if side in found.sides
        for voice in found.sides[side].voices
        if voice.says == "level"
    ]


def _publish_calculation(voice: Voice) -> dict[str, Any]:
    if voice.computed is None:
        return {"by": "level"}
    if isinstance(voice.computed, CostResult):
        return {"by": "costs", "costs": _publish_costs(voice, voice.computed)}
    return {"by": "overlap", "overlap": voice.computed.model_dump(mode="json")}


def _publish_costs(voice: Voice, costs: CostResult) -> dict[str, Any]:
    assert voice.answer is not None
    assert voice.answer.costs is not None
    amounts: dict[str, Decimal | None] = {
        "total": costs.total,
        "net_saving": costs.net_saving,
        "stressed_total": costs.stressed_total,
        "stressed_saving": costs.stressed_saving,
    }
    return {
        "currency": voice.answer.costs.currency,
        "period": voice.answer.costs.period,
        **publish_numbers(
            {name: None if value is None else Fraction(value) for name, value in amounts.items()}
        ),
        "missing": list(costs.missing),
        "level": {"low": costs.low, "high": costs.high},
        "stop": costs.stop,
    }


def _publish_waivers(result: Result) -> Iterator[dict[str, Any]]:
    given: list[Waiver] = [
        waiver for source in result.engagement.sources for waiver in source.content.waivers
    ]
    for waiver in given:
        yield {
            "question": waiver.question,
            "by": waiver.by,
            "reason": waiver.reason,
            "date": waiver.date.isoformat(),
            "until": None if waiver.until is None else waiver.until.isoformat(),
            "used": waiver not in result.unused_waivers,
        }


def _publish_settlements(result: Result) -> dict[str, Any]:
    """What was agreed on, counting or open again; nothing where nothing was."""
    engagement = result.engagement
    found = [
        *((settlement, ()) for settlement in engagement.settlements.values()),
        *((again.settlement, again.changes) for again in engagement.reopened),
    ]
    settlements = [
        {
            "question": settlement.question,
            "level": settlement.level,
            "not_applicable": settlement.not_applicable,
            "present": list(settlement.present),
            "reason": settlement.reason,
            "dissent": settlement.dissent,
            "date": None if settlement.date is None else settlement.date.isoformat(),
            "counts": not changes,
            "changes": list(changes),
        }
        for settlement, changes in found
    ]
    return {"settlements": settlements} if settlements else {}


def _publish_action(action: Action) -> dict[str, Any]:
    remedy = action.remedy
    return {
        "question": action.result.question.id,
        "kind": action.kind,
        "group": action.group,
        "do": describe_step(action),
        "owner": "" if remedy is None else remedy.owner,
        "done_when": "" if remedy is None else remedy.done_when,
        **publish_numbers(
            {"effort_days": action.effort_days, "aim": action.aim, "gain": action.gain}
        ),
    }
