"""The few scripts that Wagtail writes into its pages, named by their hashes in the content policy.

They do one thing: start a chooser of a date, a picture, a document, a page, with arguments that are
data. What has another form is refused by the browser, as everywhere else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_STARTS_A_CHOOSER = re.compile(
    r"\s*(?:init(?:Date|Time|DateTime)Chooser|new [A-Z][A-Za-z]*Chooser)\((.*)\);?\s*", re.DOTALL
)


def hashes(page: str) -> list[str]:
    """Sources of a content policy that let the choosers of this page start; often none."""
    return list(dict.fromkeys(map(_source, _choosers(page))))


def _choosers(page: str) -> Iterator[str]:
    for script in _SCRIPT.findall(page):
        call = _STARTS_A_CHOOSER.fullmatch(script)
        if call is not None and _is_data(call[1]):
            yield script


def _is_data(arguments: str) -> bool:
    try:
        json.loads(f"[{arguments}]")
    except ValueError:
        return False
    return True


def _source(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
