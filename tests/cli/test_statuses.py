"""Exit statuses through the real entry point: each means one thing (docs/commands.md)."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import permutations
from pathlib import Path
from typing import IO

import pytest

from outsource_check import errors
from outsource_check.cli import main, status

ANSWERS = """\
format: outsource-check/answers/v1
pack: eight-keys
pack_version: 1.0.0
engagement: Mobile app
respondent: {side: client, role: CTO}
date: 2026-11-23
facts: {stage: selecting}
answers:
  goals.drivers: 3
"""
POLICY = "format: outsource-check/policy/v1\ngate: {verdict: ready}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "answers.yaml").write_text(ANSWERS)
    (tmp_path / "broken.yaml").write_text("format: [\n")
    (tmp_path / "empty").mkdir()
    (tmp_path / "policy.yaml").write_text(POLICY)
    (tmp_path / "typo.yaml").write_text(POLICY.replace("verdict", "verdikt"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_into(stdout: IO[bytes] | int, *arguments: str) -> tuple[int, bytes]:
    """The status and what stood on stderr."""
    run = subprocess.run(
        [sys.executable, "-m", "outsource_check", *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
    )
    return run.returncode, run.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--version"], 0),
        (["score", "answers.yaml"], 0),
        (["score", "answers.yaml", "--json"], 0),
        (["score", "answers.yaml", "--explain"], 0),
        (["report", "answers.yaml"], 0),
        (["check", "answers.yaml", "--policy", "policy.yaml"], 1),
        (["score"], 0),
        (["overlap"], 2),
        (["scor", "answers.yaml"], 2),
        (["score", "answers.yaml", "--as-of", "tomorrow"], 2),
        (["score", "broken.yaml"], 3),
        (["score", "nowhere.yaml"], 3),
        (["score", "answers.yaml", "broken.yaml"], 3),
        (["check", "answers.yaml", "--policy", "typo.yaml"], 4),
        (["check", "answers.yaml", "broken.yaml", "--policy", "policy.yaml"], 3),
        (["score", "answers.yaml", "--pack", "empty"], 4),
        (["score", "empty"], 5),
    ],
)
@pytest.mark.usefixtures("folder")
def test_each_outcome_has_its_status(
    arguments: list[str], expected: int, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == expected
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["pack"], ["history"]])
def test_without_a_command_the_help_is_shown_line_by_line(
    arguments: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    shown = capfd.readouterr().err
    assert main([*arguments, "--help"]) == 0
    assert shown.splitlines() == capfd.readouterr().out.splitlines()


def test_the_worst_status_wins() -> None:
    order = (70, 130, 74, 2, 4, 5, 3, 1, 0)
    for first, second in permutations(order, 2):
        assert status.worst(first, second) == min(first, second, key=order.index)


def test_every_error_has_a_status_above_that_of_the_gate() -> None:
    for kind in errors.OutsourceCheckError.__subclasses__():
        assert status.of(kind("x")) > status.GATE_SAID_NO


@pytest.mark.usefixtures("folder")
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")  # noqa: PTH110
def test_output_that_cannot_be_written_is_74() -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        found, problems = run_into(full, "score", "answers.yaml", "--json")
    assert found == 74
    assert b"cannot write to stdout" in problems
    assert b"Traceback" not in problems


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("arguments", ["score answers.yaml", "--help", "check --help"])
def test_a_closed_pipe_is_74_without_a_traceback(arguments: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    found, problems = run_into(writing, *arguments.split())
    os.close(writing)
    assert found == 74
    assert b"Traceback" not in problems
    assert b"Exception ignored" not in problems


@pytest.mark.slow
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "arguments",
    [
        "--help",
        "check --help",
        "--version",
        "check --rule OC101",
        "check answers.yaml",
        "score answers.yaml",
    ],
)
@pytest.mark.parametrize("redirect", [">&-", ">/dev/full", "| true", "<&- >&-"])
def test_a_stdout_that_takes_nothing_is_74_whatever_is_printed(
    arguments: str, redirect: str
) -> None:
    line = f'"$0" -m outsource_check {arguments} {redirect}; exit ${{PIPESTATUS[0]}}'
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        ["bash", "-c", line, sys.executable], env=environment, capture_output=True, check=False
    )
    assert run.returncode == 74
    assert run.stderr.startswith(b"Error: cannot write to stdout: ")
    assert run.stderr.count(b"\n") == 1


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [("check", 1), ("check broken.yaml", 3), ("score broken.yaml", 3), ("--version", 0)],
)
def test_a_closed_stderr_changes_no_status(arguments: str, expected: int) -> None:
    line = f'"$0" -m outsource_check {arguments} 2>&-'
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        ["bash", "-c", line, sys.executable], env=environment, stdout=subprocess.PIPE, check=False
    )
    assert run.returncode == expected


@pytest.mark.usefixtures("folder")
def test_a_bug_says_that_it_is_one_and_shows_a_traceback_only_when_asked(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("an answer's text")

    monkeypatch.setattr("outsource_check.answers.read_answers", fail)
    assert main(["score", "answers.yaml"]) == 70
    quiet = capfd.readouterr().err
    assert "bug in outsource-check" in quiet
    assert "an answer's text" not in quiet
    assert main(["score", "answers.yaml", "--debug"]) == 70
    assert "Traceback" in capfd.readouterr().err


@pytest.mark.usefixtures("folder")
def test_an_interrupt_is_130(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("outsource_check.answers.read_answers", interrupt)
    assert main(["score", "answers.yaml"]) == 130
    assert capfd.readouterr() == ("", "Interrupted.\n")


LONG = "a" * 300


@pytest.mark.parametrize(
    "arguments",
    [
        ["score", "answers.yaml", "--pack", LONG],
        ["report", "answers.yaml", "-o", f"{LONG}/x.html"],
        ["report", "answers.yaml", "--template-dir", LONG],
        ["settle", LONG, "goals.scope", "3", "--present", "D", "--reason", "R"],
        ["pack", "lint", LONG],
        ["pack", "show", LONG],
        ["template", "check", LONG],
        ["template", "export", LONG],
        ["schema", "answers", "--pack", LONG],
        ["init", LONG],
        ["assess", LONG, "--no-input", "--side", "client", "--role", "R", "--engagement", "E"],
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_name_that_is_too_long_for_a_file_is_no_bug(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert main(arguments) == status.WRONG_USAGE
    assert "the name is too long" in capsys.readouterr().err
