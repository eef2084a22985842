"""A tree as a pydantic model: text becomes values by the annotations of the model's fields.

YAML's own typing is never used: each scalar type that a model may have (`Whole`, `Share`, `Date`,
…) carries its grammar. pydantic then sees Python values of exactly the right type, in strict mode,
and what it still refuses is reported at the place where it stands in the file.
"""

from __future__ import annotations

import datetime
import types
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
)

from pydantic import BaseModel, ConfigDict, ValidationError, WithJsonSchema

from outsource_check.documents import scalars
from outsource_check.documents.structure import cut_comment
from outsource_check.documents.tree import Document, Mapping, Node, Scalar, Sequence
from outsource_check.errors import AnswerError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable


class Record(BaseModel):
    """The base of every model that enters from a file: frozen, strict, no unknown field."""

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", allow_inf_nan=False, defer_build=True
    )


M = TypeVar("M", bound=BaseModel)


class _Missing(Enum):
    """What a reading function returns after it has noted a problem."""

    MISSING = "missing"


MISSING = _Missing.MISSING
"""A value that could not be read; the problem is noted in the walk."""


class Walk:
    """One document on its way to a model: the problems found so far, and how to note one."""

    __slots__ = ("content", "document", "problems")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.content = issubclass(document.error, AnswerError)

    def note(self, node: Node, rule: str, message: str, hint: str = "") -> _Missing:
        """Note a problem at a node; rules of content become those of policies and packs there."""
        if not self.content:
            rule = _CONFIGURATION_RULES.get(rule, rule)
        self.problems.append(self.document.problem(node, rule, message, hint))
        return MISSING

    def expect(self, node: Node, expected: str, hint: str = "") -> _Missing:
        """Note that a node is not what was expected."""
        return self.note(node, "OC012", f"expected {expected}, found {describe(node)}", hint)

    def finish(self) -> None:
        """Raise the document's error with every problem noted, in the order of the file."""
        if self.problems:
            self.problems.sort(key=lambda p: (p.place.line, p.place.column) if p.place else (0, 0))
            raise self.document.error(self.problems)

    # ------------------------------------------------------------------ pieces of a tree

    def text(self, node: Node, expected: str = "a text") -> str | _Missing:
        """The text of a scalar that is not empty."""
        if isinstance(node, Scalar) and node.text.strip() and not node.empty:
            comment = cut_comment(self.document, node)
            if comment is None or not comment[1:2].strip():
                return node.text
            # `ticket #42`: nobody writes a comment so, and what a person wrote is never dropped.
            message = f'the text ends at "{node.text}": " #" starts a comment'
            return self.note(node, "OC012", message, "put the whole text in double quotes")
        hint = ""
        if isinstance(node, Mapping) and node.fields and not node.flow:
            name = next(iter(node)).name.text
            hint = f'": " makes a field of "{name}": put the whole text in double quotes'
        return self.expect(node, expected, hint)

    def one_of(self, node: Node, choices: Iterable[str], expected: str = "") -> str | _Missing:
        """The text of a scalar that is one of the choices."""
        known = tuple(choices)
        if isinstance(node, Scalar) and node.text in known and not node.empty:
            return node.text
        hint = scalars.near(node.text, known) if isinstance(node, Scalar) else ""
        return self.expect(node, expected or alternatives(known), hint)

    def mapping(self, node: Node, expected: str) -> Mapping | _Missing:
        """A mapping."""
        return node if isinstance(node, Mapping) else self.expect(node, expected)

    def unknown_field(self, name: Scalar, known: Iterable[str], where: str = "") -> None:
        """Note a field that nobody knows, with the nearest one that is known."""
        known = tuple(known)
        hint = scalars.near(name.text, known) or f"the fields here are {', '.join(known)}"
        self.note(name, "OC010", f'unknown field "{name.text}"{where}', hint)


_CONFIGURATION_RULES = {"OC010": "OC301", "OC011": "OC302", "OC012": "OC303", "OC013": "OC304"}

Reading = Callable[[Node, Walk], Any]


class Reads:
    """In an `Annotated` type: the function that turns a node into the field's value."""

    __slots__ = ("reading",)

    def __init__(self, reading: Reading) -> None:
        self.reading = reading


def describe(node: Node) -> str:
    """What a node is, as words for "found …"; long texts are cut."""
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    assert isinstance(node, Scalar)
    if node.empty:
        return "nothing"
    text = node.text if len(node.text) <= 60 else node.text[:57] + "…"
    return f'"{text}"'


