"""Trial runs of own templates: compiled, and rendered with answers that are hard on them."""

from __future__ import annotations

import datetime
import inspect
import json
import re
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateSyntaxError

from outsource_check.answers import assemble
from outsource_check.answers.reading import read_document
from outsource_check.answers.settlements import decode_engagement
from outsource_check.documents import parse
from outsource_check.documents.dumping import inline
from outsource_check.errors import AnswerError, ConfigurationError, Place, Problem
from outsource_check.pack import (
    SIDES,
    ChoiceQuestion,
    DateQuestion,
    Fact,
    MatrixQuestion,
    NumberQuestion,
    OverlapQuestion,
    PackShelf,
    TextQuestion,
    find_packs,
)
from outsource_check.report.branding import UNBRANDED
from outsource_check.report.build import build_context
from outsource_check.report.catalogue import LIST, list_templates
from outsource_check.report.compiled import LANGUAGES
from outsource_check.report.environment import SHARED, open_environment
from outsource_check.report.leaks import HOSTILE, fill, find_leaks, note_print
from outsource_check.report.model import Span
from outsource_check.report.parts import Part
from outsource_check.report.rendering import Design, render, write
from outsource_check.resources import shipped_templates
from outsource_check.result import score
from outsource_check.result.past import remember
from outsource_check.result.since import compare
from outsource_check.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from outsource_check.pack import Pack, Question, Side
    from outsource_check.report.catalogue import Template
    from outsource_check.report.compiled import Language
    from outsource_check.report.leaks import Leak
    from outsource_check.result import Result

TRIAL_PACKS = Path(__file__).parent / "trial_packs"
"""Packs unlike the shipped ones: of one side, of ratings alone, of texts and profile facts."""
_DAY = datetime.date(2026, 11, 23)
_WORDS = "zqz said"
"""What stands in every field of a hostile answer file, until a text of a format takes its place."""
_SITES = [
    {"name": f"{_WORDS} 1", "side": "client", "zone": "Europe/London", "hours": "09:00-17:30"},
    {"name": f"{_WORDS} 2", "side": "partner", "zone": "Asia/Ho_Chi_Minh", "hours": "09:00-18:00"},
]
_SAME_HOURS = [
    {"name": "One", "side": "client", "zone": "Europe/London", "hours": "09:00-17:30"},
    {"name": "Two", "side": "partner", "zone": "Europe/London", "hours": "09:00-17:30"},
]
_BRAND = UNBRANDED.replace(name=_WORDS, footer=_WORDS, classification=_WORDS)
_SAID = re.compile(_WORDS, re.IGNORECASE)
_MACROS = """{% macro w(t) %}{{ t }}{% endmacro %}{% macro c(t) %}{{ caller() ~ t }}{% endmacro %}
{% macro b(t) %}{% call c(t) %}{{ t }}{% endcall %}{% endmacro %}
{% macro s() %}a %s %.12s{% endmacro %}{% macro f() %}a {0} {0:.12}{% endmacro %}"""
_OPERATIONS = {
    "~": ("w(t) ~ t", "t ~ w(t)"),
    "+": ("w(t) + t", "t + w(t)"),
    "join": ("[w(t), t]|join(t)", "[t, t]|join(w(t))", "w(t).join([t, t])"),
    "%": ("s() % (t, t)", "s() % (w(t), w(t))"),
    "format": ("f().format(t)", "'{0} {0:.12}'.format(w(t))"),
    "replace": ("w('x')|replace('x', t)", "t|replace('q', w('q'))", "w(t)|replace(t[0], '')"),
    "a macro": ("w(t)", "w(w(t))", "b(t)"),
    "a slice": ("w(t)[1:]", "w(t)[:12]", "w(t)|truncate(12, true, '', 0)", "w(t)|reverse|reverse"),
}
"""What a template may do with a text `t`, and with what a macro wrote of it."""


def try_templates(folder: Path) -> list[Template]:
    """Every own template of a folder, tried: the templates that are sound, in their order.

    All files are compiled, then each template is rendered in each of its formats with answers
    that are empty, poor and perfect, of both sides and of one, to the shipped packs and to packs
    unlike them, and with texts that are hostile in that format in every field which holds what
    somebody wrote. Raises `ConfigurationError` with everything found.
    """
    own = [template for template in list_templates(folder) if template.own]
    problems = list(_compile(folder))
    if problems:
        raise ConfigurationError(problems)
    results = list(make_results())
    hostile = list(_make_hostile())
    for language in LANGUAGES:
        trial = _Trial(language, folder)
        written = [template for template in own if language in template.languages]
        for template in written:
            problems += _render(template, language, folder, results)
            for result, texts in hostile:
                problems += trial.try_template(template, result, texts)
        if written:
            problems += trial.try_operations()
    if problems:
        raise ConfigurationError(
            {(each.place, each.message): each for each in problems}.values(),
        )
    return own


