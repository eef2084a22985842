"""Writes a pack of 1,300 questions in 130 keys, as large as the longest public questionnaires.

usage: python benchmarks/large_pack.py FOLDER     (a new folder; its name is the pack's id)
"""

from __future__ import annotations

import sys
from pathlib import Path

KEYS = 130
FORMS = (
    """\
    kind: levels
    levels: ["Nothing.", "By accident.", "In part.", "In place.", "In place, and shown."]
    quick: yes
""",
    """\
    kind: choice
    options:
      - {id: "yes", text: "Yes", worth: 1}
      - {id: partly, text: "Partly", worth: 1/2}
      - {id: "no", text: "No", worth: 0}
    when: {signed: yes}
""",
    """\
    kind: number
    unit: "days"
    better: lower
    bounds: {1: 10, 2: 5, 3: 2, 4: 1}
""",
    """\
    kind: matrix
    rows:
      - {id: a, text: "The first"}
      - {id: b, text: "The second"}
      - {id: c, text: "The third"}
      - {id: d, text: "The fourth"}
    bounds: {1: 1/4, 2: 1/2, 3: 3/4, 4: 1}
    stop: {title: "Nothing of it", at_or_below: 0, because: "It matters."}
""",
    """\
    kind: number
    unit: "points"
    worst: 0
    best: 10
    remedy: {do: "Do it.", effort_days: 1}
""",
)
"""One of each, twice a key."""


def write_pack(folder: Path) -> None:
    """Write the pack into a new folder."""
    folder.mkdir()
    keys = [f"key-{number}" for number in range(KEYS)]
    outline = f"""\
format: outsource-check/pack/v1
id: {folder.name}
version: 1.0.0
title: "A large pack"
sides: client
evidence: optional
keys: [{", ".join(keys)}]
facts:
  - {{id: signed, ask: "Is it signed?"}}
"""
    (folder / "pack.yaml").write_text(outline, encoding="utf-8")
    for key in keys:
        text = f'id: {key}\ntitle: "What {key} is about"\nquestions:\n'
        for number, form in enumerate(2 * FORMS):
            what = f"of thing {number} of {key}"
            text += f'  - id: q{number}\n    title: "State {what}"\n'
            text += f'    ask: "What is the state {what}?"\n{form}'
        (folder / f"{key}.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_pack(Path(sys.argv[1]))
