"""Password, code and recovery code; what a stranger learns; what is written down."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from hubung.directory.accounts import services
from hubung.directory.models import Person
from tests.support.accounts import PASSWORD, code
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db
Visitor = Callable[..., Client]


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> str:
    """Where the sign-in page leads; empty when it stays."""
    response = client.post("/akun/masuk/", {"login": email, "password": password, **more})
    return response.headers.get("Location", "")


def visible(page: bytes) -> str:
    """A page without what differs at each visit or repeats what was typed in."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.decode())
    return re.sub(r'value="[^"]*@[^"]*"', "", text)


@pytest.mark.django_db(transaction=True)
def test_the_first_time_from_the_password_over_the_app_to_the_desk(
    ratih: Person, visitor: Visitor
) -> None:
    client = visitor()
    assert sign_in(client, "ratih@dephub.go.id") == "/desk/"
    page = client.get("/akun/faktor-kedua/aplikasi/").content.decode()
    secret = re.search(r'<code class="secret">(\w+)</code>', page)
    assert secret
    assert "data:image/svg+xml;base64," in page

    wrong = client.post("/akun/faktor-kedua/aplikasi/", {"code": "000000"})
    assert "Kode itu belum tepat" in wrong.content.decode()
    assert not Authenticator.objects.exists()

    done = client.post("/akun/faktor-kedua/aplikasi/", {"code": code(secret[1])})
    assert done["Location"] == "/akun/faktor-kedua/kode-pemulihan/"
    assert (
        len(re.findall(r"<li><code>\d{8}</code>", client.get(done["Location"]).content.decode()))
        == 10
    )
    assert client.get("/akun/").status_code == 200


def test_afterwards_password_and_code(ratih: Person, visitor: Visitor) -> None:
    secret = services.enrol_totp(ratih)
    client = visitor()
    assert sign_in(client, "Ratih@dephub.go.id", next="/desk/?view=mine") == "/akun/masuk/kode/"
    assert client.get("/akun/")["Location"].startswith("/akun/masuk/")
    assert client.post("/akun/masuk/kode/", {"code": "000000"}).status_code == 200
    answer = client.post("/akun/masuk/kode/", {"code": code(secret)})
    assert answer["Location"] == "/desk/?view=mine"
    assert client.get("/akun/").status_code == 200


def test_a_code_is_taken_once(ratih: Person, visitor: Visitor) -> None:
    secret = services.enrol_totp(ratih)
    now = code(secret)
    for client, expected in [(visitor(), 302), (visitor(), 200)]:
        sign_in(client, ratih.email)
        assert client.post("/akun/masuk/kode/", {"code": now}).status_code == expected


def test_a_recovery_code_opens_once(ratih: Person, visitor: Visitor) -> None:
    secret = services.enrol_totp(ratih)
    client = visitor()
    sign_in(client, ratih.email)
    client.post("/akun/masuk/kode/", {"code": code(secret)})
    client.post("/akun/faktor-kedua/kode-pemulihan/baru/")
    page = client.get("/akun/faktor-kedua/kode-pemulihan/").content.decode()
    recovery = re.findall(r"<li><code>(\d{8})</code>", page)[0]
    for again, expected in [(visitor(), 302), (visitor(), 200)]:
        sign_in(again, ratih.email)
        assert again.post("/akun/masuk/kode/", {"code": recovery}).status_code == expected


def test_the_secret_is_not_readable_in_the_database(ratih: Person) -> None:
    secret = services.enrol_totp(ratih)
    stored = Authenticator.objects.get(user=ratih)
    assert secret not in str(stored.data)
    assert stored.wrap().validate_code(code(secret))


def test_nobody_signs_up_or_keeps_a_second_mail_address(ratih: Person, visitor: Visitor) -> None:
    for name in ["account_signup", "account_email", "account_request_login_code"]:
        with pytest.raises(NoReverseMatch):
            reverse(name)
    client = visitor()
    client.post("/akun/sandi/lupa/", {"email": ratih.email})
    sign_in(client, ratih.email)
    assert not EmailAddress.objects.exists()


def test_an_address_that_passed_to_somebody_else_opens_only_the_new_account(
    ratih: Person, house: Ministry, visitor: Visitor
) -> None:
    client = visitor()
    sign_in(client, ratih.email)
    visitor().post("/akun/sandi/lupa/", {"email": ratih.email})
    Person.objects.filter(pk=ratih.pk).update(email="ratih.kembangsore@dephub.go.id")
    Person.objects.filter(pk=house.damar.pk).update(email="ratih@dephub.go.id")
    assert sign_in(visitor(), "ratih@dephub.go.id") == ""
    mail.outbox.clear()
    visitor().post("/akun/sandi/lupa/", {"email": "ratih@dephub.go.id"})
    assert [message.to for message in mail.outbox] == [["ratih@dephub.go.id"]]
    assert "Damar" in str(mail.outbox[0].body)


def test_a_stranger_learns_nothing_about_accounts(ratih: Person, visitor: Visitor) -> None:
    wrong = {"password": "salah-sama-sekali"}
    known = visitor().post("/akun/masuk/", {"login": ratih.email, **wrong})
    unknown = visitor().post("/akun/masuk/", {"login": "tiada@dephub.go.id", **wrong})
    assert known.status_code == unknown.status_code == 200
    assert visible(known.content) == visible(unknown.content)

    asked = [
        visitor().post("/akun/sandi/lupa/", {"email": email}, follow=True)
        for email in (ratih.email, "tiada@dephub.go.id")
    ]
    assert asked[0].redirect_chain == asked[1].redirect_chain
    assert visible(asked[0].content) == visible(asked[1].content)
    assert [message.to for message in mail.outbox] == [[ratih.email]]


def test_the_way_back_never_leaves_the_site(ratih: Person, visitor: Visitor) -> None:
    services.enrol_totp(ratih)
    ratih.role_grants.all().delete()
    Authenticator.objects.all().delete()
    assert sign_in(visitor(), ratih.email, next="https://jahat.example/") == "/akun/"


def test_a_failure_is_logged_without_personal_data(
    ratih: Person, visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    secret_guess = "tebakan-yang-keliru"
    sign_in(visitor("203.0.113.77"), ratih.email, secret_guess)
    sign_in(visitor("203.0.113.77"), ratih.email.upper(), secret_guess)
    services.enrol_totp(ratih)
    client = visitor("203.0.113.77")
    sign_in(client, ratih.email)
    client.post("/akun/masuk/kode/", {"code": "000000"})
    failed = [vars(record) for record in caplog.records if record.message == "sign-in failed"]
    assert [entry["factor"] for entry in failed] == ["password", "password", "totp"]
    assert len({entry["account_mark"] for entry in failed}) == 1
    assert len({entry["client_mark"] for entry in failed}) == 1
    told = " ".join(str(vars(record)) for record in caplog.records).lower()
    for private in (ratih.email, "ratih", "203.0.113.77", secret_guess):
        assert private not in told


def test_the_last_factor_stays_as_long_as_there_is_a_role(ratih: Person, visitor: Visitor) -> None:
    secret = services.enrol_totp(ratih)
    client = visitor()
    sign_in(client, ratih.email)
    client.post("/akun/masuk/kode/", {"code": code(secret)})
    page = client.post("/akun/faktor-kedua/aplikasi/hapus/")
    assert "satu-satunya" in page.content.decode()
    assert Authenticator.objects.filter(user=ratih, type="totp").exists()
