"""The folders that travel with the program: question packs and report templates.

In an installed package they lie inside it; in a checkout, and in an editable installation of one,
they stand beside `pyproject.toml`.
"""

from __future__ import annotations

from pathlib import Path

from outsource_check.errors import ConfigurationError

__all__ = ["shipped_packs", "shipped_templates"]


def shipped_packs() -> Path:
    """The folder that holds the shipped packs, one folder each.

    Raises `ConfigurationError` where the installation lacks it.
    """
    return _find_folder("questions")


def shipped_templates() -> Path:
    """The folder that holds the shipped report templates.

    Raises `ConfigurationError` where the installation lacks it.
    """
    return _find_folder("report_templates")


def _find_folder(name: str) -> Path:
    # Packs and templates are opened as files, so an import from a zip archive does not count, and
    # importlib.resources, which would import the zip archives' module, has nothing to add.
    here = Path(__file__)
    if (here.parent / name).is_dir():
        return here.parent / name
    top = here.resolve().parents[2]
    if (top / "pyproject.toml").is_file() and (top / name).is_dir():
        return top / name
    raise ConfigurationError(
        f'the folder "{name}" was expected inside the package or beside pyproject.toml and is in'
        " neither; install outsource-check again"
    )
