"""Where the people of an engagement see things differently (docs/scoring.md, rule 11).

What everybody sees alike is no point; what has been settled and still counts is none either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from outsource_check.answers import fold_name
from outsource_check.pack import SIDES, Number, Side
from outsource_check.result.actions import RANGE_NAMED, SPREAD_FLAGGED, WIDE

if TYPE_CHECKING:
    from outsource_check.answers import Reopened, Settlement
    from outsource_check.answers.engagement import FactVoices
    from outsource_check.pack import Fact
    from outsource_check.pack.kinds.options import Row
    from outsource_check.result.model import Result, SideResult, Voice, Weighed

Kind = Literal["wide-gap", "fact", "applies", "rows", "spread", "gap", "unknown", "one-sided"]
KINDS: tuple[Kind, ...] = (
    "wide-gap",
    "fact",
    "applies",
    "rows",
    "spread",
    "gap",
    "unknown",
    "one-sided",
)
"""In the order in which points come; a point that is of several kinds stands under the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How far the people of one side are apart on a question."""

    side: Side
    range: Number
    """Highest less lowest complete level, 0 to 4."""
    deviation: Number
    """Average deviation of those levels from their median."""
    away: int
    """How many say that it does not apply, while others give a level."""
    people: int
    """How many say anything but that they do not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSaid:
    """What one person said about a row: the option, and who, as given; or that it is left out."""

    option: str
    """Empty: the row does not apply."""
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPoint:
    """A row of a matrix that people see differently."""

    row: Row
    by_option: bool
    """Whether the options differ."""
    by_name: bool
    """Whether the names or roles given for it differ."""
    said: Mapping[Side, tuple[RowSaid, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing to talk about: a question or a fact that is seen differently, in all its ways."""

    kinds: tuple[Kind, ...]
    """At least one, in the order of `KINDS`."""
    result: Weighed | None = None
    """None for a fact."""
    fact: Fact | None = None
    said: FactVoices | None = None
    """Of a fact: the files by the option that they say."""
    gap: Number = 0
    """The client's less the partner's level, -4 to 4; 0 where they are equal or not both known."""
    spreads: tuple[Spread, ...] = ()
    rows: tuple[RowPoint, ...] = ()
    unknown: Side | None = None
    """The side that does not know, or not wholly, while the other does."""
    missing: Side | None = None
    """The side that should be asked and was not."""
    reopened: Reopened | None = None
    """What had been agreed before an answer changed."""

    @property
    def width(self) -> Number:
        """How many levels the sides are apart, 0 to 4."""
        return -self.gap if self.gap < 0 else self.gap

    @property
    def id(self) -> str:
        """The question's or the fact's id."""
        if self.result is not None:
            return self.result.question.id
        assert self.fact is not None
        return self.fact.id

    @property
    def title(self) -> str:
        """The question's title, or what is asked about the fact."""
        if self.result is not None:
            return self.result.question.shown
        assert self.fact is not None
        return self.fact.ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """All that people of an engagement see differently, and what they have agreed on."""

    result: Result
    points: tuple[Point, ...]
    """The widest gaps first, then in the order of `KINDS` and of the pack."""
    settled: tuple[Settlement, ...]
    """Settlements that count, in the order of the pack."""
    reopened: tuple[Reopened, ...]
    """Those that no longer do, in the order of the engagement file."""
    compared: int
    """How many questions both sides know."""
    alike: int
    """On how many of them they are at the same level."""
    undecided: tuple[str, ...]
    """Facts that files say differently and nothing settles: a result is refused until then."""
    decided: tuple[str, ...]
    """Facts that files say differently and the engagement file settles."""

    @property
    def silent(self) -> Side | None:
        """The side that should have answered and of which there is no file at all."""
        missing = {point.missing for point in self.points}
        engagement = self.result.basis
        absent = (side for side in SIDES if side in missing and not engagement.of_side(side))
        return next(absent, None)

    def of_kind(self, kind: Kind) -> tuple[Point, ...]:
        """The points that stand under a kind."""
        return tuple(point for point in self.points if point.kinds[0] == kind)


def align(result: Result) -> Alignment:
    """What the people of an engagement see differently.

    The engagement may hold facts that its files say differently (`read_answers(…, refuse=False)`).
    Of a sealed side only its level is compared.
    """
    engagement = result.basis
    reopened = {again.settlement.question: again for again in engagement.reopened}
    deciding = {finding.question.id for finding in result.findings if finding.status != "waived"}
    undecided = tuple(fact for fact in engagement.disputed if fact not in engagement.facts)
    points = [
        *(
            Point(kinds=("fact",), fact=engagement.pack.facts[fact], said=engagement.disputed[fact])
            for fact in undecided
        ),
        *(
            _with_history(point, reopened.get(point.id))
            for found in result.questions.values()
            if (point := _compare(found, decides=found.question.id in deciding)) is not None
        ),
    ]
    # Stable: what is equal stays in the order of the pack.
    points.sort(key=lambda point: (KINDS.index(point.kinds[0]), -point.width))
    both = [found.gap for found in result.questions.values() if found.gap is not None]
    order = {name: place for place, name in enumerate(engagement.pack.questions)}
    return Alignment(
        result=result,
        points=tuple(points),
        settled=tuple(
            sorted(engagement.settlements.values(), key=lambda settled: order[settled.question])
        ),
        reopened=engagement.reopened,
        compared=len(both),
        alike=sum(gap == 0 for gap in both),
        undecided=undecided,
        decided=tuple(fact for fact in engagement.disputed if fact in engagement.facts),
    )


def _with_history(point: Point, reopened: Reopened | None) -> Point:
    return point if reopened is None else replace(point, reopened=reopened)


def _compare(found: Weighed, *, decides: bool) -> Point | None:
    """What people see differently about one question; None where there is nothing to talk about.

    Less than a level between the sides is a point only where a stop or a cap hangs on it.
    """
    if found.settled or not found.sides or not found.question.scored:
        return None
    gap = found.gap or 0
    width = -gap if gap < 0 else gap
    spreads = tuple(_spreads(found.sides.values()))
    rows = tuple(_rows(found))
    unknown = _unknown(found)
    missing = next((side for side in SIDES if found.one_sided and side not in found.sides), None)
    holds: dict[Kind, bool] = {
        "wide-gap": width >= WIDE,
        "applies": _applies_differently(found),
        "rows": bool(rows),
        "spread": bool(spreads),
        "gap": 0 < width < WIDE and (width >= 1 or decides),
        "unknown": unknown is not None,
        "one-sided": missing is not None,
    }
    kinds = tuple(kind for kind in KINDS if holds.get(kind))
    if not kinds:
        return None
    return Point(
        kinds=kinds,
        result=found,
        gap=gap,
        spreads=spreads,
        rows=rows,
        unknown=unknown,
        missing=missing,
    )


def _applies_differently(found: Weighed) -> bool:
    """Whether one side says that it does not apply, and the other gives a level."""
    said = {side.level is None for side in found.sides.values() if side.answered}
    return len(said) == 2


def _unknown(found: Weighed) -> Side | None:
    """The side that does not know, or not wholly, what the other one does."""
    if len(found.sides) < 2 or _applies_differently(found):
        return None
    open_ones = [
        side.side
        for side in found.sides.values()
        if side.level is not None and not side.level.known
    ]
    return open_ones[0] if len(open_ones) == 1 else None


def _spreads(sides: Iterable[SideResult]) -> Iterator[Spread]:
    for side in sides:
        said = [voice for voice in side.voices if voice.says in ("level", "not-applicable")]
        away = sum(voice.says == "not-applicable" for voice in said)
        away = 0 if away == len(said) else away
        if side.deviation > SPREAD_FLAGGED or side.spread >= RANGE_NAMED or away:
            yield Spread(
                side=side.side,
                range=side.spread,
                deviation=side.deviation,
                away=away,
                people=len(said),
            )


def _rows(found: Weighed) -> Iterator[RowPoint]:
    """The rows on which options, or names, differ between any two people."""
    for row in found.question.lines:
        said: dict[Side, tuple[RowSaid, ...]] = {}
        for side in found.sides.values():
            mine = tuple(_row_said(side.voices, row.id))
            if mine:
                said[side.side] = mine
        everybody = [one for mine in said.values() for one in mine]
        by_option = len({one.option for one in everybody}) > 1
        by_name = len({fold_name(one.who) for one in everybody if one.who}) > 1
        if by_option or by_name:
            yield RowPoint(row=row, by_option=by_option, by_name=by_name, said=said)


def _row_said(voices: Iterable[Voice], row: str) -> Iterator[RowSaid]:
    for voice in voices:
        rows = voice.answer.rows if voice.answer is not None else None
        said = rows.get(row) if rows else None
        if said is not None and (said.option is not None or said.not_applicable):
            yield RowSaid(option=said.option or "", who=said.who)
