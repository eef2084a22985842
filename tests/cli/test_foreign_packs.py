"""Packs that are unlike the shipped one: every command says something sensible of them."""

import io
import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest
from tests.chance import spread

from outsource_check.cli import main
from outsource_check.report import list_templates
from outsource_check.report.template_check import TRIAL_PACKS

PACKS = TRIAL_PACKS
Files = dict[str, str]
"""Facts and answers by file name, which begins with the side."""
POOR: dict[str, Files] = {
    "reviewed-team": {"partner": "answers: {work.review: 0, work.habits: [history, build]}"},
    "rated-supplier": {
        "client": "answers: {security.policy: no, security.access: never, service.recommend: 7}",
        "partner": "answers: {security.policy: no, service.recommend: 9, service.on-time: always}",
    },
    "plain-list": {
        "client": "facts: {country: north, sectors: [bank]}\n"
        "answers: {start.contract: no, start.contact: Ann, start.first-day: 2026-12-31}"
    },
}
GOOD: dict[str, Files] = {
    "reviewed-team": {
        "partner": "answers: {work.review: {level: 4, evidence: [{what: Log}]},"
        " work.habits: {rows: {history: yes, build: yes, faults: yes, plan: yes},"
        " evidence: [{what: List}]}}"
    },
    "rated-supplier": dict.fromkeys(
        ("client", "partner"),
        "answers: {security.policy: yes, security.access: always, service.recommend: 10,"
        " service.on-time: always}",
    ),
    "plain-list": {"client": "answers: {start.contract: yes, start.system: own}"},
}
APART: dict[str, Files] = {
    "reviewed-team": {
        "partner-1": "answers: {work.review: 0, work.habits: [history]}",
        "partner-2": "answers: {work.review: 4, work.habits: {rows: {history: no, build: yes}}}",
        "partner-3": "answers: {work.review: {not_applicable: no code}}",
    },
    "rated-supplier": {
        "client-1": "answers: {security.access: never, service.recommend: 0}",
        "client-2": "answers: {security.access: always, service.recommend: 10}",
        "client-3": "answers: {security.policy: {not_applicable: none}}",
        "partner": "answers: {security.access: mostly, security.policy: yes}",
    },
    "plain-list": {
        "client-1": "answers: {start.contract: yes}",
        "client-2": "answers: {start.contract: no, start.contact: Ann}",
    },
}
HALF: dict[str, Files] = {
    "reviewed-team": {"partner": "answers: {work.habits: {rows: {build: dont-know}}}"},
    "rated-supplier": {"partner": "answers: {security.policy: dont-know}"},
    "plain-list": {"client": "answers: {start.contact: Ann}"},
}
UNNAMED: dict[str, Files] = {
    "reviewed-team": {"partner": "ANONYMOUS\nanswers: {work.review: 1}"},
    "rated-supplier": {"client": "answers: {security.policy: yes}",
                       "partner": "ANONYMOUS\nanswers: {security.policy: no}"},
    "plain-list": {"client": "ANONYMOUS\nanswers: {start.contract: no}"},
}  # fmt: skip
WORLDS = {"poor": POOR, "good": GOOD, "apart": APART, "half": HALF, "unnamed": UNNAMED}
QUESTIONS = {
    "reviewed-team": "work.review",
    "rated-supplier": "service.recommend",
    "plain-list": "start.contract",
}
FIRST = {
    "reviewed-team": "by a second person?",
    "rated-supplier": "for information security",
    "plain-list": "Where are you?",
}
"""What is asked first."""
FORBIDDEN = {
    "reviewed-team": r"client",
    "rated-supplier": r"client|partner|go(ing)? ahead|collaborat|\bready|at risk|“conditional",
    "plain-list": r"partner",
}
"""What only other packs speak of, in any case: absent sides, and words that are the pack's own."""
ALLOWED = r"""(?x)
    (client|partner)\.yaml                              # files that `assess` names
    | --side\ (client|partner)                           # commands keep the ids
    | \((ready|conditional|at-risk|not-ready)\)        # the gate: behind the pack's own title
    | verdict\ conditional\ and                        # the policy's setting
"""
NONSENSE = (
    *("Get to this: Yes\n", "Get to this: Mostly\n", "would be: </dd>", "None\n", "nan"),
    *(" 0 questions", "StrictUndefined", "of the  ", "{side", "{subject", "{conditional"),
)
"""What no command says of any pack."""
REPORTS = [
    ["report", "{f}", "--template", template.name, "--format", language]
    for template in list_templates()
    for language in template.languages
]
FORMATS = ("text", "concise", "json", "github", "markdown", "sarif", "junit", "gitlab")
COMMANDS: list[tuple[tuple[int, ...], list[str]]] = [
    ((0,), ["score", "{f}"]),
    ((0,), ["score", "{f}", "--explain"]),
    ((0,), ["score", "{f}", "--explain", "--question", "{q}"]),
    ((0,), ["score", "{f}", "--since", "{f}"]),
    ((0,), ["score", "{f}", "--what-if", "{q}=dont-know"]),
    ((0,), ["plan", "{f}"]),
    ((0,), ["plan", "{f}", "--to", "ready"]),
    ((0,), ["plan", "{f}", "--days", "2"]),
    ((0,), ["align", "{f}"]),
    *(((0,), report) for report in REPORTS),
    *(((0, 1), ["check", "{f}", "--format", form]) for form in FORMATS),
    ((0, 1), ["check", "{f}", "--both-sides", "--max-age-days", "1", "--verdict", "ready"]),
    ((0,), ["history", "add", "{f}"]),
    ((0,), ["score", "{f}", "--since", "outsource-history.jsonl"]),
    ((0,), ["report", "{f}", "-t", "readiness", "--since", "{f}", "-f", "md"]),
]
OF_THE_PACK: list[tuple[int, list[str]]] = [
    (0, ["pack", "lint", "packs/{p}"]),
    (0, ["pack", "show", "packs/{p}"]),
    (0, ["pack", "lint", "packs/{p}", "--against", "packs/{p}"]),
    (0, ["pack", "show", "{q}", "--pack", "packs/{p}"]),
]


