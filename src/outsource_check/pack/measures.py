"""Options, rows and bounds: what turns a choice, a number or a list into a level."""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Annotated, Any

from outsource_check.documents import Mapping, Scalar, Sequence
from outsource_check.documents.decode import (
    MISSING,
    Decimal_,
    Described,
    Reading,
    Reads,
    Text,
    Walk,
    YesNo,
    reading_of,
)
from outsource_check.pack.ids import Id, Version, Worth
from outsource_check.records import Record

if TYPE_CHECKING:
    from outsource_check.documents import Node


class Option(Record):
    """One thing that can be chosen, in a `choice` question or in a matrix row."""

    id: Id
    text: Text
    worth: Worth
    """0 to 1; as a `choice` it gives 4 times its worth as the level."""
    since: Version | None = None
    """The version of the pack that first offered it; None: it was always there."""


class Row(Record):
    """One row of a matrix."""

    id: Id
    text: Text
    critical: YesNo = False
    """Whether a worth of 0 triggers the question's stop (its cap, where it has no stop)."""
    since: Version | None = None
    """The version of the pack that first asked it; None: it was always there."""


class Bound(Record):
    """What the rows of a matrix need for a level."""

    share: Worth = Fraction(0)
    """The least mean worth of the rows, 0 to 1."""
    rows: tuple[Id, ...] = ()
    """Rows that must be at their best option besides."""


YES_NO = (
    Option(id="yes", text="Yes", worth=Fraction(1)),
    Option(id="no", text="No", worth=Fraction(0)),
)
"""The options of a matrix that names none."""


def _read_options(node: Node, walk: Walk) -> Any:
    if isinstance(node, Sequence):
        return reading_of(tuple[Option, ...])(node, walk)
    if isinstance(node, Scalar) and not node.empty:
        return node.text
    return walk.expect(node, "a list of options or the name of a scale")


def _read_row_bound(node: Node, walk: Walk) -> Any:
    if isinstance(node, Mapping):
        return reading_of(Bound)(node, walk)
    share = reading_of(Worth)(node, walk)
    return MISSING if share is MISSING else Bound(share=share)


def _bounds(inner: Reading) -> Reads:
    def read(node: Node, walk: Walk) -> Any:
        if not isinstance(node, Mapping) or not node.fields:
            return walk.expect(node, "bounds by level, such as {1: 10, 2: 5, 3: 2, 4: 1}")
        values: dict[int, Any] = {}
        for entry in node:
            if entry.name.text in ("1", "2", "3", "4"):
                values[int(entry.name.text)] = inner(entry.value, walk)
            else:
                walk.expect(entry.name, "a level from 1 to 4")
        return MISSING if MISSING in values.values() else values

    return Reads(read)


def _bounds_schema(*forms: str) -> Described:
    return Described(
        {
            "type": "object",
            "minProperties": 1,
            # A reader of YAML takes 1 for a number, which is no name of a property to all editors.
            "patternProperties": {"^[1-4]$": {"type": list(forms)}},
            "additionalProperties": False,
        }
    )


Options = Annotated[tuple[Option, ...] | str, Reads(_read_options)]
"""In a file a list or the name of a scale; in a loaded pack always the list."""
NumberBounds = Annotated[
    dict[int, Fraction],
    _bounds(reading_of(Decimal_)),
    _bounds_schema("number", "string"),
]
"""The number that a level needs, by level 1 to 4; levels may be left out."""
RowBounds = Annotated[
    dict[int, Bound],
    _bounds(_read_row_bound),
    _bounds_schema("number", "string", "object"),
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
