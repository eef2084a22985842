"""What holds of every pack's moves and of every old file, against a second reading of the moves.

The second one works on plain data, one move at a time, and shares no code with the first.
"""

from __future__ import annotations

import datetime
import json
import tempfile
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.chance import draw as settings

from outsource_check.answers import Answer, AnswerSource, read_answer_file, read_answers
from outsource_check.answers.migration import migrate, upgrade
from outsource_check.documents import parse, read_bytes
from outsource_check.documents.writer import create
from outsource_check.errors import AnswerError
from outsource_check.pack import PackShelf
from outsource_check.result import score

AS_OF = datetime.date(2026, 11, 30)
VERSIONS = ("1.0.0", "1.1.0", "2.0.0")
OPTIONS = (("good", 1), ("fair", "1/2"), ("bad", 0))
Data = dict[str, Any]


@dataclass
class Step:
    """What became of one question in one version."""

    name: str
    move: Data
    """As `pack.yaml` says it; empty: it stayed."""
    target: str
    """Its id from then on; empty: it is not asked any more."""


@dataclass
class History:
    """A pack in three versions, and answers to the first one."""

    packs: list[Data]
    steps: list[list[Step]]
    """For each version after the first one."""
    answers: Data


@dataclass
class Told:
    """What old answers come to under a version: a second reading of the moves."""

    said: Data = field(default_factory=dict)
    """In the long form, by the id in that version."""
    again: set[str] = field(default_factory=set)
    retired: set[str] = field(default_factory=set)
    """The last ids of what is no longer asked."""


def make_question(name: str, kind: str) -> Data:
    question: Data = {"id": name, "title": name, "kind": kind, "quick": "yes"}
    if kind == "levels":
        question["levels"] = [f"{name} {text}" for text in "abcde"]
    else:
        question["options"] = [
            {"id": option, "text": option, "worth": worth} for option, worth in OPTIONS
        ]
    if kind == "matrix":
        question["rows"] = [{"id": row, "text": row} for row in ("one", "two", "three")]
    return question


@st.composite
def entries(draw: st.DrawFn, question: Data) -> Any:
    """An answer, in any of its forms."""
    beside: Any = draw(st.sampled_from([{}, {}, {"note": "as agreed"}, {"owner": "Ann"}]))
    said: Data
    if draw(st.integers(0, 9)) == 0:
        return draw(st.sampled_from(["dont-know", {"not_applicable": "one site"}]))
    if question["kind"] == "levels":
        said = {"level": draw(st.integers(0, 4))}
    elif question["kind"] == "choice":
        said = {"option": draw(st.sampled_from(question["options"]))["id"]}
    else:
        rows = [row["id"] for row in question["rows"]]
        if draw(st.booleans()):
            listed = [row for row in rows if draw(st.booleans())]
            return {"rows": listed, **beside} if beside or draw(st.booleans()) else listed
        options = st.sampled_from([option["id"] for option in question["options"]])
        forms = options.flatmap(lambda one: st.sampled_from([one, {"option": one, "who": "Ann"}]))
        said = {"rows": {row: draw(forms) for row in rows if draw(st.integers(0, 3))}}
        if not said["rows"]:
            return "dont-know"
        return {**said, **beside}
    if not beside and draw(st.booleans()):
        (value,) = said.values()
        return value
    return {**said, **beside}


@st.composite
def histories(draw: st.DrawFn) -> History:
    kinds = draw(st.lists(st.sampled_from(["levels", "choice", "matrix"]), min_size=1, max_size=4))
    questions = {f"q{n}": make_question(f"q{n}", kind) for n, kind in enumerate(kinds)}
    answers = {name: draw(entries(question)) for name, question in questions.items()}
    packs = [write_pack(questions, [], VERSIONS[0])]
    steps: list[list[Step]] = []
    for version in VERSIONS[1:]:
        made, questions = draw(versions(questions, version))
        steps.append(made)
        moved = [step.move for done in steps for step in done if step.move]
        packs.append(write_pack(questions, moved, version))
    return History(packs=packs, steps=steps, answers=answers)


