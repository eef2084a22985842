"""For GitHub Actions: workflow commands, which show up beside the lines of a change.

GitHub shows ten errors and ten warnings of a step; more are counted, not sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsource_check.gate.placement import repository_path, worst_first
from outsource_check.gate.rules import find_rule
from outsource_check.gate.wording import describe_engagement, describe_outcome, describe_policy
from outsource_check.text import clean

if TYPE_CHECKING:
    from outsource_check.gate.outcome import Remark, Report

SHOWN = 10
"""How many commands of each level GitHub shows of a step."""


def render_report(report: Report) -> str:
    """Workflow commands, the worst first, then the outcome as plain lines."""
    lines = []
    for level in ("error", "warning"):
        found = [remark for remark in worst_first(report.remarks) if remark.level == level]
        lines += [_command(report, remark) for remark in found[:SHOWN]]
        if len(found) > SHOWN:
            rest = f"{len(found) - SHOWN} more {level}s: the other formats list them all"
            lines.append(f"::notice title=outsource-check::{rest}")
    engagements = [judged for judged in report.engagements if judged.outcome != "passed"]
    lines += [describe_engagement(judged) for judged in engagements[:SHOWN]]
    return "\n".join([*lines, f"{describe_policy(report)}.", describe_outcome(report)]) + "\n"


def _command(report: Report, remark: Remark) -> str:
    place, problem = remark.place, remark.problem
    rule = find_rule(problem.rule)
    properties = {}
    if place.file:
        properties["file"] = repository_path(report, place.file)
        properties["line"] = str(place.line)
        if not remark.judges:
            properties["col"] = str(place.column)
            if place.end_column > place.column:
                properties["endColumn"] = str(place.end_column - 1)
    properties["title"] = f"{rule.id} {rule.title}"
    said = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())
    text = f"{problem.text}; {problem.hint}" if problem.hint else problem.text
    if remark.engagement:
        text = f"{remark.engagement}: {text}"
    return f"::{remark.level} {said}::{_escape(text)}"


def _escape(text: str) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    # What is left of control and bidi characters is made visible: logs are read on terminals.
    return clean(text).replace("##[", "#\\x23[")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
