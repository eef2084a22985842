"""The two commands of the README, on machines that are good, old or half equipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

TOOLS = ("awk", "basename", "cat", "find", "make", "mkdir", "pwd", "rm", "sh")

OLD_PYTHON = """#!/bin/sh
if [ "$1" = --version ]; then echo "Python 3.9.2"; exit 0; fi
exit 1
"""
PYTHON_WITHOUT_ENSUREPIP = f"""#!/bin/sh
case "$*" in *ensurepip*) exit 1 ;; esac
exec "{sys.executable}" "$@"
"""
PYTHON_WHOSE_VENV_BREAKS = f"""#!/bin/sh
case "$*" in *"-m venv"*) mkdir -p .venv/bin; exit 1 ;; esac
exec "{sys.executable}" "$@"
"""


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder for PATH that has what a shell script needs, but no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found, tool
        (folder / tool).symlink_to(found)
    return folder


def add_program(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    (folder / name).chmod(0o755)


def make(
    checkout: Path, programs: Path, *arguments: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *arguments],
        cwd=checkout,
        env={"PATH": str(programs), "HOME": str(programs.parent), **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def messages(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stderr.splitlines() if line.startswith("outsource-check: ")]


def test_make_alone_lists_every_target(checkout: Path, programs: Path) -> None:
    done = make(checkout, programs)
    assert done.returncode == 0
    for target in ("assess", "test", "check", "lint", "types", "bench", "packages", "clean"):
        assert f"make {target} " in done.stdout
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize("target", ["assess", "test"])
def test_an_old_python_is_answered_with_what_to_install(
    target: str, checkout: Path, programs: Path
) -> None:
    add_program(programs, "python3", OLD_PYTHON)
    done = make(checkout, programs, target)
    assert done.returncode != 0
    (message,) = messages(done)
    assert "needs Python 3.11 or newer and found Python 3.9.2; install it" in message
    assert "apt install python3.11 python3.11-venv" in message


def test_no_python_at_all_is_answered_with_what_to_install(checkout: Path, programs: Path) -> None:
    done = make(checkout, programs, "assess")
    (message,) = messages(done)
    assert "found no working python3; install it" in message


def test_a_newer_python_beside_an_old_one_is_taken(checkout: Path, programs: Path) -> None:
    add_program(programs, "python3", OLD_PYTHON)
    add_program(programs, "python3.12", PYTHON_WITHOUT_ENSUREPIP)
    (message,) = messages(make(checkout, programs, "assess"))
    assert message.endswith("sudo apt install python3.12-venv")


def test_a_python_that_cannot_make_environments_names_the_package(
    checkout: Path, programs: Path
) -> None:
    add_program(programs, "python3", PYTHON_WITHOUT_ENSUREPIP)
    done = make(checkout, programs, "assess")
    assert done.returncode != 0
    (message,) = messages(done)
    assert message.endswith("sudo apt install python3-venv")
    assert not (checkout / ".venv").exists()


def test_a_half_made_environment_is_removed(checkout: Path, programs: Path) -> None:
    add_program(programs, "python3", PYTHON_WHOSE_VENV_BREAKS)
    done = make(checkout, programs, "assess")
    assert done.returncode != 0
    assert not (checkout / ".venv").exists()


@pytest.mark.slow
def test_two_commands_work_with_a_space_in_the_path_and_install_once(
    checkout: Path, programs: Path, tmp_path: Path
) -> None:
    add_program(programs, "python3", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    # In place of the network: pip installs this project only, the libraries are lent.
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if not entry.name.startswith(("outsource_check", "_outsource_check", "pip", "__")):
            (libraries / entry.name).symlink_to(entry)
    offline = {
        "PYTHONPATH": str(libraries),
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads 0 as: without isolation
        "PIP_CONFIG_FILE": os.devnull,
    }

    first = make(checkout, programs, "assess", "ARGS=--help", **offline)
    assert first.returncode == 0, first.stderr
    assert "Setting up" in first.stderr
    assert "Usage" in first.stdout

    again = make(checkout, programs, "assess", "ARGS=--help", PYTHONPATH=str(libraries))
    assert (again.returncode, again.stdout) == (0, first.stdout)
    assert "Setting up" not in again.stderr

    one_test = "ARGS=tests/packaging/test_resources.py"
    tested = make(checkout, programs, "test", one_test, **offline)
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert "Setting up" in tested.stderr

    again = make(checkout, programs, "test", one_test, PYTHONPATH=str(libraries))
    assert again.returncode == 0, again.stdout + again.stderr
    assert "Setting up" not in again.stderr

    # Elsewhere, the environment would still point at the old place.
    moved = checkout.rename(tmp_path / "moved on")
    done = make(moved, programs, "assess", "ARGS=--help", **offline)
    assert (done.returncode, done.stdout) == (0, first.stdout)
    assert "Setting up" in done.stderr
