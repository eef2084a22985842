"""Random ways through a form: lines typed into `assess --plain`, and what is done in the page."""

from __future__ import annotations

import io
import random
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.form.world import TODAY

from outsource_check.interview import words
from outsource_check.interview.conversation import converse
from outsource_check.interview.model import State
from outsource_check.interview.plain import PlainFrontEnd
from outsource_check.interview.signals import Signals
from outsource_check.interview.sitting import Request, open_sitting
from outsource_check.pack import SIDES, Fact, Question
from outsource_check.pack.answer import MONEY

TEXTS = ("agreed with finance", "“quotes” and </script>", "é ü 漢字 \U0001f600", "a: b # c", "- x")
CITIES = ("London", "Berlin", "Hanoi", "Tokyo")


@dataclass
class Walk:
    """What is typed, and what is done in the page: a control's name, and the value that it gets."""

    dice: random.Random
    lines: list[str] = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)

    def both(self, line: str, name: str, value: str) -> None:
        self.lines.append(line)
        self.steps.append((name, value))

    def text(self) -> str:
        return self.dice.choice(TEXTS)


def walk_fact(walk: Walk, fact: Fact) -> None:
    walk.lines.append(f":g {fact.id}")
    name = f"facts.{fact.id}"
    if walk.dice.random() < 0.2:
        walk.both(":dk", name, "dont-know")
    elif not fact.several:
        option = walk.dice.choice([*fact.choices])
        walk.both(option, name, option)
    else:
        chosen = [one for one in fact.choices if walk.dice.random() < 0.5]
        for option in chosen:
            walk.both(option, name, option)
        walk.lines.append(words.GO_ON)
        if not chosen:
            walk.steps.append((name, "none"))


def walk_question(walk: Walk, question: Question) -> None:
    dice, name = walk.dice, question.id
    walk.lines.append(f":g {name}")
    if dice.random() < 0.3:
        walk_beside(walk, name)
    way = dice.random()
    if way < 0.1:
        walk.both(":dk", name, "dont-know")
    elif way < 0.2:
        reason = walk.text()
        walk.steps.append((name, "not-applicable"))
        walk.both(f":na {reason}", f"{name}:reason", reason)
    elif way < 0.25:
        return  # only what stands beside it
    elif question.lines:
        walk_rows(walk, question)
    elif question.by_parts == "sites" and dice.random() < 0.6:
        walk_places(walk, name)
    elif question.by_parts == "costs" and dice.random() < 0.8:
        walk_costs(walk, name)
    elif question.short == "text":
        text = walk.text()
        walk.lines.append("write")
        walk.both(text, name, text)
    elif question.short == "day":
        walk.both("2027-02-03", name, "2027-02-03")
    elif question.kind == "number" and dice.random() < 0.8:
        number = dice.choice(("0", "2", "2.50", "7", "09"))
        walk.both(number, name, number)
    else:
        choice = dice.choice(question.list_choices())
        walk.both(choice.value, name, choice.value)


def walk_beside(walk: Walk, name: str) -> None:
    note, what, owner = walk.text(), walk.text(), walk.text()
    walk.both(f":n {note}", f"{name}:note", note)
    if walk.dice.random() < 0.5:
        walk.both(f":e {what}", f"{name}:evidence/0/what", what)
        walk.both("https://x.example/a#b", f"{name}:evidence/0/where", "https://x.example/a#b")
    if walk.dice.random() < 0.5:
        walk.both(f":o {owner}", f"{name}:owner", owner)
        walk.both("2026-12-31", f"{name}:due", "2026-12-31")


def walk_rows(walk: Walk, question: Question) -> None:
    walk.lines.append("rows")
    for number, row in enumerate(question.lines):
        name, way = f"{question.id}/{row.id}", walk.dice.random()
        if number and way < 0.2:
            walk.lines.append(":s")
            continue
        if way > 0.8:
            walk.both(":w Dana: CTO", f"{name}:who", "Dana: CTO")
        if way < 0.3:
            walk.both(":dk", name, "dont-know")
        elif way < 0.4:
            reason = walk.text()
            walk.steps.append((name, "not-applicable"))
            walk.both(f":na {reason}", f"{name}:reason", reason)
        else:
            option = walk.dice.choice([*question.option_texts])
            walk.both(option, name, option)


def walk_places(walk: Walk, name: str) -> None:
    walk.lines.append("figures")
    walk.steps.append((name, "sites"))
    for number, city in enumerate(walk.dice.sample(CITIES, 2)):
        at = f"{name}:sites/{number}/"
        walk.both(city, f"{at}zone", city)
        hours = walk.dice.choice(("9-17", "9:00-12:00, 13:00-17:30"))
        walk.both(hours, f"{at}hours", hours)
        days = walk.dice.choice(("mon-fri", "sun-thu", "Monday to Thursday"))
        walk.both(days, f"{at}days", days)


def walk_costs(walk: Walk, name: str) -> None:
    walk.lines.append("figures")
    walk.steps.append((name, "costs"))
    for number, amount in enumerate(("currency", "period", *MONEY)):
        if number and walk.dice.random() < 0.3:
            walk.lines.append("")
            continue
        said = ("EUR", "year")[number] if number < 2 else walk.dice.choice(("0", "1200.50", "3+4"))
        if amount in MONEY[:1]:
            said = "900000"
        walk.both(said, f"{name}:{amount}", said)


def draw_walk(
    seed: int, folder: Path, packs: tuple[Path, ...]
) -> tuple[Walk, Path, State, dict[str, Any]]:
    """A walk, the file that `assess --plain` writes for it, its last state, the start fields."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    side, quick = dice.choice(SIDES), dice.random() < 0.3
    # A folder of its own: facts that other files say are not asked again.
    file = folder / f"{seed}" / "answers.yaml"
    file.parent.mkdir()
    request = Request(
        path=file, side=side, quick=quick, engagement="App", role="CTO", packs=packs, named=packs,
        today=TODAY,
    )  # fmt: skip
    sitting = open_sitting(request)
    walk = Walk(dice)
    state = sitting.state
    for name in state.asked_facts:
        if dice.random() < 0.8:
            walk_fact(walk, state.pack.facts[name])
    walk.lines.append(":q")
    state = _type(walk.lines, sitting.store, state)
    walk.lines.clear()
    asked = [*state.questions]
    for question in sorted(dice.sample(asked, min(len(asked), 10)), key=asked.index):
        walk_question(walk, question)
    walk.lines.append(":q")
    state = _type(walk.lines, sitting.store, state)
    sitting.store.close()
    return walk, file, state, {"side": side, "mode": "quick" if quick else "full"}


def _type(lines: list[str], store: Any, state: State) -> State:
    state = replace(state, ended="")
    front = PlainFrontEnd(io.StringIO("\n".join([*lines, ""])), io.StringIO())
    return converse(state, store, front, Signals(), time.monotonic, given=True)
