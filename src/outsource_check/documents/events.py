"""YAML's event stream into the tree, within limits (docs/limits.md)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from outsource_check.documents.faults import (
    PAIR,
    Fault,
    QuotingFault,
    bad_escape,
    bad_name,
    collection_as_name,
    node_property,
    pair_in_list,
    stray_field,
    too_many,
)
from outsource_check.documents.tree import LINE_END, Field, Mapping, Node, Point, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_DEPTH = 16
"""How deep mappings and lists may stand in each other; the root counts as one."""
MAX_NODES = 10_000
"""How many names, values, mappings and lists a file may have together."""
MAX_SCALAR = 1 << 16
"""The longest single text, in bytes of UTF-8."""


_NO_NAMES = frozenset(("<<", ""))
_FOUR_DIGITS = re.compile(r"(?=([eEfF][0-9a-fA-F]{3}))")
_BLANKS = re.compile(r"[ \t]*")
# Possessive: a hostile comment would take for ever otherwise.
_COLON = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*+)*+:")


class _PureEvents(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's own parser, for where libyaml is missing."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


def grow(text: str, *, fast: bool) -> Node | None:
    """The root node of a text, None where it holds no value; `fast` chooses libyaml.

    Raises `Fault` for what is refused, and the parser's own errors for what is not YAML.
    """
    pairs = _Pairs(text) if "\\u" in text and PAIR.search(text) else None
    given = text if pairs is None else pairs.text
    events = yaml.CBaseLoader(given) if fast else _PureEvents(given)
    return _build(events.get_event, text, pairs)


class _Pairs:
    """Characters that JSON writes as two halves, for parsers that know no halves.

    Each is given to the parser as two escapes of a character that the text does not use, of the
    same length: every position stays what it is.
    """

    def __init__(self, text: str) -> None:
        self._source = text
        used = set(text) | {chr(int(found[1], 16)) for found in _FOUR_DIGITS.finditer(text)}
        code = next((code for code in range(0xE000, 0xF900) if chr(code) not in used), None)
        if code is None:  # only a text made for this uses every one
            found = PAIR.search(text)
            assert found is not None
            raise bad_escape(found["pair"][:6], found.start("pair"))
        self._escape = f"\\u{code:04x}" * 2
        self._stand_in = chr(code) * 2
        self.text = PAIR.sub(self._replace, text)
        """What the parser is to read."""

    def _replace(self, found: re.Match[str]) -> str:
        return found[0].removesuffix(found["pair"]) + self._escape

    def restore(self, value: str, event: Any) -> str:
        """The text of a scalar, with its own characters back in the place of the others."""
        written = self._escape if event.style != '"' else self._stand_in
        if written not in value:
            return value
        first, *rest = value.split(written)
        start, end = event.start_mark.index, event.end_mark.index
        # Before those of a block text there may be one in the comment behind its sign.
        pairs = list(PAIR.finditer(self._source, start, end))[-len(rest) :]
        parts = [first]
        for found, part in zip(pairs, rest, strict=True):
            high, low = int(found["high"], 16), int(found["low"], 16)
            joined = chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
            parts += [joined if event.style == '"' else found["pair"], part]
        return "".join(parts)


def _build(next_event: Callable[[], Any], text: str, pairs: _Pairs | None) -> Node | None:  # noqa: C901, PLR0915
    """The root node of a stream of events, None for a stream without content.

    One long loop on purpose: it runs once for each event, and calls cost more than its body.
    """
    root: Node | None = None
    parent: Mapping | Sequence | None = None
    # The parents above `parent`, each with the name it waits to give a value to.
    above: list[tuple[Mapping | Sequence | None, Scalar | None]] = []
    fields: dict[str, Field] | None = None  # of `parent`, where that is a mapping
    items: list[Node] | None = None  # of `parent`, where that is a list
    name: Scalar | None = None
    count = 0
    most = MAX_NODES
    unmeasured = MAX_SCALAR >> 2  # code points that are at most MAX_SCALAR bytes
    careful = "&" in text or "!" in text
    documents = 0
    new_scalar = Scalar.__new__
    new_field = Field.__new__
    node: Node
    while True:
        event = next_event()
        kind = event.__class__
        if kind is ScalarEvent:
            if careful and (event.anchor is not None or event.tag is not None):
                raise node_property(event, text)
            value = event.value
            if pairs is not None:
                value = pairs.restore(value, event)
            if len(value) > unmeasured:
                _check_length(value, event.start_mark.index)
            node = scalar = new_scalar(Scalar)
            scalar.start = event.start_mark
            scalar.text = value
            style = event.style
            if not style:  # plain: None to the pure parser and "" to libyaml
                scalar.quoted = False
                scalar.end = event.end_mark
            else:
                scalar.quoted = True
                block = style in "|>"
                end = event.end_mark
                scalar.end = _BlockEnd(text, scalar, end) if block else end
            count += 1
            if count > most:
                raise too_many(scalar.offset, most)
            if name is None and fields is not None:
                if value in fields or (value in _NO_NAMES and not style):
                    raise bad_name(scalar, fields)
                name = scalar
                continue
            if not value and not style and parent is not None and parent.flow:
                _settle_empty(scalar, name, parent, text)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            start = event.start_mark
            if careful and (event.anchor is not None or event.tag is not None):
                raise node_property(event, text)
            if fields is not None and name is None:
                raise collection_as_name(start.index)
            if len(above) >= MAX_DEPTH:
                raise Fault("OC006", f"nested deeper than {MAX_DEPTH}", start.index, length=1)
            count += 1
            if count > most:
                raise too_many(start.index, most)
            above.append((parent, name))
            name = None
            flow = bool(event.flow_style)
            if kind is MappingStartEvent:
                if flow and text[start.index] != "{":
                    raise pair_in_list(start.index)
                parent = Mapping()
                fields = parent.fields = {}
                items = None
            else:
                parent = Sequence()
                items = parent.items = []
                fields = None
            parent.start = start
            parent.flow = flow
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            node = _close(parent, event.end_mark)
            parent, name = above.pop()
            fields = items = None
            if isinstance(parent, Mapping):
                fields = parent.fields
            elif parent is not None:
                items = parent.items
        elif kind is AliasEvent:
            raise QuotingFault(
                "OC004",
                f"alias *{event.anchor} is not allowed",
                event.start_mark.index,
                length=len(event.anchor) + 1,
                hint='write the value out; a text that begins with "*" needs double quotes',
            )
        elif kind is DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise Fault(
                    "OC004", "a second document is not allowed", event.start_mark.index, length=3
                )
            continue
        elif kind is StreamEndEvent:
            return root
        else:
            continue
        if fields is not None:
            assert name is not None  # a value is only reached through its name
            field = new_field(Field)
            field.name = name
            field.value = node
            fields[name.text] = field
            name = None
        elif items is not None:
            items.append(node)
        else:
            root = node


def _close(parent: Mapping | Sequence | None, end: Any) -> Node:
    """Give a finished collection its exact end.

    YAML's end of a block is the start of whatever follows; ours is the end of the last child.
    """
    assert parent is not None  # every end has a start
    if parent.flow:
        parent.end = end
    elif isinstance(parent, Mapping):
        parent.end = next(reversed(parent.fields.values())).value.end
    else:
        parent.end = parent.items[-1].end
    return parent


class _BlockEnd(Point):
    """The end of a block text after its last line with content, found when asked for.

    A text that keeps its empty lines (`|+`) ends after them.
    """

    __slots__ = ("_found", "_mark", "_scalar", "_text")

    def __init__(self, text: str, scalar: Scalar, mark: Any) -> None:
        self._text = text
        self._scalar = scalar
        self._mark = mark
        self._found: Point | None = None

    @property
    def line(self) -> int:  # type: ignore[override]  # only read, like its kin
        return self._find().line

    @property
    def column(self) -> int:  # type: ignore[override]
        return self._find().column

    @property
    def index(self) -> int:  # type: ignore[override]
        return self._find().index

    def _find(self) -> Point:
        if self._found is None:
            text, start, mark = self._text, self._scalar.offset, self._mark
            index = self._find_index(start, mark.index)
            removed = text[index : mark.index]
            breaks = removed.count("\n") + removed.count("\r") - removed.count("\r\n")
            begin = start
            while begin and text[begin - 1] not in "\r\n":
                begin -= 1
            last = max(text.rfind("\n", begin, index), text.rfind("\r", begin, index), begin - 1)
            self._found = Point(mark.line - breaks, index - last - 1, index)
        return self._found

    def _find_index(self, start: int, end: int) -> int:
        source, value = self._text[start:end], self._scalar.text
        body = source.rstrip(" \t\r\n")
        if len(body) == len(source):
            return end
        if "+" in source[1:3]:
            # Blanks that nothing ends are no line of it.
            return end - (len(source) - len(source.rstrip(" ")) if value.endswith("\n") else 0)
        if value.strip():
            # Blanks beyond the indentation are a line of the text.
            _, *lines = LINE_END.split(body)
            indent = _count_blanks(next(line for line in lines if line.strip()))
            indent -= _count_blanks(next(line for line in value.split("\n") if line.strip()))
            position = len(body)
            for found in LINE_END.finditer(source, len(body)):
                blanks = _BLANKS.match(source, found.end())
                assert blanks is not None  # it matches nothing, too
                if blanks.end() - found.end() > indent:
                    position = blanks.end()
            return start + position
        return start + len(body)


def _count_blanks(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _settle_empty(
    scalar: Scalar, name: Scalar | None, parent: Mapping | Sequence, text: str
) -> None:
    """Put an empty value in `{…}` right after its colon; without a colon it is a fault."""
    if name is None or not isinstance(parent, Mapping):
        return
    colon = _COLON.match(text, name.end_offset)
    if colon is None or colon.end() > scalar.offset:
        raise stray_field(text, name, parent)
    end = name.end
    between = text[end.index : colon.end()]
    breaks = list(LINE_END.finditer(between))
    column = len(between) - breaks[-1].end() if breaks else end.column + len(between)
    scalar.start = scalar.end = Point(end.line + len(breaks), column, colon.end())


def _check_length(value: str, offset: int) -> None:
    if len(value.encode("utf-8", "surrogatepass")) > MAX_SCALAR:
        raise Fault("OC006", "a text longer than 64 KiB", offset)
