"""Compiled templates that are kept: used when they can be trusted, harmless when they cannot."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.report.worlds import FINE, make_result, write_answers, write_pack

from outsource_check.cli import main
from outsource_check.report import Design, bytecode, render, rendering
from outsource_check.report.environment import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from outsource_check.result import Result


@pytest.fixture
def result(tmp_path: Path) -> Result:
    return make_result(tmp_path, client=FINE)


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of templates that are compiled from now on."""
    names: list[str] = []
    compile_it = Sandbox.compile

    def watch(self: Sandbox, source: str, name: str, filename: str) -> object:
        names.append(name)
        return compile_it(self, source, name, filename)

    monkeypatch.setattr(Sandbox, "compile", watch)
    return names


def start_again(result: Result, kept: Path | None, own: Path | None = None) -> str:
    """A report as a new process makes it."""
    rendering._open.cache_clear()
    return render(result, design=Design(kept=kept, folder=own))


def list_kept(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def test_what_was_compiled_is_not_compiled_again(
    result: Result, tmp_path: Path, compiled: list[str]
) -> None:
    kept = tmp_path / "kept"
    page = start_again(result, None)
    assert start_again(result, kept) == page
    assert len(list_kept(kept)) == len(set(compiled))
    compiled.clear()
    assert start_again(result, kept) == page
    assert compiled == []


def _swap(file: Path, other: Path) -> None:
    file.write_bytes(other.read_bytes())


SPOILED: dict[str, Callable[[Path, Path], object]] = {
    "one byte is another": lambda file, _: file.write_bytes(
        file.read_bytes()[:-1] + bytes([file.read_bytes()[-1] ^ 1])
    ),
    "it is cut short": lambda file, _: file.write_bytes(file.read_bytes()[:-10]),
    "it is empty": lambda file, _: file.write_bytes(b""),
    "it is another template's": _swap,
    "others can write it": lambda file, _: file.chmod(0o666),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_what_cannot_be_trusted_is_compiled_again_and_replaced(
    result: Result, tmp_path: Path, compiled: list[str], spoil: Callable[[Path, Path], object]
) -> None:
    kept = tmp_path / "kept"
    page = start_again(result, kept)
    first, second, *_ = list_kept(kept)
    good = first.read_bytes()
    spoil(first, second)
    compiled.clear()
    assert start_again(result, kept) == page
    assert len(compiled) == 1
    assert first.read_bytes() == good
    assert first.stat().st_mode & 0o077 == 0


def test_code_of_another_owner_or_compiler_is_not_run(
    result: Result, tmp_path: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    start_again(result, kept)
    owner = list_kept(kept)[0].stat().st_uid
    for module, name, value in (
        (os, "geteuid", lambda: owner + 1),
        (bytecode, "_describe_maker", lambda: b"another"),
    ):
        compiled.clear()
        with monkeypatch.context() as changes:
            changes.setattr(module, name, value)
            start_again(result, kept)
        assert len(compiled) == len(list_kept(kept))


def test_a_folder_that_cannot_be_used_changes_nothing(result: Result, tmp_path: Path) -> None:
    page = start_again(result, None)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert start_again(result, tmp_path / "file") == page
    assert start_again(result, tmp_path / "file" / "kept") == page


def test_own_templates_are_never_kept(result: Result, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "html").mkdir(parents=True)
    start_again(result, tmp_path / "kept", own)
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize("off", [True, False])
def test_the_command_keeps_them_beside_other_caches_as_python_keeps_its_own(
    off: bool,  # noqa: FBT001 - a parameter of the table
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", off)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    file = write_answers(tmp_path, "client", FINE)
    pack = write_pack(tmp_path)
    rendering._open.cache_clear()
    assert main(["report", str(file), "--pack", str(pack), "--as-of", "2026-11-24"]) == 0
    assert capsys.readouterr().out.startswith("<!DOCTYPE html>")
    assert (tmp_path / "caches" / "outsource-check").is_dir() is not off


def test_without_a_home_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    monkeypatch.chdir(tmp_path)
    file = write_answers(tmp_path, "client", FINE)
    pack = write_pack(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    rendering._open.cache_clear()
    report = ["report", str(file), "--pack", str(pack), "--as-of", "2026-11-24"]
    assert main(report) == 0
    assert sorted(tmp_path.rglob("*")) == before
