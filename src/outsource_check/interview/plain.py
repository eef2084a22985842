"""The interview as numbered lines: for pipes, screen readers and terminals that only print.

No escape byte is written. Every command starts with a colon; a text that starts with one is typed
with two.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from outsource_check.interview import words
from outsource_check.interview.front_end import Ask, EndOfInput, Item
from outsource_check.interview.model import (
    Attach,
    Attachment,
    Back,
    Choose,
    Event,
    Finish,
    Go,
    NotApplicable,
    Quit,
    Review,
    Skip,
    Type,
)
from outsource_check.text import clean, disarm, wrap

_EVENTS: dict[str, Event] = {
    ":b": Back(),
    ":dk": Choose("dont-know"),
    ":s": Skip(),
    ":r": Review(),
    ":f": Finish(),
    ":q": Quit(),
}
_ATTACHMENTS: dict[str, Attachment] = {
    ":n": "note",
    ":e": "evidence",
    ":o": "owner",
    ":due": "due",
    ":w": "who",
}


class PlainFrontEnd:
    """Asks on one stream and reads lines from another."""

    def __init__(self, reader: TextIO, writer: TextIO, *, width: int = 80) -> None:
        self._reader = reader
        self._writer = writer
        self._width = max(width, 20)
        self._told_commands = False
        self._told_notes: tuple[str, ...] = ()
        self._asked: tuple[object, ...] = ()
        """What was written last, so that it is not read out again unchanged."""
        self._echo = not reader.isatty()

    def ask(self, ask: Ask) -> Event:
        """Write the ask and read lines until one of them means something."""
        self._introduce(ask)
        while True:
            line = self._read(_prompt(ask))
            if line == "?":
                self._explain(ask)
            elif line in (":h", ":help"):
                self._list_commands()
            elif (event := self._understand(ask, line)) is not None:
                return event

    # -------------------------------------------------------------------------------- writing

    def _write(self, text: str = "", indent: str = "") -> None:
        lines = wrap(text, self._width, rest=indent, split=False)
        self._put("\n".join(lines) + "\n")

    def _put(self, text: str) -> None:
        encoding = self._writer.encoding or "utf-8"
        self._writer.write(disarm(text).encode(encoding, "replace").decode(encoding))
        self._writer.flush()

    def _introduce(self, ask: Ask) -> None:
        self._write()
        if ask.message:
            self._write(ask.message)
        if ask.problem:
            self._write(f"Error: {ask.problem}")
        heading = ". ".join(part for part in (_name_place(ask), ask.section) if part)
        asked = (ask.spot, ask.text, ask.lines, ask.items)
        if asked == self._asked and ask.kind != "text":
            self._write(f"{heading}.")
            self._describe_present(ask)
            return
        self._asked = asked
        left = f", {words.about(ask.left)}" if ask.left else ""
        self._write(f"{heading}{left}.")
        if ask.title:
            self._write(f"{ask.title}.")
        if ask.notes != self._told_notes:
            self._told_notes = ask.notes or self._told_notes
            for note in ask.notes:
                self._write(f"Note: {note}")
        if ask.lead:
            self._write(ask.lead)
        self._write(ask.text)
        for line in ask.lines:
            self._write(line, "  ")
        self._list_items(ask)
        if not self._told_commands and ask.may_move:
            self._told_commands = True
            self._list_commands()

    def _list_items(self, ask: Ask) -> None:
        """What can be chosen or is there already, and how a text is filled in."""
        for item in ask.items:
            if not item.command:
                self._write(f"{item.mark}. {item.line}", " " * (len(item.mark) + 2))
        self._describe_present(ask)
        if ask.hint:
            self._write(f"({ask.hint})")
        own = [item for item in ask.items if item.command and not item.command.startswith(":")]
        for item in own:
            self._write(f"{item.command}: {item.text}", "  ")

    def _describe_present(self, ask: Ask) -> None:
        """What is there already."""
        if ask.attached:
            self._write(f"Written down: {ask.attached}.")
        current = _describe_current(ask)
        if current:
            self._write(f"Now: {current} (Enter keeps it)")

    def _list_commands(self) -> None:
        self._write("Commands:")
        for command, meaning in words.PLAIN_KEYS:
            self._write(f"  {command}: {meaning}", "    ")

    def _explain(self, ask: Ask) -> None:
        if not ask.help:
            self._write(words.NO_HELP)
        for heading, text in ask.help:
            self._write(f"{heading}: {text}", "  ")

    # -------------------------------------------------------------------------------- reading

    def _read(self, prompt: str) -> str:
        self._put(f"{prompt}: ")
        line = self._reader.readline()
        if not line:
            self._put("\n")
            raise EndOfInput
        if self._echo:
            self._put(f"{clean(line.strip())}\n")
        return line.strip()

    def _understand(self, ask: Ask, line: str) -> Event | None:
        """What a line means; None after saying why it means nothing."""
        if line.startswith("::"):
            line = line[1:]
        elif line.startswith(":"):
            return self._command(line)
        if ask.kind == "text":
            return Type(line)
        if not line:
            return self._keep(ask)
        found = _find_item(ask, line)
        if found is not None:
            return Choose(found.value)
        if ask.kind == "number":
            return Type(line)
        self._write(f"Error: “{clean(line)}” is none of the choices. {_prompt(ask)}, or a command.")
        return None

    def _keep(self, ask: Ask) -> Event | None:
        if ask.kind == "number" and ask.field and not ask.chosen:
            return Type(ask.field)
        if ask.reason:
            return NotApplicable(ask.reason)
        if ask.chosen:
            return Choose(ask.chosen)
        self._write("Error: Nothing is chosen yet.")
        return None

    def _command(self, line: str) -> Event | None:
        name, _, text = line.partition(" ")
        name, text = name.lower(), text.strip()
        if name in _EVENTS:
            return _EVENTS[name]
        if name in _ATTACHMENTS:
            return Attach(_ATTACHMENTS[name], text)
        if name == ":na":
            return NotApplicable(text)
        if name == ":g":
            return Go(text)
        self._write(f"Error: there is no command “{clean(name)}”; :h lists them.")
        return None


def _name_place(ask: Ask) -> str:
    of_question = ask.spot.kind in ("question", "part", "sum", "aside")
    return f"Question {ask.place}" if of_question and ask.place else ask.place


def _describe_current(ask: Ask) -> str:
    if ask.kind == "text" or (ask.kind == "number" and not ask.chosen):
        return ask.field
    if ask.reason:
        return f"does not apply ({clean(ask.reason)})"
    for item in ask.items:
        if item.value == ask.chosen:
            return item.mark if item.mark.isdigit() else item.text
    return ""


def _find_item(ask: Ask, line: str) -> Item | None:
    """By number (unless a number is asked for), by value, or by its word."""
    for item in ask.items:
        names: Iterator[str] = iter((item.value, item.command.lstrip(":")))
        if ask.kind == "list" and item.mark == line:
            return item
        if line.casefold() in {name.casefold() for name in names if name}:
            return item
    return None


def _prompt(ask: Ask) -> str:
    marks = [item.mark for item in ask.items if item.mark.isdigit()]
    if ask.kind == "text":
        return "Text"
    if ask.kind == "number":
        return f"Number of {ask.unit}" if ask.unit else words.A_DAY
    numbers = f"Number {marks[0]} to {marks[-1]}" if len(marks) > 1 else "Number"
    letters = any(item.mark.isalpha() and not item.command for item in ask.items)
    return f"{numbers}, or a letter" if letters else numbers
