"""Programs of others that judge what we write."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest


def find_tool(name: str, package: str = "") -> str:
    """Where a program is; where it is not installed the test is skipped.

    `package` is a package of npm that must lie beside it.
    """
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    found = shutil.which(name, path=places)
    if found is None:
        pytest.skip(f"{name} is not installed")
    if package and not find_package(found, package).is_dir():
        pytest.skip(f"{package} is not installed")
    return found


def find_package(program: str, name: str) -> Path:
    """The folder of a package of npm beside a program that came from npm, too."""
    return Path(program).parents[1] / name
