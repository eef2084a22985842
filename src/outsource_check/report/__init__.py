"""Reports: a result becomes a context, and a template makes text of it.

What may be shown is decided in the context, how it looks in the templates of `report_templates/`.
A name's module is imported when the name is first asked for: a form needs no context.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outsource_check.report.branding import read_brand
    from outsource_check.report.catalogue import Template, find_template, list_templates
    from outsource_check.report.rendering import Design, render

__all__ = ["Design", "Template", "find_template", "list_templates", "read_brand", "render"]

_HOMES = {
    "Design": "rendering",
    "Template": "catalogue",
    "find_template": "catalogue",
    "list_templates": "catalogue",
    "read_brand": "branding",
    "render": "rendering",
}
"""Each public name's module; the imports above say the same to type checkers."""


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
