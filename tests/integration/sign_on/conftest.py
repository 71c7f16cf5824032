from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from pytest_django.fixtures import Settings

from hubung.directory.accounts.provider import clients
from hubung.directory.accounts.provider.clients import Said
from tests.support import ministry
from tests.support.accounts import session_for
from tests.support.ministry import Ministry
from tests.support.relying_party import CALLBACK, Answer, RelyingParty, ask
from tests.support.server import Server

Register = Callable[..., RelyingParty]
Visit = Callable[..., Answer]

SCOPES = ("profile", "email", "mail")


@pytest.fixture
def house(db: None) -> Ministry:
    return ministry.build()


@pytest.fixture
def provider(server: Server, settings: Settings) -> str:
    """The address of the whole site, which is the issuer."""
    cache.clear()  # what failed in the tests before, within the minute, is counted for all
    web = settings.HUBUNG.web.model_copy(update={"public_url": server.url})
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"web": web})
    return server.url


@pytest.fixture
def register(provider: str) -> Callable[..., RelyingParty]:
    """Makes an application known to Hubung, as the command line does."""

    def make(name: str = "Kepegawaian", **said: object) -> RelyingParty:
        known = {"addresses": [CALLBACK], "scopes": SCOPES, "first_party": True, **said}
        client, secret = clients.register(by=None, said=Said(name=name, **known))  # type: ignore[arg-type]
        return RelyingParty(provider, client.pk, secret)

    return make


@pytest.fixture
def ratih_in(house: Ministry) -> SessionBase:
    """Ratih's session at her desk, with a second factor used."""
    return session_for(house.ratih)


@pytest.fixture
def visit() -> Callable[[str, SessionBase | None], Answer]:
    """Opens an address as the browser of a session would, following nothing."""

    def open_(address: str, session: SessionBase | None = None) -> Answer:
        headers = {"Accept": "text/html"}
        if session is not None:
            headers["Cookie"] = f"{django_settings.SESSION_COOKIE_NAME}={session.session_key}"
        return ask(address, headers=headers)

    return open_


def let_in(party: RelyingParty, visit: Visit, session: SessionBase) -> dict[str, Any]:
    """The tokens that an application gets for whoever's session this is."""
    answer = visit(party.question(), session)
    assert answer.status == 302, answer.text
    assert answer.told["state"] == party.state
    given = party.exchange(answer.told["code"])
    assert given.status == 200, given.text
    return given.json()
