"""A result on a screen, at any width (`score`, the end of `assess`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from outsource_check.costs import CostResult
from outsource_check.numbers import format_amount, write_share
from outsource_check.pack import SIDES
from outsource_check.result import look_ahead, words
from outsource_check.result.model import VERDICTS
from outsource_check.terminal.console import WIDE, grid, heading, indented, plain, show
from outsource_check.text import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from outsource_check.overlap import OverlapResult
    from outsource_check.pack import Words
    from outsource_check.result import Action, Interval, KeyResult, Result, Settling, Voice
    from outsource_check.result.model import Outlook

COLOURS = dict(zip(VERDICTS, ("color(167)", "color(167)", "color(134)", "color(28)"), strict=True))
"""Of the 256 colours that no theme changes; they are read on dark and on light backgrounds.

Of the sixteen that themes set, green is faint on many light backgrounds, red and magenta on many
dark ones.
"""


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


def show_result(result: Result, *, colour: bool = True, rows: int = 0, columns: int = 0) -> str:
    """The result as text for the terminal on stdout, with its colours where it has any.

    Verdict, why, keys, what to do first, what is open. With `rows`, less is listed until it takes
    no more than so many lines, but at least one of each.
    """
    text = ""
    for room in _ROOMS if rows else _ROOMS[:1]:
        text = show(render_result(result, room), colour=colour, columns=columns)
        if text.count("\n") <= rows:
            break
    return text


def render_result(result: Result, room: Room) -> Iterator[RenderableType]:
    """The parts of a result's screen, top down."""
    first, own = room.first, result.basis.pack.words
    section = partial(_section, room=room)
    yield from _head(result, room)
    more = ", all of them in a report"
    yield from section("Why", _mark(_list_reasons(result, room)), most=first, more=more)
    keys = sorted(result.keys, key=lambda key: 101 if key.score is None else key.score.low)
    yield from section("Keys, the lowest first", keys, most=room.keys, layout=_Keys)
    if room.figures:
        yield from section("Worked out from figures", _mark(_list_figures(result)))
    actions = enumerate(result.actions, 1)
    steps = [(f"{number}.", _describe_action(action, room)) for number, action in actions]
    yield from section("What to do first", steps, most=first, more=" in the report")
    if steps:
        yield indented(_describe_outlook(look_ahead(result, result.actions), first, own))
    open_points = [_name_open_point(result, entry) for entry in result.settles]
    yield from section("What is not known", _mark(open_points, "?"), most=first)
    yield from section("What the sides see differently", _mark(_list_gaps(result)), most=first)
    reopened = map(words.reopened_text, result.basis.reopened)
    agreed = [*_mark(_list_agreements(result)), *_mark(reopened, "!")]
    yield from section("What the sides agreed on", agreed)
    if result.since is not None:
        from outsource_check.terminal.since import render_since  # noqa: PLC0415

        yield from render_since(result, result.since)
    missing = [words.missing_text(one, own) for one in result.missing]
    yield from section("Who has not answered yet", _mark(missing, "?"), most=first)
    overdue = [words.overdue_text(result, name) for name in result.overdue]
    yield from section("Overdue", _mark(overdue, "!"), most=first)
    yield from section("" if room.brief else "Also", _mark(_list_remarks(result)))


def _mark(texts: Iterable[RenderableType], mark: str = "•") -> list[tuple[str, RenderableType]]:
    return [(mark, text) for text in texts]


_LIST = partial(grid, gap=1)


def _section(
    title: str,
    rows: Sequence[Any],
    *,
    room: Room,
    most: int | None = None,
    more: str = "",
    layout: Callable[[Sequence[Any]], RenderableType] = _LIST,
) -> Iterator[RenderableType]:
    """A heading and at most so many rows under it; `more` says where the others are."""
    if not rows:
        return
    listed = rows[:most]
    hidden = len(rows) - len(listed)
    if room.blanks:
        yield Text()
    if title:
        yield heading(f"{title} ({len(rows)} in all)" if hidden and room.brief else title)
    yield layout(listed)
    if hidden and not room.brief:
        yield indented(f"and {hidden} more{more}")


