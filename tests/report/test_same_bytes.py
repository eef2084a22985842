"""Same input, same bytes: whatever the machine, its settings and its Python."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from tests.report.worlds import COSTS, FINE, POOR, SITES, write_answers, write_pack

TOP = Path(__file__).resolve().parents[2]
VERSIONS = ("3.11", "3.12", "3.13")
EVERY_REPORT = """
import datetime, hashlib, pathlib, sys
from outsource_check.answers import read_answers
from outsource_check.report import list_templates, render
from outsource_check.result import score

folder = pathlib.Path(sys.argv[1])
engagement = read_answers([folder], packs=[folder / "packs" / "tiny"])
result = score(engagement, as_of=datetime.date(2026, 11, 24))
for template in list_templates():
    for form in (*template.languages, "context"):
        text = render(result, template=template.name, format=form)
        print(template.name, form, hashlib.sha256(text.encode()).hexdigest())
"""


def write_world(folder: Path, *sides: str) -> Path:
    """The same engagement, its files written in this order."""
    folder.mkdir(parents=True, exist_ok=True)
    write_pack(folder)
    answers = {
        "client": {**FINE, "work.hours": SITES, "aims.money": COSTS},
        "partner": POOR,
    }
    for side in sides:
        write_answers(folder, side, answers[side])
    return folder


def list_digests(python: Path | str, folder: Path | str, **settings: str) -> str:
    """The digest of every report of a folder, made by an interpreter with some settings."""
    cwd = settings.pop("cwd", str(TOP))
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(TOP / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        **settings,
    }
    return subprocess.run(
        (python, "-c", EVERY_REPORT, folder),
        env=environment,
        cwd=cwd,
        capture_output=True,
        check=True,
        text=True,
    ).stdout


@pytest.mark.slow
def test_hash_seed_time_zone_locale_and_folder_leave_no_trace(tmp_path: Path) -> None:
    one = write_world(tmp_path / "one", "client", "partner")
    other = write_world(tmp_path / "a longer name, with ü" / "other", "partner", "client")
    found = {
        list_digests(sys.executable, one, PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C.UTF-8"),
        list_digests(sys.executable, other, PYTHONHASHSEED="1", TZ="Asia/Ho_Chi_Minh", LC_ALL="C"),
        list_digests(
            sys.executable,
            ".",
            cwd=str(other),
            PYTHONHASHSEED="4242",
            TZ="America/St_Johns",
            LC_ALL="tr_TR.UTF-8",
            PYTHONUTF8="0",
            COLUMNS="40",
        ),
    }
    assert len(found) == 1
    assert found.pop().count("\n") > 15


def find_python(wanted: str) -> str | None:
    """An interpreter of a version, where the machine has one: in its path or under pyenv."""
    found = [shutil.which(f"python{wanted}")]
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    found += [str(file) for file in sorted(root.glob(f"versions/{wanted}.*/bin/python"))]
    for python in filter(None, found):
        # A shim of pyenv stands in the path and still fails.
        said = subprocess.run((python, "--version"), capture_output=True, text=True, check=False)
        if said.returncode == 0 and f" {wanted}." in said.stdout:
            return python
    return None


def set_up(python: str, folder: Path) -> Path:
    """An environment of an interpreter with the very packages that this one has."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in project["dependencies"]]
    # The data of time zones is a part of the result, so its version counts too.
    packages = [f"{name}=={version(name)}" for name in names]
    inside = folder / "bin" / "python"
    for command in (
        (python, "-m", "venv", str(folder)),
        (str(inside), "-m", "pip", "install", "-q", "--disable-pip-version-check", *packages),
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"the packages are not to be had: {done.stderr.strip()[-200:]}")
    return inside


@pytest.mark.slow
@pytest.mark.parametrize("wanted", VERSIONS)
def test_every_python_writes_the_same_bytes(tmp_path: Path, wanted: str) -> None:
    if sys.version_info[:2] == tuple(map(int, wanted.split("."))):
        pytest.skip("this is the one that the others are compared with")
    python = find_python(wanted)
    if python is None:
        pytest.skip(f"no Python {wanted} here")
    world = write_world(tmp_path / "world", "client", "partner")
    other = set_up(python, tmp_path / "environment")
    assert list_digests(other, world) == list_digests(sys.executable, world)
