"""Sites: who works where and when, from text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from outsource_check.overlap.model import Site, Span
from outsource_check.overlap.zones import Zone, explain_refusal, find_zone

DAY_MINUTES = 24 * 60
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIRST_START = date(1970, 1, 1)
LAST_START = date(2099, 12, 31)

MOST_PAIRS = 200
"""Each costs some milliseconds: two sides of 14 sites each, or 20 sites, all with all."""

Part = Literal["name", "zone", "hours", "days", "holidays", "pairs", "from", "site"]

_SPAN = re.compile(r"(\S+?) *[-\u2013] *(\S+)")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
# Compiled where something is refused, not at every start.
_NEAR_TIME = r"([0-9]{1,2})(?:[:.h]?([0-5][0-9]))?h? ?(am|pm)?"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHAPE = 'expected [NAME=]ZONE@HH:MM-HH:MM[,…][/DAYS], e.g. "Europe/London@09:00-17:30"'
_DAYS = 'expected e.g. "mon-fri", "sun-thu" or "mon,wed,fri"'


class SiteError(ValueError):
    """Something about the sites of an overlap is wrong.

    The caller adds the place and turns it into the error of its own layer.
    """

    def __init__(self, message: str, hint: str = "", *, part: Part = "site") -> None:
        super().__init__(message)
        self.message = message
        """One line, uncleaned: what was found and what was expected."""
        self.hint = hint
        """The likely fix in one line; empty where none is known."""
        self.part: Part = part
        """Which part of the input it is about, for the caller's position."""


def build_site(
    *,
    name: str,
    zone: str,
    hours: Sequence[str],
    days: str = "mon-fri",
    side: str = "",
    holidays: Iterable[date] = (),
) -> Site:
    """A site from the texts of its fields, as an answer file has them.

    An empty name becomes the zone's city. Raises SiteError, whose `part` names the field.
    """
    found = read_zone(zone)
    return Site(
        name=_read_name(name) if name else found.city,
        side=side,
        zone=found.name,
        given_zone=zone if zone.casefold() != found.name.casefold() else "",
        hours=read_hours(hours),
        days=read_days(days),
        holidays=frozenset(holidays),
    )


def parse_site(text: str) -> Site:
    """A site of the command line: `[NAME=]ZONE@SPAN[,SPAN…][/DAYS]`.

    Raises SiteError.
    """
    name, equals, rest = text.rpartition("=") if "=" in text else ("", "", text)
    zone, at, when = rest.partition("@")
    hours, slash, days = when.partition("/")
    if not text.strip():
        raise SiteError("a site is empty", _SHAPE)
    if equals and not name.strip():
        raise SiteError(f'the name before "=" is empty in "{text}"', _SHAPE, part="name")
    if at and not zone.strip():
        raise SiteError(f'the time zone before "@" is missing in "{text}"', _SHAPE, part="zone")
    if "@" in when:
        raise SiteError(f'there is more than one "@" in "{text}"', _SHAPE)
    if not at and ":" not in zone:
        # The zone is the likelier mistake: say that first.
        read_zone(zone.strip())
    if not hours.strip():
        raise SiteError(f'"{text}" says no working hours after "@"', _SHAPE, part="hours")
    if slash and not days.strip():
        raise SiteError(f'"{text}" says no working day after "/"', _DAYS, part="days")
    return build_site(
        name=name.strip(),
        zone=zone.strip(),
        hours=hours.split(","),
        days=days if slash else "mon-fri",
    )


def read_zone(text: str) -> Zone:
    """The current zone of a name. Raises SiteError with up to three zones probably meant."""
    zone = find_zone(text)
    if zone is None:
        message, hint = explain_refusal(text)
        hint = hint or 'expected a name such as "Europe/London"'
        raise SiteError(message, hint, part="zone")
    return zone


def read_hours(texts: Sequence[str]) -> tuple[Span, ...]:
    """Spans such as `09:00-17:30`, sorted by their start.

    A span that ends before its start runs into the next day. Raises SiteError where a time or a
    span is wrong, two of them overlap, or there is none.
    """
    if not texts:
        raise SiteError("no working hours are given", 'e.g. "09:00-17:30"', part="hours")
    spans = sorted(_read_span(text.strip()) for text in texts)
    # Compared around the clock, so that a night's end is checked against the next morning.
    following = [*spans[1:], (spans[0][0] + DAY_MINUTES, spans[0][1] + DAY_MINUTES)]
    for span, after in zip(spans, following, strict=True):
        if span[1] > after[0]:
            other = (after[0] % DAY_MINUTES, after[1])
            raise SiteError(
                f'the hours "{write_span(span)}" and "{write_span(other)}" overlap',
                "the spans of a day may touch, but not overlap, over midnight either",
                part="hours",
            )
    return tuple(spans)


def read_days(text: str) -> frozenset[int]:
    """Working days such as `mon-fri`, `sun-thu` or `mon,wed,fri`; Monday is 0.

    Raises SiteError where a day is unknown or there is none.
    """
    days: set[int] = set()
    if not text.strip():
        raise SiteError("there is no working day", _DAYS, part="days")
    for piece in text.lower().split(","):
        ends = [end.strip() for end in piece.split("-")]
        if len(ends) > 2 or any(end not in WEEKDAYS for end in ends):
            raise SiteError(f'"{piece.strip()}" is no day or range of days', _DAYS, part="days")
        first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
        days.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return frozenset(days)


def read_start(text: str) -> date:
    """The first day of the 12 months, from `YYYY-MM-DD`. Raises SiteError."""
    start = read_date(text)
    if start is None:
        raise SiteError(f'"{text}" is no date', "expected YYYY-MM-DD", part="from")
    check_start(start)
    return start


