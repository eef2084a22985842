"""A person at a terminal, in process: keys go in, and what is seen is read from an emulated screen.

The interview runs in a thread of its own; every step waits for a text and never sleeps.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO, cast

import pyte
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output
from tests.interview.world import NOTE, shelf

from outsource_check.errors import Interrupted, OutputError
from outsource_check.interview.conversation import converse
from outsource_check.interview.model import State
from outsource_check.interview.screen import ScreenFrontEnd
from outsource_check.interview.signals import Signals
from outsource_check.interview.storage import AnswerStore

PATIENCE = 30.0
"""Seconds until a text that does not come is given up; far more than any machine needs."""

KEYS = {
    "<enter>": "\r",
    "<down>": "\x1b[B",
    "<up>": "\x1b[A",
    "<left>": "\x1b[D",
    "<right>": "\x1b[C",
    "<s-tab>": "\x1b[Z",
    "<pagedown>": "\x1b[6~",
    "<pageup>": "\x1b[5~",
    "<esc>": "\x1b",
    **{f"<c-{letter}>": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}


def spell(keys: str) -> str:
    """Keys by name, as a terminal sends them."""
    for name, code in KEYS.items():
        keys = keys.replace(name, code)
    return keys


class Glass:
    """The screen: what was written to it, as a person sees it."""

    encoding = "utf-8"

    def __init__(self, columns: int, rows: int) -> None:
        self.size = Size(rows=rows, columns=columns)
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._changed = threading.Condition()
        self.written = ""

    def write(self, data: str) -> int:
        with self._changed:
            self._stream.feed(data)
            self.written += data
            self._changed.notify_all()
        return len(data)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError

    @property
    def lines(self) -> list[str]:
        with self._changed:
            return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """All that is seen, with the breaks of lines taken out."""
        return " ".join(" ".join(self.lines).split())

    def wait(self, text: str, *, gone: bool = False) -> float:
        """Return when the text is seen (or not seen any more); the moment of it."""
        deadline = time.monotonic() + PATIENCE
        with self._changed:
            while True:
                seen = " ".join(" ".join(self._screen.display).split())
                if (text in seen) is not gone:
                    return time.monotonic()
                if not self._changed.wait(deadline - time.monotonic()):
                    shown = "\n".join(self._screen.display)
                    raise AssertionError(f'"{text}" did not come:\n{shown}')


class Person:
    """One sitting."""

    def __init__(
        self, state: State, store: AnswerStore, glass: Glass, pipe: Any, read: tuple[str, ...]
    ) -> None:
        self.glass = glass
        self.signals = Signals()
        self.result: State | BaseException | None = None
        self._pipe = pipe
        output = Vt100_Output(cast("TextIO", glass), lambda: glass.size, enable_cpr=False)
        front = ScreenFrontEnd(self.signals, keyboard=pipe, output=output)
        front.read = read

        def run() -> None:
            try:
                self.result = converse(state, store, front, self.signals, time.monotonic)
            except BaseException as error:  # noqa: BLE001 - handed to the test
                self.result = error

        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()

    def press(self, keys: str, *, see: str = "") -> None:
        """Press keys, by name; then wait for a text where one is given."""
        self._pipe.send_text(spell(keys))
        if see:
            self.glass.wait(see)

    def see(self, text: str) -> None:
        self.glass.wait(text)

    def close_terminal(self) -> None:
        self._pipe.close()

    def wait_for_end(self) -> State | BaseException | None:
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), self.glass.text
        return self.result


@contextlib.contextmanager
def sit_down(
    state: State,
    store: AnswerStore,
    *,
    columns: int = 80,
    rows: int = 40,
    read: tuple[str, ...] = (NOTE,),
) -> Iterator[Person]:
    """A person in front of a question; whoever is still there at the end presses Ctrl-C.

    `read` are the notes that were read before.
    """
    with create_pipe_input() as pipe:
        person = Person(state, store, Glass(columns, rows), pipe, read)
        try:
            yield person
        finally:
            if person.result is None:
                with contextlib.suppress(Exception):
                    person.press("<c-c>")
                person.wait_for_end()
            assert isinstance(person.result, State | Interrupted | OutputError), person.result


def open_store(folder: Path, packs: Path) -> AnswerStore:
    store = AnswerStore(str(folder / "answers.yaml"), shelf(packs))
    store.open()
    return store
