"""What is refused in an answer: what was found, what was expected, and where."""

from __future__ import annotations

import datetime

import pytest
from tests.answers.world import HEAD, complaints, entry_complaints

# The question, what stands behind its colon on line 8, and the one complaint about it.
WRONG = [
    (
        "k.drivers",
        "5",
        '8:14 OC203 expected a level from 0 to 4 or dont-know, found "5"',
    ),
    (
        "k.drivers",
        "-1",
        '8:14 OC203 expected a level from 0 to 4 or dont-know, found "-1"',
    ),
    (
        "k.drivers",
        "2.5",
        '8:14 OC203 expected a level from 0 to 4 or dont-know, found "2.5"',
    ),
    (
        "k.drivers",
        "partially",
        ('8:14 OC012 expected a level from 0 to 4 or dont-know, found "partially"'),
    ),
    (
        "k.drivers",
        "dont-knw",
        (
            "8:14 OC012 expected a level from 0 to 4 or dont-know, found "
            '"dont-knw"; did you mean "dont-know"?'
        ),
    ),
    (
        "k.drivers",
        "not-applicable",
        (
            "8:14 OC012 expected a level from 0 to 4 or dont-know, found "
            '"not-applicable"; write {not_applicable: the reason}'
        ),
    ),
    (
        "k.drivers",
        "{level: dont-know}",
        ('8:22 OC012 expected a level from 0 to 4, found "dont-know"; write {dont_know: yes}'),
    ),
    (
        "k.drivers",
        "{level: 7}",
        '8:22 OC203 expected a level from 0 to 4, found "7"',
    ),
    (
        "k.drivers",
        "[1]",
        (
            '8:14 OC202 "k.drivers" is a question of kind levels: expected a level '
            "from 0 to 4, found a list"
        ),
    ),
    (
        "k.drivers",
        '""',
        '8:14 OC012 expected a level from 0 to 4 or dont-know, found ""',
    ),
    (
        "k.drivers",
        "03",
        '8:14 OC203 expected a level from 0 to 4 or dont-know, found "03"',
    ),
    (
        "k.drivers",
        "yes",
        '8:14 OC012 expected a level from 0 to 4 or dont-know, found "yes"',
    ),
    (
        "k.drivers",
        "{lvel: 3}",
        '8:15 OC010 unknown field "lvel"; did you mean "level"?',
    ),
    (
        "k.drivers",
        "{option: all}",
        (
            '8:15 OC202 "option" is a field of kind choice, but this question is of '
            'kind levels: expected "level"'
        ),
    ),
    (
        "k.drivers",
        "{level: 3, not_applicable: x}",
        ('8:25 OC202 expected either "level" or "not_applicable": an answer says one thing'),
    ),
    (
        "k.drivers",
        "{level: 3, dont_know: yes}",
        ('8:25 OC202 expected either "level" or "dont_know": an answer says one thing'),
    ),
    (
        "k.drivers",
        "{dont_know: true}",
        '8:26 OC012 expected "yes" or "no", found "true"; write "yes"',
    ),
    (
        "k.drivers",
        '{not_applicable: ""}',
        '8:31 OC012 expected the reason why it does not apply, found ""',
    ),
    (
        "k.drivers",
        "{level: 3, date: 2026-13-45}",
        (
            '8:31 OC012 expected a date such as 2026-12-31, found "2026-13-45", '
            "which no calendar has"
        ),
    ),
    (
        "k.drivers",
        "{level: 3, due: soon}",
        '8:30 OC012 expected a date such as 2026-12-31, found "soon"',
    ),
    (
        "k.drivers",
        "{level: 3, evidence: a sheet}",
        '8:35 OC012 expected a list, found "a sheet"',
    ),
    (
        "k.drivers",
        "{level: 3, evidence: [a sheet]}",
        '8:36 OC012 expected a mapping with what, found "a sheet"',
    ),
    (
        "k.drivers",
        "{level: 3, evidence: [{where: x}]}",
        '8:36 OC011 "what" is missing',
    ),
    (
        "k.drivers",
        "{level: 3, evidence: [{what: x, when: y}]}",
        '8:46 OC010 unknown field "when"; did you mean "where"?',
    ),
    (
        "k.drivers",
        "{level: 3, internal: true}",
        '8:35 OC012 expected "yes" or "no", found "true"; write "yes"',
    ),
    (
        "k.drivers",
        "{level: 3, note: [a]}",
        "8:31 OC012 expected a text, found a list; write it without the brackets",
    ),
    (
        "k.plan",
        "partially",
        (
            '8:11 OC201 expected "no", "partly", "all" or "dont-know", found '
            '"partially"; did you mean "partly"?'
        ),
    ),
    (
        "k.plan",
        "No",
        (
            '8:11 OC201 expected "no", "partly", "all" or "dont-know", found "No"; '
            'did you mean "no"?'
        ),
    ),
    (
        "k.plan",
        "3",
        '8:11 OC201 expected "no", "partly", "all" or "dont-know", found "3"',
    ),
    (
        "k.plan",
        '""',
        '8:11 OC201 expected "no", "partly", "all" or "dont-know", found ""',
    ),
    (
        "k.plan",
        "[all]",
        (
            '8:11 OC202 "k.plan" is a question of kind choice: expected one of its '
            "options, found a list"
        ),
    ),
    (
        "k.plan",
        "{option: dont-know}",
        ('8:20 OC201 expected "no", "partly" or "all", found "dont-know"; write {dont_know: yes}'),
    ),
    (
        "k.plan",
        "{level: 3}",
        (
            '8:12 OC202 "level" is a field of kind levels, but this question is of '
            'kind choice: expected "option"'
        ),
    ),
    (
        "k.speed",
        "9:00",
        ('8:12 OC012 expected a number of "days", none or dont-know, found "9:00"'),
    ),
    (
        "k.speed",
        "1e3",
        '8:12 OC012 expected a number of "days", none or dont-know, found "1e3"',
    ),
    (
        "k.speed",
        "1_000",
        ('8:12 OC012 expected a number of "days", none or dont-know, found "1_000"'),
    ),
    (
        "k.speed",
        "+5",
        '8:12 OC012 expected a number of "days", none or dont-know, found "+5"',
    ),
    (
        "k.speed",
        "1,5",
        '8:12 OC012 expected a number of "days", none or dont-know, found "1,5"; write 1.5',
    ),
    (
        "k.speed",
        "12345678901",
        (
            '8:12 OC203 the number is out of range; expected a number of "days", '
            "none or dont-know; at most nine digits on each side of the point"
        ),
    ),
    (
        "k.speed",
        "0.12345678901",
        (
            '8:12 OC203 the number is out of range; expected a number of "days", '
            "none or dont-know; at most nine digits on each side of the point"
        ),
    ),
    (
        "k.speed",
        "{value: soon}",
        '8:20 OC012 expected a number of "days" or none, found "soon"',
    ),
    (
        "k.speed",
        "[5]",
        ('8:12 OC202 "k.speed" is a question of kind number: expected a number, found a list'),
    ),
    (
        "k.speed",
        "non",
        '8:12 OC012 expected a number of "days", none or dont-know, found "non"',
    ),
    (
        "k.gaps",
        "[scop]",
        '8:12 OC201 "k.gaps" has no row "scop"; did you mean "scope"?',
    ),
    (
        "k.gaps",
        "[scope, scope]",
        '8:19 OC203 the row "scope" is there twice',
    ),
    (
        "k.gaps",
        "[{a: b}]",
        ('8:12 OC012 expected a row of "k.gaps", found a mapping; the rows are scope, money, team'),
    ),
    (
        "k.gaps",
        "named",
        (
            '8:11 OC202 "k.gaps" is a question of kind matrix: expected a list of '
            'rows, `rows` or dont-know, found "named"'
        ),
    ),
    (
        "k.gaps",
        "{rows: named}",
        (
            '8:18 OC202 "k.gaps" is a question of kind matrix: expected an option '
            'for each row, found "named"'
        ),
    ),
    (
        "k.gaps",
        "{rows: {scop: named}}",
        '8:19 OC201 "k.gaps" has no row "scop"; did you mean "scope"?',
    ),
    (
        "k.gaps",
        "{rows: {scope: nobdy}}",
        (
            '8:26 OC201 expected "nobody", "role", "named", "two" or "dont-know", '
            'found "nobdy"; did you mean "nobody"?'
        ),
    ),
    (
        "k.gaps",
        "{rows: {scope: {option: named, dont_know: yes}}}",
        ('8:42 OC202 expected either "option" or "dont_know": a row says one thing'),
    ),
    (
        "k.gaps",
        "{rows: {scope: {optoin: named}}}",
        '8:27 OC010 unknown field "optoin"; did you mean "option"?',
    ),
    (
        "k.gaps",
        "{rows: {scope: [named]}}",
        ('8:26 OC201 expected "nobody", "role", "named", "two" or "dont-know", found a list'),
    ),
    (
        "k.gaps",
        "{rows: {scope: not-applicable}}",
        (
            '8:26 OC201 expected "nobody", "role", "named", "two" or "dont-know", '
            'found "not-applicable"; write {not_applicable: the reason}'
        ),
    ),
    (
        "k.gaps",
        "{scope: named}",
        '8:12 OC202 "scope" is a row: expected it under "rows"',
    ),
    (
        "k.gaps",
        "{rows: [scope], level: 3}",
        (
            '8:27 OC202 "level" is a field of kind levels, but this question is of '
            'kind matrix: expected "rows"'
        ),
    ),
    (
        "k.hours",
        "3",
        (
            '8:12 OC202 "k.hours" is a question of kind overlap: expected `sites`, '
            '`{level: …}` or dont-know, found "3"'
        ),
    ),
    (
        "k.hours",
        "{pairs: [[a, b]]}",
        '8:13 OC202 "pairs" goes with "sites", which is missing',
    ),
    (
        "k.hours",
        "{sites: London}",
        '8:20 OC012 expected a list of sites, found "London"',
    ),
    (
        "k.hours",
        "{sites: []}",
        (
            "8:20 OC012 there is no pair of sites to compare; give at least one "
            "site of the client and one of the partner"
        ),
    ),
    (
        "k.hours",
        "{sites: [London]}",
        '8:21 OC012 expected a mapping with name, side, zone, hours, found "London"',
    ),
    (
        "k.hours",
        ("{sites: [{name: L, side: client, zone: Europe/Londn, hours: 09:00-17:00}]}"),
        (
            '8:51 OC012 "Europe/Londn" is not a time zone of the tz data; did you '
            'mean "Europe/London"?'
        ),
    ),
    (
        "k.hours",
        "{sites: [{name: L, side: client, zone: IST, hours: 09:00-17:00}]}",
        (
            '8:51 OC012 "IST" is an abbreviation, not a time zone: it names no '
            'place; did you mean "Asia/Kolkata", "Asia/Jerusalem" or '
            '"Europe/Dublin"?'
        ),
    ),
    (
        "k.hours",
        "{sites: [{name: L, side: cleint, zone: Europe/London, hours: 9-17}]}",
        ('8:37 OC012 expected "client" or "partner", found "cleint"; did you mean "client"?'),
    ),
    (
        "k.hours",
        "{sites: [{name: L, side: client, zone: Europe/London, hours: 9-17}]}",
        (
            '8:73 OC012 "9" is no time of day: expected HH:MM from 00:00 to 23:59; '
            'did you mean "09:00"?'
        ),
    ),
    (
        "k.hours",
        "{sites: [{name: L, side: client, zone: Europe/London}]}",
        '8:21 OC011 "hours" is missing',
    ),
    (
        "k.hours",
        (
            "{sites: [{name: L, side: client, zone: Europe/London, hours: "
            "09:00-17:00, days: weekdays}]}"
        ),
        (
            '8:92 OC012 "weekdays" is no day or range of days; expected e.g. '
            '"mon-fri", "sun-thu" or "mon,wed,fri"'
        ),
    ),
    (
        "k.hours",
        (
            "{sites: [{name: L, side: client, zone: Europe/London, hours: "
            "09:00-17:00, holidays: [x]}]}"
        ),
        '8:97 OC012 expected a date such as 2026-12-31, found "x"',
    ),
    (
        "k.hours",
        ("{sites: [{name: L, side: client, zone: Europe/London, hours: 09:00-17:00}]}"),
        (
            "8:20 OC012 there is no pair of sites to compare; give at least one "
            "site of the client and one of the partner"
        ),
    ),
    (
        "k.hours",
        (
            "{sites: [{name: L, side: client, zone: Europe/London, hours: "
            "09:00-17:00}, {name: L, side: partner, zone: Europe/Paris, hours: "
            "09:00-17:00}]}"
        ),
        '8:94 OC012 two sites are named "L"',
    ),
    (
        "k.hours",
        (
            "{sites: [{name: L, side: client, zone: Europe/London, hours: "
            "09:00-17:00}, {name: P, side: partner, zone: Europe/Paris, hours: "
            "09:00-17:00}], pairs: [[L, Q]]}"
        ),
        '8:162 OC012 no site is named "Q"; the sites are "L", "P"',
    ),
    (
        "k.hours",
        (
            "{sites: [{name: L, side: client, zone: Europe/London, hours: "
            "09:00-17:00}, {name: P, side: partner, zone: Europe/Paris, hours: "
            "09:00-17:00}], pairs: [[L, P], [L]]}"
        ),
        ("8:170 OC012 expected two names of sites, such as [London, HCMC], found a list"),
    ),
    (
        "k.hours",
        (
            "{sites: [{name: L, side: client, zone: Europe/London, hours: "
            "09:00-17:00}, {name: P, side: partner, zone: Europe/Paris, hours: "
            "09:00-17:00}], from: 1950-01-01}"
        ),
        (
            "8:160 OC012 the first day 1950-01-01 is outside what the tz data "
            "knows; expected a day from 1970-01-01 to 2099-12-31"
        ),
    ),
    (
        "k.hours",
        (
            "{sites: [{name: L, side: client, zone: Europe/London, hours: "
            "09:00-17:00}, {name: P, side: partner, zone: Europe/Paris, hours: "
            "09:00-17:00}], from: tomorrow}"
        ),
        '8:160 OC012 expected a date such as 2026-12-31, found "tomorrow"',
    ),
    (
        "k.budget",
        "900",
        (
            '8:13 OC202 "k.budget" is a question of kind costs: expected `costs`, '
            '`{level: …}` or dont-know, found "900"'
        ),
    ),
    (
        "k.budget",
        "{costs: 900}",
        (
            "8:21 OC012 expected figures: baseline, fees, transition, own_effort, "
            'tooling_travel, contingency, stop_loss, found "900"'
        ),
    ),
    (
        "k.budget",
        "{costs: {fee: 900}}",
        '8:22 OC010 unknown field "fee"; did you mean "fees"?',
    ),
    (
        "k.budget",
        "{costs: {fees: -900}}",
        '8:28 OC012 expected a number such as 3 or 2.5, found "-900"',
    ),
    (
        "k.budget",
        "{costs: {fees: 9e9}}",
        '8:28 OC012 expected a number such as 3 or 2.5, found "9e9"',
    ),
    (
        "k.budget",
        "{costs: {fees: 1}, level: 3}",
        ('8:32 OC202 expected either "costs" or "level": an answer says one thing'),
    ),
]


