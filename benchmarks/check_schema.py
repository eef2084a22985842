"""What `check` is measured against: check-jsonschema over the engagements in a folder.

usage: python benchmarks/check_schema.py FOLDER
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def main() -> None:
    """Become `check-jsonschema` over the files, with the schema of answer files."""
    folder = Path(sys.argv[1])
    schema = folder / "answers.schema.json"
    if not schema.exists():
        command = [sys.executable, "-m", "outsource_check", "schema", "answers", "-o", str(schema)]
        subprocess.run(command, check=True, capture_output=True)
    files = map(str, sorted(folder.glob("*/*.yaml")))
    words = ["-m", "check_jsonschema", "--schemafile", str(schema), *files]
    os.execv(sys.executable, [sys.executable, *words])  # noqa: S606 - a list, nothing for a shell


if __name__ == "__main__":
    main()
