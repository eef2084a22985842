from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def known_files() -> list[str]:
    """The files that git has or would take, relative to the top, with `/`."""
    if not (TOP / ".git").exists():
        pytest.skip("needs a git checkout: only git knows which files belong")
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=TOP,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return sorted({name for name in listing.split("\0") if name and (TOP / name).is_file()})


@pytest.fixture
def checkout(known_files: list[str], tmp_path: Path) -> Path:
    """What a clone would bring, without its history, in a path with a space."""
    copy = tmp_path / "a checkout"
    for name in known_files:
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(TOP / name, target)
    return copy
