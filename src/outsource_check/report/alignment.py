"""What people see differently, in words; and the workshop that settles it.

The same parts stand behind the screen of `align`, its JSON, the report's section and the agenda.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

from outsource_check.numbers import format_level
from outsource_check.pack import SIDES
from outsource_check.report import answer_words
from outsource_check.report.alignment_parts import (
    AgendaItem,
    AgendaPart,
    AlignmentDocument,
    AlignmentPart,
    ErrandPart,
    GroupPart,
    PointPart,
    RowStandPart,
    SettledPart,
    SpreadPart,
    StandPart,
    StatementPart,
    TallyPart,
)
from outsource_check.result import words
from outsource_check.result.alignment import KINDS
from outsource_check.text import join_words, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from outsource_check.answers import AnswerSource, Reopened, Settlement
    from outsource_check.pack import Number, Pack, Question, Side, Words
    from outsource_check.result import Result, SideResult, Voice, Weighed
    from outsource_check.result.alignment import Alignment, Kind, Point, RowPoint, RowSaid, Spread

HEADINGS: dict[Kind, str] = {
    "wide-gap": "Two levels or more apart: talk about these first",
    "fact": "Facts that are said differently",
    "applies": "Applies to one side, not to the other",
    "rows": "Different options or names",
    "spread": "People of one side are far apart",
    "gap": "Less than two levels apart",
    "unknown": "One side does not know",
    "one-sided": "Asked of one side only",
}
"""What stands above the points of a kind."""
MINUTES: dict[Kind, int] = {
    "wide-gap": 15,
    "fact": 5,
    "applies": 10,
    "rows": 10,
    "spread": 10,
    "gap": 5,
}
"""Minutes to talk about a point, by kind; a judgement. Other kinds need no meeting."""
MEETING = 90
"""Minutes that a meeting takes at most, unless somebody says otherwise."""
MANY = 8
"""From how many people of a side on they are counted instead of named."""
NAMED = 4
"""Up to how many respondents of a side are named as needed for a point."""


def word_alignment(alignment: Alignment) -> AlignmentPart:
    """What people see differently, in words."""
    engagement = alignment.result.basis
    pack = engagement.pack
    points = [_word(alignment.result, point) for point in alignment.points]
    groups = (
        GroupPart(
            kind=kind,
            heading=HEADINGS[kind],
            points=tuple(point for point in points if point.kind == kind),
        )
        for kind in KINDS
    )
    facts = tuple(_decided_fact(alignment, fact) for fact in alignment.decided)
    return AlignmentPart(
        heading=_head(alignment),
        compared=alignment.compared,
        alike=alignment.alike,
        groups=tuple(group for group in groups if group.points),
        settled=(*facts, *(_settled(one, pack) for one in alignment.settled)),
        reopened=tuple(_settled(one.settlement, pack, one) for one in alignment.reopened),
        sealed=tuple(
            why_sealed(pack.words.side(side)) for side in SIDES if side in engagement.sealed
        ),
        undecided=_why_refused(alignment),
        silent=alignment.silent or "",
    )


def publish(alignment: Alignment) -> AlignmentDocument:
    """The alignment as `align --json` prints it."""
    result, part = alignment.result, word_alignment(alignment)
    return AlignmentDocument(
        engagement=result.engagement,
        pack=result.pack,
        as_of=result.as_of,
        tool_version=result.tool_version,
        duty=result.duty,
        heading=part.heading,
        compared=part.compared,
        alike=part.alike,
        points=part.points,
        settled=part.settled,
        reopened=part.reopened,
        sealed=tuple(sorted(result.basis.sealed)),
        undecided=alignment.undecided,
    )


def plan_agenda(alignment: Alignment, part: AlignmentPart, minutes: int = MEETING) -> AgendaPart:
    """The workshop that settles what people see differently; `part` says the same in words.

    What can change the verdict comes first; what does not fit into so many minutes is for later.
    """
    items: list[AgendaItem] = []
    errands: list[ErrandPart] = []
    points = zip(alignment.points, part.points, strict=True)
    for point, worded in sorted(points, key=lambda pair: _rank(alignment.result, pair[0])):
        if point.kinds[0] not in MINUTES:
            # That a side has not answered at all is said once, not at every point.
            if alignment.silent is None or point.missing != alignment.silent:
                errands.append(_errand(point, worded))
            continue
        items.append(
            AgendaItem(
                number=len(items) + 1,
                minutes=_minutes(point),
                point=worded,
                people=tuple(dict.fromkeys(_list_people(alignment.result, point))),
                choices=() if point.fact is None else tuple(point.fact.choices),
            )
        )
    total = list(accumulate(item.minutes for item in items))
    # The first point is talked about, however short the meeting is.
    fit = max(bisect_right(total, minutes), min(1, len(items)))
    return AgendaPart(
        minutes=total[fit - 1] if fit else 0,
        most=minutes,
        people=tuple(dict.fromkeys(person for item in items[:fit] for person in item.people)),
        points=tuple(items[:fit]),
        later=tuple(items[fit:]),
        before=tuple(errands),
    )


def _rank(result: Result, point: Point) -> int:
    """What can change the verdict most comes first: facts, then stops, then caps."""
    kinds = {
        finding.kind
        for finding in result.findings
        if point.result is not None
        and finding.question is point.result.question
        and finding.status != "waived"
    }
    return 0 if point.fact is not None else 1 if "stop" in kinds else 2 if "cap" in kinds else 3


# ---------------------------------------------------------------- one point in words


def _word(result: Result, point: Point) -> PointPart:
    found = point.result
    if found is None:
        return _word_fact(result, point)
    question, own = found.question, result.basis.pack.words
    key = next(key for key in result.keys if key.id == question.key)
    stands = tuple(_stand(found, side) for side in result.basis.pack.sides)
    return PointPart(
        kind=point.kinds[0],
        kinds=point.kinds,
        id=point.id,
        title=point.title,
        key_title=key.title,
        text=_difference(point, stands, own),
        gap=point.gap,
        client_ask=question.wording("client"),
        partner_ask=question.wording("partner"),
        stands=stands,
        spreads=tuple(_spread(spread, own) for spread in point.spreads),
        rows=tuple(_row(question, row) for row in point.rows),
        unknown=point.unknown,
        missing=point.missing,
        reopened=_reopened_text(point.reopened, result.basis.pack),
        findings=tuple(
            words.finding_text(finding)
            for finding in result.findings
            if finding.question is question
        ),
        overdue=words.overdue_text(result, question.id) if question.id in result.overdue else "",
    )


def _word_fact(result: Result, point: Point) -> PointPart:
    assert point.fact is not None
    assert point.said is not None
    fact, own = point.fact, result.basis.pack.words
    stands = []
    for side in result.basis.pack.sides:
        sealed = side in result.basis.sealed
        said = {
            option: [one for one in files if one.content.respondent.side == side]
            for option, files in point.said.items()
        }
        options = [option for option, files in said.items() if files]
        text = " / ".join(options)
        texts = tuple(
            StatementPart(
                text=fact.word(option), who=() if sealed else _name_or_count(said[option])
            )
            for option in options
        )
        if sealed and len(options) > 1:
            text, texts = "people differ", ()
        stands.append(
            StandPart(side=side, level="", text=text or "does not say", statements=texts, tally=())
        )
    return PointPart(
        kind="fact",
        kinds=point.kinds,
        id=fact.id,
        title=fact.ask,
        key_title="",
        text="; ".join(f"{own.side(stand.side)}: {stand.text}" for stand in stands),
        gap=0,
        client_ask=fact.ask,
        partner_ask=fact.ask,
        stands=tuple(stands),
        spreads=(),
        rows=(),
        unknown=None,
        missing=None,
        reopened="",
        findings=(),
        overdue="",
    )


def _name_or_count(files: list[AnswerSource]) -> tuple[str, ...]:
    return tuple(_names(files)) if len(files) < MANY else (plural(len(files), "person", "people"),)


def _names(files: Iterable[AnswerSource]) -> Iterator[str]:
    return (file.content.respondent.shown for file in files)


def _stand(found: Weighed, side: Side) -> StandPart:
    mine = found.sides.get(side)
    if mine is None:
        return StandPart(side=side, level="", text="not asked", statements=(), tally=())
    if mine.level is None:
        text, level = "does not apply", ""
    elif not mine.answered:
        text, level = "does not know", ""
    else:
        level = words.format_levels(mine.level)
        text = f"level {level}"
    return StandPart(
        side=side,
        level=level,
        text=text,
        statements=_statements(found, mine),
        tally=count_voices(mine),
    )


def count_voices(side: SideResult) -> tuple[TallyPart, ...]:
    """How many of a side's people say what, the lowest level first; of few people nothing."""
    if len(side.voices) < MANY:
        return ()
    said = Counter(_name_voice(voice) for voice in side.voices)
    return tuple(TallyPart(text=text, people=said[text]) for text in sorted(said))


