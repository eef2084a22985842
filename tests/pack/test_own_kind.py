"""A seventh kind: a class that one act makes known is loaded, asked, scored, shown and reported."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar, Literal

import pytest
from tests.interview.person import open_store, sit_down
from tests.interview.world import FILES, TODAY, new_state, write_pack

from outsource_check.cli import main
from outsource_check.documents import scalars
from outsource_check.documents.types import Positive, Text
from outsource_check.interview.conversation import converse
from outsource_check.interview.model import Choose, Go, State
from outsource_check.interview.plain import PlainFrontEnd
from outsource_check.interview.session import step
from outsource_check.interview.signals import Signals
from outsource_check.interview.sitting import Request, open_sitting
from outsource_check.pack import Answer, Facts, LevelsQuestion, Number, read_pack, register_kind
from outsource_check.pack.kinds import KINDS, Question
from outsource_check.pack.kinds.base import AnswerSchema
from outsource_check.pack.kinds.entry import Entry
from outsource_check.pack.kinds.parts import Change, Choice, Part, PartAsk, Sheet, Taken
from outsource_check.pack.kinds.reading import Reading

Captured = pytest.CaptureFixture[str]
PLACES = ("here", "there")


class PeopleQuestion(Question):
    """People are counted here and there; all that are needed are level 4."""

    own: ClassVar[tuple[str, ...]] = ("value",)
    short: ClassVar[str] = "value"
    by_parts: ClassVar[str] = "value"

    kind: Literal["people"]
    who: Text
    needed: Positive

    def read(self, value: Any, entry: Entry) -> Any:
        number = scalars.decimal(value) if isinstance(value, str) else None
        return entry.misfit("a number of people") if number is None else {"value": number}

    def read_field(self, name: str, value: Any, entry: Entry) -> dict[str, Any] | None:
        del name
        found: dict[str, Any] | None = self.read(value, entry)
        return found

    def weigh(self, answer: Answer, facts: Facts, date: datetime.date) -> Reading:
        del facts, date
        assert answer.value is not None
        return Reading.at(int(min(4 * answer.value / self.needed, Fraction(4))))

    def level_text(self, level: Number) -> str:
        return f"At least {level * self.needed / 4} {self.who}."

    def say(self, answer: Answer) -> str:
        return f"{answer.value} {self.who} in all."

    def describe(self) -> Iterator[tuple[str, str]]:
        yield "", f"People: {self.who}, {self.needed} needed"

    def describe_answer(self) -> AnswerSchema:
        number = {"type": "number", "minimum": 0}
        return AnswerSchema(short=(number,), own={"value": number}, notes=(f"how many {self.who}",))

    def enter(self, answer: Answer) -> Choice:
        del answer
        return Choice(value="count", mark="1", text=f"Count the {self.who}")

    def list_parts(self, sheet: Sheet) -> tuple[Part, ...]:
        del sheet
        return tuple(map(Part, PLACES))

    def start(self, sheet: Sheet) -> Taken:
        return Taken(part=Part(PLACES[len(sheet.draft or {}) % 2]))

    def ask_part(self, part: Part, sheet: Sheet) -> PartAsk:
        known = (sheet.draft or {}).get(part.name, "")
        return PartAsk(text=f"How many {self.who} are {part.name}?", field=known)

    def take(self, part: Part, text: str, sheet: Sheet) -> Taken:
        if scalars.whole(text) is None:
            return Taken(problem=f"“{text}” is no number of people.")
        draft = {**(sheet.draft or {}), part.name: text}
        missing = next((name for name in PLACES if name not in draft), "")
        if missing:
            return Taken(draft=draft, part=Part(missing))
        return Taken(draft=draft, says={"value": Fraction(sum(map(int, draft.values())))})

    def list_sums(self, sheet: Sheet) -> Iterator[str]:
        yield self.say(sheet.answer)

    def list_changes(self, sheet: Sheet) -> Iterator[Change]:
        for name, said in (sheet.draft or {}).items():
            yield Change(value=name, text=name, said=said, taken=Taken(part=Part(name)))

    def dump_draft(self, draft: Any, answer: Answer) -> Any:
        return draft if answer.value is None else None

    def load_draft(self, data: Any, answer: Answer) -> Any:
        return {name: str(data[name]) for name in PLACES if name in data and not answer.value}


QUESTION = """\
  - id: team
    title: The team
    ask: Who does the work?
    kind: people
    who: testers
    needed: 8
    evidence: [The list of the team]
    stop: {at_or_below: 2, because: Nobody tests it.}
    remedy: {do: Find testers, effort_days: 2}
