"""Records: values with named fields that never change.

Declared like a keyword-only, frozen dataclass, which is what type checkers take them for, and what
pydantic takes them for where a JSON Schema is printed (`documents.schema`). A dataclass compiles
its methods when its module is imported, a pydantic model its validator: a command that answers in
a tenth of a second cannot wait for either.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, field
from typing import Any, ClassVar, NoReturn, Self, dataclass_transform

_MANY = 200
"""How many records of a kind must be made until compiling how they are made is worth its time."""
_made: dict[type, int] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
class Record:
    """The base of a record: its annotated names are its fields, in order, those of bases first.

    A field that was not given reads as its default. Where a record has `__post_init__`, it is
    called last and raises `ValueError` for fields that do not go together.
    """

    record_fields: ClassVar[tuple[str, ...]] = ()
    """The names of the fields."""
    record_known: ClassVar[frozenset[str]] = frozenset()
    """The same, to look one up."""
    record_required: ClassVar[frozenset[str]] = frozenset()
    """The names of those without a default."""
    record_makers: ClassVar[dict[str, Any]] = {}
    """What makes the default of a field whose default is not one value for all."""
    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "strict": True,
        "extra": "forbid",
        "revalidate_instances": "always",
    }
    """How pydantic judges a record, where it is asked to."""

    def __init_subclass__(cls) -> None:
        """Note the fields; what their annotations mean is looked up by whoever needs it."""
        cls.__init__ = Record.__init__  # type: ignore[method-assign]  # not a base's, compiled
        defaults = vars(cls)
        own = [name for name, kind in cls.__annotations__.items() if "ClassVar" not in kind]
        made = {name: defaults[name] for name in own if isinstance(defaults.get(name), Field)}
        makers = {name: one.default_factory for name, one in made.items()}
        assert MISSING not in makers.values(), "a plain default needs no `field`"
        for name in made:
            delattr(cls, name)
        cls.record_makers = {**cls.record_makers, **makers}
        cls.record_fields = tuple(dict.fromkeys((*cls.record_fields, *own)))
        cls.record_known = frozenset(cls.record_fields)
        cls.record_required = frozenset(
            name
            for name in cls.record_fields
            if name not in cls.record_makers and not hasattr(cls, name)
        )

    def __init__(self, **values: Any) -> None:
        """Take the fields by name; the kinds of which there are many compile how they do so."""
        cls = type(self)
        made = _made[cls] = _made.get(cls, 0) + 1
        given = values.keys()
        if made > _MANY or not cls.record_required <= given <= cls.record_known:
            cls.__init__ = _compile(cls)  # type: ignore[method-assign]
            cls.__init__(self, **values)  # it says which names are wrong
            return
        for name in cls.record_makers.keys() - given:
            values[name] = cls.record_makers[name]()
        own = self.__dict__
        # One by one: else no record of this kind shares the table of its names.
        for name, value in values.items():
            own[name] = value
        check = getattr(self, "__post_init__", None)
        if check is not None:
            check()

    def replace(self, **changes: Any) -> Self:
        """The same record with some fields changed."""
        return type(self)(**{**self.as_dict(), **changes})

    def as_dict(self) -> dict[str, Any]:
        """Every field by name, defaults included."""
        return {name: getattr(self, name) for name in self.record_fields}

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.record_fields)

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in self.record_fields)))

    def __repr__(self) -> str:
        given = (f"{name}={getattr(self, name)!r}" for name in self.record_fields)
        return f"{type(self).__name__}({', '.join(given)})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot be removed")


def _compile(cls: type[Record]) -> Any:
    """The `__init__` of a kind of record, which takes its fields by name."""
    parameters = []
    lines = ["_own = self.__dict__"]
    for name in cls.record_fields:
        if name in cls.record_required:
            parameters.append(name)
        elif name in cls.record_makers:
            parameters.append(f"{name}=_cls")
            lines.append(f"if {name} is _cls: {name} = _cls.record_makers[{name!r}]()")
        else:
            parameters.append(f"{name}=_cls.{name}")
        lines.append(f"_own[{name!r}] = {name}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    names = {"_cls": cls}
    body = "\n    ".join(lines)
    exec(f"def __init__(self, *, {', '.join(parameters)}):\n    {body}", names)  # noqa: S102 - no text but our own classes' names
    return names["__init__"]