def _name_voice(voice: Voice) -> str:
    if voice.level is not None:
        return f"level {words.format_levels(voice.level)}"
    return {"dont-know": "does not know", "not-applicable": "does not apply"}.get(
        voice.says, "no answer"
    )


def _statements(found: Weighed, side: SideResult) -> tuple[StatementPart, ...]:
    level = side.level
    if side.sealed:
        if level is None or not level.known or level.low not in found.question.offered:
            return ()
        return (StatementPart(text=found.question.level_text(level.low), who=()),)
    if len(side.voices) >= MANY:
        return ()
    said: dict[str, list[str]] = {}
    for voice in side.voices:
        if voice.says != "unanswered":
            said.setdefault(_say(found.question, voice), []).append(
                voice.source.content.respondent.shown
            )
    return tuple(StatementPart(text=text, who=tuple(who)) for text, who in said.items())


def _list_people(result: Result, point: Point) -> Iterator[str]:
    """Who must be there: those who answered, those who are named, who has to act."""
    needed: list[str] = []
    for side in SIDES:
        if point.result is None:
            said = (point.said or {}).values()
            files = [file for files in said for file in files]
            files = [file for file in files if file.content.respondent.side == side]
            if not files:
                continue
        elif side in point.result.sides:
            heard = point.result.sides[side].heard
            files = [voice.source for voice in heard if voice.says != "unanswered"]
        else:
            continue
        needed += _speakers(
            files, result.basis.pack.words.side(side), sealed=side in result.basis.sealed
        )
    yield from needed
    if point.result is None:
        return
    named = [one.who for row in point.rows for said in row.said.values() for one in said if one.who]
    yield from (who for who in named if not any(who in person for person in needed))
    remedy = point.result.remedy
    if remedy is not None and remedy.owner:
        yield remedy.owner


