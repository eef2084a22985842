"""The ratchet: what was done since an earlier state may not lower a score."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.gate.conftest import Check
from tests.gate.world import GOOD, KEYS, PACK, answers, policy, write_answers, write_pack
from tests.past.repository import commit

from outsource_check.gate import workers

HISTORY = "outsource-history.jsonl"
SINCE = ("--since", HISTORY)
MEANS = {**GOOD, "beta.one": "60"}


def remember(check: Check, *paths: str, day: str = "2026-11-23") -> None:
    words = ("add", *paths, "--pack", "packs", "--as-of", day)
    run = check(*words, command="history", plain=True)
    assert run.status == 0, run


@pytest.fixture
def before(check: Check, folder: Path) -> Path:
    """A folder `e` of three engagements, with the history of the day before."""
    for name in ("one", "two"):
        write_answers(folder / "e" / name / "a.yaml", MEANS)
    write_answers(folder / "e" / "three" / "a.yaml", name="Third")
    remember(check, "e")
    return folder


@pytest.fixture
def two_sided(check: Check, folder: Path) -> Path:
    """The client's and the partner's answers on one engagement, with their history."""
    write_pack(folder, PACK.replace("sides: client\n", ""))
    write_answers(folder / "e" / "client.yaml")
    write_answers(folder / "e" / "partner.yaml", {**GOOD, "alpha.one": "2"}, side="partner")
    remember(check, "e")
    assert check("e", *SINCE).status == 0
    return folder


# ---------------------------------------------------------------- what is a loss


@pytest.mark.usefixtures("before")
def test_what_did_not_change_passes_and_what_was_compared_with_is_said(check: Check) -> None:
    run = check("e", *SINCE)
    assert run.status == 0
    assert f"Since: {HISTORY}.\n" in run.out
    assert json.loads(check("e", *SINCE, "-f", "json").out)["since"] == HISTORY
    assert "Since: " in check("e", *SINCE, "-f", "markdown").out


def test_a_gain_in_one_key_hides_no_loss_in_another(check: Check, before: Path) -> None:
    write_answers(before / "e" / "one" / "a.yaml", {**GOOD, "alpha.one": "3", "beta.one": "100"})
    run = check("e", *SINCE)
    assert run.status == 1
    assert "OC114" not in run.out
    assert (
        f'e/one/a.yaml:1:1: error[OC115]: what was done since {HISTORY} lowers the key "alpha"'
        " by 12.5 (alpha.one); max_drop_by_key 0 (default)\n"
    ) in run.out


def test_a_gain_in_a_key_hides_a_loss_in_the_same_key_up_to_its_size(
    check: Check, before: Path
) -> None:
    for level, status in (("2", 1), ("3", 0)):  # beta.one rises by 1.6 levels
        given = {**GOOD, "beta.one": "100", "beta.two": level}
        write_answers(before / "e" / "one" / "a.yaml", given)
        assert check("e", *SINCE).status == status


def test_drops_are_compared_exactly(check: Check, before: Path) -> None:
    write_answers(before / "e" / "one" / "a.yaml", {**GOOD, "beta.one": "59.99"})
    assert check("e", *SINCE).status == 1
    run = check("e", *SINCE, "--max-drop-overall", "0.0025", "--max-drop-by-key", "0.005")
    assert run.status == 0
    run = check("e", *SINCE, "--max-drop-overall", "0.0024", "--max-drop-by-key", "0.005")
    assert run.status == 1
    assert "lowers the overall score by 0.0025 (beta.one)" in run.out
    assert "max_drop_overall 0.0024 (--max-drop-overall)" in run.out


def test_the_first_questions_of_a_loss_are_named_and_the_rest_is_counted(
    check: Check, before: Path
) -> None:
    worse = {"alpha.one": "3", "alpha.two": "partly", "beta.one": "50", "beta.two": "3"}
    write_answers(before / "e" / "one" / "a.yaml", worse)
    run = check("e", *SINCE)
    assert "(alpha.one, alpha.two, beta.one and 1 more); max_drop_overall 0" in run.out
    assert 'the key "beta" by 17.5 (beta.one, beta.two)' in run.out
    found = json.loads(check("e", *SINCE, "-f", "json").out)["findings"]
    assert [(one["rule"], one["key"]) for one in found] == [
        *(("OC114", None), ("OC115", "alpha"), ("OC115", "beta"))
    ]


FACTS = """\
facts:
  - {id: live, ask: Is it live?, why: It decides what is asked.}
