"""Of a side of fewer than three people, one of them anonymous, nothing but the side is printed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from tests.alignment.people import AS_OF, pack, said, text_of, write_pack

from outsource_check.answers import assemble
from outsource_check.cli import main
from outsource_check.gate.formats import FORMATS
from outsource_check.report import list_templates
from outsource_check.result import score


def canary(where: str) -> str:
    return f"CANARY-{where}"


def revealing(answers: dict[str, Any]) -> dict[str, Any]:
    """Answers, and whatever else an answer file can tell of the one who wrote it."""
    extras = {
        "note": canary("note"),
        "owner": canary("owner"),
        "due": "2031-03-07",
        "date": "2026-11-21",
        "evidence": [
            {"what": canary("what"), "where": f"https://{canary('where')}", "date": "2026-10-03"}
        ],
    }
    return {name: {**entry, **extras} for name, entry in answers.items()}


HIDDEN: dict[str, Any] = revealing(
    {
        "k.q0": {"level": 0},
        "k.q1": {"level": 4},
        "k.q2": {"not_applicable": canary("reason")},
        "k.q3": {"dont_know": "yes"},
        "k.days": {"value": "7.77"},
        "k.rows": {
            "rows": {
                "accept": {"option": "named", "who": canary("who"), "note": canary("row-note")},
                "budget": {"not_applicable": canary("row-reason")},
            }
        },
        "k.hours": {
            "sites": [
                {
                    "name": canary("site"),
                    "side": "client",
                    "zone": "Europe/London",
                    "hours": "09:00-17:00",
                },
                {
                    "name": "There",
                    "side": "partner",
                    "zone": "Asia/Ho_Chi_Minh",
                    "hours": "09:00-18:00",
                },
            ]
        },
        "k.money": {
            "costs": {"currency": canary("currency"), "baseline": "98765", "fees": "43219"}
        },
    }
)
SECRETS = ("CANARY", "2031-03-07", "2026-11-21", "2026-10-03", "7.77", "98\u00a0765", "43\u00a0219")
SECRETS_OF_LEVELS = ("Text 0.0", "Text 1.4")
"""The wording of two levels that only the anonymous person chose."""
OTHER = {"k.q0": 4, "k.q1": 0, "k.q2": 2, "k.q3": 1, "k.days": "3", "k.rows": ["accept"]}
PARTNER = {**dict.fromkeys(("k.q0", "k.q1", "k.q2", "k.q3"), 2), "k.rows": ["release"], "k.days": 1}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An anonymous and a named client, and a partner, with their pack beside them."""
    home = tmp_path / "rebuild"
    home.mkdir()
    shelf = tmp_path / "packs" / "small"
    shelf.mkdir(parents=True)
    write_pack(shelf)
    files = {
        f"{canary('file')}.yaml": text_of(
            "client", HIDDEN, role=canary("role"), anonymous=True, pack_version="1.0.0"
        ),
        "zoe.yaml": text_of("client", OTHER, role=canary("other-role")),
        "partner.yaml": text_of("partner", PARTNER, role="Delivery manager"),
    }
    for name, text in files.items():
        (home / name).write_text(text, encoding="utf-8")
    return home


def commands(folder: Path) -> Iterator[list[str]]:
    """Every command that prints a result, in every format."""
    common = [str(folder), "--pack", str(folder.parent / "packs"), "--as-of", str(AS_OF)]
    yield ["score", *common]
    yield ["score", *common, "--json"]
    yield ["score", *common, "--explain"]
    for question in pack().questions:
        yield ["score", *common, "--question", question]
    for template in list_templates():
        for language in template.languages:
            yield ["report", *common, "-t", template.name, "-f", language]
        yield ["report", *common, "-t", template.name, "-f", "context"]
    for form in FORMATS:
        limits = ("--max-age-days", "1", "--min-overall", "99", "--max-unknown", "0")
        yield ["check", *common, "--format", form, *limits]
    yield ["align", *common]
    yield ["align", *common, "--json"]


Run = Callable[[list[str]], str]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    def run(arguments: list[str]) -> str:
        status = main(arguments)
        out, err = capfd.readouterr()
        assert status in (0, 1), err
        assert out.strip()
        return out + err

    return run


def test_no_output_says_more_than_the_side(folder: Path, run: Run) -> None:
    for arguments in commands(folder):
        text = run(arguments)
        for secret in (*SECRETS, *SECRETS_OF_LEVELS, "98765", "43219"):
            assert secret not in text, (arguments, secret)


def test_the_canaries_sing_where_nobody_is_anonymous(folder: Path, run: Run) -> None:
    """What the test above looks for is there to be found."""
    hidden = folder / f"{canary('file')}.yaml"
    text = hidden.read_text(encoding="utf-8").replace('"anonymous": "yes"', '"anonymous": "no"')
    hidden.write_text(text, encoding="utf-8")
    everything = "".join(run(arguments) for arguments in commands(folder))
    for secret in (*SECRETS, *SECRETS_OF_LEVELS):
        assert secret in everything, secret
    for where in ("file", "role", "note", "owner", "what", "where", "who", "row-note", "site"):
        assert canary(where) in everything, where


