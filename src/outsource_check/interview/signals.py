"""Being told to stop: a signal becomes an interruption, but never in the middle of saving."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from outsource_check import system
from outsource_check.errors import Interrupted


class Signals:
    """What the process was told to do while an interview runs."""

    def __init__(self) -> None:
        self.told = False
        """Whether it was told to stop."""
        self.wake: Callable[[], None] | None = None
        """How to end the prompt that is open; None: the signal interrupts what runs."""
        self._held = False

    @contextmanager
    def watched(self) -> Iterator[None]:
        """While inside, a signal to stop raises `Interrupted`, or wakes the open prompt."""
        before = {number: signal.signal(number, self._handle) for number in system.STOPPING}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def held(self) -> Iterator[None]:
        """While inside, a signal waits: `Interrupted` is raised at the end instead."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        self.check()

    def check(self) -> None:
        """Raise `Interrupted` where the process was told to stop."""
        if self.told:
            raise Interrupted("interrupted")

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        self.told = True
        if self._held:
            return
        if self.wake is not None:
            self.wake()
            return
        raise Interrupted("interrupted")
