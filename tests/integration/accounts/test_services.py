"""What the command line and administrators do; passwords by mail."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from hubung.audit.choices import Act
from hubung.audit.models import Entry as LogEntry
from hubung.directory.accounts import services
from hubung.directory.models import Person
from hubung.directory.services import DirectoryError
from hubung.kernel.events import dispatch, load_handlers
from hubung.kernel.models import Event
from tests.support.accounts import PASSWORD, code, sign_in
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db
Visitor = Callable[..., Client]


def test_an_app_is_replaced_not_added(ratih: Person) -> None:
    first = services.enrol_totp(ratih)
    second = services.enrol_totp(ratih, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    app = Authenticator.objects.get(user=ratih)
    assert second == "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    assert not app.wrap().validate_code(code(first))
    assert app.wrap().validate_code(code(second))


@pytest.mark.parametrize(
    "weak",
    ["pendek", "password1234", "ratihkembangsore", "Kementerian-Perhubungan151", "dephub-2026-151"],
)
def test_a_weak_password_is_refused(weak: str, ratih: Person) -> None:
    with pytest.raises(ValidationError):
        services.set_password(ratih, weak)


@pytest.mark.parametrize(
    "good", ["8391 2231 7712 9934", "kapal perhubungan di kebun teh", "🚆" * 12]
)
def test_a_good_password_may_be_made_of_anything(good: str, ratih: Person) -> None:
    services.set_password(ratih, good)
    assert ratih.check_password(good)


def test_an_administrator_resets_a_lost_factor(
    ratih: Person, house: Ministry, visitor: Visitor
) -> None:
    secret = services.enrol_totp(ratih)
    client = visitor()
    client.post("/akun/masuk/", {"login": ratih.email, "password": PASSWORD})
    client.post("/akun/masuk/kode/", {"code": code(secret)})
    assert client.get("/akun/").status_code == 200

    services.reset_second_factor(ratih, by=house.arum, reason="Telepon hilang di kapal")
    assert not Authenticator.objects.filter(user=ratih).exists()
    assert client.get("/akun/").status_code == 302

    load_handlers()
    dispatch()
    (message,) = mail.outbox
    assert message.to == [ratih.email]
    assert "Arum Pandan-Wangi" in str(message.body)
    assert "Telepon hilang di kapal" in str(message.body)


def test_only_another_administrator_with_a_reason(ratih: Person, house: Ministry) -> None:
    services.enrol_totp(ratih)
    for by in (house.kirana, house.gatra, ratih):
        with pytest.raises(PermissionDenied):
            services.reset_second_factor(ratih, by=by, reason="Telepon hilang")
    with pytest.raises(PermissionDenied):
        services.reset_second_factor(house.arum, by=house.arum, reason="Telepon hilang")
    with pytest.raises(services.ReasonMissingError):
        services.reset_second_factor(ratih, by=house.arum, reason=" ")
    assert Authenticator.objects.filter(user=ratih).exists()


def test_a_password_by_mail_in_the_language_of_the_person(
    house: Ministry, visitor: Visitor
) -> None:
    """Damar never had a password; he reads English, whoever asked."""
    Person.objects.filter(pk=house.damar.pk).update(language="en")
    client = visitor()
    client.post("/akun/sandi/lupa/", {"email": house.damar.email})
    (message,) = mail.outbox
    assert message.subject == "[151] Set your password"
    address = re.search(r"http://127.0.0.1:8151(/akun/sandi/baru/\S+)", str(message.body))
    assert address

    form = client.get(address[1], follow=True)
    new = "sungai-menyanyi-tengah-malam"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    house.damar.refresh_from_db()
    assert house.damar.check_password(new)
    again = visitor().get(address[1], follow=True)
    assert "password1" not in again.content.decode()
    entered = client.post("/akun/masuk/", {"login": house.damar.email, "password": new})
    assert entered.status_code == 302


def test_sensitive_steps_ask_again_after_a_while(
    ratih: Person, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.enrol_totp(ratih)
    ratih.refresh_from_db()
    client = visitor()
    sign_in(client, ratih)
    assert client.get("/akun/kunci-sandi/tambah/").status_code == 200
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 301
    session.save()
    asked = client.get("/akun/kunci-sandi/tambah/")
    assert asked["Location"].startswith("/akun/pastikan/?next=")
    client.post(asked["Location"], {"password": PASSWORD})
    assert client.get("/akun/kunci-sandi/tambah/").status_code == 200


def test_an_account_is_closed_with_its_sessions_and_opened_again(
    ratih: Person, house: Ministry
) -> None:
    client = Client(headers={"accept": "text/html"})
    sign_in(client, ratih)
    assert client.get("/akun/").status_code == 200
    for by in (house.kirana, house.jaya, ratih):
        with pytest.raises(PermissionDenied):
            services.switch_account(ratih, by=by, on=False, reason="Cuti panjang")
    with pytest.raises(services.ReasonMissingError):
        services.switch_account(ratih, by=house.arum, on=False, reason=" ")
    for _ in range(2):
        services.switch_account(ratih, by=house.arum, on=False, reason="Cuti panjang")
    assert client.get("/akun/").status_code == 302
    ratih.refresh_from_db()
    assert not ratih.is_active
    services.switch_account(ratih, by=house.arum, on=True, reason="Kembali bertugas")
    ratih.refresh_from_db()
    assert ratih.is_active
    told = Event.objects.filter(name="accounts.AccountSwitched").order_by("pk")
    assert [(event.data["on"], event.data["by_id"]) for event in told] == [
        (False, house.arum.pk),
        (True, house.arum.pk),
    ]


def test_the_last_administrators_account_stays_open(house: Ministry) -> None:
    with pytest.raises(DirectoryError, match="Arum"):
        services.switch_account(house.arum, by=None, on=False, reason="Pindah tugas")
    house.arum.refresh_from_db()
    assert house.arum.is_active


def test_closing_and_opening_are_in_the_log_with_their_reasons(
    ratih: Person, house: Ministry
) -> None:
    services.switch_account(ratih, by=house.arum, on=False, reason="Cuti panjang")
    services.switch_account(ratih, by=house.arum, on=True, reason="Kembali bertugas")
    logged = LogEntry.objects.filter(subject=f"person:{ratih.pk}").order_by("pk")
    assert [(entry.action, entry.actor, entry.why) for entry in logged] == [
        (Act.ACCOUNT_CLOSED, house.arum, "Cuti panjang"),
        (Act.ACCOUNT_OPENED, house.arum, "Kembali bertugas"),
    ]
