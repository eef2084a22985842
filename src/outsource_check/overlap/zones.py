"""Time zones by name, from the tzdata package alone (docs/scoring.md, Overlap).

The system's zone files and the search path of `zoneinfo` are neither read nor changed, so that
the same version of tzdata gives the same result on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import tzdata  # type: ignore[import-untyped]

from outsource_check.overlap.places import ABBREVIATIONS, ALIASES, OFFSETS, PLACES, SUCCESSORS

_MOST_SUGGESTIONS = 3
# Compiled where a name is refused, not at every start.
_OFFSET = (
    r"(?:(?:UTC|GMT|UT|Z) ?|(?=[+\-\u2212]))([+\-\u2212]?) ?([0-9]{1,2})"
    r"(?::?([0-5][0-9])|[.,](5|25|75))?"
)
_ETC_OFFSET = r"Etc/GMT([+-])([0-9]{1,2})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Zone:
    """A current time zone: one that stands in the tz data's `zone.tab`."""

    name: str
    """E.g. `Asia/Ho_Chi_Minh`."""
    city: str
    """The last part of the name with spaces, e.g. `Ho Chi Minh`."""
    country: str
    """The country's English name in `iso3166.tab`, e.g. `Vietnam`."""
    code: str
    """The country's ISO 3166 code of two letters."""
    comment: str
    """What `zone.tab` says where a country has several zones; else empty."""
    northern: bool
    """Whether its place lies on the northern hemisphere."""


def tzdata_version() -> str:
    """The version of the tz data that every result rests on, e.g. `2026f`."""
    return str(tzdata.IANA_VERSION)


def find_zone(name: str) -> Zone | None:
    """The current zone of a name, upper and lower case being the same; None where there is none.

    An old name (`Asia/Saigon`) gives the zone that replaced it; an abbreviation, an offset and
    everything else that names no place gives None, also where the tz data holds it.
    """
    folded = name.casefold()
    found = _zones_by_folded_name().get(folded)
    if found is not None or folded.upper() in ABBREVIATIONS:
        return found
    target = _old_names().get(folded)
    return None if target is None else _zones_by_folded_name().get(target.casefold())


@cache
def load_rules(name: str) -> ZoneInfo:
    """The clock of a zone by its current name, read from the tzdata package.

    Raises FileNotFoundError where the package holds no such zone.
    """
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


def list_zones() -> tuple[Zone, ...]:
    """All current zones, in the order of `zone.tab` (by country code)."""
    return tuple(_zones_by_folded_name().values())


def search(text: str) -> list[Zone]:
    """The zones of a part of a city's or country's name, the best match first; maybe none.

    Case and accents make no difference. Knows places that have no zone of their own (`Hanoi`),
    countries' codes (`VN`) and old names of zones (`Asia/Saigon`). An abbreviation in capitals
    (`IST`) finds nothing: Istanbul is not meant.
    """
    if text.strip() in ABBREVIATIONS:
        return []
    return list(dict.fromkeys(zone for _, zone in _rank_zones(text)))


def _rank_zones(text: str) -> list[tuple[int, Zone]]:
    """Zones that a text can mean, the best first, ranked 0 or less where it is their whole name."""
    wanted = _fold(text)
    wanted = ALIASES.get(wanted, wanted)
    if not wanted:
        return []
    ranked = [(rank, zone) for zone in list_zones() if (rank := _rank(zone, wanted)) is not None]
    for place, names in PLACES.items():
        if wanted in place:
            rank = -1 if wanted == place else 2 if place.startswith(wanted) else 6
            ranked += [(rank, zone) for name in names if (zone := find_zone(name))]
    if (old := find_zone(text.strip())) is not None:
        ranked.append((0, old))
    ranked.sort(key=lambda entry: entry[0])
    # Beside a whole name, a part in the middle of another one is chance: `uk` in Yukon.
    named = bool(ranked) and ranked[0][0] <= 0
    return [entry for entry in ranked if entry[0] < 5] if named else ranked


def explain_refusal(name: str) -> tuple[str, str]:
    """Why a name that `find_zone` does not know is refused, and the zones probably meant.

    Gives a message, and a hint that names up to three zones (empty where none is near).
    """
    if not name.strip():
        return "a time zone is missing", 'expected a name such as "Europe/London"'
    if etc := re.fullmatch(_ETC_OFFSET, name, re.IGNORECASE):
        return _explain_reversed_sign(name, etc)
    if offset := re.fullmatch(_OFFSET, name, re.IGNORECASE):
        minutes = _read_offset(offset)
        return (
            f'"{name}" is an offset from UTC, not a time zone: it does not say when clocks change',
            _ask_whether(OFFSETS.get(minutes, ())),
        )
    short = name.upper().removeprefix("ETC/")
    first, *others = short.split("/")  # such as EST/EDT
    known = all(part in ABBREVIATIONS for part in (first, *others))
    if known or re.fullmatch(r"GMT0|GREENWICH|UNIVERSAL", short):
        return (
            f'"{name}" is an abbreviation, not a time zone: it names no place',
            _ask_whether(ABBREVIATIONS.get(first, ABBREVIATIONS["GMT"])),
        )
    return f'"{name}" is not a time zone of the tz data', _ask_whether(_guess_zones(name))


