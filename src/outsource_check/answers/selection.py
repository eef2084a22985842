"""Which files the paths of a command mean."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from outsource_check.answers.engagement import Engagement, assemble
from outsource_check.answers.model import FORMAT
from outsource_check.answers.reading import (
    AnswerSource,
    other_format,
    read_answer_file,
    read_document,
)
from outsource_check.answers.settlements import (
    FILE_NAME,
    EngagementSource,
    decode_engagement,
    read_engagement,
)
from outsource_check.documents import Document, parse
from outsource_check.documents.reader import read_bytes
from outsource_check.errors import (
    AnswerError,
    OutsourceCheckError,
    Place,
    Problem,
    SelectionError,
)
from outsource_check.pack import Pack, PackShelf
from outsource_check.pack.loading import OUTLINE

SUFFIXES = (".yaml", ".yml", ".json")
SCHEMA_SUFFIX = ".schema.json"
_HEAD = 4096
"""An answer file says what it is within its first so many bytes."""


class Files:
    """Files on the disk; a git revision has a class of its own."""

    def holds(self, file: str) -> bool:
        """Whether there is such a file, readable or not."""
        return os.path.lexists(file)

    def read(self, file: str) -> bytes:
        """The bytes of a file. Raises `AnswerError` as `read_bytes` does."""
        return read_bytes(file, AnswerError)


def is_candidate(name: str) -> bool:
    """Whether a file of a folder may be an answer file, by its name: an editor's schema is none."""
    name = name.lower()
    return name.endswith(SUFFIXES) and not name.endswith(SCHEMA_SUFFIX)


def read_answers(
    paths: str | Path | Iterable[str | Path],
    *,
    packs: Iterable[str | Path] = (),
    refuse: bool = True,
) -> Engagement:
    """The engagement that the paths make up: files, or folders (not those inside them).

    The engagement file beside them is part of it. `packs` are folders to look for packs in before
    those beside the answers and the shipped ones. Raises `SelectionError` where no answer file is
    found, `AnswerError` for a file that is invalid or contradicts another (the problems of all
    files together), `ConfigurationError` for a pack. With `refuse` off, a fact that files say
    differently is not known.
    """
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    shelf = PackShelf(packs)
    sources: list[AnswerSource] = []
    decisions: list[str] = []
    problems: list[Problem] = []
    files = Files()
    for file, named in select_files(given, recursive=False):
        try:
            data = files.read(file)
            if not named and is_part_of_pack(file, data, files):
                continue
            document = parse(data, file, AnswerError)
            if other_format(document) == "engagement":
                decisions += [file] if named or Path(file).name == FILE_NAME else []
                continue
            source = read_if_answers(document, shelf, named=named)
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
    pack = shelf.pack(sources[0].content.pack, sources[0].file)
    decided = _read_decided(decisions, sources, pack)
    return assemble(sources, pack, decided, refuse=refuse)


def _read_decided(
    decisions: list[str], sources: list[AnswerSource], pack: Pack
) -> EngagementSource | None:
    """The one engagement file: among the paths, else beside the answer files."""
    if len(decisions) > 1:
        message = f'"{decisions[0]}" is an engagement file too: one engagement has one'
        place = Place(file=decisions[1])
        raise AnswerError(Problem(rule="OC204", message=message, place=place))
    if decisions:
        return read_engagement(decisions[0], pack)
    return find_engagement(sources, pack)


def find_engagement(
    sources: Iterable[AnswerSource], pack: Pack, files: Files | None = None
) -> EngagementSource | None:
    """The engagement file beside answer files of one engagement; None where there is none.

    One of another engagement is passed over: a folder may hold the files of several. Raises
    `AnswerError` for a file that is invalid, and where answer files of several folders bring one
    each.
    """
    files = files or Files()
    given = tuple(sources)
    names = {source.content.engagement for source in given}
    folders = {os.path.split(source.file)[0]: None for source in given if source.file != "-"}
    found: dict[str, EngagementSource] = {}
    for folder in folders:
        file = os.path.join(folder, FILE_NAME)  # noqa: PTH118 - no Path for each of thousands
        if not files.holds(file):
            continue
        real = os.path.realpath(file)
        if real in found:
            continue
        document = parse(files.read(file), file, AnswerError)
        # An answer file may have that name too.
        if other_format(document) == "engagement":
            decided = decode_engagement(document, pack)
            if decided.content.engagement in names:
                found[real] = decided
    if len(found) > 1:
        first, second, *_ = found.values()
        message = f'"{first.file}" is an engagement file too: one engagement has one'
        place = Place(file=second.file)
        raise AnswerError(Problem(rule="OC204", message=message, place=place))
    return next(iter(found.values()), None)


