from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.gate.conftest import Check, Run
from tests.gate.world import GOOD, PACK, answers, policy, write_answers, write_pack

from outsource_check.cli import main
from outsource_check.gate import baseline


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def commit(folder: Path) -> str:
    if not (folder / ".git").exists():
        git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x", "--allow-empty")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def baselined(check: Check, folder: Path) -> Path:
    """A folder `e` of three engagements, with the baseline of it."""
    for name in ("one", "two"):
        write_answers(folder / "e" / name / "a.yaml", {**GOOD, "beta.one": "60"})
    write_answers(folder / "e" / "three" / "a.yaml", name="Third")
    run = check("baseline", "write", "--pack", "packs", "--as-of", "2026-11-24", "e", plain=True)
    assert run.status == 0, run
    return folder


@pytest.fixture
def check(folder: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """Run any command; `check` and its usual options unless `plain`."""

    def run(*arguments: str | Path, plain: bool = False) -> Run:
        fixed = () if plain else ("check", "--pack", "packs", "--as-of", "2026-11-24")
        found = main([*fixed, *map(str, arguments)])
        assert folder.is_dir()
        captured = capsys.readouterr()
        return Run(found, captured.out, captured.err)

    return run


FILE = ("--baseline", "outsource-baseline.json")


@pytest.mark.usefixtures("baselined")
def test_what_did_not_change_passes(check: Check) -> None:
    run = check("e", *FILE)
    assert run.status == 0
    assert "Baseline: outsource-baseline.json of 2026-11-24." in run.out


def test_a_gain_in_one_key_hides_no_loss_in_another(check: Check, baselined: Path) -> None:
    write_answers(baselined / "e" / "one" / "a.yaml", {**GOOD, "alpha.one": "3", "beta.one": "100"})
    run = check("e", *FILE)
    assert run.status == 1
    assert "OC110" not in run.out
    assert 'error[OC111]: the key "alpha" fell from 100 to 87.5, by 12.5' in run.out


def test_drops_are_compared_exactly(check: Check, baselined: Path) -> None:
    write_answers(baselined / "e" / "one" / "a.yaml", {**GOOD, "beta.one": "59.99"})
    assert check("e", *FILE).status == 1
    run = check("e", *FILE, "--max-drop-overall", "0.0025", "--max-drop-by-key", "0.005")
    assert run.status == 0
    run = check("e", *FILE, "--max-drop-overall", "0.0024", "--max-drop-by-key", "0.005")
    assert run.status == 1
    assert "by 0.0025; max_drop_overall 0.0024 (--max-drop-overall)" in run.out


def test_a_key_that_lost_all_its_questions_is_a_loss(check: Check, baselined: Path) -> None:
    none = "{not_applicable: gone}"
    given = {**GOOD, "beta.one": none, "beta.two": none}
    write_answers(baselined / "e" / "one" / "a.yaml", given)
    run = check("e", *FILE)
    assert run.status == 1
    assert 'OC111]: the key "beta" has no question any more' in run.out


def test_a_vanished_file_is_a_finding(check: Check, baselined: Path) -> None:
    (baselined / "e" / "two" / "a.yaml").unlink()
    run = check("e", *FILE)
    assert run.status == 1
    assert run.out.startswith("e/two/a.yaml:1:1: error[OC112]")


def test_a_renamed_engagement_is_a_finding(check: Check, baselined: Path) -> None:
    write_answers(baselined / "e" / "two" / "a.yaml", {"alpha.one": "1"}, name="Renamed")
    run = check("e", *FILE)
    assert run.status == 1
    assert 'has this file of "Payments", and it now says "Renamed"' in run.out


@pytest.fixture
def two_sided(check: Check, folder: Path) -> Path:
    """The client's and the partner's answers on one engagement, with the baseline of them."""
    write_pack(folder, PACK.replace("sides: client\n", ""))
    write_answers(folder / "e" / "client.yaml")
    write_answers(folder / "e" / "partner.yaml", {**GOOD, "alpha.one": "2"}, side="partner")
    assert check("baseline", "write", "--pack", "packs", "e", plain=True).status == 0
    assert check("e", *FILE).status == 0
    return folder


def disguise(file: Path) -> None:
    file.write_text(file.read_text().replace("answers/v1", "policy/v1"))


def rename(file: Path) -> None:
    file.write_text(file.read_text().replace(": Payments", ": payments"))


def copy_other(file: Path) -> None:
    file.write_bytes(file.with_name("client.yaml").read_bytes())


def make_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def hide(file: Path) -> None:
    file.rename(file.with_name(".partner.yaml"))


def move(file: Path) -> None:
    (file.parent / "x").mkdir()
    file.rename(file.parent / "x" / file.name)


@pytest.mark.parametrize("change", [disguise, rename, copy_other, make_folder, hide, move])
def test_no_way_to_take_a_sides_answers_out_is_overlooked(
    check: Check, two_sided: Path, change: Callable[[Path], None]
) -> None:
    change(two_sided / "e" / "partner.yaml")
    run = check("e", *FILE, "--verdict", "not-ready")
    assert run.status == 1
    assert "e/partner.yaml:1:1: error[OC112]" in run.out
    assert "passed: e · Payments: conditional, 100" in run.out  # its score has risen
    diff = check("baseline", "diff", "--pack", "packs", "e", plain=True)
    assert "+12.50" in diff.out


def test_what_cannot_be_read_has_not_vanished_too(check: Check, two_sided: Path) -> None:
    for text in ("a: [1\n", answers(side="partner").replace("tiny", "none")):
        (two_sided / "e" / "partner.yaml").write_text(text)
        run = check("e", *FILE)
        assert run.status > 1
        assert "OC112" not in run.out
    named = answers().replace("role: CTO", "role: CTO, name: Dana")
    (two_sided / "e" / "client.yaml").write_text(named)
    (two_sided / "e" / "partner.yaml").write_text(named.replace("-01", "-02"))
    run = check("e", *FILE)
    assert run.status == 3
    assert "OC112" not in run.out


def test_files_that_may_not_be_named_do_not_vanish_by_it(check: Check, two_sided: Path) -> None:
    for name in ("client", "partner"):
        text = answers(side=name).replace("role: CTO", "role: CTO, anonymous: yes")
        (two_sided / "e" / f"{name}.yaml").write_text(text)
    assert "OC112" not in check("e", *FILE).out
    assert check("baseline", "write", "--pack", "packs", "e", plain=True).status == 0
    assert check("e", *FILE).status == 0
    assert check("e/client.yaml", *FILE, "--verdict", "not-ready").status == 0
    subprocess.run(["rm", "-r", two_sided / "e"], check=True)
    write_answers(two_sided / "f" / "a.yaml")
    assert "e:1:1: error[OC112]" in check("f", *FILE).out


@pytest.mark.usefixtures("baselined")
def test_what_was_not_selected_has_not_vanished(check: Check) -> None:
    assert check("e/one", *FILE).status == 0


def test_a_new_engagement_is_compared_with_nothing(check: Check, baselined: Path) -> None:
    write_answers(baselined / "e" / "new" / "a.yaml", {"alpha.one": "1"})
    assert check("e", *FILE).status == 0


@pytest.mark.parametrize(("version", "status"), [("1.2.9", 0), ("1.3.0", 4), ("2.2.0", 4)])
def test_another_version_of_the_pack_is_not_comparable(
    check: Check, baselined: Path, version: str, status: int
) -> None:
    file = baselined / "outsource-baseline.json"
    file.write_text(file.read_text().replace('"1.2.0"', f'"{version}"'))
    run = check("e", *FILE)
    assert run.status == status
    assert ("OC206" in run.out) is (status == 4)


def test_a_missing_baseline_is_no_pass(check: Check, baselined: Path) -> None:
    run = check("e", "--baseline", "gone.json")
    assert run.status == 4
    assert run.out.startswith("gone.json:1:1: error[OC001]")
    (baselined / "outsource-policy.yaml").write_text(
        policy("", "baseline: {file: gone.json}\n"), encoding="utf-8"
    )
    assert check("e").status == 4


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        "{",
        '{"format": "outsource-check/baseline/v2"}',
        "[" * 100_000,
        "\udcff",
        "NaN",
    ],
)
def test_what_is_no_baseline_is_no_pass(check: Check, baselined: Path, text: str) -> None:
    file = baselined / "outsource-baseline.json"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    run = check("e", *FILE)
    assert run.status == 4
    assert run.out.startswith("outsource-baseline.json:1:")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"low": 100', '"low": NaN'),
        ('"low": 100', '"low": -1'),
        ('"low": 100', '"low": 101'),
        ('"low": 100', '"low": true'),
        ('"low": 100', '"low": "100"'),
        ('"low": 100', '"low": 1e2'),
        ('"low": 100', '"lower": 100'),
        ('"low": 100', '"low": 100, "low": 0'),
        ('"low": 100', '"low": 0, "exact": {"low": "100"}'),
        ('"engagement": "Third"', '"engagement": 3'),
        ('"folder": "e/one"', '"folder": "e/two"'),
    ],
)
def test_a_baseline_is_read_strictly(check: Check, baselined: Path, old: str, new: str) -> None:
    file = baselined / "outsource-baseline.json"
    file.write_text(file.read_text().replace(old, new, 1))
    assert check("e", *FILE).status == 4


