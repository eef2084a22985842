"""Every folder in `tests/examples/` is a case: what is typed, and what must come out.

A case holds `command` (lines, run inside the folder one after the other), `status` (of the last),
`stdout` and `stderr` (each may be left out, and is then not compared), whatever files the commands
name, and in `written` the files that they must write. Where there is a `stdout.40`, the commands
also run on a terminal of 40 columns, and that is what must stand on it. The version of the time
zone data stands as `{tzdata}`, that of the program as `{version}`, the style of a page as `{style}`
(docs/sample/report.html shows it whole). `make examples` writes what comes out now: read the change
before you keep it.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tzdata  # type: ignore[import-untyped]

from outsource_check.cli import main
from outsource_check.gate.formats import FORMATS
from outsource_check.report import list_templates

if os.name != "nt":
    import termios
    import tty

CASES = sorted(path.parent for path in (Path(__file__).parent / "examples").glob("*/command"))
SCREENS = sorted(path for case in CASES for path in case.glob("stdout.*"))
"""What must stand on a terminal of so many columns."""
EXPECTATIONS = {"command", "status", "stdout", "stderr", "written"}
TYPE = """
import shlex, sys
from outsource_check.cli import main

for line in sys.argv[1:]:
    status = main(shlex.split(line)[1:])
sys.exit(status)
"""
"""A program that runs the lines which it is given."""
VERSION = re.compile(
    rb'(?<="tool_version": ")[^"]+|(?<="semanticVersion": ")[^"]+|(?<=by outsource-check )[0-9.]+'
)
REWRITE = bool(os.environ.get("REWRITE_EXAMPLES"))
"""Read here: a case runs without the environment that it was started in."""
STYLE = re.compile(rb"(?<=<style>).*?(?=</style>)|(?<=style-src 'sha256-)[^']+", re.DOTALL)
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "PYTHONPATH": os.pathsep.join(sys.path),
    "SOURCE_DATE_EPOCH": "1795478400",  # 2026-11-24
    "PYTHONUTF8": "1",
}


def test_there_are_cases() -> None:
    assert CASES


def test_one_case_shows_every_format_of_the_gate() -> None:
    command = Path(__file__).parent / "examples" / "a-check-in-every-format" / "command"
    words = command.read_text("utf-8")
    assert set(re.findall(r"--(?:format |report )([a-z]+)", words)) == set(FORMATS)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.name.startswith("reports-")], ids=lambda case: case.name
)
def test_a_case_of_reports_shows_every_template_in_every_format(case: Path) -> None:
    words = (case / "command").read_text("utf-8")
    templates = {
        (found.name, language) for found in list_templates() for language in found.languages
    }
    assert set(re.findall(r"-t (\S+) -o \1\.(\w+)", words)) == templates


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_example_comes_out_as_written(
    case: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    lines = prepare(case, tmp_path)
    monkeypatch.chdir(tmp_path)
    for name in {*os.environ} - {*ENVIRONMENT}:
        monkeypatch.delenv(name)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    with Path(os.devnull).open(encoding="utf-8") as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        for line in lines:
            status = main(shlex.split(line)[1:])
    came = capfdbinary.readouterr()
    compare(case / "status", f"{status}\n".encode())
    for name, content in (("stdout", came.out), ("stderr", came.err)):
        if content or (case / name).exists():
            compare(case / name, content, optional=True)
    for path in (case / "written").glob("*"):
        compare(path, (tmp_path / path.name).read_bytes())


@pytest.mark.skipif(os.name == "nt", reason="a terminal of the test's own is Unix's")
@pytest.mark.parametrize("expected", SCREENS, ids=lambda path: path.parent.name + path.suffix)
def test_an_example_stands_on_a_terminal_as_written(expected: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", TYPE, *prepare(expected.parent, tmp_path)]
    compare(expected, run_on_terminal(command, int(expected.suffix[1:]), tmp_path))


def prepare(case: Path, folder: Path) -> list[str]:
    """A case's commands, once its files are in the folder."""
    for path in case.iterdir():
        if path.name not in EXPECTATIONS:
            (shutil.copytree if path.is_dir() else shutil.copy)(path, folder / path.name)
    lines = (case / "command").read_text("utf-8").splitlines()
    assert all(line.startswith("outsource-check ") for line in lines)
    return lines


def compare(expected: Path, came: bytes, *, optional: bool = False) -> None:
    came = VERSION.sub(b"{version}", came.replace(tzdata.IANA_VERSION.encode(), b"{tzdata}"))
    came = STYLE.sub(b"{style}", came)
    if REWRITE:
        expected.write_bytes(came)
    if expected.exists() or not optional:
        assert came.decode() == expected.read_text("utf-8"), expected.name


def run_on_terminal(command: list[str], columns: int, folder: Path) -> bytes:
    """What a command writes to a terminal of so many columns, without colours."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)  # else a line ends with a carriage return, too
    termios.tcsetwinsize(theirs, (24, columns))
    environment = {**ENVIRONMENT, "TERM": "xterm-256color", "NO_COLOR": "1"}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    written = b""
    with process, contextlib.suppress(OSError):  # the terminal is gone when the command has ended
        while part := os.read(ours, 65536):
            written += part
    os.close(ours)
    return written