def list_unlisted(folder: Path) -> list[tuple[Path, str]]:
    """The files of a folder that its list of templates does not show, and what that comes to."""
    listed = {template.name for template in list_templates(folder) if template.listed}
    found = []
    for file in sorted(folder.rglob("*.j2")):
        place = file.relative_to(folder)
        top, *below = place.parts
        if top == SHARED or (top in LANGUAGES and len(below) > 1):
            continue  # what templates take in
        name = place.name.removesuffix(f".{top}.j2")
        if top not in LANGUAGES or name == place.name:
            found.append((place, "is no template: those are html/NAME.html.j2, so with md and csv"))
        elif name not in listed:
            found.append((place, f"is not in {LIST}: it has no title, and is for both sides"))
    return found


def _render(
    template: Template, language: Language, folder: Path, results: list[Result]
) -> Iterator[Problem]:
    for result in results:
        try:
            render(result, template=template.name, format=language, design=Design(folder=folder))
        except ConfigurationError as error:
            yield from error.problems


class _Stopped(Exception):
    """The print whose place is wanted was reached."""


class _Prints:
    """What is printed, counted; a token on its way into the page takes the number with it."""

    def __init__(self, finalize: Callable[[Any], Any]) -> None:
        self._finalize = finalize
        self.start()

    def start(self, stop: int = 0) -> None:
        """Count from the beginning; `stop` is the print at which to stop, 0: at none."""
        self.sites: list[tuple[str, int]] = []
        """For each print, the code of a template that does it."""
        self._stop = stop

    def __call__(self, value: Any) -> Any:
        if isinstance(value, str):
            marked = note_print(str(value), len(self.sites) + 1)
            if marked != value:
                frame = inspect.currentframe()
                assert frame is not None, "CPython has frames"
                assert frame.f_back is not None, "a template called this"
                self.sites.append((frame.f_back.f_code.co_filename, frame.f_back.f_lineno))
                if len(self.sites) == self._stop:
                    raise _Stopped
                value = type(value)(marked)
        return self._finalize(value)


class _Trial:
    """Own templates of a format, and the operations of that format, under hostile texts."""

    def __init__(self, language: Language, folder: Path) -> None:
        environment = open_environment(language, shipped_templates(), folder)
        assert environment.finalize is not None, "it escapes"
        self._language = language
        self._prints = _Prints(environment.finalize)
        self._environment = environment.overlay(finalize=self._prints, bytecode_cache=None)
        self._fields: dict[str, int] = {}
        """The fields that hold what somebody wrote, with their numbers."""

    def try_template(
        self, template: Template, result: Result, texts: frozenset[str]
    ) -> Iterator[Problem]:
        """What is wrong with a template; `texts` are those of the pack."""
        built = build_context(result, template, _BRAND)
        file = f"{template.name}.{self._language}.j2"
        for hostile in HOSTILE[self._language]:
            context = {name: self._say(part, name, texts, hostile) for name, part in built}
            try:
                page = self._fill(file, context)
            except ConfigurationError as error:
                yield from error.problems
                continue
            sites = self._prints.sites
            leaks = {
                (leak.field, leak.what, sites[leak.printed - 1] if leak.printed else None): leak
                for leak in find_leaks(self._language, page)
            }
            for leak in leaks.values():
                yield Problem(
                    rule="",
                    message=f'"{self._name(leak)}" comes through as markup: {leak.what}',
                    place=self._find_place(file, context, leak.printed),
                )

    def try_operations(self) -> Iterator[Problem]:
        """What an operation lets through, of any field."""
        for name, operations in _OPERATIONS.items():
            lines = "\n".join(f"{{{{ {operation} }}}}" for operation in operations)
            template = self._environment.from_string(
                f"{_MACROS}{{% for t in texts %}}{lines}\n{{% endfor %}}"
            )
            for hostile in HOSTILE[self._language]:
                texts = [fill(hostile, number) for number in self._fields.values()]
                for leak in set(find_leaks(self._language, template.render(texts=texts))):
                    yield Problem(
                        rule="",
                        message=f"the format {self._language}: {name} lets"
                        f' "{self._name(leak)}" through as markup: {leak.what}',
                    )

    def _say(self, part: Any, place: str, texts: frozenset[str], hostile: str) -> Any:
        """The same part of a context, hostile in every field that holds what somebody wrote."""
        if isinstance(part, tuple):
            return tuple(self._say(item, f"{place}[]", texts, hostile) for item in part)
        if isinstance(part, Part) and not isinstance(part, Span):
            fields = {
                name: self._say(item, f"{place}.{name}", texts, hostile) for name, item in part
            }
            return part.model_copy(update=fields)
        if not isinstance(part, str):
            return part
        text = _WORDS if part in texts else _SAID.sub(_WORDS, part)
        if _WORDS not in text:
            return part
        number = self._fields.setdefault(place, len(self._fields))
        return text.replace(_WORDS, clean(fill(hostile, number), newline="\n"))

    def _name(self, leak: Leak) -> str:
        return list(self._fields)[leak.field]

    def _fill(self, file: str, context: dict[str, Any], stop: int = 0) -> str:
        self._prints.start(stop)
        return write(self._environment, file, context, own=True)

    def _find_place(self, file: str, context: dict[str, Any], printed: int) -> Place:
        """Where in a template something is printed; its file where that is not known."""
        try:
            if printed:
                self._fill(file, context, printed)
        except ConfigurationError as error:
            if error.problems[0].place is not None:
                return error.problems[0].place
        return Place(file=file)


