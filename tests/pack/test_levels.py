"""From options, numbers and rows to levels."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from pydantic import ValidationError
from tests.pack.worlds import write_pack

from outsource_check.documents.validation import Faults
from outsource_check.errors import ConfigurationError
from outsource_check.pack import (
    ChoiceQuestion,
    LevelsQuestion,
    MatrixQuestion,
    NumberQuestion,
    Question,
    read_pack,
)
from outsource_check.pack.kinds.entry import Entry


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


WEIGHED = (
    ("3", "0.5", "0.5", "{1: 1/8, 2: 1/2, 3: 3/4, 4: 1}", (0, 1, 3, 4)),
    # Of 3, 1 and 1 there are the sums 0, 1, 2, 3, 4 and 5 of 5.
    ("3", "1", "1", "{1: 1/5, 2: 1/2, 3: 0.7, 4: 1}", (0, 1, 2, 3, 4)),
    ("8", "1", "1", "{2: 1/4, 3: 1/2, 4: 1}", (0, 3, 4)),
    ("2", "2", "2", "{1: 1/4, 2: 1/2, 4: 1}", (0, 1, 2, 4)),
)


@pytest.mark.parametrize(("a", "b", "c", "bounds", "offered"), WEIGHED)
def test_rows_count_by_their_weight(
    tmp_path: Path, a: str, b: str, c: str, bounds: str, offered: tuple[int, ...]
) -> None:
    rows = ", ".join(
        f"{{id: {name}, text: {name}, weight: {weight}}}"
        for name, weight in zip("xyz", (a, b, c), strict=True)
    )
    text = f"- {{id: q, title: Q, kind: matrix, rows: [{rows}], bounds: {bounds}}}\n"
    question = ask(tmp_path, text)
    assert isinstance(question, MatrixQuestion)
    weights = {name: Fraction(weight) for name, weight in zip("xyz", (a, b, c), strict=True)}
    given = set()
    for said in product(("yes", "no"), repeat=3):
        chosen = dict(zip("xyz", said, strict=True))
        full = sum(weights[row] for row, option in chosen.items() if option == "yes")
        share = Fraction(full) / sum(weights.values())
        met = [level for level, bound in question.bounds.items() if share >= bound.share]
        assert question.level_of_options(chosen) == max(met, default=0)
        given.add(max(met, default=0))
    assert question.offered == tuple(sorted(given)) == offered


def test_weights_of_rows_that_cannot_be_told_apart_in_time_are_refused(tmp_path: Path) -> None:
    rows = ", ".join(f"{{id: r{n}, text: R{n}, weight: 1.{n:06}}}" for n in range(1, 60))
    with pytest.raises(ConfigurationError, match="too fine"):
        ask(tmp_path, f"- {{id: q, title: Q, kind: matrix, rows: [{rows}]}}\n")


def test_a_choice_gives_four_times_its_worth(tmp_path: Path) -> None:
    options = (
        "[{id: a, text: A, worth: 1}, {id: b, text: B, worth: 1/3}, {id: c, text: C, worth: 0}]"
    )
    question = ask(tmp_path, f"- {{id: q, title: Q, kind: choice, options: {options}}}\n")
    assert question.offered == (0, Fraction(4, 3), 4)


SPREADS = (
    ("[none, all]", {0: "none", 4: "all"}),
    ("[none, some, all]", {0: "none", 2: "some", 4: "all"}),
    ("[none, some, most, all]", {0: "none", 1: "some", 3: "most", 4: "all"}),
    ("[a, b, c, d, e]", {0: "a", 1: "b", 2: "c", 3: "d", 4: "e"}),
    ("{3: most, 0: none}", {0: "none", 3: "most"}),
)


@pytest.mark.parametrize(("texts", "levels"), SPREADS)
def test_two_to_five_texts_are_spread_over_the_levels(
    tmp_path: Path, texts: str, levels: dict[int, str]
) -> None:
    question = ask(tmp_path, f"- {{id: q, title: Q, kind: levels, levels: {texts}}}\n")
    assert isinstance(question, LevelsQuestion)
    assert list(question.levels.items()) == list(levels.items())
    assert question.offered == tuple(levels)
    assert [choice.mark for choice in question.list_choices()] == [str(one) for one in levels]


@pytest.mark.parametrize(("level", "text"), [(0, "none"), (1, "none"), (2, "some"), (3, "some")])
def test_a_level_without_a_text_goes_by_the_one_below(
    tmp_path: Path, level: int, text: str
) -> None:
    question = ask(tmp_path, "- {id: q, title: Q, kind: levels, levels: [none, some, all]}\n")
    assert question.level_text(level) == text


@pytest.mark.parametrize("entry", ["1", "{level: 3}", "2.5"])
def test_only_levels_that_have_a_text_are_answers(tmp_path: Path, entry: str) -> None:
    question = ask(tmp_path, "- {id: q, title: Q, kind: levels, levels: [none, some, all]}\n")
    faults = Faults()
    value = {"level": "3"} if entry.startswith("{") else entry
    Entry(question, (), faults).read(value)
    with pytest.raises(ValidationError, match=r"expected level 0, 2(, 4 or dont-know| or 4)"):
        faults.finish()


def test_a_choice_without_options_is_yes_and_no(tmp_path: Path) -> None:
    question = ask(tmp_path, "- {id: q, title: Q, kind: choice}\n")
    assert isinstance(question, ChoiceQuestion)
    assert question.levels_by_option == {"yes": 4, "no": 0}


QUARTERS = (
    (1, "", {4: 1}),
    (2, "", {2: Fraction(1, 2), 4: 1}),
    (3, "", {1: Fraction(1, 4), 2: Fraction(1, 2), 4: 1}),
    (4, "", {1: Fraction(1, 4), 2: Fraction(1, 2), 3: Fraction(3, 4), 4: 1}),
    (1, ", {id: c, text: C, worth: 3/4}", {3: Fraction(3, 4), 4: 1}),
)


@pytest.mark.parametrize(("rows", "more", "bounds"), QUARTERS)
def test_a_matrix_without_bounds_has_the_quarters_that_its_rows_reach(
    tmp_path: Path, rows: int, more: str, bounds: dict[int, Fraction]
) -> None:
    listed = ", ".join(f"{{id: r{number}, text: Row {number}}}" for number in range(rows))
    options = f"[{{id: a, text: A, worth: 0}}{more}, {{id: b, text: B, worth: 1}}]"
    text = f"- {{id: q, title: Q, kind: matrix, rows: [{listed}], options: {options}}}\n"
    question = ask(tmp_path, text)
    assert isinstance(question, MatrixQuestion)
    assert {level: bound.share for level, bound in question.bounds.items()} == bounds
    assert question.offered == (0, *bounds)


def test_a_matrix_whose_rows_are_wrong_is_told_no_more_than_that(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        ask(tmp_path, "- {id: q, title: Q, kind: matrix, rows: [{id: a}]}\n")
    assert [problem.text for problem in caught.value.problems] == ['"text" is missing']
