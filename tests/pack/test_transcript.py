"""docs/from-a-spreadsheet.md, typed again."""

from __future__ import annotations

from tests.alignment.transcript import replay
from tests.pack.transcript import PAGE

from outsource_check.pack.spreadsheet.columns import COLUMNS


def test_the_page_shows_what_is_printed() -> None:
    for _, written, printed in replay(PAGE.read_text(encoding="utf-8")):
        assert printed == written


def test_the_page_names_every_column() -> None:
    table = PAGE.read_text(encoding="utf-8").partition("## The columns")[2]
    assert [name for name in COLUMNS if f"`{name}`" not in table] == []
