"""From a document to a model: plain data in, and each of pydantic's errors back at its place.

Models know nothing of files. A tree becomes dicts, tuples and texts; pydantic judges them; what it
finds becomes problems with line, column, what was found, what was expected, and a near name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from outsource_check.documents import scalars
from outsource_check.documents.structure import cut_comment
from outsource_check.documents.tree import Document, Mapping, Node, Scalar, Sequence
from outsource_check.documents.types import Cut, Gappy
from outsource_check.errors import AnswerError, Problem

Path = tuple[int | str, ...]
"""Names of fields and indexes of lists, from the root of a file."""
M = TypeVar("M", bound=BaseModel)
KEY = "[key]"
"""What pydantic puts behind the name of a field when the name itself is wrong."""
_BROUGHT = {
    **dict.fromkeys(("scale", "answers", "choices", "values"), "options"),
    **dict.fromkeys(("text", "question", "prompt"), "ask"),
    **dict.fromkeys(("description", "help", "rationale"), "why"),
    **dict.fromkeys(("label", "name", "heading"), "title"),
    **dict.fromkeys(("type", "kinds"), "kind"),
    "waivers": "ignore",  # in a policy; what the owner of an answer accepts is a waiver
}
"""Fields of other questionnaires and of earlier versions, and what they are called here."""
_CONFIGURATION_RULES = {"OC010": "OC301", "OC011": "OC302", "OC012": "OC303", "OC013": "OC304"}


def read_model(document: Document, model: type[M], context: Any = None) -> M:
    """The document as a model; `context` is what validators ask for.

    Raises the document's class of error with every problem found, each at its place.
    """
    problems = Problems(document)
    found = problems.read(document.root, model, context)
    problems.finish()
    assert found is not None
    return found


def plain(node: Node, document: Document) -> Any:
    """A node as dicts, tuples and texts: an empty item is None, an empty field is not there."""
    if isinstance(node, Scalar):
        if node.empty:
            return None
        if not node.quoted and "#" in document.text:
            comment = cut_comment(document, node)
            # `ticket #42`: nobody writes a comment so, and what a person wrote is never dropped.
            if comment is not None and comment[1:2].strip():
                return Cut(node.text)
        return node.text
    if isinstance(node, Mapping):
        found = {name: plain(field.value, document) for name, field in node.fields.items()}
        said = {name: value for name, value in found.items() if value is not None}
        if len(said) == len(found):
            return said
        gappy = Gappy(said)
        gappy.empty = tuple(name for name in found if name not in said)
        return gappy
    assert isinstance(node, Sequence)
    return tuple([plain(item, document) for item in node.items])


class Problems:
    """What is wrong with one document, as far as it was looked at."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.found: list[Problem] = []

    def note(
        self,
        at: Node | Path,
        rule: str,
        message: str,
        hint: str = "",
        *,
        found: str = "",
        private: bool = False,
    ) -> None:
        """Note a problem at a node, or at the deepest one that a path leads to."""
        node = at if isinstance(at, Node) else locate(self.document.root, at)
        if not issubclass(self.document.error, AnswerError):
            rule = _CONFIGURATION_RULES.get(rule, rule)
        problem = self.document.problem(node, rule, message, hint, found=found, private=private)
        self.found.append(problem)

    def read(self, node: Node, model: type[M], context: Any = None) -> M | None:
        """A node as a model; None where it is none, and what is wrong is noted."""
        try:
            return model.model_validate(plain(node, self.document), context=context)
        except ValidationError as error:
            self.add(error, node, model)
            return None

    def add(self, error: ValidationError, root: Node, model: Any) -> None:
        """Note each error of pydantic's at its place below a node."""
        for found in error.errors(include_url=False, include_input=False):
            if found["type"] == "default_factory_not_called":
                continue  # of a field that is not there, because another one is wrong
            one = _explain(found, root, model)
            self.note(
                one.node, one.rule, one.message, one.hint, found=one.found, private=one.private
            )

    def finish(self) -> None:
        """Raise the document's error with every problem noted, in the order of the file."""
        if self.found:
            self.found.sort(key=lambda p: (p.place.line, p.place.column) if p.place else (0, 0))
            raise self.document.error(self.found)


