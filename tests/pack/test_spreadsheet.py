"""Packs from spreadsheets and to them: nothing is guessed silently, nothing is lost silently."""

# ruff: noqa: E501 - each message stands as it is printed

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.chance import draw

from outsource_check.cli import main
from outsource_check.csv_cells import escape_cell, read_cell
from outsource_check.errors import ConfigurationError
from outsource_check.lint import lint_pack
from outsource_check.pack import Pack, Question, read_pack
from outsource_check.pack.loading import open_pack
from outsource_check.pack.spreadsheet.columns import BY_NAME, COLUMNS
from outsource_check.pack.spreadsheet.drafting import Draft, draft_pack
from outsource_check.pack.spreadsheet.reading import read_sheet
from outsource_check.pack.spreadsheet.writing import list_left_out, write_sheet
from outsource_check.report.template_check import TRIAL_PACKS
from outsource_check.resources import shipped_packs

FOREIGN = TRIAL_PACKS
PACKS = [
    shipped_packs() / "eight-keys",
    *sorted(path.parent for path in FOREIGN.glob("*/pack.yaml")),
]


def draft(text: str | bytes) -> Draft:
    data = text.encode() if isinstance(text, str) else text
    return draft_pack(read_sheet(data, "list.csv"), "list")


def make(text: str | bytes) -> Pack:
    files = draft(text).files
    return open_pack(Path("list"), {name: text.encode() for name, text in files.items()}).pack


def refusals(text: str | bytes) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        draft(text)
    return [f"{one.place.line if one.place else 0}: {one.text}" for one in caught.value.problems]


# ---------------------------------------------------------------- there and back

HELD = (
    *("kind", "ref", "heading", "title", "ask", "ask_partner", "why", "evidence", "weight"),
    *("remedy", "quick", "scored", "levels", "unit", "better", "worst", "best", "answered_by"),
)


def held(question: Question) -> dict[str, Any]:
    """What a spreadsheet holds of a question."""
    fields = {name: getattr(question, name) for name in HELD if hasattr(question, name)}
    parts = (*question.lines, *getattr(question, "options", ()))
    fields["parts"] = [
        (
            *(part.id, part.ref, part.text, getattr(part, "worth", None) if question.scored else 0),
            *(getattr(part, "weight", None), part.remedy, part.evidence),
        )
        for part in parts
    ]
    bounds = getattr(question, "bounds", None) or {}
    fields["bounds"] = {level: getattr(one, "share", one) for level, one in bounds.items()}
    return fields


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_what_is_exported_comes_back_the_same(folder: Path) -> None:
    pack = read_pack(folder)
    again = make(write_sheet(pack))
    assert [key.id for key in again.keys] == [key.id for key in pack.keys]
    assert [key.title for key in again.keys] == [key.title for key in pack.keys]
    assert list(again.questions) == list(pack.questions)
    for name, question in pack.questions.items():
        assert held(again.questions[name]) == held(question), name
    assert write_sheet(again) == write_sheet(pack)


