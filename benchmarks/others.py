"""What `check` is measured against, over the engagements in a folder.

usage: python benchmarks/others.py yaml FOLDER                  (loads every file, does nothing)
       python benchmarks/others.py check-jsonschema FOLDER      (validates every file)
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import yaml


def load_all(files: list[Path]) -> None:
    """Load every file as fast as PyYAML can."""
    for file in files:
        with file.open("rb") as stream:
            yaml.load(stream, yaml.CSafeLoader)


def validate_all(folder: Path, files: list[Path]) -> None:
    """Become `check-jsonschema` over the files, with the schema of answer files."""
    schema = folder / "answers.schema.json"
    if not schema.exists():
        command = [sys.executable, "-m", "outsource_check", "schema", "answers", "-o", str(schema)]
        subprocess.run(command, check=True, capture_output=True)
    words = ["-m", "check_jsonschema", "--schemafile", str(schema), *map(str, files)]
    os.execv(sys.executable, [sys.executable, *words])  # noqa: S606 - a list, nothing for a shell


def main() -> None:
    """Do what the first word says."""
    kind, folder = sys.argv[1], Path(sys.argv[2])
    files = sorted(folder.glob("*/*.yaml"))
    if kind == "yaml":
        load_all(files)
    else:
        validate_all(folder, files)


if __name__ == "__main__":
    main()