def alternatives(words: Iterable[str]) -> str:
    """`one of "a", "b" or "c"`, as what was expected; long lists are cut."""
    quoted = [f'"{word}"' for word in words]
    if len(quoted) > 12:
        return f"one of {', '.join(quoted[:10])} … ({len(quoted)} in all)"
    if len(quoted) == 1:
        return quoted[0]
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _scalar(convert: Callable[[str], Any], expected: str) -> Reading:
    def read(node: Node, walk: Walk) -> Any:
        if isinstance(node, Scalar) and not node.empty:
            value = convert(node.text)
            if value is not None:
                return value
            return walk.note(node, "OC012", scalars.miss(node.text, expected))
        return walk.expect(node, expected)

    return read


def _yes_no(node: Node, walk: Walk) -> bool | _Missing:
    if isinstance(node, Scalar):
        value = scalars.yes_no(node.text)
        if value is not None:
            return value
        hint = scalars.near(node.text.lower(), ("yes", "no", "true", "false"))
        meant = {"true": "yes", "false": "no", "yes": "yes", "no": "no"}
        if node.text.lower() in meant:
            hint = f'write "{meant[node.text.lower()]}"'
        return walk.expect(node, '"yes" or "no"', hint)
    return walk.expect(node, '"yes" or "no"')


def _text(node: Node, walk: Walk) -> str | _Missing:
    return walk.text(node)


_DECIMAL_PATTERN = r"^[0-9]+(\.[0-9]+)?$"
_SHARE_PATTERN = r"^([0-9]+(\.[0-9]+)?%?|[0-9]+/[0-9]+)$"

Text = Annotated[str, Reads(_text)]
"""A text that is not blank."""
Whole = Annotated[int, Reads(_scalar(scalars.whole, "a whole number"))]
"""A whole number of at most nine digits, without a sign."""
Decimal_ = Annotated[
    Fraction,
    Reads(_scalar(scalars.decimal, "a number such as 3 or 2.5")),
    WithJsonSchema(
        {
            "oneOf": [
                {"type": "number", "minimum": 0},
                {"type": "string", "pattern": _DECIMAL_PATTERN},
            ]
        }
    ),
]
"""Digits with at most one point, as an exact fraction."""
Share = Annotated[
    Fraction,
    Reads(_scalar(scalars.share, "a share such as 0.5, 1/2 or 50%")),
    WithJsonSchema(
        {
            "oneOf": [
                {"type": "number", "minimum": 0},
                {"type": "string", "pattern": _SHARE_PATTERN},
            ]
        }
    ),
]
"""A decimal, a fraction such as `1/4` or a percentage such as `25%`, as an exact fraction."""
Date = Annotated[
    datetime.date,
    Reads(_scalar(scalars.date, "a date such as 2026-11-23")),
]
"""`YYYY-MM-DD`."""
YesNo = Annotated[bool, Reads(_yes_no), WithJsonSchema({"enum": ["yes", "no"]})]
"""`yes` or `no`, exactly."""


def decode(document: Document, model: type[M]) -> M:
    """The document as a model.

    Raises the document's class of error, with every problem found and its place.
    """
    walk = Walk(document)
    values = reading_of(model)(document.root, walk)
    walk.finish()
    return validate(walk, model, values)


def validate(walk: Walk, model: type[M], values: object) -> M:
    """Values that were read, through the model; refusals are raised at their place in the file."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        for found in error.errors(include_url=False, include_context=False, include_input=False):
            node = _locate_tagged(walk.document.root, found["loc"])
            message = found["msg"].removeprefix("Value error, ")
            if isinstance(node, Scalar):
                message = f"{message}, found {describe(node)}"
            walk.note(node, "OC012", message[:1].lower() + message[1:])
        walk.finish()
        raise


def locate(root: Node, path: Iterable[int | str]) -> Node:
    """The deepest node on a path of names and indexes; parts that do not exist are skipped."""
    node = root
    for part in path:
        if isinstance(node, Mapping) and isinstance(part, str):
            node = node.get(part) or node
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
    return node


def _locate_tagged(root: Node, path: tuple[int | str, ...]) -> Node:
    """As `locate`, where pydantic names an item's kind behind its index, as if it were a field.

    A kind may have the name of a field: the path without it comes first.
    """
    for index in range(1, len(path) - 1):
        if isinstance(path[index - 1], int) and isinstance(path[index], str):
            item = locate(root, path[:index])
            node = locate(item, path[index + 1 :])
            if node is not item:
                return node
    return locate(root, path)


@cache
def reading_of(annotation: Any) -> Reading:
    """The function that reads a node as the annotated type."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *extras = get_args(annotation)
        for extra in extras:
            if isinstance(extra, Reads):
                return extra.reading
        return reading_of(inner)
    if origin in (Union, types.UnionType):
        return _optional(annotation)
    if origin is Literal:
        choices = tuple(str(choice) for choice in get_args(annotation))
        return lambda node, walk: walk.one_of(node, choices)
    if origin is tuple:
        return _items(reading_of(get_args(annotation)[0]))
    if origin is dict:
        return _entries(*(reading_of(argument) for argument in get_args(annotation)))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _RecordReading(annotation)
    return _PLAIN[annotation]


