"""What has a bound says so in the words of docs/limits.md, row by row."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.pack.worlds import LEVELS, write_pack
from tests.report.worlds import FINE, make_result

from outsource_check.cli import main
from outsource_check.documents import parse
from outsource_check.documents.events import MAX_DEPTH, MAX_NODES, MAX_SCALAR
from outsource_check.documents.reader import MAX_BYTES, read_bytes
from outsource_check.errors import AnswerError, OutsourceCheckError
from outsource_check.gate.policy import parse_policy
from outsource_check.lint import lint_pack
from outsource_check.overlap import SiteError, choose_pairs, parse_site
from outsource_check.past.history import MAX_BYTES as MAX_HISTORY
from outsource_check.past.history import History
from outsource_check.report import Design, pdf, read_brand, render

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = (Path(__file__).parents[1] / "docs" / "limits.md").read_text(encoding="utf-8")
ROWS = {
    what.strip(): words.strip()
    for row in PAGE.splitlines()
    if row.startswith("| ")
    for _, what, _, words, _ in [row.split("|")]
    if set(what) != {" ", "-"} and what.strip() != "what"
}
WORLD = Path("world")
"""The current folder of a test holds nothing else."""


def write(name: str, text: str) -> Path:
    file = WORLD / name
    file.write_text(text, encoding="utf-8")
    return file


def write_sparse(name: str, size: int) -> str:
    with (WORLD / name).open("wb") as file:
        file.truncate(size)
    return str(WORLD / name)


def brand(logo: str) -> None:
    write("logo.svg", f"<svg>{logo}</svg>")
    read_brand(write("brand.yaml", "format: outsource-check/brand/v1\nlogo: logo.svg\n"))


def read(text: str) -> None:
    parse(text.encode(), "a.yaml", AnswerError)


def read_policy() -> None:
    entry = "- {rule: OC101, reason: r, owner: o, expires: 2027-01-01, files: [%s]}\n"
    text = "format: outsource-check/policy/v1\npaths: [%s]\nignore:\n" + entry
    text %= ", ".join(["a*"] * 500), ", ".join(["a"] * 501)
    parse_policy(text.encode(), "p.yaml")


def overlap(*more: str) -> None:
    main(["overlap", "A=Europe/London@09:00-17:00", "B=Europe/Paris@09:00-17:00", *more])


def draw_for_long() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "MOST_SECONDS", 0)
        pdf.print_page("<p>Here</p>")


def write_for_long() -> None:
    (WORLD / "html").mkdir()
    write("html/long.html.j2", '{% for i in range(11) %}{{ "x" * 1000000 }}{% endfor %}')
    render(make_result(WORLD, client=FINE), template="long", design=Design(folder=WORLD))


def lint(parts: int) -> None:
    names = [f"f{number}" for number in range(15)]
    facts = "facts:\n" + "".join(f"  - {{id: {n}, ask: {n}, why: w}}\n" for n in names)
    tests = [f"{{all: [{{{names[n % 15]}: yes}}, {{f1: no}}]}}" for n in range(parts)]
    questions = LEVELS + LEVELS.replace("first", "second").replace("First", "Second")
    pack = write_pack(WORLD, f"{questions}  when: {{any: [{', '.join(tests)}]}}\n", facts)
    raise OutsourceCheckError([remark.problem for remark in lint_pack(pack).remarks])


BEYOND: dict[str, Callable[[], object]] = {
    "a file of answers, a pack, a spreadsheet, a policy, a brand": lambda: read_bytes(
        write_sparse("a.yaml", MAX_BYTES + 1), AnswerError
    ),
    "names and values in one file": lambda: read("".join(f"a{n}: 1\n" for n in range(MAX_NODES))),
    "depth of one file": lambda: read("a: " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)),
    "one text in a file": lambda: read("a: " + "x" * (MAX_SCALAR + 1)),
    "a list of holidays": lambda: overlap(
        "--holidays", f"B={write_sparse('days.txt', MAX_BYTES + 1)}"
    ),
    "a history": lambda: History(
        write_sparse("h.jsonl", MAX_HISTORY + 1), datetime.date(2026, 3, 1), named=True
    ),
    "a list of paths": lambda: main(
        ["check", "--files-from", write_sparse("paths", (1 << 26) + 1)]
    ),
    "pairs of sites that are compared": lambda: choose_pairs(
        [parse_site(f"S{n}=Europe/London@09:00-17:00") for n in range(21)]
    ),
    "patterns of a policy, in `paths` and in `files` of `ignore`": read_policy,
    "a logo": lambda: brand(" " * 100_001),
    "elements `use` of a logo as SVG": lambda: brand("<use href='#a'/>" * 9),
    "a report": write_for_long,
    "drawing a report as PDF": draw_for_long,
    "combinations of facts that `pack lint` tries": lambda: lint(15),
    "tests of facts by which `pack lint` searches conditions for idle parts": lambda: lint(60),
}


def test_every_limit_of_the_page_is_tried() -> None:
    assert set(BEYOND) == set(ROWS)


SEARCHES = {what for what in BEYOND if "`pack lint`" in what}
"""They take seconds to get there; with lower limits, lint's own tests try the same."""


@pytest.mark.parametrize(
    "what",
    [pytest.param(what, marks=[pytest.mark.slow] * (what in SEARCHES)) for what in BEYOND],
)
def test_what_is_beyond_a_limit_is_told_in_the_words_of_the_page(
    what: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    WORLD.mkdir()
    said = ""
    try:
        BEYOND[what]()
    except (OutsourceCheckError, SiteError) as error:
        said = str(error)
    said = " ".join((said + capsys.readouterr().err).split())
    expected = ROWS[what].replace("120 seconds", "0 seconds")
    assert expected in said
