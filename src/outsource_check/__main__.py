"""`python -m outsource_check` is `outsource-check`."""

import os
import sys


def _leave_out_folder() -> None:
    """Have no module looked for in the current folder, where `-m` looks first."""
    try:
        here = os.getcwd()  # noqa: PTH109 - loaded already, as `pathlib` is not
    except OSError:  # the folder is gone, and `-m` has left it out
        return
    if not sys.flags.safe_path and sys.path and sys.path[0] == here:
        del sys.path[0]


if __name__ == "__main__":
    _leave_out_folder()

    from outsource_check.cli import main

    sys.exit(main())
