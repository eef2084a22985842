"""Packs from folders: found by id, read, checked for consistency, and completed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from outsource_check.documents import Document, Scalar, near, parse, scalars
from outsource_check.documents.reader import read_bytes
from outsource_check.documents.validation import Problems, read_model
from outsource_check.errors import ConfigurationError, Problem
from outsource_check.pack.consistency import (
    check_links,
    check_moves,
    check_outline,
    check_question,
)
from outsource_check.pack.kinds import Question
from outsource_check.pack.kinds.checks import RULE, check_unique
from outsource_check.pack.model import (
    Key,
    Outline,
    Pack,
    Reference,
    References,
)
from outsource_check.resources import shipped_packs

OUTLINE = "pack.yaml"
REFERENCES = "references.yaml"


def find_packs(folders: Iterable[str | Path] = ()) -> dict[str, Path]:
    """The folder of every pack that can be found, by id: those given first, then the shipped ones.

    Raises `ConfigurationError` as `find_given_packs` does.
    """
    found = find_given_packs(folders)
    shipped = {folder.name: folder for folder in _packs_inside(shipped_packs())}
    return {**found, **{name: path for name, path in shipped.items() if name not in found}}


def find_given_packs(folders: Iterable[str | Path]) -> dict[str, Path]:
    """The folder of every pack in the given folders, by id.

    A given folder is a pack itself (it holds `pack.yaml`) or holds packs. Raises
    `ConfigurationError` where a given folder is neither, holds two packs of one id, or one with a
    shipped pack's id.
    """
    taken = {folder.name.lower(): folder.resolve() for folder in _packs_inside(shipped_packs())}
    found: dict[str, Path] = {}
    for given in folders:
        folder = Path(given)
        inside = [folder] if (folder / OUTLINE).is_file() else _packs_inside(folder)
        if not inside:
            message = f'expected a pack, or a folder of packs, at "{given}", found no {OUTLINE}'
            raise ConfigurationError(Problem(rule="OC305", message=message))
        here: dict[str, Path] = {}
        for pack in inside:
            name, real = _read_id(pack), pack.resolve()
            if taken.get(name.lower(), real) != real:
                message = f'the pack at "{pack}" has the id of a shipped pack, "{name}"'
                hint = "give it an id of its own"
                raise ConfigurationError(Problem(rule="OC305", message=message, hint=hint))
            if name in here:
                message = f'the packs at "{here[name]}" and "{pack}" have the same id, "{name}"'
                hint = "give one of them an id of its own"
                raise ConfigurationError(Problem(rule="OC305", message=message, hint=hint))
            here[name] = pack
            found.setdefault(name, pack)
    return found


def _read_id(folder: Path) -> str:
    """A pack's id; the name of its folder where the id cannot be read, which loading explains."""
    file = folder / OUTLINE
    try:
        document = parse(read_bytes(file, ConfigurationError), str(file), ConfigurationError)
    except ConfigurationError:
        return folder.resolve().name
    found = document.root.get("id")
    return found.text if isinstance(found, Scalar) and found.text else folder.resolve().name


def load_pack(pack_id: str, folders: Iterable[str | Path] = ()) -> Pack:
    """The pack with an id, from the given folders first, then from the shipped ones.

    Raises `ConfigurationError` where there is none, or where it cannot be read or is not sound
    enough to score with.
    """
    return read_pack(_find_pack(pack_id, folders))


def choose_pack(name: str, folders: Iterable[str | Path] = ()) -> Path:
    """The folder of a pack, given that folder, or its id as `load_pack` takes it.

    Raises `ConfigurationError` where there is no such pack.
    """
    folder = Path(name)
    if (folder / OUTLINE).is_file():
        return folder
    if folder.is_dir() or folder.name != name:
        message = f'expected a pack at "{name}", found no {OUTLINE}'
        private = not scalars.is_name(name)
        raise ConfigurationError(Problem(rule="OC305", message=message, private=private))
    return _find_pack(name, folders)


def _find_pack(pack_id: str, folders: Iterable[str | Path]) -> Path:
    packs = find_packs(folders)
    if pack_id not in packs:
        hint = near(pack_id, packs) or f"there are: {', '.join(sorted(packs))}"
        message = f'there is no pack "{pack_id}"'
        private = not scalars.is_name(pack_id)
        raise ConfigurationError(Problem(rule="OC305", message=message, hint=hint, private=private))
    return packs[pack_id]


