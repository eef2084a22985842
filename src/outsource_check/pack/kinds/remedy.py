"""What would raise a level, and what would prove it, as questions, rows and options say it."""

from collections.abc import Iterable

from outsource_check.documents.types import Positive, Text
from outsource_check.models import Model
from outsource_check.text import join_words


class Remedy(Model):
    """What would raise a question's level."""

    do: Text
    effort_days: Positive | None = None
    owner: Text = ""
    done_when: Text = ""


def name_step(text: str, step: str) -> str:
    """A step, or a proof, behind the row that it belongs to."""
    return f"“{text.rstrip('.')}”: {end_sentence(step)}"


def end_sentence(text: str) -> str:
    """A text with a point at its end, where nothing else ends it."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def join_remedies(common: Remedy | None, own: Iterable[tuple[str, Remedy]]) -> Remedy | None:
    """One step of a question's own remedy and those of some rows, each with the row's text.

    The days are the sum of those that are given. None where there is nothing to join.
    """
    steps = list(own)
    if not steps:
        return common
    parts = [remedy for _, remedy in steps]
    texts = [name_step(text, remedy.do) for text, remedy in steps]
    ends = [name_step(text, one.done_when) for text, one in steps if one.done_when]
    if common is not None:
        parts.insert(0, common)
        texts.insert(0, end_sentence(common.do))
        ends = [end_sentence(common.done_when), *ends] if common.done_when else ends
    days = [remedy.effort_days for remedy in parts if remedy.effort_days is not None]
    owners = list(dict.fromkeys(remedy.owner for remedy in parts if remedy.owner))
    return Remedy.model_construct(
        do=" ".join(texts),
        effort_days=sum(days[1:], days[0]) if days else None,
        owner=join_words(owners) if owners else "",
        done_when=" ".join(ends),
    )
