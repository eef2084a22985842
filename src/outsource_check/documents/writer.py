"""Changes to a file at their position; every other byte stays (DESIGN section 4, Writing).

A change is spliced into the text, the new bytes are read back and compared with what was wanted,
and only then may they replace the old file.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from outsource_check.documents import dumping
from outsource_check.documents.dumping import Data
from outsource_check.documents.reader import parse, read_bytes
from outsource_check.documents.splice import REMOVE, Mismatch, Part, Remove, Splice
from outsource_check.documents.tree import Document, Mapping, Node, Scalar
from outsource_check.documents.tree import Sequence as Items
from outsource_check.errors import AnswerError, OutputError, OutsourceCheckError, Place, Problem

TEMPORARY_PREFIX = ".outsource-check-"
"""How the names of temporary files begin, beside the file that they are to replace."""

Change = tuple[tuple[Part, ...], Data]
"""The path of a value from the root, and what it is to be; None empties it."""

_MARK = b"\xef\xbb\xbf"


def edit(document: Document, changes: Iterable[Change]) -> bytes:
    """The document's bytes with the values at some paths changed, added or emptied.

    Of a mapping that replaces a mapping only the fields that differ are touched. Raises
    `OutputError` for a `.json` file, a path that leads through a single value, and text that no
    YAML file can hold.
    """
    refuse_json(document.file)
    try:
        for path, value in changes:
            document = _change(document, tuple(path), value)
    except dumping.Unwritable as problem:
        raise _failure(document.file, str(problem)) from None
    return document.data


def create(
    data: dict[str, Data], *, comments: Sequence[str] = (), block: Collection[str] = ()
) -> bytes:
    """The bytes of a new file with these fields, ended by a line end.

    `comments` are lines to stand first, without their `# `. Fields named in `block` are written one
    entry a line however short they are.
    """
    lines = [f"# {comment}" for comment in comments]
    try:
        for name, value in data.items():
            lines += dumping.field(name, value, 0, flow=name not in block)
    except dumping.Unwritable as problem:
        raise _failure("", str(problem)) from None
    content = ("\n".join(lines) + "\n").encode("utf-8")
    read_back = parse(content, "", OutputError)
    if _plain(read_back.root) != dumping.normalise(data):
        raise _failure("", "the new file would not read back as it is meant")
    return content


def refuse_json(file: str) -> None:
    """Raise `OutputError` for a `.json` file: it is read, never written."""
    if file.lower().endswith(".json"):
        raise OutputError(
            Problem(
                rule="",
                message="a .json file is read, never written",
                place=Place(file=file),
                hint="save the answers in a .yaml file",
            )
        )


def replace_file(
    path: str | Path, data: bytes, *, expected: bytes | None = None, generated: bool = False
) -> None:
    """Put `data` in the place of a file, or make the file; it is never seen half written.

    `generated` is for what the program alone writes, and then in any format: an answer file with
    the ending `.json` is never written. Links are followed and the mode is kept. Where `expected`
    is given and the file no longer holds exactly that, `AnswerError` (OC204) says so and nothing
    is written. What the system refuses is an `OutputError`; no temporary file is left.
    """
    file = str(path)
    if not generated:
        refuse_json(file)
    try:
        target = Path(os.path.realpath(file))
        mode = _mode(target)
        temporary = _write_beside(target, data, mode)
        try:
            if expected is not None and not _holds(target, expected):
                raise AnswerError(
                    Problem(
                        rule="OC204",
                        message="the file was changed by something else since it was read",
                        place=Place(file=file),
                        hint="nothing was written; start again to continue from the changed file",
                    )
                )
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        _sync_folder(target.parent)
    except OSError as problem:
        raise _failure(file, _REASONS.get(problem.errno or 0) or str(problem.strerror)) from None
    except ValueError:
        raise _failure(file, "no file can have this name") from None


_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "no permission to write there",
    errno.EPERM: "no permission to write there",
    errno.ENOENT: "there is no such folder",
    errno.ENOTDIR: "there is no such folder",
    errno.EISDIR: "it is a folder",
    errno.ELOOP: "it is a link that leads back to itself",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EFBIG: "the file is too large",
}


def _failure(file: str, reason: str) -> OutputError:
    place = Place(file=file) if file else None
    return OutputError(Problem(rule="", message=f"cannot be written: {reason}", place=place))


def _mode(target: Path) -> int | None:
    """The permission bits of a file that is there and may be replaced; None for a new one."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is not a regular file")
    # Replacing needs no permission on the file itself; a read-only file says that none is wanted.
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "no permission")
    return stat.S_IMODE(found.st_mode)


