"""The base of every pydantic model: of what enters, and of what comes out."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Frozen, strict, without fields that are not its own; built when it is first used."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        allow_inf_nan=False,
        defer_build=True,
        validate_by_name=True,
        validate_by_alias=True,
    )

    def replace(self, **changes: Any) -> Self:
        """The same with some fields changed, which are not judged again.

        Not `model_copy`: that would keep what the old one has worked out and remembered.
        """
        fields = {name: getattr(self, name) for name in self.model_fields_set}
        return self.model_construct(**{**fields, **changes})
