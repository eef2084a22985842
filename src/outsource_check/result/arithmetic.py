"""The arithmetic of a result, line by line: what is added up to what (docs/scoring.md).

Every number is exact, so that the lines add up to the printed totals without a remainder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from outsource_check.pack.kinds.reading import Interval

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outsource_check.pack import Number
    from outsource_check.result.model import Result, Weighed

POINTS_PER_LEVEL = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One addend of a weighted mean: its points times its weight."""

    id: str
    """A question's or a key's."""
    points: Interval
    """0 to 100."""
    weight: Number
    level: Interval | None = None
    """0 to 4, of a question: its points are 25 times this; None for a key."""
    known: bool = True
    """Whether its weight counts for the coverage."""

    @property
    def product(self) -> Interval:
        """Points times weight."""
        return Interval(self.points.low * self.weight, self.points.high * self.weight)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """A weighted mean, as it is added up."""

    id: str
    """A key's id, `overall`, or the side whose duty it is."""
    title: str
    lines: tuple[Line, ...]
    """In the order of the pack; empty where nothing is applicable and asked."""
    left_out: tuple[tuple[str, str], ...]
    """The id of what leaves the sum, and why."""
    score: Interval | None
    """What the result prints: the sum divided by the weight; None where there is no line."""
    coverage: Number | None = None
    """Known weight over weight, as the result prints it; None where it is not part of this mean."""
    of_coverage: tuple[Number, Number] | None = None
    """Known weight, and all weight, of questions."""

    @property
    def total(self) -> Interval:
        """The sum of the lines' products."""
        products = [line.product for line in self.lines]
        return Interval(sum(part.low for part in products), sum(part.high for part in products))

    @property
    def weight(self) -> Number:
        """The sum of the lines' weights."""
        return sum(line.weight for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic:
    """All that a result's scores are added up from."""

    keys: tuple[Mean, ...]
    """From the questions' points to each key's score."""
    overall: Mean
    """From the keys' scores to the overall score."""
    duties: tuple[Mean, ...]
    """Of client and partner: over the questions that the side must make happen."""


def explain(result: Result) -> Arithmetic:
    """The arithmetic of a result, as data."""
    questions = result.questions.values()
    return Arithmetic(
        keys=tuple(
            Mean(
                id=key.id,
                title=key.title,
                lines=tuple(_line(found) for found in key.weighed if found.counts),
                left_out=tuple(
                    (found.question.id, why_left_out(found))
                    for found in key.weighed
                    if not found.counts
                ),
                score=key.score,
                coverage=key.coverage,
                of_coverage=_count_known(key.weighed),
            )
            for key in result.keys
        ),
        overall=Mean(
            id="overall",
            title="Overall",
            lines=tuple(
                Line(id=key.id, points=key.score, weight=key.weight)
                for key in result.keys
                if key.score is not None
            ),
            left_out=tuple(
                (key.id, "no question that applies was asked")
                for key in result.keys
                if key.score is None
            ),
            score=result.score,
            coverage=result.coverage,
            of_coverage=_count_known(questions),
        ),
        duties=tuple(
            Mean(
                id=side,
                title=f"Duty of the {side}",
                lines=tuple(
                    _line(found)
                    for found in questions
                    if found.counts and found.question.duty in (side, "both")
                ),
                left_out=(),
                score=duty.score,
            )
            for side, duty in result.duty.items()
        ),
    )


def why_left_out(found: Weighed) -> str:
    """Why a question is part of no sum, in a few words."""
    if found.state == "not-asked":
        return "not asked"
    return "does not apply, by the facts" if found.away else "not applicable"


def _line(found: Weighed) -> Line:
    assert found.level is not None
    assert found.points is not None
    return Line(
        id=found.question.id,
        points=found.points,
        weight=found.question.mass,
        level=found.level,
        known=found.level.known,
    )


def _count_known(questions: Iterable[Weighed]) -> tuple[Number, Number]:
    counted = [found for found in questions if found.level is not None]
    known = [found for found in counted if found.state == "known"]
    return sum(found.question.mass for found in known), sum(
        found.question.mass for found in counted
    )
