"""`outsource-check assess`: the interview; it ends with the result and the next commands."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outsource_check.cli import status
from outsource_check.cli.options import Packs, SideName, choose_packs, read_day
from outsource_check.cli.output import complain, say
from outsource_check.cli.time_zone import find_zone_name
from outsource_check.errors import AnswerError, Interrupted, OutputError, UsageError
from outsource_check.text import quote

if TYPE_CHECKING:
    from outsource_check.interview.front_end import FrontEnd
    from outsource_check.interview.model import State
    from outsource_check.interview.signals import Signals
    from outsource_check.interview.sitting import Request, Sitting
    from outsource_check.interview.storage import AnswerStore

NOT_BEGUN = "Nothing is saved: the interview had not begun."
SMALLEST = (30, 16)
"""Columns and lines below which there is no room for a screen."""
LEAST_ROOM = 700
"""Columns times lines below which a line that is highlighted may not be shown whole."""


def ask_questions(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="PATH",
            help="The answer file, or the folder of an engagement. Default: answers.yaml.",
            show_default=False,
        ),
    ] = None,
    full: Annotated[
        bool | None,
        typer.Option(
            "--full/--quick",
            help="Ask every question, or the two of each key that matter most.",
            show_default=False,
        ),
    ] = None,
    side: Annotated[
        SideName | None, typer.Option("--side", help="For which side you answer.")
    ] = None,
    role: Annotated[str, typer.Option("--role", help="Your role.", show_default=False)] = "",
    engagement: Annotated[
        str,
        typer.Option("--engagement", help="The name of the collaboration.", show_default=False),
    ] = "",
    key: Annotated[
        list[str] | None,
        typer.Option("--key", metavar="KEY", help="Ask this key only. May be repeated."),
    ] = None,
    stops: Annotated[
        bool, typer.Option("--stops", help="Ask only what can stop the collaboration.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Go through earlier answers: Enter keeps each.")
    ] = False,
    before: Annotated[
        str | None,
        typer.Option(
            "--before",
            metavar="DATE",
            help="With --again: those from before this day. Default: today.",
            show_default=False,
        ),
    ] = None,
    offer: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="Offer the answers of another file; nothing is taken that is not confirmed.",
            show_default=False,
        ),
    ] = None,
    add: Annotated[
        Path | None,
        typer.Option(
            "--add",
            metavar="FILE",
            help="Put an answer file, such as one of a form, into the folder PATH; - reads a mail.",
        ),
    ] = None,
    assignments: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="QUESTION=ANSWER",
            help="Give an answer, in the short form of the file. May be repeated.",
        ),
    ] = None,
    no_input: Annotated[
        bool, typer.Option("--no-input", help="Ask nothing; save what is given.")
    ] = False,
    plain: Annotated[
        bool | None,
        typer.Option(
            "--plain/--no-plain",
            help="Ask in numbered lines, not on a screen; the only way to read from a pipe.",
            show_default=False,
        ),
    ] = None,
    packs: Packs = None,
) -> int:
    """Ask the questions, save after every answer, show the result."""
    if add is not None:
        return _add(add, path, packs)
    way = _choose_way(plain=plain, silent=no_input, given=bool(assignments))

    from outsource_check.interview.sitting import Request

    request = Request(
        path=path,
        quick=None if full is None else not full,
        side=None if side is None else side.value,
        role=role,
        engagement=engagement,
        keys=tuple(key or ()),
        stops=stops,
        again=read_day(before, "--before") if again or before else None,
        offer=offer,
        assignments=tuple(assignments or ()),
        packs=choose_packs(packs),
        named=tuple(packs or ()),
        today=read_day(None),
        zone=find_zone_name(),
    )
    return _save_given(request) if way == "silent" else _interview(request, way)


def _add(file: Path, folder: Path | None, packs: list[Path] | None) -> int:
    """Put an answer file into an engagement's folder, and say what it holds."""
    from outsource_check.answers.adding import add_answers
    from outsource_check.pack import PackShelf
    from outsource_check.text import clean, plural

    added = add_answers(str(file), folder or Path(), packs=choose_packs(packs))
    who = added.content.respondent
    count = plural(len(added.content.answers), "answer")
    side = PackShelf(choose_packs(packs)).pack(added.content.pack, added.file).words.side(who.side)
    say(clean(f"Added {added.file}: the {side}, {who.shown}, {count}."))
    return status.DONE


