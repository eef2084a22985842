"""What the version of the pack that a file answers did not ask is open, whatever the form."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.pack.worlds import OUTLINE, write_pack

from outsource_check.answers import read_answers
from outsource_check.cli import main
from outsource_check.errors import ConfigurationError
from outsource_check.pack import read_pack
from outsource_check.result import Interval, Weighed, score

AS_OF = datetime.date(2026, 11, 30)
GROWN = """\
- id: access
  title: Safe access
  kind: matrix
  quick: yes
  rows:
    - {id: mfa, text: Two factors}
    - {id: vpn, text: A closed network}
    - {id: sso, text: One sign-on, critical: yes, since: 1.1.0}
  bounds: {1: 1/3, 2: 2/3, 4: 1}
  stop: {at_or_below: 0, because: Anybody gets in.}
- id: owners
  title: Who decides
  kind: matrix
  rows: [{id: money, text: Money}, {id: team, text: Team}]
  options:
    - {id: proven, text: A name and a record, worth: 1, since: 1.1.0}
    - {id: named, text: A name, worth: 3/4}
    - {id: nobody, text: Nobody, worth: 1/4}
    - {id: fought-over, text: Two who disagree, worth: 0, since: 1.1.0}
  bounds: {1: 1/4, 3: 3/4, 4: 1}
- id: new
  title: Came later
  kind: levels
  levels: [none, by accident, some, most, "all of it"]
  quick: yes
"""
FILE = """\
format: outsource-check/answers/v1
pack: small
pack_version: {version}
engagement: App
respondent: {{side: client, role: CTO}}
mode: {mode}
date: 2026-11-20
answers:
{answers}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = write_pack(tmp_path, GROWN)
    outline = OUTLINE.replace("version: 1.0.0", "version: 1.2.0")
    (folder / "pack.yaml").write_text(outline)
    return folder


def write(pack: Path, version: str, answers: str, mode: str = "full") -> Path:
    file = pack.parent / "answers.yaml"
    indented = "".join(f"  {line}\n" for line in answers.splitlines())
    file.write_text(FILE.format(version=version, mode=mode, answers=indented))
    return file


def weigh(pack: Path, file: Path, question: str) -> Weighed:
    return score(read_answers(file, packs=[pack]), as_of=AS_OF).questions[question]


def pair(level: Interval | None) -> Any:
    return None if level is None else (level.low, level.high)


ACCESS = [
    # Two of two rows as 1.0.0 asked them; the third came later and is open.
    ("1.0.0", "[mfa, vpn]", (2, 4)),
    ("1.0.9", "[mfa, vpn]", (2, 4)),
    ("1.1.0", "[mfa, vpn]", (2, 2)),
    ("1.2.0", "[mfa, vpn]", (2, 2)),
    ("1.0.0", "[mfa]", (1, 2)),
    ("1.0.0", "[]", (0, 1)),
    ("1.0.0", "{rows: [mfa, vpn]}", (2, 4)),
    ("1.0.0", "{rows: [mfa, vpn], note: as we said}", (2, 4)),
    # Whoever names it was asked it.
    ("1.0.0", "[mfa, vpn, sso]", (4, 4)),
    # Forms that never said anything of the rows that they do not name.
    ("1.0.0", "{rows: {mfa: yes, vpn: yes}}", (2, 4)),
    ("1.0.0", "dont-know", (0, 4)),
    ("1.0.0", "{not_applicable: no system}", None),
]


@pytest.mark.parametrize(("version", "entry", "level"), ACCESS)
def test_a_row_that_came_later_is_open(pack: Path, version: str, entry: str, level: Any) -> None:
    found = weigh(pack, write(pack, version, f"one.access: {entry}\none.new: 3"), "one.access")
    assert pair(found.level) == level


@pytest.mark.parametrize("entry", ["[]", "{rows: []}", "{rows: [], note: as we said}"])
def test_a_list_says_nothing_where_all_rows_came_later(pack: Path, entry: str) -> None:
    file = pack / "one.yaml"
    later = file.read_text().replace("factors}", "factors, since: 1.1.0}")
    file.write_text(later.replace("network}", "network, since: 1.1.0}"))
    found = weigh(pack, write(pack, "1.0.0", f"one.access: {entry}\none.new: 3"), "one.access")
    assert (found.state, pair(found.level)) == ("unknown", (0, 4))


