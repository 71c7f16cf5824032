"""Every address × every role × nobody × whoever is not through yet, with real requests.

What the program answers is held against the rows beside the routes (`hubung.kernel.rights`), from
which docs/reference/rights.md is printed. An address without a row fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http.response import HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import resolve, reverse

from hubung.cases.models import SavedView
from hubung.directory.accounts.access import Standing
from hubung.directory.accounts.middleware import ALWAYS, ENTRANCE
from hubung.directory.models import Person, Role, Unit
from hubung.kernel.rights import Who
from hubung.project.rights import Route, routes
from tests.integration.rights.examples import examples
from tests.integration.rights.world import World, world
from tests.support.accounts import passkey, session_for
from tests.support.markup import faults
from tests.support.ministry import Ministry, person

#: Where nobody may go on: what the entrance and the tracking page redirect to.
ENTRANCES = {
    "account_login",
    "accounts_enrol",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "web:track",
}
REFUSED = {
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.GONE,
}
#: Pages know the first two only.
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NO_SUCH_METHOD = HTTPStatus.METHOD_NOT_ALLOWED
#: Whoever has done this stands at the entrance.
LEADS_OUT = {
    "account_logout",
    "idp:oidc:logout",
    "accounts_end_all_sessions",
    "accounts_end_session",
    "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
    "web:leave",
}
#: Its page itself says that the link is of no use any more.
SAYS_SO = {"account_reset_password_from_key"}
#: Found at host names of their own only, whoever asks: tests/integration/mail asks there.
AT_NAMES_OF_THEIR_OWN = {"mail_autoconfig", "mail_autoconfig_known", "mail_mta_sts"}
#: Who between them see every page in its fullest form: what these see is held against HTML's rules.
READERS = {"nobody", "supervisor of the centre", "administrator of the ministry"}
#: What a form needs so that a missing thing is not what is refused.
SENT: dict[str, Callable[[World], dict[str, Any]]] = {
    "desk:insert": lambda here: {"templat": here.canned.pk},
    "desk:ivr:prompt": lambda here: {"language": "id"},
    "desk:setup:person": lambda here: {"do": "grant"},
}


@dataclass(frozen=True)
class Visitor:
    """Somebody with a role at a unit of the ministry (a field of `Ministry`), or without one."""

    name: str
    role: Role | None = None
    unit: str = "sea"
    standing: Standing = Standing.COMPLETE

    def __str__(self) -> str:
        return self.name


VISITORS = [
    Visitor("nobody", standing=Standing.SIGNED_OUT),
    Visitor("no role", standing=Standing.NO_ROLE),
    Visitor("must enrol", Role.SUPERVISOR, standing=Standing.MUST_ENROL),
    Visitor("must confirm", Role.SUPERVISOR, standing=Standing.MUST_CONFIRM),
    *(Visitor(f"{role.value} at sea", role) for role in Role),
    Visitor("tier 1 at the centre", Role.TIER1_AGENT, "centre"),
    Visitor("supervisor of the centre", Role.SUPERVISOR, "centre"),
    Visitor("inspector", Role.INSPECTOR, "inspectorate"),
    Visitor("administrator of the ministry", Role.ADMINISTRATOR, "root"),
    Visitor("auditor of the ministry", Role.AUDITOR, "root"),
    Visitor("information officer of the ministry", Role.INFORMATION_OFFICER, "root"),
]


def test_every_address_has_a_row() -> None:
    missing = []
    for route in routes():
        try:
            assert route.access
        except LookupError as error:
            missing.append(str(error))
    assert not missing, "\n".join(missing)


@pytest.fixture(scope="module")
def here(kept_db: None) -> World:
    """The same for every visitor: nothing that they do outlives them."""
    return world()


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize("visitor", VISITORS, ids=str)
def test_every_address_answers_as_its_row_says(here: World, visitor: Visitor) -> None:
    someone = _person(here.ministry, visitor)
    _own_view(here, someone or here.ministry.damar)
    key = _session(someone, visitor.standing)
    client = Client(headers={"accept": "text/html"}, raise_request_exception=False)
    wrong = []
    read: set[tuple[str, int]] = set()
    for route in routes():
        for values, thing in examples(here, route.name, someone):
            offered = False
            for method, answer in _ask(client, route, values, here, key):
                expected = _expected(route, visitor, someone, thing, method)
                if answer.status_code == NO_SUCH_METHOD:
                    continue
                offered = True
                seen = (route.name, answer.status_code)
                if visitor.name in READERS and seen not in read:
                    read.add(seen)
                    wrong += [f"{method} {route.address}: {said}" for said in _faults(answer)]
                if _opened(answer, route, expected) != expected:
                    wrong.append(_told(route, values, method, answer, expected))
            if not offered:
                wrong.append(f"{route.name} {values}: no method is answered")
    assert not wrong, "\n".join(wrong)


def _faults(answer: HttpResponseBase) -> list[str]:
    """What is wrong with the markup of a whole page of ours; Wagtail's are not."""
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    if not is_page or not isinstance(answer, HttpResponse):
        return []
    html = answer.content.decode()
    is_whole = html.lstrip()[:9].lower() == "<!doctype"
    return faults(html) if is_whole and "wagtailadmin" not in html else []


