"""A pack, a key, a question on a screen (`pack show`)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from outsource_check.numbers import write_rounded
from outsource_check.pack import SIDES
from outsource_check.result.words import format_days
from outsource_check.terminal.console import Named, bullets, grid, heading, plain
from outsource_check.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType
    from rich.padding import Padding

    from outsource_check.pack import Answered, Words
    from outsource_check.pack.kinds import Question
    from outsource_check.pack.kinds.base import Trigger
    from outsource_check.pack.kinds.options import Option, Row
    from outsource_check.pack.kinds.remedy import Remedy
    from outsource_check.pack.model import Fact, Key, Note, Pack


def render_pack(pack: Pack) -> Iterator[RenderableType]:
    """What the pack is, its facts, and its questions by key."""
    outline = pack.outline
    quick = sum(question.quick for question in pack.questions.values())
    own = pack.words
    yield heading(f"{outline.title} ({pack.id} {pack.version})")
    if outline.source:  # on a line of its own: beside a label, an address in it would be broken
        yield plain(f"Source: {outline.source}")
    yield _paragraphs(
        ("sides", _sides(outline.sides, own)),
        (own.side("partner"), f"while {outline.partner_when}" if outline.partner_when else ""),
        ("evidence", outline.evidence),
        ("verdicts", "; ".join(_thresholds(pack))),
        ("names", "; ".join(_names(own))),
        *(("note", _note(note)) for note in outline.note),
        ("questions", f"{len(pack.questions)}, {quick} of them quick"),
    )
    if pack.facts:
        yield Text()
        yield heading("Facts")
        yield Named([(fact.id, _fact(fact)) for fact in pack.facts.values()])
    for key in pack.keys:
        yield Text()
        yield heading(f"{key.title} ({key.id})")
        yield from _questions(key.questions)


def render_key(key: Key) -> Iterator[RenderableType]:
    """What a key is about, and its questions."""
    yield heading(f"{key.title} ({key.id})")
    yield _paragraphs(
        ("about", key.summary),
        ("quote", key.quote and f"“{key.quote}”"),
        ("weight", write_rounded(key.weight) if key.weight != 1 else ""),
    )
    yield Text()
    yield from _questions(key.questions)


def render_found(name: str, questions: Sequence[Question]) -> Iterator[RenderableType]:
    """Several questions of one official number."""
    yield heading(f"{plural(len(questions), 'question')} of number {name}")
    yield _list_questions(questions)


def render_question(pack: Pack, question: Question) -> Iterator[RenderableType]:
    """Everything that the pack says about a question."""
    same = question.ask_partner == question.ask
    client = question.answered_by != "partner"
    partner = question.answered_by != "client"
    yield heading(f"{question.shown} ({question.id})")
    yield Text()
    yield _paragraphs(
        ("under", question.heading),
        ("asks", question.ask if client else ""),
        (
            pack.words.side("partner"),
            question.ask_partner if partner and not (client and same) else "",
        ),
        (
            "answered by",
            _sides(question.answered_by, pack.words) + (", quick mode too" * question.quick),
        ),
        ("duty", _sides(question.duty, pack.words)),
        ("applies", f"if {question.when}" if question.when else "always"),
        ("weight", write_rounded(question.weight) if question.weight != 1 else ""),
        ("scored", "no, only asked" if not question.scored else ""),
        ("internal", "what is noted stays on its side" * question.internal),
    )
    yield Text()
    for mark, text in question.describe():
        yield grid([(mark, text)], gap=1 if mark == "-" else 2) if mark else plain(text)
    yield Text()
    cited = [pack.references[name] for name in question.references]
    remedy = question.remedy
    parts: list[Row | Option] = [*question.lines, *getattr(question, "options", ())]
    proofs = (f"{part.id}: {proof}" for part in parts for proof in part.evidence)
    yield _paragraphs(
        *((kind, _trigger(question, kind, trigger)) for kind, trigger in question.triggers),
        ("remedy", remedy.do if remedy is not None else ""),
        ("", _describe_effort(remedy) if remedy is not None else ""),
        ("done when", remedy.done_when if remedy is not None else ""),
        ("steps", _items(_describe_step(part.id, part.remedy) for part in parts if part.remedy)),
        ("evidence", _items((*question.evidence, *proofs))),
        ("why", question.why),
        ("references", _items(f"{found.id} {found.cite}" for found in cited)),
    )


def _describe_effort(remedy: Remedy) -> str:
    """Days and owner."""
    return ", ".join(filter(None, (format_days(remedy.effort_days), remedy.owner)))


def _describe_step(name: str, remedy: Remedy) -> str:
    """The step of a row or an option, behind its id."""
    end = f"done when {remedy.done_when}" if remedy.done_when else ""
    details = "; ".join(filter(None, (_describe_effort(remedy), end)))
    return f"{name}: {remedy.do}" + (f" ({details})" if details else "")


def _paragraphs(*rows: tuple[str, RenderableType]) -> Padding:
    """Labels, and beside each its text, where there is one."""
    return grid((row for row in rows if row[1]), indent=0, label=11)


def _items(texts: Iterable[str]) -> RenderableType:
    listed = tuple(texts)
    return bullets(listed, "-", indent=0) if listed else ""


def _note(note: Note) -> str:
    return f"{note.text} (if {note.when})" if note.when is not None else note.text


def _sides(sides: Answered | None, own: Words) -> str:
    if sides is None:
        return ""
    return " and ".join(own.side(side) for side in SIDES if sides in (side, "both"))


def _names(own: Words) -> Iterator[str]:
    """What the pack calls what has an id of its own."""
    yield from (f"{side}: {name}" for side, name in own.sides.items())
    yield from (f"level {level}: {name}" for level, name in own.levels.items())
    yield from (f"{verdict}: {found.title}" for verdict, found in own.verdicts.items())


def _thresholds(pack: Pack) -> Iterator[str]:
    verdict = pack.outline.verdict
    for name, least in (
        ("ready", verdict.ready),
        ("conditional", verdict.conditional),
        ("at-risk", verdict.at_risk),
    ):
        needs = []
        if least.overall is not None:
            needs.append(f"{write_rounded(least.overall)} overall")
        if least.weakest_key is not None:
            needs.append(f"{write_rounded(least.weakest_key)} in every key")
        if needs:
            yield f"{name} from {' and '.join(needs)}"


def _fact(fact: Fact) -> Group:
    options = fact.choices.items() if fact.options else ()
    items = [_items(f"{option}: {text}" for option, text in options)] if options else []
    return Group(plain(fact.ask), *items)


def _questions(questions: Iterable[Question]) -> Iterator[RenderableType]:
    """By id: title, and marks for kind, quick, stop and cap; under their headings."""
    for title, group in groupby(questions, key=lambda question: question.heading):
        if title:
            yield plain(title, "bold")
        yield _list_questions(group)


def _list_questions(questions: Iterable[Question]) -> Named:
    rows = []
    for question in questions:
        marks: list[str] = [question.kind, *(kind for kind, _ in question.triggers)]
        if not question.scored:
            marks.append("not scored")
        if question.answered_by != "both":
            marks.append(f"{question.answered_by} only")
        if question.quick:
            marks.append("quick")
        rows.append((question.id, f"{question.shown} [{', '.join(marks)}]"))
    return Named(rows)


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
