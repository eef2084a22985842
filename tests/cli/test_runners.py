"""What is printed gives no command to the runner of a CI job."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.report.worlds import FINE, write_answers, write_pack

from outsource_check.cli import main
from outsource_check.cli.output import disarm

FORGED = [
    "::error::forged",
    "  ::set-output name=x::y",
    "##[error]forged",
    "##vso[task.x]y",
    "a ##VSO[x]",
]


@pytest.mark.parametrize("text", FORGED)
def test_a_forged_command_is_disarmed_and_still_read(text: str) -> None:
    for whole in (text, f"first\n{text}\nlast"):
        shown = disarm(whole)
        assert not any(line.strip().startswith("::") for line in shown.splitlines())
        assert "##[" not in shown
        assert "##vso[" not in shown.lower()
        assert shown.encode().decode("unicode_escape") == whole


def test_text_that_is_no_command_stays() -> None:
    for text in ("a::b", "## [x]", "# heading", "std::vector, 10::1"):
        assert disarm(text) == text


@pytest.mark.parametrize("name", ["::error::forged", "##[error]forged", "##vso[task.x]y"])
@pytest.mark.parametrize(
    "command",
    [["score"], ["score", "--json"], ["align"], ["check"], ["check", "-f", "concise"]],
)
def test_names_give_no_command_to_a_runner(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, command: list[str]
) -> None:
    pack = write_pack(tmp_path)
    file = write_answers(tmp_path, "client", FINE)
    text = file.read_text(encoding="utf-8").replace("A rebuild", name)
    assert name in text
    file.write_text(text.replace(f": {name}", f': "{name}"'), encoding="utf-8")
    main([command[0], str(file), *command[1:], "--pack", str(pack), "--as-of", "2026-11-24"])
    said = capsys.readouterr()
    for line in (said.out + said.err).splitlines():
        assert not line.strip().startswith("::")
        assert "##[" not in line
        assert "##vso[" not in line
    if "--json" in command:
        assert json.loads(said.out)["engagement"] == name
