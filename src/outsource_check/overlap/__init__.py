"""The overlap calculator: working hours that sites have in common (docs/scoring.md, Overlap).

Pure, on zoneinfo and the tzdata package; its names are loaded when they are asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from outsource_check.overlap.computation import compute, end_of_year
    from outsource_check.overlap.holidays import HolidayList, read_holidays
    from outsource_check.overlap.model import OverlapResult, PairResult, Run, Site, Suggestion
    from outsource_check.overlap.sites import (
        SiteError,
        build_site,
        choose_pairs,
        parse_site,
        read_start,
    )
    from outsource_check.overlap.zones import Zone, search

__all__ = [
    "HolidayList",
    "OverlapResult",
    "PairResult",
    "Run",
    "Site",
    "SiteError",
    "Suggestion",
    "Zone",
    "build_site",
    "choose_pairs",
    "compute",
    "end_of_year",
    "parse_site",
    "read_holidays",
    "read_start",
    "search",
]

_MODULES = {
    "computation": ("compute", "end_of_year"),
    "holidays": ("HolidayList", "read_holidays"),
    "model": ("OverlapResult", "PairResult", "Run", "Site", "Suggestion"),
    "sites": ("SiteError", "build_site", "choose_pairs", "parse_site", "read_start"),
    "zones": ("Zone", "search"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
