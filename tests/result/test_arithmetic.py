"""`score --explain`: every line adds up, exactly, to what the result prints."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.chance import draw
from tests.reference import worlds
from tests.result.small import levels, read, said
from tests.result.test_against_reference import World, read_world

from outsource_check.errors import AnswerError, UsageError
from outsource_check.numbers import write_exact
from outsource_check.result import Result, score
from outsource_check.terminal.arithmetic import render_arithmetic, render_question
from outsource_check.terminal.console import show
from outsource_check.text import width

QUICK = draw(20)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def scored(folder: Path, world: World) -> Result:
    try:
        return score(read_world(folder, world), as_of=worlds.AS_OF)
    except AnswerError:
        assume(False)  # noqa: FBT003 - hypothesis's way to pass over an example
        raise


NUMBER = r"-?[0-9.]+(?: \(-?[0-9]+/[0-9]+\))?"
PRODUCT = re.compile(rf"((?:{NUMBER} × )+{NUMBER}) = ({NUMBER})")
QUOTIENT = re.compile(rf"({NUMBER}) / ({NUMBER}) = ({NUMBER})")


def value(text: str) -> Fraction:
    """What a printed number stands for: the fraction in brackets where there is one."""
    return Fraction(text.rpartition("(")[2].rstrip(")"))


@given(world=worlds.worlds())
@QUICK
def test_every_printed_line_is_true_as_it_stands(folder: Path, world: World) -> None:
    text = show(render_arithmetic(scored(folder, world)))
    assert max(width(line) for line in text.splitlines()) <= 80
    printed = re.sub(r"\s+", " ", text)
    products = PRODUCT.findall(printed)
    quotients = QUOTIENT.findall(printed)
    assert printed.count(" = ") == len(products) + len(quotients)
    for factors, product in products:
        found = Fraction(1)
        for factor in factors.split(" × "):
            found *= value(factor)
        assert found == value(product)
    for total, weight, quotient in quotients:
        assert value(total) / value(weight) == value(quotient)


ROW = re.compile(r"  (?P<name>\S*) +(?P<end>least|most)? *(?P<said>.+)")


@given(world=worlds.worlds())
@QUICK
def test_every_line_adds_up_to_the_printed_score(folder: Path, world: World) -> None:
    result = scored(folder, world)
    blocks = show(render_arithmetic(result), columns=200).split("\n\n")[1:]
    scores = [*((key.id, key.score) for key in result.keys), ("Overall", result.score)]
    named = set()
    for (title, expected), block in zip(scores, blocks, strict=False):
        sums = {"least": Fraction(), "most": Fraction()}
        weights = dict[str, Fraction]()
        name = ""
        for line in block.splitlines()[1:]:
            row = ROW.fullmatch(line)
            assert row is not None
            name = row["name"] or name
            left, _, right = row["said"].partition(" = ")
            ends = [row["end"]] if row["end"] else ["least", "most"]
            if " × " in left:
                weights[name] = value(left.rpartition(" × ")[2])
                for end in ends:
                    sums[end] += value(right)
            elif name == "sum":
                assert expected is not None
                for end in ends:
                    assert value(left.partition(" / ")[0]) == sums[end]
                    assert value(right) == (expected.low if end == "least" else expected.high)
                assert value(left.partition(" / ")[2]) == sum(weights.values())
            named.add(name)
        assert block.startswith(title)
        assert (expected is not None) is bool(weights)
    assert {*result.questions, *(key.id for key in result.keys)} <= named


@pytest.mark.slow
@given(data=st.data(), world=worlds.worlds())
@QUICK
def test_each_question_can_be_explained_alone(
    folder: Path, data: st.DataObject, world: World
) -> None:
    result = scored(folder, world)
    name = data.draw(st.sampled_from(list(result.questions)))
    text = show(render_question(result, name))
    assert text.startswith(f"{name}: ")
    assert max(width(line) for line in text.splitlines()) <= 80


def test_a_number_with_more_than_four_decimals_has_its_fraction_beside_it() -> None:
    assert write_exact(Fraction(200, 3)) == "66.6667 (200/3)"
    assert write_exact(Fraction(1, 8)) == "0.125"
    assert write_exact(Fraction(1, 32)) == "0.0313 (1/32)"
    assert write_exact(100) == "100"
    assert write_exact(Fraction(-1, 3)) == "-0.3333 (-1/3)"


def test_a_small_result_reads_like_this() -> None:
    engagement = read(
        [levels("drivers"), levels("scope", weight="2"), levels("method", when={"cheap": "no"})],
        said("client", {"k.drivers": 3}, facts={"cheap": "yes"}),
        facts=[{"id": "cheap", "ask": "Cheap?"}],
    )
    result = score(engagement, as_of=date(2026, 11, 30))
    assert show(render_arithmetic(result)).splitlines()[2:17] == [
        "",
        "k: Key k",
        "  k.drivers                   25 × 3 × 1 = 75",
        "  k.scope                     least 25 × 0 × 2 = 0",
        "                              most  25 × 4 × 2 = 200",
        "                              client: Somebody no answer",
        "  k.method                    left out: does not apply, by the facts",
        "  sum                         least 75 / 3 = 25",
        "                              most  275 / 3 = 91.6667 (275/3)",
        "  coverage                    1 / 3 = 0.3333 (1/3)",
        "",
        "Overall",
        "  k                           least 25 × 1 = 25",
        "                              most  91.6667 (275/3) × 1 = 91.6667 (275/3)",
        "  sum                         least 25 / 1 = 25",
    ]


def test_one_question_is_followed_from_the_answers_to_its_key() -> None:
    engagement = read(
        [levels("drivers"), levels("scope")],
        said("client", {"k.drivers": 4, "k.scope": 2}, role="CTO"),
        said("client", {"k.drivers": 2}, role="Lead"),
        said("partner", {"k.drivers": "dont-know"}, role="Account lead"),
    )
    text = show(render_question(score(engagement, as_of=date(2026, 11, 30)), "k.drivers"))
    assert text.splitlines() == [
        "k.drivers: Question drivers",
        "",
        "Client: 2.5 (the median of 2 answers)",
        "  CTO: 4 (counts as 3 without evidence)",
        "    Level 4 of drivers",
        "  Lead: 2",
        "    Level 2 of drivers",
        "",
        "Partner: 0 to 4 (nobody knows: all that it offers)",
        "  Account lead: don’t know",
        "",
        "Level: 0 to 2.5 (the lower of the two sides)",
        "Points × weight: least 25 × 0 × 1 = 0",
        "Points × weight: most  25 × 2.5 × 1 = 62.5",
        "Key k, sum / weights: least 0 / 2 = 0",
        "Key k, sum / weights: most  112.5 / 2 = 56.25",
    ]


MATRIX: dict[str, Any] = {
    "id": "rows",
    "title": "Rows",
    "kind": "matrix",
    "rows": [{"id": "a", "text": "A", "weight": "2"}, *({"id": n, "text": n} for n in "bcd")],
    "options": [
        {"id": "full", "text": "Full", "worth": "1"},
        {"id": "half", "text": "Half", "worth": "1/2"},
        {"id": "none", "text": "None", "worth": "0"},
    ],
}
CHOICE: dict[str, Any] = {
    "id": "rows",
    "title": "Pick",
    "kind": "choice",
    "options": MATRIX["options"],
}
DAYS: dict[str, Any] = {
    "id": "rows",
    "title": "Days",
    "kind": "number",
    "unit": "days",
    "better": "lower",
}


@pytest.mark.parametrize(
    ("question", "answer", "lines"),
    [
        (
            MATRIX,
            {"rows": {"a": "full", "b": "half", "c": {"not_applicable": "So"}}},
            [
                "Somebody: 2 to 3 (with open lines)",
                "  a: 1 × 2 (full)",
                "  b: 0.5 (half)",
                "  c: does not apply, left out",
                "  d: 0 to 1 (not known)",
                "  Together 2.5 to 3.5 of 4.",
                "  Needed: 1 for level 1; 2 for level 2; 3 for level 3; 4 for level 4.",
            ],
        ),
        (
            MATRIX,
            ["a", "b"],
            [
                "Somebody: 2 (short form of the lines at their best)",
                *("  a: 1 × 2 (full)", "  b: 1 (full)", "  c: 0 (none)", "  d: 0 (none)"),
                "  Together 3 of 5.",
                "  Needed: 1.25 for level 1; 2.5 for level 2; 3.75 for level 3; 5 for level 4.",
            ],
        ),
        (CHOICE, "half", ["Somebody: 2", "  “Half” is worth 0.5; 4 × 0.5 = 2."]),
        (
            {**DAYS, "bounds": {"1": "9", "4": "2"}},
            3,
            [
                "Somebody: 1",
                "  3 days",
                "  level 4: at most 2; level 1: at most 9 (days); else level 0.",
            ],
        ),
        (
            {**DAYS, "better": None, "worst": "10", "best": "0"},
            3,
            [
                "Somebody: 2.8",
                "  3 days",
                "  10 days is level 0, 0 is level 4, in between in proportion.",
            ],
        ),
    ],
)
def test_an_answer_is_followed_to_its_level(
    question: dict[str, Any], answer: Any, lines: list[str]
) -> None:
    asked = {name: value for name, value in question.items() if value is not None}
    engagement = read([asked], said("client", {"k.rows": answer}))
    shown = show(render_question(score(engagement, as_of=date(2026, 11, 30)), "k.rows"))
    start = shown.splitlines().index("Client: " + shown.partition("Client: ")[2].partition("\n")[0])
    found = [line[2:] for line in shown.splitlines()[start + 1 :]]
    assert found[: len(lines)] == lines


def test_an_unknown_question_is_refused_with_a_near_one() -> None:
    engagement = read([levels("drivers")], said("client", {"k.drivers": 3}))
    with pytest.raises(UsageError) as caught:
        show(render_question(score(engagement, as_of=date(2026, 11, 30)), "k.driver"))
    assert caught.value.problems[0].hint == 'did you mean "k.drivers"?'
