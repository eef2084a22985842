"""From a tree to a model: every problem with its place, every value of exactly the right type."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import Literal, Self

import pytest
from pydantic import Field, model_validator

from outsource_check.documents import parse
from outsource_check.documents.types import (
    Day,
    Decimal_,
    Items,
    Text,
    Whole,
    Worth,
    YesNo,
)
from outsource_check.documents.validation import read_model
from outsource_check.errors import AnswerError, ConfigurationError, OutsourceCheckError
from outsource_check.models import Model


class Leaf(Model):
    name: Text
    weight: Decimal_ = Fraction(1)


class World(Model):
    format: Literal["w/v1"]
    title: Text
    side: Literal["client", "partner"] = "client"
    count: Whole = 0
    share: Worth = Fraction(0)
    day: Day | None = None
    sure: YesNo = False
    leaves: Items[Leaf] = ()
    names: Items[Text] = ()
    by_name: dict[Text, Leaf] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _counts(self) -> Self:
        if self.count and self.count != len(self.leaves):
            raise ValueError("count and leaves differ")
        return self


def read(text: str, error: type[OutsourceCheckError] = AnswerError) -> World:
    return read_model(parse(text.encode(), "w.yaml", error), World)


def test_every_type_arrives_as_itself() -> None:
    world = read(
        "format: w/v1\ntitle: no\ncount: 1\nshare: 25%\nday: 2026-02-28\nsure: yes\n"
        "leaves: [{name: '7', weight: 2.5}]\nby_name: {a: {name: x}}\n"
    )
    assert world.title == "no"
    assert world.share == Fraction(1, 4)
    assert world.day == datetime.date(2026, 2, 28)
    assert world.sure is True
    assert world.leaves[0] == Leaf(name="7", weight=Fraction(5, 2))
    assert world.by_name["a"].weight == 1


@pytest.mark.parametrize(
    ("line", "rule", "place", "words"),
    [
        ("titel: x", "OC010", (2, 1), 'unknown field "titel"'),
        ("title:", "OC011", (2, 1), '"title" is empty'),
        ("title: ticket #42 is open", "OC012", (2, 8), '" #" starts a comment'),
        ('title: ""', "OC012", (2, 8), 'expected a text, found ""'),
        ("title: [a]", "OC012", (2, 8), "expected a text, found a list"),
        ("title: x\ncount: 9:00", "OC012", (3, 8), 'expected a whole number, found "9:00"'),
        ("title: x\ncount: -1", "OC012", (3, 8), "expected a whole number"),
        ("title: x\ncount: 1e3", "OC012", (3, 8), "expected a whole number"),
        ("title: x\nshare: half", "OC012", (3, 8), "expected a share"),
        ("title: x\nday: 2026-13-45", "OC012", (3, 6), "2026-13-45"),
        ("title: x\nsure: No", "OC012", (3, 7), 'expected "yes" or "no", found "No"'),
        ("title: x\nsure: true", "OC012", (3, 7), 'expected "yes" or "no"'),
        ("title: x\nleaves: {name: a}", "OC012", (3, 9), "expected a list"),
        ("title: x\nleaves:\n  - name: a\n    weight: .5", "OC012", (5, 13), "such as 3 or 2.5"),
        ("title: x\nleaves: [x]", "OC012", (3, 10), "expected a mapping with name"),
        ("title: x\nby_name: {a: {}}", "OC011", (3, 14), '"name" is missing'),
        ("title: x\ncount: 2", "OC012", (1, 1), "count and leaves differ"),
    ],
)
def test_a_wrong_value_is_named_at_its_place(
    line: str, rule: str, place: tuple[int, int], words: str
) -> None:
    with pytest.raises(AnswerError) as caught:
        read(f"format: w/v1\n{line}\n")
    found = [problem for problem in caught.value.problems if problem.rule == rule]
    assert found, caught.value.problems
    assert words in found[0].text
    assert found[0].place is not None
    assert (found[0].place.line, found[0].place.column) == place


def test_a_comment_behind_a_text_stays_a_comment() -> None:
    assert read("format: w/v1\ntitle: x # as agreed\n").title == "x"


def test_all_problems_come_together_in_the_order_of_the_file() -> None:
    with pytest.raises(AnswerError) as caught:
        read("format: w/v1\nshare: x\ncount: y\n")
    assert [problem.place.line for problem in caught.value.problems if problem.place] == [1, 2, 3]


def test_an_unknown_field_comes_with_the_nearest_known_one() -> None:
    with pytest.raises(AnswerError) as caught:
        read("format: w/v1\ntitel: x\n")
    hints = [problem.hint for problem in caught.value.problems]
    assert 'did you mean "title"?' in hints


def test_problems_of_policies_and_packs_have_rules_of_their_own() -> None:
    with pytest.raises(ConfigurationError) as caught:
        read("format: w/v1\ntitel: x\ncount: y\n", ConfigurationError)
    assert {problem.rule for problem in caught.value.problems} == {"OC301", "OC302", "OC303"}


HINTS = [
    ("title: [a]", "write it without the brackets"),
    ("title: x\nside: [client]", "write it without the brackets"),
    ("title: x\nnames: leaf", "write it in brackets, as a list"),
    ("title: x\nlabel: y", 'did you mean "title"?'),
]


@pytest.mark.parametrize(("line", "hint"), HINTS)
def test_a_value_of_the_wrong_form_comes_with_the_right_one(line: str, hint: str) -> None:
    with pytest.raises(AnswerError) as caught:
        read(f"format: w/v1\n{line}\n")
    assert hint in [problem.hint for problem in caught.value.problems]
