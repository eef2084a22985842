"""The machine alone: what each event does to the state."""

from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from tests.interview.world import FILES, NOTE, TODAY, new_state, write_pack

from outsource_check import costs
from outsource_check.answers import Answer, Figures
from outsource_check.interview import words
from outsource_check.interview.model import (
    Attach,
    Back,
    Choose,
    Event,
    Finish,
    Go,
    NotApplicable,
    Quit,
    Review,
    Scope,
    Skip,
    Spot,
    State,
    Type,
)
from outsource_check.interview.sequence import list_open
from outsource_check.interview.session import begin, hear, step
from outsource_check.interview.view import build_ask
from outsource_check.pack import Pack, read_pack


def play(state: State, *events: Event) -> State:
    for event in events:
        state = step(state, event)
    return state


def at(state: State, target: str, *events: Event) -> State:
    return play(state, Go(target), *events)


@pytest.fixture
def state(pack: Pack) -> State:
    return play(new_state(pack), Choose("chosen"), Choose("yes"))


def test_facts_come_first_and_then_the_first_question(pack: Pack) -> None:
    state = new_state(pack)
    assert state.cursor == Spot("fact", "stage")
    state = play(state, Choose("chosen"))
    assert state.cursor == Spot("fact", "saving")
    state = play(state, Choose("dont-know"))
    assert state.cursor == Spot("question", "work.goal")
    assert state.facts == {"stage": "chosen", "saving": "dont-know"}


@pytest.mark.parametrize(
    ("question", "value", "answer"),
    [
        ("work.goal", "3", Answer(level=3)),
        ("work.goal", "dont-know", Answer(dont_know=True)),
        ("work.kind", "part", Answer(option="part")),
        ("work.speed", "none", Answer(nothing=True)),
        ("people.hours", "2", Answer(level=2)),
        ("money.budget", "4", Answer(level=4)),
        ("people.gaps", "dont-know", Answer(dont_know=True)),
    ],
)
def test_a_choice_becomes_the_answer(
    state: State, question: str, value: str, answer: Answer
) -> None:
    after = at(state, question, Choose(value))
    assert after.answers == {question: answer}
    assert after.cursor.id != question


def test_a_currency_alone_takes_no_answer_away(state: State) -> None:
    level = at(state, "money.budget", Choose("2"))
    after = at(level, "money.budget", Choose("figures"), Type("EUR"), Type("year"))
    answer = after.answers["money.budget"]
    assert (answer.level, answer.costs) == (2, Figures(currency="EUR", period="year"))
    amount = step(after, Type("900000"))
    assert amount.answers["money.budget"].level is None


def test_a_number_is_stored_exactly_and_its_level_is_said(state: State) -> None:
    after = at(state, "work.speed", Type("2.5"))
    assert after.answers["work.speed"].value == Fraction(5, 2)
    assert after.message == "2.5 working days: level 2 of 4."
    best = at(state, "work.speed", Type("1")).message
    assert best.startswith("1 working day: level 4 of 4. “Speed of answers” counts as 3")


@pytest.mark.parametrize("text", ["", "three", "-1", "1,5", "1e3"])
def test_what_is_no_number_is_refused_and_changes_nothing(state: State, text: str) -> None:
    before = at(state, "work.speed")
    after = play(before, Type(text))
    assert after.problem
    assert after == replace(before, problem=after.problem)


def test_a_choice_that_is_not_there_changes_nothing(state: State) -> None:
    for value in ("5", "rows", "", "whole"):
        after = at(state, "work.goal", Choose(value))
        assert (after.answers, after.cursor) == ({}, Spot("question", "work.goal"))
        assert after.problem


def test_not_applicable_asks_why_and_an_empty_reason_asks_again(state: State) -> None:
    after = play(state, Choose("not-applicable"))
    assert after.cursor == Spot("aside", "work.goal", "reason")
    again = play(after, Type("  "))
    assert again.cursor == after.cursor
    assert again.problem
    done = play(again, Type("one site only"))
    assert done.answers["work.goal"] == Answer(not_applicable="one site only")
    assert done.cursor == Spot("question", "work.kind")


