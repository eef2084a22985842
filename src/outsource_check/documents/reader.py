"""Files and bytes into documents (docs/files.md, Reading).

PyYAML's event stream is turned into our own tree. Everything that two YAML readers could take
differently is refused, each with its own message and position.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from pathlib import Path

import yaml

from outsource_check import system
from outsource_check.documents import structure
from outsource_check.documents.events import grow
from outsource_check.documents.faults import Fault, QuotingFault, find_marks, forbidden
from outsource_check.documents.tree import Document, Field, Lines, Mapping, Scalar, Sequence
from outsource_check.errors import OutsourceCheckError, Place, Problem

MAX_BYTES = 1 << 20
"""The largest file, in bytes."""
HAS_LIBYAML: bool = yaml.__with_libyaml__
"""Whether the fast parser is there; without it reading is slower and may refuse more."""

# None of it is printable. Compiled where a text holds something else that is not, either.
_FORBIDDEN = "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
_ASCII = bytes([9, 10, 13, *range(32, 127)])
_UTF8_MARK = b"\xef\xbb\xbf"
# The longer marks first: UTF-32 LE begins as UTF-16 LE does.
_OTHER_MARKS = (
    (b"\xff\xfe\0\0", "UTF-32 LE"),
    (b"\0\0\xfe\xff", "UTF-32 BE"),
    (b"\xff\xfe", "UTF-16 LE"),
    (b"\xfe\xff", "UTF-16 BE"),
)
# Of files without a mark: how their first ASCII characters look.
_OTHER_SHAPES = (
    (rb"[^\0]\0\0\0", "UTF-32 LE"),
    (rb"\0\0\0[^\0]", "UTF-32 BE"),
    (rb"[^\0]\0(?:[^\0]\0|\Z)", "UTF-16 LE"),
    (rb"\0[^\0](?:\0[^\0]|\Z)", "UTF-16 BE"),
)
_NOT_REGULAR = (
    (stat.S_ISDIR, "is a folder, not a file", ""),
    (stat.S_ISFIFO, "is a pipe, not a file", 'give "-" to read standard input'),
    (stat.S_ISCHR, "is a device, not a file", 'give "-" to read standard input'),
    (stat.S_ISBLK, "is a device, not a file", ""),
)
_OS_REASONS = {
    errno.ENOENT: "there is no such file",
    errno.ENOTDIR: "there is no such file",
    errno.EACCES: "no permission to read it",
    errno.EPERM: "no permission to read it",
    errno.EISDIR: "is a folder, not a file",
    errno.ELOOP: "is a link that leads back to itself",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENXIO: "is a socket or device, not a file",
}


def read(path: str | Path, error: type[OutsourceCheckError]) -> Document:
    """Read a file, or standard input where `path` is `-`, and raise `error` where it cannot be.

    Opening never waits: only regular files are read.
    """
    file = str(path)
    return parse(read_bytes(path, error), file, error)


def read_bytes(path: str | Path, error: type[OutsourceCheckError], most: int = MAX_BYTES) -> bytes:
    """The bytes of a regular file, or of standard input for `-`, at most `most`.

    Raises `error` with rule OC001 for anything that cannot be read.
    """
    file = str(path)
    if reason := system.judge_name(file):
        raise error([_unreadable(file, reason)])
    try:
        data = _read_input(most) if file == "-" else _read_regular(file, most)
    except OSError as problem:
        known = system.explain(problem) or _OS_REASONS.get(problem.errno or 0)
        reason = known or (problem.strerror or "error").lower()
        raise error([_unreadable(file, reason)]) from None
    except ValueError:  # a NUL or half a character in the name
        raise error([_unreadable(file, "no file can have this name")]) from None
    except Fault as fault:
        raise error([_unreadable(file, fault.message, fault.hint)]) from None
    if len(data) > most:
        raise error([_too_large(file, most)])
    return data


def parse(
    data: bytes,
    file: str,
    error: type[OutsourceCheckError],
    *,
    list_name: str = "",
    fast: bool = HAS_LIBYAML,
) -> Document:
    """Turn bytes into a document whose root is a mapping.

    With `list_name` the file is a list instead, and the root a mapping with it under that name.

    `file` is only named in messages. `fast` chooses libyaml; tests turn it off to run the pure
    parser. Raises `error` with one problem for bytes that are not text, not YAML, or use anything
    that docs/files.md refuses.
    """
    if len(data) > MAX_BYTES:
        raise error([_too_large(file, MAX_BYTES)])
    text = ""
    try:
        text = _decode(data)
        root = _build(text, list_name, fast=fast)
    except Fault as met:
        fault = find_marks(text) or met
        raise error([_place_fault(fault, file, fault.text or text)]) from None
    return Document(file, data, text, root, error)


def decode(data: bytes, file: str, error: type[OutsourceCheckError]) -> str:
    """The text of a file of at most 1 MiB, without a byte order mark.

    Raises `error` for what is no UTF-8 text, or holds what no text may.
    """
    if len(data) > MAX_BYTES:
        raise error([_too_large(file, MAX_BYTES)])
    try:
        return _decode(data)
    except Fault as fault:
        raise error([_place_fault(fault, file, fault.text or "")]) from None


def _read_input(most: int) -> bytes:
    stream = sys.stdin
    if stream is None or stream.closed:
        raise Fault("OC001", "there is no standard input", 0)
    return stream.buffer.read(most + 1)


def _read_regular(file: str, most: int) -> bytes:
    descriptor = os.open(file, system.READING)
    with os.fdopen(descriptor, "rb", closefd=True, buffering=0) as stream:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            for test, message, hint in _NOT_REGULAR:
                if test(mode):
                    raise Fault("OC001", message, 0, hint=hint)
            raise Fault("OC001", "is not a regular file", 0)
        parts: list[bytes] = []
        size = 0
        while size <= most and (part := stream.read(most + 1 - size)):
            parts.append(part)
            size += len(part)
        return b"".join(parts)


def _unreadable(file: str, reason: str, hint: str = "") -> Problem:
    return Problem(
        rule="OC001", message=f"cannot be read: {reason}", place=Place(file=file), hint=hint
    )


def _too_large(file: str, most: int) -> Problem:
    return _unreadable(file, f"it is larger than {most >> 20} MiB")


def _place_fault(fault: Fault, file: str, text: str) -> Problem:
    lines = Lines(text)
    line, column = lines.locate(min(fault.offset, len(text)))
    source = lines[line]
    end = column + fault.length if fault.length else 0
    place = Place(
        file=file,
        line=line,
        column=column,
        end_column=min(end, len(source) + 1) if end else 0,
        source=source,
    )
    return Problem(
        rule=fault.rule,
        message=fault.message,
        place=place,
        hint=fault.hint,
        private=isinstance(fault, QuotingFault),
    )


def _decode(data: bytes) -> str:
    """Bytes to text without a byte order mark; what is not plain UTF-8 text is a fault."""
    if data.startswith(_UTF8_MARK):
        data = data[len(_UTF8_MARK) :]
    elif name := _name_encoding(data):
        raise Fault("OC002", f"the file is {name}", 0, hint="save it as UTF-8")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        before = data[: wrong.start].decode("utf-8")
        raise Fault(
            "OC002",
            f"the byte 0x{data[wrong.start]:02x} is not UTF-8 text",
            len(before),
            hint="save the file as UTF-8",
            text=before + data[wrong.start :].decode("utf-8", "replace"),
            length=1,
        ) from None
    # What is left without plain ASCII is short; only a text with a fault is searched whole.
    rest = data.translate(None, _ASCII).decode("utf-8")
    if not rest.isprintable() and re.search(_FORBIDDEN, rest):
        found = re.search(_FORBIDDEN, text)
        assert found is not None  # its bytes are among those left
        raise forbidden(found, text)
    return text


def _name_encoding(data: bytes) -> str:
    for mark, name in _OTHER_MARKS:
        if data.startswith(mark):
            return name
    if b"\0" in data[:4]:
        for shape, name in _OTHER_SHAPES:
            if re.match(shape, data):
                return name
    return ""


def _build(text: str, list_name: str, *, fast: bool) -> Mapping:
    """The root mapping of a text, or a fault."""
    structure.check_directives(text)
    try:
        root = grow(text, fast=fast)
    except yaml.MarkedYAMLError as mistake:
        if fast and "nesting depth" in (mistake.problem or ""):
            # libyaml looks ahead, and newer ones have a limit of their own: far above ours.
            return _build(text, list_name, fast=False)
        from outsource_check.documents import syntax  # noqa: PLC0415 - only for what is wrong

        raise syntax.explain(text, mistake) from None
    except (yaml.YAMLError, ValueError, OverflowError):
        # The pure parser meets an escape beyond the last code point with a ValueError.
        from outsource_check.documents import syntax  # noqa: PLC0415

        raise syntax.explain_escape(text) from None
    structure.check_structure(text, root)
    expected = "a list" if list_name else "fields, one per line, as in name: value"
    if root is None:
        message = "the file is empty" if not text.strip() else "the file holds only comments"
        raise Fault("OC003", f"{message}; expected {expected}", 0)
    if list_name and isinstance(root, Sequence):
        return _wrap(root, list_name)
    if not isinstance(root, Mapping) or list_name:
        kinds = {Sequence: "a list", Scalar: "a single text", Mapping: "a mapping"}
        found = kinds[type(root)]
        raise Fault("OC003", f"the file is {found}; expected {expected}", root.offset)
    return root


def _wrap(items: Sequence, name: str) -> Mapping:
    """A mapping that holds a list under a name that the file does not say."""
    label, root = Scalar(), Mapping()
    label.text, label.quoted = name, False
    label.start = label.end = root.start = items.start
    root.end = items.end
    root.fields, root.flow = {name: Field(label, items)}, False
    return root