def _speakers(files: list[AnswerSource], side: str, *, sealed: bool) -> list[str]:
    if sealed or not files:
        return [f"somebody who can speak for the {side}"]
    if len(files) > NAMED:
        return [f"three people of the {side} who see it differently"]
    return [f"{side}: {who}" for who in _names(files)]


def _say(question: Question, voice: Voice) -> str:
    text = answer_words.state(question, voice)
    if voice.level is None or voice.given is None or voice.level == voice.given:
        return text
    given, counted = words.format_levels(voice.given), words.format_levels(voice.level)
    return f"{text} (Level {given} without evidence counts as {counted}.)"


def _row(question: Question, point: RowPoint) -> RowStandPart:
    client, partner = (_row_side(question, point.said.get(side, ())) for side in SIDES)
    return RowStandPart(text=point.row.shown, client=client, partner=partner)


def _row_side(question: Question, said: tuple[RowSaid, ...]) -> str:
    if len(said) >= MANY:
        counts = Counter(
            question.option_texts[one.option].rstrip(".") if one.option else "Does not apply"
            for one in said
        )
        return "; ".join(f"{people}: {text}" for text, people in counts.most_common())
    names: dict[str, dict[str, None]] = {}
    for one in said:
        text = question.option_texts[one.option].rstrip(".") if one.option else "Does not apply"
        known = names.setdefault(text, {})
        if one.who:
            known[one.who] = None
    texts = [f"{', '.join(who)}: {text}" if who else text for text, who in names.items()]
    return "; ".join(texts) or "says nothing"


def _difference(point: Point, stands: tuple[StandPart, ...], own: Words) -> str:
    """The difference on one line."""
    kind = point.kinds[0]
    if kind == "one-sided":
        client, partner = stands
        there, missing = (client, partner) if point.missing == "partner" else (partner, client)
        return f"{own.side(there.side)} {there.text}; the {own.side(missing.side)} was not asked"
    said = ", ".join(f"{own.side(stand.side)} {stand.text}" for stand in stands)
    if kind == "rows":
        count = plural(len(point.rows), "line")
        return f"{count} seen differently: " + ", ".join(row.row.shown for row in point.rows)
    if kind == "spread":
        spreads = "; ".join(_spread_text(spread, own) for spread in point.spreads)
        return f"{spreads}; {said}"
    apart = f", {_levels(point.gap)} apart" if point.gap else ""
    return f"{said}{apart}"