def test_back_on_the_first_spot_says_so(pack: Pack) -> None:
    after = play(new_state(pack), Back())
    assert after.problem == "This is the first question."


def test_back_means_the_spot_before_it_not_the_one_visited_before(state: State) -> None:
    after = at(state, "money.budget", Back())
    assert after.cursor == Spot("question", "people.hours")
    assert play(after, Back()).cursor == Spot("question", "people.gaps")


def test_a_fact_adds_and_removes_a_question_and_its_old_answer_returns(
    state: State, pack: Pack
) -> None:
    assert [question.id for question in state.questions].count("work.joint") == 0
    running = at(state, "stage", Choose("running"))
    running = at(running, "work.joint", Choose("2"))
    chosen = at(running, "stage", Choose("chosen"))
    assert "work.joint" not in [question.id for question in chosen.questions]
    assert chosen.answers["work.joint"] == Answer(level=2)
    assert "1 question no longer applies" in chosen.message
    late = play(new_state(pack), Skip(), Choose("yes"), Go("work.joint"), Choose("2"))
    assert "1 question no longer applies" in at(late, "stage", Choose("chosen")).message
    again = at(chosen, "stage", Choose("running"))
    assert build_ask(at(again, "work.joint")).chosen == "2"


def test_after_an_answer_the_next_open_spot_is_asked(state: State) -> None:
    answered = at(state, "work.kind", Choose("whole"))
    after = at(answered, "work.goal", Choose("1"))
    assert after.cursor == Spot("question", "work.speed")


def test_skip_leaves_it_open_and_goes_to_what_comes_next(state: State) -> None:
    after = play(state, Skip(), Skip())
    assert after.cursor == Spot("question", "work.speed")
    assert after.answers == {}
    assert Spot("question", "work.goal") in list_open(after)


def test_skipping_passes_what_is_answered_and_going_on_does_not(state: State) -> None:
    answered = at(state, "work.kind", Choose("whole"))
    skipped = at(answered, "work.goal", Skip())
    assert skipped.cursor == Spot("question", "work.speed")
    seen = at(play(skipped, Go("work.goal"), Choose("1")), "work.goal", Skip())
    assert seen.cursor == Spot("question", "work.kind")


def test_an_attached_note_leaves_the_question_open_and_survives_the_answer(state: State) -> None:
    noted = play(state, Attach("note", "ask Lena"))
    assert noted.cursor == Spot("question", "work.goal")
    assert Spot("question", "work.goal") in list_open(noted)
    assert play(noted, Choose("2")).answers["work.goal"] == Answer(level=2, note="ask Lena")


def test_evidence_asks_what_and_where(state: State) -> None:
    after = play(state, Attach("evidence"), Type("Page"), Type("https://wiki.example"))
    evidence = after.answers["work.goal"].evidence
    assert [(one.what, one.where) for one in evidence] == [("Page", "https://wiki.example")]
    assert after.cursor == Spot("question", "work.goal")
    gone = play(after, Attach("evidence"), Type("-"))
    assert gone.answers["work.goal"].evidence == ()


def test_owner_and_due_are_asked_together_and_a_wrong_date_again(state: State) -> None:
    after = play(state, Attach("owner", "Lena"))
    assert after.cursor == Spot("aside", "work.goal", "due")
    wrong = play(after, Type("2026-02-30"))
    assert wrong.problem
    done = play(wrong, Type("2026-12-01"))
    answer = done.answers["work.goal"]
    assert (answer.owner, answer.due) == ("Lena", datetime.date(2026, 12, 1))


