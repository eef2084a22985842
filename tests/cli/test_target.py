"""What the commands take where no PATH is given."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from outsource_check.cli import main
from outsource_check.text import quote

ANSWERS = """\
format: outsource-check/answers/v1
pack: eight-keys
pack_version: 1.0.0
engagement: {engagement}
respondent: {{side: {side}, role: CTO}}
date: 2026-11-23
facts: {{stage: selecting}}
answers:
  goals.drivers: 3
"""
CLIENT = ANSWERS.format(engagement="Web shop", side="client")
PARTNER = ANSWERS.format(engagement="Web shop", side="partner")
AGREED = ["--present", "Dana", "--reason", "so"]
NONE = r"no answers here: neither answers\.yaml nor a folder with answer files"
SEVERAL = "several folders here hold answers; name the one that you mean:\n"
LENIENT = ["check", "--verdict", "not-ready"]
COMMANDS = [
    (["score"], "score", ""),
    (["report"], "report", ""),
    (["align"], "align", ""),
    (["settle", "goals.drivers", "3", *AGREED], "settle", " QUESTION ANSWER"),
    (LENIENT, "check", ""),
    (["history", "add"], "history add", ""),
]
every_command = pytest.mark.parametrize(
    ("arguments", "name", "rest"), COMMANDS, ids=[name.replace(" ", "-") for _, name, _ in COMMANDS]
)
Put = Callable[[dict[str, str]], None]


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Put:
    """Makes a world of files in the folder that one stands in."""
    monkeypatch.chdir(tmp_path)

    def put_files(world: dict[str, str]) -> None:
        for name, text in world.items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(text, "utf-8")

    return put_files


FOUND = {
    "answers.yaml here": ({"answers.yaml": CLIENT}, 1),
    "both sides here": ({"answers.yaml": CLIENT, "partner.yaml": PARTNER}, 2),
    "a folder that one stands in": ({"cto.yaml": CLIENT, "lead.yml": PARTNER}, 2),
    "a folder": ({"shop/client.yaml": CLIENT, "shop/partner.yaml": PARTNER}, 2),
    "a folder as `init` makes it": ({"engagements/shop/client.yaml": CLIENT}, 1),
    "a folder beside others": (
        {"shop/a.yaml": CLIENT, "texts/a.yaml": "a: b", ".old/a.yaml": CLIENT, "-/a.yaml": CLIENT},
        1,
    ),
    "answers.yaml before a folder": ({"answers.yaml": CLIENT, "shop/a.yaml": "x" + CLIENT}, 1),
}


@pytest.mark.parametrize(("world", "files"), FOUND.values(), ids=FOUND)
def test_what_assess_wrote_is_taken(
    put: Put, world: dict[str, str], files: int, capsys: pytest.CaptureFixture[str]
) -> None:
    put(world)
    assert main(["score", "--json"]) == 0
    assert capsys.readouterr().out.count('"role": "CTO"') == files


@pytest.mark.parametrize("place", ["answers.yaml", "engagements/shop/client.yaml"])
def test_every_command_takes_it(put: Put, place: str, capsys: pytest.CaptureFixture[str]) -> None:
    put({place: CLIENT})
    for arguments, _, _ in COMMANDS:
        assert main(arguments) == 0
    capsys.readouterr()
    assert main(["score", "--json"]) == 0
    said = capsys.readouterr().out
    assert '"settlements": []' not in said, "what was settled is beside the answers"


@every_command
@pytest.mark.parametrize(
    "world",
    [{}, {"texts/a.yaml": "a: b"}, {"answers.txt": CLIENT}],
    ids=["nothing", "another file", "another ending"],
)
def test_without_answers_assess_is_named(
    put: Put,
    world: dict[str, str],
    arguments: list[str],
    name: str,
    rest: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    put(world)
    assert main(arguments) == 2
    said = "".join(capfd.readouterr())
    assert re.search(NONE, said)
    assert "outsource-check assess asks the questions" in said
    assert f"{name} PATH{rest}" in said


@pytest.mark.parametrize("arguments", [["score"], ["report"], ["align"]])
def test_answers_more_than_two_folders_deep_are_not_looked_for(
    put: Put, arguments: list[str]
) -> None:
    put({"a/b/c/answers.yaml": CLIENT})
    assert main(arguments) == 2


@every_command
def test_of_several_folders_each_is_listed_with_the_command_to_type(
    put: Put, arguments: list[str], name: str, rest: str, capfd: pytest.CaptureFixture[str]
) -> None:
    put({"web shop/a.yaml": CLIENT, "more/app/a.yaml": CLIENT, "broken/a.yaml": CLIENT + "x"})
    assert main(arguments) == 2
    named = ["broken", os.path.join("more", "app"), quote("web shop")]  # noqa: PTH118
    named = [".", *named] if name in ("check", "history add") else named
    lines = "".join(f"  outsource-check {name} {folder}{rest}\n" for folder in named)
    assert capfd.readouterr().err == f"Error: {SEVERAL}{lines}"


def test_the_gate_passes_over_no_folder_that_lies_deeper(
    put: Put, capfd: pytest.CaptureFixture[str]
) -> None:
    deep = "/".join("d" * 5)
    put({"shop/a.yaml": CLIENT, f"{deep}/a.yaml": CLIENT})
    assert main(["score"]) == 0
    assert main(LENIENT) == 2
    assert f"  outsource-check check {Path(deep)}\n" in capfd.readouterr().err


def test_of_many_folders_ten_are_listed(put: Put, capfd: pytest.CaptureFixture[str]) -> None:
    put({f"{number:02}/answers.yaml": CLIENT for number in range(12)})
    assert main(["score"]) == 2
    lines = capfd.readouterr().err.splitlines()
    assert len(lines) == 12
    assert lines[-1] == "  … and 2 more"


def test_the_policys_paths_come_first(put: Put) -> None:
    policy = "format: outsource-check/policy/v1\npaths: [shop]\ngate: {verdict: not-ready}\n"
    put({"answers.yaml": CLIENT + "x", "shop/a.yaml": CLIENT, "outsource-policy.yaml": policy})
    assert main(["check"]) == 0
    Path("shop/a.yaml").unlink()
    assert main(["check"]) == 5


@pytest.mark.parametrize("broken", ["answers.yaml", "shop/client.yaml", "client.yaml"])
def test_answers_that_cannot_be_read_are_no_pass(put: Put, broken: str) -> None:
    put({broken: CLIENT + "x"})
    assert main(LENIENT) == 3


@pytest.mark.skipif(os.name == "nt", reason="permissions are Unix's")
def test_the_gate_passes_over_no_folder_that_it_cannot_read(
    put: Put, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    put({"shop/a.yaml": CLIENT, "web/a.yaml": CLIENT})
    scan = os.scandir

    def refuse(path: str = ".") -> object:
        if os.fspath(path) == "web":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert main(["score"]) == 0
    assert main(LENIENT) == 3
    assert 'cannot read the folder "web": permission denied' in "".join(capfd.readouterr())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_not_waited_for(put: Put) -> None:
    put({"shop/a.yaml": CLIENT})
    os.mkfifo("pipe.yaml")
    os.mkfifo("shop/answers.txt")
    assert main(["score"]) == 0
