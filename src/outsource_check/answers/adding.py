"""Answer files from elsewhere, of a form or in a mail, into the folder of an engagement."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from outsource_check.answers.engagement import assemble, is_same_person
from outsource_check.answers.reading import AnswerSource, read_document
from outsource_check.answers.selection import read_folder
from outsource_check.documents import parse
from outsource_check.documents.reader import read_bytes
from outsource_check.documents.replacement import make_folder, replace_file
from outsource_check.errors import AnswerError, Place, Problem, UsageError
from outsource_check.pack import PackShelf

_MARKS = re.compile(r"^(?:[ \t]*>)+ ?", re.MULTILINE)
"""What a mail program puts before the lines of a mail that is answered."""
_IS_QUOTED = re.compile(r"^(?:[ \t]*>)+[ \t\u00a0]*(?:\{|[\"']?format)", re.MULTILINE)
_INDENT = re.compile(r"^[ \t\u00a0]+", re.MULTILINE)
_JSON = re.compile(r"^[ \t\u00a0]*\{.*^[ \t\u00a0]*\}[ \t]*$", re.MULTILINE | re.DOTALL)


def add_answers(file: str, folder: str | Path, *, packs: Iterable[str | Path] = ()) -> AnswerSource:
    """Write a copy of an answer file into a folder, under a name that no file has there.

    `file` may be `-`, stdin. Of a mail the answers are taken, without the marks of what is quoted.
    Returns the new file, as it was read back. Raises `AnswerError` where it is no valid answer
    file, where the folder's files contradict it or where the same person has one there,
    `UsageError` where the folder is none, `OutputError` where it cannot be written.
    """
    target = Path(folder)
    if target.exists() and not target.is_dir():
        message = f'"{target}" is no folder: --add needs the folder of the engagement'
        raise UsageError(Problem(rule="", message=message))
    shelf = PackShelf(packs)
    shelf.beside = str(target)
    text = take_from_mail(read_bytes(file, AnswerError))
    source = read_document(parse(text, file, AnswerError), shelf)
    others, _ = read_folder(target, shelf) if target.is_dir() else ([], [])
    for other in others:
        if other.sha256 == source.sha256:
            message, hint = f"the same answers are there already, in {other.file}", ""
        elif is_same_person(source, other):
            unnamed = other.content.respondent.anonymous
            place = "" if unnamed else f", in {other.file}"
            message = f"the same person, or one of the same role, has answers there already{place}"
            hint = "move that file away to take this one"
        else:
            continue
        raise AnswerError(Problem(rule="OC204", message=message, hint=hint, place=Place(file=file)))
    assemble([*others, source], shelf.pack(source.content.pack, str(target)), refuse=False)
    make_folder(target)
    path = _name(target, source)
    replace_file(path, text)
    return read_document(parse(read_bytes(path, AnswerError), path, AnswerError), shelf)


def take_from_mail(data: bytes) -> bytes:
    """The answers in the bytes of a mail; bytes that hold nothing else stay as they are."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data  # reading it says where
    plain = text.replace("\r\n", "\n")
    if _IS_QUOTED.search(plain):
        plain = _MARKS.sub("", plain)
    found = _JSON.search(plain)
    if found is None:
        return data if plain == text else plain.encode()
    # Mail programs indent with spaces that are none to a reader of YAML.
    inside = _INDENT.sub(lambda indent: " " * len(indent[0]), found[0].strip())
    return data if inside == text.strip() else f"{inside}\n".encode()


def _name(folder: Path, source: AnswerSource) -> str:
    """`<engagement>-<side>-<role>.yaml`, with a number where that is taken."""
    content = source.content
    who = content.respondent
    words = [_reduce(text) for text in (content.engagement, who.side, who.shown_role)]
    stem = "-".join(filter(None, words))
    for number in count(1):
        path = folder / f"{stem}{f'-{number}' if number > 1 else ''}.yaml"
        if not os.path.lexists(path):
            break
    return str(path)


def _reduce(text: str) -> str:
    """Small letters and digits, with hyphens between words."""
    letters = unicodedata.normalize("NFKD", text)
    kept = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", kept).lower()).strip("-")[:60]
