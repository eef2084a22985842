"""The interview on a terminal's screen: it asks, and leaves a line of each answer standing.

What was highlighted or half typed is kept while the person looks at something else.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from prompt_toolkit.input import Input, create_input
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from questionary import Question

from outsource_check import system
from outsource_check.errors import Interrupted
from outsource_check.interview import words
from outsource_check.interview.front_end import Ask, Item, Said, join_said
from outsource_check.interview.model import Back, Choose, Event, Quit, Skip, Spot, Type
from outsource_check.interview.prompts import HELP, ListPrompt, explain, measure, type_text
from outsource_check.interview.signals import Signals
from outsource_check.text import shorten

_WIDE = 60
"""Columns from which on an answered question's number stays on the screen beside it."""


class ScreenFrontEnd:
    """Asks on a terminal. `keyboard` and `output` are given by tests only."""

    def __init__(
        self, signals: Signals, *, keyboard: Input | None = None, output: Output | None = None
    ) -> None:
        self._signals = signals
        self._input = keyboard or create_input()
        self._output = output or create_output()
        if isinstance(self._output, Vt100_Output):
            # Asking where the cursor is costs a second a question where nothing answers.
            self._output.enable_cpr = False
        self._terminal = {"input": self._input, "output": self._output}
        self._pending: dict[Spot, str] = {}
        self._committed: Spot | None = None
        self.read: tuple[str, ...] = ()
        """The notes that were shown last."""

    # --------------------------------------------------------------------------------- asking

    @contextlib.contextmanager
    def opened(self) -> Iterator[None]:
        """While inside, keys that are typed between two prompts are neither shown nor changed."""
        try:
            descriptor = self._input.fileno()
        except (NotImplementedError, OSError, ValueError):
            yield
            return
        with system.silence(descriptor):
            yield

    def ask(self, ask: Ask) -> Event:
        """Show the ask until something was done about it."""
        self._forget(ask)
        if ask.said is not None:
            self._tell(ask.said)
        if ask.notes and ask.notes != self.read:
            if (away := self._show_notes(ask)) is not None:
                return away
            self.read = ask.notes
            ask = replace(ask, message="")
        event = self._put(ask)
        # The reason is asked next; until it is given, nothing is committed.
        commits = isinstance(event, Choose | Type | Skip) and event != Choose("not-applicable")
        # The review begins again where it was left.
        commits = commits and ask.spot.kind != "review"
        self._committed = ask.spot if commits else None
        return event

    def _forget(self, ask: Ask) -> None:
        """Forget what was pending at the last ask once it is committed, unless it was refused."""
        refused = ask.spot == self._committed and ask.problem
        if self._committed is not None and not refused:
            self._pending.pop(self._committed, None)
        self._committed = None

    def _show_notes(self, ask: Ask) -> Event | None:
        """Show the notes alone, as there may be no room for them above the question.

        Returns the event that leads away from them; None where they were read.
        """
        note = Ask(
            spot=Spot("review", "notes"),
            kind="list",
            place=words.BEFORE,
            text=" ".join(ask.notes),
            message=ask.message,
            items=(Item(value="go", text=words.GO_ON),),
            chosen="go",
        )
        while True:
            event = self._put(note)
            if event == Choose("go"):
                return None
            if isinstance(event, Back | Quit):
                return event

    def _tell(self, said: Said) -> None:
        """Leave a line with what was answered on the screen, above the next question."""
        columns, _ = measure(self._output)
        place = f"{said.place}  " if said.place and columns >= _WIDE else ""
        line = f"{place}{join_said(said.name, said.text, columns - len(place))}"
        self._output.write(shorten(line, columns))
        self._output.write_raw("\r\n")
        self._output.flush()

    # -------------------------------------------------------------------------------- prompts

    @cached_property
    def _list(self) -> ListPrompt:
        return ListPrompt(self._terminal)

    def _put(self, ask: Ask) -> Event:
        """What the person did about an ask; the explanation leads back to it."""
        while (event := self._type(ask) if ask.kind == "text" else self._choose(ask)) == HELP:
            self._run(explain(ask, self._terminal))
        assert not isinstance(event, str)
        return event

    def _choose(self, ask: Ask) -> Event | str:
        try:
            return self._run(self._list.begin(ask, self._pending.get(ask.spot, "")))
        finally:
            self._pending[ask.spot] = self._list.pending

    def _type(self, ask: Ask) -> Event | str:
        question = type_text(ask, self._pending.get(ask.spot, ask.field), self._terminal)
        try:
            return self._run(question)
        finally:
            self._pending[ask.spot] = question.application.current_buffer.text

    def _run(self, question: Question) -> Event | str:
        """The result that a prompt ended with. Raises `Interrupted`."""
        application = question.application

        def stop() -> None:
            if application.is_running and not application.future.done():  # type: ignore[union-attr]
                application.exit(exception=Interrupted("interrupted"))

        def wake() -> None:
            if application.loop is not None:
                application.loop.call_soon_threadsafe(stop)

        # A signal between here and the prompt's first line is seen by the check.
        application.pre_run_callables.append(self._signals.check)
        self._signals.wake = wake
        try:
            ended: Event | str = question.unsafe_ask()
        except (EOFError, KeyboardInterrupt):
            raise Interrupted("interrupted") from None
        finally:
            self._signals.wake = None
        return ended
