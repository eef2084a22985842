"""How long the rest takes, as it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.interview.person import open_store
from tests.interview.world import new_state

from outsource_check.interview import words
from outsource_check.interview.conversation import Pace, converse
from outsource_check.interview.front_end import Ask, EndOfInput
from outsource_check.interview.model import Attach, Choose, Event, Go
from outsource_check.interview.signals import Signals
from outsource_check.pack import Pack


class Script:
    """A front end that gives what is written, each after a minute, and keeps what it was told."""

    def __init__(self, *events: Event) -> None:
        self.seconds = 0.0
        self.told: list[int] = []
        self._events = iter(events)

    def ask(self, ask: Ask) -> Event:
        self.told.append(ask.left)
        self.seconds += 60
        for event in self._events:
            return event
        raise EndOfInput

    def tell(self, text: str) -> None:
        raise AssertionError(text)


def test_the_lines_of_a_question_are_one_question_s_time(pack: Pack, tmp_path: Path) -> None:
    row = (Attach("who", "Dana"), Choose("named"))
    script = Script(
        *(Choose("chosen"), Choose("yes"), Choose("3"), Go("people.gaps"), Choose("rows")),
        *(*row, *row, *row, Choose(words.GO_ON)),
    )
    store = open_store(tmp_path, Path(pack.folder).parent)
    with pytest.raises(EndOfInput):
        converse(new_state(pack), store, script, Signals(), lambda: script.seconds)
    store.close()
    facts, goal, rows, after = (script.told[a:b] for a, b in ((0, 2), (2, 3), (3, 12), (12, 13)))
    # 40 seconds are assumed until three questions were measured, and 15 for a fact.
    assert facts == [5, 4]
    assert goal == [4]
    assert set(rows) == {3}
    assert after == [4]  # four questions at a minute, as the matrix took more than that


def test_a_break_is_no_pace() -> None:
    assert Pace().add(9000).add(20).add(20).add(20).estimate(6) == 2
    assert Pace().estimate(0) == 0
    assert Pace((1.0,) * 12).estimate(1) == 1
