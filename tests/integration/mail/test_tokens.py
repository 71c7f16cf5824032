"""Signing in to the mailbox with an access token of the sign-on: only what is in force."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.idp.oidc.models import Client, Token
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse

from hubung.directory.accounts import services
from hubung.directory.accounts.provider import clients, passages
from hubung.directory.accounts.provider.clients import Said
from hubung.directory.accounts.provider.models import Passage
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.mail import services as mail
from hubung.mail.models import AccountState
from tests.integration.mail.post_office import Office, seen
from tests.support.accounts import session_for
from tests.support.ministry import Ministry

DAMAR = "damar@dephub.go.id"


@pytest.fixture
def webmail(db: None) -> Client:
    said = Said(name="Surel", addresses=["https://surel.contoh.id/"], scopes=["email", "mail"])
    return clients.register(by=None, said=said)[0]


def give(client: Client, person: Person, value: str, **other: object) -> Token:
    """A token as the sign-on gives it out, hanging on a session of theirs."""
    token = Token(
        client=client,
        user=person,
        type=other.get("kind", Token.Type.ACCESS_TOKEN),
        expires_at=clock.now() + timedelta(seconds=other.get("seconds", 900)),  # type: ignore[arg-type]
    )
    token.set_value(value)
    token.set_scopes(other.get("scopes", ["openid", "email", "mail"]))
    token.save()
    session: SessionBase = session_for(person)
    kept, _new = UserSession.objects.get_or_create(
        session_key=session.session_key, defaults={"user": person, "ip": "127.0.0.1"}
    )
    Passage.objects.create(session=kept, client=client, code_digest=value).tokens.add(token)
    return token


def test_a_token_for_mail_signs_its_person_in(
    house: Ministry, office: Office, webmail: Client
) -> None:
    office.mailbox(house.damar)
    token = give(webmail, house.damar, "kunci")
    (row,) = seen("mail_token_view", token_sha256=passages.digest("kunci"))
    assert token.expires_at is not None
    assert row == {
        "login": DAMAR,
        "token_sha256": passages.digest("kunci"),
        "expires": int(token.expires_at.timestamp()),
    }


def test_no_other_token_does(house: Ministry, office: Office, webmail: Client) -> None:
    office.mailbox(house.damar)
    give(webmail, house.damar, "habis", seconds=-1)
    give(webmail, house.damar, "surel-saja", scopes=["openid", "email"])
    give(webmail, house.damar, "mirip", scopes=["openid", "mailbox", "email"])
    give(webmail, house.damar, "segar", kind=Token.Type.REFRESH_TOKEN)
    give(webmail, house.tirta, "tanpa-kotak")
    assert seen("mail_token_view") == []


def test_nor_one_of_somebody_who_is_shut_out(
    house: Ministry, office: Office, webmail: Client
) -> None:
    office.mailbox(house.damar)
    office.mailbox(house.bima, state=AccountState.SUSPENDED)
    give(webmail, house.damar, "satu")
    give(webmail, house.bima, "dua")
    assert [row["login"] for row in seen("mail_token_view")] == [DAMAR]
    Person.objects.filter(pk=house.damar.pk).update(is_active=False)
    assert seen("mail_token_view") == []
    Person.objects.filter(pk=house.damar.pk).update(is_active=True)
    services.end_sessions(house.damar)
    assert seen("mail_token_view") == []


def test_a_suspension_ends_whatever_its_owner_is_signed_in_with(
    house: Ministry, office: Office, webmail: Client
) -> None:
    """The desk, too: whoever stole the password of the one has stolen that of the other."""
    box = office.mailbox(house.damar)
    give(webmail, house.damar, "kunci")
    mail.make_app_password(account=box, name="Telepon")
    browser = Browser()
    browser.cookies["sessionid"] = UserSession.objects.get().session_key
    account = reverse("accounts_applications")
    assert browser.get(account).status_code == 200
    mail.suspend(by=None, account=box, reason="Kata sandi dicuri.")
    assert browser.get(account).status_code == 302
    assert not Token.objects.exists()
    assert seen("mail_app_password_view") == []


@pytest.mark.only("sqlite")
def test_a_token_is_found_by_an_index(house: Ministry, office: Office, webmail: Client) -> None:
    """Asked at each sign-in to the mailbox, over the tokens of the whole ministry."""
    office.mailbox(house.damar)
    give(webmail, house.damar, "kunci")
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN QUERY PLAN"
            " SELECT login FROM mail_token_view WHERE token_sha256 = %s AND login = %s",
            [passages.digest("kunci"), DAMAR],
        )
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "(type=? AND hash=?)" in plan
    assert "SCAN" not in plan
