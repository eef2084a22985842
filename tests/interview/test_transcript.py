"""docs/interview.md shows what is seen."""

from __future__ import annotations

import pytest
from tests.interview.transcript import PAGE, replay


@pytest.mark.slow
def test_the_transcript_is_what_is_seen() -> None:
    # `python -m tests.interview.transcript` writes it anew.
    for _, written, seen in replay(PAGE.read_text(encoding="utf-8")):
        assert seen == written