@st.composite
def versions(
    draw: st.DrawFn, before: dict[str, Data], version: str
) -> tuple[list[Step], dict[str, Data]]:
    """The next version of some questions: they go, change, and change places."""
    changed = {name: draw(changes(question, version)) for name, question in before.items()}
    free = [name for name, (move, _) in changed.items() if move and "because" not in move]
    new = version.replace(".", "-")
    free = draw(st.permutations([*free, *(f"new{n}-{new}" for n in range(len(free)))]))
    steps, after = [], {}
    for name, (changing, question) in changed.items():
        move, target = changing, name
        if "because" in move:
            target = ""
        elif move:
            target = free.pop()
        if target not in ("", name):
            move = {**move, "to": f"k.{target}"}
        elif move.keys() == {"from", "in"}:
            move = {}  # with its id alone there is nothing to say
        steps.append(Step(name, move, target))
        if target:
            after[target] = {**question, "id": target}
    return steps, after


@st.composite
def changes(draw: st.DrawFn, question: Data, version: str) -> tuple[Data, Data]:
    """What becomes of a question, without its id; and the question from then on."""
    move: Data = {"from": f"k.{question['id']}", "in": version}
    way = draw(st.sampled_from(["stay", "stay", "rename", "carry", "carry", "again", "retire"]))
    if way == "stay":
        return {}, question
    if way == "again":
        return {**move, "ask_again": "It reads otherwise."}, question
    if way == "retire":
        return {**move, "because": "It was not needed."}, question
    if way == "rename":
        return move, question
    if question["kind"] == "levels":
        levels = st.lists(st.sampled_from([0, 1, 2, 3, 4, None]), min_size=5, max_size=5)
        return {**move, "levels": draw(levels)}, question
    goes = question["kind"] == "choice"
    options, kept = draw(renames(question["options"], goes=goes))
    question = {**question, "options": kept}
    if options:
        move["options"] = options
    if question["kind"] == "matrix":
        rows, kept = draw(renames(question["rows"], goes=True))
        late = {"id": f"late-{version.replace('.', '-')}", "text": "late", "since": version}
        question = {**question, "rows": [*kept, late]}
        if rows:
            move["rows"] = rows
    return move, question


@st.composite
def renames(draw: st.DrawFn, parts: list[Data], *, goes: bool) -> tuple[Data, list[Data]]:
    """New ids of options or rows, None for one that goes, and what is left; never nothing."""
    ways = [0, 0, None if goes else 0]
    names = {part["id"]: draw(st.sampled_from([*ways, f"{part['id']}x"])) for part in parts}
    names[parts[0]["id"]] = names[parts[0]["id"]] or 0
    moved = {old: new for old, new in names.items() if new != 0}
    kept = [{**part, "id": moved.get(part["id"], part["id"])} for part in parts]
    return moved, [part for part in kept if part["id"] is not None]


def tell(history: History, number: int) -> Told:
    """What the answers come to in a version, 1 or 2."""
    questions = {question["id"]: question for question in history.packs[0]["k.yaml"]["questions"]}
    told = Told(
        said={name: spell_out(entry, questions[name]) for name, entry in history.answers.items()},
    )
    for steps in history.steps[:number]:
        before, told = told, Told(retired=told.retired)
        for step in steps:
            if step.name not in before.said and step.name not in before.again:
                continue
            if not step.target:
                told.retired.add(step.name)
                continue
            entry = before.said.get(step.name)
            said = None if entry is None else carry(entry, step.move)
            if said is None:
                told.again.add(step.target)
            else:
                told.said[step.target] = said
    return told


def spell_out(entry: Any, question: Data) -> Any:
    """An answer in its long form."""
    if entry == "dont-know":
        return {"dont_know": "yes"}
    if question["kind"] == "levels" and not isinstance(entry, dict):
        return {"level": entry}
    if question["kind"] == "choice" and not isinstance(entry, dict):
        return {"option": entry}
    said: Data = {"rows": entry} if isinstance(entry, list) else dict(entry)
    if isinstance(said.get("rows"), list):
        said["rows"] = {
            row["id"]: "good" if row["id"] in said["rows"] else "bad" for row in question["rows"]
        }
    if "rows" in said:
        said["rows"] = {
            row: part if isinstance(part, dict) else {"option": part}
            for row, part in said["rows"].items()
        }
    return said