def _head(result: Result, room: Room) -> Iterator[RenderableType]:
    verdict = result.verdict
    yield heading(result.engagement)
    yield plain(
        words.verdict_title(verdict, result.basis.pack.words), f"bold {COLOURS[verdict.low]}"
    )
    yield plain(words.verdict_sentence(result))
    if not room.brief:
        yield Text()
    rows = [
        ("Score", f"{words.format_interval(result.score)} of 100"),
        ("Coverage", f"{write_share(result.coverage)} of what was asked is known, by weight"),
        ("Assurance", f"{result.assurance}: {words.evidence_text(result)}"),
    ]
    asked = any(duty.questions for duty in result.duty.values())
    if asked and all(result.basis.of_side(side) for side in SIDES):
        rows.append(("Duties", words.duties_text(result)))
    yield grid(rows, indent=0, label=10)


def _list_reasons(result: Result, room: Room) -> Iterator[str]:
    because: dict[tuple[str, str], str] = {
        (found.kind, found.question.id): found.because for found in result.findings
    }
    for reasons in words.group_reasons(result.verdict.reasons):
        text = words.reasons_text(reasons)
        question = reasons[0].question
        name = question.id if question is not None else ""
        trigger = because.get((reasons[0].kind.removeprefix("waived-"), name))
        yield f"{text}. {trigger}" if trigger and not room.brief else text


