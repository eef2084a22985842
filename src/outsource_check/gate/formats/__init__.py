"""The formats of a check's report: one module each, which turns a `Report` into text.

A module of this package has one public function, `render_report(report) -> str`, whose text ends
with a line end. It writes nothing, and what it returns never changes the exit status. To add a
format, add its module and its line in `FORMATS`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outsource_check.gate.outcome import Report

FORMATS: dict[str, str] = {
    "text": "screen",
    "concise": "concise",
    "json": "json_v1",
    "github": "github",
    "markdown": "markdown",
    "sarif": "sarif",
    "junit": "junit",
    "gitlab": "gitlab",
}
"""Each format's name and its module."""


def render_report(report: Report, name: str) -> str:
    """The report in the format of a name, a key of `FORMATS`; only its module is imported."""
    text: str = import_module(f"{__name__}.{FORMATS[name]}").render_report(report)
    return text
