"""Writes engagements to measure with: one folder and one full answer file each.

usage: python benchmarks/engagements.py FOLDER COUNT     (every question of the shipped pack)
"""

from __future__ import annotations

import sys
from pathlib import Path

from outsource_check.pack import ChoiceQuestion, MatrixQuestion, NumberQuestion, Pack, load_pack


def answer_all(pack: Pack, number: int) -> list[str]:
    """Lines that answer every question; every fact has its last option, so that most apply."""
    lines = ["facts:"]
    lines += [f"  {fact.id}: {list(fact.choices)[-1]}" for fact in pack.facts.values()]
    lines.append("answers:")
    for place, question in enumerate(pack.questions.values()):
        # Of the questions of other kinds a level is taken too.
        said = f"level: {(place + number) % 5}"
        rows: list[str] = []
        if isinstance(question, ChoiceQuestion):
            options = list(question.levels_by_option)
            said = f"option: {options[(place + number) % len(options)]}"
        elif isinstance(question, NumberQuestion):
            said = f"value: {(place + number) % 7}"
        elif isinstance(question, MatrixQuestion):
            worths = list(question.worths)
            said = "rows:"
            rows = [
                f"      {row.id}: {worths[(index + number) % len(worths)]}"
                for index, row in enumerate(question.rows)
            ]
        lines += [f"  {question.id}:", f"    {said}", *rows, f"    note: as agreed in {place}"]
    return lines


def write_engagements(folder: Path, count: int) -> None:
    """Folders `0000`, `0001`, … with one file `client.yaml` each; those that are there stay."""
    pack = load_pack("eight-keys")
    for number in range(count):
        file = folder / f"{number:05}" / "client.yaml"
        if file.exists():
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        head = [
            "format: outsource-check/answers/v1",
            f"pack: {pack.id}",
            f"pack_version: {pack.version}",
            f"engagement: Engagement {number}",
            "respondent: {side: client, role: CTO}",
            "mode: full",
            "date: 2026-11-23",
        ]
        text = "\n".join([*head, *answer_all(pack, number)]) + "\n"
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_engagements(Path(sys.argv[1]), int(sys.argv[2]))
