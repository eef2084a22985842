"""Small worlds to report on: a pack of every kind of question, and answers to it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outsource_check.answers import read_answers
from outsource_check.pack import (
    CostsQuestion,
    MatrixQuestion,
    NumberQuestion,
    OverlapQuestion,
    load_pack,
)
from outsource_check.report import list_templates
from outsource_check.result import score
from outsource_check.result.past import remember
from outsource_check.result.since import compare

if TYPE_CHECKING:
    from outsource_check.pack import Question
    from outsource_check.result import Result

DAY = datetime.date(2026, 11, 24)

PACK = """
format: outsource-check/pack/v1
id: tiny
version: 1.0.0
title: Tiny pack
source: A source
keys: [aims, work]
facts:
  - id: stage
    ask: How far is it
    why: It decides what is asked
    options: [{id: early, text: Not signed}, {id: late, text: Signed}]
"""
AIMS = """
id: aims
title: Know your aims
summary: What it is for.
quote: Aim first.
questions:
  - id: reasons
    title: Reasons
    ask: Why is it done?
    why: Without reasons nothing can be judged.
    kind: levels
    levels: [No reason., A habit., Some reasons., Ranked reasons., Ranked and looked at again.]
    evidence: [A page of reasons]
    duty: client
    stop: {at_or_below: 0, because: Nobody can say what for.}
    remedy:
      do: Write the reasons down. Rank them.
      effort_days: 1.5
      owner: Sponsor
      done_when: One page ranks them.
    references: [R1]
  - id: money
    title: Money
    kind: costs
    internal: yes
    answered_by: client
    duty: client
  - id: speed
    title: Speed of decisions
    kind: number
    unit: days
    better: lower
    bounds: {1: 10, 2: 5, 3: 2, 4: 1}
    duty: both
    cap: {at_or_below: 1, because: Waiting is paid for.}
"""
WORK = """
id: work
title: Agree on the work
summary: Who does what.
weight: 2
questions:
  - id: rights
    title: Rights
    kind: matrix
    rows: [{id: code, text: The code, critical: yes}, {id: data, text: The data}]
    bounds: {1: 1/4, 2: 1/2, 3: 3/4, 4: 1}
    stop: {because: Leaving would mean starting again.}
    duty: partner
  - id: form
    title: Form of contract
    kind: choice
    options:
      - {id: none, text: None, worth: 0}
      - {id: draft, text: A draft, worth: 1/2}
      - {id: signed, text: Signed by both, worth: 1}
    when: {stage: [early, late]}
    weight: 1.5
    duty: both
  - id: hours
    title: Hours in common
    kind: overlap
    duty: both
