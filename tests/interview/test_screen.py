"""The screen as a person sees it, in process: keys in, an emulated terminal out."""

from __future__ import annotations

import os
import pty
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from prompt_toolkit.input.vt100 import Vt100Input
from prompt_toolkit.output import DummyOutput
from tests.interview.person import Person, open_store, sit_down
from tests.interview.world import load, new_state

from outsource_check.answers import Answer
from outsource_check.errors import Interrupted, OutputError
from outsource_check.interview.model import Choose, Go, State
from outsource_check.interview.screen import ScreenFrontEnd
from outsource_check.interview.sequence import count_keys
from outsource_check.interview.session import step
from outsource_check.interview.signals import Signals
from outsource_check.interview.storage import AnswerStore
from outsource_check.pack import LevelsQuestion, Pack

GOAL = "What shows the goal of the work?"


@pytest.fixture
def store(pack: Pack, tmp_path: Path) -> Iterator[AnswerStore]:
    store = open_store(tmp_path, Path(pack.folder).parent)
    yield store
    store.close()


@pytest.fixture
def state(pack: Pack) -> State:
    """At the first question."""
    state = new_state(pack)
    for value in ("chosen", "yes"):
        state = step(state, Choose(value))
    return state


def ended(person: Person) -> State:
    result = person.wait_for_end()
    assert isinstance(result, State), result
    return result


def test_from_the_first_field_to_the_result(pack: Pack, store: AnswerStore) -> None:
    fresh = new_state(pack, engagement="", role="", side=None, mode=None)
    with sit_down(fresh, store, read=()) as person:
        person.press("App<enter>", see="For which side")
        person.press("1<enter>", see="What is your role")
        person.press("CTO<enter>", see="Your name")
        person.press("<enter>", see="How thorough")
        person.press("1<enter>", see="How far has it got?")
        person.press("2<enter>", see="Nothing has begun, so is means is agreed.")
        person.press("<enter>", see=GOAL)
        person.press("3<enter>", see="Who decides each of these?")
        person.press("<enter>", see="Spending more")
        person.press("1<enter>", see="line 2 of 3")
        person.press("d<enter>", see="line 3 of 3")
        person.press("3<enter>", see="Together: level 1 to 2 of 4; 1 line is not known.")
        person.press("<enter>", see="All is answered")
        person.press("<enter>")
        assert ended(person).ended == "finished"
    assert "  work.goal: 3" in Path(store.file).read_text()


def test_enter_on_an_open_question_chooses_nothing(state: State, store: AnswerStore) -> None:
    store.save(state)
    before = Path(store.file).read_bytes()
    with sit_down(state, store) as person:
        person.see(GOAL)
        person.press("<enter>", see="Nothing is chosen yet")
        person.see(GOAL)
    assert Path(store.file).read_bytes() == before


@pytest.mark.parametrize("keys", ["2", "<down><down><down>", "<up><up><up><up><up><up>", "12"])
def test_keys_only_highlight_and_enter_commits(state: State, store: AnswerStore, keys: str) -> None:
    with sit_down(state, store) as person:
        person.see(GOAL)
        person.press(keys, see="> 2 ")
        assert not Path(store.file).exists()
        person.press("<enter>", see="What kind of work is it?")
    assert "work.goal: 2" in Path(store.file).read_text()