def _compile(folder: Path) -> Iterator[Problem]:
    for language in LANGUAGES:
        environment = open_environment(language, shipped_templates(), folder)
        files = [
            (folder / part, file)
            for part in (language, SHARED)
            for file in (folder / part).rglob("*.j2")
        ]
        for name in sorted(file.relative_to(top).as_posix() for top, file in files):
            try:
                environment.get_template(name)
            except TemplateSyntaxError as error:
                yield Problem(
                    rule="",
                    message=str(error.message or error).rstrip("."),
                    place=Place(file=error.filename or name, line=error.lineno),
                )


def make_results() -> Iterator[Result]:
    """What templates are tried with; each but a pack's first is compared with the one before.

    Nothing is answered; all is at its lowest, from the first side alone; all is in place and shown
    by each side that the pack asks; and the same from the last side alone.
    """
    shelf = PackShelf([TRIAL_PACKS])
    for name in find_packs([TRIAL_PACKS]):
        asked = _list_sides(shelf.pack(name))
        before = None
        tried = [("empty", asked[:1]), ("poor", asked[:1]), ("perfect", asked)]
        if len(asked) > 1:
            tried.append(("perfect", asked[-1:]))
        for style, sides in tried:
            result = _score(shelf, name, style, sides)
            yield result if before is None else _compare(before, result)
            before = result


def _make_hostile() -> Iterator[tuple[Result, frozenset[str]]]:
    """Results in which every text is `_SAID` or one of the pack's, with those of the pack.

    Each is compared with an earlier state, in which nobody of the last side had answered.
    """
    shelf = PackShelf([TRIAL_PACKS])
    for name in find_packs([TRIAL_PACKS]):
        pack = shelf.pack(name)
        texts = frozenset(clean(text, newline="\n") for text in _gather(pack))
        before = _score(shelf, name, "poor", _list_sides(pack)[:1])
        yield _compare(before, _score(shelf, name, "hostile", _list_sides(pack))), texts


def _list_sides(pack: Pack) -> tuple[Side, ...]:
    sides = pack.outline.sides
    return SIDES if sides == "both" else (sides,)


def _compare(before: Result, result: Result) -> Result:
    return result.replace(since=compare(remember(before), result, _WORDS))


def _score(shelf: PackShelf, name: str, style: str, sides: tuple[Side, ...]) -> Result:
    pack = shelf.pack(name)
    sources = [
        read_document(parse(_write(pack, side, style), f"{side}.json", AnswerError), shelf)
        for side in sides
    ]
    decided = (
        decode_engagement(parse(_settle(pack), "engagement.json", AnswerError), pack)
        if style == "hostile"
        else None
    )
    return score(assemble(sources, pack, decided), as_of=_DAY)


def _gather(part: Any) -> Iterator[str]:
    """Every text of more than one word in a pack or a part of it."""
    if isinstance(part, str):
        if " " in part:
            yield part
    elif isinstance(part, dict):
        yield from chain.from_iterable(map(_gather, part.values()))
    elif isinstance(part, tuple):
        yield from chain.from_iterable(map(_gather, part))
    elif hasattr(part, "__dict__"):
        yield from _gather(vars(part))


