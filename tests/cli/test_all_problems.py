"""Problems that are alike: three on a screen, then how many more; all of them where asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.pack.worlds import LEVELS, write_pack

from outsource_check.cli import main
from outsource_check.errors import Place, Problem
from outsource_check.gate.formats import FORMATS
from outsource_check.text import describe_all

ANSWERS = """\
format: outsource-check/answers/v1
pack: small
pack_version: 1.0.0
engagement: Web shop
respondent: {side: client, role: CTO}
date: 2026-11-23
answers:
"""
MANY = 90
MORE = f"\n  and {MANY - 3} more like it; --all-problems shows all\n"


@pytest.fixture
def broken_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One misspelt field in each of many questions."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "packs").mkdir()
    misspelt = LEVELS.replace("quick:", "quik:")
    write_pack(
        tmp_path / "packs", "".join(misspelt.replace("irst", f"irst-{n}") for n in range(MANY))
    )
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "answers.yaml").write_text(f"{ANSWERS}  one.first-1: 3\n")


@pytest.fixture
def broken_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One wrong level in each of many answers."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "packs").mkdir()
    asked = "".join(LEVELS.replace("irst", f"irst-{n}") for n in range(MANY))
    write_pack(tmp_path / "packs", asked)
    (tmp_path / "shop").mkdir()
    wrong = "".join(f"  one.first-{n}: {n + 10}\n" for n in range(MANY))
    (tmp_path / "shop" / "answers.yaml").write_text(ANSWERS + wrong)


def run(arguments: Sequence[str], capfd: pytest.CaptureFixture[str]) -> tuple[int, str]:
    found = main(arguments)
    return found, "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "command",
    [
        "pack lint",
        "pack list",
        "score",
        "report",
        "align",
        "settle one.first-1 3 --present Dana --reason so",
        "assess shop/answers.yaml --no-input",
        "check",
        "check -f concise",
        "history add",
    ],
)
@pytest.mark.usefixtures("broken_pack")
def test_a_misspelt_field_in_each_of_90_questions_is_shown_three_times(
    command: str, capfd: pytest.CaptureFixture[str]
) -> None:
    arguments = [*command.split(), "--pack", "packs"]
    found, said = run(arguments, capfd)
    assert said.count('unknown field "quik"') == 3
    assert MORE in said
    again, said = run([*arguments, "--all-problems"], capfd)
    assert said.count('unknown field "quik"') == MANY
    assert "more like it" not in said
    assert found == again == 4


@pytest.mark.usefixtures("broken_answers")
@pytest.mark.parametrize("command", ["score", "check", "assess shop/answers.yaml --no-input"])
def test_wrong_levels_are_alike_whatever_was_found(
    command: str, capfd: pytest.CaptureFixture[str]
) -> None:
    found, said = run([*command.split(), "--pack", "packs"], capfd)
    assert found == 3
    assert said.count("expected a level") == 3
    assert f"and {MANY - 3} more like it" in said


@pytest.mark.parametrize("name", sorted({*FORMATS} - {"text", "concise", "github"}))
@pytest.mark.usefixtures("broken_answers")
def test_all_other_formats_hold_all(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    found, said = run(["check", "-f", name, "--pack", "packs"], capfd)
    assert found == 3
    assert said.count("expected a level") >= MANY
    assert "more like it" not in said
    if name in ("json", "sarif", "gitlab"):
        json.loads(said)


@pytest.mark.usefixtures("broken_answers")
def test_github_shows_as_many_as_github_takes(capfd: pytest.CaptureFixture[str]) -> None:
    _, said = run(["check", "-f", "github", "--pack", "packs"], capfd)
    assert said.count("::error") == 10
    assert "80 more errors" in said


def test_the_help_says_how_to_see_all(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "--all-problems" in capfd.readouterr().out


def make(
    message: str, line: int = 1, *, file: str = "a.yaml", hint: str = "", found: str = ""
) -> Problem:
    place = Place(file=file, line=line)
    return Problem(rule="OC010", message=message, found=found, hint=hint, place=place)


ALIKE = {
    "the same words": [make("no title", n) for n in range(4)],
    "another found": [make("expected a level", n, found=f'"{n}"') for n in range(4)],
    "another found, in one text": [make(f'expected a level, found "{n}"', n) for n in range(4)],
    "another name": [make(f'"{n}" has no title', n) for n in range(4)],
}
DIFFERENT = {
    "three": [make("no title", n) for n in range(3)],
    "another hint": [make(f'no "{n}"', hint=f'did you mean "{n}{n}"?') for n in range(4)],
    "another file": [make("no title", file=f"{n}.yaml") for n in range(4)],
    "other words": [make(f"no title {'x' * n}") for n in range(4)],
    "other options": [make(f'expected "a" or "{n}"') for n in range(4)],
    "no file": [Problem(rule="", message="no title") for _ in range(4)],
}


@pytest.mark.parametrize("problems", ALIKE.values(), ids=ALIKE)
def test_what_is_alike_is_shown_three_times(problems: list[Problem]) -> None:
    lines = describe_all(("error", one) for one in problems)
    assert len(lines) == 4
    assert lines[3].startswith("  and 1 more like it")
    whole = describe_all((("error", one) for one in problems), complete=True)
    assert lines[:3] == whole[:3]
    assert len(whole) == 4


@pytest.mark.parametrize("problems", DIFFERENT.values(), ids=DIFFERENT)
def test_what_is_different_is_all_shown(problems: list[Problem]) -> None:
    lines = describe_all(("error", one) for one in problems)
    assert len(lines) == len(problems)
    assert "more like it" not in "".join(lines)


def test_a_warning_is_not_like_an_error() -> None:
    told = [(severity, make("no title")) for severity in ("error", "warning") for _ in range(3)]
    assert len(describe_all(told)) == 6


@pytest.mark.parametrize(
    ("count", "listed"),
    [(4, '("3")'), (8, '("3", "4", "5", "6", "7")'), (9, '("3", "4", "5", "6", "7", …)')],
)
def test_names_of_those_that_are_not_shown_are_listed(count: int, listed: str) -> None:
    lines = describe_all(("error", make(f'"{n}" has no title', n)) for n in range(count))
    assert lines[3] == f"  and {count - 3} more like it {listed}; --all-problems shows all"


def test_the_count_stands_behind_the_third_of_its_kind_and_names_are_cleaned() -> None:
    told = [("error", make(words, n)) for n in range(4) for words in ("one", f'"\x1b{n}" two')]
    lines = describe_all(told)
    assert [line.partition(": ")[0] for line in lines] == [
        *("a.yaml:0:1", "a.yaml:0:1", "a.yaml:1:1", "a.yaml:1:1", "a.yaml:2:1"),
        "  and 1 more like it; --all-problems shows all",
        "a.yaml:2:1",
        '  and 1 more like it ("\\x1b3"); --all-problems shows all',
    ]
