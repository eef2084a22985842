"""The overlap of the sites that an answer gives."""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outsource_check.overlap import OverlapResult
    from outsource_check.pack import Answer, SiteAnswer


def measure(answer: Answer, date: datetime.date) -> OverlapResult:
    """The overlap of an answer's sites over 12 months from `from`, or else from its date.

    The last results are kept: reading measures an answer to check it, scoring asks again.
    Raises `SiteError`; never for an answer that was judged, with that answer's date.
    """
    return _measure(answer.sites, answer.pairs, answer.start or date)


@lru_cache(maxsize=256)
def _measure(
    sites: tuple[SiteAnswer, ...], pairs: tuple[tuple[str, ...], ...], start: datetime.date
) -> OverlapResult:
    from outsource_check.overlap import build_site, compute  # noqa: PLC0415 - zoneinfo

    return compute([build_site(**site.model_dump()) for site in sites], pairs or None, start)
