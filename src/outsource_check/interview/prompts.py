"""questionary's own prompts, with our keys beside theirs and what is asked around them.

Letters and digits only move the highlight; Enter alone commits. Nothing is highlighted on an open
question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import questionary
from prompt_toolkit.application import Application, get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Always, Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import (
    ConditionalMargin,
    Container,
    FormattedTextControl,
    HSplit,
    Layout,
    ScrollbarMargin,
    ScrollOffsets,
    Window,
)
from prompt_toolkit.output import Output
from questionary import Choice, Question, Style
from questionary.prompts.common import InquirerControl

from outsource_check.interview import words
from outsource_check.interview.front_end import Ask
from outsource_check.interview.layout import POINTER, Line, Look, Page, compose, compose_help
from outsource_check.interview.model import (
    Attach,
    Back,
    Choose,
    Event,
    Go,
    Quit,
    Review,
    Skip,
    Type,
)
from outsource_check.pack.kinds.parts import NOTHING_TYPED

HELP = "help"
"""What a prompt ends with where its explanation is asked for."""
_NUMBER = "="
"""The value of what stands before the items where a number is typed."""
_STYLE = Style(
    [
        ("question", "bold"),
        # One accent, that of a verdict on conditions: it is read on dark and light backgrounds.
        ("bar", "fg:#af5fd7"),
        ("pointer", "fg:#af5fd7 bold"),
        ("highlighted", "bold"),
        ("message", "italic"),
        ("problem", "bold"),
        # None of theirs: they are hard to read on some screens, and missing on others.
        ("answer", "noinherit"),
        ("scrollbar.background", "noinherit"),
        ("scrollbar.button", "noinherit reverse"),
    ]
)
_OPTIONS: Mapping[str, Any] = {"style": _STYLE, "erase_when_done": True}
_MOVES = {"up": -1, "down": 1, "pageup": -5, "pagedown": 5, "home": -999, "end": 999}
_SCROLLS = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10, " ": 10}
_BACK: Mapping[str, Event] = {"s-tab": Back(), "c-b": Back()}
_LEAD_AWAY: Mapping[str, Event] = {"c-g": Go(), "c-r": Review(), "c-q": Quit()}
_ATTACH: Mapping[str, Event] = {
    "c-n": Attach("note"),
    "c-e": Attach("evidence"),
    "c-o": Attach("owner"),
    "c-w": Attach("who"),
}

_Handler = Callable[[KeyPressEvent], None]


def measure(output: Output) -> tuple[int, int]:
    """Columns and rows of a terminal."""
    size = output.get_size()
    return max(size.columns, 10), max(size.rows, 4)


class ListPrompt:
    """A list: what is highlighted, and a number that is being typed.

    Built once, as questionary builds three applications for each: 20 ms for every question.
    `terminal` is its `input` and `output`, as for the other prompts.
    """

    def __init__(self, terminal: Mapping[str, Any]) -> None:
        self._question = questionary.select(
            "",
            [Choice("")],
            pointer=POINTER.strip(),
            use_jk_keys=False,
            use_emacs_keys=False,
            **_OPTIONS,
            **terminal,
        )
        application = self._question.application
        # What paints the choices has no public name. It alone knows which of them is pointed at,
        # and can be told that none is.
        controls = application.layout.find_all_controls()
        self._control = next(found for found in controls if isinstance(found, InquirerControl))
        box = self._frame()
        _put_around(application, box, box, self._fill)
        _add_keys(application, self._bind())

    def begin(self, ask: Ask, pending: str) -> Question:
        """The prompt for an ask; `pending` is what was highlighted or typed when it was left."""
        number = [_NUMBER] if ask.kind == "number" else []
        self._ask = ask
        self._values = [*number, *(item.value for item in ask.items)]
        self._marks = [*("" for _ in number), *(item.mark for item in ask.items)]
        self._problem = self._digits = ""
        self._typed = pending[1:] if pending.startswith(_NUMBER) else ask.field
        start = (pending[:1] if pending.startswith(_NUMBER) else pending, ask.chosen, *number)
        known = [value for value in start if value in self._values]
        self._control.pointed_at = self._values.index(known[0]) if known else -1
        self._control.choices = [Choice("", value) for value in self._values]
        return self._question

    @property
    def pending(self) -> str:
        """What to begin with when the same is asked again."""
        if self._control.pointed_at < 0:
            return ""
        value = self._values[self._control.pointed_at]
        return f"{_NUMBER}{self._typed}" if value == _NUMBER else value

    # ------------------------------------------------------------------------------ what is seen

    def _frame(self) -> Window:
        paint = cast("Callable[[], StyleAndTextTuples]", self._control.text)
        # Without the column that questionary leaves free before its pointer.
        self._control.text = lambda: [
            (style, text[1:] if text in ("   ", f" {POINTER}") else text)
            for style, text, *_ in paint()
        ]
        return Window(
            self._control,
            wrap_lines=True,
            dont_extend_height=True,
            always_hide_cursor=True,
            right_margins=[
                ConditionalMargin(ScrollbarMargin(), Condition(lambda: self._page.scrolls))
            ],
            # Where there is room, all of the highlighted item stays on the screen.
            scroll_offsets=ScrollOffsets(
                bottom=lambda: len(self._page.items[self._control.pointed_at]) - 1
            ),
        )

    def _fill(self) -> Page:
        """Give the choices the lines that there is room for now."""
        look = Look(highlight=self._control.pointed_at, typed=self._typed, problem=self._problem)
        self._page = compose(self._ask, *measure(get_app().output), look)
        for choice, lines in zip(self._control.choices, self._page.items, strict=True):
            choice.title = cast("list[tuple[str, str]]", _join(lines))
        return self._page

    # ---------------------------------------------------------------------------- what keys do

    def _bind(self) -> KeyBindings:
        # Eager where questionary's own are.
        keys = _exit_with(
            {"left": Back(), "?": HELP, "c-d": Quit(), **_BACK, **_LEAD_AWAY, **_ATTACH}
        )
        for name, by in _MOVES.items():
            keys.add(name, eager=True)(self._moving(by))
        for name in ("enter", "c-j"):
            keys.add(name, eager=True)(self._enter)
        for name in ("right", "tab"):
            keys.add(name)(self._go_on)
        keys.add("backspace")(self._rub_out)
        keys.add(Keys.Any)(self._type)
        return keys

    def _moving(self, by: int) -> _Handler:
        def handle(_event: KeyPressEvent) -> None:
            last = len(self._values) - 1
            self._problem = self._digits = ""
            if self._control.pointed_at < 0:
                self._control.pointed_at = 0 if by > 0 else last
            else:
                self._control.pointed_at = min(max(self._control.pointed_at + by, 0), last)

        return handle

    def _enter(self, event: KeyPressEvent) -> None:
        if self._control.pointed_at < 0:
            self._problem = words.NOTHING_CHOSEN
        elif (value := self._values[self._control.pointed_at]) != _NUMBER:
            event.app.exit(result=Choose(value))
        elif not self._typed:
            self._problem = NOTHING_TYPED
        else:
            event.app.exit(result=Type(self._typed))

    def _go_on(self, event: KeyPressEvent) -> None:
        if self._ask.chosen or self._ask.field:
            event.app.exit(result=Skip())
        else:
            self._problem = words.NOTHING_CHOSEN

    def _rub_out(self, _event: KeyPressEvent) -> None:
        self._digits = ""
        if self._ask.kind == "number":
            self._control.pointed_at, self._typed = 0, self._typed[:-1]

    def _type(self, event: KeyPressEvent) -> None:
        key = event.data
        self._problem = ""
        if self._ask.kind == "number" and key and key in self._ask.typed:
            typed = "" if self._control.pointed_at else self._typed
            self._control.pointed_at = 0
            self._typed = (typed + key.replace(",", "."))[:19]
            return
        for wanted in (self._digits + key, key):
            if wanted in self._marks:
                self._control.pointed_at = self._marks.index(wanted)
                self._digits = wanted if wanted.isdigit() else ""
                return


def type_text(ask: Ask, start: str, terminal: Mapping[str, Any]) -> Question:
    """A prompt for a text, `start` in it already."""
    question = questionary.text("", default=start, qmark="", **_OPTIONS, **terminal)
    application = question.application
    box, buffer = application.layout.current_window, application.current_buffer
    box.dont_extend_height = Always()
    box.get_line_prefix = lambda number, wraps: "  " if number or wraps else POINTER

    def take(_buffer: Buffer) -> bool:
        removed = ask.removable and ask.field and not buffer.text.strip()
        application.exit(result=Type("-" if removed else buffer.text))
        return True  # the text stays

    def left(event: KeyPressEvent) -> None:
        if buffer.cursor_position:
            buffer.cursor_left()
        else:
            event.app.exit(result=Back())

    def ask_why(event: KeyPressEvent) -> None:
        if buffer.text or not ask.help:
            buffer.insert_text("?")
        else:
            event.app.exit(result=HELP)

    def delete(event: KeyPressEvent) -> None:
        if buffer.text:
            buffer.delete()
        else:
            event.app.exit(result=Quit())

    buffer.accept_handler = take
    keys = _exit_with({**_BACK, **_LEAD_AWAY})
    keys.add("left")(left)
    keys.add("?")(ask_why)
    keys.add("c-d")(delete)
    for unwanted in (("c-o",), ("c-s",), ("escape", "#")):  # accept, search, comment out
        keys.add(*unwanted)(lambda _event: None)
    keys.add(Keys.BracketedPaste)(lambda event: buffer.insert_text(" ".join(event.data.split())))
    middle = application.layout.container
    _put_around(application, middle, box, lambda: compose(ask, *measure(get_app().output), Look()))
    _add_keys(application, keys)
    return question


def explain(ask: Ask, terminal: Mapping[str, Any]) -> Question:
    """The explanation of an ask; any key that does not scroll leads back."""
    question: Question = questionary.press_any_key_to_continue("", **_OPTIONS, **terminal)
    offset = last = 0

    def render() -> StyleAndTextTuples:
        nonlocal last
        lines, last = compose_help(ask, *measure(get_app().output), offset)
        return _join(lines)

    def scrolling(by: int) -> _Handler:
        def handle(_event: KeyPressEvent) -> None:
            nonlocal offset
            offset = min(max(offset + by, 0), last)

        return handle

    keys = KeyBindings()
    for name, by in _SCROLLS.items():
        keys.add(name)(scrolling(by))
    page = Window(FormattedTextControl(render), always_hide_cursor=True)
    question.application.layout = Layout(page)
    _add_keys(question.application, keys)
    return question


def _exit_with(results: Mapping[str, Event | str]) -> KeyBindings:
    """Keys that end a prompt, each with its result."""
    keys = KeyBindings()
    for name, result in results.items():
        keys.add(name, eager=True)(_exiting(result))
    return keys


def _exiting(result: Event | str) -> _Handler:
    return lambda event: event.app.exit(result=result)


def _add_keys(application: Application[Any], keys: KeyBindings) -> None:
    """Put keys beside those that a prompt has; where both know one, these win."""
    for name in ("c-c", "<sigint>"):
        keys.add(name, eager=True)(lambda event: event.app.exit(exception=KeyboardInterrupt))
    assert application.key_bindings is not None
    application.key_bindings = merge_key_bindings([application.key_bindings, keys])


def _put_around(
    application: Application[Any], middle: Container, box: Window, fill: Callable[[], Page]
) -> None:
    """Put what is asked above a prompt's own part, and what was wrong and the keys below it."""
    page = Page(head=(), items=(), foot=(), scrolls=False)

    def fill_anew(_application: Application[Any]) -> None:
        nonlocal page
        page = fill()

    application.before_render += fill_anew
    head, foot = _show(lambda: page.head), _show(lambda: page.foot)
    application.layout = Layout(HSplit([head, middle, foot]), focused_element=box)


def _show(lines: Callable[[], Sequence[Line]]) -> Window:
    control = FormattedTextControl(lambda: _join(lines()))
    return Window(control, height=lambda: len(lines()), always_hide_cursor=True)


def _join(lines: Sequence[Line]) -> StyleAndTextTuples:
    """Lines as the fragments of one text."""
    return [(style, f"\n{text}" if number else text) for number, (style, text) in enumerate(lines)]
