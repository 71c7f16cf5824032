"""Every address × every method × visitor: the headers that must never be missing.

Django's test client runs the whole stack of middleware; `test_serving` looks at what uvicorn makes
of it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from hubung.directory.models import Person, Role
from hubung.kernel.rights import Who
from hubung.project.rights import Route, routes
from tests.integration.rights.examples import examples
from tests.integration.rights.world import World
from tests.support.accounts import session_for
from tests.support.ministry import person

pytestmark = [pytest.mark.django_db, pytest.mark.once]

METHODS = {"nobody": ("GET", "POST", "TRACE"), "supervisor": ("GET", "POST")}
#: The only answers that anybody may keep for others, since they are the same for all.
SHARED = {
    "jwks",
    "openapi",
    "seals",
    "discovery",
    "services",
    "definition",
    "colours",
    "emblem",
    "icon",
    "manifest",
}
#: What the ministry publishes for everybody to keep and to use, in pages of others as well.
OPEN = (
    "public_agenda:",
    "public_register:",
    "opendata:",
    "published:",
    "content:",
    "wagtail_serve",
)
#: Wagtail's room for editors: its preview is a frame of our own, and its editor sets styles.
EDITORS_ROOM = "portal:editing"
OF_THE_ROOM = ("lax policy", "X-Frame-Options: SAMEORIGIN", "may be framed")
#: Sent with TRACE, whose answer must not hold it.
PLANTED = "gema-yang-tidak-boleh"
#: Reader's choices, which the page's script writes as well.
READABLE_COOKIES = {"theme", "language"}


def wrong_with(answer: HttpResponseBase) -> Iterator[str]:
    """What is missing, for an answer of any kind and status."""
    headers = answer.headers
    policy = headers.get("Content-Security-Policy", "")
    if "unsafe" in policy or "*" in policy or "http" in policy:
        yield f"lax policy: {policy}"
    rules = dict(rule.partition(" ")[::2] for rule in policy.split("; "))
    if rules.get("default-src") not in ("'self'", "'none'"):
        yield f"no policy: {policy}"
    if "sandbox" not in rules and not {"object-src", "base-uri"} <= rules.keys():
        yield f"open policy: {policy}"
    expected = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    for name, value in expected.items():
        if headers.get(name) != value:
            yield f"{name}: {headers.get(name)}"
    if rules.get("frame-ancestors") != "'none'":
        yield f"may be framed: {policy}"
    if headers.get("Referrer-Policy") not in ("same-origin", "no-referrer"):
        yield f"Referrer-Policy: {headers.get('Referrer-Policy')}"
    if "camera=()" not in headers.get("Permissions-Policy", ""):
        yield "no Permissions-Policy"
    if [name for name in headers if name.lower().startswith("access-control-")]:
        yield "is open to other origins"
    if {"Server", "X-Powered-By"} & set(headers):
        yield "names its software"
    kind = headers.get("Content-Type", "")
    has_body = answer.streaming or bool(getattr(answer, "content", b""))
    if has_body and not kind:
        yield "no Content-Type"
    # A stream of events is UTF-8 by its definition; what a stranger's file is, nobody knows.
    ours = kind != "text/event-stream" and "sandbox" not in rules
    if ours and kind.startswith(("text/", "application/xml")) and "charset=utf-8" not in kind:
        yield f"no charset: {kind}"
    for name, morsel in answer.cookies.items():
        if morsel["max-age"] == 0:  # is taken away
            continue
        if morsel["samesite"] not in ("Lax", "Strict"):
            yield f"cookie {name} without SameSite"
        if not morsel["httponly"] and name not in READABLE_COOKIES:
            yield f"cookie {name} can be read by scripts"
        if morsel["domain"]:
            yield f"cookie {name} for other hosts"


def wrong_caching(route: Route, answer: HttpResponseBase) -> Iterator[str]:
    """Nothing personal is kept for others, and what is kept does not depend on what is unkeyed."""
    caching = answer.headers.get("Cache-Control", "")
    if "no-store" in caching or "private" in caching:
        return
    if route.name.startswith(OPEN) and answer.status_code < 400 and not answer.cookies:
        return
    local = route.name.rpartition(":")[2].partition("_")[0]
    if local not in SHARED or answer.status_code >= 400:
        yield f"may be kept by a cache: {caching!r}"


def _is_openness(fault: str) -> bool:
    return fault in (
        "is open to other origins",
        "Cross-Origin-Resource-Policy: cross-origin",
    )


def addresses(here: World, someone: Person | None) -> Iterator[tuple[Route, str]]:
    for route in routes():
        named = set(route.pattern.pattern.regex.groupindex)
        for values, _thing in examples(here, route.name, someone):
            given = dict(values)
            if route.access.who == Who.BEARER:
                given = dict.fromkeys(named, 1) | given
            yield route, reverse(route.name, kwargs={name: given[name] for name in named})


@pytest.mark.parametrize("who", METHODS)
def test_every_answer_has_the_headers(here: World, who: str) -> None:
    key, someone = "", None
    if who != "nobody":
        someone = person("Wisesa Uji-Coba", here.ministry.root, Role(who))
        TOTP.activate(someone, generate_totp_secret())
        key = session_for(someone).session_key or ""
    client = Client(headers={"accept": "text/html"}, raise_request_exception=False)
    wrong, seen, statuses = [], 0, set()
    for route, address in addresses(here, someone):
        for method in METHODS[who]:
            cache.clear()
            client.cookies.clear()
            if key:
                client.cookies[settings.SESSION_COOKIE_NAME] = key
            with transaction.atomic():
                answer = client.generic(method, address, headers={"X-Planted": PLANTED})
                transaction.set_rollback(True)
            seen += 1
            statuses.add(answer.status_code)
            faults = [*wrong_with(answer), *wrong_caching(route, answer)]
            if route.name.startswith(OPEN):
                faults = [each for each in faults if not _is_openness(each)]
            if route.name == EDITORS_ROOM:
                faults = [each for each in faults if not each.startswith(OF_THE_ROOM)]
                assert "script-src 'unsafe" not in answer["Content-Security-Policy"]
            if method == "TRACE" and PLANTED in getattr(answer, "content", b"").decode():
                faults.append("echoes TRACE")
            if answer.status_code >= 500 and route.name != "readyz":
                faults.append("fails")
            wrong += [f"{method} {address} {answer.status_code}: {fault}" for fault in faults]
    assert not wrong, "\n".join(wrong)
    # That it walked at all: pages, redirects, refusals and methods that are none.
    assert seen > 200
    assert {200, 302, 404, 405} <= statuses


@pytest.mark.parametrize(
    ("method", "address", "headers", "status"),
    [
        ("GET", "/tiada/", {}, 404),
        ("GET", "/tiada", {}, 404),
        ("GET", "/", {"host": "jahat.example"}, 400),
        ("GET", "/api/v1/tiada", {}, 404),
        ("GET", "/api/v1/cases", {"authorization": "Bearer hub_salah"}, 401),
        ("GET", "/static/tiada.css", {}, 404),
        ("DELETE", "/lapor/", {}, 405),
        ("GET", "/lapor/berkas/", {}, 405),
        ("GET", "/ui/../../secret.key", {}, 404),
    ],
)
def test_errors_have_them_too(
    here: World, method: str, address: str, headers: dict[str, str], status: int
) -> None:
    answer = Client(headers={"accept": "text/html"}).generic(method, address, headers=headers)
    assert answer.status_code == status
    assert [*wrong_with(answer)] == []
    assert answer["Cache-Control"] == "no-store, private"


def test_a_failure_has_them_too(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("Rinai Senja, rinai@contoh.id")

    monkeypatch.setattr("hubung.insight.published.recent", fail)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert [*wrong_with(answer)] == []
    page = answer.content.decode()
    assert "Ada kesalahan di pihak kami" in page
    assert answer["X-Request-ID"] in page
    assert "Rinai" not in page
    assert "RuntimeError" not in page


def test_the_headers_are_looked_at(here: World) -> None:
    """A check of the check: an answer without them is found."""
    answer = Client().get("/")
    for name in list(answer.headers):
        del answer[name]
    answer.set_cookie("bocor", "x")
    assert len([*wrong_with(answer)]) >= 10
