"""A pack and its questions as text, readable in 80 columns (`pack show`)."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from outsource_check.pack.model import (
    ChoiceQuestion,
    CostsQuestion,
    LevelsQuestion,
    MatrixQuestion,
    NumberQuestion,
    OverlapQuestion,
    Pack,
)
from outsource_check.text import clean

if TYPE_CHECKING:
    from outsource_check.pack.measures import Bound, Option
    from outsource_check.pack.model import Key, Note, Question, Trigger

COLUMNS = 80
_LABEL = 13
"""Columns of the label in front of a paragraph."""


def describe_pack(pack: Pack) -> str:
    """What the pack is, its facts, and its questions by key: one line each."""
    outline = pack.outline
    quick = sum(question.quick for question in pack.questions.values())
    lines = [
        *_wrap(f"{outline.title} ({pack.id} {pack.version})"),
        *_paragraph("source", outline.source),
        *_paragraph("sides", "client and partner" if outline.sides == "both" else outline.sides),
        *_paragraph("partner", f"while {outline.partner_when}" if outline.partner_when else ""),
        *_paragraph("evidence", outline.evidence),
        *_paragraph("verdicts", "; ".join(_thresholds(pack))),
        *(line for note in outline.note for line in _paragraph("note", _note(note))),
        *_paragraph("questions", f"{len(pack.questions)}, {quick} of them quick"),
        "",
    ]
    if pack.facts:
        lines += ["Facts", *(line for fact in pack.facts for line in _fact(pack, fact)), ""]
    for key in pack.keys:
        lines += [*_wrap(f"{key.title} ({key.id})"), *_questions(key), ""]
    return "\n".join(lines[:-1])


def describe_key(key: Key) -> str:
    """What a key is about, and its questions, one line each."""
    return "\n".join(
        (
            *_wrap(f"{key.title} ({key.id})"),
            *_paragraph("about", key.summary),
            *_paragraph("quote", key.quote and f"“{key.quote}”"),
            *_paragraph("weight", _number(key.weight) if key.weight != 1 else ""),
            "",
            *_questions(key),
        )
    )


def describe_question(pack: Pack, question: Question) -> str:
    """Everything that the pack says about a question."""
    same = question.ask_partner == question.ask
    client = question.answered_by != "partner"
    partner = question.answered_by != "client"
    paragraphs = (
        ("asks", question.ask if client else ""),
        ("partner", question.ask_partner if partner and not (client and same) else ""),
        ("answered by", _sides(question.answered_by) + (", quick mode too" * question.quick)),
        ("duty", _sides(question.duty)),
        ("applies", f"if {question.when}" if question.when else "always"),
        ("weight", _number(question.weight) if question.weight != 1 else ""),
        ("internal", "what is noted stays on its side" * question.internal),
    )
    lines = [*_wrap(f"{question.title} ({question.id})"), ""]
    for label, text in paragraphs:
        lines += _paragraph(label, text)
    lines += ["", *_scale(question), ""]
    for kind, trigger in question.triggers:
        lines += _paragraph(kind, _trigger(question, kind, trigger))
    if question.remedy is not None:
        remedy = question.remedy
        lines += _paragraph("remedy", remedy.do)
        days = f"{_number(remedy.effort_days)} days" if remedy.effort_days else "effort not given"
        lines += _paragraph("", ", ".join(part for part in (days, remedy.owner) if part))
        lines += _paragraph("done when", remedy.done_when)
    lines += _items("evidence", question.evidence)
    lines += _paragraph("why", question.why)
    cited = [pack.references[name] for name in question.references]
    lines += _items("references", [f"{found.id} {found.cite}" for found in cited])
    return "\n".join(lines).rstrip()


def _note(note: Note) -> str:
    return f"{note.text} (if {note.when})" if note.when is not None else note.text


def _sides(sides: str | None) -> str:
    return "client and partner" if sides == "both" else sides or ""


def _number(value: Fraction) -> str:
    return f"{float(value):g}"


def _thresholds(pack: Pack) -> Iterator[str]:
    verdict = pack.outline.verdict
    for name, least in (
        ("ready", verdict.ready),
        ("conditional", verdict.conditional),
        ("at-risk", verdict.at_risk),
    ):
        needs = []
        if least.overall is not None:
            needs.append(f"{_number(least.overall)} overall")
        if least.weakest_key is not None:
            needs.append(f"{_number(least.weakest_key)} in every key")
        if needs:
            yield f"{name} from {' and '.join(needs)}"


def _fact(pack: Pack, fact_id: str) -> Iterator[str]:
    fact = pack.facts[fact_id]
    yield from _wrap(f"{fact.id}: {fact.ask}", "  ", "    ")
    if fact.options:
        for option, text in fact.choices.items():
            yield from _wrap(f"{option}: {text}", "    ", "      ")


def _questions(key: Key) -> Iterator[str]:
    """One line each: id, title, and marks for kind, quick, stop and cap."""
    for question in key.questions:
        marks: list[str] = [question.kind, *(kind for kind, _ in question.triggers)]
        if question.answered_by != "both":
            marks.append(f"{question.answered_by} only")
        if question.quick:
            marks.append("quick")
        yield from _wrap(f"{question.id}: {question.title} [{', '.join(marks)}]", "  ", "      ")


def _scale(question: Question) -> Iterator[str]:
    """The kind of the question, and what gives which level."""
    match question:
        case LevelsQuestion():
            yield "Levels: the highest one that is wholly true"
            for level, text in enumerate(question.levels):
                yield from _wrap(f"{level}  {text}", "  ", "     ")
        case ChoiceQuestion():
            yield "Choice: one option; the level is four times its worth"
            yield from _options(question.options, "level", 4)
        case NumberQuestion():
            yield from _wrap(f"Number{question.span}: {question.unit}")
            yield from _bounds_of(question)
        case MatrixQuestion():
            yield "Matrix: one option for each row; the mean worth gives the level"
            for row in question.rows:
                critical = " (critical)" if row.critical else ""
                since = f" (since {row.since})" if row.since else ""
                yield from _wrap(f"{row.id}: {row.text}{critical}{since}", "  - ", "    ")
            yield "Options"
            yield from _options(question.options, "worth", 1)
            yield "Levels"
            for level, bound in sorted(question.bounds.items()):
                yield f"  {level}  {_bound(bound)}"
        case OverlapQuestion():
            yield "Overlap: computed from the hours of each place"
        case CostsQuestion():
            yield "Costs: computed from the figures"
            if question.saving_when is not None:
                yield from _wrap(f"a saving matters if {question.saving_when}", "  ", "  ")


def _options(options: Iterable[Option], what: str, factor: int) -> Iterator[str]:
    for option in options:
        value = _number(factor * option.worth)
        since = f" (since {option.since})" if option.since else ""
        yield from _wrap(f"{option.id}: {option.text} ({what} {value}){since}", "  ", "    ")


def _bounds_of(question: NumberQuestion) -> Iterator[str]:
    if question.bounds is None:
        assert question.worst is not None
        assert question.best is not None
        worst, best = _number(question.worst), _number(question.best)
        yield f"  a straight line from {worst} (level 0) to {best} (level 4)"
        return
    word = "at most" if question.better == "lower" else "at least"
    for level, bound in sorted(question.bounds.items()):
        yield f"  {level}  {word} {_number(bound)}"


def _bound(bound: Bound) -> str:
    rows = f", and at its best: {', '.join(bound.rows)}" if bound.rows else ""
    return f"at least {_number(100 * bound.share)} % of the worth{rows}"


def _trigger(question: Question, kind: str, trigger: Trigger) -> str:
    causes = []
    if trigger.at_or_below is not None:
        causes.append(f"level {trigger.at_or_below}" + " or below" * (trigger.at_or_below > 0))
    takes_rows = kind == "stop" or question.stop is None
    if isinstance(question, MatrixQuestion) and takes_rows:
        causes += ["a critical row at worth 0"] * any(row.critical for row in question.rows)
    if isinstance(question, CostsQuestion) and kind == "stop":
        causes.append("no saving where one matters")
    text = " or ".join(causes)
    if trigger.when is not None:
        text += f", if {trigger.when}"
    if trigger.unless is not None:
        text += f", unless {trigger.unless.question} reaches level {trigger.unless.level}"
    return f"{text}: {trigger.because}"


def _items(label: str, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        indent = " " * _LABEL
        yield from _wrap(f"- {text}", f"{label:<{_LABEL}}", f"{indent}  ")
        label = ""


def _paragraph(label: str, text: str) -> list[str]:
    """A label and its text, wrapped beside it; nothing where the text is empty."""
    return _wrap(text, f"{label:<{_LABEL}}", " " * _LABEL) if text else []


def _wrap(text: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        clean(text),
        COLUMNS,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
