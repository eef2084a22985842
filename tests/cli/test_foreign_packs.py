"""Packs that are unlike the shipped one: every command says something sensible of them."""

import shutil
from pathlib import Path

import pytest

from outsource_check.cli import main
from outsource_check.report import list_templates

PACKS = Path(__file__).parents[1] / "packs"
ANSWERS = {
    "reviewed-team": {"partner": "answers: {work.review: 0, work.habits: [history, build]}"},
    "rated-supplier": {
        "client": "answers: {security.policy: no, security.access: never, service.recommend: 7}",
        "partner": "answers: {security.policy: no, service.recommend: 9, service.on-time: always}",
    },
    "plain-list": {
        "client": "facts: {country: north, sectors: [bank]}\n"
        "answers: {start.contract: no, start.contact: Ann, start.first-day: 2026-12-31}"
    },
}
REPORTS = [
    ["report", "{f}", "--template", template.name, "--format", language]
    for template in list_templates()
    for language in template.languages
]
COMMANDS = [
    (0, ["score", "{f}"]),
    (0, ["score", "{f}", "--explain"]),
    (0, ["score", "{f}", "--json"]),
    (0, ["score", "{f}", "--since", "{f}"]),
    (0, ["align", "{f}"]),
    *((0, report) for report in REPORTS),
    *(
        (1, ["check", "{f}", "--format", form])
        for form in ("text", "concise", "json", "github", "markdown", "sarif", "junit", "gitlab")
    ),
]


def write(folder: Path, pack: str) -> Path:
    """An engagement with answers to a pack, which stands in `packs` beside it."""
    shutil.copytree(PACKS, folder / "packs")
    place = folder / "trial"
    place.mkdir()
    for side, answers in ANSWERS[pack].items():
        (place / f"{side}.yaml").write_text(
            f"format: outsource-check/answers/v1\npack: {pack}\npack_version: 1.0.0\n"
            f"engagement: Trial\nrespondent: {{side: {side}, role: Lead}}\ndate: 2026-11-23\n"
            f"{answers}\n",
            encoding="utf-8",
        )
    return place


@pytest.mark.parametrize("pack", ANSWERS)
def test_every_command_reads_a_foreign_pack(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    pack: str,
) -> None:
    place = write(tmp_path, pack)
    monkeypatch.chdir(tmp_path)
    for status, command in COMMANDS:
        told = [part.format(f=place.name) for part in command]
        got = main(told)
        said = capsys.readouterr()
        assert got == status, (told, said.err)
        assert "Traceback" not in said.err, told
        for nonsense in (
            "Get to this: Yes\n",
            "Get to this: Mostly\n",
            "0 questions",
            "would be: </dd>",
            "None\n",
        ):
            assert nonsense not in said.out, told
    assert main(["pack", "lint", f"packs/{pack}"]) == 0
    assert main(["pack", "show", f"packs/{pack}"]) == 0


def test_a_charter_names_the_question_of_an_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = write(tmp_path, "plain-list")
    monkeypatch.chdir(tmp_path)
    assert main(["report", place.name, "--template", "charter", "--format", "md"]) == 0
    assert "“Yes” to “The contract is signed”" in capsys.readouterr().out


def test_a_plan_names_the_lines_of_a_matrix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = write(tmp_path, "reviewed-team")
    monkeypatch.chdir(tmp_path)
    assert main(["report", place.name, "--template", "plan", "--format", "md"]) == 0
    assert "The lines: “Every line is kept with its history”" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("pack", "options", "message"),
    [
        ("reviewed-team", ["--side", "client"], "only the partner answers"),
        ("rated-supplier", ["--side", "client", "--quick"], "has no quick questions"),
    ],
)
def test_what_a_pack_does_not_ask_is_refused(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    pack: str,
    options: list[str],
    message: str,
) -> None:
    told = ["assess", str(tmp_path / "a.yaml"), "--pack", str(PACKS / pack), "--no-input"]
    told += ["--role", "Lead", "--engagement", "Trial", *options]
    assert main(told) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "a.yaml").exists()
