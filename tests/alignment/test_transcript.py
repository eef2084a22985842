"""Three people at three terminals see what the page on working together shows."""

from __future__ import annotations

import pytest
from tests.alignment.transcript import PAGE, replay


@pytest.mark.slow
def test_the_page_shows_what_is_seen_and_printed() -> None:
    # `python -m tests.alignment.transcript` writes it anew.
    blocks = 0
    for _, written, shown in replay(PAGE.read_text(encoding="utf-8")):
        assert shown == written
        blocks += 1
    assert blocks > 20
