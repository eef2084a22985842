"""Answers to older versions of a pack: each travels, is asked again or is retired."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.answers.moved import HEAD, make_pack, write_version
from tests.pack.worlds import OUTLINE, write_pack

from outsource_check.answers import AnswerFile, AnswerSource
from outsource_check.answers.migration import migrate, upgrade
from outsource_check.answers.reading import read_document
from outsource_check.documents import parse
from outsource_check.errors import AnswerError, ConfigurationError
from outsource_check.pack import PackShelf, read_pack


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> PackShelf:
    return PackShelf([make_pack(tmp_path_factory.mktemp("packs"))])


def read(shelf: PackShelf, text: str, version: str = "1.0.0") -> AnswerSource:
    data = (HEAD.format(version=version) + text).encode()
    return read_document(parse(data, "a.yaml", AnswerError), shelf)


def save(shelf: PackShelf, text: str, version: str = "1.0.0") -> str:
    """What the file says behind its head once it is written in today's version."""
    document = parse((HEAD.format(version=version) + text).encode(), "a.yaml", AnswerError)
    written = upgrade(document, migrate(document, shelf.pack("small"))).decode()
    head, _, rest = written.partition("date: 2026-11-20\n")
    assert 'pack_version: "2.0.0"\n' in head
    return rest


ENTRIES = [
    # What stands in the old file, what it says today, and how today's version writes it.
    ("one.drivers: 3", {"one.reasons": {"level": 3}}, "one.reasons: 3"),
    (
        "one.drivers: {level: 3, note: n, owner: Ann, date: 2026-01-02}  # top",
        {"one.reasons": {"level": 3, "note": "n", "owner": "Ann", "date": "2026-01-02"}},
        "one.reasons: {level: 3, note: n, owner: Ann, date: 2026-01-02}  # top",
    ),
    ("one.drivers: dont-know", {"one.reasons": {"dont_know": "True"}}, "one.reasons: dont-know"),
    ("one.access: 4", {"one.access": {"level": 3}}, "one.access: 3"),
    ('one.access: {level: "3"}', {"one.access": {"level": 2}}, "one.access: {level: 2}"),
    ("one.access: 2", {"one.access": {"before": "2"}}, 'one.access: {before: "2"}'),
    (
        "one.access: {note: n, level: 2}",
        {"one.access": {"before": "2", "note": "n"}},
        'one.access: {note: n, before: "2"}',
    ),
    # Of three texts the levels are 0, 2 and 4.
    ("one.three: 2", {"one.three": {"level": 0}}, "one.three: 0"),
    ("one.plan: whole", {"one.plan": {"option": "all"}}, "one.plan: all"),
    ("one.plan: {option: part}", {"one.plan": {"before": "part"}}, "one.plan: {before: part}"),
    ("one.plan: no", {"one.plan": {"option": "no"}}, "one.plan: no"),
    (
        "one.trust: {rows: {help: no-case, cases: {option: done, note: n}, old: done}}",
        {"one.trust": {"rows": {"asked-help": "none", "cases": "done"}}},
        "one.trust: {rows: {asked-help: none, cases: {option: done, note: n}, old: done}}",
    ),
    # A list says nothing of the row that came later.
    (
        "one.trust: [help]",
        {"one.trust": {"rows": {"asked-help": "done", "cases": "not-done"}}},
        "one.trust: {rows: {asked-help: done, cases: not-done}}",
    ),
    (
        "one.trust: {rows: [help, old], note: n}",
        {"one.trust": {"rows": {"asked-help": "done", "cases": "not-done"}, "note": "n"}},
        "one.trust: {rows: {asked-help: done, cases: not-done}, note: n}",
    ),
    ("one.told: 1", {"one.told": {"level": 1}, "one.consultation": {"before": "1"}}, None),
    ("one.times: {level: 1}", {"one.hours": {"before": "1"}}, 'one.hours: {before: "1"}'),
    ("one.times: ~", {}, "one.hours: ~"),
    (
        "one.times: {not_applicable: one site}",
        {"one.hours": {"before": "{not_applicable: one site}"}},
        'one.hours: {before: "{not_applicable: one site}"}',
    ),
    ("one.slice: {what: ever}", {}, "one.slice: {what: ever}"),
    ("one.second: 2", {"one.one-of-two": {"level": 2}}, "one.one-of-two: 2"),
    (
        "one.first: 1\n  one.second: 2",
        {"one.one-of-two": {"before": "1; 2"}},
        "one.one-of-two: {before: 1; 2}",
    ),
]


def describe(found: AnswerSource) -> dict[str, Any]:
    """The answers as what is set in them, rows by their option."""
    said: dict[str, Any] = {}
    for name, answer in found.content.answers.items():
        fields = {field: getattr(answer, field) for field in answer.model_fields_set}
        if "rows" in fields:
            fields["rows"] = {row: part.option for row, part in fields["rows"].items()}
        said[name] = {
            field: value if isinstance(value, int | dict) and value is not True else str(value)
            for field, value in fields.items()
        }
    return said


