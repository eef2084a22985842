"""docs/interview.md shows what is seen, in words and in pictures."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from tests.interview.transcript import PAGE, replay

README = PAGE.parents[1] / "README.md"


@pytest.mark.slow
def test_the_transcript_is_what_is_seen() -> None:
    # `python -m tests.interview.transcript` writes it anew.
    for _, written, seen in replay(PAGE.read_text(encoding="utf-8")):
        assert seen == written


@pytest.mark.parametrize("name", ["question", "result"])
def test_a_picture_is_named_small_and_fetches_nothing(name: str) -> None:
    text = (PAGE.parent / "images" / f"{name}.svg").read_text(encoding="utf-8")
    picture = ElementTree.fromstring(text)  # noqa: S314 - our own
    title = picture[0]
    assert (picture.get("role"), title.tag) == ("img", "{http://www.w3.org/2000/svg}title")
    assert len(text) < 20_000
    assert re.findall(r"https?:[^\"' ]+", text) == ["http://www.w3.org/2000/svg"]

    # What is read aloud is the same on both pages.
    on_page = re.search(rf"!\[([^]]*)\]\(images/{name}\.svg\)", PAGE.read_text(encoding="utf-8"))
    in_readme = re.search(
        rf'<img src="docs/images/{name}\.svg"[^>]* alt="([^"]*)">', README.read_text("utf-8")
    )
    for found in (on_page, in_readme):
        assert found is not None
        assert " ".join(found[1].split()) == title.text
