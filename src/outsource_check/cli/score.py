"""`outsource-check score`: the result on screen, as JSON, or as arithmetic."""

from typing import Annotated

import typer

from outsource_check.cli.options import (
    AsOf,
    Packs,
    Paths,
    Since,
    choose_packs,
    read_day,
    repeat_packs,
)
from outsource_check.cli.output import display, say, warn_reopened
from outsource_check.cli.target import choose_answers, compare_with
from outsource_check.errors import UsageError


def score_answers(
    paths: Paths = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print every line of the arithmetic.")
    ] = False,
    question: Annotated[
        str | None,
        typer.Option("--question", metavar="ID", help="With --explain: only this question's."),
    ] = None,
    since: Since = None,
    what_if: Annotated[
        list[str] | None,
        typer.Option(
            "--what-if",
            metavar="QUESTION=ANSWER",
            help="Show the result as if everybody answered so, or as if a fact were so, beside the"
            " real one; writes nothing. May be repeated.",
        ),
    ] = None,
    packs: Packs = None,
    as_of: AsOf = None,
) -> None:
    """Score an engagement and show the result."""
    from outsource_check.answers import read_answers
    from outsource_check.result import score

    own = choose_packs(packs)
    chosen = choose_answers(paths, "score", repeat_packs(packs))
    result = score(read_answers(chosen, packs=own), as_of=read_day(as_of))
    if since is not None:
        result = compare_with(since, result, chosen, own)
    if what_if:
        if as_json or explain or question or since is not None:
            raise UsageError("--what-if stands beside the result on the screen: leave out the rest")
        from outsource_check.answers.assignments import read_assignment, suppose
        from outsource_check.terminal.what_if import render_what_if

        told = [read_assignment(result.basis.pack, text, "--what-if") for text in what_if]
        then = score(suppose(result.basis, told), as_of=result.as_of)
        warn_reopened(result.basis)
        display(render_what_if(result, then, what_if))
        return
    if as_json or explain or question:
        warn_reopened(result.basis)
    if as_json:
        say(result.model_dump_json(indent=2))
        return
    from outsource_check.terminal.arithmetic import render_arithmetic, render_question
    from outsource_check.terminal.result import show_result

    if question:
        display(render_question(result, question))
    elif explain:
        display(render_arithmetic(result))
    else:
        say(show_result(result), coloured=True)
