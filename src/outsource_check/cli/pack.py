"""`outsource-check pack`: list and show packs, check, start, import and export them."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outsource_check.cli import status
from outsource_check.cli.options import Packs, choose_packs, repeat_packs
from outsource_check.cli.output import ALL_PROBLEMS, complain, display, say
from outsource_check.errors import ConfigurationError, UsageError
from outsource_check.text import plural

if TYPE_CHECKING:
    from rich.console import RenderableType

    from outsource_check.lint import Review
    from outsource_check.pack import Pack

app = typer.Typer(
    help="List, show, check, start, import and export question packs.", rich_markup_mode=None
)


@app.command("list")
def list_packs(packs: Packs = None) -> int:
    """List the packs that can be found."""
    from outsource_check.pack import find_packs, read_pack
    from outsource_check.terminal.console import heading, indented, plain, whole
    from outsource_check.text import describe_all

    found = status.DONE
    parts: list[RenderableType] = []
    for name, folder in find_packs(choose_packs(packs), Path()).items():
        try:
            pack = read_pack(folder)
        except ConfigurationError as error:
            parts.append(heading(f"{name}: cannot be read"))
            told = (("error", problem) for problem in error.problems)
            described = describe_all(told, source=False, complete=ALL_PROBLEMS.get())
            parts += map(plain, described)
            found = status.BAD_CONFIGURATION
            continue
        parts.append(heading(f"{name} {pack.version}: {pack.outline.title}"))
        parts += [indented(_count(pack)), whole(str(folder))]
    display(parts)
    return found


@app.command("show")
def show_pack(
    name: Annotated[
        str,
        typer.Argument(
            metavar="QUESTION",
            help="A question or its number, a key or a pack. Default: the only pack there is.",
            show_default=False,
        ),
    ] = "",
    packs: Packs = None,
) -> None:
    """Show a pack, a key, or everything about a question."""
    from outsource_check.documents import near
    from outsource_check.pack import find_packs, read_pack
    from outsource_check.pack.finding import choose_pack, find_given_packs
    from outsource_check.terminal.pack import render_found, render_key, render_pack, render_question

    own = choose_packs(packs)
    found = find_packs(own, Path())
    if name in found or "/" in name or (Path(name) / "pack.yaml").is_file():
        display(render_pack(read_pack(choose_pack(name, own, Path()))))
        return
    if packs:  # an own pack is meant, where one is named
        found = find_given_packs(packs)
    if not name and len(found) > 1:
        raise UsageError(f"there are {len(found)} packs, name one: {', '.join(found)}")
    known: list[str] = []
    screens: list[Iterable[RenderableType]] = []
    for folder in found.values():
        pack = read_pack(folder)
        if not name:
            screens.append(render_pack(pack))
        elif name in pack.questions:
            screens.append(render_question(pack, pack.questions[name]))
        elif len(numbered := pack.find_by_ref(name)) == 1:
            screens.append(render_question(pack, numbered[0]))
        elif numbered:
            screens.append(render_found(name, numbered))
        screens += [render_key(key) for key in pack.keys if key.id == name]
        known += [*pack.questions, *(key.id for key in pack.keys)]
        known += [ref for question in pack.questions.values() for ref in question.refs if ref]
    if not screens:
        hint = near(name, (*known, *found))
        hint = hint or f"`outsource-check pack show{repeat_packs(packs)}` lists them"
        raise UsageError(f'there is no question, key or pack "{name}"; {hint}')
    for number, screen in enumerate(screens):
        display(screen if number == 0 else ("", *screen))


@app.command("lint")
def lint_packs(
    name: Annotated[
        str,
        typer.Argument(
            metavar="PACK",
            help="A pack's folder or id. Default: every pack that can be found.",
            show_default=False,
        ),
    ] = "",
    packs: Packs = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="OLD",
            help="An earlier state, a folder or @REVISION of git: prove that answers to it hold.",
        ),
    ] = None,
) -> int:
    """Prove that a pack can do what it says; status 4 where it cannot."""
    from outsource_check.lint import lint_pack
    from outsource_check.pack import find_packs
    from outsource_check.pack.finding import choose_pack

    own, here = choose_packs(packs), Path()
    chosen = [choose_pack(name, own, here)] if name else list(find_packs(own, here).values())
    earlier = None
    if against is not None:
        from outsource_check.lint.upgrade import open_earlier

        if len(chosen) > 1:
            raise UsageError("--against is about one pack: name it")
        earlier = open_earlier(against, chosen[0])
    reviews = [(folder, lint_pack(folder, earlier)) for folder in chosen]
    say("\n\n".join(_render(folder, review) for folder, review in reviews))
    sound = not any(review.errors for _, review in reviews)
    return status.DONE if sound else status.BAD_CONFIGURATION


@app.command("new")
def write_new_pack(
    name: Annotated[
        Path, typer.Argument(metavar="NAME", help="The pack's id, or a path that ends with it.")
    ],
) -> None:
    """Write a small sound pack, with comments, to start an own one from."""
    from outsource_check.pack.starter import write_pack
    from outsource_check.text import clean

    written = write_pack(name)
    lines = [f"wrote {path}" for path in written]
    lines += [
        "",
        "Next:",
        f"  outsource-check pack lint {name}",
        f"  outsource-check pack show {name}",
        f"  outsource-check assess --pack {name} answers.yaml",
    ]
    say("\n".join(clean(line) for line in lines))


@app.command("import")
def import_pack(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A CSV file with a row for each question, or -.")
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            help="The new pack's folder, whose name is its id. Default: as FILE is named, here.",
        ),
    ] = None,
) -> None:
    """Write a pack from a spreadsheet; what it does not say is marked "to decide"."""
    from outsource_check.documents.reader import read_bytes
    from outsource_check.documents.replacement import write_folder
    from outsource_check.pack.loading import open_pack
    from outsource_check.pack.spreadsheet.drafting import draft_pack, make_id
    from outsource_check.pack.spreadsheet.reading import read_sheet
    from outsource_check.pack.starter import read_new_id
    from outsource_check.text import clean, quote

    if output is None:
        if file == "-":
            raise UsageError("expected -o DIR: standard input has no name to call the pack by")
        output = Path(make_id(Path(file).stem, ()))
    pack_id = read_new_id(output)
    draft = draft_pack(read_sheet(read_bytes(file, ConfigurationError), file), pack_id)
    contents = {name: text.encode() for name, text in draft.files.items()}
    open_pack(output, contents)  # nothing is written that is no pack
    write_folder(output, draft.files)
    lines = [f"wrote {output}: {plural(draft.questions, 'question')}"]
    if draft.made:
        lines += ["", 'To decide; it stands in the files behind "to decide":']
        lines += [f"  {what}" + (f" ({count})" if count > 1 else "") for what, count in draft.made]
    if draft.ignored:
        lines += ["", "Not in the pack:", *(f"  {what}" for what in draft.ignored)]
    folder = quote(str(output))
    lines += ["", "Next:", f"  outsource-check pack lint {folder}"]
    lines += [f"  outsource-check assess --pack {folder} answers.yaml"]
    say("\n".join(clean(line) for line in lines))


@app.command("export")
def export_pack(
    name: Annotated[str, typer.Argument(metavar="PACK", help="A pack's folder or id.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to FILE instead of stdout."),
    ] = None,
    packs: Packs = None,
) -> None:
    """Write a pack's questions as a spreadsheet, and say what it cannot hold."""
    from outsource_check.cli.writing import write_output
    from outsource_check.pack import read_pack
    from outsource_check.pack.finding import choose_pack
    from outsource_check.pack.spreadsheet.writing import list_left_out, write_sheet

    folder = choose_pack(name, choose_packs(packs), Path())
    pack = read_pack(folder)
    text = write_sheet(pack)
    if output is None:
        say(text, as_it_is=True)
    else:
        write_output(output, b"\xef\xbb\xbf" + text.encode(), reads=[folder])
    complain("Not in the spreadsheet: " + ", ".join(list_left_out(pack)) + ".")


