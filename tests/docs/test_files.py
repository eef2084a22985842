"""The files that docs/files.md shows are read as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.pack.worlds import write_pack

from outsource_check.cli import main
from outsource_check.gate.policy import Gate, SinceSettings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")
BLOCKS = re.findall(
    r"^```yaml\n(format: outsource-check/(\S+)/v1\n.*?)^```$", PAGE, re.MULTILINE | re.DOTALL
)
NAMES = {
    "answers": "client.yaml",
    "engagement": "engagement.yaml",
    "policy": "outsource-policy.yaml",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files of the page, each under its own name."""
    monkeypatch.chdir(tmp_path)
    for text, kind in BLOCKS:
        Path(NAMES[kind]).write_text(text, encoding="utf-8")
    (tmp_path / "our-packs").mkdir()
    write_pack(tmp_path / "our-packs")
    return tmp_path


def test_the_page_shows_a_file_of_each_kind_that_it_describes() -> None:
    assert [kind for _, kind in BLOCKS] == list(NAMES)


def test_the_answer_file_and_the_engagement_file_make_a_result(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["score", "client.yaml", "--as-of", "2026-12-01"]) == 0
    assert "Mobile app rebuild" in capsys.readouterr().out


def test_every_setting_of_the_policy_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--show-policy"]) == 0
    shown = capsys.readouterr().out
    settings = re.findall(r"^  (\w+):", BLOCKS[2][0], re.MULTILINE)
    assert set(settings) == {*Gate.model_fields, *SinceSettings.model_fields}
    assert [name for name in settings if name not in shown] == []


def test_the_message_is_the_one_of_the_example() -> None:
    example = ROOT / "tests" / "examples" / "a-misspelt-question-is-named" / "stderr"
    assert f"```\n{example.read_text('utf-8')}```\n" in PAGE
