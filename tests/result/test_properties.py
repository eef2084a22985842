"""What the scoring promises, on small packs of every kind of question."""

from __future__ import annotations

import itertools
import json
import math
import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from tests.chance import draw
from tests.reference import scorer, worlds
from tests.result.test_against_reference import World, read_world

from outsource_check.answers import Engagement
from outsource_check.errors import AnswerError
from outsource_check.result import VERDICTS, Result, score

Data = dict[str, Any]

QUICK = draw(15)
PROOF = [{"what": "A sheet"}]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def scored(folder: Path, world: World) -> Result:
    try:
        return score(read_world(folder, world), as_of=worlds.AS_OF)
    except AnswerError as error:
        assume("nothing to score" not in str(error))
        raise


@st.composite
def single_worlds(draw: st.DrawFn) -> World:
    """A world without a file that is there twice: changing one of two changes something else."""
    pack, files = draw(worlds.worlds())
    texts = {worlds.to_answer_yaml(file): file for file in files}
    return pack, list(texts.values())


def rank(verdict: str) -> int:
    return [str(known) for known in VERDICTS].index(verdict)


# ---------------------------------------------------------------- bounds


def whole_answers(pack: Data, question: Data) -> list[Any]:
    """Every complete answer to a question, those without evidence first."""
    kind = question["kind"]
    if kind == "choice":
        said: list[Data] = [{"option": name} for name in worlds.option_ids(pack, question)]
    elif kind == "number":
        bounds = question.get("bounds")
        least, most = scorer.taken_numbers(question)
        ends = [least, Fraction(100) if most is None else most]
        inside = [bound for bound in (bounds or {}).values() if ends[0] <= bound <= ends[1]]
        said = [{"value": "none"}, *({"value": number} for number in (*inside, *ends))]
    elif kind == "matrix":
        ids = worlds.option_ids(pack, question)
        rows = [row["id"] for row in question["rows"]]
        said = [
            {"rows": dict(zip(rows, chosen, strict=True))}
            for chosen in itertools.product(ids, repeat=len(rows))
        ]
    elif kind == "text":
        said = [{"text": "Some words"}]
    elif kind == "date":
        said = [{"day": "2026-12-24"}]
    else:
        said = [{"level": level} for level in scorer.levels_of(question)]
    return [*said, *({**answer, "evidence": PROOF} for answer in said)]


@st.composite
def small_worlds(draw: st.DrawFn) -> World:
    """One answer file a side at most, full, without waivers; few questions; facts all known."""
    pack = draw(worlds.packs())
    pack["keys"] = pack["keys"][:2]
    for key in pack["keys"]:
        key["questions"] = key["questions"][:2]
    kept = {full_id for full_id, _ in worlds.all_questions(pack)}
    for _, question in worlds.all_questions(pack):
        for kind in ("stop", "cap"):
            if not set(question.get(kind, {}).get("unless", {})) <= kept:
                del question[kind]["unless"]
    truth = {
        fact["id"]: draw(st.sampled_from([one["id"] for one in fact["options"]]))
        if "options" in fact
        else draw(st.booleans())
        for fact in pack["facts"]
    }
    files = []
    for number, side in enumerate(draw(st.sampled_from([["client"], ["client", "partner"]]))):
        file = draw(worlds.files_of(pack, number, truth, side, "full"))
        file["facts"] = truth
        file.pop("waivers", None)
        files.append(file)
    return pack, files


def open_places(world: World) -> list[tuple[int, str, Data]]:
    """The blank answers: file, question's id, question."""
    pack, files = world
    places = []
    for number, file in enumerate(files):
        for name, question in worlds.all_questions(pack):
            entry = file["answers"].get(name)
            unsaid = entry in (None, "dont-know") or (
                isinstance(entry, dict) and entry.get("dont_know")
            )
            asked = question.get("answered_by", "both") in ("both", file["respondent"]["side"])
            if unsaid and asked:
                places.append((number, name, question))
    return places


def fill(world: World, places: list[tuple[int, str, Data]], answers: tuple[Any, ...]) -> World:
    pack, files = world
    filled = [{**file, "answers": dict(file["answers"])} for file in files]
    for (number, name, _), answer in zip(places, answers, strict=True):
        filled[number]["answers"][name] = answer
    return pack, filled


