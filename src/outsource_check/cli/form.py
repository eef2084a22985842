"""`outsource-check form`: a page that asks the questions without a terminal."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outsource_check.cli.options import Packs, SideName, choose_packs, read_day
from outsource_check.cli.output import complain, say
from outsource_check.errors import OutputError, Problem, UsageError

if TYPE_CHECKING:
    from outsource_check.form import Form


def write_form(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="PATH",
            help="An answer file to go on with, or the folder of an engagement: what nobody of the"
            " side has answered is asked. Default: everything, of somebody new.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="The page. Default: stdout."),
    ] = None,
    side: Annotated[
        SideName | None, typer.Option("--side", help="For which side the form is.")
    ] = None,
    role: Annotated[
        str, typer.Option("--role", help="The role of who answers.", show_default=False)
    ] = "",
    asked: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="ROLE",
            help="The same, and note in the folder's engagement.yaml that they were asked.",
            show_default=False,
        ),
    ] = "",
    engagement: Annotated[
        str,
        typer.Option("--engagement", help="The name of the collaboration.", show_default=False),
    ] = "",
    full: Annotated[
        bool | None,
        typer.Option(
            "--full/--quick",
            help="Ask every question, or those that matter most. Default: the page asks.",
            show_default=False,
        ),
    ] = None,
    key: Annotated[
        list[str] | None,
        typer.Option("--key", metavar="KEY", help="Ask this key only. May be repeated."),
    ] = None,
    brand: Annotated[
        Path | None,
        typer.Option("--brand", metavar="FILE", help="A brand file: name, logo, colours."),
    ] = None,
    packs: Packs = None,
) -> None:
    """Write a page that asks the questions, for people without a terminal."""
    from outsource_check.form import open_form, render_form
    from outsource_check.interview.sitting import Request
    from outsource_check.report.branding import UNBRANDED, list_brand_files, read_brand

    if output is not None and not output.parent.is_dir():
        message = f'cannot write "{output}": the folder "{output.parent}" does not exist'
        raise OutputError(Problem(rule="", message=message))
    if asked and (path is None or not path.is_dir()):
        message = "--for notes who was asked in the folder of an engagement: name the folder"
        raise UsageError(Problem(rule="", message=message, hint="or say --role"))
    request = Request(
        path=path,
        quick=None if full is None else not full,
        side=None if side is None else side.value,
        role=asked or role,
        engagement=engagement,
        keys=tuple(key or ()),
        packs=choose_packs(packs),
        named=tuple(packs or ()),
        today=read_day(None),
    )
    form = open_form(request)
    if asked and form.header.side is None:
        raise UsageError("--for needs --side: for which side they answer")
    if asked and not form.header.engagement:
        raise UsageError("--for needs --engagement: the folder has no answers that name it")
    text = render_form(form, UNBRANDED if brand is None else read_brand(brand))
    if output is None:
        say(text, as_it_is=True)
    else:
        from outsource_check.cli.writing import write_output
        from outsource_check.text import clean

        reads = [str(path)] if path is not None else []
        reads += list_brand_files(brand) if brand is not None else []
        write_output(output, text.encode(), reads=[*reads, form.pack.folder])
        complain(f"Wrote {clean(str(output))}")
    if asked and path is not None:
        _note(form, path, asked)


def _note(form: "Form", folder: Path, role: str) -> None:
    """Write down that somebody was asked."""
    from outsource_check.answers import Asked
    from outsource_check.answers.recording import record_asked
    from outsource_check.text import clean

    who = Asked.model_construct(side=form.header.side, role=role)
    if record_asked(folder, form.header.engagement, who, form.pack):
        complain(clean(f"Noted in {folder / 'engagement.yaml'}: {role} was asked."))