def read_date(text: str) -> date | None:
    """A date as `YYYY-MM-DD` and in no other form; None where it is none."""
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def check_start(start: date) -> None:
    """Raises SiteError where the 12 months would begin outside 1970 to 2099."""
    if not FIRST_START <= start <= LAST_START:
        raise SiteError(
            f"the first day {start} is outside what the tz data knows",
            f"expected a day from {FIRST_START} to {LAST_START}",
            part="from",
        )


def choose_pairs(
    sites: Sequence[Site], names: Sequence[Sequence[str]] | None = None
) -> tuple[tuple[Site, Site], ...]:
    """The pairs of sites to compare, the anchor first.

    `names` are pairs of sites' names; without them every client's site with every partner's, or,
    where no side is given, every two sites in their order. In a pair of a client's and a
    partner's site the client's comes first. Raises SiteError where a name is double or unknown,
    there is no pair, or there are more than `MOST_PAIRS`.
    """
    by_name: dict[str, Site] = {}
    for site in sites:
        if site.name in by_name:
            raise SiteError(
                f'two sites are named "{site.name}"',
                f'give each a name of its own, e.g. "{site.name} 2"',
                part="name",
            )
        by_name[site.name] = site
    if names is not None:
        pairs = [_pair_up(by_name, pair) for pair in names]
    elif any(site.side for site in sites):
        partners = [site for site in sites if site.side == "partner"]
        pairs = [(a, b) for a in sites if a.side == "client" for b in partners]
    else:
        pairs = [(a, b) for i, a in enumerate(sites) for b in sites[i + 1 :]]
    if not pairs:
        raise SiteError(
            "there is no pair of sites to compare",
            "give at least one site of the client and one of the partner"
            if not sites or any(site.side for site in sites)
            else "give at least two sites",
            part="pairs",
        )
    chosen = tuple(dict.fromkeys(pairs))
    if len(chosen) > MOST_PAIRS:
        raise SiteError(
            f"{len(chosen):,} pairs of sites, and at most {MOST_PAIRS} are compared",
            "name the pairs that work together"
            if any(site.side for site in sites)
            else "compare fewer sites at a time",
            part="pairs",
        )
    return chosen


def write_time(minutes: int) -> str:
    """A time of day as `HH:MM`; minutes after midnight, of the next day where above 1440."""
    hour, minute = divmod(minutes % DAY_MINUTES, 60)
    return f"{hour:02d}:{minute:02d}"


def write_span(span: Span) -> str:
    """A span as it is written in a file, e.g. `09:00-17:30`."""
    return f"{write_time(span[0])}-{write_time(span[1])}"


def write_days(days: Iterable[int]) -> str:
    """Working days in their short form, e.g. `mon-fri`, `sun-thu` or `mon,wed,fri`."""
    chosen = sorted(set(days))
    starts = [day for day in chosen if (day - 1) % 7 not in chosen]
    if len(chosen) > 1 and len(starts) <= 1:
        first = starts[0] if starts else 0
        return f"{WEEKDAYS[first]}-{WEEKDAYS[(first + len(chosen) - 1) % 7]}"
    return ",".join(WEEKDAYS[day] for day in chosen)


def _read_span(text: str) -> Span:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise SiteError(
            f'"{text}" is no span of hours', 'expected e.g. "09:00-17:30"', part="hours"
        )
    start, end = (_read_time(time) for time in match.groups())
    if start == end:
        raise SiteError(
            f'the span "{text}" has no length',
            'a whole day is written as two spans: "00:00-12:00" and "12:00-00:00"',
            part="hours",
        )
    return start, end if end > start else end + DAY_MINUTES


def _read_time(text: str) -> int:
    match = _TIME.fullmatch(text)
    if match is None:
        raise SiteError(
            f'"{text}" is no time of day: expected HH:MM from 00:00 to 23:59',
            _suggest_time(text),
            part="hours",
        )
    return int(match[1]) * 60 + int(match[2])


def _suggest_time(text: str) -> str:
    """How a time is written that is not `HH:MM`; empty where it can be no time."""
    if text == "24:00":
        return 'midnight is "00:00", as an end too'
    near = re.fullmatch(_NEAR_TIME, text, re.IGNORECASE)
    if near is None:
        return ""
    half = (near[3] or "").lower()
    hour = int(near[1]) % 12 + (12 if half == "pm" else 0) if half else int(near[1])
    known = hour < 24 and (not half or 1 <= int(near[1]) <= 12)
    return f'did you mean "{hour:02d}:{near[2] or "00"}"?' if known else ""


def _read_name(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise SiteError(
            "a site's name is blank or has a character that cannot be shown", part="name"
        )
    return text


def _pair_up(by_name: dict[str, Site], names: Sequence[str]) -> tuple[Site, Site]:
    shown = ", ".join(names)
    if len(names) != 2:
        raise SiteError(
            f'a pair has two sites, found {len(names)}: "{shown}"' if names else "a pair is empty",
            "expected the names of two sites",
            part="pairs",
        )
    for name in names:
        if name not in by_name:
            known = ", ".join(f'"{site}"' for site in by_name)
            raise SiteError(f'no site is named "{name}"', f"the sites are {known}", part="pairs")
    a, b = (by_name[name] for name in names)
    if a is b:
        raise SiteError(f'"{a.name}" is paired with itself', part="pairs")
    return (b, a) if (a.side, b.side) == ("partner", "client") else (a, b)
