"""One of a thing is named as one: `1 day`, never `1 days`, in whatever the program writes."""

from __future__ import annotations

import datetime
import html
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.chance import spread
from tests.gate.world import KEYS, PACK
from tests.gate.world import write_pack as write_small_pack
from tests.report.worlds import SITES, WORLDS, write_answers
from tests.report.worlds import write_pack as write_rich_pack

from outsource_check.cli import main
from outsource_check.gate.finding import Finding
from outsource_check.gate.formats import FORMATS, github, sarif
from outsource_check.gate.report import Report
from outsource_check.interview.front_end import Ask
from outsource_check.interview.model import Spot, Type
from outsource_check.interview.view import sum_up
from outsource_check.report import list_templates
from outsource_check.text import count_unit, plural

ROOT = Path(__file__).parents[1]
VERBS = (
    "applies|as|asks|counts|does|fits|follows|gives|goes|has|is|its|lists|meets|needs|says|shows|stands"
    "|this|was|works"
)
BESIDE = "common|different|full|more|open|other|possible|separate|short|waived|wide|working"
SEVERAL = re.compile(
    rf"(?<!\d to )(?<!= )(?<![\w.,:/%×-])1 (?!(?:{VERBS})\b)"
    rf"(?:(?:{BESIDE}) )?(?:[a-z]+s|people|pieces of [a-z]+)\b"
    r"|(?<![\w.,:/%-])1 (?!of\b)[a-z]+ (?:that )?(?:are|were|have|apply|follow)\b"
    r"|\b(?:[Aa]ll|[Tt]hese|the first) 1\b"
    r"|(?<![\w.,:/%-])0 (?:answer|day|engagement|error|fact|file|line|point|question|step|warn"
    r"ing)\b"
)
"""One of what is named as several, and none of what is named as one."""


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        *[(f"x 1 {several}", True) for several in ("days", "open points", "people", "steps.")],
        ("1 question that apply", True),
        ("(1 answers)", True),
        ("0 answer", True),
        ("After the first 1: Ready", True),
        ("all 1 in place", True),
        *[(f"x {fine}", False) for fine in ("1 day", "21 days", "0.1 days", "11 people", "0 days")],
        *[
            (fine, False)
            for fine in ("level 1 is", "1 of 3 keys is", "1 more step", "0 to 1 levels")
        ],
    ],
)
def test_the_search_finds_what_is_wrong_and_nothing_else(text: str, *, wrong: bool) -> None:
    assert bool(list(find_wrong(text))) == wrong


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        *[(0, "0 days"), (1, "1 day"), (2, "2 days"), ("0.25", "0.25 days"), ("1", "1 day")],
        *[("1.5", "1.5 days"), ("1,000", "1,000 days")],
    ],
)
def test_a_number_stands_with_its_noun(count: int | str, expected: str) -> None:
    assert plural(count, "day") == plural(count, "day", "days") == expected


@pytest.mark.parametrize(
    ("unit", "one"),
    [
        ("working days", "1 working day"),
        ("hours a week", "1 hour a week"),
        ("people", "1 person"),
        ("deliveries per month", "1 delivery per month"),
        ("% of the people", "1 % of the people"),
        ("of 10", "1 of 10"),
        ("loss", "1 loss"),
    ],
)
def test_a_unit_is_written_as_of_many(unit: str, one: str) -> None:
    assert count_unit("1", unit) == one
    for count in ("0", "2", "0.5"):
        assert count_unit(count, unit) == f"{count} {unit}"


def find_wrong(text: str) -> Iterator[str]:
    """The places with a bit of what stands around them; tags of a page are taken out."""
    plain = html.unescape(
        re.sub(r"<(?:style|svg).*?</(?:style|svg)>|<[^>]*>", "", text, flags=re.DOTALL)
    )
    plain = " ".join(plain.replace("*", "").split())
    for found in SEVERAL.finditer(plain):
        yield plain[max(found.start() - 40, 0) : found.end() + 30]


# ------------------------------------------------------------------- worlds of none, one and two


QUESTIONS = """\
- id: level-N
  title: Level N
  kind: levels
  levels: [none, little, some, most, all]
  stop: {at_or_below: 1, because: So., title: Bad}
  evidence: [A page]
  remedy: {do: Do it., effort_days: 1, done_when: Done.}
  duty: client
- id: number-N
  title: Number N
  kind: number
  unit: days
  better: lower
  bounds: {1: 4, 2: 3, 3: 2, 4: 1}
  cap: {at_or_below: 1, because: So.}
  duty: partner
- {id: line-N, title: Line N, kind: number, unit: days, worst: 1, best: 2, when: {fact-N: yes}}
- {id: rows-N, title: Rows N, kind: matrix, rows: [ROWS], bounds: {2: 1/2, 4: 1}}
"""


