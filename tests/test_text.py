"""Untrusted text: nothing that acts on a screen passes, and carets stand under what is meant."""

from __future__ import annotations

import subprocess
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_check.errors import Place, Problem
from outsource_check.text import clean, describe, quote, shorten, width, wrap


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain é 漢字 😀", "plain é 漢字 😀"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b31m", "\\x9b31m"),
        ("a\x00\x07\x7f", "a\\x00\\x07\\x7f"),
        ("one\ntwo\r\nthree\tfour\rfive", "one two three four five"),
        ("abc\u202edef\u2066", "abc\\u202edef\\u2066"),
        ("zero\u200bwidth\ufeff\xad", "zero\\u200bwidth\\ufeff\\xad"),
        ("half \ud800", "half \\ud800"),
        ("tag \U000e0041", "tag \\U000e0041"),
        ("a\u2028b\x85c", "a\\u2028b\\x85c"),
        ("joined a\u200db", "joined a\\u200db"),
        ("👩\u200d💻 \u0645\u06cc\u200c\u062e", "👩\u200d💻 \u0645\u06cc\u200c\u062e"),
        ("[red]:warning:[/nope]", "[red]:warning:[/nope]"),
    ],
)
def test_what_acts_on_a_screen_becomes_visible(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_lines_can_be_kept() -> None:
    assert clean("a\r\n\tb\x1b\nc", newline="\n") == "a\n b\\x1b\nc"
    assert clean("a\nb", newline=" / ") == "a / b"


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60))
def test_a_cleaned_text_is_one_line_of_printable_characters_and_stays(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert len(cleaned.splitlines()) <= 1
    controls = {"Cc", "Cs", "Zl", "Zp"}
    assert not any(unicodedata.category(character) in controls for character in cleaned)
    cleaned.encode("utf-8")
    assert width(shorten(cleaned, 10)) <= 10


def test_width_counts_columns() -> None:
    assert [width(text) for text in ("abc", "漢字", "e\u0301", "😀", "")] == [3, 4, 1, 2, 0]


def test_a_long_text_is_cut_with_an_ellipsis() -> None:
    assert shorten("a long text", 6) == "a lon…"
    assert shorten("漢字漢字", 5) == "漢字…"
    assert shorten("short", 5) == "short"


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("one two", 7, ["one two"]),
        ("one two", 6, ["one", "two"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("漢字漢字", 5, ["漢字", "漢字"]),
        ("", 5, [""]),
    ],
)
def test_lines_break_between_words_and_long_words_are_split(
    text: str, columns: int, lines: list[str]
) -> None:
    assert wrap(text, columns) == lines


def test_a_wrapped_text_hangs_behind_its_first_word_and_keeps_a_long_word_where_asked() -> None:
    assert wrap("one two", 6, first="- ", rest="  ") == ["- one", "  two"]
    assert wrap("an abcdefgh", 4, rest=" ", split=False) == ["an", " abcdefgh"]


def problem(source: str, column: int, end: int, hint: str = "") -> Problem:
    place = Place(file="a.yaml", line=5, column=column, end_column=end, source=source)
    return Problem(rule="OC201", message='unknown question id "SCE-02"', place=place, hint=hint)


def test_a_problem_shows_its_line_and_a_caret() -> None:
    shown = describe(problem("  SCE-02:", 3, 9, 'did you mean "SEC-02"?'))
    assert shown.splitlines() == [
        'a.yaml:5:3: error[OC201]: unknown question id "SCE-02"',
        "  |",
        "5 |   SCE-02:",
        '  |   ^^^^^^ did you mean "SEC-02"?',
    ]


def test_carets_stand_under_wide_and_escaped_characters() -> None:
    shown = describe(problem("漢字: \x1b😀x", 5, 7)).splitlines()
    assert shown[2] == "5 | 漢字: \\x1b😀x"
    assert shown[3] == "  | " + " " * 6 + "^^^^^^"


def test_a_long_line_is_shown_around_the_caret() -> None:
    source = "a" * 5_000 + "HERE" + "b" * 1_000_000
    shown = describe(problem(source, 5_001, 5_005)).splitlines()
    assert max(map(len, shown)) < 120
    start = shown[3].index("^")
    assert shown[2][start : start + 4] == "HERE"
    assert shown[3].count("^") == 4
    assert shown[2].startswith("5 | …")
    assert shown[2].endswith("…")


def test_a_caret_behind_the_end_and_one_without_an_end() -> None:
    assert describe(problem("a:", 3, 0)).splitlines()[2:] == ["5 | a:", "  |   ^"]
    assert describe(problem("a: bcd", 4, 0)).splitlines()[3] == "  |    ^"


def test_without_a_line_to_show_the_hint_follows() -> None:
    bare = Problem(rule="OC001", message="missing", place=Place(file="b\x1b.yaml"), hint="look")
    assert describe(bare) == "b\\x1b.yaml:1:1: error[OC001]: missing; look"
    assert describe(Problem(rule="", message="wrong")) == "error: wrong"
    assert describe(problem("x", 1, 2), source=False).count("\n") == 0


@pytest.mark.posix
@pytest.mark.parametrize(
    ("word", "quoted"),
    [
        ("answers.yaml", "answers.yaml"),
        ("it is.yaml", "'it is.yaml'"),
        ("\x1b[31mé.yaml", "$'\\x1b[31mé.yaml'"),
        ("a\u202e'b\\c\n", "$'a\\u202e\\'b\\\\c\\n'"),
    ],
)
def test_a_word_of_a_command_is_copied_whole_and_moves_no_cursor(word: str, quoted: str) -> None:
    assert quote(word) == quoted
    shell = ["bash", "-c", f"printf %s {quoted}"]
    printed = subprocess.run(shell, capture_output=True, check=True, env={"LC_ALL": "C.UTF-8"})
    assert printed.stdout.decode() == word
