"""The result on a screen: whole words at any width, and nothing in it is markup."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from rich.color import Color, ColorSystem

from outsource_check import read_answers, score
from outsource_check.pack import Verdict, Words
from outsource_check.report.colours import measure_contrast
from outsource_check.result import words
from outsource_check.terminal.result import COLOURS, show_result
from outsource_check.text import width

EXAMPLE = Path(__file__).parents[1] / "examples" / "figures-are-worked-out" / "answers.yaml"


def show(file: Path, columns: int) -> str:
    result = score(read_answers(file), as_of=datetime.date(2026, 11, 24))
    return show_result(result, colour=False, columns=columns)


@pytest.mark.parametrize("columns", [30, 40, 80, 132])
def test_every_line_fits_and_none_ends_in_blanks(columns: int) -> None:
    for line in show(EXAMPLE, columns).splitlines():
        assert width(line) <= columns
        assert line == line.rstrip()


def test_the_same_words_stand_there_at_every_width() -> None:
    wide = show(EXAMPLE, 400).split("Keys, the lowest first")[0].split()
    narrow = show(EXAMPLE, 30).split("Keys, the lowest first")[0].split()
    assert wide == narrow


@pytest.mark.parametrize("rows", [17, 30, 48, 200])
def test_less_is_listed_where_it_is_to_fit_on_one_screen(rows: int) -> None:
    result = score(read_answers(EXAMPLE), as_of=datetime.date(2026, 11, 24))
    text = show_result(result, colour=False, rows=rows)
    assert text.count("\n") <= rows
    for heading in ("Score", "Why", "Keys, the lowest first", "What to do first", "not asked"):
        assert heading in text
    assert (text == show_result(result, colour=False)) is (rows == 200)


def test_of_a_result_that_fits_on_no_screen_one_of_each_is_listed() -> None:
    result = score(read_answers(EXAMPLE), as_of=datetime.date(2026, 11, 24))
    text = show_result(result, colour=False, rows=1)
    assert "\n  1. " in text
    assert "\n  2. " not in text
    assert "After the first 5: " in text


def test_what_a_file_says_is_never_markup_and_never_raw(tmp_path: Path) -> None:
    text = EXAMPLE.read_text("utf-8").replace(
        "engagement: Mobile app rebuild", 'engagement: "[red]x[/nope] :warning: \\e[31m \\u202e"'
    )
    file = tmp_path / "answers.yaml"
    file.write_text(text, "utf-8")
    shown = show(file, 80)
    assert "[red]x[/nope] :warning: \\x1b[31m \\u202e" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("verdict", "code"),
    [("not-ready", "167"), ("at-risk", "167"), ("conditional", "134"), ("ready", "28")],
)
def test_the_verdict_is_said_in_words_and_has_a_colour(
    verdict: Verdict, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    result = score(read_answers(EXAMPLE), as_of=datetime.date(2026, 11, 24))
    said = result.verdict.model_copy(update={"low": verdict, "high": verdict})
    changed = result.model_copy(update={"verdict": said})
    coloured, bare = show_result(changed), show_result(changed, colour=False)
    title = words.verdict_title(changed.verdict, Words())
    assert f"\x1b[1;38;5;{code}m{title}\x1b[0m\n" in coloured
    assert f"{title}\n" in bare
    assert {*re.findall(r"\x1b\[([0-9;]*)m", coloured)} == {"0", "1", f"1;38;5;{code}"}
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == bare


@pytest.mark.parametrize(
    "ground",
    [
        *("#ffffff", "#fafafa", "#fdf6e3"),  # most light themes, One Half, Solarized
        *("#000000", "#0c0c0c", "#1e1e1e", "#282a36", "#002b36", "#300a24"),
    ],
)
def test_the_colours_of_verdicts_are_read_on_dark_and_light(ground: str) -> None:
    for name in COLOURS.values():
        colour = Color.parse(name).get_truecolor().hex
        assert measure_contrast(colour, ground) >= 3, name


@pytest.mark.parametrize(("verdict", "number"), [("at-risk", 9), ("conditional", 13), ("ready", 2)])
def test_where_there_are_sixteen_colours_the_verdict_has_the_nearest(
    verdict: Verdict, number: int
) -> None:
    assert Color.parse(COLOURS[verdict]).downgrade(ColorSystem.STANDARD).number == number
