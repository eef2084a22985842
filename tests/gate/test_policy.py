from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from tests.gate.conftest import Check
from tests.gate.world import policy, write_answers

from outsource_check.errors import ConfigurationError
from outsource_check.folders import find_policy
from outsource_check.gate.policy import (
    Gate,
    Limit,
    Policy,
    SinceSettings,
    change_policy,
    parse_policy,
)

HEAD = "format: outsource-check/policy/v1\n"


def read(text: str) -> Policy:
    return parse_policy((HEAD + text).encode(), "outsource-policy.yaml")


def problems(text: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        read(text)
    return [f"{found.rule} {found.text} {found.hint}".rstrip() for found in caught.value.problems]


def test_every_setting_of_a_policy_is_read() -> None:
    found = read(
        """\
paths: [engagements]
packs: [our-packs]
gate:
  verdict: conditional
  min_overall: 60
  min_by_key: {time-zones: 70}
  max_unknown: "10%"
  max_not_asked: 0
  max_age_days: 180
  both_sides: yes
  stops: forbid
since: {what: origin/main, max_drop_overall: 0, max_drop_by_key: 5}
ignore:
  - rule: OC102
    files: [engagements/legacy/*]
    question: goals.scope
    reason: audit
    owner: cto
    expires: 2027-02-28
"""
    )
    assert found.gate == Gate(
        verdict="conditional",
        min_overall=Fraction(60),
        min_by_key={"time-zones": Fraction(70)},
        max_unknown=Limit(share=Fraction(1, 10)),
        max_not_asked=0,
        max_age_days=180,
        both_sides=True,
        stops="forbid",
    )
    assert found.since == SinceSettings(what="origin/main", max_drop_by_key=Fraction(5))
    assert found.ignore[0].question == "goals.scope"
    assert found.origins["min_overall"] == "outsource-policy.yaml:6"
    assert found.origins["min_by_key.time-zones"] == "outsource-policy.yaml:7"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("gate: {min_overal: 60}", 'OC301 unknown field "min_overal" did you mean "min_overall"?'),
        ("gates: {}", 'OC301 unknown field "gates" did you mean "gate"?'),
        ("gate: {min_overall: nan}", 'OC303 expected a number from 0 to 100, found "nan"'),
        ("gate: {min_overall: .nan}", 'OC303 expected a number from 0 to 100, found ".nan"'),
        ("gate: {min_overall: 101}", 'OC303 expected a number from 0 to 100, found "101"'),
        ("gate: {min_overall: -1}", 'OC303 expected a number from 0 to 100, found "-1"'),
        ("gate: {max_unknown: 110%}", "OC303 expected a whole number such as 3, or a percentage"),
        ("gate: {both_sides: true}", 'OC303 expected "yes" or "no", found "true" write "yes"'),
        ("gate: {verdict: conditonal}", "OC303 expected"),
        ("gate: {stops: allow}", 'OC303 expected "forbid" or "allow-waived", found "allow"'),
        ("waivers: []", 'OC301 unknown field "waivers" did you mean "ignore"?'),
        ("gate: [60]", "OC303 expected a mapping"),
        ("since: origin/main", "OC303 expected a mapping"),
        ("since: {max_drop_by_key: -1}", 'OC303 expected a number from 0 to 100, found "-1"'),
        (
            "baseline: {file: b.json}",
            'OC301 "baseline" is not a field any more: earlier states are compared by "since"',
        ),
        (
            "ignore: [{rule: OC001, reason: r, owner: o, expires: 2027-01-01}]",
            "OC303 expected a ru",
        ),
        ("ignore: [{rule: OC101, reason: r, owner: o}]", 'OC302 "expires" is missing'),
        (
            "ignore: [{rule: OC101, reason: r, owner: o, expires: 2026-02-30}]",
            "OC303 expected a d",
        ),
        (
            "ignore: [{rule: OC101, files: [], reason: r, owner: o, expires: 2027-01-01}]",
            'OC303 the list "files" is empty name patterns such as engagements/pilot/*, or leave',
        ),
    ],
)
def test_a_wrong_setting_is_an_error_at_its_place(text: str, message: str) -> None:
    assert any(found.startswith(message) for found in problems(text)), problems(text)


