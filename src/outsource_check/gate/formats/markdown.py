"""For the summary of a CI step, or a comment: tables, capped well below GitHub's limit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from outsource_check.gate.placement import worst_first
from outsource_check.gate.wording import describe_outcome, describe_policy, verdict_words
from outsource_check.markdown import escape_markdown
from outsource_check.text import clean

if TYPE_CHECKING:
    from outsource_check.gate.outcome import Remark, Report

MAX_BYTES = 900 * 1024
"""GitHub drops a step's whole summary beyond 1,024 KiB, of which other tools need their part."""
_ROWS = (200, 1000)
"""At most so many engagements, and so many remarks."""


def render_report(report: Report) -> str:
    """A heading with the outcome, the engagements, the remarks, the waived breaches."""
    title, _, rest = describe_outcome(report).partition("  ")
    head = [f"### outsource-check: {title.lower()}", "", escape(rest), ""]
    head += [f"{escape(describe_policy(report))}. As of {report.as_of}.", ""]
    if report.baseline:
        head += [f"Baseline: {escape(report.baseline)}.", ""]
    room = MAX_BYTES - _size(head) - 500
    parts = []
    for table in (_remarks(report), _engagements(report), _waived(report)):
        lines = _fit(table, room)
        room -= _size(lines)
        parts += lines
    return "\n".join(head + parts).rstrip("\n") + "\n"


def escape(text: str) -> str:
    """Text that Markdown, and the HTML that it becomes, shows as it is: no link, no mention."""
    return escape_markdown(clean(text))


def _size(lines: Iterable[str]) -> int:
    return sum(len(line.encode("utf-8", "surrogatepass")) + 1 for line in lines)


def _fit(table: tuple[list[str], list[str], int], room: int) -> list[str]:
    """A table's head and as many rows as fit; the others are counted."""
    head, rows, left_out = table
    if not rows:
        return []
    lines = list(head)
    used = _size(head)
    for number, row in enumerate(rows):
        used += _size([row])
        if used > room:
            left_out += len(rows) - number
            break
        lines.append(row)
    more = [f"\n… and {left_out} more." if left_out > 0 else ""]
    return [*lines, *more, ""]


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _remarks(report: Report) -> tuple[list[str], list[str], int]:
    head = ["| Where | Rule | What |", "| --- | --- | --- |"]
    shown = worst_first(report.remarks)[: _ROWS[1]]
    return head, list(map(_remark_row, shown)), len(report.remarks) - len(shown)


def _remark_row(remark: Remark) -> str:
    place, problem = remark.place, remark.problem
    where = f"{escape(place.file)}:{place.line}:{place.column}" if place.file else ""
    text = f"{problem.text}; {problem.hint}" if problem.hint else problem.text
    if remark.engagement:
        text = f"{remark.engagement}: {text}"
    rule = f"{problem.rule} (warning)" if remark.level == "warning" else problem.rule
    return _row(where, rule, escape(text))


def _engagements(report: Report) -> tuple[list[str], list[str], int]:
    head = ["| Outcome | Folder | Engagement | Verdict, score |", "| --- | --- | --- | --- |"]
    ordered = sorted(report.engagements, key=lambda judged: judged.outcome == "passed")
    rows = [
        _row(judged.outcome, escape(judged.folder), escape(judged.name), verdict_words(judged))
        for judged in ordered[: _ROWS[0]]
    ]
    return head, rows, len(ordered) - len(rows)


def _waived(report: Report) -> tuple[list[str], list[str], int]:
    head = ["| Waived | Until | Owner | Reason |", "| --- | --- | --- | --- |"]

    def rows() -> Iterator[str]:
        for found in report.waived[: _ROWS[0]]:
            breach, waiver = found.breach, found.waiver
            what = f"{breach.rule} {breach.file}: {breach.message}"
            expires = str(waiver.expires)
            yield _row(escape(what), expires, escape(waiver.owner), escape(waiver.reason))

    made = list(rows())
    return head, made, len(report.waived) - len(made)
