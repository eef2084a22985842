"""docs/reports.md lists the templates, and those that it shows work as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.report.worlds import make_result

from outsource_check.report import Design, list_templates, render

PAGE = (Path(__file__).parents[2] / "docs" / "reports.md").read_text(encoding="utf-8")
BLOCK, SUMS = (
    re.sub(r"^  ", "", found, flags=re.MULTILINE) if found.startswith("  ") else found
    for found in re.findall(r"```jinja\n(.*?)```", PAGE, re.DOTALL)
)


@pytest.mark.parametrize(
    ("text", "name", "template", "shown"),
    [
        (BLOCK, "html/readiness.html.j2", "readiness", "<h2>The board is asked to</h2>\n<p>Do"),
        (SUMS, "md/board.md.j2", "board", "Together "),
    ],
)
def test_a_template_of_the_page_is_rendered(
    tmp_path: Path, text: str, name: str, template: str, shown: str
) -> None:
    file = tmp_path / "own" / name
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    result = make_result(tmp_path, client={"aims.reasons": "0"})
    kind = Path(name).parent.name
    page = render(result, template=template, format=kind, design=Design(folder=tmp_path / "own"))
    assert shown in page


def test_the_page_lists_every_template_with_its_formats() -> None:
    rows = re.findall(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", PAGE, re.MULTILINE)
    words = {"html": "HTML", "md": "Markdown", "csv": "CSV"}
    assert rows == [
        (found.name, ", ".join(words[language] for language in found.languages))
        for found in list_templates()
    ]
