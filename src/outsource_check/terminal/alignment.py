"""What people see differently, on a screen (`align`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from outsource_check.pack import SIDES
from outsource_check.result import words
from outsource_check.terminal.console import bullets, grid, heading, plain, whole
from outsource_check.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from outsource_check.pack import Words
    from outsource_check.report.alignment_parts import (
        AlignmentPart,
        GroupPart,
        PointPart,
        SettledPart,
    )
    from outsource_check.result import Result
    from outsource_check.result.model import Duty

_MOST = 10
"""Points of a kind that are shown where there are many people; the agenda has the rest."""
_BRIEF = ("unknown", "one-sided")
"""Kinds of points that are listed on one line: there are no two answers to compare."""
_LABEL = 7
"""Columns of `partner` and `because`, the longest of most labels."""


def render_alignment(result: Result, part: AlignmentPart, folder: str) -> Iterator[RenderableType]:
    """The parts of the screen, top down; `folder` is the engagement's, for commands to copy."""
    own = result.basis.pack.words
    yield heading(result.engagement)
    yield plain(f"{part.heading}.")
    two = len(result.basis.pack.sides) > 1
    if part.compared and two:
        compared = plural(part.compared, "question")
        yield plain(f"Both sides know {compared}; on {part.alike} they are at the same level.")
    yield from (plain(text) for text in (*part.sealed, part.undecided) if text)
    if any(duty.questions for duty in result.duty.values()):
        yield Text()
        yield heading("Who must make it happen")
        yield grid((own.side(side), _duty_text(duty)) for side, duty in result.duty.items())
    for group in part.groups:
        yield Text()
        yield heading(group.heading)
        yield bullets(_list_points(group, part.silent, own))
    for title, settled in (("Agreed", part.settled), ("Agreed, and open again", part.reopened)):
        if settled:
            yield Text()
            yield heading(title)
            yield bullets(map(_render_settled, settled))
    if part.groups:
        yield Text()
        yield heading("Next")
        yield from map(whole, _list_commands(part, folder, result.basis.pack.option))


def _duty_text(duty: Duty) -> str:
    count = plural(duty.questions, "question")
    if duty.score is None:
        return f"no score: {count}"
    return f"{words.format_interval(duty.score)} of 100, over {count}"


def _list_points(group: GroupPart, silent: str, own: Words) -> Iterator[RenderableType]:
    if silent and group.kind == "one-sided":
        count = plural(len(group.points), "question")
        yield plain(f"{count}, the first is “{group.points[0].title}”")
        return
    many = any(stand.tally for point in group.points for stand in point.stands)
    shown = group.points[:_MOST] if many else group.points
    yield from (_render_point(point, own) for point in shown)
    if len(shown) < len(group.points):
        yield plain(f"and {len(group.points) - len(shown)} more, which the agenda lists")


def _render_point(point: PointPart, own: Words) -> Group:
    head = plain(f"{point.title.rstrip('.')} ({point.id}): {point.text}")
    if point.kind in _BRIEF:
        return Group(head)
    rows: list[tuple[str, str]] = []
    for stand in point.stands:
        if stand.tally:
            counts = (
                f"{plural(one.people, 'person', 'people')}: {one.text}" for one in stand.tally
            )
            rows.append((own.side(stand.side), "; ".join(counts)))
        for statement in stand.statements:
            who = f" [{', '.join(statement.who)}]" if statement.who else ""
            rows.append((own.side(stand.side), f"{statement.text}{who}"))
    for row in point.rows:
        said = [(f"  {own.side(stand.side)}", getattr(row, stand.side)) for stand in point.stands]
        rows += [("line", row.text), *said]
    if point.kind != "spread":
        rows += [("spread", spread.text) for spread in point.spreads]
    if point.reopened:
        rows.append(("earlier", point.reopened))
    label = max(_LABEL, *(len(own.side(side)) for side in SIDES))
    return Group(head, grid(rows, label=label))


def _render_settled(settled: SettledPart) -> Group:
    rows = [
        ("by", f"{settled.date or ''} {', '.join(settled.present)}".strip()),
        ("because", settled.reason),
        ("dissent", settled.dissent),
        *(("changed", change) for change in settled.changes),
    ]
    said = grid((row for row in rows if row[1]), label=_LABEL)
    return Group(plain(f"{settled.title}: {settled.agreed}"), said)


def _list_commands(part: AlignmentPart, folder: str, option: str) -> Iterator[str]:
    """What to type next; `option` is what each needs besides."""
    if part.silent:
        yield f"outsource-check assess {folder} --side {part.silent}{option}"
    if all(part.silent and group.kind == "one-sided" for group in part.groups):
        return
    yield f"outsource-check report {folder} -t agenda{option}"
    for group in part.groups:
        for point in group.points if group.kind == "fact" else ():
            yield f"outsource-check settle {folder} {point.id} OPTION{option}"
    yield f"outsource-check settle {folder} QUESTION LEVEL --present NAME --reason TEXT{option}"
