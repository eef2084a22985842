"""When a settlement counts, and what opens it again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.alignment.people import (
    AS_OF,
    PLAIN,
    agreed,
    pack,
    read,
    said,
    settlements_text,
    text_of,
    together,
)

from outsource_check.answers.settlements import decode_engagement, read_text
from outsource_check.answers.settlements import text_of as answer_of
from outsource_check.documents import parse
from outsource_check.errors import AnswerError
from outsource_check.pack.kinds.reading import Interval
from outsource_check.result import score

PROOF = [{"what": "Sheet"}]
SITES = [
    {"name": "London", "side": "client", "zone": "Europe/London", "hours": "09:00-17:30"},
    {"name": "HCMC", "side": "partner", "zone": "Asia/Ho_Chi_Minh", "hours": "09:00-18:00"},
]

# ---------------------------------------------------------------- answers as text

TEXTS = [
    ("k.q0", 3, "3"),
    ("k.q0", {"level": 3, "note": "n", "owner": "o", "due": "2026-12-01", "internal": "yes"}, "3"),
    ("k.q0", {"level": 3, "evidence": PROOF}, "3, with evidence"),
    ("k.q0", "dont-know", "dont-know"),
    ("k.q0", {"dont_know": "yes", "note": "asked Lena"}, "dont-know"),
    ("k.q0", {"not_applicable": "one site: ours"}, '{not_applicable: "one site: ours"}'),
    ("k.q0", None, ""),
    ("k.q0", {"note": "later"}, ""),
    ("k.pick", {"option": "half"}, "half"),
    ("k.days", "2.50", "2.5"),
    ("k.days", "none", "none"),
    ("k.rows", ["budget"], "{rows: {accept: nobody, budget: named, release: nobody}}"),
    (
        "k.rows",
        {
            "rows": {
                "release": "dont-know",
                "budget": {"option": "named", "who": "Dana", "note": "n"},
                "accept": {"not_applicable": "no"},
            }
        },
        '{rows: {accept: {not_applicable: "no"}, budget: {option: named, who: Dana}}}',
    ),
    ("k.hours", {"level": 2}, "{level: 2}"),
    ("k.money", {"costs": {"fees": "10.50", "period": "y"}}, '{costs: {period: "y", fees: 10.5}}'),
]


@pytest.mark.parametrize(("question", "entry", "text"), TEXTS)
def test_an_answer_has_one_text(question: str, entry: Any, text: str) -> None:
    assert (
        answer_of(said("a.yaml", "client", {question: entry}), pack().questions[question]) == text
    )


@pytest.mark.parametrize(("question", "entry", "text"), [*TEXTS, ("k.hours", {"sites": SITES}, "")])
def test_the_text_of_an_answer_reads_as_the_same_answer(
    question: str, entry: Any, text: str
) -> None:
    found = answer_of(said("a.yaml", "client", {question: entry}), pack().questions[question])
    if found:
        assert read_text(found, pack().questions[question], date(2026, 11, 23)) == found
    assert found or not text


def test_a_later_date_changes_sites_that_begin_with_it() -> None:
    early = said("a.yaml", "client", {"k.hours": {"sites": SITES}})
    late = said("a.yaml", "client", {"k.hours": {"sites": SITES, "date": "2026-12-01"}})
    question = pack().questions["k.hours"]
    assert answer_of(early, question) != answer_of(late, question)


@pytest.mark.parametrize("text", ["{level: 3}", "{level: 3, note: as we said}", ' "3" '])
def test_a_text_written_by_hand_may_have_any_form(text: str) -> None:
    files = [said("a.yaml", "client", {"k.q0": 3})]
    decided = engagement_file({"question": "k.q0", "level": 2, "rests_on": {"a.yaml": text}})
    assert "k.q0" in together(*files, decided=decided).settlements


def engagement_file(*entries: Any, facts: Any = None) -> Any:
    text = settlements_text(entries, facts)
    return decode_engagement(parse(text.encode(), "engagement.yaml", AnswerError), pack())


OFFERED = [
    ("k.q0", {0, 1, 2, 3, 4}, "every level"),
    ("k.pick", {0, 2, 4}, "options worth 0, a half and 1"),
    ("k.rows", {0, 1, 2, 4}, "none, one, two or three of three rows"),
    ("k.days", {0, 1, 2, 3, 4}, "bounds of each level"),
    ("k.hours", {0, 1, 2, 3, 4}, "a level where the figures are not known"),
    ("k.money", {0, 1, 2, 3, 4}, "a level where the figures are not known"),
]


@pytest.mark.parametrize("level", range(5))
@pytest.mark.parametrize(("question", "offered", "why"), OFFERED)
def test_only_a_level_that_could_be_answered_can_be_agreed_on(
    question: str, offered: set[int], why: str, level: int
) -> None:
    if level in offered:
        assert engagement_file({"question": question, "level": level}), why
        return
    with pytest.raises(AnswerError) as caught:
        engagement_file({"question": question, "level": level})
    (problem,) = caught.value.problems
    assert (problem.rule, problem.place is not None) == ("OC203", True)
    assert problem.text.startswith(f'expected a level that "{question}" offers, "0", ')
    assert problem.text.endswith(f'found "{level}"')


# ---------------------------------------------------------------- what a settlement does


def test_a_settlement_stands_in_for_both_sides() -> None:
    files = [said("a.yaml", "client", {"k.q0": 4}), said("b.yaml", "partner", {"k.q0": 0})]
    found = score(together(*files, decided=agreed(files, {"k.q0": 3})), as_of=AS_OF)
    assert found.questions["k.q0"].level == Interval(3, 3)
    assert found.questions["k.q0"].settled


def test_a_settlement_can_say_that_a_question_does_not_apply() -> None:
    files = [said("a.yaml", "client", {"k.q0": 4, "k.q1": 1})]
    decided = engagement_file(
        {"question": "k.q0", "not_applicable": "one site", "rests_on": {"a.yaml": "4"}}
    )
    found = score(together(*files, decided=decided), as_of=AS_OF)
    assert found.questions["k.q0"].state == "not-applicable"


def test_the_engagement_file_settles_a_fact_that_files_say_differently() -> None:
    files = [
        said("a.yaml", "client", facts={"stage": "early", "live": "yes"}),
        said("b.yaml", "partner", facts={"stage": "late"}),
    ]
    with pytest.raises(AnswerError, match=r'"late" here and "early" in a.yaml:\d+:\d+'):
        together(*files)
    found = together(*files, decided=agreed(files, {}, {"stage": "late"}))
    assert found.facts == {"stage": "late", "live": "yes"}
    assert list(found.disputed) == ["stage"]


# ---------------------------------------------------------------- what opens it again

LEVEL = st.sampled_from([0, 1, 2, 3, 4, "dont-know"])
SETTLED = dict.fromkeys(PLAIN, 2)
NAMES = ("a.yaml", "b.yaml", "c.yaml")


@st.composite
def three_files(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    """What each of three people said: client, client, partner."""
    said_by = {}
    for name in NAMES:
        asked = draw(st.lists(st.sampled_from(PLAIN), unique=True))
        said_by[name] = {question: draw(LEVEL) for question in asked}
    return said_by


def as_files(answers: dict[str, dict[str, Any]], *, hidden: bool = False) -> list[Any]:
    """The files of the three; `hidden`: each anonymous, so that both sides are sealed."""
    sides = dict(zip(NAMES, ("client", "client", "partner"), strict=True))
    return [
        read(name, text_of(sides[name], mine, role=name, anonymous=hidden))
        for name, mine in answers.items()
    ]


def reopened(files: list[Any], decided: Any) -> set[str]:
    found = together(*files, decided=decided)
    again = {one.settlement.question for one in found.reopened}
    assert again.isdisjoint(found.settlements)
    assert again | set(found.settlements) == set(SETTLED)
    return again


@settings(max_examples=80, deadline=None)
@given(answers=three_files(), hidden=st.booleans(), data=st.data())
def test_editing_one_answer_opens_exactly_what_rests_on_it(
    answers: dict[str, dict[str, Any]], data: st.DataObject, *, hidden: bool
) -> None:
    decided = agreed(as_files(answers, hidden=hidden), SETTLED)
    assert reopened(as_files(answers, hidden=hidden), decided) == set()
    name = data.draw(st.sampled_from(NAMES))
    question = data.draw(st.sampled_from(PLAIN))
    new = data.draw(st.one_of(LEVEL, st.none()))
    changed = {**answers, name: {**answers[name], question: new}}
    expected = {question} if answers[name].get(question) != new else set()
    assert reopened(as_files(changed, hidden=hidden), decided) == expected
    assert reopened(as_files(answers, hidden=hidden), decided) == set()


@settings(max_examples=40, deadline=None)
@given(answers=three_files(), hidden=st.booleans(), name=st.sampled_from(NAMES))
def test_a_file_that_joins_or_leaves_opens_what_it_answers(
    answers: dict[str, dict[str, Any]], name: str, *, hidden: bool
) -> None:
    two = {other: mine for other, mine in answers.items() if other != name}
    before, after = as_files(two, hidden=hidden), as_files(answers, hidden=hidden)
    touched = set(answers[name])
    assert reopened(after, agreed(before, SETTLED)) == touched
    assert reopened(before, agreed(after, SETTLED)) == touched


def test_a_note_an_owner_or_a_date_opens_nothing() -> None:
    decided = agreed([said("a.yaml", "client", {"k.q0": 3})], {"k.q0": 2})
    later = {"k.q0": {"level": 3, "note": "n", "owner": "o", "date": "2026-11-29"}}
    assert not together(said("a.yaml", "client", later), decided=decided).reopened


def test_evidence_that_comes_later_opens_it_again() -> None:
    decided = agreed([said("a.yaml", "client", {"k.q0": 4})], {"k.q0": 2})
    proven = said("a.yaml", "client", {"k.q0": {"level": 4, "evidence": PROOF}})
    (again,) = together(proven, decided=decided).reopened
    assert again.changes == ('"a.yaml" answers it otherwise',)


def test_another_name_for_who_decides_opens_it_again() -> None:
    def with_name(name: str) -> Any:
        rows = {"accept": {"option": "named", "who": name}}
        return said("a.yaml", "client", {"k.rows": {"rows": rows}})

    decided = agreed([with_name("Dana")], {"k.rows": 2})
    assert not together(with_name("Dana"), decided=decided).reopened
    assert together(with_name("Lena"), decided=decided).reopened


def test_a_copy_of_a_file_opens_nothing() -> None:
    text = text_of("client", {"k.q0": 3})
    decided = agreed([read("b.yaml", text)], {"k.q0": 2})
    for copy in ("a.yaml", "c.yaml"):
        assert not together(read("b.yaml", text), read(copy, text), decided=decided).reopened


def test_a_settlement_that_rests_on_nothing_is_open_once_somebody_answers() -> None:
    decided = engagement_file({"question": "k.q0", "level": 2})
    assert not together(said("a.yaml", "client", {"k.q1": 1}), decided=decided).reopened
    assert together(said("a.yaml", "client", {"k.q0": 1}), decided=decided).reopened


def test_an_open_settlement_does_not_count() -> None:
    decided = agreed([said("a.yaml", "client", {"k.q0": 4})], {"k.q0": 2})
    found = score(together(said("a.yaml", "client", {"k.q0": 0}), decided=decided), as_of=AS_OF)
    assert found.questions["k.q0"].level == Interval(0, 0)
    assert not found.questions["k.q0"].settled


# ---------------------------------------------------------------- files that are wrong


@pytest.mark.parametrize(
    ("entry", "rule", "message"),
    [
        ({"question": "k.q9", "level": 1}, "OC201", 'no question "k.q9"'),
        ({"question": "k.q0"}, "OC012", 'either "level" or "not_applicable"'),
        ({"question": "k.q0", "level": 1, "not_applicable": "x"}, "OC012", "either"),
        ({"question": "k.q0", "level": 5}, "OC012", "a level from 0 to 4"),
        ({"question": "k.q0", "level": 1, "present": []}, "OC012", "names nobody"),
        ({"question": "k.q0", "level": 1, "reason": None}, "OC011", '"reason" is empty'),
        ({"question": "k.q0", "level": 1, "resaon": "x"}, "OC010", 'unknown field "resaon"'),
    ],
)
def test_a_wrong_settlement_is_refused(entry: Any, rule: str, message: str) -> None:
    with pytest.raises(AnswerError) as caught:
        engagement_file(entry)
    problem = caught.value.problems[0]
    assert problem.rule == rule
    assert message in problem.text
    assert problem.place is not None
    assert problem.place.line > 1


def test_a_question_is_settled_once() -> None:
    entry = {"question": "k.q0", "level": 1}
    with pytest.raises(AnswerError, match="settled twice"):
        engagement_file(entry, entry)


def test_a_file_of_another_engagement_is_refused() -> None:
    text = settlements_text([]).replace("Rebuild", "Other")
    decided = decode_engagement(parse(text.encode(), "engagement.yaml", AnswerError), pack())
    with pytest.raises(AnswerError, match=r'"Other" here and "Rebuild" in a\.yaml'):
        together(said("a.yaml", "client", {"k.q0": 1}), decided=decided)
