"""Single rules, worked out by hand, where a generated world seldom leads."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.result.small import Data, levels, read, said

from outsource_check.result import (
    Interval,
    Result,
    score,
)

TODAY = date(2026, 11, 30)
PROOF = [{"what": "A sheet"}]
ROWS: Data = {
    "id": "q",
    "title": "Rows",
    "kind": "matrix",
    "rows": [{"id": "a", "text": "Row a", "critical": "yes"}, {"id": "b", "text": "Row b"}],
    "bounds": {"2": "1/2", "4": "1"},
    "stop": {"because": "A row is critical"},
}


def scored(question: Data, *answers: Any, **outline: Any) -> Result:
    """The result of one question that people of the client answered."""
    files = [
        said("client", {"k.q": answer}, role=f"Role {number}")
        for number, answer in enumerate(answers)
    ]
    return score(read([question], *files, **outline), as_of=TODAY)


@pytest.mark.parametrize(
    ("answers", "low", "high"),
    [
        # Without evidence, of an open row only the low end is cut to 3: it may still bring some.
        ([{"rows": {"a": "yes"}}], 2, 4),
        ([{"rows": {"a": "yes", "b": "yes"}}], 3, 3),
        ([{"rows": {"a": "yes", "b": "yes"}, "evidence": PROOF}], 4, 4),
        # A row that is left out counts in no mean.
        ([{"rows": {"a": "yes", "b": {"not_applicable": "none"}}, "evidence": PROOF}], 4, 4),
        # Rows that nobody knows are a dont-know: they do not pull at a colleague's level.
        ([{"rows": {"a": "dont-know", "b": "dont-know"}}, ["a"]], 2, 2),
        ([{"rows": {"a": "dont-know"}}], 0, 4),
    ],
)
def test_a_matrix_runs_from_its_open_rows_at_worst_to_those_at_best(
    answers: list[Any], low: int, high: int
) -> None:
    assert scored(ROWS, *answers).questions["k.q"].level == Interval(low, high)


def test_evidence_of_a_matrix_that_nobody_knows_does_not_count() -> None:
    result = scored(ROWS, {"rows": {"a": "dont-know"}, "evidence": PROOF}, ["a", "b"])
    assert result.questions["k.q"].level == Interval(3, 3)


def test_a_critical_row_of_a_sealed_side_is_not_named() -> None:
    anonymous = {"side": "client", "role": "R", "anonymous": "yes"}
    engagement = read([ROWS], said("client", {"k.q": ["b"]}, respondent=anonymous))
    (finding,) = score(engagement, as_of=TODAY).findings
    assert (finding.status, finding.detail) == ("open", "client: a critical line")


STEPS: list[tuple[Data, Any, str]] = [
    (levels("q", remedy={"do": "Mend it"}), 1, "Mend it"),
    (levels("q"), 1, "Level 3 of q"),
    (
        {
            "id": "q",
            "title": "Q",
            "kind": "choice",
            "options": [
                {"id": "none", "text": "None", "worth": "0"},
                {"id": "most", "text": "Most of it", "worth": "3/4"},
            ],
        },
        "none",
        "“Most of it” to “Q”.",
    ),
    (
        {
            "id": "q",
            "title": "Q",
            "kind": "number",
            "unit": "days",
            "better": "lower",
            "bounds": {"1": "10", "4": "2.5"},
        },
        "5",
        "2.5 days or fewer.",
    ),
    (
        {"id": "q", "title": "Q", "kind": "number", "unit": "people", "worst": "0", "best": "8"},
        "1",
        "6 people or more.",
    ),
    (
        {**ROWS, "stop": None, "rows": [{"id": "a", "text": "A"}]},
        [],
        "The line is fully covered; still open: “A”.",
    ),
]


@pytest.mark.parametrize(("question", "answer", "step"), STEPS)
def test_without_a_remedy_the_step_is_the_level_to_reach(
    question: Data, answer: Any, step: str
) -> None:
    (action,) = scored(question, answer).actions
    assert action.do == step


def test_a_missing_figure_that_could_open_a_stop_is_listed_although_the_level_is_known() -> None:
    costs = {"id": "q", "title": "Q", "kind": "costs", "stop": {"because": "No saving"}}
    result = scored(costs, {"costs": {"fees": "5", "baseline": "9"}}, sides="client")
    assert result.questions["k.q"].level == Interval(2, 2)
    assert [(entry.kind, entry.id) for entry in result.settles] == [("possible-stop", "k.q")]


@pytest.mark.parametrize(
    ("saving", "findings"),
    [
        # The saving does not matter: no figure opens the stop, which only the other fact would.
        ("no", {"stop": {"because": "No saving"}}),
        ("no", {"stop": {"because": "Open", "at_or_below": "2", "when": {"live": "yes"}}}),
        # It matters, and there is no stop that a figure could open.
        ("yes", {}),
        ("yes", {"stop": {"because": "No saving", "when": {"live": "no", "saving": "no"}}}),
    ],
)
def test_a_missing_figure_is_not_listed_where_a_fact_alone_leaves_something_possible(
    saving: str, findings: Data
) -> None:
    cap = {"because": "It runs", "at_or_below": "2", "when": {"live": "yes"}}
    costs = {"id": "q", "title": "Q", "kind": "costs", "saving_when": {"saving": "yes"}}
    engagement = read(
        [{**costs, "cap": cap, **findings}],
        said(
            "client", {"k.q": {"costs": {"fees": "5", "baseline": "9"}}}, facts={"saving": saving}
        ),
        facts=[{"id": "saving", "ask": "Is it to save?"}, {"id": "live", "ask": "Does it run?"}],
        sides="client",
    )
    result = score(engagement, as_of=TODAY)
    assert result.questions["k.q"].level == Interval(2, 2)
    assert "possible" in {finding.status for finding in result.findings}
    assert [(entry.kind, entry.id) for entry in result.settles] == [("fact", "live")]


def test_waivers_that_meet_no_finding_or_do_not_count_are_listed() -> None:
    def waiver(question: str, **fields: str) -> Data:
        return {"question": question, "by": "D", "reason": "R", "date": "2026-11-01", **fields}

    given = [
        waiver("k.q"),
        waiver("k.q", until="2026-11-29"),
        waiver("k.r"),
        waiver("k.q", until="2026-11-30"),
    ]
    stop = {"because": "It hurts", "at_or_below": "0"}
    engagement = read(
        [levels("q", stop=stop), levels("r")],
        said("client", {"k.q": 0, "k.r": 3}, waivers=given),
    )
    result = score(engagement, as_of=TODAY)
    assert [finding.status for finding in result.findings] == ["waived"]
    assert [(w.question, str(w.until)) for w in result.unused_waivers] == [
        ("k.q", "2026-11-29"),
        ("k.r", "None"),
    ]


@pytest.mark.parametrize(
    ("mode", "others", "depends_on"),
    [
        # Where the fact says no, all that applies was asked.
        ("quick", ["r"], ("live",)),
        ("quick", ["r", "s"], ()),
        ("quick", ["s", "t"], ()),
        ("full", ["r", "s"], ("live",)),
    ],
)
def test_a_fact_that_only_takes_away_what_was_not_asked_changes_nothing(
    mode: str, others: list[str], depends_on: tuple[str, ...]
) -> None:
    asked = {"r": levels("r", when={"live": "yes"}), "s": levels("s")}
    asked["t"] = levels("t", when={"early": "yes", "live": "yes"})
    questions = [levels("q", quick="yes"), *(asked[name] for name in others)]
    file = said("client", {"k.q": 4}, mode=mode, facts={"early": "no"})
    facts = [{"id": name, "ask": f"Is it {name}?"} for name in ("early", "live")]
    result = score(read(questions, file, facts=facts), as_of=TODAY)
    assert result.verdict.depends_on == depends_on
    assert [one.id for one in result.settles if one.kind == "fact"] == list(depends_on)
