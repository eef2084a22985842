"""Answer files that belong together: checked against each other, merged, in a fixed order."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from outsource_check.answers.model import AnswerFile, fold_name
from outsource_check.answers.reading import AnswerSource
from outsource_check.answers.settlements import (
    EngagementSource,
    Reopened,
    Settlement,
    sort_settlements,
)
from outsource_check.documents import Document
from outsource_check.documents.validation import locate
from outsource_check.errors import AnswerError, Place, Problem
from outsource_check.pack import SIDES, Pack, Side, Words
from outsource_check.text import quote

FactVoices = Mapping[str, tuple[AnswerSource, ...]]
"""What is said about a fact: for each option id the files that say it, in their order."""
OPEN_FROM = 3
"""With this many respondents, single answers of a side are shown although one is anonymous."""


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
    reopened: tuple[Reopened, ...] = ()
    """Settlements that no longer count, because an answer that they rest on has changed."""
    disputed: dict[str, FactVoices] = field(default_factory=dict)
    """Facts that the answer files say differently, whether or not they are settled."""
    decided: EngagementSource | None = None
    """The engagement file, where there is one."""

    @cached_property
    def sealed(self) -> frozenset[Side]:
        """The sides below which nothing may be shown: fewer than three people, one anonymous.

        Of such a side no output names a file, a role, a single answer, its range or its spread.
        """
        return seal(self.sources)

    @cached_property
    def shown_sources(self) -> tuple[AnswerSource, ...]:
        """The answer files whose names and single answers may be shown: none of a sealed side."""
        return tuple(
            source for source in self.sources if source.content.respondent.side not in self.sealed
        )

    @property
    def unknown_facts(self) -> tuple[str, ...]:
        """The pack's facts that nobody knows, in the order of the pack."""
        return tuple(fact for fact in self.pack.facts if fact not in self.facts)

    def place_settlement(self, question: str) -> Place | None:
        """The place of the settlement that counts for a question; None where there is none."""
        settlement = self.settlements.get(question)
        if settlement is None or self.decided is None:
            return None
        return self.decided.place(self.decided.content.settlements.index(settlement))

    def of_side(self, side: Side) -> tuple[AnswerFile, ...]:
        """The answer files of one side."""
        return tuple(
            source.content for source in self.sources if source.content.respondent.side == side
        )


def seal(files: Iterable[AnswerSource]) -> frozenset[Side]:
    """The sides of an engagement below which nothing may be shown; each content counts once."""
    people = {source.sha256: source.content.respondent for source in files}.values()
    sides = ([who for who in people if who.side == side] for side in SIDES)
    return frozenset(
        mine[0].side
        for mine in sides
        if len(mine) < OPEN_FROM and any(who.anonymous for who in mine)
    )


def assemble(
    sources: Iterable[AnswerSource],
    pack: Pack,
    decided: EngagementSource | None = None,
    *,
    refuse: bool = True,
) -> Engagement:
    """Answer files as one engagement; the order in which they come does not matter.

    Files with the same bytes count once. `decided` is the engagement file. Raises `AnswerError`
    where files name different engagements or packs, where two of one side have the same name or
    look like one download and the next, where people of two partners have answered, or where files
    say a fact differently and the engagement file does not settle it: every contradiction is listed
    with both places. With `refuse` off such a fact is not known.
    """
    groups: dict[str, list[AnswerSource]] = {}
    for source in sorted(sources, key=lambda source: source.file):
        groups.setdefault(source.sha256, []).append(source)
    files = tuple(group[0] for group in groups.values())
    own = pack.words
    problems = [
        *_different(files, decided),
        *_same_names(files, own),
        *_saved_twice(tuple(source for group in groups.values() for source in group), own),
        *_several_partners(files, own),
    ]
    if problems:
        raise AnswerError(problems)
    settled = {} if decided is None else decided.content.facts
    said = gather_facts(files)
    disputed = {name: voices for name, voices in said.items() if len(voices) > 1}
    contradictions = [
        problem
        for name, voices in disputed.items()
        if name not in settled
        for problem in _contradict(name, voices, files, pack)
    ]
    if contradictions and refuse:
        raise AnswerError(contradictions)
    facts = {name: next(iter(voices)) for name, voices in said.items() if len(voices) == 1}
    facts |= settled
    engagement = Engagement(
        name=files[0].content.engagement if files else "",
        pack=pack,
        sources=files,
        facts={name: facts[name] for name in pack.facts if name in facts},
        disputed={name: disputed[name] for name in pack.facts if name in disputed},
        decided=decided,
    )
    if decided is None:
        return engagement
    counting, reopened = sort_settlements(
        decided, [tuple(group) for group in groups.values()], pack, engagement.sealed
    )
    return replace(engagement, settlements=counting, reopened=reopened)


def gather_facts(files: Iterable[AnswerSource]) -> dict[str, FactVoices]:
    """What the files say about each fact, and who says it."""
    facts: dict[str, dict[str, list[AnswerSource]]] = {}
    for source in files:
        for name, option in source.content.facts.items():
            facts.setdefault(name, {}).setdefault(option, []).append(source)
    return {
        name: {option: tuple(who) for option, who in voices.items()}
        for name, voices in facts.items()
    }


def shown_files(files: Iterable[AnswerSource]) -> tuple[str, ...]:
    """The files that an output may name, sorted; where none may be, their folder, `x/.`."""
    given = tuple(files)
    sealed = seal(given)
    named = sorted(one.file for one in given if one.content.respondent.side not in sealed)
    if named:
        return tuple(named)
    folder = min(os.path.split(one.file)[0] for one in given)
    return (f"{folder}/." if folder else ".",)


