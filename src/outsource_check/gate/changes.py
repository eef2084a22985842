"""What changed since a baseline, in words: up and down, key by key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from outsource_check.gate.formats.shared import neutralise
from outsource_check.result.words import format_score
from outsource_check.text import clean

if TYPE_CHECKING:
    from outsource_check.gate.baseline import Baseline, Entry
    from outsource_check.gate.report import Judged


def describe_changes(engagements: Iterable[Judged], baseline: Baseline) -> str:
    """A line for each engagement and key that changed, and a count of those that did not."""
    lines: list[str] = []
    counted: dict[str, str] = {}
    same = 0
    for judged in engagements:
        counted |= dict.fromkeys(judged.files, judged.engagement)
        entry = baseline.find(judged)
        changes = ["  new"] if entry is None else list(_list_changes(entry, judged))
        if changes:
            lines += [clean(f"{judged.folder} · {judged.engagement}"), *changes]
        else:
            same += 1
    for breach in baseline.find_vanished(counted, counted):
        lines.append(f"{clean(breach.path or '')}: {clean(breach.message)}")
    lines.append(f"{same} unchanged since {clean(baseline.source)}")
    return neutralise("\n".join(lines))


def _list_changes(entry: Entry, judged: Judged) -> Iterator[str]:
    packs = f"{entry.pack.id} {entry.pack.version}", f"{judged.pack} {judged.pack_version}"
    if packs[0] != packs[1]:
        yield f"  pack     {packs[0]} -> {packs[1]}"
    if entry.verdict != judged.low:
        yield f"  verdict  {entry.verdict} -> {judged.low}"
    yield from _describe_change("overall", entry.score.least, judged.score.low)
    now = judged.keys
    for key in dict.fromkeys((*entry.keys, *now)):
        was, score = entry.keys.get(key), now.get(key)
        before = None if was is None else was.least
        yield from _describe_change(key, before, None if score is None else score.low)


def _describe_change(
    name: str, before: Fraction | None, after: Fraction | int | None
) -> Iterator[str]:
    if before == after:
        return
    shown = ["-" if value is None else format_score(value, 2) for value in (before, after)]
    moved = ""
    if before is not None and after is not None:
        moved = f"  ({'+' if after > before else '-'}{format_score(abs(after - before), 2)})"
    yield f"  {clean(name)}  {shown[0]} -> {shown[1]}{moved}"
