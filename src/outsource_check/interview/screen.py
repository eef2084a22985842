"""The interview on a terminal's screen: one prompt of our own, built once, asked by questionary.

Letters and digits only move the highlight; Enter alone commits. Nothing is highlighted on an open
question. What was highlighted or half typed is kept while something else is looked at.
"""

from __future__ import annotations

import contextlib
import termios
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import (
    BufferControl,
    Dimension,
    FormattedTextControl,
    HSplit,
    Layout,
    Window,
)
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from questionary import Question, Style

from outsource_check.errors import Interrupted
from outsource_check.interview import words
from outsource_check.interview.asks import Ask, Item, join_said
from outsource_check.interview.layout import (
    Line,
    Look,
    compose,
    compose_bottom,
    compose_help,
    compose_top,
)
from outsource_check.interview.model import (
    Attach,
    Back,
    Choose,
    Event,
    Go,
    Quit,
    Review,
    Skip,
    Spot,
    Type,
)
from outsource_check.interview.signals import Signals
from outsource_check.text import clean, shorten

STYLE = Style(
    [
        ("place", ""),
        ("title", "bold"),
        ("question", "bold"),
        ("chosen", "bold"),
        ("message", "italic"),
        ("problem", "bold"),
        ("keys", ""),
    ]
)
_HELP = "help"
_WIDE = 60
"""Columns from which on an answered question's number stays on the screen beside it."""
_COMMANDS: dict[str, Event] = {
    "c-n": Attach("note"),
    "c-e": Attach("evidence"),
    "c-o": Attach("owner"),
    "c-w": Attach("who"),
    "c-g": Go(),
    "c-r": Review(),
    "c-q": Quit(),
}


