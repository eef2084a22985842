"""Shared working hours on a screen, the answer first (`overlap`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from outsource_check.numbers import write_minutes
from outsource_check.overlap import words
from outsource_check.overlap.strip import draw_strip
from outsource_check.terminal.console import Named, grid, heading, indented, plain
from outsource_check.text import clean, plural, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from outsource_check.overlap import OverlapResult, PairResult, Run

_MOST_IN_FULL = 3
_MOST_LISTED = 14


def render_overlap(result: OverlapResult, notes: Iterable[str] = ()) -> Iterator[RenderableType]:
    """The parts of the screen, top down; `notes` are sentences about the holidays' sources.

    Up to three pairs are told in full; of more the worst one is, the others get a line each.
    """
    worst = words.find_worst_pair(result)
    in_full = result.pairs if len(result.pairs) <= _MOST_IN_FULL else (worst,)
    others = [pair for pair in result.pairs if pair not in in_full]
    if len(result.pairs) > 1:
        count = f"the worst of {plural(len(result.pairs), 'pair')} counts, {words.name_pair(worst)}"
        yield plain(f"Level {result.level}: {count}.")
        yield Text()
    for pair in in_full:
        yield from _render_pair(pair)
        yield Text()
    if others:
        yield heading("The other pairs")
        yield Named([(words.name_pair(pair), _sum_up(pair)) for pair in others])
        yield Text()
    yield heading("Sites")
    yield Named([(site.name, words.describe_site(site)) for site in words.list_sites(result)])
    yield from map(plain, (*words.describe_data(result), *notes, words.describe_basis(result)))


def _render_pair(pair: PairResult) -> Iterator[RenderableType]:
    """Answer, level, strips, dates where it changes, shared calendar, shifted hours."""
    yield plain(f"{words.name_pair(pair)}: {words.answer(pair)}.", "bold")
    yield plain(words.explain_level(pair))
    worst, best = words.find_extremes(pair)
    named = {"Every day": worst} if worst is best else {"Worst day": worst, "Best day": best}
    for title, run in named.items():
        yield Text()
        yield plain(f"{title}, e.g. {words.describe_day(run)}")
        yield _Strips(pair, run)
    yield plain("# at work   + part of that time   . away")
    yield Text()
    yield from _list_changes(pair.clock.changes)
    yield Text()
    yield plain(words.describe_calendar(pair))
    yield from map(plain, words.describe_late_hours(pair))


@dataclass(frozen=True)
class _Strips:
    """A day of both sites: a character is half an hour, on a narrow screen an hour."""

    pair: PairResult
    run: Run

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        cells, most = (48, 28) if options.max_width >= 80 else (24, 12)
        strips = draw_strip(self.pair.a, self.pair.b, self.run.first, cells)
        yield grid(((shorten(clean(name), most), strip) for name, strip in strips), indent=0)


def _list_changes(runs: tuple[Run, ...]) -> Iterator[RenderableType]:
    if len(runs) == 1:
        yield plain("It never changes in these 12 months.")
        return
    yield plain("Where it changes (working days):")
    yield grid((words.write_range(run), write_minutes(run.minutes)) for run in runs[:_MOST_LISTED])
    if len(runs) > _MOST_LISTED:
        yield indented(f"and {len(runs) - _MOST_LISTED} more; --json lists all")


def _sum_up(pair: PairResult) -> str:
    least, most = pair.clock.worst_minutes, pair.clock.best_minutes
    to = f" to {write_minutes(most)}" if least != most else ""
    return f"level {pair.level}, {write_minutes(least)}{to}"
