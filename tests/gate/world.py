"""The smallest world that a gate can judge: a pack of two keys, and answer files for it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

PACK = """\
format: outsource-check/pack/v1
id: tiny
version: 1.2.0
title: Tiny
sides: client
evidence: optional
keys: [alpha, beta]
"""

KEYS = {
    "alpha": """\
id: alpha
title: Alpha
questions:
  - id: one
    title: First of alpha
    kind: levels
    levels: [none, some, more, most, all]
    quick: yes
    stop: {at_or_below: 0, because: Without it nothing works.}
  - id: two
    title: Second of alpha
    kind: choice
    options: [{id: partly, text: Partly, worth: 0.5}, {id: whole, text: Wholly, worth: 1}]
""",
    "beta": """\
id: beta
title: Beta
questions:
  - id: one
    title: First of beta
    kind: number
    unit: percent
    worst: 0
    best: 100
    quick: yes
  - id: two
    title: Second of beta
    kind: levels
    levels: [none, some, more, most, all]
""",
}

GOOD = {"alpha.one": "4", "alpha.two": "whole", "beta.one": "100", "beta.two": "4"}
"""Answers that give 100."""


def write_pack(folder: Path, pack: str = PACK, keys: Mapping[str, str] = KEYS) -> Path:
    """A folder `packs` with the pack in it."""
    home = folder / "packs" / "tiny"
    home.mkdir(parents=True, exist_ok=True)
    (home / "pack.yaml").write_text(pack, encoding="utf-8")
    for name, text in keys.items():
        (home / f"{name}.yaml").write_text(text, encoding="utf-8")
    return home.parent


def answers(
    given: Mapping[str, str] = GOOD,
    *,
    name: str = "Payments",
    mode: str = "full",
    date: str = "2026-11-01",
    side: str = "client",
    more: str = "",
) -> str:
    """The text of an answer file."""
    lines = "".join(f"  {question}: {answer}\n" for question, answer in given.items())
    return (
        "format: outsource-check/answers/v1\n"
        "pack: tiny\n"
        "pack_version: 1.2.0\n"
        f"engagement: {name}\n"
        f"respondent: {{side: {side}, role: CTO}}\n"
        f"mode: {mode}\n"
        f"date: {date}\n"
        f"answers:\n{lines}{more}"
    )


def write_answers(path: Path, given: Mapping[str, str] = GOOD, **fields: str) -> Path:
    """An answer file, and the folders that it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(answers(given, **fields), encoding="utf-8")
    return path


def policy(gate: str = "", more: str = "") -> str:
    """The text of a policy file with own packs."""
    head = "format: outsource-check/policy/v1\npacks: [packs]\n"
    return f"{head}gate: {{{gate}}}\n{more}"
