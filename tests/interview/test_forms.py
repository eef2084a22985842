"""The forms of computed questions: amounts that add up, and places with the own zone first."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.interview.test_session import at, play
from tests.interview.world import new_state

from outsource_check.interview.model import (
    Back,
    Choose,
    Event,
    Go,
    Quit,
    Review,
    Skip,
    Spot,
    State,
    Type,
)
from outsource_check.interview.view import build_ask
from outsource_check.numbers import format_amount, write_decimal
from outsource_check.pack import Pack
from outsource_check.pack.kinds.costs import FIGURES
from outsource_check.pack.kinds.parts import NOTHING_TYPED


@pytest.fixture
def state(pack: Pack) -> State:
    return play(new_state(pack), Choose("chosen"), Choose("yes"))


@pytest.mark.parametrize(
    ("text", "amount"),
    [("30000+20000 + 25 000+15000", 90000), ("90000", 90000), ("0.5+0.25", Decimal("0.75"))],
)
def test_an_amount_may_be_typed_as_a_sum(state: State, text: str, amount: Decimal) -> None:
    skipped = [Type("")] * list(FIGURES).index("own_effort")
    inside = at(state, "money.budget", Choose("figures"), *skipped)
    costs = play(inside, Type(text)).answers["money.budget"].costs
    assert costs is not None
    assert costs.own_effort == amount


@pytest.mark.parametrize("text", ["30000+", "+", "1+-2", "2*3", "1+2.000", "999999999+1"])
def test_a_sum_that_is_none_is_asked_again(state: State, text: str) -> None:
    inside = at(state, "money.budget", Choose("figures"), Type(""), Type(""))
    after = play(inside, Type(text))
    assert after.problem
    assert after.cursor == inside.cursor
    assert "money.budget" not in after.answers


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("-15000", "\N{MINUS SIGN}15\u00a0000"),
        ("-0.5", "\N{MINUS SIGN}0.5"),
        ("1E+3", "1\u00a0000"),
        ("1234567.25", "1\u00a0234\u00a0567.25"),
    ],
)
def test_an_amount_is_shown_with_its_sign_and_its_thousands_apart(amount: str, text: str) -> None:
    assert format_amount(Decimal(amount)) == text


@pytest.mark.parametrize("text", ["0.0000001", "123456789.123456789", "1000", "2.5"])
def test_a_number_is_offered_again_as_it_was(text: str) -> None:
    assert write_decimal(Decimal(text)) == text


def test_hours_and_days_have_a_default(state: State) -> None:
    places = [Type("London"), Type(""), Type(""), Type("Hanoi"), Type(""), Type("")]
    after = at(state, "people.hours", Choose("figures"), *places)
    sites = after.answers["people.hours"].sites
    assert sites is not None
    assert [(site.hours, site.days) for site in sites] == [
        (("09:00-12:00", "13:00-17:30"), "mon-fri")
    ] * 2


@pytest.mark.parametrize(("text", "meant"), [("IST", "Asia/Kolkata"), ("UTC+7", "Asia/Bangkok")])
def test_what_names_no_place_is_refused_with_the_zones_meant(
    state: State, text: str, meant: str
) -> None:
    inside = at(state, "people.hours", Choose("figures"))
    after = play(inside, Type(text))
    assert meant in after.problem
    assert after.cursor == inside.cursor


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Monday to Friday", "mon-fri"),
        ("Sun – Thurs", "sun-thu"),
        ("Mon, Wednesday and fri", "mon,wed,fri"),
        ("mon-fri; sat", "mon-fri,sat"),
    ],
)
def test_days_may_be_typed_in_full(state: State, text: str, days: str) -> None:
    inside = at(state, "people.hours", Choose("figures"), Type("London"), Type(""))
    assert play(inside, Type(text)).drafts["people.hours"][0].days == days
    for wrong in ("weekdays", "mon fri", "Monday to", "every day"):
        assert play(inside, Type(wrong)).problem


def test_nine_to_five_is_no_shift_of_twenty_hours(state: State) -> None:
    inside = at(state, "people.hours", Choose("figures"), Type("London"))
    for text in ("9-5", "9 to 5", "9:00-12:00, 13:00-8:00"):
        after = play(inside, Type(text))
        assert "17:00" in after.problem
        assert after.cursor == inside.cursor
    for text in ("22-6", "9-17", "8:00-0:00", "9-21, 21-5"):
        assert not play(inside, Type(text)).problem


HINT = "A city, a country, or a time zone such as Europe/London"
OWN = [
    # what the machine says, and the zone that is offered
    ("Europe/Berlin", "Europe/Berlin"),
    ("Europe/Stockholm", "Europe/Stockholm"),
    ("Asia/Saigon", "Asia/Ho_Chi_Minh"),
    ("US/Eastern", "America/New_York"),
]
NO_OWN = ["", "UTC", "Etc/UTC", "Etc/GMT+5", "GMT", "EST5EDT", "CET-1CEST", "Factory", "/etc/x"]


@pytest.mark.parametrize(("name", "zone"), OWN)
def test_the_own_zone_is_offered_for_the_own_side_and_taken_by_enter(
    state: State, name: str, zone: str
) -> None:
    inside = at(replace(state, zone=name), "people.hours", Choose("figures"))
    ask = build_ask(inside)
    assert ask.hint.startswith("Enter alone means ")
    assert f"({zone})" in ask.hint
    assert not ask.field
    assert not inside.drafts["people.hours"][0].zone
    assert play(inside, Type("")).drafts["people.hours"][0].zone == zone
    assert play(inside, Type("Lima")).drafts["people.hours"][0].zone == "America/Lima"


@pytest.mark.parametrize("event", [Skip(), Back(), Quit(), Review(), Go("work.goal")])
def test_the_own_zone_is_not_taken_without_enter(state: State, event: Event) -> None:
    inside = at(replace(state, zone="Europe/Berlin"), "people.hours", Choose("figures"))
    after = play(inside, event)
    assert not after.drafts["people.hours"][0].zone
    assert "people.hours" not in after.answers


def test_the_own_zone_is_not_offered_for_the_other_side(pack: Pack) -> None:
    for side, offered in (("client", [True, False]), ("partner", [False, True])):
        state = replace(new_state(pack, side=side), zone="Europe/Berlin")
        inside = at(state, "people.hours", Choose("figures"))
        found = ["Berlin" in build_ask(inside).hint]
        inside = play(inside, Type("London"), Type(""), Type(""))
        found.append("Berlin" in build_ask(inside).hint)
        assert found == offered
        if side == "client":
            assert play(inside, Type("")).problem == NOTHING_TYPED


@pytest.mark.parametrize("name", NO_OWN)
def test_a_machine_that_says_no_place_offers_nothing(state: State, name: str) -> None:
    inside = at(replace(state, zone=name), "people.hours", Choose("figures"))
    assert build_ask(inside).hint == HINT
    assert play(inside, Type("")).problem == NOTHING_TYPED


def test_the_own_zone_comes_first_among_several(state: State) -> None:
    own = replace(state, zone="America/Denver")
    inside = at(own, "people.hours", Choose("figures"), Type("us"))
    assert next(iter(build_ask(inside).items)).value == "America/Denver"
    # Of the other side's places it does not.
    places = [Type("London"), Type(""), Type(""), Type("us")]
    inside = at(own, "people.hours", Choose("figures"), *places)
    assert next(iter(build_ask(inside).items)).value == "America/New_York"


def test_a_text_that_was_typed_is_kept_rather_than_the_own_zone(state: State) -> None:
    own = replace(state, zone="Europe/Berlin")
    inside = at(own, "people.hours", Choose("figures"), Type("us"), Back())
    assert (build_ask(inside).field, build_ask(inside).hint) == ("us", HINT)
    assert play(inside, Type("")).cursor == Spot("part", "people.hours", "pick")
