"""Options, bounds and the levels that they give: `choice`, `number` and `matrix` questions."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from outsource_check.documents import Mapping, Scalar, Sequence
from outsource_check.numbers import write_decimal, write_rounded
from outsource_check.pack import ChoiceQuestion, LevelsQuestion, MatrixQuestion, NumberQuestion
from outsource_check.text import count_unit

if TYPE_CHECKING:
    from collections.abc import Sequence as Several

    from outsource_check.documents import Node
    from outsource_check.lint.inspection import Inspection
    from outsource_check.pack import Option, Question, Row

_CLOSE = Fraction(1, 100)
"""A bound this little above a share looks like that share, rounded: 0.67 for 2 of 3 rows."""
_CLOSE_STEP = Fraction(1, 10)
"""The same, as a part of the way to the next share that answers give."""


def check_scales(seen: Inspection) -> None:
    """Check that every level offered can be reached, and that options say what they are worth."""
    _check_shared_scales(seen)
    for question in seen.pack.scored:
        match question:
            case LevelsQuestion():
                _check_best(seen, question, "levels")
            case ChoiceQuestion():
                _check_options(seen, question)
                _check_best(seen, question, "options")
            case NumberQuestion():
                _check_number(seen, question)
            case MatrixQuestion():
                _check_matrix(seen, question)
            case _:
                pass


def _check_shared_scales(seen: Inspection) -> None:
    given = [_given(seen.node(question), "options") for question in seen.pack.questions.values()]
    used = {node.text for node in given if isinstance(node, Scalar)}
    for name, options in seen.pack.outline.scales.items():
        if name not in used:
            seen.say_of_pack("OC321", ("scales", name), f'no question uses the scale "{name}"')
        worths = any("worth" in option.model_fields_set for option in options)
        for rule, index, message in _judge_options(options) if worths else ():
            seen.say_of_pack(rule, ("scales", name, index, "worth"), message)
        for index, message in _judge_since(options):
            seen.say_of_pack("OC349", ("scales", name, index, "since"), message)


def _judge_options(options: Several[Option]) -> list[tuple[str, int, str]]:
    """Rule, index of the option and message for a list of options."""
    worths = [option.worth for option in options]
    if len(set(worths)) == 1:
        return [("OC327", 0, f"every option is worth {worths[0]}, so the answer says nothing")]
    if worths in (sorted(worths), sorted(worths, reverse=True)):
        return []
    falling = worths[0] > worths[-1]
    for index in range(1, len(worths)):
        one, other = worths[index - 1], worths[index]
        if (one < other) if falling else (one > other):
            message = (
                f'"{options[index].id}" is worth {other} after "{options[index - 1].id}",'
                f" {one}, though the list {'falls' if falling else 'rises'} otherwise"
            )
            return [("OC326", index, message)]
    return []


def _check_options(seen: Inspection, question: ChoiceQuestion | MatrixQuestion) -> None:
    """Check the question's own options; those of a scale are checked where the scale stands."""
    if isinstance(_given(seen.node(question), "options"), Sequence):
        for rule, index, message in _judge_options(question.options):
            seen.say_of(rule, question, ("options", index, "worth"), message)
        for index, message in _judge_since(question.options):
            seen.say_of("OC349", question, ("options", index, "since"), message)


def _judge_since(parts: Several[Row | Option]) -> list[tuple[int, str]]:
    """Index and message of rows or options that are said to have come with a patch."""
    reason = "but a version that asks more ends in .0: the last number is for wording"
    return [
        (index, f'"{part.id}" came with {part.since}, {reason}')
        for index, part in enumerate(parts)
        if part.since is not None and not part.since.endswith(".0")
    ]


def _given(node: Node, name: str) -> Node | None:
    """A field of a question as its file gives it."""
    assert isinstance(node, Mapping)
    return node.get(name)


def _check_best(seen: Inspection, question: Question, field: str) -> None:
    best = question.offered[-1]
    if best < 4 and len(question.offered) > 1:
        message = f"the best answer gives level {best}: nobody can reach level 4"
        seen.say_of("OC323", question, (field,), message)


