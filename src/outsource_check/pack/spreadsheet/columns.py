"""The columns of a spreadsheet, and what people call them."""

from __future__ import annotations

import re

LIST = " | "
"""What stands between several things in one cell; a line end does too."""
COLUMNS = {
    "key": ("section", "domain", "category", "area", "chapter", "group", "topic"),
    "key title": ("section title",),
    "heading": ("sub-section", "subsection", "sub-heading", "subheading"),
    "id": ("question id", "code"),
    "ref": ("number", "no", "nr", "reference", "control", "clause"),
    "title": ("name", "short title", "label"),
    "ask": ("question", "question text", "text", "prompt"),
    "ask partner": (),
    "kind": ("type", "answer type", "question type"),
    "options": ("option", "choices", "answers", "levels", "level"),
    "rows": ("row", "items", "item", "checklist"),
    "part id": ("option id", "row id"),
    "worth": ("score", "points", "value"),
    "unit": (),
    "better": (),
    "bounds": ("thresholds",),
    "worst": (),
    "best": (),
    "weight": ("weighting",),
    "why": ("description", "guidance", "help", "rationale"),
    "evidence": ("proof",),
    "remedy": ("do", "recommendation", "remediation", "action"),
    "effort days": ("effort", "days"),
    "owner": (),
    "done when": (),
    "answered by": ("side", "who"),
    "quick": (),
    "scored": (),
}
"""Every column that is read, in the order in which it is written, with its other names."""
BY_NAME = {other: name for name, others in COLUMNS.items() for other in (name, *others)}
KINDS = {
    "levels": ("scale", "maturity", "likert"),
    "choice": (
        *("single choice", "single", "select", "radio", "dropdown", "drop down", "rating"),
        *("yes/no", "yes no", "yesno", "boolean", "bool"),
    ),
    "matrix": ("grid", "checklist", "checkbox", "checkboxes", "multiple choice", "multi select"),
    "number": ("numeric", "integer", "decimal"),
    "text": ("free text", "open", "string", "long text", "short text", "comment"),
    "date": ("day",),
    "overlap": (),
    "costs": (),
}
"""What people call each kind of question."""
KIND_BY_NAME = {other: name for name, others in KINDS.items() for other in (name, *others)}
YES = frozenset(("yes", "y", "true", "x", "1"))
NO = frozenset(("no", "n", "false", "0"))
NOT_APPLICABLE = frozenset(("n/a", "na", "not applicable", "does not apply"))
"""What is offered with every question anyway."""
UNKNOWN = frozenset(
    ("don't know", "don’t know", "dont know", "i don't know", "unknown", "not known")
)
"""What is offered with every question too."""


def fold(name: str) -> str:
    """A name as it is compared: letters' case, underscores and blanks make no difference."""
    return " ".join(re.sub(r"[_\s-]+", " ", name).casefold().split()).rstrip(".:?")


def _fold_all(names: dict[str, str]) -> dict[str, str]:
    return {fold(other): name for other, name in names.items()}


BY_NAME = _fold_all(BY_NAME)
KIND_BY_NAME = _fold_all(KIND_BY_NAME)
