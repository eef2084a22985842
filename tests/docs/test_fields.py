"""docs/template-fields.md lists what a template can write."""

from __future__ import annotations

from tests.docs.fields import PAGE, list_parts, write_page

from outsource_check.documents.schema import read_sentences
from outsource_check.report.model import Context


def test_the_page_is_what_the_program_writes() -> None:
    # `make pages` writes it anew.
    assert write_page() == PAGE.read_text(encoding="utf-8")


def test_every_field_has_a_sentence() -> None:
    for part in list_parts(Context):
        assert part.__doc__
        assert set(part.model_fields) == set(read_sentences(part)), part
