"""A person's own mailbox: programs with passwords of their own, and forwarding."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from hubung.mail import services
from hubung.mail.daemons import installation
from hubung.mail.models import Account, AccountState, Deed, OwnRules, Part
from hubung.mail.services.devices import digest
from hubung.mail.services.rules import digest_of, script_of
from tests.integration.mail.post_office import Office, seen, targets
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry

DAMAR, BIMA = "damar@dephub.go.id", "bima@dephub.go.id"
OWN = "/akun/surel/"


@pytest.fixture
def damar(house: Ministry, office: Office) -> Client:
    office.mailbox(house.damar)
    client = Client(headers={"Accept": "text/html", "Accept-Language": "en"})
    sign_in(client, house.damar)
    return client


def test_a_mail_program_gets_a_password_that_is_shown_once(damar: Client) -> None:
    answer = damar.post(reverse("mail:add_device"), {"name": "Ponsel kantor"})
    page = answer.content.decode()
    found = re.search(r"<code[^>]*>([a-z0-9-]{35})</code>", page)
    assert found
    assert "no-store" in answer["Cache-Control"]
    assert [row["login"] for row in seen("mail_app_password_view")] == [DAMAR]
    assert seen("mail_app_password_view", secret_sha256=digest(found[1]))
    again = damar.get(OWN).content.decode()
    assert "Ponsel kantor" in again
    assert found[1] not in again


def test_where_the_address_book_is_stands_beside_it(
    damar: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = f"port 10636, SSL/TLS; base DN: o=hubung; bind DN: mail={DAMAR},ou=people,o=hubung"
    for there, program in ((True, __file__), (False, "/nowhere/slapd")):
        monkeypatch.setattr(installation, "FURTHER", {"slapd": program})
        assert (book in damar.get(OWN).content.decode()) == there


def test_a_stolen_session_gets_no_password(damar: Client) -> None:
    """Who they are is asked again when that was long ago."""
    session = damar.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 24 * 3600
    session.save()
    for answer in (
        damar.get(reverse("mail:add_device")),
        damar.post(reverse("mail:add_device"), {"name": "Pencuri"}),
    ):
        assert answer.status_code == 302
        assert "/akun/pastikan/" in answer["Location"]
    assert not Account.objects.get(login=DAMAR).app_passwords.exists()


def test_a_lost_device_is_revoked_and_the_others_go_on(damar: Client) -> None:
    for name in ("Ponsel", "Laptop"):
        damar.post(reverse("mail:add_device"), {"name": name})
    lost = Account.objects.get(login=DAMAR).app_passwords.get(name="Ponsel")
    assert damar.post(OWN, {"do": f"revoke:{lost.pk}"}).status_code == 302
    page = damar.get(OWN).content.decode()
    assert "Laptop" in page
    assert len(seen("mail_app_password_view")) == 1


def test_the_device_of_another_is_not_to_be_found(
    house: Ministry, office: Office, damar: Client
) -> None:
    other = office.mailbox(house.bima)
    device, _secret = services.make_app_password(account=other, name="Ponsel")
    assert damar.post(OWN, {"do": f"revoke:{device.pk}"}).status_code == 404
    assert len(seen("mail_app_password_view")) == 1


def test_mail_is_forwarded_to_a_colleague_and_not_outside(
    house: Ministry, office: Office, damar: Client
) -> None:
    office.mailbox(house.bima)
    form = {"do": "forward", "target": BIMA, "ends_on": ""}
    assert damar.post(OWN, form).status_code == 302
    assert targets(DAMAR) == [BIMA]
    assert damar.post(OWN, form | {"target": "damar@contoh.example"}).status_code == 422
    forward = Account.objects.get(login=DAMAR).forwards.get()
    assert damar.post(OWN, {"do": f"end:{forward.pk}"}).status_code == 302
    assert targets(DAMAR) == []


def test_a_suspended_mailbox_says_so_and_makes_no_passwords(damar: Client) -> None:
    Account.objects.update(state=AccountState.SUSPENDED)
    page = damar.get(OWN).content.decode()
    assert "Your mailbox is suspended" in page
    assert damar.post(reverse("mail:add_device"), {"name": "Ponsel"}).status_code == 422


def test_whoever_has_no_mailbox_is_told_how_to_get_one(house: Ministry) -> None:
    client = Client(headers={"Accept": "text/html", "Accept-Language": "en"})
    sign_in(client, house.tirta)
    assert "You have no mailbox" in client.get(OWN).content.decode()
    assert client.post(reverse("mail:add_device"), {"name": "x"})["Location"] == OWN


RULES = "/akun/surel/aturan/"


def test_an_answer_and_filters_are_set_and_taken_back(damar: Client) -> None:
    form = {"do": "absence", "text": "Saya cuti.", "starts_on": "2027-03-01", "ends_on": ""}
    assert damar.post(RULES, form | {"ends_on": "2027-02-01"}).status_code == 422
    assert damar.post(RULES, form | {"ends_on": "2027-03-09"}).status_code == 302
    for folder, status in (("a/b", 422), ("", 422), ("Rapat", 302)):
        asked = {"do": "filter", "part": "subject", "words": "rapat", "deed": "file"}
        assert damar.post(RULES, asked | {"folder": folder}).status_code == status
    own = OwnRules.objects.get()
    assert own.next_attempt_at is not None
    page = damar.get(RULES).content.decode()
    assert "Saya cuti." in page
    assert "Into the folder Rapat" in page
    assert "on its way to the mail server" in page
    (rule,) = own.account.filters.all()
    assert damar.post(RULES, {"do": f"remove:{rule.pk}"}).status_code == 302
    assert damar.post(RULES, {"do": "end"}).status_code == 302
    own.refresh_from_db()
    assert (own.text, own.account.filters.count()) == ("", 0)


def test_the_filter_of_another_is_not_to_be_found(
    house: Ministry, office: Office, damar: Client
) -> None:
    other = office.mailbox(house.bima)
    made = services.add_filter(
        by=house.bima, account=other, part=Part.SENDER, words="x", deed=Deed.READ
    )
    assert damar.post(RULES, {"do": f"remove:{made.pk}"}).status_code == 404
    with pytest.raises(PermissionDenied):
        services.remove_filter(by=house.damar, rule=made)


def test_an_answer_is_brought_anew_when_an_address_is_added(
    house: Ministry, office: Office
) -> None:
    account = office.mailbox(house.damar)
    services.set_absence(by=house.damar, account=account, text="Cuti.")
    own = OwnRules.objects.get()
    script = script_of(own)
    assert f'["{DAMAR}"]' in script
    OwnRules.objects.update(next_attempt_at=None, placed=digest_of(script))
    assert services.renew_answers() == 0
    office.address("wilis@dephub.go.id", account=account)
    assert services.renew_answers() == 1
