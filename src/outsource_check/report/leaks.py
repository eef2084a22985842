"""What of a text comes through a template as markup, in each format.

A text that is hostile in a format is put into a field with tokens between its marks: `q7xa[q7xb`.
The token says which field it is and, once printed, at which print: `q7n2xa`. A mark that stands
bare beside tokens has come through; what a template says itself stands beside none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from outsource_check.csv_cells import FORMULA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from outsource_check.report.compiled import Language

_T = r"q[0-9]+(?:n[0-9]+)?x[a-z]"
_TOKEN = re.compile(r"q([0-9]+)(?:n([0-9]+))?x[a-z]", re.IGNORECASE)
_PLACE = re.compile("§([a-z])")
_UNPRINTED = re.compile(r"(q[0-9]+)(x[a-z])", re.IGNORECASE)

HOSTILE: dict[Language, tuple[str, ...]] = {
    "html": ("§a<§b>§c\"§d'§e §f=§g", "javascript:§a"),
    "md": (
        ']§h[[[[[[[[§a[§b]§c<§d>§e|§i*§j`§k_§l~§m"§n https://§o.example www.§p.example §q!',
        *("###### §a", "§f\n###### §g", "(§r)", "javascript:§a"),
    ),
    "csv": (
        *("=§a", "+§a", "-§a", "@§a", "\t=§a", "\uff1d§a"),
        *("§a,=§b;=§c;+§d;-§e;@§f", '"§a",=§b,"§c', "§a\n=§b"),
    ),
}
"""Texts that become markup, links or formulas where they come through; `§a` is a token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """Something of a field that came through."""

    field: int
    printed: int
    """At which print, from 1; 0 where that is not known."""
    what: str


def fill(hostile: str, field: int) -> str:
    """A hostile text with the tokens of a field."""
    return _PLACE.sub(lambda found: f"q{field}x{found[1]}", hostile)


def note_print(text: str, printed: int) -> str:
    """A text whose tokens say at which print it stands; those of an earlier print stay."""
    return _UNPRINTED.sub(lambda found: f"{found[1]}n{printed}{found[2]}", text)


def find_leaks(language: Language, page: str) -> Iterator[Leak]:
    """All that came through, in order of the page."""
    for found, what in _FINDERS[language](page):
        token = _TOKEN.search(found)
        if token is not None:
            yield Leak(field=int(token[1]), printed=int(token[2] or 0), what=what)


_Found = tuple[str, str]
"""A text with a token, and what is wrong with it."""


_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]|&#[0-9]+;")


def _compile(pattern: str) -> re.Pattern[str]:
    """A pattern in which `§a` is a token of a field."""
    text = _PLACE.sub(r"q[0-9]+(?:n[0-9]+)?x\1", pattern).replace("§", _T)
    return re.compile(text, re.IGNORECASE | re.MULTILINE)


_HALF = _compile(r"§h(?:\\\[)*\\(?!\[)")
_BARE = (
    *(
        (_compile(f"§{before}(?P<mark>{re.escape(mark)})§{after}"), '"{mark}" is not escaped')
        for before, mark, after in re.findall(r"§(.)([^ \"])(?=§(.))", HOSTILE["md"][0])
    ),
    (_compile(r"(?P<mark>\])§h"), '"{mark}" is not escaped'),
    (_compile(r'<[a-z][^<>\n]*§m"§n'), "it stands in an HTML tag, where its quotes end a value"),
    (_compile(r"§f\s*\n§g"), "a line end comes through"),
    (_compile(r"^[ >]*###### §"), "it can begin a heading"),
    (_compile(r"(?P<mark>https://|www\.)§"), '"{mark}" becomes a link'),
    (_compile(r"\]\(<?\s*javascript:§"), 'it says where a link leads, "javascript:" too'),
    (_compile(r"\]\(§r\)"), "it becomes the address of a link"),
    (_compile(r"§!\["), 'its "!" makes an image of the link behind it'),
)


def _find_in_markdown(page: str) -> Iterator[_Found]:
    for found in _HALF.finditer(page):
        yield found[0], "half of an escape comes through"
    # A reader takes escapes from left to right, whoever wrote them.
    bare = _ESCAPED.sub("\ue000", page)
    for pattern, what in _BARE:
        for found in pattern.finditer(bare):
            yield found[0], what.format(**found.groupdict())


_CELL = re.compile(r'"(?P<cell>(?:[^"]|"")*)"(?=[,;\t\n]|\Z)|[^,;\t\n]*')
_FORMULAS = _compile(rf"""(?:\A|;)[\s"]*(?P<mark>[{re.escape("".join(FORMULA))}])§""")


def _find_in_cells(page: str) -> Iterator[_Found]:
    at = 0
    while at < len(page):
        found = _CELL.match(page, at)
        assert found is not None, "the pattern takes nothing too"
        cell = found["cell"]
        if cell is None:
            yield found[0], "other text stands beside it in its cell"
        else:
            for formula in _FORMULAS.finditer(cell):
                yield formula[0], f'"{formula["mark"]}" begins a formula'
            if "\n" in cell:
                yield cell, "a line end comes through"
        at = found.end() + 1


_ADDRESSES = frozenset(("href", "src", "xlink:href", "action", "formaction", "data"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[_Found] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag if tag in ("script", "style") else ""
        self.found.append((tag, '"<" is not escaped'))
        for name, given in attrs:
            value = (given or "").strip()
            self.found.append((name, "it can add an attribute to a tag"))
            if name.startswith("on"):
                self.found.append((value, f'it stands in the script of "{name}"'))
            if name in _ADDRESSES and value.lower().startswith("javascript:"):
                self.found.append((value, 'it says where a link leads, "javascript:" too'))

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""
        self.found.append((tag, '"</" is not escaped'))

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found.append((data, f"it stands in a <{self._inside}>"))


_TAG = _compile("§a<§b")


def _find_in_html(page: str) -> Iterator[_Found]:
    for found in _TAG.finditer(page):
        yield found[0], '"<" is not escaped'
    reader = _Reader()
    reader.feed(page)
    reader.close()
    yield from reader.found


_FINDERS: dict[Language, Callable[[str], Iterator[_Found]]] = {
    "html": _find_in_html,
    "md": _find_in_markdown,
    "csv": _find_in_cells,
}