def test_the_rows_of_a_matrix_come_one_by_one_and_then_their_sum(state: State) -> None:
    after = at(state, "people.gaps", Choose("rows"), Choose("named"))
    assert after.cursor == Spot("part", "people.gaps", "release")
    after = play(after, Choose("dont-know"), NotApplicable("no screen"))
    assert after.cursor == Spot("sum", "people.gaps")
    assert build_ask(after).lines == ("Together: level 2 to 4 of 4; 1 line is not known.",)
    rows = after.answers["people.gaps"].rows
    assert rows is not None
    assert rows["release"].dont_know
    assert rows["design"].not_applicable == "no screen"
    changed = play(after, Choose("release"), Choose("nobody"))
    assert changed.cursor == Spot("sum", "people.gaps")
    assert build_ask(changed).lines == ("Together: level 2 of 4.",)
    assert play(changed, Choose(words.GO_ON)).cursor == Spot("question", "people.hours")


def test_a_line_that_can_stop_everything_says_so_before_and_after_it_is_chosen(
    state: State,
) -> None:
    inside = at(state, "people.gaps", Choose("rows"))
    asked = build_ask(inside)
    assert (asked.text, asked.lines) == (
        "Spending more",
        ("This line alone can sink the collaboration.",),
    )
    assert {item.value: item.detail for item in asked.items if item.detail} == {
        "nobody": ("This sinks the collaboration until it is dealt with: Nobody can release money.")
    }
    second = play(inside, Choose("nobody"))
    assert build_ask(second).lines == ()
    assert not any(item.detail for item in build_ask(second).items)
    assert build_ask(play(second, Choose("named"), Choose("named"))).lines == (
        "Together: level 2 of 4.",
        "“Spending more” alone sinks the collaboration until it is dealt with.",
    )


@pytest.mark.parametrize(
    ("stage", "detail"),
    [
        ("running", "This sinks the collaboration until it is dealt with: It has no end."),
        ("chosen", ""),
        ("dont-know", "This can sink the collaboration until it is dealt with: It has no end."),
    ],
)
def test_what_a_level_does_is_said_as_surely_as_the_facts_are_known(
    folder: Path, stage: str, detail: str
) -> None:
    old = "stop: {at_or_below: 0, because: Work without a goal has no end.}"
    new = "stop: {at_or_below: 0, when: {stage: running}, because: It has no end.}"
    assert old in FILES["work.yaml"]
    pack = read_pack(write_pack(folder, work=FILES["work.yaml"].replace(old, new)))
    asked = build_ask(play(new_state(pack), Choose(stage), Choose("yes")))
    assert asked.items[0].detail == detail


def test_what_is_written_beside_a_line_is_asked_below_that_line(state: State) -> None:
    inside = at(state, "people.gaps", Choose("rows"))
    for event in (Attach("who"), Attach("note"), NotApplicable("")):
        asked = build_ask(play(inside, event))
        assert (asked.place, asked.title, asked.lead) == ("4 of 6", "Who decides", "Spending more")
    whole = build_ask(play(state, Attach("note")))
    assert (whole.place, whole.title, whole.lead) == ("1 of 6", "Written goal", "")


def test_in_the_review_a_question_has_the_number_that_it_is_asked_under(state: State) -> None:
    items = {item.text: item.mark for item in build_ask(play(state, Review())).items}
    assert items["Done with the review"] == "0"
    assert items["Engagement"] == "a"
    assert items["Written goal"] == "1"
    assert items["Budget"] == build_ask(at(state, "money.budget")).place.partition(" ")[0]


def test_a_row_keeps_who_it_is_when_it_is_answered_anew(state: State) -> None:
    inside = at(state, "people.gaps", Choose("rows"))
    after = play(inside, Attach("who", "Dana"), Choose("named"), Back(), Choose("several"))
    rows = after.answers["people.gaps"].rows
    assert rows is not None
    assert (rows["money"].option, rows["money"].who) == ("several", "Dana")


def test_a_half_answered_matrix_goes_on_at_its_first_open_row(state: State) -> None:
    half = at(state, "people.gaps", Choose("rows"), Choose("named"))
    assert Spot("part", "people.gaps", "release") in list_open(half)
    assert play(half, Review(), Choose("people.gaps")).cursor.part == "release"


