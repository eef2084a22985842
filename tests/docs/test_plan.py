"""The example of docs/plan.md comes out of the program with the numbers worked out by hand."""

from __future__ import annotations

import datetime
from contextlib import chdir
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from tests.docs.scoring import PLAN, lay_out, rewrite

from outsource_check import read_answers
from outsource_check.plan import make_plan
from outsource_check.result import Result, score

TEXT = PLAN.read_text(encoding="utf-8")
DAY = datetime.date(2026, 11, 30)


@pytest.fixture
def result(tmp_path: Path) -> Result:
    lay_out(TEXT, tmp_path)
    return score(read_answers([tmp_path / "answers.yaml"], packs=[tmp_path]), as_of=DAY)


def number(text: str) -> Fraction:
    """`16 2/3` as a number."""
    return sum(map(Fraction, text.split()), Fraction(0))


def rows(beginning: str) -> dict[str, list[str]]:
    lines = TEXT[TEXT.index(beginning) :].partition("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines]
    return {name: rest for name, *rest in cells}


def test_the_steps_are_those_of_the_page(result: Result) -> None:
    table = rows("| step | days |")
    assert len(table) == 6
    assert {
        action.question.id: (action.effort_days, action.aim - action.result.level.low, action.gain)
        for action in result.actions
        if action.result.level is not None
    } == {
        name: (number(days), number(levels), number(overall))
        for name, (days, levels, _, overall) in table.items()
    }


@pytest.mark.parametrize(("key", "cells"), [("work", 4), ("aims", 3)])
def test_the_tables_hold_every_set_and_strike_out_what_is_beaten(
    result: Result, key: str, cells: int
) -> None:
    steps = {a.question.id: a for a in result.actions if a.question.key == key}
    sets = []
    for chosen in (one for size in (1, 2, 3) for one in combinations(steps, size)):
        days = sum((Fraction(steps[one].effort_days or 1) for one in chosen), Fraction(0))
        gain = sum((Fraction(steps[one].gain) for one in chosen), Fraction(0))
        if key == "aims" or {"work.decisions", "work.deputy"}.intersection(chosen):
            sets.append((days, gain))
    beaten = {
        mine
        for mine in sets
        if any(days <= mine[0] and gain >= mine[1] and (days, gain) != mine for days, gain in sets)
    }
    table = rows(f"| {key} | days |")
    assert {
        (number(row[0]), number(row[cells - 2])): not row[-1].startswith("beaten")
        for row in table.values()
    } == {one: one not in beaten for one in sets}


def test_the_plan_is_the_least_of_the_page(result: Result) -> None:
    plan = make_plan(result, to="conditional")
    assert plan.days == Fraction(11, 2)
    assert {step.question for step in plan.steps} == {
        "aims.reasons",
        "work.access",
        "work.decisions",
        "work.deputy",
    }
    assert plan.verdict.low == "conditional"


def test_the_page_shows_what_is_printed(tmp_path: Path) -> None:
    with chdir(tmp_path):
        assert rewrite(TEXT) == TEXT
