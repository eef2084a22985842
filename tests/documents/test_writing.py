"""Changes to a file: only the value that changed, read back, and put in place in one step."""

from __future__ import annotations

import datetime
import errno
import os
import struct
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_check.documents import (
    Document,
    Mapping,
    Node,
    Scalar,
    Sequence,
    parse,
    replacement,
    writer,
)
from outsource_check.documents import parse as read_document
from outsource_check.documents.dumping import Data, scalar
from outsource_check.documents.splice import REMOVE
from outsource_check.documents.writer import edit as write_edit
from outsource_check.errors import AnswerError, OutputError

FILE = """\
format: x   # c
answers:  # the answers
  # first
  g.a: 3   # short
  g.b:
    level: 4  # lvl
    # why
    note: yes
  g.c: {level: 3, note: ok}  # flow
# end
waivers:
- {q: a}
"""


def plain(node: Node | None) -> object:
    if isinstance(node, Mapping):
        return {field.name.text: plain(field.value) for field in node}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    return None if node.empty else node.text


def read(text: str) -> Document:
    return parse(text.encode(), "a.yaml", AnswerError)


def edit(text: str, *changes: writer.Change) -> str:
    return writer.edit(read(text), changes).decode()


# ------------------------------------------------------------------------------------- editing


def test_a_value_is_replaced_where_it_stands() -> None:
    assert edit(FILE, (("answers", "g.a"), 4)) == FILE.replace("g.a: 3 ", "g.a: 4 ")


def test_of_a_mapping_only_the_fields_that_differ_are_touched() -> None:
    assert edit(FILE, (("answers", "g.b"), {"level": 4, "note": "no"})) == FILE.replace(
        "note: yes", 'note: "no"'
    )
    assert edit(FILE, (("answers", "g.c"), {"level": 3, "due": datetime.date(2026, 1, 2)})) == (
        FILE.replace("{level: 3, note: ok}", "{level: 3, due: 2026-01-02}")
    )
    assert edit(FILE, (("answers", "g.b"), {"note": True})) == FILE.replace(
        "    level: 4  # lvl\n", ""
    )


def test_the_same_value_changes_no_byte() -> None:
    same: tuple[tuple[str | int, ...], Data] = (("answers", "g.b"), {"level": 4, "note": "yes"})
    assert edit(FILE, same, (("answers", "g.a"), "3"), (("waivers",), [{"q": "a"}])) == FILE


def test_a_block_moves_below_and_its_comment_stays() -> None:
    changed = edit(FILE, (("answers", "g.a"), {"level": 2, "note": "word " * 25 + "end"}))
    assert changed == FILE.replace(
        "  g.a: 3   # short\n",
        "  g.a:   # short\n    level: 2\n    note: >-\n      " + "word " * 18 + "word\n"
        "      " + "word " * 6 + "end\n",
    )


def test_a_block_that_becomes_short_moves_up() -> None:
    old = FILE[FILE.index("  g.b:") : FILE.index("  g.c")]
    for value, written in (("dont-know", "dont-know"), ({"dont_know": True}, "{dont_know: yes}")):
        changed = edit(FILE, (("answers", "g.b"), value))
        assert changed == FILE.replace(old, f"  g.b: {written}\n")


