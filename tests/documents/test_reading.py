"""What is read, what is refused, and where: both parsers (docs/files.md, Reading)."""

from __future__ import annotations

import contextlib
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outsource_check.documents import Document, Mapping, Node, Scalar, Sequence, cut_comment, parse
from outsource_check.documents.reader import HAS_LIBYAML
from outsource_check.errors import AnswerError, ConfigurationError

TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
        st.characters(min_codepoint=0x10000),
        st.sampled_from("\\u\ue000\ue001"),
    ),
    min_size=1,
    max_size=8,
)
PARSERS = [True, False] if HAS_LIBYAML else [False]


@pytest.fixture(params=PARSERS, ids=lambda fast: "libyaml" if fast else "pure")
def fast(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def plain(node: Node | None) -> object:
    if isinstance(node, Mapping):
        return {field.name.text: plain(field.value) for field in node}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    return None if node.empty else node.text


def read(text: str | bytes, *, fast: bool = HAS_LIBYAML) -> Document:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return parse(data, "a.yaml", AnswerError, fast=fast)


def refuse(text: str | bytes, *, fast: bool = HAS_LIBYAML) -> tuple[str, int, int, str]:
    with pytest.raises(AnswerError) as caught:
        read(text, fast=fast)
    (problem,) = caught.value.problems
    assert problem.place is not None
    assert "\n" not in problem.text
    assert not problem.text.endswith(".")
    message = f"{problem.text} | {problem.hint}" if problem.hint else problem.text
    return problem.rule, problem.place.line, problem.place.column, message


def span(document: Document, node: Node) -> str:
    return document.text[node.offset : node.end_offset]


# ------------------------------------------------------------------------------------ accepted


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: no\nb: 9:00\nc: 010\nd: 2026-01-01\n", {"a": "no", "b": "9:00", "c": "010"}),
        ("a:\nb: ~\nc: null\nd: ''", {"a": None, "b": None, "c": None, "d": ""}),
        ('{"a": [1, {"b": null}], "c": "d\\u00e9"}', {"a": ["1", {"b": None}], "c": "dé"}),
        ('{"a":[1],"b":{"c":"x"}}', {"a": ["1"], "b": {"c": "x"}}),
        ("--- # one\na: b\n...\n", {"a": "b"}),
        ("a:\n- 1\n- 2\n", {"a": ["1", "2"]}),
        ("a: |\n  one\n  two\nb: >-\n  one\n  two\n", {"a": "one\ntwo\n", "b": "one two"}),
        ("a: 'it''s'  # comment\twith tab\n", {"a": "it's"}),
        ('a: "tab\there"\n', {"a": "tab\there"}),
        ("a: what? why, really\n", {"a": "what? why, really"}),
        ("where: https://x.example/a?b=c#d\n", {"where": "https://x.example/a?b=c#d"}),
        ('"~": "null"', {"~": "null"}),
    ],
)
def test_every_scalar_stays_the_text_that_was_written(
    text: str, value: dict[str, object], *, fast: bool
) -> None:
    read_back = plain(read(text, fast=fast).root)
    assert isinstance(read_back, dict)
    assert value.items() <= read_back.items()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'a: "\ud83d\ude00"', "\U0001f600"),
        (r'a: "x\uD83D\uDE00\ud83d\ude01\\\ud83d\ude02y"', "x\U0001f600\U0001f601\\\U0001f602y"),
        (r'a: "\\ud83d"', r"\ud83d"),
        (r"a: \ud83d\ude00 \ud83d\ude01", r"\ud83d\ude00 \ud83d\ude01"),
        (r"a: '\ud83d\ude00'", r"\ud83d\ude00"),
        ("a: |- # \\ud83d\\ude00\n  \\ud83d\\ude01\n# \\ud83d\\ude02", r"\ud83d\ude01"),
        ('a: "\ue000\\ud83d\\ude00\ue001\ue001"', "\ue000\U0001f600\ue001\ue001"),
        (r'a: "\ue000\ue000\ud83d\ude00"', "\ue000\ue000\U0001f600"),
    ],
)
def test_two_halves_in_double_quotes_are_the_one_character_that_json_means(
    text: str, value: str, *, fast: bool
) -> None:
    document = read(text, fast=fast)
    assert plain(document.root) == {"a": value}
    node = document.root.fields["a"].value
    assert span(document, node) in text
    assert span(document, node)[0] == text[3]


def test_names_of_two_halves_are_told_apart(*, fast: bool) -> None:
    text = json.dumps({"\U0001f600": "1", "\U0001f601": "2", "b": ["3"]})
    document = read(text, fast=fast)
    assert plain(document.root) == json.loads(text)
    assert span(document, document.root.fields["b"].value) == '["3"]'


