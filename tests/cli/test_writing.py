"""What a command writes never takes the place of what it reads, nor of a file of ours."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.report.worlds import FINE, write_answers, write_pack

from outsource_check.cli import main

POLICY = "format: outsource-check/policy/v1\ngate: {verdict: at-risk}\n"
BRAND = "format: outsource-check/brand/v1\nname: House\nlogo: logo.png\n"
ENGAGEMENT = "format: outsource-check/engagement/v1\nengagement: Test\n"


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    pack = write_pack(tmp_path)
    write_answers(tmp_path, "client", FINE).rename(tmp_path / "answers.yaml")
    other = tmp_path / "elsewhere"
    other.mkdir()
    (other / "answers.yaml").write_bytes((tmp_path / "answers.yaml").read_bytes())
    (other / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (other / "engagement.yaml").write_text(ENGAGEMENT, encoding="utf-8")
    (other / "brand.yaml").write_text(BRAND, encoding="utf-8")
    (other / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (other / "baseline.json").write_text('{"format": "outsource-check/baseline/v1"}')
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.html").symlink_to("answers.yaml")
    os.link(tmp_path / "answers.yaml", tmp_path / "hard.csv")
    monkeypatch.chdir(tmp_path)
    return ["--pack", str(pack), "--as-of", "2026-11-24"]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


REPORT = ["report", "answers.yaml", "--brand", "elsewhere/brand.yaml"]
TARGETS = [
    "answers.yaml",
    "./sub/../answers.yaml",
    "link.html",
    "hard.csv",
    "elsewhere/answers.yaml",
    "elsewhere/policy.yaml",
    "elsewhere/engagement.yaml",
    "elsewhere/brand.yaml",
    "elsewhere/logo.png",
    "elsewhere/baseline.json",
]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("form", ["html", "md"])
def test_a_report_is_not_written_over_an_input(
    world: list[str],
    tmp_path: Path,
    target: str,
    form: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = contents(tmp_path)
    assert main([*REPORT, *world, "-f", form, "-o", target]) == 2
    assert contents(tmp_path) == before
    said = capsys.readouterr().err
    assert "is not written over" in said
    assert "--force" not in said


@pytest.mark.parametrize("name", ["pack.yaml", "references.yaml"])
def test_a_report_is_not_written_over_its_pack(world: list[str], tmp_path: Path, name: str) -> None:
    file = next(tmp_path.rglob(name))
    before = file.read_bytes()
    assert main([*REPORT, *world, "-o", str(file)]) == 2
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "command",
    [["schema", "answers"], ["schema", "policy"], ["baseline", "write", "answers.yaml"]],
)
@pytest.mark.parametrize(
    "target", ["answers.yaml", "link.html", "hard.csv", "elsewhere/policy.yaml"]
)
def test_schemas_and_baselines_are_not_written_over_files_of_ours(
    world: list[str], tmp_path: Path, command: list[str], target: str
) -> None:
    before = contents(tmp_path)
    more = world if command[0] == "baseline" else []
    assert main([*command, *more, "-o", target]) == 2
    assert contents(tmp_path) == before


@pytest.mark.parametrize("target", ["answers.yaml", "hard.csv", "elsewhere/engagement.yaml"])
def test_the_report_of_a_check_is_not_written_over_files_of_ours(
    world: list[str], tmp_path: Path, target: str
) -> None:
    before = contents(tmp_path)
    report = f"json={target}"
    assert main(["check", "answers.yaml", *world, "--report", report]) == 2
    assert contents(tmp_path) == before


def test_what_a_command_wrote_is_written_again(world: list[str], tmp_path: Path) -> None:
    for _ in range(2):
        assert main([*REPORT, *world, "-o", "sub/report.html"]) == 0
        assert main(["schema", "policy", "-o", "sub/policy.json"]) == 0
        assert main(["baseline", "write", "answers.yaml", *world, "-o", "sub/base.json"]) == 0
        assert main([*REPORT, *world, "-f", "context", "-o", "sub/context.json"]) == 0
        main(["check", "answers.yaml", *world, "--report", "json=sub/check.json"])
    assert (tmp_path / "sub/check.json").read_text().startswith("{")
    assert (tmp_path / "sub/report.html").read_text().startswith("<!DOCTYPE html>")
