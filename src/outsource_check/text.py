"""Untrusted text on its way to a screen, and problems as text.

Nothing that moves a cursor, changes a colour, hides or reorders what is read passes `clean`.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from typing import TYPE_CHECKING

from outsource_check import system

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outsource_check.errors import Place, Problem

# C0 and C1 controls, DEL, soft hyphen, Arabic letter mark, Mongolian vowel separator, zero-width
# and bidi marks, line and paragraph separators, invisible operators, byte order mark, interlinear
# marks, lone surrogates, noncharacters, tags. `_escape` judges the joiners U+200C and U+200D.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\U0001fffe\U0001ffff]"
)
_LINE_ENDS = re.compile(r"\r\n|[\n\r\t]")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_WINDOW = 100
"""How many columns of a source line are shown at most."""
_ELLIPSIS = "…"
_ALIKE = 3
"""How many of the problems that are alike are shown."""
_NAMED = 5
"""How many names of the others are listed."""
_UNIT = re.compile(r"(.*?)((?: (?:a|an|per|of|in|for|on|each|from|to)\b.*)?)", re.DOTALL)
"""What is counted, and the rest of a unit: `hours`, ` a week`."""
_QUOTED = re.compile(r'"[^"]*"')


def clean(text: str, *, newline: str = " ") -> str:
    r"""The text on one line, with everything unsafe as a visible escape such as `\x1b`.

    Line ends and tabs become `newline`, which is taken as it is (`"\n"` keeps the lines).
    """
    if text.isascii() and text.isprintable():
        return text
    if newline != "\n":
        text = _LINE_ENDS.sub(lambda _: newline, text)
        return _UNSAFE.sub(_escape, text)
    lines = re.split(r"\r\n|\n|\r", text.replace("\t", " "))
    return "\n".join(_UNSAFE.sub(_escape, line) for line in lines)


_COMMANDS = re.compile(r"^(\s*):(?=:)|(#)#(?=[\w.-]*\[)", re.MULTILINE)
"""What the runners of GitHub, Azure and TeamCity take for a command to them."""
_COLOURS = re.compile("(\x1b\\[[0-9;]*m)")


def disarm(text: str, *, coloured: bool = False) -> str:
    """Text on its way out, without what a terminal or a CI runner would obey.

    The last net behind `clean`: lines and tabs stay. As JSON, the text still says the same. Colours
    stay only in a text that is `coloured`.
    """
    if coloured:
        parts = enumerate(_COLOURS.split(text))
        return "".join(part if number % 2 else disarm(part) for number, part in parts)
    text = _UNSAFE.sub(_spell, text)
    return _COMMANDS.sub(
        lambda found: f"{found[1]}\\u003a" if found[2] is None else "#\\u0023", text
    )


def quote(word: str) -> str:
    """A word of a command to copy: for the shell, with nothing in it that moves a cursor."""
    plain = system.quote(word)
    if clean(plain) == plain:
        return plain
    marked = word.replace("\\", "\\\\").replace("'", "\\'").replace("\t", "\\t")
    return f"$'{clean(marked, newline=chr(92) + 'n')}'"


def plural(count: int | str, noun: str, many: str = "") -> str:
    """`1 answer`, `3 answers`; a count that is no whole number is given as it is written."""
    return f"{count} {noun if str(count) == '1' else many or noun + 's'}"


_SINGULARS = (("people", "person"), ("ies", "y"), ("ss", "ss"), ("s", ""))
"""How words of many end, and the same words of one."""


def count_unit(count: str, unit: str) -> str:
    """`3 working days`, `1 working day`, `1 hour a week`: the unit is written as of many."""
    if count != "1" or unit.startswith("%"):
        return f"{count} {unit}"
    noun, rest = _UNIT.fullmatch(unit).groups()  # type: ignore[union-attr]
    ending = next(((many, one) for many, one in _SINGULARS if noun.endswith(many)), ("", ""))
    return f"{count} {noun.removesuffix(ending[0])}{ending[1]}{rest}"


def capitalise(text: str) -> str:
    """A text with its first letter in upper case; the others stay as they are."""
    return text[:1].upper() + text[1:]


def join_words(words: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def short_question(ask: str) -> str:
    """A question without what stands in brackets and what follows its question mark."""
    text = " ".join(_BRACKETS.sub("", ask).split())
    head, mark, _ = text.partition("?")
    return head + mark


def find_width() -> int:
    """The columns of the terminal on stdout; 80 where it is none."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def width(text: str) -> int:
    """How many columns a cleaned text takes on a screen."""
    if text.isascii():
        return len(text)
    return sum(map(_measure, text))


def shorten(text: str, columns: int) -> str:
    """The text, cut to at most so many columns with an ellipsis at its end; `columns` is 1 or more.

    >>> shorten("a long text", 6)
    'a lon…'
    """
    if width(text) <= columns:
        return text
    kept, used = [], 0
    for character in text:
        used += _measure(character)
        if used > columns - 1:
            break
        kept.append(character)
    return "".join(kept).rstrip() + _ELLIPSIS


def wrap(
    text: str, columns: int, *, first: str = "", rest: str = "", split: bool = True
) -> list[str]:
    """A cleaned text as lines of at most so many columns, broken between words.

    `first` stands before the first line, `rest` before the others. A word that is longer than a
    line is split, or stands out where it is not to be.
    """
    columns = max(columns, width(first) + 2, width(rest) + 2)
    lines: list[str] = []
    line, empty = first, True
    for word in text.split(" "):
        longer = line + word if empty else f"{line} {word}"
        if width(longer) > columns and not empty:
            lines.append(line)
            longer = rest + word
        while split and width(longer) > columns:
            fits = next(n for n in range(columns, 0, -1) if width(longer[:n]) <= columns)
            lines.append(longer[:fits])
            longer = rest + longer[fits:]
        line, empty = longer, False
    return [*lines, line]


