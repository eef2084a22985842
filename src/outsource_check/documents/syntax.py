"""What is wrong with a text that is not YAML, in words of our own.

The two parsers word their errors differently and speak of tokens; here the source text decides
what a person is told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from outsource_check.documents.faults import (
    ESCAPE,
    PAIR,
    QUOTE,
    Fault,
    QuotingFault,
    bad_escape,
    complex_key,
    directive,
    halves,
    line_end,
    line_start,
    tab,
    tight_colon,
)
from outsource_check.documents.tree import Lines

if TYPE_CHECKING:
    from yaml import Mark, MarkedYAMLError

_SHORT_ESCAPES = frozenset('0abt\tnvfre "\\/N_LP\r\n') | {"\r\n"}
_PIECE = re.compile(
    r"""(?<![^\s,\[{:])(?:"(?:\\.|[^"\\])*"|'(?:''|[^'])*')|(?<=[ \t])#[^\r\n]*|[^"'#]+|.""",
    re.DOTALL,
)


def explain(text: str, mistake: MarkedYAMLError) -> Fault:
    """The fault behind an error of either parser."""
    problem, context = mistake.problem or "", mistake.context or ""
    at = _index(mistake.problem_mark, mistake.context_mark, text)
    begin = _index(mistake.context_mark, mistake.problem_mark, text)
    if text[begin : begin + 1] in ('"', "'") and "quoted" in context:
        return _quoted(text, begin, at, problem)
    start = line_start(text, at)
    indent = re.compile(r"[ \t]*").match(text, start)
    assert indent is not None  # it matches nothing, too
    if text[at : at + 1] == "\t":
        return tab(at)
    if "\t" in indent[0]:
        return tab(start + indent[0].index("\t"))
    for words, say in _BY_PROBLEM:
        if words in problem:
            return say(text, begin, at)
    for words, say in _BY_CONTEXT:
        if words in context:
            return say(text, begin, at)
    return QuotingFault("OC003", f"not valid YAML: {problem or context}", at)


def explain_escape(text: str) -> Fault:
    """The fault behind an escape that the pure parser cannot turn into a character."""
    for found in re.finditer(r"\\U([0-9a-fA-F]{8})", text):
        if int(found[1], 16) > 0x10FFFF:
            return bad_escape(found[0], found.start())
    return Fault("OC003", "not valid YAML", 0)


def _quoted(text: str, begin: int, at: int, problem: str) -> Fault:
    if "end of stream" in problem:
        return _unclosed(text, begin)
    if "document" in problem:
        message = f'"{text[at : at + 3]}" at the start of a line ends the document inside quotes'
        return Fault("OC003", message, at, length=3, hint="indent the line")
    if "tab" in problem or text[at : at + 1] == "\t":
        return tab(at)
    # The parsers point at the backslash or somewhere behind it; the first bad escape is meant.
    paired = {half for found in PAIR.finditer(text, begin + 1) for half in halves(found)}
    for found in ESCAPE.finditer(text, begin + 1):
        short, digits = found[4], found[1] or found[2] or found[3]
        code = int(digits, 16) if digits else -1
        wrong = (0xD800 <= code < 0xE000 and found.start() not in paired) or code > 0x10FFFF
        if wrong or (short is not None and short not in _SHORT_ESCAPES):
            return bad_escape(found[0], found.start())
        if found.start() >= at:
            break
    return _unclosed(text, begin)


def _unclosed(text: str, begin: int) -> Fault:
    quote = "double" if text[begin] == '"' else "single"
    return Fault("OC003", f"the {quote} quote that opens here is never closed", begin, length=1)


def _say_character(text: str, _begin: int, at: int) -> Fault:
    character = text[at : at + 1]
    if character == "%" and line_start(text, at) == at:
        return directive(text, at)
    message = f'"{character}" cannot start an unquoted text'
    return Fault("OC003", message, at, length=1, hint=QUOTE)


def _say_tight_colon(text: str, _begin: int, at: int) -> Fault:
    # The parsers point at the start of the text or at the colon.
    found = re.compile(r":(?=[,?\[\]{}])").search(text, at)
    return tight_colon(found.start() if found else at)


