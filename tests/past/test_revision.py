"""Earlier states from git: nothing of them is written, and nothing is guessed."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.gate.conftest import Check
from tests.gate.world import GOOD, answers, policy, write_answers
from tests.past.repository import commit, git, raw_commit, store_tree

from outsource_check.past import history

WORSE = {**GOOD, "alpha.one": "3"}


def test_the_answers_of_a_revision_are_compared_with(check: Check, folder: Path) -> None:
    for name in ("one", "two", "three"):
        write_answers(folder / "e" / name / "a.yaml", name=name)
    commit(folder)
    assert check("e", "--since", "HEAD").status == 0
    write_answers(folder / "e" / "one" / "a.yaml", WORSE, name="one")
    run = check("e", "--since", "HEAD")
    assert run.status == 1
    assert "error[OC115]: what was done since git revision HEAD lowers" in run.out
    assert "Since: git revision HEAD." in run.out
    (folder / "e" / "two" / "a.yaml").unlink()
    run = check("e", "--since", "main")
    assert "e/two/a.yaml:1:1: error[OC112]" in run.out
    assert check("e/*/a.yaml", "--since", "main").status == 1
    assert check("e/three/a.yaml", "--since", "main").status == 0
    assert check("e/three/../three", "--since", "main").status == 0


def test_it_works_from_a_folder_inside_and_with_spaces(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = folder / "an engagement [1]" / "2026 – Ü"
    write_answers(home / "a b.yaml")
    commit(folder)
    write_answers(home / "a b.yaml", WORSE)
    monkeypatch.chdir(home.parent)
    for path in (".", home.name, f"{home.name}/a b.yaml", home):
        run = check("--pack", "../packs", path, "--since", "HEAD", plain=True)
        assert run.status == 1, run
        assert "a b.yaml:1:1: error[OC114]" in run.out
    monkeypatch.chdir("/")
    pack = folder / "packs"
    assert check("--pack", pack, home, "--since", "main", plain=True).status == 1


def test_a_day_is_the_last_commit_of_that_day_or_before(check: Check, folder: Path) -> None:
    for day, level in (("2026-03-01", "1"), ("2026-06-01", "2"), ("2026-09-01", "4")):
        write_answers(folder / "e" / "a.yaml", {**GOOD, "alpha.one": level})
        commit(folder, day)
    levels = {"2026-03-01": "1", "2026-05-31": "1", "2026-06-01": "2", "2026-11-23": "4"}
    for day, level in levels.items():
        run = check("e", "--since", day, command="score")
        assert run.status == 0, run
        assert (f"First of alpha: {level} → 4" in run.out) is (level != "4")
        assert ("Nothing has changed." in run.out) is (level == "4")
    run = check("e", "--since", "2026-05-31", command="score")
    assert "Since 2026-03-01 (git as of 2026-05-31)" in run.out
    run = check("e", "--since", "2026-02-28")
    assert run.status == 4
    assert "there is no commit of 2026-02-28 or before" in run.out
    assert "fetch-depth: 0" in run.out


@pytest.mark.parametrize("ref", ["nowhere", "--help", "HEAD~5", "HEAD:e", "-h", "a..b", "\x1b[2J"])
def test_a_revision_that_is_not_there_is_no_pass(check: Check, folder: Path, ref: str) -> None:
    write_answers(folder / "e" / "a.yaml")
    commit(folder)
    run = check("e", f"--since={ref}")
    assert run.status == 4
    assert "cannot read the git revision" in run.out
    assert "\x1b" not in run.out
    assert check("e", f"--policy-from-git={ref}").status == 4
    assert check("e", f"--since={ref}", command="score").status == 4


def test_without_a_repository_or_without_git_it_is_no_pass(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_answers(folder / "e" / "a.yaml")
    assert check("e", "--since", "HEAD").status == 4
    assert "not a git repository" in check("e", "--since", "2026-11-01").out
    commit(folder)
    monkeypatch.setenv("PATH", str(folder))
    run = check("e", "--since", "HEAD")
    assert run.status == 4
    assert "git cannot be run: no such file or directory" in run.out


# ---------------------------------------------------------------- what is not all there


def beside(folder: Path, name: str) -> Path:
    return folder.with_name(f"{folder.name}-{name}")


def clone(source: Path, *options: str) -> Path:
    target = beside(source, "clone")
    git(source.parent, "clone", "-q", *options, source.as_uri(), str(target))
    return target


def test_what_a_shallow_clone_does_not_have_is_no_pass(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day, level in (("2026-03-01", "3"), ("2026-06-01", "4"), ("2026-09-01", "4")):
        write_answers(folder / "e" / "a.yaml", {**GOOD, "alpha.one": level})
        commit(folder, day)
    monkeypatch.chdir(clone(folder, "--depth", "1"))
    assert check("e", "--since", "HEAD").status == 0
    for what in ("HEAD~1", "2026-06-01"):
        run = check("e", "--since", what)
        assert run.status == 4
        assert "in CI, fetch it first" in run.out or "in CI, fetch the history first" in run.out


def test_contents_that_a_partial_clone_does_not_have_are_no_pass(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_answers(folder / "e" / "a.yaml", {**GOOD, "alpha.one": "3"})
    commit(folder)
    write_answers(folder / "e" / "a.yaml")
    commit(folder)
    git(folder, "config", "uploadpack.allowFilter", "true")
    monkeypatch.chdir(clone(folder, "--filter", "blob:none"))
    (folder / ".git").rename(folder / "gone")  # what is lacking can be fetched from nowhere
    assert check("e", "--since", "HEAD").status == 0
    run = check("e", "--since", "HEAD~1")
    assert run.status == 4
    assert 'cannot read the git revision "HEAD~1"' in run.out


@pytest.fixture
def blob(folder: Path) -> str:
    """An answer file in a repository, as git names its contents; it is in `e/a.yaml` too."""
    write_answers(folder / "e" / "a.yaml")
    commit(folder)
    return git(folder, "rev-parse", "HEAD:e/a.yaml")


def test_contents_that_are_not_there_are_no_pass(check: Check, folder: Path, blob: str) -> None:
    for sha in ("1" * 40, store_tree(folder)):
        files = store_tree(folder, (b"100644", b"a.yaml", blob), (b"100644", b"b.yaml", sha))
        run = check("e", "--since", raw_commit(folder, (b"40000", b"e", files)))
        assert run.status == 4, run
        assert "the git revision" in run.out


def break_(file: Path) -> None:
    file.write_text(answers() + "  - [1\n")


def answer_an_unknown_pack(file: Path) -> None:
    file.write_text(answers().replace("pack: tiny", "pack: gone"))


def contradict(file: Path) -> None:
    file.write_text(answers({"alpha.one": "9"}))


def enlarge(file: Path) -> None:
    with file.open("ab") as stream:
        stream.write(b"#" * (1 << 20))


UNREADABLE = [break_, answer_an_unknown_pack, contradict, enlarge]


@pytest.mark.parametrize("change", UNREADABLE)
@pytest.mark.parametrize("name", ["a.yaml", "b.yaml"])
def test_a_file_that_cannot_be_judged_at_the_revision_is_said(
    check: Check, folder: Path, change: Callable[[Path], None], name: str
) -> None:
    write_answers(folder / "e" / "a.yaml")
    write_answers(folder / "e" / name)
    change(folder / "e" / name)
    commit(folder)
    (folder / "e" / name).unlink()
    write_answers(folder / "e" / "a.yaml")
    for path in ("e", "e/a.yaml"):
        run = check(path, "--since", "HEAD")
        assert run.status == 4
        assert f"HEAD:e/{name}:" in run.out
    assert f"HEAD:e/{name}:" in check("e", "--since", "HEAD", command="score").err


@pytest.mark.parametrize("change", [break_, answer_an_unknown_pack, contradict])
def test_a_file_that_cannot_be_judged_is_said_wherever_the_engagement_lies_now(
    check: Check, folder: Path, change: Callable[[Path], None]
) -> None:
    write_answers(folder / "old" / "a.yaml")
    change(folder / "old" / "a.yaml")
    commit(folder)
    (folder / "old").rename(folder / "new")
    write_answers(folder / "new" / "a.yaml")
    run = check("new", "--since", "HEAD")
    assert run.status == 4
    assert "HEAD:old/a.yaml:" in run.out


def test_a_file_that_could_not_be_read_does_not_vanish_unseen(check: Check, folder: Path) -> None:
    write_answers(folder / "e" / "one" / "a.yaml", name="one")
    write_answers(folder / "e" / "two" / "a.yaml", name="two")
    break_(folder / "e" / "two" / "a.yaml")
    commit(folder)
    (folder / "e" / "two" / "a.yaml").unlink()
    run = check("e", "--since", "HEAD")
    assert run.status == 4
    assert "HEAD:e/two/a.yaml:" in run.out
    assert check("e/one", "--since", "HEAD").status == 0


def test_what_is_no_answer_file_need_not_be_readable(check: Check, folder: Path) -> None:
    write_answers(folder / "e" / "a.yaml")
    (folder / "docker.yaml").write_text("a: &x [1]\nb: *x\n")
    write_answers(folder / "b.yaml", name="Beside")
    commit(folder)
    write_answers(folder / "e" / "new" / "a.yaml", name="New")
    assert check("e", "--since", "HEAD").status == 0


@pytest.mark.parametrize("name", ["outsource-policy.yaml", "outsource-history.jsonl"])
def test_a_policy_or_history_of_a_revision_that_is_too_large_is_not_loaded(
    check: Check, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_answers(folder / "e" / "a.yaml")
    words = ("add", "e", "--pack", "packs", "--as-of", "2026-11-23")
    assert check(*words, command="history", plain=True).status == 0
    text = policy("", "since: {what: outsource-history.jsonl}\n")
    (folder / "outsource-policy.yaml").write_text(text)
    monkeypatch.setattr(history, "MAX_BYTES", 1 << 20)
    monkeypatch.setattr("outsource_check.past.choice.MAX_BYTES", 1 << 20)
    commit(folder)
    assert check("e", "--policy-from-git", "HEAD").status == 0
    with (folder / name).open("a", encoding="utf-8") as stream:
        stream.write(" " * (1 << 20))
    commit(folder)
    large = git(folder, "rev-parse", f"HEAD:{name}")
    run, loaded = subprocess.run, []

    def watch(*arguments: Any, **options: Any) -> Any:
        loaded.append(arguments[0][1:])
        return run(*arguments, **options)

    monkeypatch.setattr(subprocess, "run", watch)
    found = check("e", "--policy-from-git", "HEAD")
    assert found.status == 4
    assert f'"{name}" is larger than 1 MiB in the git revision "HEAD"' in found.out
    assert ["cat-file", "blob", large] not in loaded


# ---------------------------------------------------------------- what leads elsewhere


@pytest.mark.parametrize("name", [b"..", b".", b"a\\b", b"C:x"])
def test_a_revision_whose_tree_leads_elsewhere_is_refused_before_anything_is_written(
    check: Check, folder: Path, blob: str, name: bytes
) -> None:
    inner = store_tree(folder, (b"100644", b"evil.yaml", blob))
    outer = store_tree(folder, (b"40000", name, inner))
    before = sorted(Path(tempfile.gettempdir()).glob("evil.yaml"))
    ref = raw_commit(folder, (b"40000", b"e", outer))
    run = check("e", "--since", ref)
    assert run.status == 4
    assert "which no checkout can have" in run.out
    assert sorted(Path(tempfile.gettempdir()).glob("evil.yaml")) == before


@pytest.mark.slow
def test_a_name_that_no_disk_can_hold_is_only_a_name(check: Check, folder: Path, blob: str) -> None:
    deep = store_tree(folder, (b"100644", b"x.yaml", blob))
    for _ in range(1_000):
        deep = store_tree(folder, (b"40000", b"folder", deep))
    long = b"a" * 300 + b".yaml"
    for entry in ((b"100644", long, blob), (b"40000", b"deep", deep)):
        ref = raw_commit(folder, (b"40000", b"e", store_tree(folder, entry)))
        run = check("e", "--since", ref)
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
        assert check("e", "--since", ref).status == 1
    twice = store_tree(folder, (b"100644", b"a.yaml", blob), (b"100644", b"a.yaml", other))
    run = check("e", "--since", raw_commit(folder, (b"40000", b"e", twice)))
    assert run.status == 4
    assert "which no checkout can have" in run.out


def test_a_link_at_the_revision_is_no_answer_file(check: Check, folder: Path) -> None:
    write_answers(folder / "e" / "a.yaml")
    (folder / "e" / "b.yaml").symlink_to("/dev/zero")
    commit(folder)
    (folder / "e" / "b.yaml").unlink()
    assert check("e", "--since", "HEAD").status == 0


def test_nothing_of_a_revision_is_written_to_the_disk(
    check: Check, folder: Path, blob: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert blob
    before = sorted(folder.rglob("*"))
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "nowhere"))
    assert check("e", "--since", "HEAD").status == 0
    assert check("e", "--since", "HEAD", command="score").status == 0
    assert sorted(folder.rglob("*")) == before


# ---------------------------------------------------------------- other repositories


def add_module(folder: Path) -> None:
    """A submodule `inner`, with an engagement in it, in the repository of the folder."""
    source = beside(folder, "source")
    write_answers(source / "e" / "a.yaml", name="Inner")
    commit(source)
    words = ("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(source))
    git(folder, *words, "inner")


def test_a_submodule_has_a_history_of_its_own(check: Check, folder: Path) -> None:
    write_answers(folder / "e" / "a.yaml")
    commit(folder)
    add_module(folder)
    commit(folder)
    assert check("e", "--since", "HEAD").status == 0
    assert check("inner", "--since", "HEAD").status == 0
    run = check(".", "--exclude", "packs", "--since", "HEAD")
    assert run.status == 4
    assert 'inner/e" is of another repository than git revision HEAD' in run.out
    assert check("e", "inner", "--since", "HEAD").status == 4
    write_answers(folder / "inner" / "e" / "a.yaml", WORSE, name="Inner")
    assert check("inner/e", "--since", "HEAD").status == 1


def test_what_lies_in_another_repository_is_no_pass(check: Check, folder: Path) -> None:
    for name in ("one", "two"):
        write_answers(folder / name / "e" / "a.yaml", name=name)
        commit(folder / name)
    for name in ("one", "two"):
        assert check(name, "--since", "HEAD").status == 0
    run = check("one", "two", "--since", "HEAD")
    assert run.status == 4
    assert "the first PATH says which repository is meant" in run.out


def test_a_work_tree_of_its_own_is_the_same_repository(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_answers(folder / "e" / "a.yaml")
    commit(folder)
    tree = beside(folder, "tree")
    git(folder, "worktree", "add", "-q", str(tree), "-b", "other")
    monkeypatch.chdir(tree)
    assert check("e", "--since", "main").status == 0
    write_answers(Path("e/a.yaml"), WORSE)
    assert check("e", "--since", "main").status == 1


def test_variables_of_a_hook_lead_to_no_other_repository(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_answers(folder / "e" / "a.yaml")
    commit(folder)
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert check("e", "--since", "HEAD").status == 0
