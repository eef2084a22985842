"""Which files are read, what they must agree on, and how versions of a pack get along."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.answers.world import HEAD, packs, read

from outsource_check.answers import read_answers, select_files
from outsource_check.errors import AnswerError, ConfigurationError, SelectionError

PARTNER = HEAD.replace("side: client", "side: partner")
ENGAGEMENT = "format: outsource-check/engagement/v1\nengagement: An engagement\n"
POLICY = "format: outsource-check/policy/v1\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def names(*paths: Path | str) -> list[str]:
    """The files of the engagement that the paths make up, by their last part."""
    found = read_answers(paths, packs=[packs()])
    return [Path(source.file).name for source in found.sources]


def complaints(*paths: Path | str) -> list[str]:
    """What is said about the paths: `name:line:column RULE message; hint`."""
    with pytest.raises(AnswerError) as caught:
        read_answers(paths, packs=[packs()])
    lines = []
    for problem in caught.value.problems:
        hint = f"; {problem.hint}" if problem.hint else ""
        place = problem.place
        where = f"{Path(place.file).name}:{place.line}:{place.column} " if place else ""
        lines.append(f"{where}{problem.rule} {problem.text}{hint}")
    return lines


# ---------------------------------------------------------------- which files


def test_a_folder_s_yaml_and_json_files_are_read_in_order(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        {
            "b.yml": HEAD,
            "a.yaml": PARTNER,
            "c.json": '{"format": "outsource-check/answers/v1", "pack": "kinds",'
            ' "pack_version": "1.0.0", "engagement": "An engagement", "date": "2026-11-23",'
            ' "respondent": {"side": "partner", "role": "Lead"}}',
            "notes.txt": "not ours",
            ".hidden.yaml": "- broken",
            ".git/x.yaml": "- broken",
            "below/d.yaml": "- broken",
        },
    )
    assert names(folder) == ["a.yaml", "b.yml", "c.json"]


def test_a_folder_is_only_searched_below_where_that_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": HEAD, "below/b.yaml": HEAD, "below/.hidden/c.yaml": HEAD})
    here = [str(tmp_path / "a.yaml")]
    below = [str(tmp_path / "below" / "b.yaml")]
    assert [file for file, _ in select_files([tmp_path], recursive=False)] == here
    assert [file for file, _ in select_files([tmp_path], recursive=True)] == here + below


@pytest.mark.parametrize("name", ["a.yaml", "notes"])
def test_a_link_that_leads_to_itself_is_a_file_that_cannot_be_read(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).symlink_to(name)
    expected = [str(tmp_path / name)] if name.endswith(".yaml") else []
    assert [file for file, _ in select_files([tmp_path], recursive=True)] == expected
    if expected:
        with pytest.raises(AnswerError, match="a link that leads back to itself"):
            read_answers([tmp_path])


def test_links_to_folders_are_skipped_and_links_to_files_are_read(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", {"b.yaml": HEAD})
    write(tmp_path / "here", {"a.yaml": HEAD})
    (tmp_path / "here" / "folder").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "here" / "loop").symlink_to(tmp_path / "here")
    (tmp_path / "here" / "c.yaml").symlink_to(tmp_path / "elsewhere" / "b.yaml")
    found = select_files([tmp_path / "here"], recursive=True)
    assert [Path(file).name for file, _ in found] == ["a.yaml", "c.yaml"]


def test_the_same_file_under_two_spellings_is_one_with_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write(tmp_path, {"a.yaml": HEAD}))
    (tmp_path / "link.yaml").symlink_to("a.yaml")
    spellings = ["./a.yaml", "a.yaml", str(tmp_path / "a.yaml"), "link.yaml", "."]
    assert select_files(spellings, recursive=False) == [("./a.yaml", True)]
    assert [s.file for s in read_answers(spellings, packs=[packs()]).sources] == ["./a.yaml"]


def test_files_with_the_same_bytes_count_once(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": HEAD, "b.yaml": HEAD, "c.yaml": HEAD + "# another byte\n"})
    assert names(tmp_path) == ["a.yaml", "c.yaml"]


@pytest.mark.parametrize("text", [POLICY, ENGAGEMENT, "format: outsource-check/history/v1\n"])
def test_other_formats_of_ours_are_passed_over_in_a_folder(tmp_path: Path, text: str) -> None:
    write(tmp_path, {"a.yaml": HEAD, "other.yaml": text})
    assert names(tmp_path) == ["a.yaml"]


@pytest.mark.parametrize("also", [[], ["."]])
def test_another_format_that_is_named_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, also: list[str]
) -> None:
    monkeypatch.chdir(write(tmp_path, {"a.yaml": HEAD, "policy.yaml": POLICY}))
    assert complaints("a.yaml", *also, "policy.yaml") == [
        (
            'policy.yaml:1:9 OC013 expected answers ("outsource-check/answers/v1"), found a file of'
            ' the format of "policy"'
        )
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("key: [\n", "OC003"),
        ("kind: Deployment\n", "OC013"),
        ("format: somebody-else/v1\n", "OC013"),
        ("", "OC003"),
    ],
)
def test_anything_else_in_a_folder_is_an_error(tmp_path: Path, text: str, complaint: str) -> None:
    write(tmp_path, {"a.yaml": HEAD, "b.yaml": text})
    (found,) = complaints(tmp_path)
    assert found.startswith("b.yaml:")
    assert complaint in found


def test_the_problems_of_all_files_are_listed_together(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.yaml": HEAD + "answers: {k.drivers: 9}\n",
            "b.yaml": HEAD,
            "c.yaml": PARTNER + "answers: {k.plan: 9, k.speed: fast}\n",
        },
    )
    assert [line.partition(" OC")[0] for line in complaints(tmp_path)] == [
        "a.yaml:7:22",
        "c.yaml:7:19",
        "c.yaml:7:31",
    ]


def test_a_file_that_is_not_there_is_an_answer_file_that_cannot_be_read(tmp_path: Path) -> None:
    (found,) = complaints(tmp_path / "a.yaml")
    assert "OC001" in found


@pytest.mark.parametrize("files", [{}, {"notes.txt": ""}, {"policy.yaml": POLICY}])
def test_paths_that_select_no_file_are_an_error_of_their_own(
    tmp_path: Path, files: dict[str, str]
) -> None:
    with pytest.raises(SelectionError, match="no answer file in"):
        read_answers(write(tmp_path, files), packs=[packs()])


@pytest.mark.posix
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    (found,) = complaints(tmp_path)
    assert "is a pipe, not a file" in found


def test_a_pack_that_nobody_has_is_named_at_its_place(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": HEAD.replace("pack: kinds", "pack: knids")})
    with pytest.raises(ConfigurationError) as caught:
        read_answers(tmp_path, packs=[packs()])
    (problem,) = caught.value.problems
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (2, 7)


# ---------------------------------------------------------------- what they must agree on


def test_facts_that_differ_are_refused_with_both_places(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.yaml": HEAD + "facts:\n  stage: selecting\n  live: yes\n",
            "b.yaml": PARTNER + "facts:\n  live: no\n  stage: running\n",
        },
    )
    first, second = complaints(tmp_path)
    assert first.startswith('b.yaml:9:10 OC204 the fact "stage" is "running" here and "selecting"')
    assert "a.yaml:8:10" in first
    assert second.startswith('b.yaml:8:9 OC204 the fact "live" is "no" here and "yes" in')
    assert "a.yaml:9:9" in second


@pytest.mark.parametrize("said", ["", "~", "dont-know"])
def test_a_fact_that_one_does_not_know_contradicts_nothing(tmp_path: Path, said: str) -> None:
    write(
        tmp_path,
        {"a.yaml": f"{HEAD}facts: {{live: {said}}}\n", "b.yaml": PARTNER + "facts: {live: yes}\n"},
    )
    found = read_answers(tmp_path, packs=[packs()])
    assert found.facts == {"live": "yes"}
    assert found.unknown_facts == ("stage",)


def test_different_engagements_together_are_refused(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": HEAD, "b.yaml": PARTNER.replace("An engagement", "Another one")})
    (found,) = complaints(tmp_path)
    assert found.startswith('b.yaml:4:13 OC204 the engagement is "Another one" here and "An')


def test_different_packs_together_are_refused(tmp_path: Path) -> None:
    other = PARTNER.replace(
        "pack: kinds\npack_version: 1.2.3", "pack: eight-keys\npack_version: 1.0.0"
    )
    write(tmp_path, {"a.yaml": HEAD, "b.yaml": other})
    (found,) = complaints(tmp_path)
    assert found.startswith('b.yaml:2:7 OC204 the pack is "eight-keys" here and "kinds" in')


def of_partners(*respondents: str) -> dict[str, str]:
    """A client's file, `a.yaml`, and one of each of these partners: `b.yaml` and so on."""
    files = {
        f"{name}.yaml": HEAD.replace("side: client, role: CTO", f"side: partner, {who}")
        for name, who in zip("bcd", respondents, strict=False)
    }
    return {"a.yaml": HEAD.replace("role: CTO", "role: CTO, organisation: Ours"), **files}