def carry(entry: Data, move: Data) -> Data | None:
    """An answer after a move of its question; None: it is asked again."""
    said = deepcopy(entry)
    options = move.get("options", {})
    if "ask_again" in move:
        return None
    if "levels" in move and "level" in said:
        said["level"] = move["levels"][said["level"]]
    if "option" in said:
        said["option"] = options.get(said["option"], said["option"])
    if None in (said.get("level", 0), said.get("option", 0)):
        return None
    if "rows" in said:
        names = move.get("rows", {})
        kept = {row: part for row, part in said["rows"].items() if names.get(row, row) is not None}
        said["rows"] = {
            names.get(row, row): {**part, "option": options.get(part["option"], part["option"])}
            for row, part in kept.items()
        }
    return said


def write_pack(questions: dict[str, Data], moved: list[Data], version: str) -> Data:
    outline: Data = {
        "format": "outsource-check/pack/v1",
        "id": "history",
        "version": version,
        "title": "A pack that changes",
        "keys": ["k"],
        "evidence": "optional",
        "moved": deepcopy(moved),
    }
    return {
        "pack.yaml": outline,
        "k.yaml": {
            "id": "k",
            "title": "K",
            # There is always something to score.
            "questions": deepcopy([*questions.values(), make_question("last", "levels")]),
        },
    }


def place_pack(folder: Path, number: int, pack: Data) -> Path:
    place = folder / str(number) / "history"
    place.mkdir(parents=True)
    for name, data in pack.items():
        (place / name).write_text(json.dumps(data), encoding="utf-8")
    return place


def write_answers(path: Path, version: str, answers: Data, *, block: bool) -> Path:
    data: Any = {
        "format": "outsource-check/answers/v1",
        "pack": "history",
        "pack_version": version,
        "engagement": "App",
        "respondent": {"side": "client", "role": "CTO"},
        "date": "2026-11-20",
        "answers": {f"k.{name}": entry for name, entry in answers.items()},
    }
    path.write_bytes(create(data, block=["answers"]) if block else json.dumps(data).encode())
    return path


def list_said(source: AnswerSource) -> dict[str, Answer]:
    """The answers; of one that is asked again only whether it was: a list may be written out."""
    answers = source.content.answers.items()
    return {name: one.replace(before="x" if one.before else "") for name, one in answers}


def judge(file: Path, pack: Path) -> Data:
    found = score(read_answers(file, packs=[pack]), as_of=AS_OF).model_dump(mode="json")
    return {name: part for name, part in found.items() if name not in ("sources", "migration")}


@settings(60)
@given(history=histories(), block=st.booleans())
def test_an_old_file_counts_as_the_same_answers_given_anew(
    history: History, *, block: bool
) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        packs = [place_pack(folder, number, pack) for number, pack in enumerate(history.packs)]
        told = tell(history, 2)
        file = write_answers(folder / "old.yaml", VERSIONS[0], history.answers, block=block)
        before = file.read_bytes()
        anew = write_answers(folder / "anew.yaml", VERSIONS[2], told.said, block=False)
        assert judge(file, packs[2]) == judge(anew, packs[2])
        source = read_answer_file(file, PackShelf([packs[2]]))
        assert file.read_bytes() == before
        assert set(source.asked_again) == {f"k.{name}" for name in told.again}
        assert {name for name in source.retired if "/" not in name} == {
            f"k.{name}" for name in told.retired
        }
        # Two hops are one, in the answers and in what is named.
        for number in (1, 2):
            shelf = PackShelf([packs[number]])
            document = parse(read_bytes(file, AnswerError), str(file), AnswerError)
            file.write_bytes(upgrade(document, migrate(document, shelf.pack("history"))))
            then = read_answer_file(file, shelf)
            assert then.version == VERSIONS[number]
            assert set(then.asked_again) == {f"k.{name}" for name in tell(history, number).again}
        assert list_said(then) == list_said(source)
        assert set(then.retired) == {f"k.{name}" for name in told.retired} | {
            name for name in then.retired if "/" in name
        }
