"""`outsource-check overlap`: the working hours that sites share, on their own."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from outsource_check.cli.options import read_day
from outsource_check.cli.output import complain, display, say
from outsource_check.errors import Problem, UsageError

if TYPE_CHECKING:
    from outsource_check.overlap import Site


def compute_overlap(
    sites: Annotated[
        list[str],
        typer.Argument(
            metavar="SITE",
            help="A site: [NAME=]ZONE@HH:MM-HH:MM[,HH:MM-HH:MM][/DAYS]. At least two are needed;"
            " the first is compared with each of the others, and so on.",
            show_default=False,
        ),
    ],
    start: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="DATE", help="The first day of the 12 months. Default: today."
        ),
    ] = None,
    holidays: Annotated[
        list[str] | None,
        typer.Option(
            "--holidays",
            metavar="SITE=FILE",
            help="Days off of a site: a file, one date a line, or a country such as VN or GB-ENG.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Work out the hours that people at different sites share."""
    from outsource_check import overlap
    from outsource_check.overlap.sites import SiteError

    try:
        first = overlap.read_start(start) if start is not None else read_day(None)
        given = [overlap.parse_site(text) for text in sites]
        notes: list[str] = []
        if holidays:
            given, notes = _add_holidays(given, holidays, first)
        result = overlap.compute(given, None, first)
    except SiteError as error:
        raise UsageError(Problem(rule="", message=error.message, hint=error.hint)) from None
    if as_json:
        for note in notes:
            complain(note)
        say(result.model_dump_json(indent=2))
        return
    from outsource_check.terminal.overlap import render_overlap

    display(render_overlap(result, notes))


def _add_holidays(
    sites: "list[Site]", given: list[str], start: date
) -> "tuple[list[Site], list[str]]":
    """The sites without their days off, and what there is to say about those."""
    from dataclasses import replace
    from datetime import timedelta

    from outsource_check import overlap
    from outsource_check.documents import near
    from outsource_check.text import clean

    day = timedelta(days=1)
    by_name = {site.name: site for site in sites}
    notes: list[str] = []
    for text in given:
        name = next((name for name in by_name if text.startswith(f"{name}=")), None)
        if name is None:
            wanted, sign, _ = text.partition("=")
            message = f'--holidays "{text}": expected SITE=FILE, with SITE one of the sites'
            hint = f"the sites are {', '.join(by_name)}"
            hint = (near(wanted, by_name) if sign else "") or hint
            raise UsageError(Problem(rule="", message=message, hint=hint))
        found = overlap.read_holidays(
            text[len(name) + 1 :], start - day, overlap.end_of_year(start) + day
        )
        site = by_name[name]
        by_name[name] = replace(site, holidays=site.holidays | found.dates)
        if found.note:
            notes.append(clean(found.note))
    return list(by_name.values()), notes
