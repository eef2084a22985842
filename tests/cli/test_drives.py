"""Files on several drives, as Windows has them: no path leads from one to another."""

from __future__ import annotations

import json
import ntpath
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from outsource_check.answers.names import name_from
from outsource_check.cli import main
from outsource_check.gate.globs import fixed_folder

EXAMPLE = Path(__file__).parents[2] / "examples" / "mobile-app"
FILES = ["app/client-cto.yaml", "{d}/app/partner-account-lead.yaml"]
POLICY = "{d}/app/outsource-policy.yaml"
HISTORY = "{d}/history.jsonl"


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What stands for the drive D; the current folder is on C. Each holds the example."""
    c, d = tmp_path / "c", tmp_path / "d"
    for drive in (c, d):
        shutil.copytree(EXAMPLE, drive / "app")
    (d / "app" / "engagement.yaml").unlink()
    monkeypatch.chdir(c)
    relpath, commonpath = os.path.relpath, os.path.commonpath

    def split(path: str) -> str:
        return str(Path.cwd() / path).removeprefix(f"{tmp_path}/")[:1]

    def lead(path: str, start: str = ".") -> str:
        if split(path) != split(start):
            raise ValueError("path is on mount 'D:', start on mount 'C:'")
        return relpath(path, start)

    def share(paths: Sequence[str]) -> str:
        if len({split(path) for path in paths}) > 1:
            raise ValueError("Paths don't have the same drive")
        return commonpath(paths)

    monkeypatch.setattr(os.path, "relpath", lead)
    monkeypatch.setattr(os.path, "commonpath", share)
    return d


@pytest.mark.parametrize(
    ("command", "status"),
    [
        (["score", *FILES], 0),
        (["score", *FILES, "--explain"], 0),
        (["report", *FILES, "-o", "{d}/report.html"], 0),
        (["align", *FILES], 0),
        (["settle", "{d}/app", "goals.scope", "3", "--present", "Dana", "--reason", "Read"], 0),
        (["check", *FILES], 1),
        (["check", *FILES, "--policy", POLICY], 1),
        (["check", *FILES, "--policy", POLICY, "--format", "sarif"], 1),
        (["check", *FILES, "--policy", POLICY, "--report", "junit={d}/report.xml"], 1),
        (["check", "app/*.yaml", "{d}/app/*.yaml", "--exclude", "{d}/app/client*"], 1),
        (["history", "add", "app", "--policy", POLICY, "--file", HISTORY], 0),
    ],
)
def test_an_engagement_may_lie_on_two_drives(
    other: Path, capsys: pytest.CaptureFixture[str], command: list[str], status: int
) -> None:
    found = main([word.replace("{d}", str(other)) for word in command])
    assert (found, "bug" in capsys.readouterr().err) == (status, False)


def test_files_on_two_drives_have_whole_names_and_others_those_from_their_folder(
    other: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", "--json", *(word.replace("{d}", str(other)) for word in FILES)]) == 0
    names = [source["file"] for source in json.loads(capsys.readouterr().out)["sources"]]
    assert names == [f"{Path.cwd()}/{FILES[0]}", f"{other}/app/partner-account-lead.yaml"]


def test_a_history_on_another_drive_names_what_is_gone(
    other: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history = str(other / "history.jsonl")
    assert main(["history", "add", "app", "--file", history, "--as-of", "2026-11-30"]) == 0
    assert f'"folder":"{Path.cwd()}/app"' in Path(history).read_text()
    since = ["check", "app", "--since", history, "--as-of", "2026-12-01"]
    assert main([*since, "--verdict", "not-ready"]) == 0
    Path("app/client-product-owner.yaml").unlink()
    capsys.readouterr()
    assert main(since) == 1
    assert "client-product-owner.yaml:1:1: error[OC112]" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("folder", "path", "seen"),
    [
        ("C:\\work", "C:\\work\\app\\a.yaml", "app/a.yaml"),
        ("C:\\work\\app", "c:\\Work\\a.yaml", "../a.yaml"),
        ("C:\\work", "D:\\app\\a.yaml", "D:/app/a.yaml"),
        ("C:\\work", "\\\\server\\share\\a.yaml", "//server/share/a.yaml"),
    ],
)
def test_a_path_leads_to_a_file_unless_it_is_on_another_drive(
    monkeypatch: pytest.MonkeyPatch, folder: str, path: str, seen: str
) -> None:
    monkeypatch.setattr(os, "path", ntpath)
    monkeypatch.setattr(os, "sep", "\\")
    assert name_from(folder, path) == seen


@pytest.mark.parametrize(
    ("pattern", "folder"),
    [("C:/*.yaml", "C:/"), ("C:/a/*.yaml", "C:/a"), ("//s/t/*.yaml", "//s/t/"), ("*.yaml", "")],
)
def test_a_pattern_below_a_drive_begins_at_the_drive_s_top(
    monkeypatch: pytest.MonkeyPatch, pattern: str, folder: str
) -> None:
    monkeypatch.setattr(os, "path", ntpath)
    assert fixed_folder(pattern) == folder
