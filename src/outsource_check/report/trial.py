"""Trial runs of own templates: compiled, and rendered with answers that are hard on them."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateSyntaxError

from outsource_check.answers import PackShelf, assemble
from outsource_check.answers.reading import read_document
from outsource_check.documents import parse
from outsource_check.errors import AnswerError, ConfigurationError, Place, Problem
from outsource_check.pack import (
    SIDES,
    ChoiceQuestion,
    LevelsQuestion,
    MatrixQuestion,
    NumberQuestion,
    find_packs,
)
from outsource_check.report.catalogue import list_templates
from outsource_check.report.environment import LANGUAGES, open_environment
from outsource_check.report.rendering import Design, render
from outsource_check.resources import shipped_templates
from outsource_check.result import score

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from outsource_check.pack import Pack, Question, Side
    from outsource_check.report.catalogue import Template
    from outsource_check.result import Result

_DAY = datetime.date(2026, 11, 23)
_HOSTILE = "\"'><img src=x onerror=alert(1)><script>alert(1)</script> javascript:alert(1) {{7*7}}"
"""Text that would become markup wherever a template lets it."""


def try_templates(folder: Path) -> list[Template]:
    """Every own template of a folder, tried: the templates that are sound, in their order.

    All files are compiled, then each template is rendered in each of its formats with answers
    that are empty, poor, perfect and hostile. Raises `ConfigurationError` with everything found.
    """
    own = [template for template in list_templates(folder) if template.own]
    problems = list(_compile(folder))
    if problems:
        raise ConfigurationError(problems)
    results = list(_make_results())
    seen: set[tuple[str, int, str]] = set()
    for template in own:
        for language in template.languages:
            for result in results:
                try:
                    render(
                        result,
                        template=template.name,
                        format=language,
                        design=Design(folder=folder),
                    )
                except ConfigurationError as error:
                    for problem in error.problems:
                        place = problem.place or Place(file=template.name)
                        key = (place.file, place.line, problem.message)
                        if key not in seen:
                            seen.add(key)
                            problems.append(problem)
    if problems:
        raise ConfigurationError(problems)
    return own


def _compile(folder: Path) -> Iterator[Problem]:
    for language in LANGUAGES:
        environment = open_environment(language, shipped_templates(), folder)
        for file in sorted((folder / language).rglob("*.j2")):
            name = file.relative_to(folder / language).as_posix()
            try:
                environment.get_template(name)
            except TemplateSyntaxError as error:
                yield Problem(
                    rule="",
                    message=str(error.message or error).rstrip("."),
                    place=Place(file=error.filename or name, line=error.lineno),
                )


def _make_results() -> Iterator[Result]:
    shelf = PackShelf()
    for name in find_packs():
        pack = shelf.pack(name)
        for style in ("empty", "poor", "perfect", "hostile"):
            sources = [
                read_document(parse(_write(pack, side, style), f"{side}.json", AnswerError), shelf)
                for side in (SIDES if style in ("perfect", "hostile") else SIDES[:1])
            ]
            yield score(assemble(sources, pack), as_of=_DAY)


def _write(pack: Pack, side: Side, style: str) -> bytes:
    """An answer file as JSON, made from what the pack itself offers."""
    answers = {
        question.id: _answer(question, style)
        for question in pack.questions.values()
        if question.answered_by in (side, "both", None) and style != "empty"
    }
    facts = {fact.id: list(fact.choices)[-1] for fact in pack.facts.values() if style != "empty"}
    hostile = style == "hostile"
    return json.dumps(
        {
            "format": "outsource-check/answers/v1",
            "pack": pack.id,
            "pack_version": pack.version,
            "engagement": _HOSTILE if hostile else "Trial",
            "respondent": {"side": side, "role": _HOSTILE if hostile else "Tester"},
            "date": _DAY.isoformat(),
            "facts": facts,
            "answers": answers,
        }
    ).encode()


def _answer(question: Question, style: str) -> dict[str, Any] | str:
    best = style == "perfect"
    answer: dict[str, Any]
    match question:
        case ChoiceQuestion():
            options = sorted(question.options, key=lambda option: option.worth)
            answer = {"option": options[-1 if best else 0].id}
        case NumberQuestion():
            answer = {"value": "none"}
        case MatrixQuestion():
            options = sorted(question.options, key=lambda option: option.worth)
            chosen = options[-1 if best else 0].id
            answer = {"rows": {row.id: chosen for row in question.rows}}
        case LevelsQuestion():
            answer = {"level": "4" if best else "0"}
        case _:
            answer = {"level": "4" if best else "0"}
    if best:
        answer["evidence"] = [{"what": "A record", "where": "https://example.org/record"}]
    if style == "hostile":
        answer |= {
            "note": _HOSTILE,
            "owner": _HOSTILE,
            "evidence": [{"what": _HOSTILE, "where": "javascript:alert(1)"}],
        }
    return answer
