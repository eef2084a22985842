"""Time zones and costs, where answers carry figures, as parts of the context."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Literal

from outsource_check.costs import CostResult
from outsource_check.report.model import (
    BarPart,
    CostRow,
    CostsPart,
    OverlapPart,
    PairPart,
    RunPart,
    StripPart,
)
from outsource_check.result import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outsource_check.overlap import OverlapResult, PairResult, Site
    from outsource_check.overlap.model import Run
    from outsource_check.pack import Question
    from outsource_check.result import Result, Voice

_DAY = datetime.timedelta(days=1)
_SUMS = ("total", "net_saving")


def list_overlaps(result: Result) -> tuple[OverlapPart, ...]:
    """The working hours in common of every answer that gives sites."""
    return tuple(
        _show_overlap(question, who, voice.computed)
        for question, who, voice in _list_computed(result)
        if voice.computed is not None and not isinstance(voice.computed, CostResult)
    )


def list_costs(result: Result) -> tuple[CostsPart, ...]:
    """The costs of every answer that gives figures."""
    return tuple(
        _show_costs(question, who, voice)
        for question, who, voice in _list_computed(result)
        if isinstance(voice.computed, CostResult)
    )


def _list_computed(result: Result) -> Iterator[tuple[Question, tuple[str, ...], Voice]]:
    """Questions with figures, and who gave them; the same figures come once."""
    for found in result.questions.values():
        if not (found.counts or found.state == "not-scored"):
            continue
        told: list[tuple[Voice, list[str]]] = []
        for side in found.sides.values():
            for voice in side.voices:
                if voice.computed is not None:
                    name = result.basis.pack.words.side(side.side)
                    who = f"{name}, {voice.source.content.respondent.shown}"
                    same = [names for other, names in told if _give_the_same(other, voice)]
                    if same:
                        same[0].append(who)
                    else:
                        told.append((voice, [who]))
        for voice, names in told:
            yield found.question, tuple(names), voice


def _give_the_same(one: Voice, other: Voice) -> bool:
    assert one.answer is not None
    assert other.answer is not None
    return (one.computed, one.answer.costs) == (other.computed, other.answer.costs)


def _show_overlap(question: Question, who: tuple[str, ...], found: OverlapResult) -> OverlapPart:
    return OverlapPart(
        question=question.id,
        title=question.shown,
        who=who,
        level=found.level,
        pairs=tuple(map(_show_pair, found.pairs)),
        first=found.first,
        until=found.until,
        tzdata=found.tzdata,
    )


def _show_pair(pair: PairResult) -> PairPart:
    from outsource_check.overlap.words import (  # noqa: PLC0415 - zoneinfo, only where it is used
        answer,
        explain_level,
        name_pair,
    )

    runs = {run.minutes: run for run in reversed(pair.clock.changes)}
    worst, best = runs[pair.clock.worst_minutes], runs[pair.clock.best_minutes]
    shown: list[tuple[Literal["every", "worst", "best"], Run]] = [("every", worst)]
    if worst is not best:
        shown = [("worst", worst), ("best", best)]
    return PairPart(
        title=name_pair(pair),
        a=pair.a.name,
        b=pair.b.name,
        answer=f"{answer(pair)}.",
        level=explain_level(pair),
        working_days=pair.working_days,
        shared_days=pair.shared_days,
        days_with_3h=pair.days_with_3h,
        lost_days=pair.lost_days,
        changes=tuple(
            RunPart(first=run.first, last=run.last, days=run.days, minutes=run.minutes)
            for run in pair.clock.changes
        ),
        strips=tuple(_draw_strip(kind, run, pair.a, pair.b) for kind, run in shown),
    )


def _draw_strip(kind: Literal["every", "worst", "best"], run: Run, a: Site, b: Site) -> StripPart:
    """The 24 hours of a working date of `a` in UTC, from three hours before its first shift."""
    from outsource_check.overlap.shifts import find_shifts  # noqa: PLC0415 - as above
    from outsource_check.overlap.zones import load_rules  # noqa: PLC0415

    day = run.first
    own = find_shifts(a, day)
    other = [shift for days in (-1, 0, 1) for shift in find_shifts(b, day + days * _DAY)]
    begin = own[0][0].replace(minute=0) - datetime.timedelta(hours=6)
    common = [
        (max(one[0], two[0]), min(one[1], two[1]))
        for one in own
        for two in other
        if max(one[0], two[0]) < min(one[1], two[1])
    ]
    ticks = [begin + datetime.timedelta(hours=4 * step) for step in range(6)]

    def write_hours(site: Site) -> tuple[str, ...]:
        rules = load_rules(site.zone)
        return tuple(tick.astimezone(rules).strftime("%H:%M") for tick in ticks)

    return StripPart(
        kind=kind,
        day=day,
        minutes=run.minutes,
        hours_a=write_hours(a),
        hours_b=write_hours(b),
        a=_place(own, begin),
        b=_place(other, begin),
        both=_place(common, begin),
    )


def _place(
    shifts: list[tuple[datetime.datetime, datetime.datetime]]
    | tuple[tuple[datetime.datetime, datetime.datetime], ...],
    begin: datetime.datetime,
) -> tuple[BarPart, ...]:
    bars = []
    for start, end in shifts:
        first, last = max(start, begin), min(end, begin + _DAY)
        if first < last:
            bars.append(
                BarPart(
                    start=round((first - begin) / _DAY, 4), length=round((last - first) / _DAY, 4)
                )
            )
    return tuple(bars)


def _show_costs(question: Question, who: tuple[str, ...], voice: Voice) -> CostsPart:
    found = voice.computed
    assert isinstance(found, CostResult)
    assert voice.answer is not None
    given = voice.answer.costs
    assert given is not None
    return CostsPart(
        question=question.id,
        title=question.shown,
        who=who,
        currency=given.currency,
        period=given.period,
        net_saving=found.net_saving,
        stressed_saving=found.stressed_saving,
        rows=tuple(
            CostRow(
                id=line.field,
                text=words.COST_NAMES[line.field],
                expected=line.expected,
                stressed=line.stressed,
                total=line.field in _SUMS,
            )
            for line in found.lines
        ),
        stop_loss=given.stop_loss,
        # The stop amount has a line of its own.
        missing=tuple(
            words.COST_NAMES[name].lower() for name in found.missing if name != "stop_loss"
        ),
    )
