"""A result on a screen, at any width (`score`, the end of `assess`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from outsource_check.costs import CostResult
from outsource_check.numbers import write_share
from outsource_check.pack import SIDES
from outsource_check.result import look_ahead, words
from outsource_check.result.model import VERDICTS
from outsource_check.terminal.console import WIDE, bullets, grid, heading, indented, plain, show
from outsource_check.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

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
    section = partial(_section, room=room)
    yield from _head(result, room)
    reasons = words.group_reasons(result.verdict.reasons)
    yield from section("Why", _reasons(result, reasons, room), of=len(reasons))
    scored = sorted(
        (key for key in result.keys if key.score is not None),
        key=lambda key: key.score.low if key.score is not None else 0,
    )
    listed = _keys(result, scored, room)
    yield from section("Keys, the lowest first", listed, of=len(scored))
    if room.figures:
        yield from section("Worked out from figures", _figures(result))
    actions = result.actions
    yield from section("What to do first", _actions(result, actions, room), of=len(actions))
    settling = result.settles
    listed = _open_points(result, settling, room)
    yield from section("What is not known", listed, of=len(settling))
    yield from section("What the sides see differently", _list(_gaps(result, room.first)))
    yield from section("What the sides agreed on", _agreements(result))
    yield from section("" if room.brief else "Also", _list(_remarks(result)))


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
            yield heading(f"{title}{count}")
        yield from body


def _head(result: Result, room: Room) -> Iterator[RenderableType]:
    verdict = result.verdict
    yield heading(result.engagement)
    yield plain(words.verdict_title(verdict), f"bold {COLOURS[verdict.low]}")
    yield plain(words.verdict_sentence(result))
    if not room.brief:
        yield Text()
    rows = [
        ("Score", f"{words.format_interval(result.score)} of 100"),
        ("Coverage", f"{write_share(result.coverage)} of what was asked is known, by weight"),
        ("Assurance", f"{result.assurance}: {words.evidence_text(result)}"),
    ]
    if all(result.basis.of_side(side) for side in SIDES):
        rows.append(("Duties", words.duties_text(result)))
    yield grid(rows, indent=0, label=10)


def _reasons(
    result: Result, groups: Sequence[list[Reason]], room: Room
) -> Iterator[RenderableType]:
    because: dict[tuple[str, str], str] = {
        (found.kind, found.question.id): found.because for found in result.findings
    }
    texts = []
    for reasons in groups[: room.first]:
        text = words.reasons_text(reasons)
        question = reasons[0].question
        name = question.id if question is not None else ""
        trigger = because.get((reasons[0].kind.removeprefix("waived-"), name))
        texts.append(f"{text}. {trigger}" if trigger and not room.brief else text)
    yield from _list(texts)
    if len(groups) > room.first and not room.brief:
        yield indented(f"and {len(groups) - room.first} more, all of them in a report")


def _list(texts: Iterable[str]) -> Iterator[RenderableType]:
    """A list, where there is anything to list."""
    if listed := list(texts):
        yield bullets(listed)


def _keys(result: Result, lowest: Sequence[KeyResult], room: Room) -> Iterator[RenderableType]:
    hidden = len(lowest[room.keys :])
    if lowest:
        yield Padding.indent(_Keys(lowest[: room.keys]), 2)
    if hidden and not room.brief:
        yield indented(f"and {hidden} more")
    yield from _list(
        f"{key.title}: {_why_unscored(key)}" for key in result.keys if key.score is None
    )


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
            assert key.score is not None
            bar = [_Bar(key.score)] if wide else []
            table.add_row(plain(key.title), words.format_interval(key.score), *bar)
        yield table


@dataclass(frozen=True)
class _Bar:
    """Filled up to what is certain, shaded up to what is possible, without a need of colours."""

    score: Interval

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        cells = min(40, options.max_width)
        low = int(self.score.low * cells / 100 + 0.5)
        high = int(self.score.high * cells / 100 + 0.5)
        yield Text("█" * low + "▒" * (high - low) + "·" * (cells - high))


def _why_unscored(key: KeyResult) -> str:
    asked = any(question.state == "not-asked" for question in key.questions)
    return "not asked" if asked else "does not apply"


def _figures(result: Result) -> Iterator[RenderableType]:
    """What answers with sites or amounts come to."""
    for found in result.questions.values():
        for side in found.sides.values() if found.counts else ():
            for voice in side.voices:
                if isinstance(voice.computed, CostResult):
                    yield bullets([_costs(f"{found.question.title}, {side.side}", voice)])
                elif voice.computed is not None:
                    yield bullets(_hours(voice.computed))


def _hours(overlap: OverlapResult) -> Iterator[str]:
    from outsource_check.overlap import words as overlap_words  # noqa: PLC0415

    for pair in overlap.pairs:
        yield f"{overlap_words.name_pair(pair)}: {overlap_words.answer(pair)}."


def _costs(title: str, voice: Voice) -> Group:
    assert isinstance(voice.computed, CostResult)
    assert voice.answer is not None
    given = voice.answer.costs
    assert given is not None
    unit = " a ".join(part for part in (given.currency, given.period) if part)
    unit = f", {unit}" if unit else ""
    table = Table.grid("", Column(justify="right"), Column(justify="right"), padding=(0, 2, 0, 0))
    for line in voice.computed.lines:
        amounts = (words.format_amount(amount) for amount in (line.expected, line.stressed))
        table.add_row(words.COST_NAMES[line.field], *map(plain, amounts))
    cases = "expected, then stressed (fees and change-over 25 % over)"
    return Group(plain(f"{title}{unit}: {cases}"), table)


def _actions(result: Result, actions: tuple[Action, ...], room: Room) -> Iterator[RenderableType]:
    first = room.first
    rows = []
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
        rows.append((f"{number}.", f"{what} ({', '.join(details)})"))
    if actions:
        yield grid(rows, gap=1)
        outlook = look_ahead(result, actions)
        these = "these" if outlook.actions <= first else "the first"
        count = "After this one" if outlook.actions == 1 else f"After {these} {outlook.actions}"
        title = words.verdict_title(outlook)
        score = words.format_interval(outlook.score)
        yield indented(f"{count}: {title}, score {score}.")
    if len(actions) > first and not room.brief:
        yield indented(f"{len(actions) - first} more in the report.")


def _open_points(
    result: Result, settling: Sequence[Settling], room: Room
) -> Iterator[RenderableType]:
    texts = []
    for entry in settling[: room.first]:
        if entry.kind == "fact":
            text = f"Fact: {result.basis.pack.facts[entry.id].ask}"
        else:
            text = result.questions[entry.id].question.title
            if entry.kind != "open":
                text += f" (a possible {entry.kind.removeprefix('possible-')})"
        texts.append(text)
    if texts:
        yield bullets(texts, "?")
    if len(settling) > room.first and not room.brief:
        yield indented(f"and {len(settling) - room.first} more")


def _gaps(result: Result, first: int) -> Iterator[str]:
    gaps = [gap for gap in result.gaps if gap.talk_first and not gap.result.settled]
    for gap in gaps[:first]:
        sides = gap.result.sides
        client, partner = sides["client"].level, sides["partner"].level
        assert client is not None
        assert partner is not None
        seen = f"client {words.format_levels(client)}, partner {words.format_levels(partner)}"
        yield f"{gap.result.question.title}: {seen}"


def _agreements(result: Result) -> Iterator[RenderableType]:
    rows = []
    for name, settlement in result.basis.settlements.items():
        found = result.questions[name]
        if found.away:
            continue
        agreed = "does not apply" if found.level is None else words.format_levels(found.level)
        if settlement.level is not None:
            agreed = f"level {agreed}"
        rows.append(("•", f"{found.question.title}: {agreed}"))
    rows += [("!", words.reopened_text(again)) for again in result.basis.reopened]
    if rows:
        yield grid(rows, gap=1)


def _them(count: int) -> str:
    return "it" if count == 1 else "them"


def _remarks(result: Result) -> Iterator[str]:
    sides = {source.content.respondent.side for source in result.basis.sources}
    questions = result.basis.pack.questions
    asked = [name for name in result.not_asked if questions[name].answered_by in ("both", *sides)]
    if asked:
        count = plural(len(asked), "question")
        yield f"{count} not asked: `assess --full` asks {_them(len(asked))}"
    if others := len(result.not_asked) - len(asked):
        count = plural(others, "question")
        yield f"{count} not asked: only the other side can answer {_them(others)}"
    for finding in result.findings:
        if finding.waiver is not None:
            yield words.finding_text(finding)
    for waiver in result.unused_waivers:
        yield f"Waiver without effect: {waiver.question}"
    for source in result.basis.shown_sources:
        version = source.content.pack_version
        if version != result.basis.pack.version:
            text = f"{source.file} was answered for version {version} of the questions"
            yield f"{text}, now {result.basis.pack.version}"
        for name in (*source.retired, *source.newer):
            yield f"{name} in {source.file} is not scored"