def _count(pack: "Pack") -> str:
    """`8 keys, 61 questions (16 quick), 16 stops, 18 caps, 9 facts`."""
    questions = pack.questions.values()
    parts = (
        plural(len(pack.keys), "key"),
        f"{plural(len(questions), 'question')} ({sum(found.quick for found in questions)} quick)",
        plural(sum(found.stop is not None for found in questions), "stop"),
        plural(sum(found.cap is not None for found in questions), "cap"),
        plural(len(pack.facts), "fact"),
    )
    return ", ".join(parts)


def _render(folder: Path, review: "Review") -> str:
    from outsource_check.numbers import write_rounded
    from outsource_check.text import clean, describe_all

    remarks = ((remark.severity, remark.problem) for remark in review.remarks)
    lines = describe_all(remarks, complete=ALL_PROBLEMS.get())
    if lines:
        lines.append("")
    pack = review.pack
    lines.append(clean(f"{pack.id} {pack.version}: {_count(pack)}" if pack else f"{folder}"))
    if review.range is not None:
        low, high = write_rounded(review.range.lowest), write_rounded(review.range.highest)
        worlds = plural(review.range.worlds, "combination")
        lines.append(f"possible scores: {low} to {high}, over {worlds} of facts")
    verdict = "not sound" if review.errors else "sound"
    counts = f"{plural(review.errors, 'error')}, {plural(review.warnings, 'warning')}"
    lines.append(f"{verdict}: {counts}")
    return "\n".join(lines)