TEXTS = (
    st.text(
        st.sampled_from("abcÄ 1=+-@;,|'\"#:{}[]&*!%?\t\n")
        | st.characters(codec="utf-8", exclude_categories=["C"]),
        min_size=1,
        max_size=12,
    )
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@draw(60)
@given(text=st.text(max_size=20))
def test_an_escaped_cell_is_read_as_it_was_and_is_never_a_formula(text: str) -> None:
    for lines in (False, True):
        written = escape_cell(text, lines=lines)
        (row,) = csv.reader([written], strict=True) if "\n" not in written else [[""]]
        if "\n" in written or "\r" in written:
            (row,) = csv.reader(io.StringIO(written, newline=""), strict=True)
        assert not row[0].startswith(("=", "+", "-", "@"))
        if lines:
            assert read_cell(row[0]) == text


@draw(20)
@given(
    titles=st.lists(TEXTS.filter(lambda text: "|" not in text), min_size=1, max_size=4),
    options=st.lists(TEXTS, min_size=3, max_size=5, unique_by=lambda text: text.casefold()),
    proof=TEXTS,
    heading=TEXTS,
)
def test_any_text_in_a_cell_is_that_text_in_the_pack(
    titles: list[str], options: list[str], proof: str, heading: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ["key", "id", "title", "heading", "kind", "options", "worth", "part id", "evidence"]
    )
    for number, title in enumerate(titles):
        writer.writerow(["k", f"q{number}", guard(title), guard(heading), "choice", "", "", "", ""])
        for place, option in enumerate(options):
            row = [
                "k",
                f"q{number}",
                "",
                "",
                "",
                guard(option),
                f"{place}/9",
                f"o{place}",
                guard(proof),
            ]
            writer.writerow(row)
    pack = make(out.getvalue())
    assert [question.title for question in pack.questions.values()] == titles
    for question in pack.questions.values():
        assert question.heading == heading
        offered = getattr(question, "options", ())
        assert [option.text for option in offered if option.id != "yes"] == options
        assert {option.evidence for option in offered} == {tuple(split(proof))}


def guard(text: str) -> str:
    """A text as the export writes it."""
    (cell,) = next(csv.reader([escape_cell(text, lines=True)]))
    return cell


def split(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]


def test_what_a_sheet_cannot_hold_is_counted_by_name() -> None:
    found = list_left_out(read_pack(shipped_packs() / "eight-keys"))
    assert "9 facts" in found
    assert "16 stops" in found
    assert "12 critical rows" in found
    assert found[-1] == "title, source and version of the pack"


def test_each_column_has_one_meaning() -> None:
    others = [other for name, names in COLUMNS.items() for other in (name, *names)]
    assert len(others) == len(set(others)) == len(BY_NAME)


# ---------------------------------------------------------------- what a spreadsheet is like

PLAIN = "key,id,title\nsafety,doors,Doors are locked\nsafety,alarm,There is an alarm\n"


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace("key,id,title", "KEY, Id ,Title").encode(),
        PLAIN.replace("key,id,title", "Section,Question ID,Name:").encode(),
        PLAIN.replace(
            "\nsafety,alarm", "\n\n,,\n  ,alarm"
        ).encode(),  # empty rows, a key filled down
        ('"key","id","title"\n"safety","doors","Doors\nare locked"\n,alarm,There is an alarm\n')
        .replace("Doors\nare", "Doors are")
        .encode(),
    ],
)
def test_sheets_as_programs_write_them_make_the_same_pack(data: bytes) -> None:
    pack = make(data)
    assert [(key.id, key.title) for key in pack.keys] == [("safety", "Safety")]
    titles = {name: question.title for name, question in pack.questions.items()}
    assert titles == {"safety.doors": "Doors are locked", "safety.alarm": "There is an alarm"}


def test_commas_are_decimal_where_they_separate_no_cells() -> None:
    pack = make("key;id;title;kind;options;weight\na;b;T;choice;A = 1 | B = 0,5 | C = 0;1,5\n")
    question = pack.questions["a.b"]
    assert float(question.weight) == 1.5
    assert [float(one.worth) for one in getattr(question, "options", ())] == [1, 0.5, 0]


KINDS = [
    # What stands in the row, the kind, and what is to be decided.
    ("yes/no,", "choice", ()),
    ("Boolean,Yes|No", "choice", ()),
    (",Yes|No", "choice", ("a kind that was not given",)),
    ("choice,Good|Fair|Bad", "choice", ("what options are worth",)),
    ("radio,Good = 1|Bad = 0", "choice", ()),
    ("levels,None|Some|All", "levels", ()),
    ("maturity,None|Some|All|N/A", "levels", None),
    ("checklist,Locks|Guards", "matrix", ("rows taken from answers of which several hold",)),
    (
        "number,",
        "number",
        ("a unit that was not given", "numbers that are not scored, as no bounds were given"),
    ),
    ("free text,", "text", ()),
    ("date,", "date", ()),
]
ALWAYS = ("the title, whether proofs are needed, and what each verdict needs", "who answers")