"""
ASKED = KEYS["beta"].replace("    title: Second", "    when: {live: yes}\n    title: Second")
KEEPS: dict[str, Callable[[Path], object]] = {
    "a fact by which less is asked": lambda e: write_answers(
        e / "a.yaml", MEANS, more="facts: {live: no}\n"
    ),
    "a fact that nobody knows any more": lambda e: write_answers(e / "a.yaml", MEANS),
    "a new person who says less": lambda e: write_answers(
        e / "b.yaml", dict.fromkeys(GOOD, "0") | {"alpha.two": "partly"}, more=LIVE
    ),
    "an answer that is known now": lambda e: write_answers(
        e / "a.yaml", {**MEANS, "alpha.one": "0"}, more=LIVE
    ),
    "an answer that is not known any more": lambda e: write_answers(
        e / "a.yaml", {**MEANS, "beta.two": "dont-know", "alpha.one": "dont-know"}, more=LIVE
    ),
    "a question that does not apply any more": lambda e: write_answers(
        e / "a.yaml", {**MEANS, "alpha.one": "dont-know", "alpha.two": NONE}, more=LIVE
    ),
    "a key of which nothing applies any more": lambda e: write_answers(
        e / "a.yaml", {"alpha.one": "0", "beta.one": NONE, "beta.two": NONE}, more=LIVE
    ),
}
LIVE = "facts: {live: yes}\n"
NONE = "{not_applicable: gone}"


@pytest.mark.parametrize("change", KEEPS.values(), ids=KEEPS)
def test_what_was_learned_or_asked_otherwise_breaks_nothing(
    check: Check, folder: Path, change: Callable[[Path], object]
) -> None:
    write_pack(folder, PACK + FACTS, {**KEYS, "beta": ASKED})
    write_answers(folder / "e" / "a.yaml", {**MEANS, "alpha.one": "dont-know"}, more=LIVE)
    remember(check, "e")
    change(folder / "e")
    run = check("e", *SINCE)
    assert (run.status, "OC11" in run.out) == (0, False), run.out
    # What those who answered both times say less of is a loss all the same.
    file = folder / "e" / "a.yaml"
    file.write_text(file.read_text().replace("beta.one: 60", "beta.one: 40"))
    assert check("e", *SINCE).status == ("beta.one: 40" in file.read_text())


def test_a_new_engagement_is_compared_with_nothing(check: Check, before: Path) -> None:
    write_answers(before / "e" / "new" / "a.yaml", {"alpha.one": "1"}, name="New")
    assert check("e", *SINCE).status == 0


def test_another_answer_to_what_was_agreed_and_still_is_changes_nothing(
    check: Check, two_sided: Path
) -> None:
    settled = """\