def test_the_costs_are_asked_line_by_line_and_add_up(state: State) -> None:
    amounts = ["EUR", "year", "900 000", "520000", "60000", "90000", "20000", "50000", "200000"]
    after = at(state, "money.budget", Choose("figures"), *[Type(text) for text in amounts])
    assert after.cursor == Spot("sum", "money.budget")
    lines = build_ask(after).lines
    assert lines[0] == "Together: level 4 of 4."
    assert lines[1:] == (
        "Total: 740\u00a0000 EUR (885\u00a0000 EUR if fees and change-over come 25 % dearer)",
        "Net saving: 160\u00a0000 EUR (15\u00a0000 EUR if fees and change-over come 25 % dearer)",
        f"Level 4: {costs.LEVELS[4]}",
    )
    said = {item.text: item.said for item in build_ask(after).items}
    assert said["Fees"] == "520\u00a0000 (650\u00a0000 if 25 % dearer)"
    assert said["Own effort"] == "90\u00a0000"


def test_an_amount_that_could_mean_two_things_is_asked_again(state: State) -> None:
    inside = at(state, "money.budget", Choose("figures"), Type(""), Type(""))
    for text in ("520.000", "520,000", "1'000"):
        after = play(inside, Type(text))
        assert "digits only" in after.problem
        assert after.cursor == inside.cursor


def test_a_place_is_found_by_a_part_of_its_name(state: State) -> None:
    inside = at(state, "people.hours", Choose("figures"))
    for text, zone in (
        ("new york", "America/New_York"),
        ("europe/kyiv", "Europe/Kyiv"),
        ("Kyiv", "Europe/Kyiv"),
    ):
        after = play(inside, Type(text))
        assert after.drafts["people.hours"][0].zone == zone
    after = play(inside, Type("xyz"))
    assert after.cursor == inside.cursor
    assert "Berlin" in after.problem


def test_several_places_of_a_name_are_listed_to_choose_from(state: State) -> None:
    inside = at(state, "people.hours", Choose("figures"), Type("usa"))
    ask = build_ask(inside)
    assert "America/New_York" in [item.value for item in ask.items]
    after = play(inside, Choose("America/Chicago"))
    assert after.drafts["people.hours"][0].zone == "America/Chicago"


def test_places_and_hours_give_a_computed_level(state: State) -> None:
    after = at(
        state,
        "people.hours",
        Choose("figures"),
        Type("London"),
        Type("9-17:30"),
        Type(""),
        Type("Hanoi"),
        Type("9:00-12:00, 13:00-18:00"),
        Type("mon-fri"),
    )
    assert after.cursor == Spot("sum", "people.hours")
    sites = after.answers["people.hours"].sites
    assert sites is not None
    assert [(site.name, site.zone, site.hours) for site in sites] == [
        ("London", "Europe/London", ("09:00-17:30",)),
        ("Hanoi", "Asia/Ho_Chi_Minh", ("09:00-12:00", "13:00-18:00")),
    ]
    lines = build_ask(after).lines
    assert lines[0] == "Together: level 2 of 4."
    assert sum("one hour later" in line for line in lines) == 1
    assert lines[-1].startswith("Level 2: At least 2 hours in common every working day")


def test_a_third_place_can_be_added_and_taken_out(state: State) -> None:
    whole = [Type("London"), Type("9-17"), Type(""), Type("Berlin"), Type("9-17"), Type("")]
    after = at(state, "people.hours", Choose("figures"), *whole)
    more = play(
        after, Choose("Add a place of the partner"), Type("Berlin"), Type("10-18"), Type("")
    )
    sites = more.answers["people.hours"].sites
    assert sites is not None
    assert [site.name for site in sites] == ["London", "Berlin", "Berlin 2"]
    less = play(more, Choose("Take Berlin out"))
    sites = less.answers["people.hours"].sites
    assert sites is not None
    assert [site.name for site in sites] == ["London", "Berlin 2"]


