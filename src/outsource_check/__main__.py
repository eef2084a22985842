"""`python -m outsource_check` is `outsource-check`."""

import os
import sys

if __name__ == "__main__":
    # `-m` looks for modules in the current folder first: a stray `rich.py` there is not ours.
    if not sys.flags.safe_path and sys.path and sys.path[0] == os.getcwd():  # noqa: PTH109
        del sys.path[0]

    from outsource_check.cli import main

    sys.exit(main())
