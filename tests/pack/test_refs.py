"""Official numbers, and sub-headings inside a key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.interview.world import new_state
from tests.pack.worlds import write_pack
from tests.result.small import said

from outsource_check.cli import main
from outsource_check.interview.model import Choose, Go
from outsource_check.interview.session import step
from outsource_check.interview.view import build_ask
from outsource_check.pack import read_pack

Captured = pytest.CaptureFixture[str]
QUESTIONS = """\
- {id: plain, title: Without a number, kind: choice}
- id: policies
  ref: A.5.1
  title: Policies
  ask: What is there?
  heading: Organisation
  kind: matrix
  rows: [{id: x, ref: A.5.1.a, text: Written}, {id: y, ref: A.5.1.b, text: Signed}]
- id: roles
  ref: A.5.2
  title: Roles
  kind: choice
  options: [{id: a, ref: "5.2/1", text: Named, worth: 1}, {id: b, text: Nobody, worth: 0}]
- {id: threats, ref: A.50, title: Threats, heading: Knowledge, kind: choice}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_pack(tmp_path, QUESTIONS)
    answers = {"one.plain": "yes", "one.policies": ["x"], "one.roles": "a", "one.threats": "no"}
    (tmp_path / "a.json").write_text(json.dumps(said("client", answers)))
    return tmp_path


def test_a_heading_holds_until_the_next_one(folder: Path) -> None:
    pack = read_pack(folder / "small")
    headings = [question.heading for question in pack.questions.values()]
    assert headings == ["", "Organisation", "Organisation", "Knowledge"]


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("A.5.1", ["policies"]),
        ("a.5.1.b", ["policies"]),
        ("5.2/1", ["roles"]),
        ("A.5", ["policies", "roles"]),
        ("A", ["policies", "roles", "threats"]),
        ("A.5.", []),
    ],
)
def test_a_number_finds_its_question_and_all_below_it(
    folder: Path, number: str, found: list[str]
) -> None:
    questions = read_pack(folder / "small").find_by_ref(number)
    assert [question.id for question in questions] == [f"one.{name}" for name in found]


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("A.5.1", ("A.5.1 Policies (one.policies)", "under Organisation", "x: A.5.1.a Written")),
        ("A.5", ("2 questions of number A.5", "one.roles", "A.5.2 Roles [choice]")),
        ("one", ("Organisation one.policies A.5.1 Policies [matrix]", "Knowledge one.threats")),
        ("one.roles", ("A.5.2 Roles (one.roles)", "a: 5.2/1 Named (level 4)")),
    ],
)
def test_pack_show_shows_and_finds_them(
    folder: Path, capsys: Captured, name: str, texts: tuple[str, ...]
) -> None:
    assert main(["pack", "show", name, "--pack", str(folder / "small")]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    for text in texts:
        assert text in shown


def test_a_number_that_is_near_is_named(folder: Path, capsys: Captured) -> None:
    assert main(["pack", "show", "A.5.1.z", "--pack", str(folder / "small")]) == 2
    assert 'did you mean "A.5.1.' in capsys.readouterr().err


def test_the_interview_shows_and_finds_them(folder: Path) -> None:
    state = step(new_state(read_pack(folder / "small")), Go("a.5.1"))
    ask = build_ask(state)
    assert (ask.title, ask.section) == ("A.5.1 Policies", "one: Organisation")
    assert ask.lines == ("- A.5.1.a Written", "- A.5.1.b Signed")
    assert build_ask(step(state, Choose("rows"))).text == "A.5.1.a Written"
    assert build_ask(step(state, Go("A.5.2"))).items[0].text == "5.2/1 Named"
    assert build_ask(step(state, Go("Roles"))).title == "A.5.2 Roles"


@pytest.mark.parametrize("flags", [["report", "-f", "html"], ["report", "-f", "md"], ["score"]])
def test_reports_and_screens_show_them(folder: Path, capsys: Captured, flags: list[str]) -> None:
    name, *more = flags
    assert main([name, str(folder / "a.json"), "--pack", str(folder), *more]) == 0
    shown = capsys.readouterr().out
    assert "A.5.1 Policies" in shown
    assert "Policies" not in shown.replace("A.5.1 Policies", "")
    if name == "report":
        for text in ("A.5.1.a Written", "5.2/1 Named", "Organisation. What is there?"):
            assert text in shown


def test_the_result_has_them_apart(folder: Path, capsys: Captured) -> None:
    assert main(["score", str(folder / "a.json"), "--pack", str(folder), "--json"]) == 0
    questions = json.loads(capsys.readouterr().out)["keys"][0]["questions"]
    assert [(one["ref"], one["title"], one["heading"]) for one in questions] == [
        ("", "Without a number", ""),
        ("A.5.1", "Policies", "Organisation"),
        ("A.5.2", "Roles", "Organisation"),
        ("A.50", "Threats", "Knowledge"),
    ]
