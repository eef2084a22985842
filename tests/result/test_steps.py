"""Remedies and evidence of rows and options: what an action takes after what was answered."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from tests.result.small import levels, read, said

from outsource_check.report import render
from outsource_check.result import Result, score

ROWS = [
    {"id": "a", "text": "Backups", "remedy": {"do": "Copy it", "effort_days": 2, "owner": "IT"}},
    {"id": "b", "text": "Alarms", "evidence": ["A rota"]},
    {"id": "c", "text": "Tests", "remedy": {"do": "Restore one", "effort_days": 3, "owner": "QA"}},
]
OPTIONS = [
    {"id": "yes", "text": "Yes", "worth": 1},
    {"id": "half", "text": "Half", "worth": "1/2", "remedy": {"do": "Finish it"}},
    {"id": "no", "text": "No", "worth": 0},
]
COMMON = {"do": "Name somebody", "effort_days": 1, "owner": "IT", "done_when": "It is done"}


STOP = {"at_or_below": 0, "because": "It hurts"}


def weigh(fields: dict[str, Any], *answers: Any, **more: Any) -> Result:
    question = {"id": "q", "title": "Question", **fields}
    files = [said("client", {"k.q": answer}, **more) for answer in answers]
    engagement = read([question, levels("z")], *files, sides="client")
    return score(engagement, as_of=datetime.date(2026, 11, 30))


def find_step(result: Result) -> tuple[str, Any, str]:
    action = next(action for action in result.actions if action.question.id == "k.q")
    return action.do, action.effort_days, action.owner


MATRIX = {"kind": "matrix", "rows": ROWS}
STEPS = [
    (MATRIX, [["c"]], ("“Backups”: Copy it.", 2, "IT")),
    (MATRIX, [["b"]], ("“Backups”: Copy it. “Tests”: Restore one.", 5, "IT and QA")),
    (MATRIX, [["a"], ["a", "c"]], ("“Tests”: Restore one.", 3, "QA")),
    (MATRIX, [{"rows": {"a": {"not_applicable": "no data"}, "c": "no"}}], ("“Tests”", 3, "QA")),
    (MATRIX, ["dont-know"], ("“Backups”: Copy it. “Tests”: Restore one.", 5, "IT and QA")),
    ({**MATRIX, "remedy": COMMON}, [["a"]], ("Name somebody. “Tests”: Restore one.", 4, "IT and")),
    ({**MATRIX, "options": OPTIONS}, [{"rows": {"a": "half", "b": "half", "c": "yes"}}],
     ("“Backups”: Copy it. “Alarms”: Finish it.", 2, "IT")),
    ({"kind": "choice", "options": OPTIONS, "remedy": COMMON}, ["half"], ("Finish it", None, "")),
    ({"kind": "choice", "options": OPTIONS, "remedy": COMMON}, ["no"], ("Name somebody", 1, "IT")),
    ({"kind": "choice", "options": OPTIONS}, ["no"], ("“Yes” to “Question”", None, "")),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "answers", "expected"), STEPS)
def test_an_action_takes_the_steps_of_the_rows_and_options_that_answers_call_for(
    fields: dict[str, Any], answers: list[Any], expected: tuple[str, Any, str]
) -> None:
    do, days, owner = find_step(weigh(fields, *answers))
    assert do.startswith(expected[0])
    assert days == expected[1]
    assert owner.startswith(expected[2])


def test_no_step_tells_what_one_of_few_anonymous_people_said() -> None:
    who = {"side": "client", "role": "Lead", "anonymous": True}
    steps = {find_step(weigh(MATRIX, answer, respondent=who)) for answer in ([], ["a"], ["c"])}
    assert len(steps) == 1


def test_reports_name_the_evidence_of_rows_that_may_be_in_place() -> None:
    for answer, named in ((["a"], False), (["b"], True)):
        page = render(weigh({**MATRIX, "stop": STOP}, answer), template="readiness", format="html")
        assert ("“Alarms”: A rota" in page) is named
