"""How a sitting begins: whose answers, in which file, to which pack; what is known already."""

from __future__ import annotations

import datetime
import itertools
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from outsource_check.answers import Answer, AnswerSource, read_folder, read_neighbours
from outsource_check.answers.assignments import read_assignment
from outsource_check.answers.engagement import seal
from outsource_check.answers.names import DEFAULT_FILE
from outsource_check.answers.reading import read_document
from outsource_check.documents import near, parse
from outsource_check.documents.reader import read_bytes
from outsource_check.documents.replacement import make_folder
from outsource_check.documents.validation import alternatives
from outsource_check.errors import (
    AnswerError,
    Problem,
    UsageError,
)
from outsource_check.interview import words
from outsource_check.interview.answering import put_answer, say
from outsource_check.interview.drafts import load_drafts, read_start
from outsource_check.interview.front_end import Ask, Item, LeftEarly
from outsource_check.interview.lock import FileLock
from outsource_check.interview.model import (
    START_FIELDS,
    Choose,
    Event,
    Header,
    Quit,
    Scope,
    Spot,
    State,
)
from outsource_check.interview.sequence import list_open
from outsource_check.interview.session import begin
from outsource_check.interview.storage import AnswerStore, gather_facts, header_of
from outsource_check.pack import SIDES, Pack, PackShelf, Side, Words, find_packs
from outsource_check.pack.finding import find_given_packs, find_packs_beside
from outsource_check.text import clean, plural

_SUFFIXES = (".yaml", ".yml", ".json")


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What the command line asks for."""

    path: Path | None = None
    """An answer file or a folder; None: the default file."""
    quick: bool | None = None
    side: Side | None = None
    role: str = ""
    engagement: str = ""
    keys: tuple[str, ...] = ()
    stops: bool = False
    assignments: tuple[str, ...] = ()
    """Each `id=answer`, for a question or a fact, in the short form of an answer file."""
    again: datetime.date | None = None
    """Go through the answers from before this day."""
    offer: Path | None = None
    """Another file whose answers are to be confirmed or changed."""
    packs: tuple[Path, ...] = ()
    """The folders of own packs, those that `--pack` names first."""
    named: tuple[Path, ...] = ()
    """What `--pack` names, as it was given."""
    today: datetime.date
    zone: str = ""
    """The name of the time zone that the respondent's machine is set to; empty: not known."""


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """An interview that is ready to begin."""

    store: AnswerStore
    state: State
    confirmed: str
    """Answers given by flags that the file holds already and that are renewed; mostly empty."""


def open_sitting(request: Request, ask: Callable[[Ask], Event] | None = None) -> Sitting:
    """Find, lock and read the answer file, or prepare a new one.

    `ask` asks whose answers are meant where a folder holds several people's; without it, that is
    a `UsageError`. Raises `UsageError` for flags that contradict the file or the pack, `LeftEarly`
    where the person left, and as `AnswerStore.open` and `load_pack` do. Nothing is written but the
    folder of an engagement that begins. The caller closes the store.
    """
    _refuse_bytes(request)
    shelf = PackShelf(request.packs)
    request, file, neighbours = _find_file(request, shelf, ask)
    store, source = _open_store(file, request, shelf)
    try:
        if source is None:
            others = neighbours or read_neighbours(store.file, shelf)
            state = _begin_new(request, shelf, others, store)
        else:
            state = _resume(request, shelf, source, store)
        state = replace(
            state,
            scope=read_scope(request, state.pack),
            zone=request.zone,
            again=request.again,
            offered=_read_offered(request, shelf, state.pack),
        )
        state = apply_assignments(state, request.assignments)
        confirmed = state.message
        news = [*_list_news(request, store, state, source), confirmed]
        state = replace(begin(state), message=" ".join(part for part in news if part))
    except BaseException:
        store.close()
        raise
    return Sitting(store=store, state=state, confirmed=confirmed)


