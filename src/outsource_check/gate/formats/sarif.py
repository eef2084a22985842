"""For code scanning: SARIF 2.1.0, with what GitHub asks for and none of the answers' text.

Only a part of the standard is used; the official schema judges it in the tests.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from outsource_check import __version__
from outsource_check.gate.finding import Finding, worst_first
from outsource_check.gate.formats.shared import find_fingerprints, find_repository_path
from outsource_check.gate.report import Report
from outsource_check.gate.rules import Rule, find_rule
from outsource_check.text import clean, plural

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
MAX_RESULTS = 5000
"""GitHub shows no more results of a run, and refuses files with many more."""


def render_sarif(report: Report) -> str:
    """The report as SARIF, without what is ignored: GitHub would open alerts."""
    report = report.publish()
    # Where there are too many, the lightest are left out; the others keep their order.
    kept = {id(finding) for finding in worst_first(report.findings)[:MAX_RESULTS]}
    shown = [
        (finding, fingerprint)
        for finding, fingerprint in zip(report.findings, find_fingerprints(report), strict=True)
        if id(finding) in kept
    ]
    rules = [find_rule(rule) for rule in sorted({finding.rule for finding, _ in shown})]
    index = {rule.id: number for number, rule in enumerate(rules)}
    notes = []
    if len(shown) < len(report.findings):
        more = len(report.findings) - len(shown)
        rest = f"{plural(more, 'more result is', 'more results are')} left out here"
        notes.append({"level": "warning", "message": {"text": rest}})
    driver = {
        "name": "outsource-check",
        "semanticVersion": __version__,
        "rules": [_describe_rule(rule) for rule in rules],
    }
    invocation = {
        "executionSuccessful": report.complete,
        "exitCode": report.status,
        "toolExecutionNotifications": notes,
    }
    run = {
        "tool": {"driver": driver},
        # Keeps the runs of different tools apart.
        "automationDetails": {"id": "outsource-check/"},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            "%SRCROOT%": {"description": {"text": "The top of the repository."}}
        },
        "results": [
            _describe_result(report, finding, fingerprint, index[finding.rule])
            for finding, fingerprint in shown
        ],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _describe_rule(rule: Rule) -> dict[str, Any]:
    level = "warning" if rule.id == "OC402" else "error"
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": f"{rule.title}."},
        "fullDescription": {"text": rule.help},
        "help": {"text": f"{rule.help} See: outsource-check check --rule {rule.id}"},
        "defaultConfiguration": {"level": level},
        "properties": {"precision": "very-high", "problem": {"severity": level}},
    }


def _describe_result(
    report: Report, finding: Finding, fingerprint: str, index: int
) -> dict[str, Any]:
    path = find_repository_path(report, finding.path or "")
    location = {"uri": quote(path, errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}
    if Path(path).is_absolute():
        location = {"uri": Path(path).as_uri()}
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.line,
        "endColumn": max(finding.end_column or 0, finding.column + 1),
    }
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.level,
        "message": {"text": _end_sentence(finding.say(hint=False))},
        "locations": [{"physicalLocation": {"artifactLocation": location, "region": region}}],
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
    }


def _end_sentence(text: str) -> str:
    text = clean(text)
    return text if text.endswith(".") else f"{text}."