def test_what_settles_a_question_names_no_hidden_file(folder: Path, run: Run) -> None:
    common = ["--pack", str(folder.parent / "packs")]
    arguments = ["settle", str(folder), "k.q0", "2", "--present", "Zoe", "--reason", "talked"]
    told = run([*arguments, *common])
    written = (folder / "engagement.yaml").read_text(encoding="utf-8")
    for secret in (*SECRETS, "zoe.yaml"):
        assert secret not in told
        assert secret not in written
    assert "client: " in written
    # A changed answer of the hidden side is noticed all the same, and does not say whose it was.
    hidden = folder / f"{canary('file')}.yaml"
    text = hidden.read_text(encoding="utf-8").replace('"level": "0"', '"level": "1"')
    hidden.write_text(text, encoding="utf-8")
    for arguments in commands(folder):
        shown = run(arguments)
        for secret in SECRETS:
            assert secret not in shown, (arguments, secret)
    shown = run(["align", str(folder), *common])
    assert "the client’s answers have changed" in " ".join(shown.split())


# What two people of a sealed side say, question by question: each row is one and the same side.
SAME_SIDE: list[dict[str, tuple[Any, Any]]] = [
    {"k.q0": (0, 4), "k.q1": (1, 3), "k.q2": (2, 2), "k.q3": (3, {"not_applicable": "x"})},
    {"k.q0": (4, 0), "k.q1": (3, 1), "k.q2": (2, 2), "k.q3": ({"not_applicable": "y"}, 3)},
    {"k.q0": (2, 2), "k.q1": (2, 2), "k.q2": (2, "dont-know"), "k.q3": (3, 3)},
    {"k.q0": (1, 3), "k.q1": (2, "dont-know"), "k.q2": ("dont-know", 2), "k.q3": (3, "dont-know")},
]
ROWS_OF = (["accept"], ["budget"], ["release"], ["accept"])
"""The same level of the matrix, through another row."""


def test_what_differs_below_the_side_changes_no_byte_of_any_output(folder: Path, run: Run) -> None:
    """Neither a range, a count, an order nor a digest lets a single answer be worked out."""
    seen = []
    for number, (plants, rows) in enumerate(zip(SAME_SIDE, ROWS_OF, strict=True)):
        for file in folder.iterdir():
            file.unlink()
        for person, name in enumerate((f"z{number}.yaml", f"a{number}.yaml")):
            answers: dict[str, Any] = {question: both[person] for question, both in plants.items()}
            answers["k.rows"] = rows
            evidence = {"what": f"proof {number}", "date": "2026-10-03"}
            answers["k.q4"] = {"level": 4, "note": f"note {number}", "owner": f"owner {number}"}
            answers["k.q4"] |= {"evidence": [evidence]} if person == number % 2 else {}
            role, hidden = f"role {number}.{person}", person == 0
            text = text_of("client", answers, role=role, anonymous=hidden)
            (folder / name).write_text(text, encoding="utf-8")
        text = text_of("partner", PARTNER, role="Lead")
        (folder / "partner.yaml").write_text(text, encoding="utf-8")
        seen.append([run(arguments) for arguments in commands(folder)])
    first, *others = seen
    for other in others:
        for arguments, one, two in zip(commands(folder), first, other, strict=True):
            assert one == two, arguments


def contradict(folder: Path, mine: str, other: str, partner: str) -> None:
    """Let the three files say how far it has got; an empty text says nothing."""
    files = (f"{canary('file')}.yaml", "zoe.yaml", "partner.yaml")
    for name, option in zip(files, (mine, other, partner), strict=True):
        text = (folder / name).read_text(encoding="utf-8")
        said = f'"facts": {{"stage": "{option}"}}' if option else '"facts": {}'
        (folder / name).write_text(text.replace('"facts": {}', said), encoding="utf-8")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (("early", "", "late"), 'partner.yaml:11:21: error[OC204]: the fact "stage" is not what'),
        (("early", "early", "late"), 'the fact "stage" is not what the client says'),
        (("early", "late", ""), 'the fact "stage" is said differently by people who are not named'),
        (("early", "late", "late"), "by people who are not named"),
    ],
)
def test_a_fact_that_a_hidden_file_says_differently_does_not_name_it(
    folder: Path, capfd: pytest.CaptureFixture[str], said: tuple[str, str, str], told: str
) -> None:
    contradict(folder, *said)
    refused = []
    write = ["history", "add", str(folder), "--pack", str(folder.parent / "packs")]
    for arguments in [*commands(folder), write]:
        status = main(arguments)
        out, err = capfd.readouterr()
        for secret in (*SECRETS, "zoe.yaml"):
            assert secret not in out + err, (arguments, secret)
        if arguments[0] == "align" or "agenda" in arguments:
            assert status == 0
            continue
        assert status == 3, arguments
        refused.append(out + err)
    assert told in refused[0]
    assert f"settle {folder} stage OPTION" in refused[0]


