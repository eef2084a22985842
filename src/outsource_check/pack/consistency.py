"""What must hang together in a pack before it can be scored: ids, links, options, bounds.

Each function notes what is wrong, at its place, in the problems of the file that says it; all are
rule OC306. What makes a pack sound beyond that is `pack lint`'s to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsource_check.documents import near
from outsource_check.documents.types import is_later
from outsource_check.documents.validation import Path, Problems
from outsource_check.pack.answer import NONE
from outsource_check.pack.kinds import Question
from outsource_check.pack.kinds.checks import OPTIONS_RESERVED, RULE, check_options, check_unique
from outsource_check.pack.moves import follow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from outsource_check.pack.conditions import Condition
    from outsource_check.pack.kinds.options import Option, Row
    from outsource_check.pack.model import Fact, Outline, Pack
    from outsource_check.pack.moves import Move

KEYS_RESERVED = ("pack", "references", "facts")
_OF_LEVELS = ("stop", "cap", "remedy", "duty", "weight")
"""Fields of a question that is scored."""
_OF_SCORED_ROWS = ("weight", "remedy")
FACTS_RESERVED = ("all", "any", "not")


def check_outline(found: Problems, outline: Outline) -> None:
    """The file `pack.yaml`, apart from what it says about other files."""
    check_unique(found, ("keys",), outline.keys, "key", KEYS_RESERVED)
    if not outline.keys:
        _note(found, ("keys",), "a pack needs at least one key")
    check_unique(found, ("facts",), (fact.id for fact in outline.facts), "fact", FACTS_RESERVED)
    for index, fact in enumerate(outline.facts):
        ids = (option.id for option in fact.options)
        reserved = (*OPTIONS_RESERVED, NONE) if fact.several else OPTIONS_RESERVED
        check_unique(found, ("facts", index, "options"), ids, "option", reserved)
        if fact.several and not fact.options:
            _note(found, ("facts", index, "several"), '"several" goes with "options"')
    check_unique(found, ("scales",), outline.scales, "scale")
    for name, options in outline.scales.items():
        check_options(found, ("scales", name), options, outline.version)
    _check_condition(found, outline, ("partner_when",), outline.partner_when)
    for index, note in enumerate(outline.note):
        _check_condition(found, outline, ("note", index, "when"), note.when)


def check_question(found: Problems, question: Question, outline: Outline, path: Path) -> None:
    """One question of a key's file, before its defaults are filled in."""
    answered = question.answered_by or outline.sides
    if outline.sides not in ("both", answered):
        message = f'expected "{outline.sides}", the only side of this pack, found "{answered}"'
        _note(found, (*path, "answered_by"), message)
    question.check(found, path, outline.version)
    _check_triggers(found, question, path)
    for name in _OF_LEVELS if not question.scored else ():
        if name in question.model_fields_set:
            message = f'"{name}" goes with a level, and a question that is not scored has none'
            _note(found, (*path, name), message)
    for index, row in enumerate(() if question.scored else question.lines):
        for name in _OF_SCORED_ROWS:
            if name in row.model_fields_set:
                message = f'"{name}" goes with a level, and a question that is not scored has none'
                _note(found, (*path, "rows", index, name), message)
    for where, condition in question.list_conditions():
        _check_condition(found, outline, (*path, *where), condition)


def check_links(checked: dict[str, Problems], pack: Pack) -> None:
    """What one file says about another: `unless`, references.

    `checked` are the problems of the keys' files, by key.
    """
    for key in pack.keys:
        found = checked[key.id]
        for index, question in enumerate(key.questions):
            path: Path = ("questions", index)
            for kind, trigger in question.triggers:
                if trigger.unless is None:
                    continue
                name = trigger.unless.question
                where = (*path, kind, "unless")
                if name not in pack.questions:
                    _note(
                        found,
                        where,
                        f'there is no question "{name}"',
                        near(name, pack.questions),
                    )
                elif name == question.id:
                    _note(found, where, "expected another question, found this one")
                elif not pack.questions[name].scored:
                    _note(found, where, f'"{name}" is not scored: it reaches no level')
            for position, name in enumerate(question.references):
                if name not in pack.references:
                    where = (*path, "references", position)
                    hint = near(name, pack.references)
                    _note(found, where, f'there is no reference "{name}"', hint)