def test_a_policy_needs_its_format_line() -> None:
    with pytest.raises(ConfigurationError):
        parse_policy(b"gate: {min_overall: 60}\n", "p.yaml")
    with pytest.raises(ConfigurationError):
        parse_policy(b"format: outsource-check/policy/v2\n", "p.yaml")


@pytest.mark.parametrize("text", ["", "-1", "1e3", "nan", "inf", "100.1", "1_0", " 5", "60 "])
def test_what_is_no_score_is_refused_in_the_same_words_in_a_file_and_as_a_flag(
    check: Check, folder: Path, text: str
) -> None:
    write_answers(folder / "a.yaml")
    wrong = f'expected a number from 0 to 100, found "{text}"'
    assert problems(f"gate: {{min_overall: '{text}'}}") == [f"OC303 {wrong}"]
    assert check("a.yaml", "--min-overall", text).err == f"Error: --min-overall: {wrong}\n"
    assert check("a.yaml", "--min", f"alpha={text}").err == f"Error: --min: {wrong}\n"


def test_limits_are_exact() -> None:
    tenth = read("gate: {max_unknown: 10%}").gate.max_unknown
    assert tenth is not None
    assert tenth.allows(6, 60)
    assert not tenth.allows(6, 59)
    three = read("gate: {max_unknown: 3}").gate.max_unknown
    assert three is not None
    assert three.allows(3, 3)
    assert not three.allows(4, 100)
    assert problems("gate: {max_unknown: 3.5}")


def test_the_nearest_policy_up_to_the_repository_is_found(tmp_path: Path) -> None:
    inner = tmp_path / "repo" / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "repo" / ".git").mkdir()
    outside = tmp_path / "outsource-policy.yaml"
    outside.touch()
    assert find_policy(inner) is None
    top = tmp_path / "repo" / "outsource-policy.yaml"
    top.touch()
    assert find_policy(inner) == top
    near = tmp_path / "repo" / "a" / "outsource-policy.yaml"
    near.touch()
    assert find_policy(inner) == near


def test_without_a_repository_only_the_folder_itself_counts(tmp_path: Path) -> None:
    inner = tmp_path / "a"
    inner.mkdir()
    (tmp_path / "outsource-policy.yaml").touch()
    assert find_policy(inner) is None
    assert find_policy(tmp_path) == tmp_path / "outsource-policy.yaml"


def test_flags_win_and_say_so() -> None:
    base = read("gate: {min_overall: 60, min_by_key: {alpha: 50, beta: 40}}\n")
    changed = change_policy(
        base,
        {"min_overall": Fraction(70), "min_by_key": {"beta": Fraction(45)}},
        {"min_overall": "--min-overall", "min_by_key.beta": "--min"},
    )
    assert changed.gate.min_overall == 70
    assert changed.gate.min_by_key == {"alpha": 50, "beta": 45}
    assert changed.origin("min_overall") == "--min-overall"
    assert changed.origin("min_by_key.alpha") == "outsource-policy.yaml:2"
    assert changed.origin("min_by_key.beta") == "--min"


@pytest.mark.parametrize(
    "text", ["", "gate: {}\n", "paths: [x]\n", "gate:\n", "gate: {both_sides: no}\n"]
)
def test_a_policy_that_asks_for_nothing_means_the_default(text: str) -> None:
    changed = change_policy(read(text), {}, {})
    assert changed.is_default
    assert changed.gate == Gate(verdict="conditional", max_not_asked=0)


