"""README.md shows an example that works when it is pasted."""

from __future__ import annotations

import pytest
from tests.docs.readme import PAGE, rewrite

TEXT = PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("epoch", ["1796083200", "2000000000"])
def test_the_example_prints_what_the_page_says_on_any_day(
    epoch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # `make pages` writes it anew.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert rewrite(TEXT) == TEXT


def test_the_page_shows_what_it_is_a_picture_two_commands_an_example_and_links() -> None:
    order = ["would sink it", "<img ", "make assess", "```sh", "- [docs/"]
    places = [TEXT.index(mark) for mark in order]
    assert places == sorted(places)
