"""How a result was worked out: thresholds, and every line of the sums."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from outsource_check.report.model import (
    MethodPart,
    ReferencePart,
    Span,
    SumPart,
    SumRow,
    ThresholdPart,
)
from outsource_check.report.questions import show_waiver

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outsource_check.pack import Number
    from outsource_check.pack.model import Least
    from outsource_check.result import Interval, KeyResult, Result, Verdict

_Line = tuple[str, str, "Number", "Interval | None", "Interval"]
"""Id, title, weight, level and points of one line of a sum."""


def show_method(result: Result) -> MethodPart:
    """Thresholds, sums, and the references of the questions that were scored."""
    pack = result.basis.pack
    least = pack.outline.verdict
    steps: tuple[tuple[Verdict, Least], ...] = (
        ("ready", least.ready),
        ("conditional", least.conditional),
        ("at-risk", least.at_risk),
    )
    counted = [found for found in result.questions.values() if found.level is not None]
    known = [found for found in counted if found.level is not None and found.level.known]
    cited = {name for found in counted for name in found.question.references}
    return MethodPart(
        evidence_required=pack.outline.evidence == "required",
        thresholds=tuple(
            ThresholdPart(
                title=pack.words.title(verdict), overall=low.overall, weakest_key=low.weakest_key
            )
            for verdict, low in steps
        ),
        sums=tuple(_add_up_key(key) for key in result.keys if key.score is not None),
        overall=_add_up(
            "overall",
            "Overall",
            [
                (key.id, key.title, key.weight, None, key.score)
                for key in result.keys
                if key.score is not None
            ],
            result.score,
        ),
        known=sum(found.question.weight for found in known),
        weight=sum(found.question.weight for found in counted),
        unused_waivers=tuple(map(show_waiver, result.unused_waivers)),
        references=tuple(
            ReferencePart(id=ref.id, cite=ref.cite, says=ref.says, url=ref.url)
            for ref in pack.references.values()
            if ref.id in cited
        ),
    )


def _add_up_key(key: KeyResult) -> SumPart:
    assert key.score is not None
    lines: list[_Line] = [
        (found.question.id, found.question.shown, found.question.mass, found.level, found.points)
        for found in key.weighed
        if found.points is not None
    ]
    return _add_up(key.id, key.title, lines, key.score)


def _add_up(name: str, title: str, lines: Iterable[_Line], score: Interval) -> SumPart:
    rows = tuple(
        SumRow(
            id=line_id,
            title=line_title,
            weight=mass,
            level=None if level is None else Span.of(level),
            low=points.low,
            high=points.high,
            weighted_low=mass * points.low,
            weighted_high=mass * points.high,
        )
        for line_id, line_title, mass, level, points in lines
    )
    return SumPart(
        id=name,
        title=title,
        rows=rows,
        weight=sum((Fraction(row.weight) for row in rows), Fraction(0)),
        low=sum((Fraction(row.weighted_low) for row in rows), Fraction(0)),
        high=sum((Fraction(row.weighted_high) for row in rows), Fraction(0)),
        score=Span.of(score),
    )
