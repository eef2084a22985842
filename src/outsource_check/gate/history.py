"""The baseline that a git revision holds: its answer files, scored with today's pack."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from outsource_check.answers.settlements import FILE_NAME
from outsource_check.errors import ConfigurationError, Place, Problem
from outsource_check.gate.baseline import Baseline, make_baseline
from outsource_check.gate.globs import fixed_folder, has_magic
from outsource_check.gate.inspection import Inspection
from outsource_check.gate.policy import Policy
from outsource_check.gate.revision import Revision
from outsource_check.gate.selection import Selection, select


def recall(ref: str, selection: Selection, packs: Sequence[str], as_of: datetime.date) -> Baseline:
    """The engagements at the PATHs of a selection, as they were at a revision.

    They are judged on the same day as today's, so that only answers make a difference. Files that
    were not there are new; files that cannot be judged there make a `ConfigurationError`, as any
    baseline that cannot be read does.
    """
    revision = Revision(ref)
    paths = [path for path in selection.paths if path != "-"]
    wanted = [
        fixed_folder(p) or "." if has_magic(p) and not os.path.lexists(p) else p for p in paths
    ]
    # What was agreed on counts with the answers that it stands beside.
    wanted += [str(Path(path).parent / FILE_NAME) for path in wanted]
    files = revision.find_files(wanted)
    excluded = [
        revision.inside(pattern) if "/" in os.path.normpath(pattern) else pattern
        for pattern in selection.excluded
    ]
    chosen = select([revision.inside(path) for path in paths], excluded, among=files)
    read = {item.file for item in chosen.files}
    read |= {name for name in files if os.path.basename(name) == FILE_NAME}  # noqa: PTH119
    past = revision.load({name: files[name] for name in sorted(read)})
    inspection = Inspection(policy=Policy(), as_of=as_of, packs=packs, disk=past)
    report = inspection.run(replace(chosen, paths=()))
    if report.failures:
        raise ConfigurationError(
            _rename(finding.problem, ref) for finding in report.findings if not finding.judges
        )
    return make_baseline(report.engagements, revision.top, f"git revision {ref}")


def _rename(problem: Problem, ref: str) -> Problem:
    """A problem of a file, at its path in the revision."""
    if problem.place is None:
        return problem
    hint = problem.hint or "compare with a revision whose answer files can be judged"
    place: Place = replace(problem.place, file=f"{ref}:{problem.place.file}")
    return replace(problem, place=place, hint=hint)
