from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from tests.gate.world import GOOD, KEYS, PACK, write_answers, write_pack

from outsource_check import judge, load_pack, read_answers, score
from outsource_check.gate.policy import Gate, Limit, Policy
from outsource_check.result import Result

DAY = datetime.date(2026, 11, 24)


def result_of(folder: Path, given: Mapping[str, str] = GOOD, **fields: str) -> Result:
    packs = write_pack(folder)
    write_answers(folder / "a" / "client.yaml", given, **fields)
    return score(read_answers(folder / "a", packs=[packs]), as_of=DAY)


def rules(result: Result, **settings: object) -> list[str]:
    return [breach.rule for breach in judge(result, Policy(gate=Gate(**settings)))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "settings", "expected"),
    [
        ({}, {"min_overall": Fraction(100)}, []),
        ({}, {"min_by_key": {"alpha": Fraction(100), "beta": Fraction(100)}}, []),
        ({"alpha.two": "partly"}, {"min_overall": Fraction(88)}, ["OC101"]),
        ({"alpha.two": "partly"}, {"min_overall": Fraction("87.5")}, []),
        ({"alpha.two": "partly"}, {"min_by_key": {"alpha": Fraction("75.000000001")}}, ["OC103"]),
        ({"alpha.two": "partly"}, {"min_by_key": {"alpha": Fraction(75)}}, []),
        ({"beta.two": "dont-know"}, {"max_unknown": Limit(count=0)}, ["OC104"]),
        ({"beta.two": ""}, {"max_unknown": Limit(count=0)}, ["OC104"]),
        ({"beta.two": "dont-know"}, {"max_unknown": Limit(share=Fraction(1, 4))}, []),
        ({"beta.two": "dont-know"}, {"max_unknown": Limit(share=Fraction(24, 100))}, ["OC104"]),
        ({"beta.two": "dont-know"}, {"min_overall": Fraction(80)}, ["OC101"]),
        ({"alpha.one": "0"}, {"stops": "forbid"}, ["OC102"]),
        ({"alpha.one": "dont-know"}, {"stops": "forbid"}, ["OC102"]),
        ({"alpha.one": "dont-know"}, {"stops": "allow-waived"}, ["OC102"]),
        ({"alpha.one": "1"}, {"stops": "forbid"}, []),
        ({"alpha.one": "0"}, {"verdict": "at-risk"}, ["OC107"]),
        ({"alpha.one": "0"}, {"verdict": "not-ready"}, []),
        ({"alpha.one": "dont-know"}, {"verdict": "at-risk"}, ["OC107"]),
        ({}, {"verdict": "ready"}, []),
        ({}, {"both_sides": True}, []),
        ({"alpha.one": "{level: 2, due: 2026-11-23}"}, {"max_overdue": 1}, []),
        ({"alpha.one": "{level: 2, due: 2026-11-23}"}, {"max_overdue": 0}, ["OC113"]),
        ({"alpha.one": "{level: 2, due: 2027-01-01}"}, {"max_overdue": 0}, []),
        ({"alpha.one": "{level: 3, due: 2026-11-23}"}, {"max_overdue": 0}, []),
        ({}, {"max_age_days": 23}, []),
        ({}, {"max_age_days": 22}, ["OC105"] * 4),
    ],
)
def test_each_setting_by_low_ends_and_exactly(
    tmp_path: Path, given: dict[str, str], settings: dict[str, object], expected: list[str]
) -> None:
    assert rules(result_of(tmp_path, {**GOOD, **given}), **settings) == expected


def test_a_waived_stop_is_a_breach_of_forbid_only(tmp_path: Path) -> None:
    waiver = (
        "waivers: [{question: alpha.one, by: Dana, reason: pilot, date: 2026-11-01,"
        " until: 2026-11-24}]\n"
    )
    result = result_of(tmp_path, {**GOOD, "alpha.one": "0"}, more=waiver)
    assert rules(result, stops="forbid") == ["OC102"]
    assert rules(result, stops="allow-waived") == []


def test_an_answer_on_its_own_day_is_young_and_a_later_one_is_a_breach(tmp_path: Path) -> None:
    given = {**GOOD, "alpha.one": "{level: 4, date: 2026-11-25}"}
    result = result_of(tmp_path, given, date="2026-01-01")
    found = judge(result, Policy(gate=Gate(max_age_days=180)))
    assert [(breach.rule, breach.question) for breach in found] == [
        ("OC105", "alpha.two"),
        ("OC105", "beta.one"),
        ("OC105", "beta.two"),
        ("OC106", "alpha.one"),
    ]


