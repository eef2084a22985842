"""What several formats share: words, paths and fingerprints."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter

from outsource_check.gate.finding import Finding
from outsource_check.gate.globs import make_relative, normalize
from outsource_check.gate.policy import DEFAULT_GATE
from outsource_check.gate.report import Judged, Report
from outsource_check.result.words import format_interval
from outsource_check.text import clean, describe, describe_all, plural

_COMMAND = re.compile(r"^(\s*)::", re.MULTILINE)


def neutralise(text: str) -> str:
    """Cleaned lines in which a CI runner finds no command.

    A runner takes `##[…]` anywhere in a line, and `::…` at its start, for a command.
    """
    return _COMMAND.sub(r"\1.::", text.replace("##[", "#\\x23["))


def describe_finding(finding: Finding, *, source: bool) -> str:
    """A finding as lines that begin `path:line:column`; `source` adds the line and a caret."""
    return neutralise(describe(finding.problem, source=source, severity=finding.level))


def describe_findings(report: Report, *, source: bool) -> list[str]:
    """All findings as `describe_finding` says them; of those that are alike three, for a screen."""
    told = ((finding.level, finding.problem) for finding in report.findings)
    described = describe_all(told, source=source, complete=report.all_problems)
    return list(map(neutralise, described))


def describe_verdict(judged: Judged) -> str:
    """`conditional, 61 to 74`: the verdict's range and the overall score."""
    words: str = judged.title or judged.low
    if judged.low != judged.high:
        words = judged.title or f"between {judged.low} and {judged.high}"
    elif not judged.settled:
        words = f"{words}, as long as open facts do not change it"
    return f"{words}, {format_interval(judged.score)}"


def describe_engagement(judged: Judged) -> str:
    """One engagement on one line: outcome, folder, name, verdict, score."""
    name = f"{clean(judged.folder)} · {clean(judged.engagement)}"
    return neutralise(f"{judged.outcome}: {name}: {describe_verdict(judged)}")


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
    if report.ignored:
        soonest = min(found.ignore.expires for found in report.ignored if found.ignore)
        line += f"; {len(report.ignored)} ignored (next expiry {soonest})"
    return f"{line}. Exit {report.status}."


def find_repository_path(report: Report, file: str) -> str:
    """A file's path from the repository's top, links of its folders resolved, with `/`.

    A file outside of the repository keeps its own path; standard input is named as such.
    """
    if file in ("", "-"):
        return "stdin" if file else "."
    folder, name = os.path.split(file)
    try:
        path = make_relative(folder, report.root)
    except ValueError:  # no file can have this name
        return file
    if path.split("/")[0] == ".." or os.path.isabs(path):  # noqa: PTH117 - as the line above
        return file
    return normalize(f"{path}/{name}")


def find_fingerprints(report: Report) -> list[str]:
    """A fingerprint for each finding: the same as long as rule, path and what it is about are.

    Neither line, score nor message are part of it. Findings that are alike in all of that are
    numbered, so that no two fingerprints are the same.
    """
    seen: Counter[str] = Counter()
    found = []
    for finding in report.findings:
        path = find_repository_path(report, finding.path or "")
        about = (finding.rule, path, finding.engagement, finding.key, finding.question)
        text = "\0".join(part or "" for part in about).encode("utf-8", "surrogatepass")
        base = hashlib.sha256(text).hexdigest()[:32]
        seen[base] += 1
        found.append(f"{base}:{seen[base]}")
    return found
