"""A result on a screen, at any width.

Everything that comes from a file is cleaned and put into `Text`: it is never markup.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from outsource_check.costs import CostResult
from outsource_check.numbers import write_share
from outsource_check.pack import SIDES
from outsource_check.result import look_ahead, words
from outsource_check.result.model import VERDICTS
from outsource_check.text import clean, plural, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import ConsoleOptions, RenderableType, RenderResult

    from outsource_check.overlap import OverlapResult
    from outsource_check.result import Action, Interval, KeyResult, Result, Settling, Voice
    from outsource_check.result.model import Reason

COLOURS = dict(zip(VERDICTS, ("red", "dark_orange", "yellow", "green"), strict=True))


@dataclass(frozen=True, kw_only=True)
class Room:
    """How much of a result is listed before the rest is counted."""

    first: int = 5
    """Reasons, actions, open points, gaps."""
    keys: int = 99
    figures: bool = True
    """Whether what was worked out from figures is shown line by line."""
    blanks: bool = True
    """Whether an empty line stands above each heading."""
    brief: bool = False
    """Whether titles alone stand for reasons and steps, and headings count what is not listed."""


_ROOMS = (
    Room(),
    Room(figures=False),
    *(Room(figures=False, first=first, keys=3) for first in (5, 3, 2)),
    *(Room(figures=False, first=first, keys=first + 1, blanks=False) for first in (2, 1)),
    *(Room(figures=False, first=n, keys=n, blanks=False, brief=True) for n in (3, 2, 1)),
)


def open_console(*, colour: bool = True) -> Console:
    """The terminal on stdout: colour only where it is wanted, 80 columns where it is none.

    Without `colour` no escape is written, whatever the terminal can do.
    """
    forced = os.environ.get("FORCE_COLOR", "")
    plain = not colour or bool(os.environ.get("NO_COLOR")) or forced in ("0", "false")
    plain = plain or os.environ.get("TERM") == "dumb" or not (sys.stdout.isatty() or forced)
    return Console(
        color_system=None if plain else "auto",
        force_terminal=None if not forced or plain else True,
        width=None if sys.stdout.isatty() else 80,
        highlight=False,
        markup=False,
        emoji=False,
    )


def show_result(result: Result, *, colour: bool = True, rows: int = 0) -> str:
    """The result as text for the terminal on stdout, with its colours where it has any.

    Verdict, why, keys, what to do first, what is open. With `rows`, less is listed until it takes
    no more than so many lines, but at least one of each.
    """
    console = open_console(colour=colour)
    text = ""
    for room in _ROOMS if rows else _ROOMS[:1]:
        with console.capture() as capture:
            for part in render_result(result, console.width, room):
                console.print(part)
        text = capture.get()
        if text.count("\n") <= rows:
            break
    return text


def render_result(result: Result, columns: int, room: Room = _ROOMS[0]) -> Iterator[RenderableType]:
    """The parts of a result's screen, top down, for a screen of so many columns."""
    section = partial(_section, room=room)
    yield from _head(result, room)
    reasons = words.group_reasons(result.verdict.reasons)
    yield from section("Why", _reasons(result, reasons, room), of=len(reasons))
    scored = sorted(
        (key for key in result.keys if key.score is not None),
        key=lambda key: key.score.low if key.score is not None else 0,
    )
    listed = _keys(result, scored, columns, room)
    yield from section("Keys, the lowest first", listed, of=len(scored))
    if room.figures:
        yield from section("Worked out from figures", _figures(result, columns))
    actions = result.actions
    yield from section("What to do first", _actions(result, actions, room), of=len(actions))
    settling = result.settles
    listed = _open_points(result, settling, room)
    yield from section("What is not known", listed, of=len(settling))
    yield from section("What the sides see differently", _gaps(result, room.first))
    yield from section("What the sides agreed on", _agreements(result))
    yield from section("" if room.brief else "Also", _remarks(result))


def _section(
    title: str, parts: Iterable[RenderableType], *, room: Room, of: int = 0
) -> Iterator[RenderableType]:
    """A heading and what stands under it; `of` says how much there is where not all is listed."""
    body = list(parts)
    if body:
        if room.blanks:
            yield Text()
        count = f" ({of} in all)" if room.brief and of > room.first else ""
        if title:
            yield Text(f"{title}{count}", style="bold")
        yield from body


