"""For GitLab: a Code Quality report, an empty list where there is nothing to say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from outsource_check.gate.placement import fingerprint_remarks, repository_path, weigh
from outsource_check.text import clean

if TYPE_CHECKING:
    from outsource_check.gate.outcome import Report

_SEVERITIES = ("blocker", "major", "minor")
"""By a remark's weight: not judged, the gate says no, a warning."""


def render_report(report: Report) -> str:
    """A JSON list in ASCII, one object for each remark."""
    issues = []
    for remark, fingerprint in zip(report.remarks, fingerprint_remarks(report), strict=True):
        problem = remark.problem
        text = f"{problem.text}; {problem.hint}" if problem.hint else problem.text
        if remark.engagement:
            text = f"{remark.engagement}: {text}"
        issues.append(
            {
                "description": clean(text),
                "check_name": problem.rule or "OC000",
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[weigh(remark)],
                "location": {
                    "path": clean(repository_path(report, remark.place.file)),
                    "lines": {"begin": remark.place.line, "end": remark.place.line},
                },
            }
        )
    return json.dumps(issues, indent=2, ensure_ascii=True) + "\n"
