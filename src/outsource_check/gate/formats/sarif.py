"""For code scanning: SARIF 2.1.0, with what GitHub asks for and none of the answers' text.

Only a part of the standard is used; the official schema judges it in the tests.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from outsource_check import __version__
from outsource_check.gate.placement import fingerprint_remarks, repository_path, worst_first
from outsource_check.gate.rules import Rule, find_rule
from outsource_check.text import clean

if TYPE_CHECKING:
    from outsource_check.errors import Problem
    from outsource_check.gate.outcome import Remark, Report

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
MAX_RESULTS = 5000
"""GitHub shows no more results of a run, and refuses files with many more."""


def render_report(report: Report) -> str:
    """The report as SARIF; waived breaches are left out, because GitHub would open alerts."""
    pairs = list(zip(report.remarks, fingerprint_remarks(report), strict=True))
    by_remark = {id(remark): fingerprint for remark, fingerprint in pairs}
    # Only what is cut short is cut from the lightest end; otherwise the order stays.
    kept = {id(remark) for remark in worst_first(report.remarks)[:MAX_RESULTS]}
    shown = [remark for remark in report.remarks if id(remark) in kept]
    rules = [find_rule(rule) for rule in sorted({remark.problem.rule for remark in shown})]
    index = {rule.id: number for number, rule in enumerate(rules)}
    notes = []
    if len(shown) < len(report.remarks):
        rest = f"{len(report.remarks) - len(shown)} more results are left out here"
        notes.append({"level": "warning", "message": {"text": rest}})
    driver = {
        "name": "outsource-check",
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in rules],
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
        "results": [_result(report, remark, by_remark[id(remark)], index) for remark in shown],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
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


def _result(
    report: Report, remark: Remark, fingerprint: str, index: dict[str, int]
) -> dict[str, Any]:
    place = remark.place
    message = remark.problem.message if remark.judges else _publish(remark.problem)
    if remark.engagement:
        message = f"{remark.engagement}: {message}"
    path = repository_path(report, place.file)
    location = {"uri": _file_uri(path)}
    if not path.startswith("/"):
        location = {"uri": quote(path, errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.line,
        "endColumn": max(place.end_column, place.column + 1),
    }
    return {
        "ruleId": remark.problem.rule,
        "ruleIndex": index[remark.problem.rule],
        "level": remark.level,
        "message": {"text": _sentence(message)},
        "locations": [{"physicalLocation": {"artifactLocation": location, "region": region}}],
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
    }


def _publish(problem: Problem) -> str:
    """What is wrong with an input, without the text of an answer: others read the alerts."""
    return find_rule(problem.rule).title if problem.private else problem.message


def _sentence(text: str) -> str:
    text = clean(text)
    return text if text.endswith(".") else f"{text}."


def _file_uri(path: str) -> str:
    return f"file://{quote(path, errors='surrogateescape')}"