def check_moves(found: Problems, pack: Pack) -> None:
    """Each of `moved` happened by now, is said once, and leads to what is asked."""
    seen: set[tuple[str, ...]] = set()
    for index, move in enumerate(pack.outline.moved):
        path: Path = ("moved", index)
        what = "question" if move.fact is None else "fact"
        if is_later(move.in_, pack.version):
            message = f"expected a version up to the pack's own, {pack.version}, found {move.in_}"
            _note(found, (*path, "in"), message)
        said = (move.in_, move.name, move.target if move.ask_again else "")
        if said in seen:
            _note(found, path, f'what became of "{move.name}" in {move.in_} is said twice')
        seen.add(said)
        if move.because:
            if move.name in pack.questions or move.name in pack.facts:
                _note(found, path, f'the {what} "{move.name}" is retired and still asked')
        else:
            _check_target(found, path, move, pack)


def _check_target(found: Problems, path: Path, move: Move, pack: Pack) -> None:
    """What a move leads to is asked today, or a later one says what became of it."""
    hops = pack.list_hops(move.in_)
    target, end = follow(hops, move.target)
    known: Mapping[str, Question | Fact] = pack.questions if move.fact is None else pack.facts
    if target not in known:
        if end is None and not any(target in hop for hop in hops):
            what, field = ("fact", "fact") if move.fact else ("question", "from")
            where = (*path, field if move.to is None else "to")
            _note(found, where, f'there is no {what} "{target}"', near(target, known))
        return
    if any(move.target in hop for hop in hops):
        return  # its rows, options and levels are those of a version between
    part = known[target]
    if isinstance(part, Question):
        _check_levels(found, path, move, part)
        _check_parts(found, path, "rows", move, {row.id: row for row in part.lines})
        options = {option.id: option for option in getattr(part, "options", ())}
        of_rows = bool(part.lines)
        _check_parts(found, path, "options", move, options, of_rows=of_rows)
    else:
        _check_parts(found, path, "options", move, dict.fromkeys(part.choices))


def _check_levels(found: Problems, path: Path, move: Move, question: Question) -> None:
    for number, level in enumerate(move.levels):
        if "level" not in question.own or level not in (*question.offered, None):
            where = (*path, "levels", number)
            _note(found, where, f'"{question.id}" does not offer level {level}')


def _check_parts(
    found: Problems,
    path: Path,
    field: str,
    move: Move,
    known: Mapping[str, Option | Row | None],
    *,
    of_rows: bool = False,
) -> None:
    """What rows or options became is there, and was there before the move."""
    names: dict[str, str | None] = getattr(move, field)
    taken = [new for new in names.values() if new is not None]
    for old, new in names.items():
        where = (*path, field, old)
        if field == "rows" and taken.count(new or "") > 1:
            hint = "of one it is gone, with ~, or the whole is asked again"
            _note(found, where, f'two rows become "{new}"', hint)
        if new is None:
            if field == "rows" and old in known:
                _note(found, where, f'the row "{old}" is gone and still asked')
            elif field == "options" and of_rows:
                hint = 'say which one it is now, or "ask_again" for the whole question'
                _note(found, where, f'rows that say "{old}" cannot be asked again alone', hint)
            continue
        if new not in known:
            _note(found, where, f'"{move.target}" has no {field[:-1]} "{new}"', near(new, known))
            continue
        part = known[new]
        if part is not None and part.since is not None and not is_later(move.in_, part.since):
            message = f'"{new}" says that it came with {part.since}'
            _note(found, where, message, f'it was there before, as "{old}": leave out its "since"')


def _note(found: Problems, path: Path, message: str, hint: str = "") -> None:
    found.note(path, RULE, message, hint)


def _check_triggers(found: Problems, question: Question, path: Path) -> None:
    for kind, trigger in question.triggers:
        if trigger.at_or_below is None and not question.list_causes(kind):
            message = f'"at_or_below" is missing: nothing else triggers this {kind}'
            _note(found, (*path, kind), message)


def _check_condition(
    found: Problems, outline: Outline, path: Path, condition: Condition | None
) -> None:
    """The facts that a condition reads are there, with the options that it names."""
    facts = {fact.id: fact for fact in outline.facts}
    for leaf in condition.leaves() if condition is not None else ():
        if leaf.fact not in facts:
            hint = near(leaf.fact, facts)
            if not hint:
                hint = f"the facts are {', '.join(facts)}" if facts else "the pack has no facts"
            _note(found, path, f'there is no fact "{leaf.fact}"', hint)
            continue
        choices = facts[leaf.fact].names
        for option in leaf.options:
            if option not in choices:
                message = f'the fact "{leaf.fact}" has no option "{option}"'
                hint = near(option, choices) or f"it has {', '.join(choices)}"
                _note(found, path, message, hint)