@pytest.mark.parametrize(("cells", "kind", "made"), KINDS)
def test_what_a_sheet_does_not_say_is_marked_and_told(
    cells: str, kind: str, made: tuple[str, ...] | None
) -> None:
    text = f"key,id,title,type,answers\nk,q,A title,{cells}\n"
    found = draft(text)
    assert make(text).questions["k.q"].kind == kind
    told = {what for what, _ in found.made} - set(ALWAYS)
    if made is not None:
        assert told == set(made)
        assert found.files["k.yaml"].count("# to decide: ") == len(made)


def test_what_every_question_offers_is_left_out_and_told() -> None:
    found = draft("key,id,title,options\nk,q,T,Good = 1|Bad = 0|N/A|Don't know\n")
    assert [one.partition(":")[0] for one in found.ignored] == [
        'the option "N/A"',
        'the option "Don\'t know"',
    ]
    assert "N/A" not in found.files["k.yaml"]


def test_ids_and_titles_that_are_made_are_told() -> None:
    found = draft("section,no,question\nA key,A.1,Is it so?\n,,Is it so?\n,,Is it so?\n,,日本\n")
    assert list(
        make(
            "section,no,question\nA key,A.1,Is it so?\n,,Is it so?\n,,Is it so?\n,,日本\n"
        ).questions
    ) == [
        "a-key.a-1",
        "a-key.is-it-so",
        "a-key.is-it-so-2",
        "a-key.q",
    ]
    made = dict(found.made)
    assert made["an id made from the title or the official number"] == 4
    assert made["a title taken from the question"] == 4


def test_a_column_that_is_not_read_is_named_with_a_near_one() -> None:
    found = draft("key,titel,title\nk,x,T\n")
    assert found.ignored == ('the column "titel": did you mean "title"?',)


def test_rows_below_a_question_are_its_parts() -> None:
    pack = make(
        "key,id,title,kind,rows,options,worth,weight,remedy,days,evidence,part id\n"
        "k,q,T,,,,,,Do all,3,Proof one,\n"
        ",,,,First row,,,2,Do this,1,A log,one\n"
        "k,q,,,Second row,,,,,,,\n"
        ",,,,,Fully,1,,,,,\n"
        ",,,,,Not,0,,,,,\n"
        ",,,,,,,,,,Proof two,\n"
    )
    question = pack.questions["k.q"]
    assert question.kind == "matrix"
    assert [(row.id, float(row.weight)) for row in question.lines] == [
        ("one", 2),
        ("second-row", 1),
    ]
    assert question.lines[0].remedy is not None
    assert question.lines[0].evidence == ("A log",)
    assert question.evidence == ("Proof one", "Proof two")
    assert list(question.option_texts) == ["fully", "not"]


def test_what_goes_with_a_score_waits_where_there_is_none() -> None:
    text = (
        "key,id,title,kind,rows,scored,weight,remedy\n"
        "k,q,T,matrix,,no,3,Do all\n"
        ",,,,A row,,2,Do this\n"
    )
    (question,) = make(text).questions.values()
    assert question.remedy is None
    assert question.weight == question.lines[0].weight == 1
    assert (
        "# to decide: it is not scored, so this waits: {remedy: {do: Do all}}"
        in (draft(text).files["k.yaml"])
    )


# ---------------------------------------------------------------- what is refused