def _read_offered(request: Request, shelf: PackShelf, pack: Pack) -> dict[str, Answer]:
    """The answers of another file, without what is internal there."""
    if request.offer is None:
        return {}
    file = str(request.offer)
    source = read_document(parse(read_bytes(file, AnswerError), file, AnswerError), shelf)
    if source.content.pack != pack.id:
        message = f'"{file}" answers the pack "{source.content.pack}", this is "{pack.id}"'
        raise UsageError(Problem(rule="", message=message))
    from outsource_check.result.redaction import hide_internal  # noqa: PLC0415 - only for these

    shown = {
        name: hide_internal(pack.questions[name], answer).replace(internal=None)
        for name, answer in source.content.answers.items()
        if name in pack.questions
    }
    return {name: answer for name, answer in shown.items() if answer.is_given}


def _list_news(
    request: Request, store: AnswerStore, state: State, source: AnswerSource | None
) -> Iterator[str]:
    """What is said above the first question."""
    if source is not None:
        yield _greet(state, source)
    else:
        if state.start and store.start:
            yield words.BEGUN_BEFORE
        if state.start:
            yield words.BEGUN.format(file=store.file)
        yield _tell_begun(request, store.file)
    yield from _tell_earlier(request, state)
    if not store.locked:
        yield words.NO_LOCKS.format(file=store.file)


def _tell_earlier(request: Request, state: State) -> Iterator[str]:
    """How many earlier answers there are to go through, in a sentence."""
    earlier = [one for one in state.questions if state.earlier(one.id) is not None]
    own = sum(one.id in state.answers for one in earlier)
    if own:
        yield words.AGAIN.format(answers=plural(own, "answer"), day=request.again)
    elif request.again is not None:
        yield words.NONE_AGAIN.format(day=request.again)
    if len(earlier) > own:
        count = plural(len(earlier) - own, "answer")
        yield words.OFFERED.format(answers=count, file=request.offer)


# --------------------------------------------------------------------------------- which file


def _find_file(
    request: Request, shelf: PackShelf, ask: Callable[[Ask], Event] | None
) -> tuple[Request, str | None, list[AnswerSource]]:
    """The file to open, and the other answer files of a folder that was named.

    None for a new file in that folder. The request comes back with what was asked about it.
    """
    path = request.path or Path(DEFAULT_FILE)
    if not is_folder(path):
        return request, str(path), []
    make_folder(path)
    sources, wrong = read_folder(path, shelf)
    mine = [
        source
        for source in sources
        if request.side in (None, source.content.respondent.side)
        and request.role in ("", source.content.respondent.role)
    ]
    # Nobody goes on with the answers of somebody else by mistake: a role says whose they are.
    doubt = len(mine) > 1 or bool(mine and not request.role)
    listed = _list_named(mine, sources)
    if doubt and ask is None:
        raise _doubt(path, mine, listed)
    chosen: AnswerSource | Side | None = mine[0] if mine else request.side
    if ask is not None and (doubt or chosen is None):
        pack = (
            shelf.pack(mine[0].content.pack, mine[0].file)
            if mine
            else choose_pack(request, shelf, sources)
        )
        asked = request.side or pack.outline.sides
        notes = [words.NAMELESS] if len(listed) < len(mine) else []
        notes += [words.NOT_READ.format(file=file) for file in wrong]
        chosen = _ask_whose(listed, SIDES if asked == "both" else (asked,), ask, notes, pack)
    if isinstance(chosen, AnswerSource):
        return request, chosen.file, [source for source in sources if source is not chosen]
    return replace(request, side=chosen), None, sources


