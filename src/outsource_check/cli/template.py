"""`outsource-check template`: list, export and try report templates."""

from pathlib import Path
from typing import Annotated

import typer

from outsource_check.cli.output import complain, say
from outsource_check.text import plural, quote

app = typer.Typer(
    help="List, copy and check report templates.",
    rich_markup_mode=None,
)

Folder = Annotated[
    Path | None,
    typer.Option("--template-dir", metavar="DIR", help="A folder with own templates."),
]


@app.command("list")
def list_all(template_dir: Folder = None) -> None:
    """List the templates and the formats that they have."""
    from outsource_check.report import list_templates

    say("\n".join(template.describe() for template in list_templates(template_dir)))


@app.command("export")
def export_templates(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to copy them to.")],
) -> None:
    """Copy the shipped templates into a folder, to change them there."""
    from outsource_check.documents.replacement import make_folder, replace_file
    from outsource_check.errors import OutputError, Problem
    from outsource_check.resources import shipped_templates

    shipped = shipped_templates()
    files = [file for file in sorted(shipped.rglob("*")) if file.suffix in (".j2", ".yaml")]
    there = [file for file in files if (folder / file.relative_to(shipped)).exists()]
    if there:
        name = folder / there[0].relative_to(shipped)
        raise OutputError(Problem(rule="", message=f'"{name}" is there already'))
    for file in files:
        target = folder / file.relative_to(shipped)
        make_folder(target.parent)
        replace_file(target, file.read_bytes())
    wrote = plural(len(files), "file")
    complain(f"Wrote {wrote}; use them with: report --template-dir {quote(str(folder))}")


@app.command("check")
def check_templates(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder with own templates.")],
) -> None:
    """Try the templates of a folder with answers that are hard on them."""
    from outsource_check.report.template_check import list_unlisted, try_templates
    from outsource_check.text import clean

    for template in try_templates(folder):
        say(f"{template.name}: sound ({', '.join(template.languages)}), for {template.audience}")
    for file, reason in list_unlisted(folder):
        complain(clean(f'"{file}" {reason}'))
