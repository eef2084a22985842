"""For people, with the lines of the files; for editors and scripts, one line each."""

from __future__ import annotations

from outsource_check.gate.finding import Finding
from outsource_check.gate.formats.shared import (
    describe_engagement,
    describe_findings,
    describe_outcome,
    describe_policy,
    neutralise,
)
from outsource_check.gate.report import Report
from outsource_check.text import clean

LISTED = 20
"""With more engagements than this only those that did not pass are listed."""


def render_text(report: Report) -> str:
    """The report as plain text; the last line says what the gate says."""
    lines = describe_findings(report, source=True)
    all_listed = len(report.engagements) <= LISTED
    listed = [
        describe_engagement(judged)
        for judged in report.engagements
        if all_listed or judged.outcome != "passed"
    ]
    if lines and listed:
        lines.append("")
    lines += [*listed, *map(_describe_ignored, report.ignored), f"{describe_policy(report)}."]
    if report.since:
        lines.append(neutralise(f"Since: {clean(report.since)}."))
    lines.append(describe_outcome(report))
    return "\n".join(lines) + "\n"


def render_concise(report: Report) -> str:
    """`path:line:column: level[rule]: message` for the findings, and the outcome as the last."""
    lines = describe_findings(report, source=False)
    return "\n".join([*lines, describe_outcome(report)]) + "\n"


def _describe_ignored(finding: Finding) -> str:
    entry = finding.ignore
    assert entry is not None
    about = f"{finding.rule} {finding.question or ''}".rstrip()
    until = f"until {entry.expires} by {entry.owner}: {entry.reason}"
    return neutralise(clean(f"ignored: {finding.path}: {about}, {until}"))
