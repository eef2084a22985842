"""For test reports: one test case for each engagement, and one for each file with a problem."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from junitparser import Error, Failure, JUnitXml, TestCase, TestSuite

from outsource_check.gate.placement import repository_path
from outsource_check.gate.wording import describe_remark
from outsource_check.text import clean

if TYPE_CHECKING:
    from outsource_check.gate.outcome import Judged, Remark, Report

# XML 1.0 holds no other characters, not even as references; junitparser would write them.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SUITE = "outsource-check"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def render_report(report: Report) -> str:
    """JUnit XML with at least one test case; names depend on paths and engagements alone."""
    by_file = {file: judged for judged in report.engagements for file in judged.files}
    found: dict[int, list[Remark]] = {}
    loose: dict[str, list[Remark]] = {}
    for remark in report.remarks:
        judged = by_file.get(remark.place.file) if remark.engagement else None
        if judged is not None:
            found.setdefault(id(judged), []).append(remark)
        elif remark.level == "error":
            loose.setdefault(remark.place.file, []).append(remark)
    cases = [_engagement(report, one, found.get(id(one), [])) for one in report.engagements]
    cases += [_file(report, file, remarks) for file, remarks in sorted(loose.items())]
    suite = TestSuite(SUITE)
    # All at once: with each that is added it counts them all.
    suite.add_testcases(cases or [TestCase("nothing to judge", SUITE)])
    # The root without counts: Jenkins' schema knows no `skipped` there, which junitparser adds.
    document = JUnitXml()
    document.add_testsuite(suite)
    body: bytes = document.tostring()  # type: ignore[no-untyped-call]
    return f"{_DECLARATION}\n{body.decode('utf-8').rstrip()}\n"


def _engagement(report: Report, judged: Judged, remarks: list[Remark]) -> TestCase:
    folder = repository_path(report, judged.files[0]).rpartition("/")[0] or "."
    case = TestCase(_text(judged.name), _text(folder))
    if judged.outcome == "incomplete":
        lines = ["not everything could be judged", *_lines(remarks)]
        case.result = [_fill(Error(lines[0], "incomplete"), lines)]
    elif remarks:
        case.result = [_fill(Failure(_text(remarks[0].problem.text), "gate"), _lines(remarks))]
    return case


def _file(report: Report, file: str, remarks: list[Remark]) -> TestCase:
    path = repository_path(report, file) if file else SUITE
    judges = all(remark.judges for remark in remarks)
    case = TestCase("policy" if judges else "can be judged", _text(path))
    kind = Failure if judges else Error
    message = _text(remarks[0].problem.text)
    case.result = [_fill(kind(message, remarks[0].problem.rule), _lines(remarks))]
    return case


def _lines(remarks: list[Remark]) -> list[str]:
    return [_text(describe_remark(remark, source=False)) for remark in remarks]


def _fill(result: Failure | Error, lines: list[str]) -> Failure | Error:
    result.text = "\n".join(lines)
    return result


def _text(text: str) -> str:
    return _NO_XML.sub("\ufffd", clean(text))