class ScreenFrontEnd:
    """Asks on a terminal. `keyboard` and `output` are given by tests only."""

    def __init__(
        self, signals: Signals, *, keyboard: Input | None = None, output: Output | None = None
    ) -> None:
        self._signals = signals
        self._input = keyboard or create_input()
        self._output = output or create_output()
        if isinstance(self._output, Vt100_Output):
            # Asking where the cursor is costs a second a question where nothing answers.
            self._output.enable_cpr = False
        self._pending: dict[Spot, str] = {}
        self._committed: Spot | None = None
        self._read: tuple[str, ...] = ()
        """The notes that were shown last."""

    # --------------------------------------------------------------------------------- asking

    @contextlib.contextmanager
    def opened(self) -> Iterator[None]:
        """While inside, keys that are typed between two prompts are neither shown nor changed.

        A terminal edits the line while nobody reads it: Ctrl-W would take out the answer before it.
        Ctrl-C stays a signal.
        """
        try:
            descriptor = self._input.fileno()
            before = termios.tcgetattr(descriptor)
        except (termios.error, NotImplementedError, OSError, ValueError):
            yield
            return
        quiet = termios.tcgetattr(descriptor)
        quiet[0] &= ~(termios.ICRNL | termios.IXON)
        quiet[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
        try:
            termios.tcsetattr(descriptor, termios.TCSANOW, quiet)
            # What was typed before the first question is no answer to it.
            termios.tcflush(descriptor, termios.TCIFLUSH)
            yield
        finally:
            with contextlib.suppress(termios.error, OSError):
                termios.tcsetattr(descriptor, termios.TCSANOW, before)

    def tell(self, text: str) -> None:
        """Write a line above the next question."""
        columns = self._output.get_size().columns
        self._output.write(shorten(text, columns))
        self._output.write_raw("\r\n")
        self._output.flush()

    def ask(self, ask: Ask) -> Event:
        """Show the ask until something was done about it."""
        self._forget(ask)
        if ask.notes and ask.notes != self._read:
            if (away := self._show_notes(ask)) is not None:
                return away
            self._read = ask.notes
            ask = replace(ask, message="")
        while True:
            event = self._ask_text(ask) if ask.kind == "text" else self._ask_list(ask)
            if event == _HELP:
                self._show_help(ask)
                continue
            assert not isinstance(event, str)
            # The reason is asked next; until it is given, nothing is committed.
            commits = isinstance(event, Choose | Type | Skip)
            commits = commits and event != Choose("not-applicable")
            # The review begins again where it was left.
            commits = commits and ask.spot.kind != "review"
            self._committed = ask.spot if commits else None
            self._record(ask, event)
            return event

    def _forget(self, ask: Ask) -> None:
        """What was pending is over once it was committed, unless it was refused."""
        refused = ask.spot == self._committed and ask.problem
        if self._committed is not None and not refused:
            self._pending.pop(self._committed, None)
        self._committed = None

    def _show_notes(self, ask: Ask) -> Event | None:
        """The notes alone, as there may be no room for them above the question.

        What leads away from them; None where they were read.
        """
        note = Ask(
            spot=Spot("review", "notes"),
            kind="list",
            place=words.BEFORE,
            text=" ".join(ask.notes),
            message=ask.message,
            items=(Item(value="go", text=words.GO_ON),),
            chosen="go",
        )
        while True:
            event = self._ask_list(note)
            if event == Choose("go"):
                return None
            if isinstance(event, Back | Quit):
                return event

    def _record(self, ask: Ask, event: Event) -> None:
        """One line of what was answered stays on the screen above the next question."""
        said = _describe(ask, event)
        if not said:
            return
        columns = self._size()[0]
        numbered = ask.spot.kind in ("question", "aside") and columns >= _WIDE
        place = f"{ask.place}  " if numbered else ""
        # A line of a list stands for itself, and so does the reason why it does not apply.
        row = ask.text if ask.spot.part.startswith("row:") else ask.lead
        name = row or ask.title or ask.text
        if ask.spot.kind == "start":
            name = words.START_TITLES.get(ask.spot.id, name)
        elif ask.spot.kind == "fact":
            name = words.first_sentence(name)
        self.tell(f"{place}{join_said(name, said, columns - len(place))}")

    # ----------------------------------------------------------------------------------- list

    def _ask_list(self, ask: Ask) -> Event | str:
        prompt = _ListPrompt(ask, self._pending.get(ask.spot, ""), self._size)
        keys = prompt.bind()
        control = FormattedTextControl(prompt.render, focusable=True, show_cursor=False)
        window = Window(control, dont_extend_height=True, always_hide_cursor=True)
        try:
            return self._run(Layout(window), keys)
        finally:
            self._pending[ask.spot] = prompt.pending

    def _show_help(self, ask: Ask) -> None:
        keys = KeyBindings()
        offset = [0, 0]

        def render() -> StyleAndTextTuples:
            lines, offset[1] = compose_help(ask, *self._size(), offset[0])
            return _join(lines)

        def scroll(by: int) -> Callable[[KeyPressEvent], None]:
            def handle(_event: KeyPressEvent) -> None:
                offset[0] = min(max(offset[0] + by, 0), offset[1])

            return handle

        for name, by in (("down", 1), ("up", -1), ("pagedown", 10), ("pageup", -10), (" ", 10)):
            keys.add(name)(scroll(by))
        for name in ("?", "enter", "c-j", "left", "s-tab", "c-b", "q"):
            keys.add(name)(lambda event: event.app.exit(result=_HELP))
        control = FormattedTextControl(render, focusable=True, show_cursor=False)
        self._run(Layout(Window(control, dont_extend_height=True, always_hide_cursor=True)), keys)

    # ----------------------------------------------------------------------------------- text

    def _ask_text(self, ask: Ask) -> Event | str:
        start = self._pending.get(ask.spot, ask.field)
        buffer = Buffer(multiline=False, document=Document(start, len(start)))
        keys = _bind_text(buffer, ask)

        def top() -> StyleAndTextTuples:
            columns, rows = self._size()
            return _join(compose_top(ask, columns, max(rows - 5, 3)))

        def bottom() -> StyleAndTextTuples:
            return _join(compose_bottom(ask, self._size()[0]))

        box = Window(
            BufferControl(buffer),
            wrap_lines=True,
            dont_extend_height=True,
            height=Dimension(min=1),
            get_line_prefix=lambda number, wraps: "> " if not (number or wraps) else "  ",
        )
        body = HSplit(
            [
                Window(FormattedTextControl(top), dont_extend_height=True),
                box,
                Window(FormattedTextControl(bottom), dont_extend_height=True),
            ]
        )
        try:
            return self._run(Layout(body, focused_element=box), keys)
        finally:
            self._pending[ask.spot] = buffer.text

    # -------------------------------------------------------------------------------- running

    def _size(self) -> tuple[int, int]:
        size = self._output.get_size()
        return max(size.columns, 10), max(size.rows, 4)

    def _run(self, layout: Layout, keys: KeyBindings) -> Event | str:
        """One prompt; what it was ended with. Raises `Interrupted`."""
        _bind_stop(keys)
        application: Application[Any] = Application(
            layout=layout,
            key_bindings=keys,
            style=STYLE,
            erase_when_done=True,
            input=self._input,
            output=self._output,
        )

        def wake() -> None:
            def stop() -> None:
                if application.is_running and not application.future.done():  # type: ignore[union-attr]
                    application.exit(exception=Interrupted("interrupted"))

            if application.loop is not None:
                application.loop.call_soon_threadsafe(stop)

        # A signal between here and the prompt's first line is seen by the check.
        application.pre_run_callables.append(self._signals.check)
        self._signals.wake = wake
        try:
            ended: Event | str = Question(application).unsafe_ask()
        except (EOFError, KeyboardInterrupt):
            raise Interrupted("interrupted") from None
        finally:
            self._signals.wake = None
        return ended


class _ListPrompt:
    """The moving parts of a list: what is highlighted, and a number that is being typed."""

    def __init__(self, ask: Ask, pending: str, size: Callable[[], tuple[int, int]]) -> None:
        self._ask = ask
        self._size = size
        self._problem = ""
        self._digits = ""
        """Digits typed to choose an item whose number has several."""
        self._typed = ask.field
        values = [item.value for item in ask.items]
        self._highlight: int | None = None
        if ask.kind == "number" and pending.startswith("="):
            self._highlight, self._typed = -1, pending[1:]
        elif pending in values:
            self._highlight = values.index(pending)
        elif ask.chosen in values:
            self._highlight = values.index(ask.chosen)
        elif ask.kind == "number":
            self._highlight = -1

    @property
    def pending(self) -> str:
        """What to begin with when the same is asked again."""
        if self._highlight is None:
            return ""
        return f"={self._typed}" if self._highlight < 0 else self._ask.items[self._highlight].value

    def render(self) -> StyleAndTextTuples:
        look = Look(highlight=self._highlight, typed=self._typed, problem=self._problem)
        columns, rows = self._size()
        return _join(compose(self._ask, columns, rows, look))

    def bind(self) -> KeyBindings:
        keys = KeyBindings()
        for name, by in (("up", -1), ("down", 1), ("pageup", -5), ("pagedown", 5)):
            keys.add(name)(self._moving(by))
        keys.add("home")(self._moving(-999))
        keys.add("end")(self._moving(999))
        for name in ("enter", "c-j"):
            keys.add(name)(self._enter)
        for name in ("left", "s-tab", "c-b"):
            keys.add(name)(lambda event: event.app.exit(result=Back()))
        for name in ("right", "tab"):
            keys.add(name)(self._go_on)
        keys.add("?")(lambda event: event.app.exit(result=_HELP))
        keys.add("c-d")(lambda event: event.app.exit(result=Quit()))
        for name, command in _COMMANDS.items():
            keys.add(name)(_exiting(command))
        keys.add("backspace")(self._rub_out)
        keys.add(Keys.Any)(self._type)
        keys.add(Keys.BracketedPaste)(lambda _event: None)
        return keys

    def _moving(self, by: int) -> Callable[[KeyPressEvent], None]:
        def handle(_event: KeyPressEvent) -> None:
            first = -1 if self._ask.kind == "number" else 0
            last = len(self._ask.items) - 1
            self._problem = self._digits = ""
            if self._highlight is None:
                self._highlight = first if by > 0 else last
            else:
                self._highlight = min(max(self._highlight + by, first), last)

        return handle

    def _enter(self, event: KeyPressEvent) -> None:
        if self._highlight is None:
            self._problem = words.NOTHING_CHOSEN
        elif self._highlight >= 0:
            event.app.exit(result=Choose(self._ask.items[self._highlight].value))
        elif not self._typed:
            self._problem = words.NOTHING_TYPED
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
            self._highlight, self._typed = -1, self._typed[:-1]

    def _type(self, event: KeyPressEvent) -> None:
        key = event.data
        self._problem = ""
        if self._ask.kind == "number" and ((key.isascii() and key.isdigit()) or key in ".,"):
            if self._highlight != -1:
                self._typed = ""
            self._highlight = -1
            self._typed = (self._typed + key.replace(",", "."))[:19]
            return
        marks = [item.mark for item in self._ask.items]
        for wanted in (self._digits + key, key):
            if wanted in marks:
                self._highlight = marks.index(wanted)
                self._digits = wanted if wanted.isdigit() else ""
                return


def _describe(ask: Ask, event: Event) -> str:
    """What was answered, in short; empty where nothing was."""
    if ask.spot.part == "reason" and isinstance(event, Type):
        return f"does not apply ({clean(event.text)})" if event.text.strip() else ""
    if ask.spot.part == "sum":
        return ask.lines[0].removeprefix(words.TOGETHER) if event == Choose("go") else ""
    if ask.spot.kind not in ("start", "fact", "question"):
        return ""
    if ask.spot.part.startswith(("site:", "figure:")):
        return ""  # what they come to is told at their end
    if isinstance(event, Type):
        return f"{clean(event.text)} {ask.unit}".strip()
    if not isinstance(event, Choose):
        return ""
    item = next((item for item in ask.items if item.value == event.value), None)
    if item is None or item.value in ("rows", "figures", "not-applicable"):
        return ""
    if item.value == "skip":
        return words.SKIPPED if item.text == words.SKIP else ""
    # Of what is chosen by its place in a list, the number says nothing later; of a level, it does.
    return f"{item.mark}, {item.text}" if item.mark == item.value else item.text


def _bind_text(buffer: Buffer, ask: Ask) -> KeyBindings:
    keys = KeyBindings()

    def enter(event: KeyPressEvent) -> None:
        removable = ask.spot.kind == "aside" or ask.spot.part.startswith("figure:")
        removable = removable or ask.spot.id == "name"
        removed = removable and ask.field and not buffer.text.strip()
        event.app.exit(result=Type("-" if removed else buffer.text))

    def left(event: KeyPressEvent) -> None:
        if buffer.cursor_position == 0:
            event.app.exit(result=Back())
        else:
            buffer.cursor_left()

    def paste(event: KeyPressEvent) -> None:
        buffer.insert_text(" ".join(event.data.split()))

    def question_mark(event: KeyPressEvent) -> None:
        if buffer.text or not ask.help:
            buffer.insert_text("?")
        else:
            event.app.exit(result=_HELP)

    for name in ("enter", "c-j"):
        keys.add(name)(enter)
    keys.add("left")(left)
    for name in ("s-tab", "c-b"):
        keys.add(name)(lambda event: event.app.exit(result=Back()))
    keys.add("?")(question_mark)
    keys.add(Keys.BracketedPaste)(paste)
    for name in ("c-g", "c-r", "c-q"):
        keys.add(name)(_exiting(_COMMANDS[name]))
    return keys


def _bind_stop(keys: KeyBindings) -> None:
    for name in ("c-c", "<sigint>"):
        keys.add(name)(lambda event: event.app.exit(exception=Interrupted("interrupted")))


def _exiting(result: Event) -> Callable[[KeyPressEvent], None]:
    def handle(event: KeyPressEvent) -> None:
        event.app.exit(result=result)

    return handle


def _join(lines: list[Line]) -> StyleAndTextTuples:
    """Lines as the fragments of one text."""
    fragments: StyleAndTextTuples = []
    for number, (style, text) in enumerate(lines):
        fragments.append((style, f"\n{text}" if number else text))
    return fragments