def completions(world: World, most: int) -> Iterator[World]:
    """Every way to fill in the blanks; where there are more than `most`, a sample of them."""
    pack, _ = world
    places = open_places(world)
    choices = [whole_answers(pack, question) for _, _, question in places]
    if math.prod(len(answers) for answers in choices) <= most:
        for picked in itertools.product(*choices):
            yield fill(world, places, picked)
        return
    chance = random.Random(json.dumps([name for _, name, _ in places]))  # noqa: S311 - no secret
    for _ in range(most):
        yield fill(world, places, tuple(chance.choice(answers) for answers in choices))


def has_open_row(world: World) -> bool:
    pack, files = world
    return any(
        question["kind"] == "matrix"
        and isinstance(file["answers"].get(name), dict)
        and "rows" in file["answers"][name]
        and (
            len(file["answers"][name]["rows"]) < len(question["rows"])
            or any(row in (None, "dont-know") for row in file["answers"][name]["rows"].values())
        )
        for file in files
        for name, question in worlds.all_questions(pack)
    )


@given(world=small_worlds())
@draw(6)
def test_the_bounds_are_those_of_all_completions(folder: Path, world: World) -> None:
    check_bounds(folder, world, most=60)


@pytest.mark.slow
@given(world=small_worlds())
@draw(40)
def test_the_bounds_are_those_of_all_completions_of_many_worlds(folder: Path, world: World) -> None:
    check_bounds(folder, world, most=400)


def check_bounds(folder: Path, world: World, most: int) -> None:
    # An open row is no blank answer: it is completed by a row, which the reference covers.
    assume(not has_open_row(world))
    before = scored(folder, world)
    places = open_places(world)
    assume(places)
    exhaustive = math.prod(len(whole_answers(world[0], question)) for _, _, question in places)
    event("every completion" if exhaustive <= most else "a sample of completions")
    found = [scored(folder, filled) for filled in completions(world, most)]
    low, high = min(r.score.low for r in found), max(r.score.high for r in found)
    assert before.score.low <= low <= high <= before.score.high
    assert rank(before.verdict.low) <= min(rank(r.verdict.low) for r in found)
    assert max(rank(r.verdict.high) for r in found) <= rank(before.verdict.high)
    if exhaustive <= most:
        assert (low, high) == (before.score.low, before.score.high)


# ---------------------------------------------------------------- order, repetition, monotony


def numbers(result: Result) -> str:
    """The published result without what names the files, or stands in their order."""
    document = result.model_dump(mode="json")
    for key in document["keys"]:
        for question in key["questions"]:
            for name in ("computed", "said"):
                question[name] = sorted(map(json.dumps, question[name] or []))
    return json.dumps({name: document[name] for name in document if name != "sources"})


@given(data=st.data(), world=worlds.worlds())
@QUICK
def test_the_order_of_files_does_not_matter(
    folder: Path, data: st.DataObject, world: World
) -> None:
    pack, files = world
    for file in files:
        file.pop("waivers", None)  # they are listed in the order of the files
    mixed = data.draw(st.permutations(files))
    assert numbers(scored(folder, (pack, files))) == numbers(scored(folder, (pack, mixed)))


@given(data=st.data(), world=single_worlds())
@QUICK
def test_the_order_of_entries_in_a_file_does_not_matter(
    folder: Path, data: st.DataObject, world: World
) -> None:
    pack, files = world
    mixed = [
        {**file, "answers": dict(data.draw(st.permutations(list(file["answers"].items()))))}
        for file in files
    ]
    before, after = scored(folder, world), scored(folder, (pack, mixed))
    assume(len(before.basis.sources) == len(after.basis.sources))
    assert numbers(before) == numbers(after)


