"""Pages taken apart: what stands in them, and whether they are well-formed."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import html5lib

VOID = frozenset(("meta", "img", "br", "hr", "link", "input", "col"))


class Page(HTMLParser):
    """The elements of a page in their order, with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._texts: list[tuple[str, list[str]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._texts.append((tag, []))

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._texts:
            self._texts[-1][1].append(data)

    def texts(self, *tags: str) -> list[str]:
        """The text of all elements with these names, up to the first element inside."""
        return ["".join(text).strip() for tag, text in self._texts if tag in tags]

    def all(self, *tags: str) -> list[dict[str, str]]:
        """The attributes of all elements with these names."""
        return [attributes for tag, attributes in self.elements if tag in tags]

    def shape(self) -> Counter[str]:
        """How often each element stands there, with which attributes."""
        return Counter(f"{tag} {' '.join(sorted(attrs))}" for tag, attrs in self.elements)


def list_faults(text: str) -> list[str]:
    """What a validator says, and what assistive technology would stumble over."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text)
    faults = [f"{error[1]} at {error[0]}" for error in parser.errors]
    page = Page(text)
    ids = Counter(attributes["id"] for _, attributes in page.elements if "id" in attributes)
    faults += [f"id {name} stands {count} times" for name, count in ids.items() if count > 1]
    faults += [
        f"link to {link['href']}, which is not there"
        for link in page.all("a")
        if link["href"].startswith("#") and link["href"][1:] not in ids
    ]
    faults += [
        f"{name} names {part}, which is not there"
        for _, attributes in page.elements
        for name in ("aria-labelledby", "aria-describedby")
        for part in attributes.get(name, "").split()
        if part not in ids
    ]
    levels = [int(tag[1]) for tag, _ in page.elements if tag in {"h1", "h2", "h3", "h4", "h5"}]
    faults += ["not one h1"] * (levels.count(1) != 1)
    faults += [f"h{now} after h{before}" for before, now in pairwise(levels) if now > before + 1]
    faults += ["a th without a scope"] * any("scope" not in th for th in page.all("th"))
    for needed in ("title", "main", "footer", "html"):
        faults += [f"not one {needed}"] * (len(page.all(needed)) != 1)
    faults += ["no lang"] * (not page.all("html")[0].get("lang"))
    return faults
