"""The context: plain data that keeps to its schema, with every number from the result."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import jsonschema
import pytest
from tests.report.worlds import COSTS, FINE, POOR, RICH, make_result

from outsource_check.cli import main
from outsource_check.cli.schema import Kind, compose_schema
from outsource_check.numbers import write_shortest
from outsource_check.report import find_template, render
from outsource_check.report.branding import UNBRANDED
from outsource_check.report.build import build_context
from outsource_check.report.model import Context
from outsource_check.report.parts import Part, Text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "sides",
    [{"client": {"aims.reasons": "2"}}, {"client": RICH, "partner": POOR}, {"client": FINE}],
)
def test_a_context_keeps_to_its_schema(tmp_path: Path, sides: dict[str, dict[str, object]]) -> None:
    context = json.loads(render(make_result(tmp_path, **sides), format="context"))
    schema = compose_schema(Kind.CONTEXT, None)
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.validate(context, schema, jsonschema.Draft7Validator)
    assert context["format"] == "outsource-check/context/v2"


def test_the_schema_carries_the_sentences_beside_the_fields() -> None:
    schema = compose_schema(Kind.CONTEXT, None)
    assert schema["properties"]["keys"]["description"].startswith("The lowest first")
    assert "additionalProperties" in schema


def test_the_schema_command_prints_what_contexts_keep_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["schema", "context"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema == compose_schema(Kind.CONTEXT, None)
    context = json.loads(render(make_result(tmp_path, client=FINE), format="context"))
    context["keys"][0]["score"]["high"] = "100"
    context["report"]["colour"] = "red"
    places = {
        "/".join(map(str, error.absolute_path))
        for error in jsonschema.Draft7Validator(schema).iter_errors(context)
    }
    assert places >= {"report"}
    assert any(place.startswith("keys/0") for place in places)


def list_uncleaned(annotation: Any, place: str) -> list[str]:
    """The places below a field whose texts stay as they were given."""
    if annotation is str:
        return [place]
    if isinstance(annotation, type) and issubclass(annotation, Part):
        hints = get_type_hints(annotation, include_extras=True)
        return [
            found
            for name, hint in hints.items()
            if name in annotation.model_fields
            for found in list_uncleaned(hint, f"{annotation.__name__}.{name}")
        ]
    cleaned = get_args(Text)[1] in get_args(annotation)
    parts = () if cleaned else get_args(annotation)
    return [found for part in parts for found in list_uncleaned(part, place)]


def test_every_text_of_a_context_is_cleaned() -> None:
    assert not list_uncleaned(Context, "")


def test_the_sums_add_up_exactly(tmp_path: Path) -> None:
    result = make_result(tmp_path, client=RICH, partner=POOR)
    method = build_context(result, find_template("readiness"), UNBRANDED).method
    for part in (*method.sums, method.overall):
        assert sum(row.weighted_low for row in part.rows) == part.low
        assert sum(row.weighted_high for row in part.rows) == part.high
        assert sum(row.weight for row in part.rows) == part.weight
        assert Fraction(part.low) / Fraction(part.weight) == part.score.low
    assert method.overall.score.low == result.score.low


def test_keys_stand_lowest_first(tmp_path: Path) -> None:
    context = json.loads(render(make_result(tmp_path, client=FINE, partner=POOR), format="context"))
    lows = [key["score"]["low"] for key in context["keys"]]
    assert lows == sorted(lows)
    assert [key["weakest"] for key in context["keys"]] == [True, False]


def test_no_key_is_the_weakest_where_two_are_alike(tmp_path: Path) -> None:
    context = json.loads(render(make_result(tmp_path, client=FINE), format="context"))
    assert [key["weakest"] for key in context["keys"]].count(True) <= 1
    alike = make_result(tmp_path, client={"aims.reasons": "dont-know", "work.form": "dont-know"})
    context = json.loads(render(alike, format="context"))
    spans = {(key["score"]["low"], key["score"]["high"]) for key in context["keys"]}
    assert len(spans) > 1 or not any(key["weakest"] for key in context["keys"])


def test_each_first_step_says_what_verdict_and_score_become(tmp_path: Path) -> None:
    context = json.loads(render(make_result(tmp_path, client=POOR), format="context"))
    first = context["actions"][: context["outlook"]["actions"]]
    assert all(action["after"] for action in first)
    assert first[-1]["after"] == context["outlook"]
    lows = [action["after"]["score"]["low"] for action in first]
    assert lows == sorted(lows)


def test_who_must_answer_stands_where_one_side_is_missing(tmp_path: Path) -> None:
    result = make_result(tmp_path, client=FINE)
    assert json.loads(render(result, format="context"))["disagreement"]["gaps"] == []
    assert "Only the client has answered" in render(result, format="md")


def test_costs_stand_line_by_line_expected_and_stressed(tmp_path: Path) -> None:
    figures = {name: value for name, value in COSTS["costs"].items() if name != "stop_loss"}
    answers = {**FINE, "aims.money": {"costs": figures}}
    result = make_result(tmp_path, client=answers)
    (costs,) = json.loads(render(result, format="context"))["costs"]
    rows = [(row["text"], row["expected"], row["stressed"]) for row in costs["rows"]]
    assert rows == [
        ("Fees", 520, 650),
        ("Change-over", 60, 75),
        ("Own effort", 90, 90),
        ("Tools and travel", 20, 20),
        ("Reserve", 50, 50),
        ("Total", 740, 885),
        ("Cost today (baseline)", 900, 900),
        ("Net saving", 160, 15),
    ]
    # Said once, in its own line.
    assert (costs["stop_loss"], costs["missing"]) == (None, [])
    text = render(result, format="md")
    assert (
        "Stressed: with fees and change-over 25 % over.\n\n| What | Expected | Stressed |" in text
    )
    assert text.count("not given") == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [(2, "2"), (Fraction(5, 2), "2.5"), (Fraction(1, 3), "1/3"), (Fraction(-1, 8), "-0.125")],
)
def test_exact_numbers_are_never_rounded(value: Fraction, text: str) -> None:
    assert write_shortest(value) == text


def test_texts_are_cleaned_before_any_template_sees_them(tmp_path: Path) -> None:
    result = make_result(tmp_path, client={"aims.reasons": {"level": "2", "note": "a\u202eb\nc"}})
    text = render(result, format="context")
    assert "\u202e" not in text
    assert "a\\\\u202eb\\nc" in text
