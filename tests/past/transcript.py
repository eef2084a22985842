"""Replays docs/second-round.md and docs/since.md, as tests/alignment/transcript.py does its page.

usage: python -m tests.past.transcript     (writes what is now seen and printed into the pages)
"""

from __future__ import annotations

from pathlib import Path

from tests.alignment.transcript import rewrite

DOCS = Path(__file__).resolve().parents[2] / "docs"
ROUNDS = DOCS / "second-round.md"
SINCE = DOCS / "since.md"

if __name__ == "__main__":
    for page in (ROUNDS, SINCE):
        page.write_text(rewrite(page.read_text(encoding="utf-8")), encoding="utf-8")
