"""Forms: a page that asks the questions without a terminal (docs/form.md)."""

from outsource_check.form.opening import Form, open_form
from outsource_check.form.page import render_form

__all__ = ["Form", "open_form", "render_form"]
