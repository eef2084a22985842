"""What became of answers to older versions of a pack is told: in the result, screen and report."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from tests.answers.moved import HEAD, make_pack
from tests.pack.worlds import write_pack

from outsource_check.answers import read_answers
from outsource_check.cli import main
from outsource_check.result import Result, score, words

AS_OF = datetime.date(2026, 11, 30)
ANSWERS = """\
facts:
  live: yes
  staff: yes
answers:
  one.drivers: 3
  one.access: 0
  one.trust: {rows: {help: done, cases: done, old: done}}
  one.times: 1
  one.slice: 2
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    make_pack(tmp_path)
    file = tmp_path / "a.yaml"
    file.write_text(HEAD.format(version="1.0.0") + ANSWERS)
    return file


def judge(file: Path) -> Result:
    return score(read_answers(file, packs=[file.parent / "small"]), as_of=AS_OF)


def test_a_result_names_what_travelled_is_asked_again_is_retired_and_is_new(file: Path) -> None:
    found = json.loads(judge(file).model_dump_json())["migration"]
    assert found == {
        "from": "1.0.0",
        # `one.access` counts as it is written.
        "travelled": ["facts.live-service", "one.reasons", "one.trust"],
        "asked_again": ["facts.staff", "one.hours"],
        "retired": ["one.slice", "one.trust/old"],
        "new": ["one.trust/extra"],
    }


def test_screen_and_report_say_it_in_one_sentence(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = (
        "From older versions of the questions, 3 answers were carried over; asked again:"
        " facts.staff, one.hours; no longer asked: one.slice, one.trust/old; new: one.trust/extra"
    )
    assert words.migration_text(judge(file).migration) == sentence
    given = [str(file), "--pack", str(file.parent / "small")]
    assert main(["score", *given]) == 0
    assert sentence in " ".join(capsys.readouterr().out.split())
    for kind in ("md", "html"):
        out = file.parent / f"r.{kind}"
        assert main(["report", *given, "-t", "executive", "-f", kind, "-o", str(out)]) == 0
        said = out.read_text(encoding="utf-8").replace("&#8203;", "")
        assert f"{sentence}{'</bdi>' if kind == 'html' else ''}." in said


def test_what_was_saved_in_todays_version_is_named_as_long_as_it_is_open(file: Path) -> None:
    given = ["assess", str(file), "--pack", str(file.parent / "small"), "--no-input"]
    assert main([*given, "--set", "one.told=3"]) == 0
    found = judge(file).migration
    assert found is not None
    assert (found.from_, found.travelled, found.new) == ("2.0.0", (), ())
    assert found.asked_again == ("facts.staff", "one.hours")
    assert found.retired == ("one.slice", "one.trust/old")
    assert main([*given, "--set", "one.hours=3", "--set", "staff=no"]) == 0
    found = judge(file).migration
    assert found is not None
    assert found.asked_again == ()


def test_nothing_is_said_where_nothing_became_otherwise(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    file = tmp_path / "a.yaml"
    for version, said in (("0.9.0", "0.9.0"), ("1.0.0", None)):
        file.write_text(HEAD.format(version=version) + "answers: {one.first: 3}\n")
        found = score(read_answers(file, packs=[pack]), as_of=AS_OF).migration
        assert (None if found is None else found.from_) == said
        assert words.migration_text(found) == ""


NEW = """\
- {id: first, title: First, kind: levels, levels: [a, b, c, d, e], quick: yes}
- {id: late, title: Late, kind: levels, levels: [a, b, c, d, e], since: 1.1.0, quick: yes}
- {id: long, title: Long, kind: levels, levels: [a, b, c, d, e], since: 1.1.0}
- {id: theirs, title: T, kind: levels, levels: [a, b], since: 1.1.0, answered_by: partner}
- {id: away, title: A, kind: levels, levels: [a, b], since: 1.1.0, when: {live: yes}, quick: yes}
"""


@pytest.mark.parametrize(
    ("version", "mode", "more", "new"),
    [
        ("1.0.0", "full", "", ("one.late", "one.long")),
        ("1.0.0", "quick", "", ("one.late",)),
        ("1.0.0", "full", ", one.long: 2", ("one.late",)),
        ("1.1.0", "full", "", ()),
    ],
)
def test_new_is_what_was_not_asked_then_and_is_now(
    tmp_path: Path, version: str, mode: str, more: str, new: tuple[str, ...]
) -> None:
    pack = write_pack(tmp_path, NEW, "facts: [{id: live, ask: L}]\n")
    outline = pack / "pack.yaml"
    outline.write_text(outline.read_text().replace("version: 1.0.0", "version: 1.2.0"))
    file = tmp_path / "a.yaml"
    said = f"mode: {mode}\nfacts: {{live: no}}\nanswers: {{one.first: 3{more}}}\n"
    file.write_text(HEAD.format(version=version) + said)
    found = score(read_answers(file, packs=[pack]), as_of=AS_OF).migration
    assert found is not None
    assert found.new == new
