"""How hostile and unlucky answer files end: refused at their place, and never as a traceback.

The rows are acceptance cases collected from other command-line checkers. Where docs/files.md
differs from such a case, the page stands, and the test says so.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.answers.world import HEAD, answer, complaints, packs, read

from outsource_check.answers import read_answers
from outsource_check.errors import AnswerError, SelectionError

BOMB = (
    'a: &a ["lol","lol","lol","lol","lol","lol","lol","lol","lol"]\n'
    "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
)

CASES: list[tuple[str, str | bytes, str]] = [
    ("1 an alias bomb", BOMB, "1:4 OC004"),
    ("2 100,000 nested lists", "[" * 100_000, "1:17 OC006"),
    ("3 a duplicate field", HEAD + "date: 2026-11-24\n", "7:1 OC005"),
    ("3 a duplicate field in quotes", HEAD + '"date": 2026-11-24\n', "7:1 OC005"),
    ("3 a duplicate question", HEAD + "answers:\n  k.drivers: 3\n  k.drivers: 4\n", "9:3 OC005"),
    ("4 a tab as indentation", HEAD + "answers:\n\tk.drivers: 3\n", "8:1 OC004"),
    ("6 UTF-16 with its mark", HEAD.encode("utf-16"), "1:1 OC002"),
    ("6 UTF-16 without", HEAD.encode("utf-16-le"), "1:1 OC002"),
    ("6 UTF-32 with its mark", HEAD.encode("utf-32"), "1:1 OC002"),
    ("7 a byte that is not UTF-8", HEAD.encode() + b"answers: {k.drivers: \xff}\n", "7:22 OC002"),
    ("9 an unknown question", HEAD + "answers: {k.drivres: 3}\n", "7:11 OC201"),
    ("10 a word that is no option", HEAD + "answers: {k.plan: partially}\n", "7:19 OC201"),
    ("11 No is not no", HEAD + "answers: {k.plan: No}\n", "7:19 OC201"),
    ("12 a time as a number", HEAD + "answers: {k.speed: 9:00}\n", "7:20 OC012"),
    ("14 5,000 digits", f"{HEAD}answers: {{k.speed: {'9' * 5000}}}\n", "7:20 OC203"),
    (
        "15 a day that no calendar has",
        HEAD + "answers: {k.drivers: {level: 3, date: 2026-13-45}}\n",
        "7:39 OC012",
    ),
    ("16 a Python object", HEAD + "answers: !!python/object/apply:os.system [id]\n", "7:10 OC004"),
    ("16 a tag", HEAD + "answers: !foo {k.drivers: 3}\n", "7:10 OC004"),
    ("16 a directive", "%YAML 1.1\n---\n" + HEAD, "1:1 OC004"),
    ("16 a merge key", HEAD + "<<: {mode: quick}\n", "7:1 OC004"),
    ("16 a second document", HEAD + "---\nmode: quick\n", "7:1 OC004"),
    ("17 an empty file", "", "1:1 OC003"),
    ("17 nothing but comments", "# nothing\n# here\n", "1:1 OC003"),
    ("17 a list", "- format: outsource-check/answers/v1\n", "1:1 OC003"),
    ('18 "" where a choice is expected', HEAD + 'answers: {k.plan: ""}\n', "7:19 OC201"),
]


@pytest.mark.parametrize(("text", "start"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_it_is_refused_at_its_place(text: str | bytes, start: str) -> None:
    (complaint,) = complaints(text)
    assert complaint.startswith(start + " ")


def test_each_refusal_has_a_message_of_its_own() -> None:
    messages = {
        complaints(text)[0].partition(" ")[2] for name, text, _ in CASES if name[:2] in ("16", "17")
    }
    assert len(messages) == 8


def test_1_a_bomb_is_refused_at_once() -> None:
    start = time.process_time()
    complaints(BOMB)
    assert time.process_time() - start < 0.5


def test_3_a_duplicate_field_names_the_first_place() -> None:
    (complaint,) = complaints(HEAD + "date: 2026-11-24\n")
    assert "line 6" in complaint


def test_4_a_tab_is_answered_with_spaces() -> None:
    (complaint,) = complaints(HEAD + "answers:\n\tk.drivers: 3\n")
    assert "spaces" in complaint


def test_5_a_mark_of_utf_8_is_taken_and_shifts_no_column() -> None:
    assert read(b"\xef\xbb\xbf" + HEAD.encode()).content.engagement == "An engagement"
    (complaint,) = complaints(b"\xef\xbb\xbf" + HEAD.replace("format", "fromat", 1).encode())
    assert complaint.startswith("1:1 ")


def test_6_utf_16_is_named_as_such() -> None:
    (complaint,) = complaints(HEAD.encode("utf-16"))
    assert "UTF-16 LE" in complaint


def test_9_and_10_the_nearest_name_is_offered() -> None:
    assert 'did you mean "k.drivers"?' in complaints(HEAD + "answers: {k.drivres: 3}\n")[0]
    found = complaints(HEAD + "answers: {k.plan: partially}\n")[0]
    assert 'expected "no", "partly", "all" or "dont-know", found "partially"' in found
    assert 'did you mean "partly"?' in found


def test_11_no_is_an_option_with_and_without_quotes_and_never_false() -> None:
    for text in ("no", '"no"', "'no'"):
        found = answer(text, "k.plan")
        assert found is not None
        assert found.option == "no"


def test_12_as_text_9_00_stays_9_00() -> None:
    found = answer("{level: 3, note: 9:00}", "k.drivers")
    assert found is not None
    assert found.note == "9:00"


def test_15_a_date_to_come_is_for_the_gate_to_judge() -> None:
    found = answer("{level: 3, date: 2999-01-01}", "k.drivers")
    assert found is not None
    assert found.date is not None
    assert found.date.year == 2999


def test_18_an_empty_answer_is_unanswered() -> None:
    assert answer("", "k.plan") is None


def test_21_a_folder_without_answers_selects_nothing(tmp_path: Path) -> None:
    with pytest.raises(SelectionError):
        read_answers(tmp_path, packs=[packs()])


def test_23_a_file_given_twice_is_read_once_under_its_first_spelling(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.yaml").write_text(HEAD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = read_answers(["a.yaml", "./a.yaml"], packs=[packs()])
    assert [source.file for source in found.sources] == ["a.yaml"]


def test_34_one_broken_file_spoils_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(HEAD + "answers: {k.drivers: 4}\n", encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("format: [\n", encoding="utf-8")
    with pytest.raises(AnswerError):
        read_answers(tmp_path, packs=[packs()])
