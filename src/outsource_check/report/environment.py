"""Jinja environments, one for each format: escaping is on in all of them and stays on.

Templates run in a sandbox, on plain data, with undefined names as errors. A template of a user can
replace and extend what is shipped; it cannot switch escaping off, reach a file outside its folders
or an attribute beyond its context. It can still use up memory and time: it is trusted like a
colleague's, not like a stranger's.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    nodes,
    pass_environment,
)
from jinja2.exceptions import TemplateSyntaxError
from jinja2.filters import make_attrgetter
from jinja2.runtime import BlockReference, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from outsource_check.models import publish_number
from outsource_check.report.compiled import Language, find_compiled
from outsource_check.report.filters import FILTERS
from outsource_check.report.parts import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from outsource_check.report.escaped_text import Written

SHIPPED = "shipped"
"""The prefix by which a user's template names a shipped one: `shipped/readiness.html.j2`."""

_UNSAFE_FILTERS = (
    *("e", "escape", "forceescape", "safe", "striptags", "tojson", "urlize", "xmlattr"),
    *("pprint", "random", "filesizeformat", "format"),
)
"""Filters that make markup, escape for another format, or would not give the same text twice."""
_UNSAFE_GLOBALS = ("lipsum", "cycler", "joiner", "namespace")
_PRINTED = (str, int, float, datetime.date)
SHARED = "shared"
"""The folder of what templates of every format share: the sentences."""


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
        shown = f"{self._folder.name}/{template}"
        try:
            text, _, fresh = super().get_source(environment, template)
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise TemplateSyntaxError("the file is not UTF-8", line, template, shown) from None
        return text, shown, fresh


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment in which escaping cannot be switched off."""

    written: type[Written] | None = None
    """The text that this format's escaping makes; None: Jinja's own, of HTML."""

    def call(self, context: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """A call in a template; what a macro or a block wrote is text of the format."""
        found = super().call(context, obj, *args, **kwargs)
        if self.written is not None and isinstance(obj, Macro | BlockReference):
            return self.written(found)
        return found

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Of a part of the context, its fields alone."""
        if isinstance(obj, Part):
            return attr in vars(obj)
        return super().is_safe_attribute(obj, attr, value)

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


@lru_cache(maxsize=8)  # compiling the templates takes longer than a report
def open_environment(language: Language, shipped: Path, own: Path | None) -> Sandbox:
    """The environment of a format: the user's folder first, then the shipped one.

    The shipped templates can also be named with the prefix `shipped/`, so that a template can
    extend the one that it replaces. An environment sees the folder of its own format
    and the one of what all formats share.
    """
    base = ChoiceLoader([Folder(shipped / language), Folder(shipped / SHARED)])
    loaders: list[BaseLoader] = [base, PrefixLoader({SHIPPED: base})]
    if own is not None:
        loaders[:0] = [Folder(own / language), Folder(own / SHARED)]
    environment = Sandbox(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        bytecode_cache=find_compiled(language),
        finalize=_print_plain,  # Jinja's own escaping comes behind it
        undefined=StrictUndefined,
        optimized=False,  # a tenth of compiling, and every template is run once
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        newline_sequence="\n",
        cache_size=64,
    )
    if language != "html":
        _use(environment, _find_written(language))
    for name in _UNSAFE_FILTERS:
        environment.filters.pop(name, None)
    for name in _UNSAFE_GLOBALS:
        environment.globals.pop(name, None)
    environment.filters.update(FILTERS)
    return environment


def _use(environment: Sandbox, written: type[Written]) -> None:
    """Make all that is printed, and every operation, keep to a format's escaping."""
    from outsource_check.report.escaped_text import to_data  # noqa: PLC0415 - not for HTML

    def finalize(value: Any) -> Any:
        if isinstance(value, written):
            return value
        if isinstance(value, datetime.date):
            value = value.isoformat()
        if isinstance(value, str):
            return written(written.escape_data(str(value)))
        return _print_plain(value)

    def join_all(parts: Iterable[Any]) -> str:
        listed = list(parts)
        if any(isinstance(part, written) for part in listed):
            return written.unite("", listed)
        return "".join(map(str, listed))

    @pass_environment
    def join(
        environment: Environment, value: Iterable[Any], d: str = "", attribute: str | None = None
    ) -> str:
        if attribute is not None:
            value = map(make_attrgetter(environment, attribute), value)
        listed = list(value)
        if any(isinstance(part, written) for part in (d, *listed)):
            return written.unite(d, listed)
        return str(d).join(map(str, listed))

    def replace(s: Any, old: str, new: str, count: int = -1) -> str:
        return str(to_data(s)).replace(str(to_data(old)), str(to_data(new)), count)

    class Filled(Template):
        @classmethod
        def from_code(cls, *args: Any, **options: Any) -> Template:
            found = super().from_code(*args, **options)
            names = found.root_render_func.__globals__
            names.update(Markup=written, markup_join=join_all)
            return found

    environment.finalize = finalize
    environment.written = written
    environment.template_class = Filled
    environment.filters.update(join=join, replace=replace)


def _print_plain(value: Any) -> Any:
    """Text, numbers and days only: a list or a dict in a report is a mistake in its template."""
    if isinstance(value, Fraction):
        return publish_number(value)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, _PRINTED) or hasattr(value, "_fail_with_undefined_error"):
        return value
    what = "a list" if isinstance(value, list | tuple) else "what holds other fields"
    raise TypeError(f"only text, numbers and days can be printed, not {what}")


def _find_written(language: Language) -> type[Written]:
    """The text of a format that is not HTML."""
    from outsource_check.report.escaped_text import Cell, Passage  # noqa: PLC0415 - their patterns

    return Passage if language == "md" else Cell
