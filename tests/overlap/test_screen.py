"""What the screen and the document say."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest

from outsource_check.numbers import write_minutes
from outsource_check.overlap import (
    OverlapResult,
    Site,
    build_site,
    compute,
    parse_site,
)
from outsource_check.overlap.strip import draw_strip
from outsource_check.overlap.words import answer, describe_suggestion
from outsource_check.terminal.console import show
from outsource_check.terminal.overlap import render_overlap
from outsource_check.text import width

LONDON = "London=Europe/London@09:00-17:30"
HANOI = "Hanoi=Asia/Ho_Chi_Minh@09:00-18:00"


def compute_for(*sites: str | Site) -> OverlapResult:
    built = [parse_site(site) if isinstance(site, str) else site for site in sites]
    return compute(built, None, date(2027, 1, 1))


def show_lines(result: OverlapResult, columns: int = 80, notes: tuple[str, ...] = ()) -> list[str]:
    return show(render_overlap(result, notes), columns=columns).splitlines()


@pytest.mark.parametrize(
    ("sites", "expected"),
    [
        (
            (LONDON, HANOI),
            (
                "2 h in winter, 3 h in summer: below 3 h on 106 working days; "
                "Hanoi one hour later (10:00-19:00) gives 3 h or more all year"
            ),
        ),
        (
            ("America/New_York@09:00-17:00", LONDON),
            "3 h 30 min on 246 working days, 4 h 30 min on 15",
        ),
        (
            ("America/New_York@09:00-17:00", "Asia/Manila@21:00-06:00"),
            "8 h on every working day",
        ),
        (
            ("Australia/Perth@09:00-17:00", "Australia/Sydney@09:00-17:00"),
            "6 h in winter, 5 h in summer",  # the southern ones
        ),
        (
            ("Pacific/Honolulu@09:00-10:00", "Europe/Paris@09:00-10:00"),
            (
                "no time in common on any working day; "
                "no shift of one site within 06:00 to 22:00 gives 3 h every day"
            ),
        ),
        (
            ("Europe/London@09:00-11:00", "Asia/Tokyo@18:00-20:00"),
            (
                "2 h in winter, 1 h in summer: always below 3 h; "
                "no shift of one site within 06:00 to 22:00 gives 3 h every day"
            ),
        ),
        (
            ("Europe/London@09:00-11:00", "Europe/Lisbon@09:00-11:00"),
            (
                "2 h on every working day; "
                "no shift of one site within 06:00 to 22:00 gives 3 h every day"
            ),
        ),
    ],
)
def test_the_answer_comes_first(sites: tuple[str, ...], expected: str) -> None:
    result = compute_for(*sites)
    assert answer(result.pairs[0]) == expected
    text = " ".join(show_lines(result))
    assert text.startswith(f"{result.pairs[0].a.name} and {result.pairs[0].b.name}: {expected}.")


def test_the_strip_of_80_columns_has_half_hours() -> None:
    lines = show_lines(compute_for(LONDON, HANOI))
    first = lines.index("Worst day, e.g. Friday 1 January 2027: 2 h in common") + 1
    assert lines[first : first + 5] == [
        "        00:00 03:00 06:00 09:00 12:00 15:00 18:00 21:00",
        "London  ..................#################.............",
        "Hanoi   ....##################..........................",
        "both    ..................####..........................",
        "        07:00 10:00 13:00 16:00 19:00 22:00 01:00 04:00",
    ]


def test_the_strip_of_40_columns_has_hours() -> None:
    lines = show_lines(compute_for(LONDON, "Asia/Kathmandu@10:00-18:00"), 40)
    first = lines.index("           00:00 06:00 12:00 18:00")
    assert lines[first : first + 5] == [
        "           00:00 06:00 12:00 18:00",
        "London     .........########+......",
        "Kathmandu  ....+#######+...........",
        "both       .........###+...........",
        "           05:45 11:45 17:45 23:45",
    ]


def test_a_night_shift_of_the_anchor_is_drawn_in_one_piece() -> None:
    manila = parse_site("Asia/Manila@21:00-06:00")
    strips = draw_strip(manila, parse_site("America/New_York@09:00-17:00"), date(2027, 1, 1), 48)
    assert strips[0][1].startswith("21:00 00:00")
    assert strips[1] == ("Manila", "#" * 18 + "." * 30)


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_screen(columns: int) -> None:
    wide = build_site(name="東京の開発チームと品質保証", zone="Asia/Tokyo", hours=["22:15-06:20"])
    sites = (LONDON, HANOI, wide, "A rather long name of a place=Asia/Kathmandu@10:00-18:00")
    for chosen in (sites, sites[:2], sites[2:]):
        for line in show_lines(compute_for(*chosen), columns):
            assert width(line) <= columns, line
            assert line == line.rstrip()


def test_the_screen_says_what_it_rests_on() -> None:
    result = compute_for(LONDON, "Hanoi=Asia/Saigon@09:00-18:00")
    text = "\n".join(show_lines(result, notes=("3 entries passed over.",)))
    assert "Asia/Saigon is now called Asia/Ho_Chi_Minh." in text
    assert "No holidays were given for London and Hanoi." in text
    assert "3 entries passed over." in text
    assert f"time zone data {compute_for(LONDON, HANOI).tzdata}." in text
    assert "  29 Mar 2027 to 29 Oct 2027  3 h" in text


def test_lost_days_are_listed_and_many_are_counted_by_weekday() -> None:
    tet = [date(2027, 2, day) for day in (4, 5, 8)]
    hanoi = build_site(name="Hanoi", zone="Asia/Ho_Chi_Minh", hours=["09:00-18:00"], holidays=tet)
    text = " ".join(show_lines(compute_for(LONDON, hanoi), 500))
    assert "Lost because Hanoi is away: 4, 5 and 8 February 2027." in text
    riyadh = "Riyadh=Asia/Riyadh@09:00-17:00/sun-thu"
    text = " ".join(show_lines(compute_for(LONDON, riyadh), 500))
    assert "Lost because Riyadh is away: 53 Fridays." in text


def test_many_pairs_show_the_worst_in_full_and_a_line_for_each_other() -> None:
    cities = ("Europe/Berlin", "Europe/Paris", "Asia/Tokyo", "America/New_York")
    result = compute_for(*(f"{city}@09:00-17:00" for city in cities))
    lines = show_lines(result)
    assert lines[0] == "Level 0: the worst of 6 pairs counts, Tokyo and New York."
    assert "  Berlin and Paris     level 4, 8 h" in lines
    assert sum(line.startswith("both") for line in lines) in {1, 2}


def test_a_suggestion_may_be_earlier_and_of_an_odd_length() -> None:
    suggestion = compute_for(LONDON, HANOI).pairs[0].suggestion
    assert suggestion
    assert describe_suggestion(suggestion.replace(shift_minutes=-90)).startswith(
        "Hanoi 1 h 30 min earlier ("
    )
    assert describe_suggestion(suggestion.replace(shift_minutes=30)).startswith(
        "Hanoi half an hour later ("
    )


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0 h"), (45, "45 min"), (60, "1 h"), (195, "3 h 15 min")]
)
def test_minutes_are_written_as_hours(minutes: int, text: str) -> None:
    assert write_minutes(minutes) == text


def test_the_document_has_the_published_fields() -> None:
    document = compute_for(LONDON, HANOI).model_dump(mode="json")
    pair = document["pairs"][0]
    assert list(document) == ["format", "tzdata", "from", "until", "pairs", "level"]
    assert (document["format"], document["from"], document["until"]) == (
        "outsource-check/overlap/v1",
        "2027-01-01",
        "2027-12-31",
    )
    assert pair | {"clock": None} == {
        "a": "London",
        "b": "Hanoi",
        "working_days": 261,
        "lost_days": 0,
        "shared_days": 261,
        "clock": None,
        "days_with_3h": 155,
        "outside_hours": {"a": 0, "b": 0},
        "level": 2,
        "suggestion": {"site": "Hanoi", "shift_minutes": 60},
    }
    assert pair["clock"] == {
        "worst_minutes": 120,
        "best_minutes": 180,
        "worst_block_minutes": 120,
        "changes": [
            {"from": "2027-01-01", "until": "2027-03-26", "minutes": 120},
            {"from": "2027-03-29", "until": "2027-10-29", "minutes": 180},
            {"from": "2027-11-01", "until": "2027-12-31", "minutes": 120},
        ],
    }
    assert json.loads(json.dumps(document)) == document


@pytest.mark.parametrize(
    ("site", "hours"),
    [
        ("London=Europe/London@06:30-17:30", 7.5),
        ("London=Europe/London@07:50-17:30", 0.8333),
        ("London=Europe/London@07:00-17:30/mon", 1),
        ("London=Europe/London@07:59-17:30/mon", 0.0167),
    ],
)
def test_hours_in_the_document_have_at_most_four_decimals(site: str, hours: float) -> None:
    document = compute_for(site, HANOI).model_dump(mode="json")
    assert document["pairs"][0]["outside_hours"]["a"] == hours


def test_the_document_needs_no_heavy_library() -> None:
    code = (
        "import sys, outsource_check.overlap as o\n"
        f"o.compute([o.parse_site({LONDON!r}), o.parse_site({HANOI!r})], None, "
        "o.read_start('2027-01-01')).model_dump_json()\n"
        "heavy = {'rich', 'yaml', 'jinja2', 'holidays'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})
