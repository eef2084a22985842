"""One change to the text of a document, at its position (docs/files.md, Writing).

A splice keeps every byte that is not the value's own. It does not judge its own result: the writer
reads it back, and tries a plainer form where comments stand in the way of a block.
"""

from __future__ import annotations

import re

from outsource_check.documents import dumping
from outsource_check.documents.dumping import Data, Rendering
from outsource_check.documents.faults import line_start
from outsource_check.documents.tree import LINE_END, Document, Field, Mapping, Node, Scalar
from outsource_check.documents.tree import Sequence as Items

Part = str | int
"""A field's name, or the 0-based index of a list's item; one past the last adds an item."""

# Possessive: a hostile comment would take for ever otherwise.
_COLON = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*+)*+:")

_COMMA = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*+)*+,")
_NO_CONTENT = re.compile(
    r"(?:[ \t]*+(?:#[^\r\n]*+)?+(?:\r\n|\r|\n))*+(?:[ \t]*+(?:#[^\r\n]*+)?+\Z)?"
)
_HEADER = re.compile(r"([|>])([0-9+-]*)")
"""How a block text begins; it only matches where no unquoted text can."""


class Mismatch(Exception):
    """A change that cannot be made in the form asked for."""


class Remove:
    """Stands for a field, or for an item of a list, that is to go."""


REMOVE = Remove()


