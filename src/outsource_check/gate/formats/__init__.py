"""The formats of a check's report: each a function that turns a `Report` into text.

The text ends with a line end. A format writes nothing, and what it returns never changes the exit
status. One that is for more people than the one who runs the check begins with `report.publish()`.
"""

from __future__ import annotations

from collections.abc import Callable

from outsource_check.gate.formats.github import render_github
from outsource_check.gate.formats.gitlab import render_gitlab
from outsource_check.gate.formats.json_v1 import render_json
from outsource_check.gate.formats.junit import render_junit
from outsource_check.gate.formats.markdown import render_markdown
from outsource_check.gate.formats.sarif import render_sarif
from outsource_check.gate.formats.text import render_concise, render_text
from outsource_check.gate.report import Report

FORMATS: dict[str, Callable[[Report], str]] = {
    "text": render_text,
    "concise": render_concise,
    "json": render_json,
    "github": render_github,
    "markdown": render_markdown,
    "sarif": render_sarif,
    "junit": render_junit,
    "gitlab": render_gitlab,
}
