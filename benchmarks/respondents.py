"""Writes one engagement of many respondents, who answer every question, each in another way.

usage: python benchmarks/respondents.py FOLDER COUNT
"""

from __future__ import annotations

import sys
from pathlib import Path

from outsource_check.pack import MatrixQuestion, Question, load_pack

PACK = "eight-keys"


def write_respondents(folder: Path, count: int) -> None:
    """Write so many answer files, half of them of the client; the same whenever it is called."""
    pack = load_pack(PACK, ())
    for person in range(count):
        lines = [
            "format: outsource-check/answers/v1",
            f"pack: {PACK}",
            f"pack_version: {pack.version}",
            "engagement: Many",
            f"respondent: {{side: {('client', 'partner')[person % 2]}, role: Number {person}}}",
            "date: 2026-11-23",
            "facts: {stage: trial}",
            "answers:",
            *(
                f"  {name}: {write_answer(question, 7 * person + 3 * place)}"
                for place, (name, question) in enumerate(pack.questions.items())
            ),
        ]
        (folder / f"{person:03}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_answer(question: Question, number: int) -> str:
    """An answer as its file holds it; another number gives another answer."""
    if isinstance(question, MatrixQuestion):
        rows = [row.id for place, row in enumerate(question.rows) if (number >> place) % 2]
        return f"[{', '.join(rows)}]"
    if question.kind == "number":
        return str(number % 10)
    if question.kind == "levels" and number % 3:
        return str(number % 5)
    return f"{{level: {number % 5}, note: as seen in week {number % 52}}}"


if __name__ == "__main__":
    write_respondents(Path(sys.argv[1]), int(sys.argv[2]))
