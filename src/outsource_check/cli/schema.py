"""`outsource-check schema`: JSON Schemas, for editors that complete and underline."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outsource_check.cli.options import choose_packs
from outsource_check.cli.output import say
from outsource_check.errors import UsageError

if TYPE_CHECKING:
    from outsource_check.documents.schema import Schema
    from outsource_check.pack import Pack

DEFAULT_PACK = "eight-keys"


class Kind(StrEnum):
    """What a schema describes."""

    ANSWERS = "answers"
    ENGAGEMENT = "engagement"
    PACK = "pack"
    POLICY = "policy"
    RESULT = "result"
    PLAN = "plan"
    CONTEXT = "context"


def print_schema(
    kind: Annotated[Kind, typer.Argument(help="The file that the schema describes.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write it to a file, not to stdout."),
    ] = None,
    pack: Annotated[
        str | None,
        typer.Option(
            "--pack",
            metavar="PACK",
            help="The pack whose ids it names: an id or a folder. Default for answers: eight-keys.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Print the JSON Schema of a file, with the ids of a pack."""
    import json

    schema = compose_schema(kind, pack)
    text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    if output is None:
        say(text)
        return
    from outsource_check.cli.writing import write_output

    write_output(output, text.encode(), reads=() if pack is None else [pack])
    say(f"wrote {output}")


def compose_schema(kind: Kind, pack: str | None) -> "Schema":
    """The JSON Schema of a file; `pack` is an id or a folder, None for the default."""
    if kind is Kind.PACK:
        from outsource_check.pack.schema import build_pack_schema

        return build_pack_schema(None if pack is None else _find_pack(pack))
    if kind in (Kind.ANSWERS, Kind.ENGAGEMENT):
        from outsource_check.answers.schema import build_answers_schema, build_engagement_schema

        build = build_answers_schema if kind is Kind.ANSWERS else build_engagement_schema
        return build(_find_pack(pack))
    if pack is not None:
        raise UsageError(f'the schema "{kind}" is the same for every pack: leave out --pack')
    from outsource_check.documents.schema import build_schema

    if kind is Kind.CONTEXT:
        from outsource_check.report.model import Context

        title = "A report's context, as `report -f context` prints it"
        return build_schema(Context, title, entering=False)
    if kind is Kind.POLICY:
        from outsource_check.gate.policy import PolicyFile

        return build_schema(PolicyFile, "The policy of a gate")
    if kind is Kind.PLAN:
        from outsource_check.plan import Plan

        return build_schema(Plan, "A plan, as `plan --json` prints it", entering=False)
    from outsource_check.result import Result

    return build_schema(Result, "A result, as `score --json` prints it", entering=False)


def _find_pack(name: str | None) -> "Pack":
    """The pack with an id, or in a folder; None for the default."""
    from outsource_check.pack import load_pack, read_pack
    from outsource_check.pack.finding import choose_pack

    if name is None:
        return load_pack(DEFAULT_PACK)
    return read_pack(choose_pack(name, choose_packs(None), Path()))
