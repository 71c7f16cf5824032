"""A new account is opened by its person, with a link that their coordinator handed over."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from hubung.directory.models import Person
from hubung.kernel import clock, events
from hubung.mail import services
from hubung.mail.activating import has_way_in
from hubung.mail.models import Account, AccountState, ActivationLink, Domain
from tests.support.accounts import PASSWORD, code, passkey, sign_in
from tests.support.ministry import Ministry

NEW = "sinar@dephub.go.id"
PAGE = "/desk/pengaturan/surel/aktivasi/"


@pytest.fixture
def sinar(house: Ministry) -> Person:
    """New in Bitung, with no role: a mailbox and no way to sign in."""
    person = Person.objects.create_user(NEW, name="Sinar Laut-Banda", unit=house.bitung)
    services.provision()
    return person


def visitor(person: Person | None = None) -> Client:
    client = Client(headers={"Accept": "text/html", "Accept-Language": "en"})
    if person is not None:
        sign_in(client, person)
    return client


def letters_to(person: Person) -> list[str]:
    return [str(letter.body) for letter in mail.outbox if letter.to == [person.email]]


def link_in(letter: str, login: str) -> str:
    found = re.search(rf"{login}\nhttps?://[^/]+(/akun/surel/aktivasi/\S+/)", letter)
    assert found, letter
    return found[1]


def link_to(sinar: Person, house: Ministry) -> str:
    services.send_due_links()
    return link_in(letters_to(house.jaya)[-1], NEW)


def state() -> AccountState:
    return AccountState(Account.objects.get(login=NEW).state)


def test_after_an_import_each_coordinator_gets_the_links_of_their_new_people(
    sinar: Person, house: Ministry
) -> None:
    while events.dispatch():
        pass
    (letter,) = letters_to(house.jaya)
    assert "Sinar Laut-Banda, KSOP" in letter
    assert link_in(letter, NEW)
    # Whoever has a role could open more than mail: theirs go by the administrator.
    assert "bima@dephub.go.id" not in letter
    (of_roles,) = letters_to(house.arum)
    for login in ("bima@dephub.go.id", "jaya@dephub.go.id", "gatra@dephub.go.id"):
        assert link_in(of_roles, login)
    assert NEW not in of_roles
    assert services.send_due_links().links == 0


@pytest.mark.django_db(transaction=True)
def test_with_the_link_she_chooses_a_password_and_an_app_and_her_account_is_in_use(
    sinar: Person, house: Ministry
) -> None:
    link, phone = link_to(sinar, house), visitor()
    for _look in range(2):
        assert "Sinar Laut-Banda" in phone.get(link).content.decode()
    assert phone.post(link).headers["Location"] == link
    assert state() == AccountState.WAITING
    weak = phone.post(link, {"do": "password", "password1": "sinar", "password2": "sinar"})
    assert weak.status_code == 422
    chosen = {"do": "password", "password1": PASSWORD, "password2": PASSWORD}
    assert phone.post(link, chosen).headers["Location"] == reverse("mfa_activate_totp")
    assert state() == AccountState.WAITING
    secret = phone.get(reverse("mfa_activate_totp")).context["form"].secret
    phone.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert state() == AccountState.ACTIVE
    assert phone.get(link).headers["Location"] == reverse("mail:own")
    assert visitor().get(link).status_code == 404
    assert not any(PASSWORD in text for text in letters_to(house.jaya) + letters_to(sinar))


def test_a_passkey_alone_is_enough(sinar: Person) -> None:
    data = passkey("Ponsel")
    data["credential"].setdefault("clientExtensionResults", {})["credProps"] = {"rk": True}
    added = Authenticator.objects.create(user=sinar, type=Authenticator.Type.WEBAUTHN, data=data)
    assert added.wrap().is_passwordless
    assert has_way_in(sinar)


def test_the_coordinator_who_looks_at_the_link_uses_nothing_up(
    sinar: Person, house: Ministry
) -> None:
    link = link_to(sinar, house)
    assert "somebody else" in visitor(house.jaya).get(link).content.decode()
    assert "Yes, this is me" in visitor().get(link).content.decode()


def test_a_link_opens_nothing_once_it_is_old_or_a_newer_one_was_sent(
    sinar: Person, house: Ministry
) -> None:
    first = link_to(sinar, house)
    assert visitor(house.jaya).post(PAGE, {"unit": house.bitung.pk}).status_code == 302
    second = link_in(letters_to(house.jaya)[-1], NEW)
    assert visitor().get(first).status_code == 404
    assert visitor().get(second).status_code == 200
    ActivationLink.objects.update(ends_at=clock.now() - timedelta(minutes=1))
    assert visitor().get(second).status_code == 404


def test_a_link_of_a_coordinator_ends_with_their_role_and_when_its_person_gets_one(
    sinar: Person, house: Ministry
) -> None:
    link = link_to(sinar, house)
    grant = house.jaya.role_grants.get()
    sinar.role_grants.create(role="administrator", unit=house.root)
    assert visitor().get(link).status_code == 404
    sinar.role_grants.all().delete()
    assert visitor().get(link).status_code == 200
    grant.delete()
    assert visitor().get(link).status_code == 404


def test_the_page_shows_units_that_wait_and_only_to_those_who_look_after_them(
    sinar: Person, house: Ministry
) -> None:
    services.send_due_links()
    page = visitor(house.jaya).get(PAGE).content.decode()
    assert "KSOP Kelas I Bitung" in page
    assert "Jaya Samodra" in page
    assert "Perkeretaapian" not in page
    assert "Perkeretaapian" in visitor(house.arum).get(PAGE).content.decode()
    assert visitor(house.jaya).post(PAGE, {"unit": house.rail.pk}).status_code == 404
    assert visitor(house.damar).get(PAGE).status_code == 403


def test_a_link_is_made_on_the_account_page_and_never_for_somebody_with_a_role_by_a_coordinator(
    sinar: Person, house: Ministry
) -> None:
    def page(login: str) -> str:
        pk = Account.objects.get(login=login).pk
        return reverse("desk:setup:mail_account", args=[pk])

    shown = visitor(house.jaya).post(page(NEW), {"do": "link"}).content.decode()
    found = re.search(r"<code[^>]*>https?://[^/]+(\S+)</code>", shown)
    assert found
    assert visitor().get(found[1]).status_code == 200
    refused = visitor(house.jaya).post(page("bima@dephub.go.id"), {"do": "link"})
    assert "<code" not in refused.content.decode()
    assert Domain.objects.count() == 1
