"""From options, numbers and rows to levels."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from tests.pack.worlds import write_pack

from outsource_check.pack import MatrixQuestion, NumberQuestion, Question, read_pack


def ask(tmp_path: Path, question: str) -> Question:
    return read_pack(write_pack(tmp_path, question)).questions["one.q"]


NUMBERS = (
    (
        "better: lower, bounds: {1: 10, 2: 5, 3: 2, 4: 1}",
        {"11": 0, "10": 1, "5": 2, "2.5": 2, "2": 3, "1": 4, "0": 4},
    ),
    ("better: higher, bounds: {2: 25, 4: 75}", {"0": 0, "24.9": 0, "25": 2, "75": 4, "999": 4}),
    ("worst: 10, best: 2", {"11": 0, "10": 0, "6": 2, "5": Fraction(5, 2), "2": 4, "0": 4}),
    ("worst: 0, best: 8", {"0": 0, "1": Fraction(1, 2), "8": 4, "9": 4}),
)


@pytest.mark.parametrize(("fields", "levels"), NUMBERS)
def test_a_number_gives_the_highest_level_whose_bound_it_meets(
    tmp_path: Path, fields: str, levels: dict[str, object]
) -> None:
    question = ask(tmp_path, f"- {{id: q, title: Q, kind: number, unit: u, {fields}}}\n")
    assert isinstance(question, NumberQuestion)
    assert {text: question.level(Fraction(text)) for text in levels} == levels


def test_levels_that_a_number_cannot_give_are_not_offered(tmp_path: Path) -> None:
    fields = "better: lower, bounds: {1: 10, 2: 5, 3: 5, 4: 1}"
    question = ask(tmp_path, f"- {{id: q, title: Q, kind: number, unit: u, {fields}}}\n")
    assert question.offered == (0, 1, 3, 4)


@pytest.mark.parametrize(
    "bounds",
    [
        "{1: 1/4, 2: 1/2, 3: 3/4, 4: 1}",
        "{2: 0.5, 3: {share: 0.5, rows: [a]}, 4: {share: 3/4, rows: [a, b]}}",
        "{1: 0, 4: {rows: [c]}}",
        "{1: 0.9, 2: 0.95}",
    ],
)
def test_offered_levels_are_those_that_some_answer_gives(tmp_path: Path, bounds: str) -> None:
    text = f"""\
- id: q
  title: Q
  kind: matrix
  rows: [{{id: a, text: A}}, {{id: b, text: B}}, {{id: c, text: C}}]
  options:
    - {{id: x, text: X, worth: 1}}
    - {{id: y, text: Y, worth: 0.4}}
    - {{id: z, text: Z, worth: 0}}
  bounds: {bounds}
"""
    question = ask(tmp_path, text)
    assert isinstance(question, MatrixQuestion)
    every = {
        question.level_of_options(dict(zip("abc", combination, strict=True)))
        for combination in product("xyz", repeat=3)
    }
    assert question.offered == tuple(sorted(every))


def test_a_choice_gives_four_times_its_worth(tmp_path: Path) -> None:
    options = (
        "[{id: a, text: A, worth: 1}, {id: b, text: B, worth: 1/3}, {id: c, text: C, worth: 0}]"
    )
    question = ask(tmp_path, f"- {{id: q, title: Q, kind: choice, options: {options}}}\n")
    assert question.offered == (0, Fraction(4, 3), 4)
