"""Compiled templates are kept from run to run, where that can be, and change nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.report.worlds import FINE, make_result, write_answers, write_pack

from outsource_check.report import Design, render

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = f"_jinja2-cache-{os.getuid()}"
"""Jinja's, in the folder of temporary files."""


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    pack = write_pack(tmp_path)
    file = write_answers(tmp_path, "client", FINE)
    names = ["report", str(file), "--pack", str(pack), "--as-of", "2026-11-24", "-f", "html"]
    return [sys.executable, "-m", "outsource_check", *names]


def run(command: list[str], temporary: Path) -> str:
    environment = {**os.environ, "TMPDIR": str(temporary)}
    found = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    return found.stdout


@pytest.mark.slow
def test_what_is_kept_changes_no_byte(tmp_path: Path, command: list[str]) -> None:
    first = run(command, tmp_path)
    kept = {file.name: file.read_bytes() for file in (tmp_path / FOLDER).iterdir()}
    assert kept
    assert run(command, tmp_path) == first
    for file in (tmp_path / FOLDER).iterdir():
        assert kept[file.name] == file.read_bytes()
        file.write_bytes(b"broken")
    assert run(command, tmp_path) == first


def test_where_there_is_no_folder_nothing_is_kept(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / FOLDER).write_text("a file in its place")
    assert "<h1>" in run(command, tmp_path)


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path, command: list[str]) -> None:
    limited = ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *command]
    assert "<h1>" in run(limited, tmp_path)
    assert not list(tmp_path.glob(f"{FOLDER}/*"))


def test_each_format_keeps_its_own_escaping(tmp_path: Path) -> None:
    own = tmp_path / "own"
    for language in ("md", "html"):
        (own / language).mkdir(parents=True)
        text = '{% import "words.j2" as words %}{{ words.name() }}\n'
        (own / language / f"board.{language}.j2").write_text(text)
    (own / "shared").mkdir()
    (own / "shared" / "words.j2").write_text('{% macro name() %}{{ "<a_b_c>" }}{% endmacro %}')
    result = make_result(tmp_path, client=FINE)
    pages = {
        language: render(
            result, template="board", format=language, design=Design(folder=own)
        ).splitlines()[-1]
        for language in ("md", "html")
    }
    assert pages["md"] != pages["html"]
    assert pages["html"].endswith("&lt;a_b_c&gt;")
