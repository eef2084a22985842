"""What a screen of a size shows of an ask: every word of what matters now, nothing cut unseen.

Pure: an ask, a size and what is highlighted give lines. Where there is not enough room, less is
shown step by step, and what is left out says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from outsource_check.interview import words
from outsource_check.interview.asks import Ask, Item, join_said
from outsource_check.text import shorten, width

Line = tuple[str, str]
"""A style's name, and a text that is no wider than the screen."""
_STYLES = {"place": "class:place", "question": "class:question", "problem": "class:problem"}
_LINES_SHORT = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What a list shows besides its ask."""

    highlight: int | None
    """The index of the highlighted item; of a number's ask, -1 is the number itself."""
    typed: str = ""
    """The number as typed so far."""
    problem: str = ""
    """What was wrong with the last key; wins over the ask's own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Room:
    """How much is shown where; each step of `_STEPS` leaves out a little more."""

    blanks: bool = True
    others: int = 99
    """How many lines an item has that is not highlighted."""
    details: bool = True
    keys: Literal["all", "few"] = "all"
    title: bool = True
    lines: int = 999
    """How many lines there are of what is known already."""


_STEPS = (
    _Room(),
    _Room(blanks=False),
    _Room(blanks=False, others=3),
    _Room(blanks=False, others=2),
    _Room(blanks=False, others=2, keys="few"),
    _Room(blanks=False, others=1, keys="few"),
    _Room(blanks=False, others=1, keys="few", lines=6),
    _Room(blanks=False, others=1, keys="few", lines=_LINES_SHORT, details=False, title=False),
)


def wrap(text: str, columns: int, *, first: str = "", rest: str = "") -> list[str]:
    """A text as lines of at most so many columns, broken between words; long words are split.

    `first` stands before the first line, `rest` before the others.
    """
    lines: list[str] = []
    line, used = first, width(first)
    empty = True
    for word in text.split(" "):
        size = width(word)
        if not empty and used + 1 + size <= columns:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if not empty:
            lines.append(line)
            line, used = rest, width(rest)
        while used + size > columns and width(word) > 1:
            head = _head(word, columns - used)
            lines.append(line + head)
            word = word[len(head) :]  # noqa: PLW2901 - what is left of it
            size = width(word)
            line, used = rest, width(rest)
        line, used, empty = line + word, used + size, False
    return [*lines, line]


def _head(word: str, columns: int) -> str:
    kept = 0
    for number, character in enumerate(word):
        kept += width(character)
        if kept > max(columns, 2):
            return word[:number]
    return word


def compose(ask: Ask, columns: int, rows: int, look: Look) -> list[Line]:
    """The lines of a list or number on a screen of this size, at most `rows` of them."""
    lines: list[Line] = []
    for room in _STEPS:
        lines = _compose(ask, columns, look, room, None)
        if len(lines) <= rows:
            return lines
    for count in range(len(ask.items), 0, -1):
        lines = _compose(ask, columns, look, _STEPS[-1], count)
        if len(lines) <= rows:
            return lines
    return _cut(lines, rows)


def compose_top(ask: Ask, columns: int, rows: int) -> list[Line]:
    """What stands above a text that is typed: at most `rows` lines."""
    for room in _STEPS:
        lines = [*_compose_head(ask, columns, room), *_hint(ask, columns)]
        if len(lines) <= rows:
            return lines
    return _cut(lines, rows)


def compose_bottom(ask: Ask, columns: int, problem: str = "") -> list[Line]:
    """What stands below a text that is typed."""
    return [
        *_say(problem or ask.problem, "class:problem", columns),
        *_keys(words.WHY_TEXT_KEYS if ask.help else words.TEXT_KEYS, columns),
    ]


def compose_help(ask: Ask, columns: int, rows: int, offset: int) -> tuple[list[Line], int]:
    """The explanation of an ask from a line on; and the last line that it can begin with."""
    lines: list[Line] = []
    late = tuple(entry for entry in ask.help if entry[0] in words.LATE_HELP)
    early = tuple(entry for entry in ask.help if entry not in late)
    for heading, text in (*early, ("Keys", " ".join(_explain_keys(ask))), *late):
        lines.append(("class:question", heading))
        lines += [("", line) for line in wrap(text, columns)]
        lines.append(("", ""))
    foot = _keys(words.HELP_KEYS, columns)
    room = max(rows - len(foot) - 1, 1)
    last = max(len(lines) - room, 0)
    if not last:
        foot = _keys(words.HELP_KEYS[-1:], columns)
    offset = min(offset, last)
    shown = lines[offset : offset + room]
    more = [("class:keys", words.more(len(lines) - offset - room))] if offset < last else []
    return [*shown, *more, *foot], last


# ------------------------------------------------------------------------------------- pieces


def _compose(ask: Ask, columns: int, look: Look, room: _Room, count: int | None) -> list[Line]:
    """`count` is how many items are shown around the highlighted one; None: all."""
    blank: list[Line] = [("", "")] if room.blanks else []
    lines = [*_compose_head(ask, columns, room), *blank]
    if ask.kind == "number":
        lines += _compose_number(ask, columns, look)
    items = len(lines)
    start, end = _find_window(len(ask.items), look.highlight, count)
    if start:
        lines.append(("class:keys", f"  {words.more(start, 'above')}"))
    gap = False
    for index, item in enumerate(ask.items[start:end], start):
        if item.apart and not gap and blank and index:
            lines += blank
        gap = gap or item.apart
        lines += _compose_item(item, columns, room, highlighted=index == look.highlight)
    if end < len(ask.items):
        lines.append(("class:keys", f"  {words.more(len(ask.items) - end, 'below')}"))
    lines += blank
    if ask.attached:
        lines += _say(f"Written down: {ask.attached}", "", columns)
    lines += _say(look.problem or ask.problem, "class:problem", columns)
    keys = list(_choose_keys(ask, room))
    if any(text.endswith("…") or "…: " in text for _, text in lines[items:]):
        keys.insert(0, words.CUT_KEY)
    return [*lines, *_keys(keys, columns)]


def _find_window(items: int, highlight: int | None, count: int | None) -> tuple[int, int]:
    if count is None or count >= items:
        return 0, items
    middle = max(highlight or 0, 0)
    start = min(max(middle - count // 2, 0), items - count)
    return start, start + count


def _compose_head(ask: Ask, columns: int, room: _Room) -> list[Line]:
    left = words.about(ask.left) if ask.left else ""
    place = " · ".join(part for part in (ask.place, ask.section, left) if part)
    lines = _say(ask.message, "class:message", columns)
    lines += [("class:place", line) for line in wrap(place, columns)]
    if room.blanks:
        lines.append(("", ""))
    if ask.title and room.title:
        lines += [("class:title", line) for line in wrap(ask.title, columns)]
    if room.title:
        lines += _say(ask.lead, "", columns)
    lines += [("class:question", line) for line in wrap(ask.text, columns)]
    known = [("", line) for text in ask.lines for line in wrap(text, columns, rest="  ")]
    if len(known) > room.lines:
        hidden = len(known) - room.lines + 1
        known = [*known[: room.lines - 1], ("class:keys", words.more(hidden))]
    return [*lines, *known]


def _compose_number(ask: Ask, columns: int, look: Look) -> list[Line]:
    pointer = ">" if look.highlight == -1 else " "
    gauge = ask.gauge(look.typed) if ask.gauge else ""
    text = f"{ask.unit[:1].upper()}{ask.unit[1:]}: {look.typed}_"
    text = f"{text}  ({gauge})" if gauge else text
    style = "class:chosen" if look.highlight == -1 else ""
    return [(style, line) for line in wrap(text, columns, first=f"{pointer} ", rest="    ")]


def _compose_item(item: Item, columns: int, room: _Room, *, highlighted: bool) -> list[Line]:
    mark = f"{item.mark} ".ljust(3) if item.mark else ""
    first = f"{'>' if highlighted else ' '} {mark}"
    lines = wrap(item.line, columns, first=first, rest=" " * len(first))
    if highlighted:
        shown = [("class:chosen", line) for line in lines]
        if item.detail and room.details:
            indent = " " * len(first)
            detail = wrap(item.detail, columns, first=indent, rest=indent)
            shown += [("class:message", line) for line in detail]
        return shown
    if len(lines) > room.others and item.said:
        return [("", first + join_said(item.text, item.said, columns - len(first)))]
    if len(lines) > room.others:
        last = lines[room.others - 1]
        lines = [
            *lines[: room.others - 1],
            shorten(f"{last} {lines[room.others].strip()}", columns),
        ]
        if not lines[-1].endswith("…"):
            lines[-1] = f"{shorten(lines[-1], columns - 1)}…"
    return [("", line) for line in lines]


def _hint(ask: Ask, columns: int) -> list[Line]:
    return _say(f"({ask.hint})" if ask.hint else "", "", columns)


def _say(text: str, style: str, columns: int) -> list[Line]:
    return [(style, line) for line in wrap(text, columns)] if text else []


def _choose_keys(ask: Ask, room: _Room) -> Sequence[str]:
    if room.keys == "few":
        return words.FEW_KEYS
    row = ask.spot.part.startswith("row:")
    attach = words.ROW_KEYS if row else words.ATTACH_KEYS
    return (
        *(words.LIST_KEYS if ask.help else words.BARE_KEYS),
        *(attach if ask.may_attach else ()),
        *(words.MOVE_KEYS if ask.may_move else ()),
        words.LEAVE_KEY,
    )


def _explain_keys(ask: Ask) -> Iterator[str]:
    """The same keys in sentences."""
    typed = ask.kind == "text"
    yield words.HELP_TEXT if typed else words.HELP_LIST
    if ask.may_attach and not typed:
        yield words.HELP_NOTE
        yield words.HELP_NAME if ask.spot.part.startswith("row:") else words.HELP_OWNER
    yield words.HELP_MOVE if ask.may_move else words.HELP_LEAVE


def _keys(keys: Iterable[str], columns: int) -> list[Line]:
    """Keys with what they do, never broken inside one."""
    lines: list[str] = []
    for key in keys:
        if lines and width(lines[-1]) + 3 + width(key) <= columns:
            lines[-1] = f"{lines[-1]} · {key}"
        else:
            lines.append(shorten(key, columns))
    return [("class:keys", line) for line in lines]


def _cut(lines: list[Line], rows: int) -> list[Line]:
    """The last resort on a screen that is too low: the upper part, and how much is missing."""
    hidden = len(lines) - rows + 1
    return [*lines[: rows - 1], ("class:keys", words.more(hidden))] if hidden > 1 else lines
