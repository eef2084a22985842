"""Places of work on their way into an answer: what is typed for a place, field by field."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from outsource_check.documents.types import Side
from outsource_check.pack.answer import Answer, SiteAnswer

if TYPE_CHECKING:
    from outsource_check.overlap import Zone

USUAL_HOURS = "09:00-12:00, 13:00-17:30"
USUAL_DAYS = "mon-fri"
CLOCK = "That would be {hours}, partly at night. Write hours after noon as 17:00, or with pm: 5 pm."
_TIME = re.compile(
    r"(?<![0-9:])([0-9]{1,2})(?:[:.h]([0-9]{2}))?(?![0-9:])(?:\s*([ap])\.?m\b\.?)?", re.IGNORECASE
)
_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*")
_NOON, _DAY, _LONGEST = 12 * 60, 24 * 60, 16 * 60
"""In minutes; a span that is longer is more likely one of a 12-hour clock, such as 9-5."""
_MOST_LISTED = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A place of work that is being entered; empty texts are not given yet."""

    side: Side
    name: str = ""
    zone: str = ""
    hours: tuple[str, ...] = ()
    days: str = ""
    search: str = ""
    """What was typed for the zone, while several zones fit it."""

    @property
    def complete(self) -> bool:
        """Whether it can be computed with."""
        return bool(self.zone and self.hours and self.days)


Places = tuple[Place, ...]


def list_places(answer: Answer) -> Places:
    """The places of an answer, as they are changed."""
    return tuple(
        Place(side=site.side, name=site.name, zone=site.zone, hours=site.hours, days=site.days)
        for site in answer.sites
    )


def list_fields(places: Places, answer: Answer) -> dict[str, Any]:
    """The fields of an answer with places; none while one side has none to compute with."""
    whole = [place for place in places if place.complete]
    if {place.side for place in whole} != {"client", "partner"}:
        return {}
    holidays = {site.name: site.holidays for site in answer.sites}
    sites = tuple(
        SiteAnswer(
            name=place.name,
            side=place.side,
            zone=place.zone,
            hours=place.hours,
            days=place.days,
            holidays=holidays.get(place.name, ()),
        )
        for place in whole
    )
    names = {site.name for site in sites}
    pairs = tuple(pair for pair in answer.pairs if set(pair) <= names)
    return {"sites": sites, "pairs": pairs, "start": answer.start}


def put(places: Places, number: int, **fields: Any) -> Places:
    """The places with one of them changed."""
    changed = replace(places[number], **fields)
    return (*places[:number], changed, *places[number + 1 :])


# --------------------------------------------------------------------------------- the fields


def list_zones(search: str, own: Zone | None) -> list[Zone]:
    """The zones that a text can mean, at most so many as can be listed; the own one first."""
    from outsource_check.overlap import zones  # noqa: PLC0415 - zoneinfo

    return sorted(zones.search(search), key=lambda zone: zone != own)[:_MOST_LISTED]


def name_place(places: Places, number: int, zone: Zone, text: str) -> str:
    """The name of a place in a zone that was found by a text; no other place has it."""
    typed = text or places[number].search
    # A place without a zone of its own keeps the name that was typed.
    name = typed if typed and "/" not in typed and typed[:1].isupper() else zone.city
    taken = {place.name for other, place in enumerate(places) if other != number}
    base, count = name, 2
    while name in taken:
        name, count = f"{base} {count}", count + 1
    return name


def read_times(text: str) -> tuple[str, ...] | str:
    """Hours as they stand in a file, or what is wrong with the text."""
    from outsource_check.overlap.sites import SiteError, read_hours  # noqa: PLC0415 - zoneinfo

    given = re.split(r"[,;]| and ", text or USUAL_HOURS)
    spans = tuple(_tidy_span(part) for part in given if part.strip())
    try:
        read_hours(spans)
        if _is_doubtful([read_hours([span])[0] for span in spans]):
            return CLOCK.format(hours=" and ".join(spans))
    except SiteError as error:
        return _explain(error)
    return spans