def _levels(count: Number) -> str:
    return plural(format_level(-count if count < 0 else count), "level")


def _spread_text(spread: Spread, own: Words) -> str:
    parts = []
    if spread.range:
        parts.append(
            f"{_levels(spread.range)} between the highest and the lowest,"
            f" {format_level(spread.deviation)} on average from the middle"
        )
    if spread.away:
        say = "says" if spread.away == 1 else "say"
        parts.append(f"{spread.away} of {spread.people} {say} that it does not apply")
    return f"{own.side(spread.side)}: {'; '.join(parts)}"


def _spread(spread: Spread, own: Words) -> SpreadPart:
    return SpreadPart(
        side=spread.side,
        range=spread.range,
        deviation=spread.deviation,
        not_applicable=spread.away,
        people=spread.people,
        text=_spread_text(spread, own),
    )


# ---------------------------------------------------------------- around the points


def _head(alignment: Alignment) -> str:
    first, own = len(alignment.of_kind("wide-gap")), alignment.result.basis.pack.words
    silent = alignment.silent
    points = [point for point in alignment.points if silent is None or point.missing != silent]
    if silent is not None and not points:
        return words.wait_for(silent, own)
    if not points:
        return "Nothing is seen differently"
    count = plural(len(points), "point")
    verb = "is" if len(points) == 1 else "are"
    text = f"{count} {verb} seen differently"
    if silent is not None:
        text = f"{text}, and nobody of the {own.side(silent)} has answered yet"
    return f"{text}, {first} of them by two levels or more" if first else text


def why_sealed(side: str) -> str:
    """Why the single answers of a side are not shown."""
    return (
        f"The {side}’s single answers are not shown: fewer than three people answered, one of them"
        " anonymously."
    )


def _why_refused(alignment: Alignment) -> str:
    if not alignment.undecided:
        return ""
    facts = join_words([f"“{fact}”" for fact in alignment.undecided])
    return f"There is no result until it is agreed what holds for {facts}."


def _decided_fact(alignment: Alignment, fact: str) -> SettledPart:
    engagement = alignment.result.basis
    return SettledPart(
        id=fact,
        title=engagement.pack.facts[fact].ask,
        agreed=engagement.pack.facts[fact].word(engagement.facts[fact]),
        present=(),
        reason="",
        dissent="",
        date=None,
        changes=(),
    )


def _settled(settlement: Settlement, pack: Pack, reopened: Reopened | None = None) -> SettledPart:
    question = pack.questions.get(settlement.question)
    return SettledPart(
        id=settlement.question,
        title=settlement.question if question is None else question.shown,
        agreed=agreed_text(settlement, question),
        present=settlement.present,
        reason=settlement.reason,
        dissent=settlement.dissent,
        date=settlement.date,
        changes=() if reopened is None else reopened.changes,
    )


def agreed_text(settlement: Settlement, question: Question | None) -> str:
    """What was agreed: `level 2: the level's text`, or that it does not apply."""
    if settlement.level is None:
        return f"does not apply: {settlement.not_applicable}"
    text = f"level {settlement.level}"
    if question is not None and settlement.level in question.offered:
        text += f": {question.level_text(settlement.level)}"
    return text


def _reopened_text(reopened: Reopened | None, pack: Pack) -> str:
    if reopened is None:
        return ""
    settlement = reopened.settlement
    when = "" if settlement.date is None else f" on {settlement.date}"
    question = pack.questions.get(settlement.question)
    agreed = agreed_text(settlement, question).rstrip(".")
    return f"Agreed{when}: {agreed}. Open again: {'; '.join(reopened.changes)}."


def _minutes(point: Point) -> int:
    longest = max(MINUTES.get(kind, 0) for kind in point.kinds)
    return longest + (5 if point.width >= 3 or len(point.rows) > 3 else 0)


def _errand(point: Point, part: PointPart) -> ErrandPart:
    assert point.result is not None
    remedy = point.result.remedy
    side = point.missing or point.unknown
    assert side is not None
    owner = remedy.owner if remedy is not None and point.missing is None else ""
    return ErrandPart(point=part, side=side, owner=owner)
