"""How a change since an earlier state is told: the parts, and what is in which."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.chance import draw
from tests.reference import worlds
from tests.result.small import levels, read, said
from tests.result.test_against_reference import World
from tests.result.test_properties import scored

from outsource_check.errors import ConfigurationError
from outsource_check.result import Since, score
from outsource_check.result.past import Past, remember
from outsource_check.result.since import compare

Data = dict[str, Any]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@st.composite
def rounds(draw: st.DrawFn) -> tuple[World, World]:
    """A pack, and two rounds of answers to it by some of the same people."""
    pack = draw(worlds.packs())
    first, second = draw(worlds.answer_files(pack)), draw(worlds.answer_files(pack))
    # Some answers are the same both times.
    for old, new in zip(first, second, strict=False):
        if draw(st.booleans()) and old["respondent"]["side"] == new["respondent"]["side"]:
            new["answers"] = {**new["answers"], **old["answers"]}
    return (pack, first), (pack, second)


def tell(folder: Path, before: World, after: World) -> Since:
    then = remember(scored(folder, before))
    return compare(then, scored(folder, after), "a test")


def list_parts(since: Since) -> list[Any]:
    return [since.done, since.learned, since.asked_otherwise]


# ---------------------------------------------------------------- what always holds


@given(both=rounds())
@draw(10)
def test_the_three_parts_add_up_to_the_change_of_each_end(
    folder: Path, both: tuple[World, World]
) -> None:
    before, after = (scored(folder, world) for world in both)
    since = tell(folder, *both)
    assert since.then_score == before.score
    assert since.now_score == after.score
    for end in ("low", "high"):
        parts = sum((Fraction(getattr(part, end)) for part in list_parts(since)), Fraction(0))
        assert parts == Fraction(getattr(after.score, end)) - getattr(before.score, end)
    for part in (since.done, since.learned):
        assert part.low == sum(one.low for one in part.questions)
        assert part.high == sum(one.high for one in part.questions)
    assert since.done.low == since.done.high


@given(both=rounds())
@draw(10)
def test_since_itself_nothing_has_changed(folder: Path, both: tuple[World, World]) -> None:
    since = tell(folder, both[0], both[0])
    assert since.is_empty
    assert [(part.low, part.high) for part in list_parts(since)] == [(0, 0)] * 3
    assert all(key.done == 0 for key in since.keys)


@given(both=rounds())
@draw(10)
def test_the_way_back_is_the_mirror_of_the_way_there(
    folder: Path, both: tuple[World, World]
) -> None:
    there, back = tell(folder, *both), tell(folder, *both[::-1])
    for one, other in zip(list_parts(there), list_parts(back), strict=True):
        assert (one.low, one.high) == (-other.low, -other.high)
        assert [(q.question, q.then, q.now) for q in one.questions] == [
            (q.question, q.now, q.then) for q in other.questions
        ]
    assert [key.done for key in there.keys] == [-key.done for key in back.keys]
    turned = {"risen": "fallen", "fallen": "risen", None: None}
    assert [key.trend for key in there.keys] == [turned[key.trend] for key in back.keys]


@given(both=rounds(), data=st.data())
@draw(10)
def test_where_only_facts_changed_nothing_was_done_or_learned(
    folder: Path, both: tuple[World, World], data: st.DataObject
) -> None:
    pack, files = both[0]
    truths = [data.draw(worlds.truths(pack)) for _ in range(2)]
    before, after = (
        (
            pack,
            [
                {**file, "facts": {k: v for k, v in truth.items() if v is not None}}
                for file in files
            ],
        )
        for truth in truths
    )
    since = tell(folder, before, after)
    assert not since.done.questions
    assert not since.learned.questions
    assert {one.fact for one in since.facts} == {
        fact for fact in truths[0] if truths[0][fact] != truths[1][fact]
    }


@given(both=rounds())
@draw(10)
def test_people_who_join_lower_nothing_that_was_done(
    folder: Path, both: tuple[World, World]
) -> None:
    (pack, first), (_, second) = both
    joined = [
        {**file, "facts": first[0]["facts"], "respondent": {**file["respondent"], "role": "New"}}
        for file in second
        if "name" not in file["respondent"]
    ]
    for file in first:
        file["facts"] = first[0]["facts"]
    since = tell(folder, (pack, first), (pack, [*first, *joined]))
    # Their evidence may lift what others said; they lower nothing.
    assert all(one.low > 0 for one in since.done.questions)
    assert all(key.done >= 0 for key in since.keys)


@given(both=rounds())
@draw(10)
def test_a_history_line_says_the_same_as_the_files(folder: Path, both: tuple[World, World]) -> None:
    before, after = (scored(folder, world) for world in both)
    past = remember(before)
    if before.basis.sealed or after.basis.sealed:
        return
    read_back = Past.model_validate(json.loads(past.model_dump_json()))
    assert compare(read_back, after, "x") == compare(past, after, "x")


# ---------------------------------------------------------------- what is in which part

TWO = [levels("a"), levels("b")]


def state(*files: Data, **outline: Any) -> Any:
    return score(read(TWO, *files, **outline), as_of=worlds.AS_OF)


def person(number: int, a: Any, b: Any = 2, side: str = "client", **more: Any) -> Data:
    return said(side, {"k.a": a, "k.b": b}, role=f"Person {number}", **more)


GONE = {"not_applicable": "no longer"}
PROVEN = {"level": 4, "evidence": [{"what": "A sheet"}]}


@pytest.mark.parametrize(
    ("before", "after", "done", "learned", "otherwise"),
    [
        ([person(1, 1)], [person(1, 3)], [("k.a", 25)], [], 0),
        ([person(1, 3)], [person(1, 1)], [("k.a", -25)], [], 0),
        ([person(1, "dont-know")], [person(1, 3)], [], [("k.a", 37.5, -12.5)], 0),
        ([person(1, 3)], [person(1, "dont-know")], [], [("k.a", -37.5, 12.5)], 0),
        # The one who did not know lowers the median of two: that is learned, not done.
        (
            [person(1, 3), person(2, "dont-know")],
            [person(1, 3), person(2, 1)],
            [],
            [("k.a", -12.5)],
            0,
        ),
        # Somebody new lowers it: asked otherwise.
        ([person(1, 3)], [person(1, 3), person(2, 1)], [], [], -12.5),
        # Somebody new, while the other one got worse.
        ([person(1, 3)], [person(1, 2), person(2, 0)], [("k.a", -12.5)], [], -12.5),
        # The other side is asked now.
        ([person(1, 3)], [person(1, 3), person(2, 1, side="partner")], [], [], -25),
        ([person(1, PROVEN)], [person(1, 4)], [("k.a", -12.5)], [], 0),
        # A question that goes leaves the other one twice as heavy: its mean weight counts.
        ([person(1, 1)], [person(1, 3, GONE)], [("k.a", 37.5)], [], 0),
        ([person(1, 1, 3)], [person(1, 3, GONE)], [("k.a", 37.5)], [], -12.5),
    ],
)
def test_a_change_is_done_learned_or_asked_otherwise(
    before: list[Data],
    after: list[Data],
    done: list[Any],
    learned: list[Any],
    otherwise: float,
) -> None:
    since = compare(remember(state(*before)), state(*after), "a test")
    back = compare(remember(state(*after)), state(*before), "a test")
    for there, again in zip(list_parts(since), list_parts(back), strict=True):
        assert (there.low, there.high) == (-again.low, -again.high)
    assert [(one.question, one.low) for one in since.done.questions] == done
    assert [
        (one.question, one.low, *([one.high] if one.high != one.low else []))
        for one in since.learned.questions
    ] == learned
    assert since.asked_otherwise.low == otherwise


def test_people_and_facts_are_named() -> None:
    then = remember(state(person(1, 3), person(2, 3)))
    since = compare(then, state(person(1, 3)), "a test")
    assert [(one.side, one.role, one.change) for one in since.people] == [
        ("client", "Person 2", "left")
    ]


def test_of_a_sealed_side_nobody_is_named_and_a_new_person_is_asked_otherwise() -> None:
    def hidden(*levels: int) -> Any:
        files = [person(number, level) for number, level in enumerate(levels, 1)]
        for file in files:
            file["respondent"]["anonymous"] = True
        return state(*files)

    then = remember(hidden(4))
    assert "Person" not in then.model_dump_json()
    assert "yaml" not in then.model_dump_json()
    since = compare(then, hidden(4, 1), "a test")
    assert since.people == ()
    assert not since.done.questions
    assert since.asked_otherwise.low < 0
    worse = compare(then, hidden(1), "a test")
    assert [one.question for one in worse.done.questions] == ["k.a"]


def test_a_sealed_side_that_is_not_asked_any_more_is_asked_otherwise() -> None:
    def round_(there: str) -> Any:
        hidden = person(2, "dont-know", side="partner")
        hidden["respondent"]["anonymous"] = True
        files = [{**file, "facts": {"there": there}} for file in (person(1, 3), hidden)]
        outline = {"facts": [{"id": "there", "ask": "Is there a partner?"}]}
        return state(*files, partner_when={"there": "yes"}, **outline)

    since = compare(remember(round_("yes")), round_("no"), "a test")
    assert not since.learned.questions
    assert [one.question for one in since.asked_otherwise.questions] == ["k.a"]


@pytest.mark.parametrize(
    ("was", "refused"),
    [
        ({"version": "1.0.9"}, False),
        ({"version": "1.4.0"}, False),
        ({"version": "2.0.0"}, True),
        ({"id": "other"}, True),
        ({"scoring": "another"}, True),
    ],
)
def test_levels_of_another_scoring_are_not_compared(was: Data, *, refused: bool) -> None:
    now = state(person(1, 3))
    past = json.loads(remember(now).model_dump_json())
    past["pack"] |= was
    read_back = Past.model_validate(past)
    if refused:
        with pytest.raises(ConfigurationError, match="not comparable"):
            compare(read_back, now, "a history")
    else:
        assert compare(read_back, now, "a history").pack_then == was["version"]