def _expected(
    route: Route, visitor: Visitor, someone: Person | None, thing: object, method: str
) -> bool:
    access = route.access
    if visitor.standing in ENTRANCE:
        passes = route.name in ALWAYS | ENTRANCE[visitor.standing]
        return passes and access.who is not Who.BEARER
    match access.who:
        case Who.EVERYBODY:
            return True
        case Who.BEARER:
            return False
        case Who.ACCOUNT:
            return someone is not None
        case Who.STAFF:
            return bool(someone and someone.grants) and access.opens(someone, thing, method)


def _ask(
    client: Client, route: Route, values: object, here: World, key: str | None
) -> Iterator[tuple[str, HttpResponseBase]]:
    """The answers to each method; nothing that they change outlives them."""
    named = set(route.pattern.pattern.regex.groupindex)
    assert isinstance(values, dict)
    if route.access.who == Who.BEARER:
        # Without the secret it does not matter what the address names.
        values = dict.fromkeys(named, 1) | values
    assert named <= values.keys(), (
        f"{route.name} needs values for {', '.join(named - values.keys())}: "
        "add them to tests/integration/rights/examples.py"
    )
    address = reverse(route.name, kwargs={name: values[name] for name in named})
    sent = SENT[route.name](here) if route.name in SENT else {}
    for method in METHODS if route.name.startswith("api:") else METHODS[:2]:
        cache.clear()
        client.cookies.clear()
        if key is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = key
        with transaction.atomic():
            answer = getattr(client, method.lower())(address, sent if method == "POST" else {})
            transaction.set_rollback(True)
        yield method, answer


def _opened(answer: HttpResponseBase, route: Route, expected: bool) -> bool:
    # Not ready is what a health check may say; nothing else may fail.
    assert answer.status_code < 500 or route.name == "readyz", route.name
    if answer.status_code == HTTPStatus.NOT_FOUND and route.name in AT_NAMES_OF_THEIR_OWN:
        return expected
    if answer.status_code in REFUSED:
        return False
    if route.access.who == Who.BEARER:
        return answer.status_code == HTTPStatus.OK and route.name not in SAYS_SO
    if location := answer.headers.get("Location"):
        target = resolve(re.split("[?#]", location)[0]).view_name
        if route.name in LEADS_OUT and target in ("account_login", "web:track"):
            return expected
        return target == route.name or target not in ENTRANCES
    return True


def _told(
    route: Route, values: object, method: str, answer: HttpResponseBase, expected: bool
) -> str:
    went = answer.headers.get("Location", "")
    says = "opens it" if expected else "refuses it"
    return f"{method} {route.name} {values}: {answer.status_code} {went}, but its row {says}"


def _person(ministry: Ministry, visitor: Visitor) -> Person | None:
    unit: Unit = getattr(ministry, visitor.unit)
    if visitor.standing == Standing.SIGNED_OUT:
        return None
    if visitor.role is None:
        return Person.objects.create(email="tanpa.peran@dephub.go.id", name="Tanpa Peran")
    return person("Wisesa Uji-Coba", unit, visitor.role)


def _session(someone: Person | None, standing: Standing) -> str | None:
    """The key of their session; whoever is through has a code, recovery codes and a passkey."""
    if someone is None:
        return None
    if standing != Standing.MUST_ENROL:
        TOTP.activate(someone, generate_totp_secret())
        RecoveryCodes.activate(someone)
        Authenticator.objects.create(
            user=someone, type=Authenticator.Type.WEBAUTHN, data=passkey("Kunci meja")
        )
    if standing == Standing.COMPLETE:
        key = session_for(someone).session_key
    else:
        client = Client()
        client.force_login(someone, settings.AUTHENTICATION_BACKENDS[0])
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
    UserSession.objects.get_or_create(
        session_key=key, defaults={"user": someone, "ip": "127.0.0.1", "user_agent": "Uji"}
    )
    return key


def _own_view(here: World, owner: Person) -> None:
    other = here.ministry.tirta
    for number, one in enumerate((owner, other)):
        view = SavedView.objects.create(person=one, name="Laut", query={"bidang": "laut"})
        here.views[number] = view  # type: ignore[index]
