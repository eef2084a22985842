"""The reference scorer against numbers worked out by hand, and what docs/scoring.md promises."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.chance import draw
from tests.reference import worlds
from tests.reference.scorer import (
    VERDICTS,
    Contradiction,
    NothingToScore,
    aim_of,
    holds,
    is_scored,
    levels_of,
    offered_levels,
    score,
)

Data = dict[str, Any]

TODAY = date(2026, 11, 30)
PROOF = [{"what": "A sheet"}]
F = Fraction
Span = tuple[Fraction | int, Fraction | int]


def levels(name: str = "q", **fields: Any) -> Data:
    return {"id": name, "kind": "levels", **fields}


def pack_of(*questions: Data, **fields: Any) -> Data:
    """A pack of one key `k` with the questions, evidence optional unless `fields` say otherwise."""
    return {"evidence": "optional", "keys": [{"id": "k", "questions": list(questions)}], **fields}


def said(side: str, answers: Data | None = None, **fields: Any) -> Data:
    """One file; `answers` by the name of a question of key `k`, or by its whole id."""
    entries = {
        (name if "." in name else f"k.{name}"): entry for name, entry in (answers or {}).items()
    }
    return {
        "pack_version": "1.1.0",
        "respondent": {"side": side},
        "mode": "full",
        "answers": entries,
        **fields,
    }


def result(pack: Data, *files: Data, engagement: Data | None = None) -> Data:
    return score(pack, list(files), as_of=TODAY, engagement=engagement)


def question(found: Data, full_id: str = "k.q") -> Data:
    return next(q for key in found["keys"] for q in key["questions"] if q["id"] == full_id)


def level(found: Data, full_id: str = "k.q") -> Span:
    interval = question(found, full_id)["level"]
    return interval["low"], interval["high"]


def findings(found: Data) -> list[str]:
    return [f"{f['question']} {f['kind']} {f['status']}" for f in found["findings"]]


def codes(found: Data, end: str = "low") -> set[str]:
    return {code for _, code, _ in found["verdict"]["reasons"][end]}


def verdict(found: Data) -> tuple[str, str, bool]:
    return found["verdict"]["low"], found["verdict"]["high"], found["verdict"]["settled"]


def points(found: Data) -> Span:
    return found["score"]["low"], found["score"]["high"]


# ---------------------------------------------------------------- rules 1 and 2: levels and sides

ROWS: Data = {
    "id": "q",
    "kind": "matrix",
    "rows": [{"id": "a"}, {"id": "b"}, {"id": "c"}],
    "bounds": {1: F(1, 3), 3: F(2, 3), 4: {"share": F(1), "rows": ["a"]}},
}
GRADES = [
    {"id": "no", "worth": F(0)},
    {"id": "part", "worth": F(1, 3)},
    {"id": "all", "worth": F(1)},
]
CHOICE: Data = {"id": "q", "kind": "choice", "options": GRADES}
LOWER: Data = {"id": "q", "kind": "number", "better": "lower", "bounds": {1: 10, 2: 5, 4: 1}}
HIGHER: Data = {"id": "q", "kind": "number", "better": "higher", "bounds": {1: 1, 3: 10}}
LINE: Data = {"id": "q", "kind": "number", "worst": F(10), "best": F(2)}
COSTS: Data = {"id": "q", "kind": "costs"}
SIX: Data = {
    "baseline": 900,
    "fees": 520,
    "transition": 60,
    "own_effort": 90,
    "tooling_travel": 20,
    "contingency": 50,
}

ONE_ANSWER = [
    # The level of `levels` is the one chosen.
    (levels(), 3, 3, 3),
    (levels(), {"level": 0}, 0, 0),
    # 4 x 1/3.
    (CHOICE, "part", F(4, 3), F(4, 3)),
    (CHOICE, {"option": "all"}, 4, 4),
    # 5 meets the bounds of 1 (10) and 2 (5), not of 4 (1); 11 meets none.
    (LOWER, F(5), 2, 2),
    (LOWER, {"value": F(11, 2)}, 1, 1),
    (LOWER, 11, 0, 0),
    (LOWER, {"value": "none"}, 0, 0),
    (HIGHER, F(19, 2), 1, 1),
    (HIGHER, 10, 3, 3),
    # Straight line from 10 (0) to 2 (4): 5 is 4 x (5-10)/(2-10) = 5/2; beyond the ends it is cut.
    (LINE, 5, F(5, 2), F(5, 2)),
    (LINE, 12, 0, 0),
    (LINE, 1, 4, 4),
    # From 6 up, the line from 10 to 2 gives 4 x 4/8 at best; a blank can become that.
    ({**LINE, "min": F(6)}, "dont-know", 0, 2),
    # From 3 up, no number meets the bound of level 4; no share meets one of 400 %.
    ({**LOWER, "min": 3}, "dont-know", 0, 2),
    ({**HIGHER, "unit": "% of people", "bounds": {1: 1, 4: 400}}, "dont-know", 0, 1),
    # Default options. [a, c]: mean 2/3 -> 3; all three: mean 1 and row a at its best -> 4.
    (ROWS, ["a", "c"], 3, 3),
    (ROWS, ["a", "b", "c"], 4, 4),
    (ROWS, [], 0, 0),
    # b open: mean 1/3 (level 1) to 2/3 (level 3).
    (ROWS, {"rows": {"a": True, "b": "dont-know", "c": False}}, 1, 3),
    # c is missing, so open: mean 2/3 (3) to 1 (4).
    (ROWS, {"rows": {"a": "yes", "b": "yes"}}, 3, 4),
    # a left out: mean over b and c is 1, and a counts as met -> 4.
    (ROWS, {"rows": {"a": {"not_applicable": "x"}, "b": True, "c": True}}, 4, 4),
    # Nobody knows any row: everything it offers.
    (ROWS, {"rows": {"a": "dont-know"}}, 0, 4),
    (ROWS, "dont-know", 0, 4),
    # A blank and a dont-know: what the question offers, not more (HIGHER ends at 3).
    (HIGHER, None, 0, 3),
    (HIGHER, {"dont_know": True}, 0, 3),
    # Costs: total 740, net 160, stressed 160 - 580/4 = 15; without stop_loss 3, with it 4.
    (COSTS, {"costs": SIX}, 3, 3),
    (COSTS, {"costs": {**SIX, "stop_loss": 200}}, 4, 4),
    # Baseline 880: net 140, stressed 140 - 145 = -5, so 3 even with a stop_loss.
    (COSTS, {"costs": {**SIX, "baseline": 880, "stop_loss": 200}}, 3, 3),
    # Net 0 is not above zero.
    (COSTS, {"costs": {**SIX, "baseline": 740, "stop_loss": 200}}, 2, 2),
    (COSTS, {"costs": {"fees": 0, "baseline": 900}}, 2, 2),
    (COSTS, {"costs": {"transition": 5, "fees": 1}}, 1, 1),
    (COSTS, {"costs": {"transition": 5}}, 0, 0),
    # Without its fact, both cases: 2 (saving matters, net 0) to 4 (it does not).
    (
        {**COSTS, "saving_when": {"cheap": True}},
        {"costs": {**SIX, "baseline": 740, "stop_loss": 1}},
        2,
        4,
    ),
]


@pytest.mark.parametrize(("asked", "entry", "low", "high"), ONE_ANSWER)
def test_one_answer_gives_this_level(
    asked: Data, entry: Any, low: Fraction, high: Fraction
) -> None:
    assert level(result(pack_of(asked), said("client", {"q": entry}))) == (low, high)


LATER = {
    **ROWS,
    "rows": [{"id": "a"}, {"id": "b"}, {"id": "c", "since": "1.1.0"}],
    "options": [
        {"id": "proven", "worth": F(1), "since": "1.1.0"},
        {"id": "named", "worth": F(2, 3)},
        {"id": "nobody", "worth": F(0)},
    ],
}


@pytest.mark.parametrize(
    ("version", "entry", "low", "high"),
    [
        # a and b named, c open: a mean of 4/9 (level 1) to 7/9 (level 3).
        ("1.0.9", ["a", "b"], 1, 3),
        # All three named: 2/3.
        ("1.0.9", ["a", "b", "c"], 3, 3),
        # As of 1.1.0 the list means proven, and c nobody: 2/3.
        ("1.1.0", ["a", "b"], 3, 3),
        ("1.0.9", {"rows": {"a": "proven", "b": "proven"}}, 3, 4),
    ],
)
def test_what_the_version_of_a_file_did_not_ask_is_open(
    version: str, entry: Any, low: Fraction, high: Fraction
) -> None:
    found = result(pack_of(LATER), said("client", {"q": entry}, pack_version=version))
    assert level(found) == (low, high)


EVIDENCE = [
    # A 4 without evidence counts as 3; with it as 4; a 3 needs none.
    ([4], 3, 3),
    ([{"level": 4, "evidence": PROOF}], 4, 4),
    ([3], 3, 3),
    # Any respondent's evidence counts for the side: median of 4 and 2.
    ([4, {"level": 2, "evidence": PROOF}], 3, 3),
    # Capped before the median: 3 and 2 give 5/2, not 3.
    ([4, 2], F(5, 2), F(5, 2)),
    # A dont-know carries none.
    ([4, {"dont_know": True, "evidence": PROOF}], 3, 3),
    # Nobody answered: the question can still become a 4.
    (["dont-know"], 0, 4),
]


@pytest.mark.parametrize(("entries", "low", "high"), EVIDENCE)
def test_a_level_above_three_needs_evidence(
    entries: list[Any], low: Fraction, high: Fraction
) -> None:
    files = [said("client", {"q": entry}, date=n) for n, entry in enumerate(entries)]
    assert level(result(pack_of(levels(), evidence="required"), *files)) == (low, high)


def test_of_a_matrix_with_an_open_row_only_the_low_end_is_cut() -> None:
    # Bound 4 at 1/3: a alone reaches it, so 4 to 4, and without evidence 3 to 4.
    asked = {**ROWS, "bounds": {4: F(1, 3)}}
    entry = {"rows": {"a": True, "b": "dont-know", "c": False}}
    pack = pack_of(asked, evidence="required")
    assert level(result(pack, said("client", {"q": entry}))) == (3, 4)
    assert level(result(pack_of(asked), said("client", {"q": entry}))) == (4, 4)
    assert level(result(pack, said("client", {"q": {**entry, "evidence": PROOF}}))) == (4, 4)


def test_figures_are_their_own_evidence_and_a_level_is_not() -> None:
    pack = pack_of(COSTS, evidence="required")
    figures = {"costs": {**SIX, "stop_loss": 1}}
    assert level(result(pack, said("client", {"q": figures}))) == (4, 4)
    assert level(result(pack, said("client", {"q": {"level": 4}}))) == (3, 3)


def test_a_blank_can_become_an_unproven_answer_too() -> None:
    # Both options are worth 4; chosen without evidence that counts as 3, so a blank is 3 to 4.
    asked = {**CHOICE, "options": [{"id": "x", "worth": F(1)}, {"id": "y", "worth": F(1)}]}
    pack = pack_of(asked, evidence="required")
    assert level(result(pack, said("client"))) == (3, 4)
    assert level(result(pack, said("client", {"q": "x"}))) == (3, 3)


MEDIANS = [
    ([1, 2, 4], 2, 2),
    # Even: the middle of the two middle ones.
    ([1, 2, 3, 4], F(5, 2), F(5, 2)),
    ([0, 4], 2, 2),
    # A dont-know does not matter when another answered; nor does one respondent's not applicable.
    ([3, "dont-know", None], 3, 3),
    ([3, {"not_applicable": "x"}], 3, 3),
]


@pytest.mark.parametrize(("entries", "low", "high"), MEDIANS)
def test_a_side_is_the_median_of_those_who_gave_a_level(
    entries: list[Any], low: Fraction, high: Fraction
) -> None:
    files = [said("client", {"q": entry}, date=n) for n, entry in enumerate(entries)]
    assert level(result(pack_of(levels()), *files)) == (low, high)


def test_a_side_with_an_open_row_runs_from_median_to_median() -> None:
    # [3, 4] and [0, 0]: lows 0 and 3 give 3/2, highs 0 and 4 give 2.
    files = [
        said("client", {"q": {"rows": {"a": True, "b": True}}}),
        said("client", {"q": []}),
    ]
    assert level(result(pack_of(ROWS), *files)) == (F(3, 2), 2)


# ---------------------------------------------------------------- rule 3: the question

NA = {"not_applicable": "x"}
BOTH_SIDES = [
    # The lower of the sides; an unknown side can be anything it offers.
    (3, 2, "known", (2, 2)),
    (3, "dont-know", "unknown", (0, 3)),
    (0, None, "known", (0, 0)),
    # One side says not applicable: the other's level counts; unknown: the whole interval.
    (NA, 3, "known", (3, 3)),
    (NA, "dont-know", "unknown", (0, 4)),
]


@pytest.mark.parametrize(("client", "partner", "state", "expected"), BOTH_SIDES)
def test_the_level_is_the_lower_of_the_sides(
    client: Any, partner: Any, state: str, expected: Span
) -> None:
    found = result(
        pack_of(levels()), said("client", {"q": client}), said("partner", {"q": partner})
    )
    assert question(found)["state"] == state
    assert level(found) == expected


def test_not_applicable_on_every_side_leaves_all_sums() -> None:
    pack = pack_of(levels(), levels("other"))
    found = result(pack, *(said(side, {"q": NA, "other": 2}) for side in ("client", "partner")))
    assert question(found)["state"] == "not-applicable"
    assert points(found) == (50, 50)
    assert found["coverage"] == 1


def test_a_quick_file_asks_the_quick_questions_and_those_it_has_an_entry_for() -> None:
    # quick, blank: asked, 0 to 4. entry dont-know: asked. null or no entry: not asked.
    pack = pack_of(levels("fast", quick=True), levels("entry"), levels("empty"), levels("absent"))
    found = result(pack, said("client", {"entry": "dont-know", "empty": None}, mode="quick"))
    assert found["not_asked"] == ["k.empty", "k.absent"]
    assert level(found, "k.fast") == level(found, "k.entry") == (0, 4)
    assert points(found) == (0, 100)
    assert found["coverage"] == 0


def test_rows_that_are_all_blank_ask_nothing_of_a_quick_file() -> None:
    pack = pack_of({**ROWS, "id": "q"}, levels("o", quick=True))

    def of(entry: Any) -> list[str]:
        file = said("client", {"q": entry, "o": 3}, mode="quick")
        asked: list[str] = result(pack, file)["not_asked"]
        return asked

    assert of({"rows": {"a": None, "b": {"option": None}}}) == ["k.q"]
    assert of({"rows": {"a": "dont-know"}}) == of({"rows": {"a": None}, "note": "n"}) == []


def test_a_quick_partner_does_not_make_a_full_client_unknown() -> None:
    found = result(pack_of(levels()), said("client", {"q": 3}), said("partner", mode="quick"))
    assert level(found) == (3, 3)
    assert codes(found) == {"one-side"}
    assert found["verdict"]["low"] == "conditional"


def test_without_an_asked_question_scoring_is_refused() -> None:
    with pytest.raises(NothingToScore):
        result(pack_of(levels()), said("client", mode="quick"))


def test_files_with_the_same_bytes_count_once() -> None:
    # Counted twice, the median of 1, 1 and 3 would be 1.
    twice = [said("client", {"q": 1}), said("client", {"q": 1})]
    assert level(result(pack_of(levels()), *twice, said("client", {"q": 3}))) == (2, 2)


def test_a_settlement_stands_in_for_both_sides() -> None:
    pack = pack_of(levels(stop={"at_or_below": 0}), evidence="required")
    files = [said("client", {"q": {"level": 4, "evidence": PROOF}}), said("partner", {"q": 0})]
    found = result(pack, *files, engagement={"settlements": [{"question": "k.q", "level": 4}]})
    assert level(found) == (3, 3)
    assert codes(found) == {"no-evidence"}
    assert question(found)["gap"] == 4
    proven = {"settlements": [{"question": "k.q", "level": 4, "evidence": PROOF}]}
    assert verdict(result(pack, *files, engagement=proven)) == ("ready", "ready", True)
    assert verdict(result(pack, files[0], engagement=proven)) == ("ready", "ready", True)


# ---------------------------------------------------------------- conditions and facts

CONDITIONS = [
    ({"f": ["x", "y"]}, {"f": "x"}, True),
    ({"f": ["x"]}, {"f": "z"}, False),
    ({"f": ["x"]}, {}, None),
    ({"f": ["x"], "g": True}, {"g": "no"}, False),
    ({"f": ["x"], "g": True}, {"g": "yes"}, None),
    ({"any": [{"f": ["x"]}, {"g": True}]}, {"g": "yes"}, True),
    ({"any": [{"f": ["x"]}, {"g": True}]}, {"g": "no"}, None),
    ({"all": [{"f": ["x"]}, {"not": {"g": True}}]}, {"g": "yes"}, False),
    ({"not": {"f": ["x"]}}, {}, None),
]


@pytest.mark.parametrize(("condition", "facts", "expected"), CONDITIONS)
def test_conditions_have_three_values(
    condition: Data, facts: dict[str, str], expected: object
) -> None:
    assert holds(condition, facts) is expected


def test_facts_of_all_files_hold_and_the_engagement_settles_a_difference() -> None:
    pack = pack_of(levels(when={"f": True}), levels("other"), facts=[{"id": "f"}])
    yes, no = said("client", {"q": 1}, facts={"f": True}), said("partner", facts={"f": False})
    blank = said("partner", facts={"f": "dont-know"})
    with pytest.raises(Contradiction):
        result(pack, yes, no)
    assert question(result(pack, yes, blank))["state"] == "unknown"
    assert question(result(pack, yes, no, engagement={"facts": {"f": "no"}}))["state"] == "away"


def test_a_question_whose_condition_is_unknown_stays_in_and_keeps_the_verdict_from_settling() -> (
    None
):
    pack = pack_of(levels(when={"f": True}), facts=[{"id": "f"}], sides="client")
    found = result(pack, said("client", {"q": 4}))
    assert verdict(found) == ("ready", "ready", False)
    assert found["verdict"]["state"] == "as-long-as"
    assert found["settles"] == [{"fact": "f"}]


def test_without_a_partner_the_client_alone_is_asked() -> None:
    pack = pack_of(
        levels(),
        levels("theirs", answered_by="partner"),
        facts=[{"id": "stage"}],
        partner_when={"stage": ["signed"]},
    )
    found = result(pack, said("client", {"q": 3}, facts={"stage": "idea"}))
    assert question(found, "k.theirs")["state"] == "away"
    assert verdict(found) == ("ready", "ready", True)
    # Unknown is not certainly no: the partner is missed as ever.
    missed = result(pack, said("client", {"q": 3}))
    assert missed["not_asked"] == ["k.theirs"]
    assert codes(missed) == {"not-asked", "one-side"}


# ---------------------------------------------------------------- rules 4 to 7: sums and verdict


def test_keys_and_overall_are_weighted_means_of_intervals() -> None:
    # a: (2 x 75 + 1 x 0..100) / 3 = 50 to 250/3; b: 25. Overall (3a + b)/4: 175/4 to 275/4.
    pack: Data = {
        "evidence": "optional",
        "keys": [
            {"id": "a", "weight": F(3), "questions": [levels("x", weight=F(2)), levels("y")]},
            {"id": "b", "questions": [levels("z")]},
            {"id": "c", "questions": [levels("away", when={"f": True})]},
        ],
        "facts": [{"id": "f"}],
    }
    found = result(pack, said("client", {"a.x": 3, "b.z": 1}, facts={"f": "no"}))
    assert found["keys"][0]["score"] == {"low": 50, "high": F(250, 3)}
    assert found["keys"][1]["score"] == {"low": 25, "high": 25}
    assert found["keys"][2]["score"] is None
    assert points(found) == (F(175, 4), F(275, 4))
    # Coverage by question weight alone: 3 of 4, and 2 of 3 in key a.
    assert found["coverage"] == F(3, 4)
    assert found["keys"][0]["coverage"] == F(2, 3)


TWO_KEYS = [
    # Line questions, level = value: overall and weakest key in points, the verdict at the edges.
    (F("2.8"), F("2.8"), "ready"),  # 70, 70
    (F("2.799"), F("2.8"), "conditional"),  # 69.9875
    (F("2"), F("3.6"), "ready"),  # overall 70, weakest 50
    (F("1.99"), F("4"), "conditional"),  # weakest 49.75
    (F("2.2"), F("2.2"), "conditional"),  # 55
    (F("2.2"), F("2.19"), "at-risk"),  # 54.875
    (F("1.4"), F("3"), "conditional"),  # overall 55, weakest 35
    (F("1.39"), F("4"), "at-risk"),  # weakest 34.75
    (F("1.6"), F("1.6"), "at-risk"),  # 40
    (F("1.6"), F("1.59"), "not-ready"),  # 39.875
]


@pytest.mark.parametrize(("one", "two", "expected"), TWO_KEYS)
def test_a_threshold_is_met_exactly(one: Fraction, two: Fraction, expected: str) -> None:
    line = {"id": "q", "kind": "number", "worst": F(0), "best": F(4)}
    pack: Data = {
        "evidence": "optional",
        "sides": "client",
        "keys": [{"id": name, "questions": [line]} for name in ("a", "b")],
    }
    assert verdict(result(pack, said("client", {"a.q": one, "b.q": two}))) == (
        expected,
        expected,
        True,
    )


STOP = {"at_or_below": 1}
REASONS = [
    # Everything at 3 on both sides and one thing amiss.
    ({}, 3, 3, set(), "ready"),
    # (25 + 75) / 2 = 50: below 55 and 70, and not below a weakest key of 50.
    ({"stop": STOP}, 1, 3, {"overall", "stop", "no-evidence"}, "not-ready"),
    ({"cap": {"at_or_below": 3}}, 3, 3, {"cap"}, "conditional"),
    ({"stop": STOP}, 3, 3, {"no-evidence"}, "conditional"),
    ({"stop": STOP}, 3, {"level": 3, "evidence": PROOF}, set(), "ready"),
    # Whatever `unless` says; not where its `when` is certainly no.
    ({"stop": {**STOP, "unless": {"k.other": 1}}}, 3, 3, {"no-evidence"}, "conditional"),
    ({"stop": {**STOP, "when": {"no": True}}}, 3, 3, set(), "ready"),
]


@pytest.mark.parametrize(("fields", "client", "partner", "expected", "lowest"), REASONS)
def test_each_rule_gives_its_reason(
    fields: Data, client: Any, partner: Any, expected: set[str], lowest: str
) -> None:
    pack = pack_of(levels(**fields), levels("other"), facts=[{"id": "no"}], evidence="required")
    files = [
        said("client", {"q": client, "other": 3}, facts={"no": False}),
        said("partner", {"q": partner, "other": 3}),
    ]
    found = result(pack, *files)
    assert codes(found) == expected
    assert verdict(found) == (lowest, lowest, True)


# ---------------------------------------------------------------- findings

STATUS = [
    # at_or_below 1. Known 1: open. 0 to 3: possible. Known 2: none.
    ({"stop": STOP}, 1, 3, ["k.q stop open"]),
    ({"stop": STOP}, "dont-know", 3, ["k.q stop possible"]),
    ({"stop": STOP}, 2, 3, []),
    # 0 to 1 lies wholly at or below: open though unknown.
    ({"stop": STOP}, "dont-know", 1, ["k.q stop open"]),
    # While the stop is open its cap is not listed; while it is possible, it is.
    ({"stop": STOP, "cap": {"at_or_below": 2}}, 1, 3, ["k.q stop open"]),
    (
        {"stop": STOP, "cap": {"at_or_below": 3}},
        "dont-know",
        3,
        ["k.q stop possible", "k.q cap open"],
    ),
    # A condition that is unknown makes it possible at most.
    ({"stop": {**STOP, "when": {"f": True}}}, 1, 3, ["k.q stop possible"]),
    # `other` is known to be 2: it reaches 2, not 3.
    ({"stop": {**STOP, "unless": {"k.other": 2}}}, 1, 3, []),
    ({"stop": {**STOP, "unless": {"k.other": 3}}}, 1, 3, ["k.q stop open"]),
    # `blank` is 0 to 4: its high end alone reaches. `late` is not asked: it does not reach.
    ({"stop": {**STOP, "unless": {"k.blank": 3}}}, 1, 3, ["k.q stop possible"]),
    ({"stop": {**STOP, "unless": {"k.gone": 1}}}, 1, 3, ["k.q stop open"]),
]


@pytest.mark.parametrize(("fields", "client", "partner", "expected"), STATUS)
def test_a_finding_is_open_possible_or_not_there(
    fields: Data, client: Any, partner: Any, expected: list[str]
) -> None:
    pack = pack_of(
        levels(**fields),
        levels("other"),
        levels("blank"),
        levels("gone", when={"g": True}),
        facts=[{"id": "f"}, {"id": "g"}],
    )
    rest = {"other": 2, "gone": 4}
    files = [
        said("client", {"q": client, **rest}, facts={"g": False}),
        said("partner", {"q": partner, **rest}),
    ]
    assert findings(result(pack, *files)) == expected


CRITICAL: Data = {**ROWS, "rows": [{"id": "a", "critical": True}, {"id": "b"}, {"id": "c"}]}
CRITICAL_ROWS = [
    # Worth 0 on one side is enough; the stop leaves out at_or_below.
    ([["b", "c"]], "open"),
    # Median of 0 and 1 is 1/2; of 0, 0 and 1 it is 0; who does not know does not count.
    ([["b"], ["a"]], None),
    ([["b"], ["b", "c"], ["a"]], "open"),
    ([["b"], "dont-know"], "open"),
    ([{"rows": {"b": True, "c": True}}], "possible"),
    (["dont-know"], "possible"),
    # Left out by everybody who says anything: nothing to trigger.
    ([{"rows": {"a": {"not_applicable": "x"}, "b": True, "c": True}}, "dont-know"], None),
    # One leaves it out, another says its worth: the worth decides.
    ([{"rows": {"a": {"not_applicable": "x"}, "b": True, "c": True}}, ["b"]], "open"),
]


@pytest.mark.parametrize(("entries", "expected"), CRITICAL_ROWS)
@pytest.mark.parametrize("kind", ["stop", "cap"])
def test_a_critical_row_triggers_the_stop_or_the_cap_where_there_is_none(
    entries: list[Any], expected: str | None, kind: str
) -> None:
    files = [said("client", {"q": entry}, date=n) for n, entry in enumerate(entries)]
    found = result(pack_of({**CRITICAL, kind: {"because": "x"}}), *files)
    assert findings(found) == ([f"k.q {kind} {expected}"] if expected else [])


def test_the_figures_of_a_costs_question_trigger_its_stop() -> None:
    pack = pack_of({**COSTS, "stop": {"at_or_below": 0}})

    def of(**figures: Any) -> list[str]:
        return findings(result(pack, said("client", {"q": {"costs": figures}})))

    assert of(**SIX) == []
    assert of(**{**SIX, "baseline": 740}) == ["k.q stop open"]
    assert of(fees=1, baseline=900) == ["k.q stop possible"]
    assert findings(result(pack, said("client", {"q": {"level": 2}}))) == []
    assert findings(result(pack, said("client", {"q": {"level": 0}}))) == ["k.q stop open"]


WAIVERS = [
    # Both ends of the span are in it; without an end it holds for good.
    ({"date": TODAY}, "waived"),
    ({"date": date(2026, 12, 1)}, "open"),
    ({"date": date(2026, 11, 1), "until": TODAY}, "waived"),
    ({"date": date(2026, 11, 1), "until": date(2026, 11, 29)}, "open"),
]


@pytest.mark.parametrize(("span", "status"), WAIVERS)
def test_a_waiver_counts_from_its_date_until_its_end_both_included(span: Data, status: str) -> None:
    file = said("client", {"q": 1, "o": 4}, waivers=[{"question": "k.q", **span}])
    pack = pack_of(levels(stop=STOP), levels("o", weight=F(9)), sides="client")
    found = result(pack, file)
    # (25 + 9 x 100) / 10 = 92.5.
    assert points(found) == (F("92.5"), F("92.5"))
    assert findings(found) == [f"k.q stop {status}"]
    assert found["verdict"]["low"] == ("conditional" if status == "waived" else "not-ready")


def test_a_possible_waived_stop_counts_in_the_worst_case_only() -> None:
    waivers = [{"question": "k.q", "date": TODAY}, {"question": "k.o", "date": TODAY}]
    file = said("client", {"o": 3}, waivers=waivers)
    pack = pack_of(levels(stop=STOP), levels("o", weight=F(99)), sides="client")
    found = result(pack, file)
    assert verdict(found) == ("conditional", "ready", False)
    assert [waiver["met"] for waiver in found["waivers"]] == [True, False]


def test_a_waived_cap_has_no_effect() -> None:
    file = said("client", {"q": 3}, waivers=[{"question": "k.q", "date": TODAY}])
    found = result(pack_of(levels(cap={"at_or_below": 3}), sides="client"), file)
    assert verdict(found) == ("ready", "ready", True)
    assert findings(found) == ["k.q cap waived"]


# ---------------------------------------------------------------- rule 8: the range


def test_evidence_is_hoped_for_only_where_an_asked_side_has_no_complete_answer() -> None:
    pack = pack_of(levels(stop={"at_or_below": 0}), evidence="required")
    assert codes(result(pack, said("client", {"q": 3}), said("partner")), "high") == set()
    both = [said("client", {"q": 3}), said("partner", {"q": 3})]
    assert codes(result(pack, *both), "high") == {"no-evidence"}


def test_a_stop_on_an_unknown_fact_lacks_evidence_in_the_worst_case_only() -> None:
    stop = {"at_or_below": 0, "when": {"f": True}}
    pack = pack_of(levels(stop=stop), facts=[{"id": "f"}], sides="client", evidence="required")
    found = result(pack, said("client", {"q": 3}))
    assert verdict(found) == ("conditional", "ready", False)


def test_settles_lists_facts_then_stops_then_caps_then_the_widest() -> None:
    # Widths: q1 4 levels, q2 4, q3 4 x weight 2, q4 3 levels (HIGHER ends at 3).
    pack = pack_of(
        {**HIGHER, "id": "q4"},
        levels("q1", cap={"at_or_below": 1}),
        levels("q2", stop={"at_or_below": 0}),
        levels("q3", weight=F(2)),
        levels("known", when={"f": True}),
        facts=[{"id": "f"}, {"id": "unread"}],
    )
    assert result(pack, said("client", {"known": 3}))["settles"] == [
        {"fact": "f"},
        {"question": "k.q2"},
        {"question": "k.q1"},
        {"question": "k.q3"},
        {"question": "k.q4"},
    ]


@pytest.mark.parametrize(
    ("saving", "stop", "expected"),
    [
        (True, True, [{"fact": "f"}, {"question": "k.q"}]),
        (True, False, [{"fact": "f"}]),
        (False, True, [{"fact": "f"}]),
        (False, False, [{"fact": "f"}]),
    ],
)
def test_a_missing_figure_settles_nothing_unless_it_can_open_its_stop(
    *, saving: bool, stop: bool, expected: list[Data]
) -> None:
    findings: Data = {"cap": {"at_or_below": 2, "when": {"f": True}}}
    if stop:
        findings["stop"] = {"because": "x"}
    pack = pack_of(
        {**COSTS, "saving_when": {"s": True}, **findings},
        facts=[{"id": "f"}, {"id": "s"}],
        sides="client",
    )
    file = said("client", {"q": {"costs": {"fees": 5, "baseline": 9}}}, facts={"s": saving})
    assert result(pack, file)["settles"] == expected


# ---------------------------------------------------------------- rules 10 to 12


def test_assurance_is_medium_when_both_sides_answered_and_half_is_proven() -> None:
    proven = {"level": 3, "evidence": PROOF}
    client, partner = said("client", {"q": proven}), said("partner", {"q": 3})
    assert result(pack_of(levels()), client, partner)["assurance"] == "medium"
    assert result(pack_of(levels()), client)["assurance"] == "low"
    unproven = said("client", {"q": 3})
    assert result(pack_of(levels()), unproven, partner)["assurance"] == "low"
    # Where nothing was claimed, half of nothing is proven: only who has answered counts.
    nothing = said("client", {"q": 0})
    assert result(pack_of(levels()), nothing, said("partner", {"q": 2}))["assurance"] == "medium"
    assert result(pack_of(levels()), nothing)["assurance"] == "low"


def test_gap_spread_and_duty() -> None:
    # Client 4, 4, 1: median 4, range 3, deviation (0 + 0 + 3) / 3 = 1. Partner 1. Gap 3.
    pack = pack_of(levels(duty="client"), levels("p", duty="partner"), levels("b", duty="both"))
    files = [said("client", {"q": n, "p": 2, "b": 4}, date=d) for d, n in enumerate((4, 4, 1))]
    found = result(pack, *files, said("partner", {"q": 1, "p": 2, "b": 4}))
    assert found["gaps"] == [{"question": "k.q", "gap": 3, "talk": True}]
    spread = {"range": 3, "deviation": 1, "flagged": True, "named": True}
    assert question(found)["spread"] == {"client": spread, "partner": None}
    # Client duty: 1 and 4 -> 62.5; partner duty: 2 and 4 -> 75.
    assert found["duty"]["client"] == {"low": F("62.5"), "high": F("62.5"), "questions": 2}
    assert found["duty"]["partner"] == {"low": 75, "high": 75, "questions": 2}


OFFERED = [
    (levels(), [0, 1, 2, 3, 4], 3),
    ({**CHOICE, "options": [{"id": "n", "worth": 0}, {"id": "y", "worth": 1}]}, [0, 4], 4),
    (CHOICE, [0, F(4, 3), 4], 4),
    ({**LOWER, "bounds": {1: 3, 2: 1}}, [0, 1, 2], 2),
    (HIGHER, [0, 1, 3], 3),
    # Means 0, 1/3, 2/3, 1: with row a at its best only at 1 surely.
    (ROWS, [0, 1, 3, 4], 3),
]


@pytest.mark.parametrize(("asked", "offered", "aim"), OFFERED)
def test_an_action_aims_at_the_lowest_level_from_three(
    asked: Data, offered: list[Fraction], aim: Fraction
) -> None:
    assert offered_levels(pack_of(asked), asked) == offered
    assert aim_of(pack_of(asked), asked) == aim


def test_actions_stand_in_order_with_gain_per_day() -> None:
    # Five questions, one key, each 1/5 of the score. slow: 0 -> 3 in 5 days (15 / 5 = 3 a day);
    # quick: 1 -> 3 (10, no effort: one day); blank: 0 -> 3; stopped: open stop; fine: no action.
    pack = pack_of(
        levels("slow", remedy={"do": "x", "effort_days": F(5)}),
        levels("quick"),
        levels("blank", cap={"at_or_below": 0}),
        levels("stopped", stop={"at_or_below": 2}),
        levels("fine"),
        sides="client",
    )
    found = result(pack, said("client", {"slow": 0, "quick": 1, "stopped": 2, "fine": 3}))
    assert [
        (act["question"], act["kind"], act["aim"], act["gain"], act["group"])
        for act in found["actions"]
    ] == [
        ("k.stopped", "do", 3, 5, "open-stop"),
        ("k.blank", "find-out", 3, 15, "possible-cap"),
        ("k.quick", "do", 3, 10, "rest"),
        ("k.slow", "do", 3, 15, "rest"),
    ]
    # (0 + 1 + 0..4 + 2 + 3) x 5 = 30 to 50 now; all at 3 after the four actions.
    assert points(found) == (30, 50)
    assert found["after_five"] == {
        "verdict": {"low": "ready", "high": "ready"},
        "score": {"low": 75, "high": 75},
    }


def test_an_action_never_lowers_what_is_above_its_aim() -> None:
    # Level 4 with an open cap: 3 would do, and the 4 stays.
    pack = pack_of(levels(cap={"at_or_below": 4}), sides="client")
    found = result(pack, said("client", {"q": 4}))
    action = {
        "question": "k.q",
        "kind": "do",
        "aim": 4,
        "gain": 0,
        "effort": None,
        "group": "open-cap",
    }
    assert found["actions"] == [action]
    assert found["after_five"]["score"] == {"low": 100, "high": 100}
    assert found["after_five"]["verdict"] == {"low": "ready", "high": "ready"}


def test_after_the_first_five_the_sixth_is_as_it_was() -> None:
    # Six at 0 of equal weight: five at 3 give 5 x 75 / 6 = 62.5.
    pack = pack_of(*(levels(f"q{n}") for n in range(6)), sides="client")
    found = result(pack, said("client", {f"q{n}": 0 for n in range(6)}))
    assert len(found["actions"]) == 6
    assert found["after_five"]["score"] == {"low": F("62.5"), "high": F("62.5")}
    assert found["after_five"]["verdict"] == {"low": "conditional", "high": "conditional"}


# ---------------------------------------------------------------- promises over small worlds

SMALL = draw(20)


def scored(pack: Data, files: list[Data], engagement: Data | None = None) -> Data | None:
    try:
        return score(pack, files, as_of=worlds.AS_OF, engagement=engagement)
    except NothingToScore:
        return None


def rank(found: Data, end: str) -> int:
    return VERDICTS.index(found["verdict"][end])


@SMALL
@given(world=worlds.worlds())
def test_every_world_is_scored_in_order(world: tuple[Data, list[Data]]) -> None:
    found = scored(*world)
    if found is None:
        return
    low, high = points(found)
    assert 0 <= low <= high <= 100
    assert rank(found, "low") <= rank(found, "high")
    assert all(action["gain"] >= 0 for action in found["actions"])
    assert found["after_five"]["score"]["low"] >= low
    assert VERDICTS.index(found["after_five"]["verdict"]["low"]) >= rank(found, "low")


@SMALL
@given(world=worlds.worlds())
def test_every_world_can_be_written_and_read(world: tuple[Data, list[Data]]) -> None:
    pack, files = world
    texts = [*worlds.to_files(pack).values(), *map(worlds.to_answer_yaml, files)]
    for text in texts:
        assert yaml.safe_load(text) is not None


@SMALL
@given(data=st.data(), world=worlds.worlds())
def test_filling_a_blank_stays_inside_the_range(
    data: st.DataObject, world: tuple[Data, list[Data]]
) -> None:
    pack, files = world
    before = scored(pack, files)
    counted = [(name, one) for name, one in worlds.all_questions(pack) if is_scored(one)]
    if not counted:
        return
    full_id, asked = data.draw(st.sampled_from(counted))
    file = data.draw(st.sampled_from(files))
    side = file["respondent"]["side"]
    blank = [
        other["answers"].get(full_id) in (None, "dont-know")
        for other in files
        if other["respondent"]["side"] == side
    ]
    state = before and question(before, full_id)
    if not state or not all(blank) or not isinstance(state[side], dict):
        return
    filled = data.draw(worlds.complete_answers(pack, asked))
    answers = {**file["answers"], full_id: filled}
    # An entry in a quick file may ask the question of a side: that side is asked already here.
    after = scored(pack, [{**f, "answers": answers} if f is file else f for f in files])
    assert after is not None
    assert before is not None
    assert points(before)[0] <= points(after)[0] <= points(after)[1] <= points(before)[1]
    assert rank(before, "low") <= rank(after, "low")
    assert rank(after, "high") <= rank(before, "high")


@SMALL
@given(data=st.data(), world=worlds.worlds())
def test_raising_an_answer_never_lowers_a_score_or_a_verdict(
    data: st.DataObject, world: tuple[Data, list[Data]]
) -> None:
    pack, files = world
    file = data.draw(st.sampled_from(files))
    higher = {
        full_id: levels
        for full_id, asked in worlds.all_questions(pack)
        if asked["kind"] == "levels"
        and isinstance(entry := file["answers"].get(full_id), int)
        and (levels := [level for level in levels_of(asked) if level > entry])
    }
    if not higher:
        return
    chosen = data.draw(st.sampled_from(list(higher)))
    answers = {**file["answers"], chosen: data.draw(st.sampled_from(higher[chosen]))}
    # The same file twice would be raised once only, and then no longer be one file.
    changed = [{**f, "answers": answers} if f == file else f for f in files]
    before, after = scored(pack, files), scored(pack, changed)
    if before is None:
        return
    assert after is not None
    for end, place in (("low", 0), ("high", 1)):
        assert points(before)[place] <= points(after)[place]
        assert rank(before, end) <= rank(after, end)


@SMALL
@given(data=st.data(), world=worlds.worlds())
def test_an_engagement_of_settlements_is_scored(
    data: st.DataObject, world: tuple[Data, list[Data]]
) -> None:
    pack, files = world
    engagement = data.draw(worlds.engagements(pack, files))
    found = scored(pack, files, engagement)
    if found is None:
        return
    for settlement in engagement["settlements"]:
        state = question(found, settlement["question"])["state"]
        assert state in ("known", "not-applicable", "away")