OWNERS = [
    ("1.0.0", "[money, team]", (3, 3)),
    ("1.0.0", "[]", (1, 1)),
    ("1.1.0", "[money, team]", (4, 4)),
    ("1.1.0", "[]", (0, 0)),
]


@pytest.mark.parametrize(("version", "entry", "level"), OWNERS)
def test_a_list_means_the_best_and_worst_options_of_its_version(
    pack: Path, version: str, entry: str, level: Any
) -> None:
    found = weigh(pack, write(pack, version, f"one.owners: {entry}"), "one.owners")
    assert pair(found.level) == level


@pytest.mark.parametrize("mode", ["full", "quick"])
def test_a_question_that_came_later_is_open(pack: Path, mode: str) -> None:
    found = weigh(pack, write(pack, "1.0.0", "one.access: [mfa]", mode), "one.new")
    assert (found.state, pair(found.level)) == ("unknown", (0, 4))


def test_a_row_that_came_later_stops_nothing_for_certain(pack: Path) -> None:
    file = write(pack, "1.0.0", "one.access: [mfa, vpn]\none.new: 4\none.owners: [money, team]")
    result = score(read_answers(file, packs=[pack]), as_of=AS_OF)
    assert [(found.kind, found.status) for found in result.findings] == [("stop", "possible")]
    assert result.coverage < 1


SAVED = [
    ("one.access: [mfa, vpn]", "  one.access: {rows: {mfa: yes, vpn: yes}}"),
    ("one.access: [mfa]", "  one.access: {rows: {mfa: yes, vpn: no}}"),
    ("one.access: []", "  one.access: {rows: {mfa: no, vpn: no}}"),
    (
        "one.access: {rows: [mfa], note: n, owner: ~}  # ours",
        "  one.access: {rows: {mfa: yes, vpn: no}, note: n, owner: ~}  # ours",
    ),
    ("one.owners: [money]", "  one.owners: {rows: {money: named, team: nobody}}"),
    # What says the same under both versions stays as it is.
    ("one.access: {rows: {mfa: yes}}", "  one.access: {rows: {mfa: yes}}"),
    ("one.access: dont-know", "  one.access: dont-know"),
]


@pytest.mark.parametrize(("before", "after"), SAVED)
def test_saving_with_a_newer_version_answers_nothing_that_was_not_asked(
    pack: Path, before: str, after: str
) -> None:
    file = write(pack, "1.0.0", before)
    name = before.partition(":")[0]
    was = pair(weigh(pack, file, name).level)
    given = ["assess", str(file), "--pack", str(pack), "--no-input"]
    assert main([*given, "--set", "one.new=3"]) == 0
    lines = file.read_text().splitlines()
    assert 'pack_version: "1.2.0"' in lines
    assert after in lines
    assert pair(weigh(pack, file, name).level) == was
    # A second save finds nothing left to do there.
    assert main([*given, "--set", "one.new=2"]) == 0
    assert after in file.read_text().splitlines()


def test_a_list_that_gets_a_note_under_a_newer_version_is_spelled_out(pack: Path) -> None:
    file = write(pack, "1.0.0", "one.access: [mfa]")
    given = ["assess", str(file), "--pack", str(pack), "--no-input"]
    assert main([*given, "--set", "one.access={note: n}"]) == 0
    assert '  one.access: {rows: {mfa: yes, vpn: no}, note: "n"}' in file.read_text().splitlines()


def test_a_list_given_today_answers_what_is_asked_today(pack: Path) -> None:
    file = write(pack, "1.0.0", "one.access: [mfa]")
    given = ["assess", str(file), "--pack", str(pack), "--no-input"]
    assert main([*given, "--set", "one.access=[mfa, vpn]"]) == 0
    assert "  one.access: {rows: {mfa: yes, vpn: yes, sso: no}, date: " in file.read_text()


def test_nothing_comes_with_a_version_that_is_still_to_come(tmp_path: Path) -> None:
    folder = write_pack(tmp_path, GROWN.replace("sso, text: One sign-on", "sso, text: Sign-on"))
    with pytest.raises(ConfigurationError) as caught:
        read_pack(folder)
    message = "expected a version up to the pack's own, 1.0.0, found 1.1.0"
    assert {problem.text for problem in caught.value.problems} == {message}
    places = [problem.place for problem in caught.value.problems]
    assert [(place.line, place.column) for place in places if place] == [
        (11, 56),
        (19, 66),
        (22, 68),
    ]