def test_where_every_stand_in_is_used_a_text_is_refused(*, fast: bool) -> None:
    used = "".join(map(chr, range(0xE000, 0xF900)))
    text = f'b: "{used}"\na: "\\ud83d\\ude00"'
    assert refuse(text, fast=fast)[:3] == ("OC002", 2, 5)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(TEXTS, st.lists(TEXTS, max_size=3), min_size=1, max_size=4))
def test_what_json_writes_is_read_as_json_reads_it(data: dict[str, list[str]]) -> None:
    for fast in PARSERS:
        assert plain(read(json.dumps(data), fast=fast).root) == data


def test_a_byte_order_mark_shifts_nothing(*, fast: bool) -> None:
    document = read(b"\xef\xbb\xbfa: b\n", fast=fast)
    value = document.root.get("a")
    assert value is not None
    assert (value.line, value.column, value.offset, document.text) == (1, 4, 3, "a: b\n")
    assert refuse(b"\xef\xbb\xbfa: &x", fast=fast)[1:3] == (1, 4)


WORLD = (
    'top: "quo\\u0074ed"   # c\r\n'
    "😀é: {a: [x y, z], b: , c: 'd' }  # comment\r\n"
    "list:   # c\r\n"
    "  - one   # c\r\n"
    "  -\r\n"
    "  - k: v\r\n"
    "    l:\r\n"
    "# c\r\n"
    "text: >-  # c\r\n"
    "  folded\r\n"
    "  twice   \r\n"
    "\r\n"
    "# c\r\n"
    "keep: |+\r\n"
    "  kept\r\n"
    "\r\n"
    "last: multi\r\n"
    "  line"
)


def test_positions_are_code_points_and_ends_are_exact(*, fast: bool) -> None:
    document = read(WORLD, fast=fast)
    root = document.root
    seen: list[tuple[str, int, int, str]] = []

    def visit(node: Node) -> None:
        seen.append((type(node).__name__, node.line, node.column, span(document, node)))
        assert document.lines.locate(node.offset) == (node.line, node.column)
        assert document.lines.locate(node.end_offset) == (node.end_line, node.end_column)
        if isinstance(node, Mapping):
            for field in node:
                visit(field.name)
                visit(field.value)
        elif isinstance(node, Sequence):
            for item in node.items:
                visit(item)

    visit(root)
    assert seen[0][1:3] == (1, 1)
    assert seen[0][3] == WORLD
    assert ("Scalar", 1, 6, '"quo\\u0074ed"') in seen
    assert ("Mapping", 2, 5, "{a: [x y, z], b: , c: 'd' }") in seen
    assert ("Sequence", 2, 9, "[x y, z]") in seen
    assert ("Scalar", 2, 21, "") in seen  # right after the colon of b
    assert ("Sequence", 4, 3, WORLD[WORLD.index("- one") : WORLD.index("\r\n# c\r\ntext")]) in seen
    assert ("Scalar", 5, 4, "") in seen
    assert ("Mapping", 6, 5, "k: v\r\n    l:") in seen
    assert ("Scalar", 9, 7, ">-  # c\r\n  folded\r\n  twice") in seen
    assert ("Scalar", 14, 7, "|+\r\n  kept\r\n\r\n") in seen
    assert ("Scalar", 17, 7, "multi\r\n  line") in seen


def test_a_place_carries_its_line_and_the_end_on_it() -> None:
    document = read(WORLD)
    value = document.root.get("😀é")
    assert isinstance(value, Mapping)
    place = document.place(value)
    assert (place.line, place.column, place.end_column) == (2, 5, 32)
    assert place.source == "😀é: {a: [x y, z], b: , c: 'd' }  # comment"
    multi = document.root.get("last")
    assert multi is not None
    assert document.place(multi).end_column == len("last: multi") + 1
    empty = value.get("b")
    assert empty is not None
    assert document.place(empty).end_column == 0
    assert document.place(document.root).end_column == 0
    problem = document.problem(multi, "OC012", "expected", "hint")
    assert (problem.rule, problem.text, problem.hint) == ("OC012", "expected", "hint")


def test_lone_carriage_returns_end_lines(*, fast: bool) -> None:
    document = read("a: 1\rb: 2\r", fast=fast)
    assert plain(document.root) == {"a": "1", "b": "2"}
    assert document.lines[2] == "b: 2"
    assert document.lines[9] == ""


# ------------------------------------------------------------------------------------- refused

