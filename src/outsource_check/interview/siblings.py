"""The other answer files in a folder: what they say of facts need not be asked again."""

from __future__ import annotations

import os
from pathlib import Path

from outsource_check.answers import AnswerSource, PackShelf, read_answer_file, select_files
from outsource_check.answers.model import FORMAT
from outsource_check.errors import OutsourceCheckError

_HEAD = 4096


def read_folder(folder: str | Path, shelf: PackShelf) -> tuple[list[AnswerSource], list[str]]:
    """The answer files in a folder in the order of their names, and those that cannot be read."""
    found, wrong = [], []
    for file, _ in select_files([folder], recursive=False):
        if not _looks_right(file):
            continue
        try:
            found.append(read_answer_file(file, shelf))
        except OutsourceCheckError:
            wrong.append(file)
    return found, wrong


def read_siblings(file: str | Path, shelf: PackShelf) -> list[AnswerSource]:
    """The other answer files in the folder of a file."""
    own = os.path.realpath(file)
    folder = Path(file).parent
    if not folder.is_dir():
        return []
    sources, _ = read_folder(folder, shelf)
    return [other for other in sources if os.path.realpath(other.file) != own]


def merge(sources: list[AnswerSource]) -> dict[str, dict[str, str]]:
    """What answer files say about facts, by engagement; the first one to say something counts."""
    facts: dict[str, dict[str, str]] = {}
    for source in sources:
        known = facts.setdefault(source.content.engagement, {})
        for name, option in source.content.facts.items():
            known.setdefault(name, option)
    return facts


def _looks_right(file: str) -> bool:
    try:
        with Path(file).open("rb") as stream:
            return FORMAT.encode() in stream.read(_HEAD)
    except OSError:
        return False
