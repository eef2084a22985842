"""Whether a pack is sound: not only well-formed, but able to do what it says (`pack lint`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from outsource_check.errors import ConfigurationError
from outsource_check.lint.inspection import Inspection, Remark
from outsource_check.lint.reach import check_reach
from outsource_check.lint.rules import RULES, Severity
from outsource_check.lint.scale import check_scales
from outsource_check.lint.scores import Range, check_scores
from outsource_check.lint.upgrade import check_upgrade
from outsource_check.lint.wording import check_wording
from outsource_check.lint.words import check_words
from outsource_check.pack.loading import open_pack

if TYPE_CHECKING:
    from pathlib import Path

    from outsource_check.pack import Pack

__all__ = ["RULES", "Range", "Remark", "Review", "Severity", "lint_pack"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """What lint says about a pack."""

    pack: Pack | None
    """None where it cannot be read."""
    remarks: tuple[Remark, ...]
    """File by file, in the order of the text."""
    range: Range | None
    """None where the pack cannot be read, or asks nothing."""

    @property
    def errors(self) -> int:
        """How many remarks are errors; a sound pack has none."""
        return sum(remark.severity == "error" for remark in self.remarks)

    @property
    def warnings(self) -> int:
        """How many remarks are warnings."""
        return len(self.remarks) - self.errors


def lint_pack(folder: Path, earlier: Pack | None = None) -> Review:
    """Judge the pack in a folder (rules in `lint.rules`); what is wrong with it is never raised.

    With an `earlier` state of it also whether what was said to that is kept.
    """
    try:
        opened = open_pack(folder)
    except ConfigurationError as error:
        remarks = tuple(Remark(severity="error", problem=problem) for problem in error.problems)
        return Review(pack=None, remarks=remarks, range=None)
    seen = Inspection(pack=opened.pack, documents=opened.documents)
    _check_files(seen, folder)
    check_reach(seen)
    check_scales(seen)
    check_wording(seen)
    check_words(seen)
    if earlier is not None:
        check_upgrade(seen, earlier)
    found = check_scores(seen)
    order = {document.file: place for place, document in enumerate(opened.documents.values())}

    def position(remark: Remark) -> tuple[int, int, int]:
        place = remark.problem.place
        assert place is not None
        return order[place.file], place.line, place.column

    return Review(pack=opened.pack, remarks=tuple(sorted(seen.remarks, key=position)), range=found)


def _check_files(seen: Inspection, folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        yaml = path.suffix.lower() in (".yaml", ".yml") and not path.name.startswith(".")
        if yaml and path.name not in seen.documents:
            message = f'the file "{path.name}" is no part of the pack: "keys" does not name it'
            seen.say_of_pack("OC342", ("keys",), message)
