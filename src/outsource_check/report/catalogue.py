"""Which templates there are: the shipped ones, and those of a user's folder.

`templates.yaml` beside the formats' folders says what each template is and for whom.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from outsource_check.documents import near, parse
from outsource_check.documents.reader import read_bytes
from outsource_check.documents.types import Id, Items, Text
from outsource_check.documents.validation import read_model
from outsource_check.errors import ConfigurationError, Problem, UsageError
from outsource_check.models import Model
from outsource_check.report.compiled import LANGUAGES, Language
from outsource_check.resources import shipped_templates
from outsource_check.result.redaction import Audience

FORMAT = "outsource-check/templates/v1"
LIST = "templates.yaml"


class Entry(Model):
    """What a list of templates says about one."""

    id: Id
    title: Text
    text: Text = ""
    """What it shows, in a sentence."""
    audience: Literal["client", "partner", "both"] = "both"


class Listing(Model):
    """The file `templates.yaml`."""

    format: Literal["outsource-check/templates/v1"]
    templates: Items[Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A report template."""

    name: str
    title: str
    text: str
    audience: Audience
    """Whom it is for; a template that no list names is for both sides, and shows least."""
    languages: tuple[Language, ...]
    """The formats that it is written for; never empty."""
    own: bool
    """Whether it stands in the user's folder."""
    listed: bool
    """Whether a list of templates names it."""

    def describe(self) -> str:
        """The template on one line: name, formats, title, what it shows."""
        own = " (own)" if self.own else ""
        head = f"{self.name:<13}{', '.join(self.languages):<15}{self.title}{own}"
        return f"{head}. {self.text}" if self.text else head


def list_templates(folder: Path | None = None) -> tuple[Template, ...]:
    """The shipped templates and those of a user's folder, as their lists order them.

    Raises `ConfigurationError` where the folder is none or its list is wrong.
    """
    shipped = shipped_templates()
    entries = {entry.id: entry for entry in _read_list(shipped)}
    found = {name: _find_languages(shipped, name) for name in entries}
    own: set[str] = set()
    if folder is not None:
        if not folder.is_dir():
            raise ConfigurationError(f'the template folder "{folder}" is not a folder')
        for entry in _read_list(folder):
            entries[entry.id] = entry
        for language in LANGUAGES:
            for file in sorted((folder / language).glob(f"*.{language}.j2")):
                name = file.name.removesuffix(f".{language}.j2")
                own.add(name)
                found[name] = tuple(sorted({*found.get(name, ()), language}, key=LANGUAGES.index))
    return tuple(
        Template(
            name=name,
            title=entries[name].title if name in entries else name,
            text=entries[name].text if name in entries else "",
            audience=entries[name].audience if name in entries else "both",
            languages=languages,
            own=name in own,
            listed=name in entries,
        )
        for name, languages in found.items()
        if languages
    )


def find_template(name: str, folder: Path | None = None) -> Template:
    """A template by name. Raises `UsageError` where there is none."""
    templates = list_templates(folder)
    for template in templates:
        if template.name == name:
            return template
    names = [template.name for template in templates]
    hint = near(name, names) or f"there are {', '.join(names)}"
    raise UsageError(Problem(rule="", message=f'there is no template "{name}"', hint=hint))


def _find_languages(folder: Path, name: str) -> tuple[Language, ...]:
    return tuple(
        language
        for language in LANGUAGES
        if (folder / language / f"{name}.{language}.j2").is_file()
    )


def _read_list(folder: Path) -> tuple[Entry, ...]:
    file = folder / LIST
    if not file.exists():
        return ()
    document = parse(read_bytes(file, ConfigurationError), str(file), ConfigurationError)
    return read_model(document, Listing).templates
