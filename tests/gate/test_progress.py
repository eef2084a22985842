"""The line that counts files: where a terminal watches, after a second, and nowhere else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
from tests.gate.world import GOOD, write_answers

SOURCES = str(Path(__file__).parents[2] / "src")
# Each look at the clock is a fifth of a second after the last one: no test waits.
LEISURELY = (
    "import itertools, sys, time; ticks = itertools.count(); "
    "time.monotonic = lambda: next(ticks) * {tick}; "
    "from outsource_check.cli import main; sys.exit(main(sys.argv[1:]))"
)
ARGUMENTS = ("check", "--pack", "packs", "--as-of", "2026-11-24", "-f", "concise")


@pytest.fixture
def files(folder: Path) -> Path:
    for number in range(20):
        write_answers(folder / "x" / f"{number:02}.yaml", name=f"No. {number}")
        write_answers(folder / "y" / str(number) / "a.yaml", {**GOOD, "alpha.one": "0"})
    return folder


def watch(cwd: Path, *paths: str, tick: float = 0.2, redirect: str = "", **more: str) -> str:
    """What a terminal gets of a check whose clock goes on by `tick` seconds at each look."""
    quoted = '"$@"' + redirect
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": SOURCES, "TERM": "xterm", **more}
    program = [sys.executable, "-c", LEISURELY.format(tick=tick), *ARGUMENTS, *paths]
    terminal = pexpect.spawn(
        "sh", ["-c", quoted, "sh", *program], cwd=str(cwd), env=environment, encoding="utf-8"
    )
    try:
        terminal.expect(pexpect.EOF, timeout=60)
    finally:
        terminal.close()
    assert isinstance(terminal.before, str)
    return terminal.before


def counts(shown: str) -> list[int]:
    return [int(number) for number in re.findall(r"\r(\d+) of \d+ files", shown)]


@pytest.mark.parametrize("path", ["x", "y"])
def test_files_are_counted_once_it_takes_longer_than_a_second(files: Path, path: str) -> None:
    shown = watch(files, path, redirect=" >out")
    found = counts(shown)
    assert found == sorted(set(found))
    assert 3 < found[0] < 7  # five ticks are a second
    assert found[-1] == 20
    assert re.search(r"20 of 20 files\r +\r$", shown)  # and the line is removed
    assert "files" not in (files / "out").read_text().replace("20 files", "")


def test_what_takes_less_than_a_second_is_not_counted(files: Path) -> None:
    assert watch(files, "x", tick=0.01, redirect=" >out") == ""


@pytest.mark.slow
def test_where_nobody_watches_nothing_is_counted(files: Path) -> None:
    assert watch(files, "x", redirect=" >out 2>err") == ""
    assert (files / "err").read_text() == ""
    assert watch(files, "x", redirect=" >out", CI="true") == ""
    assert watch(files, "x", redirect=" >out", TERM="dumb") == ""


def test_the_line_is_gone_before_the_result_is_printed(files: Path) -> None:
    shown = watch(files, "x")
    assert counts(shown)
    assert re.search(r"files\r +\r[^\r]", shown)


def test_the_counted_result_is_the_same(files: Path) -> None:
    watch(files, ".", "--exclude", "packs", redirect=" >out")
    plain = subprocess.run(
        [sys.executable, "-m", "outsource_check", *ARGUMENTS, ".", "--exclude", "packs"],
        cwd=files,
        env={**os.environ, "PYTHONPATH": SOURCES},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (files / "out").read_text() == plain.stdout