@pytest.fixture
def placed(state: State) -> State:
    """With two places of work, at what they come to."""
    typed = [Type("Munich"), Type("9-17"), Type(""), Type("Hanoi"), Type("9-17"), Type("")]
    return at(state, "people.hours", Choose("figures"), *typed)


def test_every_field_of_a_place_can_be_changed_and_its_name_stays(placed: State) -> None:
    zone = play(placed, Choose("Change Munich"))
    assert build_ask(zone).field == "Europe/Berlin"
    for kept in ("", "Europe/Berlin"):
        hours = play(zone, Type(kept))
        assert hours.cursor == Spot("part", "people.hours", "hours")
    days = play(hours, Type("8-16"))
    assert days.cursor == Spot("part", "people.hours", "days")
    after = play(days, Type("mon-thu"))
    assert after.cursor.kind == "sum"
    sites = after.answers["people.hours"].sites
    assert sites is not None
    munich = sites[0]
    assert (munich.name, munich.hours, munich.days) == ("Munich", ("08:00-16:00",), "mon-thu")


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("9-17.30", ("09:00-17:30",)),
        ("9 am to 5:30 pm", ("09:00-17:30",)),
        ("9am-12pm, 1 p.m. - 5 P.M.", ("09:00-12:00", "13:00-17:00")),
        ("22-6", ("22:00-06:00",)),
        ("22-2, 3-6", ("22:00-02:00", "03:00-06:00")),
        ("9-5", ()),
        ("8:30-5:30", ()),
        ("9-12, 1-5", ()),
    ],
)
def test_hours_that_look_like_a_12_hour_clock_are_asked_again(
    state: State, typed: str, hours: tuple[str, ...]
) -> None:
    after = at(state, "people.hours", Choose("figures"), Type("London"), Type(typed))
    assert after.drafts["people.hours"][0].hours == hours
    assert ("Write hours after noon as 17:00" in after.problem) is (not hours)


@pytest.mark.parametrize("number", range(6))
def test_places_that_are_half_entered_are_gone_on_with(state: State, number: int) -> None:
    typed = ["London", "9-17", "", "Hanoi", "9-17"]
    half = at(state, "people.hours", Choose("figures"), *map(Type, typed[:number]))
    parts = [(name, site) for site in (0, 1) for name in ("zone", "hours", "days")]
    assert begin(half).cursor == Spot("part", "people.hours", *parts[number])


def test_amounts_that_are_half_entered_are_gone_on_with(state: State) -> None:
    costs = at(state, "money.budget", Choose("figures"), Type("EUR"), Type("year"), Type("900"))
    assert begin(costs).cursor == Spot("part", "money.budget", "fees")
    left_out = play(costs, Type(""), Type("60"))
    assert begin(left_out).cursor == Spot("part", "money.budget", "own_effort")
    later = at(left_out, "work.goal", Choose("2"))
    assert begin(later).cursor == Spot("question", "work.kind")
    whole = play(left_out, Type("1"), Type("1"), Type("1"), Type("1"))
    assert begin(whole).cursor == Spot("question", "work.goal")


def test_the_review_says_how_many_amounts_are_missing(state: State) -> None:
    costs = at(state, "money.budget", Choose("figures"), Type(""), Type(""), Type("900"))
    texts = [item.line for item in build_ask(play(costs, Review())).items]
    assert "Budget: level 1, worked out, 6 amounts not given" in texts


def test_before_the_file_begins_there_is_nothing_else_to_go_to(pack: Pack) -> None:
    fresh = new_state(pack, side=None)
    for event in (Go(), Go("work"), Review(), Finish()):
        after = play(fresh, event)
        assert after.cursor == fresh.cursor
        assert after.problem == "This one is needed to begin."
    assert not build_ask(fresh).may_move
    assert build_ask(new_state(pack)).may_move


