"""Texts: said twice, cut by YAML, out of order, asked of nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from outsource_check.documents import Mapping, Scalar, Sequence, cut_comment
from outsource_check.pack import SIDES, ChoiceQuestion, LevelsQuestion, MatrixQuestion
from outsource_check.text import plural

if TYPE_CHECKING:
    from outsource_check.documents import Document, Node
    from outsource_check.lint.inspection import Inspection, Path
    from outsource_check.pack import Question

TITLE = 60
"""Characters of a title that fit beside a level on a screen."""
_LISTS = ("levels", "evidence")
"""Fields that hold a list of free texts."""
_PROSE = (
    *("title", "ask", "ask_partner", "why", "text", "do", "owner", "done_when", "because"),
    *("summary", "quote", "cite", "says", "source", "unit", "means", "decide"),
)
"""Fields that hold free text."""
_WHOLE = re.compile(r"\ball of level ([0-4])\b", re.IGNORECASE)
_PART = re.compile(r"\b(?:point|part)s? of level ([0-4]) (?:is|are) missing\b", re.IGNORECASE)
_OPEN_END = re.compile(r"[,;:(“–-]\Z|(?<=\s)(?:and|or|the|a|an|of)\Z")


def check_wording(seen: Inspection) -> None:
    """Check that texts say something, say it once, and are not cut off."""
    for document in seen.documents.values():
        for name, node in _prose(document.root):
            _check_cut(seen, document, name, node)
    for question in seen.pack.questions.values():
        _check_same_in(seen, question)
        _check_sides(seen, question)
        if isinstance(question, LevelsQuestion):
            _check_level_order(seen, question)
        _check_titles(seen, question)
    _check_same_across(seen)


def _check_titles(seen: Inspection, question: Question) -> None:
    titles: list[tuple[Path, str]] = [(("title",), question.title)]
    for kind, trigger in question.triggers:
        if trigger.title:
            titles.append(((kind, "title"), trigger.title))
        else:
            message = f'the {kind} goes by the name of its question, "{question.title}"'
            hint = "`title` names the bad state, such as: Known problems are kept back"
            seen.say_of("OC350", question, (kind,), message, hint)
    for path, title in titles:
        if len(title) > TITLE:
            message = f"the title has {plural(len(title), 'character')}: {TITLE} fit on a screen"
            seen.say_of("OC343", question, path, message)


def _prose(node: Node, name: str = "") -> Iterator[tuple[str, Node]]:
    """Every free text with the name of its field, and every list in […] of such texts."""
    if isinstance(node, Mapping):
        for entry in node:
            # In pack.yaml, "evidence" is a word and no list.
            if entry.name.text not in _LISTS or not isinstance(entry.value, Scalar):
                yield from _prose(entry.value, name if name == "levels" else entry.name.text)
    elif isinstance(node, Sequence):
        if name in _LISTS and node.flow:
            yield name, node
        for item in node.items:
            yield from _prose(item, name)
    elif name in _PROSE or name in _LISTS:
        yield name, node


def _check_cut(seen: Inspection, document: Document, name: str, node: Node) -> None:
    if isinstance(node, Sequence):
        texts = [item for item in node.items if isinstance(item, Scalar) and not item.quoted]
        # Lower-case words are meant as a list; a capital first and none later is a cut sentence.
        later = [item for item in texts[1:] if item.text[:1].islower()]
        if later and texts[0].text[:1].isupper():
            message = f'a comma may have cut this text before "{later[0].text}"'
            seen.say("OC333", document, later[0], message, "put each text in double quotes")
        return
    if not isinstance(node, Scalar) or node.empty:
        return
    comment = cut_comment(document, node)
    if comment is not None:
        message = f'the text ends before "{_shorten(comment)}": " #" starts a comment'
        seen.say("OC332", document, node, message, "if it belongs to the text, use double quotes")
    elif name != "unit" and (reason := _find_open_end(node.text.strip())):
        seen.say("OC334", document, node, f"the text seems to be cut: {reason}")


def _find_open_end(text: str) -> str:
    for opening, closing in (("(", ")"), ("“", "”"), ("[", "]")):
        if text.count(opening) > text.count(closing):
            return f'a "{opening}" is never closed'
    found = _OPEN_END.search(text)
    return f'it ends with "{found[0]}"' if found else ""


def _shorten(text: str) -> str:
    return text if len(text) <= 30 else text[:29] + "…"


def normalise(text: str) -> str:
    """A text without what makes no difference to what it says: case, blanks, the end."""
    return " ".join(text.casefold().split()).rstrip(".!?;:, ")


def _repeats(texts: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The index of each text that repeats another one, and the index of the first like it."""
    first: dict[str, int] = {}
    for index, text in enumerate(texts):
        before = first.setdefault(normalise(text), index)
        if before != index:
            yield index, before