def _ask_whose(
    sources: Sequence[AnswerSource],
    sides: Sequence[Side],
    ask: Callable[[Ask], Event],
    notes: Sequence[str],
    pack: Pack,
) -> AnswerSource | Side:
    """The answer file to go on with, or the side that somebody new answers for.

    `sides` are those that somebody new may answer for, `notes` say which files are not listed.
    Raises `LeftEarly` where the person left.
    """
    others, own = bool(sources or notes), pack.words
    if not others and len(sides) == 1:
        return sides[0]
    text = words.WHOSE if others else words.START["side"][0]
    new = [
        words.WHOSE_NEW.format(side=own.side(side)) if others else words.describe_side(side, pack)
        for side in sides
    ]
    asked = Ask(
        spot=Spot("start", "whose"),
        kind="list",
        place=words.WHOSE_PLACE,
        text=text,
        items=tuple(
            Item(value=str(n), mark=str(n), text=line, apart=others and n > len(sources))
            for n, line in enumerate([*(_describe(source, own) for source in sources), *new], 1)
        ),
        lines=tuple(notes),
    ).cleaned()
    chosen = {str(n): one for n, one in enumerate([*sources, *sides], 1)}
    while True:
        event = ask(asked)
        if isinstance(event, Quit):
            raise LeftEarly
        if isinstance(event, Choose) and event.value in chosen:
            return chosen[event.value]
        asked = replace(asked, problem=words.WHOSE_FIRST)


def _describe(source: AnswerSource, own: Words) -> str:
    """`Dana Reyes, CTO (client, 14 answers, client.yaml)`."""
    content = source.content
    who = content.respondent
    name = f"{who.name}, {who.role}" if who.name else who.role
    count = plural(len(content.answers), "answer")
    return f"{name} ({own.side(who.side)}, {count}, {Path(source.file).name})"


def is_folder(path: Path) -> bool:
    """Whether a path means an engagement's folder: one that is there, or a name of no YAML file."""
    return path.is_dir() or not (os.path.lexists(path) or path.suffix.lower() in _SUFFIXES)


def _list_named(mine: list[AnswerSource], sources: list[AnswerSource]) -> list[AnswerSource]:
    """Those of some answer files that may be listed.

    The name of a file must not give away somebody who wants to stay unnamed; of a side whose single
    answers are not shown, no file is listed.
    """
    together: dict[str, list[AnswerSource]] = {}
    for source in sources:
        together.setdefault(source.content.engagement, []).append(source)
    sealed = {name: seal(files) for name, files in together.items()}
    return [
        source
        for source in mine
        if not source.content.respondent.anonymous
        and source.content.respondent.side not in sealed[source.content.engagement]
    ]


def _doubt(path: Path, mine: list[AnswerSource], listed: list[AnswerSource]) -> UsageError:
    shown = sorted(one.file for one in listed)
    names = f": {alternatives(shown)}" if shown else ""
    count = plural(len(mine), "answer file")
    verb = "are" if len(mine) > 1 else "is"
    return UsageError(
        Problem(
            rule="",
            message=f'whose answers? In "{path}" there {verb} {count}',
            hint=f"to go on with yours, name the file{names}; to begin, say --side and --role",
        )
    )


def _open_store(
    file: str | None, request: Request, shelf: PackShelf
) -> tuple[AnswerStore, AnswerSource | None]:
    """The store, opened. Two people who begin at once in a folder get a new file each."""
    if file is not None:
        store = AnswerStore(file, shelf)
        return store, store.open()
    assert request.path is not None
    while True:
        store = AnswerStore(_name_new(request.path, request.side, request.role), shelf)
        try:
            if store.open() is None:
                return store, None
        except AnswerError:
            continue
        store.close()


def _name_new(folder: Path, side: Side | None, role: str) -> str:
    for path in _list_names(folder, side):
        if not (path.exists() or _is_anothers(path, role) or FileLock(str(path)).taken):
            break
    return str(path)


def _list_names(folder: Path, side: Side | None) -> Iterator[Path]:
    """The names of new files in a folder, the best one first, without end."""
    base = side or Path(DEFAULT_FILE).stem
    yield folder / f"{base}.yaml"
    for number in itertools.count(2):
        yield folder / f"{base}-{number}.yaml"


def _is_anothers(path: Path, role: str) -> bool:
    """Whether somebody else began this file and left before it was written; the role tells."""
    kept = read_start(str(path))
    return bool(kept) and not (role and kept.get("role") == role)