def _head(result: Result, room: Room) -> Iterator[RenderableType]:
    verdict = result.verdict
    yield Text(clean(result.engagement), style="bold")
    yield Text(words.verdict_title(verdict), style=f"bold {COLOURS[verdict.low]}")
    yield _Hanging("", words.verdict_sentence(result), indent=0)
    if not room.brief:
        yield Text()
    score = words.format_interval(result.score)
    yield _Hanging("Score       ", f"{score} of 100", indent=0)
    known = f"{write_share(result.coverage)} of what was asked is known, by weight"
    yield _Hanging("Coverage    ", known, indent=0)
    detail = f"{result.assurance}: {words.evidence_text(result)}"
    yield _Hanging("Assurance   ", detail, indent=0)
    if all(result.basis.of_side(side) for side in SIDES):
        yield _Hanging("Duties      ", words.duties_text(result), indent=0)


@dataclass(frozen=True)
class _Hanging:
    """A text whose wrapped lines stand under its first word, behind a bullet."""

    bullet: str
    text: str
    indent: int = 2

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        start = self.indent + width(self.bullet)
        lines = Text(self.text).wrap(console, max(options.max_width - start, 10))
        for number, line in enumerate(lines):
            line.rstrip()
            lead = " " * self.indent + self.bullet if number == 0 else " " * start
            yield Text(lead) + line


def _reasons(
    result: Result, groups: Sequence[list[Reason]], room: Room
) -> Iterator[RenderableType]:
    because: dict[tuple[str, str], str] = {
        (found.kind, found.question.id): found.because for found in result.findings
    }
    for reasons in groups[: room.first]:
        text = words.reasons_text(reasons)
        question = reasons[0].question
        name = question.id if question is not None else ""
        trigger = because.get((reasons[0].kind.removeprefix("waived-"), name))
        explained = trigger and not room.brief
        yield _Hanging("• ", clean(f"{text}. {trigger}" if explained else text))
    if len(groups) > room.first and not room.brief:
        yield Text(f"  and {len(groups) - room.first} more, all of them in a report")


def _keys(
    result: Result, lowest: Sequence[KeyResult], columns: int, room: Room
) -> Iterator[RenderableType]:
    hidden = len(lowest[room.keys :])
    scored = lowest[: room.keys]
    names = min(max((width(clean(key.title)) for key in scored), default=0), columns - 22)
    bar = min(40, columns - names - 16)
    for key in scored:
        assert key.score is not None
        title = clean(key.title)
        score = words.format_interval(key.score)
        if bar >= 10 and width(title) <= names:
            line = f"  {title}{' ' * (names - width(title))}  {_bar(key.score, bar)}  {score}"
            yield Text(line)
        else:
            yield _Hanging("", f"{title}: {score}")
    if hidden and not room.brief:
        yield Text(f"  and {hidden} more")
    for key in result.keys:
        if key.score is None:
            yield Text(f"  {clean(key.title)}: {_why_unscored(key)}")


def _bar(score: Interval, cells: int) -> str:
    """Filled up to what is certain, shaded up to what is possible."""
    low = int(score.low * cells / 100 + 0.5)
    high = int(score.high * cells / 100 + 0.5)
    return "█" * low + "▒" * (high - low) + "·" * (cells - high)


def _why_unscored(key: KeyResult) -> str:
    asked = any(question.state == "not-asked" for question in key.questions)
    return "not asked" if asked else "does not apply"


def _figures(result: Result, columns: int) -> Iterator[RenderableType]:
    """What answers with sites or amounts come to."""
    for found in result.questions.values():
        for side in found.sides.values() if found.counts else ():
            for voice in side.voices:
                if isinstance(voice.computed, CostResult):
                    assert voice.answer is not None
                    assert voice.answer.costs is not None
                    yield from _costs(f"{found.question.title}, {side.side}", voice, columns)
                elif voice.computed is not None:
                    yield from _hours(voice.computed)


def _hours(overlap: OverlapResult) -> Iterator[RenderableType]:
    from outsource_check.overlap import words as overlap_words  # noqa: PLC0415

    for pair in overlap.pairs:
        name = overlap_words.name_pair(pair)
        yield _Hanging("• ", clean(f"{name}: {overlap_words.answer(pair)}."))


def _costs(title: str, voice: Voice, columns: int) -> Iterator[RenderableType]:
    assert isinstance(voice.computed, CostResult)
    assert voice.answer is not None
    given = voice.answer.costs
    assert given is not None
    unit = " a ".join(part for part in (given.currency, given.period) if part)
    unit = f", {unit}" if unit else ""
    cases = "expected, then stressed (fees and change-over 25 % over)"
    yield _Hanging("• ", clean(f"{title}{unit}: {cases}"))
    for line in voice.computed.lines:
        name = words.COST_NAMES[line.field]
        expected, stressed = (words.format_amount(n) for n in (line.expected, line.stressed))
        if columns < 56:
            yield _Hanging("", f"{name}: {expected}; {stressed}", indent=4)
        else:
            yield Text(f"    {name:<22} {expected:>12} {stressed:>12}")


