"""What a pack that cannot be scored is told, and where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.pack.worlds import LEVELS, write_pack

from outsource_check.errors import ConfigurationError
from outsource_check.pack import ChoiceQuestion, find_packs, load_pack, read_pack
from outsource_check.pack.finding import choose_pack
from outsource_check.pack.kinds import KINDS

FACT = "facts:\n  - {id: stage, ask: How far?, options: [{id: a, text: A}, {id: b, text: B}]}\n"
MATRIX = """\
- id: list
  title: List
  kind: matrix
  rows: [{id: x, text: X}, {id: y, text: Y}]
  bounds: {1: 1/2, 4: 1}
"""
NUMBER = (
    "- {id: days, title: Days, kind: number, unit: days, better: lower, bounds: {1: 5, 4: 1}}\n"
)
CHOICE = """\
- id: pick
  title: Pick
  kind: choice
  options: [{id: a, text: A, worth: 1}, {id: b, text: B, worth: 0}]
"""


*FIRST, LAST = (f'"{name}"' for name in KINDS)
ANY_KIND = f"{', '.join(FIRST)} or {LAST}"


def refuse(pack: Path) -> list[tuple[str, int, str, str]]:
    """File, line, rule and message of every problem."""
    with pytest.raises(ConfigurationError) as caught:
        read_pack(pack)
    found = []
    for problem in caught.value.problems:
        assert problem.place is not None
        place = problem.place
        found.append((Path(place.file).name, place.line, problem.rule, problem.text))
    return found


OUTLINES = (
    (
        "facts:\n  - {id: all, ask: A?}\n",
        8,
        '"all" means something else: no fact can have it as its id',
    ),
    (
        "facts:\n  - {id: a, ask: A?}\n  - {id: A, ask: B?}\n",
        9,
        'the fact "A" is there twice (case does not matter)',
    ),
    (
        "facts:\n  - {id: a, ask: A?, options: [{id: dont-know, text: X}]}\n",
        8,
        '"dont-know" means something else: no option can have it as its id',
    ),
    ("scales:\n  far: []\n", 8, "expected at least one option"),
    (
        "scales:\n  far: [{id: x, text: X, worth: 1}]\n  FAR: [{id: x, text: X, worth: 1}]\n",
        9,
        'the scale "FAR" is there twice (case does not matter)',
    ),
    ("partner_when: {stage: [a]}\n", 7, 'there is no fact "stage"'),
    (FACT + "partner_when: {stage: [c]}\n", 9, 'the fact "stage" has no option "c"'),
    ("verdict: {ready: {overall: 101}}\n", 7, 'expected a number from 0 to 100, found "101"'),
    ("retired: [one.gone]\n", 7, '"retired" has become a part of "moved"'),
)


@pytest.mark.parametrize(("outline", "line", "message"), OUTLINES)
def test_pack_yaml_says_what_is_wrong_and_where(
    tmp_path: Path, outline: str, line: int, message: str
) -> None:
    (name, found, rule, said), *rest = refuse(write_pack(tmp_path, outline=outline))
    assert (name, found, said) == ("pack.yaml", line, message)
    assert rule in ("OC303", "OC306")
    assert not rest


QUESTIONS = (
    (
        LEVELS + LEVELS.replace("first", "First"),
        9,
        'the question "First" is there twice (case does not matter)',
    ),
    (
        LEVELS + "  answered_by: nobody\n",
        9,
        'expected "client", "partner" or "both", found "nobody"',
    ),
    (LEVELS + "  weight: 0\n", 9, 'expected a number above 0, such as 1 or 2.5, found "0"'),
    (
        LEVELS + "  remedy: {do: It, effort_days: 0}\n",
        9,
        'expected a number above 0, such as 1 or 2.5, found "0"',
    ),
    (LEVELS + "  references: [R1]\n", 9, 'there is no reference "R1"'),
    (LEVELS + "  when: {stage: a}\n", 9, 'there is no fact "stage"'),
    (
        LEVELS + "  when: {}\n",
        9,
        "expected a condition such as {stage: [trial, running]}, found a mapping",
    ),
    (LEVELS + "  when: {all: yes}\n", 9, 'expected a list of conditions under "all", found "yes"'),
    (LEVELS + "  when: {stage: []}\n", 9, 'expected the options of the fact "stage", found a list'),
    (
        LEVELS + "  stop: {because: It sinks}\n",
        9,
        '"at_or_below" is missing: nothing else triggers this stop',
    ),
    (
        LEVELS + "  cap: {because: It sinks}\n",
        9,
        '"at_or_below" is missing: nothing else triggers this cap',
    ),
    (
        LEVELS + "  stop: {at_or_below: 0, because: X, unless: {one.second: 3}}\n",
        9,
        'there is no question "one.second"',
    ),
    (
        LEVELS + "  stop: {at_or_below: 0, because: X, unless: {one.first: 3}}\n",
        9,
        "expected another question, found this one",
    ),
    (
        LEVELS + "  stop: {at_or_below: 0, because: X, unless: {one.first: 5}}\n",
        9,
        'expected a level from 1 to 4, found "5"',
    ),
    (
        LEVELS.replace("some, most", "some, more, most"),
        7,
        "expected two to five texts, from level 0 to 4, found 6",
    ),
    (
        LEVELS.replace('[none, by accident, some, most, "all of it"]', "{0: none}"),
        7,
        "expected two to five texts, from level 0 to 4, found 1",
    ),
    (
        LEVELS.replace('[none, by accident, some, most, "all of it"]', "{0: none, 5: all}"),
        7,
        'expected a level from 0 to 4, found "5"',
    ),
    (LEVELS.replace("by accident, some, most", "[most]"), 7, "expected a text, found a list"),
    (
        LEVELS.replace("- id: first", "- id: a b"),
        4,
        'expected an id of letters, digits, - and _, at most 64 characters, found "a b"',
    ),
    (
        LEVELS.replace("kind: levels", "kind: level"),
        6,
        f'expected {ANY_KIND}, found "level"',
    ),
    (
        LEVELS.replace("  kind: levels\n", ""),
        4,
        f'"kind" is missing: {ANY_KIND} is expected',
    ),
    (CHOICE.replace("id: b", "id: A"), 7, 'the option "A" is there twice (case does not matter)'),
    (
        CHOICE.replace("id: b", "id: dont-know"),
        7,
        '"dont-know" means something else: no option can have it as its id',
    ),
    (
        CHOICE.replace("worth: 0", "worth: 2"),
        7,
        'expected a share from 0 to 1, such as 0.5, 1/2 or 50%, found "2"',
    ),
    (
        "- {id: pick, title: Pick, kind: choice, options: far}\n",
        4,
        'there is no scale "far" in pack.yaml',
    ),
    ("- {id: pick, title: Pick, kind: choice, options: []}\n", 4, "expected at least one option"),
    (MATRIX.replace("id: y", "id: X"), 7, 'the row "X" is there twice (case does not matter)'),
    (
        MATRIX.replace("[{id: x, text: X}, {id: y, text: Y}]", "[]"),
        7,
        "a matrix needs at least one row",
    ),
    (MATRIX.replace("4: 1}", "4: {share: 1, rows: [z]}}"), 8, 'there is no row "z"'),
    (
        MATRIX.replace("4: 1}", "4: 1/4}"),
        8,
        "expected bounds that rise, or stay, from level to level",
    ),
    (MATRIX.replace("4: 1}", "5: 1}"), 8, 'expected a level from 1 to 4, found "5"'),
    (
        NUMBER.replace("better: lower, ", ""),
        4,
        '"better" is missing: "lower" or "higher" goes with "bounds"',
    ),
    (
        NUMBER.replace("lower", "higher"),
        4,
        "expected bounds that rise, or stay, from level to level",
    ),
    (
        NUMBER.replace("4: 1}", "4: 9}"),
        4,
        "expected bounds that fall, or stay, from level to level",
    ),
    (
        NUMBER.replace("better: lower, bounds: {1: 5, 4: 1}", "worst: 1, best: 1"),
        4,
        '"worst" and "best" are the same number',
    ),
    (
        NUMBER.replace("bounds: {1: 5, 4: 1}", "worst: 9, best: 1"),
        4,
        '"better" goes with "bounds"; "worst" and "best" say it',
    ),
    (
        NUMBER.replace("bounds: {1: 5, 4: 1}", "worst: 9"),
        4,
        'expected either "better" with "bounds", or "worst" with "best"',
    ),
)


@pytest.mark.parametrize(("questions", "line", "message"), QUESTIONS)
def test_a_key_file_says_what_is_wrong_and_where(
    tmp_path: Path, questions: str, line: int, message: str
) -> None:
    (name, found, rule, said), *_ = refuse(write_pack(tmp_path, questions))
    assert (name, found, said) == ("one.yaml", line, message)
    assert rule in ("OC302", "OC303", "OC306")


def test_a_pack_of_one_side_has_no_question_for_the_other(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, LEVELS + "  answered_by: both\n", "sides: client\n")
    assert refuse(pack)[0][3] == 'expected "client", the only side of this pack, found "both"'


def test_a_packs_folder_may_have_any_name(tmp_path: Path) -> None:
    other = write_pack(tmp_path).rename(tmp_path / "our questions, 2026")
    assert find_packs([tmp_path]) == {"small": other, **find_packs()}
    assert load_pack("small", [tmp_path]) == read_pack(other) == load_pack("small", [other])


def test_a_pack_without_a_readable_id_goes_by_its_folder(tmp_path: Path) -> None:
    for text in ("id: [small]\n", "title: Small\n", "id: {\n"):
        (write_pack(tmp_path) / "pack.yaml").write_text(text)
        assert "small" in find_packs([tmp_path])
        with pytest.raises(ConfigurationError):
            load_pack("small", [tmp_path])


def test_two_packs_of_one_id_in_a_folder_are_both_named(tmp_path: Path) -> None:
    write_pack(tmp_path).rename(tmp_path / "new")
    write_pack(tmp_path).rename(tmp_path / "old")
    message = f'the packs at "{tmp_path}/new" and "{tmp_path}/old" have the same id, "small"'
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        find_packs([tmp_path])
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        find_packs([tmp_path / "new", tmp_path / "old"])
    assert find_packs([tmp_path / "new", tmp_path / "new/../new"])["small"] == tmp_path / "new"


def test_a_key_without_a_file_is_named_where_the_outline_lists_it(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, two=LEVELS)
    (pack / "two.yaml").unlink()
    message = 'there is no file "two.yaml" for the key "two"'
    assert refuse(pack) == [("pack.yaml", 5, "OC306", message)]


def test_a_key_file_has_the_id_of_its_name(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    text = (pack / "one.yaml").read_text()
    (pack / "one.yaml").write_text(text.replace("id: one\n", "id: two\n"))
    message = 'expected the id "one", as the file is named, found "two"'
    assert refuse(pack) == [("one.yaml", 1, "OC306", message)]


@pytest.mark.parametrize("keys", ["[]", "[one, ONE]", "[facts]"])
def test_keys_are_some_and_different_and_not_reserved(tmp_path: Path, keys: str) -> None:
    pack = write_pack(tmp_path)
    outline = (pack / "pack.yaml").read_text()
    (pack / "pack.yaml").write_text(outline.replace("[one]", keys))
    assert refuse(pack)[0][:3] == ("pack.yaml", 5, "OC306")


def test_a_key_needs_a_question(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    (pack / "one.yaml").write_text("id: one\ntitle: One\nquestions: []\n")
    assert refuse(pack) == [("one.yaml", 3, "OC306", "a key needs at least one question")]


def test_references_are_unique(tmp_path: Path) -> None:
    references = "- {id: A, cite: X}\n- {id: a, cite: Y}\n"
    pack = write_pack(tmp_path, references=references)
    message = 'the reference "a" is there twice (case does not matter)'
    assert refuse(pack) == [("references.yaml", 2, "OC306", message)]


def test_the_problems_of_all_files_come_together(tmp_path: Path) -> None:
    broken = LEVELS + "  weight: 0\n"
    pack = write_pack(tmp_path, broken, references="- {id: A}\n", two=broken)
    assert [name for name, *_ in refuse(pack)] == ["one.yaml", "two.yaml", "references.yaml"]


def test_defaults_are_filled_in(tmp_path: Path) -> None:
    scales = "scales:\n  far: [{id: x, text: X, worth: 1}, {id: y, text: Y, worth: 0}]\n"
    pick = "- {id: pick, title: Pick, kind: choice, options: far}\n"
    pack = read_pack(write_pack(tmp_path, pick, scales + "sides: partner\n"))
    question = pack.questions["one.pick"]
    assert isinstance(question, ChoiceQuestion)
    assert question.ask == question.ask_partner == "Pick"
    assert question.answered_by == "partner"
    assert question.levels_by_option == {"x": 4, "y": 0}


def test_the_hash_depends_on_names_and_bytes(tmp_path: Path) -> None:
    first = read_pack(write_pack(tmp_path)).sha256
    assert read_pack(write_pack(tmp_path)).sha256 == first
    assert read_pack(write_pack(tmp_path, LEVELS + "  # said\n")).sha256 != first


def test_own_packs_come_before_the_shipped_ones(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "pack.yaml").write_text("")
    assert next(iter(find_packs([tmp_path]))) == "small"
    assert find_packs([tmp_path]) == find_packs([pack]) == {"small": pack, **find_packs()}
    assert load_pack("small", [tmp_path]).id == "small"
    assert choose_pack(str(pack)) == choose_pack("small", [tmp_path]) == pack


@pytest.mark.parametrize("name", ["eight-keys", "Eight-Keys"])
def test_an_own_pack_cannot_take_a_shipped_id(tmp_path: Path, name: str) -> None:
    outline = write_pack(tmp_path) / "pack.yaml"
    outline.write_text(outline.read_text().replace("id: small", f"id: {name}"))
    with pytest.raises(ConfigurationError, match="has the id of a shipped pack"):
        find_packs([tmp_path])


def test_a_pack_that_is_not_there_has_a_near_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_pack("eight-key")
    assert caught.value.problems[0].hint == 'did you mean "eight-keys"?'
    with pytest.raises(ConfigurationError, match=r"found no pack\.yaml"):
        find_packs([tmp_path / "nowhere"])
    with pytest.raises(ConfigurationError, match=r"found no pack\.yaml"):
        choose_pack(str(tmp_path))
