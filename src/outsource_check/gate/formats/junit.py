"""For test reports: one test case for each engagement, and one for each file with a problem."""

from __future__ import annotations

import os
from xml.etree.ElementTree import Element, SubElement, tostring

from outsource_check.gate.finding import Finding
from outsource_check.gate.formats.shared import describe_finding, find_repository_path
from outsource_check.gate.report import Judged, Report
from outsource_check.text import clean

# XML holds no control characters, halves of others or noncharacters, not even as references, and
# ElementTree would write them: every text is cleaned, which leaves none.
SUITE = "outsource-check"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def render_junit(report: Report) -> str:
    """JUnit XML with at least one test case; names depend on paths and engagements alone."""
    report = report.publish()
    by_file = {file: judged for judged in report.engagements for file in judged.files}
    # Settlements stand in a file of their own, beside the answer files.
    by_folder = {
        (os.path.split(file)[0], judged.engagement): judged for file, judged in by_file.items()
    }
    found: dict[int, list[Finding]] = {}
    loose: dict[str, list[Finding]] = {}
    for finding in report.findings:
        judged = None
        if finding.engagement:
            path = finding.path or ""
            folder = os.path.split(path)[0]
            judged = by_file.get(path) or by_folder.get((folder, finding.engagement))
        if judged is not None:
            found.setdefault(id(judged), []).append(finding)
        elif finding.level == "error":
            loose.setdefault(finding.path or "", []).append(finding)
    cases = [
        _make_engagement_case(report, one, found.get(id(one), [])) for one in report.engagements
    ]
    cases += [_make_file_case(report, file, findings) for file, findings in sorted(loose.items())]
    cases = cases or [Element("testcase", name="nothing to judge", classname=SUITE)]
    counts = {
        name: str(sum(case.find(kind) is not None for case in cases))
        for name, kind in (("errors", "error"), ("failures", "failure"))
    }
    root = Element("testsuites")
    suite = SubElement(root, "testsuite", {"name": SUITE, "tests": str(len(cases)), **counts})
    suite.set("skipped", "0")
    suite.set("time", "0")
    suite.extend(cases)
    return f"{_DECLARATION}\n{tostring(root, encoding='unicode')}\n"


def _make_engagement_case(report: Report, judged: Judged, findings: list[Finding]) -> Element:
    folder = find_repository_path(report, judged.files[0]).rpartition("/")[0] or "."
    case = Element("testcase", name=clean(judged.engagement), classname=clean(folder))
    if judged.outcome == "incomplete":
        message = "not everything could be judged"
        _fill(case, "error", message, "incomplete", [message, *_list_lines(findings)])
    elif findings:
        _fill(case, "failure", clean(findings[0].message), "gate", _list_lines(findings))
    return case


def _make_file_case(report: Report, file: str, findings: list[Finding]) -> Element:
    path = find_repository_path(report, file) if file else SUITE
    judges = all(finding.judges for finding in findings)
    name, kind = ("policy", "failure") if judges else ("can be judged", "error")
    case = Element("testcase", name=name, classname=clean(path))
    _fill(case, kind, clean(findings[0].message), findings[0].rule, _list_lines(findings))
    return case


def _fill(case: Element, tag: str, message: str, kind: str, lines: list[str]) -> None:
    SubElement(case, tag, message=message, type=kind).text = "\n".join(lines)


def _list_lines(findings: list[Finding]) -> list[str]:
    return [clean(describe_finding(finding, source=False)) for finding in findings]
