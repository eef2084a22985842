"""A pack and its questions as text, readable in 80 columns (`pack show`)."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from outsource_check.numbers import write_short
from outsource_check.text import clean

if TYPE_CHECKING:
    from outsource_check.pack.kinds import Question
    from outsource_check.pack.kinds.base import Trigger
    from outsource_check.pack.model import Key, Note, Pack

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
            *_paragraph("weight", write_short(key.weight) if key.weight != 1 else ""),
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
        ("weight", write_short(question.weight) if question.weight != 1 else ""),
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
        days = (
            f"{write_short(remedy.effort_days)} days" if remedy.effort_days else "effort not given"
        )
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


def _thresholds(pack: Pack) -> Iterator[str]:
    verdict = pack.outline.verdict
    for name, least in (
        ("ready", verdict.ready),
        ("conditional", verdict.conditional),
        ("at-risk", verdict.at_risk),
    ):
        needs = []
        if least.overall is not None:
            needs.append(f"{write_short(least.overall)} overall")
        if least.weakest_key is not None:
            needs.append(f"{write_short(least.weakest_key)} in every key")
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
    for lead, text in question.describe():
        yield from _wrap(text, lead, " " * max(len(lead), 2) if lead.strip() else f"{lead}  ")


def _trigger(question: Question, kind: str, trigger: Trigger) -> str:
    causes = []
    if trigger.at_or_below is not None:
        causes.append(f"level {trigger.at_or_below}" + " or below" * (trigger.at_or_below > 0))
    causes += question.list_causes(kind)
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