def test_how_to_fill_in_a_text_says_what_enter_does_now(state: State) -> None:
    note = play(state, Attach("note"))
    assert build_ask(note).hint == "Enter alone leaves it out"
    again = play(note, Type("ask Lena"), Attach("note"))
    assert build_ask(again).hint == "Enter alone keeps it; - removes it"
    costs = at(state, "money.budget", Choose("figures"), Type("EUR"), Type("year"))
    assert build_ask(costs).hint == "Digits only; 30000+20000 adds up; Enter alone: not known"
    there = play(costs, Type("900"), Back())
    assert (
        build_ask(there).hint
        == "Digits only; 30000+20000 adds up; Enter alone keeps it; - removes it"
    )


def test_review_lists_all_and_a_change_comes_back_to_it(state: State) -> None:
    review = play(state, Choose("3"), Review())
    texts = [item.line for item in build_ask(review).items]
    assert "Written goal: level 3" in texts
    assert "Kind of work: open" in texts
    inside = play(review, Choose("work.goal"))
    assert inside.cursor == Spot("question", "work.goal")
    assert play(inside, Choose("1")).cursor == Spot("review")
    assert play(inside, Back()).cursor == Spot("review")


def test_going_back_from_the_review_leads_to_where_it_was_opened(state: State) -> None:
    after = at(state, "people.hours", Review(), Back())
    assert after.cursor == Spot("question", "people.hours")


def test_finishing_lists_what_is_open_first(state: State) -> None:
    end = play(state, Review(), Choose("the end"))
    ask = build_ask(end)
    assert "6 answers are still open" in ask.text
    assert "- Written goal" in ask.lines
    assert play(end, Choose("open")).cursor == Spot("question", "work.goal")
    assert play(end, Choose("finish")).ended == "finished"
    assert play(state, Finish()).cursor == Spot("finish")
    assert play(state, Finish(), Finish()).ended == "finished"
    assert play(state, Quit()).ended == "left"


def test_quick_asks_the_quick_ones_and_widens_without_asking_twice(pack: Pack) -> None:
    quick = play(new_state(pack, mode="quick"), Choose("chosen"))
    assert quick.asked_facts == ("stage",)
    assert [question.id for question in quick.questions] == ["work.goal", "people.gaps"]
    end = play(quick, Choose("2"), Choose("dont-know"))
    assert end.cursor == Spot("finish")
    wide = play(end, Choose("widen"))
    assert wide.header.mode == "full"
    # What only the other questions depend on is asked before them.
    assert wide.cursor == Spot("fact", "saving")
    assert play(wide, Choose("no")).cursor == Spot("question", "work.kind")


def test_what_will_be_asked_is_said_before_it_is(pack: Pack) -> None:
    state = new_state(pack, mode=None)
    quick, full = build_ask(state.only(Spot("start", "mode"))).items
    assert "1 short question about the situation, then about 2, the two" in quick.text
    assert "2 short questions about the situation, then about 7" in full.text
    told = replace(state, others={"App": {"stage": "chosen", "saving": "no"}})
    quick, _ = build_ask(told.only(Spot("start", "mode"))).items
    assert "Quick: about 2 questions, the two" in quick.text

    begun = new_state(pack, mode="quick")
    assert build_ask(begun).place == "The situation, 1 of 1, then about 2 questions"
    some = replace(begun, answers={"work.goal": Answer(level=3)})
    assert build_ask(some).place == "The situation, 1 of 1, then about 1 question"


def test_a_key_or_the_stops_alone_can_be_asked(pack: Pack) -> None:
    base = new_state(pack)
    people = begin(replace(base, scope=Scope(keys=("people",))))
    assert {question.key for question in people.questions} == {"people"}
    stops = begin(replace(base, scope=Scope(stops=True)))
    assert [question.id for question in stops.questions] == [
        "work.goal",
        "people.gaps",
        "money.budget",
    ]


