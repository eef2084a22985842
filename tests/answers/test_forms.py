"""Every form in which an answer may be written, and what it says."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.answers.world import HEAD, answer, read

from outsource_check.answers import Answer, Evidence, Figures, RowAnswer

FORMS: list[tuple[str, str, dict[str, Any]]] = [
    # levels
    ("k.drivers", "0", {"level": 0}),
    ("k.drivers", '"4"', {"level": 4}),
    ("k.drivers", "{level: 3}", {"level": 3}),
    ("k.drivers", "dont-know", {"dont_know": True}),
    ("k.drivers", '"dont-know"', {"dont_know": True}),
    ("k.drivers", "{dont_know: yes}", {"dont_know": True}),
    ("k.drivers", "{dont_know: yes, note: Lena}", {"dont_know": True, "note": "Lena"}),
    ("k.drivers", "{dont_know: no, level: 2}", {"level": 2}),
    ("k.drivers", "{not_applicable: one site}", {"not_applicable": "one site"}),
    ("k.drivers", "{level: 2, note: , owner: ~}", {"level": 2}),
    ("k.drivers", "{note: later}", {"note": "later"}),
    # choice
    ("k.plan", "partly", {"option": "partly"}),
    ("k.plan", "no", {"option": "no"}),
    ("k.plan", '"no"', {"option": "no"}),
    ("k.plan", "{option: all}", {"option": "all"}),
    # number
    ("k.speed", "5", {"value": Fraction(5)}),
    ("k.speed", "2.5", {"value": Fraction(5, 2)}),
    ("k.speed", "{value: 0}", {"value": Fraction(0)}),
    ("k.speed", "none", {"nothing": True}),
    ("k.speed", "{value: none}", {"nothing": True}),
    # computed questions, where the figures are not known
    ("k.hours", "{level: 3}", {"level": 3}),
    ("k.budget", "{level: 1}", {"level": 1}),
    ("k.hours", "dont-know", {"dont_know": True}),
    ("k.budget", "{not_applicable: no money flows}", {"not_applicable": "no money flows"}),
]


@pytest.mark.parametrize(("question", "entry", "expected"), FORMS)
def test_a_form_says(question: str, entry: str, expected: dict[str, Any]) -> None:
    found = answer(entry, question)
    assert found is not None
    said = {"dont_know": False, **expected}
    assert {name: getattr(found, name) for name in said} == said
    others = set(Answer.model_fields) - set(said)
    default = Answer()
    assert all(getattr(found, name) == getattr(default, name) for name in others)


BLANKS = [
    ("k.drivers", ""),
    ("k.drivers", "~"),
    ("k.drivers", "null"),
    ("k.drivers", "{}"),
    ("k.drivers", "{level: , note: }"),
    ("k.plan", "{option: ~}"),
    ("k.speed", "{value: }"),
    ("k.gaps", "{rows: }"),
    ("k.gaps", "{rows: {}}"),
    ("k.gaps", "{rows: {scope: , money: ~, team: {option: , who: }}}"),
    ("k.budget", "{costs: {currency: EUR, period: year, baseline: , fees: }}"),
    ("k.hours", "{sites: }"),
]


@pytest.mark.parametrize(("question", "entry"), BLANKS)
def test_an_entry_that_is_empty_all_through_is_no_answer(question: str, entry: str) -> None:
    assert answer(entry, question) is None


MATRICES: list[tuple[str, dict[str, RowAnswer]]] = [
    # Of several equal options the first listed; the others at the worst.
    ("[scope]", {"scope": "named", "money": "nobody", "team": "nobody"}),  # type: ignore[dict-item]
    ("[]", {"scope": "nobody", "money": "nobody", "team": "nobody"}),  # type: ignore[dict-item]
    ("{rows: [team]}", {"scope": "nobody", "money": "nobody", "team": "named"}),  # type: ignore[dict-item]
]


@pytest.mark.parametrize(("entry", "options"), MATRICES)
def test_a_short_matrix_lists_the_rows_at_their_best(entry: str, options: dict[str, Any]) -> None:
    found = answer(entry, "k.gaps")
    assert found is not None
    assert found.short
    assert found.rows == {row: RowAnswer(option=option) for row, option in options.items()}


ROWS: list[tuple[str, dict[str, Any]]] = [
    ("role", {"option": "role"}),
    ("{option: named, who: Dana}", {"option": "named", "who": "Dana"}),
    ("dont-know", {"dont_know": True}),
    ("{dont_know: yes, note: asked}", {"dont_know": True, "note": "asked"}),
    ("{not_applicable: no team}", {"not_applicable": "no team"}),
    ("{who: Dana}", {"who": "Dana"}),
]


@pytest.mark.parametrize(("row", "expected"), ROWS)
def test_a_row_says(row: str, expected: dict[str, Any]) -> None:
    found = answer(f"{{rows: {{scope: {row}, money: }}}}", "k.gaps")
    assert found is not None
    assert not found.short
    assert found.rows == {"scope": RowAnswer(**expected)}


def test_figures_are_exact_and_zero_is_given() -> None:
    found = answer("{costs: {currency: EUR, period: year, fees: 0, baseline: 900.05}}", "k.budget")
    assert found is not None
    assert found.costs == Figures(
        currency="EUR", period="year", fees=Decimal(0), baseline=Decimal("900.05")
    )


SITES = """
    sites:
      - {name: London, side: client, zone: Europe/London, hours: 09:00-17:30}
      - name: HCMC
        side: partner
        zone: Asia/Ho_Chi_Minh
        hours: [09:00-12:00, 13:00-18:00]
        days: mon-sat
        holidays: [2027-02-08]
    pairs: [[London, HCMC]]
    from: 2027-01-01"""


def test_sites_are_read_with_their_hours_pairs_and_first_day() -> None:
    found = answer(SITES, "k.hours")
    assert found is not None
    london, hcmc = found.sites
    assert (london.hours, london.days, london.holidays) == (("09:00-17:30",), "mon-fri", ())
    assert hcmc.hours == ("09:00-12:00", "13:00-18:00")
    assert (hcmc.days, hcmc.holidays) == ("mon-sat", (datetime.date(2027, 2, 8),))
    assert found.pairs == (("London", "HCMC"),)
    assert found.start == datetime.date(2027, 1, 1)


def test_every_answer_may_carry_what_goes_with_it() -> None:
    text = """
    level: 4
    evidence:
      - {what: Objective sheet, where: https://wiki.example/obj, date: 2026-10-01}
      - what: "A mail: signed"
    note: agreed with finance
    internal: yes
    owner: Dana
    due: 2026-12-15
    date: 2026-11-30"""
    assert answer(text, "k.drivers") == Answer(
        level=4,
        evidence=(
            Evidence(
                what="Objective sheet",
                where="https://wiki.example/obj",
                date=datetime.date(2026, 10, 1),
            ),
            Evidence(what="A mail: signed"),
        ),
        note="agreed with finance",
        internal=True,
        owner="Dana",
        due=datetime.date(2026, 12, 15),
        date=datetime.date(2026, 11, 30),
    )


def test_a_file_is_read_with_everything_that_it_may_say() -> None:
    found = read(
        HEAD.replace("role: CTO", "role: CTO, name: Dana Reyes")
        + """mode: quick
facts: {stage: selecting, live: yes}
waivers:
  - {question: k.drivers, by: Dana, reason: Pilot, date: 2026-11-20, until: 2027-01-31}
"""
    ).content
    assert (found.respondent.name, found.mode, found.facts) == (
        "Dana Reyes",
        "quick",
        {"stage": "selecting", "live": "yes"},
    )
    (waiver,) = found.waivers
    assert waiver.counts(datetime.date(2026, 11, 20))
    assert waiver.counts(datetime.date(2027, 1, 31))
    assert not waiver.counts(datetime.date(2027, 2, 1))
    assert not waiver.counts(datetime.date(2026, 11, 19))


@pytest.mark.parametrize("said", ["", "~", "dont-know"])
def test_a_fact_that_is_not_known_is_not_there(said: str) -> None:
    assert read(f"{HEAD}facts: {{stage: {said}}}\n").content.facts == {}


def test_json_is_read_as_the_yaml_that_it_is() -> None:
    text = (
        '{"format": "outsource-check/answers/v1", "pack": "kinds", "pack_version": "1.2.3",'
        ' "engagement": "An engagement", "respondent": {"side": "client", "role": "CTO"},'
        ' "date": "2026-11-23", "answers": {"k.drivers": 3, "k.gaps": ["scope"], "k.plan": null}}'
    )
    content = read(text, "a.json").content
    assert content.answers["k.drivers"].level == 3
    assert "k.plan" not in content.answers