def write(folder: Path, pack: str, files: Files) -> Path:
    """An engagement with answers to a pack, which stands in `packs` beside it."""
    shutil.copytree(PACKS, folder / "packs")
    place = folder / "trial"
    place.mkdir()
    for number, (name, answers) in enumerate(files.items()):
        side, _, _ = name.partition("-")
        unnamed, _, given = answers.rpartition("ANONYMOUS\n")
        who = ", anonymous: yes" if unnamed or given != answers else f", name: Person {number}"
        (place / f"file-{number}.yaml").write_text(
            f"format: outsource-check/answers/v1\npack: {pack}\npack_version: 1.0.0\n"
            f"engagement: Trial\nrespondent: {{side: {side}, role: Lead{who}}}\n"
            f"date: 2026-11-23\n{given}\n",
            encoding="utf-8",
        )
    return place


def judge(pack: str, told: list[str], said: str) -> None:
    """Nothing that is said is nonsense, or about what the pack does not know."""
    if "--format" in told and told[-1] in ("html", "sarif", "json", "junit"):
        # Of pages what is read; of documents for machines, the messages.
        said = re.sub(r"(?sm)<style.*?</style>|<[^>]*>|^\s*\"\w+\": \"[a-z-]+\",?$", "", said)
    for nonsense in NONSENSE:
        assert nonsense not in said, told
    found = re.search(f"(?i){FORBIDDEN[pack]}", re.sub(ALLOWED, "", said))
    assert found is None, (told, said[max(found.start() - 200, 0) : found.end() + 100])


def run(capsys: pytest.CaptureFixture[str], told: list[str]) -> tuple[int, str]:
    status = main(told)
    said = capsys.readouterr()
    assert "Traceback" not in said.err, told
    return status, said.out + said.err


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("pack", POOR)
def test_every_command_says_of_a_foreign_pack_nothing_of_another_s_subject(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    pack: str,
    world: str,
) -> None:
    place = write(tmp_path, pack, WORLDS[world][pack])
    monkeypatch.chdir(tmp_path)
    names = {"f": place.name, "p": pack, "q": QUESTIONS[pack]}
    for statuses, command in COMMANDS:
        told = [part.format(**names) for part in command]
        status, said = run(capsys, told)
        assert status in statuses, (told, said)
        judge(pack, told, said)
    settle = ["settle", place.name, QUESTIONS[pack], "0", "--present", "Ann", "--reason", "Seen"]
    for told in (settle, ["align", place.name], ["report", place.name, "-t", "charter"]):
        status, said = run(capsys, told)
        assert status == 0, said
        judge(pack, told, re.sub(r"(?s)<style.*?</style>|<[^>]*>", "", said))


@pytest.mark.parametrize("pack", POOR)
def test_every_command_about_a_foreign_pack_uses_its_words(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    pack: str,
) -> None:
    write(tmp_path, pack, POOR[pack])
    monkeypatch.chdir(tmp_path)
    for expected, command in OF_THE_PACK:
        told = [part.format(p=pack, q=QUESTIONS[pack]) for part in command]
        status, said = run(capsys, told)
        assert status == expected, said
        # The names beside their ids, fields of files and thresholds are what its author looks for.
        said = re.sub(r"(?sm)^(names|verdicts) .*?\n(?=\w)|ask_partner", "", said)
        judge(pack, told, said)


