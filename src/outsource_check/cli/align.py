"""`outsource-check align`: where the people of an engagement see things differently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from outsource_check.cli.options import AsOf, Packs, Paths, read_day
from outsource_check.cli.output import say
from outsource_check.text import find_width, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outsource_check.report.points import AlignmentPart, GroupPart, PointPart, SettledPart
    from outsource_check.result import Result

_BRIEF = ("unknown", "one-sided")
"""Kinds of points that are listed on one line: there are no two answers to compare."""


def align_sides(
    paths: Paths,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    packs: Packs = None,
    as_of: AsOf = None,
) -> None:
    """Show what the people of an engagement see differently, the widest gap first."""
    from outsource_check.answers import read_answers
    from outsource_check.report.alignment import Wording, publish, read_alignment
    from outsource_check.result import score
    from outsource_check.result.redaction import redact

    engagement = read_answers(paths, packs=packs or (), refuse=False)
    result = score(engagement, as_of=read_day(as_of))
    wording = Wording(redact(result, "both"))
    part = read_alignment(wording)
    if as_json:
        say(publish(wording, part).model_dump_json(indent=2))
        return
    folder = str(paths[0]) if len(paths) == 1 and paths[0].is_dir() else "FOLDER"
    say("\n".join(list_lines(result, part, columns=find_width(), folder=folder)))


def list_lines(result: Result, part: AlignmentPart, *, columns: int, folder: str) -> Iterator[str]:
    """The alignment as lines for a screen of so many columns, cleaned."""
    yield from wrap("", result.engagement, columns)
    yield from wrap("", f"{part.heading}.", columns)
    if part.compared:
        compared = plural(part.compared, "question")
        text = f"Both sides know {compared}; on {part.alike} they are at the same level."
        yield from wrap("", text, columns)
    for text in (*part.sealed, part.undecided):
        if text:
            yield from wrap("", text, columns)
    yield ""
    yield "Who must make it happen"
    for side, duty in result.duty.items():
        yield from wrap(f"  {side:<8} ", _duty_text(duty.score, duty.questions), columns)
    for group in part.groups:
        yield ""
        yield from _list_group(group, part.silent, columns)
    for title, settled in (("Agreed", part.settled), ("Agreed, and open again", part.reopened)):
        if settled:
            yield ""
            yield title
        for one in settled:
            yield from _list_settled(one, columns)
    if part.groups:
        yield ""
        yield "Next"
        for command in _list_commands(part, folder):
            yield from wrap("  ", command, columns)


def _list_group(group: GroupPart, silent: str, columns: int) -> Iterator[str]:
    yield from wrap("", f"{group.heading}", columns)
    if silent and group.kind == "one-sided":
        count = plural(len(group.points), "question")
        yield from wrap("  • ", f"{count}, the first is “{group.points[0].title}”", columns)
        return
    for point in group.points:
        yield from _list_point(point, columns)


def _list_commands(part: AlignmentPart, folder: str) -> Iterator[str]:
    """What to type next."""
    if part.silent:
        yield f"outsource-check assess {folder} --side {part.silent}"
    if all(part.silent and group.kind == "one-sided" for group in part.groups):
        return
    yield f"outsource-check report {folder} -t agenda"
    for group in part.groups:
        for point in group.points if group.kind == "fact" else ():
            yield f"outsource-check settle {folder} {point.id} OPTION"
    yield f"outsource-check settle {folder} QUESTION LEVEL --present NAME --reason TEXT"


def _duty_text(score: object, questions: int) -> str:
    from outsource_check.result import words

    count = plural(questions, "question")
    if score is None:
        return f"no score: {count}"
    return f"{words.format_interval(score)} of 100, over {count}"  # type: ignore[arg-type]


def _list_point(point: PointPart, columns: int) -> Iterator[str]:
    yield from wrap("  • ", f"{point.title.rstrip('.')} ({point.id}): {point.text}", columns)
    if point.kind in _BRIEF:
        return
    for stand in point.stands:
        for statement in stand.statements:
            who = f" [{', '.join(statement.who)}]" if statement.who else ""
            yield from wrap(f"      {stand.side:<8} ", f"{statement.text}{who}", columns)
    for row in point.rows:
        yield from wrap("      line     ", f"{row.text}", columns)
        yield from wrap("        client   ", row.client, columns)
        yield from wrap("        partner  ", row.partner, columns)
    if point.kind != "spread":
        for spread in point.spreads:
            yield from wrap("      spread   ", spread, columns)
    if point.reopened:
        yield from wrap("      earlier  ", point.reopened, columns)


def _list_settled(settled: SettledPart, columns: int) -> Iterator[str]:
    yield from wrap("  • ", f"{settled.title}: {settled.agreed}", columns)
    people = ", ".join(settled.present)
    by = f"{settled.date} {people}".strip()
    if by:
        yield from wrap("      by       ", by, columns)
    for label, text in (("because", settled.reason), ("dissent", settled.dissent)):
        if text:
            yield from wrap(f"      {label:<8} ", text, columns)
    for change in settled.changes:
        yield from wrap("      changed  ", change, columns)


def wrap(lead: str, text: str, columns: int) -> Iterator[str]:
    """A text behind a lead, cleaned; what does not fit stands below its first word.

    On a screen too narrow for that, it stands a little in from the left.
    """
    from outsource_check.text import clean, width

    indent = len(lead) if len(lead) + 16 <= columns else min(4, len(lead))
    words = clean(text).split()
    line = lead if indent == len(lead) else lead.rstrip()
    if indent != len(lead):
        yield line
        line = " " * indent
    start = True
    for word in words:
        if not start and width(line) + 1 + width(word) > columns:
            yield line
            line, start = " " * indent, True
        line += word if start else f" {word}"
        start = False
    yield line.rstrip()