class Faults:
    """Errors that one validator finds at several places below the value that it judges."""

    def __init__(self) -> None:
        self.found: list[InitErrorDetails] = []

    @classmethod
    def at(cls, path: Path, error: PydanticCustomError) -> ValidationError:
        """A single error below the value that is judged."""
        return ValidationError.from_exception_data(
            "", [{"type": error, "loc": path, "input": None}]
        )

    def add(self, path: Path, error: PydanticCustomError) -> None:
        """Note an error."""
        self.found.append({"type": error, "loc": path, "input": None})

    def then(self, handler: Callable[[Any], Any], value: Any) -> Any:
        """What pydantic makes of a value; what it finds is raised together with what was noted."""
        try:
            made = handler(value)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                kind, context = one["type"], one.get("ctx", {})
                if kind.startswith("OC"):
                    custom = PydanticCustomError(kind, "{message}", context)
                    self.found.append({"type": custom, "loc": one["loc"], "input": one["input"]})
                else:
                    self.found.append(
                        {"type": kind, "loc": one["loc"], "input": one["input"], "ctx": context}
                    )
            made = None
        self.finish()
        return made

    def finish(self) -> None:
        """Raise them, for pydantic to put them at their places."""
        if self.found:
            raise ValidationError.from_exception_data("", self.found)


# ---------------------------------------------------------------- from an error to its place


@dataclass(kw_only=True, slots=True)
class _Explained:
    """One of pydantic's errors in our words; the fields are those of a `Problem`."""

    node: Node
    rule: str = "OC012"
    message: str
    found: str = ""
    hint: str
    private: bool = False


def _explain(error: Any, root: Node, model: Any) -> _Explained:
    """One of pydantic's errors as what is said of it, and where."""
    path: Path = error["loc"]
    kind, context = error["type"], error.get("ctx", {})
    node, meaning = _follow(root, path, model)
    said = _Explained(node=node, message=error["msg"], hint=context.get("hint", ""))
    if kind.startswith("OC"):
        said.rule, said.private = kind, context["private"]
        found = context["found"]
        said.found = describe(node) if found is True else found or ""
    elif kind == "extra_forbidden":
        parent, owner = _follow(root, path[:-1], model)
        name, known = str(path[-1]), list(_list_names(_strip(owner)))
        said.rule, said.message = "OC010", f'unknown field "{name}"'
        said.private = not scalars.is_name(name)
        brought = _BROUGHT.get(name, "")
        hint = f'did you mean "{brought}"?' if brought in known else scalars.near(name, known)
        said.hint = hint or f"the fields here are {', '.join(known)}"
        said.node = parent.fields[name].name if isinstance(parent, Mapping) else parent
    elif kind == "missing":
        said.node, _ = _follow(root, path[:-1], model)
        said.rule, said.message = "OC011", f'"{path[-1]}" is missing'
        if isinstance(said.node, Mapping) and path[-1] in said.node.fields:
            said.node = said.node.fields[str(path[-1])].name
            said.message = f'"{path[-1]}" is empty, but is required'
    elif kind == "union_tag_not_found" and isinstance(node, Mapping):
        said.rule = "OC011"
        said.message = f'"kind" is missing: {alternatives(_list_tags(meaning))} is expected'
    elif kind in ("literal_error", "union_tag_invalid"):
        choices = _list_tags(meaning)
        if kind == "union_tag_invalid":
            node = said.node = (isinstance(node, Mapping) and node.get("kind")) or node
        else:
            choices = [str(choice) for choice in get_args(_strip(meaning))]
        said.message, said.found = f"expected {alternatives(choices)}", describe(node)
        said.hint = scalars.near(node.text, choices) if isinstance(node, Scalar) else _unpack(node)
    elif kind == "value_error":  # it may quote anything
        said.message, said.private = str(context["error"]), True
    else:
        said.message, said.found = f"expected {_say_kind(_strip(meaning))}", describe(node)
        if isinstance(node, Scalar) and node.text and _lists_values(_strip(meaning)):
            said.hint = "write it in brackets, as a list"
    return said


