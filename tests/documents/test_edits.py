"""Edits of files as people write them: every style, comments anywhere, one change at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from tests.chance import draw

from outsource_check.documents import Mapping, Node, Scalar, Sequence, parse, writer
from outsource_check.documents.dumping import Data
from outsource_check.documents.splice import REMOVE
from outsource_check.errors import AnswerError

NAMES = ["a", "b", "c", "note", '"q q"']
WORDS = st.sampled_from(["one", "it's", "a b", "x 3 y"])
INLINE = ["one", "yes", "3", "900000.00", "'it''s'", '"a\\n# b"', "~", ""]
FLOW = ["{}", "[]", "{a: 1, b: 'x'}", "[x, {a: ~}]", "{a: 1,  # k\n      b: [x, # k\n       y]}"]
VALUES: list[Any] = [
    "short",
    "no",
    "word " * 30 + "end",
    "two\nlines\n",
    "two\nlines",
    None,
    3,
    ["x"],
    {},
]


@st.composite
def texts(draw: DrawFn, indent: int) -> list[str]:
    """The lines of one text behind its colon, in any style that runs over several lines."""
    space = " " * (indent + draw(st.integers(1, 3)))
    lines = draw(st.lists(WORDS, min_size=1, max_size=3))
    blank = [""] * draw(st.integers(0, 2))
    style = draw(st.sampled_from(["plain", '"', "'", "|", "|-", "|+", ">", ">-", ">+"]))
    if style == "plain":
        return [" one", *(space + line for line in lines)]
    if style in "\"'":
        said = [line.replace("'", "") for line in lines]
        return [f" {style}one", *blank, *(space + line for line in said), f"{space}end{style}"]
    if draw(st.booleans()):
        style = f"{style[0]}{len(space) - indent}{style[1:]}"
    deeper = draw(st.sampled_from(["", "", "  "]))
    body = [space + lines[0], *(space + deeper + line for line in lines[1:])]
    return [f" {style}{draw(st.sampled_from(['', '  # k']))}", *body, *blank]


@st.composite
def values(draw: DrawFn, indent: int, depth: int) -> list[str]:
    """The lines of any value behind its colon or dash."""
    kind = draw(st.integers(0, 5 if depth else 2))
    if kind == 0:
        return draw(texts(indent))
    if kind < 3:
        value = draw(st.sampled_from(INLINE + FLOW))
        head = f" {value}{draw(st.sampled_from(['', '', '  ', '  # k']))}"
        return head.split("\n")
    comment = draw(st.sampled_from(["", "  # k"]))
    if kind < 5:
        inner = indent + draw(st.integers(1, 4))
        return [comment, *draw(mappings(inner, depth - 1))]
    inner = indent + draw(st.integers(0, 2))
    lines = [comment]
    for _ in range(draw(st.integers(1, 3))):
        if draw(st.booleans()):
            first, *rest = draw(mappings(inner + 2, 0))
            lines += [f"{' ' * inner}- {first.lstrip()}", *rest]
        else:
            first, *rest = draw(values(inner, 0))
            lines += [f"{' ' * inner}-{first}", *rest]
        lines += draw(st.sampled_from([[], [], ["# k"], [""]]))
    return lines


@st.composite
def mappings(draw: DrawFn, indent: int, depth: int) -> list[str]:
    """The lines of a block mapping that begins with a field."""
    lines: list[str] = []
    for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True)):
        first, *rest = draw(values(indent, depth))
        lines += [f"{' ' * indent}{name}:{first}", *rest]
        lines += draw(st.sampled_from([[], [], [f"{' ' * indent}# k"], ["      # k"], [""]]))
    return lines


@st.composite
def files(draw: DrawFn) -> str:
    """A whole file, each of its comments with a number."""
    end = draw(st.sampled_from(["\n", "\n", ""]))
    count = iter(range(1000))
    text = re.sub(r"(?<=# )k", lambda _: f"k{next(count)}.", "\n".join(draw(mappings(0, 2))) + end)
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def plain(node: Node) -> Any:
    if isinstance(node, Mapping):
        return {field.name.text: plain(field.value) for field in node}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    return None if node.empty else node.text


def list_entries(node: Node, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every field and item below a node, where it begins, its value and its parent."""
    if isinstance(node, Mapping):
        for field in node:
            yield (*path, field.name.text), field.name.offset, field.value, node
            yield from list_entries(field.value, (*path, field.name.text))
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            yield (*path, number), item.offset, item, node
            yield from list_entries(item, (*path, number))


def cut(text: str, begin: int, end: int) -> tuple[str, str]:
    """The whole lines before a part of a text, and those behind it."""
    if end > begin and text[end - 1] in "\r\n":
        end -= 1
    found = re.compile(r"\r?\n|\Z").search(text, end)
    assert found is not None  # every text has an end
    return text[: text.rfind("\n", 0, begin) + 1], text[found.end() :]


def list_comments(text: str) -> list[str]:
    return re.findall(r"# k\d+\.", text)


@draw(50)
@given(text=files(), data=st.data())
def test_a_text_of_any_style_changes_and_no_other_line(text: str, data: st.DataObject) -> None:
    document = parse(text.encode(), "a.yaml", AnswerError)
    path, begin, node, _ = data.draw(st.sampled_from(list(list_entries(document.root))))
    value = data.draw(st.sampled_from(VALUES))
    if isinstance(node, Mapping | Sequence) and plain(node):
        return
    changed = writer.edit(document, [(path, value)]).decode()
    before, after = cut(text, begin, node.end_offset)
    assert changed.startswith(before)
    assert changed.endswith(after)
    kept = text[: node.offset] + text[node.end_offset :]
    comments = list_comments(kept)
    if text[node.offset : node.offset + 1] in ("|", ">"):
        comments = list_comments(before + after)  # the first line of a block text is its own
    assert set(comments) <= set(list_comments(changed))


@draw(50)
@given(text=files(), value=st.sampled_from(VALUES))
def test_a_new_field_leaves_every_line_as_it_was(text: str, value: Data) -> None:
    document = parse(text.encode(), "a.yaml", AnswerError)
    changed = writer.edit(document, [(("new",), value)]).decode()
    last = next(reversed(document.root.fields.values()))
    before, after = cut(text, last.name.offset, last.value.end_offset)
    assert changed.startswith(before)
    assert changed.endswith(after)
    assert list_comments(changed) == list_comments(text)


@draw(50)
@given(text=files(), data=st.data())
def test_a_field_or_an_item_goes_and_every_other_line_stays(text: str, data: st.DataObject) -> None:
    document = parse(text.encode(), "a.yaml", AnswerError)
    found = [entry for entry in list_entries(document.root) if len(plain(entry[3])) > 1]
    if not found:
        return
    path, begin, node, _ = data.draw(st.sampled_from(found))
    changed = writer.edit(document, [(path, REMOVE)]).decode()
    before, after = cut(text, begin, node.end_offset)
    assert changed.startswith(before)
    # Behind a block text comments stand further left, and the second field behind a dash moves up.
    assert changed.split()[-len(after.split()) :] == after.split() or not after.split()
    assert set(list_comments(before + after)) <= set(list_comments(changed))
