from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.gate.world import write_pack

from outsource_check.cli import main


@dataclass(frozen=True)
class Run:
    """What one call of the program gave."""

    status: int
    out: str
    err: str

    @property
    def last(self) -> str:
        """The last line of stdout."""
        return self.out.rstrip("\n").rpartition("\n")[2]


Check = Callable[..., Run]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with the tiny pack in `packs`, as the current folder."""
    write_pack(tmp_path)
    monkeypatch.chdir(tmp_path)
    for name in ("SOURCE_DATE_EPOCH", "GITHUB_STEP_SUMMARY", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def check(folder: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """Run `outsource-check check` through the real entry point."""

    def run(*arguments: str | Path, command: str = "check", plain: bool = False) -> Run:
        fixed = () if plain else ("--pack", "packs", "--as-of", "2026-11-24")
        found = main([command, *fixed, *map(str, arguments)])
        assert folder.is_dir()
        captured = capsys.readouterr()
        return Run(found, captured.out, captured.err)

    return run
