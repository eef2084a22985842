"""Reports: a result becomes a context, and a template makes text of it.

What may be shown is decided in the context, how it looks in the templates of `report_templates/`.
"""

from outsource_check.report.branding import read_brand
from outsource_check.report.catalogue import Template, find_template, list_templates
from outsource_check.report.rendering import Design, render

__all__ = ["Design", "Template", "find_template", "list_templates", "read_brand", "render"]
