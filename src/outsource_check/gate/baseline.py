"""What engagements came to before: a committed file, or a git revision's answers, scored anew.

A gain in one key never hides a loss in another: overall and every key are compared alone.
"""

from __future__ import annotations

import datetime
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from outsource_check import __version__
from outsource_check.answers.names import name_from
from outsource_check.documents.faults import find_marks
from outsource_check.documents.types import Items
from outsource_check.errors import ConfigurationError, Place, Problem
from outsource_check.gate.finding import Finding
from outsource_check.gate.globs import make_relative, normalize
from outsource_check.gate.policy import show_value
from outsource_check.gate.report import Judged, publish_interval
from outsource_check.models import Model, publish_number
from outsource_check.numbers import round_half_up

if TYPE_CHECKING:
    from outsource_check.gate.policy import Policy

FORMAT = "outsource-check/baseline/v1"
FILE_NAME = "outsource-baseline.json"
MAX_BYTES = 1 << 26
"""The largest baseline, in bytes: a hundred thousand engagements."""

_EXACT = re.compile(r"[0-9]{1,80}(?:/[1-9][0-9]{0,79})?")
_SHOWN = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,4})?")


def _read_exact(value: object) -> Fraction:
    if isinstance(value, str) and _EXACT.fullmatch(value) and Fraction(value) <= 100:
        return Fraction(value)
    raise ValueError('expected a fraction such as "203/3", from 0 to 100')


def _read_shown(value: object) -> Fraction:
    if isinstance(value, _Digits) and _SHOWN.fullmatch(value) and Fraction(value) <= 100:
        return Fraction(value)
    raise ValueError("expected a number from 0 to 100, with at most four decimals")


class _Digits(str):
    """A number as the file writes it, before anything can round it."""

    __slots__ = ()


def _read_text(value: object) -> str:
    if isinstance(value, str) and not isinstance(value, _Digits):
        return value
    raise ValueError("expected a text")


_Text = Annotated[str, BeforeValidator(_read_text)]


class Span(Model):
    """A score's interval: rounded for readers, and exact where that rounds."""

    low: Annotated[Fraction, BeforeValidator(_read_shown)]
    high: Annotated[Fraction, BeforeValidator(_read_shown)]
    exact: dict[Literal["low", "high"], Annotated[Fraction, BeforeValidator(_read_exact)]] = Field(
        default_factory=dict
    )

    @model_validator(mode="after")
    def _agrees(self) -> Span:
        for name, exact in self.exact.items():
            if Fraction(round_half_up(exact, 4)) != getattr(self, name):
                raise ValueError(f"{name} and exact {name} are different numbers")
        return self

    @property
    def least(self) -> Fraction:
        """The low end, exact."""
        return self.exact.get("low", self.low)


class PackName(Model):
    """Which pack, and which version of it, the scores are of."""

    id: _Text
    version: _Text
    scoring: _Text = ""
    """The digest of what decides its scores; a baseline that was written without it is refused."""

    @property
    def comparable(self) -> tuple[str, str]:
        """What must be the same for scores to be comparable: a patch changes wording only."""
        return self.id, self.version.rpartition(".")[0]


class Entry(Model):
    """One engagement as it was."""

    folder: _Text
    """Relative to the baseline's folder, with `/`."""
    engagement: _Text
    files: Items[_Text]
    pack: PackName
    verdict: Literal["ready", "conditional", "at-risk", "not-ready"]
    score: Span
    keys: dict[str, Span | None]


