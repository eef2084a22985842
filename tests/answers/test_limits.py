"""A number lies between the least and the most that its question takes, wherever it is given."""

from __future__ import annotations

import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.pack.worlds import write_pack

from outsource_check.answers import read_answers
from outsource_check.answers.schema import build_answers_schema
from outsource_check.cli import main
from outsource_check.errors import AnswerError, ConfigurationError
from outsource_check.interview.model import Header, Spot, State, Type
from outsource_check.interview.session import step
from outsource_check.lint import lint_pack
from outsource_check.pack import NumberQuestion, Pack, read_pack

DAY = datetime.date(2026, 11, 30)
RATING = "unit: points of 10, worst: 0, best: 10"
DAYS = "unit: days, better: lower, bounds: {1: 10, 4: 1}"
FILE = """\
format: outsource-check/answers/v1
pack: small
pack_version: 1.0.0
engagement: App
respondent: {side: client, role: CTO}
date: 2026-11-20
answers:
"""


def load(tmp_path: Path, fields: str) -> tuple[Path, Pack, NumberQuestion]:
    folder = write_pack(tmp_path, f"- {{id: q, title: Q, kind: number, quick: yes, {fields}}}\n")
    pack = read_pack(folder)
    question = pack.questions["one.q"]
    assert isinstance(question, NumberQuestion)
    return folder, pack, question


LIMITS: list[tuple[str, tuple[Any, Any], tuple[Any, ...]]] = [
    # What is said nowhere: from the ends of the line, or from what a percentage is.
    (RATING, (0, 10), (0, 1, 2, 3, 4)),
    ("unit: points, worst: 10, best: 2", (2, 10), (0, 1, 2, 3, 4)),
    ('unit: "% of people", worst: 50, best: 90', (0, 100), (0, 1, 2, 3, 4)),
    ("unit: per cent, better: higher, bounds: {2: 25, 4: 75}", (0, 100), (0, 2, 4)),
    (DAYS, (0, None), (0, 1, 4)),
    # What is said counts, each end by itself.
    ("unit: defects, worst: 30, best: 5, min: 0, max: 900", (0, 900), (0, 1, 2, 3, 4)),
    ("unit: defects, worst: 30, best: 5, min: 0", (0, 30), (0, 1, 2, 3, 4)),
    ('unit: "% growth", worst: 0, best: 200, max: 250', (0, 250), (0, 1, 2, 3, 4)),
    # Levels that no number gives are not offered.
    ("unit: points, worst: 0, best: 10, max: 8", (0, 8), (0, 1, 2, 3, Fraction(16, 5))),
    ("unit: days, better: lower, bounds: {1: 10, 3: 5, 4: 1}, min: 2", (2, None), (0, 1, 3)),
    ("unit: days, better: lower, bounds: {1: 10, 4: 5}, max: 7", (0, 7), (0, 1, 4)),
    ("unit: days, better: higher, bounds: {1: 10, 4: 50}, max: 40", (0, 40), (0, 1)),
    ("unit: days, better: higher, bounds: {1: 10, 2: 20, 4: 50}, min: 30", (30, None), (0, 2, 4)),
]


@pytest.mark.parametrize(("fields", "limits", "offered"), LIMITS)
def test_the_limits_and_the_levels_that_they_leave(
    tmp_path: Path, fields: str, limits: tuple[Any, Any], offered: tuple[Any, ...]
) -> None:
    _, _, question = load(tmp_path, fields)
    assert (question.limits, question.offered) == (limits, offered)


TRIED = [
    (RATING, "10", "700", " from 0 to 10"),
    (RATING, "0", "10.000001", " from 0 to 10"),
    (RATING, "none", "999999999.5", " from 0 to 10"),
    ('unit: "% of people", better: higher, bounds: {4: 75}', "100", "900", " from 0 to 100"),
    ("unit: days, better: lower, bounds: {4: 9}, min: 2.5", "2.5", "2", " from 2.5 up"),
    (DAYS, "999999999", "", ""),
]


