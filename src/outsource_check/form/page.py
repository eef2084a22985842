"""A form as one page: readable without its script, and with a policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from outsource_check.form.data import write_data
from outsource_check.interview import words
from outsource_check.pack import SIDES, Answer
from outsource_check.pack.kinds.costs import FIGURES
from outsource_check.report.branding import UNBRANDED
from outsource_check.report.compiled import find_compiled
from outsource_check.text import clean

if TYPE_CHECKING:
    from outsource_check.form.opening import Form
    from outsource_check.pack import Question
    from outsource_check.report.branding import Brand

_HERE = Path(__file__).parent
_NOTHING = Answer.model_construct()


def render_form(form: Form, brand: Brand = UNBRANDED) -> str:
    """The page as text; the same form gives the same text."""
    environment = _open_environment()
    script = (_HERE / "page.js").read_text(encoding="utf-8")
    style = environment.get_template("page.css.j2").render(brand=brand)
    questions = {question.id: question for question in form.list_questions()}
    return environment.get_template("page.html.j2").render(
        brand=brand,
        form=form,
        pack=form.pack,
        header=form.header,
        facts=list(form.list_facts()),
        facts_before=form.facts_before,
        keys=[
            (key, [_describe(form, one) for one in key.questions if one.id in questions])
            for key in form.pack.keys
            if any(one.id in questions for one in key.questions)
        ],
        notes=[note.text for note in form.pack.outline.note],
        figures=FIGURES,
        words=words,
        zones=_list_zones() if any(one.by_parts == "sites" for one in questions.values()) else (),
        policy=_write_policy(script, style),
        data=Markup(write_data(form)),  # noqa: S704 - escaped there, and no markup of anybody's
        script=Markup(script),  # noqa: S704 - ours
        style=Markup(style),  # noqa: S704 - ours, with colours and fonts that were judged
    )


@lru_cache(maxsize=1)
def _open_environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=find_compiled("html"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["clean"] = clean
    return environment


def _write_policy(script: str, style: str) -> str:
    """Nothing is loaded, nothing is sent, and nothing runs but the page's own script."""
    allowed = ("script", script), ("style", style)
    rules = [
        "default-src 'none'",
        *(f"{what}-src 'sha256-{_digest(text)}'" for what, text in allowed),
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join(rules)


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _describe(form: Form, question: Question) -> dict[str, Any]:
    """What the template shows of a question."""
    sides = SIDES if form.header.side is None else (form.header.side,)
    wordings = {
        side: question.wording(side) for side in sides if question.answered_by in ("both", side)
    }
    same = len(set(wordings.values())) == 1
    answer = form.answers.get(question.id, _NOTHING)
    return {
        "question": question,
        "wordings": {"": next(iter(wordings.values()))} if same else wordings,
        "help": tuple(_explain(question)),
        "typed": question.ask_typed(_NOTHING),
        "said_before": answer.before,
        "why_again": form.pack.explain_again(question.id),
    }


def _explain(question: Question) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Headings and texts that are shown on request."""
    if question.why:
        yield "Why this is asked", (question.why,)
    if proofs := question.list_proofs(()):
        yield "What would prove it", proofs
    if levels := question.explain_levels():
        yield "Levels", (levels,)


def _list_zones() -> list[tuple[str, str]]:
    """The current zones, each with its city and country."""
    from outsource_check.overlap import zones  # noqa: PLC0415 - zoneinfo

    return [(zone.name, f"{zone.city}, {zone.country}") for zone in zones.list_zones()]