@pytest.mark.parametrize(("question", "entry", "complaint"), WRONG)
def test_a_wrong_entry_is_refused_at_its_place(question: str, entry: str, complaint: str) -> None:
    assert entry_complaints(entry, question) == [complaint]


def test_a_number_of_5000_digits_is_out_of_range() -> None:
    (complaint,) = entry_complaints("9" * 5000, "k.speed")
    assert complaint.startswith("8:12 OC203 the number is out of range")


# ---------------------------------------------------------------- the file around the answers

FILES = [
    (
        HEAD.replace("answers/v1", "answer/v1"),
        [
            (
                '1:9 OC013 expected the format "outsource-check/answers/v1",'
                ' found "outsource-check/answer/v1"'
            )
        ],
    ),
    (
        HEAD.replace("answers/v1", "answers/v2"),
        [
            (
                '1:9 OC013 expected the format "outsource-check/answers/v1",'
                ' found "outsource-check/answers/v2"'
            )
        ],
    ),
    (
        "answers: {}\n",
        ['1:1 OC013 "format" is missing: expected "format: outsource-check/answers/v1"'],
    ),
    (
        HEAD.replace("engagement: An engagement\n", "").replace("date: 2026-11-23\n", "date:\n"),
        ['1:1 OC011 "engagement" is missing', '5:1 OC011 "date" is empty, but is required'],
    ),
    (
        HEAD + "anwers: {}\n",
        ['7:1 OC010 unknown field "anwers"; did you mean "answers"?'],
    ),
    (
        HEAD.replace("{side: client, role: CTO}", "{side: custmer, role: CTO}"),
        ['5:20 OC012 expected "client" or "partner", found "custmer"'],
    ),
    (
        HEAD.replace("{side: client, role: CTO}", "{side: client}"),
        ['5:13 OC011 "role" is missing'],
    ),
    (
        HEAD.replace("role: CTO", "role: CTO, name: Dana, anonymous: yes"),
        ['5:13 OC012 an anonymous respondent has no "name": leave out one of the two'],
    ),
    (
        HEAD + "mode: fast\n",
        ['7:7 OC012 expected "full" or "quick", found "fast"'],
    ),
    (
        HEAD.replace("2026-11-23", "2026-02-30"),
        ['6:7 OC012 expected a date such as 2026-12-31, found "2026-02-30", which no calendar has'],
    ),
    (
        HEAD.replace("pack_version: 1.2.3", "pack_version: 1.2"),
        ['3:15 OC012 expected a version such as 1.0.0, found "1.2"'],
    ),
    (
        HEAD.replace("pack_version: 1.2.3", "pack_version: 2.0.0"),
        [
            (
                '3:15 OC206 the file is for version 2.0.0 of the pack "kinds", this is 1.2.3;'
                " get that version of the pack, or a newer one"
            )
        ],
    ),
    (
        HEAD.replace("pack: kinds", "pack: kind"),
        [
            (
                '2:7 OC305 there is no pack "kind"; did you mean "kinds"?; looked in "PACKS", the'
                ' folders packs and questions in "." and among those shipped; --pack DIR names'
                " another folder"
            )
        ],
    ),
    (
        HEAD + "facts:\n  stag: selecting\n  live: true\n  stage: selected\n",
        [
            '8:3 OC201 there is no fact "stag" in kinds; did you mean "stage"?',
            '9:9 OC201 expected "yes", "no" or "dont-know", found "true"',
            (
                '10:10 OC201 expected "selecting", "running" or "dont-know", found "selected";'
                ' did you mean "selecting"?'
            ),
        ],
    ),
    (
        HEAD + "facts: [stage]\n",
        ["7:8 OC012 expected facts, found a list"],
    ),
    (
        HEAD + "answers: [k.drivers]\n",
        ["7:10 OC012 expected answers by question, found a list"],
    ),
    (
        HEAD + "answers:\n  k.driver: 3\n  x.y: 3\n",
        [
            '8:3 OC201 there is no question "k.driver" in kinds; did you mean "k.drivers"?',
            (
                '9:3 OC201 there is no question "x.y" in kinds; `outsource-check pack show kinds'
                " --pack PACKS/kinds` lists them"
            ),
        ],
    ),
    (
        HEAD + "waivers: yes\n",
        ['7:10 OC012 expected a list, found "yes"'],
    ),
    (
        HEAD + "waivers: [yes]\n",
        ['7:11 OC012 expected a mapping with question, by, reason, date, found "yes"'],
    ),
    (
        HEAD + "waivers:\n  - {question: k.drivrs, by: D, reason: R, date: 2026-11-20}\n",
        ['8:16 OC201 there is no question "k.drivrs" in kinds; did you mean "k.drivers"?'],
    ),
    (
        HEAD + "waivers:\n  - {question: {k: {}}, by: D, reason: R, date: 2026-11-20}\n",
        [
            (
                '8:16 OC012 expected a text, found a mapping; ": " makes a field of what is '
                "before it: put the whole text in double quotes"
            )
        ],
    ),
    (
        HEAD + "waivers:\n"
        "  - {question: k.drivers, by: D, reason: R, date: 2026-11-20, until: 2026-11-19}\n",
        ["8:5 OC012 the waiver ends on 2026-11-19, before its date, 2026-11-20"],
    ),
    (
        HEAD + "waivers:\n  - {question: k.drivers, reason: R}\n",
        ['8:5 OC011 "by" is missing', '8:5 OC011 "date" is missing'],
    ),
]