def is_part_of_pack(file: str, data: bytes, files: Files) -> bool:
    """Whether a file lies beside the `pack.yaml` of a pack, and is not an answer file all the same.

    `data` are its bytes. The files of a pack's keys do not say what they are.
    """
    outline = os.path.join(os.path.split(file)[0], OUTLINE)  # noqa: PTH118 - no Path for each of thousands
    return FORMAT.encode() not in data and files.holds(outline)


def read_if_answers(document: Document, shelf: PackShelf, *, named: bool) -> AnswerSource | None:
    """The answer file; None for a file of another of our formats, unless it was named itself.

    Raises `AnswerError` for anything else.
    """
    other = other_format(document)
    if other and not named:
        return None
    if other:
        node = document.root.fields["format"].value
        message = f'expected answers ("{FORMAT}"), found a file of the format of "{other}"'
        raise AnswerError(document.problem(node, "OC013", message))
    return read_document(document, shelf)


def select_files(paths: Iterable[str | Path], *, recursive: bool) -> list[tuple[str, bool]]:
    """The files that paths mean, each once, and whether it was named itself.

    In a folder `*.yaml`, `*.yml` and `*.json` are taken, sorted; hidden ones, schemas and links
    to folders are skipped. A path that does not exist is kept: reading it says so.
    """
    found: dict[str, tuple[str, bool]] = {}
    for path in paths:
        name = str(path)
        if name != "-" and os.path.isdir(name):  # noqa: PTH112 - keeps the spelling given
            for file in _files_inside(name, recursive=recursive):
                found.setdefault(os.path.realpath(file), (file, False))
        else:
            real = os.path.realpath(name) if name != "-" else name
            # The first spelling stays; but a file that was named must hold answers.
            found[real] = (found.get(real, (name, True))[0], True)
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
        # Unlike `entry.is_dir()`, this gives an answer for a link that leads to itself.
        if os.path.isdir(entry.path):  # noqa: PTH112
            if recursive and not entry.is_symlink():
                folders.append(entry.path)
        elif is_candidate(entry.name):
            files.append(entry.path)
    for inner in folders:
        files += _files_inside(inner, recursive=True)
    return files


def read_folder(folder: str | Path, shelf: PackShelf) -> tuple[list[AnswerSource], list[str]]:
    """The answer files in a folder in the order of their names, and those that cannot be read."""
    found, wrong = [], []
    for file, _ in select_files([folder], recursive=False):
        try:
            if _says_answers(file):
                found.append(read_answer_file(file, shelf))
        except OSError:
            continue
        except OutsourceCheckError:
            wrong.append(file)
    return found, wrong


def list_answers(folder: str | Path) -> list[str]:
    """The files in a folder that are answer files by what they begin with.

    One that cannot be opened may be one: reading it says what is wrong. Raises `AnswerError` for
    a folder that cannot be read.
    """
    found = []
    for file, _ in select_files([folder], recursive=False):
        try:
            found += [file] if _says_answers(file) else []
        except OSError:
            found.append(file)
    return found


def _says_answers(file: str) -> bool:
    """Whether a file begins as an answer file does. Raises `OSError` where it cannot be opened."""
    if not os.path.isfile(file):  # noqa: PTH113 - a pipe would be waited for
        return False
    with Path(file).open("rb") as stream:
        return FORMAT.encode() in stream.read(_HEAD)


def read_neighbours(file: str | Path, shelf: PackShelf) -> list[AnswerSource]:
    """The other answer files in the folder of a file, those that can be read."""
    own, folder = os.path.realpath(file), Path(file).parent
    sources = read_folder(folder, shelf)[0] if folder.is_dir() else []
    return [other for other in sources if os.path.realpath(other.file) != own]