def _tell_begun(request: Request, file: str) -> str:
    """A sentence about unfinished files in a folder in which a new one is begun."""
    if request.path is None or not request.path.is_dir():
        return ""
    names = itertools.takewhile(
        lambda path: str(path) != file, _list_names(request.path, request.side)
    )
    begun = [str(path) for path in names if not path.exists() and read_start(str(path))]
    return words.BEGUN_BY_SOMEBODY.format(files=" and ".join(begun)) if begun else ""


def choose_pack(request: Request, shelf: PackShelf, others: list[AnswerSource]) -> Pack:
    """The pack of the other answer files, else the only own one, else the only shipped one.

    Own ones are those that `--pack` names, else those of the policy, else those beside the answers.
    """
    used = {source.content.pack for source in others}
    if len(used) == 1 and not request.named:
        return shelf.pack(used.pop(), others[0].file)
    path = request.path or Path(DEFAULT_FILE)
    folder = path if path.is_dir() else path.parent
    own = (
        find_given_packs(request.named)
        or find_given_packs(request.packs)
        or find_packs_beside(folder)
    )
    if len(own or find_packs()) != 1:
        names = alternatives(sorted(own if request.named else find_packs(request.packs, folder)))
        raise UsageError(
            Problem(
                rule="",
                message=f"several packs could be asked: {names}",
                hint="name one of them with --pack and its folder, as `pack list` shows it",
            )
        )
    (name,) = own or find_packs()
    return shelf.pack(name, str(folder / DEFAULT_FILE))


# ------------------------------------------------------------------------------ what is known


def _list_start(given: Sequence[str]) -> tuple[str, ...]:
    """The start fields that are asked where some are given by flags."""
    asked = tuple(name for name in START_FIELDS if name not in given)
    return () if asked == ("name",) else asked


def _refuse_bytes(request: Request) -> None:
    """Refuse flags whose bytes are no text: written down, they would say something else.

    Paths may be any bytes.
    """
    given = [("--engagement", request.engagement), ("--role", request.role)]
    given += [("--set", text) for text in request.assignments]
    for flag, text in given:
        if not text.isascii() and re.search("[\ud800-\udfff]", text):
            message = f'{flag} is not UTF-8 text: found "{clean(text)}"'
            hint = "set the terminal, or the script that calls, to UTF-8"
            raise UsageError(Problem(rule="", message=message, hint=hint))


def settle_request(
    request: Request, pack: Pack
) -> tuple[Side | None, Literal["quick", "full"] | None]:
    """Side and mode of a new file; None: still to be chosen.

    Raises `UsageError` for a side that the pack does not ask, and for quick where nothing is.
    """
    sides = pack.outline.sides
    if request.side is not None and request.side not in pack.sides:
        only, other = (pack.words.side(side) for side in (*pack.sides, request.side))
        raise UsageError(f'only the {only} answers the pack "{pack.id}", not the {other}')
    short = any(question.quick for question in pack.questions.values())
    if request.quick and not short:
        raise UsageError(f'the pack "{pack.id}" has no quick questions; use --full')
    # A choice of which one asks nothing is no choice.
    quick = request.quick if short else False
    mode: Literal["quick", "full"] | None = None if quick is None else "quick" if quick else "full"
    return request.side or (None if sides == "both" else sides), mode


