"""For the summary of a CI step, or a comment: tables, capped well below GitHub's limit."""

from __future__ import annotations

from collections.abc import Iterable

from outsource_check.gate.finding import Finding, worst_first
from outsource_check.gate.formats.shared import describe_outcome, describe_policy, describe_verdict
from outsource_check.gate.report import Report
from outsource_check.markdown import escape_markdown
from outsource_check.text import clean

MAX_BYTES = 900 * 1024
"""GitHub drops a step's whole summary beyond 1,024 KiB, of which other tools need their part."""
_ROWS = (200, 1000)
"""At most so many engagements, and so many findings."""


def render_markdown(report: Report) -> str:
    """A heading with the outcome, the findings, the engagements, the breaches that are ignored."""
    report = report.publish()
    title, _, rest = describe_outcome(report).partition("  ")
    head = [f"### outsource-check: {title.lower()}", "", escape(rest), ""]
    head += [f"{escape(describe_policy(report))}. As of {report.as_of}.", ""]
    if report.since:
        head += [f"Since: {escape(report.since)}.", ""]
    room = MAX_BYTES - _count_bytes(head) - 500
    parts = []
    for table in (_list_findings(report), _list_engagements(report), _list_ignored(report)):
        lines = _cut_table(table, room)
        room -= _count_bytes(lines)
        parts += lines
    return "\n".join(head + parts).rstrip("\n") + "\n"


def escape(text: str) -> str:
    """Text that Markdown, and the HTML that it becomes, shows as it is: no link, no mention."""
    return escape_markdown(clean(text))


def _count_bytes(lines: Iterable[str]) -> int:
    return sum(len(line.encode("utf-8", "surrogatepass")) + 1 for line in lines)


def _cut_table(table: tuple[list[str], list[str], int], room: int) -> list[str]:
    """A table's head and as many rows as fit; the others are counted."""
    head, rows, left_out = table
    if not rows:
        return []
    lines = list(head)
    used = _count_bytes(head)
    for number, row in enumerate(rows):
        used += _count_bytes([row])
        if used > room:
            left_out += len(rows) - number
            break
        lines.append(row)
    more = [f"\n… and {left_out} more." if left_out > 0 else ""]
    return [*lines, *more, ""]


def _join_cells(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _list_findings(report: Report) -> tuple[list[str], list[str], int]:
    head = ["| Where | Rule | What |", "| --- | --- | --- |"]
    shown = worst_first(report.findings)[: _ROWS[1]]
    return head, list(map(_show_finding, shown)), len(report.findings) - len(shown)


def _show_finding(finding: Finding) -> str:
    path = finding.path
    where = "" if path is None else f"{escape(path)}:{finding.line}:{finding.column}"
    rule = f"{finding.rule} (warning)" if finding.level == "warning" else finding.rule
    return _join_cells(where, rule, escape(finding.say()))


def _list_engagements(report: Report) -> tuple[list[str], list[str], int]:
    head = ["| Outcome | Folder | Engagement | Verdict, score |", "| --- | --- | --- | --- |"]
    ordered = sorted(report.engagements, key=lambda judged: judged.outcome == "passed")
    rows = [
        _join_cells(
            judged.outcome,
            escape(judged.folder),
            escape(judged.engagement),
            describe_verdict(judged),
        )
        for judged in ordered[: _ROWS[0]]
    ]
    return head, rows, len(ordered) - len(rows)


def _list_ignored(report: Report) -> tuple[list[str], list[str], int]:
    head = ["| Ignored | Until | Owner | Reason |", "| --- | --- | --- | --- |"]
    rows = []
    for finding in report.ignored[: _ROWS[0]]:
        assert finding.ignore is not None
        entry = finding.ignore
        what = f"{finding.rule} {finding.path}: {finding.message}"
        expires = str(entry.expires)
        rows.append(_join_cells(escape(what), expires, escape(entry.owner), escape(entry.reason)))
    return head, rows, len(report.ignored) - len(rows)
