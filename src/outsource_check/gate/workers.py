"""Work spread over the machine's cores, where there is enough of it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

MANY = 400
"""From this many tasks on, more processes save more time than it takes to start them."""
_MOST = 8
_task: Callable[[Any], Any] | None = None
"""What this process does with what it is given."""


def count_workers(many: int) -> int:
    """How many processes are worth starting for so many tasks; 1: this one alone does it."""
    return 1 if many < MANY else min(os.cpu_count() or 1, _MOST)


def spread(task: Callable[[T], R], parts: Sequence[T], workers: int) -> Iterator[R]:
    """What a task makes of each part, in order; each process has a copy of the task.

    An exception in one of them is raised here.
    """
    pool = ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(task,))
    try:
        with _delay_interrupt():
            made = pool.map(_run_task, parts)
        yield from made
    finally:
        pool.shutdown(cancel_futures=True)


@contextlib.contextmanager
def _delay_interrupt() -> Iterator[None]:
    """Hold Ctrl-C back until all processes run: one that it meets while it starts would be lost."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    met: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: met.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if met:
        raise KeyboardInterrupt


def _start_worker(task: Callable[[Any], Any]) -> None:
    """Set up a new process. Ctrl-C ends the process that started it, which then ends this one."""
    global _task  # noqa: PLW0603 - each process has its own
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _task = task


def _end_with_parent() -> None:
    """End with the parent: one that is killed ends nobody, and this would wait for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _run_task(part: Any) -> Any:
    assert _task is not None
    return _task(part)
