"""`python -m outsource_check` is `outsource-check`."""

import sys

from outsource_check.cli import main

if __name__ == "__main__":
    sys.exit(main())