@pytest.mark.parametrize("other", ["organisation: ' ACME '", "name: Bea"])
def test_people_of_one_partner_are_together(tmp_path: Path, other: str) -> None:
    write(tmp_path, of_partners("role: Lead, organisation: Acme", f"role: PM, {other}"))
    assert names(tmp_path) == ["a.yaml", "b.yaml", "c.yaml"]


def test_people_of_two_partners_are_refused(tmp_path: Path) -> None:
    write(tmp_path, of_partners("role: Lead, organisation: Acme", "role: PM, organisation: Basic"))
    (found,) = complaints(tmp_path)
    assert found.startswith('c.yaml:5:53 OC204 the partner is "Basic" here and "Acme" in')
    assert "b.yaml:5:55: one engagement has one; give each partner a folder of its own" in found


def test_of_two_partners_who_are_sealed_none_is_named(tmp_path: Path) -> None:
    anonymous = "role: Lead, anonymous: yes, organisation: Acme"
    write(tmp_path, of_partners(anonymous, "role: PM, organisation: Basic"))
    (found,) = complaints(tmp_path)
    assert found.startswith("a.yaml:1:1 OC204 people of two partners have answered")
    assert "Acme" not in found
    assert "Basic" not in found


def test_two_files_of_one_side_with_the_same_name_are_refused(tmp_path: Path) -> None:
    named = HEAD.replace("role: CTO", "role: CTO, name: Dana Reyes")
    again = HEAD.replace("role: CTO", "role: PM, name: dana reyes")
    write(tmp_path, {"a.yaml": named, "b.yaml": again})
    (found,) = complaints(tmp_path)
    assert found.startswith('b.yaml:5:44 OC204 "dana reyes" has already answered for the client')
    assert "a.yaml:5:45" in found


