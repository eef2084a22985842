"""`outsource-check init`: what a repository needs to gate its engagements."""

import sys
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outsource_check.cli import status
from outsource_check.cli.options import read_day
from outsource_check.cli.output import complain, say
from outsource_check.errors import Problem, UsageError
from outsource_check.text import clean, quote

if TYPE_CHECKING:
    from outsource_check.gate.starter import Ci


class Choice(StrEnum):
    """Which CI to write a job for."""

    GITHUB = "github"
    GITLAB = "gitlab"
    NONE = "none"


def set_up_repository(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The repository.", show_default=False)
    ] = Path(),
    engagement: Annotated[
        str, typer.Option(metavar="NAME", help="The folder of the first engagement.")
    ] = "first",
    ci: Annotated[
        Choice | None,
        typer.Option(help="The CI to write a job for. Default: the one that the repository uses."),
    ] = None,
    install: Annotated[
        str | None,
        typer.Option(
            metavar="SPEC",
            help="What pip installs in CI. Default: the address that this copy came from.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite without asking.")] = False,
) -> int:
    """Set up a repository: policy, folder, editor schemas, CI job."""
    from outsource_check.folders import POLICY
    from outsource_check.gate import starter

    if install is not None and not install.isprintable():
        raise UsageError(f'--install is "{clean(install)}": expected what pip can install')
    if not folder.is_dir():
        raise UsageError(f'"{folder}" is no folder')
    if not engagement or engagement != Path(engagement).name or engagement.startswith("."):
        raise UsageError(f'--engagement is "{engagement}": expected the name of a folder')
    expires = str(read_day(None) + timedelta(days=90))
    home = f"{starter.FOLDER}/{engagement}"
    files = {
        POLICY: starter.render_policy(expires),
        starter.POLICY_SCHEMA: _schema("policy"),
        f"{home}/{starter.ANSWERS_SCHEMA}": _schema("answers"),
    }
    taken = (folder / ".gitlab-ci.yml").exists()
    chosen: Ci | None = _choose_ci(ci, folder, taken=taken)
    spec = install or _find_origin()
    if chosen is not None and not spec:
        if ci is not None:
            raise UsageError(Problem(rule="", message=_NO_ORIGIN, hint=_NAME_ORIGIN))
        complain(f"No CI job is written: {_NO_ORIGIN}; {_NAME_ORIGIN}")
        chosen = None
    if chosen is not None:
        job = starter.name_ci_file(chosen, taken=taken)
        files[job] = starter.render_ci(chosen, spec)
    for name, text in files.items():
        kind = "policy" if name == POLICY else ""
        _write(folder / name, text, kind=kind, force=force)
    if chosen == "gitlab" and taken:
        say(f'Add to .gitlab-ci.yml:  include: [{{local: "{job}"}}]')
    # From another folder the policy would not be found.
    elsewhere = [] if folder == Path() else ["--policy", str(folder / POLICY)]
    say(f"Next: {' '.join(map(quote, ['outsource-check', 'assess', str(folder / home)]))}")
    judged = str(folder / starter.FOLDER)
    say(f"Then: {' '.join(map(quote, ['outsource-check', 'check', *elsewhere, judged]))}")
    return status.DONE


_NO_ORIGIN = "this copy does not know an address that CI could install it from"
_NAME_ORIGIN = "say it with --install, such as git+https://git.example/outsource-check@COMMIT"


def _find_origin() -> str:
    """Where the running copy came from, for pip; empty where no other machine can reach it.

    A name on the package index is never guessed: whoever owns it there would run code in CI.
    """
    import json
    from importlib.metadata import PackageNotFoundError, distribution
    from urllib.parse import urlsplit

    try:
        found = json.loads(distribution("outsource-check").read_text("direct_url.json") or "{}")
        address = str(found.get("url", ""))
        parts = urlsplit(address)
        version = found.get("vcs_info", {})
        commit = version.get("vcs") == "git" and version.get("commit_id")
    except (PackageNotFoundError, ValueError, AttributeError):  # none, or not what pip writes
        return ""
    # Who installed it may have signed in with the address: nothing of that belongs into a file.
    if parts.scheme not in ("https", "ssh") or parts.password or "@" in parts.netloc:
        return ""
    if commit:
        return f"outsource-check @ git+{address}@{commit}"
    return "" if version else f"outsource-check @ {address}"


def _schema(kind: str) -> str:
    import json

    from outsource_check.cli.schema import Kind, compose_schema

    return json.dumps(compose_schema(Kind(kind), None), ensure_ascii=False, indent=2) + "\n"


def _choose_ci(given: Choice | None, folder: Path, *, taken: bool) -> "Ci | None":
    if given is Choice.NONE:
        return None
    if given is not None:
        return "github" if given is Choice.GITHUB else "gitlab"
    if taken:
        return "gitlab"
    try:
        settings = (folder / ".git" / "config").read_text(encoding="utf-8", errors="replace")
    except OSError:
        settings = ""
    return "gitlab" if "gitlab" in settings and "github.com" not in settings else "github"


def _write(path: Path, text: str, *, kind: str, force: bool) -> None:
    """Write one file, say what happened to it, and never overwrite it unasked."""
    data = text.encode()
    if path.is_file() and path.read_bytes() == data:
        say(f"{path}: as it should be")
        return
    if (path.exists() or path.is_symlink()) and not (force or _confirm(path)):
        complain(f"{path}: kept as it is")
        return
    from outsource_check.cli.writing import write_output
    from outsource_check.documents.replacement import make_folder

    make_folder(path.parent)
    write_output(path, data, kind=kind)
    say(f"{path}: written")


def _confirm(path: Path) -> bool:
    """Whether a person at the terminal lets the file go; nobody there means no."""
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    try:
        return input(f'Overwrite "{clean(str(path))}"? [y/N] ').strip().lower() in ("y", "yes")
    except EOFError:
        return False
