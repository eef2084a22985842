"""Ids, versions, levels and bounded numbers, as pack files write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

from outsource_check.documents import Scalar, scalars
from outsource_check.documents.decode import SHARE_PATTERN, Described, Reading, Reads, Walk

if TYPE_CHECKING:
    from outsource_check.documents import Node

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", re.ASCII)
VERSION = re.compile(r"(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){2}", re.ASCII)


def is_later(version: str, than: str) -> bool:
    """Whether a version comes after another, number by number."""

    def key(text: str) -> list[int]:
        return [int(part) for part in text.split(".")]

    return key(version) > key(than)


def _read_id(node: Node, walk: Walk) -> Any:
    if isinstance(node, Scalar) and ID.fullmatch(node.text):
        return node.text
    return walk.expect(node, "an id of letters, digits, - and _, at most 64 characters")


def _read_version(node: Node, walk: Walk) -> Any:
    if isinstance(node, Scalar) and VERSION.fullmatch(node.text):
        return node.text
    return walk.expect(node, "a version such as 1.0.0")


def _read_level(node: Node, walk: Walk) -> Any:
    if isinstance(node, Scalar) and node.text in ("0", "1", "2", "3", "4"):
        return int(node.text)
    return walk.expect(node, "a level from 0 to 4")


def _bounded(
    convert: Callable[[str], Fraction | None], fits: Callable[[Fraction], bool], expected: str
) -> Reading:
    def read(node: Node, walk: Walk) -> Any:
        if isinstance(node, Scalar) and not node.empty:
            value = convert(node.text)
            if value is not None and fits(value):
                return value
        return walk.expect(node, expected)

    return read


Id = Annotated[str, Reads(_read_id), Described({"type": "string", "pattern": f"^{ID.pattern}$"})]
Version = Annotated[
    str, Reads(_read_version), Described({"type": "string", "pattern": f"^{VERSION.pattern}$"})
]
WholeLevel = Annotated[
    int, Reads(_read_level), Described({"type": "integer", "minimum": 0, "maximum": 4})
]
"""A level as a file writes it; the levels inside are exact fractions."""

Worth = Annotated[
    Fraction,
    Reads(
        _bounded(scalars.share, lambda v: v <= 1, "a share from 0 to 1, such as 0.5, 1/2 or 50%")
    ),
    Described(
        {
            "oneOf": [
                {"type": "number", "minimum": 0, "maximum": 1},
                {"type": "string", "pattern": SHARE_PATTERN},
            ]
        }
    ),
]
"""A share from 0 to 1, exact."""
Positive = Annotated[
    Fraction,
    Reads(_bounded(scalars.decimal, lambda v: v > 0, "a number above 0, such as 1 or 2.5")),
    Described({"type": "number", "exclusiveMinimum": 0}),
]
"""A decimal above 0, exact."""
Points = Annotated[
    Fraction,
    Reads(_bounded(scalars.decimal, lambda v: v <= 100, "a number from 0 to 100")),
    Described({"type": "number", "minimum": 0, "maximum": 100}),
]
"""A score from 0 to 100, exact."""
