"""The form's script without a browser, and against what Python works out."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path
from typing import Any, Literal

import pytest
from tests.form.world import NODE, load, needs_node, open_small

import outsource_check.form
from outsource_check.form.data import _write_condition, make_data
from outsource_check.interview.model import Header, Spot, State
from outsource_check.pack import DONT_KNOW, SIDES, Pack, judge_condition, load_pack
from outsource_check.pack.conditions import All, AnyOf, Condition, FactIs, Not

HERE = Path(__file__).parent
SCRIPT = Path(outsource_check.form.__file__).with_name("page.js")
pytestmark = needs_node


def run(code: str, data: object) -> Any:
    """What some code gives, with the script as `form` and the data as `data`."""
    head = f"const form = require({json.dumps(str(SCRIPT))});"
    read = "const data = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
    tail = f"process.stdout.write(JSON.stringify({code}));"
    done = subprocess.run(
        [NODE, "-e", head + read + tail],
        input=json.dumps(data),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(done.stdout)


def test_the_script_s_own_tests_pass() -> None:
    done = subprocess.run(
        [NODE, "--test", str(HERE / "page.test.js")],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]


def draw_condition(dice: random.Random, pack: Pack, depth: int = 3) -> Condition:
    shape = dice.choice(("is", "not", "all", "any") if depth else ("is",))
    if shape == "is":
        fact = dice.choice([*pack.facts.values()])
        options = tuple(dice.sample(fact.names, dice.randint(1, len(fact.names))))
        return FactIs(fact=fact.id, options=options)
    if shape == "not":
        return Not(part=draw_condition(dice, pack, depth - 1))
    parts = tuple(draw_condition(dice, pack, depth - 1) for _ in range(dice.randint(1, 3)))
    return All(parts=parts) if shape == "all" else AnyOf(parts=parts)


def draw_facts(dice: random.Random, pack: Pack) -> dict[str, str]:
    return {
        name: dice.choice([*fact.possible, DONT_KNOW])
        for name, fact in pack.facts.items()
        if dice.random() < 0.7
    }


def write_facts(pack: Pack, facts: dict[str, str]) -> dict[str, Any]:
    plain = {
        name: said if said == DONT_KNOW else pack.facts[name].write(said)
        for name, said in facts.items()
    }
    return {
        name: {True: "yes", False: "no"}[said] if isinstance(said, bool) else said
        for name, said in plain.items()
    }


def test_conditions_come_to_the_same_in_the_page_and_in_python(tmp_path: Path) -> None:
    pack, dice = load(tmp_path), random.Random(20)  # noqa: S311 - a test's dice
    cases = [(draw_condition(dice, pack), draw_facts(dice, pack)) for _ in range(1000)]
    known = [{name: one for name, one in facts.items() if one != DONT_KNOW} for _, facts in cases]
    expected = [judge_condition(one, facts) for (one, _), facts in zip(cases, known, strict=True)]
    assert {True, False, None} == set(expected)
    given = [[_write_condition(one), write_facts(pack, facts)] for one, facts in cases]
    code = "data.map(([one, facts]) => form.judge(one, form.listKnown({others: {}}, facts)))"
    assert run(code, given) == expected


@pytest.mark.parametrize("name", ["small", "eight-keys"])
def test_the_same_facts_and_questions_are_asked_as_in_an_interview(
    tmp_path: Path, name: str
) -> None:
    dice = random.Random(21)  # noqa: S311 - a test's dice
    form = open_small(tmp_path)
    pack = load(tmp_path) if name == "small" else load_pack(name)
    form = form if name == "small" else outsource_check.form.Form(pack=pack, header=form.header)
    states, expected = [], []
    for _ in range(300):
        side, quick = dice.choice(SIDES), dice.random() < 0.5
        mode: Literal["full", "quick"] = "quick" if quick else "full"
        facts = draw_facts(dice, pack)
        header = Header(date=form.header.date, engagement="E", side=side, role="R", mode=mode)
        state = State(
            pack=pack, header=header, today=header.date, trail=(Spot("finish"),), facts=facts
        )
        given = {"respondent": {"side": side}, "mode": mode, "answers": {}}
        states.append({**given, "facts": write_facts(pack, facts)})
        expected.append([[*state.asked_facts], [one.id for one in state.questions]])
    code = (
        "data.states.map((state) => [form.listFacts(data.form, state).map((one) => one.id),"
        " form.listQuestions(data.form, state).map((one) => one.id)])"
    )
    assert run(code, {"states": states, "form": make_data(form)}) == expected