def test_the_same_name_on_both_sides_or_no_name_is_fine(tmp_path: Path) -> None:
    named = HEAD.replace("role: CTO", "role: CTO, name: Dana")
    write(
        tmp_path,
        {
            "a.yaml": named,
            "b.yaml": named.replace("side: client", "side: partner"),
            "c.yaml": HEAD,
            "d.yaml": HEAD.replace("CTO", "PM"),
        },
    )
    assert names(tmp_path) == ["a.yaml", "b.yaml", "c.yaml", "d.yaml"]


# ---------------------------------------------------------------- versions


@pytest.mark.parametrize("version", ["0.9.0", "1.0.0", "1.2.3", "1.2.9", "1.9.0"])
def test_files_of_every_version_but_a_newer_major_one_are_read(version: str) -> None:
    found = read(HEAD.replace("1.2.3", version) + "answers: {k.drivers: 3}\n")
    assert found.version == version
    assert (found.retired, found.newer) == ((), ())


def test_what_a_newer_minor_version_asks_is_named_and_passed_over() -> None:
    found = read(
        HEAD.replace("1.2.3", "1.3.0")
        + "facts: {live: yes, cloud: yes}\nanswers: {k.drivers: 3, k.new: {level: 2}}\n"
        "waivers: [{question: k.new, by: D, reason: R, date: 2026-11-20}]\n"
    )
    assert found.newer == ("cloud", "k.new")
    assert list(found.content.answers) == ["k.drivers"]
    assert found.content.facts == {"live": "yes"}


def test_a_patch_asks_nothing_new_so_an_unknown_question_is_a_mistake() -> None:
    with pytest.raises(AnswerError, match=r'no question "k\.new"'):
        read(HEAD.replace("1.2.3", "1.2.9") + "answers: {k.new: 2}\n")


def test_a_retired_question_is_kept_named_and_not_scored() -> None:
    found = read(
        HEAD
        + "answers: {k.gone: {anything: at all}, k.drivers: 3}\n"
        + "waivers: [{question: k.gone, by: D, reason: R, date: 2026-11-20}]\n"
    )
    assert found.retired == ("k.gone",)
    assert list(found.content.answers) == ["k.drivers"]
