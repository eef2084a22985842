"""Replays docs/from-a-spreadsheet.md, as tests/alignment/transcript.py does its page.

usage: python -m tests.pack.transcript     (writes what is now printed into the page)
"""

from __future__ import annotations

from pathlib import Path

from tests.alignment.transcript import rewrite

PAGE = Path(__file__).resolve().parents[2] / "docs" / "from-a-spreadsheet.md"

if __name__ == "__main__":
    PAGE.write_text(rewrite(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