class BaselineFile(Model):
    """The file `outsource-baseline.json`."""

    format: Literal["outsource-check/baseline/v1"]
    tool_version: _Text
    as_of: _Text
    engagements: Items[Entry]

    @model_validator(mode="after")
    def _unique(self) -> BaselineFile:
        seen = set()
        for entry in self.engagements:
            if (entry.folder, entry.engagement) in seen:
                raise ValueError(f'"{entry.engagement}" in "{entry.folder}" is there twice')
            seen.add((entry.folder, entry.engagement))
        return self


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """What to compare with."""

    source: str
    """Where it is from, in words."""
    top: str
    """The real path of the folder that its paths are relative to."""
    entries: dict[tuple[str, str], Entry]
    """By folder and name."""

    def find(self, judged: Judged) -> Entry | None:
        """The engagement as it was; None where it is new."""
        return self.entries.get(self.locate(judged))

    def locate(self, judged: Judged) -> tuple[str, str]:
        """The folder and the name by which the baseline knows an engagement."""
        return split_relative(judged.files[0], self.top)[0], judged.engagement

    def compare(self, judged: Judged, policy: Policy) -> Iterator[Finding]:
        """OC110 and OC111 of one engagement, by the policy's `baseline`; nothing where it is new.

        Raises `ConfigurationError` (OC206) where it was scored with another version of its pack.
        """
        entry = self.find(judged)
        if entry is None:
            return
        now = PackName(id=judged.pack, version=judged.pack_version)
        if now.comparable != entry.pack.comparable:
            message = (
                f'"{judged.engagement}" is scored with {now.id} {now.version} and with'
                f" {entry.pack.id} {entry.pack.version} in the baseline: not comparable"
            )
            hint = "write the baseline anew with `outsource-check baseline write`"
            place = Place(file=judged.files[0])
            raise ConfigurationError(Problem(rule="OC206", message=message, place=place, hint=hint))
        if entry.pack.scoring != judged.scoring:
            message = (
                f'"{judged.engagement}": what decides the scores of {now.id} {now.version} is'
                " otherwise than in the baseline: not comparable"
            )
            hint = "raise the pack's version, or write the baseline anew"
            place = Place(file=judged.files[0])
            raise ConfigurationError(Problem(rule="OC206", message=message, place=place, hint=hint))
        settings = policy.baseline
        origin = policy.origin("baseline.max_drop_overall")
        most = f"max_drop_overall {show_value(settings.max_drop_overall)} ({origin})"
        before, after = entry.score.least, Fraction(judged.score.low)
        if before - after > settings.max_drop_overall:
            message = f"overall {_describe_fall(before, after, settings.max_drop_overall)}; {most}"
            yield Finding(
                rule="OC110", message=message, path=judged.files[0], engagement=judged.engagement
            )
        scores = judged.keys
        origin = policy.origin("baseline.max_drop_by_key")
        most = f"max_drop_by_key {show_value(settings.max_drop_by_key)} ({origin})"
        for key, was in entry.keys.items():
            score = scores.get(key)
            if was is None:
                continue
            if score is None:
                message = f'the key "{key}" has no question any more that applies and was asked'
            elif was.least - score.low > settings.max_drop_by_key:
                fell = _describe_fall(was.least, Fraction(score.low), settings.max_drop_by_key)
                message = f'the key "{key}" {fell}; {most}'
            else:
                continue
            yield Finding(
                rule="OC111",
                message=message,
                path=judged.files[0],
                engagement=judged.engagement,
                key=key,
            )

    def find_vanished(
        self, counted: Mapping[str, str], read: Iterable[str], broken: Iterable[str] = ()
    ) -> Iterator[Finding]:
        """OC112: files that are no longer there, or no longer count for their engagement.

        `counted` are the files that were judged, each with the name of its engagement; `read` are
        those that were selected, `broken` those of them that have a finding already. A file that is
        there and was not selected has not vanished.
        """
        names = {self._locate_file(file): name for file, name in counted.items()}
        silent = {self._locate_file(file) for file in {*read}.difference(counted, broken)}
        for (folder, name), entry in sorted(self.entries.items()):
            for file in entry.files:
                place = _join(file)
                if not self._is_there(file, folder):
                    found = "it is no longer there"
                elif names.get(place, name) != name:
                    found = f'it now says "{names[place]}"'
                elif place in silent:
                    found = "it holds no answers of its own any more"
                else:
                    continue
                message = f'the baseline has this file of "{name}", and {found}'
                yield Finding(rule="OC112", message=message, path=self.show(file))

    def show(self, file: str) -> str:
        """One of the baseline's paths, from the current folder."""
        return name_from("", os.path.join(self.top, file))  # noqa: PTH118 - one may be whole

    def _locate_file(self, file: str) -> str:
        return "/".join(split_relative(file, self.top))

    def _is_there(self, file: str, folder: str) -> bool:
        path = os.path.join(self.top, file)  # noqa: PTH118
        # Where an engagement's files may not be named, the baseline names their folder. pathlib
        # raises where a folder may not be read.
        return os.path.isdir(path) if file == folder else os.path.isfile(path)  # noqa: PTH112, PTH113


def split_relative(file: str, top: str) -> tuple[str, str]:
    """The folder and the name of a file, the folder as a path from `top`, `.` for `top` itself."""
    folder, name = os.path.split(file)
    return make_relative(folder, top), name


def _join(file: str) -> str:
    return file if "/" in file else f"./{file}"


def _describe_fall(before: Fraction, after: Fraction, most: Fraction) -> str:
    """`fell from 68 to 59.96, by 8.04`, with as many digits as it takes to be more than `most`."""
    drop = before - after
    texts = (f"{round_half_up(drop, digits)}" for digits in range(4, 12))
    text = next((text for text in texts if Fraction(text) > most), f"{drop}")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"fell from {publish_number(before)} to {publish_number(after)}, by {text}"


