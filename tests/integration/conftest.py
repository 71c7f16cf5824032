"""Every page that a test of the public's looks at, in whatever state it is, keeps HTML's rules."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.support.environment import engine
from tests.support.markup import faults

#: What is the same in two pages that were made alike: their elements and the names of attributes.
_WORDS = re.compile(r'>[^<]+|="[^"]*"')


#: Folders whose tests are about what the public sees.
_PUBLIC = {"disclosure", "opendata", "portal", "privacy", "search", "web"}
_seen: set[int] = set()


@pytest.fixture(autouse=True)
def well_formed_pages(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails the test that is shown a page with faults; Wagtail's own are not ours to mend.

    A page built as one before is not read again. What the database is makes no difference.
    """
    if engine() != "sqlite" or _PUBLIC.isdisjoint(request.path.parts):
        return
    usual = Client.request

    def ask(client: Client, **asked: Any) -> Any:
        answer = usual(client, **asked)
        html = _page(answer)
        shape = hash(_WORDS.sub("", html))
        if shape not in _seen:
            _seen.add(shape)
            # A form gives back what somebody typed, were it no character at all.
            wrong = faults(html.replace("\0", "")) if html else []
            assert not wrong, f"{asked.get('PATH_INFO')} ({answer.status_code}): {wrong}"
        return answer

    monkeypatch.setattr(Client, "request", ask)


def _page(answer: Any) -> str:
    """A whole page of ours; nothing for a fragment, a file, or a page of the editors' room."""
    if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return ""
    if answer.headers.get("Content-Encoding"):
        return ""
    html = answer.content.decode()
    return html if html.lstrip()[:9].lower() == "<!doctype" and "wagtailadmin" not in html else ""
