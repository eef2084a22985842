"""What must hang together in a pack before it can be scored: ids, links, options, bounds.

Each function notes what is wrong, at its place, in the problems of the file that says it; all are
rule OC306. What makes a pack sound beyond that is `pack lint`'s to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from outsource_check.documents import near
from outsource_check.documents.validation import Path, Problems
from outsource_check.pack.answer import NONE
from outsource_check.pack.kinds.checks import OPTIONS_RESERVED, RULE, check_options, check_unique

if TYPE_CHECKING:
    from outsource_check.pack.conditions import Condition
    from outsource_check.pack.kinds import Question
    from outsource_check.pack.model import Outline, Pack

KEYS_RESERVED = ("pack", "references", "facts")
_OF_LEVELS = ("stop", "cap", "remedy", "duty", "weight")
"""Fields of a question that is scored."""
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


def check_retired(found: Problems, pack: Pack) -> None:
    """Questions that `pack.yaml` lists as gone are not asked."""
    for index, name in enumerate(pack.outline.retired):
        if name in pack.questions:
            _note(found, ("retired", index), f'the question "{name}" is retired and still asked')


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
