"""The types of single values in a file: each carries its grammar.

YAML's own typing is never used: a scalar reaches pydantic as the text that was written, and becomes
a value here or nowhere. What Python code gives as a value of the type already passes, too.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, GetPydanticSchema, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError, core_schema

from outsource_check.documents import scalars
from outsource_check.models import publish_number

T = TypeVar("T")
Items = Annotated[tuple[T, ...], Field(strict=False)]
"""A list in a file or in Python; a tuple in a model."""

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", re.ASCII)
VERSION = re.compile(r"(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){2}", re.ASCII)
_DECIMAL_PATTERN = r"^[0-9]+(\.[0-9]+)?$"
_SHARE_PATTERN = r"^([0-9]+(\.[0-9]+)?%?|[0-9]+/[0-9]+)$"


class Gappy(dict[str, Any]):
    """Fields of a file some of which are there and say nothing."""

    __slots__ = ("empty",)

    empty: tuple[str, ...]
    """Their names."""


class Cut(str):
    """A text that a comment ends where none was meant: `ticket #42`."""

    __slots__ = ()


def wrong(
    message: str,
    hint: str = "",
    rule: str = "OC012",
    *,
    found: bool | str = False,
    private: bool = False,
) -> PydanticCustomError:
    """The error of a value, in words of our own.

    `found`: what stands there is told behind them, in these words where it is a text. `private`:
    message or hint hold somebody's text themselves.
    """
    context = {"message": message, "hint": hint, "found": found, "private": private}
    return PydanticCustomError(rule, "{message}", context)


def expected(what: str, hint: str = "", rule: str = "OC012") -> PydanticCustomError:
    """The error of a value that is not what was expected."""
    return wrong(f"expected {what}", hint, rule, found=True)


def judged_by(judge: Callable[[Any], Any], kind: type | UnionType) -> GetPydanticSchema:
    """A validator of values of some type, which `judge` makes of what a file holds.

    Like `BeforeValidator`, but worked out once and not anew for every field of the type.
    """
    inner = core_schema.str_schema() if kind is str else core_schema.is_instance_schema(kind)
    schema = core_schema.no_info_before_validator_function(judge, inner)
    # A copy: what else is said of a type is kept in its schema.
    return GetPydanticSchema(lambda _type, _next: schema.copy())


def _grammar(read: Callable[[str], Any], what: str, kind: type = Fraction) -> GetPydanticSchema:
    """Texts become values; numbers are read as they would be written."""

    def judge(value: Any) -> Any:
        if isinstance(value, str):
            text = value
        elif isinstance(value, kind) and not isinstance(value, int | datetime.datetime):
            return value
        elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            text = str(value)
        else:
            raise expected(what)
        found = read(text)
        if found is None:
            message, shown = scalars.refuse(text, what)
            raise wrong(message, scalars.advise_point(text), found=shown)
        return found

    return judged_by(judge, kind)


def _bounded(
    read: Callable[[str], Any], fits: Callable[[Any], bool], what: str, kind: type = Fraction
) -> GetPydanticSchema:
    def judge(value: Any) -> Any:
        number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        text = str(value) if number else value
        found = read(text) if isinstance(text, str) else value
        if not isinstance(found, int | Fraction) or isinstance(found, bool) or not fits(found):
            raise expected(what, scalars.advise_point(text) if isinstance(text, str) else "")
        return found

    return judged_by(judge, kind)


def judge_text(value: Any, what: str = "a text") -> str:
    """A text that is not blank. Raises the error of one that a comment cuts short."""
    if isinstance(value, Cut):
        hint = "put the whole text in double quotes"
        raise wrong('the text ends early: " #" starts a comment', hint, found=True)
    if isinstance(value, str) and value.strip():
        return value
    hint = ""
    if isinstance(value, dict) and value:
        hint = '": " makes a field of what is before it: put the whole text in double quotes'
    elif isinstance(value, tuple | list) and len(value) == 1 and isinstance(value[0], str):
        hint = "write it without the brackets"
    raise expected(what, hint)


def _judge_yes_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = value if isinstance(value, str) else ""
    found = scalars.yes_no(text)
    if found is not None:
        return found
    meant = {"true": "yes", "false": "no", "yes": "yes", "no": "no"}.get(text.lower())
    hint = (
        f'write "{meant}"' if meant else scalars.near(text.lower(), ("yes", "no", "true", "false"))
    )
    raise expected('"yes" or "no"', hint)


def _matching(pattern: re.Pattern[str], what: str) -> GetPydanticSchema:
    def judge(value: Any) -> str:
        if isinstance(value, str) and pattern.fullmatch(value):
            return str(value)
        raise expected(what)

    return judged_by(judge, str)


def _schema_of_numbers(pattern: str, **bounds: int) -> WithJsonSchema:
    forms = [{"type": "number", **bounds}, {"type": "string", "pattern": pattern}]
    return WithJsonSchema({"oneOf": forms})


_LEVELS = {"0": 0, "1": 1, "2": 2, "3": 3, "4": 4}

Text = Annotated[str, judged_by(judge_text, str)]
"""A text that is not blank."""
Whole = Annotated[
    int,
    _grammar(scalars.whole, scalars.WHOLE, int),
    WithJsonSchema({"type": "integer"}),
]
"""A whole number of at most nine digits, without a sign."""
Decimal_ = Annotated[
    Fraction,
    _grammar(scalars.decimal, scalars.DECIMAL),
    _schema_of_numbers(_DECIMAL_PATTERN, minimum=0),
]
"""Digits with at most one point, as an exact fraction."""
Money = Annotated[
    Decimal,
    _grammar(scalars.money, scalars.DECIMAL, Decimal),
    WithJsonSchema({"type": "number", "minimum": 0}),
]
"""Digits with at most one point, with the decimals as they were written."""
Day = Annotated[
    datetime.date,
    _grammar(scalars.date, scalars.DATE, datetime.date),
    WithJsonSchema({"type": "string", "format": "date"}),
]
"""`YYYY-MM-DD`."""
YesNo = Annotated[bool, judged_by(_judge_yes_no, bool), WithJsonSchema({"enum": ["yes", "no"]})]
"""`yes` or `no`, exactly."""
Id = Annotated[
    str,
    _matching(ID, "an id of letters, digits, - and _, at most 64 characters"),
    WithJsonSchema({"type": "string", "pattern": f"^{ID.pattern}$"}),
]
Version = Annotated[
    str,
    _matching(VERSION, "a version such as 1.0.0"),
    WithJsonSchema({"type": "string", "pattern": f"^{VERSION.pattern}$"}),
]
WholeLevel = Annotated[
    int,
    _bounded(_LEVELS.get, range(5).__contains__, "a level from 0 to 4", int),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 4}),
]
"""A level as a file writes it; the levels inside are exact fractions."""
LevelAbove0 = Annotated[
    int,
    _bounded(_LEVELS.get, range(1, 5).__contains__, "a level from 1 to 4", int),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 4}),
]
"""The same, where level 0 needs nothing."""
Worth = Annotated[
    Fraction,
    _bounded(scalars.share, lambda v: v <= 1, "a share from 0 to 1, such as 0.5, 1/2 or 50%"),
    _schema_of_numbers(_SHARE_PATTERN, minimum=0, maximum=1),
]
"""A share from 0 to 1, exact."""
Positive = Annotated[
    Fraction,
    _bounded(scalars.decimal, lambda v: v > 0, "a number above 0, such as 1 or 2.5"),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0}),
]
"""A decimal above 0, exact."""
Points = Annotated[
    Fraction,
    _bounded(scalars.decimal, lambda v: v <= 100, "a number from 0 to 100"),
    PlainSerializer(publish_number),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100}),
]
"""A score from 0 to 100, exact."""
Side = Literal["client", "partner"]


def number_version(version: str) -> tuple[int, ...]:
    """A version as numbers, to be compared."""
    return tuple(int(part) for part in version.split("."))


def is_later(version: str, than: str) -> bool:
    """Whether a version comes after another, number by number."""
    return number_version(version) > number_version(than)