def test_the_partner_has_nothing_to_answer_while_there_is_none(pack: Pack) -> None:
    state = play(new_state(pack, side="partner"), Choose("alone"), Choose("no"))
    assert state.cursor == Spot("finish")
    assert "only the client answers" in build_ask(state).text


def test_the_partner_is_asked_in_its_own_words(pack: Pack) -> None:
    state = play(new_state(pack, side="partner"), Choose("chosen"), Choose("no"))
    assert build_ask(state).text == "What were you shown of the goal?"


def test_an_answer_of_a_later_day_gets_its_own_date_and_a_confirmed_one_too(pack: Pack) -> None:
    later = TODAY + datetime.timedelta(days=3)
    state = play(new_state(pack), Choose("chosen"), Choose("yes"), Choose("3"))
    state = replace(state, today=later)
    same = at(state, "work.goal", Choose("3"))
    assert same.answers["work.goal"].date == later
    assert same.message == "Still so: “Written goal” is of 2026-11-26 now."
    assert at(same, "work.goal", Choose("3")).message == ""
    changed = at(state, "work.goal", Choose("2"))
    assert changed.answers["work.goal"].date == later


def test_whatever_a_fact_is_called_it_can_be_changed_from_the_review(folder: Path) -> None:
    facts = "  - {id: skip, ask: Is it new?}\n  - {id: role, ask: Is it old?}\nmoved:"
    outline = FILES["pack.yaml"].replace("moved:", facts)
    work = FILES["work.yaml"].replace("when: {stage: running}", "when: {skip: yes, role: yes}")
    review = play(new_state(read_pack(write_pack(folder, pack=outline, work=work))), Review())
    for name in ("skip", "role"):
        assert play(review, Choose(name)).cursor == Spot("fact", name)


def test_what_was_opened_last_leads_back_to_what_was_open_before(state: State) -> None:
    review = play(state, Review())
    jump = play(review, Review(), Go())
    assert play(jump, Back()).cursor == Spot("review")
    assert play(jump, Back(), Back()).cursor == state.cursor
    inside = play(review, Choose("work.kind"))
    assert play(inside, Go(), Back()) == inside


def test_the_notes_are_those_that_go_with_the_facts(state: State, pack: Pack) -> None:
    assert build_ask(state).notes == (NOTE,)
    running = play(new_state(pack), Choose("running"), Choose("no"))
    assert build_ask(running).notes == ()


def test_facts_of_other_files_are_not_asked_again(pack: Pack) -> None:
    state = replace(
        new_state(pack), others={"App": {"stage": "running"}, "Other": {"saving": "no"}}
    )
    state = begin(state)
    assert state.cursor == Spot("fact", "saving")
    assert "work.joint" in [question.id for question in state.questions]


def test_somebody_may_stay_anonymous_and_may_change_that_later(pack: Pack) -> None:
    state = new_state(pack)
    inside = state.at(Spot("start", "name"))
    said = play(inside, Type("Anonymous")).header
    assert (said.name, said.anonymous, said.show("name")) == ("", True, "anonymous")
    again = replace(inside, header=said)
    assert build_ask(again).field == "anonymous"
    assert play(again, Type("")).header == said
    named = play(again, Type("Dana Reyes")).header
    assert (named.name, named.anonymous) == ("Dana Reyes", False)
    for text in ("", "-"):
        unnamed = play(inside, Type(text)).header
        assert (unnamed.name, unnamed.anonymous) == ("", False)


@pytest.fixture
def beginner(pack: Pack) -> State:
    """Somebody who began in a folder that nobody had named, and has just said how thorough."""
    state = replace(new_state(pack), shared=True)
    return begin(replace(state, header=replace(state.header, engagement="The app")))


def test_who_begins_at_the_same_time_takes_over_the_name_and_what_others_have_said(
    beginner: State,
) -> None:
    heard = hear(beginner, {"App": {"stage": "chosen"}}, beginner)
    assert heard.header.engagement == "App"
    assert heard.cursor == Spot("fact", "saving")
    assert "call it “App”" in heard.message
    assert "answered 1 question here meanwhile" in heard.message


