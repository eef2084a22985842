"""Packs from folders: found by id, read, checked for what hangs together, completed.

What is checked here is what scoring rests on: ids, references between parts, options, bounds. What
makes a pack sound beyond that is `pack lint`'s to say.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outsource_check.documents import Document, Node, Scalar, Sequence, near, parse
from outsource_check.documents import Mapping as MappingNode
from outsource_check.documents.decode import Walk, decode, locate, validate
from outsource_check.documents.reader import read_bytes
from outsource_check.errors import ConfigurationError, Problem
from outsource_check.pack.model import (
    ChoiceQuestion,
    CostsQuestion,
    Key,
    LevelsQuestion,
    MatrixQuestion,
    NumberQuestion,
    OverlapQuestion,
    Outline,
    Pack,
    Question,
    Reference,
    References,
)
from outsource_check.resources import shipped_packs

OUTLINE = "pack.yaml"
REFERENCES = "references.yaml"


def find_packs(folders: Iterable[str | Path] = ()) -> dict[str, Path]:
    """The folder of every pack that can be found, by id: those given first, then the shipped ones.

    A given folder is a pack itself (it holds `pack.yaml`) or holds packs. Raises
    `ConfigurationError` where a given folder is neither, or has a shipped pack's id.
    """
    shipped = {folder.name: folder for folder in _packs_inside(shipped_packs())}
    found: dict[str, Path] = {}
    for given in folders:
        folder = Path(given)
        inside = [folder] if (folder / OUTLINE).is_file() else list(_packs_inside(folder))
        if not inside:
            raise ConfigurationError(
                Problem(
                    rule="OC305",
                    message=f'expected a pack, or a folder of packs, at "{given}", found no {OUTLINE}',
                )
            )
        for pack in inside:
            name = pack.resolve().name
            if name in shipped and pack.resolve() != shipped[name].resolve():
                raise ConfigurationError(
                    Problem(
                        rule="OC305",
                        message=f'the pack at "{pack}" has the id of a shipped pack, "{name}"',
                        hint="give it, and its folder, an id of its own",
                    )
                )
            found.setdefault(name, pack)
    return {**found, **{name: path for name, path in shipped.items() if name not in found}}


def load_pack(pack_id: str, folders: Iterable[str | Path] = ()) -> Pack:
    """The pack with an id, from the given folders first, then from the shipped ones.

    Raises `ConfigurationError` where there is none, or where it cannot be read or is not sound
    enough to score with (DESIGN section 4, Pack).
    """
    packs = find_packs(folders)
    if pack_id not in packs:
        raise ConfigurationError(
            Problem(
                rule="OC305",
                message=f'there is no pack "{pack_id}"',
                hint=near(pack_id, packs) or f"there are: {', '.join(sorted(packs))}",
            )
        )
    return read_pack(packs[pack_id])


def read_pack(folder: Path) -> Pack:
    """The pack in a folder. Raises `ConfigurationError` as `load_pack` does."""
    sources = _Sources(folder)
    outline_document = sources.document(OUTLINE)
    outline = decode(outline_document, Outline)
    _check_outline(outline, outline_document, folder)
    keys = []
    for key_id in outline.keys:
        keys.append(_read_key(sources.document(f"{key_id}.yaml"), key_id, outline))
    references = _read_references(sources) if sources.has(REFERENCES) else {}
    pack = Pack(
        outline=outline,
        keys=tuple(keys),
        references=references,
        sha256=sources.sha256(),
        folder=str(folder),
    )
    _check_links(pack, sources)
    return pack


def _packs_inside(folder: Path) -> Iterable[Path]:
    if folder.is_dir():
        yield from sorted(path.parent for path in folder.glob(f"*/{OUTLINE}"))


@dataclass
class _Sources:
    """The files of a pack that were read, for its hash and for the places in messages."""

    folder: Path

    def __post_init__(self) -> None:
        self.documents: dict[str, Document] = {}

    def has(self, name: str) -> bool:
        return (self.folder / name).is_file()

    def document(self, name: str, list_name: str = "") -> Document:
        path = self.folder / name
        data = read_bytes(path, ConfigurationError)
        self.documents[name] = parse(data, str(path), ConfigurationError, list_name=list_name)
        return self.documents[name]

    def sha256(self) -> str:
        digest = hashlib.sha256()
        for name in sorted(self.documents):
            data = self.documents[name].data
            digest.update(f"{name}\0{len(data)}\0".encode())
            digest.update(data)
        return digest.hexdigest()


def _read_references(sources: _Sources) -> dict[str, Reference]:
    document = sources.document(REFERENCES, "references")
    found = decode(document, References).references
    walk = Walk(document)
    _check_unique(walk, ("references",), [reference.id for reference in found], "reference")
    walk.finish()
    return {reference.id: reference for reference in found}


def _check_outline(outline: Outline, document: Document, folder: Path) -> None:
    walk = Walk(document)
    if outline.id != folder.resolve().name:
        walk.note(
            locate(document.root, ["id"]),
            "OC306",
            f'the pack\'s id "{outline.id}" is not the name of its folder,'
            f' "{folder.resolve().name}"',
        )
    _check_unique(walk, ("keys",), outline.keys, "key", {"pack", "references", "facts"})
    if not outline.keys:
        walk.note(locate(document.root, ["keys"]), "OC306", "a pack needs at least one key")
    facts = [fact.id for fact in outline.facts]
    _check_unique(walk, ("facts",), facts, "fact", {"all", "any", "not"})
    for index, fact in enumerate(outline.facts):
        _check_options(walk, ("facts", index, "options"), [option.id for option in fact.options])
    for name, options in outline.scales.items():
        _check_options(walk, ("scales", name), [option.id for option in options])
    if outline.partner_when is not None:
        for leaf in outline.partner_when.leaves():
            _check_leaf(walk, ("partner_when",), leaf.fact, leaf.options, outline)
    walk.finish()


def _read_key(document: Document, key_id: str, outline: Outline) -> Key:
    """A key's file, with every default of the design filled in."""
    key = decode(document, Key)
    walk = Walk(document)
    if key.id != key_id:
        walk.note(
            locate(document.root, ["id"]),
            "OC306",
            f'expected the id "{key_id}", as the file is named, found "{key.id}"',
        )
    if not key.questions:
        walk.note(locate(document.root, ["questions"]), "OC306", "a key needs at least one question")
    _check_unique(walk, ("questions",), [question.id for question in key.questions], "question")
    questions = tuple(
        _complete(question, key_id, outline, walk, ("questions", index))
        for index, question in enumerate(key.questions)
    )
    walk.finish()
    return key.model_copy(update={"questions": questions})


