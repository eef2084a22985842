"""What a finished page of a shipped template must not hold, whatever was answered."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_TAGS = frozenset(
    (
        *("script", "iframe", "frame", "object", "embed", "applet", "base", "form", "input"),
        *("button", "link", "audio", "video", "source"),
    )
)
_ADDRESSES = frozenset(("src", "srcset", "poster", "data", "action", "formaction", "background"))
_SAFE_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_LOADS = re.compile(r"@import|url\((?!\s*[\"']?data:)|expression\(", re.IGNORECASE)


def inspect_page(text: str) -> list[tuple[int, str]]:
    """What a page holds that a report must not, with the lines: nothing where it is sound.

    Scripts, forms and frames, handlers and inline styles, anything that is loaded, a `meta
    refresh`, and links that are neither to the page itself nor to the web or a mail address.
    """
    inspector = _Inspector()
    inspector.feed(text)
    inspector.close()
    return inspector.found


class _Inspector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = tag == "style"
        if tag in _TAGS:
            self._note(f"<{tag}> is not allowed")
        for name, given in attrs:
            value = (given or "").strip()
            if name.startswith("on"):
                self._note(f'the handler "{name}" is not allowed')
            elif name == "style":
                self._note("inline styles are not allowed: write a rule in the block “style”")
            elif name == "http-equiv" and value.lower() == "refresh":
                self._note("a meta refresh is not allowed")
            elif name in _ADDRESSES and not value.startswith("data:image/"):
                self._note(f'"{name}" loads "{value[:60]}": only data:image/ is allowed')
            elif name in ("href", "xlink:href") and not _SAFE_LINK.match(value):
                self._note(f'the link "{value[:60]}" is not allowed')

    def handle_endtag(self, tag: str) -> None:
        if tag == "style":
            self._style = False

    def handle_data(self, data: str) -> None:
        if self._style and _LOADS.search(data):
            self._note("a style must load nothing: @import and url() are not allowed")

    def _note(self, message: str) -> None:
        self.found.append((self.getpos()[0], message))