@dataclass(frozen=True)
class _Keys:
    """Keys with their scores, and with bars where there is room for them."""

    keys: Sequence[KeyResult]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        wide = options.max_width >= WIDE
        table = Table.grid(padding=(0, 2, 0, 0), expand=wide)
        table.add_column(max_width=options.max_width // 2 if wide else None)
        table.add_column(no_wrap=True)
        if wide:
            table.add_column(ratio=1)
        for key in self.keys:
            if key.score is None:
                table.add_row(plain(key.title), _why_unscored(key))
            else:
                bar = [_Bar(key.score)] if wide else []
                table.add_row(plain(key.title), words.format_interval(key.score), *bar)
        yield Padding.indent(table, 2)


@dataclass(frozen=True)
class _Bar:
    """Filled up to what is certain, shaded up to what is possible; it needs no colours."""

    score: Interval

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        cells = min(40, options.max_width)
        low = int(self.score.low * cells / 100 + 0.5)
        high = int(self.score.high * cells / 100 + 0.5)
        yield Text("█" * low + "▒" * (high - low) + "·" * (cells - high))


def _why_unscored(key: KeyResult) -> str:
    states = {question.state for question in key.questions}
    if states == {"not-scored"}:
        return "not scored"
    return "not asked" if "not-asked" in states else "does not apply"


def _list_figures(result: Result) -> Iterator[RenderableType]:
    """What answers with sites or amounts come to."""
    own = result.basis.pack.words
    for found in result.questions.values():
        for side in found.sides.values() if found.counts or found.state == "not-scored" else ():
            for voice in side.voices:
                if isinstance(voice.computed, CostResult):
                    yield _render_costs(f"{found.question.shown}, {own.side(side.side)}", voice)
                elif voice.computed is not None:
                    yield from _list_hours(voice.computed)


def _list_hours(overlap: OverlapResult) -> Iterator[str]:
    from outsource_check.overlap import words as overlap_words  # noqa: PLC0415

    for pair in overlap.pairs:
        yield f"{overlap_words.name_pair(pair)}: {overlap_words.answer(pair)}."


def _render_costs(title: str, voice: Voice) -> Group:
    assert isinstance(voice.computed, CostResult)
    assert voice.answer is not None
    given = voice.answer.costs
    assert given is not None
    unit = " a ".join(part for part in (given.currency, given.period) if part)
    unit = f", {unit}" if unit else ""
    table = Table.grid("", Column(justify="right"), Column(justify="right"), padding=(0, 2, 0, 0))
    for line in voice.computed.lines:
        amounts = (format_amount(amount) for amount in (line.expected, line.stressed))
        table.add_row(words.COST_NAMES[line.field], *map(plain, amounts))
    cases = "expected, then stressed (fees and change-over 25 % over)"
    return Group(plain(f"{title}{unit}: {cases}"), table)


def _describe_action(action: Action, room: Room) -> str:
    question, remedy = action.question, action.remedy
    if action.kind == "find-out":
        what = f"Find out: {question.shown}."
    elif room.brief:
        what = f"{question.shown}."
    elif remedy is not None:
        what = remedy.do
    else:
        what = f"{question.shown}: get to {_describe_goal(action)}."
    owner = remedy.owner if remedy is not None and not room.brief else ""
    points = plural(words.format_score(action.gain, 1), "point")
    gain = f"up to +{points}" if action.gain else ""
    details = (owner, words.format_days(action.effort_days), gain)
    return f"{what} ({', '.join(filter(None, details))})"


def _describe_goal(action: Action) -> str:
    """The level to reach, in words; of a matrix with the lines that are still open."""
    question, answers = action.question, action.result.shown_answers
    if question.lines:
        text = question.goal_text(action.aim, answers).rstrip(".")
        return text[:1].lower() + text[1:]
    return f"“{question.level_text(action.aim).rstrip('.')}”"


def _describe_outlook(outlook: Outlook, first: int, own: Words) -> str:
    these = "these" if outlook.actions <= first else "the first"
    count = "After this one" if outlook.actions == 1 else f"After {these} {outlook.actions}"
    score = words.format_interval(outlook.score)
    return f"{count}: {words.verdict_title(outlook, own)}, score {score}."


def _name_open_point(result: Result, entry: Settling) -> str:
    if entry.kind == "fact":
        return f"Fact: {result.basis.pack.facts[entry.id].ask}"
    title = result.questions[entry.id].question.shown
    if entry.kind == "open":
        return title
    return f"{title} (a possible {entry.kind.removeprefix('possible-')})"


def _list_gaps(result: Result) -> Iterator[str]:
    own = result.basis.pack.words
    for gap in result.gaps:
        if gap.talk_first and not gap.result.settled:
            levels = [gap.result.sides[side].level for side in SIDES]
            client, partner = (words.format_levels(level) for level in levels if level is not None)
            both = f"{own.side('client')} {client}, {own.side('partner')} {partner}"
            yield f"{gap.result.question.shown}: {both}"


def _list_agreements(result: Result) -> Iterator[str]:
    for name, settlement in result.basis.settlements.items():
        found = result.questions[name]
        if found.away:
            continue
        agreed = "does not apply" if found.level is None else words.format_levels(found.level)
        level = "level " if settlement.level is not None else ""
        yield f"{found.question.shown}: {level}{agreed}"


def _list_remarks(result: Result) -> Iterator[str]:
    sides = {source.content.respondent.side for source in result.basis.sources}
    questions = result.basis.pack.questions
    asked = sum(questions[name].answered_by in ("both", *sides) for name in result.not_asked)
    others = len(result.not_asked) - asked
    if asked:
        them = "it" if asked == 1 else "them"
        yield f"{plural(asked, 'question')} not asked: `assess --full` asks {them}"
    if others:
        them = "it" if others == 1 else "them"
        yield f"{plural(others, 'question')} not asked: only the other side can answer {them}"
    for finding in result.findings:
        if finding.waiver is not None:
            yield words.finding_text(finding)
    for waiver in result.unused_waivers:
        yield f"Waiver without effect: {waiver.question}"
    if moved := words.migration_text(result.migration):
        yield moved
    for source in result.basis.shown_sources:
        version = source.version
        if version != result.basis.pack.version:
            text = f"{source.file} was answered for version {version} of the questions"
            yield f"{text}, now {result.basis.pack.version}"
        for name in source.newer:
            yield f"{name} in {source.file} is not scored"