REFUSED: list[tuple[str | bytes, tuple[str, int, int, str]]] = [
    ("a: &a [x]\nb: [*a, *a]", ("OC004", 1, 4, "anchor &a is not allowed")),
    ("a: *b", ("OC004", 1, 4, "alias *b is not allowed")),
    ("a: *", ("OC004", 1, 4, '"*" makes an alias')),
    ("a: !foo x", ("OC004", 1, 4, "tag !foo is not allowed")),
    ("a: ! x", ("OC004", 1, 4, "tag ! is not allowed")),
    ("!!python/object/apply:os.system [x]", ("OC004", 1, 1, "tag !!python/object/apply:os.")),
    ("%YAML 1.1\n---\na: b", ("OC004", 1, 1, 'the directive "%YAML"')),
    ("# c\n\n%FOO bar\n---\na: b", ("OC004", 3, 1, 'the directive "%FOO"')),
    ("<<: {a: b}", ("OC004", 1, 1, 'the merge key "<<"')),
    ("a: b\n---\nc: d", ("OC004", 2, 1, "a second document")),
    ("a: 1\nb: 2\n'a': 3", ("OC005", 3, 1, 'duplicate field "a"; first used on line 1')),
    ("x: {b: 2, b: 3}", ("OC005", 1, 11, 'duplicate field "b"; first used on line 1')),
    ("? a\n: b", ("OC004", 1, 1, "a complex key")),
    ("{? a : b}", ("OC004", 1, 2, "a complex key")),
    ("[a]: b", ("OC004", 1, 1, "a mapping or list as the name")),
    (": b", ("OC003", 1, 1, "a field without a name")),
    ("a: b\n\tc: d", ("OC004", 2, 1, "a tab is not allowed outside quotes and comments | use sp")),
    ("\ta: b", ("OC004", 1, 1, "a tab is not allowed")),
    ("a:\tb", ("OC004", 1, 3, "a tab is not allowed")),
    ("a: b\tc", ("OC004", 1, 5, "a tab is not allowed")),
    ("a: |\n  b\tc", ("OC004", 2, 4, "a tab is not allowed")),
    ('{\n\t"a": 1\n}', ("OC004", 2, 1, "a tab is not allowed")),
    ("a: b\0", ("OC002", 1, 5, "a NUL character")),
    ("é: b\x1b[31m", ("OC002", 1, 5, "the control character U+001B")),
    ("a: 1\nb\x85: c", ("OC002", 2, 2, "the line break U+0085")),
    ("a: \u2028", ("OC002", 1, 4, "the line break U+2028")),
    ("a: \ufeff", ("OC002", 1, 4, "a byte order mark inside the text")),
    ("a: \uffff", ("OC002", 1, 4, "U+FFFF, which is no character")),
    ('a: "\\ud800"', ("OC002", 1, 5, '"\\ud800" is half of a character')),
    ('a: "\\ude00\\ud83d"', ("OC002", 1, 5, '"\\ude00" is half of a character')),
    ('a: "\\ud83d\\ude00 \\ud83d"', ("OC002", 1, 18, '"\\ud83d" is half of a character')),
    ('a: "\\ud83d\\ud83d\\ude00"', ("OC002", 1, 5, '"\\ud83d" is half of a character')),
    ('a: "\\\\ud83d\\ude00"', ("OC002", 1, 12, '"\\ude00" is half of a character')),
    ('a: "\\ud83d\\ude00 \\q"', ("OC003", 1, 18, '"\\q" is no escape that double quotes')),
    ('a: "x\\0"', ("OC002", 1, 6, '"\\0" is a NUL character')),
    ('a: "\\U00110000"', ("OC003", 1, 5, '"\\U00110000" is beyond the last')),
    ('a: "C:\\qux"', ("OC003", 1, 7, '"\\q" is no escape')),
    (b"a: 1\nb\xc3\xa9: \xff", ("OC002", 2, 5, "the byte 0xff is not UTF-8 text")),
    ("a: b".encode("utf-16"), ("OC002", 1, 1, "the file is UTF-16 LE | save it as UTF-8")),
    ("a: b".encode("utf-16-be"), ("OC002", 1, 1, "the file is UTF-16 BE")),
    ("a: b".encode("utf-32"), ("OC002", 1, 1, "the file is UTF-32 LE")),
    ("a: b".encode("utf-32-be"), ("OC002", 1, 1, "the file is UTF-32 BE")),
    ("[" * 100_000, ("OC006", 1, 17, "nested deeper than 16")),
    ("a: " + "x" * 65_537, ("OC006", 1, 4, "a text longer than 64 KiB")),
    ("a: " + "é" * 32_769, ("OC006", 1, 4, "a text longer than 64 KiB")),
    ("a:\n" + "- x\n" * 10_000, ("OC006", 9_999, 3, "more than 10,000 names and values")),
    (b"a: " + b"x" * (1 << 20), ("OC001", 1, 1, "cannot be read: it is larger than 1 MiB")),
    ("", ("OC003", 1, 1, "the file is empty")),
    ("# only\n", ("OC003", 1, 1, "the file holds only comments")),
    ("\n- a\n", ("OC003", 2, 1, "the file is a list")),
    ("text", ("OC003", 1, 1, "the file is a single text")),
]