def list_questions(count: int) -> Iterator[str]:
    """The lines of a question that is always there, and of so many of each kind."""
    levels = "[no, little, some, most, all]"
    yield f"- {{id: base, title: Base, kind: levels, levels: {levels}, quick: yes}}"
    rows = ", ".join(f"{{id: r{row}, text: Row {row}}}" for row in range(count))
    for number in range(count):
        yield from QUESTIONS.replace("N", str(number)).replace("ROWS", rows).splitlines()


def write_pack(folder: Path, count: int) -> None:
    """A pack with so many questions of each kind, and facts."""
    pack = folder / "packs" / "tiny"
    pack.mkdir(parents=True)
    facts = "".join(f"  - {{id: fact-{number}, ask: Is {number} so?}}\n" for number in range(count))
    keys = ["one", "two"][: max(count, 1)]
    (pack / "pack.yaml").write_text(
        "format: outsource-check/pack/v1\nid: tiny\nversion: 1.0.0\ntitle: Tiny\n"
        f"keys: [{', '.join(keys)}]\nevidence: optional\n" + (f"facts:\n{facts}" if facts else "")
    )
    for key in keys:
        lines = "".join(f"  {line}\n" for line in list_questions(count))
        (pack / f"{key}.yaml").write_text(f"id: {key}\ntitle: Key {key}\nquestions:\n{lines}")


def answer_all(count: int, level: int, value: str, row: str) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for key in ["one", "two"][: max(count, 1)]:
        answers[f"{key}.base"] = str(level)
        for number in range(count):
            answers[f"{key}.level-{number}"] = {
                "level": str(level),
                "evidence": [{"what": "A page"}] * count,
                "due": "2026-11-22",
                "owner": "Dana",
            }
            answers[f"{key}.number-{number}"] = {"value": value}
            answers[f"{key}.line-{number}"] = {"value": value}
            answers[f"{key}.rows-{number}"] = {"rows": {f"r{n}": row for n in range(count)}}
    return answers


def write_sides(folder: Path, situation: str, count: int) -> None:
    """The answer files of a situation, in a folder."""
    folder.mkdir()
    facts = {f"fact-{number}": "yes" for number in range(count)}
    high, low = answer_all(count, 3, "1", "yes"), answer_all(count, 2, "2", "no")
    if situation == "open":
        unknown = dict.fromkeys(high, "dont-know")
        write_answers(folder, "client", {**unknown, "one.base": "1"}, facts={})
    elif situation == "few":
        write_answers(folder, "client", {"one.base": "3"}, facts=facts, mode="quick")
    else:
        write_answers(folder, "client", high, facts=facts)
        write_answers(folder, "partner", low, facts=facts)
        if situation == "spread":
            write_answers(folder, "client", low, facts=facts).rename(folder / "other.json")
            write_answers(folder, "client", high, facts=facts)
    for file in folder.glob("*.json"):
        file.rename(file.with_suffix(".yaml"))


