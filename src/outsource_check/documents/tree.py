"""The tree of a read document: every field and value with its position.

No value is typed here. Lines and columns are 1-based and count code points; offsets are 0-based
into `Document.text`. The ends are exact: no white space or comment behind a value belongs to it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from outsource_check.errors import OutsourceCheckError, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

LINE_END = re.compile(r"\r\n|\r|\n")
"""What ends a line, to YAML and to us; other line breaks are refused."""


class Point:
    """A position as PyYAML's marks give it: line, column and index all count from 0."""

    __slots__ = ("column", "index", "line")

    def __init__(self, line: int, column: int, index: int) -> None:
        self.line = line
        self.column = column
        self.index = index


class Node:
    """What all three kinds of node share: where the node starts and ends.

    An empty value has no width; it stands right after the colon or dash that promises it.
    """

    __slots__ = ("end", "start")

    start: Point
    end: Point

    @property
    def line(self) -> int:
        """The 1-based line of the first character."""
        return self.start.line + 1

    @property
    def column(self) -> int:
        """The 1-based column of the first character."""
        return self.start.column + 1

    @property
    def offset(self) -> int:
        """The 0-based offset of the first character."""
        return self.start.index

    @property
    def end_line(self) -> int:
        """The 1-based line of the last character."""
        return self.end.line + 1

    @property
    def end_column(self) -> int:
        """The 1-based column behind the last character."""
        return self.end.column + 1

    @property
    def end_offset(self) -> int:
        """The 0-based offset behind the last character."""
        return self.end.index


class Scalar(Node):
    """A text as it was written, after YAML's own unfolding and unescaping."""

    __slots__ = ("quoted", "text")

    text: str
    quoted: bool
    """Whether it stood in quotes or in a block (`|`, `>`)."""

    @classmethod
    def make(cls, text: str, at: Node, *, quoted: bool = False) -> Scalar:
        """A text that the file does not have, with a place but no width."""
        made = cls()
        made.start = made.end = at.start
        made.text, made.quoted = text, quoted
        return made

    def saying(self, text: str) -> Scalar:
        """Another text at the same place."""
        other = Scalar()
        other.start, other.end, other.quoted, other.text = self.start, self.end, self.quoted, text
        return other

    @property
    def empty(self) -> bool:
        """Nothing, `~` or `null`, unquoted."""
        return not self.quoted and self.text in ("", "~", "null")


class Sequence(Node):
    """A list, in block or flow form."""

    __slots__ = ("flow", "items")

    items: list[Node]
    flow: bool

    def holding(self, items: list[Node]) -> Sequence:
        """A list of other items at the same place."""
        other = Sequence()
        other.start, other.end, other.flow, other.items = self.start, self.end, self.flow, items
        return other


class Field:
    """One entry of a mapping."""

    __slots__ = ("name", "value")

    def __init__(self, name: Scalar, value: Node) -> None:
        self.name = name
        self.value = value


class Mapping(Node):
    """Fields by name, in the order of the file; names are unique."""

    __slots__ = ("fields", "flow")

    fields: dict[str, Field]
    flow: bool

    @classmethod
    def make(cls, fields: dict[str, Field], at: Node) -> Mapping:
        """A mapping that the file does not have, at the place of what it has."""
        made = cls()
        made.start, made.end, made.flow, made.fields = at.start, at.end, True, fields
        return made

    def holding(self, fields: dict[str, Field]) -> Mapping:
        """A mapping of other fields at the same place."""
        other = Mapping()
        other.start, other.end, other.flow, other.fields = self.start, self.end, self.flow, fields
        return other

    def get(self, name: str) -> Node | None:
        """The value of a field, None where there is no such field."""
        field = self.fields.get(name)
        return None if field is None else field.value

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields.values())


def leaves(node: Node) -> Iterator[Scalar]:
    """Every name and single value below a node, in the order of the text."""
    if isinstance(node, Mapping):
        for field in node:
            yield field.name
            yield from leaves(field.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from leaves(item)
    elif isinstance(node, Scalar):
        yield node


class Lines:
    """A text cut at LF, CR LF and CR, as YAML cuts it; made on first use."""

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] = []

    def __getitem__(self, number: int) -> str:
        """The line with this 1-based number, without its line end; empty past the last one."""
        starts = self._find()
        if not 0 < number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self._text)
        return self._text[starts[number - 1] : end].rstrip("\r\n")

    def __len__(self) -> int:
        return len(self._find())

    def locate(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column of an offset."""
        starts = self._find()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def _find(self) -> list[int]:
        if not self._starts:
            self._starts = [0, *(match.end() for match in LINE_END.finditer(self._text))]
        return self._starts


class Document:
    """One read file."""

    __slots__ = ("data", "error", "file", "lines", "root", "text")

    file: str
    """The path as the user gave it; `-` for standard input."""
    data: bytes
    """The file's bytes, as read."""
    text: str
    """The decoded text, without a byte order mark."""
    root: Mapping
    error: type[OutsourceCheckError]
    """What to raise about this file: an answer file and a pack have different exit statuses."""
    lines: Lines
    """The text by line, 1-based."""

    def __init__(
        self, file: str, data: bytes, text: str, root: Mapping, error: type[OutsourceCheckError]
    ) -> None:
        self.file = file
        self.data = data
        self.text = text
        self.root = root
        self.error = error
        self.lines = Lines(text)

    def keep(self, names: Container[str]) -> Document:
        """The same with only some of the root's fields, without the file's bytes.

        Thousands of files may be held at once, and their trees would take most of the memory.
        """
        fields = {name: field for name, field in self.root.fields.items() if name in names}
        return Document(self.file, b"", self.text, self.root.holding(fields), self.error)

    def holding(self, root: Mapping) -> Document:
        """The same file with another tree, whose places are the file's."""
        return Document(self.file, self.data, self.text, root, self.error)

    def place_word(self, offset: int, length: int) -> Place:
        """Where a word stands that begins at an offset; the tree need not be there any more."""
        line, column = self.lines.locate(offset)
        return Place(
            file=self.file,
            line=line,
            column=column,
            end_column=column + length,
            source=self.lines[line],
        )

    def place(self, node: Node) -> Place:
        """Where a node stands; of a block mapping or list only the start is given."""
        source = self.lines[node.line]
        if isinstance(node, Mapping | Sequence) and not node.flow:
            end = 0
        elif node.end_line == node.line:
            end = node.end_column if node.end_offset > node.offset else 0
        else:
            end = len(source.rstrip()) + 1
        return Place(
            file=self.file, line=node.line, column=node.column, end_column=end, source=source
        )

    def problem(
        self,
        node: Node,
        rule: str,
        message: str,
        hint: str = "",
        *,
        found: str = "",
        private: bool = False,
    ) -> Problem:
        """A problem with this node; the caller raises `self.error([…])` with it."""
        place = self.place(node)
        return Problem(
            rule=rule, message=message, found=found, place=place, hint=hint, private=private
        )
