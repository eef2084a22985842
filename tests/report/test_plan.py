"""The action plan as a table: what Jira's importer takes, and no formula in any cell."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from tests.report.payloads import ALL, FORMULAS
from tests.report.worlds import POOR, make_result

from outsource_check.csv_cells import escape_cell
from outsource_check.report import render

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    ((cell, after),) = csv.reader(io.StringIO(f"{escape_cell(text)},x"))
    assert not cell.startswith(("=", "+", "-", "@", "\uff1d", "\t"))
    assert after == "x"


def test_every_text_is_one_cell_of_one_line() -> None:
    for text in ALL:
        rows = list(csv.reader(io.StringIO(f'"a",{escape_cell(text)},"b"\n')))
        assert len(rows) == 1
        assert rows[0][0::2] == ["a", "b"]
        assert rows[0][1].lstrip("'") == " ".join(text.split()).lstrip("'")


def test_the_table_has_jiras_columns_and_a_row_for_each_step(tmp_path: Path) -> None:
    owned = {"level": "0", "owner": "=Dana", "due": "2027-01-15"}
    result = make_result(tmp_path, client={**POOR, "aims.reasons": owned})
    rows = list(csv.reader(io.StringIO(render(result, template="plan", format="csv"))))
    assert rows[0][:6] == [
        *("Summary", "Description", "Issue Type", "Priority", "Assignee", "Due Date"),
    ]
    assert {len(row) for row in rows} == {8}
    (reasons,) = [row for row in rows if row[0] == "Reasons"]
    assert reasons[2:6] == ["Task", "Highest", "'=Dana", "2027-01-15"]
    assert len(rows) == 1 + len(
        [
            line
            for line in render(result, template="plan", format="md").splitlines()
            if "[ ]" in line
        ]
    )


def test_a_charter_tells_what_is_in_place_from_what_is_to_be_agreed(tmp_path: Path) -> None:
    fine = {"level": "3", "note": "agreed in May", "evidence": [{"what": "Minutes"}]}
    result = make_result(
        tmp_path, client={"aims.reasons": fine}, partner={"aims.reasons": "3", "aims.speed": "9"}
    )
    text = render(result, template="charter", format="md")
    assert "### In place: Reasons" in text
    assert "agreed in May" in text
    assert "### To be agreed: Speed of decisions" in text


@pytest.mark.parametrize(
    "text", ["a;=1+1", "a; =1+1", 'a;"=1+1"', "x;\t@SUM(1)", "b;-2;+3", "c;’;=1"]
)
@pytest.mark.parametrize("separator", [";", "\t"])
def test_no_cell_is_a_formula_whatever_the_spreadsheet_takes_for_a_separator(
    text: str, separator: str
) -> None:
    line = f'"first",{escape_cell(text)},"last"'
    for cell in next(csv.reader([line], delimiter=separator)):
        assert not cell.strip().lstrip('"').strip().startswith(("=", "+", "-", "@"))