def test_a_future_date_is_a_breach_whatever_the_policy(tmp_path: Path) -> None:
    assert rules(result_of(tmp_path, date="2026-11-25")) == ["OC106"] * 4
    assert rules(result_of(tmp_path, date="2026-11-24")) == []


def test_an_old_dont_know_is_unknown_and_not_old(tmp_path: Path) -> None:
    given = {"alpha.one": "dont-know", "beta.one": "{not_applicable: no such thing}"}
    result = result_of(tmp_path, given, date="2020-01-01")
    found = judge(result, Policy(gate=Gate(max_age_days=1)))
    assert [breach.question for breach in found] == ["beta.one"]


def test_a_quick_file_leaves_questions_unasked(tmp_path: Path) -> None:
    given = {"alpha.one": "4", "beta.one": "100"}
    result = result_of(tmp_path, given, mode="quick")
    assert rules(result, max_not_asked=0) == ["OC108"]
    assert rules(result, max_not_asked=2) == []
    [breach] = judge(result, Policy(gate=Gate(max_not_asked=0)))
    assert "alpha.two, beta.two" in breach.message
    assert "assess" in (breach.hint or "")


def test_a_key_without_a_question_that_applies_breaches_its_minimum(tmp_path: Path) -> None:
    none = "{not_applicable: single site}"
    result = result_of(tmp_path, {**GOOD, "beta.one": none, "beta.two": none})
    assert rules(result, min_by_key={"beta": Fraction(0)}) == ["OC103"]


def test_a_side_that_the_pack_asks_must_have_answered(tmp_path: Path) -> None:
    packs = write_pack(tmp_path, PACK.replace("sides: client\n", ""), KEYS)
    write_answers(tmp_path / "a" / "client.yaml")
    one = score(read_answers(tmp_path / "a", packs=[packs]), as_of=DAY)
    assert rules(one, both_sides=True) == ["OC109"]
    assert rules(one, both_sides=False) == []
    write_answers(tmp_path / "a" / "partner.yaml", side="partner")
    both = score(read_answers(tmp_path / "a", packs=[packs]), as_of=DAY)
    assert rules(both, both_sides=True) == []


def test_breaches_about_the_whole_stand_at_the_first_file_by_name(tmp_path: Path) -> None:
    packs = write_pack(tmp_path, PACK.replace("sides: client\n", ""), KEYS)
    write_answers(tmp_path / "a" / "z-client.yaml", {**GOOD, "alpha.one": "0"})
    write_answers(tmp_path / "a" / "b-partner.yaml", side="partner")
    result = score(read_answers(tmp_path / "a", packs=[packs]), as_of=DAY)
    found = judge(
        result, Policy(gate=Gate(min_overall=Fraction(90), min_by_key={"alpha": Fraction(90)}))
    )
    assert {breach.path for breach in found} == {str(tmp_path / "a" / "b-partner.yaml")}


def test_three_keys_at_seventy_meet_seventy(tmp_path: Path) -> None:
    keys = {
        name: f"""\
id: {name}
title: {name}
questions:
  - {{id: one, title: One, kind: number, unit: percent, worst: 0, best: 100}}
"""
        for name in ("alpha", "beta", "gamma")
    }
    write_pack(tmp_path, PACK.replace("[alpha, beta]", "[alpha, beta, gamma]"), keys)
    given = {"alpha.one": "70", "beta.one": "70", "gamma.one": "70"}
    write_answers(tmp_path / "a" / "client.yaml", given)
    result = score(read_answers(tmp_path / "a", packs=[tmp_path / "packs"]), as_of=DAY)
    gate = Gate(min_overall=Fraction(70), min_by_key=dict.fromkeys(keys, Fraction(70)))
    assert judge(result, Policy(gate=gate)) == ()


def test_a_score_that_misses_is_shown_so_that_it_differs(tmp_path: Path) -> None:
    result = result_of(tmp_path, {"alpha.one": "2", "alpha.two": "partly", "beta.one": "39.84"})
    low = result.score.low
    assert Fraction(60) - low > 0
    for least in (Fraction(60), low + Fraction(1, 10_000)):
        [breach] = judge(result, Policy(gate=Gate(min_overall=least)))
        shown = Fraction(breach.message.split()[1])
        assert shown < least


def test_the_public_names_judge_a_shipped_pack() -> None:
    assert load_pack("eight-keys").id == "eight-keys"
