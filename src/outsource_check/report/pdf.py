"""A finished page as a PDF, by WeasyPrint where it is installed."""

from __future__ import annotations

from outsource_check.errors import UsageError

_ADVICE = "or write the HTML and print it from a browser"


def print_page(page: str) -> bytes:
    """A page of HTML as a tagged PDF; nothing outside the page is read.

    Raises `UsageError` where WeasyPrint or the libraries that it needs are not installed.
    """
    try:
        from weasyprint import HTML  # noqa: PLC0415 - an optional extra, slow to import
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except ImportError:
        raise UsageError(
            f'PDF needs an extra: pip install "outsource-check[pdf]", {_ADVICE}'
        ) from None
    except OSError:
        raise UsageError(
            "PDF needs Pango (Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0"
            f" libharfbuzz-subset0), {_ADVICE}"
        ) from None
    fetcher = URLFetcher(allowed_protocols={"data"})
    document = HTML(string=page, url_fetcher=fetcher)
    data: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return data
