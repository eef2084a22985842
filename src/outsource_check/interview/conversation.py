"""The loop between the machine, a front end and the file: ask, step, save, and only then go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from outsource_check.errors import AnswerError, Interrupted, OutputError
from outsource_check.interview import words
from outsource_check.interview.front_end import Ask, EndOfInput, FrontEnd, Item
from outsource_check.interview.model import Choose, Quit, Spot, State, Type
from outsource_check.interview.sequence import list_open
from outsource_check.interview.session import hear, step
from outsource_check.interview.signals import Signals
from outsource_check.interview.storage import AnswerStore
from outsource_check.interview.view import build_ask, sum_up

ASSUMED = 40.0
"""Seconds a question, before anything was measured."""
ASSUMED_FACT = 15
"""Seconds for a fact: nothing has to be looked up for it."""
_COUNTED = 12
_LONGEST = 600.0


@dataclass(frozen=True, slots=True)
class Pace:
    """The seconds that the latest questions took."""

    seconds: tuple[float, ...] = ()

    def add(self, seconds: float) -> Pace:
        """The pace with one more question; a break counts as ten minutes at most."""
        return replace(self, seconds=(*self.seconds, min(seconds, _LONGEST))[-_COUNTED:])

    def estimate(self, questions: int, facts: int = 0) -> int:
        """Minutes for so many questions and facts, at least 1; 0 for none."""
        if not questions and not facts:
            return 0
        # The assumption fades as answers come in.
        measured = sorted((*self.seconds, *((ASSUMED,) * max(0, 3 - len(self.seconds)))))
        seconds = questions * measured[len(measured) // 2] + facts * ASSUMED_FACT
        return max(1, round(seconds / 60))


def converse(
    state: State,
    store: AnswerStore,
    front: FrontEnd,
    signals: Signals,
    clock: Callable[[], float],
    *,
    given: bool = False,
) -> State:
    """Ask until the person ends the interview; returns the last state, all of it saved.

    `clock` gives seconds from any start; `given` says that flags gave answers, which are saved
    before anything is asked. Raises `Interrupted`, `EndOfInput` with answers still open,
    `OutputError` where the person gave up saving, `AnswerError` as `AnswerStore.save`.
    """
    pace = Pace()
    begun, spent, said = state.answers, 0.0, None
    if given:
        state = _save(state, store, front, signals)
    while not state.ended:
        signals.check()
        shown = clock()
        still = list_open(state)
        facts = sum(spot.kind == "fact" for spot in still)
        try:
            ask = build_ask(state, left=pace.estimate(len(still) - facts, facts), said=said)
            event = front.ask(ask)
        except EndOfInput:
            if state.header.complete and not list_open(state):
                return state
            raise
        before = state
        state = step(state, event)
        said = None if state.problem else sum_up(ask, event)
        spent += clock() - shown
        if state.cursor.id != before.cursor.id:
            # Its rows, its note and reading its explanation all count as its time.
            pace = pace.add(spent) if state.answers != begun else pace
            begun, spent = state.answers, 0.0
        if state.header != before.header or state.facts != before.facts:
            state = hear(state, store.read_others(state.pack), before)
        state = _save(state, store, front, signals)
    return state


def _save(state: State, store: AnswerStore, front: FrontEnd, signals: Signals) -> State:
    """Save before the next question is shown; where that fails, ask what to do."""
    while True:
        try:
            with signals.held():
                return store.save(state)
        except OutputError as error:
            try:
                _ask_about_trouble(state, store, front, error)
            except (Interrupted, EndOfInput):
                # The person must not be told that everything is saved.
                raise error from None


def _ask_about_trouble(
    state: State, store: AnswerStore, front: FrontEnd, error: OutputError
) -> None:
    """Return where another try makes sense; raise the error where the person gives up."""
    problem = error.problems[0].text
    choices = {**words.TROUBLE, "leave": words.LEAVE} if store.kept else words.TROUBLE
    while True:
        ask = Ask(
            spot=Spot("finish", "trouble"),
            kind="list",
            place=words.NOT_SAVED,
            text=f"{store.file}: {problem}. {_say_where(store)}",
            items=tuple(
                Item(value=value, mark=str(number), text=text)
                for number, (value, text) in enumerate(choices.items(), 1)
            ),
        )
        event = front.ask(ask.cleaned())
        if event == Choose("again"):
            return
        if event in (Choose("leave"), Quit()):
            raise error
        if event == Choose("elsewhere"):
            other = front.ask(
                Ask(
                    spot=Spot("finish", "elsewhere"),
                    kind="text",
                    place=words.NOT_SAVED,
                    text=words.OTHER_FILE,
                    hint=words.OTHER_FILE_HINT,
                ).cleaned()
            )
            if isinstance(other, Type) and other.text.strip():
                try:
                    store.move(other.text.strip(), state)
                except (OutputError, AnswerError) as failure:
                    problem = failure.problems[0].text
                else:
                    return


def _say_where(store: AnswerStore) -> str:
    return words.KEPT_TEXT.format(file=store.kept) if store.kept else words.NOT_SAVED_TEXT
