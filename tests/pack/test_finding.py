"""Where packs are looked for: one order, for every command."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tests.pack.worlds import write_pack

from outsource_check.answers import read_answers
from outsource_check.cli import main
from outsource_check.errors import ConfigurationError
from outsource_check.pack import PackShelf, find_packs
from outsource_check.resources import shipped_packs

Captured = pytest.CaptureFixture[str]
ANSWERS = """\
format: outsource-check/answers/v1
pack: small
pack_version: 1.0.0
engagement: {name}
respondent: {{side: {side}, role: CTO}}
date: 2026-11-23
answers: {{one.first: 3}}
"""
POLICY = "format: outsource-check/policy/v1\npacks: [ours]\ngate: {verdict: not-ready}\n"


def write_answers(folder: Path, side: str = "client") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{side}.yaml"
    file.write_text(ANSWERS.format(name=folder.name, side=side))
    return file


def write_named(folder: Path, title: str) -> Path:
    """The pack `small` below a folder, told apart by its title."""
    folder.mkdir(parents=True, exist_ok=True)
    pack = write_pack(folder)
    outline = pack / "pack.yaml"
    outline.write_text(outline.read_text().replace("title: Small", f"title: {title}"))
    return pack


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, as the current folder, with one engagement in it."""
    top = tmp_path / "repository"
    write_answers(top / "engagements" / "acme")
    (top / ".git").mkdir()
    monkeypatch.chdir(top)
    return top


PLACES = (
    "engagements/acme/packs",
    "engagements/acme/questions",
    "engagements/packs",
    "packs",
    "questions",
)


@pytest.mark.parametrize("place", PLACES)
def test_a_pack_beside_the_answers_or_above_is_found(home: Path, place: str) -> None:
    write_pack_in(home / place)
    assert read_answers("engagements/acme").pack.folder == f"{place}/small"
    absolute = home / "engagements" / "acme"
    assert read_answers(absolute).pack.folder == str(home / place / "small")


def write_pack_in(folder: Path) -> None:
    folder.mkdir(parents=True)
    write_pack(folder)


def test_the_folder_itself_may_be_the_pack(home: Path) -> None:
    write_pack(home).rename(home / "questions")
    assert read_answers("engagements/acme").pack.folder == "questions"


def test_nothing_is_looked_for_above_the_repository(home: Path) -> None:
    write_pack_in(home.parent / "packs")
    with pytest.raises(ConfigurationError, match='there is no pack "small"'):
        read_answers("engagements/acme")


def test_without_a_repository_nothing_is_looked_for_above_the_current_folder(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / ".git").rmdir()
    write_pack_in(home / "packs")
    assert read_answers("engagements/acme").pack.id == "small"
    monkeypatch.chdir(home / "engagements")
    with pytest.raises(ConfigurationError, match='there is no pack "small"'):
        read_answers("acme")


def test_a_folder_of_that_name_without_a_pack_is_none_of_ours(home: Path) -> None:
    (home / "packs" / "left-pad").mkdir(parents=True)
    assert find_packs((), home) == find_packs()


def test_option_policy_and_folders_are_asked_in_this_order(home: Path, capsys: Captured) -> None:
    def title(*options: str) -> str:
        assert main(["pack", "show", "small", *options]) == 0
        return capsys.readouterr().out.split("\n")[0]

    write_named(home / "packs", "Found")
    assert "Found" in title()
    write_named(home / "ours", "Of the policy")
    (home / "outsource-policy.yaml").write_text(POLICY)
    assert "Of the policy" in title()
    write_named(home / "mine", "Named")
    assert "Named" in title("--pack", "mine")


