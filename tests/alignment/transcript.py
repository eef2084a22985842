"""Replays docs/working-together.md: its files are written, its commands run in their order.

usage: python tests/alignment/transcript.py     (writes what the commands now print into the page)
"""

from __future__ import annotations

import io
import os
import re
import shlex
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from outsource_check.cli import main

PAGE = Path(__file__).resolve().parents[2] / "docs" / "working-together.md"
DAY = "1796083200"
"""2026-12-01, as SOURCE_DATE_EPOCH."""
_BLOCK = re.compile(r"^```(?P<kind>yaml|console)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
_NAME = re.compile(r"# (?P<file>\S+\.yaml)\n")


def replay(page: str) -> Iterator[tuple[str, str]]:
    """Every console block of a page, as it stands and as it would be printed now."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": DAY, "NO_COLOR": "1"}
    with TemporaryDirectory() as folder, chdir(folder), patch.dict(os.environ, environment):
        for block in _BLOCK.finditer(page):
            text = block["text"]
            name = _NAME.match(text)
            if block["kind"] == "yaml" and name is not None:
                path = Path(name["file"])
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text[name.end() :], encoding="utf-8")
            elif block["kind"] == "console":
                commands = [line[2:] for line in text.splitlines() if line.startswith("$ ")]
                yield text, "".join(f"$ {command}\n{run(command)}" for command in commands)


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


def rewrite(page: str, replayed: Callable[[str], Iterator[tuple[str, str]]] = replay) -> str:
    """The page with what its commands print now."""
    for before, after in replayed(page):
        page = page.replace(f"```console\n{before}```", f"```console\n{after}```")
    return page


if __name__ == "__main__":
    PAGE.write_text(rewrite(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
