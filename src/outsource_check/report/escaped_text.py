"""Text of Markdown and of CSV as templates handle it: no operation undoes its escaping.

What a macro or a `{% set %}` block wrote is such text. Put together with other text, that is
escaped too, or all of it becomes plain data; cut, taken apart or changed inside, it becomes plain
data again, and data is escaped where it is printed. So no cut falls into an escape, and no text
keeps the escaping of a place where it no longer stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

from markupsafe import Markup

from outsource_check.csv_cells import escape_cell, unescape_cell
from outsource_check.markdown import escape_markdown, unescape_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_CUTS = (
    *("__contains__", "__format__", "__getitem__", "__iter__", "__len__", "capitalize", "center"),
    *("count", "endswith", "expandtabs", "find", "index", "ljust", "partition", "removeprefix"),
    *("removesuffix", "replace", "rfind", "rindex", "rjust", "rpartition", "rsplit", "split"),
    *("splitlines", "startswith", "title", "translate", "zfill"),
)
"""What looks into a text, cuts it or changes it inside."""
_SHORTENS = re.compile(r"%[^%a-zA-Z]*(?:\([^)]*\)[^%a-zA-Z]*)?\.")
"""A precision, which cuts what is filled in: `%.5s`."""


class Written(Markup):
    """Text that a format's escaping made; printed, it stays as it is."""

    __slots__ = ()

    @classmethod
    def escape_data(cls, text: str) -> str:
        """A text in the format's escaping."""
        raise NotImplementedError

    @property
    def data(self) -> str:
        """The text before it was escaped."""
        raise NotImplementedError

    @classmethod
    def escape(cls, s: Any, /) -> Self:
        """Data in the format's escaping; a space at either end stays one."""
        if isinstance(s, cls):
            return s
        text = str(s)
        inner = text.strip()
        if not inner:
            return cls(text and " ")
        before = " " if text[0].isspace() else ""
        after = " " if text[-1].isspace() else ""
        return cls(f"{before}{cls.escape_data(inner)}{after}")

    @classmethod
    def unite(cls, separator: Any, parts: Iterable[Any]) -> str:
        """Parts, of which at least one is such text, with a separator between them."""
        return cls.escape(separator).join(parts)

    def strip(self, chars: str | None = None, /) -> str:  # type: ignore[override]
        """Without spaces around it; other characters are taken off the data."""
        return super().strip() if chars is None else self.data.strip(chars)

    def lstrip(self, chars: str | None = None, /) -> str:  # type: ignore[override]
        """Without spaces before it."""
        return super().lstrip() if chars is None else self.data.lstrip(chars)

    def rstrip(self, chars: str | None = None, /) -> str:  # type: ignore[override]
        """Without spaces behind it."""
        return super().rstrip() if chars is None else self.data.rstrip(chars)

    def __mod__(self, value: Any, /) -> Any:
        if _SHORTENS.search(self):
            return self.data % to_data(value)
        return super().__mod__(value)


class Passage(Written):
    """Text of Markdown; put together with other text, it keeps its marks."""

    __slots__ = ()

    @classmethod
    def escape_data(cls, text: str) -> str:
        """On one line, without markup."""
        return escape_markdown(text)

    @property
    def data(self) -> str:
        """With marks of the template as they stand."""
        return unescape_markdown(str(self))


class Cell(Written):
    """Text of CSV; put together with other text, it is the text of one cell.

    A cell that other text stands beside is no cell: a reader would take its quotes for text, and
    what is inside for more cells.
    """

    __slots__ = ()

    @classmethod
    def escape_data(cls, text: str) -> str:
        """As one quoted cell."""
        return escape_cell(text)

    @property
    def data(self) -> str:
        """Without the quotes of cells."""
        return unescape_cell(str(self))

    @classmethod
    def unite(cls, separator: Any, parts: Iterable[Any]) -> str:
        """The parts as plain data."""
        return str(to_data(separator)).join(str(to_data(part)) for part in parts)

    def join(self, iterable: Iterable[Any], /) -> str:  # type: ignore[override]
        """The parts as plain data, with this text between them."""
        return self.unite(self, iterable)

    def __add__(self, value: Any, /) -> str:  # type: ignore[override]
        return self.unite("", (self, value))

    def __radd__(self, value: Any, /) -> str:  # type: ignore[override]
        return self.unite("", (value, self))

    def __mul__(self, value: Any, /) -> str:  # type: ignore[override]
        return self.unite("", [self] * value)

    __rmul__ = __mul__  # type: ignore[assignment]

    def __mod__(self, value: Any, /) -> Any:
        return self.data % to_data(value)

    # The sandbox watches over what these give: they are methods of a plain text.
    format = property(lambda self: self.data.format)
    format_map = property(lambda self: self.data.format_map)


def to_data(value: Any) -> Any:
    """A value in which every escaped text is what it was before."""
    if isinstance(value, Written):
        return value.data
    if isinstance(value, tuple):
        return tuple(map(to_data, value))
    if isinstance(value, dict):
        return {name: to_data(item) for name, item in value.items()}
    return value


def _on_data(name: str) -> Callable[..., Any]:
    operation = getattr(str, name)

    def operate(self: Written, *args: Any, **options: Any) -> Any:
        return operation(self.data, *map(to_data, args), **options)

    return operate


for _name in _CUTS:
    setattr(Written, _name, _on_data(_name))