def _write(pack: Pack, side: Side, style: str) -> bytes:
    """An answer file as JSON, made from what the pack itself offers."""
    hostile = style == "hostile"
    asked = [
        question
        for question in pack.questions.values()
        if question.answered_by in (side, "both", None) and style != "empty"
    ]
    # Sides that differ, so that the context has something to say about that too.
    best = style == "perfect" or (hostile and side == "partner")
    answers = {question.id: _answer(question, best=best) for question in asked}
    if style == "perfect":
        sites = {question.id for question in asked if isinstance(question, OverlapQuestion)}
        answers |= {name: {"sites": _SAME_HOURS, "from": _DAY.isoformat()} for name in sites}
    if hostile:
        answers.pop(_pick_settled(pack), None)
        for number, name in enumerate(answers):
            answers[name] = _make_answer_hostile(answers[name], number)
    facts = {fact.id: _choose(fact) for fact in pack.facts.values() if style != "empty"}
    return json.dumps(
        {
            "format": "outsource-check/answers/v1",
            "pack": pack.id,
            "pack_version": pack.version,
            "engagement": _WORDS if hostile else "Trial",
            "respondent": {"side": side, "role": _WORDS if hostile else "Tester"},
            "date": _DAY.isoformat(),
            "facts": facts,
            "answers": answers,
            "waivers": [
                {"question": name, "by": _WORDS, "reason": _WORDS, "date": _DAY.isoformat()}
                for name in list(answers)[:2]
                if hostile
            ],
        }
    ).encode()


def _choose(fact: Fact) -> Any:
    """Its last option; of several, all but the first."""
    chosen = list(fact.choices)
    return chosen[1:] if fact.several else chosen[-1]


def _pick_settled(pack: Pack) -> str:
    """The question that nobody answers, so that what was agreed on it holds."""
    return pack.scored[-1].id


def _settle(pack: Pack) -> bytes:
    """An engagement file as JSON: one agreement holds, another is open again."""
    settled = _pick_settled(pack)
    opened = [question.id for question in pack.scored if question.id != settled][:1]
    people = {"present": [_WORDS], "reason": _WORDS, "dissent": _WORDS}
    level = next(level for level in pack.questions[settled].offered if level in range(5))
    held = {"level": str(level), "evidence": [{"what": _WORDS, "where": _WORDS}], **people}
    return json.dumps(
        {
            "format": "outsource-check/engagement/v1",
            "engagement": _WORDS,
            "settlements": [
                *({"question": name, "not_applicable": _WORDS, **people} for name in opened),
                {"question": settled, **held},
            ],
        }
    ).encode()


def _answer(question: Question, *, best: bool) -> dict[str, Any]:
    answer: dict[str, Any]
    match question:
        case ChoiceQuestion():
            options = sorted(question.options, key=lambda option: option.worth)
            answer = {"option": options[-1 if best else 0].id}
        case NumberQuestion():
            answer = {"value": _find_number(question, best=best)}
        case MatrixQuestion():
            options = sorted(question.options, key=lambda option: option.worth)
            chosen = options[-1 if best else 0].id
            answer = {"rows": {row.id: chosen for row in question.rows}}
        case OverlapQuestion():
            answer = {"sites": _SITES, "from": _DAY.isoformat()}
        case TextQuestion():
            answer = {"text": _WORDS}
        case DateQuestion():
            answer = {"day": _DAY.isoformat()}
        case _:
            answer = {"level": "4" if best else "0"}
    if best and question.scored:
        answer["evidence"] = [{"what": "A record", "where": "https://example.org/record"}]
    return answer


def _find_number(question: NumberQuestion, *, best: bool) -> str:
    """A number that gives the highest level, or the lowest one that an end gives."""
    least, most = question.limits
    if not question.scored:
        return inline(least)
    if best:
        return inline(question.needed(question.offered[-1])[0])
    ends = (least, question.worst, most, *(question.bounds or {}).values())
    return inline(min((end for end in ends if end is not None), key=question.level))


def _make_answer_hostile(answer: dict[str, Any], number: int) -> dict[str, Any]:
    """The answer with every text that somebody can write; now and then it is not known at all."""
    if number % 7 == 5:
        return {"dont_know": "yes", "note": _WORDS, "owner": _WORDS}
    if number % 7 == 6:
        return {"not_applicable": _WORDS}
    if "rows" in answer:
        rows = {
            name: {"option": option, "who": _WORDS, "note": _WORDS}
            for name, option in answer["rows"].items()
        }
        answer = {**answer, "rows": rows}
    evidence = [{"what": _WORDS, "where": _WORDS}]
    return {**answer, "note": _WORDS, "owner": _WORDS, "evidence": evidence}