def _write_beside(target: Path, data: bytes, mode: int | None) -> Path:
    temporary = target.parent / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}.tmp"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    # A new file gets what the umask leaves; a replaced one is at no time more open than it was.
    descriptor = os.open(temporary, flags, 0o666 if mode is None else 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            if mode is not None:
                _keep_owner(descriptor, target)
                os.fchmod(descriptor, mode)
            os.fsync(descriptor)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def _keep_owner(descriptor: int, target: Path) -> None:
    old, new = target.stat(), os.fstat(descriptor)
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        with contextlib.suppress(OSError):
            os.fchown(descriptor, old.st_uid, old.st_gid)


def _holds(target: Path, expected: bytes) -> bool:
    try:
        return read_bytes(target, AnswerError) == expected
    except AnswerError:
        return False


def _sync_folder(folder: Path) -> None:
    """Make the new name last. The data is in place already where a file system cannot do this."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    except OSError as problem:
        if problem.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(descriptor)


def _plain(node: Node) -> object:
    """A tree without positions and quotes: dict, list, text, None where it is empty."""
    if isinstance(node, Mapping):
        return {field.name.text: _plain(field.value) for field in node}
    if isinstance(node, Items):
        return [_plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    return None if node.empty else node.text


def _change(document: Document, path: tuple[Part, ...], value: Data) -> Document:
    """One change: each step of it is read back, so the next one works on true positions."""
    if not path:
        raise ValueError("a change needs a path")
    wanted = _plain(document.root)
    new = dumping.normalise(value)
    _put(wanted, path, new, document)
    for step_path, step in _steps(document.root, path, value):
        document = _apply(document, step_path, step)
    if _plain(document.root) != wanted:
        raise _failure(document.file, "the changed file would not read back as it is meant")
    return document


def _put(root: object, path: tuple[Part, ...], value: object, document: Document) -> None:
    """Change plain data as the file is to be changed; empty values on the way become mappings."""
    current = root
    for number, part in enumerate(path):
        last = number == len(path) - 1
        if isinstance(current, dict) and isinstance(part, str):
            if last:
                current[part] = value
            elif current.get(part) is None:
                current[part] = [] if isinstance(path[number + 1], int) else {}
            current = current[part]
        elif isinstance(current, list) and isinstance(part, int) and 0 <= part <= len(current):
            if part == len(current):
                current.append({})
            if last:
                current[part] = value
            current = current[part]
        else:
            shown = ".".join(str(part) for part in path[:number])
            raise _failure(document.file, f'"{shown}" has no place for "{part}"')


def _steps(
    root: Node, path: tuple[Part, ...], value: Data
) -> list[tuple[tuple[Part, ...], Data | Remove]]:
    """The smallest changes that together make one: only fields that differ, and only at the end."""
    node = _find(root, path)
    if node is not None and _plain(node) == dumping.normalise(value):
        return []
    if isinstance(node, Mapping) and isinstance(value, dict) and value.keys() & node.fields.keys():
        steps: list[tuple[tuple[Part, ...], Data | Remove]] = []
        for name, part in value.items():
            steps += _steps(root, (*path, name), part)
        # Last, so that the mapping is never without a field.
        return steps + [((*path, name), REMOVE) for name in node.fields if name not in value]
    if isinstance(node, Items) and isinstance(value, list) and 0 < len(node.items) <= len(value):
        return [
            step
            for number, part in enumerate(value)
            for step in _steps(root, (*path, number), part)
        ]
    return [(path, value)]


def _find(root: Node, path: tuple[Part, ...]) -> Node | None:
    node: Node | None = root
    for part in path:
        if isinstance(node, Mapping) and isinstance(part, str):
            node = node.get(part)
        elif isinstance(node, Items) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
        else:
            return None
    return node


def _apply(document: Document, path: tuple[Part, ...], value: Data | Remove) -> Document:
    """The document after one splice. The roomy form is tried first, then everything on one line."""
    wanted = _plain(document.root)
    _put(wanted, path, None if isinstance(value, Remove) else dumping.normalise(value), document)
    if isinstance(value, Remove):
        parent = _find_plain(wanted, path[:-1])
        assert isinstance(parent, dict)  # only fields are removed
        del parent[path[-1]]
    for roomy in (True, False):
        try:
            text = Splice(document, roomy=roomy).change(path, value)
        except Mismatch:
            continue
        data = text.encode("utf-8")
        if document.data.startswith(_MARK):
            data = _MARK + data
        try:
            changed = parse(data, document.file, OutputError)
        except OutsourceCheckError as problem:
            if problem.problems[0].rule in ("OC001", "OC006"):  # too large; no form would help
                raise _failure(document.file, problem.problems[0].message) from None
            continue
        if _plain(changed.root) == wanted:
            return Document(document.file, data, changed.text, changed.root, document.error)
    raise _failure(document.file, "the changed file would not read back as it is meant")


def _find_plain(root: object, path: tuple[Part, ...]) -> object:
    for part in path:
        assert isinstance(root, dict | list)
        root = root[part]  # type: ignore[index]
    return root
