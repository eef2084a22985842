"""Answer files that belong together: checked against each other, merged, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from outsource_check.answers.model import AnswerFile
from outsource_check.answers.reading import AnswerSource
from outsource_check.documents.decode import locate
from outsource_check.errors import AnswerError, Problem
from outsource_check.pack import SIDES, Pack, Side


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """What both sides agreed on about one question; it stands in for their answers."""

    level: int | None
    """0 to 4; None: the question does not apply."""
    not_applicable: str = ""
    evidence: bool = False
    """Whether it carries evidence of its own."""


@dataclass(frozen=True, kw_only=True)
class Engagement:
    """The collaboration being assessed: its answer files, each content once."""

    name: str
    pack: Pack
    sources: tuple[AnswerSource, ...]
    """In the order of their paths."""
    facts: dict[str, str]
    """What any of the files says; what nobody knows is not there."""
    settlements: dict[str, Settlement] = field(default_factory=dict)
    """By question id; only those that count."""

    @property
    def unknown_facts(self) -> tuple[str, ...]:
        """The pack's facts that nobody knows, in the order of the pack."""
        return tuple(fact for fact in self.pack.facts if fact not in self.facts)

    def of_side(self, side: Side) -> tuple[AnswerFile, ...]:
        """The answer files of one side."""
        return tuple(
            source.content for source in self.sources if source.content.respondent.side == side
        )


def assemble(sources: Iterable[AnswerSource], pack: Pack) -> Engagement:
    """Answer files as one engagement; the order in which they come does not matter.

    Files with the same bytes count once. Raises `AnswerError` where they name different
    engagements or packs, where two of one side have the same name, or where they say a fact
    differently: every contradiction is listed with both places.
    """
    unique: dict[str, AnswerSource] = {}
    for source in sorted(sources, key=lambda source: source.file):
        unique.setdefault(source.sha256, source)
    files = tuple(unique.values())
    problems = [*_different(files), *_same_names(files)]
    if problems:
        raise AnswerError(problems)
    facts, contradictions = merge_facts(files)
    if contradictions:
        raise AnswerError(contradictions)
    ordered = {name: facts[name] for name in pack.facts if name in facts}
    return Engagement(
        name=files[0].content.engagement if files else "", pack=pack, sources=files, facts=ordered
    )


def merge_facts(files: Iterable[AnswerSource]) -> tuple[dict[str, str], list[Problem]]:
    """What the files say about facts, and where two of them say it differently."""
    facts: dict[str, str] = {}
    said_by: dict[str, AnswerSource] = {}
    problems = []
    for source in files:
        for name, option in source.content.facts.items():
            if facts.setdefault(name, option) == option:
                said_by.setdefault(name, source)
                continue
            first = said_by[name]
            message = (
                f'the fact "{name}" is "{option}" here and "{facts[name]}" in'
                f" {_at(first, 'facts', name)}"
            )
            problems.append(
                _problem(source, ("facts", name), message, "agree on one and correct the other")
            )
    return facts, problems


def _different(files: tuple[AnswerSource, ...]) -> Iterable[Problem]:
    for source in files[1:]:
        for name in ("engagement", "pack"):
            here, there = getattr(source.content, name), getattr(files[0].content, name)
            if here != there:
                message = (
                    f'the {name} is "{here}" here and "{there}" in {_at(files[0], name)}:'
                    " one result covers one engagement"
                )
                yield _problem(source, (name,), message)


def _same_names(files: tuple[AnswerSource, ...]) -> Iterable[Problem]:
    for side in SIDES:
        seen: dict[str, AnswerSource] = {}
        for source in files:
            who = source.content.respondent
            if who.side == side and who.name:
                first = seen.setdefault(who.name.casefold(), source)
                if first is not source:
                    place = _at(first, "respondent", "name")
                    message = f'"{who.name}" has already answered for the {side}, in {place}'
                    yield _problem(source, ("respondent", "name"), message, "merge the two files")


def _problem(source: AnswerSource, path: tuple[str, ...], message: str, hint: str = "") -> Problem:
    node = locate(source.document.root, path)
    return source.document.problem(node, "OC204", message, hint)


def _at(source: AnswerSource, *path: str) -> str:
    node = locate(source.document.root, path)
    return f"{source.file}:{node.line}:{node.column}"
