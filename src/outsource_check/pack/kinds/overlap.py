"""Questions of kind `overlap`: the level is computed from sites and their hours."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from outsource_check.documents.types import expected, wrong
from outsource_check.overlap import levels as overlap_levels
from outsource_check.pack.answer import DONT_KNOW, Answer, SiteAnswer
from outsource_check.pack.conditions import Facts
from outsource_check.pack.kinds import places as work
from outsource_check.pack.kinds.base import LEVEL_SCHEMA, SIDES, AnswerSchema, LevelQuestion
from outsource_check.pack.kinds.entry import Entry
from outsource_check.pack.kinds.parts import (
    NOTHING_TYPED,
    STAYS,
    Change,
    Choice,
    Part,
    PartAsk,
    Sheet,
    Taken,
    refuse,
)
from outsource_check.pack.kinds.places import Place, Places
from outsource_check.pack.kinds.reading import Interval, Reading

if TYPE_CHECKING:
    from outsource_check.overlap import OverlapResult, Zone

_FIELDS = ("zone", "hours", "days")
_FOLLOWING = {"zone": "hours", "pick": "hours", "hours": "days"}
"""The field of a place behind another one."""


class OverlapQuestion(LevelQuestion):
    """The level is computed from sites and their hours."""

    own: ClassVar[tuple[str, ...]] = ("level", "sites", "pairs", "from")
    by_parts: ClassVar[str] = "sites"
    computed: ClassVar[bool] = True
    beside: ClassVar[dict[str, str]] = {"pairs": "sites", "from": "sites"}
    levels: ClassVar[tuple[str, ...]] = overlap_levels.LEVELS
    kind: Literal["overlap"]

    def list_levels(self) -> dict[int, str]:
        """The texts of its levels."""
        return dict(enumerate(self.levels))

    def read(self, value: Any, entry: Entry) -> Any:
        """There is no short form."""
        del value
        return entry.misfit("`sites`, `{level: …}` or dont-know")

    def read_field(self, name: str, value: Any, entry: Entry) -> dict[str, Any] | None:
        """`sites`, or `level` where they are not known."""
        if name == "level":
            return {"level": entry.read_level(value, at=(name,))}
        if not isinstance(value, tuple | list):
            entry.refuse(expected("a list of sites"), name)
        elif not value:
            message = "there is no pair of sites to compare; give at least one site of the"
            entry.refuse(wrong(f"{message} client and one of the partner"), name)
        return {"sites": value if isinstance(value, tuple | list) else ()}

    def describe(self) -> Iterator[tuple[str, str]]:
        """How it is computed."""
        yield "", "Overlap: computed from the hours of each place"

    def describe_answer(self) -> AnswerSchema:
        """Sites, or a level."""
        text = {"type": ["string", "number"]}
        pair = {"type": "array", "items": text, "minItems": 2, "maxItems": 2}
        site = {"$ref": "#/definitions/SiteAnswer"}
        return AnswerSchema(
            own={
                "level": LEVEL_SCHEMA,
                "sites": {"type": "array", "minItems": 1, "items": site},
                "pairs": {"type": "array", "items": pair},
                "from": {"type": "string", "format": "date"},
            },
            notes=("sites, or {level: …}",),
        )

    def weigh(self, answer: Answer, facts: Facts, date: datetime.date) -> Reading:
        """The level of the worst pair."""
        del facts
        found = measure(answer, date)
        return Reading(level=Interval(found.level, found.level), computed=found)

    # ------------------------------------------------------------------------- part by part

    def enter(self, answer: Answer) -> Choice:
        """From places and hours."""
        del answer
        text = "Work it out from places and working hours"
        return Choice(value="figures", mark="c", text=text, command="c")

    def list_parts(self, sheet: Sheet) -> tuple[Part, ...]:
        """The fields of each place."""
        return tuple(
            Part(name, number)
            for number, place in enumerate(_list_places(sheet))
            for name in ("zone", *(("pick",) if place.search else ()), "hours", "days")
        )

    def start(self, sheet: Sheet) -> Taken:
        """Begin with the places of the answer; without any, with an empty one of each side."""
        places = _list_places(sheet) or (Place(side="client"), Place(side="partner"))
        return Taken(draft=places, part=_find_next(places))

    def ask_part(self, part: Part, sheet: Sheet) -> PartAsk:
        """A field of a place."""
        place = _list_places(sheet)[part.number]
        if part.name == "pick":
            return _ask_which(place, sheet)
        if part.name == "zone":
            return _ask_where(place, sheet)
        if part.name == "hours":
            usual = "Enter alone means 9:00-12:00, 13:00-17:30"
            return PartAsk(
                text=f"When does somebody who can answer work there, in {place.name}'s own time?",
                example="Such as 9:00-17:30",
                field=", ".join(place.hours),
                enter=(usual, STAYS),
            )
        return PartAsk(
            text=f"On which days do they work in {place.name}?",
            example="Such as mon-fri, sun-thu, or mon,wed,fri",
            field=place.days,
            enter=("Enter alone means mon-fri", STAYS),
        )

    def take(self, part: Part, text: str, sheet: Sheet) -> Taken:
        """A field of a place."""
        from outsource_check.overlap import zones  # noqa: PLC0415 - zoneinfo

        places = _list_places(sheet)
        place = places[part.number]
        if text == DONT_KNOW:
            return refuse(text)
        if part.name == "pick":
            zone = zones.find_zone(text)
            return refuse(text) if zone is None else _take_zone(places, part, zone, sheet)
        if part.name == "zone":
            return _search(places, part, text, sheet)
        if not text and getattr(place, part.name):
            return Taken(draft=places, part=_go_on(places, part, changing=place.complete))
        if part.name == "hours":
            hours = work.read_times(text)
            return (
                _refuse(hours) if isinstance(hours, str) else _set(places, part, sheet, hours=hours)
            )
        days = work.read_weekdays(text)
        return _refuse(days) if isinstance(days, str) else _set(places, part, sheet, days=days[0])

    def list_sums(self, sheet: Sheet) -> Iterator[str]:
        """The hours of each pair, and what the level means."""
        if not sheet.answer.sites:
            return
        from outsource_check.overlap import words  # noqa: PLC0415 - zoneinfo

        result = measure(sheet.answer, sheet.date)
        for pair in result.pairs:
            yield f"{words.name_pair(pair)}: {words.answer(pair)}."
        yield words.explain_level(words.find_worst_pair(result))

    def list_changes(self, sheet: Sheet) -> Iterator[Change]:
        """Each place, one more of a side, or one less where there are several."""
        places = _list_places(sheet)
        for number, place in enumerate(places):
            name = f"Change {place.name}"
            hours, side = ", ".join(place.hours), sheet.words.side(place.side)
            yield Change(
                value=name,
                text=f"{name} ({side}, {place.zone}, {hours}, {place.days})",
                taken=Taken(draft=places, part=Part("zone", number)),
            )
        for side in SIDES:
            name, more = f"Add a place of the {sheet.words.side(side)}", (*places, Place(side=side))
            yield Change(value=name, text=name, taken=Taken(draft=more, part=_find_next(more)))
        for number, place in enumerate(places):
            if sum(other.side == place.side for other in places) > 1:
                name, less = f"Take {place.name} out", places[:number] + places[number + 1 :]
                says = work.list_fields(less, sheet.answer)
                taken = Taken(says=says, draft=less, part=_find_next(less))
                yield Change(value=name, text=name, taken=taken)

    def dump_draft(self, draft: Places, answer: Answer) -> Any:
        """Places that are half entered, with those beside them."""
        return work.dump(draft) if any(work.is_kept(one, answer) for one in draft) else None

    def load_draft(self, data: Any, answer: Answer) -> Places | None:
        """Places that are half entered."""
        return work.load(data, answer) or None


def _list_places(sheet: Sheet) -> Places:
    return sheet.draft or work.list_places(sheet.answer)


def _find_next(places: Places) -> Part | None:
    """The first field of a place that is still empty."""
    for number, place in enumerate(places):
        if place.zone and place.search:
            return Part("pick", number)
        for name in _FIELDS:
            if not getattr(place, name):
                return Part(name, number)
    return None


def _go_on(places: Places, part: Part, *, changing: bool) -> Part | None:
    """What is asked behind a field: the next one of a complete place, else one that is empty."""
    if changing and part.name in _FOLLOWING:
        return Part(_FOLLOWING[part.name], part.number)
    return _find_next(places)


def _set(places: Places, part: Part, sheet: Sheet, **fields: Any) -> Taken:
    """Set a field; it is in the answer as soon as both sides can be computed with."""
    changing = places[part.number].complete
    places = work.put(places, part.number, **fields)
    return Taken(
        says=work.list_fields(places, sheet.answer),
        draft=places,
        part=_go_on(places, part, changing=changing),
    )


def _refuse(problem: str) -> Taken:
    return Taken(problem=problem)


def _ask_which(place: Place, sheet: Sheet) -> PartAsk:
    text = f"Which of these is meant by “{place.search}”?"
    return PartAsk(
        text=f"{text} (None of them: go back and type a larger city.)",
        choices=tuple(
            Choice(
                value=zone.name,
                mark=str(mark),
                text=f"{zone.city}, {zone.country} ({zone.name})",
            )
            for mark, zone in enumerate(work.list_zones(place.search, _find_own(place, sheet)), 1)
        ),
    )


def _ask_where(place: Place, sheet: Sheet) -> PartAsk:
    own = None if place.zone or place.search else _find_own(place, sheet)
    example = "A city, a country, or a time zone such as Europe/London"
    if own is not None:
        example = (
            f"Enter alone means {own.city} ({own.name}), the time zone of this computer; or type a"
            " city, a country or a time zone"
        )
    return PartAsk(
        text=f"In which city do the {sheet.words.side(place.side)}'s people work?",
        example=example,
        field=place.zone or place.search,
    )


def _find_own(place: Place, sheet: Sheet) -> "Zone | None":
    """The time zone that the respondent's machine is set to, for a place on that person's side.

    None for the other side's places, and where it cannot be told or names no place, such as UTC.
    """
    if not sheet.zone or place.side != sheet.side:
        return None
    from outsource_check.overlap import zones  # noqa: PLC0415 - zoneinfo

    return zones.find_zone(sheet.zone)


def _search(places: Places, part: Part, text: str, sheet: Sheet) -> Taken:
    """A zone by its name, or by that of a city or country."""
    from outsource_check.overlap import zones  # noqa: PLC0415 - zoneinfo

    place = places[part.number]
    if place.zone and text in ("", place.zone):
        places = work.put(places, part.number, search="")
        return Taken(draft=places, part=_go_on(places, part, changing=place.complete))
    # What was typed before stays until something else is.
    text = text or place.search
    if not text:
        own = _find_own(place, sheet)
        return _refuse(NOTHING_TYPED) if own is None else _take_zone(places, part, own, sheet)
    exact = zones.find_zone(text)
    found = [exact] if exact is not None else zones.search(text)
    cities = [zone for zone in found if zone.city.casefold() == text.casefold()]
    if len(found) == 1 or len(cities) == 1:
        return _take_zone(places, part, (cities or found)[0], sheet, text)
    if not found:
        message, hint = zones.explain_refusal(text)
        hint = hint or 'expected a city such as "Berlin", or a zone such as "Europe/Berlin"'
        return _refuse(f"{message}; {hint}")
    draft = work.put(places, part.number, search=text)
    return Taken(draft=draft, part=Part("pick", part.number))


def _take_zone(places: Places, part: Part, zone: "Zone", sheet: Sheet, text: str = "") -> Taken:
    name = work.name_place(places, part.number, zone, text)
    taken = _set(places, part, sheet, zone=zone.name, name=name, search="")
    return replace(taken, message=f"{name}: {zone.name}, {zone.country}.")


def measure(answer: Answer, date: datetime.date) -> "OverlapResult":
    """The overlap of an answer's sites over 12 months from `from`, or else from its date.

    The last results are kept: reading measures an answer to check it, scoring asks again.
    Raises `SiteError`; never for an answer that was judged, with that answer's date.
    """
    return _measure(answer.sites, answer.pairs, answer.start or date)


@lru_cache(maxsize=256)
def _measure(
    sites: tuple[SiteAnswer, ...], pairs: tuple[tuple[str, ...], ...], start: datetime.date
) -> "OverlapResult":
    from outsource_check.overlap import build_site, compute  # noqa: PLC0415 - zoneinfo

    return compute([build_site(**site.model_dump()) for site in sites], pairs or None, start)
