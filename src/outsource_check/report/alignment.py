"""What people see differently, in words; and the agenda of the workshop that settles it.

The same parts stand behind the screen of `align`, its JSON, the report's section and the agenda.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from outsource_check.pack import SIDES
from outsource_check.report import statements, values
from outsource_check.report.points import (
    AgendaItem,
    AgendaPart,
    AlignedPoint,
    AlignedSpread,
    AlignmentDocument,
    AlignmentPart,
    ErrandPart,
    GroupPart,
    PointPart,
    RowStandPart,
    SettledPart,
    StandPart,
    StatementPart,
)
from outsource_check.result import words
from outsource_check.result.alignment import KINDS, align
from outsource_check.text import join_words, plural

if TYPE_CHECKING:
    from collections.abc import Iterable

    from outsource_check.answers import AnswerSource, Reopened, Settlement
    from outsource_check.pack import MatrixQuestion, Number, Pack, Question, Side
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
"""How long a point of a kind is talked about; judgement. The others are no matter for a meeting."""
SITTING = 90
"""Minutes after which a meeting had better be cut in two."""
NAMED = 4
"""Up to how many respondents of a side are named as needed for a point."""


def read_alignment(wording: Wording) -> AlignmentPart:
    """What people see differently about a result."""
    result, alignment = wording.result, wording.alignment
    pack = result.basis.pack
    points = wording.points
    groups = tuple(
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
        sealed=tuple(why_sealed(side) for side in SIDES if side in result.basis.sealed),
        undecided=_why_refused(alignment),
        silent=alignment.silent or "",
    )


def publish(wording: Wording, part: AlignmentPart) -> AlignmentDocument:
    """The alignment as `align --json` prints it."""
    result, alignment = wording.result, wording.alignment
    return AlignmentDocument(
        engagement=result.engagement,
        pack=result.pack,
        as_of=result.as_of,
        tool_version=result.tool_version,
        duty=result.duty,
        heading=part.heading,
        compared=part.compared,
        alike=part.alike,
        points=tuple(
            AlignedPoint(**{**dict(text), **_numbers(point)})
            for text, point in zip(wording.points, alignment.points, strict=True)
        ),
        settled=part.settled,
        reopened=part.reopened,
        sealed=tuple(sorted(result.basis.sealed)),
        undecided=alignment.undecided,
    )


def _numbers(point: Point) -> dict[str, Any]:
    """What a point says in numbers, under the names that its words have."""
    spreads = tuple(
        AlignedSpread(
            side=spread.side,
            range=spread.range,
            deviation=spread.deviation,
            not_applicable=spread.away,
            people=spread.people,
        )
        for spread in point.spreads
    )
    return {
        "gap": point.gap,
        "spreads": spreads,
        "unknown": point.unknown,
        "missing": point.missing,
    }


def plan_agenda(wording: Wording) -> AgendaPart:
    """The workshop that settles what people see differently about a result."""
    alignment = wording.alignment
    items: list[AgendaItem] = []
    errands: list[ErrandPart] = []
    for point, part in zip(alignment.points, wording.points, strict=True):
        if point.kinds[0] not in MINUTES:
            # Of a side that has not answered at all, it is said once.
            if alignment.silent is None or point.missing != alignment.silent:
                errands.append(_errand(point, part))
            continue
        items.append(
            AgendaItem(
                number=len(items) + 1,
                minutes=_minutes(point),
                point=part,
                people=wording.people(point),
                decision=wording.decision(point),
                answer=_answers(point),
            )
        )
    minutes = sum(item.minutes for item in items)
    people = dict.fromkeys(person for item in items for person in item.people)
    return AgendaPart(
        heading=_agenda_head(len(items), minutes, alignment.silent),
        minutes=minutes,
        sittings=-(-minutes // SITTING),
        people=tuple(people),
        points=tuple(items),
        before=tuple(errands),
    )


# ---------------------------------------------------------------- one point in words


@dataclass(frozen=True)
class Wording:
    """What people see differently about a result, in words."""

    result: Result

    @cached_property
    def alignment(self) -> Alignment:
        """What is put into words."""
        return align(self.result)

    @cached_property
    def points(self) -> tuple[PointPart, ...]:
        """Its points, in their order."""
        return tuple(map(self._word, self.alignment.points))

    def _word(self, point: Point) -> PointPart:
        found = point.result
        if found is None:
            return self._word_fact(point)
        question = found.question
        key = next(key for key in self.result.keys if key.id == question.key)
        stands = tuple(self._stand(found, side) for side in SIDES)
        return PointPart(
            kind=point.kinds[0],
            kinds=point.kinds,
            id=point.id,
            title=point.title,
            key_title=key.title,
            text=_difference(point, stands),
            gap=_signed(point),
            client_ask=question.wording("client"),
            partner_ask=question.wording("partner"),
            stands=stands,
            spreads=tuple(_spread_text(spread) for spread in point.spreads),
            rows=tuple(_row(question, row) for row in point.rows),  # type: ignore[arg-type]
            reopened=_reopened_text(point.reopened, self.result.basis.pack),
        )

    def _word_fact(self, point: Point) -> PointPart:
        assert point.fact is not None
        assert point.said is not None
        fact = point.fact
        stands = []
        for side in SIDES:
            said = {
                option: [one for one in files if one.content.respondent.side == side]
                for option, files in point.said.items()
            }
            options = [option for option, files in said.items() if files]
            text = " / ".join(options)
            texts = tuple(
                StatementPart(text=fact.choices[option], who=self._names(said[option], side))
                for option in options
            )
            if side in self.result.basis.sealed and len(options) > 1:
                text, texts = "people differ", ()
            stands.append(
                StandPart(side=side, level="", text=text or "does not say", statements=texts)
            )
        return PointPart(
            kind="fact",
            kinds=point.kinds,
            id=fact.id,
            title=fact.ask,
            key_title="",
            text=f"client: {stands[0].text}; partner: {stands[1].text}",
            gap="",
            client_ask=fact.ask,
            partner_ask=fact.ask,
            stands=tuple(stands),
            spreads=(),
            rows=(),
            reopened="",
        )

    def _names(self, files: Iterable[AnswerSource], side: Side) -> tuple[str, ...]:
        if side in self.result.basis.sealed:
            return ()
        return tuple(file.content.respondent.shown for file in files)

    def _stand(self, found: Weighed, side: Side) -> StandPart:
        mine = found.sides.get(side)
        if mine is None:
            return StandPart(side=side, level="", text="not asked", statements=())
        if mine.level is None:
            text, level = "does not apply", ""
        elif not mine.answered:
            text, level = "does not know", ""
        else:
            level = words.format_levels(mine.level)
            text = f"level {level}"
        return StandPart(
            side=side, level=level, text=text, statements=tuple(self._statements(found, mine))
        )

    def _statements(self, found: Weighed, side: SideResult) -> list[StatementPart]:
        level = side.level
        if side.sealed:
            if level is None or not level.known or level.low not in found.question.offered:
                return []
            return [StatementPart(text=found.question.level_text(level.low), who=())]
        said: dict[str, list[str]] = {}
        for voice in side.voices:
            if voice.says != "unanswered":
                said.setdefault(_say(found.question, voice), []).append(
                    voice.source.content.respondent.shown
                )
        return [StatementPart(text=text, who=tuple(who)) for text, who in said.items()]

    def people(self, point: Point) -> tuple[str, ...]:
        """Who must be there: those who answered, those who are named, who has to act."""
        needed: list[str] = []
        if point.result is None:
            for side in SIDES:
                files = [
                    file
                    for files in (point.said or {}).values()
                    for file in files
                    if file.content.respondent.side == side
                ]
                if files:
                    needed += self._speakers(files, side)
            return tuple(dict.fromkeys(needed))
        for side in SIDES:
            mine = point.result.sides.get(side)
            if mine is None:
                continue
            files = [voice.source for voice in mine.heard if voice.says != "unanswered"]
            needed += self._speakers(files, side)
        named = [who for row in point.rows for who in _named_in(row)]
        needed += [who for who in named if not any(who in person for person in needed)]
        remedy = point.result.question.remedy
        if remedy is not None and remedy.owner:
            needed.append(remedy.owner)
        return tuple(dict.fromkeys(needed))

    def _speakers(self, files: list[AnswerSource], side: Side) -> list[str]:
        if side in self.result.basis.sealed or not files:
            return [f"somebody who can speak for the {side}"]
        if len(files) > NAMED:
            return [f"three people of the {side} who see it differently"]
        return [f"{side}: {file.content.respondent.shown}" for file in files]

    def decision(self, point: Point) -> str:
        """What the workshop has to decide about a point."""
        kind = point.kinds[0]
        if kind == "fact":
            return "Which of these is true? It decides which questions apply."
        if kind == "applies":
            return "Does it apply? If so, at which level; if not, for what reason?"
        if kind == "rows":
            rows = [f"“{row.row.text}”" for row in point.rows]
            return (
                f"One answer for {join_words(rows)}, the same on both sides’ lists;"
                " then the level of the whole."
            )
        if kind == "spread":
            side = point.spreads[0].side
            return f"Which level do the {side}’s people stand by, once they have heard each other?"
        client, partner = (
            "" if (level := side.level) is None else words.format_levels(level)
            for side in (point.result.sides[side] for side in SIDES)  # type: ignore[union-attr]
        )
        return (
            f"Is it level {client} or level {partner}, or one between? Take the highest whose text"
            " both sides find wholly true."
        )


def _say(question: Question, voice: Voice) -> str:
    text = statements.state(question, voice)
    if voice.level is None or voice.given is None or voice.level == voice.given:
        return text
    given, counted = words.format_levels(voice.given), words.format_levels(voice.level)
    return f"{text} (Level {given} without evidence counts as {counted}.)"


def _row(question: MatrixQuestion, point: RowPoint) -> RowStandPart:
    client, partner = (_row_side(question, point.said.get(side, ())) for side in SIDES)
    return RowStandPart(text=point.row.text, client=client, partner=partner)


def _row_side(question: MatrixQuestion, said: tuple[RowSaid, ...]) -> str:
    names: dict[str, dict[str, None]] = {}
    options = {option.id: option.text for option in question.options}
    for one in said:
        text = options[one.option].rstrip(".") if one.option else "Does not apply"
        known = names.setdefault(text, {})
        if one.who:
            known[one.who] = None
    texts = [f"{', '.join(who)}: {text}" if who else text for text, who in names.items()]
    return "; ".join(texts) or "says nothing"


def _named_in(row: RowPoint) -> list[str]:
    return [one.who for said in row.said.values() for one in said if one.who]


def _signed(point: Point) -> str:
    return values.write_signed(point.gap) if point.gap else ""


def _difference(point: Point, stands: tuple[StandPart, ...]) -> str:
    """The difference on one line."""
    client, partner = stands
    kind = point.kinds[0]
    if kind == "one-sided":
        there, missing = (client, partner) if point.missing == "partner" else (partner, client)
        return f"{there.side} {there.text}; the {missing.side} was not asked"
    if kind == "rows":
        count = plural(len(point.rows), "line")
        return f"{count} seen differently: " + ", ".join(row.row.text for row in point.rows)
    if kind == "spread":
        spreads = "; ".join(_spread_text(spread) for spread in point.spreads)
        return f"{spreads}; client {client.text}, partner {partner.text}"
    apart = f", {_levels(point.gap)} apart" if point.gap else ""
    return f"client {client.text}, partner {partner.text}{apart}"


def _levels(count: Number) -> str:
    text = words.format_level(-count if count < 0 else count)
    return f"{text} level" if text == "1" else f"{text} levels"


def _spread_text(spread: Spread) -> str:
    parts = []
    if spread.range:
        parts.append(
            f"{_levels(spread.range)} between the highest and the lowest,"
            f" {words.format_level(spread.deviation)} on average from the middle"
        )
    if spread.away:
        parts.append(f"{spread.away} of {spread.people} say that it does not apply")
    return f"{spread.side}: {'; '.join(parts)}"


# ---------------------------------------------------------------- around the points


def _head(alignment: Alignment) -> str:
    first = len(alignment.of_kind("wide-gap"))
    silent = alignment.silent
    points = [point for point in alignment.points if silent is None or point.missing != silent]
    if silent is not None and not points:
        return words.wait_for(silent)
    if not points:
        return "Nothing is seen differently"
    count = plural(len(points), "point")
    verb = "is" if len(points) == 1 else "are"
    text = f"{count} {verb} seen differently"
    if silent is not None:
        text = f"{text}, and nobody of the {silent} has answered yet"
    return f"{text}, {first} of them by two levels or more" if first else text


def why_sealed(side: Side) -> str:
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
        agreed=engagement.pack.facts[fact].choices[engagement.facts[fact]],
        present=(),
        reason="",
        dissent="",
        date="",
        changes=(),
    )


def _settled(settlement: Settlement, pack: Pack, reopened: Reopened | None = None) -> SettledPart:
    question = pack.questions.get(settlement.question)
    return SettledPart(
        id=settlement.question,
        title=settlement.question if question is None else question.title,
        agreed=agreed_text(settlement, question),
        present=settlement.present,
        reason=settlement.reason,
        dissent=settlement.dissent,
        date="" if settlement.date is None else settlement.date.isoformat(),
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


def _answers(point: Point) -> str:
    if point.fact is not None:
        return " | ".join(point.fact.choices)
    return "LEVEL"


def _errand(point: Point, part: PointPart) -> ErrandPart:
    assert point.result is not None
    remedy = point.result.question.remedy
    owner = remedy.owner if remedy is not None else ""
    if point.missing is not None:
        return ErrandPart(
            point=part,
            what=f"Get the {point.missing}’s answer.",
            who=f"somebody of the {point.missing}",
        )
    side = point.unknown
    assert side is not None
    return ErrandPart(
        point=part, what=f"Find out for the {side}.", who=owner or f"somebody of the {side}"
    )


def _agenda_head(count: int, minutes: int, silent: Side | None) -> str:
    if not count and silent is not None:
        return f"The {silent} has to answer first"
    if not count:
        return "Nothing needs a workshop"
    return f"{plural(count, 'point')}, about {write_minutes(minutes)}"


def write_minutes(minutes: int) -> str:
    """`45 minutes`, `1 hour`, `2 hours 15 minutes`."""
    hours, rest = divmod(minutes, 60)
    parts = [plural(hours, "hour")] if hours else []
    parts += [plural(rest, "minute")] if rest or not hours else []
    return " ".join(parts)