@pytest.mark.parametrize(("text", "expected"), REFUSED, ids=lambda value: repr(value)[:40])
def test_what_is_refused_says_what_and_where(
    text: str | bytes, expected: tuple[str, int, int, str], *, fast: bool
) -> None:
    found = refuse(text, fast=fast)
    assert found[:3] == expected[:3]
    assert found[3].startswith(expected[3]) or expected[3] in found[3]


EXPLAINED = [
    ("{what: Sheet, agreed, where: x}", 1, 15, "a comma ends an unquoted text inside {…}"),
    ("{what: Sheet, agreed, where: x}", 1, 15, 'put the text in double quotes: "Sheet, agreed"'),
    ("{id: a, worth: 0,5}", 1, 16, '"0,5" is no number: a comma ends a value inside {…}'),
    ("{id: a, worth: 0,5}", 1, 16, "write 0.5"),
    ("{1: 12,5%, 2: 1}", 1, 5, "write 12.5%"),
    ("{what: Sheet: agreed}", 1, 13, 'a second ": " in one value'),
    ("{what: ticket #42, where: x}", 1, 15, '" #" starts a comment'),
    ("a: ticket #42\n  is open\n", 1, 11, '" #" starts a comment'),
    ("{what: see [1]}", 1, 12, '"[" ends an unquoted text inside {…}'),
    ("{a:b}", 1, 3, "a colon after a name needs a space behind it"),
    ("{a:[b]}", 1, 3, "a colon after a name needs a space behind it"),
    ("a: [London: HCMC]", 1, 5, '": " inside […]'),
    ("note: a: b", 1, 8, 'a second ": " on one line'),
    ("note: text\n  a: b", 2, 3, '"a" cannot be a field here'),
    ("note: 'quoted' and more", 1, 16, "text after a closing quote"),
    ("note: [draft] text", 1, 15, 'text after "]"'),
    ("note: @home", 1, 7, '"@" cannot start an unquoted text'),
    ("note: %5", 1, 7, '"%" cannot start an unquoted text'),
    ("note: > 3", 1, 9, '">" starts a text on the following lines'),
    ("note: - x", 1, 7, '"- " starts a list'),
    ("note: 'never", 1, 7, "the single quote that opens here is never closed"),
    ("a: {b: c\n", 1, 4, '"{" is never closed'),
    ("a: [b\nc: d", 2, 1, 'expected "," or "]" before "c:" ("[" of line 1)'),
    ("a: 1\nfoo\nb: 2", 2, 1, 'expected ":" and a space after "foo"'),
    ("a:\n  b: 1\n c: 2", 3, 2, "this line is indented unlike the ones it belongs to"),
    ("a: b\n- c", 2, 1, "found a list item where a field was expected"),
    ("{a: b}\nc: d", 2, 1, "expected the end of the file"),
    ("a: ]", 1, 4, 'expected a value, found "]"'),
]


@pytest.mark.parametrize(("text", "line", "column", "words"), EXPLAINED)
def test_a_text_that_needed_quotes_is_explained(
    text: str, line: int, column: int, words: str, *, fast: bool
) -> None:
    found = refuse(text, fast=fast)
    assert found[1:3] == (line, column)
    assert words in found[3]


def test_the_pure_parser_refuses_a_question_mark_in_braces_and_says_so() -> None:
    assert '"?" ends an unquoted text' in refuse("{what: really? yes}", fast=False)[3]


def test_the_comment_that_cut_a_text_is_found() -> None:
    document = read("a: ticket #42 is open\nb: x\nc: 'x' # no\nd: 3   # three\ne: a#b\nf: # none")
    found = {
        field.name.text: cut_comment(document, field.value)
        for field in document.root
        if isinstance(field.value, Scalar)
    }
    assert found == {
        "a": "#42 is open",
        "b": None,
        "c": None,
        "d": "# three",
        "e": None,
        "f": None,
    }


