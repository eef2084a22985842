"""A result and a template become a report's text."""

from __future__ import annotations

import base64
import hashlib
import re
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError, TemplateSyntaxError

from outsource_check.errors import ConfigurationError, Place, Problem, UsageError
from outsource_check.report.alignment import MEETING
from outsource_check.report.branding import UNBRANDED, Brand
from outsource_check.report.build import build_context
from outsource_check.report.catalogue import Template, find_template
from outsource_check.report.compiled import Language
from outsource_check.report.environment import Sandbox, open_environment
from outsource_check.resources import shipped_templates

if TYPE_CHECKING:
    from pathlib import Path

    from outsource_check.result import Result

_LONGEST = 10_000_000
"""Characters that a report has at most: a template that loops is stopped."""
_NONE = "'none'"
_POLICY = f"default-src {_NONE}; img-src data:; base-uri {_NONE}; form-action {_NONE}"
# A browser ends a comment at `--!>` too, and one that begins with `<!-->` at once.
_COMMENT = r"<!--(?!-?>)(?:(?!--!?>).)*-->"
_REST = r"(?:\s+[a-z:-]+(?:=\"[^\"<>]*\")?)*\s*>"
_HEAD = re.compile(
    rf"(?:\ufeff|\s|{_COMMENT})*(?:<!doctype[^>]*>)?(?:\s|{_COMMENT}|<html{_REST})*"
    rf"(?:<head{_REST}\s*(?:<meta charset=\"?[a-z0-9-]+\"?>\s*)?)?",
    re.IGNORECASE | re.DOTALL,
)
"""What may come before a page's policy; nothing that runs or loads is among it."""
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Design:
    """Own templates and an own brand."""

    folder: Path | None = None
    """Templates that replace or extend the shipped ones; None: only those."""
    brand: Brand = UNBRANDED


SHIPPED = Design()


def render(
    result: Result,
    *,
    template: str = "readiness",
    format: str = "html",  # noqa: A002 - the word of the command line
    design: Design = SHIPPED,
    minutes: int = MEETING,
) -> str:
    """A result through a template, as the text of a report; the same input gives the same text.

    `format` is one that the template is written for (`html`, `md`, `csv`), or `context`: what the
    template would be given, as JSON. `minutes` is how long the workshop of an agenda may take. What
    a side marked internal is in no report for the other.
    Raises `UsageError` for a template or a format that there is not, `ConfigurationError` for an
    own template that is wrong.
    """
    found = find_template(template, design.folder)
    context = build_context(result, found, design.brand, minutes=minutes)
    if format == "context":
        return context.model_dump_json(indent=2) + "\n"
    language = _choose_language(found, format)
    environment = open_environment(language, shipped_templates(), design.folder)
    file = f"{template}.{language}.j2"
    text = write(environment, file, vars(context), own=design.folder is not None)
    if language == "html":
        text = _seal(text)
    return text


def _choose_language(template: Template, wanted: str) -> Language:
    for language in template.languages:
        if language == wanted:
            return language
    offered = " or ".join(template.languages)
    raise UsageError(f'the template "{template.name}" has no format "{wanted}": it has {offered}')


def write(environment: Sandbox, file: str, context: dict[str, Any], *, own: bool) -> str:
    """A template with a context as text.

    Raises `ConfigurationError` for what an own template does wrong, with file and line; what a
    shipped one does wrong is a bug of ours.
    """
    try:
        parts = []
        length = 0
        for part in environment.get_template(file).generate(context):
            length += len(part)
            if length > _LONGEST:
                raise ConfigurationError(
                    f'the template "{file}" writes more than {_LONGEST} characters'
                )
            parts.append(part)
    except ConfigurationError:
        raise
    except Exception as error:
        if not own:
            raise
        raise _explain(error, file) from None
    return "".join(parts)


def _explain(error: Exception, file: str) -> ConfigurationError:
    """What went wrong in an own template, at the line where it did."""
    where, line = file, 1
    if isinstance(error, TemplateSyntaxError):
        where, line = error.filename or error.name or file, error.lineno
    else:
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename.endswith(".j2"):
                where, line = frame.filename, frame.lineno or 1
    message = str(error).strip() or type(error).__name__
    if not isinstance(error, TemplateError | TypeError):
        message = f"{type(error).__name__}: {message}"
    first = message.splitlines()[0].rstrip(".")
    return ConfigurationError(Problem(rule="", message=first, place=Place(file=where, line=line)))


def _seal(text: str) -> str:
    """The page with a policy in its head, whoever wrote its template.

    No script runs and nothing is loaded; of styles, only those that the page holds itself.
    """
    styles = [
        f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
        for style in _STYLE.findall(text)
    ]
    rules = f"{_POLICY}; style-src {' '.join(styles) or _NONE}"
    policy = f'<meta http-equiv="Content-Security-Policy" content="{rules}">\n'
    head = _HEAD.match(text)
    place = head.end() if head else 0
    return f"{text[:place]}{policy}{text[place:]}"
