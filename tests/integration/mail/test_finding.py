"""Accounts are found by the beginnings of words, whichever way leads to them sooner."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hubung.desk.setup.mail import listing
from hubung.desk.setup.mail.listing import Sought
from hubung.directory import services as directory
from hubung.directory.models import Person
from hubung.kernel.tasks import run_until_idle
from hubung.mail import finding, queries, services
from hubung.mail.models import Account, AccountState, AccountWord, Use
from tests.support.ministry import Ministry

DAMAR, BIMA, TIRTA = "damar@dephub.go.id", "bima@dephub.go.id", "tirta@dephub.go.id"
TEAM = "tim.bagasi@dephub.go.id"


@pytest.fixture(params=["by the word", "on the way"])
def house(
    house: Ministry, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Ministry:
    """By the rarest word, as so small a ministry always is searched; or as where every word is
    common and nothing else leaves few."""
    services.provision()
    services.open_shared(by=None, address=TEAM, label="Pelacakan Bagasi Jemaah", unit=house.sea)
    if request.param == "on the way":
        monkeypatch.setattr(finding, "RARE", 0)
        monkeypatch.setattr(queries, "FEW", 0)
    return house


def found(viewer: Person, text: str = "", **more: str | bool) -> list[str]:
    page = listing.listing(viewer, Sought(text, **more))  # type: ignore[arg-type]
    assert page.count == len(page.rows)
    return [row.account.login for row in page.rows]


@pytest.mark.parametrize(
    "text",
    [
        "Damar",
        "wilis",
        "PUTRA",
        "wil",
        "wilis damar",
        "Wilis-Putra",
        "d w p",
        "wílìs",
        DAMAR,
        "damar@",
    ],
)
def test_a_name_is_found_by_any_beginnings_in_any_order(house: Ministry, text: str) -> None:
    assert found(house.arum, text) == [DAMAR]


@pytest.mark.parametrize(
    "text", ["ilis", "damar rimbawan", "putrawan", "amar@", "???", "damar ???"]
)
def test_what_is_no_beginning_is_not_found(house: Ministry, text: str) -> None:
    assert found(house.arum, text) == []


@pytest.mark.parametrize("text", ["bagasi", "tim.bagasi", TEAM, "jemaah pelacakan"])
def test_a_shared_mailbox_is_found_by_its_address_and_name(house: Ministry, text: str) -> None:
    assert found(house.arum, text) == [TEAM]


def test_a_domain_finds_everybody_there(house: Ministry) -> None:
    assert len(found(house.arum, "@dephub.go.id")) == Account.objects.count()
    assert found(house.arum, "@lain.go.id") == []


def test_accents_are_no_obstacle(house: Ministry) -> None:
    Person.objects.filter(pk=house.tirta.pk).update(name="Tirta Rémbulan")
    services.provision()
    for text in ("rembulan", "RÉMBU", "re\u0301mbulan"):
        assert found(house.arum, text) == [TIRTA]


def test_the_rights_the_unit_the_state_and_the_use_narrow_what_is_found(house: Ministry) -> None:
    Account.objects.filter(login=BIMA).update(state=AccountState.SUSPENDED)
    Use.objects.create(login=DAMAR, service="imap", at=1_800_000_000)
    assert found(house.jaya, "tirta") == []
    assert found(house.jaya, "damar") == [DAMAR]
    assert found(house.jaya, "bagasi") == [TEAM]
    assert found(house.arum, "tirta", unit="djpl") == []
    assert found(house.arum, "damar", unit="djpl") == [DAMAR]
    assert found(house.arum, "damar", state=AccountState.SUSPENDED) == []
    assert found(house.arum, "bima", state=AccountState.SUSPENDED) == [BIMA]
    assert found(house.arum, "damar", unused=True) == []
    assert found(house.arum, "bima", unused=True) == [BIMA]


@pytest.mark.parametrize("text", ["damar", "damar wilis", "da wi", DAMAR])
def test_whoever_moves_to_another_unit_is_found_there_alone(house: Ministry, text: str) -> None:
    assert found(house.arum, text, unit="djpl") == [DAMAR]
    directory.amend_person(by=house.arum, person=house.damar, unit=house.rail)
    run_until_idle()
    assert found(house.arum, text, unit=house.rail.code) == [DAMAR]
    assert found(house.arum, text, unit="djpl") == []
    assert found(house.arum, f"{text} bima", unit=house.rail.code) == []


def test_a_shared_mailbox_is_found_in_its_unit_alone(house: Ministry) -> None:
    assert found(house.arum, "bagasi", unit="djpl") == [TEAM]
    assert found(house.arum, "bagasi", unit=house.rail.code) == []


def test_whoever_is_renamed_is_found_by_the_new_name_alone(house: Ministry) -> None:
    directory.amend_person(by=house.arum, person=house.damar, name="Damar Senja-Kelana")
    run_until_idle()
    assert found(house.arum, "kelana") == [DAMAR]
    assert found(house.arum, "wilis") == []


def test_a_new_address_is_found_though_it_was_somebody_elses(house: Ministry) -> None:
    Person.objects.filter(pk=house.damar.pk).update(email="wilis@dephub.go.id")
    services.provision()
    assert found(house.arum, "wilis") == ["wilis@dephub.go.id"]
    words = {each.word for each in AccountWord.objects.filter(account__person=house.damar)}
    assert words == {"damar", "wilis", "putra"}


def test_who_is_opened_alone_is_found_at_once(house: Ministry) -> None:
    new = Person.objects.create(
        email="lintang@dephub.go.id", name="Lintang Kemukus", unit=house.sea
    )
    services.open_mailbox(by=None, person=new)
    assert found(house.arum, "kemukus") == [new.email]


def test_words_that_are_in_line_are_left_alone(house: Ministry) -> None:
    before = set(AccountWord.objects.values_list("pk", flat=True))
    services.keep_words()
    assert set(AccountWord.objects.values_list("pk", flat=True)) == before


@pytest.mark.parametrize("text", ["pegawai", "", "pegawai contoh"])
def test_more_than_anybody_counts_is_paged_in_order(
    house: Ministry, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    Person.objects.bulk_create(
        Person(email=f"pegawai{number:03}@dephub.go.id", name="Contoh Contohan", unit=house.rail)
        for number in reversed(range(70))
    )
    services.provision()
    monkeypatch.setattr(listing, "COUNTED", 60)
    logins = sorted(Account.objects.values_list("login", flat=True))
    expected = [login for login in logins if not text or login.startswith("pegawai")]
    first = listing.listing(house.arum, Sought(text))
    second = listing.listing(house.arum, Sought(text, after=first.rows[-1].account.login))
    assert first.count is None
    assert [row.account.login for row in (*first.rows, *second.rows)] == expected
    assert second.beginning
    assert not second.following


def test_a_page_of_many_asks_no_more_than_one_of_few(house: Ministry) -> None:
    Person.objects.bulk_create(
        Person(email=f"pegawai{number:03}@dephub.go.id", name=f"Contoh {number}", unit=house.rail)
        for number in range(60)
    )
    services.provision()
    found(house.arum, DAMAR)  # what somebody may see is asked for once
    few, many = _statements(house.arum, "contoh 11"), _statements(house.arum, "contoh pegawai")
    assert few == many <= 5


def _statements(viewer: Person, text: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        listing.listing(viewer, Sought(text))
    return len(asked)