class Splice:
    """One change to the text of one document."""

    def __init__(self, document: Document, *, roomy: bool) -> None:
        self.text = document.text
        self.root = document.root
        self.roomy = roomy
        """Whether a block may be used where the value is long."""
        self.step = _indentation(document.root)

    def change(self, path: tuple[Part, ...], value: Data | Remove) -> str:
        """The whole text with the value at the path set, added or removed.

        Raises `Mismatch` where the path leads nowhere, or the form does not fit there.
        """
        node: Node = self.root
        in_flow = False
        for number, part in enumerate(path):
            rest = path[number + 1 :]
            flow = in_flow or (isinstance(node, Mapping | Items) and node.flow)
            if isinstance(node, Mapping) and isinstance(part, str):
                field = node.fields.get(part)
                if field is None:
                    return self._add_field(
                        node, part, _nest(rest, value), in_flow=flow, short=not rest
                    )
                if isinstance(value, Remove) and not rest:
                    return self._remove_field(node, field)
                child = field.value
                if not rest or (isinstance(child, Scalar) and child.empty):
                    return self._set_field(
                        field, node, _nest(rest, value), in_flow=flow, short=not rest
                    )
                if not flow and self._is_bare(child):
                    # `answers: {}` is to grow line by line.
                    return self._set_field(
                        field, node, _nest(rest, value), in_flow=False, short=False
                    )
            elif isinstance(node, Items) and isinstance(part, int):
                if isinstance(value, Remove) and not rest:
                    return self._remove_item(node, part)
                if part == len(node.items):
                    return self._add_item(node, _nest(rest, value), in_flow=flow)
                child = node.items[part]
                if not rest or (isinstance(child, Scalar) and child.empty):
                    return self._set_item(node, child, _nest(rest, value), in_flow=flow)
            else:
                raise Mismatch
            node, in_flow = child, flow
        raise Mismatch

    # ---- wrap

    def wrap(self, parent: Mapping, field: Field, name: str) -> str:
        """The whole text with the list of a field as a field of a mapping, as it stands there.

        Raises `Mismatch` where the list shares its first line with something else.
        """
        old = field.value
        if isinstance(old, Items) and old.flow:
            source = self.text[old.offset : old.end_offset]
            return self._replace(old, f"{{{name}: {source}}}")
        cut = self._cut_before(old)
        start = cut + len(self._line_end(cut))
        indent = parent.column - 1 + self.step
        shift = indent + self.step - (old.column - 1)
        lines = self.text[start : self._end(old)].splitlines(keepends=True)
        moved = "".join(_shift(line, shift) for line in lines)
        head = f"{' ' * indent}{name}:{self._line_end(old.offset)}"
        return self.text[:start] + head + moved + self.text[self._end(old) :]

    # ---- set

    def _set_field(
        self, field: Field, parent: Mapping, value: Data, *, in_flow: bool, short: bool
    ) -> str:
        name, old = field.name, field.value
        if in_flow:
            return self._replace(old, dumping.inline(value))
        indent = parent.column - 1
        rendering = self._render(value, indent, short=short, taken=indent + len(name.text) + 2)
        below = old.line > name.line and not _is_empty(old)
        if below and not rendering.head and old.column > parent.column:
            # Blocks swap places line by line, at the indentation that is there.
            lines = dumping.block(value, self.step, self._width(old.column - 1))
            return self._replace(old, self._join(lines, old.column - 1, old.offset))
        found = _COLON.match(self.text, name.end_offset)
        if found is None:
            raise Mismatch
        colon = found.end()
        if below:
            # What stands between the name and the old value are comments: they stay.
            cut = self._cut_before(old)
            middle, rest = self.text[colon:cut], self.text[self._end(old) :]
            if rendering.lines and middle.strip():
                raise Mismatch
            head = f" {rendering.head}" if rendering.head else ""
            return self._insert_lines(self.text[:colon] + head + middle, rest, rendering, colon)
        start = colon if not rendering.head else max(colon, old.offset)
        head = rendering.head
        if head and start == colon:
            head = " " + head
        return self._insert_lines(
            self.text[:start] + head, self.text[self._end(old) :], rendering, start
        )

    def _set_item(self, parent: Items, old: Node, value: Data, *, in_flow: bool) -> str:
        if in_flow:
            return self._replace(old, dumping.inline(value))
        indent = old.column - 1 if old.end_offset > old.offset else parent.column + 1
        rendering = self._render_item(value, indent)
        space = " " if old.end_offset == old.offset else ""
        return self._insert_lines(
            self.text[: old.offset] + space + rendering.head,
            self.text[self._end(old) :],
            rendering,
            old.offset,
        )

    def _replace(self, old: Node, new: str) -> str:
        space = " " if old.end_offset == old.offset and new else ""
        return self.text[: old.offset] + space + new + self.text[self._end(old) :]

    def _end(self, old: Node) -> int:
        """Where a value ends, before its last line end: a block text that keeps its own has it."""
        text, end = self.text, old.end_offset
        if end == old.offset or text[end - 1] not in "\r\n":
            return end
        return end - 2 if text[end - 2 : end] == "\r\n" else end - 1

    def _insert_lines(self, before: str, after: str, rendering: Rendering, offset: int) -> str:
        """Put the further lines of a value behind what is left on its first line."""
        if not rendering.lines:
            return before + after
        end = LINE_END.search(after)
        cut = end.start() if end else len(after)
        line_end = self._line_end(offset)
        lines = "".join(f"{line_end}{line}" for line in rendering.lines)
        return before + after[:cut].rstrip(" ") + lines + after[cut:]

    # ---- add

    def _add_field(
        self, parent: Mapping, name: str, value: Data, *, in_flow: bool, short: bool
    ) -> str:
        last = next(reversed(parent.fields.values()), None)
        if in_flow:
            entry = f"{dumping.scalar(name, inside=True)}: {dumping.inline(value)}"
            return self._add_in_flow(parent, None if last is None else last.value, entry)
        assert last is not None  # a block mapping has a field
        indent = parent.column - 1
        lines = dumping.field(name, value, indent, step=self.step, flow=short, roomy=self.roomy)
        return self._add_lines(last.value, lines)

    def _add_item(self, parent: Items, value: Data, *, in_flow: bool) -> str:
        last = parent.items[-1] if parent.items else None
        if in_flow or last is None:
            return self._add_in_flow(parent, last, dumping.inline(value))
        indent = parent.column - 1
        rendering = self._render_item(value, indent + 2)
        return self._add_lines(last, [f"{' ' * indent}- {rendering.head}", *rendering.lines])

    def _add_in_flow(self, parent: Node, last: Node | None, entry: str) -> str:
        if last is None:
            cut = parent.offset + 1
            return self.text[:cut] + entry + self.text[cut:]
        # `{a:, b: 1}` is refused by libyaml: a comma may not touch the colon.
        comma = " , " if _is_empty(last) else ", "
        return f"{self.text[: last.end_offset]}{comma}{entry}{self.text[last.end_offset :]}"

    def _add_lines(self, last: Node, lines: list[str]) -> str:
        """Put whole lines behind the line on which the last entry ends."""
        text, line_end = self.text, self._line_end(last.end_offset)
        if text[last.end_offset - 1] in "\r\n":  # a block text that keeps its empty lines
            cut = last.end_offset
            return text[:cut] + "".join(line + line_end for line in lines) + text[cut:]
        found = LINE_END.search(text, last.end_offset)
        cut = found.start() if found else len(text)
        before = text[:cut] if found else self._strip_last(last)
        return before + "".join(line_end + line for line in lines) + text[cut:]

    def _strip_last(self, last: Node) -> str:
        """The text; a block text at its end that has no line end is to get one, and says `-`."""
        while isinstance(last, Mapping | Items) and not last.flow:
            last = (
                next(reversed(last.fields.values())).value
                if isinstance(last, Mapping)
                else last.items[-1]
            )
        header = _HEADER.match(self.text, last.offset)
        if not isinstance(last, Scalar) or header is None or last.text.endswith("\n"):
            return self.text
        digit = header[2].strip("+-")
        return f"{self.text[: last.offset]}{header[1]}{digit}-{self.text[header.end() :]}"

    # ---- remove

    def _remove_field(self, parent: Mapping, field: Field) -> str:
        fields = list(parent.fields.values())
        number = fields.index(field)
        follower = fields[number + 1].name if number + 1 < len(fields) else None
        if parent.flow:
            before = fields[number - 1].value if number else None
            return self._remove_in_flow(before, field.name.offset, field.value, follower)
        return self._remove_lines(field.name.offset, parent.column - 1, field.value, follower)

    def _remove_item(self, parent: Items, number: int) -> str:
        items = parent.items
        before = items[number - 1] if number else None
        follower = items[number + 1] if number + 1 < len(items) else None
        if parent.flow:
            return self._remove_in_flow(before, items[number].offset, items[number], follower)
        dash = self._find_dash(parent, before)
        # Of what follows only the place counts: that of its dash.
        after = None if follower is None else self._find_dash(parent, items[number])
        return self._remove_lines(dash, parent.column - 1, items[number], after)

    def _find_dash(self, parent: Items, before: Node | None) -> int:
        """Where the item behind another one begins, with its dash."""
        if before is None:
            return parent.offset
        indent = parent.column - 1
        found = re.compile(rf"(?<=[\r\n]) {{{indent}}}-(?=\s|\Z)").search(
            self.text, before.end_offset - (self.text[before.end_offset - 1] in "\r\n")
        )
        if found is None:
            raise Mismatch
        return found.start() + indent

    def _remove_lines(
        self, start: int, indent: int, last: Node, follower: Node | int | None
    ) -> str:
        """The text without the lines of an entry; comments on lines of their own stay."""
        text = self.text
        begin, end = line_start(text, start), last.end_offset
        if text[end - 1] not in "\r\n":
            found = LINE_END.search(text, end)
            end = found.end() if found else len(text)
        if text[begin:start].strip():
            # It shares its line with the dash of a list: the next entry moves up.
            if follower is None:
                raise Mismatch
            following = follower if isinstance(follower, int) else follower.offset
            if text[end:following].strip():
                return text[:start].rstrip(" ") + self._line_end(start) + text[end:]
            return text[:start] + text[following:]
        if self.roomy:
            return text[:begin] + text[end:]
        # What follows would go on with a block text before: comments move to the left of it.
        lines = _NO_CONTENT.match(text, end)
        assert lines is not None  # it matches nothing, too
        kept = [line for line in lines[0].splitlines(keepends=True) if line.strip()]
        comments = "".join(" " * indent + line.lstrip() for line in kept)
        return text[:begin] + comments + text[lines.end() :]

    def _remove_in_flow(
        self, before: Node | None, start: int, last: Node, follower: Node | None
    ) -> str:
        text, end = self.text, last.end_offset
        if follower is not None:
            cut, stop = (start, follower.offset) if before is None else (before.end_offset, end)
        else:
            cut, stop = (start if before is None else before.end_offset), end
        if "#" not in text[cut:start] + text[end:stop]:
            # Neither a comma nor a brace may touch a colon.
            space = " " if before is not None and _is_empty(before) else ""
            return text[:cut] + space + text[stop:]
        # Comments stay, and with them a comma that nothing follows.
        comma = _COMMA.match(text, end)
        if comma is None:
            return text[:start] + text[end:]
        return text[:start] + text[end : comma.end() - 1] + text[comma.end() :]

    # ---- layout

    def _is_bare(self, node: Node) -> bool:
        """Whether a node is `{}` or `[]` with nothing inside, comments included."""
        source = self.text[node.offset : node.end_offset]
        return isinstance(node, Mapping | Items) and not source[1:-1].strip() and node.flow

    def _render(self, value: Data, indent: int, *, taken: int, short: bool) -> Rendering:
        if not self.roomy:
            return Rendering(head=dumping.inline(value, empty=""), lines=())
        return dumping.render(value, indent, taken=taken, step=self.step, flow=short)

    def _render_item(self, value: Data, indent: int) -> Rendering:
        if not self.roomy:
            return Rendering(head=dumping.inline(value), lines=())
        return dumping.item(value, indent, step=self.step)

    def _width(self, indent: int) -> int:
        return dumping.WIDTH - indent

    def _join(self, lines: list[str], indent: int, offset: int) -> str:
        return f"{self._line_end(offset)}{' ' * indent}".join(lines)

    def _line_end(self, offset: int) -> str:
        """The line end in use at an offset: that line's own, else the last one before, else LF."""
        found = LINE_END.search(self.text, offset)
        if found is None:
            found = next(iter(LINE_END.finditer(self.text)), None)
        return "\n" if found is None else found[0]

    def _cut_before(self, node: Node) -> int:
        """Where the line before a node ends: the node's own line begins with blanks only."""
        start = node.offset - (node.column - 1)
        if self.text[start : node.offset].strip():
            raise Mismatch
        if self.text[start - 2 : start] == "\r\n":
            return start - 2
        return start - 1


def _shift(line: str, by: int) -> str:
    if not line.strip():
        return line
    if by >= 0:
        return " " * by + line
    if line[:-by].strip():
        raise Mismatch
    return line[-by:]


def _is_empty(node: Node) -> bool:
    return node.end_offset == node.offset


def _nest(rest: tuple[Part, ...], value: Data | Remove) -> Data:
    """The value inside the mappings and lists that a path still lacks."""
    if isinstance(value, Remove):
        raise Mismatch
    for part in reversed(rest):
        value = {part: value} if isinstance(part, str) else [value]
    return value


def _indentation(root: Mapping) -> int:
    """By how many columns the file indents a mapping under its field; 2 where it has none."""
    for field in root:
        value = field.value
        if isinstance(value, Mapping) and not value.flow:
            return max(1, value.column - root.column)
    return 2