def quote_choices(names: tuple[str, ...]) -> str:
    """Names in double quotes with commas and an "or", e.g. `"a", "b" or "c"`."""
    quoted = [f'"{name}"' for name in names]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def _ask_whether(names: tuple[str, ...]) -> str:
    return f"did you mean {quote_choices(names)}?" if names else ""


def _explain_reversed_sign(name: str, match: re.Match[str]) -> tuple[str, str]:
    hours = int(match[2])
    said = hours if match[1] == "+" else -hours
    if said == 0:
        return f'"{name}" is an offset from UTC, not a time zone', _ask_whether(OFFSETS[0])
    probable = OFFSETS.get(said * 60, ())[:2]
    literal = OFFSETS.get(-said * 60, ())[: _MOST_SUGGESTIONS - len(probable)]
    parts = [
        f"for UTC{hours:+d} write {quote_choices(zones)}"
        for hours, zones in ((said, probable), (-said, literal))
        if zones
    ]
    message = (
        f'"{name}" is an offset from UTC, not a time zone, and its sign is reversed: '
        f"it means UTC{-said:+d}"
    )
    return message, "; ".join(parts)


def _read_offset(match: re.Match[str]) -> int:
    part = int(match[3] or 0) + {"25": 15, "5": 30, "75": 45}.get(match[4] or "", 0)
    minutes = int(match[2]) * 60 + part
    return minutes if match[1] in ("", "+") else -minutes


def _guess_zones(name: str) -> tuple[str, ...]:
    city = name.rsplit("/", 1)[-1].replace("_", " ")
    ranked = _rank_zones(city)
    named = [zone.name for rank, zone in ranked if rank <= 0]
    if not named and len(city.strip()) > 2:
        named = [zone.name for _, zone in ranked]
    if named:
        return tuple(dict.fromkeys(named))[:_MOST_SUGGESTIONS]
    # A slip of the pen: near a city, a country or a place that we know.
    known: dict[str, str] = {}
    for zone in list_zones():
        known.setdefault(_fold(zone.city), zone.name)
        known.setdefault(_fold(zone.country), zone.name)
    known.update({place: names[0] for place, names in PLACES.items()})
    near = get_close_matches(_fold(city), known, n=_MOST_SUGGESTIONS, cutoff=0.75)
    return tuple(dict.fromkeys(known[word] for word in near))


def _rank(zone: Zone, wanted: str) -> int | None:
    city, country = _fold(zone.city), _fold(zone.country)
    if wanted in {city, country, zone.code.lower(), _fold(zone.name)}:
        return 0
    if city.startswith(wanted):
        return 1
    if country.startswith(wanted):
        return 3
    # A word inside a name, e.g. "york"; then any part of one.
    if any(word.startswith(wanted) for word in f"{city} {country}".split()):
        return 4
    return 5 if wanted in city or wanted in country or wanted in _fold(zone.comment) else None


def _fold(text: str) -> str:
    """Lower case without accents, underscores and hyphens as spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(plain.replace("_", " ").replace("-", " ").replace("ł", "l").split())


@cache
def _zones_by_folded_name() -> dict[str, Zone]:
    countries = dict(row[:2] for row in _read_table("iso3166.tab"))
    zones: dict[str, Zone] = {}
    for code, coordinates, name, *comment in _read_table("zone.tab"):
        zones[name.casefold()] = Zone(
            name=name,
            city=name.rsplit("/", 1)[-1].replace("_", " "),
            country=countries[code],
            code=code,
            comment=comment[0] if comment else "",
            northern=coordinates.startswith("+"),
        )
    return zones


@cache
def _old_names() -> dict[str, str]:
    """Folded old names and the current ones that they lead to, along links of the tz data."""
    current = _zones_by_folded_name()
    links: dict[str, str] = {}
    for line in _read_text("tzdata.zi").splitlines():
        if line.startswith("L "):
            _, target, name = line.split()
            links[name.casefold()] = SUCCESSORS.get(name, target)
    found: dict[str, str] = {}
    for name, link in links.items():
        target = link
        while target.casefold() not in current and target.casefold() in links:
            target = links[target.casefold()]
        if target.casefold() in current:
            found[name] = target
    return found


def _read_table(name: str) -> list[list[str]]:
    lines = _read_text(name).splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _read_text(name: str) -> str:
    return files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
