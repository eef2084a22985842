"""What a command writes never takes the place of what it reads, nor of a file of ours."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import yaml
from tests.report.worlds import FINE, write_answers, write_pack

from outsource_check.cli import main
from outsource_check.cli.writing import find_kind

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
    (other / "history.jsonl").write_text('{"format":"outsource-check/history/v1"}')
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.html").symlink_to("answers.yaml")
    os.link(tmp_path / "answers.yaml", tmp_path / "hard.csv")
    monkeypatch.chdir(tmp_path)
    return ["--pack", str(pack), "--as-of", "2026-11-24"]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


ADD = ["history", "add", "answers.yaml", "--file"]
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
    "elsewhere/history.jsonl",
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
    [["schema", "answers", "-o"], ["schema", "policy", "-o"], ADD],
)
@pytest.mark.parametrize(
    "target", ["answers.yaml", "link.html", "hard.csv", "elsewhere/policy.yaml"]
)
def test_schemas_and_histories_are_not_written_over_files_of_ours(
    world: list[str], tmp_path: Path, command: list[str], target: str
) -> None:
    before = contents(tmp_path)
    more = [] if command[0] == "schema" else world
    assert main([*command, target, *more]) == 2
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
        assert main([*ADD, "sub/history.jsonl", *world]) == 0
        assert main([*REPORT, *world, "-f", "context", "-o", "sub/context.json"]) == 0
        main(["check", "answers.yaml", *world, "--report", "json=sub/check.json"])
    assert (tmp_path / "sub/check.json").read_text().startswith("{")
    assert (tmp_path / "sub/report.html").read_text().startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("target", ["answers.yaml", "hard.csv", "broken.yaml", "list.txt"])
@pytest.mark.parametrize(
    "wrong",
    [
        ["answers.yaml", "--policy", "broken.yaml"],
        ["answers.yaml", "--policy", "broken.yaml", "--files-from", "list.txt"],
        ["answers.yaml", "--policy", "broken.yaml", "--policy-from-git", "nowhere"],
    ],
)
def test_a_check_that_cannot_begin_writes_over_nothing_that_it_was_given(
    world: list[str],
    tmp_path: Path,
    target: str,
    wrong: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "broken.yaml").write_text("gate: [1")
    (tmp_path / "list.txt").write_text("answers.yaml\n")
    if target == "list.txt" and "list.txt" not in wrong:
        wrong = [*wrong, "--files-from", "list.txt"]
    before = contents(tmp_path)
    assert main(["check", *wrong, *world, "--report", f"json={target}"]) == 2
    assert contents(tmp_path) == before
    assert "is not written over" in capsys.readouterr().err


def test_the_policy_that_is_found_and_broken_is_not_written_over(
    world: list[str], tmp_path: Path
) -> None:
    (tmp_path / "outsource-policy.yaml").write_text("gate: [1")
    before = contents(tmp_path)
    report = "markdown=outsource-policy.yaml"
    assert main(["check", "answers.yaml", *world, "--report", report]) == 2
    assert contents(tmp_path) == before


def test_a_list_of_paths_is_not_written_over(world: list[str], tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("answers.yaml\n")
    before = contents(tmp_path)
    for name in ("list.txt", "./sub/../list.txt"):
        report = f"sarif={name}"
        assert main(["check", "--files-from", "list.txt", *world, "--report", report]) == 2
    assert contents(tmp_path) == before


def test_a_history_does_not_take_the_place_of_answers_in_one_line(
    world: list[str], tmp_path: Path
) -> None:
    answers = yaml.safe_load((tmp_path / "answers.yaml").read_text(encoding="utf-8"))
    answers["format"] = answers.pop("format")  # the last of its fields
    (tmp_path / "one.json").write_text(json.dumps(answers, default=str))
    before = contents(tmp_path)
    assert main(["history", "add", "one.json", "--file", "one.json", *world]) == 2
    assert contents(tmp_path) == before


ANSWERS = "outsource-check/answers/v1"


@pytest.mark.parametrize(
    "data",
    [
        f"pack: x\nformat: {ANSWERS}\n".encode(),
        f"pack: x\rformat: '{ANSWERS}'\r".encode(),
        f"{{pack: x, format: {ANSWERS}}}".encode(),
        f'{{"pack":"x","format":"{ANSWERS}"}}'.encode(),
        f"\ufeffformat: {ANSWERS}\n".encode(),
        f"format: {ANSWERS}\n".encode("utf-16"),
        (b"# a comment\n" * 20_000) + f"format: {ANSWERS}\n".encode(),
        f"<<<<<<< ours\n{'=' * 7}\nformat: {ANSWERS}\n".encode(),
        f"format: {ANSWERS}\nanswers: [1\n".encode(),
        rb'{"for\u006dat": "outsource\u002dcheck\/answers\/v1"}',
        rb'"f\x6frmat": "outsource-check/answers\U0000002fv1"',
        f"format: # which\n  {ANSWERS}\n".encode(),
        f"pack: x\nformat: >-\n  {ANSWERS}\n".encode(),
    ],
)
def test_what_a_file_holds_is_known_however_it_is_written(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a").write_bytes(data)
    assert find_kind(tmp_path / "a") == "answers"


@pytest.mark.parametrize(
    ("held", "command"),
    [
        ("result", ["report", "answers.yaml", "-o"]),
        ("check", ["report", "answers.yaml", "-o"]),
        ("check", ["schema", "policy", "-o"]),
        ("context", ADD),
        ("policy", ["report", "answers.yaml", "-f", "context", "-o"]),
    ],
)
def test_a_format_of_ours_is_not_written_over_by_another(
    world: list[str], tmp_path: Path, held: str, command: list[str]
) -> None:
    (tmp_path / "held.json").write_text(f'{{\n  "format": "outsource-check/{held}/v1"\n}}\n')
    before = contents(tmp_path)
    more = [] if command[0] == "schema" else world
    assert main([*command, "held.json", *more]) == 2
    assert contents(tmp_path) == before


UNREAD = [
    "pack/references.yaml",
    "own/html/board.html.j2",
    "own/html/parts/board.css",
    "own/md/parts/intro.txt",
    "lone.j2",
    ".answers.yaml.draft",
    "./sub/../.answers.yaml.draft",
    "link.txt",
]


@pytest.mark.parametrize("target", UNREAD)
@pytest.mark.parametrize(
    "command",
    [
        ["report", "answers.yaml", "-o"],
        ["report", "answers.yaml", "-t", "plan", "-f", "csv", "-o"],
        ["report", "answers.yaml", "-f", "md", "-o"],
        ["schema", "policy", "-o"],
        ADD,
    ],
)
def test_no_part_of_a_pack_or_template_and_no_draft_is_written_over_by_a_run_that_reads_none(
    world: list[str], tmp_path: Path, command: list[str], target: str
) -> None:
    for name in UNREAD[:6]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("references: []\n", encoding="utf-8")
    (tmp_path / "pack/pack.yaml").write_text("format: outsource-check/pack/v1\n", encoding="utf-8")
    (tmp_path / "own/md/board.md.j2").write_text("x", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to("own/html/parts/board.css")
    before = contents(tmp_path)
    more = [] if command[0] == "schema" else world
    assert main([*command, target, *more]) == 2
    assert contents(tmp_path) == before


def test_whatever_a_folder_of_templates_holds_is_not_written_over_by_a_run_that_uses_it(
    world: list[str], tmp_path: Path
) -> None:
    for name, text in {"html/board.html.j2": "<p>x</p>", "html/parts/a/style.css": "p {}"}.items():
        (tmp_path / "own" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "own" / name).write_text(text, encoding="utf-8")
    os.link(tmp_path / "own/html/parts/a/style.css", tmp_path / "style.css")
    before = contents(tmp_path)
    for target in ("own/html/parts/a/style.css", "style.css"):
        assert main([*REPORT, *world, "--template-dir", "own", "-o", target]) == 2
    assert contents(tmp_path) == before
    for _ in range(2):
        assert main([*REPORT, *world, "--template-dir", "own", "-o", "own/report.html"]) == 0


def test_reports_are_renewed_in_a_folder_with_a_pack_or_named_after_a_format(
    world: list[str], tmp_path: Path
) -> None:
    pack = next(tmp_path.rglob("pack.yaml")).parent
    (tmp_path / "html").mkdir()
    for _ in range(2):
        for target in ("html/report.html", str(pack / "report.md")):
            assert main(["report", "answers.yaml", *world, "-o", target]) == 0


def test_a_part_of_the_pack_that_is_a_link_is_not_written_over(
    world: list[str], tmp_path: Path
) -> None:
    part = next(tmp_path.rglob("references.yaml"))
    part.rename(tmp_path / "shared.txt")
    part.symlink_to(tmp_path / "shared.txt")
    before = contents(tmp_path)
    assert main(["report", "answers.yaml", *world, "-o", "shared.txt"]) == 2
    assert contents(tmp_path) == before


@pytest.mark.usefixtures("world")
def test_init_writes_a_schema_over_no_policy(tmp_path: Path) -> None:
    assert main(["init", "--ci", "none"]) == 0
    schema = next((tmp_path / "engagements").rglob("*.schema.json"))
    schema.write_text(POLICY, encoding="utf-8")
    assert main(["init", "--ci", "none", "--force"]) == 2
    assert schema.read_text(encoding="utf-8") == POLICY


def test_a_check_of_a_folder_passes_over_its_own_report_there_and_renews_it(
    world: list[str], tmp_path: Path
) -> None:
    folder = tmp_path / "first"
    folder.mkdir()
    (tmp_path / "answers.yaml").rename(folder / "answers.yaml")
    command = ["check", "first", *world, "--verdict", "not-ready"]
    for _ in range(2):
        assert main([*command, "--report", "json=first/check.json"]) == 0
        assert main(["report", "first", *world, "-f", "context", "-o", "first/context.json"]) == 0
