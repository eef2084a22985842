"""Opening files: every way in which one cannot be read, and none of them waits."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from outsource_check.documents import read
from outsource_check.errors import AnswerError


def refuse(path: str | Path) -> tuple[str, str, str]:
    with pytest.raises(AnswerError) as caught:
        read(path, AnswerError)
    (problem,) = caught.value.problems
    assert problem.place is not None
    assert problem.place.file == str(path)
    return problem.rule, problem.text.removeprefix("cannot be read: "), problem.hint


def test_a_file_is_read_with_its_name_and_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: b\r\n")
    document = read(path, AnswerError)
    assert (document.file, document.data, document.error) == (str(path), b"a: b\r\n", AnswerError)


@pytest.mark.posix
def test_each_kind_of_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "large").write_bytes(b"a" * ((1 << 20) + 1))
    (tmp_path / "file").write_text("")
    found = {
        name: refuse(tmp_path / name if name != "/dev/null" else name)
        for name in ("", "fifo", "loop", "large", "none", "file/x", "n" * 300, "/dev/null", "a\0b")
    }
    hint = 'give "-" to read standard input'
    assert found == {
        "": ("OC001", "is a folder, not a file", ""),
        "fifo": ("OC001", "is a pipe, not a file", hint),
        "loop": ("OC001", "is a link that leads back to itself", ""),
        "large": ("OC001", "it is larger than 1 MiB", ""),
        "none": ("OC001", "there is no such file", ""),
        "file/x": ("OC001", "there is no such file", ""),
        "n" * 300: ("OC001", "the name is too long", ""),
        "/dev/null": ("OC001", "is a device, not a file", hint),
        "a\0b": ("OC001", "no file can have this name", ""),
    }


def test_a_file_without_permission_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"

    def deny(*_arguments: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", deny)
    assert refuse(path) == ("OC001", "no permission to read it", "")


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a: b")))
    document = read("-", AnswerError)
    assert (document.file, document.text) == ("-", "a: b")
    monkeypatch.setattr(sys, "stdin", None)
    assert refuse("-")[1] == "there is no standard input"
