"""For editors and scripts: one line for each remark, `path:line:column: level[rule]: message`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsource_check.gate.wording import describe_outcome, describe_remark

if TYPE_CHECKING:
    from outsource_check.gate.outcome import Report


def render_report(report: Report) -> str:
    """One line for each remark, and the outcome as the last."""
    lines = [describe_remark(remark, source=False) for remark in report.remarks]
    return "\n".join([*lines, describe_outcome(report)]) + "\n"