def test_a_new_entry_follows_the_last_one() -> None:
    assert edit(FILE, (("answers", "g.d"), 0)) == FILE.replace("# flow\n", "# flow\n  g.d: 0\n")
    assert edit(FILE, (("waivers", 1), {"q": "b"})) == FILE + "- {q: b}\n"
    assert edit("a:\n    b: 1", (("a", "c"), 2)) == "a:\n    b: 1\n    c: 2"
    assert edit("a: |+\n  x\n\n", (("b",), 1)) == "a: |+\n  x\n\nb: 1\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x: 1\n", "x: 1\nanswers:\n  p: 1\n  q: 2\n"),
        ("answers:\nx: 1\n", "answers:\n  p: 1\n  q: 2\nx: 1\n"),
        ("answers:  # none\nx: 1\n", "answers:  # none\n  p: 1\n  q: 2\nx: 1\n"),
        ("answers: {}  # none\nx: 1\n", "answers:  # none\n  p: 1\n  q: 2\nx: 1\n"),
        ("answers: null\n", "answers:\n  p: 1\n  q: 2\n"),
        ("answers:", "answers:\n  p: 1\n  q: 2"),
        ("x:\r\n  y: 1\r\nanswers:\r\n", "x:\r\n  y: 1\r\nanswers:\r\n  p: 1\r\n  q: 2\r\n"),
        ("{x: 1}", "{x: 1, answers: {p: 1, q: 2}}"),
        ("{}", "{answers: {p: 1, q: 2}}"),
        ("answers: {a: 1,}", "answers: {a: 1, p: 1, q: 2,}"),
        ("answers: {\n  a: 1 # c\n}\n", "answers: {\n  a: 1, p: 1, q: 2 # c\n}\n"),
        ("answers: {a: }", "answers: {a: , p: 1, q: 2 }"),
        ("\ufeffx: 1\n", "\ufeffx: 1\nanswers:\n  p: 1\n  q: 2\n"),
        ("--- # c\nx: 1\n...\n", "--- # c\nx: 1\nanswers:\n  p: 1\n  q: 2\n...\n"),
    ],
)
def test_entries_are_added_to_a_mapping_in_any_state(before: str, after: str) -> None:
    assert edit(before, (("answers", "p"), 1), (("answers", "q"), 2)) == after


def test_a_value_can_be_emptied() -> None:
    assert edit("a: 1  # c\nb: {c: d}\n", (("a",), None), (("b", "c"), None)) == (
        "a:  # c\nb: {c: null}\n"
    )


def test_an_empty_value_is_filled_behind_its_colon() -> None:
    assert edit("x: {a: , b: 1}\ny:  # c\n-\n", (("x", "a"), 2), (("y",), "z")) == (
        "x: {a: 2 , b: 1}\ny: z  # c\n"
    )
    assert edit("y:\n-\n- a\n", (("y", 0), "z")) == "y:\n- z\n- a\n"


def test_lists_change_item_by_item() -> None:
    text = "a:\n  - x  # one\n  - y  # two\n"
    assert (
        edit(text, (("a",), ["x", "z", "w: 1"])) == 'a:\n  - x  # one\n  - z  # two\n  - "w: 1"\n'
    )
    assert edit("a: [x, y]", (("a",), ["x"])) == "a: [x]"
    assert edit("a:\n- b: 1\n  c: 2\n", (("a", 0), {"c": 3})) == "a:\n- c: 3\n"


def test_a_comment_in_the_way_of_a_block_is_kept() -> None:
    text = "a:  # one\n  # two\n  b: 1\nc: 2\n"
    changed = edit(text, (("a",), "long " * 30 + "text"))
    assert "# one" in changed
    assert "# two" in changed
    assert plain(read(changed).root) == {"a": "long " * 30 + "text", "c": "2"}


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("{a:   , b: 1}", ("b",), "{a: }"),
        ("{a:   , b: 1, c: 2}", ("b",), "{a: , c: 2}"),
        ("{a: 1, # one\n b: 2, # two\n c: 3}", ("b",), "{a: 1, # one\n  # two\n c: 3}"),
        ("{a: 1, # one\n b: 2}", ("b",), "{a: 1, # one\n }"),
        ("a: [x, y, z]", ("a", 1), "a: [x, z]"),
        ("a:\n- x\n# of y\n- y\n- z\n", ("a", 1), "a:\n- x\n# of y\n- z\n"),
        ("a:\n- - x\n  # y\n  - y\n", ("a", 0, 0), "a:\n-\n  # y\n  - y\n"),
        ("- b: 1 # b\n  # c\n  c: 2\n", (0, "b"), "-\n  # c\n  c: 2\n"),
        ("a: |+\n  x\n\nb: 1\n\nc: 2\n", ("b",), "a: |+\n  x\n\nc: 2\n"),
        ("a: |\n x\nb: 1\n  # c", ("b",), "a: |\n x\n# c"),
    ],
)
def test_what_goes_takes_no_comment_of_another_line_with_it(
    before: str, path: tuple[str | int, ...], after: str
) -> None:
    if before.startswith("-"):
        before, path, after = (f"a:\n{before}", ("a", *path), f"a:\n{after}")
    assert edit(before, (path, REMOVE)) == after


