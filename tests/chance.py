"""How much is tried: a little in `make test`, more in `make check`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("EXAMPLES", "1"))
"""How many times as many as `make test` draws."""


def draw(examples: int) -> settings:
    """Settings for a test of which `make test` tries this many examples."""
    return settings(
        max_examples=examples * TIMES, deadline=None, suppress_health_check=list(HealthCheck)
    )


def spread(values: Iterable[Any], quick: int = 1) -> list[Any]:
    """Parameters of which `make test` tries the first, or so many of the first."""
    return [
        value
        if number < quick
        else pytest.param(*value if type(value) is tuple else [value], marks=pytest.mark.slow)
        for number, value in enumerate(values)
    ]
