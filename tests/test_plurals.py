"""Where there is one of something, no output speaks of several."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.gate.world import KEYS, PACK
from tests.gate.world import write_pack as write_small_pack
from tests.report.worlds import SITES, WORLDS, write_answers, write_pack

from outsource_check.cli import main
from outsource_check.report import list_templates
from outsource_check.text import plural

SEVERAL = re.compile(
    r"(?<![\w.,:/–-])[+]?1 (?:more |open |possible |other )?"
    r"(?:actions|answers|caps|columns|combinations|days|engagements|errors|facts|files|folders"
    r"|gaps|hours|keys|levels|lines|minutes|months|options|packs|pairs|people|pieces|points"
    r"|problems|questions|reasons|respondents|rows|sides|sites|steps|stops|things|times|voices"
    r"|warnings|weeks|words|question that apply)\b"
)
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
REPORTS = [
    f"report -t {template.name} -f {form}"
    for template in list_templates()
    for form in template.languages
]
COMMANDS = [
    "score",
    "score --explain",
    "align",
    "check -f text --max-unknown 0 --max-not-asked 0 --max-age-days 0 --max-overdue 0",
    "check -f markdown",
    "check -f junit",
    "check -f github",
    *REPORTS,
    "report -t agenda --minutes 1",
]


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 lines"),
        (1, "1 line"),
        (2, "2 lines"),
        ("1", "1 line"),
        ("0.5", "0.5 lines"),
        ("1.5", "1.5 lines"),
        ("1,000", "1,000 lines"),
    ],
)
def test_a_number_stands_before_its_noun(count: int | str, text: str) -> None:
    assert plural(count, "line") == text
    assert plural(count, "line", "lines") == text


@pytest.mark.parametrize("world", [*WORLDS, *ONE])
def test_no_output_says_1_and_several(
    world: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pack = write_pack(tmp_path, **ONES)
    sides = {**WORLDS, **ONE}[world]
    files = [str(write_answers(tmp_path, side, given)) for side, given in sides.items()]
    found = []
    for command in COMMANDS:
        name, *rest = command.split()
        main([name, *files, *rest, "--pack", str(pack), "--as-of", "2026-11-24"])
        said = re.sub(r"<[^<>]*>", " ", "".join(capfd.readouterr()))
        found += [f"{command}: {hit[0]}" for hit in SEVERAL.finditer(" ".join(said.split()))]
    assert not found


def test_the_interview_about_one_question_does_not_speak_of_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    one = {"alpha": KEYS["alpha"].partition("  - id: two")[0]}
    pack = str(write_small_pack(tmp_path, PACK.replace(", beta", ""), one))
    monkeypatch.chdir(tmp_path)
    said = []
    for command, typed in (
        ("assess a.yaml --plain", "CTO\nAcme\n1\n"),
        ("assess b.yaml --role CTO --engagement A --side client --full --set alpha.one=3", ""),
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        main([*command.split(), "--pack", pack])
        said += capfd.readouterr().out.split()
    text = " ".join(said)
    assert "about 1 question" in text
    assert "1 of 1 question answered" in text
    assert not SEVERAL.findall(text)


@pytest.mark.parametrize(
    "command", ["pack list", "pack lint", "pack show", "pack show aims", "pack show aims.reasons"]
)
def test_no_output_about_a_pack_says_1_and_several(
    command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pack = write_pack(tmp_path)
    main([*command.split(), "--pack", str(pack)])
    said = " ".join("".join(capfd.readouterr()).split())
    assert not SEVERAL.findall(said)