def test_an_interview_in_the_folder_lists_nobody_of_the_side(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    packs = ["--pack", str(folder.parent / "packs")]
    keys = TextIOWrapper(BytesIO(b"2\nLead\n\n2\n:f\n:f\n"), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", keys)
    # Somebody else of the other side answers, up to the result.
    (folder / "partner.yaml").unlink()
    told = run(["assess", str(folder), "--plain", *packs])
    assert "Somebody else, for the partner" in told
    assert main(["assess", str(folder), "--no-input", "--set", "k.q0=1", *packs]) == 2
    told += capfd.readouterr().err
    assert "whose answers?" in told
    for secret in (*SECRETS, "zoe.yaml"):
        assert secret not in told, secret


def test_what_cannot_be_scored_names_no_hidden_file(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    hidden = folder / f"{canary('file')}.yaml"
    (folder / "zoe.yaml").unlink()
    (folder / "partner.yaml").unlink()
    hidden.write_text(
        text_of("client", {}, role="r", anonymous=True, mode="quick"), encoding="utf-8"
    )
    for arguments in commands(folder):
        assert main(arguments) == 3, arguments
        out, err = capfd.readouterr()
        assert "CANARY" not in out + err, arguments


def test_the_sides_median_stays(folder: Path, run: Run) -> None:
    text = run(["align", str(folder), "--pack", str(folder.parent / "packs")])
    assert "fewer than three people answered" in text


def people(count: int, *, anonymous: int) -> Any:
    files = [
        said(f"{n}.yaml", "client", {"k.q0": n % 5}, role=f"r{n}", anonymous=n < anonymous)
        for n in range(count)
    ]
    return assemble([*files, said("p.yaml", "partner", {"k.q0": 3})], pack())


@pytest.mark.parametrize(
    ("count", "anonymous", "sealed"),
    [
        (1, 0, False),
        (1, 1, True),
        (2, 0, False),
        (2, 1, True),
        (2, 2, True),
        (3, 1, False),
        (3, 3, False),
    ],
)
def test_fewer_than_three_with_one_anonymous_are_sealed(
    count: int, anonymous: int, *, sealed: bool
) -> None:
    engagement = people(count, anonymous=anonymous)
    assert engagement.sealed == (frozenset({"client"}) if sealed else frozenset())
    side = score(engagement, as_of=AS_OF).questions["k.q0"].sides["client"]
    assert (side.voices == ()) == sealed
    assert side.level is not None
    if sealed:
        assert (side.spread, side.deviation) == (0, 0)


def test_among_three_an_anonymous_answer_is_shown_without_the_role(folder: Path, run: Run) -> None:
    (folder / "third.yaml").write_text(text_of("client", {"k.q0": 2}, role="CFO"), encoding="utf-8")
    for arguments in commands(folder):
        assert canary("role") not in run(arguments), arguments
    common = [str(folder), "--pack", str(folder.parent / "packs")]
    told = {
        "explain": run(["score", *common, "--question", "k.q0"]),
        "report": run(["report", *common, "-f", "md"]),
        "align": run(["align", *common]),
    }
    for command, text in told.items():
        assert "somebody who did not give a name" in " ".join(text.split()), command
        assert canary("other-role") in text, command
    roles = {one["role"] for one in json.loads(run(["score", *common, "--json"]))["sources"]}
    assert roles == {"", canary("other-role"), "CFO", "Delivery manager"}


@pytest.mark.slow
def test_an_earlier_state_names_no_hidden_file(folder: Path, run: Run) -> None:
    # Then nobody is left whose file could be named.
    for name in ("zoe.yaml", "partner.yaml"):
        (folder / name).unlink()
    history, before = folder.parent / "history.jsonl", folder.parent / "before"
    packs = ["--pack", str(folder.parent / "packs"), "--as-of", str(AS_OF)]
    told = run(["history", "add", str(folder), "--file", str(history), *packs])
    text = history.read_text(encoding="utf-8")
    assert '"folder":"rebuild"' in text
    copytree(folder, before)
    file = folder / f"{canary('file')}.yaml"
    file.write_text(file.read_text("utf-8").replace('"level": 0', '"level": 3'), "utf-8")
    file.rename(folder / f"{canary('renamed')}.yaml")
    for what in (f"{history}@{AS_OF}", str(before)):
        for arguments in commands(folder):
            if arguments[0] != "align":
                told += run([*arguments, "--since", what])
    accept = ("--verdict", "not-ready", "--max-not-asked", "99", "--stops", "allow-waived")
    check = ["check", str(folder), *packs, *accept, "--since"]
    assert "OC112" not in run([*check, f"{history}@{AS_OF}"])
    assert f"{folder}:1:1: error[OC112]" in run([*check, str(before)])
    for secret in SECRETS:
        assert secret not in text + told, secret
