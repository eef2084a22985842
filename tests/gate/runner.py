"""How a GitHub Actions runner reads a line of a log, as far as it decides what is a command.

Written after the runner's documented behaviour: leading white space is trimmed, a line that then
begins with `::` is a command of the second version; otherwise `##[` anywhere in the line begins one
of the first.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Command:
    """A command that a runner would carry out."""

    name: str
    data: str
    properties: dict[str, str] = field(default_factory=dict)


def parse_line(line: str) -> Command | None:
    """The command in a line; None where there is none."""
    text = line.lstrip()
    if text.startswith("::") and "::" in text[2:]:
        head, _, data = text[2:].partition("::")
        return _build(head, _unescape(data, ()), ",")
    start = line.find("##[")
    end = line.find("]", start)
    if start >= 0 and end > start:
        return _build(line[start + 3 : end], line[end + 1 :], ";")
    return None


def parse_log(log: str) -> list[Command]:
    """All commands of a log, whose lines end at LF or CR."""
    lines = log.replace("\r", "\n").split("\n")
    return [found for line in lines if (found := parse_line(line)) is not None]


def _build(head: str, data: str, separator: str) -> Command | None:
    name, _, rest = head.partition(" ")
    if not name:
        return None
    properties = {}
    for part in rest.split(separator):
        key, sign, value = part.strip().partition("=")
        if key and sign and value:
            properties[key] = _unescape(value, ((":", "%3A"), (",", "%2C")))
    return Command(name, data, properties)


def _unescape(text: str, more: tuple[tuple[str, str], ...]) -> str:
    for character, escaped in (("\r", "%0D"), ("\n", "%0A"), *more, ("%", "%25")):
        text = text.replace(escaped, character)
    return text
