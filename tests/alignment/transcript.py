"""Replays docs/working-together.md: three people at three terminals, and the commands after them.

A block with a name is on the terminal of that person, a real one of 80 columns, and a line `Keys,
Dana:` is pressed there (tests/interview/transcript.py); what stands in `3 × (…)` is pressed three
times. A `console` block without a name is run here, in the order of the page; a `yaml` or
`csv` block is written to the file that it names. A `…` as the first or last line leaves out what
stands there. A comment with a date makes it that day.

usage: python -m tests.alignment.transcript     (writes what is now seen and printed into the page)
"""

from __future__ import annotations

import io
import os
import re
import shlex
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from tests.interview.transcript import CUT, DAY, Stage

from outsource_check.cli import main

PAGE = Path(__file__).resolve().parents[2] / "docs" / "working-together.md"
_PART = re.compile(
    r"^```(?P<kind>console|csv|text|yaml)(?: (?P<name>[\w./-]+))?\n(?P<text>.*?)^```$"
    r"|^Keys, (?P<who>\w+): (?P<keys>[^\n]*)$"
    r"|^<!-- (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}) -->$",
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
                if part["day"]:
                    noon = datetime.fromisoformat(f"{part['day']}T12:00:00+00:00")
                    os.environ["SOURCE_DATE_EPOCH"] = str(int(noon.timestamp()))
                elif part["keys"]:
                    keys = _TIMES.sub(lambda found: int(found[1]) * found[2], part["keys"])
                    stages[part["who"].lower()].press(keys)
                elif part["kind"] == "text":
                    stage = stages[part["name"]]
                    seen = stage.settle(text) if settled else stage.wait(text)
                    yield part.start("text"), text, seen
                elif part["kind"] in ("csv", "yaml"):
                    if part["name"]:
                        Path(part["name"]).parent.mkdir(parents=True, exist_ok=True)
                        Path(part["name"]).write_text(text, encoding="utf-8")
                elif part["name"]:
                    stage = stages.setdefault(part["name"], Stage(Path(folder)))
                    stage.day = os.environ["SOURCE_DATE_EPOCH"]
                    stage.run(text)
                else:
                    yield part.start("text"), text, _run_all(text)
        finally:
            for stage in stages.values():
                stage.close()


def _run_all(text: str) -> str:
    """What the commands of a block print, cut where the block is."""
    commands = [line[2:] for line in text.splitlines() if line.startswith("$ ")]
    printed = "".join(f"$ {command}\n{run(command)}" for command in commands)
    lines, shown = text.splitlines(), printed.splitlines()
    if lines[1:2] == [CUT]:
        begins = lines[2].partition(" ")[0]
        found = [number for number, line in enumerate(shown) if line.startswith(begins)]
        shown[1 : found[0] if found else 1] = [CUT]
    if lines[-1] == CUT:
        shown[len(lines) - 1 :] = [CUT]
    return "".join(f"{line}\n" for line in shown)


def run(command: str) -> str:
    """What a command prints, on both streams; `cat` shows a file, `rm` removes it."""
    program, *arguments = shlex.split(command)
    if program == "cat":
        return Path(arguments[0]).read_text(encoding="utf-8")
    if program == "rm":
        Path(arguments[0]).unlink()
        return ""
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