@pytest.mark.parametrize(("entry", "said", "written"), ENTRIES)
def test_an_answer_travels_is_asked_again_or_is_retired(
    shelf: PackShelf, entry: str, said: dict[str, Any], written: str | None
) -> None:
    text = f"answers:\n  {entry}\n"
    found = read(shelf, text)
    assert describe(found) == said
    saved = save(shelf, text)
    if written is not None:
        assert saved == f"answers:\n  {written}\n"
    again = read(shelf, saved, "2.0.0")
    assert again.content == found.content
    assert again.travelled == ()
    # A list cannot keep a row that is gone.
    assert again.retired == (() if "[help, old]" in entry else found.retired)


FACTS = [
    ("live: yes", {"live-service": "critical"}, {}, "live-service: critical"),
    ("live: no", {"live-service": "no"}, {}, "live-service: no"),
    ("live: maybe", {}, {"live-service": "maybe"}, "live-service: {before: maybe}"),
    ("live: dont-know", {}, {}, "live-service: dont-know"),
    ("staff: yes  # ours", {}, {"staff": "yes"}, 'staff: {before: "yes"}  # ours'),
    ("size: 12", {}, {}, "size: 12"),
    ("areas: [store, office]", {"areas": "shop, office"}, {}, "areas: [shop, office]"),
    ("areas: store", {"areas": "shop"}, {}, "areas: shop"),
    ("areas: store, kiosk", {"areas": "shop"}, {}, "areas: shop"),
    ("areas: [store, kiosk]", {"areas": "shop"}, {}, "areas: [shop]"),
    ("areas: [van, store]", {}, {"areas": "[van, store]"}, 'areas: {before: "[van, store]"}'),
    ("areas: [office]", {"areas": "office"}, {}, "areas: [office]"),
]


@pytest.mark.parametrize(("entry", "facts", "before", "written"), FACTS)
def test_so_does_a_fact(
    shelf: PackShelf, entry: str, facts: dict[str, str], before: dict[str, str], written: str
) -> None:
    text = f"facts:\n  {entry}\nanswers: {{}}\n"
    found = read(shelf, text)
    assert (found.content.facts, found.facts_before) == (facts, before)
    assert found.retired == (("facts.size",) if "size" in entry else ())
    saved = save(shelf, text)
    assert saved == f"facts:\n  {written}\nanswers: {{}}\n"
    again = read(shelf, saved, "2.0.0")
    assert (again.content, again.facts_before) == (found.content, found.facts_before)


def test_what_is_retired_is_named_as_the_file_has_it(shelf: PackShelf) -> None:
    text = "answers:\n  one.slice: 3\n  one.trust: {rows: {old: done, cases: done}}\n"
    assert read(shelf, text).retired == ("one.slice", "one.trust/old")


def test_a_problem_in_an_old_answer_is_told_where_it_stands(shelf: PackShelf) -> None:
    with pytest.raises(AnswerError) as caught:
        read(
            shelf,
            "answers:\n  one.drivers: {level: 3, owner: [a]}\n  one.trust: {rows: {help: x}}\n",
        )
    places = [(p.place.line, p.place.column, p.text) for p in caught.value.problems if p.place]
    assert places == [
        (8, 34, "expected a text, found a list"),
        (9, 28, 'expected "done", "none", "not-done" or "dont-know", found "x"'),
    ]


def test_a_waiver_goes_with_a_question_that_travels(shelf: PackShelf) -> None:
    names = ("one.drivers", "one.times", "one.slice", "one.access")
    waivers = "".join(
        f"  - {{question: {name}, by: D, reason: R, date: 2026-11-20}}\n" for name in names
    )
    text = f"waivers:\n{waivers}"
    found = [waiver.question for waiver in read(shelf, text).content.waivers]
    # Who accepted what an older question found has not accepted what another one finds.
    assert found == ["one.reasons", "one.times", "one.slice", "one.access"]
    assert save(shelf, text) == text.replace("one.drivers", "one.reasons")


HINTS = [
    ("one.drivers", 'it is "one.reasons" now'),
    ("one.times", 'since 2.0.0 "one.hours" is asked instead'),
]


@pytest.mark.parametrize(("old", "hint"), HINTS)
def test_an_old_id_in_a_file_of_today_is_told_what_to_write(
    shelf: PackShelf, old: str, hint: str
) -> None:
    with pytest.raises(AnswerError) as caught:
        read(shelf, f"answers: {{{old}: 3}}\n", "2.0.0")
    (problem,) = caught.value.problems
    assert (problem.rule, problem.hint) == ("OC201", hint)


def test_answers_of_a_newer_major_version_are_refused(shelf: PackShelf) -> None:
    with pytest.raises(AnswerError, match=r"for version 3\.0\.0 of the pack"):
        read(shelf, "answers: {}\n", "3.0.0")


