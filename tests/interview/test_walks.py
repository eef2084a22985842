"""Random walks through the machine: nothing breaks, nothing is lost, what is saved reads back."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.interview.world import new_state, shelf

from outsource_check.answers import Answer, read_answer_file
from outsource_check.interview.drafts import list_drafts
from outsource_check.interview.layout import Look, compose
from outsource_check.interview.model import (
    Attach,
    Back,
    Choose,
    Event,
    Go,
    NotApplicable,
    Review,
    Skip,
    State,
    Type,
)
from outsource_check.interview.sequence import list_spots
from outsource_check.interview.session import step
from outsource_check.interview.storage import AnswerStore
from outsource_check.interview.view import build_ask
from outsource_check.pack import Pack
from outsource_check.text import width

TEXTS = ("", "-", "3", "2.5", "none", "London", "usa", "9-17", "mon-fri", "Lena", "2026-12-01")
MOVES: tuple[Event, ...] = (
    *(Back(), Back(), Skip(), Review(), Go(), Go("people"), Go("stage")),
    *(Attach("note", "n: # x"), Attach("evidence"), Attach("owner"), Attach("who", "Dana")),
    *(NotApplicable("so"), NotApplicable()),
)

steps = st.lists(
    st.tuples(st.sampled_from(("item", "item", "item", "text", "move")), st.integers(0, 60)),
    max_size=50,
)


def choose_event(state: State, kind: str, number: int) -> Event:
    ask = build_ask(state)
    if kind == "item" and ask.items:
        value = ask.items[number % len(ask.items)].value
        return Choose(value) if value != "finish" or state.cursor.kind != "finish" else Back()
    if kind == "move":
        return MOVES[number % len(MOVES)]
    return Type(TEXTS[number % len(TEXTS)])


@settings(max_examples=60, deadline=None)
@given(steps)
def test_a_random_walk_breaks_nothing_and_loses_nothing(
    pack: Pack, walk: list[tuple[str, int]]
) -> None:
    state = new_state(pack)
    for kind, number in walk:
        event = choose_event(state, kind, number)
        before = state
        state = step(state, event)
        assert not state.ended
        if state.cursor.kind in ("fact", "question", "part", "sum"):
            assert state.cursor in list_spots(state)
        for name, answer in before.answers.items():
            # What was said stays said, whatever happens elsewhere.
            assert not answer.is_given or state.answers[name].is_given
        _check_shown(state)


def _check_shown(state: State) -> None:
    """Every screen has room for itself, at every size, and no line is too wide."""
    ask = build_ask(state)
    for columns, rows in ((30, 12), (40, 24), (132, 50)):
        page = compose(ask, columns, rows, Look(highlight=len(ask.items) // 2))
        shown = page.items[len(ask.items) // 2 :][:1] if page.scrolls else page.items
        lines = [*page.head, *(line for item in shown for line in item), *page.foot]
        assert len(lines) <= rows
        assert all(width(text) <= columns for _, text in lines)


@settings(max_examples=15, deadline=None)
@given(steps)
def test_what_a_walk_leaves_in_the_file_is_what_the_machine_holds(
    pack: Pack, walk: list[tuple[str, int]]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = str(folder / "answers.yaml")
        packs = shelf(Path(pack.folder).parent)
        store = AnswerStore(file, packs)
        assert store.open() is None
        state = new_state(pack)
        for kind, number in walk:
            state = step(state, choose_event(state, kind, number))
            state = store.save(state)
        store.close()
        if not walk:
            return
        content = read_answer_file(file, packs).content
        written = {k: _as_written(v) for k, v in state.answers.items()}
        assert content.answers == {k: v for k, v in written.items() if v != Answer()}
        known = {k: v for k, v in state.facts.items() if v != "dont-know"}
        assert content.facts == known
        again = AnswerStore(file, packs)
        again.open()
        assert again.facts == dict(state.facts)
        assert again.answers == {k: v for k, v in state.answers.items() if v != Answer()}
        before = Path(file).read_bytes()
        again.save(replace(state, answers=again.answers))
        assert Path(file).read_bytes() == before
        again.close()
        left = {path.name for path in folder.iterdir()}
        half = {".answers.yaml.draft"} if list_drafts(state) else set()  # places of one side alone
        assert left == {"answers.yaml"} | half


def _as_written(answer: Answer) -> Answer:
    if answer.costs is not None and not answer.figured:
        return answer.replace(costs=None)  # a currency without an amount says nothing
    return answer
