"""Plain Python data as YAML text that YAML 1.1 and 1.2 readers take alike.

Values that have a grammar (whole numbers, fractions, dates, yes and no) are written bare; a text is
double-quoted wherever any reader might not read that same text (docs/files.md, Writing).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

WIDTH = 100
"""The longest line that is written where a value can be broken."""

Data: TypeAlias = (
    bool | int | Fraction | datetime.date | str | Sequence["Data"] | Mapping[str, "Data"] | None
)
"""What can be written: None is empty, True and False are `yes` and `no`."""

# Words that some reader takes for nothing, a truth value or a number.
_WORDS = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"])
# A first character that no reader takes for an indicator, a sign or a digit.
_PLAIN = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u1fff\u3040-\ud7ff\U00010000-\U0010ffff/(]")
_UNPLAIN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]"
    r"|: |:\Z| #|\A\s|\s\Z"
)
_UNFLOW = re.compile(r"[,\[\]{}?:#]")
# In no number, date or time of any reader: a text that holds one of them may begin with a digit.
_WORDED = re.compile(r"[G-NP-SU-WYg-np-su-wy ]")
_ESCAPED = re.compile(
    r'["\\\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]'
)
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_HALF = re.compile("[\x00\ud800-\udfff]")


class Unwritable(Exception):
    """A text that no YAML file can hold."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendering:
    """A value as it stands behind its field's colon."""

    head: str
    """What follows on the same line; empty where the value starts below or is empty."""
    lines: tuple[str, ...]
    """The lines below, with their indentation."""