def _actions(result: Result, actions: tuple[Action, ...], room: Room) -> Iterator[RenderableType]:
    first = room.first
    for number, action in enumerate(actions[:first], 1):
        question = action.question
        if action.kind == "find-out":
            what = f"Find out: {question.title}."
        elif room.brief:
            what = f"{question.title}."
        elif action.remedy is not None:
            what = action.remedy.do
        else:
            what = f"{question.title}: reach level {words.format_level(action.aim)}."
        details = [words.format_days(action.effort_days)]
        if action.remedy is not None and action.remedy.owner and not room.brief:
            details.insert(0, action.remedy.owner)
        if action.gain:
            details.append(f"up to +{words.format_score(action.gain, 1)} points")
        yield _Hanging(f"{number}. ", clean(f"{what} ({', '.join(details)})"))
    if actions:
        outlook = look_ahead(result, actions)
        these = "these" if outlook.actions <= first else "the first"
        count = "After this one" if outlook.actions == 1 else f"After {these} {outlook.actions}"
        title = words.verdict_title(outlook)
        score = words.format_interval(outlook.score)
        yield _Hanging("", f"{count}: {title}, score {score}.")
    if len(actions) > first and not room.brief:
        yield Text(f"  {len(actions) - first} more in the report.")


def _open_points(
    result: Result, settling: Sequence[Settling], room: Room
) -> Iterator[RenderableType]:
    for entry in settling[: room.first]:
        if entry.kind == "fact":
            text = f"Fact: {result.basis.pack.facts[entry.id].ask}"
        else:
            text = result.questions[entry.id].question.title
            if entry.kind != "open":
                text += f" (a possible {entry.kind.removeprefix('possible-')})"
        yield _Hanging("? ", clean(text))
    if len(settling) > room.first and not room.brief:
        yield Text(f"  and {len(settling) - room.first} more")


def _gaps(result: Result, first: int) -> Iterator[RenderableType]:
    gaps = [gap for gap in result.gaps if gap.talk_first and not gap.result.settled]
    for gap in gaps[:first]:
        sides = gap.result.sides
        client, partner = sides["client"].level, sides["partner"].level
        assert client is not None
        assert partner is not None
        seen = f"client {words.format_levels(client)}, partner {words.format_levels(partner)}"
        yield _Hanging("• ", clean(f"{gap.result.question.title}: {seen}"))


def _agreements(result: Result) -> Iterator[RenderableType]:
    for name, settlement in result.basis.settlements.items():
        found = result.questions[name]
        if found.away:
            continue
        agreed = "does not apply" if found.level is None else words.format_levels(found.level)
        if settlement.level is not None:
            agreed = f"level {agreed}"
        yield _Hanging("• ", clean(f"{found.question.title}: {agreed}"))
    for again in result.basis.reopened:
        yield _Hanging("! ", clean(words.reopened_text(again)))


def _them(count: int) -> str:
    return "it" if count == 1 else "them"


def _remarks(result: Result) -> Iterator[RenderableType]:
    sides = {source.content.respondent.side for source in result.basis.sources}
    questions = result.basis.pack.questions
    asked = [name for name in result.not_asked if questions[name].answered_by in ("both", *sides)]
    if asked:
        count = plural(len(asked), "question")
        yield _Hanging("• ", f"{count} not asked: `assess --full` asks {_them(len(asked))}")
    if others := len(result.not_asked) - len(asked):
        count = plural(others, "question")
        yield _Hanging("• ", f"{count} not asked: only the other side can answer {_them(others)}")
    for finding in result.findings:
        if finding.waiver is not None:
            yield _Hanging("• ", clean(words.finding_text(finding)))
    for waiver in result.unused_waivers:
        yield _Hanging("• ", clean(f"Waiver without effect: {waiver.question}"))
    for source in result.basis.shown_sources:
        version = source.content.pack_version
        if version != result.basis.pack.version:
            text = f"{source.file} was answered for version {version} of the questions"
            yield _Hanging("• ", clean(f"{text}, now {result.basis.pack.version}"))
        for name in (*source.retired, *source.newer):
            yield _Hanging("• ", clean(f"{name} in {source.file} is not scored"))
