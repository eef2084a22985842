"""What holds for all tests."""

from __future__ import annotations

import gc


def pytest_collection_finish() -> None:
    """Leave what is there by now out of the collector's rounds: a tenth of the time."""
    gc.collect()
    gc.freeze()
