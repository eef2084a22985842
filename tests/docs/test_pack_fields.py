"""docs/writing-a-pack.md has every field of a pack in one table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from outsource_check.pack import Fact, Key, Reference, Remedy, Row, Trigger
from outsource_check.pack.kinds import KINDS
from outsource_check.pack.kinds.matrix import Bound
from outsource_check.pack.kinds.options import Option
from outsource_check.pack.model import FactOption, Least, Note, Outline, Thresholds
from outsource_check.pack.moves import Move

PAGE = Path(__file__).parents[2] / "docs" / "writing-a-pack.md"
MODELS = (
    *(Outline, Thresholds, Least, Fact, FactOption, Note, Move, Key, Reference),
    *(Trigger, Remedy, Option, Row, Bound, *KINDS.values()),
)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_of_a_pack_is_in_the_table(model: type[BaseModel]) -> None:
    table = "".join(re.findall(r"^\|.*\n", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    listed = set(re.findall(r"`([a-z_-]+)`", table))
    fields = {field.alias or name for name, field in model.model_fields.items()}
    assert fields <= listed
