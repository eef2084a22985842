"""The small forms of computed questions: places of work, and amounts of money."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from outsource_check.answers import Answer, Figures, SiteAnswer
from outsource_check.documents import scalars
from outsource_check.interview import words
from outsource_check.interview.model import SiteDraft, Spot, State
from outsource_check.interview.putting import keep_answer, put_answer
from outsource_check.pack import SIDES

if TYPE_CHECKING:
    from outsource_check.overlap import Zone
    from outsource_check.pack import Question

_TIME = re.compile(
    r"(?<![0-9:])([0-9]{1,2})(?:[:.h]([0-9]{2}))?(?![0-9:])(?:\s*([ap])\.?m\b\.?)?", re.IGNORECASE
)
_GROUPED = re.compile(r"[0-9]{1,3}([.,’'][0-9]{3})+")
_MOST_LISTED = 12
_USUAL_HOURS = "09:00-12:00, 13:00-17:30"
_USUAL_DAYS = "mon-fri"
_NOON, _DAY, _LONGEST = 12 * 60, 24 * 60, 16 * 60
"""In minutes; a span that is longer is more likely one of a 12-hour clock, such as 9-5."""
_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*")
_FOLLOWING = {"zone": "hours", "pick": "hours", "hours": "days"}
"""The field of a place behind another one."""

# ------------------------------------------------------------------------------------ amounts


def type_figure(state: State, question: Question, text: str) -> State:
    """An amount, or the text of a field; empty leaves it as it is. Then on to the next."""
    name = state.cursor.part
    answer = state.answers.get(question.id, Answer())
    figures = answer.costs or Figures()
    if text == "-":
        empty: object = "" if name in ("currency", "period") else None
        figures = figures.replace(**{name: empty})
    elif text and name in ("currency", "period"):
        figures = figures.replace(**{name: text})
    elif text:
        amount = _add_up(text)
        if isinstance(amount, str):
            return replace(state, problem=amount)
        figures = figures.replace(**{name: amount})
    if figures != (answer.costs or Figures()):
        new = answer.replace(costs=figures)
        if new.figured or answer.figured:
            state = put_answer(state, question.id, costs=figures)
        else:  # a currency is no answer, and takes none away
            state = keep_answer(state, question.id, new)
    later = words.FIGURE_NAMES[words.FIGURE_NAMES.index(name) + 1 :]
    reviewed = len(state.trail) > 1 and answer.costs is not None and _given(answer.costs)
    if reviewed or not later:
        return state.at(Spot("sum", question.id))
    return state.at(Spot("part", question.id, later[0]))


def _add_up(text: str) -> Decimal | str:
    """An amount, or the sum of amounts with `+` between them; or what is wrong with the text."""
    total = Decimal(0)
    for part in text.split("+"):
        digits = re.sub(r"(?<=[0-9])[ \u00a0\u202f](?=[0-9])", "", part.strip())
        if _GROUPED.fullmatch(digits):
            plain = re.sub(r"[^0-9]", "", digits)
            return f"Write the amount in digits only, such as {plain}."
        if scalars.decimal(digits) is None:
            message = scalars.miss(text, "an amount in digits, such as 520000")
            return f"{message[0].upper()}{message[1:]}."
        total += Decimal(digits)
    if scalars.decimal(str(total)) is None:
        return f"{total} is too large an amount."
    return total


def _given(figures: Figures) -> bool:
    return all(getattr(figures, name) is not None for name in words.FIGURE_NAMES[2:-1])


# ------------------------------------------------------------------------------------- places


def drafts_of(answer: Answer) -> tuple[SiteDraft, ...]:
    """The places of work of an answer, as they are changed."""
    return tuple(
        SiteDraft(side=site.side, name=site.name, zone=site.zone, hours=site.hours, days=site.days)
        for site in answer.sites
    )


def start_sites(state: State, question: Question) -> State:
    """Into the places: those of the answer, else one of each side that are still empty."""
    drafts = state.sites.get(question.id) or drafts_of(state.answers.get(question.id, Answer()))
    drafts = drafts or (SiteDraft(side="client"), SiteDraft(side="partner"))
    state = replace(state, sites={**state.sites, question.id: drafts})
    return _to_next(state, question)


def _to_next(state: State, question: Question) -> State:
    """The first field of a place that is still empty, else the sum."""
    for number, site in enumerate(state.sites[question.id]):
        if site.zone and site.search:
            return state.at(Spot("part", question.id, "pick", number))
        for name in ("zone", "hours", "days"):
            if not getattr(site, name):
                return state.at(Spot("part", question.id, name, number))
    return state.at(Spot("sum", question.id))


def _go_on(state: State, question: Question, *, changing: bool) -> State:
    """Where a field leads: in a place that was complete to its next one, else to an empty one."""
    cursor = state.cursor
    if changing and cursor.part in _FOLLOWING:
        return state.at(replace(cursor, part=_FOLLOWING[cursor.part]))
    return _to_next(state, question)


def type_site(state: State, question: Question, text: str) -> State:
    """A text for one field of one place."""
    number, name = state.cursor.number, state.cursor.part
    site = state.sites[question.id][number]
    if name == "pick":
        return choose_site(state, question, text)
    if name == "zone":
        return _type_zone(state, question, number, text)
    if not text and getattr(site, name):
        return _go_on(state, question, changing=site.complete)
    from outsource_check.overlap.sites import SiteError, read_days, read_hours  # noqa: PLC0415

    try:
        if name == "hours":
            text = text or _USUAL_HOURS
            spans = [_tidy_span(part) for part in re.split(r"[,;]| and ", text) if part.strip()]
            read_hours(spans)
            if _is_doubtful([read_hours([span])[0] for span in spans]):
                problem = words.SITE_CLOCK.format(hours=" and ".join(spans))
                return replace(state, problem=problem)
            return _set_site(state, question, number, hours=tuple(spans))
        days = _tidy_days(text) or _USUAL_DAYS
        read_days(days)
        return _set_site(state, question, number, days=days)
    except SiteError as error:
        hint = f" ({error.hint})" if error.hint else ""
        return replace(state, problem=f"{error.message[:1].upper()}{error.message[1:]}{hint}.")


def choose_site(state: State, question: Question, value: str) -> State:
    """A zone out of several."""
    from outsource_check.overlap import zones  # noqa: PLC0415

    found = zones.find_zone(value)
    if found is None:
        return replace(state, problem=f'There is no choice "{value}" here.')
    return _take_zone(state, question, state.cursor.number, found)


def change_sites(state: State, question: Question, value: str) -> State:
    """A place to be changed, or one more or less."""
    drafts = state.sites.get(question.id) or drafts_of(state.answers.get(question.id, Answer()))
    for number, site in enumerate(drafts):
        if value == words.CHANGE_SITE.format(name=site.name):
            state = replace(state, sites={**state.sites, question.id: drafts})
            return state.at(Spot("part", question.id, "zone", number))
        if value == words.REMOVE_SITE.format(name=site.name):
            drafts = drafts[:number] + drafts[number + 1 :]
            state = replace(state, sites={**state.sites, question.id: drafts})
            return _to_next(_store(state, question), question)
    for side in SIDES:
        if value == words.ADD_SITE.format(side=side):
            drafts = (*drafts, SiteDraft(side=side))
            state = replace(state, sites={**state.sites, question.id: drafts})
            return _to_next(state, question)
    return replace(state, problem=f'There is no choice "{value}" here.')


def list_zones(state: State, site: SiteDraft) -> list[Zone]:
    """The zones that the text typed for a place can mean, at most so many as can be listed.

    The respondent's own comes first where it is one of them.
    """
    from outsource_check.overlap import search  # noqa: PLC0415

    own = find_own_zone(state, site)
    return sorted(search(site.search), key=lambda zone: zone != own)[:_MOST_LISTED]


def find_own_zone(state: State, site: SiteDraft) -> Zone | None:
    """The time zone that the respondent's machine is set to, for a place on that person's side.

    None for the other side's places, and where it cannot be told or names no place, such as UTC.
    """
    if not state.zone or site.side != state.header.side:
        return None
    from outsource_check.overlap import zones  # noqa: PLC0415

    return zones.find_zone(state.zone)


def _type_zone(state: State, question: Question, number: int, text: str) -> State:
    from outsource_check.overlap import zones  # noqa: PLC0415

    site = state.sites[question.id][number]
    if site.zone and text in ("", site.zone):
        state = _change(state, question, number, search="")
        return _go_on(state, question, changing=site.complete)
    if not text:
        # What was typed before stays until something else is.
        text = site.search
    if not text:
        own = find_own_zone(state, site)
        if own is None:
            return replace(state, problem=words.NOTHING_TYPED)
        return _take_zone(state, question, number, own)
    exact = zones.find_zone(text)
    found = [exact] if exact is not None else zones.search(text)
    cities = [zone for zone in found if zone.city.casefold() == text.casefold()]
    if len(found) == 1 or len(cities) == 1:
        return _take_zone(state, question, number, (cities or found)[0], text)
    if not found:
        message, hint = zones.explain_refusal(text)
        hint = hint or 'expected a city such as "Berlin", or a zone such as "Europe/Berlin"'
        return replace(state, problem=f"{message}; {hint}")
    state = _change(state, question, number, search=text)
    return state.at(Spot("part", question.id, "pick", number))


def _take_zone(state: State, question: Question, number: int, zone: Zone, text: str = "") -> State:
    drafts = state.sites[question.id]
    typed = text or drafts[number].search
    # A place without a zone of its own keeps the name that was typed.
    name = typed if typed and "/" not in typed and typed[:1].isupper() else zone.city
    taken = {site.name for other, site in enumerate(drafts) if other != number}
    base, count = name, 2
    while name in taken:
        name, count = f"{base} {count}", count + 1
    state = replace(state, message=f"{name}: {zone.name}, {zone.country}.")
    return _set_site(state, question, number, zone=zone.name, name=name, search="")


def _set_site(state: State, question: Question, number: int, **fields: object) -> State:
    changing = state.sites[question.id][number].complete
    state = _change(state, question, number, **fields)
    return _go_on(_store(state, question), question, changing=changing)


def _change(state: State, question: Question, number: int, **fields: object) -> State:
    drafts = list(state.sites[question.id])
    drafts[number] = replace(drafts[number], **fields)  # type: ignore[arg-type]
    return replace(state, sites={**state.sites, question.id: tuple(drafts)})


def _store(state: State, question: Question) -> State:
    """Into the answer, as soon as there is something to compute with on both sides."""
    drafts = [site for site in state.sites[question.id] if site.complete]
    if {site.side for site in drafts} != {"client", "partner"}:
        return state
    old = state.answers.get(question.id, Answer())
    holidays = {site.name: site.holidays for site in old.sites}
    sites = tuple(
        SiteAnswer(
            name=site.name,
            side=site.side,
            zone=site.zone,
            hours=site.hours,
            days=site.days,
            holidays=holidays.get(site.name, ()),
        )
        for site in drafts
    )
    names = {site.name for site in sites}
    pairs = tuple(pair for pair in old.pairs if set(pair) <= names)
    return put_answer(state, question.id, sites=sites, pairs=pairs, start=old.start)


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