def test_the_baseline_of_the_policy_is_found_from_its_folder(
    check: Check, baselined: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (baselined / ".git").mkdir()
    (baselined / "outsource-policy.yaml").write_text(
        policy("", "baseline: {file: outsource-baseline.json, max_drop_by_key: 13}\n"),
        encoding="utf-8",
    )
    monkeypatch.chdir(baselined / "e")
    given = {**GOOD, "alpha.one": "3", "beta.one": "100"}
    write_answers(baselined / "e" / "one" / "a.yaml", given)
    run = check("check", "one", "--as-of", "2026-11-24", plain=True)
    assert run.status == 0
    write_answers(baselined / "e" / "one" / "a.yaml", {**given, "alpha.one": "2"})
    run = check("check", "one", "--as-of", "2026-11-24", plain=True)
    assert run.status == 1
    assert "max_drop_by_key 13 (../outsource-policy.yaml:4)" in run.out


def test_a_baseline_is_not_written_from_what_cannot_be_judged(
    check: Check, baselined: Path
) -> None:
    before = (baselined / "outsource-baseline.json").read_text()
    (baselined / "e" / "one" / "b.yaml").write_text("a: [1")
    run = check("baseline", "write", "--pack", "packs", "e", plain=True)
    assert run.status == 3
    assert (baselined / "outsource-baseline.json").read_text() == before


def test_a_baseline_does_not_depend_on_the_day_or_order(check: Check, baselined: Path) -> None:
    before = json.loads((baselined / "outsource-baseline.json").read_text())
    check("baseline", "write", "--pack", "packs", "--as-of", "2027-01-01", "e/two", "e", plain=True)
    after = json.loads((baselined / "outsource-baseline.json").read_text())
    assert before["engagements"] == after["engagements"]


def test_diff_shows_what_moved_both_ways(check: Check, baselined: Path) -> None:
    given = {**GOOD, "alpha.one": "3", "beta.one": "100"}
    write_answers(baselined / "e" / "one" / "a.yaml", given)
    (baselined / "e" / "two" / "a.yaml").unlink()
    run = check("baseline", "diff", "--pack", "packs", "e", plain=True)
    assert run.status == 0
    assert run.out.splitlines()[:4] == [
        "e/one · Payments",
        "  overall  90.00 -> 93.75  (+3.75)",
        "  alpha  100.00 -> 87.50  (-12.50)",
        "  beta  80.00 -> 100.00  (+20.00)",
    ]
    assert "e/two/a.yaml: the baseline has this file" in run.out
    assert run.last == "1 unchanged since outsource-baseline.json of 2026-11-24"


# ---------------------------------------------------------------- from git


def test_the_answers_of_a_revision_are_a_baseline(check: Check, baselined: Path) -> None:
    commit(baselined)
    assert check("e", "--baseline-from-git", "HEAD").status == 0
    write_answers(baselined / "e" / "one" / "a.yaml", {**GOOD, "alpha.one": "3"})
    run = check("e", "--baseline-from-git", "HEAD")
    assert run.status == 1
    assert "OC111" in run.out
    assert "Baseline: git revision HEAD." in run.out
    (baselined / "e" / "two" / "a.yaml").unlink()
    run = check("e", "--baseline-from-git", "main")
    assert "e/two/a.yaml:1:1: error[OC112]" in run.out
    assert check("e/*/a.yaml", "--baseline-from-git", "main").status == 1
    assert check("e/three/a.yaml", "--baseline-from-git", "main").status == 0


def test_from_git_works_from_a_folder_inside_and_with_spaces(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_answers(folder / "an engagement" / "a b.yaml")
    commit(folder)
    write_answers(folder / "an engagement" / "a b.yaml", {**GOOD, "alpha.one": "3"})
    monkeypatch.chdir(folder / "an engagement")
    run = check("check", "--pack", "../packs", ".", "--baseline-from-git", "HEAD", plain=True)
    assert run.status == 1
    assert run.out.startswith("./a b.yaml:1:1: error[OC110]")


@pytest.mark.parametrize("ref", ["nowhere", "--help", "HEAD~5", "", "HEAD:e"])
def test_a_revision_that_is_not_there_is_no_pass(check: Check, baselined: Path, ref: str) -> None:
    commit(baselined)
    assert check("e", f"--baseline-from-git={ref}").status == 4
    assert check("e", f"--policy-from-git={ref}").status == 4


@pytest.mark.usefixtures("baselined")
def test_without_a_repository_git_is_no_pass(check: Check) -> None:
    assert check("e", "--baseline-from-git", "HEAD").status == 4


def test_what_cannot_be_judged_at_the_revision_is_no_pass(check: Check, baselined: Path) -> None:
    (baselined / "e" / "one" / "b.yaml").write_text("a: [1")
    commit(baselined)
    (baselined / "e" / "one" / "b.yaml").unlink()
    run = check("e", "--baseline-from-git", "HEAD")
    assert run.status == 4
    assert "HEAD:e/one/b.yaml:1:" in run.out


def test_a_change_cannot_weaken_the_gate_that_it_must_pass(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_answers(folder / "e" / "a.yaml", {**GOOD, "beta.one": "0"})
    strict = folder / "outsource-policy.yaml"
    strict.write_text(
        policy("min_overall: 90", "baseline: {file: b.json}\npaths: [e]\n"), encoding="utf-8"
    )
    check("baseline", "write", "--as-of", "2026-11-24", plain=True)
    assert (folder / "b.json").exists()
    commit(folder)
    strict.write_text(policy("min_overall: 1"), encoding="utf-8")
    (folder / "b.json").write_text("{}")
    for place in (folder, folder / "e"):
        monkeypatch.chdir(place)
        arguments = ("check", "--as-of", "2026-11-24", "--policy-from-git", "HEAD")
        run = check(*arguments, plain=True)
        assert run.status == 1
        assert "min_overall 90 (HEAD:" in run.out
        assert "of HEAD (sha256" in run.out
    strict.unlink()
    assert check(*arguments, plain=True).status == 1
    document = json.loads(check(*arguments, "-f", "json", plain=True).out)
    assert document["policy"]["revision"] == "HEAD"


def test_a_revision_without_a_policy_is_no_pass(check: Check, folder: Path) -> None:
    write_answers(folder / "e" / "a.yaml")
    commit(folder)
    (folder / "outsource-policy.yaml").write_text(policy("min_overall: 1"), encoding="utf-8")
    run = check("e", "--policy-from-git", "HEAD")
    assert run.status == 4
    assert "there is no outsource-policy.yaml" in run.out
    run = check("e", "--policy-from-git", "HEAD", "--policy", "outsource-policy.yaml")
    assert run.status == 4


def test_a_link_at_the_revision_is_not_followed(check: Check, folder: Path) -> None:
    write_answers(folder / "e" / "a.yaml")
    (folder / "real.yaml").write_text(policy("min_overall: 1"), encoding="utf-8")
    (folder / "outsource-policy.yaml").symlink_to("real.yaml")
    commit(folder)
    assert check("e", "--policy-from-git", "HEAD").status == 4


def store_tree(folder: Path, *entries: tuple[bytes, bytes, str]) -> str:
    """A tree in the repository, whether or not git would make it; its id."""
    data = b"".join(mode + b" " + name + b"\0" + bytes.fromhex(sha) for mode, name, sha in entries)
    words = ["git", "hash-object", "-t", "tree", "-w", "--literally", "--stdin"]
    made = subprocess.run(words, cwd=folder, check=True, capture_output=True, input=data)
    return made.stdout.decode().strip()


def raw_commit(folder: Path, *entries: tuple[bytes, bytes, str]) -> str:
    """A commit whose tree git itself would never make."""
    return git(folder, "commit-tree", "-m", "x", store_tree(folder, *entries))


@pytest.mark.parametrize("name", [b"..", b".", b"a\\b", b"C:x"])
def test_a_revision_whose_tree_leads_elsewhere_is_refused_before_anything_is_written(
    check: Check, folder: Path, name: bytes
) -> None:
    write_answers(folder / "e" / "a.yaml")
    commit(folder)
    evil = git(folder, "rev-parse", "HEAD:e/a.yaml")
    inner = store_tree(folder, (b"100644", b"evil.yaml", evil))
    outer = store_tree(folder, (b"40000", name, inner))
    before = sorted(Path(tempfile.gettempdir()).glob("evil.yaml"))
    ref = raw_commit(folder, (b"40000", b"e", outer))
    run = check("e", "--baseline-from-git", ref)
    assert run.status == 4
    assert "which no checkout can have" in run.out
    assert sorted(Path(tempfile.gettempdir()).glob("evil.yaml")) == before


@pytest.fixture
def blob(folder: Path) -> str:
    """An answer file in a repository, as git names its contents; it is in `e/a.yaml` too."""
    write_answers(folder / "e" / "a.yaml")
    commit(folder)
    return git(folder, "rev-parse", "HEAD:e/a.yaml")


@pytest.mark.slow
def test_a_name_that_no_disk_can_hold_is_only_a_name(check: Check, folder: Path, blob: str) -> None:
    deep = store_tree(folder, (b"100644", b"x.yaml", blob))
    for _ in range(1_000):
        deep = store_tree(folder, (b"40000", b"folder", deep))
    long = b"a" * 300 + b".yaml"
    for entry in ((b"100644", long, blob), (b"40000", b"deep", deep)):
        ref = raw_commit(folder, (b"40000", b"e", store_tree(folder, entry)))
        run = check("e", "--baseline-from-git", ref)
        assert run.status == 1
        assert "OC112" in run.out


def test_two_entries_of_one_name_are_refused_or_harmless(
    check: Check, folder: Path, blob: str
) -> None:
    (folder / "other").write_text(answers() + "# other\n")
    other = git(folder, "hash-object", "-w", "other")
    inner = store_tree(folder, (b"100644", b"x.yaml", blob))
    both = [(b"100644", b"a", blob), (b"40000", b"a", inner)]
    for entries in (both, both[::-1]):
        ref = raw_commit(folder, (b"40000", b"e", store_tree(folder, *entries)))
        assert check("e", "--baseline-from-git", ref).status == 1
    twice = store_tree(folder, (b"100644", b"a.yaml", blob), (b"100644", b"a.yaml", other))
    run = check("e", "--baseline-from-git", raw_commit(folder, (b"40000", b"e", twice)))
    assert run.status == 4
    assert "which no checkout can have" in run.out


def test_contents_that_are_not_there_are_no_pass(check: Check, folder: Path, blob: str) -> None:
    assert blob
    for sha in ("1" * 40, store_tree(folder)):
        lost = store_tree(folder, (b"100644", b"a.yaml", sha))
        run = check("e", "--baseline-from-git", raw_commit(folder, (b"40000", b"e", lost)))
        assert run.status == 4
        assert 'lacks the contents of "e/a.yaml"' in run.out


def test_a_file_of_a_revision_that_is_too_large_is_not_loaded(check: Check, folder: Path) -> None:
    write_answers(folder / "e" / "a.yaml")
    with (folder / "e" / "a.yaml").open("ab") as stream:
        stream.write(b"#" * (1 << 20))
    commit(folder)
    write_answers(folder / "e" / "a.yaml")
    run = check("e", "--baseline-from-git", "HEAD")
    assert run.status == 4
    assert "HEAD:e/a.yaml:1:1: error[OC001]" in run.out
    assert "larger than 1 MiB" in run.out


def test_nothing_of_a_revision_is_written_to_the_disk(
    check: Check, baselined: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(baselined)
    before = sorted(baselined.rglob("*"))
    monkeypatch.setattr(tempfile, "tempdir", str(baselined / "nowhere"))
    assert check("e", "--baseline-from-git", "HEAD").status == 0
    assert sorted(baselined.rglob("*")) == before


def test_a_name_that_is_not_utf8_is_in_no_baseline(check: Check, folder: Path) -> None:
    file = os.fsencode(folder / "e") + b"/\xff.yaml"
    (folder / "e").mkdir()
    with open(file, "wb") as stream:  # noqa: PTH123 - a name in bytes
        stream.write(answers().encode())
    run = check("baseline", "write", "--pack", "packs", "e", "-o", "b.json", plain=True)
    assert run.status == 4
    assert "not UTF-8 text" in run.err
    assert not (folder / "b.json").exists()


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ("worth: 0.5", "worth: 0.75", 4),
        ("text: Partly", "text: In part", 0),
    ],
)
def test_another_scoring_under_the_same_version_is_not_comparable(
    check: Check, baselined: Path, old: str, new: str, status: int
) -> None:
    files = [file for file in (baselined / "packs").rglob("*.yaml") if old in file.read_text()]
    assert files
    for file in files:
        file.write_text(file.read_text().replace(old, new))
    run = check("e", *FILE)
    assert run.status == status, run
    if status:
        assert "what decides the scores" in run.out


@pytest.mark.parametrize("command", [["e", *FILE], ["baseline", "diff", "e"]])
@pytest.mark.parametrize("found", [None, ""])
def test_a_baseline_that_does_not_say_what_decided_its_scores_is_to_be_written_anew(
    check: Check, baselined: Path, command: list[str], found: str | None
) -> None:
    file = baselined / "outsource-baseline.json"
    old = json.loads(file.read_text())
    for entry in old["engagements"]:
        entry["pack"] = {**entry["pack"], "scoring": found}
        if found is None:
            del entry["pack"]["scoring"]
    file.write_text(json.dumps(old))
    plain = command[0] == "baseline"
    more = ["--pack", "packs"] if plain else []
    run = check(*command, *more, plain=plain)
    assert run.status == 4
    assert "does not say what decided the scores" in run.out + run.err
    assert "write it anew with `outsource-check baseline write`" in run.out + run.err
    assert check("baseline", "write", "--pack", "packs", "e", plain=True).status == 0
    assert check("e", *FILE).status == 0


@pytest.mark.parametrize("name", ["outsource-policy.yaml", "outsource-baseline.json"])
def test_a_policy_or_baseline_of_a_revision_that_is_too_large_is_not_loaded(
    check: Check, baselined: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = policy("", "baseline: {file: outsource-baseline.json}\n")
    (baselined / "outsource-policy.yaml").write_text(text)
    monkeypatch.setattr(baseline, "MAX_BYTES", 1 << 20)
    commit(baselined)
    assert check("e", "--policy-from-git", "HEAD").status == 0
    with (baselined / name).open("a", encoding="utf-8") as stream:
        stream.write(" " * (1 << 20))
    commit(baselined)
    large = git(baselined, "rev-parse", f"HEAD:{name}")
    run, loaded = subprocess.run, []

    def watch(*arguments: Any, **options: Any) -> Any:
        loaded.append(arguments[0][1:])
        return run(*arguments, **options)

    monkeypatch.setattr(subprocess, "run", watch)
    found = check("e", "--policy-from-git", "HEAD")
    assert found.status == 4
    assert f'"{name}" is larger than 1 MiB in the git revision "HEAD"' in found.out + found.err
    assert ["cat-file", "blob", large] not in loaded
