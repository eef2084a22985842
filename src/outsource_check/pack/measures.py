"""Options, rows and bounds: what turns a choice, a number or a list into a level."""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core.core_schema import ValidationInfo

from outsource_check.documents.scalars import near
from outsource_check.documents.types import (
    Decimal_,
    Id,
    Items,
    LevelAbove0,
    Text,
    Version,
    Worth,
    YesNo,
    expected,
    wrong,
)
from outsource_check.models import Model


class Option(Model):
    """One thing that can be chosen, in a `choice` question or in a matrix row."""

    id: Id
    text: Text
    worth: Worth
    """0 to 1; as a `choice` it gives 4 times its worth as the level."""
    since: Version | None = None
    """The version of the pack that first offered it; None: it was always there."""


class Row(Model):
    """One row of a matrix."""

    id: Id
    text: Text
    critical: YesNo = False
    """Whether a worth of 0 triggers the question's stop (its cap, where it has no stop)."""
    since: Version | None = None
    """The version of the pack that first asked it; None: it was always there."""


class Bound(Model):
    """What the rows of a matrix need for a level."""

    share: Worth = Fraction(0)
    """The least mean worth of the rows, 0 to 1."""
    rows: Items[Id] = ()
    """Rows that must be at their best option besides."""


YES_NO = (
    Option.model_construct(id="yes", text="Yes", worth=Fraction(1)),
    Option.model_construct(id="no", text="No", worth=Fraction(0)),
)
"""The options of a matrix that names none."""


def _find_options(value: Any, info: ValidationInfo) -> Any:
    """The name of a scale becomes its options; the scales are the `context`."""
    if isinstance(value, tuple | list):
        return value
    if not isinstance(value, str):
        raise expected("a list of options or the name of a scale")
    scales: dict[str, tuple[Option, ...]] = info.context or {}
    if value not in scales:
        hint = near(value, scales)
        raise wrong(f'there is no scale "{value}" in pack.yaml', hint, "OC306")
    return scales[value]


def _judge_bounds(value: Any) -> Any:
    if isinstance(value, dict) and value:
        return value
    raise expected("bounds by level, such as {1: 10, 2: 5, 3: 2, 4: 1}")


def _spell_out(value: Any) -> Any:
    return value if isinstance(value, dict | Bound) else {"share": value}


def _schema_of_bounds(*forms: str) -> WithJsonSchema:
    return WithJsonSchema(
        {
            "type": "object",
            "minProperties": 1,
            # A reader of YAML takes 1 for a number, which is no name of a property to all editors.
            "patternProperties": {"^[1-4]$": {"type": list(forms)}},
            "additionalProperties": False,
        }
    )


Options = Annotated[Items[Option], BeforeValidator(_find_options)]
"""In a file a list or the name of a scale."""
NumberBounds = Annotated[
    dict[LevelAbove0, Decimal_],
    BeforeValidator(_judge_bounds),
    _schema_of_bounds("number", "string"),
]
"""The number that a level needs, by level 1 to 4; levels may be left out."""
RowBounds = Annotated[
    dict[LevelAbove0, Annotated[Bound, BeforeValidator(_spell_out)]],
    BeforeValidator(_judge_bounds),
    _schema_of_bounds("number", "string", "object"),
]
"""What the rows need, by level 1 to 4; levels may be left out."""


PERCENT = re.compile(r"\s*(%|per ?cent\b)", re.IGNORECASE)
"""How the unit of a number begins that is a share of a hundred."""


def level_of_number(bounds: dict[int, Fraction], number: Fraction, *, lower_is_better: bool) -> int:
    """The highest level whose bound a number meets, else 0."""
    for level in sorted(bounds, reverse=True):
        if number <= bounds[level] if lower_is_better else number >= bounds[level]:
            return level
    return 0


def level_on_line(worst: Fraction, best: Fraction, number: Fraction) -> Fraction:
    """The level on a straight line from `worst` (0) to `best` (4), cut at both ends."""
    return min(max(4 * (number - worst) / (best - worst), Fraction(0)), Fraction(4))


def reachable_levels(
    rows: tuple[Row, ...], units: frozenset[int], scale: int, bounds: dict[int, Bound]
) -> tuple[int, ...]:
    """The levels that some complete answer to all the rows of a matrix gives, ascending.

    `units` are the worths of the options as whole numbers, `scale` of which make 1.
    """
    best = max(units)
    needed = {level: ceil(bound.share * scale * len(rows)) for level, bound in bounds.items()}
    named = [{level for level, bound in bounds.items() if row.id in bound.rows} for row in rows]
    # Every combination of a sum of units and of the levels that a row below its best rules out.
    states = {(0, frozenset[int]())}
    for levels in named:
        states = {
            (total + unit, ruled_out if unit == best else ruled_out | levels)
            for total, ruled_out in states
            for unit in units
        }
    found = set()
    for total, ruled_out in states:
        met = [level for level in bounds if total >= needed[level] and level not in ruled_out]
        found.add(max(met, default=0))
    return tuple(sorted(found))