"""
REFERENCES = """
- {id: R1, cite: A study (2020), says: Reasons help., url: https://example.org/study}
"""

PAGE = {"what": "The page", "where": "https://x.example/p"}
FINE: dict[str, Any] = {
    "aims.reasons": {"level": "4", "evidence": [PAGE]},
    "aims.money": {"level": "3", "evidence": [{"what": "A sheet"}]},
    "aims.speed": {"value": "1", "evidence": [{"what": "The list"}]},
    "work.rights": {"rows": {"code": "yes", "data": "yes"}, "evidence": [{"what": "Contract"}]},
    "work.form": {"option": "signed", "evidence": [{"what": "Contract"}]},
    "work.hours": {"level": "4", "evidence": [{"what": "Hours"}]},
}
POOR: dict[str, Any] = {
    "aims.reasons": "0",
    "aims.speed": {"value": "none"},
    "work.rights": {"rows": {"code": "no", "data": "yes"}},
    "work.form": "none",
    "work.hours": {"level": "1"},
}
SITES: dict[str, Any] = {
    "sites": [
        {"name": "London", "side": "client", "zone": "Europe/London", "hours": "09:00-17:30"},
        {"name": "Hanoi", "side": "partner", "zone": "Asia/Ho_Chi_Minh", "hours": "09:00-18:00"},
    ],
    "from": "2027-01-01",
}
COSTS = {
    "costs": {
        "currency": "EUR",
        "period": "year",
        "baseline": "900",
        "fees": "520",
        "transition": "60",
        "own_effort": "90",
        "tooling_travel": "20",
        "contingency": "50",
        "stop_loss": "200",
    }
}

RICH = {**FINE, "work.hours": SITES, "aims.money": COSTS}
WORLDS: dict[str, dict[str, Any]] = {
    "nearly empty": {"client": {"aims.reasons": "2"}},
    "all good": {"client": FINE, "partner": FINE},
    "one stop": {"client": {**FINE, "aims.reasons": "0"}, "partner": FINE},
    "client only": {"client": RICH},
    "far apart": {"client": RICH, "partner": POOR},
}
"""By situation: the answers of each side."""
HTML = [template.name for template in list_templates() if "html" in template.languages]
"""The templates that write a page."""


def write_pack(folder: Path, **changes: str) -> Path:
    """The tiny pack in a folder; `changes` replace text in all of its files."""
    pack = folder / "packs" / "tiny"
    pack.mkdir(parents=True, exist_ok=True)
    for name, text in (
        ("pack", PACK),
        ("aims", AIMS),
        ("work", WORK),
        ("references", REFERENCES),
    ):
        for old, new in changes.items():
            text = text.replace(old, new)  # noqa: PLW2901 - the same text, changed
        (pack / f"{name}.yaml").write_text(text.lstrip(), encoding="utf-8")
    return pack


def write_answers(
    folder: Path, side: str, answers: dict[str, Any], *, pack: str = "tiny", **header: Any
) -> Path:
    """An answer file as JSON, which is the YAML that it is."""
    content = {
        "format": "outsource-check/answers/v1",
        "pack": pack,
        "pack_version": "1.0.0",
        "engagement": "A rebuild",
        "respondent": {"side": side, "role": "CTO" if side == "client" else "Lead"},
        "date": "2026-11-23",
        "facts": {"stage": "early"},
        "answers": answers,
        **header,
    }
    file = folder / f"{side}.json"
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return file


def make_result(folder: Path, **sides: Any) -> Result:
    """A result of the tiny pack, from each side's answers."""
    pack = write_pack(folder)
    files = [write_answers(folder, side, answers) for side, answers in sides.items()]
    return score(read_answers(files, packs=[pack]), as_of=DAY)


def look_back(then: Result, now: Result, source: str = "the folder before") -> Result:
    """A result with what has changed since another one, as of three months before."""
    past = remember(then).replace(date=datetime.date(2026, 8, 24))
    return now.replace(since=compare(past, now, source))


def make_full_result(folder: Path, first: int = 0) -> Result:
    """A result of all shipped questions, with as much to say about each as there usually is.

    Both sides answer what they are asked, mostly differently; every ninth question is not known.
    Many answers carry a note, evidence, an owner and a date. Another `first`, other answers.
    """
    pack = load_pack("eight-keys")
    facts = {
        fact.id: "yes" if list(fact.choices) == ["yes", "no"] else list(fact.choices)[-1]
        for fact in pack.facts.values()
    }
    for side, levels in (("client", (4, 3, 3, 2)), ("partner", (0, 1, 3, 2))):
        answers = {
            question.id: _answer_fully(question, number, levels[number % 4])
            for number, question in enumerate(pack.questions.values(), first)
            if question.answered_by in (side, "both", None)
        }
        person = {"side": side, "role": "Head of the department", "name": "Dana Reyes-Nordmann"}
        person["name"] += f" of the {side}"
        write_answers(folder, side, answers, pack="eight-keys", facts=facts, respondent=person)
    return score(read_answers(folder), as_of=DAY)


def _answer_fully(question: Question, number: int, level: int) -> dict[str, Any]:
    said: dict[str, Any] = {"note": "Agreed with finance in the last meeting of the committee."}
    if number % 9 == 0:
        return {"dont_know": "yes", **said, "owner": "Lena Vogt", "due": "2026-12-01"}
    if level > 2:
        where = f"https://wiki.example/{question.id}"
        what = question.evidence[0] if question.evidence else "A record"
        said["evidence"] = [{"what": what, "where": where, "date": "2026-10-01"}]
    else:
        said |= {"owner": "Lena Vogt", "due": "2026-12-15"}
    match question:
        case NumberQuestion():
            assert question.bounds is not None
            step = min(question.bounds, key=lambda bound: abs(bound - level))
            return {"value": str(question.bounds[step]), **said}
        case MatrixQuestion():
            options = sorted(question.worths, key=question.worths.__getitem__)
            best, worst = options[-1], options[0]
            rows = [row.id for row in question.rows]
            covered = len(rows) * level // 4
            return {
                "rows": {
                    row: {"option": best if index < covered else worst, "who": "Priya Nair"}
                    for index, row in enumerate(rows)
                },
                **said,
            }
        case OverlapQuestion():
            return {**SITES, **said}
        case CostsQuestion():
            return {**COSTS, **said}
        case _:
            return {"level": str(level), **said}
