"""For programs: everything, as one JSON document of the format `outsource-check/check/v1`.

Fields may be added under the same version; one that is removed or changes its meaning makes a new
one, under a new name of the format.
"""

import datetime
import json
from typing import Literal

from outsource_check import __version__
from outsource_check.gate.finding import Finding
from outsource_check.gate.policy import Gate, Policy
from outsource_check.gate.report import Judged, Outcome, Report, publish_interval
from outsource_check.models import Model
from outsource_check.result import Interval, Verdict


class PolicyUsed(Model):
    """What was asked for."""

    path: str | None
    """Null without a file."""
    revision: str | None
    """The git revision that it was read from; null: from the disk."""
    sha256: str | None
    """Of the file's bytes."""
    default: bool
    """Whether nothing was asked for, so that the default gate holds."""
    gate: Gate


class Summary(Model):
    """How many of what."""

    engagements: int
    passed: int
    failed: int
    incomplete: int
    files: int
    """Answer files that were read."""
    files_not_judged: int
    ignored: int


class PackUsed(Model):
    """The pack that was asked."""

    id: str
    version: str


class VerdictRange(Model):
    """The verdict in the worst and in the best case."""

    low: Verdict
    high: Verdict
    settled: bool


class Ends(Model):
    """The least and the most that a score can become, 0 to 100, with at most four decimals."""

    low: int | float
    high: int | float


class RoundedEnds(Ends):
    """The same where four decimals do not say it all."""

    exact: dict[Literal["low", "high"], str]
    """Each end that was rounded, as a fraction."""


class EngagementLine(Model):
    """One engagement that was judged."""

    folder: str
    engagement: str
    files: tuple[str, ...]
    pack: PackUsed
    outcome: Outcome
    verdict: VerdictRange
    score: RoundedEnds | Ends | None
    keys: dict[str, RoundedEnds | Ends | None]
    """Null for a key of which no question applies and was asked."""
    unknown: int
    not_asked: int


class IgnoredLine(Model):
    """A breach that the policy ignores."""

    rule: str
    path: str | None
    question: str | None
    message: str
    owner: str
    reason: str
    expires: datetime.date


class CheckReport(Model):
    """The document `outsource-check/check/v1`."""

    format: Literal["outsource-check/check/v1"] = "outsource-check/check/v1"
    tool_version: str = __version__
    as_of: datetime.date
    verdict: Literal["pass", "fail"] | None
    """Null where something was not judged, or nothing was asked for."""
    complete: bool
    """Whether everything that was named was judged."""
    exit_status: int
    policy: PolicyUsed | None
    since: str | None
    """What was compared with; null: nothing."""
    summary: Summary
    engagements: tuple[EngagementLine, ...]
    findings: tuple[Finding, ...]
    ignored: tuple[IgnoredLine, ...]


def render_json(report: Report) -> str:
    """The report as JSON, in ASCII, with fields in a fixed order."""
    document = describe_report(report).model_dump(mode="json")
    return json.dumps(document, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def describe_report(report: Report) -> CheckReport:
    """The report as it is published."""
    return CheckReport(
        as_of=report.as_of,
        verdict=_judge(report),
        complete=report.complete,
        exit_status=report.status,
        policy=None if report.policy is None else _show_policy(report.policy),
        since=report.since or None,
        summary=Summary(
            engagements=len(report.engagements),
            passed=report.count("passed"),
            failed=report.count("failed"),
            incomplete=report.count("incomplete"),
            files=report.files,
            files_not_judged=report.unread,
            ignored=len(report.ignored),
        ),
        engagements=tuple(map(_show_engagement, report.engagements)),
        findings=report.findings,
        ignored=tuple(map(_show_ignored, report.ignored)),
    )


def _judge(report: Report) -> Literal["pass", "fail"] | None:
    if not report.complete or (report.policy is not None and report.policy.is_open):
        return None
    return "fail" if report.breached else "pass"


def _show_policy(policy: Policy) -> PolicyUsed:
    return PolicyUsed(
        path=policy.file or None,
        revision=policy.revision or None,
        sha256=policy.sha256 or None,
        default=policy.is_default,
        gate=policy.gate,
    )


def _show_engagement(judged: Judged) -> EngagementLine:
    return EngagementLine(
        folder=judged.folder,
        engagement=judged.engagement,
        files=judged.files,
        pack=PackUsed(id=judged.pack, version=judged.pack_version),
        outcome=judged.outcome,
        verdict=VerdictRange(low=judged.low, high=judged.high, settled=judged.settled),
        score=_show_ends(judged.score),
        keys={key: _show_ends(score) for key, score in judged.keys.items()},
        unknown=judged.unknown,
        not_asked=judged.not_asked,
    )


def _show_ends(interval: Interval | None) -> Ends | None:
    found = publish_interval(interval)
    if found is None:
        return None
    return RoundedEnds(**found) if "exact" in found else Ends(**found)


def _show_ignored(finding: Finding) -> IgnoredLine:
    entry = finding.ignore
    assert entry is not None
    return IgnoredLine(
        rule=finding.rule,
        path=finding.path,
        question=finding.question,
        message=finding.message,
        owner=entry.owner,
        reason=entry.reason,
        expires=entry.expires,
    )