# ---------------------------------------------------------------- reading and writing


def read_baseline(data: bytes, file: str) -> Baseline:
    """The baseline in a file's bytes.

    Raises `ConfigurationError` with the place where it is not JSON, or the field that is wrong, and
    where an engagement does not name what decided its scores.
    """
    try:
        text = data.decode("utf-8")
        values = json.loads(
            text,
            parse_float=_Digits,
            parse_int=_Digits,
            parse_constant=_refuse_constant,
            object_pairs_hook=_read_fields,
        )
        content = BaselineFile.model_validate(values)
    except UnicodeDecodeError:
        raise _make_error(file, "OC002", "is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        marks = find_marks(error.doc)
        if marks is not None:
            line = error.doc.count("\n", 0, marks.offset) + 1
            place = Place(file=file, line=line, column=1)
            raise _make_error(file, "OC003", marks.message, place) from None
        place = Place(file=file, line=error.lineno, column=error.colno)
        raise _make_error(file, "OC003", f"is not valid JSON: {error.msg}", place) from None
    except RecursionError:
        raise _make_error(file, "OC006", "is nested too deep") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise _make_error(file, "OC303", f"{where}: {reason}" if where else reason) from None
    except ValueError as error:
        raise _make_error(file, "OC303", str(error)) from None
    for entry in content.engagements:
        if not entry.pack.scoring:
            message = f'the baseline does not say what decided the scores of "{entry.engagement}"'
            hint = "write it anew with `outsource-check baseline write`"
            place = Place(file=file)
            raise ConfigurationError(Problem(rule="OC206", message=message, place=place, hint=hint))
    return Baseline(
        source=f"{file} of {content.as_of}",
        top=os.path.realpath(Path(file).parent),
        entries={(entry.folder, entry.engagement): entry for entry in content.engagements},
    )


def load_baseline(file: str) -> Baseline:
    """The baseline in a file. Raises `ConfigurationError` where it cannot be read or is invalid."""
    try:
        path = Path(file)
        if not path.is_file():
            missing = not os.path.lexists(file)
            reason = "no such file" if missing else "is not a regular file"
            raise _make_error(file, "OC001", f"the baseline cannot be read: {reason}")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "no file can have this name").lower()
        raise _make_error(file, "OC001", f"the baseline cannot be read: {reason}") from None
    if len(data) > MAX_BYTES:
        raise _make_error(file, "OC006", "the baseline is larger than 64 MiB")
    return read_baseline(data, file)


def render_baseline(engagements: Iterable[Judged], as_of: datetime.date, folder: str) -> str:
    """The text of a baseline of what was judged, with paths relative to a folder."""
    top = os.path.realpath(folder)
    return _render(engagements, as_of, lambda file: split_relative(file, top))


_Split = Callable[[str], tuple[str, str]]
"""From a file's path to its folder, as the baseline names it, and its name."""


def _render(engagements: Iterable[Judged], as_of: datetime.date, split: _Split) -> str:
    entries = sorted((_make_entry(judged, split) for judged in engagements), key=_order_entries)
    document = {
        "format": FORMAT,
        "tool_version": __version__,
        "as_of": as_of.isoformat(),
        "engagements": entries,
    }
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def make_baseline(engagements: Iterable[Judged], top: str, source: str) -> Baseline:
    """A baseline of what was just judged, of files that are named by their paths from `top`."""

    def split(file: str) -> tuple[str, str]:
        folder, name = os.path.split(file)
        return folder or ".", name

    text = _render(engagements, datetime.date.min, split)
    return replace(read_baseline(text.encode(), ""), source=source, top=top)


def _order_entries(entry: dict[str, Any]) -> tuple[str, str]:
    return entry["folder"], entry["engagement"]


def _make_entry(judged: Judged, split: _Split) -> dict[str, Any]:
    for file in judged.files:
        if not _is_text(file):
            message = "the name of this file is not UTF-8 text: no baseline can hold it"
            raise _make_error(file, "OC002", message)
    folder = split(judged.files[0])[0]
    return {
        "folder": folder,
        "engagement": judged.engagement,
        "files": [normalize("/".join(split(file))) for file in judged.files],
        "pack": {
            "id": judged.pack,
            "version": judged.pack_version,
            "scoring": judged.scoring,
        },
        "verdict": judged.low,
        "score": publish_interval(judged.score),
        "keys": {key: publish_interval(score) for key, score in judged.keys.items()},
    }


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _read_fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f'duplicate field "{twice}"')
    return fields


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _make_error(
    file: str, rule: str, message: str, place: Place | None = None
) -> ConfigurationError:
    place = place or Place(file=file)
    return ConfigurationError(Problem(rule=rule, message=message, place=place))