def _begin_new(
    request: Request, shelf: PackShelf, others: list[AnswerSource], store: AnswerStore
) -> State:
    """The state of a new file, with the start fields that a sitting which ended early has kept."""
    kept = store.start
    pack = choose_pack(request, shelf, others)
    others = [source for source in others if source.content.pack == pack.id]
    names = {source.content.engagement for source in others}
    in_folder = request.path is not None and request.path.is_dir()
    side, mode = settle_request(request, pack)
    given: dict[str, Any] = {
        "engagement": say(request.engagement),
        "side": side,
        "role": say(request.role),
        "mode": mode,
    }
    asked = _list_start([name for name, value in given.items() if value])
    if not given["engagement"] and len(names) == 1:
        # In an engagement's folder its name is known; elsewhere it is a good guess.
        given["engagement"] = names.pop()
        if in_folder:
            asked = _list_start([name for name, value in given.items() if value])
    taken = tuple(name for name in asked if name in kept)
    given |= {name: kept[name] for name in taken}
    if given.get("name") == words.ANONYMOUS:
        given |= {"name": "", "anonymous": True}
    header = Header(date=request.today, **given)
    return State(
        pack=pack,
        header=header,
        today=request.today,
        trail=(Spot("start", asked[0] if asked else START_FIELDS[0]),),
        others=gather_facts(others, store.file, pack),
        start=asked,
        taken=taken,
        shared=in_folder and "engagement" in asked,
    )


def _resume(request: Request, shelf: PackShelf, source: AnswerSource, store: AnswerStore) -> State:
    content = source.content
    header = header_of(source)
    if request.side is not None and request.side != header.side:
        own = shelf.pack(content.pack, source.file).words
        mine, named = (own.side(side) for side in (content.respondent.side, request.side))
        raise UsageError(f'"{source.file}" answers for the {mine}, not the {named}')
    if request.quick and header.mode == "full":
        raise UsageError(f'"{source.file}" is a full assessment; it cannot become a quick one')
    header = replace(
        header,
        engagement=say(request.engagement) or header.engagement,
        role=say(request.role) or header.role,
        mode="full" if request.quick is False else header.mode,
    )
    pack = shelf.pack(content.pack, source.file)
    return State(
        pack=pack,
        header=header,
        today=request.today,
        trail=(Spot("finish"),),
        facts=store.facts,
        facts_before=source.facts_before,
        others=gather_facts(read_neighbours(source.file, shelf), source.file, pack),
        answers=store.answers,
        start=(),
        drafts=load_drafts(store.drafts, pack, store.answers),
    )


def _greet(state: State, source: AnswerSource) -> str:
    questions = state.questions
    earlier = {one.id for one in questions if state.earlier(one.id) is not None}
    left = sum(
        spot.whole.kind == "question" and not (spot.id in earlier and spot.id in state.answers)
        for spot in list_open(state)
    )
    counted = f"{len(questions) - left} of {plural(len(questions), 'question')} answered"
    parts = [f"Going on with {source.file}: {counted}."]
    version = source.version
    if version != state.pack.version:
        parts.append(f"The questions are version {state.pack.version} now, not {version} as then.")
    if source.asked_again:
        names = ", ".join(source.asked_again)
        parts.append(f"Asked again, because they read otherwise now: {names}.")
    if source.retired:
        names = ", ".join(source.retired)
        parts.append(f"No longer asked, but kept in the file: {names}.")
    if source.newer:
        names = ", ".join(source.newer)
        parts.append(f"Not known to this version, but kept in the file: {names}.")
    return " ".join(parts)


def read_scope(request: Request, pack: Pack) -> Scope:
    """What of a pack is asked. Raises `UsageError` for a key that it does not have."""
    known = [key.id for key in pack.keys]
    for name in request.keys:
        if name not in known:
            hint = near(name, known) or f"the keys are {', '.join(known)}"
            raise UsageError(Problem(rule="", message=f'there is no key "{name}"', hint=hint))
    return Scope(keys=request.keys, stops=request.stops)


# ------------------------------------------------------------------------- answers given by flag


def apply_assignments(state: State, assignments: tuple[str, ...]) -> State:
    """The state with `id=answer` texts put in. Raises `UsageError` for what fits nothing."""
    for text in assignments:
        name, said = read_assignment(state.pack, text, "--set")
        if isinstance(said, str):
            state = replace(state, facts={**state.facts, name: said})
        else:
            given = {field: getattr(said, field) for field in said.model_fields_set}
            state = put_answer(state, name, **given)
    return state
