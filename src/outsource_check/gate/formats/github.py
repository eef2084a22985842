"""For GitHub Actions: workflow commands, which show up beside the lines of a change.

GitHub shows ten errors and ten warnings of a step; more are counted, not sent.
"""

from __future__ import annotations

from outsource_check.gate.finding import Finding, worst_first
from outsource_check.gate.formats.shared import (
    describe_engagement,
    describe_outcome,
    describe_policy,
    find_repository_path,
)
from outsource_check.gate.report import Report
from outsource_check.gate.rules import find_rule
from outsource_check.text import clean, plural

SHOWN = 10
"""How many commands of each level GitHub shows of a step."""


def render_github(report: Report) -> str:
    """Workflow commands, the worst first, then the outcome as plain lines."""
    report = report.publish()
    lines = []
    for level in ("error", "warning"):
        found = [finding for finding in worst_first(report.findings) if finding.level == level]
        lines += [_write_command(report, finding) for finding in found[:SHOWN]]
        if len(found) > SHOWN:
            rest = plural(len(found) - SHOWN, f"more {level}")
            rest = f"{rest}: the other formats list them all"
            lines.append(f"::notice title=outsource-check::{rest}")
    engagements = [judged for judged in report.engagements if judged.outcome != "passed"]
    lines += [describe_engagement(judged) for judged in engagements[:SHOWN]]
    return "\n".join([*lines, f"{describe_policy(report)}.", describe_outcome(report)]) + "\n"


def _write_command(report: Report, finding: Finding) -> str:
    rule = find_rule(finding.rule)
    properties = {}
    if finding.path is not None:
        properties["file"] = find_repository_path(report, finding.path)
        properties["line"] = str(finding.line)
        # What is about a whole file has no column.
        if not finding.judges or finding.end_column is not None:
            properties["col"] = str(finding.column)
            if (finding.end_column or 0) > finding.column:
                properties["endColumn"] = str((finding.end_column or 0) - 1)
    properties["title"] = f"{rule.id} {rule.title}"
    said = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())
    return f"::{finding.level} {said}::{_escape(finding.say())}"


def _escape(text: str) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    # What is left of control and bidi characters is made visible: logs are read on terminals.
    return clean(text).replace("##[", "#\\x23[")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
