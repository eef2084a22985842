"""Which files a check means: the same on the disk and among names alone."""

from __future__ import annotations

import ntpath
import os
from pathlib import Path

import pytest

from outsource_check.gate.globs import make_relative, resolve
from outsource_check.gate.selection import select

NAMES = (
    *("a.yaml", "b.YML", "c.json", "d.txt", "e.schema.json", ".h.yaml"),
    *("e/a.yaml", "e/engagement.yaml", "e/.h/a.yaml", "e/f/a.yaml", "e/f/b.json", "e-f/a.yaml"),
    *(".k/a.yaml", ".k/l/a.yaml", "e/f/g/h/a.yaml", "[x]/a.yaml"),
)


@pytest.mark.parametrize("excluded", [[], ["f"], ["e/f"], ["*.json"], ["e/**/a.yaml"], ["e/f/*"]])
@pytest.mark.parametrize(
    "paths",
    [
        *(["."], ["e"], ["e/"], ["./e/f"], ["e/f", "e"], [".k"], ["[x]"], ["e/a.yaml", "e"]),
        *(["*.yaml"], ["**"], ["e/*/a.yaml"], ["e/**/a.yaml"], ["e*/a.yaml"], ["**/.h/*"]),
        *(["d.txt"], ["e/.h/a.yaml"], ["e/f/../a.yaml"], ["[x]/a.yaml"], ["nowhere/*"]),
    ],
)
def test_names_alone_are_selected_as_files_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paths: list[str], excluded: list[str]
) -> None:
    for name in NAMES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    on_disk = select(paths, excluded).files
    listed = select(paths, excluded, among=NAMES).files
    assert [(os.path.normpath(item.file), item.named, item.paths) for item in on_disk] == [
        (item.file, item.named, item.paths) for item in listed
    ]


def test_paths_of_windows_are_those_with_slashes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "e" / "app").mkdir(parents=True)
    for name in ("a.yaml", "app/b.yaml", "app/c.yaml"):
        (tmp_path / "e" / name).write_text("")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "path", ntpath)
    monkeypatch.setattr(os, "sep", "\\")
    found = select(["e\\app\\b.yaml", "e", ".\\e\\*\\c.yaml"], ["e\\a.*"])
    assert [(item.file, item.paths) for item in found.files] == [
        ("e/app/b.yaml", (0, 1)),
        ("e/app/c.yaml", (1, 2)),
    ]
    assert make_relative("e\\app", resolve("")) == "e/app"
    assert make_relative("D:\\app", "C:\\work") == "D:/app"