def _say_colon(text: str, _begin: int, at: int) -> Fault:
    prefix = text[line_start(text, at) : at]
    if ": " in prefix or prefix.rstrip().endswith(":"):
        message = 'a second ": " on one line: an unquoted text ends there'
        return Fault("OC003", message, at, length=1, hint=QUOTE)
    start = at - len(prefix.lstrip())
    message = f'"{_shorten(prefix.strip())}" cannot be a field here: the line before is a text'
    hint = "align it with the other fields, or put the text above in double quotes"
    return QuotingFault("OC003", message, start, length=at - start, hint=hint)


def _say_dash(_text: str, _begin: int, at: int) -> Fault:
    message = '"- " starts a list, which cannot begin on this line'
    return Fault("OC003", message, at, length=1, hint=f"begin the list on a new line, or {QUOTE}")


def _say_name(text: str, begin: int, _at: int) -> Fault:
    line = text[begin : line_end(text, begin)].rstrip()
    cut = _cut_before(text, begin)
    if cut is not None:
        return cut
    message = f'expected ":" and a space after "{_shorten(line)}"'
    hint = "a field is name: value"
    return QuotingFault("OC003", message, begin, length=len(line), hint=hint)


def _say_block(text: str, begin: int, at: int) -> Fault:
    sign = text[begin : begin + 1]
    message = f'"{sign}" starts a text on the following lines; nothing else may stand behind it'
    return Fault("OC003", message, at, hint=f'for a text that begins with "{sign}", {QUOTE}')


def _say_property(text: str, begin: int, _at: int) -> Fault:
    while begin < len(text) and text[begin] not in "&*!":
        begin += 1
    sign = text[begin : begin + 1]
    name = {"&": "an anchor", "*": "an alias", "!": "a tag"}.get(sign, "a tag")
    return Fault(
        "OC004",
        f'"{sign}" makes {name}, which is not allowed',
        begin,
        length=1,
        hint=f'a text that begins with "{sign}" needs double quotes',
    )


def _say_directive(text: str, _begin: int, at: int) -> Fault:
    return directive(text, line_start(text, at))


def _say_end(text: str, _begin: int, at: int) -> Fault:
    if text[at : at + 1] == "%":
        return directive(text, at)
    message = "expected the end of the file: what stands above is complete"
    if re.match(r"[^\s#-][^:\r\n]*:(?:\s|\Z)", text[at:]):
        return Fault("OC003", message, at, hint="begin all first fields in the same column")
    return Fault("OC003", message, at)


def _say_flow(text: str, begin: int, at: int) -> Fault:
    """An error between brackets; `begin` is the opening one."""
    opening = text[begin : begin + 1]
    closing, pair = ("}", "{…}") if opening == "{" else ("]", "[…]")
    comment = _comment_between(text, begin, at)
    if comment is not None:
        message = f'" #" starts a comment, so the rest of this line, up to "{closing}", is not read'
        end = line_end(text, comment)
        if closing in text[comment:end]:
            return Fault("OC003", message, comment, length=end - comment, hint=QUOTE)
    character = text[at : at + 1]
    following = text[at : line_end(text, at)]
    if not text[at:].strip():
        return Fault("OC003", f'"{opening}" is never closed', begin, length=1)
    kind: type[Fault] = Fault
    word = text[line_start(text, at) : at].strip()
    if character == ":" and line_start(text, at) > begin and not re.search(r":\s|,", word):
        line, _ = Lines(text).locate(begin)
        message = (
            f'expected "," or "{closing}" before "{_shorten(word)}:" ("{opening}" of line {line})'
        )
        return QuotingFault("OC003", message, at - len(word), length=len(word))
    if character == ":":
        message = f'a second ": " in one value: an unquoted text inside {pair} ends there'
    elif character == "?":
        message = f'"?" ends an unquoted text inside {pair}'
    elif character in "[]{}":
        message = f'"{character}" ends an unquoted text inside {pair}'
        if character in "]}" and text[at - 1 : at] in "[{,:":
            message = f'expected a value or "{closing}", found "{character}"'
    elif text[:at].rstrip()[-1:] in "\"'":
        message = f'expected "," or "{closing}" after the closing quote'
    else:
        word = following.split()[0] if following.split() else character
        message = f'expected "," or "{closing}", found "{_shorten(word)}"'
        kind = QuotingFault
    if (
        line_start(text, at) > begin
        and character not in ":?"
        and re.match(r"[^,\]}]*: ", following)
    ):
        return Fault("OC003", f'"{opening}" is never closed', begin, length=1)
    return kind("OC003", message, at, length=1, hint=QUOTE)


