"""What a form asks, of whom, and what is answered already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from outsource_check.answers import Answer, read_answers, read_neighbours
from outsource_check.answers.reading import read_answer_file
from outsource_check.answers.selection import list_answers
from outsource_check.errors import Problem, UsageError
from outsource_check.interview.answering import say
from outsource_check.interview.model import Header
from outsource_check.interview.sitting import Request, choose_pack, read_scope, settle_request
from outsource_check.interview.storage import gather_facts, header_of, read_facts, read_units
from outsource_check.pack import Fact, Pack, PackShelf, Question

if TYPE_CHECKING:
    from outsource_check.answers import AnswerSource
    from outsource_check.answers.engagement import Engagement
    from outsource_check.answers.model import Waiver


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A form before it becomes a page."""

    pack: Pack
    header: Header
    """What is known of its file; empty where the page asks for it."""
    organisation: str = ""
    """For whom the respondent works."""
    shared: bool = False
    """Whether the engagement has its name already."""
    keys: tuple[str, ...] = ()
    """Ids of the keys that it asks; empty: all of them."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What its file says: option ids as in `Facts`, or `dont-know`, by fact id."""
    facts_before: Mapping[str, str] = field(default_factory=dict)
    """What its file said about facts that are asked again."""
    others: Mapping[str, str] = field(default_factory=dict)
    """What other files of the engagement say about facts: not asked again."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """By question id."""
    waivers: tuple[Waiver, ...] = ()
    settled: frozenset[str] = frozenset()
    """Questions that somebody of the side has answered already."""

    def list_questions(self) -> Iterator[Question]:
        """The questions on the page, whatever the facts and the choices made there are."""
        side, quick = self.header.side, self.header.mode == "quick"
        for question in self.pack.questions.values():
            if (
                (side is None or question.answered_by in ("both", side))
                and (not self.keys or question.key in self.keys)
                and (not quick or question.quick or question.id in self.answers)
                and question.id not in self.settled
            ):
                yield question

    def list_facts(self) -> Iterator[Fact]:
        """The facts on the page; those that only others say are not asked again."""
        for name in self.pack.list_facts_asked(self.list_questions()):
            if name in self.facts or name not in self.others:
                yield self.pack.facts[name]


def open_form(request: Request) -> Form:
    """The form that a command line asks for.

    `request.path` is an answer file to go on with, or the folder of an engagement of which is asked
    what nobody of the side has answered; without it, the form is for somebody new. Raises
    `UsageError` for what contradicts the file or the pack and where nothing is left to ask,
    `AnswerError` and `ConfigurationError` as reading does.
    """
    shelf = PackShelf(request.packs)
    path = request.path
    if path is None:
        form = _begin(request, choose_pack(request, shelf, []))
    elif path.is_dir():
        form = _continue(request, shelf, path)
    elif path.exists():
        form = _resume(request, shelf, path)
    else:
        message = f'there is no "{path}": expected an answer file, or the folder of an engagement'
        raise UsageError(Problem(rule="", message=message))
    form = replace(form, keys=read_scope(request, form.pack).keys)
    if not any(form.list_questions()):
        side = form.header.side
        who = f"the {form.pack.words.side(side)}" if side else "anybody"
        message = f"nothing is still to be asked of {who}"
        hint = "a form without PATH asks everything, of somebody who is to answer it too"
        raise UsageError(Problem(rule="", message=message, hint=hint if form.settled else ""))
    return form


def _begin(request: Request, pack: Pack) -> Form:
    """A form for somebody new."""
    side, mode = settle_request(request, pack)
    header = Header(
        date=request.today,
        engagement=say(request.engagement),
        side=side,
        role=say(request.role),
        mode=mode,
    )
    return Form(pack=pack, header=header)


def _continue(request: Request, shelf: PackShelf, folder: Path) -> Form:
    """A form for somebody new in the folder of an engagement."""
    if not list_answers(folder):
        return _begin(request, choose_pack(request, shelf, []))
    engagement = read_answers(folder, packs=request.packs, refuse=False)
    form = _begin(request, engagement.pack)
    if form.header.side is None:
        message = f'whom is the form for? In "{folder}" there are answers already'
        raise UsageError(Problem(rule="", message=message, hint="say --side client or partner"))
    _check_name(request, engagement.name, str(folder))
    return replace(
        form,
        header=replace(form.header, engagement=engagement.name),
        shared=True,
        others=engagement.facts,
        settled=frozenset(_list_settled(engagement, form)),
    )


def _list_settled(engagement: Engagement, form: Form) -> Iterator[str]:
    """The questions that somebody of the form's side knows the answer to."""
    for file in engagement.of_side(form.header.side or "client"):
        for name, answer in file.answers.items():
            if answer.says_something or answer.not_applicable:
                yield name


def _check_name(request: Request, name: str, file: str) -> None:
    if request.engagement and say(request.engagement) != name:
        message = f'"{file}" is about "{name}", not about "{say(request.engagement)}"'
        raise UsageError(Problem(rule="", message=message))


def _resume(request: Request, shelf: PackShelf, path: Path) -> Form:
    """A form that goes on with an answer file."""
    source = read_answer_file(path, shelf)
    content, header = source.content, header_of(source)
    if request.side is not None and request.side != content.respondent.side:
        words = shelf.pack(content.pack, source.file).words
        mine, named = (words.side(side) for side in (content.respondent.side, request.side))
        raise UsageError(f'"{path}" answers for the {mine}, not the {named}')
    if request.quick and header.mode == "full":
        raise UsageError(f'"{path}" is a full assessment; it cannot become a quick one')
    _check_name(request, content.engagement, str(path))
    pack = shelf.pack(content.pack, source.file)
    neighbours = read_neighbours(source.file, shelf)
    others = gather_facts(neighbours, source.file, pack).get(content.engagement, {})
    return Form(
        pack=pack,
        header=replace(
            header,
            role=say(request.role) or header.role,
            mode="full" if request.quick is False else header.mode,
        ),
        organisation=content.respondent.organisation,
        shared=True,
        facts=read_facts(source.document.root, content.facts),
        facts_before=source.facts_before,
        others=others,
        answers=_list_answers(source),
        waivers=content.waivers,
    )


def _list_answers(source: AnswerSource) -> dict[str, Answer]:
    answers = source.content.answers
    return {**answers, **dict(read_units(source.document.root, answers))}
