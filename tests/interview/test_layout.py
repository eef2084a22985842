"""What fits on a screen: the shipped pack, word by word, at every width."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.chance import spread

from outsource_check.interview.front_end import Ask
from outsource_check.interview.layout import Line, Look, compose, compose_help, draw_keys
from outsource_check.interview.model import Header, Spot, State
from outsource_check.interview.view import build_ask
from outsource_check.pack import LevelsQuestion, Pack, load_pack
from outsource_check.text import width

SIZES = ((30, 24), (40, 24), (80, 24), (132, 40), (200, 50))


@pytest.fixture(scope="module")
def shipped() -> Pack:
    return load_pack("eight-keys")


def read(lines: Sequence[Line]) -> str:
    return " ".join(" ".join(text for _, text in lines).split())


def ask_about(pack: Pack, question: str) -> Ask:
    day = datetime.date(2026, 11, 23)
    header = Header(date=day, engagement="App", side="client", role="CTO", mode="full")
    state = State(
        pack=pack, header=header, today=day, trail=(Spot("question", question),), start=()
    )
    return build_ask(state, left=9)


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_every_word_of_a_question_and_of_each_level_in_turn_is_shown(
    shipped: Pack, columns: int, rows: int
) -> None:
    for question in shipped.questions.values():
        ask = ask_about(shipped, question.id)
        for index, item in enumerate(ask.items):
            highlight = index + (ask.kind == "number")
            page = compose(ask, columns, rows, Look(highlight=highlight))
            highlighted = page.items[highlight]
            # What else there is can be scrolled to.
            items = highlighted if page.scrolls else [line for item in page.items for line in item]
            assert len(page.head) + len(items) + len(page.foot) <= rows
            assert all(width(text) <= columns for _, text in (*page.head, *items, *page.foot))
            assert all(width(text) <= columns - 2 for _, text in highlighted[:1])
            assert item.text in read(highlighted), (question.id, item.value)
            assert ask.text in read(page.head), (question.id, item.value)


@pytest.mark.parametrize(("columns", "rows"), spread(SIZES))
def test_every_word_of_the_explanation_can_be_scrolled_to(
    shipped: Pack, columns: int, rows: int
) -> None:
    for question in shipped.questions.values():
        ask = ask_about(shipped, question.id)
        offset, last = 0, 1
        seen: list[tuple[str, str]] = []
        while offset <= last:
            lines, last = compose_help(ask, columns, rows, offset)
            assert len(lines) <= rows
            # The first line of each step, and at the end all that is left.
            seen += lines[:1] if offset < last else lines
            offset += 1
        assert question.why in read(seen)


def test_levels_are_numbered_as_they_are_scored(shipped: Pack) -> None:
    for question in shipped.questions.values():
        if isinstance(question, LevelsQuestion):
            marks = [item.mark for item in ask_about(shipped, question.id).items]
            assert marks == ["0", "1", "2", "3", "4", "d", "x", "s"]


@pytest.mark.parametrize(
    ("keys", "here", "columns", "bar"),
    [
        (((2, 2), (1, 2), (0, 2)), 1, 80, "━━━━━━ [━━━╌╌╌] ╌╌╌╌╌╌"),
        (((2, 2), (1, 2), (0, 2)), 1, 12, "━━ [━╌] ╌╌"),
        (((2, 3),) * 2, 0, 8, "[━╌] ━╌"),
        (((1, 3),), 0, 80, ""),
        ((), 0, 80, ""),
        (((1, 1),) * 3 + ((0, 2),) * 27, 3, 40, f"━━━[╌]{'╌' * 26}"),
        (((1, 1),) * 30, 3, 31, ""),
    ],
)
def test_the_bar_of_the_keys_says_how_far_each_is_and_which_is_asked(
    keys: tuple[tuple[int, int], ...], here: int, columns: int, bar: str
) -> None:
    assert draw_keys(keys, here, columns) == bar


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_what_the_bar_says_is_said_in_words_above_it(
    shipped: Pack, columns: int, rows: int
) -> None:
    titles = [key.title for key in shipped.keys]
    drawn = 0
    for question in shipped.questions.values():
        ask = ask_about(shipped, question.id)
        head = compose(ask, columns, rows, Look()).head
        place = " · ".join(filter(None, (ask.place, ask.section, "about 9 min left")))
        assert read([line for line in head if line[0] != "class:bar"]).startswith(place)
        for bar in (text for style, text in head if style == "class:bar" and text):
            (here,) = (n for n, one in enumerate(bar.split()) if one.startswith("["))
            assert titles[here] == ask.section
            drawn += 1
    assert drawn


@pytest.mark.parametrize(("columns", "rows"), [*SIZES, (60, 24), (40, 12), (30, 16)])
def test_for_the_bar_nothing_is_cut_short_and_no_list_begins_to_scroll(
    shipped: Pack, columns: int, rows: int
) -> None:
    for question in shipped.questions.values():
        ask = ask_about(shipped, question.id)
        page = compose(ask, columns, rows, Look())
        bare = compose(replace(ask, keys=()), columns, rows, Look())
        assert read([line for line in page.head if "╌" not in line[1]]) == read(bare.head)
        assert list(map(read, page.items)) == list(map(read, bare.items))
        assert page.scrolls == bare.scrolls


@pytest.mark.parametrize("keys", [2, 8, 30, 60])
@pytest.mark.parametrize("columns", [10, 30, 40, 80, 200])
def test_the_bar_of_the_keys_is_no_wider_than_the_screen(keys: int, columns: int) -> None:
    assert width(draw_keys(((1, 2),) * keys, keys - 1, columns)) <= columns
