"""The schemas that `schema` prints: right files pass, wrong ones do not, ids can be chosen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from tests.pack.worlds import write_pack

from outsource_check.cli import main
from outsource_check.pack import find_packs, read_pack, starter
from outsource_check.pack.schema import build_pack_schema

ROOT = Path(__file__).parents[2]
HEADER = {
    "format": "outsource-check/answers/v1",
    "pack": "eight-keys",
    "pack_version": "1.0.0",
    "engagement": "X",
    "respondent": {"side": "client", "role": "CTO"},
    "date": "2026-11-23",
}
KINDS = ("answers", "engagement", "pack", "policy", "result", "context")


class Yaml12(yaml.SafeLoader):
    """YAML as editors read it: `yes`, `no` and dates are texts."""


Yaml12.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(("bool", "timestamp"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(path: Path) -> Any:
    return with_text_names(yaml.load(path.read_text(encoding="utf-8"), Yaml12))  # noqa: S506


def with_text_names(part: Any) -> Any:
    if isinstance(part, dict):
        return {str(name): with_text_names(value) for name, value in part.items()}
    return [with_text_names(item) for item in part] if isinstance(part, list) else part


def schema(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["schema", *arguments]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def errors(schema: dict[str, Any], instance: Any) -> list[str]:
    return [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(instance)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_is_the_subset_of_draft_07(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = schema(capsys, kind)
    jsonschema.Draft7Validator.check_schema(found)
    text = json.dumps(found)
    for word in ("prefixItems", "$defs", "discriminator", '"const"'):
        assert word not in text


@pytest.mark.parametrize("ids", ["its own ids", "any ids"])
def test_the_shipped_packs_and_a_new_one_fit_the_schema_of_packs(ids: str, tmp_path: Path) -> None:
    starter.write_pack(tmp_path / "new")
    for folder in (*find_packs().values(), tmp_path / "new"):
        found = build_pack_schema(read_pack(folder) if ids == "its own ids" else None)
        for path in folder.glob("*.yaml"):
            assert errors(found, read(path)) == [], path.name


def test_the_answers_of_the_benchmark_fit(capsys: pytest.CaptureFixture[str]) -> None:
    assert errors(schema(capsys, "answers"), read(ROOT / "benchmarks" / "answers.yaml")) == []


GOOD: tuple[tuple[str, Any], ...] = (
    ("goals.drivers", 3),
    ("goals.drivers", "dont-know"),
    ("goals.drivers", None),
    ("goals.drivers", {"level": 4, "evidence": [{"what": "x", "date": "2026-10-01"}]}),
    ("goals.drivers", {"dont_know": "yes", "note": "asked", "owner": "Lena", "due": None}),
    ("goals.slice", {"not_applicable": "single site"}),
    ("decision-makers.speed", 2.5),
    ("decision-makers.speed", "none"),
    ("decision-makers.speed", {"value": 3, "internal": "no"}),
    ("decision-makers.gaps", []),
    ("decision-makers.gaps", ["budget", "release"]),
    ("decision-makers.gaps", {"rows": {"budget": "named", "release": {"option": "nobody"}}}),
    ("decision-makers.gaps", {"rows": {"budget": {"not_applicable": "none"}, "data": None}}),
    ("time-zones.overlap", {"level": 2}),
    (
        "time-zones.overlap",
        {
            "sites": [
                {"name": "A", "side": "client", "zone": "Europe/London", "hours": "09:00-17:30"},
                {
                    "name": "B",
                    "side": "partner",
                    "zone": "Asia/Tokyo",
                    "hours": ["09:00-12:00", "13:00-18:00"],
                    "holidays": ["2027-02-08"],
                },
            ],
            "pairs": [["A", "B"]],
            "from": "2027-01-01",
        },
    ),
    ("goals.budget", {"costs": {"currency": "EUR", "period": "year", "fees": 520000}}),
)
BAD: tuple[tuple[str, Any], ...] = (
    ("goals.driver", 3),
    ("goals.drivers", 5),
    ("goals.drivers", "three"),
    ("goals.drivers", {"value": 3}),
    ("goals.drivers", {"level": 3, "notes": "x"}),
    ("goals.drivers", {"dont_know": True}),
    ("decision-makers.speed", "many"),
    ("decision-makers.speed", {"level": 3}),
    ("decision-makers.gaps", ["bugdet"]),
    ("decision-makers.gaps", {"rows": {"budget": "nam"}}),
    ("decision-makers.gaps", "named"),
    ("goals.budget", 3),
    ("goals.budget", {"costs": {"fee": 3}}),
    ("time-zones.overlap", {"sites": [{"name": "A"}]}),
)


def test_an_answer_takes_the_forms_of_its_kind(capsys: pytest.CaptureFixture[str]) -> None:
    found = schema(capsys, "answers")
    for name, answer in GOOD:
        assert errors(found, {**HEADER, "answers": {name: answer}}) == [], (name, answer)
    for name, answer in BAD:
        assert errors(found, {**HEADER, "answers": {name: answer}}), (name, answer)


def test_facts_are_those_of_the_pack(capsys: pytest.CaptureFixture[str]) -> None:
    found = schema(capsys, "answers")
    facts = {"stage": "selecting", "live-service": "no", "staff": "dont-know", "distance": None}
    assert errors(found, {**HEADER, "facts": facts}) == []
    for wrong in ({"stag": "trial"}, {"stage": "tria"}, {"takes-over-system": True}):
        assert errors(found, {**HEADER, "facts": wrong})


def test_an_own_pack_s_ids_that_look_like_numbers_can_be_written_bare(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = "[{id: 0, text: None, worth: 0}, {id: 10, text: All, worth: 1}]"
    pack = write_pack(tmp_path, f"- {{id: q, title: Q, kind: choice, options: {options}}}\n")
    found = schema(capsys, "answers", "--pack", str(pack))
    for answer in ("10", 10):
        assert errors(found, {**HEADER, "pack": "small", "answers": {"one.q": answer}}) == []
    assert errors(found, {**HEADER, "pack": "small", "answers": {"one.q": 5}})
    assert errors(build_pack_schema(read_pack(pack)), read(pack / "one.yaml")) == []


WRONG_IN_A_KEY = (
    {"quick": True},
    {"kind": "level"},
    {"levels": ["a"]},
    {"bounds": {"1": 2}},
    {"references": ["R99"]},
    {"when": {"stag": "trial"}},
    {"when": {"stage": ["tria"]}},
    {"when": {"any": [{"stage": "tria"}]}},
    {"stop": {"at_or_below": 5, "because": "x"}},
    {"stop": {"at_or_below": 0, "because": "x", "unless": {"goals.driver": 3}}},
    {"remedy": {"effort_days": 1}},
)


def test_a_key_s_file_is_held_to_the_ids_of_its_pack() -> None:
    found = build_pack_schema(read_pack(find_packs()["eight-keys"]))
    question = {"id": "x", "title": "X", "kind": "levels", "levels": list("abcde")}
    key = {"id": "goals", "title": "G", "questions": [question]}
    assert errors(found, key) == []
    for wrong in WRONG_IN_A_KEY:
        assert errors(found, {**key, "questions": [{**question, **wrong}]}), wrong


def test_fields_carry_the_sentence_that_stands_beside_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = schema(capsys, "pack")
    trigger = found["definitions"]["Trigger"]["properties"]["at_or_below"]
    assert trigger["description"].startswith("The level at or below which it triggers")


def test_a_schema_goes_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "answers.schema.json"
    assert main(["schema", "answers", "-o", str(path)]) == 0
    assert json.loads(path.read_text())["title"].startswith("Answers to ")
    assert main(["schema", "answers", "-o", str(tmp_path / "no" / "where")]) == 74


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["answer"], 2),
        (["policy", "--pack", "eight-keys"], 2),
        (["answers", "--pack", "eight"], 4),
    ],
)
def test_a_wrong_call_has_its_status(arguments: list[str], status: int) -> None:
    assert main(["schema", *arguments]) == status
