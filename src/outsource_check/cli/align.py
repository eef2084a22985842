"""`outsource-check align`: where the people of an engagement see things differently."""

from typing import Annotated

import typer

from outsource_check.cli.options import AsOf, Packs, Paths, choose_packs, read_day, repeat_packs
from outsource_check.cli.output import display, say
from outsource_check.cli.target import choose_answers
from outsource_check.text import quote


def align_sides(
    paths: Paths = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    packs: Packs = None,
    as_of: AsOf = None,
) -> None:
    """Show what the people of an engagement see differently.

    The widest gap comes first.
    """
    from outsource_check.answers import read_answers
    from outsource_check.report.alignment import publish, word_alignment
    from outsource_check.result import score
    from outsource_check.result.alignment import align
    from outsource_check.result.redaction import redact

    chosen = choose_answers(paths, "align", repeat_packs(packs))
    engagement = read_answers(chosen, packs=choose_packs(packs), refuse=False)
    result = score(engagement, as_of=read_day(as_of))
    alignment = align(redact(result, "both"))
    if as_json:
        say(publish(alignment).model_dump_json(indent=2))
        return
    from outsource_check.terminal.alignment import render_alignment

    folder = quote(str(chosen[0])) if len(chosen) == 1 and chosen[0].is_dir() else "FOLDER"
    display(render_alignment(result, word_alignment(alignment), folder))
