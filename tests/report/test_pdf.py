"""PDF by WeasyPrint: tagged, numbered, the same each time, and nothing in it from outside.

Needs WeasyPrint (the extra `pdf`) and Pango (Debian: apt-get install libpango-1.0-0
libpangoft2-1.0-0 libharfbuzz-subset0).
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from pypdfium2 import raw
from tests.report.pages import Page
from tests.report.worlds import (
    FINE,
    HTML,
    POOR,
    RICH,
    make_full_result,
    make_result,
    write_answers,
    write_pack,
)

from outsource_check.cli import main
from outsource_check.errors import ConfigurationError
from outsource_check.report import render

if TYPE_CHECKING:
    from pathlib import Path


def print_page(page: str) -> bytes:
    try:
        import weasyprint  # noqa: F401, PLC0415 - may be missing, or its libraries
    except (ImportError, OSError) as error:
        pytest.skip(f"WeasyPrint does not run here: {error}")
    from outsource_check.report import pdf  # noqa: PLC0415 - as above

    return pdf.print_page(page)


def read_sheets(data: bytes) -> list[str]:
    """The text of each sheet."""
    document = pypdfium2.PdfDocument(data)
    sheets = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    return [" ".join(sheet.split()) for sheet in sheets]


def read_language(document: pypdfium2.PdfDocument) -> str:
    buffer = (raw.FPDF_WCHAR * 16)()
    size = raw.FPDFCatalog_GetLanguage(document.raw, buffer, 32)
    return bytes(buffer)[: size - 2].decode("utf-16-le")


@pytest.mark.slow
@pytest.mark.parametrize("template", HTML)
def test_every_template_prints_tagged_and_numbered(tmp_path: Path, template: str) -> None:
    page = render(make_result(tmp_path, client=RICH, partner=POOR), template=template)
    data = print_page(page)
    document = pypdfium2.PdfDocument(data)
    assert raw.FPDFCatalog_IsTagged(document.raw)
    title = "".join(Page(page).words).strip().splitlines()[0]
    assert document.get_metadata_value("Title") == title
    assert read_language(document) == "en"
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    document.close()
    sheets = read_sheets(data)
    for number, sheet in enumerate(sheets, 1):
        assert f"Page {number} of {len(sheets)}" in sheet
        assert len(sheet) > 100, "no sheet is empty"


@pytest.mark.slow
def test_the_decision_fits_one_sheet_however_much_there_is_to_say(tmp_path: Path) -> None:
    result = make_full_result(tmp_path)
    (sheet,) = read_sheets(print_page(render(result, template="executive")))
    assert "The decision asked of you" in sheet
    assert "An aid to a decision" in sheet


@pytest.mark.slow
def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    page = render(make_result(tmp_path, client=RICH), template="executive")
    assert print_page(page) == print_page(page)


@pytest.mark.slow
def test_nothing_outside_the_page_gets_into_the_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    page = (
        '<html lang="en"><head><title>t</title>'
        f'<link rel="attachment" href="{secret.as_uri()}">'
        f'<link rel="stylesheet" href="{secret.as_uri()}"></head>'
        f'<body><p>Here</p><img src="{secret.as_uri()}" alt="an image"></body></html>'
    )
    data = print_page(page)
    document = pypdfium2.PdfDocument(data)
    assert document.count_attachments() == 0
    document.close()
    assert b"SECRET" not in data
    (sheet,) = read_sheets(data)
    assert "Here" in sheet


@pytest.mark.slow
def test_the_command_writes_a_pdf_by_the_name_of_its_output(tmp_path: Path) -> None:
    print_page("<p>skips where it cannot run</p>")
    pack = write_pack(tmp_path)
    file = write_answers(tmp_path, "client", RICH)
    output = tmp_path / "r.pdf"
    arguments = ["--pack", str(pack), "--as-of", "2026-11-24", "-t", "plan", "-o", str(output)]
    assert main(["report", str(file), *arguments]) == 0
    assert "Action plan" in read_sheets(output.read_bytes())[0]


@pytest.mark.slow
def test_a_drawing_without_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    print_page("<p>skips where it cannot run</p>")
    monkeypatch.setattr("outsource_check.report.pdf.MOST_SECONDS", 4)
    masks = "".join(
        f'<mask id="m{number}">' + f'<rect mask="url(#m{number - 1})"/>' * 9 + "</mask>"
        for number in range(1, 12)
    )
    page = f'<svg width="9" height="9">{masks}<rect width="9" height="9" mask="url(#m11)"/></svg>'
    with pytest.raises(ConfigurationError, match="takes more than 4 seconds"):
        print_page(page)


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        ("ImportError('no weasyprint')", 'the package "weasyprint", which is not installed'),
        ("OSError('cannot load libpango')", "apt-get install libpango-1.0-0 libpangoft2-1.0-0"),
    ],
)
def test_without_what_it_needs_one_line_says_how_to_get_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: str,
    advice: str,
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "weasyprint.py").write_text(f"raise {error}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path / "broken")
    pack = write_pack(tmp_path)
    file = write_answers(tmp_path, "client", FINE)
    output = tmp_path / "r.pdf"
    assert main(["report", str(file), "--pack", str(pack), "-o", str(output)]) == 2
    said = capsys.readouterr().err
    assert advice in said
    assert "print it from a browser" in said
    assert said.count("\n") == 1
    assert not output.exists()
