"""Questions that are asked and not scored: texts, days, and those of other kinds."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import pytest
from tests.interview.person import open_store, sit_down
from tests.interview.world import FILES, new_state, write_pack

from outsource_check.answers import Answer
from outsource_check.interview.conversation import converse
from outsource_check.interview.model import Choose, Go, Review, State
from outsource_check.interview.plain import PlainFrontEnd
from outsource_check.interview.session import step
from outsource_check.interview.signals import Signals
from outsource_check.interview.view import build_ask
from outsource_check.pack import read_pack

ASKED = """\
  - {id: name, title: Its name, ask: What is it called?, kind: text}
  - {id: start, title: Its start, ask: When does it start?, kind: date}
  - {id: size, title: Its size, ask: How large is it?, kind: number, unit: people, scored: no}
  - id: place
    title: Its place
    ask: Where is it?
    kind: choice
    options: [{id: here, text: In this house}, {id: there, text: Somewhere else}]
    scored: no
"""


@pytest.fixture
def state(tmp_path: Path) -> State:
    pack = read_pack(write_pack(tmp_path / "packs", work=FILES["work.yaml"] + ASKED))
    state = step(step(new_state(pack), Choose("chosen")), Choose("yes"))
    return step(state, Go("work.name"))


def run(state: State, folder: Path, text: str) -> tuple[State, str]:
    """A plain interview that reads a text."""
    store = open_store(folder, folder / "packs")
    written = io.StringIO()
    try:
        front = PlainFrontEnd(io.StringIO(text), written)
        return converse(state, store, front, Signals(), lambda: 0.0), written.getvalue()
    finally:
        store.close()


def test_they_are_answered_on_the_plain_interview(state: State, tmp_path: Path) -> None:
    lines = "1\n\nThe old one: 4711\n2026-13-01\n2026-12-24\n12\n2\n:r\n:q\n"
    after, shown = run(state, tmp_path, lines)
    shown = " ".join(shown.split())
    for text in (
        "1. Write it down",
        "Error: Nothing is typed yet.",
        "which no calendar has.",
        "Day, such as 2026-12-31: 2026-12-24",
        "Number of people: 12",
        "Its name: The old one: 4711",
        "Its start: 2026-12-24",
        "Its size: 12 people",
        "Its place: Somewhere else",
    ):
        assert text in shown
    assert "level" not in shown.partition("Its name.")[2].partition("1. Written goal")[0]
    assert after.answers["work.name"] == Answer(text="The old one: 4711")
    assert after.answers["work.size"] == Answer(value=Fraction(12))
    saved = (tmp_path / "answers.yaml").read_text()
    assert '  work.name: "The old one: 4711"\n  work.start: 2026-12-24\n' in saved


def test_they_are_answered_on_the_screen(state: State, tmp_path: Path) -> None:
    store = open_store(tmp_path, tmp_path / "packs")
    with sit_down(state, store) as person:
        person.press("<enter>", see="What is it called?")
        person.press("A name<enter>", see="Day, such as 2026-12-31: _")
        person.press("2026-12-24", see="(Thursday)")
        person.press("<enter>", see="People: _")
        person.press("1-2", see="People: 12_")
        person.press("<enter>", see="Where is it?")
        person.press("1<enter>", see="Its place: In this house")
        person.press("<c-g>", see="Where do you want to go?")
    store.close()
    assert "  work.name: A name\n" in (tmp_path / "answers.yaml").read_text()


def test_a_text_that_is_there_is_kept_by_enter_and_left_by_back(state: State) -> None:
    state = step(step(state, Choose("write")), Choose("Its first name"))
    assert state.cursor.id == "work.start"
    state = step(state, Go("work.name"))
    ask = build_ask(state)
    assert next(item.text for item in ask.items) == "Write it anew, now: Its first name"
    again = step(state, Choose("write"))
    assert build_ask(again).field == "Its first name"
    assert step(again, Choose("")).answers["work.name"] == Answer(text="Its first name")


@pytest.mark.parametrize("value", ["dont-know", "skip"])
def test_they_may_be_left_out(state: State, value: str) -> None:
    for name in ("name", "start", "size", "place"):
        after = step(step(state, Go(f"work.{name}")), Choose(value))
        assert after.answer(f"work.{name}").dont_know is (value == "dont-know")
        assert after.cursor.id != f"work.{name}"


def test_the_review_says_what_was_answered_and_no_level(state: State) -> None:
    for name, value in (("start", "2026-12-24"), ("size", "12"), ("place", "there")):
        state = step(step(state, Go(f"work.{name}")), Choose(value))
    said = {item.value: item.said for item in build_ask(step(state, Review())).items}
    assert said["work.name"] == "open"
    assert said["work.start"] == "2026-12-24"
    assert said["work.size"] == "12 people"
    assert said["work.place"] == "Somewhere else"
