"""The interview under the keys of a Windows console, as prompt_toolkit takes them for its own.

A console without virtual terminal input says each key as a record; prompt_toolkit's reader of these
is loaded here with a stand-in for the console itself.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import re
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import MagicMock, patch

import pytest
from prompt_toolkit.input.posix_pipe import PosixPipeInput, _Pipe
from prompt_toolkit.input.vt100_parser import Vt100Parser
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.win32_types import KEY_EVENT_RECORD
from tests.interview import person, test_screen
from tests.interview.person import KEYS

SHIFT, CTRL = 0x10, 0x08
RECORDS = {
    "<enter>": (0x0D, "\r", 0),
    "<down>": (0x28, "\0", 0),
    "<up>": (0x26, "\0", 0),
    "<left>": (0x25, "\0", 0),
    "<right>": (0x27, "\0", 0),
    "<s-tab>": (0x09, "\t", SHIFT),
    "<pagedown>": (0x22, "\0", 0),
    "<pageup>": (0x21, "\0", 0),
    "<esc>": (0x1B, "\x1b", 0),
    **{
        f"<c-{letter}>": (ord(letter) - 32, KEYS[f"<c-{letter}>"], CTRL)
        for letter in "abcdefgklnopqrstuvwxyz"
    },
}
"""Virtual key, character and state of the control keys, by Microsoft's documentation."""
_NAMES = {code: name for name, code in KEYS.items() if name in RECORDS}
_ONE = re.compile("|".join(map(re.escape, sorted(_NAMES, key=len, reverse=True))) + "|.", re.DOTALL)

Read = Callable[[str], list[KeyPress]]


@pytest.fixture(scope="module")
def read() -> Read:
    """What the interview is told of keys that are given as a terminal of today sends them."""
    stand_in: Any = types.ModuleType("msvcrt")
    with (
        patch.object(sys, "platform", "win32"),
        patch.object(ctypes, "windll", MagicMock(), create=True),
        patch.dict(sys.modules, msvcrt=stand_in),
    ):
        win32: Any = importlib.import_module("prompt_toolkit.input.win32")
    reader = object.__new__(win32.ConsoleInputReader)

    def press(code: str) -> list[KeyPress]:
        key, character, state = RECORDS.get(_NAMES.get(code, ""), (0, code, 0))
        record = KEY_EVENT_RECORD(KeyDown=1, VirtualKeyCode=key, ControlKeyState=state)
        record.uChar.UnicodeChar = character
        presses: list[KeyPress] = reader._event_to_key_presses(record)
        return presses

    return lambda text: [one for code in _ONE.findall(text) for one in press(code)]


class Console(PosixPipeInput):
    """What is sent is read as the records of a console."""

    read: Read

    def read_keys(self) -> list[KeyPress]:
        return type(self).read(self.stdin_reader.read())


@pytest.fixture(autouse=True)
def console(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextlib.contextmanager
    def create() -> Iterator[Console]:
        pipe = _Pipe()
        try:
            yield Console(_pipe=pipe)
        finally:
            pipe.close()

    monkeypatch.setattr(Console, "read", staticmethod(read), raising=False)
    monkeypatch.setattr(person, "create_pipe_input", create)


# What each of these says holds under these keys too.
state, store = test_screen.state, test_screen.store
test_from_the_first_field_to_the_result = test_screen.test_from_the_first_field_to_the_result
test_back_works_on_every_kind = test_screen.test_back_works_on_every_kind
test_esc_neither_goes_back_nor_loses = (
    test_screen.test_esc_neither_goes_back_nor_loses_what_is_typed
)
test_the_help_names_the_keys = test_screen.test_the_help_names_the_keys_that_work_where_one_is
test_the_highlight_survives = test_screen.test_the_highlight_survives_why_and_a_note
test_going_to_a_key = test_screen.test_going_to_a_key
test_leaving_is_the_persons_own = test_screen.test_leaving_is_the_persons_own


@pytest.mark.parametrize("name", [name for name in RECORDS if name not in ("<esc>", "<enter>")])
def test_a_key_is_the_same_key_as_on_a_terminal(name: str, read: Read) -> None:
    found: list[KeyPress] = []
    parser = Vt100Parser(found.append)
    parser.feed(KEYS[name])
    parser.flush()
    assert [press.key for press in read(KEYS[name])] == [press.key for press in found]
