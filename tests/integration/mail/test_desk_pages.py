"""The mail at the desk: found, read and changed by those whose unit it is."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hubung.directory.models import Person
from hubung.mail import services
from hubung.mail.models import Account, AccountState, Domain, Group, GroupRule, Use, Writers
from tests.integration.mail.post_office import targets, writers
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry

DAMAR, BIMA, TIRTA = "damar@dephub.go.id", "bima@dephub.go.id", "tirta@dephub.go.id"
LIST = "/desk/pengaturan/surel/"


@pytest.fixture
def house(house: Ministry) -> Ministry:
    services.provision()
    return house


def visitor(person: Person) -> Client:
    client = Client(headers={"Accept": "text/html", "Accept-Language": "en"})
    sign_in(client, person)
    return client


@pytest.fixture
def arum(house: Ministry) -> Client:
    return visitor(house.arum)


@pytest.fixture
def jaya(house: Ministry) -> Client:
    """Coordinates the sea directorate, and nothing else."""
    return visitor(house.jaya)


def shown(client: Client, query: str = "") -> str:
    answer = client.get(LIST + query)
    assert answer.status_code == 200
    return answer.content.decode()


def page_of(login: str) -> str:
    return reverse("desk:setup:mail_account", args=[Account.objects.get(login=login).pk])


def send(client: Client, where: str, do: str, /, **said: object) -> int:
    return client.post(where, {"do": do, **said}).status_code


def test_accounts_are_found_by_name_state_unit_and_use(arum: Client) -> None:
    Use.objects.create(login=DAMAR, service="imap", at=1_800_000_000)
    Account.objects.filter(login=BIMA).update(state=AccountState.SUSPENDED)
    assert DAMAR in shown(arum, "?cari=wilis")
    assert BIMA not in shown(arum, "?cari=wilis")
    suspended = shown(arum, "?keadaan=suspended")
    assert BIMA in suspended
    assert DAMAR not in suspended
    at_sea = shown(arum, "?unit=djpl")
    assert DAMAR in at_sea
    assert BIMA in at_sea  # Bitung stands below it
    assert TIRTA not in at_sea
    unused = shown(arum, "?belum=1")
    assert DAMAR not in unused
    assert TIRTA in unused
    assert "No account was found" in shown(arum, "?cari=tidakada")


def test_a_coordinator_sees_and_keeps_the_accounts_of_their_unit_alone(jaya: Client) -> None:
    mine = shown(jaya)
    assert DAMAR in mine
    assert BIMA in mine
    assert TIRTA not in mine
    assert jaya.get(page_of(TIRTA)).status_code == 404
    assert send(jaya, page_of(DAMAR), "suspend", reason="Kata sandi dicuri.") == 302
    assert Account.objects.get(login=DAMAR).state == AccountState.SUSPENDED
    # Room, addresses, domains are the whole ministry's.
    assert send(jaya, page_of(DAMAR), "room", mebibytes=9000) == 403
    assert send(jaya, page_of(DAMAR), "give", address="wilis@dephub.go.id") == 403
    assert jaya.get(reverse("desk:setup:mail_domains")).status_code == 403


def test_nobody_suspends_their_own_mailbox(jaya: Client) -> None:
    assert send(jaya, page_of("jaya@dephub.go.id"), "suspend", reason="Coba.") == 403


def test_pages_follow_one_another_without_gap_or_repetition(house: Ministry, arum: Client) -> None:
    Person.objects.bulk_create(
        Person(email=f"pegawai{number:03}@dephub.go.id", name=f"P {number}", unit=house.rail)
        for number in range(120)
    )
    services.provision()
    seen: list[str] = []
    address, pages = "?cari=pegawai", 0
    while address:
        answer = arum.get(LIST + address)
        listing = answer.context["listing"]
        seen += [row.account.login for row in listing.rows]
        address, pages = listing.following, pages + 1
    assert pages == 3
    assert seen == [f"pegawai{number:03}@dephub.go.id" for number in range(120)]


def test_a_full_page_asks_as_little_as_a_short_one(
    house: Ministry, arum: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Person.objects.bulk_create(
        Person(email=f"pegawai{number:03}@dephub.go.id", name=f"P {number}", unit=house.rail)
        for number in range(60)
    )
    services.provision()
    shown(arum)
    with django_assert_max_num_queries(16):
        shown(arum, "?cari=pegawai")


def test_an_account_is_suspended_and_goes_on_with_a_reason(arum: Client) -> None:
    assert send(arum, page_of(DAMAR), "suspend", reason="") == 422
    assert send(arum, page_of(DAMAR), "suspend", reason="Kata sandi dicuri.") == 302
    page = arum.get(page_of(DAMAR)).content.decode()
    assert "Kata sandi dicuri." in page
    assert send(arum, page_of(DAMAR), "resume", reason="Sudah diganti.") == 302
    assert Account.objects.get(login=DAMAR).state == AccountState.WAITING
    assert send(arum, page_of(DAMAR), "close", on="2020-01-01", reason="Pensiun.") == 422
    assert send(arum, page_of(DAMAR), "close", on="2099-01-01", reason="Pensiun.") == 302


def test_addresses_forwards_room_and_programs_are_kept_on_one_page(arum: Client) -> None:
    account = Account.objects.get(login=DAMAR)
    page = page_of(DAMAR)
    assert send(arum, page, "give", address="wilis@dephub.go.id") == 302
    assert targets("wilis@dephub.go.id") == [DAMAR]
    assert send(arum, page, "give", address="wilis@dephub.go.id") == 422
    taken = account.addresses.get(address="wilis@dephub.go.id")
    assert send(arum, page, f"take:{taken.pk}") == 302
    assert targets("wilis@dephub.go.id") == []
    assert send(arum, page, "forward", target=BIMA, keep_copy="on", ends_on="") == 302
    assert targets(DAMAR) == [BIMA, DAMAR]
    assert send(arum, page, f"end:{account.forwards.get().pk}") == 302
    assert send(arum, page, "room", mebibytes="4096") == 302
    assert Account.objects.get(login=DAMAR).quota_bytes == 4096 * 1024 * 1024
    Account.objects.filter(pk=account.pk).update(state=AccountState.ACTIVE)
    device, _secret = services.make_app_password(account=account, name="Ponsel kantor")
    assert "Ponsel kantor" in arum.get(page).content.decode()
    assert send(arum, page, f"revoke:{device.pk}") == 302
    assert "Ponsel kantor" not in arum.get(page).content.decode()


def test_a_thing_of_another_account_is_not_touched_from_here(arum: Client) -> None:
    account = Account.objects.get(login=BIMA)
    services.add_forward(by=None, account=account, target=TIRTA)
    assert send(arum, page_of(DAMAR), f"end:{account.forwards.get().pk}") == 404
    assert send(arum, page_of(DAMAR), "end:bukan-angka") == 404
    assert account.forwards.count() == 1


def test_a_shared_mailbox_is_opened_and_given(house: Ministry, arum: Client) -> None:
    form = {"label": "Humas", "address": "humas@dephub.go.id", "unit": house.root.pk}
    answer = arum.post(reverse("desk:setup:mail_shared"), form)
    assert answer.status_code == 302
    page = answer["Location"]
    assert arum.post(reverse("desk:setup:mail_shared"), form).status_code == 422
    assert send(arum, page, "share", address="tidak-ada@dephub.go.id", may_send="on") == 422
    assert send(arum, page, "share", address=DAMAR, may_send="on") == 302
    box = Account.objects.get(login="humas@dephub.go.id")
    right = box.rights.get()
    assert (right.person, right.may_send) == (house.damar, True)
    assert send(arum, page, f"unshare:{right.pk}") == 302
    assert not box.rights.exists()


def test_groups_are_made_and_kept(house: Ministry, arum: Client, jaya: Client) -> None:
    form = {
        "name": "Tim mudik",
        "address": "tim-mudik@dephub.go.id",
        "rule": "chosen",
        "writers": "members",
    }
    answer = arum.post(reverse("desk:setup:mail_group_new"), form)
    assert answer.status_code == 302
    page = answer["Location"]
    assert send(arum, page, "add", address=DAMAR) == 302
    assert send(arum, page, "add", address="bukan alamat") == 422
    assert targets("tim-mudik@dephub.go.id") == [DAMAR]
    assert send(arum, page, "writers", writers="chosen", chosen=f"{BIMA}\n{TIRTA}") == 302
    group = Group.objects.get(name="Tim mudik")
    assert group.writers == Writers.CHOSEN
    assert send(arum, page, "writers", writers="chosen", chosen="siapa@dephub.go.id") == 422
    assert jaya.get(page).status_code == 404
    assert send(arum, page, f"remove:{group.members.get().pk}") == 302
    assert send(arum, page, "end") == 302
    assert not Group.objects.filter(pk=group.pk).exists()


def test_a_coordinator_keeps_the_groups_of_their_unit(house: Ministry, jaya: Client) -> None:
    group = Group.objects.get(unit=house.sea, rule=GroupRule.SUBTREE)
    page = reverse("desk:setup:mail_group", args=[group.pk])
    text = jaya.get(page).content.decode()
    assert DAMAR in text
    assert BIMA in text
    assert send(jaya, page, "writers", writers="ministry", chosen="") == 302
    assert "" in writers("laut-semua@dephub.go.id")
    assert send(jaya, page, "end") == 422  # it belongs to its unit
    found = jaya.get(reverse("desk:setup:mail_groups") + "?cari=laut-semua").content.decode()
    assert "laut-semua@dephub.go.id" in found
    assert (
        "kereta-semua@dephub.go.id"
        not in jaya.get(reverse("desk:setup:mail_groups")).content.decode()
    )
    # A group by role reaches beyond their unit.
    form = {
        "name": "Agen",
        "address": "agen@dephub.go.id",
        "rule": "role",
        "role": "tier1_agent",
        "unit": "",
        "writers": "members",
    }
    assert jaya.post(reverse("desk:setup:mail_group_new"), form).status_code == 422


def test_a_domain_is_added_as_an_alias(arum: Client) -> None:
    main = Domain.objects.get(name="dephub.go.id")
    page = reverse("desk:setup:mail_domains")
    assert arum.post(page, {"name": "bukan domain", "alias_of": ""}).status_code == 422
    answer = arum.post(page, {"name": "kemenhub.go.id", "alias_of": main.pk})
    assert answer.status_code == 302
    assert targets("damar@kemenhub.go.id") == [DAMAR]
