"""An ask laid out on a screen of some size, with every word of what matters now.

Pure: an ask, a size and what is highlighted give lines. Where there is not enough room, less is
shown step by step, and a line says what is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from outsource_check.interview import words
from outsource_check.interview.front_end import Ask, Item, join_said
from outsource_check.text import shorten, width, wrap

Line = tuple[str, str]
"""A style, and a text that is no wider than the screen."""
POINTER = "> "
"""What stands before the highlighted item and before what is typed."""
_WIDE = 60
"""Columns from which on all keys are named, however low the screen is."""
_LOW = 20
"""Rows below which a list that scrolls needs each of them."""
_LONGEST = 6
"""Columns of a key's bar at most."""
_LEAST = 3
"""The fewest lines that are left for a text that is typed, and for what is known already."""


class _Room(IntEnum):
    """How much room there is; each step leaves out a little more."""

    AMPLE = 0
    CLOSE = 1
    """No blank lines."""
    TIGHT = 2
    """What is known already is cut short, and so are questions beside their answers."""
    BARE = 3
    """No bar of the keys."""
    SCROLLS = 4
    """The items have to be scrolled; a column beside them is left free to show it."""
    BRIEF = 5
    """No title and no details either."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What a list shows besides its ask."""

    highlight: int = -1
    """Which of `Page.items` is highlighted; -1: none."""
    typed: str = ""
    """The number as typed so far."""
    problem: str = ""
    """What was wrong with the last key; wins over the ask's own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """The lines of a screen."""

    head: Sequence[Line]
    """What is asked."""
    items: Sequence[Sequence[Line]]
    """By item, what stands behind its pointer; of a number's ask, the first is the number."""
    foot: Sequence[Line]
    """What was wrong, and the keys."""
    scrolls: bool
    """Whether there is no room for all items at a time."""


def compose(ask: Ask, columns: int, rows: int, look: Look) -> Page:
    """What stands on a screen of this size.

    Question, highlighted item and keys have room for themselves; the other items may have to be
    scrolled to.
    """
    rows -= _LEAST if ask.kind == "text" else 0
    for room in _Room:
        page = _fill(ask, columns, rows, look, room)
        scrolled = page.items[look.highlight : look.highlight + 1] or page.items[:1]
        shown = scrolled if page.scrolls else page.items
        free = rows - sum(map(len, shown)) - len(page.foot)
        if len(page.head) <= free:
            return page
    return replace(page, head=_cut(page.head, max(free, 1)))


def compose_help(ask: Ask, columns: int, rows: int, offset: int) -> tuple[list[Line], int]:
    """The explanation of an ask from a line on, and the last line that it can be scrolled to."""
    late = tuple(entry for entry in ask.help if entry[0] in words.LATE_HELP)
    early = tuple(entry for entry in ask.help if entry not in late)
    lines: list[Line] = []
    for heading, text in (*early, ("Keys", " ".join(_explain_keys(ask))), *late):
        lines += [("class:question", heading), *_say(text, columns), ("", "")]
    foot = _name_keys(words.HELP_KEYS, columns)
    room = max(rows - len(foot) - 1, 1)
    last = max(len(lines) - room, 0)
    if not last:
        return [*lines, *_name_keys(words.HELP_KEYS[-1:], columns)], last
    offset = min(offset, last)
    more = [("", words.more(last - offset))] if offset < last else []
    return [*lines[offset : offset + room], *more, *foot], last


# ------------------------------------------------------------------------------------- pieces


def _fill(ask: Ask, columns: int, rows: int, look: Look, room: _Room) -> Page:
    tight, scrolls, typed = room >= _Room.TIGHT, room >= _Room.SCROLLS, ask.kind == "text"
    blank = [("", "")] if room == _Room.AMPLE and not typed else []
    items = [_write_number(ask, columns - scrolls, look)] if ask.kind == "number" else []
    highlight = look.highlight - len(items)
    apart = next((index for index, item in enumerate(ask.items) if item.apart), 0)
    for index, item in enumerate(ask.items, 1):
        lines = _write_item(item, columns - scrolls, room, highlighted=index - 1 == highlight)
        items.append([*lines, *blank] if index == apart else lines)
    head = [*_write_head(ask, columns, rows, room)]
    known = [("", line) for text in ask.lines for line in wrap(text, columns, rest="  ")]
    hint = _say(f"({ask.hint})" if ask.hint else "", columns)
    said = [
        *_say("" if typed or not ask.attached else f"Written down: {ask.attached}", columns),
        *_say(look.problem or ask.problem, columns, "class:problem"),
    ]
    keys = _list_keys(ask, few=tight and columns < _WIDE)
    if items and (scrolls or any("…: " in f"{text}: " for item in items for _, text in item)):
        keys = [words.CUT_KEY, *keys]
    foot = [*said, *_name_keys(keys, columns)]
    if tight:
        rest = len(head) + len(hint) + sum(map(len, items)) + len(foot)
        known = [*_cut(known, max(rows - rest, _LEAST))]
    return Page(
        head=[*head, *known, *hint, *blank],
        items=items,
        foot=[*blank, *foot],
        scrolls=scrolls,
    )


