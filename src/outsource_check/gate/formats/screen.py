"""For people: every remark with its line of the file, the engagements, the outcome last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsource_check.gate.wording import (
    describe_engagement,
    describe_outcome,
    describe_policy,
    describe_remark,
)
from outsource_check.text import clean

if TYPE_CHECKING:
    from outsource_check.gate.inspection import Report

LISTED = 20
"""With more engagements than this only those that did not pass are listed."""


def render_report(report: Report) -> str:
    """The report as plain text; the last line says what the gate says."""
    lines = [describe_remark(remark, source=True) for remark in report.remarks]
    all_listed = len(report.engagements) <= LISTED
    listed = [
        describe_engagement(judged)
        for judged in report.engagements
        if all_listed or judged.outcome != "passed"
    ]
    if lines and listed:
        lines.append("")
    lines += listed
    lines += [
        f"waived: {clean(found.breach.file)}: {found.breach.rule}"
        f"{f' {found.breach.question}' if found.breach.question else ''}, until"
        f" {found.waiver.expires} by {clean(found.waiver.owner)}: {clean(found.waiver.reason)}"
        for found in report.waived
    ]
    lines.append(describe_policy(report) + ".")
    if report.baseline:
        lines.append(f"Baseline: {clean(report.baseline)}.")
    lines.append(describe_outcome(report))
    return "\n".join(lines) + "\n"
