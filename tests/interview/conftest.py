from __future__ import annotations

from pathlib import Path

import pytest
from tests.interview.world import load

from outsource_check.pack import Pack


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return load(tmp_path_factory.mktemp("packs"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path