def _write_head(ask: Ask, columns: int, rows: int, room: _Room) -> Iterator[Line]:
    left = words.about(ask.left) if ask.left else ""
    yield from _say(ask.message, columns, "class:message")
    yield from _say(" · ".join(part for part in (ask.place, ask.section, left) if part), columns)
    bar = draw_keys(ask.keys, ask.key, columns) if _spares_a_line(ask, rows, room) else ""
    if bar or room == _Room.AMPLE:
        yield "class:bar", bar
    if room < _Room.BRIEF:
        yield from _say(ask.title, columns, "class:question")
        yield from _say(ask.lead, columns)
    yield from _say(ask.text, columns, "class:question")


def _spares_a_line(ask: Ask, rows: int, room: _Room) -> bool:
    """Whether there is room for the bar: nothing is cut short, and no list scrolls, because of it.

    A list that scrolls anyway has a line to spare, except on a low screen.
    """
    if room >= _Room.TIGHT and ask.lines:
        return False
    return room <= _Room.TIGHT or (room == _Room.SCROLLS and rows >= _LOW)


def draw_keys(keys: Sequence[tuple[int, int]], here: int, columns: int) -> str:
    """A bar for every key, heavy as far as it is answered, the present one in brackets.

    Empty where there is one key only, or no room for all of them.
    """
    if len(keys) < 2:
        return ""
    size = min((columns - len(keys) - 1) // len(keys), _LONGEST)
    gap, size = (" ", size) if size > 0 else ("", 1)
    bars = []
    for number, (done, asked) in enumerate(keys):
        heavy = size * done // asked
        bar = "━" * heavy + "╌" * (size - heavy)
        bars.append(f"[{bar}]" if number == here else bar)
    drawn = gap.join(bars)
    return drawn if width(drawn) <= columns else ""


def _write_number(ask: Ask, columns: int, look: Look) -> list[Line]:
    gauge = ask.gauge(look.typed) if ask.gauge else ""
    unit = ask.unit or words.A_DAY
    text = f"{unit[:1].upper()}{unit[1:]}: {look.typed}_"
    style = "class:highlighted" if look.highlight == 0 else ""
    return _hang(f"{text}  ({gauge})" if gauge else text, columns, style, rest="    ")


def _write_item(item: Item, columns: int, room: _Room, *, highlighted: bool) -> list[Line]:
    mark = f"{item.mark} ".ljust(3) if item.mark else ""
    rest = " " * (len(POINTER) + len(mark))
    if not highlighted:
        if item.said and room >= _Room.TIGHT:
            return [("", mark + join_said(item.text, item.said, columns - len(rest)))]
        return _hang(item.line, columns, "", mark, rest)
    detail = item.detail if room < _Room.BRIEF else ""
    lines = wrap(detail, columns, first=rest, rest=rest) if detail else []
    return [
        *_hang(item.line, columns, "class:highlighted", mark, rest),
        *(("class:message", line) for line in lines),
    ]


def _hang(text: str, columns: int, style: str, mark: str = "", rest: str = "") -> list[Line]:
    """The lines of an item; the first one is without the room for the pointer before it."""
    lines = wrap(text, columns, first=" " * len(POINTER) + mark, rest=rest)
    return [(style, line if number else line[len(POINTER) :]) for number, line in enumerate(lines)]


def _say(text: str, columns: int, style: str = "") -> list[Line]:
    return [(style, line) for line in wrap(text, columns)] if text else []


def _list_keys(ask: Ask, *, few: bool) -> Sequence[str]:
    if ask.kind == "text":
        return words.WHY_TEXT_KEYS if ask.help else words.TEXT_KEYS
    if few:
        return words.FEW_KEYS
    attach = words.ROW_KEYS if ask.is_row else words.ATTACH_KEYS
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
        yield words.HELP_NAME if ask.is_row else words.HELP_OWNER
    yield words.HELP_MOVE if ask.may_move else words.HELP_LEAVE


def _name_keys(keys: Iterable[str], columns: int) -> list[Line]:
    """Keys with what they do, never broken inside one."""
    lines: list[str] = []
    for key in keys:
        if lines and width(lines[-1]) + 3 + width(key) <= columns:
            lines[-1] = f"{lines[-1]} · {key}"
        else:
            lines.append(shorten(key, columns))
    return [("", line) for line in lines]


def _cut(lines: Sequence[Line], rows: int) -> Sequence[Line]:
    """At most so many lines, the last of which says how many are missing."""
    hidden = len(lines) - rows + 1
    return [*lines[: rows - 1], ("", words.more(hidden))] if hidden > 1 else lines