def _as_decimal(text: str) -> Decimal | None:
    return None if scalars.decimal(text) is None else Decimal(text)


_PLAIN: dict[Any, Reading] = {
    str: _text,
    bool: _yes_no,
    int: _scalar(scalars.whole, "a whole number"),
    Fraction: _scalar(scalars.decimal, "a number such as 3 or 2.5"),
    Decimal: _scalar(_as_decimal, "a number such as 3 or 2.5"),
    datetime.date: _scalar(scalars.date, "a date such as 2026-11-23"),
}


def _optional(annotation: Any) -> Reading:
    """A union: either `X | None`, where empty means None, or models told apart by `kind`."""
    members = [member for member in get_args(annotation) if member is not type(None)]
    if len(members) == 1:
        inner = reading_of(members[0])
        return lambda node, walk: (
            None if isinstance(node, Scalar) and node.empty else inner(node, walk)
        )
    return _by_kind(members)


def _by_kind(members: list[Any]) -> Reading:
    readings: dict[str, Reading] = {}
    for member in members:
        model = get_args(member)[0] if get_origin(member) is Annotated else member
        for kind in get_args(model.model_fields["kind"].annotation):
            readings[kind] = reading_of(model)

    def read(node: Node, walk: Walk) -> Any:
        if not isinstance(node, Mapping):
            return walk.expect(node, "a mapping with `kind`")
        kind_node = node.get("kind")
        if kind_node is None:
            return walk.note(
                node, "OC011", f'"kind" is missing: {alternatives(readings)} is expected'
            )
        kind = walk.one_of(kind_node, readings)
        return MISSING if kind is MISSING else readings[kind](node, walk)

    return read


def _items(inner: Reading) -> Reading:
    def read(node: Node, walk: Walk) -> Any:
        if not isinstance(node, Sequence):
            return walk.expect(node, "a list")
        return tuple([inner(item, walk) for item in node.items])

    return read


def _entries(name: Reading, inner: Reading) -> Reading:
    def read(node: Node, walk: Walk) -> Any:
        if not isinstance(node, Mapping):
            return walk.expect(node, "a mapping")
        return {name(entry.name, walk): inner(entry.value, walk) for entry in node}

    return read


class _RecordReading:
    """The reading of a model's fields; compiled on first use, so that models may nest."""

    __slots__ = ("model", "readings", "required")

    def __init__(self, model: type[BaseModel]) -> None:
        self.model = model
        self.readings: dict[str, Reading] = {}
        self.required: list[str] = []

    def compile(self) -> None:
        for name, field in self.model.model_fields.items():
            reads = next((extra for extra in field.metadata if isinstance(extra, Reads)), None)
            public = field.alias or name
            annotation = cast("Any", field.annotation)
            self.readings[public] = reads.reading if reads else reading_of(annotation)
            if field.is_required():
                self.required.append(public)

    def __call__(self, node: Node, walk: Walk) -> Any:
        if not self.readings:
            self.compile()
        if not isinstance(node, Mapping):
            return walk.expect(node, f"a mapping with {', '.join(self.required or self.readings)}")
        values: dict[str, Any] = {}
        for entry in node.fields.values():
            name = entry.name.text
            reading = self.readings.get(name)
            if reading is None:
                walk.unknown_field(entry.name, self.readings)
            elif not (isinstance(entry.value, Scalar) and entry.value.empty):
                values[name] = reading(entry.value, walk)
            elif name in self.required:
                walk.note(entry.name, "OC011", f'"{name}" is empty, but is required')
        for name in self.required:
            if name not in node.fields:
                walk.note(node, "OC011", f'"{name}" is missing')
        return values
