"""`outsource-check settle`: record what the two sides agreed on."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outsource_check.cli.options import Packs, choose_packs, read_day, repeat_packs
from outsource_check.cli.output import say
from outsource_check.cli.target import find_answers
from outsource_check.errors import Problem, UsageError

if TYPE_CHECKING:
    from outsource_check.answers import Engagement, Settlement


def settle_question(
    *,
    folders: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="DIR",
            help="The engagement’s folder. Default: the one here that holds answers.",
            show_default=False,
        ),
    ] = None,
    name: Annotated[
        str,
        typer.Argument(metavar="QUESTION", help="A question’s or fact’s id.", show_default=False),
    ],
    answer: Annotated[
        str,
        typer.Argument(
            metavar="ANSWER",
            help="A level from 0 to 4, or not-applicable; of a fact, what it is.",
            show_default=False,
        ),
    ],
    present: Annotated[
        list[str] | None,
        typer.Option("--present", metavar="NAME", help="Who agreed to it. May be repeated."),
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why it was agreed.")
    ] = None,
    dissent: Annotated[
        str | None,
        typer.Option("--dissent", metavar="TEXT", help="Who saw it otherwise, and how."),
    ] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option(
            "--evidence", metavar="TEXT", help="What proves it: level 4 needs it. May be repeated."
        ),
    ] = None,
    day: Annotated[
        str | None,
        typer.Option("--date", metavar="DATE", help="When it was agreed. Default: as --as-of."),
    ] = None,
    packs: Packs = None,
) -> None:
    """Record in engagement.yaml what both sides agreed on.

    From then on it stands in for their answers.
    """
    from outsource_check.answers import Evidence, Settlement
    from outsource_check.answers.recording import record_fact, record_settlement

    if folders and len(folders) > 1:
        raise UsageError(f"expected DIR QUESTION ANSWER, found {len(folders) + 2} words")
    folder = folders[0] if folders else _find_folder(packs)
    if not folder.is_dir():
        hint = "expected the folder that the answer files are in"
        raise UsageError(Problem(rule="", message=f'"{folder}" is no folder', hint=hint))
    own = choose_packs(packs)
    # A question's id has a point, a fact's has none.
    if "." not in name:
        if present or reason or dissent or evidence or day:
            message = f'"{name}" is no question’s id; the options of `settle` go with a question'
            words = f"outsource-check settle {folder} {name} {answer}{repeat_packs(packs)}"
            hint = f"a fact is recorded by itself: {words}"
            raise UsageError(Problem(rule="", message=message, hint=hint))
        engagement = record_fact(folder, name, answer, packs=own)
        _say_all(_tell_fact(engagement, name))
        return
    people, proofs = _strip(present or ()), _strip(evidence or ())
    why = (reason or "").strip()
    level = int(answer) if answer in ("0", "1", "2", "3", "4") else None
    if not people:
        raise UsageError("--present is missing: an agreement needs the names of those who agreed")
    if not why:
        raise UsageError("--reason is missing: say in a sentence why it was agreed")
    if level is None and answer != "not-applicable":
        message = f'the answer is "{answer}": expected a level from 0 to 4, or not-applicable'
        raise UsageError(message)
    settlement = Settlement.model_construct(
        question=name,
        level=level,
        not_applicable="" if level is not None else why,
        present=people,
        reason=why,
        dissent=(dissent or "").strip(),
        date=read_day(day, "--date"),
        evidence=tuple(Evidence.model_construct(what=text) for text in proofs),
    )
    engagement = record_settlement(folder, settlement, packs=own)
    _say_all(_tell_settlement(engagement, name))


def _find_folder(packs: list[Path] | None) -> Path:
    """The folder of the answers that are here."""
    found = find_answers("settle", f" QUESTION ANSWER{repeat_packs(packs)}")
    return found if found.is_dir() else found.parent


def _strip(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, texts)))


def _say_all(lines: Iterator[str]) -> None:
    """Write lines, cleaned and at the width of the screen."""
    from outsource_check.text import clean, find_width, wrap

    columns = find_width()
    for line in lines:
        rest = "    " if line.startswith("  ") else ""
        say("\n".join(wrap(clean(line), columns, rest=rest, split=False)))


def _tell_fact(engagement: "Engagement", name: str) -> Iterator[str]:
    fact = engagement.pack.facts[name]
    yield f"Recorded: {name} is {engagement.facts[name]}."
    yield f"  {fact.word(engagement.facts[name])}"
    left = [other for other in engagement.disputed if other not in engagement.facts]
    if left:
        yield f"Still said differently: {', '.join(left)}."


def _tell_settlement(engagement: "Engagement", name: str) -> Iterator[str]:
    from outsource_check.report.alignment import agreed_text
    from outsource_check.text import clean, find_width, shorten

    settlement = engagement.settlements[name]
    question = engagement.pack.questions[name]
    yield f"Recorded: {question.shown} ({name})"
    yield f"  {agreed_text(settlement, question)}"
    needs_proof = engagement.pack.outline.evidence == "required"
    if settlement.level == 4 and not settlement.evidence and needs_proof:
        yield "  Without evidence it counts as level 3; --evidence TEXT names some."
    if settlement.rests_on:
        yield "It rests on these answers; when one of them changes, it is open again:"
        for ground in _grounds(settlement):
            yield f"  {shorten(clean(ground), find_width() - 2)}"
    else:
        yield "Nobody has answered this question yet. When somebody does, it is open again."


def _grounds(settlement: "Settlement") -> Iterator[str]:
    for file, text in settlement.rests_on.items():
        if text.startswith("sha256:"):
            yield f"those of the {file}"
        else:
            yield f"{file}: {text}"