def _say_fields(text: str, begin: int, at: int) -> Fault:
    """An error between the fields of a block, or the items of a block list."""
    start = line_start(text, at)
    before = text[start:at]
    last = before.rstrip()[-1:]
    if last and last in "\"'":
        message = "text after a closing quote"
        return Fault("OC003", message, at, length=1, hint="put the whole text in double quotes")
    if last and last in "]}":
        message = f'text after "{last}"'
        return Fault("OC003", message, at, length=1, hint="put the whole text in double quotes")
    cut = _cut_before(text, at)
    if cut is not None:
        return cut
    line, column = Lines(text).locate(begin)
    character = text[at : at + 1]
    if character == ":":
        return Fault("OC003", "a field without a name", at, length=1)
    if character and character in "]}":
        return Fault("OC003", f'"{character}" closes nothing', at, length=1, hint=QUOTE)
    if re.match(r"-(?:\s|\Z)", text[at:]):
        message = f"found a list item where a field was expected, as on line {line}"
        return Fault("OC003", message, at, length=1)
    if before.strip():
        return Fault("OC003", "expected a new line before this", at, hint=QUOTE)
    if at - start + 1 == column:
        message = f"expected an entry like the one on line {line}"
        return Fault("OC003", message, at)
    message = f"this line is indented unlike the ones it belongs to (line {line}, column {column})"
    return Fault("OC003", message, at, hint="align it")


def _say_node(text: str, _begin: int, at: int) -> Fault:
    character = text[at : at + 1]
    if character and character in "&*!":
        return _say_property(text, at, at)
    if character == "?":
        return complex_key(at)
    found = f', found "{character}"' if character.strip() else ""
    return Fault("OC003", f"expected a value{found}", at, length=1, hint=QUOTE)


def _cut_before(text: str, at: int) -> Fault | None:
    """The fault of a text that a comment on the line before cut off, if that is what happened."""
    start = line_start(text, at)
    if not text[:start].strip():
        return None
    previous_end = len(text[:start].rstrip("\r\n"))
    previous = line_start(text, previous_end)
    line = text[previous:previous_end]
    if (
        not line.strip()
        or line.lstrip().startswith("#")
        or re.match(r" *(?:- |\S+:\s)", text[start:])
    ):
        return None
    comment = _comment_between(text, previous, previous_end)
    if comment is None:
        return None
    message = '" #" starts a comment, so the unquoted text ends there and cannot go on below'
    return Fault("OC003", message, comment, length=previous_end - comment, hint=QUOTE)


def _comment_between(text: str, begin: int, end: int) -> int | None:
    """Where the first comment that follows other text on its line starts; quotes are skipped."""
    for found in _PIECE.finditer(text, begin, end):
        offset = found.start()
        if found[0][0] == "#" and text[line_start(text, offset) : offset].strip():
            return offset
    return None


def _index(mark: Mark | None, other: Mark | None, text: str) -> int:
    mark = mark or other
    # Past the last character both parsers may count one more.
    return min(mark.index, len(text)) if mark is not None else 0


def _shorten(words: str) -> str:
    return words if len(words) <= 40 else words[:39] + "…"


_BY_PROBLEM = (
    ("cannot start any token", _say_character),
    ("found unexpected ':'", _say_tight_colon),
    ("mapping values are not allowed", _say_colon),
    ("sequence entries are not allowed", _say_dash),
    ("mapping keys are not allowed", lambda _text, _begin, at: complex_key(at)),
    ("could not find expected ':'", _say_name),
    ("undefined tag handle", _say_property),
    ("document start", _say_end),
    ("node content", _say_node),
)
_BY_CONTEXT = (
    ("block scalar", _say_block),
    ("anchor", _say_property),
    ("alias", _say_property),
    ("tag", _say_property),
    ("directive", _say_directive),
    ("flow mapping", _say_flow),
    ("flow sequence", _say_flow),
    ("block mapping", _say_fields),
    ("block collection", _say_fields),
    ("block sequence", _say_fields),
)
