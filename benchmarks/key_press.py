"""Measures how long it takes from a key to the next question on the screen, saving included.

The whole interview is held in process, every question answered by two keys; what is painted is
read from the bytes that a terminal would get.
"""

from __future__ import annotations

import contextlib
import datetime
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO, cast

import large_pack  # type: ignore[import-not-found]  # beside this script
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from outsource_check.errors import Interrupted
from outsource_check.interview.conversation import converse
from outsource_check.interview.screen import ScreenFrontEnd
from outsource_check.interview.signals import Signals
from outsource_check.interview.sitting import Request, open_sitting
from outsource_check.pack import read_pack

BOUND = 0.050
"""Seconds that the median may take."""
LARGE_BOUND = 0.060
"""The same in a pack of 1,300 questions."""
LAST = 100
"""How many of those are not answered yet."""
PATIENCE = 30.0


class Recorder:
    """What was written, and a way to wait for a text in it."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self._text = ""
        self._changed = threading.Condition()

    def write(self, data: str) -> int:
        with self._changed:
            self._text += data
            self._changed.notify_all()
        return len(data)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError

    def wait(self, text: str) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: text in self._text, PATIENCE):
                raise TimeoutError(text)
            self._text = ""


def measure(*, large: bool = False) -> list[float]:
    """Seconds from Enter to the next question, for every question of the only shipped pack.

    With `large`, for the last hundred of 1,300.
    """
    seconds: list[float] = []
    with TemporaryDirectory() as folder, create_pipe_input() as pipe:
        file = Path(folder) / "answers.yaml"
        packs = (_begin_large(file),) if large else ()
        request = Request(
            path=file,
            quick=False,
            side="client",
            role="CTO",
            engagement="Benchmark",
            packs=packs,
            today=datetime.date(2026, 11, 23),
        )
        sitting = open_sitting(request)
        recorder = Recorder()
        size = Size(rows=40, columns=80)
        output = Vt100_Output(cast("TextIO", recorder), lambda: size, enable_cpr=False)
        front = ScreenFrontEnd(Signals(), keyboard=pipe, output=output)

        def hold() -> None:
            with contextlib.suppress(Interrupted):
                converse(sitting.state, sitting.store, front, Signals(), time.monotonic)

        thread = threading.Thread(target=hold, daemon=True)
        thread.start()
        if not large:
            facts = len(sitting.state.pack.conditional_facts)
            for number in range(1, facts + 1):
                recorder.wait(f"{number} of {facts}")
                pipe.send_text("d\r")
            recorder.wait("For all questions")
            pipe.send_text("\r")
        questions = sitting.state.pack.questions.values()
        count = sum(question.answered_by != "partner" for question in questions)
        first = count - LAST + 1 if large else 1
        recorder.wait(f"{first} of {count} ·")
        for number in range(first + 1, count + 1):
            begun = time.perf_counter()
            pipe.send_text("d\r")
            recorder.wait(f"{number} of {count} ·")
            seconds.append(time.perf_counter() - begun)
        pipe.send_text("\x03")
        thread.join(PATIENCE)
        sitting.store.close()
    return seconds


def _begin_large(file: Path) -> Path:
    """Write the large pack beside an answer file in which the last questions are open."""
    folder = file.with_name("large")
    large_pack.write_pack(folder)
    answered = list(read_pack(folder).questions)[:-LAST]
    file.write_text(
        "format: outsource-check/answers/v1\npack: large\npack_version: 1.0.0\n"
        "engagement: Benchmark\nrespondent: {side: client, role: CTO}\nmode: full\n"
        "date: 2026-11-23\nfacts: {signed: yes}\nanswers:\n"
        + "".join(f"  {name}: dont-know\n" for name in answered),
        encoding="utf-8",
    )
    return folder
