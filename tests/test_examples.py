"""Every folder in `tests/examples/` is a case: what is typed, and what must come out.

A case holds `command` (what stands after `outsource-check`, run inside the folder), `status`,
`stdout` and `stderr` (each may be left out, and is then not compared), and whatever files the
command names. The version of the time zone data stands as `{tzdata}`. `REWRITE_EXAMPLES=1 make
test` writes what comes out now: read the change before you keep it.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tzdata  # type: ignore[import-untyped]

CASES = sorted(path.parent for path in (Path(__file__).parent / "examples").glob("*/command"))
EXPECTATIONS = {"command", "status", "stdout", "stderr"}
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "PYTHONPATH": os.pathsep.join(sys.path),
    "SOURCE_DATE_EPOCH": "1795478400",  # 2026-11-24
    "PYTHONUTF8": "1",
}


def test_there_are_cases() -> None:
    assert CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_example_comes_out_as_written(case: Path, tmp_path: Path) -> None:
    for path in case.iterdir():
        if path.is_dir():
            shutil.copytree(path, tmp_path / path.name)
        elif path.name not in EXPECTATIONS:
            shutil.copy(path, tmp_path)
    arguments = shlex.split((case / "command").read_text("utf-8"))
    assert arguments.pop(0) == "outsource-check"
    run = subprocess.run(
        [sys.executable, "-m", "outsource_check", *arguments],
        cwd=tmp_path,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    came = {
        "status": f"{run.returncode}\n".encode(),
        "stdout": run.stdout.replace(tzdata.IANA_VERSION.encode(), b"{tzdata}"),
        "stderr": run.stderr,
    }
    if os.environ.get("REWRITE_EXAMPLES"):
        for name, content in came.items():
            if name == "status" or content or (case / name).exists():
                (case / name).write_bytes(content)
    for name, content in came.items():
        if name == "status" or (case / name).exists():
            assert content.decode() == (case / name).read_text("utf-8"), name
