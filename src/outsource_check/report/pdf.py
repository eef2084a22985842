"""A finished page as a PDF, by WeasyPrint where it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Timer

from outsource_check.errors import ConfigurationError, UsageError

MOST_SECONDS = 120
"""A long report takes some seconds. A logo of a kilobyte can hold drawings in drawings for days."""
_ADVICE = "or write the HTML and print it from a browser"
_NO_LIBRARY, _NO_PANGO, _TOO_LONG = 101, 102, 103
_DRAW = """\
import sys
seconds, *sys.path = sys.argv[1:]
from outsource_check.report.pdf import draw
draw(float(seconds))
"""


def print_page(page: str) -> bytes:
    """A page of HTML as a tagged PDF; nothing outside the page is read.

    Drawn in a process of its own, because only that can be ended: no count of what a page holds
    says how long it takes. Raises `UsageError` where WeasyPrint or the libraries that it needs are
    not installed, `ConfigurationError` where drawing takes more than `MOST_SECONDS`.
    """
    words = [sys.executable, "-P", "-c", _DRAW, str(MOST_SECONDS), *filter(None, sys.path)]
    done = subprocess.run(  # noqa: S603 - a list of arguments, nothing for a shell
        words, input=page.encode(), capture_output=True, check=False
    )
    if done.returncode == _TOO_LONG:
        raise ConfigurationError(
            f"drawing the PDF takes more than {MOST_SECONDS} seconds: take a simpler logo, such as"
            f" a PNG, {_ADVICE}"
        )
    if done.returncode == _NO_LIBRARY:
        raise UsageError(f'PDF needs the package "weasyprint", which is not installed, {_ADVICE}')
    if done.returncode == _NO_PANGO:
        raise UsageError(
            "PDF needs Pango (Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0"
            f" libharfbuzz-subset0), {_ADVICE}"
        )
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return done.stdout


def draw(seconds: float) -> None:
    """Draw the page on standard input to standard output; the status says if something is missing.

    It ends itself after some time, even if the program that waits for it was killed.
    """
    clock = Timer(seconds, os._exit, (_TOO_LONG,))
    clock.daemon = True
    clock.start()
    try:
        from weasyprint import HTML  # noqa: PLC0415 - an optional extra, slow to import
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except ImportError:
        sys.exit(_NO_LIBRARY)
    except OSError:
        sys.exit(_NO_PANGO)
    fetcher = URLFetcher(allowed_protocols={"data"})
    document = HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=fetcher)
    sys.stdout.buffer.write(document.write_pdf(pdf_variant="pdf/ua-1"))
