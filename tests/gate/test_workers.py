"""Of many files, each folder is judged on its own, in whichever process that is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.gate.conftest import Check
from tests.gate.world import GOOD, write_answers

from outsource_check.gate import workers
from outsource_check.gate.report import Report

POLICY = """\
format: outsource-check/policy/v1
gate: {verdict: ready, min_overall: 90}
ignore:
  - {rule: OC101, files: ["e1*/*"], reason: later, owner: Lena, expires: 2027-01-01}
  - {rule: OC101, files: [e2/client.yaml], reason: none such, owner: Lena, expires: 2026-01-01}
  - {rule: OC104, files: ["e3*/*"], reason: not needed, owner: Lena, expires: 2027-01-01}
"""


COMMAND = ("check", ".", "--pack", "packs", "--exclude", "packs")


def write_world(folder: Path, many: int) -> None:
    """Folders with one good, one failing or one broken file each, some of an unknown pack."""
    for number in range(many):
        file = folder / f"e{number}" / "client.yaml"
        change = {"alpha.one": "1"} if number % 3 == 1 else {}
        write_answers(file, {**GOOD, **change}, name=f"No. {number}")
        if number % 7 == 2:
            file.write_text(file.read_text().replace("pack: tiny", "pack: gone"))
        if number % 7 == 5:
            file.write_text("format: outsource-check/answers/v1\nnothing: more\n")
    (folder / "outsource-policy.yaml").write_text(POLICY)


@pytest.mark.parametrize("form", ["json", "text", "sarif"])
def test_spread_over_processes_the_report_is_the_same(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    write_world(folder, 30)
    alone = check(".", "--exclude", "packs", "-f", form)
    monkeypatch.setattr(workers, "MANY", 2)
    monkeypatch.setattr("outsource_check.gate.check._HEAP", 4)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert workers.count_workers(30) == 2
    assert check(".", "--exclude", "packs", "-f", form) == alone
    assert alone.status == 4


def test_one_core_or_few_files_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    assert workers.count_workers(workers.MANY - 1) == 1
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert workers.count_workers(workers.MANY) == 1


def test_what_ends_in_one_process_as_a_bug_is_a_bug(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_more: object) -> Report:
        raise RuntimeError("a bug")

    write_world(folder, 30)
    monkeypatch.setattr(workers, "MANY", 2)
    monkeypatch.setattr("outsource_check.gate.check._HEAP", 4)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr("outsource_check.gate.check.score", fail)
    assert check(".", "--exclude", "packs").status == 70


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_however_it_is_ended_every_process_ends_and_there_is_no_verdict(
    folder: Path, sent: signal.Signals
) -> None:
    if (os.cpu_count() or 1) < 2 or not Path("/proc/self/task").exists():
        pytest.skip("one core, or no list of a process's children")
    write_world(folder, workers.MANY * 3)
    started = subprocess.Popen(
        [sys.executable, "-m", "outsource_check", *COMMAND],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    children = Path(f"/proc/{started.pid}/task/{started.pid}/children")
    others: list[str] = []
    while not others and started.poll() is None:
        time.sleep(0.01)
        others = children.read_text().split()
    if sent == signal.SIGINT:
        os.killpg(started.pid, sent)  # as a terminal does
    else:
        started.send_signal(sent)
    out, err = started.communicate(timeout=30)
    assert (started.returncode, out) == (130 if sent == signal.SIGINT else -sent, "")
    assert "Traceback" not in err
    for _ in range(200):
        left = [one for one in others if is_running(one)]
        if not left:
            break
        time.sleep(0.05)
    assert not left


def is_running(process: str) -> bool:
    """Whether a process is there and is no mere entry of one that has ended."""
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