def test_a_list_grows_by_empty_items_too() -> None:
    assert edit("a: [x]", (("a",), ["x", None, None, "z"])) == "a: [x, null, null, z]"
    assert edit("a:\n- x\n", (("a",), ["x", None, None])) == "a:\n- x\n- null\n- null\n"


def test_a_list_that_gets_shorter_loses_only_what_goes() -> None:
    text = "a:\n  - {b: '1'} # one\n  - {b: 2} # two\n  # of three\n  - {b: 3.0} # three\n"
    assert edit(text, (("a",), [{"b": "1"}, {"b": "3.0"}])) == text.replace(
        "  - {b: 2} # two\n", ""
    )


def test_a_path_through_a_text_is_refused() -> None:
    with pytest.raises(OutputError, match='"a" has no place for "b"'):
        edit("a: 1", (("a", "b"), 2))


def test_a_json_file_is_never_written(tmp_path: Path) -> None:
    document = parse(b'{"a": 1}', "A.JSON", AnswerError)
    with pytest.raises(OutputError, match="never written"):
        writer.edit(document, [(("a",), 2)])
    with pytest.raises(OutputError, match="never written"):
        replacement.replace_file(tmp_path / "a.json", b"{}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["\ud800", "a\0b"])
def test_a_text_that_no_file_can_hold_is_refused(text: str) -> None:
    with pytest.raises(OutputError, match="no character that a text can hold"):
        edit("a: 1", (("a",), text))


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(0, 10**9 - 1),
    st.dates(),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
    st.sampled_from(["no", "1e3", "a: b", "x #y", "two words", "- x", "l1\nl2\n", "w " * 70 + "w"]),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("abcno"), inner, max_size=3)
    ),
    max_leaves=6,
)
PATHS = st.sampled_from(
    [
        ("format",),
        ("new",),
        ("answers", "g.a"),
        ("answers", "g.b"),
        ("answers", "g.b", "note"),
        ("answers", "g.c"),
        ("answers", "g.c", "note"),
        ("answers", "g.d"),
        ("waivers",),
        ("waivers", 0),
        ("waivers", 1),
        ("facts", "stage"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(path=PATHS, value=VALUES, line_end=st.sampled_from(["\n", "\r\n"]), final=st.booleans())
def test_any_value_goes_anywhere_and_every_comment_elsewhere_stays(
    path: tuple[str | int, ...], value: Data, line_end: str, *, final: bool
) -> None:
    text = FILE.replace("\n", line_end)
    text = text if final else text.removesuffix(line_end)
    changed = writer.edit(parse(text.encode(), "a.yaml", AnswerError), [(path, value)])
    for comment in (b"# c", b"# the answers", b"# first", b"# end"):
        assert comment in changed
    # The writer compares what it wrote; here another reader agrees on what is text.
    yaml.compose(changed.decode())
    assert changed.count(b"\n") == changed.count(line_end.encode())


# ----------------------------------------------------------------------------------- new files


def test_a_new_file_is_written_in_blocks_and_short_lines() -> None:
    data: dict[str, Data] = {
        "format": "outsource-check/answers/v1",
        "respondent": {"side": "client", "name": "no", "anonymous": False},
        "share": Fraction(1, 4),
        "third": Fraction(1, 3),
        "facts": {"stage": "selecting"},
        "date": datetime.date(2026, 11, 23),
        "answers": {},
        "note": "two\nlines\n",
        "empty": None,
        "waivers": [{"question": "goals.scope", "reason": "x" * 80, "by": "Dana"}],
    }
    assert writer.create(data, comments=["one"], block=["facts"]).decode() == (
        "# one\n"
        "format: outsource-check/answers/v1\n"
        'respondent: {side: client, name: "no", anonymous: no}\n'
        "share: 0.25\n"
        "third: 1/3\n"
        "facts:\n"
        "  stage: selecting\n"
        "date: 2026-11-23\n"
        "answers: {}\n"
        "note: |\n"
        "  two\n"
        "  lines\n"
        "empty:\n"
        "waivers:\n"
        "  - question: goals.scope\n"
        f"    reason: {'x' * 80}\n"
        "    by: Dana\n"
    )


AMBIGUOUS = [
    *("", "no", "Yes", "y", "N", "on", "OFF", "true", "~", "null", "Null", "=", "<<", "1e3", "12"),
    *("0x1", "0o17", "010", "1_000", "12:30", "190:20:30", "2026-01-01", "2026-01-01 10:00:00"),
    *("1.5", ".5", ".inf", "-.INF", ".nan", "+1", "-1", "1/4", "25%", " a", "a ", "a: b", "a #b"),
    *("a:", "- a", "? a", "? ", "[a]", "{a}", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", "'a"),
    *('"a"', "#a", ",a", "a\tb", "a\nb", "\x1b[0m", "\u2028", "\x85", "\ufeff", "---", "...", "-"),
]


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_a_text_that_some_reader_would_not_take_as_it_is_gets_quotes(text: str) -> None:
    written = scalar(text)
    assert written[0] == written[-1] == '"'
    assert yaml.safe_load(f"a: {written}\nb: {{c: {written}}}") == {"a": text, "b": {"c": text}}


@pytest.mark.parametrize(
    "text",
    [
        "dont-know",
        "goals.scope",
        "agreed with finance, Monday",
        "3 people",
        "é",
        "(x)",
        "a:b",
        "it's",
    ],
)
def test_a_plain_text_stays_plain(text: str) -> None:
    assert scalar(text) == text
    assert yaml.safe_load(f"a: {scalar(text)}") == {"a": text}
    assert yaml.safe_load(f"a: [{scalar(text, inside=True)}]") == {"a": [text]}


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20))
def test_every_text_comes_back_through_us_and_through_yaml_1_1(text: str) -> None:
    data = writer.create({"a": text, "b": [{"c": text}]})
    assert plain(parse(data, "a.yaml", AnswerError).root) == {"a": text, "b": [{"c": text}]}
    assert yaml.safe_load(data) == {"a": text, "b": [{"c": text}]}


# ----------------------------------------------------------------------------------- replacing


@pytest.mark.posix
def test_a_replaced_file_keeps_its_mode_and_its_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to("real.yaml")
    replacement.replace_file(link, b"new", expected=b"old")
    assert real.read_bytes() == b"new"
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yaml", "real.yaml"]


def test_a_new_file_gets_what_the_umask_leaves(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        replacement.replace_file(tmp_path / "a.yaml", b"new")
    finally:
        os.umask(old)
    assert (tmp_path / "a.yaml").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("now", [b"other", None])
def test_a_file_that_was_changed_meanwhile_is_not_overwritten(
    tmp_path: Path, now: bytes | None
) -> None:
    path = tmp_path / "a.yaml"
    if now is not None:
        path.write_bytes(now)
    with pytest.raises(AnswerError, match="changed by something else"):
        replacement.replace_file(path, b"new", expected=b"old")
    assert [p.read_bytes() for p in tmp_path.iterdir()] == ([] if now is None else [now])


@pytest.mark.parametrize(
    ("call", "code", "reason"),
    [
        ("fsync", errno.ENOSPC, "the disk is full"),
        ("open", errno.EROFS, "the file system is read-only"),
        ("open", errno.EACCES, "no permission to write there"),
    ],
)
def test_what_the_system_refuses_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int, reason: str
) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old")

    def fail(*_arguments: object, **_more: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patched:
        patched.setattr(os, call, fail)
        with pytest.raises(OutputError, match=f"cannot be written: {reason}"):
            replacement.replace_file(path, b"new")
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"old"]


@pytest.mark.posix
def test_places_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "fifo")
    for name, reason in (
        ("", "it is a folder"),
        ("none/a.yaml", "there is no such folder"),
        ("loop", "it is a link that leads back to itself"),
        ("fifo", "it is not a regular file"),
        ("a\0b", "no file can have this name"),
    ):
        with pytest.raises(OutputError, match=reason):
            replacement.replace_file(tmp_path / name, b"new")


def test_a_file_marked_read_only_is_respected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_arguments: False)
    with pytest.raises(OutputError, match="no permission"):
        replacement.replace_file(path, b"new")
    assert path.read_bytes() == b"old"