@pytest.mark.parametrize("others", [{}, {"App": {}, "Other": {}}, {"The app": {}}])
def test_a_name_that_nobody_or_not_everybody_gives_is_not_taken_over(
    beginner: State, others: dict[str, dict[str, str]]
) -> None:
    assert hear(beginner, others, beginner).header.engagement == "The app"


def test_a_name_is_taken_over_at_the_beginning_only(beginner: State) -> None:
    heard = hear(hear(beginner, {}, beginner), {"App": {}}, beginner)
    assert heard.header.engagement == "The app"


def test_a_fact_that_another_file_says_otherwise_is_told_once_and_can_be_changed(
    pack: Pack,
) -> None:
    before = begin(new_state(pack))
    others = {"App": {"stage": "running"}}
    heard = hear(step(before, Choose("chosen")), others, before)
    assert heard.facts["stage"] == "chosen"
    assert "otherwise about “stage”: The work runs." in heard.message
    again = hear(step(heard, Choose("no")), others, heard)
    assert again.message == ""
    assert step(again, Go("stage")).cursor == Spot("fact", "stage")
    agreed = hear(step(step(again, Go("stage")), Choose("running")), others, again)
    assert "otherwise" not in agreed.message


def test_level_4_without_evidence_is_said_to_count_as_3(state: State) -> None:
    assert "counts as 3" in play(state, Choose("4")).message
    proven = play(state, Attach("evidence", "Page"), Type(""), Choose("4"))
    assert proven.message == ""


def test_a_level_says_in_plain_words_what_it_does_to_the_result(state: State) -> None:
    details = [item.detail for item in build_ask(state).items]
    assert details[0] == (
        "This sinks the collaboration until it is dealt with: Work without a goal has no end."
    )
    assert details[4] == "Counts as 3 until you say what proves it."
    proven = play(state, Attach("evidence", "Page"), Type(""))
    assert build_ask(proven).items[4].detail == ""


def test_a_key_is_found_by_id_title_or_the_number_of_a_question(state: State) -> None:
    assert at(state, "people").cursor.id == "people.gaps"
    assert at(state, "the money").cursor.id == "money.budget"
    assert at(state, "2").cursor.id == "work.kind"
    wrong = at(state, "peple")
    assert 'did you mean "people"?' in wrong.problem
    assert at(state, "").cursor == Spot("jump")


def test_who_comes_back_from_where_evidence_is_says_it_anew(state: State) -> None:
    half = play(state, Attach("evidence"), Type("Pgae"))
    assert [one.what for one in half.answers["work.goal"].evidence] == ["Pgae"]
    after = play(half, Back(), Type("Page"), Type("shelf 3"))
    evidence = after.answers["work.goal"].evidence
    assert [(one.what, one.where) for one in evidence] == [("Page", "shelf 3")]
    more = play(after, Attach("evidence"), Type("Mail"), Type(""))
    assert [one.what for one in more.answers["work.goal"].evidence] == ["Page", "Mail"]


def test_saying_that_a_sum_is_right_renews_the_answer(state: State) -> None:
    amounts = map(Type, ("EUR", "year", "9", "", "", "", "", "", ""))
    given = at(play(state, Go("money.budget")), "money.budget", Choose("figures"), *amounts)
    later = replace(given, today=TODAY + datetime.timedelta(days=400))
    after = play(later, Go("money.budget"), Choose("figures"))
    after = step(after.at(Spot("sum", "money.budget")), Choose(words.GO_ON))
    assert after.answers["money.budget"].date == later.today
    assert "Still so: “Budget”" in after.message


def test_a_number_that_is_confirmed_says_so(state: State) -> None:
    given = at(state, "work.speed", Type("5"))
    later = replace(given, today=TODAY + datetime.timedelta(days=400))
    assert "Still so: “Speed of answers”" in at(later, "work.speed", Type("5")).message
