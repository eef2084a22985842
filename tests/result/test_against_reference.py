"""The product against the reference scorer, on generated packs and answer files.

Both get the same world: the reference its plain data, the product the text of its files.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.chance import draw
from tests.reference import scorer, worlds

from outsource_check.answers import Engagement, Evidence, Settlement, read_answers
from outsource_check.errors import AnswerError
from outsource_check.result import (
    Interval,
    Result,
    Weighed,
    list_spreads,
    look_ahead,
    score,
)
from outsource_check.result.model import SideResult

Data = dict[str, Any]
World = tuple[Data, list[Data]]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@given(world=worlds.worlds())
@draw(30)
def test_every_number_is_the_reference_s(folder: Path, world: World) -> None:
    compare(folder, world)


@given(data=st.data(), world=worlds.worlds())
@draw(15)
def test_every_number_of_a_settled_engagement_is_the_reference_s(
    folder: Path, data: st.DataObject, world: World
) -> None:
    compare(folder, world, data.draw(worlds.engagements(*world)))


@pytest.mark.slow
@given(world=worlds.worlds())
@draw(200)
def test_every_number_is_the_reference_s_in_many_worlds(folder: Path, world: World) -> None:
    compare(folder, world)


@pytest.mark.slow
@given(data=st.data(), world=worlds.worlds())
@draw(75)
def test_every_number_of_many_settled_engagements_is_the_reference_s(
    folder: Path, data: st.DataObject, world: World
) -> None:
    compare(folder, world, data.draw(worlds.engagements(*world)))


def compare(folder: Path, world: World, engagement: Data | None = None) -> None:
    pack, files = world
    try:
        expected = scorer.score(pack, files, as_of=worlds.AS_OF, engagement=engagement)
    except scorer.NothingToScore:
        with pytest.raises(AnswerError, match="nothing to score"):
            score(settled(read_world(folder, world), engagement), as_of=worlds.AS_OF)
        return
    result = score(settled(read_world(folder, world), engagement), as_of=worlds.AS_OF)
    assert summarise(result) == of_reference(expected, sealed_sides(files))


def sealed_sides(files: list[Data]) -> set[str]:
    """Sides of which nothing below the side may be shown: fewer than three, one anonymous."""
    sealed = set()
    for side in ("client", "partner"):
        people = [
            file["respondent"]
            for file in scorer.distinct(files)
            if file["respondent"]["side"] == side
        ]
        if len(people) < 3 and any(who.get("anonymous") for who in people):
            sealed.add(side)
    return sealed


def read_world(folder: Path, world: World) -> Engagement:
    """The world's engagement, through text, files and the product's own reading."""
    pack, files = world
    pack_folder = folder / pack["id"]
    pack_folder.mkdir(exist_ok=True)
    for name, text in worlds.to_files(pack).items():
        (pack_folder / name).write_text(text, encoding="utf-8")
    paths = []
    for number, file in enumerate(files):
        paths.append(folder / f"{number}.yaml")
        paths[-1].write_text(worlds.to_answer_yaml(file), encoding="utf-8")
    return read_answers(paths, packs=[folder])


def settled(engagement: Engagement, settlements: Data | None) -> Engagement:
    """With settlements that all count."""
    if settlements is None:
        return engagement
    return replace(
        engagement,
        settlements={
            entry["question"]: Settlement.model_construct(
                question=entry["question"],
                level=entry.get("level"),
                not_applicable=entry.get("not_applicable", ""),
                present=("both",),
                reason="agreed",
                evidence=(Evidence(what="x"),) if entry.get("evidence") else (),
            )
            for entry in settlements["settlements"]
        },
    )


# ---------------------------------------------------------------- two results in one shape


def pair(interval: Interval | None) -> Any:
    return None if interval is None else (interval.low, interval.high)


def summarise(result: Result) -> Data:
    actions = result.actions
    ahead = look_ahead(result, actions)
    reasons = result.verdict.reasons
    return {
        "facts": result.basis.facts,
        "unknown facts": list(result.verdict.depends_on),
        "verdict": (result.verdict.low, result.verdict.high, result.verdict.settled),
        "reasons": {
            "low": {(reason.kind, question_of(reason)) for reason in reasons},
            "high": {(reason.kind, question_of(reason)) for reason in reasons if reason.certain},
        },
        "score": pair(result.score),
        "coverage": result.coverage,
        "assurance": result.assurance,
        "duty": {side: (pair(duty.score), duty.questions) for side, duty in result.duty.items()},
        "keys": [
            (
                key.id,
                pair(key.score),
                key.coverage,
                [found.question.id for found in key.weighed if found.question.scored],
            )
            for key in result.keys
        ],
        "questions": {
            name: summarise_question(found)
            for name, found in result.questions.items()
            if found.question.scored
        },
        "findings": [(f.kind, f.question.id, f.status) for f in result.findings],
        "unused waivers": [waiver.question for waiver in result.unused_waivers],
        "not asked": list(result.not_asked),
        "actions": [
            (a.question.id, a.kind, a.group, a.aim, a.gain, a.effort_days) for a in actions
        ],
        "gaps": {(gap.question.id, gap.levels, gap.talk_first) for gap in result.gaps},
        "spreads": [(found.question.id, side) for found, side in list_spreads(result)],
        "settles": [entry.id for entry in result.settles],
        "after five": ((ahead.low, ahead.high), pair(ahead.score)),
    }


def question_of(reason: Any) -> str | None:
    return None if reason.question is None else reason.question.id


def summarise_question(found: Weighed) -> Data:
    return {
        "state": "away" if found.away else found.state,
        "level": pair(found.level),
        "client": summarise_side(found.sides.get("client")),
        "partner": summarise_side(found.sides.get("partner")),
        "gap": found.gap,
        "evidence": found.evidence if found.counts else None,
        "weight": found.question.weight,
    }


def summarise_side(side: SideResult | None) -> Any:
    if side is None:
        return None
    return "not-applicable" if side.level is None else pair(side.level)


REASONS = {"one-side": "one-sided"}


def span(interval: Any) -> Any:
    return (interval["low"], interval["high"]) if isinstance(interval, dict) else interval


def of_reference(found: Data, sealed: set[str]) -> Data:
    questions = {q["id"]: q for key in found["keys"] for q in key["questions"]}
    verdict = found["verdict"]
    duties = {
        side: (None, 0) if duty is None else (span(duty), duty["questions"])
        for side, duty in found["duty"].items()
    }
    return {
        "facts": found["facts"],
        "unknown facts": found["unknown_facts"],
        "verdict": (verdict["low"], verdict["high"], verdict["settled"]),
        "reasons": {
            end: {(REASONS.get(code, code), question) for _, code, question in reasons}
            for end, reasons in verdict["reasons"].items()
        },
        "score": span(found["score"]),
        "coverage": found["coverage"],
        "assurance": found["assurance"],
        "duty": duties,
        "keys": [
            (key["id"], span(key["score"]), key["coverage"], [q["id"] for q in key["questions"]])
            for key in found["keys"]
        ],
        "questions": {
            name: {
                "state": question["state"],
                "level": span(question["level"]),
                "client": span(question["client"]),
                "partner": span(question["partner"]),
                "gap": question["gap"],
                "evidence": question["evidence"] if question["level"] else None,
                "weight": question["weight"],
            }
            for name, question in questions.items()
        },
        "findings": [(f["kind"], f["question"], f["status"]) for f in found["findings"]],
        "unused waivers": [
            waiver["question"]
            for waiver in found["waivers"]
            if not (waiver["in_force"] and waiver["met"])
        ],
        "not asked": found["not_asked"],
        "actions": [
            (a["question"], a["kind"], a["group"], a["aim"], a["gain"], a["effort"])
            for a in found["actions"]
        ],
        "gaps": {(gap["question"], gap["gap"], gap["talk"]) for gap in found["gaps"]},
        "spreads": [
            (name, side)
            for name, question in questions.items()
            for side, spread in question["spread"].items()
            if side not in sealed and spread and (spread["flagged"] or spread["named"])
        ],
        "settles": [entry.get("fact") or entry["question"] for entry in found["settles"]],
        "after five": (
            (found["after_five"]["verdict"]["low"], found["after_five"]["verdict"]["high"]),
            span(found["after_five"]["score"]),
        ),
    }
