"""`outsource-check report` and `outsource-check template`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.report.worlds import FINE, write_answers, write_pack

from outsource_check.cli import main
from outsource_check.report import list_templates


@pytest.fixture
def engagement(tmp_path: Path) -> list[str]:
    pack = write_pack(tmp_path)
    file = write_answers(tmp_path, "client", FINE)
    return [str(file), "--pack", str(pack), "--as-of", "2026-11-24"]


def test_without_an_output_the_report_goes_to_stdout(
    engagement: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", *engagement]) == 0
    assert capsys.readouterr().out.startswith("<!DOCTYPE html>")


def test_the_name_of_the_output_decides_the_format(
    engagement: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, start in (
        ("r.md", "# "),
        ("r.html", "<!DOCTYPE html>"),
        ("r.txt", "<!DOCTYPE html>"),
    ):
        assert main(["report", *engagement, "-o", str(tmp_path / name)]) == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    said = capsys.readouterr()
    assert said.out == ""
    assert "r.md" in said.err


def test_the_context_is_json(engagement: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", *engagement, "-f", "context"]) == 0
    assert json.loads(capsys.readouterr().out)["format"] == "outsource-check/context/v2"


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["-o", "missing/r.html"], 74, "does not exist"),
        (["-o", "packs"], 74, "packs"),
        (["-t", "readines"], 2, 'did you mean "readiness"?'),
        (["-f", "docx"], 2, 'no format "docx"'),
        (["-f", "pdf"], 2, "add -o report.pdf"),
        (["--brand", "missing.yaml"], 4, "missing.yaml"),
        (["--template-dir", "missing"], 4, "is not a folder"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(  # noqa: PLR0913, PLR0917 - fixtures
    engagement: list[str],
    arguments: list[str],
    status: int,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert main(["report", *engagement, *arguments]) == status
    said = capsys.readouterr()
    assert message in said.err
    assert said.out == ""
    assert sorted(tmp_path.rglob("*")) == before


def test_a_context_may_go_to_a_file_of_json(engagement: list[str], tmp_path: Path) -> None:
    file = tmp_path / "context.json"
    assert main(["report", *engagement, "-f", "context", "-o", str(file)]) == 0
    assert json.loads(file.read_text(encoding="utf-8"))["format"] == "outsource-check/context/v2"


def test_a_list_names_every_template(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines][:3] == ["readiness", "executive", "partner"]


@pytest.mark.slow
def test_exported_templates_are_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["template", "export", str(tmp_path / "own")]) == 0
    assert main(["template", "check", str(tmp_path / "own")]) == 0
    assert capsys.readouterr().out.count(": sound (") == len(list_templates())


def test_exported_templates_are_own_ones_and_are_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own"
    assert main(["template", "export", str(own)]) == 0
    assert (own / "html" / "parts" / "base.html.j2").is_file()
    assert main(["template", "list", "--template-dir", str(own)]) == 0
    assert "(own)" in capsys.readouterr().out
    assert main(["template", "export", str(own)]) == 74
    assert "is there already" in capsys.readouterr().err


def test_a_check_names_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "board.html.j2").write_text("<p>\n{{ nothing }}", encoding="utf-8")
    assert main(["template", "check", str(tmp_path)]) == 4
    assert "board.html.j2:2:1: error: 'nothing' is undefined" in capsys.readouterr().err