format: outsource-check/engagement/v1
engagement: Payments
settlements:
  - {question: alpha.one, level: LEVEL, present: [A, B], reason: so, date: 2026-11-20, \
rests_on: {client.yaml: "4", partner.yaml: "SAID"}}
"""
    file = two_sided / "e" / "engagement.yaml"
    file.write_text(settled.replace("LEVEL", "3").replace("SAID", "2"))
    remember(check, "e")
    write_answers(two_sided / "e" / "partner.yaml", {**GOOD, "alpha.one": "1"}, side="partner")
    file.write_text(settled.replace("LEVEL", "3").replace("SAID", "1"))
    assert check("e", *SINCE).status == 0
    file.write_text(settled.replace("LEVEL", "2").replace("SAID", "1"))
    assert check("e", *SINCE).status == 1


def test_what_a_policy_ignores_of_the_ratchet_is_ignored(check: Check, before: Path) -> None:
    write_answers(before / "e" / "one" / "a.yaml", {**MEANS, "alpha.one": "3"})
    (before / "e" / "two" / "a.yaml").unlink()
    entry = "  - {rule: OC11%d, reason: known, owner: cto, expires: 2027-01-01}\n"
    ignore = "ignore:\n" + "".join(entry % number for number in (2, 4, 5))
    file = before / "outsource-policy.yaml"
    file.write_text(policy("", f"since: {{what: {HISTORY}}}\n{ignore}"))
    run = check("e")
    assert run.status == 0
    assert run.out.count("ignored") >= 3
    file.write_text(policy("", f"since: {{what: {HISTORY}}}\n"))
    assert check("e").status == 1


def test_a_file_that_vanished_is_ignored_by_its_own_name(check: Check, two_sided: Path) -> None:
    (two_sided / "e" / "partner.yaml").unlink()
    for name, status in (("partner", 0), ("client", 0), ("other", 1)):
        entry = f"{{rule: OC112, files: [e/{name}.yaml], reason: r, owner: o, expires: 2027-01-01}}"
        text = policy("", f"since: {{what: {HISTORY}}}\nignore:\n  - {entry}\n")
        (two_sided / "outsource-policy.yaml").write_text(text)
        assert check("e").status == status


# ---------------------------------------------------------------- answer files that vanish


def test_a_vanished_file_is_a_finding(check: Check, before: Path) -> None:
    (before / "e" / "two" / "a.yaml").unlink()
    run = check("e", *SINCE)
    assert run.status == 1
    assert run.out.startswith("e/two/a.yaml:1:1: error[OC112]")
    assert f'{HISTORY} has this file of "Payments", and it is no longer there' in run.out


def test_an_engagement_that_has_another_name_now_has_vanished(check: Check, before: Path) -> None:
    write_answers(before / "e" / "two" / "a.yaml", {"alpha.one": "1"}, name="Renamed")
    run = check("e", *SINCE)
    assert run.status == 1
    assert 'has this file of "Payments", and it holds none of its answers now' in run.out


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


WAYS = [disguise, rename, copy_other, make_folder, hide, move, Path.unlink]


@pytest.mark.parametrize("change", WAYS)
@pytest.mark.parametrize("what", [HISTORY, "HEAD", "old"])
def test_no_way_to_take_a_sides_answers_out_is_overlooked(
    check: Check, two_sided: Path, what: str, change: Callable[[Path], None]
) -> None:
    if what == "HEAD":
        commit(two_sided)
    elif what == "old":
        shutil.copytree(two_sided / "e", two_sided / "old")
    change(two_sided / "e" / "partner.yaml")
    run = check("e", "--since", what, "--verdict", "not-ready")
    assert run.status == 1
    assert "e/partner.yaml:1:1: error[OC112]" in run.out
    assert "failed: e · Payments: conditional, 100" in run.out  # its score has risen


def test_a_file_that_is_left_out_has_vanished(check: Check, two_sided: Path) -> None:
    commit(two_sided)
    assert check("e", *SINCE, "--exclude", "partner.yaml").status == 0
    assert "OC112" not in check("e/client.yaml", *SINCE).out


def test_what_cannot_be_read_has_not_vanished_too(check: Check, two_sided: Path) -> None:
    for text in ("a: [1\n", answers(side="partner").replace("tiny", "none")):
        (two_sided / "e" / "partner.yaml").write_text(text)
        run = check("e", *SINCE)
        assert run.status > 1
        assert "OC112" not in run.out
    named = answers().replace("role: CTO", "role: CTO, name: Dana")
    (two_sided / "e" / "client.yaml").write_text(named)
    (two_sided / "e" / "partner.yaml").write_text(named.replace("-01", "-02"))
    run = check("e", *SINCE)
    assert run.status == 3
    assert "OC112" not in run.out


@pytest.mark.parametrize("what", [HISTORY, "HEAD"])
def test_files_that_may_not_be_named_do_not_vanish_by_it(
    check: Check, two_sided: Path, what: str
) -> None:
    for name in ("client", "partner"):
        text = answers(side=name).replace("role: CTO", "role: CTO, anonymous: yes")
        (two_sided / "e" / f"{name}.yaml").write_text(text)
    (two_sided / HISTORY).unlink()
    remember(check, "e")
    commit(two_sided)
    assert check("e", "--since", what).status == 0
    assert check("e/client.yaml", "--since", what, "--verdict", "not-ready").status == 0
    (two_sided / "e" / "client.yaml").rename(two_sided / "e" / "other.yaml")
    run = check("e", "--since", what)
    assert "client.yaml" not in run.out
    # A history does not say which files they were, and how many.
    assert ("e:1:1: error[OC112]" in run.out) is (what == "HEAD")
    shutil.rmtree(two_sided / "e")
    write_answers(two_sided / "f" / "a.yaml", name="Other")
    run = check("f", "--since", what)
    assert ("e:1:1: error[OC112]" in run.out) is (what == HISTORY)
    run = check(".", "--exclude", "packs", "--since", what)
    assert (run.status, "e:1:1: error[OC112]" in run.out) == (1, True)


@pytest.mark.usefixtures("before")
def test_what_was_not_selected_has_not_vanished(check: Check) -> None:
    assert check("e/one", *SINCE).status == 0


def test_an_engagement_that_moved_is_compared_and_has_not_vanished(
    check: Check, before: Path
) -> None:
    (before / "e" / "three").rename(before / "moved")
    assert check("e", "moved", *SINCE).status == 0
    remember(check, "e", "moved", day="2026-11-24")
    # Its older line is not another engagement.
    assert check("e", "moved", "--since", f"{HISTORY}@2026-11-24").status == 0
    write_answers(before / "moved" / "a.yaml", {**GOOD, "alpha.one": "3"}, name="Third")
    run = check("e", "moved", *SINCE)
    assert run.status == 1
    assert "moved/a.yaml:1:1: error[OC115]" in run.out
    assert "OC112" not in run.out


# ---------------------------------------------------------------- what is no pass


@pytest.mark.parametrize(("version", "status"), [("1.2.9", 0), ("1.3.0", 0), ("2.2.0", 4)])
def test_a_history_of_another_major_version_of_the_pack_is_not_comparable(
    check: Check, before: Path, version: str, status: int
) -> None:
    file = before / HISTORY
    file.write_text(file.read_text().replace('"1.2.0"', f'"{version}"'))
    run = check("e", *SINCE)
    assert run.status == status
    assert ("error[OC206]" in run.out) is (status == 4)
    assert ("its answers are scored anew" in run.out) is (status == 4)


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ("worth: 0.5", "worth: 0.75", 4),
        ("text: Partly", "text: In part", 0),
    ],
)
def test_another_scoring_under_the_same_version_is_not_comparable(
    check: Check, before: Path, old: str, new: str, status: int
) -> None:
    commit(before)
    files = [file for file in (before / "packs").rglob("*.yaml") if old in file.read_text()]
    assert files
    for file in files:
        file.write_text(file.read_text().replace(old, new))
    run = check("e", *SINCE)
    assert run.status == status, run
    assert ("was scored with another tiny 1.2.0" in run.out) is (status == 4)
    assert check("e", "--since", "HEAD").status == 0  # both with the pack as it is


def test_an_engagement_that_had_another_pack_is_not_comparable(check: Check, folder: Path) -> None:
    write_answers(folder / "e" / "a.yaml")
    other = folder / "packs" / "other"
    shutil.copytree(folder / "packs" / "tiny", other)
    (other / "pack.yaml").write_text(PACK.replace("id: tiny", "id: other"))
    commit(folder)
    file = folder / "e" / "a.yaml"
    file.write_text(file.read_text().replace("pack: tiny", "pack: other"))
    run = check("e", "--since", "HEAD")
    assert run.status == 4
    assert '"Payments" was answered for tiny 1.2.0 in git revision HEAD, now with other' in run.out


@pytest.mark.parametrize("what", ["gone.jsonl", "gone", "gone/", "2026-11-23", ""])
def test_an_earlier_state_that_is_not_there_is_no_pass(
    check: Check, before: Path, what: str
) -> None:
    run = check("e", f"--since={what}")
    assert run.status == (2 if what == "" else 4), run
    if what:
        (before / "outsource-policy.yaml").write_text(policy("", f"since: {{what: {what}}}\n"))
        assert check("e").status == 4


# ---------------------------------------------------------------- the policy


def test_what_the_policy_names_is_found_from_its_folder(
    check: Check, before: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (before / ".git").mkdir()
    write_answers(before / "old" / "a.yaml", MEANS)
    monkeypatch.chdir(before / "e")
    given = {**GOOD, "alpha.one": "3", "beta.one": "100"}
    for what in (HISTORY, f"{HISTORY}@2026-11-23", "old"):
        (before / "outsource-policy.yaml").write_text(
            policy("", f"since: {{what: {what}, max_drop_by_key: 13}}\n"), encoding="utf-8"
        )
        write_answers(before / "e" / "one" / "a.yaml", given)
        run = check("one", "--as-of", "2026-11-24", plain=True)
        assert run.status == 0, run
        write_answers(before / "e" / "one" / "a.yaml", {**given, "alpha.one": "2"})
        run = check("one", "--as-of", "2026-11-24", plain=True)
        assert run.status == 1
        assert "max_drop_by_key 13 (../outsource-policy.yaml:4)" in run.out


def test_a_change_cannot_weaken_the_gate_that_it_must_pass(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "e" / "a.yaml"
    write_answers(file, {**GOOD, "beta.one": "50"})
    strict = folder / "outsource-policy.yaml"
    strict.write_text(policy("", f"since: {{what: {HISTORY}}}\npaths: [e]\n"), encoding="utf-8")
    remember(check)
    commit(folder)
    write_answers(file, {**GOOD, "beta.one": "40"})
    remember(check)
    strict.write_text(policy("min_overall: 1"), encoding="utf-8")
    arguments = ("--as-of", "2026-11-24", "--policy-from-git", "HEAD")
    for place in (folder, folder / "e"):
        monkeypatch.chdir(place)
        run = check(*arguments, plain=True)
        assert run.status == 1
        assert "max_drop_overall 0 (default)" in run.out
        assert "of HEAD (sha256" in run.out
    for gone in (strict, folder / HISTORY):
        gone.unlink()
        assert check(*arguments, plain=True).status == 1
    document = json.loads(check(*arguments, "-f", "json", plain=True).out)
    assert document["policy"]["revision"] == "HEAD"
    assert "OC112" not in json.dumps(document)


def test_a_policy_of_a_revision_names_no_folder(check: Check, before: Path) -> None:
    write_answers(before / "old" / "a.yaml", MEANS)
    (before / "outsource-policy.yaml").write_text(policy("", "since: {what: old}\n"))
    commit(before)
    assert check("e").status == 0
    run = check("e", "--policy-from-git", "HEAD")
    assert run.status == 4
    assert "a policy of a git revision cannot name a folder" in run.out


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


@pytest.mark.parametrize("what", [HISTORY, "HEAD"])
def test_spread_over_processes_the_ratchet_is_the_same(
    check: Check, folder: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        write_answers(folder / "e" / f"{number}" / "a.yaml", MEANS, name=f"No. {number}")
    remember(check, "e")
    commit(folder)
    for number in range(0, 20, 3):
        worse = {**MEANS, "alpha.one": "2"}
        write_answers(folder / "e" / f"{number}" / "a.yaml", worse, name=f"No. {number}")
    (folder / "e" / "5" / "a.yaml").unlink()
    alone = check("e", "--since", what, "-f", "json")
    monkeypatch.setattr(workers, "MANY", 2)
    monkeypatch.setattr("outsource_check.gate.check._HEAP", 4)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert check("e", "--since", what, "-f", "json") == alone
    rules = [found["rule"] for found in json.loads(alone.out)["findings"]]
    assert sorted(set(rules)) == ["OC112", "OC114", "OC115"]
