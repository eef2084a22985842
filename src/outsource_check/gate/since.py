"""What was done since an earlier state, against a policy: the ratchet.

Only what the same people say of the same questions counts: a fact that changed, a person who joined
and an answer that is known now break nothing. A gain in one key hides no loss in another.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from fractions import Fraction

from outsource_check.gate.finding import Finding
from outsource_check.gate.globs import make_relative, normalize
from outsource_check.gate.policy import Policy, show_value
from outsource_check.gate.selection import Selection, select
from outsource_check.numbers import round_half_up
from outsource_check.past.states import PastFiles, PastStates
from outsource_check.result import Result, Since
from outsource_check.result.past import Past


def judge_since(result: Result, since: Since, file: str, policy: Policy) -> Iterator[Finding]:
    """OC114 and OC115: what was done lowers the score, or that of a key, by more than accepted.

    Both stand at `file`, the engagement's first.
    """
    lowered = [one.question for one in since.done.questions if one.low < 0]
    keys = [("OC115", key.id, key.done, policy.since.max_drop_by_key) for key in since.keys]
    overall = ("OC114", None, since.done.low, policy.since.max_drop_overall)
    for rule, key, points, most in (overall, *keys):
        if -points <= most:
            continue
        what = "the overall score" if key is None else f'the key "{key}"'
        setting = "max_drop_overall" if key is None else "max_drop_by_key"
        questions = [name for name in lowered if key is None or name.startswith(f"{key}.")]
        yield Finding(
            rule=rule,
            message=f"what was done since {since.source} lowers {what}"
            f" {_describe_fall(-points, most)} ({_list(questions)});"
            f" {setting} {show_value(most)} ({policy.origin(f'since.{setting}')})",
            path=file,
            engagement=result.engagement,
            key=key,
            question=questions[0] if len(questions) == 1 else None,
        )


def _list(questions: list[str]) -> str:
    shown = questions[:3]
    more = f" and {len(questions) - 3} more" if len(questions) > 3 else ""
    return f"{', '.join(shown)}{more}"


def _describe_fall(drop: Fraction | int, most: Fraction) -> str:
    """`by 8.04`, with as many digits as it takes to be more than `most`."""
    texts = (f"{round_half_up(drop, digits)}" for digits in range(4, 12))
    text = next((text for text in texts if Fraction(text) > most), f"{drop}")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"by {text}"


def find_vanished(
    past: Past, present: Past | None, folder: str, is_gone: Callable[[str], bool], source: str
) -> Iterator[Finding]:
    """OC112: files of an engagement that are no longer there, or hold none of its answers now.

    `folder` is where its files lie now; None as `present`: nothing of it was judged. Of a side
    below which nothing may be shown, only the folder is named.
    """
    here: set[str] = set()
    if present is not None:
        here = {one.file for one in present.people}.union(*(present.behind or {}).values())
    named = sorted({one.file for one in past.people} - here)
    gone = [join(folder, name) for name in named if is_gone(join(folder, name))]
    hidden = set().union(*(past.behind or {}).values()) - here
    unnamed = any(is_gone(join(folder, name)) for name in hidden)
    # Unlike Path, os.path takes what is not permitted for a file that is not there.
    if unnamed or not (past.people or hidden or os.path.isdir(folder)):  # noqa: PTH112
        gone.append(folder)
    for file in gone:
        there = os.path.isfile(file)  # noqa: PTH113
        found = "holds none of its answers now" if there else "is no longer there"
        message = f'{source} has this file of "{past.engagement}", and it {found}'
        yield Finding(rule="OC112", message=message, path=file)


def find_left_out(
    states: PastStates,
    selection: Selection,
    compared: Collection[tuple[str, str]],
    unsure: Collection[str],
    is_gone: Callable[[str], bool],
) -> Iterator[Finding]:
    """OC112: engagements that there were where the PATHs lead, and that nothing is left of.

    Not those that were `compared`, by name and folder, nor those of the names that are `unsure`:
    they have an error already. Raises `ConfigurationError` as `PastStates.find`.
    """
    meant = _choose_meant(states, selection)
    for known in states.list_known():
        if (known.engagement, known.folder) in compared or known.engagement in unsure:
            continue
        if states.top is None:
            message = f'{states.source} has answers of "{known.engagement}", and they are not here'
            yield Finding(rule="OC112", message=message, path=known.folder)
        elif meant is None or any(join(known.folder, name) in meant for name in known.files):
            folder = make_relative(join(states.top, known.folder), os.path.realpath("."))
            past = states.find(known.engagement, [folder])
            if past is not None:
                yield from find_vanished(past, None, folder, is_gone, states.source)


def _choose_meant(states: PastStates, selection: Selection) -> set[str] | None:
    """The files of a revision that the PATHs would have led to; None: all."""
    if not isinstance(states, PastFiles) or states.top is None:
        return None
    names = [join(known.folder, name) for known in states.list_known() for name in known.files]
    paths = [states.locate(path) or "." for path in selection.paths if path != "-"]
    excluded = [
        states.locate(pattern) if "/" in normalize(pattern) else pattern
        for pattern in selection.excluded
    ]
    return {item.file for item in select(paths, excluded, among=names).files}


def join(folder: str, name: str) -> str:
    """A file's path in a folder; in the current one, its name."""
    return name if folder in ("", ".") else f"{folder}/{name}"
