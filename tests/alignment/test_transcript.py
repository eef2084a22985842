"""The page on working together prints what the commands print."""

from __future__ import annotations

from tests.alignment.transcript import PAGE, replay


def test_the_page_prints_what_the_commands_print() -> None:
    blocks = list(replay(PAGE.read_text(encoding="utf-8")))
    assert len(blocks) == 5
    for before, after in blocks:
        # `python tests/alignment/transcript.py` writes it anew.
        assert before == after
