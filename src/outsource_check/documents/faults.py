"""What makes a text unreadable, as words and an offset: the faults that several modules name.

Each function returns the fault; raising it is for the caller (docs/files.md, Reading).
"""

from __future__ import annotations

import re
from typing import Any

from outsource_check.documents.scalars import advise_point, is_name
from outsource_check.documents.tree import LINE_END, Field, Mapping, Scalar

QUOTE = "put the text in double quotes"
"""The hint that helps most often."""
ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(\r\n|.))", re.DOTALL
)
"""One escape in double quotes: its hexadecimal digits, or in group 4 the character behind it."""
_MARK = re.compile(r"(?:^|[\r\n])(<{7}|={7}|\|{7}|>{7})(?=[ \r\n]|$)")
PAIR = re.compile(
    r"(?<!\\)(?:\\\\)*+"
    r"(?P<pair>\\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2}))"
)
"""Two halves that JSON writes one character as, behind any escaped backslashes."""


class Fault(Exception):
    """One thing that makes a text unreadable, at an offset; becomes a `Problem` in `parse`."""

    def __init__(
        self,
        rule: str,
        message: str,
        offset: int,
        *,
        length: int = 0,
        hint: str = "",
        text: str = "",
    ) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.offset = offset
        self.length = length
        """How many code points are meant; 0 where only the start is known."""
        self.hint = hint
        self.text = text
        """What `offset` counts in, where that is not the whole decoded text."""


class QuotingFault(Fault):
    """The same where message or hint hold words of the text."""


def find_marks(text: str) -> Fault | None:
    """What a merge left in a text that cannot be read: the marks of both sides, line by line."""
    found = list(_MARK.finditer(text))
    if not {"<", ">"} & {mark[1][0] for mark in found}:
        return None
    lines = [str(len(LINE_END.findall(text, 0, mark.start(1))) + 1) for mark in found]
    listed = ", ".join(lines[:-1]) + (" and " if lines[1:] else "") + lines[-1]
    message = f"a merge was not finished: its marks stand in line{'s' * (len(lines) > 1)} {listed}"
    hint = "keep what holds, and take the marks out"
    return Fault("OC003", message, found[0].start(1), length=len(found[0][1]), hint=hint)


def find_bad_escape(text: str, begin: int, end: int) -> Fault | None:
    """The first NUL or half of a character among the escapes of a text in double quotes."""
    paired = {start for found in PAIR.finditer(text, begin, end) for start in halves(found)}
    for found in ESCAPE.finditer(text, begin, end):
        digits = found[1] or found[2] or found[3]
        code = int(digits, 16) if digits else 0 if found[4] == "0" else -1
        if code == 0 or (0xD800 <= code < 0xE000 and found.start() not in paired):
            return bad_escape(found[0], found.start())
    return None


def halves(found: re.Match[str]) -> tuple[int, int]:
    """Where the two escapes of a `PAIR` start."""
    return found.start("pair"), found.start("low") - 2


def stray_field(text: str, name: Scalar, parent: Mapping) -> Fault:
    """The fault of `agreed` in `{what: Sheet, agreed, where: x}`: a name without a colon."""
    length = name.end_offset - name.offset
    if not name.quoted and ":" in name.text:
        return tight_colon(name.offset + text[name.offset : name.end_offset].index(":"))
    last = next(reversed(parent.fields.values()), None)
    before = None if last is None else last.value
    hint = f"{QUOTE}, commas included"
    if isinstance(before, Scalar) and not before.quoted and before.text:
        whole = text[before.offset : name.end_offset]
        if point := advise_point(whole):
            message = f'"{whole}" is no number: a comma ends a value inside {{…}}'
            return Fault("OC003", message, before.offset, length=len(whole), hint=point)
        if len(whole) <= 60 and "\n" not in whole and '"' not in whole:
            hint = f'{QUOTE}: "{whole}"'
        message = f'"{name.text}" has no value: a comma ends an unquoted text inside {{…}}'
    else:
        message = f'"{name.text}" has no value: expected name: value inside {{…}}'
        hint = ""
    return QuotingFault("OC003", message, name.offset, length=length, hint=hint)


def tight_colon(offset: int) -> Fault:
    """The fault of `{a:b}`, at its colon."""
    message = "a colon after a name needs a space behind it"
    return Fault("OC003", message, offset, length=1, hint=f"write name: value, or {QUOTE}")


def pair_in_list(offset: int) -> Fault:
    """The fault of `[London: HCMC]`: a field that stands in a list without braces."""
    message = '": " inside […] makes a field of its own, which is not allowed'
    return Fault("OC004", message, offset, hint=f"{QUOTE}, or write {{name: value}}")