@pytest.mark.parametrize(("fields", "right", "wrong", "span"), TRIED)
@pytest.mark.parametrize("form", ["{}", "{{value: {}, note: n}}"])
def test_a_file_with_a_number_outside_is_refused_at_its_place(
    tmp_path: Path, fields: str, right: str, wrong: str, span: str, form: str
) -> None:
    folder, _, question = load(tmp_path, fields)
    file = tmp_path / "a.yaml"
    file.write_text(f"{FILE}  one.q: {form.format(right)}\n")
    assert read_answers(file, packs=[folder]).sources[0].content.answers
    if not wrong:
        return
    file.write_text(f"{FILE}  one.q: {form.format(wrong)}\n")
    with pytest.raises(AnswerError) as caught:
        read_answers(file, packs=[folder])
    (problem,) = caught.value.problems
    assert problem.rule == "OC203"
    also = ", none or dont-know" if form == "{}" else " or none"
    assert problem.text == (f'expected a number of "{question.unit}"{span}{also}, found "{wrong}"')
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (8, 10 if form == "{}" else 18)


@pytest.mark.parametrize(("fields", "right", "wrong", "span"), TRIED)
def test_the_interview_asks_again(
    tmp_path: Path, fields: str, right: str, wrong: str, span: str
) -> None:
    _, pack, question = load(tmp_path, fields)
    header = Header(date=DAY, engagement="App", side="client", role="CTO", mode="full")
    state = State(pack=pack, header=header, today=DAY, trail=(Spot("question", "one.q"),))
    assert "one.q" in step(state, Type(right)).answers
    if wrong:
        after = step(state, Type(wrong))
        assert after == state.__class__(**{**_fields(state), "problem": after.problem})
        assert after.problem == f'Expected a number of {question.unit}{span}, found "{wrong}".'
        assert question.gauge(wrong) == span.strip()


def _fields(state: State) -> dict[str, Any]:
    return {name: getattr(state, name) for name in state.__dataclass_fields__}


@pytest.mark.parametrize(("fields", "right", "wrong", "span"), TRIED)
def test_an_answer_on_the_command_line_is_judged_too(
    tmp_path: Path,
    fields: str,
    right: str,
    wrong: str,
    span: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder, _, _ = load(tmp_path, fields)
    file = tmp_path / "a.yaml"
    flags = ["--side", "client", "--role", "CTO", "--engagement", "App", "--full", "--no-input"]
    command = ["assess", str(file), "--pack", str(folder), *flags]
    if wrong:
        assert main([*command, "--set", f"one.q={wrong}"]) == 2
        assert span in capsys.readouterr().err
        assert not file.exists()
    assert main([*command, "--set", f"one.q={right}"]) == 0


def test_editors_know_the_limits(tmp_path: Path) -> None:
    _, pack, _ = load(tmp_path, RATING)
    form = build_answers_schema(pack)["properties"]["answers"]["properties"]["one.q"]["anyOf"][0]
    assert form == {"type": "number", "minimum": 0, "maximum": 10}


LINTED = [
    ("unit: points, worst: 0, best: 10, max: 8",
     'OC322 "best" is 10 points, and answers go from 0 to 8'),
    ("unit: days, better: lower, bounds: {1: 10, 4: 1}, min: 2",
     "OC322 level 4 needs 1 day, and answers go from 2 up"),
    ("unit: days, better: higher, bounds: {1: 10, 4: 50}, max: 40",
     "OC322 level 4 needs 50 days, and answers go from 0 to 40"),
    ("unit: days, better: lower, bounds: {1: 10, 4: 5}, max: 7",
     "OC323 7 still gives level 1, so no number gives level 0"),
    ("unit: days, better: higher, bounds: {1: 10, 4: 50}, min: 10",
     "OC323 10 already gives level 1, so no number gives level 0"),
    ('unit: "%", better: higher, bounds: {1: 25, 4: 900}',
     "OC322 level 4 needs 900 %, and answers go from 0 to 100"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "remark"), LINTED)
def test_lint_names_bounds_that_no_answer_meets(tmp_path: Path, fields: str, remark: str) -> None:
    folder, _, _ = load(tmp_path, fields)
    remarks = [one.problem for one in lint_pack(folder).remarks]
    assert remark in [f"{problem.rule} {problem.text}" for problem in remarks]


@pytest.mark.parametrize(
    ("fields", "span"),
    [(f"{RATING}, min: 12", "12 to 10"), (f"{DAYS}, min: 3, max: 3", "3 to 3")],
)
def test_limits_between_which_nothing_lies_are_refused(
    tmp_path: Path, fields: str, span: str
) -> None:
    with pytest.raises(ConfigurationError, match=f"no number can be the answer: .* from {span}"):
        load(tmp_path, fields)