def read_pack(folder: Path) -> Pack:
    """The pack in a folder. Raises `ConfigurationError` as `load_pack` does."""
    return open_pack(folder).pack


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPack:
    """A pack beside the files that it was read from."""

    pack: Pack
    documents: dict[str, Document]
    """By the name of the file, in the order of reading."""


def open_pack(folder: Path) -> OpenPack:
    """The pack in a folder, with its files for whoever has to say where something stands.

    Raises `ConfigurationError` with the problems of all its files together.
    """
    files = _Files(folder=folder)
    outline = _read_outline(files)
    keys = []
    for index, key_id in enumerate(outline.keys):
        try:
            keys.append(_read_key(files, key_id, index, outline))
        except ConfigurationError as error:
            files.problems += error.problems
    references: dict[str, Reference] = {}
    try:
        references = _read_references(files)
    except ConfigurationError as error:
        files.problems += error.problems
    files.finish()
    pack = Pack(
        outline=outline,
        keys=tuple(keys),
        references=references,
        sha256=_hash(files.documents),
        folder=str(folder),
    )
    checked = {key.id: Problems(files.documents[f"{key.id}.yaml"]) for key in keys}
    check_links(checked, pack)
    in_outline = Problems(files.documents[OUTLINE])
    check_moves(in_outline, pack)
    for problems in (*checked.values(), in_outline):
        files.problems += problems.found
    files.finish()
    return OpenPack(pack=pack, documents=files.documents)


def _packs_inside(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    inside = sorted(path.parent for path in folder.glob(f"*/{OUTLINE}"))
    return [pack for pack in inside if not pack.name.startswith(".")]


@dataclass(kw_only=True)
class _Files:
    """The files of a pack that were read, and what is wrong with them so far."""

    folder: Path
    documents: dict[str, Document] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def read(self, name: str, list_name: str = "") -> Document:
        path = self.folder / name
        data = read_bytes(path, ConfigurationError)
        self.documents[name] = parse(data, str(path), ConfigurationError, list_name=list_name)
        return self.documents[name]

    def finish(self) -> None:
        if self.problems:
            raise ConfigurationError(self.problems)


def _hash(documents: dict[str, Document]) -> str:
    digest = hashlib.sha256()
    for name in sorted(documents):
        data = documents[name].data
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def _read_outline(files: _Files) -> Outline:
    document = files.read(OUTLINE)
    problems = Problems(document)
    if "retired" in document.root.fields:
        hint = "write for each: moved: [{from: KEY.QUESTION, in: the version, because: the reason}]"
        name = document.root.fields["retired"].name
        problems.note(name, RULE, '"retired" has become a part of "moved"', hint)
        problems.finish()
    outline = read_model(document, Outline)
    check_outline(problems, outline)
    problems.finish()
    return outline


def _read_references(files: _Files) -> dict[str, Reference]:
    """By id; a pack without the file has none."""
    if not (files.folder / REFERENCES).exists():
        return {}
    document = files.read(REFERENCES, list_name="references")
    found = read_model(document, References).references
    problems = Problems(document)
    check_unique(problems, ("references",), (reference.id for reference in found), "reference")
    problems.finish()
    return {reference.id: reference for reference in found}


def _read_key(files: _Files, key_id: str, index: int, outline: Outline) -> Key:
    """A key's file, with every default filled in."""
    name = f"{key_id}.yaml"
    if not (files.folder / name).exists():
        problems = Problems(files.documents[OUTLINE])
        message = f'there is no file "{name}" for the key "{key_id}"'
        problems.note(("keys", index), RULE, message)
        problems.finish()
    document = files.read(name)
    key = read_model(document, Key, outline.scales)
    problems = Problems(document)
    if key.id != key_id:
        message = f'expected the id "{key_id}", as the file is named, found "{key.id}"'
        problems.note(("id",), RULE, message)
    if not key.questions:
        problems.note(("questions",), RULE, "a key needs at least one question")
    check_unique(problems, ("questions",), (question.id for question in key.questions), "question")
    for position, question in enumerate(key.questions):
        check_question(problems, question, outline, ("questions", position))
    problems.finish()
    return key.replace(
        questions=tuple(_complete(question, key_id, outline) for question in key.questions)
    )


def _complete(question: Question, key_id: str, outline: Outline) -> Question:
    ask = question.ask or question.title
    return question.replace(
        id=f"{key_id}.{question.id}",
        ask=ask,
        ask_partner=question.ask_partner or ask,
        answered_by=question.answered_by or outline.sides,
    )
