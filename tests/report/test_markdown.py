"""Data in Markdown stays text, whichever parser reads it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.report.payloads import ALL

from outsource_check.markdown import escape_markdown, unescape_markdown
from outsource_check.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable

CONTEXTS = (
    "{}",
    "# {}",
    "- {}",
    "> {}",
    "**{}**",
    "before {} after",
    "| a | b |\n| - | - |\n| {} | x |",
)
_gfm = MarkdownIt("gfm-like", {"html": True, "linkify": False})


def read_with_github(text: str) -> str:
    return str(cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE))


def read_with_markdown_it(text: str) -> str:
    return str(_gfm.render(text))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(f"{tag} {sorted(name for name, _ in attrs)}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def take_apart(page: str) -> tuple[list[str], str]:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.tags, " ".join("".join(reader.text).replace("\u200b", "").split())


@pytest.mark.parametrize("read", [read_with_github, read_with_markdown_it])
@pytest.mark.parametrize("context", CONTEXTS)
def test_no_text_becomes_markup_and_every_text_is_shown(
    read: Callable[[str], str], context: str
) -> None:
    for payload in ALL:
        cleaned = clean(payload, newline="\n")
        tags, shown = take_apart(read(context.format(escape_markdown(cleaned))))
        harmless, around = take_apart(read(context.format("plain")))
        expected = " ".join(cleaned.split()).replace("\u200b", "") or "—"
        assert tags == harmless, payload
        assert shown == around.replace("plain", expected), payload


@given(
    st.text(alphabet=st.sampled_from("ab1 #*_`~<>[](){}|\\!+-=:.@/&;^$%\"'\nhtpswGH"), max_size=40)
)
@settings(max_examples=150, deadline=None)
def test_no_mixture_of_marks_becomes_markup(text: str) -> None:
    tags, shown = take_apart(read_with_github(f"- {escape_markdown(clean(text, newline=chr(10)))}"))
    assert tags == ["ul []", "li []"]
    assert shown == (" ".join(text.split()) or "—")


@pytest.mark.parametrize("read", [read_with_github, read_with_markdown_it])
@pytest.mark.parametrize(
    ("context", "text"),
    [
        ("[x]{}", "(javascript:alert(1))"),
        ("[x]{}", "(https://evil.example)"),
        ("{}[x](https://good.example)", "Wow!"),
        ("www{}", ".evil.example"),
        ("http:/{}", "/evil.example"),
    ],
)
def test_no_text_becomes_markup_with_what_a_template_sets_beside_it(
    read: Callable[[str], str], context: str, text: str
) -> None:
    tags, _ = take_apart(read(context.format(escape_markdown(text))))
    assert tags == take_apart(read(context.format("plain")))[0]


@given(st.text(alphabet=st.sampled_from("ab1 #*_`~<>[](){}|\\!+-=:.@/&;^$%\"'"), max_size=40))
@settings(max_examples=150, deadline=None)
def test_what_was_escaped_reads_back(text: str) -> None:
    line = " ".join(text.split())
    assert unescape_markdown(escape_markdown(text)) == (line or "—")


def test_ordinary_prose_is_left_alone() -> None:
    prose = "Hold a workshop of two days; write it down (half a page), then sign: 3.5 days, 20 %."
    assert escape_markdown(prose) == prose


def test_what_autolinkers_look_for_is_parted() -> None:
    escaped = escape_markdown("see www.evil.example, #12 and @octocat")
    assert not re.search(r"www\.evil|#12|@octocat", escaped)