def forbidden(found: re.Match[str], text: str) -> Fault:
    """A character that no file may hold."""
    code = ord(found[0])
    if code == 0:
        name = "a NUL character"
    elif code in (0x85, 0x2028, 0x2029):
        name = f"the line break U+{code:04X}, which editors do not count as one,"
    elif code == 0xFEFF:
        name = "a byte order mark inside the text"
    elif code < 0x20 or 0x7F <= code < 0xA0:
        name = f"the control character U+{code:04X}"
    else:
        name = f"U+{code:04X}, which is no character,"
    return Fault(
        "OC002", f"{name} is not allowed", found.start(), length=1, hint="remove it", text=text
    )


def tab(offset: int) -> Fault:
    """A tab where YAML readers disagree about it."""
    message = "a tab is not allowed outside quotes and comments"
    return Fault("OC004", message, offset, length=1, hint="use spaces")


def complex_key(offset: int) -> Fault:
    """A `? ` that announces a name."""
    message = 'a complex key ("? ") is not allowed'
    hint = 'a text that begins with "?" needs double quotes'
    return Fault("OC004", message, offset, length=1, hint=hint)


def directive(text: str, offset: int) -> Fault:
    """A line such as `%YAML 1.1`."""
    word = text[offset : line_end(text, offset)].split(maxsplit=1)[0][:20]
    message = f'the directive "{word}" is not allowed'
    return QuotingFault("OC004", message, offset, length=len(word), hint="remove the line")


def bad_escape(source: str, offset: int) -> Fault:
    """The fault of one escape sequence, given as it stands in the text."""
    length = len(source)
    found = ESCAPE.fullmatch(source)
    digits = found and (found[1] or found[2] or found[3])
    code = int(digits, 16) if digits else 0 if source == "\\0" else -1
    if 0xD800 <= code < 0xE000:
        message = f'"{source}" is half of a character (a surrogate escape), which is not allowed'
        hint = "write the character itself"
        return Fault("OC002", message, offset, length=length, hint=hint)
    if code == 0:
        message = f'"{source}" is a NUL character, which is not allowed'
        return Fault("OC002", message, offset, length=length, hint="remove it")
    if code > 0x10FFFF:
        message = f'"{source}" is beyond the last character there is'
        return Fault("OC003", message, offset, length=length)
    hint = r'write "\\" for a backslash, or use single quotes'
    message = f'"{source}" is no escape that double quotes know'
    return Fault("OC003", message, offset, length=length, hint=hint)


def too_many(offset: int, limit: int) -> Fault:
    """The node that is one too many."""
    return Fault("OC006", f"more than {limit:,} names and values in one file", offset)


def collection_as_name(offset: int) -> Fault:
    """A mapping or list where the name of a field is expected."""
    message = "a mapping or list as the name of a field is not allowed"
    return Fault("OC004", message, offset, length=1)


def node_property(event: Any, text: str) -> Fault:
    """The anchor or tag of a node that an event stands for."""
    offset = event.start_mark.index
    # A tag may stand before an anchor; what is written first is named.
    found = re.compile(r"[^\s,\[\]{}]+").match(text, offset)
    source = found[0] if found else text[offset : offset + 1]
    name = "anchor" if source.startswith("&") else "tag"
    return QuotingFault(
        "OC004",
        f"{name} {source} is not allowed",
        offset,
        length=len(source),
        hint=f'a text that begins with "{source[0]}" needs double quotes',
    )


def bad_name(name: Scalar, fields: dict[str, Field]) -> Fault:
    """The name of a field that is a duplicate, a merge key or empty."""
    length = name.end_offset - name.offset
    if name.text in fields:
        first = fields[name.text].name
        message = f'duplicate field "{name.text}"; first used on line {first.line}'
        kind = Fault if is_name(name.text) else QuotingFault
        return kind("OC005", message, name.offset, length=length)
    if name.text == "<<":
        return Fault("OC004", 'the merge key "<<" is not allowed', name.offset, length=2)
    return Fault("OC003", "a field without a name", name.offset)


def line_start(text: str, offset: int) -> int:
    """The offset at which the line of an offset starts."""
    while offset and text[offset - 1] not in "\r\n":
        offset -= 1
    return offset


def line_end(text: str, offset: int) -> int:
    """The offset at which the line of an offset ends, before its line end."""
    found = LINE_END.search(text, offset)
    return found.start() if found else len(text)