def _complete(
    question: Question, key_id: str, outline: Outline, walk: Walk, path: tuple[Any, ...]
) -> Question:
    update: dict[str, Any] = {"id": f"{key_id}.{question.id}"}
    update["ask"] = question.ask or question.title
    update["ask_partner"] = question.ask_partner or update["ask"]
    update["answered_by"] = question.answered_by or outline.sides
    if outline.sides not in ("both", update["answered_by"]):
        walk.note(
            locate(walk.document.root, (*path, "answered_by")),
            "OC306",
            f'expected "{outline.sides}", the only side of this pack, found "{update["answered_by"]}"',
        )
    if isinstance(question, ChoiceQuestion | MatrixQuestion):
        options = question.options
        if isinstance(options, str):
            if options not in outline.scales:
                walk.note(
                    locate(walk.document.root, (*path, "options")),
                    "OC306",
                    f'there is no scale "{options}"',
                    near(options, outline.scales),
                )
            else:
                update["options"] = outline.scales[options]
        else:
            _check_options(walk, (*path, "options"), [option.id for option in options])
    if isinstance(question, MatrixQuestion):
        _check_rows(walk, question, path)
    if isinstance(question, NumberQuestion):
        _check_number(walk, question, path)
    _check_triggers(walk, question, path)
    _check_conditions(walk, question, outline, path)
    return question.model_copy(update=update)


def _check_unique(
    walk: Walk,
    path: tuple[Any, ...],
    ids: Iterable[str],
    what: str,
    reserved: Iterable[str] = (),
) -> None:
    """Ids are unique ignoring case, and none of the words that mean something else."""
    seen: dict[str, str] = {}
    for index, name in enumerate(ids):
        node = locate(walk.document.root, (*path, index))
        node = locate(node, ["id"])
        if name.lower() in reserved:
            walk.note(node, "OC306", f'"{name}" is reserved and cannot be the id of a {what}')
        if name.lower() in seen:
            walk.note(node, "OC306", f'the {what} "{name}" is there twice (case does not matter)')
        seen[name.lower()] = name


def _check_options(walk: Walk, path: tuple[Any, ...], ids: list[str]) -> None:
    _check_unique(walk, path, ids, "option", {"dont-know", "not-applicable"})


def _check_rows(walk: Walk, question: MatrixQuestion, path: tuple[Any, ...]) -> None:
    rows = [row.id for row in question.rows]
    _check_unique(walk, (*path, "rows"), rows, "row", {"dont-know", "not-applicable"})
    root = walk.document.root
    if not rows:
        walk.note(locate(root, (*path, "rows")), "OC306", "a matrix needs at least one row")
    for level, bound in question.bounds.items():
        for name in bound.rows:
            if name not in rows:
                node = locate(root, (*path, "bounds", str(level)))
                walk.note(node, "OC306", f'there is no row "{name}"', near(name, rows))
    shares = [question.bounds[level].share for level in sorted(question.bounds)]
    if shares != sorted(shares):
        node = locate(root, (*path, "bounds"))
        walk.note(node, "OC306", "expected bounds that rise, or stay, from level to level")


