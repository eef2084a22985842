"""What must hang together in a pack before it can be scored: ids, links, options, bounds.

Each function notes what is wrong, at its place, in the problems of the file that says it; all are
rule OC306. What makes a pack sound beyond that is `pack lint`'s to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from outsource_check.documents import Mapping, Scalar, near
from outsource_check.documents.validation import Path, Problems, locate
from outsource_check.pack.model import (
    ChoiceQuestion,
    CostsQuestion,
    MatrixQuestion,
    NumberQuestion,
    Outline,
    Question,
    came_after,
)

if TYPE_CHECKING:
    from outsource_check.pack.conditions import Condition
    from outsource_check.pack.measures import Option, Row
    from outsource_check.pack.model import Pack

RULE = "OC306"

KEYS_RESERVED = ("pack", "references", "facts")
FACTS_RESERVED = ("all", "any", "not")
OPTIONS_RESERVED = ("dont-know", "not-applicable")
"""Also of rows and of the options of facts."""


def check_outline(found: Problems, outline: Outline, folder_name: str) -> None:
    """The file `pack.yaml`, apart from what it says about other files."""
    if outline.id != folder_name:
        message = f'the pack\'s id "{outline.id}" is not the name of its folder, "{folder_name}"'
        _note(found, ("id",), message)
    check_unique(found, ("keys",), outline.keys, "key", KEYS_RESERVED)
    if not outline.keys:
        _note(found, ("keys",), "a pack needs at least one key")
    check_unique(found, ("facts",), (fact.id for fact in outline.facts), "fact", FACTS_RESERVED)
    for index, fact in enumerate(outline.facts):
        ids = (option.id for option in fact.options)
        check_unique(found, ("facts", index, "options"), ids, "option", OPTIONS_RESERVED)
    check_unique(found, ("scales",), outline.scales, "scale")
    for name, options in outline.scales.items():
        _check_options(found, ("scales", name), options, outline)
    _check_condition(found, outline, ("partner_when",), outline.partner_when)
    for index, note in enumerate(outline.note):
        _check_condition(found, outline, ("note", index, "when"), note.when)


def check_unique(
    found: Problems, path: Path, ids: Iterable[str], what: str, reserved: Iterable[str] = ()
) -> None:
    """Ids are unique ignoring case, and none of the words that mean something else.

    `path` leads to the list (or mapping) whose items have the ids.
    """
    parent = locate(found.document.root, path)
    seen: set[str] = set()
    for index, name in enumerate(ids):
        node = locate(parent, (name,) if isinstance(parent, Mapping) else (index, "id"))
        if name.lower() in reserved:
            found.note(
                node, RULE, f'"{name}" means something else: no {what} can have it as its id'
            )
        if name.lower() in seen:
            found.note(node, RULE, f'the {what} "{name}" is there twice (case does not matter)')
        seen.add(name.lower())


def check_question(found: Problems, question: Question, outline: Outline, path: Path) -> None:
    """One question of a key's file, before its defaults are filled in."""
    answered = question.answered_by or outline.sides
    if outline.sides not in ("both", answered):
        message = f'expected "{outline.sides}", the only side of this pack, found "{answered}"'
        _note(found, (*path, "answered_by"), message)
    if isinstance(question, ChoiceQuestion | MatrixQuestion):
        given = (*path, "options")
        if not isinstance(locate(found.document.root, given), Scalar):  # no name of a scale
            _check_options(found, given, question.options, outline)
    if isinstance(question, MatrixQuestion):
        _check_rows(found, question, outline, path)
    if isinstance(question, NumberQuestion):
        _check_number(found, question, path)
    _check_triggers(found, question, path)
    for where, condition in _conditions(question):
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


def _check_options(
    found: Problems, path: Path, options: tuple[Option, ...], outline: Outline
) -> None:
    if not options:
        _note(found, path, "expected at least one option")
    check_unique(found, path, (option.id for option in options), "option", OPTIONS_RESERVED)
    _check_since(found, path, options, outline)


def _check_since(
    found: Problems, path: Path, parts: tuple[Row | Option, ...], outline: Outline
) -> None:
    """No row or option comes with a version of the pack that is still to come."""
    for index, part in enumerate(parts):
        if came_after(part, outline.version):
            message = f"expected a version up to the pack's own, {outline.version}"
            _note(found, (*path, index, "since"), f"{message}, found {part.since}")


def _check_rows(found: Problems, question: MatrixQuestion, outline: Outline, path: Path) -> None:
    rows = [row.id for row in question.rows]
    check_unique(found, (*path, "rows"), rows, "row", OPTIONS_RESERVED)
    if not rows:
        _note(found, (*path, "rows"), "a matrix needs at least one row")
    _check_since(found, (*path, "rows"), question.rows, outline)
    for level, bound in question.bounds.items():
        for name in bound.rows:
            if name not in rows:
                where = (*path, "bounds", str(level), "rows", bound.rows.index(name))
                _note(found, where, f'there is no row "{name}"', near(name, rows))
    shares = [question.bounds[level].share for level in sorted(question.bounds)]
    if shares != sorted(shares):
        _note(found, (*path, "bounds"), "expected bounds that rise, or stay, from level to level")


def _check_number(found: Problems, question: NumberQuestion, path: Path) -> None:
    bounds, line = question.bounds, (question.worst, question.best)
    if bounds is not None and line == (None, None):
        if question.better is None:
            _note(found, path, '"better" is missing: "lower" or "higher" goes with "bounds"')
            return
        numbers = [bounds[level] for level in sorted(bounds)]
        rising = question.better == "higher"
        if numbers != sorted(numbers, reverse=not rising):
            way = "rise" if rising else "fall"
            message = f"expected bounds that {way}, or stay, from level to level"
            _note(found, (*path, "bounds"), message)
    elif bounds is None and None not in line:
        if question.worst == question.best:
            _note(found, (*path, "best"), '"worst" and "best" are the same number')
        if question.better is not None:
            message = '"better" goes with "bounds"; "worst" and "best" say it'
            _note(found, (*path, "better"), message)
    else:
        _note(found, path, 'expected either "better" with "bounds", or "worst" with "best"')
        return
    least, most = question.limits
    given = question.min is not None or question.max is not None
    if given and most is not None and least >= most:
        name = "min" if question.max is None else "max"
        message = f"no number can be the answer: it would go{question.span}"
        _note(found, (*path, name), message)


def _check_triggers(found: Problems, question: Question, path: Path) -> None:
    critical = isinstance(question, MatrixQuestion) and any(row.critical for row in question.rows)
    for kind, trigger in question.triggers:
        if trigger.at_or_below is not None:
            continue
        takes_rows = critical and (kind == "stop" or question.stop is None)
        takes_figures = kind == "stop" and isinstance(question, CostsQuestion)
        if not takes_rows and not takes_figures:
            message = f'"at_or_below" is missing: nothing else triggers this {kind}'
            _note(found, (*path, kind), message)


def _conditions(question: Question) -> Iterator[tuple[Path, Condition | None]]:
    yield ("when",), question.when
    for kind, trigger in question.triggers:
        yield (kind, "when"), trigger.when
    if isinstance(question, CostsQuestion):
        yield ("saving_when",), question.saving_when


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
        choices = facts[leaf.fact].choices
        for option in leaf.options:
            if option not in choices:
                message = f'the fact "{leaf.fact}" has no option "{option}"'
                hint = near(option, choices) or f"it has {', '.join(choices)}"
                _note(found, path, message, hint)
