from __future__ import annotations

from tests.gate.conftest import check, folder

__all__ = ["check", "folder"]
