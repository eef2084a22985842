"""Who was asked and has not answered, and what should have got better by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsource_check.pack import SIDES
from outsource_check.result.model import IN_PLACE, MissingPeople

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from outsource_check.answers import Asked, Engagement, Respondent
    from outsource_check.pack import Side
    from outsource_check.result.model import Voice, Weighed


def list_missing(engagement: Engagement, as_of: datetime.date) -> Iterator[MissingPeople]:
    """Who was asked and has no answer file, in the order of the engagement file.

    Of a side where somebody is anonymous only how many: a list of who has not answered would tell
    who has.
    """
    everybody = engagement.decided.content.asked if engagement.decided else ()
    for side in SIDES:
        asked = [one for one in everybody if one.side == side]
        people = [file.respondent for file in engagement.of_side(side)]
        if not any(who.anonymous for who in people):
            for one in _leave_out(asked, people):
                late = one.due is not None and one.due < as_of
                yield _name(side, 1, who=one.shown, due=one.due, late=late)
        elif len(asked) > len(people):
            yield _name(side, len(asked) - len(people))


def _leave_out(asked: list[Asked], people: list[Respondent]) -> Iterator[Asked]:
    """Those for whom nobody has answered; each respondent answers for one."""
    left = list(people)
    for one in asked:
        who = next((who for who in left if one.has_answered(who)), None)
        if who is None:
            yield one
        else:
            left.remove(who)


def _name(
    side: Side, people: int, *, who: str = "", due: datetime.date | None = None, late: bool = False
) -> MissingPeople:
    return MissingPeople.model_construct(side=side, people=people, who=who, due=due, late=late)


def list_overdue(found: Weighed, as_of: datetime.date) -> Iterator[Voice]:
    """Answers to a question that is not in place whose `due` has passed; none that is sealed."""
    if found.level is None or found.level.low >= IN_PLACE:
        return
    for side in found.sides.values():
        for voice in side.voices:
            due = voice.answer.due if voice.answer else None
            if due is not None and due < as_of:
                yield voice