@given(data=st.data(), world=worlds.worlds())
@QUICK
def test_the_order_of_questions_does_not_change_a_score(
    folder: Path, data: st.DataObject, world: World
) -> None:
    pack, files = world
    keys = [
        {**key, "questions": data.draw(st.permutations(key["questions"]))}
        for key in data.draw(st.permutations(pack["keys"]))
    ]
    before = scored(folder, world)
    after = scored(folder, ({**pack, "keys": keys}, files))
    assert before.score == after.score
    assert before.coverage == after.coverage
    assert (before.verdict.low, before.verdict.high) == (after.verdict.low, after.verdict.high)
    assert {f.question.id: f.status for f in before.findings} == {
        f.question.id: f.status for f in after.findings
    }
    assert {key.id: key.score for key in before.keys} == {key.id: key.score for key in after.keys}


@given(world=worlds.worlds())
@QUICK
def test_the_same_file_twice_changes_nothing(folder: Path, world: World) -> None:
    pack, files = world
    once, twice = scored(folder, world), scored(folder, (pack, [*files, *files]))
    assert len(once.basis.sources) == len(twice.basis.sources)
    assert numbers(once) == numbers(twice)


@given(data=st.data(), world=single_worlds())
@draw(20)
def test_filling_a_blank_stays_inside_the_range(
    folder: Path, data: st.DataObject, world: World
) -> None:
    pack, files = world
    before = scored(folder, world)
    places = [
        place
        for place in open_places(world)
        if (found := before.questions[place[1]].sides.get(files[place[0]]["respondent"]["side"]))
        and not found.answered
        and asks(files[place[0]], place)
    ]
    assume(places)
    place = data.draw(st.sampled_from(places))
    # What is left out with every row is not applicable, which nothing is promised about.
    answer = data.draw(worlds.complete_answers(pack, place[2]))
    after = scored(folder, fill(world, [place], (answer,)))
    assume(len(before.basis.sources) == len(after.basis.sources))
    assert before.score.low <= after.score.low <= after.score.high <= before.score.high
    assert rank(before.verdict.low) <= rank(after.verdict.low)
    assert rank(after.verdict.high) <= rank(before.verdict.high)


def asks(file: Data, place: tuple[int, str, Data]) -> bool:
    """Whether the file's mode asks the question: in a quick file an entry may make it asked."""
    _, name, question = place
    return bool(
        file["mode"] == "full" or question.get("quick") or file["answers"].get(name) is not None
    )


@given(data=st.data(), world=single_worlds())
@draw(20)
def test_raising_a_level_never_lowers_a_score_or_a_verdict(
    folder: Path, data: st.DataObject, world: World
) -> None:
    pack, files = world
    places = [
        (number, name)
        for number, file in enumerate(files)
        for name, question in worlds.all_questions(pack)
        if question["kind"] == "levels" and isinstance(file["answers"].get(name), int)
    ]
    assume(places)
    number, name = data.draw(st.sampled_from(places))
    entry = files[number]["answers"][name]
    assume(not isinstance(entry, bool))
    raised = [{**file, "answers": dict(file["answers"])} for file in files]
    question = dict(worlds.all_questions(pack))[name]
    higher = [level for level in scorer.levels_of(question) if level > entry]
    assume(higher)
    raised[number]["answers"][name] = data.draw(st.sampled_from(higher))
    before, after = scored(folder, world), scored(folder, (pack, raised))
    # Two files that were the same, or become so, count once: another thing changes then.
    assume(len(before.basis.sources) == len(after.basis.sources) == len(files))
    assert before.score.low <= after.score.low
    assert before.score.high <= after.score.high
    assert rank(before.verdict.low) <= rank(after.verdict.low)
    assert rank(before.verdict.high) <= rank(after.verdict.high)


# ---------------------------------------------------------------- what settles, what waits


@given(world=worlds.worlds())
@draw(30)
def test_something_settles_a_verdict_exactly_where_it_is_open(folder: Path, world: World) -> None:
    result = scored(folder, world)
    assert bool(result.settles) != result.verdict.settled


@given(world=worlds.worlds())
@QUICK
def test_scoring_depends_on_nothing_but_its_arguments(folder: Path, world: World) -> None:
    engagement: Engagement = read_world(folder, world)
    try:
        first = score(engagement, as_of=worlds.AS_OF)
    except AnswerError:
        return
    again = score(replace(engagement), as_of=worlds.AS_OF)
    assert first.model_dump_json() == again.model_dump_json()
    later = score(engagement, as_of=date(2090, 1, 1))
    assert later.score == first.score
