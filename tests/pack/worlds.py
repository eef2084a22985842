"""The smallest pack, and how to change it: one key, one question, no facts."""

from __future__ import annotations

from pathlib import Path

OUTLINE = """\
format: outsource-check/pack/v1
id: small
version: 1.0.0
title: Small
keys: [one]
evidence: optional
"""
LEVELS = """\
- id: first
  title: First thing
  kind: levels
  levels: [none, by accident, some, most, "all of it"]
  quick: yes
"""


def write_pack(
    folder: Path,
    questions: str = LEVELS,
    outline: str = "",
    *,
    references: str = "",
    **keys: str,
) -> Path:
    """Write the pack `small` with these questions; `keys` are further keys with theirs."""
    pack = folder / "small"
    pack.mkdir(exist_ok=True)
    text = OUTLINE + outline
    if keys:
        text = text.replace("keys: [one]", f"keys: [one, {', '.join(keys)}]")
    (pack / "pack.yaml").write_text(text)
    for name, given in {"one": questions, **keys}.items():
        indented = "".join(f"  {line}\n" for line in given.splitlines())
        (pack / f"{name}.yaml").write_text(f"id: {name}\ntitle: {name}\nquestions:\n{indented}")
    if references:
        (pack / "references.yaml").write_text(references)
    return pack