def _check_number(seen: Inspection, question: NumberQuestion) -> None:
    least, most = question.limits
    if question.bounds is None:
        for name, number in (("worst", question.worst), ("best", question.best)):
            if number is not None and not question.allows(number):
                amount = count_unit(write_decimal(number), question.unit)
                message = f'"{name}" is {amount}, and answers go{question.span}'
                seen.say_of("OC322", question, (name,), message)
        return
    bounds = question.bounds
    lower = question.better == "lower"
    for level, bound in bounds.items():
        if level in question.offered:
            continue
        shown = write_decimal(bound)
        message = f"no number gives level {level}: {shown} already meets a higher level's bound"
        if bound < least if lower else most is not None and bound > most:
            amount = count_unit(shown, question.unit)
            message = f"level {level} needs {amount}, and answers go{question.span}"
        seen.say_of("OC322", question, ("bounds", str(level)), message)
    easiest = min(bounds)
    end = most if lower else least
    if end is not None and (bounds[easiest] >= end if lower else bounds[easiest] <= end):
        gives = f"{write_decimal(end)} {'still' if lower else 'already'} gives level {easiest}"
        path = ("bounds", str(easiest))
        seen.say_of("OC323", question, path, f"{gives}, so no number gives level 0")


def _check_matrix(seen: Inspection, question: MatrixQuestion) -> None:
    _check_options(seen, question)
    for index, message in _judge_since(question.rows):
        seen.say_of("OC349", question, ("rows", index, "since"), message)
    shares = _list_shares(question)
    for level, bound in question.bounds.items():
        path = ("bounds", str(level))
        _check_named_rows(seen, question, level)
        if level not in question.offered:
            seen.say_of("OC322", question, path, _explain_unreached(question, level, shares))
        below = max((share for share in shares if share < bound.share), default=None)
        above = min((share for share in shares if share >= bound.share), default=None)
        if below is None or bound.share == above:
            continue
        gap = bound.share - below
        if gap < _CLOSE and (above is None or gap <= _CLOSE_STEP * (above - below)):
            message = (
                f"level {level} needs a share of {write_rounded(bound.share)}, just above"
                f" {below}, which answers give: write {below}?"
            )
            seen.say_of("OC325", question, path, message)
    if 0 not in question.offered:
        message = f"no answer gives less than level {question.offered[0]}"
        seen.say_of("OC323", question, ("bounds",), message)


def _list_shares(question: MatrixQuestion) -> list[Fraction]:
    """Every mean worth that complete answers to all the rows have, ascending."""
    units, scale = question.units
    weights = question.weights.values()
    sums = {0}
    for weight in weights:
        sums = {total + unit * weight for total in sums for unit in set(units.values())}
    return [Fraction(total, scale * sum(weights)) for total in sorted(sums)]


def _explain_unreached(question: MatrixQuestion, level: int, shares: list[Fraction]) -> str:
    share = question.bounds[level].share
    if share > shares[-1]:
        return f"no answer gives level {level}: the best share is {shares[-1]}, it needs {share}"
    found = min(found for found in shares if found >= share)
    return f"no answer gives level {level}: a share of {found} already meets a higher level's bound"


def _check_named_rows(seen: Inspection, question: MatrixQuestion, level: int) -> None:
    """Check that a row that a level needs is needed by the levels above it too."""
    ordered = sorted(set(question.worths.values()))
    if len(ordered) < 2:
        return
    step = (ordered[-1] - ordered[-2]) / sum(question.weights.values())
    for higher, bound in question.bounds.items():
        if higher <= level:
            continue
        for row in question.bounds[level].rows:
            loss = step * question.weights[row]
            if row not in bound.rows and ordered[-1] - loss >= bound.share:
                message = (
                    f'level {higher} can be reached without "{row}", which level {level} needs'
                )
                seen.say_of("OC328", question, ("bounds", str(higher)), message)