def _choose_way(*, plain: bool | None, silent: bool, given: bool) -> str:
    """`silent`, `plain` or `screen`. Raises `UsageError` where nobody could answer."""
    if silent:
        return "silent"
    terminal = _is_terminal(sys.stdin) and _is_terminal(sys.stdout)
    if plain and sys.stdin is not None:
        return "plain"
    if not terminal and given:
        return "silent"
    if not terminal:
        raise UsageError(
            "assess asks questions and needs a terminal; use --plain to read answers line by"
            " line, or --set QUESTION=ANSWER with --no-input"
        )
    if plain is False:
        return "screen"
    wanted = os.environ.get("ACCESSIBLE", "").lower() not in ("", "0", "false", "no")
    dumb = os.environ.get("TERM", "") in ("", "dumb", "unknown")
    columns, lines = shutil.get_terminal_size()
    small = columns < SMALLEST[0] or lines < SMALLEST[1] or columns * lines < LEAST_ROOM
    return "plain" if wanted or dumb or small else "screen"


def _is_terminal(stream: object) -> bool:
    try:
        return bool(stream is not None and stream.isatty())  # type: ignore[attr-defined]
    except ValueError:  # closed
        return False


def _save_given(request: "Request") -> int:
    """Save what the flags gave, and say what is still open."""
    from outsource_check.interview.sitting import open_sitting

    sitting = open_sitting(request)
    try:
        return _save(sitting)
    finally:
        sitting.store.close()


def _save(sitting: "Sitting") -> int:
    from outsource_check.interview.sequence import list_open
    from outsource_check.text import clean, plural

    state, store = sitting.state, sitting.store
    if not state.header.complete:
        header = state.header
        names = {"--engagement": header.engagement, "--side": header.side, "--role": header.role}
        missing = [name for name, value in names.items() if not value]
        missing += [] if header.mode else ["--quick or --full"]
        raise UsageError(f"a new answer file needs {', '.join(missing)}")
    store.save(state)
    questions = len(state.questions)
    left = sum(spot.whole.kind == "question" for spot in list_open(state))
    if sitting.confirmed:
        say(clean(sitting.confirmed))
    asked = plural(questions, "question")
    say(f"Saved in {clean(store.file)}: {questions - left} of {asked} answered.")
    return status.DONE


def _interview(request: "Request", way: str) -> int:
    """Ask until the person ends it; then the result, or how to go on."""
    import time

    from outsource_check.interview.conversation import converse
    from outsource_check.interview.front_end import EndOfInput, LeftEarly
    from outsource_check.interview.signals import Signals
    from outsource_check.interview.sitting import open_sitting

    signals = Signals()
    begun: Sitting | None = None
    try:
        with signals.watched(), _open_front(way, signals) as front:
            begun = open_sitting(request, front.ask)
            state = converse(
                begun.state,
                begun.store,
                front,
                signals,
                time.monotonic,
                given=bool(request.assignments),
            )
        return _end(state, request, begun.store, colour=way == "screen")
    except LeftEarly:
        say(NOT_BEGUN)
        return status.DONE
    except Interrupted:
        complain(_describe_stop(begun, request))
        raise Interrupted(()) from None  # everything is said already
    except EndOfInput:
        complain(f"The input ended. {_describe_stop(begun, request)}")
        return status.WRONG_USAGE
    except OutputError:
        if begun is not None and begun.store.saved and not begun.store.kept:
            complain(_describe_stop(begun, request, all_of_it=False))
        raise
    finally:
        if begun is not None:
            begun.store.close()


def _end(state: "State", request: "Request", store: "AnswerStore", *, colour: bool) -> int:
    """Show the result, or how to go on where the person only left."""
    again = _name_again(request, store)
    _confirm(store)
    if state.ended == "left" or not store.saved:
        say(_describe_saved(store, again))
    else:
        _show_end(state, request, store.file, again, colour=colour)
    return status.DONE


@contextmanager
def _open_front(way: str, signals: "Signals") -> "Iterator[FrontEnd]":
    if way == "plain":
        from outsource_check.interview.plain import PlainFrontEnd

        sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
        yield PlainFrontEnd(sys.stdin, sys.stdout, width=shutil.get_terminal_size().columns)
        return
    from outsource_check.interview.screen import ScreenFrontEnd

    front = ScreenFrontEnd(signals)
    with front.opened():
        yield front


def _describe_stop(sitting: "Sitting | None", request: "Request", *, all_of_it: bool = True) -> str:
    if sitting is None:
        return NOT_BEGUN
    store = sitting.store
    if all_of_it:
        _confirm(store)
    return _describe_saved(store, _name_again(request, store), all_of_it=all_of_it)


