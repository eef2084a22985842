"""What is listed as seen differently, and what is not."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.alignment.people import (
    AS_OF,
    OTHER,
    PLAIN,
    agreed,
    pack,
    read,
    said,
    shelf,
    text_of,
    together,
)

from outsource_check.answers import Engagement, assemble
from outsource_check.result import score
from outsource_check.result.alignment import Alignment, Kind, align


def aligned(*files: Any, decided: Any = None) -> Alignment:
    engagement = assemble(files, pack(), decided, refuse=False)
    return align(score(engagement, as_of=AS_OF))


def kinds(found: Alignment) -> dict[str, tuple[Kind, ...]]:
    return {point.id: point.kinds for point in found.points}


def filled(answers: dict[str, Any], rest: Any = 3) -> dict[str, Any]:
    """Answers to every plain question, so that only what is planted differs."""
    return {**dict.fromkeys(PLAIN, rest), **answers}


# What two people of the client and one of the partner say, and how it is listed.
PLANTS: list[tuple[tuple[Any, Any, Any], tuple[Kind, ...]]] = [
    ((3, 3, 3), ()),
    ((0, 0, 0), ()),
    ((3, "dont-know", 3), ()),
    (("dont-know", "dont-know", "dont-know"), ()),
    (({"not_applicable": "x"}, {"not_applicable": "x"}, {"not_applicable": "y"}), ()),
    ((2, 3, 2), ()),  # half a level, and nothing hangs on it
    ((3, 3, 2), ("gap",)),
    ((3, 3, 1), ("wide-gap",)),
    ((0, 0, 4), ("wide-gap",)),
    ((4, "dont-know", 0), ("wide-gap",)),
    ((1, 3, 2), ("spread",)),
    ((0, 4, 2), ("spread",)),
    ((0, 4, 0), ("wide-gap", "spread")),
    ((0, 3, 1), ("spread",)),
    ((3, 3, "dont-know"), ("unknown",)),
    (("dont-know", None, 2), ("unknown",)),
    (({"not_applicable": "x"}, {"not_applicable": "x"}, 2), ("applies",)),
    (({"not_applicable": "x"}, 2, 2), ("spread",)),
    (({"not_applicable": "x"}, None, "dont-know"), ("unknown",)),
]


@pytest.mark.parametrize(("plant", "expected"), PLANTS)
def test_a_planted_difference_is_listed_as_what_it_is(
    plant: tuple[Any, Any, Any], expected: tuple[Kind, ...]
) -> None:
    files = three(({"k.q0": one}) for one in plant)
    assert kinds(aligned(*files)).get("k.q0", ()) == expected


def three(answers: Any) -> list[Any]:
    first, second, third = answers
    return [
        said("a.yaml", "client", filled(first), role="a"),
        said("b.yaml", "client", filled(second), role="b"),
        said("c.yaml", "partner", filled(third), role="c"),
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PLANTS), min_size=len(PLAIN), max_size=len(PLAIN)))
def test_every_planted_difference_is_listed_and_no_agreement(plants: list[Any]) -> None:
    people = [
        {name: plant[person] for name, (plant, _) in zip(PLAIN, plants, strict=True)}
        for person in range(3)
    ]
    expected = {name: kinds for name, (_, kinds) in zip(PLAIN, plants, strict=True) if kinds}
    found = kinds(aligned(*three(people)))
    assert {name: found[name] for name in PLAIN if name in found} == expected


# What the two sides say about a row, and whether it is seen differently: by option, by name.
ROW_PLANTS: list[tuple[Any, Any, tuple[bool, bool]]] = [
    ("named", "named", (False, False)),
    ("nobody", "nobody", (False, False)),
    ({"option": "named", "who": "Dana"}, {"option": "named", "who": "dana"}, (False, False)),
    ({"option": "named", "who": "Dana"}, "named", (False, False)),
    ("nobody", "dont-know", (False, False)),
    ("named", "nobody", (True, False)),
    ({"not_applicable": "x"}, "named", (True, False)),
    ({"option": "named", "who": "Dana"}, {"option": "named", "who": "Lena"}, (False, True)),
]
FACT_PLANTS = [("early", "early"), ("early", "late"), ("late", "early"), ("late", "dont-know")]


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.sampled_from(ROW_PLANTS), min_size=3, max_size=3),
    fact=st.sampled_from(FACT_PLANTS),
)
def test_every_planted_row_and_fact_is_listed_and_no_agreement(
    rows: list[Any], fact: tuple[str, str]
) -> None:
    names = ("accept", "budget", "release")
    files = [
        said(
            f"{side}.yaml",
            side,
            row(**{name: plant[number] for name, plant in zip(names, rows, strict=True)}),
            facts={"stage": fact[number]},
        )
        for number, side in enumerate(("client", "partner"))
    ]
    found = aligned(*files)
    listed = {
        one.row.id: (one.by_option, one.by_name) for point in found.points for one in point.rows
    }
    planted = {name: plant[2] for name, plant in zip(names, rows, strict=True) if any(plant[2])}
    assert listed == planted
    differs = fact[0] != fact[1] and "dont-know" not in fact
    assert [point.id for point in found.of_kind("fact")] == (["stage"] if differs else [])


def test_the_widest_gap_comes_first_then_kind_by_kind() -> None:
    client = filled({"k.q0": 3, "k.q1": 4, "k.q2": 2, "k.q3": 0, "k.q4": "dont-know"})
    partner = filled({"k.q0": 1, "k.q1": 1, "k.q2": 3, "k.q3": 4, "k.q4": 2})
    files = [
        said("a.yaml", "client", client, facts={"stage": "early"}),
        said("b.yaml", "partner", partner, facts={"stage": "late"}),
    ]
    found = [point.id for point in aligned(*files).points]
    assert found[:6] == ["k.q3", "k.q1", "k.q0", "stage", "k.q2", "k.q4"]


def test_a_question_that_one_side_was_not_asked_is_listed() -> None:
    files = [
        said("a.yaml", "client", filled({})),
        said("b.yaml", "partner", {"k.q0": 3}, mode="quick"),
    ]
    found = aligned(*files)
    missing = {point.id: point.missing for point in found.of_kind("one-sided")}
    assert missing["k.q1"] == "partner"
    assert "k.q0" not in missing
    assert "k.ours" not in missing  # only the client should be asked


def row(**rows: Any) -> dict[str, Any]:
    return {"k.rows": {"rows": rows}}


def named(who: str) -> dict[str, str]:
    return {"option": "named", "who": who}


@pytest.mark.parametrize(
    ("client", "partner", "expected"),
    [
        (row(accept=named("Dana")), row(accept=named("Lena")), {"accept": (False, True)}),
        (row(accept=named("Dana")), row(accept=named(" dana ")), {}),
        (row(accept=named("Dana")), row(accept="named"), {}),
        (row(accept="named"), row(accept="nobody"), {"accept": (True, False)}),
        (row(accept=named("Dana")), row(accept="dont-know"), {}),
        (row(budget={"not_applicable": "x"}), row(budget="nobody"), {"budget": (True, False)}),
    ],
)
def test_rows_differ_by_option_or_by_name(client: Any, partner: Any, expected: Any) -> None:
    found = aligned(said("a.yaml", "client", client), said("b.yaml", "partner", partner))
    rows = {
        one.row.id: (one.by_option, one.by_name) for point in found.points for one in point.rows
    }
    assert rows == expected


def test_two_names_within_one_side_are_seen_differently_too() -> None:
    files = [
        said("a.yaml", "client", row(accept=named("Dana")), role="a"),
        said("b.yaml", "client", row(accept=named("Lena")), role="b"),
    ]
    assert "rows" in kinds(aligned(*files))["k.rows"]


def test_what_is_settled_is_no_point_until_it_is_open_again() -> None:
    files = [said("a.yaml", "client", {"k.q0": 4}), said("b.yaml", "partner", {"k.q0": 0})]
    decided = agreed(files, {"k.q0": 2})
    found = aligned(*files, decided=decided)
    assert "k.q0" not in kinds(found)
    assert [one.question for one in found.settled] == ["k.q0"]
    changed = [files[0], said("b.yaml", "partner", {"k.q0": 1})]
    again = aligned(*changed, decided=decided)
    point = next(point for point in again.points if point.id == "k.q0")
    assert point.kinds == ("wide-gap",)
    assert point.reopened is not None
    assert point.reopened.changes == ('"b.yaml" answers it otherwise',)


def test_a_settled_fact_is_no_point() -> None:
    files = [
        said("a.yaml", "client", {"k.q0": 1}, facts={"stage": "early"}),
        said("b.yaml", "partner", {"k.q0": 1}, facts={"stage": "late"}),
    ]
    assert aligned(*files).undecided == ("stage",)
    found = aligned(*files, decided=agreed(files, {}, {"stage": "early"}))
    assert found.undecided == ()
    assert found.decided == ("stage",)
    assert "stage" not in kinds(found)


def test_spread_is_range_and_average_deviation() -> None:
    levels = [0, 1, 4]
    files = [
        said(f"{n}.yaml", "client", {"k.q0": level}, role=f"r{n}") for n, level in enumerate(levels)
    ]
    (point,) = (point for point in aligned(*files).points if point.id == "k.q0")
    (spread,) = point.spreads
    assert (spread.range, spread.deviation) == (4, Fraction(4, 3))


# ---------------------------------------------------------------- one result, whatever the order

ANSWER = st.sampled_from([0, 1, 2, 3, 4, "dont-know", {"not_applicable": "x"}, None])
PICK = st.sampled_from(["none-yet", "half", "whole", "dont-know"])
ROWS = st.sampled_from(
    [["accept"], [], row(accept=named("Dana"))["k.rows"], row(budget=named("Lena"))["k.rows"]]
)


@st.composite
def respondents(draw: st.DrawFn) -> list[dict[str, Any]]:
    people = []
    for number in range(draw(st.integers(1, 5))):
        answers = {name: draw(ANSWER) for name in PLAIN[:3]}
        answers["k.pick"], answers["k.rows"] = draw(PICK), draw(ROWS)
        people.append(
            {
                "side": draw(st.sampled_from(["client", "partner"])),
                "answers": answers,
                "role": f"role {number}",
                "mode": draw(st.sampled_from(["full", "quick"])),
                "facts": draw(st.sampled_from([{}, {"stage": "early"}, {"live": "yes"}])),
                "anonymous": draw(st.integers(0, 4)) == 0,
            }
        )
    return people


def as_files(people: list[dict[str, Any]], prefix: str = "") -> list[Any]:
    return [said(f"{prefix}{one['role']}.yaml", **one) for one in people]


def sum_up(files: list[Any], decided: Any = None) -> Any:
    engagement = together(*files, decided=decided)
    result = score(engagement, as_of=AS_OF)
    found = align(result)
    return (
        engagement.facts,
        engagement.sealed,
        list(engagement.settlements),
        [(again.settlement.question, again.changes) for again in engagement.reopened],
        result.score,
        result.verdict.low,
        result.verdict.high,
        result.duty,
        [(name, one.level, one.state, one.gap) for name, one in result.questions.items()],
        [(point.id, point.kinds, point.gap, point.spreads) for point in found.points],
    )


@settings(max_examples=50, deadline=None)
@given(people=respondents(), data=st.data())
def test_merging_is_commutative_associative_and_idempotent(
    people: list[dict[str, Any]], data: st.DataObject
) -> None:
    files = as_files(people)
    # What was agreed when only some of them had answered is open again for the others' questions.
    known = data.draw(st.integers(0, len(files)))
    decided = agreed(files[:known], {"k.q0": 2, "k.rows": 1}) if known else None
    once = sum_up(files, decided)
    shuffled = data.draw(st.permutations(files))
    cut = data.draw(st.integers(0, len(files)))
    assert sum_up(shuffled, decided) == once
    assert sum_up([*shuffled[cut:], *shuffled[:cut]], decided) == once
    # The same bytes count once, whatever the files are called and however often they come.
    assert sum_up([*files, *as_files(people, "role x, a copy of ")], decided) == once


@settings(max_examples=50, deadline=None)
@given(people=respondents())
def test_swapping_the_sides_mirrors_the_result(people: list[dict[str, Any]]) -> None:
    here = score(together(*as_files(people)), as_of=AS_OF)
    there = score(mirror(people), as_of=AS_OF)
    assert (here.score, here.coverage) == (there.score, there.coverage)
    assert (here.verdict.low, here.verdict.high) == (there.verdict.low, there.verdict.high)
    assert here.duty == {swap(side): duty for side, duty in there.duty.items()}
    for name, mine in here.questions.items():
        other = there.questions[name]
        assert (mine.level, mine.state) == (other.level, other.state)
        assert mine.gap == (None if other.gap is None else -other.gap)
        levels = {swap(side): one.level for side, one in other.sides.items()}
        assert {side: one.level for side, one in mine.sides.items()} == levels
    first, second = align(here).points, align(there).points
    assert [(point.id, point.kinds, point.gap) for point in first] == [
        (point.id, point.kinds, -point.gap) for point in second
    ]
    for one, twin in zip(first, second, strict=True):
        assert {swap(spread.side) for spread in twin.spreads} == {s.side for s in one.spreads}
        assert (one.unknown, one.missing) == (swap(twin.unknown), swap(twin.missing))


def mirror(people: list[dict[str, Any]]) -> Engagement:
    packs = shelf(mirrored=True)
    files = []
    for one in people:
        text = text_of(**{**one, "side": OTHER[one["side"]]})
        files.append(read(f"{one['role']}.yaml", text, packs))
    return assemble(files, packs.pack("small"))


def swap(side: Any) -> Any:
    return None if side is None else OTHER[side]