NOBODY = 0xFFFFFFFF
ACCESS = "system.posix_acl_access"
# Version 2; then tag, rights and id: owner rw, a user by number rw, group r, mask rw, others none.
LIST = struct.pack(
    "<I" + "HHI" * 5, 2, *(1, 6, NOBODY, 2, 6, 4321, 4, 4, NOBODY), *(16, 6, NOBODY, 32, 0, NOBODY)
)


def set_attribute(path: Path, name: str, value: bytes) -> None:
    try:
        os.setxattr(path, name, value)
    except (OSError, AttributeError):
        pytest.skip("this file system has no such attributes")


@pytest.mark.posix
@pytest.mark.parametrize(("name", "value"), [("user.note", b"mine"), (ACCESS, LIST)])
@pytest.mark.parametrize("refused", ["", "fchmod", "chmod", "chown", "setxattr"])
def test_a_replaced_file_keeps_its_attributes_and_its_access_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: bytes, refused: str
) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"something old and longer")
    path.chmod(0o640)
    set_attribute(path, name, value)
    before = path.stat()

    def refuse(*_arguments: object, **_more: object) -> None:
        raise OSError(errno.EPERM, "not permitted")

    with monkeypatch.context() as patch:
        if refused:
            patch.setattr(os, refused, refuse)
        replacement.replace_file(path, b"new")
    after = path.stat()
    assert path.read_bytes() == b"new"
    assert {name: os.getxattr(path, name) for name in os.listxattr(path)} == {name: value}
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        before.st_mode,
        before.st_uid,
        before.st_gid,
    )
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.yaml"]


