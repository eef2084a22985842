"""Rules of lint in the smallest worlds, with their smallest counterexamples."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.pack.worlds import LEVELS, write_pack

from outsource_check.lint import Review, inspection, lint_pack, scores, worlds
from outsource_check.pack import Pack, read_pack
from outsource_check.pack.kinds.reading import Interval
from outsource_check.result.model import Standing, Weighed
from outsource_check.result.scoring import weigh

STAGE = "facts:\n  - {id: stage, ask: How far?, options: [{id: a, text: A}, {id: b, text: B}]}\n"
LIVE = STAGE + "  - {id: live, ask: Is it live?}\n"


def say(review: Review, rule: str) -> list[str]:
    return [found.problem.text for found in review.remarks if found.problem.rule == rule]


def lint(tmp_path: Path, questions: str = LEVELS, outline: str = "", **more: str) -> Review:
    return lint_pack(write_pack(tmp_path, questions, outline, **more))


def ask(name: str, when: str = "", more: str = "") -> str:
    text = LEVELS.replace("first", name).replace("First", name)
    text += f"  when: {when}\n" if when else ""
    return text + "".join(f"  {line}\n" for line in more.splitlines())


def test_the_smallest_pack_is_sound(tmp_path: Path) -> None:
    review = lint(tmp_path)
    assert review.remarks == ()
    assert review.range == scores.Range(lowest=Fraction(0), highest=Fraction(100), worlds=1)


def test_a_pack_that_cannot_be_read_is_reported_not_raised(tmp_path: Path) -> None:
    review = lint(tmp_path, LEVELS.replace("levels: [", "levels: [a, "))
    assert (review.pack, review.range, review.errors, review.warnings) == (None, None, 1, 0)


def test_the_range_is_that_of_the_levels_offered(tmp_path: Path) -> None:
    options = "options: [{id: a, text: A, worth: 3/4}, {id: b, text: B, worth: 1/4}]"
    pick = f"- {{id: pick, title: Pick, kind: choice, quick: yes, {options}}}\n"
    found = lint(tmp_path, pick, two=LEVELS).range
    assert found is not None
    assert (found.lowest, found.highest) == (Fraction(25, 2), Fraction(175, 2))


def test_a_best_result_below_ready_names_the_fewest_facts(tmp_path: Path) -> None:
    options = "options: [{id: a, text: A, worth: 1/2}, {id: b, text: B, worth: 0}]"
    low = f"- {{id: pick, title: Pick, kind: choice, quick: yes, {options}}}\n"
    review = lint(tmp_path, low + ask("second", "{stage: a, live: yes}"), LIVE)
    assert say(review, "OC310") == [
        "the best possible overall is 50, ready needs 70 (with live: no)",
    ]
    assert review.errors == 1


def test_a_weakest_key_below_ready_counts_by_itself(tmp_path: Path) -> None:
    options = "options: [{id: a, text: A, worth: 0.4}, {id: b, text: B, worth: 0}]"
    low = f"- {{id: pick, title: Pick, kind: choice, quick: yes, {options}}}\n"
    review = lint(tmp_path, low, two=LEVELS, three=ask("third"), four=ask("fourth"))
    assert say(review, "OC310") == [
        "the best possible weakest_key is 40, ready needs 50 (whatever the facts are)",
    ]


def test_facts_under_which_nothing_is_asked_are_named(tmp_path: Path) -> None:
    review = lint(tmp_path, ask("first", "{stage: a}"), LIVE + "partner_when: {live: yes}\n")
    assert say(review, "OC312") == ["nothing is asked with stage: b"]
    assert review.range is None


def test_quick_mode_is_missed_only_where_the_key_asks_something(tmp_path: Path) -> None:
    slow = ask("second", "{live: yes}").replace("quick: yes", "quick: no")
    questions = ask("first", "{stage: a}") + slow
    review = lint(tmp_path, questions, LIVE, two=ask("third"))
    assert say(review, "OC340") == ['quick mode leaves out the key "one" with stage: b, live: yes']


def test_a_pack_without_quick_questions_is_told_once(tmp_path: Path) -> None:
    review = lint(tmp_path, LEVELS.replace("quick: yes", "quick: no"))
    assert say(review, "OC341") == ["no question is quick, so quick mode asks nothing"]
    assert len(review.remarks) == 1


def test_a_remedy_that_nothing_calls_for(tmp_path: Path) -> None:
    options = "options: [{id: a, text: A, worth: 1}, {id: b, text: B, worth: 3/4}]"
    fields = f"quick: yes, {options}, remedy: {{do: It}}"
    review = lint(tmp_path, f"- {{id: pick, title: Pick, kind: choice, {fields}}}\n")
    assert say(review, "OC316") == [
        "no answer gives less than level 3, so the remedy is never needed"
    ]


def test_a_critical_row_is_enough_for_a_cap(tmp_path: Path) -> None:
    rows = "rows: [{id: a, text: A, critical: yes}, {id: b, text: B}]"
    fields = (
        f"quick: yes, {rows}, bounds: {{1: 1/2, 4: 1}}, cap: {{title: Bad, because: It matters}}"
    )
    assert lint(tmp_path, f"- {{id: q, title: Q, kind: matrix, {fields}}}\n").remarks == ()


def test_unless_lifts_a_stop_that_the_best_answer_would_trigger(tmp_path: Path) -> None:
    stop = "stop: {title: Bad, at_or_below: 2, because: It sinks, unless: {one.second: 3}}"
    assert lint(tmp_path, ask("first", "", stop) + ask("second")).remarks == ()


def test_unless_needs_a_level_that_the_other_question_reaches(tmp_path: Path) -> None:
    stop = "stop: {at_or_below: 2, because: It sinks, unless: {one.pick: 4}}"
    options = "options: [{id: a, text: A, worth: 3/4}, {id: b, text: B, worth: 0}]"
    pick = f"- {{id: pick, title: Pick, kind: choice, {options}}}\n"
    review = lint(tmp_path, ask("first", "", stop) + pick)
    assert say(review, "OC319") == ['"one.pick" never reaches level 4: its best is 3']


def test_a_stop_that_another_question_always_lifts_is_never_there(tmp_path: Path) -> None:
    stop = "stop: {at_or_below: 2, because: It sinks, unless: {one.pick: 1}}"
    options = "options: [{id: a, text: A, worth: 1}, {id: b, text: B, worth: 1/4}]"
    pick = f"- {{id: pick, title: Pick, kind: choice, {options}}}\n"
    review = lint(tmp_path, ask("first", "", stop) + pick)
    assert say(review, "OC315") == [
        'the stop is never there: "one.pick" is always at level 1 or more'
    ]
    sometimes = pick + "  when: {stage: a}\n"
    sometimes = sometimes.replace("}]}\n", "}], when: {stage: a}}\n").replace(
        "  when: {stage: a}\n", ""
    )
    assert lint(tmp_path, ask("first", "", stop) + sometimes, STAGE).errors == 0


def test_more_facts_than_can_be_tried_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scores, "LIMIT", 3)
    monkeypatch.setattr(worlds, "LIMIT", 3)
    questions = ask("first") + ask("second", "{stage: a, live: yes}")
    review = lint(tmp_path, questions, LIVE)
    assert say(review, "OC345") == ["4 combinations of facts: the first 3 were tried"]
    assert (review.errors, review.warnings) == (0, 1)


def test_a_condition_too_long_to_search_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspection, "MOST_TRIES", 1_000)
    names = [f"f{number}" for number in range(6)]
    facts = "facts:\n" + "".join(f"  - {{id: {n}, ask: {n}, why: w}}\n" for n in names)
    parts = ", ".join(
        f"{{all: [{{{names[n % 6]}: yes}}, {{{names[(n * 5 + 1) % 6]}: no}}]}}" for n in range(20)
    )
    review = lint(tmp_path, ask("first") + ask("second", f"{{any: [{parts}]}}"), facts)
    (said,) = say(review, "OC345")
    assert said.startswith("conditions need more than 1,000 tests of facts")
    assert review.errors == 0


def test_a_score_that_falls_when_an_answer_rises_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def upside_down(pack: Pack, questions: dict[str, Weighed], *rest: dict[str, Any]) -> Standing:
        turned = {}
        for name, one in questions.items():
            assert one.level is not None
            turned[name] = replace(one, level=Interval(4 - one.level.low, 4 - one.level.high))
        return weigh(pack, turned, *rest)

    monkeypatch.setattr(scores, "weigh", upside_down)
    review = lint(tmp_path)
    assert say(review, "OC313") == [
        "raising it to level 1 lowers the score (whatever the facts are)"
    ]


def watch(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """The questions of every state that lint scores, from now on."""
    seen: list[set[str]] = []

    def watched(pack: Pack, questions: dict[str, Weighed], *rest: dict[str, Any]) -> Standing:
        seen.append(set(questions))
        return weigh(pack, questions, *rest)

    monkeypatch.setattr(scores, "weigh", watched)
    return seen


def test_twice_the_questions_take_twice_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = watch(monkeypatch)
    sizes = []
    for count in (20, 40):
        seen.clear()
        assert lint(tmp_path, "".join(ask(f"q{number}") for number in range(count))).errors == 0
        sizes.append(sum(map(len, seen)))
    assert sizes[1] == 2 * sizes[0]


def test_a_question_rises_beside_those_that_it_lifts_and_that_lift_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = watch(monkeypatch)
    stop = "stop: {{title: Bad, at_or_below: 1, because: It sinks, unless: {{one.{}: 3}}}}"
    questions = ask("a", "", stop.format("b")) + ask("b", "", stop.format("c"))
    assert lint(tmp_path, questions + ask("c") + ask("d")).remarks == ()
    together = {frozenset(name[-1] for name in names) for names in seen}
    assert together == {frozenset(names) for names in ("abc", "bc", "d", "abcd")}


def test_every_rule_of_reading_is_an_error_at_its_place(tmp_path: Path) -> None:
    review = lint(tmp_path, LEVELS + "  weight: 0\n")
    (remark,) = review.remarks
    assert remark.severity == "error"
    assert remark.problem.place is not None
    assert (remark.problem.place.line, remark.problem.place.column) == (9, 13)


def test_remarks_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    long = LEVELS.replace("First thing", "First thing " * 6)
    scale = "scales:\n  far: [{id: x, text: X, worth: 1}, {id: y, text: Y, worth: 0}]\n"
    review = lint(tmp_path, long, scale, two=long)
    places = [remark.problem.place for remark in review.remarks]
    names = [Path(place.file).name for place in places if place]
    assert names == ["pack.yaml", "one.yaml", "two.yaml", "two.yaml"]


def test_the_smallest_counterexample_leaves_out_facts_that_do_not_matter(tmp_path: Path) -> None:
    pack = read_pack(write_pack(tmp_path, LEVELS, LIVE))
    world = {"stage": "b", "live": "no"}
    assert worlds.shrink(pack, world, lambda facts: facts["live"] == "no") == {"live": "no"}
    assert worlds.shrink(pack, world, lambda _: True) == {}
    assert worlds.shrink(pack, world, lambda facts: facts == world) == world


def test_an_own_pack_may_have_no_partner_wording_but_for_the_title(tmp_path: Path) -> None:
    assert lint(tmp_path, LEVELS + "  answered_by: both\n").remarks == ()


def test_a_remedy_of_the_best_option_is_never_needed(tmp_path: Path) -> None:
    options = (
        "options: [{id: a, text: A, worth: 1, remedy: {do: Go on}},"
        " {id: b, text: B, worth: 0, remedy: {do: Begin}}]"
    )
    pick = f"- {{id: pick, title: Pick, kind: choice, quick: yes, {options}}}\n"
    (text,) = say(lint(tmp_path, pick), "OC316")
    assert '"a" is the best option' in text


@pytest.mark.parametrize("field", ["weight: 2", "remedy: {do: Mend it}"])
def test_rows_of_a_question_that_is_not_scored_have_nothing_that_goes_with_a_level(
    tmp_path: Path, field: str
) -> None:
    rows = f"rows: [{{id: a, text: A, {field}}}]"
    asked = f"- {{id: asked, title: Asked, kind: matrix, scored: no, {rows}}}\n"
    name = field.partition(":")[0]
    assert f'"{name}" goes with a level' in say(lint(tmp_path, LEVELS + asked), "OC306")[0]


NAMES = [
    ("sides: {client: Buyer, partner: buyer}", "OC361", '"client" and "partner" have the same'),
    ("sides: {client: Buyer}", "OC362", "partner not"),
    ("verdicts: {ready: Yes, at-risk: Hm}", "OC362", "not-ready and conditional not"),
    (f"subject: {'x' * 25}", "OC360", "25 characters: up to 24"),
    (f"levels: {{3: {'x' * 41}}}", "OC360", "41 characters: up to 40"),
    ("levels: {0: A, 1: B, 2: C, 3: D}", "OC362", "4 not"),
    ('levels: {3: "a\\nb"}', "OC360", "on one line"),
]


@pytest.mark.parametrize(("given", "rule", "message"), NAMES)
def test_own_words_are_short_told_apart_and_complete(
    tmp_path: Path, given: str, rule: str, message: str
) -> None:
    (text,) = say(lint(tmp_path, LEVELS, f"words:\n  {given}\n"), rule)
    assert message in text


def test_a_name_of_a_side_that_is_not_asked_is_never_used(tmp_path: Path) -> None:
    outline = "sides: client\nwords: {sides: {client: Buyer, partner: Seller}}\n"
    (text,) = say(lint(tmp_path, LEVELS, outline), "OC362")
    assert 'does not ask the side "partner"' in text
