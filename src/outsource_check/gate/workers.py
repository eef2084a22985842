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
"""From how many things to do on starting more processes saves more than it takes."""
_MOST = 8
_task: Callable[[Any], Any] | None = None
"""What this process does with what it is given."""


def count_workers(many: int) -> int:
    """How many processes are worth starting for so many things to do; 1: only this one."""
    return 1 if many < MANY else min(os.cpu_count() or 1, _MOST)


def spread(task: Callable[[T], R], parts: Sequence[T], workers: int) -> Iterator[R]:
    """What a task makes of each part, in their order; each process has a task of its own.

    What is raised in one of them is raised here.
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
    """Ctrl-C waits until the processes are there: one that it met while it starts would be lost."""
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
    """In a new process; Ctrl-C ends the one that started it, and with it the others."""
    global _task  # noqa: PLW0603 - each process has its own
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _task = task


def _end_with_parent() -> None:
    """A process that is killed cannot end the others: they would wait for work for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _run_task(part: Any) -> Any:
    assert _task is not None
    return _task(part)