def _contradict(
    name: str, voices: FactVoices, files: tuple[AnswerSource, ...], pack: Pack
) -> Iterable[Problem]:
    """Each contradiction about a fact, with both places; of a sealed side, neither is named."""
    sealed = seal(files)
    folder = os.path.split(files[0].file)[0] or "."
    settle = f"outsource-check settle {quote(folder)} {name} OPTION{pack.option}"
    hint = f"correct one of them, or agree on one: {settle}"
    named: list[tuple[str, AnswerSource]] = []
    said: dict[Side, set[str]] = {side: set() for side in sorted(sealed)}
    for option, sources in voices.items():
        for source in sources:
            side = source.content.respondent.side
            if side in sealed:
                said[side].add(option)
            else:
                named.append((option, source))
    for other, source in named:
        option, first = named[0]
        if other != option:
            where = f'"{other}" here and "{option}" in {_at(first, "facts", name)}'
            message = f'the fact "{name}" is {where}'
            yield _problem(source.document, ("facts", name), message, hint)
    for side, options in said.items():
        # One place is enough: there is no second one that may be shown.
        apart = next((source for option, source in named if {option} != options), None)
        if apart is not None and len(options) == 1:
            message = f'the fact "{name}" is not what the {pack.words.side(side)} says'
            yield _problem(apart.document, ("facts", name), message, hint)
    if not named or any(len(options) > 1 for options in said.values()):
        place = Place(file=shown_files(files)[0])
        message = f'the fact "{name}" is said differently by people who are not named'
        yield Problem(rule="OC204", message=message, place=place, hint=hint)


def _different(
    files: tuple[AnswerSource, ...], decided: EngagementSource | None
) -> Iterable[Problem]:
    if files and decided is not None:
        here, there = decided.content.engagement, files[0].content.engagement
        if here != there:
            message = f'the engagement is "{here}" here and "{there}" in'
            place = _at(files[0], "engagement")
            yield _problem(decided.document, ("engagement",), f"{message} {place}")
    for source in files[1:]:
        for name in ("engagement", "pack"):
            here, there = getattr(source.content, name), getattr(files[0].content, name)
            if here != there:
                message = (
                    f'the {name} is "{here}" here and "{there}" in {_at(files[0], name)}:'
                    " one result covers one engagement"
                )
                yield _problem(source.document, (name,), message)


def _same_names(files: tuple[AnswerSource, ...], own: Words) -> Iterable[Problem]:
    for side in SIDES:
        seen: dict[str, AnswerSource] = {}
        for source in files:
            who = source.content.respondent
            if who.side == side and who.name:
                first = seen.setdefault(fold_name(who.name), source)
                if first is not source:
                    place = _at(first, "respondent", "name")
                    message = (
                        f'"{who.name}" has already answered for the {own.side(side)}, in {place}'
                    )
                    hint = "merge the two files"
                    yield _problem(source.document, ("respondent", "name"), message, hint)


_NUMBERED = re.compile(r"(?: ?\([0-9]+\)| [0-9]+)(?=\.[^.]*\Z)")
"""What browsers put behind the name of a file that they download once more."""


def is_same_person(one: AnswerSource, other: AnswerSource) -> bool:
    """Whether two files look as if one person had given both: by name, or else by role."""
    who, whom = one.content.respondent, other.content.respondent
    if who.side != whom.side:
        return False
    if who.name and whom.name:
        return fold_name(who.name) == fold_name(whom.name)
    return fold_name(who.role) == fold_name(whom.role)


def _saved_twice(files: tuple[AnswerSource, ...], own: Words) -> Iterable[Problem]:
    """Downloads of one person under one name; whoever has another name is another person."""
    first: dict[str, AnswerSource] = {}
    for source in sorted(files, key=lambda source: (len(source.file), source.file)):
        other = first.setdefault(_NUMBERED.sub("", source.file), source)
        named = source.content.respondent.name and other.content.respondent.name
        if other.sha256 == source.sha256 or named or not is_same_person(source, other):
            continue
        side = source.content.respondent.side
        hint = "remove the older one; if they are two people, give one of the files another name"
        if side in seal(files):
            whose = own.side(side)
            message = f"two files of the {whose} look like one person’s answers, saved twice"
            yield Problem(
                rule="OC204", message=message, place=Place(file=shown_files(files)[0]), hint=hint
            )
            continue
        message = f"this looks like the answers in {other.file}, saved once more"
        yield _problem(source.document, ("respondent",), message, hint)


def _several_partners(files: tuple[AnswerSource, ...], own: Words) -> Iterable[Problem]:
    """People of two partners; of a sealed side no file is named."""
    named = [
        source
        for source in files
        if source.content.respondent.side == "partner" and source.content.respondent.organisation
    ]
    client, partner = (own.side(side) for side in SIDES)
    hint = f"give each {partner} a folder of its own, with the {client}'s files in each"
    first = named[0] if named else None
    for source in named[1:]:
        assert first is not None
        here, there = (one.content.respondent.organisation for one in (source, first))
        if fold_name(here) == fold_name(there):
            continue
        if "partner" in seal(files):
            message = f"people of two {partner}s have answered: one engagement has one"
            place = Place(file=shown_files(files)[0])
            yield Problem(rule="OC204", message=message, place=place, hint=hint)
            return
        place_of_first = _at(first, "respondent", "organisation")
        message = f'the {partner} is "{here}" here and "{there}" in {place_of_first}'
        path = ("respondent", "organisation")
        yield _problem(source.document, path, f"{message}: one engagement has one", hint)


def _problem(document: Document, path: tuple[str, ...], message: str, hint: str = "") -> Problem:
    node = locate(document.root, path)
    return document.problem(node, "OC204", message, hint, private=True)


def _at(source: AnswerSource, *path: str) -> str:
    node = locate(source.document.root, path)
    return f"{source.file}:{node.line}:{node.column}"