HEAD = "key,id,title,kind,options,rows,worth,weight,quick,bounds\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "1: expected a header and a row for each question, found an empty file"),
        (HEAD.encode(), "1: expected a row for each question"),
        (b"a,b\n1,2\n", '1: expected a header with a column "title" or "ask"'),
        (b"title,name\na,b\n", '1: the columns "title" and "name" are both "title"'),
        (b"key,title\nk,\xfcber\n", "2: the byte 0xfc is not UTF-8 text"),
        ("key,title\nk,T\n".encode("utf-16"), "1: the file is UTF-16"),
        (b"key,title\nk,T,more\n", "2: the row has 3 cells, the header 2"),
        (b'key,title\nk,"T\n', "2: the row cannot be read: unexpected end of data"),
        (HEAD + ",q,T\n", "2: the first row names no key, a part of the pack"),
        (HEAD + "k,q,\n", "2: the row has neither a title nor a question, and none is above it"),
        (
            HEAD + "k,a b,T\n",
            '2: in the column "id": expected letters, digits, - and _, at most 64, found "a b"',
        ),
        (
            HEAD + "k,q,T\nk,q,U\n",
            '3: in the column "id": expected an id that no other question of "k" has, found "q"',
        ),
        (
            HEAD + "k,q,T,slider\n",
            '2: in the column "kind": expected one of levels, choice, matrix, number, text, date, overlap, costs, found "slider"',
        ),
        (
            HEAD + "k,q,T,levels,One\n",
            '2: in the column "options": expected two to five texts, the lowest level first, found 1 of them, found "One"',
        ),
        (
            HEAD + "k,q,T,matrix\n",
            '2: in the column "rows": expected the rows of the matrix, found nothing',
        ),
        (
            HEAD + "k,q,T,text,A|B\n",
            '2: in the column "options": expected nothing, as the kind is text, found "A|B"',
        ),
        (HEAD + "k,q,T,choice,A = 2|B = 0\n", '2: expected a worth from 0 to 1, found "2"'),
        (
            HEAD + "k,q,T,choice,A = 1|B\n",
            '2: in the column "worth": expected what the option is worth, as the others have it, found nothing',
        ),
        (HEAD + "k,q,T,,,,,heavy\n", '2: in the column "weight": expected a number, found "heavy"'),
        (HEAD + "k,q,T,,,,,0\n", '2: in the column "weight": expected a number above 0, found "0"'),
        (
            HEAD + "k,q,T,,,,,,maybe\n",
            '2: in the column "quick": expected yes or no, found "maybe"',
        ),
        (
            HEAD + "k,q,T,number,,,,,,few\n",
            '2: in the column "bounds": expected level and number, such as 1: 10 | 2: 5 | 4: 1, found "few"',
        ),
    ],
)
def test_what_is_wrong_is_told_with_line_and_column(text: str | bytes, said: str) -> None:
    assert refusals(text)[0].startswith(said)


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert len(refusals(HEAD + "k,q,T,slider\nk,q,U,,,,,heavy,maybe\n")) == 4


# ---------------------------------------------------------------- as typed


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_import_writes_a_sound_pack_and_says_what_is_left(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "Our list.csv").write_text("section;question;foo\nDoors;Are they locked?;x\n")
    assert main(["pack", "import", "Our list.csv"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("wrote our-list: 1 question\n")
    assert 'the column "foo"' in said
    assert "outsource-check pack lint our-list" in said
    review = lint_pack(here / "our-list")
    assert review.errors == 0
    assert sorted(path.name for path in here.iterdir()) == ["Our list.csv", "our-list"]


def test_import_writes_all_or_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "bad.csv").write_text(HEAD + "k,q,T,slider\n")
    (here / "good.csv").write_text(PLAIN)
    assert main(["pack", "import", "bad.csv"]) == 4
    assert "bad.csv:2:1: error[OC303]: in the column" in capsys.readouterr().err
    assert main(["pack", "import", "gone.csv"]) == 4
    assert main(["pack", "import", "good.csv", "-o", "eight-keys"]) == 2
    (here / "taken").mkdir()
    assert main(["pack", "import", "good.csv", "-o", "taken"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["pack", "import", "-"]) == 2
    assert sorted(path.name for path in here.iterdir()) == ["bad.csv", "good.csv", "taken"]


def test_standard_input_and_output_are_files_too(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pack", "export", str(FOREIGN / "plain-list")]) == 0
    found = capsys.readouterr()
    assert found.err.startswith("Not in the spreadsheet: ")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(found.out.encode())))
    assert main(["pack", "import", "-", "-o", "again"]) == 0, capsys.readouterr()
    assert list(read_pack(here / "again").questions) == list(
        read_pack(FOREIGN / "plain-list").questions
    )


def test_export_never_takes_the_place_of_an_input(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pack", "new", "mine"]) == 0
    before = (here / "mine" / "pack.yaml").read_text()
    assert main(["pack", "export", "mine", "-o", "mine/pack.yaml"]) == 2
    assert (here / "mine" / "pack.yaml").read_text() == before
    assert main(["pack", "export", "mine", "-o", "mine.csv"]) == 0
    assert (here / "mine.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert main(["pack", "export", "nothing"]) == 4
    capsys.readouterr()
