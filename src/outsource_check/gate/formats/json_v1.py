"""For programs: everything, as one JSON document of the format `outsource-check/check/v1`.

Fields may be added under the same version; one that is removed or changes its meaning makes a new
one, under a new name of the format.
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from outsource_check import __version__
from outsource_check.gate.baseline import show_number, span
from outsource_check.gate.policy import Gate, Limit

if TYPE_CHECKING:
    from outsource_check.gate.outcome import Judged, Remark, Report
    from outsource_check.gate.policy import Policy
    from outsource_check.gate.waivers import WaivedBreach

FORMAT = "outsource-check/check/v1"


def render_report(report: Report) -> str:
    """The report as JSON, in ASCII, with fields in a fixed order."""
    document = {
        "format": FORMAT,
        "tool_version": __version__,
        "as_of": report.as_of.isoformat(),
        "verdict": _verdict(report),
        "complete": report.complete,
        "exit_status": report.status,
        "policy": _policy(report.policy),
        "baseline": report.baseline or None,
        "summary": {
            "engagements": len(report.engagements),
            "passed": report.count("passed"),
            "failed": report.count("failed"),
            "incomplete": report.count("incomplete"),
            "files": report.files,
            "files_not_judged": report.unread,
            "waived": len(report.waived),
        },
        "engagements": [_engagement(judged) for judged in report.engagements],
        "findings": [_remark(remark) for remark in report.remarks],
        "waived": [_waived(waived) for waived in report.waived],
    }
    return json.dumps(document, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def _verdict(report: Report) -> str | None:
    """`pass` or `fail`; None where something was not judged, or nothing was asked for."""
    if not report.complete or (report.policy is not None and report.policy.is_open):
        return None
    return "fail" if report.breached else "pass"


def _policy(policy: Policy | None) -> dict[str, Any] | None:
    if policy is None:
        return None
    gate: dict[str, Any] = {}
    for name in Gate.model_fields:
        value = getattr(policy.gate, name)
        if name == "min_by_key":
            value = {key: show_number(least) for key, least in value.items()}
        elif isinstance(value, Fraction):
            value = show_number(value)
        elif isinstance(value, Limit):
            value = value.count if value.share is None else str(value)
        gate[name] = value
    return {
        "path": policy.file or None,
        "revision": policy.revision or None,
        "sha256": policy.sha256 or None,
        "default": policy.is_default,
        "gate": gate,
    }


def _engagement(judged: Judged) -> dict[str, Any]:
    return {
        "folder": judged.folder,
        "engagement": judged.name,
        "files": list(judged.files),
        "pack": {"id": judged.pack, "version": judged.pack_version},
        "outcome": judged.outcome,
        "verdict": {"low": judged.low, "high": judged.high, "settled": judged.settled},
        "score": span(judged.score),
        "keys": {key: span(score) for key, score in judged.keys},
        "unknown": judged.unknown,
        "not_asked": judged.not_asked,
    }


def _remark(remark: Remark) -> dict[str, Any]:
    place, problem = remark.place, remark.problem
    return {
        "rule": problem.rule,
        "level": remark.level,
        "path": place.file or None,
        "line": place.line,
        "column": place.column,
        "end_column": place.end_column or None,
        "engagement": remark.engagement or None,
        "key": remark.key or None,
        "question": remark.question or None,
        "message": problem.message,
        "hint": problem.hint or None,
    }


def _waived(waived: WaivedBreach) -> dict[str, Any]:
    breach, waiver = waived.breach, waived.waiver
    return {
        "rule": breach.rule,
        "path": breach.file,
        "question": breach.question or None,
        "message": breach.message,
        "owner": waiver.owner,
        "reason": waiver.reason,
        "expires": waiver.expires.isoformat(),
    }