def run(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> str:
    status = main(arguments)
    said = "".join(capfd.readouterr())
    assert status in ((0, 4) if "lint" in arguments else (0, 1, 2, 3)), said
    return said


def list_commands() -> Iterator[list[str]]:
    gate = ["--verdict", "ready", "--max-unknown", "0", "--max-age-days", "0", "--max-overdue", "0"]
    yield from (["score", "shop", *more] for more in ([], ["--json"], ["--explain"]))
    yield ["score", "shop", "--question", "one.base"]
    yield from (["align", "shop", *more] for more in ([], ["--json"]))
    for template in list_templates():
        for form in (*template.languages, "context"):
            yield ["report", "shop", "-t", template.name, "-f", form]
    yield from (["check", "shop", "-f", form, *gate] for form in FORMATS)
    yield ["check", "shop", "--no-gate"]
    yield ["check", "shop", "--show-policy", *gate]
    yield ["history", "add", "shop"]
    yield from (["pack", *words] for words in (["list"], ["show", "tiny"], ["lint", "tiny"]))
    yield ["pack", "show", "one.base"]
    yield ["assess", "shop/client.yaml", "--no-input"]
    yield ["assess", "new/client.yaml", "--no-input", "--set", "one.base=1", *BEGIN]
    yield ["settle", "shop", "one.base", "1", "--present", "Dana", "--reason", "So"]


BEGIN = ["--engagement", "A rebuild", "--side", "client", "--role", "CTO", "--full"]


@pytest.mark.parametrize("situation", ["open", "few", "apart", "spread"])
@pytest.mark.parametrize("count", spread([1, 0, 2]))
def test_one_of_a_thing_is_named_as_one(
    count: int,
    situation: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    write_pack(tmp_path, count)
    write_sides(tmp_path / "shop", situation, count)
    (tmp_path / "new").mkdir()
    wrong = {}
    for arguments in list_commands():
        packs = ["--pack", "packs", "--as-of", "2026-11-24"]
        if arguments[0] in ("pack", "assess", "settle"):
            packs = ["--pack", "packs"]
        said = run([*arguments, *packs], capfd)
        if found := list(find_wrong(said)):
            wrong[" ".join(arguments)] = found
    assert wrong == {}


ONE: dict[str, Any] = {
    "one answer": {"client": {"aims.reasons": "0"}},
    "one level apart": {"client": {"aims.reasons": "3"}, "partner": {"aims.reasons": "2"}},
    "one site": {"client": {"work.hours": {**SITES, "sites": SITES["sites"][:1]}}},
}
ONES = {
    "effort_days: 1.5": "effort_days: 1",
    "reasons]\n    duty: client": "reasons]\n    duty: partner",
    "duty: both": "duty: partner",
}
"""Changes of the pack: a day's work, and one question that the client has a duty for."""


@pytest.mark.parametrize("world", spread([*ONE, *WORLDS], len(ONE)))
def test_in_reports_of_every_kind_of_question(
    world: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_rich_pack(tmp_path, **ONES)
    (tmp_path / "shop").mkdir()
    for side, answers in {**WORLDS, **ONE}[world].items():
        write_answers(tmp_path / "shop", side, answers)
    wrong = {}
    for arguments in [*list_commands(), ["report", "shop", "-t", "agenda", "--minutes", "1"]]:
        if arguments[0] in ("report", "score", "align", "check") and "--question" not in arguments:
            said = run([*arguments, "--pack", "packs", "--as-of", "2026-11-24"], capfd)
            if found := list(find_wrong(said)):
                wrong[" ".join(arguments)] = found
    assert wrong == {}


@pytest.mark.parametrize("count", [0, 1, 2])
@pytest.mark.parametrize("mode", ["--quick", "--full"])
def test_in_the_interview(
    count: int,
    mode: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    write_pack(tmp_path, count)
    typed = io.TextIOWrapper(io.BytesIO(b"?\n1\n" * 200), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", typed)
    said = run(["assess", "--plain", *BEGIN[:-1], mode, "--pack", "packs"], capfd)
    assert "Base" in said
    assert list(find_wrong(said)) == []


def test_in_the_interview_about_one_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    one = {"alpha": KEYS["alpha"].partition("  - id: two")[0]}
    pack = str(write_small_pack(tmp_path, PACK.replace(", beta", ""), one))
    monkeypatch.chdir(tmp_path)
    said = ""
    for command, typed in (
        ("assess a.yaml --plain", "CTO\nAcme\n1\n"),
        ("assess b.yaml --role CTO --engagement A --side client --full --set alpha.one=3", ""),
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        main([*command.split(), "--pack", pack])
        said += capfd.readouterr().out
    text = " ".join(said.split())
    assert "about 1 question" in text
    assert "1 of 1 question answered" in text
    assert list(find_wrong(text)) == []


@pytest.mark.parametrize(("typed", "line"), [("1", "1 working day"), ("2", "2 working days")])
def test_the_line_of_an_answer_names_one_of_its_unit_as_one(typed: str, line: str) -> None:
    spot = Spot("question", "one.wait")
    ask = Ask(
        spot=spot, kind="number", place="", title="Wait", text="How long?", unit="working days"
    )
    said = sum_up(ask, Type(typed))
    assert said is not None
    assert said.text == line


@pytest.mark.parametrize(("count", "more"), [(1, "1 more error:"), (2, "2 more errors:")])
def test_one_problem_more_than_github_shows(count: int, more: str) -> None:
    findings = tuple(Finding(rule="OC012", message=f"{n}") for n in range(github.SHOWN + count))
    assert f"::{more}" in github.render_github(make_report(findings))


@pytest.mark.parametrize(("count", "more"), [(1, "1 more result is"), (2, "2 more results are")])
def test_one_result_more_than_sarif_takes(
    count: int, more: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sarif, "MAX_RESULTS", 3)
    findings = tuple(Finding(rule="OC012", message=f"{n}") for n in range(3 + count))
    assert f"{more} left out here" in sarif.render_sarif(make_report(findings))


def make_report(findings: tuple[Finding, ...]) -> Report:
    return Report(policy=None, as_of=datetime.date(2026, 11, 24), findings=findings)


def test_in_what_is_shown_of_the_program() -> None:
    shown = [*ROOT.glob("tests/examples/*/std*"), *ROOT.glob("tests/examples/*/written/*")]
    shown += [*ROOT.glob("docs/*.md"), ROOT / "README.md"]
    assert len(shown) > 60
    wrong = {
        str(path.relative_to(ROOT)): found
        for path in shown
        if (found := list(find_wrong(path.read_text("utf-8"))))
    }
    assert wrong == {}
