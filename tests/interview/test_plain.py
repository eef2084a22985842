"""Plain mode: lines in, lines out; what each command means."""

from __future__ import annotations

import datetime
import io
from dataclasses import replace

import pytest
from tests.interview.world import new_state

from outsource_check.answers import Answer
from outsource_check.interview.front_end import EndOfInput
from outsource_check.interview.model import (
    Attach,
    Back,
    Choose,
    Event,
    Finish,
    Go,
    NotApplicable,
    Quit,
    Review,
    Skip,
    Spot,
    State,
    Type,
)
from outsource_check.interview.plain import PlainFrontEnd
from outsource_check.interview.session import step
from outsource_check.interview.view import build_ask
from outsource_check.pack import LevelsQuestion, Pack


@pytest.fixture
def state(pack: Pack) -> State:
    return step(step(new_state(pack), Choose("chosen")), Choose("yes"))


def ask(state: State, *lines: str, encoding: str = "utf-8", width: int = 80) -> tuple[Event, str]:
    reader = io.StringIO("".join(f"{line}\n" for line in lines))
    writer = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    event = PlainFrontEnd(reader, writer, width=width).ask(build_ask(state))
    writer.seek(0)
    return event, writer.read()


@pytest.mark.parametrize(
    ("line", "event"),
    [
        ("3", Choose("3")),
        (" 3 ", Choose("3")),
        (":dk", Choose("dont-know")),
        (":na one site", NotApplicable("one site")),
        (":na", NotApplicable("")),
        (":b", Back()),
        (":s", Skip()),
        (":n ask Lena", Attach("note", "ask Lena")),
        (":e", Attach("evidence")),
        (":o Lena", Attach("owner", "Lena")),
        (":w Dana", Attach("who", "Dana")),
        (":g people", Go("people")),
        (":R", Review()),
        (":f", Finish()),
        (":q", Quit()),
    ],
)
def test_a_line_means(state: State, line: str, event: Event) -> None:
    assert ask(state, line)[0] == event


@pytest.mark.parametrize("line", ["", "5", "-1", "three", ":x", "3 4"])
def test_what_means_nothing_is_said_and_asked_again(state: State, line: str) -> None:
    event, shown = ask(state, line, "2")
    assert event == Choose("2")
    assert shown.count("Error: ") == 1


def test_the_question_mark_explains_and_the_commands_are_told_once(state: State) -> None:
    event, shown = ask(state, "?", ":h", "1")
    assert event == Choose("1")
    assert "Why this is asked: Nobody reaches a goal that nobody has written." in shown
    assert shown.count(":dk: I don't know") == 2


def test_what_can_be_said_instead_of_a_number_is_told_before_the_first_answer(pack: Pack) -> None:
    _, shown = ask(new_state(pack), ":dk")
    assert shown.index("How far has it got?") < shown.index(":dk: I don't know")


def test_enter_keeps_the_answer_that_is_there(state: State) -> None:
    again = step(step(state, Choose("3")), Back())
    event, shown = ask(again, "")
    assert "Now: 3 (Enter keeps it)" in shown
    assert event == Choose("3")


def test_a_number_is_typed_and_none_is_a_word(state: State) -> None:
    number = step(state, Go("work.speed"))
    assert ask(number, "2.5")[0] == Type("2.5")
    assert ask(number, "none")[0] == Choose("none")


def test_a_text_that_begins_with_a_colon_is_typed_with_two(state: State) -> None:
    note = step(state, Attach("note"))
    assert ask(note, "::) fine")[0] == Type(":) fine")


def test_the_notes_are_written_once(state: State) -> None:
    writer = io.StringIO()
    front = PlainFrontEnd(io.StringIO(":e\nPage\n\n3\n"), writer)
    for _ in range(4):
        state = step(state, front.ask(build_ask(state)))
    assert writer.getvalue().count("Note: Nothing has begun") == 1


def test_a_question_is_not_read_out_again_after_a_note(state: State) -> None:
    writer = io.StringIO()
    front = PlainFrontEnd(io.StringIO(":n ask Lena\n3\n:b\n2\n"), writer)
    for _ in range(4):
        state = step(state, front.ask(build_ask(state)))
    shown = writer.getvalue()
    # At first, and again when it is come back to.
    assert shown.count("What shows the goal of the work?") == 2
    assert "Written down: note." in shown


def test_the_end_of_the_input_is_said(state: State) -> None:
    with pytest.raises(EndOfInput):
        ask(state)


def test_an_encoding_without_a_character_prints_a_question_mark(state: State) -> None:
    state = replace(state, message="“quoted”")
    assert "?quoted?" in ask(state, "3", encoding="ascii")[1]


@pytest.mark.parametrize("width", [30, 40, 80, 132])
def test_no_line_is_wider_than_the_screen_and_no_word_is_missing(state: State, width: int) -> None:
    shown = ask(state, "3", width=width)[1]
    assert max(map(len, shown.splitlines())) <= width
    joined = " ".join(shown.split())
    question = state.pack.questions["work.goal"]
    assert isinstance(question, LevelsQuestion)
    for level, text in question.levels.items():
        assert f"{level}. {text}" in joined


def test_hostile_text_is_harmless(state: State) -> None:
    shown = ask(replace(state, message="\x1b[31m\u202e"), "3")[1]
    assert "\x1b" not in shown
    assert "\u202e" not in shown


@pytest.mark.parametrize("name", ["work.goal", "work.kind", "work.speed", "people.gaps"])
def test_enter_on_what_does_not_apply_renews_its_date_and_keeps_the_reason(
    state: State, name: str
) -> None:
    state = step(step(state, Go(name)), NotApplicable("one site"))
    later = replace(state, today=state.header.date + datetime.timedelta(days=3))
    later = step(later, Go(name))
    event, shown = ask(later, "")
    assert "Now: does not apply (one site) (Enter keeps it)" in shown
    after = step(later, event)
    assert after.answers[name] == Answer(not_applicable="one site", date=later.today)
    title = state.pack.questions[name].title
    assert after.message == f"Still so: “{title}” is of 2026-11-26 now."


def test_enter_on_a_line_that_does_not_apply_renews_the_answer(state: State) -> None:
    state = step(step(state, Go("people.gaps")), Choose("rows"))
    for event in (NotApplicable("no money"), Choose("named"), Choose("named")):
        state = step(state, event)
    later = replace(state, today=state.header.date + datetime.timedelta(days=3))
    later = later.at(Spot("part", "people.gaps", "money"))
    after = step(later, ask(later, "")[0])
    assert after.answers["people.gaps"].rows == state.answers["people.gaps"].rows
    assert after.answers["people.gaps"].date == later.today


def test_enter_at_the_reason_why_it_does_not_apply_keeps_the_reason(state: State) -> None:
    state = step(step(state, Go("work.goal")), NotApplicable("one site"))
    state = step(step(state, Go("work.goal")), NotApplicable(""))
    event, shown = ask(state, "")
    assert "Now: one site (Enter keeps it)" in shown
    assert step(state, event).answers["work.goal"].not_applicable == "one site"
