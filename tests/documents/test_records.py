"""Records: frozen, keyword-only, and what pydantic would have made of the same fields."""

from __future__ import annotations

import datetime
from dataclasses import FrozenInstanceError, field
from pathlib import Path
from typing import Any, cast

import pytest
from pydantic import ValidationError

from outsource_check.answers.model import Evidence, Respondent
from outsource_check.answers.reading import PackShelf, read_answer_file
from outsource_check.answers.settlements import Settlement
from outsource_check.documents import parse
from outsource_check.documents.decode import decode
from outsource_check.documents.schema import adapt
from outsource_check.errors import ConfigurationError
from outsource_check.gate.policy import PolicyFile
from outsource_check.pack import load_pack
from outsource_check.records import Record

EXAMPLES = Path(__file__).parents[1] / "examples"
ANSWERS = sorted(
    path.parent.name
    for path in EXAMPLES.glob("*/answers.yaml")
    if (path.parent / "status").read_text("utf-8") in {"0\n", "1\n"}
)
POLICIES = ("a-gate-that-lets-through", "a-gate-that-says-no")


class Base(Record):
    name: str
    tags: dict[str, str] = field(default_factory=dict)


class Child(Base):
    size: int = 3


def test_a_field_that_is_not_given_reads_as_its_default() -> None:
    record = Child(name="a")
    assert (record.name, record.tags, record.size) == ("a", {}, 3)
    assert record.as_dict() == {"name": "a", "tags": {}, "size": 3}


def test_a_default_that_can_be_changed_is_made_anew_for_each() -> None:
    assert Child(name="a").tags is not Child(name="a").tags


def test_the_first_and_the_thousandth_of_a_kind_are_alike() -> None:
    class Pair(Record):
        low: int
        high: int = 9
        tags: list[str] = field(default_factory=list)

        def __post_init__(self) -> None:
            if self.low > self.high:
                raise ValueError("low is above high")

    def refusals() -> list[str]:
        found = []
        wrongs: list[dict[str, Any]] = [{"low": 10}, {"high": 1}, {"low": 1, "mid": 2}]
        for wrong in wrongs:
            with pytest.raises((TypeError, ValueError)) as caught:
                Pair(**wrong)
            found.append(type(caught.value).__name__)
        return found

    first = Pair(low=1)
    for _ in range(1000):
        last = Pair(low=1)
    assert last == first
    assert (last.high, last.tags) == (first.high, first.tags) == (9, [])
    assert first.tags is not last.tags
    assert refusals() == ["ValueError", "TypeError", "TypeError"]

    class Other(Pair):
        pass

    with pytest.raises(ValueError, match="low is above high"):
        Other(low=10)
    assert Other(low=1).replace(low=2) == Other(low=2)


def test_fields_of_bases_come_first() -> None:
    assert Child.record_fields == ("name", "tags", "size")
    assert Child.record_required == {"name"}


@pytest.mark.parametrize("values", [{}, {"size": 1}, {"name": "a", "colour": "red"}])
def test_a_missing_or_unknown_field_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"name|colour"):
        Child(**values)


def test_a_record_cannot_be_changed() -> None:
    record = Child(name="a")
    with pytest.raises(FrozenInstanceError):
        record.name = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del record.name
    assert record.replace(name="b") == Child(name="b")
    assert record == Child(name="a")


def test_a_default_that_was_given_is_equal_to_one_that_was_not() -> None:
    assert Child(name="a", size=3) == Child(name="a")
    assert Child(name="a", size=4) != Child(name="a")
    assert Base(name="a") != Child(name="a")


def test_equal_records_have_one_hash() -> None:
    assert len({Evidence(what="x"), Evidence(what="x", where=""), Evidence(what="y")}) == 2


def test_records_show_all_their_fields() -> None:
    assert repr(Child(name="a")) == "Child(name='a', tags={}, size=3)"


def test_fields_that_do_not_go_together_are_refused_however_a_record_is_made() -> None:
    person = Respondent(side="client", role="CTO", name="Dana")
    with pytest.raises(ValueError, match="an anonymous respondent has no"):
        person.replace(anonymous=True)


def judge(record: Record) -> object:
    """What pydantic makes of a record, in strict mode, every record inside it included."""
    return adapt(type(record)).validate_python(record)


def test_pydantic_in_strict_mode_takes_every_value_of_the_shipped_pack() -> None:
    pack = load_pack("eight-keys")
    for record in (pack.outline, *pack.keys, *pack.references.values()):
        assert judge(record) == record


@pytest.mark.parametrize("case", ANSWERS)
def test_pydantic_in_strict_mode_takes_every_value_of_an_answer_file(case: str) -> None:
    content = read_answer_file(EXAMPLES / case / "answers.yaml", PackShelf()).content
    assert judge(content) == content


@pytest.mark.parametrize("case", POLICIES)
def test_pydantic_in_strict_mode_takes_every_value_of_a_policy(case: str) -> None:
    file = EXAMPLES / case / "outsource-policy.yaml"
    policy = decode(parse(file.read_bytes(), str(file), ConfigurationError), PolicyFile)
    assert judge(policy) == policy


@pytest.mark.parametrize(
    "record",
    [
        Evidence(what=cast("str", 1)),
        Evidence(what="x", date=cast("datetime.date", "2026-01-01")),
        Settlement(
            question="a.b",
            level=3,
            reason="x",
            present=("y",),
            evidence=(Evidence(what=cast("str", 1)),),
        ),
    ],
)
def test_pydantic_sees_a_value_of_the_wrong_type_at_any_depth(record: Record) -> None:
    with pytest.raises(ValidationError):
        judge(record)