@pytest.mark.parametrize("pack", POOR)
def test_a_foreign_pack_goes_to_a_spreadsheet_and_says_what_is_left_out(
    capsys: pytest.CaptureFixture[str], pack: str
) -> None:
    status, said = run(capsys, ["pack", "export", str(PACKS / pack)])
    assert status == 0
    assert QUESTIONS[pack].partition(".")[2] in said
    assert ("names of sides, levels and verdicts" in said) is (pack == "rated-supplier")


@pytest.mark.parametrize("pack", POOR)
def test_the_form_asks_a_foreign_pack_in_its_words(
    capsys: pytest.CaptureFixture[str], pack: str
) -> None:
    for side in POOR[pack]:
        told = ["form", "--pack", str(PACKS / pack), "--side", side]
        status, page = run(capsys, told)
        assert status == 0
        judge(pack, told, re.sub(r"(?s)<(style|script).*?</\1>|<[^>]*>", "", page))


@pytest.mark.parametrize("pack", POOR)
def test_json_of_a_foreign_pack_keeps_ids_and_its_schema(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    pack: str,
) -> None:
    place = write(tmp_path, pack, POOR[pack])
    monkeypatch.chdir(tmp_path)
    for command, schema in (
        (["score", place.name, "--json"], "result"),
        (["report", place.name, "-f", "context"], "context"),
    ):
        document = json.loads(run(capsys, command)[1])
        jsonschema.validate(document, json.loads(run(capsys, ["schema", schema])[1]))
    found = json.loads(run(capsys, ["score", place.name, "--json"])[1])
    assert {source["side"] for source in found["sources"]} == set(POOR[pack])
    assert found["verdict"]["low"] in ("ready", "conditional", "at-risk", "not-ready")


@pytest.mark.parametrize("pack", POOR)
def test_the_plain_interview_asks_a_foreign_pack_in_its_words(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    pack: str,
) -> None:
    shutil.copytree(PACKS, tmp_path / "packs")
    monkeypatch.chdir(tmp_path)
    lines = [*(["2"] if pack == "rated-supplier" else []), "Trial", "Lead", "Ann"]
    lines += ["?", ":h", *[":dk"] * 8, ":r", ":q"]
    typed = io.BytesIO("".join(f"{line}\n" for line in lines).encode())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(typed))
    told = ["assess", "trial", "--plain", "--full", "--pack", f"packs/{pack}"]
    status, said = run(capsys, told)
    assert status == 0, said
    judge(pack, told, said)


def test_a_charter_names_the_question_of_an_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = write(tmp_path, "plain-list", POOR["plain-list"])
    monkeypatch.chdir(tmp_path)
    assert main(["report", place.name, "--template", "charter", "--format", "md"]) == 0
    assert "“Yes” to “The contract is signed”" in capsys.readouterr().out


def test_a_plan_names_the_lines_of_a_matrix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = write(tmp_path, "reviewed-team", POOR["reviewed-team"])
    monkeypatch.chdir(tmp_path)
    assert main(["report", place.name, "--template", "plan", "--format", "md"]) == 0
    assert "still open: “There is a list of known faults” and “The plan" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("pack", "options", "message"),
    [
        ("reviewed-team", ["--side", "client"], "only the partner answers"),
        ("rated-supplier", ["--side", "client", "--quick"], "has no quick questions"),
    ],
)
def test_what_a_pack_does_not_ask_is_refused(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    pack: str,
    options: list[str],
    message: str,
) -> None:
    told = ["assess", str(tmp_path / "a.yaml"), "--pack", str(PACKS / pack), "--no-input"]
    told += ["--role", "Lead", "--engagement", "Trial", *options]
    assert main(told) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "a.yaml").exists()


@pytest.mark.posix
@pytest.mark.parametrize(
    ("pack", "columns"), spread([(pack, columns) for pack in POOR for columns in (80, 40)], 2)
)
def test_the_screen_asks_a_foreign_pack_in_its_words(
    tmp_path: Path, pack: str, columns: int
) -> None:
    from tests.interview.test_process import Terminal  # noqa: PLC0415 - pexpect

    shutil.copytree(PACKS, tmp_path / "packs")
    told = ["trial", "--full", "--pack", f"packs/{pack}"]
    terminal = Terminal(tmp_path, *told, columns=columns, own=False)
    if pack == "rated-supplier":
        terminal.see("For which side do you answer?")
        terminal.press("2<enter>")
    terminal.see("What is being assessed?")
    terminal.press("Trial<enter>", see="What is your role?")
    terminal.press("Lead<enter>", see="Your name")
    terminal.press("Ann<enter>", see=FIRST[pack])
    terminal.press("<c-q>")
    terminal.end()
    said = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", " ", terminal.raw.decode())
    assert "Trial" in said
    judge(pack, told, said)
