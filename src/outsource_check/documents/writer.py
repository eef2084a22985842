"""Changes to a file at their position; every other byte stays (docs/files.md, Writing).

A change is spliced into the text, the new bytes are read back and compared with what was wanted,
and only then may they replace the old file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Mapping as Fields
from typing import Any, TypeGuard

from outsource_check.documents import dumping, scalars
from outsource_check.documents.dumping import Data
from outsource_check.documents.reader import parse
from outsource_check.documents.replacement import fail_to_write, refuse_json
from outsource_check.documents.splice import REMOVE, Mismatch, Part, Remove, Splice
from outsource_check.documents.tree import Document, Mapping, Node, Scalar
from outsource_check.documents.tree import Sequence as Items
from outsource_check.errors import OutputError, OutsourceCheckError

Change = tuple[tuple[Part, ...], Data | Remove]
"""The path of a value and what it is to be: None empties it, `REMOVE` takes it out."""

_MARK = b"\xef\xbb\xbf"


def edit(document: Document, changes: Iterable[Change]) -> bytes:
    """The document's bytes with the values at some paths changed, added, emptied or taken out.

    Of a mapping that replaces a mapping only the fields that differ are touched; empty ones, which
    say nothing, stay. Raises
    `OutputError` for a `.json` file, a path that leads through a single value, and text that no
    YAML file can hold.
    """
    refuse_json(document.file)
    try:
        for path, value in changes:
            document = _change(document, tuple(path), value)
    except dumping.Unwritable as problem:
        raise fail_to_write(document.file, str(problem)) from None
    return document.data


def create(
    data: dict[str, Data], *, comments: Sequence[str] = (), block: Collection[str] = ()
) -> bytes:
    """The bytes of a new file with these fields, ended by a line end.

    `comments` are lines to stand first, without their `# `. Fields named in `block` are written one
    entry a line however short they are.
    """
    lines = [f"# {comment}" for comment in comments]
    try:
        for name, value in data.items():
            lines += dumping.field(name, value, 0, flow=name not in block)
    except dumping.Unwritable as problem:
        raise fail_to_write("", str(problem)) from None
    content = ("\n".join(lines) + "\n").encode("utf-8")
    read_back = parse(content, "", OutputError)
    if _plain(read_back.root) != dumping.normalise(data):
        raise fail_to_write("", "the new file would not read back as it is meant")
    return content


def copy(document: Document, changes: Iterable[Change], *, block: Collection[str] = ()) -> bytes:
    """The bytes of a new file that says what the document says with the changes, and no more.

    For where the document itself cannot be changed, as one that is full of comments; they and the
    spellings of the old file are not in it. Raises as `edit` and `create` do.
    """
    said = {field.name.text: type_node(field.value) for field in document.root}
    for path, value in changes:
        if isinstance(value, Remove):
            parent = _find_plain(said, path[:-1])
            assert isinstance(parent, dict | list)
            del parent[path[-1]]  # type: ignore[arg-type]
        else:
            _put(said, path, value, document)
    return create(said, block=block)


def type_node(node: Node) -> Any:
    """What a node says, as data that is written without quotes where the node has none."""
    if isinstance(node, Mapping):
        return {field.name.text: type_node(field.value) for field in node}
    if isinstance(node, Items):
        return [type_node(item) for item in node.items]
    assert isinstance(node, Scalar)
    if node.quoted or node.empty:
        return _plain(node)
    for grammar in (scalars.whole, scalars.date, scalars.yes_no):
        value = grammar(node.text)
        if value is not None:
            return value
    return node.text


def _plain(node: Node) -> Any:
    """A tree without positions and quotes: dict, list, text, None where it is empty."""
    if isinstance(node, Mapping):
        return {field.name.text: _plain(field.value) for field in node}
    if isinstance(node, Items):
        return [_plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    return None if node.empty else node.text


def compare(
    node: Node | None, path: tuple[Part, ...], before: Data, after: Data
) -> Iterator[Change]:
    """The smallest changes at a path that make what a node says from `before` into `after`.

    The node may say `before` in a form of its own; what is the same in both keeps it.
    """
    if dumping.normalise(before) == dumping.normalise(after):
        return
    if isinstance(node, Mapping) and isinstance(after, Fields):
        old = before if isinstance(before, Fields) else {}
        if not old or after.keys() & node.fields.keys():
            for name, part in after.items():
                yield from compare(node.get(name), (*path, name), old.get(name), part)
            # Last, so that the mapping is never without a field.
            for name, part in old.items():
                if name not in after and name in node.fields and part is not None:
                    yield (*path, name), REMOVE
            return
    if (
        isinstance(node, Items)
        and _is_list(before)
        and _is_list(after)
        and 0 < len(node.items) == len(before)
        and after
    ):
        yield from _compare_items(node, path, before, after)
    else:
        yield path, after


def _compare_items(
    node: Items, path: tuple[Part, ...], before: Sequence[Data], after: Sequence[Data]
) -> Iterator[Change]:
    """The same for lists: of a shorter one, those go that stand where the two differ."""
    gone = len(before) - len(after)
    start = 0
    while gone > 0 and start < len(after) and _equal(before[start], after[start]):
        start += 1
    stop = len(before)
    while gone > 0 and stop - gone > start and _equal(before[stop - 1], after[stop - 1 - gone]):
        stop -= 1
    for number, part in enumerate(after):
        at = number + gone if gone > 0 and number >= stop - gone else number
        if at >= len(node.items):
            yield (*path, at), part
        else:
            yield from compare(node.items[at], (*path, at), before[at], part)
    for number in range(stop - 1, stop - 1 - gone, -1):
        yield (*path, number), REMOVE


def _equal(one: Data, other: Data) -> bool:
    return dumping.normalise(one) == dumping.normalise(other)


def _is_list(value: Data) -> TypeGuard[Sequence[Data]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _change(document: Document, path: tuple[Part, ...], value: Data | Remove) -> Document:
    """One change: each step of it is read back, so the next one works on true positions."""
    if not path:
        raise ValueError("a change needs a path")
    if isinstance(value, Remove):
        return _apply(document, path, value)
    wanted = _plain(document.root)
    _put(wanted, path, dumping.normalise(value), document)
    node = _find(document.root, path)
    if isinstance(node, Items) and isinstance(value, dict):
        document = _wrap(document, path, node, value)
        node = _find(document.root, path)
    before = None if node is None else _plain(node)
    # An empty value that is not there yet is a change, too.
    steps = (
        list(compare(node, path, before, value)) if node or value is not None else [(path, value)]
    )
    for step_path, step in steps:
        document = _apply(document, step_path, step)
    if _say(_plain(document.root)) != _say(wanted):
        raise fail_to_write(document.file, "the changed file would not read back as it is meant")
    return document


def _wrap(
    document: Document, path: tuple[Part, ...], node: Items, value: dict[str, Data]
) -> Document:
    """The list of a field as a field of the mapping that is to stand there; comments in it stay.

    The same document where the mapping holds no such list, or the list cannot stay as it stands.
    """
    said = _plain(node)
    name = next((name for name, part in value.items() if dumping.normalise(part) == said), None)
    parent = _find(document.root, path[:-1])
    if name is None or not isinstance(parent, Mapping) or not isinstance(path[-1], str):
        return document
    wanted = _plain(document.root)
    _put(wanted, path, {name: said}, document)
    mark = _MARK if document.data.startswith(_MARK) else b""
    try:
        text = Splice(document, roomy=True).wrap(parent, parent.fields[path[-1]], name)
        changed = parse(mark + text.encode(), document.file, OutputError)
    except (Mismatch, OutputError):
        return document
    if _plain(changed.root) != wanted:
        return document
    return Document(document.file, changed.data, changed.text, changed.root, document.error)


def _say(value: object) -> object:
    """Plain data without empty fields, which say nothing."""
    if isinstance(value, dict):
        return {name: _say(part) for name, part in value.items() if part is not None}
    return [_say(part) for part in value] if isinstance(value, list) else value


def _put(root: object, path: tuple[Part, ...], value: object, document: Document) -> None:
    """Change plain data as the file is to be changed; empty values on the way become mappings."""
    current = root
    for number, part in enumerate(path):
        last = number == len(path) - 1
        if isinstance(current, dict) and isinstance(part, str):
            if last:
                current[part] = value
            elif current.get(part) is None:
                current[part] = [] if isinstance(path[number + 1], int) else {}
            current = current[part]
        elif isinstance(current, list) and isinstance(part, int) and 0 <= part <= len(current):
            if part == len(current):
                current.append({})
            if last:
                current[part] = value
            current = current[part]
        else:
            shown = ".".join(str(part) for part in path[:number])
            raise fail_to_write(document.file, f'"{shown}" has no place for "{part}"')


def _find(root: Node, path: tuple[Part, ...]) -> Node | None:
    node: Node | None = root
    for part in path:
        if isinstance(node, Mapping) and isinstance(part, str):
            node = node.get(part)
        elif isinstance(node, Items) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
        else:
            return None
    return node


def _apply(document: Document, path: tuple[Part, ...], value: Data | Remove) -> Document:
    """The document after one splice. The roomy form is tried first, then everything on one line."""
    wanted = _plain(document.root)
    _put(wanted, path, None if isinstance(value, Remove) else dumping.normalise(value), document)
    if isinstance(value, Remove):
        parent = _find_plain(wanted, path[:-1])
        assert isinstance(parent, dict | list)
        del parent[path[-1]]  # type: ignore[arg-type]
    for roomy in (True, False):
        try:
            text = Splice(document, roomy=roomy).change(path, value)
        except Mismatch:
            continue
        data = text.encode("utf-8")
        if document.data.startswith(_MARK):
            data = _MARK + data
        try:
            changed = parse(data, document.file, OutputError)
        except OutsourceCheckError as problem:
            if problem.problems[0].rule in ("OC001", "OC006"):  # too large; no form would help
                raise fail_to_write(document.file, problem.problems[0].text) from None
            continue
        if _plain(changed.root) == wanted:
            return Document(document.file, data, changed.text, changed.root, document.error)
    raise fail_to_write(document.file, "the changed file would not read back as it is meant")


def _find_plain(root: object, path: tuple[Part, ...]) -> object:
    for part in path:
        assert isinstance(root, dict | list)
        root = root[part]  # type: ignore[index]
    return root
