"""What a GitHub Actions runner does, as far as we depend on it; after its documented behaviour.

How it reads a line of a log: leading white space is trimmed, a line that then begins with `::` is a
command of the second version; otherwise `##[` anywhere in the line begins one of the first.

How it runs a composite action: inputs get their defaults, expressions are replaced, each step's
script is put in a file and run with the options that `shell: bash` stands for; outputs are read
from a file.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

_EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")
_BASH = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail")


@dataclass(frozen=True)
class ActionRun:
    """What one call of an action gave."""

    status: int
    log: str
    outputs: dict[str, str]


def run_composite(
    action: Path, inputs: Mapping[str, str], *, cwd: Path, temp: Path, summary: Path
) -> ActionRun:
    """Run the steps of a composite action in the checkout `cwd`, as a runner would."""
    described = yaml.safe_load(action.read_text(encoding="utf-8"))
    if unknown := set(inputs) - set(described["inputs"]):
        raise ValueError(f"the action has no input {unknown}")
    values = {f"inputs.{n}": str(i["default"]) for n, i in described["inputs"].items()}
    values |= {f"inputs.{name}": value for name, value in inputs.items()}
    status, log = 0, ""
    for number, step in enumerate(described["runs"]["steps"]):
        if step["shell"] != "bash":
            raise ValueError(f"this runner knows bash only, not {step['shell']}")
        script, output = temp / f"step{number}.sh", temp / f"output{number}"
        script.write_text(_evaluate(step["run"], values), encoding="utf-8")
        output.touch()
        done = subprocess.run(
            [*_BASH, script],
            cwd=cwd,
            env={
                **os.environ,
                "CI": "true",
                "GITHUB_ACTIONS": "true",
                "RUNNER_TEMP": str(temp),
                "GITHUB_ACTION_PATH": str(action.parent),
                "GITHUB_WORKSPACE": str(cwd),
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(summary),
                **{name: _evaluate(text, values) for name, text in step["env"].items()},
            },
            capture_output=True,
            text=True,
            check=False,
        )
        status, log = done.returncode, log + done.stdout + done.stderr
        for name, value in _read_outputs(output.read_text(encoding="utf-8")).items():
            values[f"steps.{step['id']}.outputs.{name}"] = value
        script.unlink()
        output.unlink()
        if status:
            break
    outputs = {n: _evaluate(o["value"], values) for n, o in described["outputs"].items()}
    return ActionRun(status, log, outputs)


def _evaluate(text: str, values: Mapping[str, str]) -> str:
    """A text with its expressions replaced; what has no value is empty."""
    return _EXPRESSION.sub(lambda found: values.get(found[1], ""), text)


def _read_outputs(text: str) -> dict[str, str]:
    found = {}
    for line in text.splitlines():
        name, sign, value = line.partition("=")
        if not name or not sign or "<<" in name:
            raise ValueError(f"not an output: {line!r}")
        found[name] = value
    return found


@dataclass(frozen=True)
class Command:
    """A command that a runner would carry out."""

    name: str
    data: str
    properties: dict[str, str] = field(default_factory=dict)


def parse_line(line: str) -> Command | None:
    """The command in a line; None where there is none."""
    text = line.lstrip()
    if text.startswith("::") and "::" in text[2:]:
        head, _, data = text[2:].partition("::")
        return _build(head, _unescape(data, ()), ",")
    start = line.find("##[")
    end = line.find("]", start)
    if start >= 0 and end > start:
        return _build(line[start + 3 : end], line[end + 1 :], ";")
    return None


def parse_log(log: str) -> list[Command]:
    """All commands of a log, whose lines end at LF or CR."""
    lines = log.replace("\r", "\n").split("\n")
    return [found for line in lines if (found := parse_line(line)) is not None]


def _build(head: str, data: str, separator: str) -> Command | None:
    name, _, rest = head.partition(" ")
    if not name:
        return None
    properties = {}
    for part in rest.split(separator):
        key, sign, value = part.strip().partition("=")
        if key and sign and value:
            properties[key] = _unescape(value, ((":", "%3A"), (",", "%2C")))
    return Command(name, data, properties)


def _unescape(text: str, more: tuple[tuple[str, str], ...]) -> str:
    for character, escaped in (("\r", "%0D"), ("\n", "%0A"), *more, ("%", "%25")):
        text = text.replace(escaped, character)
    return text
