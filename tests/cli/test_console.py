"""What rich lays out: data is never markup, nothing is lost, and colours stand where they may."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.chance import draw

from outsource_check.terminal.console import Named, bullets, grid, plain, show, whole
from outsource_check.text import clean

HOSTILE = (
    "[red]x[/nope] :warning: [link=https://a.example]",
    "\x1b[31m\x07\x9b31m",
    "\u202edrow\u2066 \u200bzero",
    "見積もりは三十日以内に書面で合意する",
    "👩\u200d💻 e\u0301 😀😀😀😀😀😀😀😀",
    "https://a.example/" + "path" * 20,
)


def squeeze(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("columns", [30, 40, 80])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text_at_any_width(text: str, columns: int) -> None:
    shown = show([plain(text)], columns=columns)
    assert squeeze(shown) == squeeze(clean(text))
    for parts in ([bullets([text])], [grid([("name", text)])], [Named([("name", text)])]):
        shown = show(parts, columns=columns)
        assert squeeze(shown).removeprefix("•").removeprefix("name") == squeeze(clean(text))
        assert all(cell_len(line) <= columns for line in shown.splitlines())


@given(text=st.text(max_size=80), columns=st.integers(min_value=30, max_value=100))
@draw(100)
def test_no_character_is_lost_between_words_and_screen(text: str, columns: int) -> None:
    expected = squeeze(clean(text)).replace("\ufdd0", "")
    assert squeeze(show([plain(text)], columns=columns)) == expected


@pytest.mark.parametrize("text", ["3 h 30 min", "12 January", "25 %", "900\u00a0000"])
def test_no_line_ends_inside_a_number_and_its_unit(text: str) -> None:
    for columns in range(12, 24):
        assert text.replace("\u00a0", " ") in show([plain(f"some words, {text}")], columns=columns)


def test_a_command_to_copy_is_never_broken() -> None:
    command = "outsource-check settle engagement QUESTION LEVEL --present NAME --reason TEXT"
    assert show([whole(command)], columns=20) == f"  {command}\n"


def test_a_dumb_terminal_has_the_width_that_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("FORCE_COLOR", "1")  # else rich sees no terminal here
    assert show([plain("some words")], columns=5) == "some\nwords\n"


def test_no_line_ends_in_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    table = grid([("a", "b"), ("long", "c")])
    shown = show([plain("a title that is long", "bold"), table], columns=10)
    assert "\x1b[1m" in shown
    assert not re.search(r" (\x1b\[[0-9;]*m)*$", shown, re.MULTILINE)


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, False),  # no terminal
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False),
    ],
)
def test_colours_stand_only_where_they_are_wanted_and_possible(
    environment: dict[str, str], *, coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[1m" in show([plain("title", "bold")])) is coloured
    assert "\x1b" not in show([plain("title", "bold")], colour=False)