def test_two_packs_of_one_id_in_one_place_are_both_named(home: Path, capsys: Captured) -> None:
    write_pack_in(home / "packs")
    write_pack_in(home / "engagements" / "questions")
    assert main(["score", "engagements/acme"]) == 4
    said = 'the packs at "engagements/questions/small" and "packs/small" have the same id, "small"'
    assert said in capsys.readouterr().err
    both = ["--pack", "packs", "--pack", "engagements/questions"]
    assert main(["score", "engagements/acme", *both]) == 4
    assert 'the packs at "packs/small" and "engagements/questions/small"' in capsys.readouterr().err
    assert main(["score", "engagements/acme", "--pack", "packs"]) == 0


def test_engagements_that_mean_different_packs_by_one_id_are_not_judged_together(
    home: Path, capsys: Captured
) -> None:
    write_answers(home / "engagements" / "beta")
    for name in ("acme", "beta"):
        write_pack_in(home / "engagements" / name / "packs")
    assert main(["check", "--verdict", "not-ready", "engagements/beta"]) == 0
    capsys.readouterr()
    assert main(["check", "--verdict", "not-ready", "engagements"]) == 4
    first, second = (f'"engagements/{name}/packs/small"' for name in ("acme", "beta"))
    assert f'the packs at {first} and {second} have the same id, "small"' in capsys.readouterr().out


def test_one_pack_by_two_paths_is_one(home: Path) -> None:
    write_pack_in(home / "packs")
    shelf = PackShelf()
    given = shelf.pack("small", str(home / "engagements" / "acme" / "client.yaml"))
    assert shelf.pack("small", "engagements/acme/client.yaml") is given


def test_a_pack_beside_the_answers_takes_no_shipped_id(home: Path, capsys: Captured) -> None:
    shutil.copytree(shipped_packs() / "eight-keys", home / "packs" / "eight-keys")
    assert PackShelf().pack("eight-keys", "x.yaml").folder == str(shipped_packs() / "eight-keys")
    assert main(["pack", "list"]) == 4
    assert '"packs/eight-keys" has the id of a shipped pack' in capsys.readouterr().err


def test_a_pack_that_is_not_there_is_told_with_where_was_looked(
    home: Path, capsys: Captured
) -> None:
    other = write_named(home / "mine", "Mine") / "pack.yaml"
    other.write_text(other.read_text().replace("id: small", "id: other"))
    assert main(["score", "engagements/acme", "--pack", "mine"]) == 4
    said = capsys.readouterr().err
    assert 'client.yaml:2:7: error[OC305]: there is no pack "small"' in said
    assert (
        'there are: eight-keys, other; looked in "mine", the folders packs and questions in'
        ' "engagements/acme" and above, up to "." and among those shipped; --pack DIR names another'
    ) in said


COMMANDS = (
    "score FOLDER",
    "score FOLDER/client.yaml",
    "report FOLDER -f md",
    "check FOLDER --verdict not-ready",
    "align FOLDER",
    "settle FOLDER one.first 3 --present Dana --reason Agreed",
    "assess FOLDER --side client --role CTO --no-input --set one.first=2",
    "assess FOLDER/new.yaml --side partner --role Lead --engagement acme --full --no-input",
    "history add FOLDER",
    "score FOLDER --since FOLDER",
    "check FOLDER --verdict not-ready --since FOLDER",
    "pack show small",
    "pack lint small",
    "schema pack --pack small",
)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("place", ["ours", "questions"], ids=["policy", "beside"])
def test_every_command_finds_an_own_pack_without_a_flag(
    home: Path, place: str, command: str
) -> None:
    if place == "ours":
        (home / "outsource-policy.yaml").write_text(POLICY)
    write_pack_in(home / place)
    assert main(command.replace("FOLDER", "engagements/acme").split()) == 0


def test_a_folder_of_packs_that_is_not_there_is_told_where_the_policy_names_it(
    home: Path, capsys: Captured
) -> None:
    (home / "outsource-policy.yaml").write_text(POLICY)
    said = (
        'outsource-policy.yaml:2:1: error[OC305]: expected a pack, or a folder of packs, at "ours"'
    )
    for command in ("score engagements/acme", "check engagements/acme -f text"):
        assert main(command.split()) == 4
        assert said in "".join(capsys.readouterr())