def test_show_policy_names_every_value_and_its_origin(check: Check, folder: Path) -> None:
    (folder / "outsource-policy.yaml").write_text(
        policy("min_overall: 60", "paths: [engagements]\n")
    )
    run = check("--show-policy", "--max-unknown", "10%", "--min", "beta=12.5")
    assert run.status == 0
    lines = {line.split()[0]: line.split()[1:] for line in run.out.splitlines()}
    assert lines["min_overall"] == ["60", "outsource-policy.yaml:3"]
    assert lines["max_unknown"] == ["10%", "--max-unknown"]
    assert lines["min_by_key.beta"] == ["12.5", "--min"]
    assert lines["verdict"] == ["-", "default"]
    assert lines["paths"] == ["engagements", "outsource-policy.yaml:4"]
    for name in (*Gate.model_fields, *(f"since.{name}" for name in SinceSettings.model_fields)):
        assert name in lines or name == "min_by_key"


def test_show_policy_of_a_wrong_policy_is_no_success(check: Check, folder: Path) -> None:
    (folder / "outsource-policy.yaml").write_text(policy("min_overal: 60"))
    assert check("--show-policy").status == 4


def test_a_policy_that_is_a_folder_or_a_dead_link_is_not_passed_over(
    check: Check, folder: Path
) -> None:
    write_answers(folder / "a.yaml")
    (folder / "outsource-policy.yaml").mkdir()
    assert check("a.yaml").status == 4
    (folder / "outsource-policy.yaml").rmdir()
    (folder / "outsource-policy.yaml").symlink_to("nowhere")
    assert check("a.yaml").status == 4


def test_paths_of_the_policy_are_relative_to_its_folder(
    check: Check, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".git").mkdir()
    write_answers(folder / "engagements" / "pay" / "client.yaml")
    inner = folder / "docs"
    inner.mkdir()
    (folder / "outsource-policy.yaml").write_text(
        policy("min_overall: 60", "paths: [engagements]\n"), encoding="utf-8"
    )
    monkeypatch.chdir(inner)
    run = check("--as-of", "2026-11-24", plain=True)
    assert run.status == 0
    assert "../engagements/pay · Payments" in run.out


def test_without_paths_anywhere_the_call_is_wrong(check: Check) -> None:
    run = check()
    assert run.status == 2
    assert "paths" in run.err


@pytest.mark.parametrize(
    "flags",
    [
        ("--min-overall", "nan"),
        ("--min-overall", "101"),
        ("--min", "alpha"),
        ("--min", "=60"),
        ("--min", "alpha=x"),
        ("--max-unknown", "-1"),
        ("--verdict", "good"),
        ("--stops", "no"),
        ("--max-age-days", "1.5"),
        ("-f", "xml"),
        ("--report", "json"),
        ("--report", "jsn=x"),
        ("--report", "json="),
        ("--as-of", "yesterday"),
        ("--rule", "OC999"),
        ("--max-drop-overall", "-1"),
        ("--baseline", "x"),
        ("--baseline-from-git", "main"),
    ],
)
def test_a_wrong_flag_is_wrong_usage(check: Check, folder: Path, flags: tuple[str, ...]) -> None:
    write_answers(folder / "a.yaml")
    assert check("a.yaml", *flags).status == 2


def test_a_flag_is_judged_as_its_setting_in_a_file_is(check: Check, folder: Path) -> None:
    write_answers(folder / "a.yaml")
    run = check("a.yaml", "--verdict", "conditonal")
    assert run.err == (
        'Error: --verdict: expected "ready", "conditional", "at-risk" or "not-ready",'
        ' found "conditonal"\n  did you mean "conditional"?\n'
    )
    assert check("a.yaml", "--max-age-days", "\udc80\x1b").status == 2
    assert check("a.yaml", "--min", "a b=3").err.startswith("Error: --min: expected an id of")


def test_a_key_that_the_pack_does_not_have_is_a_wrong_policy(check: Check, folder: Path) -> None:
    write_answers(folder / "a.yaml")
    run = check("a.yaml", "--min", "alpa=60")
    assert run.status == 4
    assert 'no key "alpa" in the pack "tiny"' in run.out
    assert 'did you mean "alpha"?' in run.out
    (folder / "outsource-policy.yaml").write_text(policy("min_by_key: {alpa: 60}"))
    run = check("a.yaml")
    assert run.status == 4
    assert run.out.startswith("outsource-policy.yaml:3:21: error[OC303]")
