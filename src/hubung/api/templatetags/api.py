"""Words of a program inside a sentence."""

from __future__ import annotations

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def with_code(text: str) -> SafeString:
    """What stands between backticks as code, everything escaped."""
    parts = enumerate(str(text).split("`"))
    return format_html_join(
        "", "{}{}{}", ((_CODE[at % 2][0], part, _CODE[at % 2][1]) for at, part in parts)
    )


#: What surrounds ordinary words, and the words of a program.
_CODE = (("", ""), (mark_safe("<code>"), mark_safe("</code>")))
