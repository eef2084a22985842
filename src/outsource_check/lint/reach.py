"""What can never happen, whatever the facts and the answers are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from outsource_check.lint.worlds import context, facts_read, find_holding, list_worlds
from outsource_check.pack import judge_condition
from outsource_check.pack.conditions import All, AnyOf, FactIs, Not
from outsource_check.result.model import IN_PLACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outsource_check.lint.inspection import Inspection, Path
    from outsource_check.pack import Condition, Option, Question, Trigger
    from outsource_check.pack.kinds.base import Unless

Kind = Literal["stop", "cap"]


def check_reach(seen: Inspection) -> None:
    """Check that every question, condition, stop, cap, remedy and fact can come to matter."""
    partner = seen.pack.words.side("partner")
    _check_partner(seen, partner)
    for question in seen.pack.questions.values():
        around = context(seen.pack, question)
        if find_holding(seen.pack, *around) is None:
            message = "the question never applies: no combination of facts fulfils its condition"
            if question.answered_by == "partner" and question.when is not None:
                message = (
                    f"the question never applies: while its condition holds, there is no {partner}"
                )
            seen.say_of("OC314", question, ("when",), message)
            continue
        _check_effect(seen, question, ("when",), question.when, around[:-1])
        for kind, trigger in question.triggers:
            _check_trigger(seen, question, kind, trigger)
        _check_mask(seen, question)
        if question.scored:
            _check_remedy(seen, question)
        _check_critical(seen, question)
        for path, condition in question.list_conditions():
            if path != ("when",) and len(path) == 1:  # of its kind alone
                _check_effect(seen, question, path, condition, around)
    _check_notes(seen)


def _check_partner(seen: Inspection, partner: str) -> None:
    outline = seen.pack.outline
    condition = outline.partner_when
    if condition is None:
        return
    if find_holding(seen.pack, condition) is None:
        message = f"there is never a {partner}: no combination of facts gives {condition}"
        seen.say_of_pack("OC314", ("partner_when",), message)
    elif outline.sides != "both":
        asked = seen.pack.words.side(outline.sides)
        message = f'"partner_when" changes nothing: only the {asked} is asked'
        seen.say_of_pack("OC318", ("partner_when",), message)
    else:
        for message in _idle_parts(seen, condition, ()):
            seen.say_of_pack("OC318", ("partner_when",), message)


def _check_notes(seen: Inspection) -> None:
    for index, note in enumerate(seen.pack.outline.note):
        if note.when is None:
            continue
        path = ("note", index, "when")
        if find_holding(seen.pack, note.when) is None:
            message = f"the note is never shown: no combination of facts gives {note.when}"
            seen.say_of_pack("OC314", path, message)
            continue
        for message in _idle_parts(seen, note.when, ()):
            seen.say_of_pack("OC318", path, message)


def _check_effect(
    seen: Inspection,
    question: Question,
    path: Path,
    condition: Condition | None,
    around: tuple[Condition | None, ...],
) -> None:
    """Check that each part of a condition that can hold makes a difference."""
    if condition is not None:
        for message in _idle_parts(seen, condition, around):
            seen.say_of("OC318", question, path, message)


def _idle_parts(
    seen: Inspection, condition: Condition, around: tuple[Condition | None, ...]
) -> Iterator[str]:
    """The parts that a condition could do without, where the conditions around it hold."""
    facts = facts_read(condition, *around)
    worlds = [
        world
        for world in list_worlds(seen.pack, facts)
        if all(judge_condition(other, world) for other in around)
    ]
    found = [condition.holds(world) for world in worlds]
    if all(found):
        yield f"the condition always holds here ({condition}): leave it out"
        return
    leaves = list(condition.leaves())
    # Without each option the whole condition is judged once more under each combination.
    if not seen.allows(len(worlds) * len(leaves) * sum(len(leaf.options) for leaf in leaves)):
        return
    for leaf, option, without in _leave_out(condition):
        if [without.holds(world) for world in worlds] == found:
            yield f'the option "{option}" of "{leaf.fact}" changes nothing in this condition'


def _leave_out(condition: Condition) -> Iterator[tuple[FactIs, str, Condition]]:
    """Each option that a condition names, with the condition as it is without it."""
    match condition:
        case FactIs():
            for option in condition.options:
                rest = tuple(other for other in condition.options if other != option)
                yield condition, option, FactIs(fact=condition.fact, options=rest)
        case Not():
            for leaf, option, inner in _leave_out(condition.part):
                yield leaf, option, Not(part=inner)
        case All() | AnyOf():
            for index, part in enumerate(condition.parts):
                for leaf, option, inner in _leave_out(part):
                    parts = (*condition.parts[:index], inner, *condition.parts[index + 1 :])
                    yield leaf, option, condition.replace(parts=parts)


def _check_trigger(seen: Inspection, question: Question, kind: Kind, trigger: Trigger) -> None:
    lowest, highest = question.offered[0], question.offered[-1]
    limit = trigger.at_or_below
    if limit is not None and limit < lowest and not _triggers_otherwise(question, kind):
        message = (
            f"the {kind} is for level {limit} or below, but no answer gives less than {lowest}"
        )
        seen.say_of("OC315", question, (kind, "at_or_below"), message)
    elif limit is not None and limit >= highest and trigger.unless is None:
        message = f"the {kind} is for level {limit} or below, and the best answer gives {highest}"
        seen.say_of("OC317", question, (kind, "at_or_below"), message)
    elif limit is not None and limit >= IN_PLACE:
        message = f'the {kind} is for level {limit} or below, though level 3 means "in place"'
        seen.say_of("OC347", question, (kind, "at_or_below"), message)
    around = context(seen.pack, question)
    if find_holding(seen.pack, *around, trigger.when) is None:
        applies = " and ".join(str(other) for other in around if other is not None)
        message = f"the {kind} is never there: it needs {trigger.when}"
        message += f", the question {applies}" if applies else ""
        seen.say_of("OC315", question, (kind, "when"), message)
        return
    _check_effect(seen, question, (kind, "when"), trigger.when, around)
    if trigger.unless is not None:
        _check_unless(seen, question, kind, trigger, trigger.unless)


def _triggers_otherwise(question: Question, kind: Kind) -> bool:
    """Whether critical rows or figures can trigger it, whatever the level."""
    harmless = question.critical and 0 not in question.worths.values()
    return bool(question.list_causes(kind)) and not harmless


def _check_unless(
    seen: Inspection, question: Question, kind: Kind, trigger: Trigger, unless: Unless
) -> None:
    """Check that the other question is asked too, and that it can reach the level or miss it."""
    pack = seen.pack
    other = pack.questions[unless.question]
    path = (kind, "unless")
    if other.offered[-1] < unless.level:
        message = (
            f'"{other.id}" never reaches level {unless.level}: its best is {other.offered[-1]}'
        )
        seen.say_of("OC319", question, path, message)
        return
    here = (*context(pack, question), trigger.when)
    if find_holding(pack, *here, *context(pack, other)) is None:
        message = f'"{other.id}" is never asked while the {kind} can be there'
        seen.say_of("OC319", question, path, message)
    elif other.offered[0] >= unless.level:
        facts = facts_read(*here, *context(pack, other))
        for world in list_worlds(pack, facts):
            if all(judge_condition(condition, world) for condition in here) and not all(
                judge_condition(condition, world) for condition in context(pack, other)
            ):
                return
        message = (
            f'the {kind} is never there: "{other.id}" is always at level {unless.level} or more'
        )
        seen.say_of("OC315", question, path, message)


def _check_mask(seen: Inspection, question: Question) -> None:
    """Check that a cap can show beside its stop: while the stop is open, it is not listed."""
    stop, cap = question.stop, question.cap
    if stop is None or cap is None or stop.unless is not None:
        return
    if stop.at_or_below is None or cap.at_or_below is None or cap.at_or_below > stop.at_or_below:
        return
    message = f"the cap is for level {cap.at_or_below}, the stop for level {stop.at_or_below}"
    path = ("cap", "at_or_below")
    around = context(seen.pack, question)
    facts = facts_read(*around, stop.when, cap.when)
    for world in list_worlds(seen.pack, facts):
        here = all(judge_condition(condition, world) for condition in (*around, cap.when))
        if here and not judge_condition(stop.when, world):
            message += ": it counts only where the stop's condition does not hold"
            seen.say_of("OC348", question, path, message)
            return
    message += ": while the stop is open, the cap says nothing"
    seen.say_of("OC315", question, path, message)


def _check_remedy(seen: Inspection, question: Question) -> None:
    lowest, highest = question.offered[0], question.offered[-1]
    no_trigger = question.stop is None and question.cap is None
    if question.remedy is not None and no_trigger and lowest >= min(IN_PLACE, highest):
        message = f"no answer gives less than level {lowest}, so the remedy is never needed"
        seen.say_of("OC316", question, ("remedy",), message)
    options: tuple[Option, ...] = getattr(question, "options", ())
    best = max((option.worth for option in options), default=0)
    for index, option in enumerate(options):
        if option.remedy is not None and option.worth == best:
            message = f'"{option.id}" is the best option, so its remedy is never needed'
            seen.say_of("OC316", question, ("options", index, "remedy"), message)


def _check_critical(seen: Inspection, question: Question) -> None:
    for index, row in enumerate(question.lines):
        if not row.critical:
            continue
        path = ("rows", index, "critical")
        if question.stop is None and question.cap is None:
            message = f'the row "{row.id}" is critical, but the question has no stop (and no cap)'
            seen.say_of("OC324", question, path, message)
        elif min(question.worths.values()) > 0:
            message = f'the row "{row.id}" is critical, but no option is worth 0'
            seen.say_of("OC324", question, path, message)
