"""Sentences that several formats share, cleaned for a screen or a log."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outsource_check.gate.policy import DEFAULT_GATE
from outsource_check.result.words import format_interval
from outsource_check.text import clean, describe, plural

if TYPE_CHECKING:
    from outsource_check.gate.outcome import Judged, Remark, Report

_COMMAND = re.compile(r"^(\s*)::", re.MULTILINE)


def neutralise(text: str) -> str:
    """Cleaned lines in which a CI runner finds no command.

    A runner takes `##[…]` anywhere in a line, and `::…` at its start, for a command.
    """
    return _COMMAND.sub(r"\1.::", text.replace("##[", "#\\x23["))


def describe_remark(remark: Remark, *, source: bool) -> str:
    """A remark as lines that begin `path:line:column`; `source` adds the line and a caret."""
    return neutralise(describe(remark.problem, source=source, severity=remark.level))


def verdict_words(judged: Judged) -> str:
    """`conditional, 61 to 74`: the verdict's range and the overall score."""
    verdict = judged.low
    if judged.low != judged.high:
        verdict = f"between {judged.low} and {judged.high}"  # type: ignore[assignment]
    elif not judged.settled:
        verdict = f"{judged.low}, as long as open facts do not change it"  # type: ignore[assignment]
    return f"{verdict}, {format_interval(judged.score)}"


def describe_engagement(judged: Judged) -> str:
    """One engagement on one line: outcome, folder, name, verdict, score."""
    return neutralise(
        f"{judged.outcome}: {clean(judged.folder)} · {clean(judged.name)}: {verdict_words(judged)}"
    )


def describe_policy(report: Report) -> str:
    """Which policy was used, in one sentence."""
    policy = report.policy
    if policy is None:
        return "Nothing was judged"
    if policy.is_open:
        return "No gate: only whether the files can be read and scored"
    if policy.is_default:
        gate = DEFAULT_GATE
        found = "No policy found" if not policy.file else f'"{clean(policy.file)}" asks for nothing'
        return (
            f"{found}: verdict {gate.verdict} and max_not_asked {gate.max_not_asked} are asked for"
            " by default"
        )
    if not policy.file:
        return "Policy: from the command line"
    revision = f" of {clean(policy.revision)}" if policy.revision else ""
    return neutralise(f"Policy: {clean(policy.file)}{revision} (sha256 {policy.sha256[:12]})")


def describe_outcome(report: Report) -> str:
    """The last line: what the gate says, how many engagements it rests on, the exit status."""
    word = "FAIL" if report.breached else "PASS"
    if report.policy is not None and report.policy.is_open and not report.breached:
        word = "VALID"
    if not report.complete:
        word = "NO VERDICT"
    counts = [
        f"{report.count(outcome)} {outcome}"
        for outcome in ("passed", "failed", "incomplete")
        if report.count(outcome)
    ]
    total = plural(len(report.engagements), "engagement")
    line = f"{word}  {total}{': ' + ', '.join(counts) if counts else ''}"
    if report.unread:
        line += f"; {plural(report.unread, 'file')} not judged"
    if report.waived:
        soonest = min(waived.waiver.expires for waived in report.waived)
        line += f"; {len(report.waived)} waived (next expiry {soonest})"
    return f"{line}. Exit {report.status}."