def test_the_list_of_packs_has_those_that_are_found(home: Path, capsys: Captured) -> None:
    write_pack_in(home / "questions")
    assert main(["pack", "list"]) == 0
    assert re.search(
        r"^small 1\.0\.0: Small\n.*\n +questions/small$", capsys.readouterr().out, re.MULTILINE
    )


def test_a_new_engagement_is_asked_the_own_pack_that_is_there(home: Path) -> None:
    write_pack_in(home / "questions")
    new = "assess engagements/new --side client --role CTO --engagement New --full --no-input"
    assert main(new.split()) == 0
    assert "pack: small" in (home / "engagements" / "new" / "client.yaml").read_text()


@pytest.mark.parametrize(
    ("command", "printed"),
    [
        ("score", "outsource-check score one --pack ours"),
        ("report", "outsource-check report one --pack ours"),
        ("align", "outsource-check align one --pack ours"),
        ("check", "outsource-check check one --pack ours"),
        ("settle one.first 3", "outsource-check settle one QUESTION ANSWER --pack ours"),
        ("align one", "outsource-check assess one --side partner --pack ours/small"),
        ("score both", "outsource-check settle both live OPTION --pack ours/small"),
        (
            "settle one live yes --reason R",
            "outsource-check settle one live yes --pack ours",
        ),
    ],
)
def test_commands_that_are_printed_name_the_pack_as_it_was_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Captured,
    command: str,
    printed: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ours").mkdir()
    write_pack(tmp_path / "ours", outline="facts: [{id: live, ask: Live?}]\n")
    for folder, sides in (("one", ("client",)), ("both", ("client", "partner"))):
        for side, said in zip(sides, ("yes", "no"), strict=False):
            file = write_answers(tmp_path / folder, side)
            file.write_text(file.read_text() + f"facts: {{live: {said}}}\n")
    main([*command.split(), "--pack", "ours"])
    captured = capsys.readouterr()
    assert f"{printed}\n" in f"{captured.out}\n{captured.err}\n".replace("\n\n", "\n")


def test_who_named_no_pack_is_shown_commands_without_one(home: Path, capsys: Captured) -> None:
    write_pack_in(home / "questions")
    assert main(["align", "engagements/acme"]) == 0
    shown = capsys.readouterr().out
    assert "outsource-check assess engagements/acme --side partner\n" in shown


def test_earlier_answers_are_compared_with_the_pack_beside_those_of_today(
    home: Path, capsys: Captured
) -> None:
    write_pack_in(home / "engagements" / "acme" / "packs")
    write_answers(home / "before" / "acme")
    for command in ("score engagements/acme", "check --verdict not-ready engagements"):
        assert main([*command.split(), "--since", "before/acme"]) == 0
    write_named(home / "before" / "acme" / "packs", "Of then")
    assert main(["score", "engagements/acme", "--since", "before/acme"]) == 0
    assert "folder before/acme" in capsys.readouterr().out


def test_the_parts_of_a_pack_are_no_answers_wherever_they_lie(home: Path, capsys: Captured) -> None:
    acme = home / "engagements" / "acme"
    write_pack_in(acme / "packs")
    (acme / "packs" / "small" / "references.yaml").write_text("- {id: R1, cite: A book}\n")
    assert main(["check", "--verdict", "not-ready", "."]) == 0
    assert "1 engagement" in capsys.readouterr().out
    write_answers(acme / "packs" / "small")
    assert main(["check", "--verdict", "not-ready", "engagements"]) == 0
    assert "2 engagements" in capsys.readouterr().out
    assert main(["score", "engagements/acme/packs/small"]) == 0
    assert main(["check", "engagements/acme/packs/small/one.yaml"]) == 3