def test_plain_data_of_an_older_version_is_not_taken_for_todays(shelf: PackShelf) -> None:
    data = {
        "format": "outsource-check/answers/v1",
        "pack": "small",
        "pack_version": "1.0.0",
        "engagement": "App",
        "respondent": {"side": "client", "role": "CTO"},
        "date": "2026-11-20",
        "answers": {"one.access": 4},
    }
    with pytest.raises(ValueError, match=r"version 2\.0\.0 of the pack .* asks otherwise"):
        AnswerFile.model_validate(data, context=shelf.pack("small"))


WRONG = [
    ("{from: one.a, to: one.b, in: 1.0.0}", 'there is no question "one.b"'),
    ("{from: one.a, levels: [0, 1, 2, 3, 4], in: 1.0.0}", 'there is no question "one.a"'),
    ("{fact: a, to: b, in: 1.0.0}", 'there is no fact "b"'),
    ("{from: one.a, to: one.first, in: 1.1.0}", "expected a version up to the pack's own, 1.0.0"),
    ("{from: one.first, in: 1.0.0, because: X}", 'the question "one.first" is retired and'),
    ("{from: one.a, in: 1.0.0}", "expected what became of it"),
    ("{from: one.a, fact: b, in: 1.0.0, because: X}", 'expected either "from"'),
    ("{from: one.a, to: one.first, in: 1.0.0, because: X}", '"because" says that it is no lon'),
    ("{fact: a, in: 1.0.0, levels: [0, 4]}", 'a fact has neither "levels" nor "rows"'),
    ("{from: one.first, in: 1.0.0, levels: [0, 9]}", "expected a level from 0 to 4"),
    ("{from: one.first, in: 1.0.0, levels: [0]}", "expected two to five levels"),
    ("{from: one.list, in: 1.0.0, rows: {a: z}}", '"one.list" has no row "z"'),
    ("{from: one.list, in: 1.0.0, options: {a: z}}", '"one.list" has no option "z"'),
    ("{from: one.list, in: 1.0.0, options: {a: ~}}", 'rows that say "a" cannot be asked again'),
    ("{from: one.list, in: 1.0.0, rows: {x: ~}}", 'the row "x" is gone and still asked'),
    ("{from: one.list, in: 1.0.0, rows: {a: x, b: x}}", 'two rows become "x"'),
    ("{from: one.list, in: 1.0.0, levels: [0, 4]}", '"one.list" does not offer level 0'),
    ("{from: one.list, in: 1.0.0, rows: {a: late}}", '"late" says that it came with 1.0.0'),
]
LIST = """\
- {id: first, title: First, kind: levels, levels: [a, b, c, d, e]}
- {id: list, title: List, kind: matrix, rows: [{id: x, text: X}, {id: late, text: L, since: 1.0.0}]}
"""


@pytest.mark.parametrize(("move", "message"), WRONG)
def test_a_move_that_leads_nowhere_is_refused_at_its_place(
    tmp_path: Path, move: str, message: str
) -> None:
    pack = write_pack(tmp_path, LIST, f"moved:\n  - {move}\n")
    with pytest.raises(ConfigurationError) as caught:
        read_pack(pack)
    problem = caught.value.problems[0]
    assert message in problem.text
    assert problem.place is not None
    assert problem.place.line == len(OUTLINE.splitlines()) + 2


def test_moves_are_said_once(tmp_path: Path) -> None:
    move = "  - {from: one.a, to: one.first, in: 1.0.0}\n"
    pack = write_pack(tmp_path, LIST, f"moved:\n{move}{move}")
    with pytest.raises(ConfigurationError, match="is said twice"):
        read_pack(pack)


def test_a_pack_that_says_retired_is_told_what_to_write(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, LIST, "retired: [one.gone]\n")
    with pytest.raises(ConfigurationError) as caught:
        read_pack(pack)
    (problem,) = caught.value.problems
    assert problem.text == '"retired" has become a part of "moved"'
    assert problem.hint.startswith("write for each: moved: [{from: ")


def test_an_id_may_take_several_ways_one_after_the_other(tmp_path: Path) -> None:
    moved = (
        "moved:\n"
        "  - {from: one.b, to: one.first, in: 3.0.0}\n"
        "  - {from: one.a, to: one.b, in: 2.0.0}\n"
        "  - {from: one.first, to: one.other, in: 3.0.0}\n"
        "  - {from: one.other, to: one.first, in: 2.0.0}\n"
    )
    questions = LIST + "- {id: other, title: Other, kind: levels, levels: [a, b, c, d, e]}\n"
    folder = write_pack(tmp_path, questions, moved)
    write_version(folder, "3.0.0")
    shelf = PackShelf([folder])
    text = "answers:\n  one.other: 1\n  one.a: 2\n"
    assert describe(read(shelf, text)) == {
        "one.other": {"level": 1},
        "one.first": {"level": 2},
    }
    # One version later `one.other` of the file before is called `one.first`, and so on.
    text = "answers:\n  one.first: 1\n  one.b: 2\n"
    assert describe(read(shelf, text, "2.0.0")) == {
        "one.other": {"level": 1},
        "one.first": {"level": 2},
    }