def describe(problem: Problem, *, source: bool = True, severity: str = "error") -> str:
    """A problem as lines for a screen, cleaned, without a line end at the end.

    `path:line:column: error[OC005]: message`, then the source line with a caret under what is
    meant and the hint behind it. Without a source line, or with `source` off, the hint follows the
    message on the same line.
    """
    place = problem.place
    where = f"{clean(place.file)}:{place.line}:{place.column}: " if place else ""
    rule = f"{severity}[{problem.rule}]" if problem.rule else severity
    head = f"{where}{rule}: {clean(problem.text)}"
    hint = clean(problem.hint)
    if place is None or not source or not place.source.strip():
        return f"{head}; {hint}" if hint else head
    shown, indent, carets = _point(place)
    gutter = " " * len(str(place.line))
    tail = f" {hint}" if hint else ""
    return "\n".join(
        (
            head,
            f"{gutter} |",
            f"{place.line} | {shown}",
            f"{gutter} | {' ' * indent}{'^' * carets}{tail}",
        )
    )


def describe_all(
    told: Iterable[tuple[str, Problem]], *, source: bool = True, complete: bool = False
) -> list[str]:
    """Problems, each with its severity, as `describe` says them; of those that are alike three.

    A line behind the third counts the others, and lists the names by which they differ. With
    `complete`, all are described.
    """
    told = list(told)
    alike: dict[object, list[Problem]] = {}
    for severity, problem in told:
        alike.setdefault(_liken(severity, problem), []).append(problem)
    seen: dict[object, int] = {}
    lines = []
    for severity, problem in told:
        likeness = _liken(severity, problem)
        number = seen[likeness] = seen.get(likeness, 0) + 1
        if complete or number <= _ALIKE:
            lines.append(describe(problem, source=source, severity=severity))
        if not complete and number == _ALIKE < len(alike[likeness]):
            lines.append(_count_others(alike[likeness]))
    return lines


def _liken(severity: str, problem: Problem) -> object:
    """What is the same in problems that are alike: rule, file and words, but not what is quoted.

    A hint, and the words that are expected, tell apart what is mended in different ways. Without a
    file, each problem is a thing of its own.
    """
    if problem.place is None:
        return id(problem)
    words = problem.text.partition(", found ")[0]
    if not words.startswith("expected "):
        words = _QUOTED.sub("", words)
    return severity, problem.rule, problem.place.file, words, problem.hint


def _count_others(alike: list[Problem]) -> str:
    shown = {name for problem in alike[:_ALIKE] for name in _QUOTED.findall(problem.text)}
    quoted = [name for problem in alike[_ALIKE:] for name in _QUOTED.findall(problem.text)]
    names = [clean(name) for name in dict.fromkeys(quoted) if name not in shown]
    listed = ", ".join([*names[:_NAMED], *([_ELLIPSIS] if len(names) > _NAMED else [])])
    more = f"  and {len(alike) - _ALIKE} more like it"
    return f"{more}{f' ({listed})' if listed else ''}; --all-problems shows all"


# A joiner is part of a word in Persian or Hindi, and of an emoji; elsewhere it only hides.
_JOINERS = "\u200c\u200d"
_JOINED = (range(0x600, 0x10A0), range(0x2600, 0x27C0), range(0x1F000, 0x1FB00))
_BEFORE_JOINER = (*_JOINED, (0x200D, 0xFE0F))


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if found[0] in _JOINERS and found.start():
        before = ord(found.string[found.start() - 1])
        after = ord(found.string[found.end() : found.end() + 1] or "\0")
        if any(before in part for part in _BEFORE_JOINER) and any(
            after in part for part in _JOINED
        ):
            return found[0]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _spell(found: re.Match[str]) -> str:
    """An unsafe character as JSON spells it; what only ends a line or a column stays."""
    if found[0] in "\n\t" or _escape(found) == found[0]:
        return found[0]
    halves = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{halves[at : at + 4]}" for at in range(0, len(halves), 4))


def _measure(character: str) -> int:
    if character < "\x7f":
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _point(place: Place) -> tuple[str, int, int]:
    """The part of the source line to show, the columns before the caret, the number of carets."""
    start = min(max(place.column - 1, 0), len(place.source))
    end = min(max(place.end_column - 1, start), len(place.source))
    # Only a window around the start is cleaned: a line may be a megabyte long.
    left = max(0, start - _WINDOW)
    before = clean(place.source[left:start])
    marked = clean(place.source[start : min(end, start + _WINDOW)])
    after = clean(place.source[end : end + _WINDOW]) if end <= start + _WINDOW else ""
    if width(before) + width(marked + after) > _WINDOW or left > 0:
        room = max(_WINDOW // 2, _WINDOW - width(marked + after) - 1)
        if width(before) > room:
            before = shorten(before[::-1], room + 1)[::-1]  # its end stays
        elif left > 0:
            before = _ELLIPSIS + before
    line = shorten(before + marked + after, _WINDOW)
    if end + _WINDOW < len(place.source) and not line.endswith(_ELLIPSIS):
        line += _ELLIPSIS
    indent = width(before)
    carets = max(1, min(width(marked), width(line) - indent))
    return line.rstrip(), indent, carets
