"""For people: every remark with its line of the file, the engagements, the outcome last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsource_check.gate.wording import (
    describe_engagement,
    describe_outcome,
    describe_policy,
    describe_remark,
    neutralise,
)
from outsource_check.text import clean

if TYPE_CHECKING:
    from outsource_check.gate.outcome import Report
    from outsource_check.gate.waivers import WaivedBreach

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
    lines += map(_waived, report.waived)
    lines.append(describe_policy(report) + ".")
    if report.baseline:
        lines.append(neutralise(f"Baseline: {clean(report.baseline)}."))
    lines.append(describe_outcome(report))
    return "\n".join(lines) + "\n"


def _waived(found: WaivedBreach) -> str:
    breach, waiver = found.breach, found.waiver
    about = f"{breach.rule} {breach.question}".rstrip()
    until = f"until {waiver.expires} by {waiver.owner}: {waiver.reason}"
    return neutralise(clean(f"waived: {breach.file}: {about}, {until}"))