def _lists_values(meaning: Any) -> bool:
    """Whether a list is meant whose items are single values."""
    item = _strip(get_args(meaning)[0]) if get_origin(meaning) is tuple else dict
    return isinstance(item, type) and not issubclass(item, BaseModel | dict)


def _unpack(node: Node) -> str:
    """How to write the only item of a list where one value is expected."""
    if isinstance(node, Sequence) and len(node.items) == 1 and isinstance(node.items[0], Scalar):
        return "write it without the brackets"
    return ""


def _follow(root: Node, path: Path, model: Any) -> tuple[Node, Any]:
    """The deepest node that one of pydantic's paths leads to, and what was expected there."""
    node, meaning = root, model
    for part in path:
        meaning = _strip(meaning)
        if get_origin(meaning) in (Union, UnionType):  # pydantic names the kind that was chosen
            members = {tag: one for one in get_args(meaning) for tag in _list_tags(one)}
            if part in members:
                meaning = members[str(part)]
                continue
        meaning = _step(meaning, part)
        if isinstance(node, Mapping) and part in node.fields:
            node = node.fields[str(part)].value
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
    if path and path[-1] == KEY:
        parent, _ = _follow(root, path[:-2], model)
        if isinstance(parent, Mapping) and path[-2] in parent.fields:
            node = parent.fields[str(path[-2])].name
    return node, meaning


def _step(meaning: Any, part: int | str) -> Any:
    """What is expected one step further down."""
    if get_origin(meaning) is dict:
        return get_args(meaning)[1]
    if get_origin(meaning) is tuple:
        return get_args(meaning)[0]
    if isinstance(meaning, type) and issubclass(meaning, BaseModel):
        for name, field in meaning.model_fields.items():
            if part in (name, field.alias):
                return field.annotation
    return None


def _strip(meaning: Any) -> Any:
    """An annotation without `Annotated` and `| None`."""
    while True:
        origin = get_origin(meaning)
        if origin is Annotated:
            meaning = get_args(meaning)[0]
        elif origin in (Union, UnionType):
            members = [part for part in get_args(meaning) if part is not type(None)]
            if len(members) != 1:
                return meaning
            meaning = members[0]
        else:
            return meaning


def _list_names(model: Any, *, required: bool = False) -> Iterator[str]:
    """The names that a model's fields have in a file."""
    for name, field in getattr(model, "model_fields", {}).items():
        if not required or field.is_required():
            yield field.alias or name


def _list_tags(meaning: Any) -> list[str]:
    """The kinds that a model, or a union of models, has in its field `kind`."""
    meaning = _strip(meaning)
    members = get_args(meaning) or (meaning,)
    fields = (getattr(member, "model_fields", {}).get("kind") for member in members)
    return [tag for field in fields if field is not None for tag in get_args(field.annotation)]


def _say_kind(meaning: Any) -> str:
    if isinstance(meaning, type) and issubclass(meaning, BaseModel):
        names = list(_list_names(meaning, required=True)) or list(_list_names(meaning))
        return f"a mapping with {', '.join(names)}"
    if _list_tags(meaning):
        return "a mapping with `kind`"
    return {tuple: "a list", dict: "a mapping"}.get(get_origin(meaning) or meaning, "a text")


def locate(root: Node, path: Iterable[int | str]) -> Node:
    """The deepest node on a path of names and indexes; parts that do not exist are skipped."""
    node = root
    for part in path:
        if isinstance(node, Mapping) and isinstance(part, str):
            node = node.get(part) or node
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
    return node


# ---------------------------------------------------------------- words


def describe(node: Node) -> str:
    """What a node is, as words for "found …"; long texts are cut."""
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    assert isinstance(node, Scalar)
    if node.empty:
        return "nothing"
    text = node.text if len(node.text) <= 60 else node.text[:57] + "…"
    return f'"{text}"'


def alternatives(words: Iterable[str]) -> str:
    """`one of "a", "b" or "c"`, as what was expected; long lists are cut."""
    quoted = [f'"{word}"' for word in words]
    if len(quoted) > 12:
        return f"one of {', '.join(quoted[:10])} … ({len(quoted)} in all)"
    if len(quoted) == 1:
        return quoted[0]
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"