def _check_number(walk: Walk, question: NumberQuestion, path: tuple[Any, ...]) -> None:
    node = locate(walk.document.root, path)
    bounds, line = question.bounds, (question.worst, question.best)
    if bounds is not None and line == (None, None):
        if question.better is None:
            walk.note(node, "OC306", '"better" is missing: "lower" or "higher" goes with "bounds"')
        numbers = [bounds[level] for level in sorted(bounds)]
        rising = question.better == "higher"
        if numbers != sorted(numbers, reverse=not rising):
            way = "rise" if rising else "fall"
            where = locate(walk.document.root, (*path, "bounds"))
            walk.note(where, "OC306", f"expected bounds that {way}, or stay, from level to level")
    elif bounds is None and None not in line:
        if question.worst == question.best:
            walk.note(node, "OC306", '"worst" and "best" are the same number')
        if question.better is not None:
            walk.note(node, "OC306", '"better" goes with "bounds"; "worst" and "best" say it')
    else:
        walk.note(node, "OC306", 'expected either "better" with "bounds", or "worst" with "best"')


def _check_triggers(walk: Walk, question: Question, path: tuple[Any, ...]) -> None:
    critical = isinstance(question, MatrixQuestion) and any(row.critical for row in question.rows)
    for kind, trigger in question.triggers:
        if trigger.at_or_below is not None:
            continue
        takes_rows = critical and (kind == "stop" or question.stop is None)
        takes_figures = kind == "stop" and isinstance(question, CostsQuestion)
        if not takes_rows and not takes_figures:
            node = locate(walk.document.root, (*path, kind))
            walk.note(node, "OC306", f'"at_or_below" is missing: nothing else triggers this {kind}')


def _check_conditions(
    walk: Walk, question: Question, outline: Outline, path: tuple[Any, ...]
) -> None:
    conditions = [(("when",), question.when)]
    conditions += [((kind, "when"), trigger.when) for kind, trigger in question.triggers]
    if isinstance(question, CostsQuestion):
        conditions.append((("saving_when",), question.saving_when))
    for where, condition in conditions:
        if condition is not None:
            for leaf in condition.leaves():
                _check_leaf(walk, (*path, *where), leaf.fact, leaf.options, outline)


def _check_leaf(
    walk: Walk, path: tuple[Any, ...], fact_id: str, options: tuple[str, ...], outline: Outline
) -> None:
    facts = {fact.id: fact for fact in outline.facts}
    node = locate(walk.document.root, path)
    if fact_id not in facts:
        walk.note(node, "OC306", f'there is no fact "{fact_id}"', near(fact_id, facts))
        return
    choices = facts[fact_id].choices
    for option in options:
        if option not in choices:
            message = f'the fact "{fact_id}" has no option "{option}"'
            walk.note(node, "OC306", message, near(option, choices) or ", ".join(choices))


def _check_links(pack: Pack, sources: _Sources) -> None:
    """What one file says about another: `unless`, references, retired questions."""
    problems: list[Problem] = []
    for key in pack.keys:
        walk = Walk(sources.documents[f"{key.id}.yaml"])
        for index, question in enumerate(key.questions):
            path = ("questions", index)
            for kind, trigger in question.triggers:
                if trigger.unless is not None and trigger.unless.question not in pack.questions:
                    name = trigger.unless.question
                    node = locate(walk.document.root, (*path, kind, "unless"))
                    hint = near(name, pack.questions)
                    walk.note(node, "OC306", f'there is no question "{name}"', hint)
                elif trigger.unless is not None and trigger.unless.question == question.id:
                    node = locate(walk.document.root, (*path, kind, "unless"))
                    walk.note(node, "OC306", "expected another question, found this one")
            for position, reference in enumerate(question.references):
                if reference not in pack.references:
                    node = locate(walk.document.root, (*path, "references", position))
                    hint = near(reference, pack.references)
                    walk.note(node, "OC306", f'there is no reference "{reference}"', hint)
        problems += walk.problems
    walk = Walk(sources.documents[OUTLINE])
    for index, name in enumerate(pack.outline.retired):
        if name in pack.questions:
            node = locate(walk.document.root, ("retired", index))
            walk.note(node, "OC306", f'the question "{name}" is retired and still asked')
    problems += walk.problems
    if problems:
        raise ConfigurationError(problems)
