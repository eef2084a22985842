"""The sites of an `overlap` answer: read and checked at their place, and measured."""

from __future__ import annotations

import datetime
from collections.abc import Sequence as Items
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from outsource_check.answers.model import SiteAnswer, Sites
from outsource_check.documents import Mapping, Node, Scalar, Sequence
from outsource_check.documents.decode import MISSING, Date, Walk, make, reading_of
from outsource_check.pack import SIDES

if TYPE_CHECKING:
    from outsource_check.overlap import OverlapResult, Site, SiteError

BESIDE_SITES = ("pairs", "from")
"""The fields of an entry that go with `sites`."""
_FIELDS = ("name", "side", "zone", "hours", "days", "holidays")
_REQUIRED = ("name", "side", "zone", "hours")
_read_date = reading_of(Date)


@lru_cache(maxsize=256)
def measure(sites: Sites, date: datetime.date) -> OverlapResult:
    """The overlap of an answer's sites over 12 months from `from`, or from the answer's date.

    The last results are kept: reading measures an answer to check it, scoring asks again.
    Raises `SiteError`; never for an answer that was read from a file, with that answer's date.
    """
    from outsource_check.overlap import build_site, compute  # noqa: PLC0415 - zoneinfo

    built = [build_site(**site.as_dict()) for site in sites.sites]
    return compute(built, sites.pairs or None, sites.start or date)


def check_sites(sites: Sites, date: datetime.date, entry: Mapping, walk: Walk) -> None:
    """Note at the entry what can only be said about its 12 months as a whole.

    That is a first day which the tz data does not cover, or a site that never works.
    """
    from outsource_check.overlap import SiteError  # noqa: PLC0415 - zoneinfo

    try:
        measure(sites, date)
    except SiteError as error:
        place = (error.part == "from" and entry.get("from")) or entry.get("sites") or entry
        _note(error, place, walk)


def read_sites(node: Node, entry: Mapping, walk: Walk) -> Any:
    """`Sites` from the field `sites` of an entry and the fields beside it."""
    if not isinstance(node, Sequence):
        return walk.expect(node, "a list of sites")
    read = [_read_site(item, walk) for item in node.items]
    sites = tuple([site for site, _ in read])
    values: dict[str, Any] = {"sites": MISSING if MISSING in sites else sites}
    pairs, start = entry.get("pairs"), entry.get("from")
    if start is not None and not _is_empty(start):
        values["start"] = _read_date(start, walk)
    if pairs is not None and not _is_empty(pairs):
        values["pairs"] = _read_list(pairs, _read_pair, "a list of pairs of sites", walk)
    built = [site for _, site in read if site is not None]
    if len(built) == len(read):
        _check_pairs(built, node, pairs, values.get("pairs"), walk)
    return make(Sites, values, node, walk)


def _read_site(node: Node, walk: Walk) -> tuple[Any, Site | None]:
    """A site as it was given, and as what it means; both only where they could be read."""
    from outsource_check.overlap import SiteError, build_site  # noqa: PLC0415 - zoneinfo

    if not isinstance(node, Mapping):
        return walk.expect(node, "a site: name, side, zone and hours"), None
    values: dict[str, Any] = {}
    for entry in node:
        name, value = entry.name.text, entry.value
        if name not in _FIELDS:
            walk.unknown_field(entry.name, _FIELDS)
        elif not _is_empty(value):
            values[name] = _read_field(name, value, walk)
    for name in _REQUIRED:
        if name not in values:
            walk.note(node, "OC011", f'"{name}" is missing')
    if not all(name in values for name in _REQUIRED) or MISSING in values.values():
        return MISSING, None
    site = SiteAnswer(**values)
    try:
        return site, build_site(**site.as_dict())
    except SiteError as error:
        return _note(error, node.get(error.part) or node, walk), None


def _read_field(name: str, node: Node, walk: Walk) -> Any:
    if name == "side":
        return walk.one_of(node, SIDES)
    if name == "hours":
        if isinstance(node, Sequence):
            return _read_list(node, _read_hours, "a list of hours", walk)
        text = _read_hours(node, walk)
        return MISSING if text is MISSING else (text,)
    if name == "holidays":
        return _read_list(node, _read_date, "a list of dates", walk)
    return walk.text(node)


def _read_hours(node: Node, walk: Walk) -> Any:
    return walk.text(node, "hours such as 09:00-17:30")


def _read_pair(node: Node, walk: Walk) -> Any:
    if isinstance(node, Sequence) and len(node.items) == 2:
        names = tuple([walk.text(name, "the name of a site") for name in node.items])
        return MISSING if MISSING in names else names
    return walk.expect(node, "two names of sites, such as [London, HCMC]")


def _read_list(node: Node, read: Any, expected: str, walk: Walk) -> Any:
    if not isinstance(node, Sequence):
        return walk.expect(node, expected)
    found = tuple([read(item, walk) for item in node.items])
    return MISSING if MISSING in found else found


def _check_pairs(
    built: Items[Site], sites: Sequence, pairs: Node | None, names: Any, walk: Walk
) -> None:
    """Note names that are there twice or that no site has, each at its own place."""
    from outsource_check.overlap import SiteError, choose_pairs  # noqa: PLC0415 - zoneinfo

    seen: set[str] = set()
    for site, node in zip(built, sites.items, strict=True):
        if site.name in seen:
            assert isinstance(node, Mapping)
            walk.note(node.get("name") or node, "OC012", f'two sites are named "{site.name}"')
            return
        seen.add(site.name)
    if names is MISSING:
        return
    places = list(pairs.items) if names and isinstance(pairs, Sequence) else [sites]
    for place, pair in zip(places, [[name] for name in names] if names else [None], strict=True):
        try:
            choose_pairs(built, pair)
        except SiteError as error:
            _note(error, place, walk)


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.empty


def _note(error: SiteError, node: Node, walk: Walk) -> Any:
    return walk.note(node, "OC012", error.message, error.hint)