def test_the_callers_class_of_error_is_raised() -> None:
    with pytest.raises(ConfigurationError):
        parse(b"", "pack.yaml", ConfigurationError)


def test_a_list_is_read_under_a_name_where_one_is_expected(*, fast: bool) -> None:
    document = parse(b"- id: R1\n", "r.yaml", AnswerError, list_name="references", fast=fast)
    assert plain(document.root) == {"references": [{"id": "R1"}]}
    with pytest.raises(AnswerError, match="the file is a mapping; expected a list"):
        parse(b"a: b\n", "r.yaml", AnswerError, list_name="references", fast=fast)


def test_limits_are_inclusive(*, fast: bool) -> None:
    deep = "{a: " + "[" * 15 + "]" * 15 + "}"
    assert isinstance(read(deep, fast=fast).root.get("a"), Sequence)
    assert refuse("{a: " + "[" * 16 + "]" * 16 + "}", fast=fast)[3] == "nested deeper than 16"
    read("a: " + "x" * 65_536, fast=fast)
    read("a:\n" + "- x\n" * 9_997, fast=fast)


HOSTILE = {
    "brackets": "[" * 1_048_000,
    "braces": "{" * 1_048_000,
    "pairs": "a: " + "[{" * 500_000,
    "anchors": "a: &a x\n" * 100_000,
    "comments with tabs": "#\t" * 500_000 + "\na: b",
    "one comment of tabs": "a: b #" + "\t" * 1_000_000,
    "questions": "a: " + "x ?" * 20_000,
    "comment of questions": "a: b # " + " ?" * 500_000,
    "colons": "{" + '"a":[],' * 100_000 + "}",
    "quotes": "a: '" + "''" * 500_000,
    "escapes": 'a: "' + "\\x41" * 200_000,
    "blank lines": "\n" * 1_000_000 + "%",
    "carriage returns and line feeds": "\r\n" * 500_000 + "a: b",
    "comments after a name": "a: {b " + "# # #\n" * 150_000,
    "carriage returns": "\r" * 1_000_000 + "a: b",
    "blocks": "a:\n" + "- |\n  x\n" * 90_000,
    "spaces": "a:" + " " * 1_000_000 + "b: c",
    "broken at the end": "a: {b: " + "c, d #" * 170_000,
    "quote pairs": "a: [" + "'b' \"c\" " * 130_000,
}


@pytest.mark.skipif(not HAS_LIBYAML, reason="the pure parser takes its time")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_megabyte_is_judged_quickly(name: str) -> None:
    start = time.process_time()
    with contextlib.suppress(AnswerError):
        read(HOSTILE[name])
    assert time.process_time() - start < 1.5


# ------------------------------------------------------------------------------ both parsers

PIECES = [
    *("a", "b: ", "c:", "- ", "? ", "?", "x?", "[", "]", "{", "}", ", ", ":", " ", "  ", "\n"),
    *("\n  ", "\r\n", "\r", "\t", "#", " #c", "'", '"', "\\", "\\x41", "\\ud83d", "|", ">+", "|2"),
    *("~", "<<", "&a ", "*a", "!t ", "! ", "%Y", "\n%A", "---", "\n---\n", "\n...\n", "@", "é"),
    *("😀", "\ufeff", "\x85", "a: b\n", "- x\n", "  y: z\n", "{k: v}", '"q": ', "k: |\n  t\n\n"),
    *("k: >\n  t\n   u\n", "\xa0", "\0", "a: {b: c, d: [e]}\n"),
]


def dump(node: Node) -> object:
    where = (node.line, node.column, node.offset, node.end_line, node.end_column, node.end_offset)
    if isinstance(node, Mapping):
        return where, node.flow, [(dump(f.name), dump(f.value)) for f in node]
    if isinstance(node, Sequence):
        return where, node.flow, [dump(item) for item in node.items]
    assert isinstance(node, Scalar)
    return where, node.text, node.quoted


@pytest.mark.skipif(not HAS_LIBYAML, reason="there is only one parser")
@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_the_pure_parser_never_accepts_more(text: str) -> None:
    trees = []
    for fast in PARSERS:
        try:
            trees.append(dump(read(text, fast=fast).root))
        except AnswerError:
            trees.append(None)
    assert trees[1] in (None, trees[0])


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_make_a_traceback(data: bytes) -> None:
    for fast in PARSERS:
        problems = []
        try:
            read(data, fast=fast)
        except AnswerError as caught:
            problems = [problem.place for problem in caught.problems]
        assert all(place and place.line >= 1 and place.column >= 1 for place in problems)