def _confirm(store: "AnswerStore") -> None:
    """Compare the file once more before the person is told that everything is saved."""
    from outsource_check.text import clean

    if told := store.confirm():
        complain(clean(told))


def _describe_saved(store: "AnswerStore", again: str, *, all_of_it: bool = True) -> str:
    from outsource_check.text import clean

    if not store.saved:
        return f"What you gave is kept. To go on:\n  {again}" if store.start else NOT_BEGUN
    what = "Everything you answered" if all_of_it else "Everything but the last answer"
    return f"{what} is saved in {clean(store.file)}. To go on:\n  {again}"


def _show_end(state: "State", request: "Request", file: str, again: str, *, colour: bool) -> None:
    """The result on screen, and what to type next."""
    from outsource_check.answers import read_answers, read_neighbours
    from outsource_check.interview.sequence import list_open
    from outsource_check.pack import PackShelf
    from outsource_check.result import score
    from outsource_check.terminal.result import show_result
    from outsource_check.text import clean, width

    siblings = [
        source.file
        for source in read_neighbours(file, PackShelf(request.packs))
        if source.content.engagement == state.header.engagement
    ]
    try:
        engagement = read_answers([file, *siblings], packs=request.packs)
    except AnswerError:
        say(f"\nEverything you answered is saved in {clean(file)}. There is no result yet:")
        raise
    result = score(engagement, as_of=request.today)
    target = file if not siblings else str(Path(file).parent)
    output = Path(file).with_name("report.html")
    report = f"{_name_command('report', request, target)} -o {quote(str(output))}"
    explain = _name_command("score --explain", request, target)
    align = _name_command("align", request, target)
    first = [(again, "answer what is still open")] if list_open(state) else []
    first += [(align, "what you see differently")] if siblings else []
    commands = [
        *(first or [(explain, "all of it, worked out")]),
        (report, "a report to pass on"),
        (_name_command("check", request, target), "pass or fail, for automatic checks"),
    ][:3]
    commands.append((_name_form(state, request, target), "a page for people without a terminal"))
    columns, rows = shutil.get_terminal_size() if _is_terminal(sys.stdout) else (80, 0)
    steps: list[str] = []
    for command, purpose in commands:
        line = f"  {clean(command)}  ({purpose})"
        steps += [line] if width(line) <= columns else [f"  {clean(command)}", f"      {purpose}"]
    if rows:
        # All of it on one screen, as far as that goes, with a line for the prompt behind it.
        rows = max(rows - 4 - sum(-(-width(line) // columns) for line in steps), 1)
    say("")
    say(show_result(result, colour=colour, rows=rows), coloured=colour)
    say("\nNext:")
    for line in steps:
        say(line)


def _name_form(state: "State", request: "Request", target: str) -> str:
    """The command that writes a form for the other side; for one's own where there is no other."""
    from outsource_check.pack import SIDES, judge_condition

    outline, mine = state.pack.outline, state.header.side
    alone = judge_condition(outline.partner_when, state.known_facts) is False
    side = next((s for s in SIDES if s != mine), mine)
    side = mine if alone or outline.sides != "both" else side
    command = f"form --side {side} -o form.html"
    if Path(target).is_dir():
        return _name_command(command, request, target)
    # Beside a single file may lie what is no answers.
    named = f" --engagement {quote(state.header.engagement)}"
    return f"{_name_command(command, request)}{named}"


def _name_again(request: "Request", store: "AnswerStore") -> str:
    """The command to go on, with the answers of flags as long as there is no file with them."""
    given = () if store.saved else request.assignments
    sets = "".join(f" --set {quote(one)}" for one in given)
    return f"{_name_command('assess', request, store.file)}{sets}"


def _name_command(command: str, request: "Request", target: str = "") -> str:
    """A command as the person can type it here, as this one was."""
    words = [*_name_program(), *command.split(), *([target] if target else [])]
    for folder in request.named:
        words += ["--pack", str(folder)]
    if command == "assess":
        for key in request.keys:
            words += ["--key", key]
        words += ["--stops"] if request.stops else []
        words += ["--again", "--before", str(request.again)] if request.again else []
        words += ["--from", str(request.offer)] if request.offer else []
    return " ".join(quote(word) for word in words)


def _name_program() -> list[str]:
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        python = Path(sys.executable)
        shown = python
        with suppress(OSError, ValueError):  # the folder is gone, or another one
            shown = python.relative_to(Path.cwd())
        return [str(shown), "-m", "outsource_check"]
    found = shutil.which(called.name)
    return [called.name] if found else [str(called)]
