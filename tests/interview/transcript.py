"""Replays docs/interview.md: its commands run on a terminal of 80 columns, its keys are pressed.

A `console` block starts a command, kills it (`kill -9`), or gives a file (`cat`); a line `Keys:`
is pressed; a `text` block is what is then seen, and an SVG picture is that with its colours. A `…`
as the first line of a block leaves out what stands above the present question, as the last line
what comes after.

usage: python -m tests.interview.transcript     (writes the page and its pictures anew)
"""

from __future__ import annotations

import re
import shlex
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import pexpect
import pyte
from tests.interview.person import PATIENCE, spell
from tests.interview.picture import draw
from tests.interview.test_process import environment

PAGE = Path(__file__).resolve().parents[2] / "docs" / "interview.md"
COLUMNS, ROWS = 80, 30
CUT = "…"
DAY = "1796083200"
"""2026-12-01, as SOURCE_DATE_EPOCH."""
_CODE = "import sys; from outsource_check.cli import main; sys.argv[0] = 'outsource-check'"
_PART = re.compile(
    r"^```console\n(?P<console>.*?)^```$|^Keys: (?P<keys>[^\n]*)$|^```text\n(?P<seen>.*?)^```$"
    r"|^!\[(?P<title>[^\]]*)\]\((?P<picture>[^)]*\.svg)\)$",
    re.DOTALL | re.MULTILINE,
)
_PLACE = re.compile(
    r"(To begin, |The situation, |[0-9]+ of [0-9]+ · |Question [0-9]+ of [0-9]+\. "
    r"|The end\.?$|For all questions$)"
)
_ANSWERED = re.compile(r"[0-9]+ of [0-9]+  |Going on with ")
_LEFT = re.compile(r"about [0-9]+ min left")
_SILENCE = 1.0
"""Seconds without anything new after which the writer takes a screen for settled."""


class Stage:
    """One terminal after the other, in a folder of their own."""

    def __init__(self, folder: Path, day: str = DAY) -> None:
        self.day = day
        self._folder = folder
        self._process: pexpect.spawn | None = None
        self._clear()

    def _clear(self) -> None:
        self._screen = pyte.HistoryScreen(COLUMNS, ROWS, history=500, ratio=0.5)
        self._stream = pyte.ByteStream(self._screen)

    def run(self, console: str) -> None:
        """Do what a console block says."""
        command, *rest = console.splitlines()
        words = shlex.split(command.removeprefix("$ "))
        if words[0] == "cat":
            (self._folder / words[1]).write_text("\n".join(rest) + "\n", encoding="utf-8")
        elif words[0] == "kill":
            assert self._process is not None
            self._process.kill(signal.SIGKILL)
            self._process.close()
        else:
            self._start(words[1:])

    def _start(self, words: list[str]) -> None:
        self.close()
        self._clear()
        run = [sys.executable, "-c", f"{_CODE}; sys.exit(main())", *words]
        if "<" in words:
            place = words.index("<")
            run = [*run[:3], *words[:place]]
            run = ["sh", "-c", f"exec {shlex.join(run)} < {shlex.quote(words[place + 1])}"]
        self._process = pexpect.spawn(
            run[0],
            run[1:],
            cwd=str(self._folder),
            env=environment(SOURCE_DATE_EPOCH=self.day),
            dimensions=(ROWS, COLUMNS),
            encoding=None,
        )
        self._process.delaybeforesend = None

    def press(self, keys: str) -> None:
        assert self._process is not None
        for name in re.findall(r"`([^`]+)`", keys):
            key = f"<{name.lower().replace('ctrl-', 'c-')}>"
            self._process.send((spell(key) if spell(key) != key else name).encode())

    def wait(self, wanted: str) -> str:
        """The block as it is seen, as soon as it is as wanted, or when that does not come."""
        deadline = time.monotonic() + PATIENCE
        while (seen := self._show(wanted)) != wanted and time.monotonic() < deadline:
            if self._read(_SILENCE) == "over":
                return self._show(wanted)
        return seen

    def settle(self, wanted: str) -> str:
        """The block as it is seen when nothing new comes any more."""
        self._read(PATIENCE)
        while self._read(_SILENCE) == "new":
            pass
        return self._show(wanted)

    def draw(self, title: str) -> str:
        """A picture of the present question, or of the result, which was waited for already."""
        while self._read(_SILENCE) == "new":
            pass
        lines = self._screen.display
        shown = range(_find_present(lines), len(lines))
        written = [number for number in shown if lines[number].strip()]
        rows = [self._screen.buffer[number] for number in range(written[0], written[-1] + 1)]
        return draw([[row[column] for column in range(COLUMNS)] for row in rows], title)

    def close(self) -> None:
        if self._process is not None:
            self._process.close(force=True)

    def _read(self, seconds: float) -> Literal["new", "silent", "over"]:
        """Take in what comes within so many seconds."""
        assert self._process is not None
        try:
            self._stream.feed(self._process.read_nonblocking(65536, timeout=seconds))
        except pexpect.TIMEOUT:
            return "silent"
        except (pexpect.EOF, ValueError):
            return "over"
        return "new"

    def _show(self, wanted: str) -> str:
        """What is seen, cut as the wanted block is, its minutes as there."""
        above = ["".join(line[n].data for n in range(COLUMNS)) for line in self._screen.history.top]
        lines = [line.rstrip() for line in (*above, *self._screen.display)]
        while lines and not lines[-1]:
            lines.pop()
        cut = wanted.splitlines()
        if cut[:1] == [CUT]:
            lines = [CUT, *lines[_find_present(lines) :]]
        if len(cut) > 1 and cut[-1] == CUT:
            lines = [*lines[: len(cut) - 1], CUT]
        text = "".join(f"{line}\n" for line in lines)
        left = _LEFT.findall(wanted)
        if len(left) == len(_LEFT.findall(text)):
            text = _LEFT.sub(lambda _: left.pop(0), text)
        return text


def _find_present(lines: list[str]) -> int:
    """Where the present question begins, else what follows the last one that was answered."""
    for number in reversed(range(len(lines))):
        if _PLACE.match(lines[number]):
            return number
        if _ANSWERED.match(lines[number]):
            return number + 1
    return 0


def replay(page: str, *, settled: bool = False) -> Iterator[tuple[re.Match[str], str, str]]:
    """Every text block and picture of a page: where it is, what it was, and what is seen now."""
    with TemporaryDirectory() as folder:
        stage = Stage(Path(folder))
        try:
            for part in _PART.finditer(page):
                if part["console"]:
                    stage.run(part["console"])
                elif part["keys"]:
                    stage.press(part["keys"])
                elif part["picture"]:
                    file = PAGE.parent / part["picture"]
                    before = file.read_text(encoding="utf-8") if file.exists() else ""
                    yield part, before, stage.draw(" ".join(part["title"].split()))
                else:
                    wanted = part["seen"]
                    seen = stage.settle(wanted) if settled else stage.wait(wanted)
                    yield part, wanted, seen
        finally:
            stage.close()


def rewrite() -> None:
    """Write what is seen now into the page and its pictures."""
    page = PAGE.read_text(encoding="utf-8")
    for part, _, seen in reversed(list(replay(page, settled=True))):
        if part["picture"]:
            (PAGE.parent / part["picture"]).write_text(seen, encoding="utf-8")
        else:
            page = page[: part.start("seen")] + seen + page[part.end("seen") :]
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    rewrite()
