"""The pack that docs/writing-a-pack.md makes is sound and can be scored as the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from outsource_check.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "writing-a-pack.md"
BLOCK = re.compile(r"```yaml\n# (\S+\.yaml)\n(.*?)```", re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which somebody has followed the page."""
    monkeypatch.chdir(tmp_path)
    assert main(["pack", "new", "team-check"]) == 0
    for name in ("preparation.yaml", "working-together.yaml"):
        (tmp_path / "team-check" / name).unlink()
    for name, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_lint_says_what_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["pack", "lint", "team-check"]) == 0
    assert capsys.readouterr().out.endswith("sound: 0 errors, 0 warnings\n")


@pytest.mark.usefixtures("folder")
def test_the_page_s_answers_are_scored(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["score", "--pack", "team-check", "answers.yaml"]) == 0
    out = capsys.readouterr().out
    assert "Team in Hanoi" in out
    assert "Goes home on time" in out


def test_none_of_these_is_an_answer_that_stops(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "answers.yaml"
    text = re.sub(r"practice.steps: .*", "practice.steps: []", path.read_text())
    path.write_text(text)
    capsys.readouterr()
    assert main(["score", "--pack", "team-check", "answers.yaml"]) == 0
    assert "Not ready" in capsys.readouterr().out


def test_the_pack_s_own_schema_can_be_written_beside_it(folder: Path) -> None:
    path = folder / "team-check" / "pack.schema.json"
    before = path.read_text()
    assert main(["schema", "pack", "--pack", "team-check", "-o", str(path)]) == 0
    assert '"often"' in path.read_text()
    assert before != path.read_text()
