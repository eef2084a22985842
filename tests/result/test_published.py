"""`score --json`: the published result, its schema, and its numbers."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from tests.chance import draw
from tests.reference import worlds
from tests.result.small import levels, read, said, spell, write_pack
from tests.result.test_against_reference import World
from tests.result.test_arithmetic import scored

from outsource_check.answers import read_answers
from outsource_check.documents.schema import build_schema
from outsource_check.models import publish_number
from outsource_check.result import Duty, Interval, Result, score

TODAY = date(2026, 11, 30)
QUICK = draw(20)
SCHEMA = jsonschema.Draft7Validator(build_schema(Result, "A result", entering=False))


def plain(result: Result) -> dict[str, Any]:
    """A result as it is published."""
    document: dict[str, Any] = json.loads(result.model_dump_json())
    return document


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@given(world=worlds.worlds())
@QUICK
def test_every_published_result_fits_its_schema(folder: Path, world: World) -> None:
    document = plain(scored(folder, world))
    SCHEMA.validate(document)


@given(world=worlds.worlds())
@QUICK
def test_every_number_has_at_most_four_decimals(folder: Path, world: World) -> None:
    check_numbers(plain(scored(folder, world)))


def check_numbers(part: Any) -> None:
    """Four decimals at most, and none where the number is whole."""
    if isinstance(part, list):
        for item in part:
            check_numbers(item)
    if not isinstance(part, dict):
        return
    for value in part.values():
        if isinstance(value, float):
            assert value == round(value, 4)
            assert not value.is_integer(), "a whole number has no point"
        check_numbers(value)


def test_the_fields_are_those_of_the_design_in_its_order() -> None:
    document = plain(score(read([levels("q")], said("client", {"k.q": 3})), as_of=TODAY))
    assert list(document) == [
        *("format", "engagement", "sources", "pack", "mode", "as_of", "tool_version"),
        *("facts", "unknown_facts", "thresholds", "verdict", "score", "coverage", "assurance"),
        *("duty", "keys", "findings", "waivers", "not_asked", "missing", "overdue", "migration"),
        *("since", "actions", "gaps", "settles", "settlements"),
    ]
    question = document["keys"][0]["questions"][0]
    assert question == {
        "id": "k.q",
        "ref": "",
        "title": "Question q",
        "heading": "",
        "state": "known",
        "level": {"low": 3, "high": 3},
        "points": {"low": 75, "high": 75},
        "client": {"low": 3, "high": 3},
        "partner": None,
        "weight": 1,
        "gap": None,
        "evidence": False,
        "findings": [],
        "computed": None,
        "said": None,
    }


@pytest.mark.parametrize(
    ("number", "published"),
    [
        (75, "75"),
        (Fraction(100, 3), "33.3333"),
        (Fraction(1, 32), "0.0313"),  # half up, never half to even
        (Fraction(-1, 32), "-0.0313"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(-4, 2), "-2"),
        (Fraction(399999, 100000), "4"),
        (10**30, f"1{'0' * 30}"),
    ],
)
def test_a_number_is_rounded_where_it_is_published(number: int | Fraction, published: str) -> None:
    assert json.dumps(publish_number(number)) == published
    duty = Duty(score=Interval(number, 0), questions=1)
    assert duty.model_dump_json() == f'{{"score":{{"low":{published},"high":0}},"questions":1}}'


def test_the_same_inputs_give_the_same_bytes_wherever_they_lie(tmp_path: Path) -> None:
    texts = set()
    for place in ("here", "over/there"):
        top = tmp_path / place
        (top / "answers" / "partner").mkdir(parents=True)
        write_pack(top, [levels("q"), levels("r")])
        for name, file in (
            ("answers/client.yaml", said("client", {"k.q": 3, "k.r": 1})),
            ("answers/partner/lead.yaml", said("partner", {"k.q": 2})),
        ):
            (top / name).write_text(json.dumps(spell(file)), encoding="utf-8")
        for paths in (
            [top / "answers/client.yaml", top / "answers/partner/lead.yaml"],
            [top / "answers/partner", top / "answers"],
        ):
            result = score(read_answers(paths, packs=[top]), as_of=TODAY)
            texts.add(json.dumps(plain(result)))
    assert len(texts) == 1
    sources = json.loads(texts.pop())["sources"]
    assert [(source["file"], source["side"]) for source in sources] == [
        ("client.yaml", "client"),
        ("partner/lead.yaml", "partner"),
    ]


def test_a_spelling_relative_to_the_current_folder_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pack(tmp_path, [levels("q")])
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.yaml").write_text(json.dumps(spell(said("client", {"k.q": 3}))))
    monkeypatch.chdir(tmp_path / "a")
    found = {
        json.dumps(plain(score(read_answers(path, packs=[tmp_path]), as_of=TODAY)))
        for path in ("one.yaml", "./one.yaml", "../a/one.yaml", ".", str(tmp_path / "a"))
    }
    assert len(found) == 1
    assert json.loads(found.pop())["sources"][0]["file"] == "one.yaml"


@pytest.mark.skipif(sys.platform != "linux", reason="names are UTF-8 there")
def test_a_file_whose_name_is_no_utf_8_is_published_with_escapes(tmp_path: Path) -> None:
    write_pack(tmp_path, [levels("q")])
    name = os.fsdecode(b"caf\xe9 \xc3\xa9.yaml")
    (tmp_path / name).write_text(json.dumps(spell(said("client", {"k.q": 3}))), encoding="utf-8")
    result = score(read_answers([tmp_path / name], packs=[tmp_path]), as_of=TODAY)
    assert plain(result)["sources"][0]["file"] == "caf\\udce9 é.yaml"


def test_what_is_private_is_not_published() -> None:
    secret = {"note": "SECRET-1", "owner": "SECRET-2", "due": "2027-01-01"}
    evidence = [{"what": "SECRET-3", "where": "https://secret.example"}]
    answer = {"level": 3, **secret, "evidence": evidence}
    document = plain(score(read([levels("q")], said("client", {"k.q": answer})), as_of=TODAY))
    assert "secret" not in json.dumps(document).lower()


def test_nothing_of_a_sealed_side_is_published_but_its_level() -> None:
    anonymous = {"side": "partner", "role": "SECRET role", "anonymous": "yes"}
    engagement = read(
        [{"id": "q", "title": "Overlap", "kind": "costs"}],
        said("client", {"k.q": {"level": 2}}),
        said(
            "partner",
            {"k.q": {"costs": {"currency": "SECRET", "fees": "5", "baseline": "9"}}},
            respondent=anonymous,
        ),
    )
    document = plain(score(engagement, as_of=TODAY))
    assert "SECRET" not in json.dumps(document)
    assert [source["side"] for source in document["sources"]] == ["client"]
    question = document["keys"][0]["questions"][0]
    assert question["partner"] == {"low": 2, "high": 2}
    assert question["computed"] == [{"side": "client", "by": "level"}]


def test_figures_are_published_with_what_they_come_to() -> None:
    figures = {
        "currency": "EUR",
        "period": "year",
        "baseline": "100",
        "fees": "50.123456",
        "transition": "5",
    }
    document = plain(
        score(
            read(
                [{"id": "q", "title": "Costs", "kind": "costs"}],
                said("client", {"k.q": {"costs": figures}}),
            ),
            as_of=TODAY,
        )
    )
    (computed,) = document["keys"][0]["questions"][0]["computed"]
    assert computed["by"] == "costs"
    assert computed["costs"] == {
        "currency": "EUR",
        "period": "year",
        "total": None,
        "net_saving": None,
        "stressed_total": None,
        "stressed_saving": None,
        "missing": ["own_effort", "tooling_travel", "contingency", "stop_loss"],
        "level": {"low": 2, "high": 2},
        "stop": "possible",
    }


def test_sites_are_published_with_their_overlap() -> None:
    sites = [
        {"name": "London", "side": "client", "zone": "Europe/London", "hours": "09:00-17:30"},
        {"name": "Porto", "side": "partner", "zone": "Europe/Lisbon", "hours": "09:00-18:00"},
    ]
    document = plain(
        score(
            read(
                [{"id": "q", "title": "Overlap", "kind": "overlap"}],
                said("client", {"k.q": {"sites": sites, "from": "2027-01-01"}}),
            ),
            as_of=TODAY,
        )
    )
    (computed,) = document["keys"][0]["questions"][0]["computed"]
    assert computed["by"] == "overlap"
    assert computed["overlap"]["format"] == "outsource-check/overlap/v1"
    assert computed["overlap"]["from"] == "2027-01-01"
    assert computed["overlap"]["level"] == 4
    SCHEMA.validate(document)


def test_the_schema_keeps_the_bounds_of_each_number_apart() -> None:
    """Numbers and ranges share how they are published, and nothing that is said of them."""
    parts = build_schema(Result, "A result", entering=False)["definitions"]
    question = parts["QuestionResult"]["properties"]
    found = {
        "weight": question["weight"],
        "coverage": parts["KeyResult"]["properties"]["coverage"]["anyOf"][0],
        "points": question["points"]["anyOf"][0]["properties"]["high"],
        "level": question["level"]["anyOf"][0]["properties"]["high"],
    }
    for part in found.values():
        part.pop("description", None)
    assert found == {
        "weight": {"type": "number", "exclusiveMinimum": 0},
        "coverage": {"type": "number", "minimum": 0, "maximum": 1},
        "points": {"type": "number", "minimum": 0, "maximum": 100},
        "level": {"type": "number", "minimum": 0, "maximum": 4},
    }
