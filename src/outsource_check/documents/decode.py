"""A tree as a record: text becomes values by the annotations of the record's fields.

YAML's own typing is never used: each scalar type that a field may have (`Whole`, `Share`, `Date`,
…) carries its grammar, and every value has exactly the type that its field names. The same
annotations are what pydantic prints the JSON Schemas from.
"""

from __future__ import annotations

import datetime
import sys
import types
from collections.abc import Callable
from copy import deepcopy
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

from outsource_check.documents import scalars
from outsource_check.documents.structure import cut_comment
from outsource_check.documents.tree import Document, Mapping, Node, Scalar, Sequence
from outsource_check.errors import AnswerError, Problem
from outsource_check.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable

R = TypeVar("R", bound=Record)


class _Missing(Enum):
    """What a reading function returns after it has noted a problem."""

    MISSING = "missing"


MISSING = _Missing.MISSING
"""A value that could not be read; the problem is noted in the walk."""


class Walk:
    """One document on its way to a record: the problems found so far, and how to note one."""

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


class Spelled:
    """In an `Annotated` type: the name that a field has in a file, where it is not its own."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class Described:
    """In an `Annotated` type: the JSON Schema of what a file holds there, for pydantic."""

    __slots__ = ("schema",)

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, Any]:
        return deepcopy(self.schema)


class ByKind:
    """In an `Annotated` union of records: the field that tells them apart, for pydantic."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic import Field  # noqa: PLC0415 - only where a schema is printed

        return handler(Annotated[source, Field(discriminator=self.name)])


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
SHARE_PATTERN = r"^([0-9]+(\.[0-9]+)?%?|[0-9]+/[0-9]+)$"

Text = Annotated[str, Reads(_text)]
"""A text that is not blank."""
Whole = Annotated[int, Reads(_scalar(scalars.whole, scalars.WHOLE))]
"""A whole number of at most nine digits, without a sign."""
Decimal_ = Annotated[
    Fraction,
    Reads(_scalar(scalars.decimal, scalars.DECIMAL)),
    Described(
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
    Reads(_scalar(scalars.share, scalars.SHARE)),
    Described(
        {
            "oneOf": [
                {"type": "number", "minimum": 0},
                {"type": "string", "pattern": SHARE_PATTERN},
            ]
        }
    ),
]
"""A decimal, a fraction such as `1/4` or a percentage such as `25%`, as an exact fraction."""
Date = Annotated[
    datetime.date,
    Reads(_scalar(scalars.date, scalars.DATE)),
]
"""`YYYY-MM-DD`."""
YesNo = Annotated[bool, Reads(_yes_no), Described({"enum": ["yes", "no"]})]
"""`yes` or `no`, exactly."""


def decode(document: Document, record: type[R]) -> R:
    """The document as a record.

    Raises the document's class of error, with every problem found and its place.
    """
    walk = Walk(document)
    found = reading_of(cast("Any", record))(document.root, walk)
    walk.finish()
    assert isinstance(found, record)
    return found


def make(record: type[R], values: dict[str, Any], node: Node, walk: Walk) -> R | _Missing:
    """A record of values that were read from a node, once all of them could be read.

    What does not go together is noted at the node.
    """
    if MISSING in values.values():
        return MISSING
    try:
        return record(**values)
    except ValueError as error:
        return walk.note(node, "OC012", str(error))


def locate(root: Node, path: Iterable[int | str]) -> Node:
    """The deepest node on a path of names and indexes; parts that do not exist are skipped."""
    node = root
    for part in path:
        if isinstance(node, Mapping) and isinstance(part, str):
            node = node.get(part) or node
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
    return node


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
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return _RecordReading(annotation)
    return _PLAIN[annotation]


def _as_decimal(text: str) -> Decimal | None:
    return None if scalars.decimal(text) is None else Decimal(text)


_PLAIN: dict[Any, Reading] = {
    str: _text,
    bool: _yes_no,
    int: _scalar(scalars.whole, scalars.WHOLE),
    Fraction: _scalar(scalars.decimal, scalars.DECIMAL),
    Decimal: _scalar(_as_decimal, scalars.DECIMAL),
    datetime.date: _scalar(scalars.date, scalars.DATE),
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
        for kind in get_args(look_up(member)["kind"]):
            readings[kind] = reading_of(member)

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
        found = tuple([inner(item, walk) for item in node.items])
        return MISSING if MISSING in found else found

    return read


def _entries(name: Reading, inner: Reading) -> Reading:
    def read(node: Node, walk: Walk) -> Any:
        if not isinstance(node, Mapping):
            return walk.expect(node, "a mapping")
        found = {name(entry.name, walk): inner(entry.value, walk) for entry in node}
        return MISSING if MISSING in found or MISSING in found.values() else found

    return read


class _RecordReading:
    """The reading of a record's fields; compiled on first use, so that records may nest."""

    __slots__ = ("fields", "record", "required")

    def __init__(self, record: type[Record]) -> None:
        self.record = record
        self.fields: dict[str, tuple[str, Reading]] = {}
        """Each field's name and reading, by its name in a file."""
        self.required: list[str] = []

    def compile(self) -> None:
        hints = look_up(self.record)
        for name in self.record.record_fields:
            public = spelling(hints[name]) or name
            self.fields[public] = (name, reading_of(hints[name]))
            if name in self.record.record_required:
                self.required.append(public)

    def __call__(self, node: Node, walk: Walk) -> Any:
        if not self.fields:
            self.compile()
        if not isinstance(node, Mapping):
            return walk.expect(node, f"a mapping with {', '.join(self.required or self.fields)}")
        values: dict[str, Any] = {}
        complete = True
        for entry in node.fields.values():
            public = entry.name.text
            found = self.fields.get(public)
            if found is None:
                walk.unknown_field(entry.name, self.fields)
            elif not (isinstance(entry.value, Scalar) and entry.value.empty):
                name, reading = found
                values[name] = reading(entry.value, walk)
            elif public in self.required:
                walk.note(entry.name, "OC011", f'"{public}" is empty, but is required')
                complete = False
        for public in self.required:
            if public not in node.fields:
                walk.note(node, "OC011", f'"{public}" is missing')
                complete = False
        return make(self.record, values, node, walk) if complete else MISSING


def look_up(record: type[Record]) -> dict[str, Any]:
    """What the annotations of a record's fields mean, by field.

    As `typing.get_type_hints` with its extras; each text of a module is only looked up once.
    """
    return {
        name: _evaluate(text, base.__module__)
        for base in reversed(record.__mro__)
        for name, text in getattr(base, "__annotations__", {}).items()
        if name in record.record_fields
    }


@cache
def _evaluate(annotation: str, module: str) -> Any:
    return eval(annotation, vars(sys.modules[module]))  # noqa: S307 - the text of our own modules


def spelling(annotation: Any) -> str:
    """The name that a field has in a file, from its annotation; empty where it is its own."""
    extras = get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()
    return next((extra.name for extra in extras if isinstance(extra, Spelled)), "")
