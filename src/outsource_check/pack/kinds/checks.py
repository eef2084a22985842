"""What must hold of ids and versions, wherever they stand in a pack; each is rule OC306."""

from __future__ import annotations

from collections.abc import Iterable

from outsource_check.documents import Mapping, Scalar
from outsource_check.documents.validation import Path, Problems, locate
from outsource_check.pack.kinds.options import Option, Row, came_after

RULE = "OC306"
OPTIONS_RESERVED = ("dont-know", "not-applicable")
"""Also of rows and of the options of facts."""


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


def check_worths(found: Problems, path: Path, options: tuple[Option, ...]) -> None:
    """Every option says what it is worth; `path` leads to a list of them, or to a scale's name."""
    missing = [index for index, one in enumerate(options) if "worth" not in one.model_fields_set]
    node = locate(found.document.root, path)
    if missing and isinstance(node, Scalar):
        message = f'"worth" is missing in the scale "{node.text}": only a question with'
        found.note(path, "OC011", f'{message} "scored: no" can do without')
        return
    for index in missing:
        hint = "from 0 to 1; without one, the question says: scored: no"
        found.note((*path, index), "OC011", '"worth" is missing', hint)


def check_options(found: Problems, path: Path, options: tuple[Option, ...], version: str) -> None:
    """Options: at least one, each with an id of its own."""
    if not options:
        found.note(path, RULE, "expected at least one option")
    check_unique(found, path, (option.id for option in options), "option", OPTIONS_RESERVED)
    check_since(found, path, options, version)


def check_since(found: Problems, path: Path, parts: tuple[Row | Option, ...], version: str) -> None:
    """No row or option comes with a version of the pack that is still to come."""
    for index, part in enumerate(parts):
        if came_after(part, version):
            message = f"expected a version up to the pack's own, {version}"
            found.note((*path, index, "since"), RULE, f"{message}, found {part.since}")
