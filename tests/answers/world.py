"""A pack with one question of each kind, and answer files to it as text."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pytest

from outsource_check.answers import Answer, AnswerSource
from outsource_check.answers.reading import read_document
from outsource_check.documents import parse
from outsource_check.errors import AnswerError, OutsourceCheckError
from outsource_check.pack import Pack, PackShelf

OUTLINE = """\
format: outsource-check/pack/v1
id: kinds
version: 1.2.3
title: One question of each kind
keys: [k]
moved: [{from: k.gone, in: 1.2.0, because: It was asked twice.}]
facts:
  - id: stage
    ask: How far has it got?
    options: [{id: selecting, text: Selecting}, {id: running, text: Running}]
  - {id: live, ask: Is it live?}
"""
KEY = """\
id: k
title: Key k
questions:
  - id: drivers
    title: Drivers
    kind: levels
    levels: [None, By accident, Partial, In place, Shown to work]
  - id: plan
    title: Plan
    kind: choice
    options: [{id: "no", text: No, worth: 0}, {id: partly, text: Partly, worth: 1/3},
      {id: all, text: All, worth: 1}]
  - {id: speed, title: Speed, kind: number, unit: days, better: lower, bounds: {1: 10, 4: 1}}
  - id: gaps
    title: Gaps
    kind: matrix
    rows: [{id: scope, text: Scope}, {id: money, text: Money}, {id: team, text: Team}]
    options: [{id: nobody, text: Nobody, worth: 0}, {id: role, text: A role, worth: 1/2},
      {id: named, text: A person, worth: 1}, {id: two, text: Two persons, worth: 1}]
    bounds: {1: 1/3, 4: 1}
  - {id: hours, title: Hours, kind: overlap}
  - {id: budget, title: Budget, kind: costs}
"""
HEAD = """\
format: outsource-check/answers/v1
pack: kinds
pack_version: 1.2.3
engagement: An engagement
respondent: {side: client, role: CTO}
date: 2026-11-23
"""


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    folder: tempfile.TemporaryDirectory[str] = tempfile.TemporaryDirectory()
    pack = Path(folder.name) / "kinds"
    pack.mkdir()
    (pack / "pack.yaml").write_text(OUTLINE, encoding="utf-8")
    (pack / "k.yaml").write_text(KEY, encoding="utf-8")
    return folder


def packs() -> Path:
    """The folder that holds the pack `kinds`."""
    return Path(_folder().name)


@cache
def shelf() -> PackShelf:
    return PackShelf([packs()])


def pack() -> Pack:
    return shelf().pack("kinds")


def read(text: str | bytes, file: str = "a.yaml") -> AnswerSource:
    """An answer file from its text."""
    data = text.encode() if isinstance(text, str) else text
    return read_document(parse(data, file, AnswerError), shelf())


def answer(entry: str, question: str) -> Answer | None:
    """What an entry, as it stands behind its colon, says; None where it is empty."""
    source = read(f"{HEAD}answers:\n  {question}: {entry}\n")
    return source.content.answers.get(question)


def complaints(text: str | bytes) -> list[str]:
    """Every problem of a file as `line:column RULE message; hint`."""
    with pytest.raises(OutsourceCheckError) as caught:
        read(text)
    lines = []
    for problem in caught.value.problems:
        assert problem.place is not None
        hint = f"; {problem.hint.replace(str(packs()), 'PACKS')}" if problem.hint else ""
        place = f"{problem.place.line}:{problem.place.column}"
        lines.append(f"{place} {problem.rule} {problem.text}{hint}")
    return lines


def entry_complaints(entry: str, question: str) -> list[str]:
    """Every problem of one entry; its first line is line 8, and `k.<name>: ` starts in column 3."""
    return complaints(f"{HEAD}answers:\n  {question}: {entry}\n")