@pytest.mark.parametrize(("text", "expected"), FILES)
def test_a_wrong_file_is_refused_with_every_problem_in_it(text: str, expected: list[str]) -> None:
    assert complaints(text) == expected


def test_a_site_that_never_works_is_refused_where_its_sites_stand() -> None:
    text = f"""{HEAD}answers:
  k.hours:
    sites:
      - {{name: L, side: client, zone: Europe/London, hours: 09:00-17:00, days: mon,
         holidays: [{", ".join(f"2027-{m:02d}-{d:02d}" for m, d in _mondays_of_2027())}]}}
      - {{name: P, side: partner, zone: Europe/Paris, hours: 09:00-17:00}}
    from: 2027-01-01
"""
    (complaint,) = complaints(text)
    assert complaint.startswith('10:7 OC012 "L" has no working day from 2027-01-01 to 2027-12-31')


def _mondays_of_2027() -> list[tuple[int, int]]:
    first = datetime.date(2027, 1, 4)
    days = [first + datetime.timedelta(weeks=week) for week in range(52)]
    return [(day.month, day.day) for day in days]


def test_a_file_without_a_first_day_begins_at_its_answer_s_own_date() -> None:
    text = (
        HEAD.replace("2026-11-23", "1960-01-01")
        + """answers:
  k.hours:
    sites:
      - {name: L, side: client, zone: Europe/London, hours: 09:00-17:00}
      - {name: P, side: partner, zone: Europe/Paris, hours: 09:00-17:00}
"""
    )
    (complaint,) = complaints(text)
    assert complaint.startswith("10:7 OC012 the first day 1960-01-01 is outside")