def test_what_is_answered_of_each_key_is_counted_once_a_question(
    state: State, store: AnswerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []

    def count(state: State) -> dict[str, tuple[int, int]]:
        counted.append(state.cursor.id)
        return count_keys(state)

    monkeypatch.setattr("outsource_check.interview.view.count_keys", count)
    with sit_down(state, store) as person:
        person.see("[╌╌╌╌╌╌] ╌╌╌╌╌╌ ╌╌╌╌╌╌")
        person.press("1<down><down><up>", see="> 2 ")
        person.press("3<enter>", see="What kind of work is it?")
        person.see("[━━╌╌╌╌] ╌╌╌╌╌╌ ╌╌╌╌╌╌")
    assert counted == ["work.goal", "work.kind"]


def test_the_highlight_survives_why_and_a_note(state: State, store: AnswerStore) -> None:
    with sit_down(state, store) as person:
        person.see(GOAL)
        person.press("2", see="> 2 ")
        person.press("?", see="Nobody reaches a goal that nobody has written.")
        person.see("What would prove it The page with the goal.")
        person.press("?", see="> 2 ")
        person.press("<c-n>", see="A note to this answer")
        person.press("as agreed<enter>", see="Written down: note")
        person.see("> 2 ")
        person.press("<enter>", see="What kind of work is it?")
    text = Path(store.file).read_text()
    assert "work.goal: {note: as agreed, level: 2}" in text


_KEYS = ("Ctrl-N", "Ctrl-E", "Ctrl-O", "Ctrl-W", "Ctrl-G", "Ctrl-R", "Ctrl-Q")


@pytest.mark.parametrize(
    ("target", "keys", "named"),
    [
        ("stage", "", "Ctrl-G Ctrl-R Ctrl-Q"),
        ("work.goal", "", "Ctrl-N Ctrl-E Ctrl-O Ctrl-G Ctrl-R Ctrl-Q"),
        ("people.gaps", "<enter>", "Ctrl-N Ctrl-E Ctrl-W Ctrl-G Ctrl-R Ctrl-Q"),
        ("money.budget", "c<enter>", "Ctrl-G Ctrl-R Ctrl-Q"),
    ],
)
def test_the_help_names_the_keys_that_work_where_one_is(
    state: State, store: AnswerStore, target: str, keys: str, named: str
) -> None:
    with sit_down(step(state, Go(target)), store, rows=40) as person:
        person.see("Enter ")
        if keys:
            person.press(keys, see="Which currency" if target == "money.budget" else "line 1 of 3")
        person.press("?", see="Keys ")
        assert " ".join(key for key in _KEYS if key in person.glass.text) == named


@pytest.mark.parametrize("key", ["<left>", "<s-tab>", "<c-b>"])
@pytest.mark.parametrize(
    "target", ["work.kind", "work.speed", "people.gaps", "people.hours", "money.budget"]
)
def test_back_works_on_every_kind(
    state: State, store: AnswerStore, target: str, key: str, pack: Pack
) -> None:
    state = step(state, Choose("3"))
    state = step(state, Go(target))
    order = list(pack.questions)
    order.remove("work.joint")
    before = pack.questions[order[order.index(target) - 1]]
    with sit_down(state, store) as person:
        person.see(pack.questions[target].ask)
        person.press(key, see=before.ask)


def test_esc_neither_goes_back_nor_loses_what_is_typed(state: State, store: AnswerStore) -> None:
    with sit_down(step(state, Choose("3")), store) as person:
        person.see("What kind of work is it?")
        person.press("2<esc>")
        person.press("<c-n>", see="A note to this answer")
        person.press("half a note")
        person.press("<esc>")
        person.press("<enter>", see="Written down: note")
        person.see("> 2 ")
    assert "note: half a note" in Path(store.file).read_text()


def test_back_from_an_empty_text_and_the_first_spot(pack: Pack, store: AnswerStore) -> None:
    with sit_down(new_state(pack), store) as person:
        person.see("How far has it got?")
        person.press("<left>", see="This is the first question.")


def test_half_typed_text_is_there_after_coming_back(state: State, store: AnswerStore) -> None:
    state = step(step(state, Go("money.budget")), Choose("figures"))
    with sit_down(state, store) as person:
        person.see("Which currency")
        person.press("EU<s-tab>", see="What does it cost?")
        person.press("c<enter>", see="> EU")


def test_a_refused_text_stays_to_be_mended(state: State, store: AnswerStore) -> None:
    state = step(step(state, Go("people.hours")), Choose("figures"))
    with sit_down(state, store) as person:
        person.see("In which city do the client's people work?")
        person.press("xyzzy<enter>", see="is not a time zone")
        person.see("> xyzzy")


def test_ctrl_d_leaves_from_an_empty_text_and_deletes_in_another(
    state: State, store: AnswerStore
) -> None:
    with sit_down(state, store) as person:
        person.see(GOAL)
        person.press("<c-n>", see="A note to this answer")
        person.press("an<c-a><c-d>", see="> n")
        person.press("<c-d><c-d>")
        assert ended(person).ended == "left"


@pytest.mark.parametrize("key", ["<c-o>", "<c-s>", "\x1b#"])
def test_a_text_is_neither_taken_nor_lost_by_a_key_that_means_something_elsewhere(
    state: State, store: AnswerStore, key: str
) -> None:
    with sit_down(state, store) as person:
        person.see(GOAL)
        person.press("<c-n>", see="A note to this answer")
        person.press(f"half{key} a note", see="> half a note")
        person.press("<enter>", see="Written down: note")
    assert "note: half a note" in Path(store.file).read_text()


@pytest.mark.parametrize("key", ["?", "<enter>", "<left>", "q", "2"])
def test_the_help_scrolls_and_any_other_key_leads_back(
    state: State, store: AnswerStore, key: str
) -> None:
    with sit_down(state, store, columns=40, rows=12) as person:
        person.see(GOAL)
        person.press("?", see="Why this is asked")
        person.press("<pagedown><down>")
        person.glass.wait("Why this is asked", gone=True)
        person.press("<up><pageup><up>", see="Why this is asked")
        person.press(key, see=GOAL)
        assert "> 2" not in person.glass.text


def test_a_number_shows_its_level_while_it_is_typed(state: State, store: AnswerStore) -> None:
    with sit_down(step(state, Go("work.speed")), store) as person:
        person.see("> Working days: _")
        person.press("3", see="Working days: 3_ (level 2 of 4)")
        person.press("0", see="Working days: 30_ (level 0 of 4)")
        person.press("\x7f<enter>", see="3 working days: level 2 of 4.")
    assert "work.speed: 3\n" in Path(store.file).read_text()


def test_a_reason_is_asked_for_and_can_be_left(state: State, store: AnswerStore) -> None:
    with sit_down(state, store) as person:
        person.see(GOAL)
        person.press("x<enter>", see="Why does it not apply?")
        person.press("<enter>", see="Say in a few words why")
        person.press("<left>", see="> x ")
        person.press("<enter>", see="Why does it not apply?")
        person.press("one site<enter>", see="What kind of work is it?")
    assert "work.goal: {not_applicable: one site}" in Path(store.file).read_text()


def test_a_burst_of_keys_is_answered_in_order(state: State, store: AnswerStore) -> None:
    with sit_down(state, store) as person:
        person.see(GOAL)
        person.press("3<enter>1<enter>5<enter>", see="Who decides each of these?")
    text = Path(store.file).read_text()
    assert "work.goal: 3\n  work.kind: whole\n  work.speed: 5\n" in text


@pytest.mark.posix
def test_keys_between_two_prompts_reach_the_next_one_as_they_were_typed() -> None:
    mine, its = pty.openpty()
    typed = b"1\r" + bytes(ord(key) - 64 for key in "WQUDRS") + b"\x7f2\r"
    with os.fdopen(its, encoding="utf-8") as terminal:
        front = ScreenFrontEnd(Signals(), keyboard=Vt100Input(terminal), output=DummyOutput())
        with front.opened():
            os.write(mine, typed)
            os.set_blocking(its, False)
            assert os.read(its, 100) == typed
    os.close(mine)


def test_pasted_text_is_ignored_in_a_list_and_flattened_in_a_text(
    state: State, store: AnswerStore
) -> None:
    with sit_down(state, store) as person:
        person.see(GOAL)
        person.press("\x1b[200~3\r4\r\x1b[201~")
        person.press("1", see="> 1 ")
        person.press("<c-n>", see="A note to this answer")
        person.press("\x1b[200~two\nlines\x1b[201~", see="> two lines")
        person.press("<enter>", see="Written down: note")


def test_what_was_answered_stays_above_by_its_short_name(pack: Pack, store: AnswerStore) -> None:
    fresh = new_state(pack, engagement="", role="", side=None, mode=None)
    with sit_down(fresh, store, columns=40) as person:
        person.press("Mobile app rebuild<enter>", see="Engagement: Mobile app rebuild")
        person.press("2<enter>", see="What is your role")
        person.press("CTO<enter><enter>2<enter>", see="How far has it got?")
        person.press("2<enter>", see="How far has it got? A partner is chosen")
        person.press("d<enter>", see="Is the reason to save mon…: I don't know")


def test_the_notes_are_read_once_and_leaving_them_is_leaving(
    state: State, store: AnswerStore
) -> None:
    with sit_down(replace(state, message="Going on."), store, read=()) as person:
        person.see("Going on. For all questions")
        person.press("?", see="Arrows or a number or letter choose")
        person.press("?", see="Going on. For all questions")
        person.press("<enter>", see=GOAL)
        person.press("<c-g>", see="Where do you want to go?")
        person.press("2<enter>", see="Who decides each of these?")
    with sit_down(state, store, read=()) as person:
        person.see("For all questions")
        person.press("<c-q>")
        assert ended(person).ended == "left"


def test_a_line_that_is_cut_short_says_how_to_read_it(state: State, store: AnswerStore) -> None:
    with sit_down(state, store, columns=30, rows=16) as person:
        person.see("↓ read all")


def test_review_change_and_return(state: State, store: AnswerStore) -> None:
    with sit_down(step(state, Choose("3")), store) as person:
        person.see("What kind of work is it?")
        person.press("<c-r>", see="Written goal: level 3")
        person.press("1<enter>", see=GOAL)
        person.press("1<enter>", see="Written goal: level 1")
        person.press("<left>", see="What kind of work is it?")


def test_an_answer_is_seen_in_the_review_however_long_the_question_is(
    state: State, store: AnswerStore
) -> None:
    with sit_down(state, store, columns=30, rows=20) as person:
        person.see(GOAL)
        person.press("<c-r>", see="Is the reason to sa…: Yes")
        person.see("How far has…: A partner…")


def test_the_review_begins_again_where_it_was_left(state: State, store: AnswerStore) -> None:
    with sit_down(step(state, Choose("3")), store) as person:
        person.see("What kind of work is it?")
        person.press("<c-r>", see="Written goal: level 3")
        person.press("1<enter>", see=GOAL)
        person.press("1<enter>", see="> 1 Written goal: level 1")


def test_what_was_passed_over_and_which_line_was_chosen_stay_above(
    state: State, store: AnswerStore
) -> None:
    with sit_down(state, store, columns=60) as person:
        person.see(GOAL)
        person.press("s<enter>", see="Written goal: skipped for now")
        person.press("2<enter>", see="Kind of work: Some steps of it")
        person.press("x<enter>", see="Why does it not apply?")
        person.press("One team<enter>", see="Speed of answers: does not apply (One team)")
        person.see("Who decides each of these?")
        person.press("<enter>", see="line 1 of 3")
        person.press("2<enter>", see="4 of 6 Spending more: Several people")
        person.press("1<enter>", see="line 3 of 3")
        person.press("x<enter>", see="Why does it not apply?")
        person.press("No screen<enter>", see="How it looks: does not apply (No screen)")
        person.see("1 Spending more: Several people")
        person.press("<enter>", see="Who decides: level 3 of 4.")


def test_keys_that_lead_elsewhere_are_named_where_they_do(pack: Pack, store: AnswerStore) -> None:
    fresh = new_state(pack, side=None)
    with sit_down(fresh, store) as person:
        person.press("<enter>", see="For which side")
        assert "Ctrl-R" not in person.glass.text
        person.press("<c-r>", see="This one is needed to begin.")
        person.press("1<enter><enter><enter><enter>", see="How far has it got?")
        person.see("Ctrl-G go to · Ctrl-R review · Ctrl-Q leave")


def test_going_to_a_key(state: State, store: AnswerStore) -> None:
    with sit_down(state, store) as person:
        person.see(GOAL)
        person.press("<c-g>", see="The people (2 of 2 open)")
        person.press("3<enter>", see="What does it cost?")


def test_leaving_is_the_persons_own(state: State, store: AnswerStore) -> None:
    with sit_down(state, store) as person:
        person.see(GOAL)
        person.press("3<enter>", see="What kind of work is it?")
        person.press("<c-q>")
        assert ended(person).ended == "left"


@pytest.mark.parametrize("how", ["<c-c>", "signal", "closed"])
@pytest.mark.parametrize(
    ("keys", "seen"),
    [("2", "> 2 "), ("<c-n>half a note", "> half a note"), ("?", "? back to the question")],
)
def test_being_interrupted_keeps_what_was_answered(
    state: State, store: AnswerStore, how: str, keys: str, seen: str
) -> None:
    with sit_down(state, store) as person:
        person.see(GOAL)
        person.press("3<enter>", see="What kind of work is it?")
        person.press(keys, see=seen)
        if how == "signal":
            person.signals._handle(15, None)
        elif how == "closed":
            person.close_terminal()
        else:
            person.press(how)
        assert isinstance(person.wait_for_end(), Interrupted)
    assert "work.goal: 3" in Path(store.file).read_text()


def test_a_full_disk_is_said_and_another_file_taken(
    state: State, store: AnswerStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync
    full = threading.Event()

    def fail(descriptor: int) -> None:
        if full.is_set():
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fail)
    with sit_down(state, store, columns=60) as person:
        person.see(GOAL)
        full.set()
        person.press("3<enter>", see="the disk is full")
        full.clear()
        (tmp_path / "taken.yaml").write_text("no answers")
        for name, problem in (
            ("answers.yaml", "is the file that cannot be written"),
            ("taken.yaml", "Not saved"),
            ("none/b.yaml", "no such folder"),
        ):
            person.press("2<enter>", see="In which file?")
            person.press(f"{tmp_path / name}<enter>", see="Save everything in another file")
            person.see(problem)
        person.press("2<enter>", see="In which file?")
        person.press(f"{tmp_path / 'b.yaml'}<enter>", see="What kind of work is it?")
    assert "work.goal: 3" in (tmp_path / "b.yaml").read_text()


@pytest.mark.parametrize("key", ["<c-c>", "<c-q>"])
def test_leaving_with_an_unsaved_answer_is_never_called_saved(
    state: State, store: AnswerStore, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with sit_down(state, store) as person:
        person.see(GOAL)
        person.press("3<enter>", see="the disk is full")
        person.press(key)
        assert isinstance(person.wait_for_end(), OutputError)
    assert not Path(store.file).exists()


def test_hostile_texts_of_a_pack_are_shown_harmlessly(
    state: State, store: AnswerStore, tmp_path: Path
) -> None:
    state = replace(state, pack=load(tmp_path / "packs"))
    evil = "\x1b[31mred\x07\r\x9b5n \u202e[/bold]"
    question = state.pack.questions["work.goal"].replace(ask=evil)
    state.pack.questions["work.goal"] = question
    with sit_down(state, store) as person:
        person.see("[/bold]")
        shown = person.glass.written
    assert "\x1b[31mred" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert "\x9b" not in shown


@pytest.mark.parametrize(
    ("columns", "rows"), [(30, 24), (40, 24), (80, 24), (132, 24), (200, 24), (30, 16), (40, 12)]
)
def test_every_word_is_seen_at_every_size(
    state: State, store: AnswerStore, columns: int, rows: int
) -> None:
    with sit_down(state, store, columns=columns, rows=rows) as person:
        person.see(GOAL)
        question = state.pack.questions["work.goal"]
        assert isinstance(question, LevelsQuestion)
        for level, text in question.levels.items():
            person.press(str(level), see=f"> {level} ")
            person.see(text)
            person.see(GOAL)


def test_an_answer_that_is_there_is_highlighted(state: State, store: AnswerStore) -> None:
    answered = replace(state, answers={"work.goal": Answer(level=3)})
    with sit_down(answered, store) as person:
        person.see("> 3 ")
