"""For GitLab: a Code Quality report, an empty list where there is nothing to say."""

from __future__ import annotations

import json

from outsource_check.gate.formats.shared import find_fingerprints, find_repository_path
from outsource_check.gate.report import Report
from outsource_check.text import clean

_SEVERITIES = ("blocker", "major", "minor")
"""By a finding's weight: not judged, the gate says no, a warning."""


def render_gitlab(report: Report) -> str:
    """A JSON list in ASCII, one object for each finding."""
    report = report.publish()
    issues = [
        {
            "description": clean(finding.say()),
            "check_name": finding.rule or "OC000",
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[finding.weight],
            "location": {
                "path": clean(find_repository_path(report, finding.path or "")),
                "lines": {"begin": finding.line, "end": finding.line},
            },
        }
        for finding, fingerprint in zip(report.findings, find_fingerprints(report), strict=True)
    ]
    return json.dumps(issues, indent=2, ensure_ascii=True) + "\n"
