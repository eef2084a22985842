"""What a merge leaves that was not finished is named as that, in every file that is read."""

from __future__ import annotations

import pytest

from outsource_check.documents import parse
from outsource_check.errors import AnswerError

OURS, THEIRS = "  goals.drivers: 3\n", "  goals.drivers: 2\n"
MARKED = f"<<<<<<< HEAD\n{OURS}=======\n{THEIRS}>>>>>>> other\n"


def refuse(text: str) -> tuple[int, int, str, str]:
    with pytest.raises(AnswerError) as caught:
        parse(text.encode(), "a.yaml", AnswerError)
    (problem,) = caught.value.problems
    assert problem.place is not None
    return problem.place.line, problem.place.column, problem.rule, problem.text


@pytest.mark.parametrize(
    ("text", "line", "lines"),
    [
        (f"answers:\n{MARKED}", 2, "lines 2, 4 and 6"),
        (
            f"answers:\r\n{MARKED}".replace("\n", "\r\n").replace("\r\r", "\r"),
            2,
            "lines 2, 4 and 6",
        ),
        (
            MARKED.replace("=======", "||||||| base\n  goals.drivers: 1\n======="),
            1,
            "lines 1, 3, 5 and 7",
        ),
        (f"a: 1\n{THEIRS}>>>>>>> other\n", 3, "line 3"),
    ],
)
def test_marks_of_a_merge_are_named_with_all_their_lines(text: str, line: int, lines: str) -> None:
    message = f"a merge was not finished: its marks stand in {lines}"
    assert refuse(text) == (line, 1, "OC003", message)


@pytest.mark.parametrize(
    "text", ["a: |\n  <<<<<<< HEAD\n  x\n", 'a: "<<<<<<< b"\n', "a: ======= b\n"]
)
def test_what_only_looks_like_marks_is_text(text: str) -> None:
    assert parse(text.encode(), "a.yaml", AnswerError).root.fields.keys() == {"a"}


def test_a_line_of_equals_signs_alone_is_no_mark() -> None:
    assert "merge" not in refuse("a: 1\n=======\n")[3]
