"""The shipped pack holds what it promises."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product

import pytest

from outsource_check.pack import (
    LevelsQuestion,
    MatrixQuestion,
    NumberQuestion,
    Pack,
    judge_condition,
    load_pack,
)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("eight-keys")


def test_eight_keys_have_about_as_many_questions_each(pack: Pack) -> None:
    # Each weighs the same. How many there are of what shows the example the-shipped-questions.
    assert len(pack.keys) == 8
    assert {len(key.questions) for key in pack.keys} <= {7, 8, 9}


def test_two_questions_of_each_key_are_quick_and_eight_of_them_stop(pack: Pack) -> None:
    quick = [question for question in pack.questions.values() if question.quick]
    assert set(Counter(question.key for question in quick).values()) == {2}
    assert len(quick) == 16
    assert sum(question.stop is not None for question in quick) == 8


def test_every_fact_decides_what_applies(pack: Pack) -> None:
    assert set(pack.conditional_facts) == set(pack.facts)


def test_ready_can_be_reached_at_every_stage_with_enough_questions(pack: Pack) -> None:
    asked = {}
    for stage in pack.facts["stage"].choices:
        facts = {"stage": stage, "takes-over-system": "yes", "live-service": "yes"}
        facts |= {"personal-data": "abroad", "staff": "consult", "distance": "apart"}
        facts |= {"daily-decisions": "yes", "cost-is-a-driver": "yes", "regulated": "no"}
        asked[stage] = sum(
            judge_condition(question.when, facts) is True and question.answered_by != "partner"
            for question in pack.questions.values()
        )
    # A product company with a partner abroad that takes over a system.
    least = {"no-partner": 30, "selecting": 42, "signed": 57, "trial": 59, "running": 59}
    assert {stage for stage, count in asked.items() if count < least[stage]} == set()


def test_texts_are_short_enough_to_read(pack: Pack) -> None:
    for question in pack.questions.values():
        assert len(question.title) <= 60, question.id
        assert not question.title.endswith("?"), question.id
        if isinstance(question, LevelsQuestion):
            assert len(question.levels) == 5
            for level in question.levels.values():
                assert len(level) <= 230, (question.id, level)
                assert level.endswith("."), (question.id, level)


def test_level_four_builds_on_level_three(pack: Pack) -> None:
    """Either it says so, or it is a step further on the same scale of its own words."""
    on_its_own = {"change.consultation", "decision-makers.judgement", "time-zones.language"}
    for question in pack.questions.values():
        if isinstance(question, LevelsQuestion) and question.id not in on_its_own:
            assert "all of level 3" in question.levels[4].lower(), question.id


def test_every_question_says_why_what_proves_it_and_what_helps(pack: Pack) -> None:
    for question in pack.questions.values():
        sentences = re.findall(r"[.?!]\)?(?=\s+[A-Z]|\Z)", question.why)
        assert len(sentences) == 2, (question.id, question.why)
        assert question.evidence, question.id
        remedy = question.remedy
        assert remedy is not None, question.id
        assert remedy.effort_days, question.id
        assert remedy.owner, question.id
        assert remedy.done_when.endswith("."), question.id
        for _, trigger in question.triggers:
            assert trigger.because.endswith("."), question.id
            assert trigger.because.count(". ") == 0, question.id


def test_the_partner_has_a_wording_wherever_both_answer(pack: Pack) -> None:
    for question in pack.questions.values():
        assert question.wording("client"), question.id
        assert question.wording("partner"), question.id


def test_rows_and_options_say_nothing_to_one_side_alone(pack: Pack) -> None:
    for question in pack.questions.values():
        if isinstance(question, MatrixQuestion):
            texts = [row.text for row in question.rows]
            texts += [getattr(option, "text", "") for option in question.options]
            assert not [text for text in texts if re.search(r"\byou(r)?\b", text)], question.id


def test_references_are_read_ones_and_none_is_left_out(pack: Pack) -> None:
    # These are known from memory only, in what would be cited of them.
    assert not {"R07", "R47", "R48b"} & set(pack.references)
    # No study stands behind the calendar; its text says so.
    without = [question.id for question in pack.questions.values() if not question.references]
    assert without == ["time-zones.calendar"]


def test_law_is_never_named_without_a_word_of_caution(pack: Pack) -> None:
    law = re.compile(
        r"\b(German law|Regulation \(EU\)|Germany|count as its own|data-protection board)"
    )
    for question in pack.questions.values():
        if law.search(question.why):
            assert question.why.endswith("(this is no legal advice)."), question.id


JARGON = (
    *("stakeholder", "backlog", "sprint", "stand-up", "retrospective", "escalation", "governance"),
    *("rota", "liaison", "rollback", "kick-off", "kickoff", "charter", "steering", "iteration"),
    *("definition of done", "single sign-on", "least privilege", "peer review", "NDA", "median"),
    *("interface", "stop-loss", "baseline", "go/no-go", "guardrail", "utilize", "leverage"),
)


def test_no_word_needs_a_dictionary(pack: Pack) -> None:
    for question in pack.questions.values():
        texts = [question.title, question.ask, question.ask_partner, *question.evidence]
        if isinstance(question, LevelsQuestion):
            texts += question.levels.values()
        if question.remedy is not None:
            texts += [question.remedy.do, question.remedy.done_when]
        for text in texts:
            for word in JARGON:
                assert not re.search(rf"\b{re.escape(word)}s?\b", text), (question.id, word, text)


AMERICAN = re.compile(
    r"\b\w*(?:organiz|recogniz|prioritiz|behavior|color|favor(?!it)|center\b|program\b|fulfill)\w*"
)


def test_spelling_is_british(pack: Pack) -> None:
    for question in pack.questions.values():
        text = f"{question.title} {question.ask} {question.why} {question.evidence}"
        text += str(getattr(question, "levels", ""))
        assert not AMERICAN.findall(text), question.id


def test_numbers_offer_every_level(pack: Pack) -> None:
    for question in pack.questions.values():
        if isinstance(question, NumberQuestion | MatrixQuestion):
            assert question.offered == (0, 1, 2, 3, 4), question.id


def test_eleven_stops_or_more_apply_once_a_partner_is_sought(pack: Pack) -> None:
    names = [fact for fact in pack.facts if fact != "stage"]
    counts = set()
    for options in product(*(pack.facts[name].choices for name in names)):
        facts = {"stage": "selecting", **dict(zip(names, options, strict=True))}
        counts.add(
            sum(
                judge_condition(question.when, facts) is True
                and judge_condition(question.stop.when, facts) is True
                for question in pack.questions.values()
                if question.stop is not None
            )
        )
    assert min(counts) >= 11
