"""What is printed gives no command to the runner of a CI job."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from tests.report.worlds import FINE, write_answers, write_pack

from outsource_check.cli import main
from outsource_check.text import disarm

FORGED = [
    "::error::forged",
    "  ::set-output name=x::y",
    "##[error]forged",
    "##vso[task.x]y",
    "a ##VSO[x]",
    "##teamcity[x]",
    "###a-b.c[x]",
]


@pytest.mark.parametrize("text", FORGED)
def test_a_forged_command_is_disarmed_and_still_read(text: str) -> None:
    for whole in (text, f"first\n{text}\nlast"):
        shown = disarm(whole)
        assert not any(line.strip().startswith("::") for line in shown.splitlines())
        assert "##[" not in shown
        assert not re.search(r"##[\w.-]*\[", shown)
        assert shown.encode().decode("unicode_escape") == whole


@pytest.mark.parametrize("unsafe", ["\x1b[31m", "\u202e", "\r", "\x9b2J", "\U000e0041", "\udcff"])
def test_what_a_terminal_would_obey_is_spelled_out_and_json_says_the_same(unsafe: str) -> None:
    assert disarm(f"a\n\t{unsafe}b", coloured=unsafe[0] != "\x1b").isascii()
    shown = disarm(f'"{unsafe}"')
    assert shown[1:-1] != unsafe
    if unsafe > " ":  # what json.dumps leaves as it is
        assert json.loads(shown) == unsafe
    assert disarm("\x1b[1ma\x1b[0m\x1b[2J", coloured=True) == "\x1b[1ma\x1b[0m\\u001b[2J"


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


BAD = "\x1b[31mred\u202e##vso[x]"
HOSTILE = [
    ["score"],
    ["score", "--json"],
    ["score", "--explain"],
    ["align"],
    ["check"],
    ["check", "-f", "markdown"],
    ["history", "add", "--file", f"{BAD}.jsonl"],
    ["report", "-o", f"{BAD}.html"],
    ["report", "-f", "html"],
    ["report", "-f", "md"],
    ["report", "-f", "context"],
    ["report", "-t", "plan", "-f", "csv"],
    ["assess", "--plain"],
    ["schema", "policy", "-o", f"{BAD}.json"],
    ["init", BAD, "--ci", "none", "--engagement", BAD],
    ["template", "export", f"{BAD}/t"],
]


TYPED = [":q\n", "::\x1b[2J\u202e\n:q\n", ":r\n?\n:f\n1\n"]


@pytest.mark.parametrize(
    ("command", "typed"),
    [*((command, "") for command in HOSTILE), *((["assess", "--plain"], typed) for typed in TYPED)],
)
def test_nothing_that_is_printed_moves_a_terminal_or_gives_an_order(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    typed: str,
) -> None:
    home = tmp_path / BAD
    (home / BAD).mkdir(parents=True)
    monkeypatch.chdir(home)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
    pack = write_pack(home)
    file = write_answers(home, "client", FINE)
    said = json.loads(file.read_text(encoding="utf-8"))
    said["engagement"] = f"{BAD[5:]} \u202e ##vso[y]"
    said["respondent"]["role"] = "::error::\u202e"
    for answer in said["answers"].values():
        if isinstance(answer, dict):
            answer["note"] = "##[error]\u202e ::x"
    (home / f"{BAD}.yaml").write_text(json.dumps(said), encoding="utf-8")
    file.unlink()
    more = [str(home / f"{BAD}.yaml"), "--pack", str(pack)]
    if command[0] in ("schema", "init", "template"):
        more = []
    elif command[0] != "assess":
        more += ["--as-of", "2026-11-24"]
    main([*command, *more])
    found = capsys.readouterr()
    shown = found.out + found.err
    assert shown
    assert not re.search("[\x1b\u202e\r]", shown)
    if command[0] != "report":  # a document is what its template makes of it
        assert not re.search(r"(?m)^\s*::|##[\w.-]*\[", shown)
