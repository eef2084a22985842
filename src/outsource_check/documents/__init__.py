"""YAML and JSON text to trees that keep every position, and back without losing a byte."""

from __future__ import annotations

from outsource_check.documents import scalars
from outsource_check.documents.reader import parse, read, read_bytes
from outsource_check.documents.scalars import near
from outsource_check.documents.structure import cut_comment
from outsource_check.documents.tree import (
    Document,
    Field,
    Mapping,
    Node,
    Scalar,
    Sequence,
)

__all__ = [
    "Document",
    "Field",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "cut_comment",
    "near",
    "parse",
    "read",
    "read_bytes",
    "scalars",
]
