from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.gate.conftest import Check
from tests.gate.world import GOOD, policy, write_answers

from outsource_check.gate.globs import compile_glob

STOP = {**GOOD, "alpha.one": "0"}


def put_policy(folder: Path, *entries: str, gate: str = "stops: forbid") -> None:
    lines = "".join(f"  - {{{entry}}}\n" for entry in entries)
    text = policy(gate, f"ignore:\n{lines}")
    (folder / "outsource-policy.yaml").write_text(text, encoding="utf-8")


def ignore(rule: str = "OC102", expires: str = "2026-11-24", **more: str) -> str:
    extra = "".join(f", {name}: {value}" for name, value in more.items())
    return f"rule: {rule}, reason: audit, owner: cto@example.org, expires: {expires}{extra}"


def test_an_entry_silences_exactly_its_rule(check: Check, folder: Path) -> None:
    write_answers(folder / "e" / "a.yaml", STOP)
    put_policy(folder, ignore(), gate="stops: forbid, verdict: conditional")
    run = check("e")
    assert run.status == 1
    assert "OC107" in run.out
    assert "error[OC102]" not in run.out
    assert "ignored: e/a.yaml: OC102 alpha.one, until 2026-11-24 by cto@example.org" in run.out
    assert run.last.endswith("; 1 ignored (next expiry 2026-11-24). Exit 1.")


def test_ignoring_never_changes_the_result(check: Check, folder: Path) -> None:
    write_answers(folder / "e" / "a.yaml", STOP)
    put_policy(folder, ignore())
    document = json.loads(check("e", "-f", "json").out)
    assert document["verdict"] == "pass"
    assert document["engagements"][0]["verdict"]["low"] == "not-ready"
    assert document["ignored"][0]["question"] == "alpha.one"


def test_it_counts_through_its_last_day_and_then_fails(check: Check, folder: Path) -> None:
    write_answers(folder / "e" / "a.yaml", STOP)
    put_policy(folder, ignore(expires="2026-11-24"))
    assert check("e").status == 0
    put_policy(folder, ignore(expires="2026-11-23"))
    run = check("e")
    assert run.status == 1
    assert "outsource-policy.yaml:5:5: error[OC401]" in run.out
    assert "error[OC102]" in run.out


def test_an_entry_that_has_ended_fails_even_where_nothing_is_to_be_silenced(
    check: Check, folder: Path
) -> None:
    write_answers(folder / "e" / "a.yaml")
    put_policy(folder, ignore(expires="2026-11-23"))
    assert check("e").status == 1


def test_an_unused_entry_is_a_warning(check: Check, folder: Path) -> None:
    write_answers(folder / "e" / "a.yaml")
    put_policy(folder, ignore())
    run = check("e")
    assert run.status == 0
    assert "outsource-policy.yaml:5:5: warning[OC402]" in run.out


@pytest.mark.parametrize(
    ("more", "silenced"),
    [
        ({"question": "alpha.one"}, True),
        ({"question": "alpha.two"}, False),
        ({"files": "[e/*]"}, True),
        ({"files": "[e/b.yaml]"}, True),
        ({"files": "['**/b.yaml']"}, True),
        ({"files": "['*']"}, False),
        ({"files": "[f/*, x/*]"}, False),
        ({"files": "[E/*]"}, False),
    ],
)
def test_an_entry_means_its_question_and_files(
    check: Check, folder: Path, more: dict[str, str], *, silenced: bool
) -> None:
    write_answers(folder / "e" / "a.yaml", STOP)
    write_answers(folder / "e" / "b.yaml", STOP, date="2026-11-02")
    put_policy(folder, ignore(**more))
    assert check("e").status == (0 if silenced else 1)


def test_files_of_an_entry_are_relative_to_the_policys_folder(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".git").mkdir()
    write_answers(folder / "e" / "a.yaml", STOP)
    put_policy(folder, ignore(files="[e/*]"))
    monkeypatch.chdir(folder / "e")
    assert check("a.yaml", "--as-of", "2026-11-24", plain=True).status == 0


def test_an_entry_about_dates_means_its_own_file_and_question(check: Check, folder: Path) -> None:
    write_answers(folder / "e" / "a.yaml", date="2025-01-01")
    put_policy(folder, ignore("OC105", question="alpha.one"), gate="max_age_days: 100")
    run = check("e")
    assert run.status == 1
    assert "3 answers are 692 days old (2025-01-01)" in run.out
    put_policy(folder, ignore("OC105", files="[e/a.yaml]"), gate="max_age_days: 100")
    assert check("e").status == 0
    write_answers(folder / "e" / "b.yaml", {"alpha.one": "3"}, date="2025-01-01")
    run = check("e")
    assert run.status == 1
    assert 'e/b.yaml:9:3: error[OC105]: the answer to "alpha.one"' in run.out


def test_no_entry_silences_what_could_not_be_judged(check: Check, folder: Path) -> None:
    for rule in ("OC001", "OC201", "OC301", "OC401"):
        put_policy(folder, ignore(rule))
        write_answers(folder / "e" / "a.yaml")
        assert check("e").status == 4


def test_an_unknown_question_of_an_entry_is_seen_as_unused(check: Check, folder: Path) -> None:
    write_answers(folder / "e" / "a.yaml", STOP)
    put_policy(folder, ignore(question="alpha.onne"))
    run = check("e")
    assert run.status == 1
    assert "warning[OC402]" in run.out


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("*.yaml", "a.yaml", True),
        ("*.yaml", "x/a.yaml", False),
        ("x/*", "x/a.yaml", True),
        ("x/*", "x/y/a.yaml", False),
        ("x/**", "x/y/a.yaml", True),
        ("**/a.yaml", "a.yaml", True),
        ("**/a.yaml", "x/y/a.yaml", True),
        ("x/**/a.yaml", "x/a.yaml", True),
        ("?.yaml", "ab.yaml", False),
        ("[ab].yaml", "b.yaml", True),
        ("[!ab].yaml", "b.yaml", False),
        ("[!a].yaml", "/.yaml", False),
        ("[z-a].yaml", "b.yaml", False),
        ("[!z-a].yaml", "b.yaml", False),
        ("[!].yaml", "b.yaml", False),
        ("[a--].yaml", "a.yaml", False),
        ("[+--].yaml", ",.yaml", True),
        ("[[a].yaml", "a.yaml", True),
        ("a.yaml", "aXyaml", False),
        ("[", "[", True),
        ("a+(b)$", "a+(b)$", True),
        ("*", "x\ny", True),
        ("./x/*", "x/a", True),
    ],
)
def test_patterns(pattern: str, path: str, *, matches: bool) -> None:
    assert bool(compile_glob(pattern).fullmatch(path)) is matches


def test_a_warning_about_a_file_in_a_folder_of_errors_names_that_folder(
    check: Check, folder: Path
) -> None:
    write_answers(folder / "e" / "a.yaml")
    (folder / "errors").mkdir()
    text = policy("stops: forbid", f"ignore:\n  - {{{ignore()}}}\n").replace(
        "[packs]", "[../packs]"
    )
    (folder / "errors" / "outsource-policy.yaml").write_text(text, encoding="utf-8")
    found = check("e", "--policy", "errors/outsource-policy.yaml")
    [line] = [line for line in (found.out + found.err).splitlines() if "OC402" in line]
    assert line.startswith("errors/outsource-policy.yaml:")
    assert "warning[OC402]" in line