"""


@pytest.fixture
def packs(tmp_path: Path) -> Iterator[Path]:
    register_kind(PeopleQuestion)
    yield write_pack(tmp_path / "packs", work=FILES["work.yaml"] + QUESTION)
    del KINDS["people"]
    register_kind(LevelsQuestion)  # as it was


@pytest.fixture
def state(packs: Path) -> State:
    state = step(step(new_state(read_pack(packs)), Choose("chosen")), Choose("yes"))
    return step(state, Go("work.team"))


def run(state: State, folder: Path, text: str) -> tuple[State, str]:
    """A plain interview that reads a text."""
    store = open_store(folder, folder / "packs")
    written = io.StringIO()
    front = PlainFrontEnd(io.StringIO(text), written)
    try:
        return converse(state, store, front, Signals(), lambda: 0.0), written.getvalue()
    finally:
        store.close()


def test_it_is_asked_part_by_part_on_the_plain_interview(state: State, tmp_path: Path) -> None:
    after, shown = run(state, tmp_path, "1\nfew\n3\n4\n0\n:r\n:q\n")
    for text in (
        "1. Count the testers",
        "How many testers are here?",
        "Error: “few” is no number of people.",
        "Together: level 3 of 4.",
        "7 testers in all.",
        "The team: level 3",
    ):
        assert text in shown
    assert after.answers["work.team"] == Answer(value=Fraction(7))
    assert "  work.team: 7\n" in (tmp_path / "answers.yaml").read_text()


def test_it_is_asked_part_by_part_on_the_screen(state: State, tmp_path: Path) -> None:
    store = open_store(tmp_path, tmp_path / "packs")
    with sit_down(state, store) as person:
        person.press("<enter>", see="How many testers are here?")
        person.press("3<enter>", see="How many testers are there?")
        person.press("5<enter>", see="Together: level 4 of 4.")
        person.press("2<enter>", see="> 5")
        person.press("<c-a><c-d>1<enter>", see="Together: level 2 of 4.")
        person.press("<enter>", see="The team: level 2 of 4.")
    store.close()
    assert "  work.team: 4\n" in (tmp_path / "answers.yaml").read_text()


def test_what_is_half_entered_of_it_is_gone_on_with(state: State, tmp_path: Path) -> None:
    run(state, tmp_path, "1\n3\n:q\n")
    assert "work.team" not in (tmp_path / "answers.yaml").read_text()
    request = Request(path=tmp_path / "answers.yaml", packs=(tmp_path / "packs",), today=TODAY)
    sitting = open_sitting(request)
    sitting.store.close()
    assert sitting.state.cursor.part == "there"


ANSWERED = """\
format: outsource-check/answers/v1
pack: small
pack_version: 1.2.0
respondent: {side: client, role: CTO}
engagement: App
date: 2026-11-23
facts: {stage: chosen, saving: yes}
answers:
  work.team: 4
"""


@pytest.fixture
def file(packs: Path, tmp_path: Path) -> Path:
    file = tmp_path / "answers.yaml"
    file.write_text(ANSWERED)
    assert packs.is_dir()
    return file


@pytest.mark.parametrize(
    ("command", "texts"),
    [
        ("score", ("The team",)),
        ("score --json", ('"id": "work.team"', '"low": 2')),
        ("score --question=work.team", ("Level: 2", "Client: 2")),
        ("report -f md", ("The team", "4 testers in all.", "Find testers")),
        ("report -f html", ("The team", "4 testers in all.", "Find testers")),
    ],
)
def test_its_answer_is_scored_and_reported(
    file: Path, capsys: Captured, command: str, texts: tuple[str, ...]
) -> None:
    name, *flags = command.split()
    packs = str(file.parent / "packs")
    assert main([name, str(file), "--pack", packs, "--as-of", "2026-11-23", *flags]) == 0
    shown = capsys.readouterr().out
    for text in texts:
        assert text in shown


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("pack show work.team", "People: testers, 8 needed"),
        ("schema pack", '"people"'),
        ("schema answers", "how many testers"),
    ],
)
def test_its_question_is_shown_and_described(
    file: Path, capsys: Captured, command: str, text: str
) -> None:
    assert main([*command.split(), "--pack", str(file.parent / "packs" / "small")]) == 0
    assert text in capsys.readouterr().out


def test_what_is_no_answer_to_it_is_refused(file: Path, capsys: Captured) -> None:
    file.write_text(ANSWERED.replace("team: 4", "team: many"))
    assert main(["score", str(file), "--pack", str(file.parent / "packs")]) != 0
    assert "is a question of kind people: expected a number of people" in capsys.readouterr().err
