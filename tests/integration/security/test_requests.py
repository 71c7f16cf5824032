"""What hostile requests try: other sites' forms, way-backs that lead away, host names, caches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from hubung.api.models import Scope
from hubung.api.tokens import issue_token
from hubung.cases.choices import Status
from hubung.cases.models import Case
from hubung.directory.accounts import services
from hubung.directory.models import Person
from hubung.kernel.rights import Who
from hubung.project.rights import routes
from tests.integration.rights.examples import examples
from tests.integration.rights.world import World
from tests.integration.security.test_headers import SHARED
from tests.integration.web.conftest import filled
from tests.support.accounts import PASSWORD, session_for

pytestmark = [pytest.mark.django_db, pytest.mark.once]

#: Addresses that act without a CSRF token, and what takes its place.
WITHOUT_CSRF_TOKEN = {
    "web:report": "acts for nobody",
    "web:keep-file": "acts for nobody",
    "web:suggestion": "keeps nothing",
    "web:track": "asks for number and code",
    "web:act": "a signed pass in the form",
    "web:leave": "forgets, and shows nothing",
    "email:stop": "the secret in the address",
    "subscriptions:ask": "acts for nobody",
    "subscriptions:show": "acts for nobody",
    "subscriptions:show_no_more": "the endpoint, which only the browser knows",
    "subscriptions:own": "the secret in the address",
    "subscriptions:end": "the secret in the address",
    "privacy:ask": "acts for nobody",
    "idp:oidc:authorization": "only asks; the consent that follows has a token",
    "idp:oidc:token": "an application's secret, and its code",
    "idp:oidc:userinfo": "an access token, no cookie",
    "idp:oidc:revoke": "an application's secret",
    "idp:oidc:logout": "only asks; the answer has a token",
    "information:ask": "acts for nobody",
    "information:act": "a signed pass in the form",
    "opendata:tell_problem": "acts for nobody",
    "mail_autodiscover": "keeps nothing",
    "members:enter": "acts for nobody, and refuses another site by its Origin",
    "members:prove": "the code of a letter, in the browser that asked for it",
    **dict.fromkeys(
        (
            "members:reports",
            "members:subscriptions",
            "members:end_subscription",
            "members:data",
            "members:end_device",
            "members:leave",
            "members:end",
        ),
        "a signed pass in the form",
    ),
    "portal:line": "acts for nobody, and refuses another site by its Origin",
}
AWAY = [
    "https://jahat.example/",
    "//jahat.example/",
    "///jahat.example/",
    "/\\jahat.example/",
    "\\\\jahat.example",
    "https:jahat.example",
    "http:///jahat.example",
    "https://localhost@jahat.example/",
    "https://localhost.jahat.example/",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "\tjavascript:alert(1)",
    "/desk/\r\nSet-Cookie: sessionid=dicuri",
    " //jahat.example/",
    "/%09/jahat.example",
]
#: What a cache does not look at, and what some frameworks believe.
UNKEYED = {
    "X-Forwarded-Host": "jahat.example",
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Prefix": "/jahat",
    "X-Forwarded-Server": "jahat.example",
    "X-Host": "jahat.example",
    "X-Original-URL": "/desk/",
    "X-Rewrite-URL": "/desk/",
    "X-HTTP-Method-Override": "DELETE",
    "Forwarded": "host=jahat.example;proto=http",
    "Accept-Language": "en",
    "Cookie": "language=en; theme=dark",
}


def staff(here: World, *, enforce_csrf_checks: bool = False) -> Client:
    client = Client(enforce_csrf_checks=enforce_csrf_checks, raise_request_exception=False)
    key = session_for(here.ministry.arum).session_key or ""
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


def posted_to(here: World) -> Iterator[tuple[str, str]]:
    """Every address that takes a form, with its name."""
    for route in routes():
        if route.name.startswith(("api:", "api-v1:", "open311:", "scim:")):
            continue  # no cookie opens these
        named = set(route.pattern.pattern.regex.groupindex)
        given = dict(examples(here, route.name, here.ministry.arum)[0][0])
        if route.access.who == Who.BEARER:
            given = dict.fromkeys(named, 1) | given
        yield route.name, reverse(route.name, kwargs={name: given[name] for name in named})


def test_nothing_acts_on_the_form_of_another_site(here: World) -> None:
    """Each address that takes a form refuses one without our token, or is on the list above."""
    forged, honest = staff(here, enforce_csrf_checks=True), staff(here)
    key = forged.cookies[settings.SESSION_COOKIE_NAME].value
    open_to_others, refused = set(), 0
    for name, address in posted_to(here):
        answers = []
        for client in (forged, honest):
            client.cookies.clear()
            client.cookies[settings.SESSION_COOKIE_NAME] = key
            with transaction.atomic():
                answers.append(client.post(address, headers={"origin": "https://jahat.example"}))
                transaction.set_rollback(True)
        if answers[1].status_code == 405:
            continue
        if answers[0].status_code == 403 and b"terbuka terlalu lama" in answers[0].content:
            refused += 1
        else:
            open_to_others.add(name)
    assert open_to_others == set(WITHOUT_CSRF_TOKEN)
    assert refused > 30


def test_no_way_back_leads_away(here: World, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # it is quick
    services.set_password(here.ministry.ratih, PASSWORD)
    known = {"login": here.ministry.ratih.email, "password": PASSWORD}
    for address in AWAY:
        client, entered = Client(), Client()
        answers = [
            entered.post("/akun/masuk/", known | {"next": address}),
            entered.post("/akun/keluar/", {"next": address}),
            client.get("/ui/language/en/", {"next": address}),
            client.get("/ui/theme/dark/", {"next": address}),
            client.post("/i18n/setlang/", {"language": "en", "next": address}),
            client.get("/i18n/setlang/", headers={"referer": address.strip()}),
        ]
        for answer in answers:
            assert answer.status_code in (302, 303), address
            target = answer.headers["Location"]
            assert not re.search(r"[\\\s]", target), target
            parts = urlsplit(target)
            assert (parts.scheme, parts.netloc) == ("", ""), target
            assert target.startswith("/")
            assert not target.startswith("//")
            assert "dicuri" not in str(answer.cookies)


def test_links_in_mail_are_the_settings_not_the_requests(here: World) -> None:
    cache.clear()
    answer = Client().post(
        "/akun/sandi/lupa/",
        {"email": here.ministry.ratih.email},
        headers={"host": "localhost", "x-forwarded-host": "jahat.example"},
    )
    assert answer.status_code == 302
    (message,) = mail.outbox
    links = re.findall(r"https?://[^/\s]+", str(message.body))
    assert set(links) == {settings.HUBUNG.public_url}


def test_no_page_repeats_the_name_it_was_asked_by(here: World) -> None:
    """Else a page that was kept under another name would lead people away."""
    public = ["/", "/lapor/", "/lacak/", "/akun/masuk/", "/akun/sandi/lupa/", "/api/docs"]
    for address in public:
        client = Client(headers={"host": "localhost:4151", **UNKEYED})
        page = client.get(address)
        assert page.status_code == 200, address
        assert b"localhost:4151" not in page.content
        assert b"jahat" not in page.content
    for host in ("jahat.example", "localhost.jahat.example", "localhost@jahat.example", ""):
        answer = Client(headers={"host": host or "."}).get("/", follow=False)
        assert answer.status_code == 400
        assert b"jahat" not in answer.content


def test_what_caches_may_keep_depends_on_nothing_that_they_do_not_see(here: World) -> None:
    kept = 0
    for route in routes():
        if route.name.rpartition(":")[2].partition("_")[0] not in SHARED:
            continue
        values, _thing = examples(here, route.name, None)[0]
        named = set(route.pattern.pattern.regex.groupindex)
        address = reverse(route.name, kwargs={name: values[name] for name in named})
        plain = Client().get(address)
        if "public" not in plain.headers.get("Cache-Control", ""):
            continue
        kept += 1
        assert not plain.cookies
        varies = {name.strip().lower() for name in plain.headers.get("Vary", "").split(",")}
        for name, value in UNKEYED.items():
            if name.lower() not in varies:
                assert Client(headers={name: value}).get(address).content == plain.content, name
    assert kept >= 2


def test_fields_that_a_form_does_not_have_do_nothing(here: World) -> None:
    ministry = here.ministry
    more = {
        "status": "closed",
        "tier": "3",
        "unit": str(ministry.rail.pk),
        "owner": str(ministry.damar.pk),
        "case": str(here.ordinary.pk),
        "number": here.ordinary.number,
        "created_at": "2001-01-01",
        "channel": "phone",
        "anonymous": "true",
        "code_nonce": "0" * 16,
        "is_staff": "true",
    }
    before = Case.objects.count()
    assert Client().post("/lapor/", filled(**more)).status_code == 303
    made = Case.objects.latest("pk")
    assert Case.objects.count() == before + 1
    assert (made.status, made.tier, made.unit) == (Status.NEW, 1, ministry.centre)
    assert (made.owner, made.channel, made.anonymous) == (None, "web", False)
    assert made.code_nonce != "0" * 16
    assert made.created_at.year > 2001

    client = staff(here)
    person = ministry.damar
    client.post(
        reverse("desk:setup:person", args=[person.pk]),
        {"do": "grant", "email": "dicuri@contoh.id", "is_active": "", "password": "x"},
    )
    unchanged = Person.objects.get(pk=person.pk)
    assert (unchanged.email, unchanged.is_active) == (person.email, True)
    assert unchanged.password == person.password


def test_the_api_refuses_fields_that_it_does_not_have(here: World) -> None:
    _token, secret = issue_token(
        name="uji", scopes=tuple(Scope), days=1, person=here.ministry.ratih
    )
    client = Client(headers={"authorization": f"Bearer {secret}"})
    before = Case.objects.count()
    for field in ("status", "tier", "unit", "owner", "number", "created_at", "id", "__class__"):
        answer = client.post(
            "/api/v1/cases",
            {"text": "Kapal berangkat tanpa pelampung.", field: "1"},
            content_type="application/json",
        )
        assert answer.status_code == 422
        assert f"/{field}" in [error["at"] for error in answer.json()["errors"]]
    assert Case.objects.count() == before


def test_signing_out_clears_what_the_browser_kept(here: World) -> None:
    for address in ("/akun/keluar/", "/akun/sesi/akhiri-semua/"):
        client = staff(here)
        answer = client.post(address)
        assert answer.status_code == 302
        assert answer["Clear-Site-Data"] == '"cache"'
        assert client.get("/desk/", headers={"accept": "text/html"}).status_code == 302
