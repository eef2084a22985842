"""Replays docs/working-together.md: three people at three terminals, and the commands after them.

A block with a name is on the terminal of that person, a real one of 80 columns, and a line `Keys,
Dana:` is pressed there (tests/interview/transcript.py); what stands in `3 × (…)` is pressed three
times. A `console` block without a name is run here, in the order of the page. A `…` as the first or
last line leaves out what stands there.

usage: python -m tests.alignment.transcript     (writes what is now seen and printed into the page)
"""

from __future__ import annotations

import io
import os
import re
import shlex
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from tests.interview.transcript import CUT, DAY, Stage

from outsource_check.cli import main

PAGE = Path(__file__).resolve().parents[2] / "docs" / "working-together.md"
_PART = re.compile(
    r"^```(?P<kind>console|text)(?: (?P<name>\w+))?\n(?P<text>.*?)^```$"
    r"|^Keys, (?P<who>\w+): (?P<keys>[^\n]*)$",
    re.DOTALL | re.MULTILINE,
)

_TIMES = re.compile(r"([0-9]+) × \(([^)]*)\)")
"""Keys that are pressed several times, such as `3 × (`d` `Enter`)`."""


def replay(page: str, *, settled: bool = False) -> Iterator[tuple[int, str, str]]:
    """Every block of a page that shows something: where, what it says, and what is shown now."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": DAY, "NO_COLOR": "1"}
    stages: dict[str, Stage] = {}
    with TemporaryDirectory() as folder, chdir(folder), patch.dict(os.environ, environment):
        try:
            for part in _PART.finditer(page):
                text = part["text"]
                if part["keys"]:
                    keys = _TIMES.sub(lambda found: int(found[1]) * found[2], part["keys"])
                    stages[part["who"].lower()].press(keys)
                elif part["kind"] == "text":
                    stage = stages[part["name"]]
                    seen = stage.settle(text) if settled else stage.wait(text)
                    yield part.start("text"), text, seen
                elif part["name"]:
                    stages.setdefault(part["name"], Stage(Path(folder))).run(text)
                else:
                    yield part.start("text"), text, _run_all(text)
        finally:
            for stage in stages.values():
                stage.close()


def _run_all(text: str) -> str:
    """What the commands of a block print, cut where the block is."""
    commands = [line[2:] for line in text.splitlines() if line.startswith("$ ")]
    printed = "".join(f"$ {command}\n{run(command)}" for command in commands)
    lines = text.splitlines()
    if lines[-1] == CUT:
        printed = "\n".join([*printed.splitlines()[: len(lines) - 1], CUT, ""])
    return printed


def run(command: str) -> str:
    """What a command prints, on both streams; `cat` shows a file."""
    program, *arguments = shlex.split(command)
    if program == "cat":
        return Path(arguments[0]).read_text(encoding="utf-8")
    assert program == "outsource-check", command
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main(arguments)
    lines = (err.getvalue() + out.getvalue()).splitlines()
    text = "".join(f"{line.rstrip()}\n" for line in lines)
    return text if status == 0 else f"{text}[exit status {status}]\n"


def rewrite(page: str) -> str:
    """The page with what is now seen and printed."""
    for start, before, after in reversed(list(replay(page, settled=True))):
        page = page[:start] + after + page[start + len(before) :]
    return page


if __name__ == "__main__":
    PAGE.write_text(rewrite(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
