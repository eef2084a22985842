"""What became of an engagement since an earlier state, as a part of the context."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from outsource_check.pack import SIDES
from outsource_check.report.alignment import MANY
from outsource_check.report.model import (
    ChangedPart,
    FactChangePart,
    KeyChangePart,
    PeopleChangePart,
    SincePart,
    Span,
    StepPart,
)
from outsource_check.result import words
from outsource_check.text import short_question

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from outsource_check.pack import Pack
    from outsource_check.report.model import KeyPart
    from outsource_check.result import Interval, Result
    from outsource_check.result.model import Changed, FactChange, Part, PersonChange


def show_since(result: Result, keys: Sequence[KeyPart]) -> SincePart | None:
    """What has changed; None where nothing was compared. `keys` are those of the context."""
    since, pack = result.since, result.basis.pack
    if since is None:
        return None
    changes = {key.id: key for key in since.keys}
    return SincePart(
        source=since.source,
        date=since.date,
        changed=not since.is_empty or since.pack_then is not None,
        verdict=words.verdict_title(since.then_verdict, pack.words),
        low=since.then_verdict.low,
        high=since.then_verdict.high,
        score=Span.of(since.then_score),
        trend=since.trend,
        parts=(
            _show_step("done", since.done, pack),
            _show_step("learned", since.learned, pack),
            _show_step("asked-otherwise", since.asked_otherwise, pack),
        ),
        keys=tuple(
            KeyChangePart(
                id=key.id,
                title=key.title,
                then=_span(changes[key.id].then),
                now=key.score,
                done=changes[key.id].done,
                trend=changes[key.id].trend,
            )
            for key in keys
        ),
        facts=tuple(_show_fact(change, pack) for change in since.facts),
        people=tuple(_gather(since.people)),
        pack_version=since.pack_then or "",
    )


def _show_step(
    kind: Literal["done", "learned", "asked-otherwise"], part: Part, pack: Pack
) -> StepPart:
    questions = sorted(
        part.questions,
        key=lambda one: max(abs(Fraction(one.low)), abs(Fraction(one.high))),
        reverse=True,
    )
    return StepPart(
        kind=kind,
        low=part.low,
        high=part.high,
        questions=tuple(_show_question(one, pack) for one in questions),
    )


def _show_question(change: Changed, pack: Pack) -> ChangedPart:
    return ChangedPart(
        question=change.question,
        title=pack.questions[change.question].shown,
        then=_span(change.then),
        now=_span(change.now),
        low=change.low,
        high=change.high,
    )


def _span(range_: Interval | None) -> Span | None:
    return None if range_ is None else Span.of(range_)


def _show_fact(change: FactChange, pack: Pack) -> FactChangePart:
    fact = pack.facts[change.fact]
    then, now = ("" if said is None else fact.word(said) for said in (change.then, change.now))
    return FactChangePart(id=fact.id, ask=short_question(fact.ask), then=then, now=now)


def _gather(people: Sequence[PersonChange]) -> Iterator[PeopleChangePart]:
    """Those who joined, and those who left, of each side."""
    changes: tuple[Literal["joined", "left"], ...] = ("joined", "left")
    for side in SIDES:
        for change in changes:
            roles = [one.role for one in people if one.side == side and one.change == change]
            if roles:
                # An anonymous role is empty: it makes one of a side that is not sealed nameless.
                named = len(roles) < MANY and all(roles)
                yield PeopleChangePart(
                    side=side,
                    change=change,
                    people=len(roles),
                    who=tuple(roles) if named else (),
                )
