"""What became of answers to older versions of a pack, over all files of an engagement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from outsource_check.documents.types import is_later, number_version
from outsource_check.pack.kinds.options import came_after
from outsource_check.result.model import MigrationResult, Weighed

if TYPE_CHECKING:
    from outsource_check.answers import AnswerSource, Engagement


def sum_up_moves(
    engagement: Engagement, questions: Mapping[str, Weighed]
) -> MigrationResult | None:
    """What travelled, is asked again, is retired or is new; None where no file is older."""
    now = engagement.pack.version
    older = [
        source
        for source in engagement.sources
        if is_later(now, source.version) or source.retired or source.asked_again
    ]
    if not older:
        return None
    new = {name for source in older for name in _list_new(source, questions)}
    rows = [f"{name}/{row.id}" for name, one in questions.items() for row in one.question.lines]
    return MigrationResult(
        from_=min((source.version for source in older), key=number_version),
        travelled=_unite(source.travelled for source in older),
        asked_again=_unite(source.asked_again for source in older),
        retired=_unite(source.retired for source in older),
        new=tuple(name for name in (*questions, *rows) if name in new),
    )


def _unite(groups: Iterator[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group))


def _list_new(source: AnswerSource, questions: Mapping[str, Weighed]) -> Iterator[str]:
    """What the version of a file did not ask yet, its side is asked, and it does not answer."""
    content = source.content
    for name, found in questions.items():
        question = found.question
        answer = content.answers.get(name)
        if found.away or question.answered_by not in ("both", content.respondent.side):
            continue
        if question.since is not None and is_later(question.since, source.version):
            asked = content.mode == "full" or question.quick
            if asked and (answer is None or not answer.is_given):
                yield name
        elif answer is not None and answer.rows is not None:
            for row in question.lines:
                if came_after(row, source.version) and row.id not in answer.rows:
                    yield f"{name}/{row.id}"