def _check_same_in(seen: Inspection, question: Question) -> None:
    """Check that the levels, options and rows of one question differ."""
    if isinstance(question, LevelsQuestion):
        levels = list(question.levels)
        for index, before in _repeats(question.levels.values()):
            message = f"levels {levels[before]} and {levels[index]} have the same text"
            seen.say_of("OC330", question, find_level(seen, question, levels[index]), message)
    if isinstance(question, ChoiceQuestion | MatrixQuestion):
        options = question.options
        for index, before in _repeats(option.text for option in options):
            message = f'"{options[before].id}" and "{options[index].id}" have the same text'
            seen.say_of("OC330", question, ("options", index, "text"), message)
    rows = question.lines
    for index, before in _repeats(row.text for row in rows):
        message = f'"{rows[before].id}" and "{rows[index].id}" have the same text'
        seen.say_of("OC330", question, ("rows", index, "text"), message)


def find_level(seen: Inspection, question: LevelsQuestion, level: int) -> Path:
    """Where the text of a level stands: they are a list, or named by their levels."""
    node = seen.node(question)
    assert isinstance(node, Mapping)
    named = isinstance(node.get("levels"), Mapping)
    return ("levels", str(level) if named else list(question.levels).index(level))


def _check_same_across(seen: Inspection) -> None:
    """Check that facts, keys, questions and references differ from each other."""
    outline = seen.pack.outline
    for place, fact in enumerate(outline.facts):
        for index, before in _repeats(option.text for option in fact.options):
            ids = fact.options[before].id, fact.options[index].id
            path: Path = ("facts", place, "options", index, "text")
            seen.say_of_pack("OC330", path, f'"{ids[0]}" and "{ids[1]}" have the same text')
    for index, before in _repeats(fact.ask for fact in outline.facts):
        message = f'"{outline.facts[before].id}" asks the same'
        seen.say_of_pack("OC331", ("facts", index, "ask"), message)
    for index, before in _repeats(key.title for key in seen.pack.keys):
        document = seen.of_key(seen.pack.keys[index].id)
        message = f'the key "{seen.pack.keys[before].id}" has the same title'
        seen.say("OC331", document, document.root.fields["title"].value, message)
    questions = list(seen.pack.questions.values())
    same = list(_repeats(question.title for question in questions))
    for index, before in same:
        message = f'"{questions[before].id}" has the same title'
        seen.say_of("OC331", questions[index], ("title",), message)
    for index, before in _repeats(question.ask for question in questions):
        if (index, before) not in same:
            message = f'"{questions[before].id}" asks the same'
            seen.say_of("OC331", questions[index], ("ask",), message)
    references = list(seen.pack.references.values())
    for index, before in _repeats(reference.cite for reference in references):
        message = f'"{references[before].id}" cites the same'
        seen.say_of_references("OC331", ("references", index, "cite"), message)


def _check_sides(seen: Inspection, question: Question) -> None:
    """Check that each wording is asked of somebody, and that each side that is asked has one."""
    node = seen.node(question)
    assert isinstance(node, Mapping)
    client, partner = (seen.pack.words.side(side) for side in SIDES)
    has = {name for name in ("ask", "ask_partner") if node.get(name) is not None}
    if "ask_partner" in has and question.answered_by == "client":
        message = f'"ask_partner" is never asked: only the {client} answers'
        seen.say_of("OC336", question, ("ask_partner",), message)
    elif len(has) == 2 and question.answered_by == "partner":
        message = f'"ask" is never asked: only the {partner} answers, and has "ask_partner"'
        seen.say_of("OC336", question, ("ask",), message)
    elif has == {"ask"} and question.answered_by == "both":
        message = (
            f"both sides answer, and the {partner} is asked in the {client}'s words: no"
            ' "ask_partner"'
        )
        hint = f"write the question as the {partner} should read it, even where it is the same"
        seen.say_of("OC337", question, ("ask",), message, hint)
    elif has == {"ask_partner"} and question.answered_by == "both":
        message = f'both sides answer, and only the title is there to ask the {client}: no "ask"'
        seen.say_of("OC337", question, ("ask_partner",), message)


def _check_level_order(seen: Inspection, question: LevelsQuestion) -> None:
    for level, text in question.levels.items():
        path = find_level(seen, question, level)
        whole, part = _WHOLE.search(text), _PART.search(text)
        if whole and int(whole[1]) >= level:
            message = f'level {level} says "{whole[0]}", which is not below it'
            seen.say_of("OC335", question, path, message)
        if part and int(part[1]) <= level:
            message = f'level {level} says "{part[0]}", which is not above it'
            seen.say_of("OC335", question, path, message)
