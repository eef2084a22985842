"""The smallest world that an interview can be held in: a pack with a question of every kind."""

from __future__ import annotations

import datetime
from pathlib import Path

from outsource_check.interview.model import START_FIELDS, Header, Spot, State
from outsource_check.interview.session import begin
from outsource_check.pack import Pack, PackShelf, read_pack

TODAY = datetime.date(2026, 11, 23)

NOTE = "Nothing has begun, so is means is agreed."
FILES = {
    "pack.yaml": """\
format: outsource-check/pack/v1
id: small
version: 1.2.0
title: A small pack
partner_when: {stage: [chosen, running]}
keys: [work, people, money]
note:
  - when: {stage: [alone, chosen]}
    text: NOTE
facts:
  - id: stage
    ask: How far has it got?
    why: Some things can only be asked later.
    options:
      - {id: alone, text: Nobody is chosen}
      - {id: chosen, text: A partner is chosen}
      - {id: running, text: The work runs}
  - id: saving
    ask: Is the reason to save money?
moved: [{from: work.old, in: 1.1.0, because: It was asked twice.}]
""".replace("NOTE", NOTE),
    "work.yaml": """\
id: work
title: The work
questions:
  - id: goal
    title: Written goal
    ask: What shows the goal of the work?
    ask_partner: What were you shown of the goal?
    why: Nobody reaches a goal that nobody has written.
    kind: levels
    levels:
      - No goal was named by anyone.
      - A goal was named in talks only.
      - A goal is written without a number.
      - A goal is written with a number.
      - A goal with a number was reached once.
    evidence: [The page with the goal]
    stop: {at_or_below: 0, because: Work without a goal has no end.}
    quick: yes
  - id: kind
    title: Kind of work
    ask: What kind of work is it?
    kind: choice
    options:
      - {id: whole, text: A whole product, worth: 1}
      - {id: part, text: Some steps of it, worth: 1/2}
  - id: speed
    title: Speed of answers
    ask: How fast are questions answered?
    kind: number
    unit: working days
    better: lower
    bounds: {1: 10, 2: 5, 3: 2, 4: 1}
  - id: joint
    title: Joint start
    ask: Was there a joint start?
    kind: levels
    levels: [No start, A call, A meeting, A workshop, A workshop with a record]
    when: {stage: running}
""",
    "people.yaml": """\
id: people
title: The people
questions:
  - id: gaps
    title: Who decides
    ask: Who decides each of these?
    kind: matrix
    options:
      - {id: named, text: One named person, worth: 1}
      - {id: several, text: Several people, worth: 1/2}
      - {id: nobody, text: Nobody at all, worth: 0}
    rows:
      - {id: money, text: Spending more, critical: yes}
      - {id: release, text: Going live}
      - {id: design, text: How it looks}
    bounds: {1: 1/4, 2: 1/2, 3: 3/4, 4: 1}
    stop: {because: Nobody can release money.}
    quick: yes
  - id: hours
    title: Hours in common
    ask: When do people work?
    kind: overlap
""",
    "money.yaml": """\
id: money
title: The money
questions:
  - id: budget
    title: Budget
    ask: What does it cost?
    kind: costs
    saving_when: {saving: yes}
    stop: {at_or_below: 0, because: Nobody knows what it costs.}
""",
}


def write_pack(folder: Path, *, name: str = "small", **changes: str) -> Path:
    """The pack in a folder of its own; `changes` are other texts by file name without `.yaml`."""
    pack = folder / name
    pack.mkdir(parents=True, exist_ok=True)
    for file, text in FILES.items():
        written = changes.get(file.removesuffix(".yaml"), text)
        (pack / file).write_text(written.replace("id: small", f"id: {name}"), encoding="utf-8")
    return pack


def load(folder: Path) -> Pack:
    return read_pack(write_pack(folder))


def shelf(folder: Path) -> PackShelf:
    return PackShelf([folder])


def new_state(pack: Pack, **header: object) -> State:
    """An interview at its first fact, or at the first start field where one is left empty."""
    values = {"engagement": "App", "side": "client", "role": "CTO", "mode": "full", **header}
    known = Header(date=TODAY, **values)  # type: ignore[arg-type]
    start = () if known.complete else START_FIELDS
    return begin(State(pack=pack, header=known, today=TODAY, trail=(Spot("finish"),), start=start))