def normalise(value: Data) -> object:
    """The value as reading it back must give it: dict, list, text, or None for empty."""
    if isinstance(value, Mapping):
        return {name: normalise(part) for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [normalise(part) for part in value]
    return None if value is None else value if isinstance(value, str) else _bare(value)


def field(
    name: str, value: Data, indent: int, *, step: int = 2, flow: bool = True, roomy: bool = True
) -> list[str]:
    """The lines of one field of a block mapping, with their indentation.

    `flow` lets a short mapping or list stand on the field's line; `roomy` lets any stand below it.
    """
    label = scalar(name)
    if not roomy:
        rendering = Rendering(head=inline(value, empty=""), lines=())
    else:
        rendering = render(value, indent, taken=indent + len(label) + 2, step=step, flow=flow)
    head = f"{' ' * indent}{label}:"
    return [f"{head} {rendering.head}" if rendering.head else head, *rendering.lines]


def render(value: Data, indent: int, *, taken: int, step: int = 2, flow: bool = True) -> Rendering:
    """The value of a field that is indented by `indent`, with `taken` columns of its line used.

    `flow` lets a short mapping or list stand on that line.
    """
    if isinstance(value, str):
        return _render_text(value, indent + step, taken)
    if isinstance(value, Mapping | Sequence):
        line = None if _needs_block(value) else inline(value, empty="")
        if not value or (flow and line is not None and taken + len(line) <= WIDTH):
            return Rendering(head=line or "", lines=())
        below = " " * (indent + step)
        lines = block(value, step, WIDTH - indent - step)
        return Rendering(head="", lines=tuple(below + part if part else "" for part in lines))
    return Rendering(head=inline(value, empty=""), lines=())


def item(value: Data, indent: int, *, step: int = 2) -> Rendering:
    """The value of a list's item whose text starts at column `indent` (0-based)."""
    if isinstance(value, str):
        return _render_text(value, indent, indent)
    if isinstance(value, Mapping | Sequence) and value:
        line = None if _needs_block(value) else inline(value, empty="")
        if line is not None and indent + len(line) <= WIDTH:
            return Rendering(head=line, lines=())
        first, *rest = block(value, step, WIDTH - indent)
        below = " " * indent
        return Rendering(head=first, lines=tuple(below + part if part else "" for part in rest))
    return Rendering(head=inline(value), lines=())


def block(value: Data, step: int, width: int) -> list[str]:
    """The lines of a mapping or list that is not empty, in block form, without indentation."""
    lines: list[str] = []
    shift = WIDTH - width
    if isinstance(value, Mapping):
        for name, part in value.items():
            label = _write_name(name)
            rendering = render(part, 0, taken=shift + len(label) + 2, step=step)
            lines.append(f"{label}: {rendering.head}" if rendering.head else f"{label}:")
            lines += rendering.lines
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for part in value:
            rendering = item(part, 2, step=step)
            lines.append(f"- {rendering.head}")
            lines += rendering.lines
    return lines


def inline(value: Data, *, empty: str = "null") -> str:
    """The value on one line, as it may stand anywhere; None becomes `empty`."""
    if isinstance(value, Mapping):
        parts = (
            f"{_write_name(name, inside=True)}: {inline(part)}" for name, part in value.items()
        )
        return f"{{{', '.join(parts)}}}"
    if isinstance(value, str):
        return scalar(value, inside=True)
    if isinstance(value, Sequence):
        return f"[{', '.join(inline(part) for part in value)}]"
    return empty if value is None else _bare(value)


def scalar(text: str, *, inside: bool = False) -> str:
    """A text on one line, quoted where it must be, which is more often `inside` brackets.

    Raises `Unwritable` for NUL and for half characters.
    """
    found = _HALF.search(text)
    if found:
        raise Unwritable(f"U+{ord(found[0]):04X} is no character that a text can hold")
    if _is_plain(text) and not (inside and _UNFLOW.search(text)):
        return text
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _write_name(name: str | int, *, inside: bool = False) -> str:
    """A field's name; a level is a number, and bare."""
    return f"{name}" if isinstance(name, int) else scalar(name, inside=inside)


def _bare(value: int | Fraction | datetime.date) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    if value.denominator == 1:
        return str(value.numerator)
    # A decimal where there is an exact one of at most nine places, which is all that is read.
    scaled = value * 10**9
    if scaled.denominator == 1:
        whole, rest = divmod(int(scaled), 10**9)
        return f"{whole}.{rest:09d}".rstrip("0")
    return f"{value.numerator}/{value.denominator}"


def _is_plain(text: str) -> bool:
    if not text or text.lower() in _WORDS or _UNPLAIN.search(text):
        return False
    if "0" <= text[0] <= "9":
        return ":" not in text and "#" not in text and bool(_WORDED.search(text))
    return bool(_PLAIN.match(text))


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    code = ord(character)
    if character in _SHORT:
        return _SHORT[character]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _render_text(text: str, indent: int, taken: int) -> Rendering:
    """A text on its field's line where it fits, else as a block: literal with line ends, folded."""
    line = scalar(text)
    if "\n" in text:
        return _literal(text, indent) or Rendering(head=line, lines=())
    if taken + len(line) > WIDTH:
        return _folded(text, indent) or Rendering(head=line, lines=())
    return Rendering(head=line, lines=())


def _literal(text: str, indent: int) -> Rendering | None:
    body = text.removesuffix("\n")
    lines = body.split("\n")
    blocked = any(_UNPLAIN_LINE.search(line) for line in lines)
    if blocked or not lines[0].strip() or lines[0][0] == " " or not lines[-1]:
        return None
    below = " " * indent
    return Rendering(
        head="|" if text.endswith("\n") else "|-",
        lines=tuple(below + line if line else "" for line in lines),
    )


def _folded(text: str, indent: int) -> Rendering | None:
    words = text.split(" ")
    if _UNPLAIN_LINE.search(text) or "" in words or len(words) < 3:
        return None
    below = " " * indent
    lines: list[str] = []
    current = below + words[0]
    for word in words[1:]:
        if len(current) + 1 + len(word) > WIDTH:
            lines.append(current)
            current = below + word
        else:
            current += " " + word
    return Rendering(head=">-", lines=(*lines, current))


_UNPLAIN_LINE = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]"
    r"|[ \u00a0]\Z"
)


def _needs_block(value: Data) -> bool:
    """Whether a text with line ends stands somewhere inside."""
    if isinstance(value, str):
        return "\n" in value
    if isinstance(value, Mapping):
        return any(_needs_block(part) for part in value.values())
    return isinstance(value, Sequence) and any(_needs_block(part) for part in value)