@pytest.mark.posix
def test_killed_while_writing_in_place_the_copy_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old")
    path.chmod(0o640)

    def refuse(*_arguments: object, **_more: object) -> None:
        raise OSError(errno.EPERM, "not permitted")

    def die(*_arguments: object, **_more: object) -> None:
        raise SystemExit

    monkeypatch.setattr(os, "chmod", refuse)
    monkeypatch.setattr(Path, "unlink", die)
    with pytest.raises(SystemExit):
        replacement.replace_file(path, b"new")
    assert (tmp_path / "a.yaml.kept-1").read_bytes() == b"new"


@pytest.mark.parametrize("style", ["|", "|-", "|+", ">", ">-", ">+", "|2+", ">+2"])
@pytest.mark.parametrize("tail", ["", "\n", "\n\n"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("after", ["    owner: Dana\n  b: 2\n", "  b: 2\n", "# end\n", ""])
@pytest.mark.parametrize("value", ["new", "two\nlines", None])
def test_a_block_text_of_every_style_can_be_changed(
    style: str, tail: str, line_end: str, after: str, value: str | None
) -> None:
    head = "answers:\n  a:\n    level: 1\n    note: "
    text = f"{head}{style}\n      first line\n      second\n{tail}{after}"
    data = text.replace("\n", line_end).encode()
    document = read_document(data, "x.yaml", AnswerError)
    changed = write_edit(document, [(("answers", "a", "note"), value)])
    assert changed.startswith(head.rstrip(" ").replace("\n", line_end).encode())
    assert changed.endswith(after.replace("\n", line_end).encode())
    assert b"first line" not in changed
    answers = read_document(changed, "x.yaml", AnswerError).root.fields["answers"].value
    assert isinstance(answers, Mapping)
    assert ("b" in answers.fields) == ("b: 2" in after)


WRAPPED = [
    ("[a, # one\n    b]", "{rows: [a, # one\n    b], note: seen}"),
    (
        "\n    - a   # one\n    # - c\n    - b",
        "\n    rows:\n      - a   # one\n      # - c\n      - b\n    note: seen",
    ),
    ("\n  - a\n\n  - b", "\n    rows:\n      - a\n\n      - b\n    note: seen"),
    (" # both\n      - a\n      - b", " # both\n    rows:\n      - a\n      - b\n    note: seen"),
]


@pytest.mark.parametrize(("old", "new"), WRAPPED)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_list_that_becomes_a_field_keeps_its_lines_and_comments(
    old: str, new: str, end: str
) -> None:
    frame = "answers:\n  k.gaps: {}\n  k.plan: no   # later\n".replace("{}", "%s")
    before, after = ((frame % form).replace(": \n", ":\n") for form in (old, new))
    document = read_document(before.replace("\n", end).encode(), "x.yaml", AnswerError)
    path = ("answers", "k.gaps")
    changed = write_edit(document, [(path, {"rows": ["a", "b"], "note": "seen"})])
    assert changed.decode() == after.replace("\n", end)
