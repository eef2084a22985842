"""Jinja environments, one for each format: escaping is on in all of them and stays on.

Templates run in a sandbox, on plain data, with undefined names as errors. A template of a user can
replace and extend what is shipped; it cannot switch escaping off, reach a file outside its folders
or an attribute beyond its context. It can still use up memory and time: it is trusted like a
colleague's, not like a stranger's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateNotFound,
    nodes,
)
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from outsource_check.report.values import write_day_in_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Language = Literal["html", "md", "csv"]
"""A format that templates write; each has a folder of its own and its own escaping."""
LANGUAGES: tuple[Language, ...] = ("html", "md", "csv")
SHIPPED = "shipped"
"""The prefix by which a user's template names a shipped one: `shipped/readiness.html.j2`."""

_UNSAFE_FILTERS = (
    *("e", "escape", "forceescape", "safe", "striptags", "tojson", "urlize", "xmlattr"),
    *("pprint", "random", "filesizeformat", "format"),
)
"""Filters that make markup, escape for another format, or would not give the same text twice."""
_UNSAFE_GLOBALS = ("lipsum", "cycler", "joiner", "namespace")
_NUMBERS = (int, float)
_PRINTED = (str, *_NUMBERS)


class Folder(FileSystemLoader):
    """Templates of a folder; a link that leads out of it is not followed."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, followlinks=False)
        self._folder = folder.resolve()

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The template's text; a file outside the folder is as good as missing."""
        inside = (self._folder / template).resolve()
        if not inside.is_relative_to(self._folder):
            raise TemplateNotFound(template)
        text, _, fresh = super().get_source(environment, template)
        return text, str(self._folder.name) + "/" + template, fresh


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment in which escaping cannot be switched off."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of the context; `keys.items` is a field named `items` where there is one."""
        if obj.__class__ is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all((nodes.EvalContextModifier, nodes.ScopedEvalContextModifier)):
            raise TemplateSyntaxError(
                "escaping is always on: {% autoescape %} is not allowed",
                node.lineno,
                name,
                filename,
            )
        return tree


def open_environment(language: Language, shipped: Path, own: Path | None) -> Sandbox:
    """The environment of a format: the user's folder first, then the shipped one.

    The shipped templates can also be named with the prefix `shipped/`, so that a template can
    extend the one that it replaces. An environment sees the folder of its own format only.
    """
    base = Folder(shipped / language)
    loaders = [base, PrefixLoader({SHIPPED: base})]
    if own is not None:
        loaders.insert(0, Folder(own / language))
    environment = Sandbox(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        finalize=_choose_finalizer(language),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        newline_sequence="\n",
        cache_size=64,
    )
    for name in _UNSAFE_FILTERS:
        environment.filters.pop(name, None)
    for name in _UNSAFE_GLOBALS:
        environment.globals.pop(name, None)
    environment.filters["day"] = write_day_in_words
    return environment


def _escape_with(escape: Callable[[str], str]) -> Callable[[Any], Any]:
    """What is printed, escaped, unless a macro or block of the same environment made it."""

    def finalize(value: Any) -> Any:
        if isinstance(value, Markup):
            return value
        if isinstance(value, str):
            return Markup(escape(value))  # noqa: S704 - escaped right here, for this format
        if isinstance(value, _NUMBERS) or hasattr(value, "_fail_with_undefined_error"):
            return value
        raise TypeError(f"only text and numbers can be printed, not a {type(value).__name__}")

    return finalize


def _print_html(value: Any) -> Any:
    """Text and numbers only: a list or a dict in a report is a mistake in its template."""
    if isinstance(value, _PRINTED) or hasattr(value, "_fail_with_undefined_error"):
        return value
    raise TypeError(f"only text and numbers can be printed, not a {type(value).__name__}")


def _choose_finalizer(language: Language) -> Callable[[Any], Any]:
    """What everything that a template prints goes through, by the format's own escaping."""
    if language == "html":
        return _print_html  # Jinja's own escaping comes behind it
    if language == "md":
        from outsource_check.markdown import escape_markdown  # noqa: PLC0415 - its patterns

        return _escape_with(escape_markdown)
    from outsource_check.report.cells import escape_cell  # noqa: PLC0415

    return _escape_with(escape_cell)
