"""`outsource-check report`: a result as text, through a template."""

from pathlib import Path
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
from outsource_check.cli.output import complain, say, warn_reopened
from outsource_check.cli.target import choose_answers, compare_with
from outsource_check.errors import OutputError, Problem, UsageError

TemplateDir = Annotated[
    Path | None,
    typer.Option(
        "--template-dir",
        metavar="DIR",
        help="A folder with own templates; they replace or extend the shipped ones.",
    ),
]


def write_report(
    paths: Paths = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="html|md|csv|pdf|context",
            help="The format. Default: by the name of the output, else the template's first.",
        ),
    ] = None,
    template: Annotated[
        str,
        typer.Option("--template", "-t", metavar="TEMPLATE", help="Which report; see --list."),
    ] = "readiness",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="PATH", help="The file to write. Default: stdout."),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the templates and leave.")] = False,
    template_dir: TemplateDir = None,
    brand: Annotated[
        Path | None,
        typer.Option("--brand", metavar="FILE", help="A brand file: name, logo, colours."),
    ] = None,
    minutes: Annotated[
        int,
        typer.Option(
            "--minutes", metavar="N", min=1, help="How long the meeting of an agenda may take."
        ),
    ] = 90,
    since: Since = None,
    packs: Packs = None,
    as_of: AsOf = None,
) -> None:
    """Write an engagement's result as a report."""
    from outsource_check.report import Design, find_template, list_templates, read_brand, render
    from outsource_check.report.branding import UNBRANDED, list_brand_files

    if listed:
        say("\n".join(found.describe() for found in list_templates(template_dir)))
        return
    answers = choose_answers(paths, "report", repeat_packs(packs))
    chosen = find_template(template, template_dir)
    wanted = form or _guess_format(output, chosen.languages[0])
    if output is not None:
        _check_folder(output)
    design = Design(folder=template_dir, brand=UNBRANDED if brand is None else read_brand(brand))

    from outsource_check.answers import read_answers
    from outsource_check.result import score

    # Facts that are said differently are points of the agenda; all other reports need them settled.
    own = choose_packs(packs)
    engagement = read_answers(answers, packs=own, refuse=template != "agenda")
    result = score(engagement, as_of=read_day(as_of))
    if since is not None:
        result = compare_with(since, result, answers, own)
    warn_reopened(engagement)
    if wanted == "pdf":
        from outsource_check.report.pdf import print_page

        if output is None:
            raise UsageError("a PDF needs a file to be written to: add -o report.pdf")
        data = print_page(
            render(result, template=template, format="html", design=design, minutes=minutes)
        )
    else:
        text = render(result, template=template, format=wanted, design=design, minutes=minutes)
        if output is None:
            say(text, as_it_is=True)
            return
        data = text.encode()

    from outsource_check.cli.writing import write_output
    from outsource_check.report.compiled import LANGUAGES
    from outsource_check.report.environment import SHARED
    from outsource_check.text import clean

    reads = [*(source.file for source in engagement.sources), engagement.pack.folder]
    if template_dir is not None:
        parts = (part for name in (*LANGUAGES, SHARED) for part in (template_dir / name).rglob("*"))
        reads += [str(template_dir), *map(str, parts)]
    reads += list_brand_files(brand) if brand is not None else ()
    write_output(output, data, kind="context" if wanted == "context" else "", reads=reads)
    complain(f"Wrote {clean(str(output))}")


_SUFFIXES = {".html": "html", ".htm": "html", ".md": "md", ".csv": "csv", ".pdf": "pdf"}


def _guess_format(output: Path | None, first: str) -> str:
    return first if output is None else _SUFFIXES.get(output.suffix.lower(), first)


def _check_folder(output: Path) -> None:
    """Before anything is worked out: a report must have somewhere to go."""
    if not output.parent.is_dir():
        message = f'cannot write "{output}": the folder "{output.parent}" does not exist'
        raise OutputError(Problem(rule="", message=message))