def read_weekdays(text: str) -> tuple[str] | str:
    """Days as they stand in a file, alone in a tuple, or what is wrong with the text."""
    from outsource_check.overlap.sites import SiteError, read_days  # noqa: PLC0415 - zoneinfo

    days = _tidy_days(text) or USUAL_DAYS
    try:
        read_days(days)
    except SiteError as error:
        return _explain(error)
    return (days,)


def _explain(error: Any) -> str:
    hint = f" ({error.hint})" if error.hint else ""
    return f"{error.message[:1].upper()}{error.message[1:]}{hint}."


def _tidy_days(text: str) -> str:
    """`Monday to Friday` as `mon-fri`; what is no day stays for the message."""
    short = _WEEKDAY.sub(r"\1", text.lower())
    short = re.sub(r"\s*(?:-|–|\bto\b|\buntil\b)\s*", "-", short)
    return re.sub(r"\s*(?:[,;]|\band\b)\s*", ",", short).strip()


def _tidy_span(text: str) -> str:
    """`9-17.30` and `9 am to 5:30 pm` as `09:00-17:30`; what is no time stays for the message."""
    return _TIME.sub(_tidy_time, re.sub(r"\s*(?:-|–|to|until)\s*", "-", text.strip()))


def _tidy_time(found: re.Match[str]) -> str:
    hour = int(found[1])
    if found[3] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if found[3] in "pP" else 0)
    return f"{hour:02d}:{found[2] or '00'}"


def _is_doubtful(spans: list[tuple[int, int]]) -> bool:
    """Whether spans, in minutes and as typed, look like a 12-hour clock: 9-5, or 9-12, 1-5."""
    starts = [start for start, _ in spans]
    if any(end - start > _LONGEST or (start < _NOON and end > _DAY) for start, end in spans):
        return True
    return starts != sorted(starts) and all(end <= _DAY for _, end in spans)


# ------------------------------------------------------------------------ what is kept of them


def is_kept(place: Place, answer: Answer) -> bool:
    """Whether a place holds something that the answer to its question does not."""
    if answer.sites:
        return bool(place.search or (place.zone and not place.complete))
    said = answer.says_something or answer.dont_know or answer.not_applicable
    return bool(place.zone or place.search) and not said


def dump(places: Places) -> list[dict[str, Any]]:
    """Places as plain data."""
    return [{**asdict(place), "hours": list(place.hours)} for place in places]


def load(data: Any, answer: Answer) -> Places:
    """What `dump` has made, on top of the places of the answer; nothing of what is in it already.

    Raises `ValueError`, `TypeError`, `KeyError` or `AttributeError` for what no interview has
    written.
    """
    places = tuple(map(_load_one, data))
    names = [place.name for place in places if place.zone]
    if "" in names or len({*names}) < len(names):
        raise ValueError(names)
    half = [place for place in places if is_kept(place, answer)]
    if not half or not answer.sites:
        return places if half else ()
    found = {place.name: place for place in list_places(answer)}
    for place in half:
        if place.name in found:
            found[place.name] = replace(found[place.name], search=place.search)
    return (*found.values(), *(place for place in half if place.name not in found))


def _load_one(entry: dict[str, Any]) -> Place:
    from outsource_check.overlap.sites import SiteError, build_site  # noqa: PLC0415 - zoneinfo

    place = Place(**{**entry, "hours": tuple(entry["hours"])})
    if place.side not in ("client", "partner") or not isinstance(place.search, str):
        raise ValueError(place)
    try:
        # Only what is complete is computed with; what is missing is filled up to judge the rest.
        build_site(
            name=place.name,
            zone=place.zone or "Europe/London",
            hours=place.hours or ("09:00-17:00",),
            days=place.days or USUAL_DAYS,
        )
    except SiteError as error:
        raise ValueError(place) from error
    return place
