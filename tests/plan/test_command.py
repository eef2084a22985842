"""`plan` as it is typed."""

from __future__ import annotations

import json
import random
from contextlib import chdir
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.alignment.transcript import run
from tests.reference import worlds
from tests.result.small import levels, read, said, spell, write_pack

from outsource_check.documents.schema import build_schema
from outsource_check.pack import Words
from outsource_check.plan import Plan, make_plan
from outsource_check.plan.words import phase_title
from outsource_check.result import score

SCHEMA = jsonschema.Draft7Validator(build_schema(Plan, "A plan", entering=False))
STOP = {"at_or_below": 0, "because": "It hurts"}
QUESTIONS = [
    levels("a", stop=STOP, remedy={"do": "Mend a", "effort_days": "2.5"}),
    levels("b", remedy={"do": "Mend b", "effort_days": "1.5"}),
    levels("c"),
]


def lay_out(folder: Path, answers: dict[str, Any]) -> None:
    write_pack(folder, QUESTIONS, sides="client", evidence="optional")
    text = json.dumps(spell(said("client", answers)))
    (folder / "answers.yaml").write_text(text, encoding="utf-8")


def plan(folder: Path, answers: dict[str, Any], words: str = "") -> str:
    lay_out(folder, answers)
    with chdir(folder):
        return run(f"outsource-check plan --pack small {words}".strip())


def test_the_document_fits_its_schema_and_keeps_days_exact(tmp_path: Path) -> None:
    answers = {"k.a": 0, "k.b": 0, "k.c": "dont-know"}
    document = json.loads(plan(tmp_path, answers, "--to ready --json"))
    SCHEMA.validate(document)
    assert document["format"] == "outsource-check/plan/v1"
    assert (document["days"], document["reached"]) == (5, True)
    assert [(step["question"], step["days"], step["phase"]) for step in document["steps"]] == [
        ("k.a", 2.5, "stops"),
        ("k.c", 1, "rest"),
        ("k.b", 1.5, "rest"),
    ]
    assert document["asking"] == [{"kind": "open", "id": "k.c"}]


SCREENS = [
    ({"k.a": 0, "k.b": 3, "k.c": 3}, "", "To “Ready”: 1 step, 2.5 days"),
    ({"k.a": 3, "k.b": 3, "k.c": 3}, "", "“Ready” is reached: no work is needed"),
    ({"k.a": 3, "k.b": 3, "k.c": 3}, "--to at-risk", "“At risk” is reached: no work is needed"),
    ({"k.a": 0, "k.b": 3, "k.c": 3}, "--without k.a", "No steps lead to “At risk”"),
    ({"k.a": 0, "k.b": 3, "k.c": 3}, "--without k.a", "Stop: “Question a”"),
    ({"k.a": 0, "k.b": 3, "k.c": 3}, "--days 2", "With 2 days: certainly “Not ready”"),
    ({"k.a": 3, "k.b": 3, "k.c": 0}, "", "counted as 1 day"),
    ({"k.a": 3, "k.b": 3, "k.c": 0}, "--days x", '--days is "x": expected a number of days'),
    ({"k.a": 3, "k.b": 3, "k.c": 0}, "--days 1 --to ready", "exclude each other"),
    ({"k.a": 3, "k.b": 3, "k.c": 0}, "--without k.d", 'there is no question "k.d" to leave out'),
]


def test_a_step_says_who_and_until_when_as_the_answers_do(tmp_path: Path) -> None:
    answer = {"level": 0, "owner": "Dana", "due": "2026-11-01"}
    page = plan(tmp_path, {"k.a": answer, "k.b": 3, "k.c": 3}, "--as-of 2026-11-30")
    assert "Mend a (Dana, by 2026-11-01 (late), 2.5 days)" in page


def test_evidence_that_a_step_brings_is_not_asked_for(tmp_path: Path) -> None:
    write_pack(tmp_path, QUESTIONS, sides="client")
    for level, named in ((0, []), (3, [{"kind": "no-evidence", "id": "k.a"}])):
        text = json.dumps(spell(said("client", {"k.a": level, "k.b": 3, "k.c": 3})))
        (tmp_path / "answers.yaml").write_text(text, encoding="utf-8")
        with chdir(tmp_path):
            document = json.loads(run("outsource-check plan --pack small --json"))
        assert document["asking"] == named


@pytest.mark.parametrize(("answers", "words", "expected"), SCREENS)
def test_the_screen_says_what_it_takes(
    tmp_path: Path, answers: dict[str, Any], words: str, expected: str
) -> None:
    assert expected in plan(tmp_path, answers, words)


def test_a_single_answer_that_would_decide_is_named(tmp_path: Path) -> None:
    page = plan(tmp_path, {"k.a": "dont-know", "k.b": 4, "k.c": 4})
    assert "Question a: at its best, Ready" in page
    assert "Question a: at its worst, Not ready" in page


def test_doing_what_a_plan_says_through_files_gives_its_verdict_and_score(tmp_path: Path) -> None:
    answers: dict[str, Any] = {"k.a": 0, "k.b": 1, "k.c": "dont-know"}
    for words in ("--to ready", "--to conditional", "--days 3", "--days 4"):
        document = json.loads(plan(tmp_path, answers, f"{words} --json"))
        aims = {step["question"]: step["aim"] for step in document["steps"]}
        done = {
            name: {"level": aims[name], "evidence": [{"what": "Done"}]} if name in aims else said
            for name, said in answers.items()
        }
        lay_out(tmp_path, done)
        with chdir(tmp_path):
            after = json.loads(run("outsource-check score --pack small --json"))
        assert document["score"] == after["score"]
        assert document["verdict"] == {end: after["verdict"][end] for end in ("low", "high")}


@pytest.mark.slow
def test_a_plan_over_500_questions_in_12_keys_is_found() -> None:
    chance = random.Random(7)  # noqa: S311 - a made-up pack
    keys: dict[str, list[dict[str, Any]]] = {}
    answers = {}
    for number in range(500):
        key = f"k{number % 12}"
        fields: dict[str, Any] = {
            "weight": chance.choice([1, 2, 3]),
            "remedy": {"do": "Do", "effort_days": chance.choice(["0.5", "1", "2", "3.5", "5"])},
        }
        if chance.random() < 0.2:
            fields["stop"] = STOP
        keys.setdefault(key, []).append(levels(f"q{number}", **fields))
        answers[f"{key}.q{number}"] = chance.choice([0, 1, 2, 3, 3, "dont-know"])
    engagement = read([], said("client", answers), keys=keys, sides="client")
    result = score(engagement, as_of=worlds.AS_OF)
    found = make_plan(result, to="ready")
    assert found.reached
    assert found.steps


def test_own_verdicts_say_for_themselves_whether_to_go_ahead() -> None:
    own = Words.model_validate({"verdicts": {"ready": "Approved"}})
    assert phase_title("stops", Words()) == "Before going ahead"
    assert phase_title("stops", own) == "Before anything else"
