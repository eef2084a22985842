"""Which files the paths of a command mean."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from outsource_check.answers.engagement import Engagement, assemble
from outsource_check.answers.model import FORMAT
from outsource_check.answers.reading import (
    AnswerSource,
    PackShelf,
    other_format,
    read_document,
)
from outsource_check.documents import parse
from outsource_check.documents.reader import read_bytes
from outsource_check.errors import AnswerError, Problem, SelectionError

SUFFIXES = (".yaml", ".yml", ".json")


def read_answers(
    paths: str | Path | Iterable[str | Path], *, packs: Iterable[str | Path] = ()
) -> Engagement:
    """The engagement that the paths make up: files, or folders (not those inside them).

    `packs` are folders to look for packs in before the shipped ones. Raises `SelectionError` where
    no answer file is found, `AnswerError` for a file that is invalid or contradicts another (the
    problems of all files together), `ConfigurationError` for a pack.
    """
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    shelf = PackShelf(packs)
    sources: list[AnswerSource] = []
    problems: list[Problem] = []
    for file, named in select_files(given, recursive=False):
        try:
            source = read_if_answers(file, shelf, named=named)
        except AnswerError as error:
            problems += error.problems
            continue
        if source is not None:
            sources.append(source)
    if problems:
        raise AnswerError(problems)
    if not sources:
        listed = ", ".join(f'"{path}"' for path in given)
        raise SelectionError(Problem(rule="OC001", message=f"no answer file in {listed}"))
    return assemble(sources, shelf.pack(sources[0].content.pack))


def read_if_answers(file: str, shelf: PackShelf, *, named: bool) -> AnswerSource | None:
    """The answer file; None for another of our formats that was not named itself.

    Raises `AnswerError` for anything else.
    """
    document = parse(read_bytes(file, AnswerError), file, AnswerError)
    other = other_format(document)
    if other and not named:
        return None
    if other:
        node = document.root.fields["format"].value
        message = f'expected answers ("{FORMAT}"), found a file of the format of "{other}"'
        raise AnswerError(document.problem(node, "OC013", message))
    return read_document(document, shelf)


def select_files(
    paths: Iterable[str | Path], *, recursive: bool
) -> list[tuple[str, bool]]:
    """The files that paths mean, each once, and whether it was named itself.

    In a folder `*.yaml`, `*.yml` and `*.json` are taken, sorted; hidden ones and links to folders
    are skipped. A path that does not exist is kept: reading it says so.
    """
    found: dict[str, tuple[str, bool]] = {}
    for path in paths:
        name = str(path)
        if name != "-" and os.path.isdir(name):  # noqa: PTH112 - keeps the spelling given
            for file in _files_inside(name, recursive=recursive):
                found.setdefault(os.path.realpath(file), (file, False))
        else:
            found.setdefault(os.path.realpath(name) if name != "-" else name, (name, True))
    return list(found.values())


def _files_inside(folder: str, *, recursive: bool) -> list[str]:
    files: list[str] = []
    folders: list[str] = []
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        reason = (error.strerror or "error").lower()
        message = f'cannot read the folder "{folder}": {reason}'
        raise AnswerError(Problem(rule="OC001", message=message)) from None
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if recursive and not entry.is_symlink():
                folders.append(entry.path)
        elif entry.name.endswith(SUFFIXES):
            files.append(entry.path)
    for inner in folders:
        files += _files_inside(inner, recursive=True)
    return files
