"""People, roles and accounts at the desk."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.directory.accounts.services import enrol_totp
from hubung.directory.models import Grant, Person, Role, today
from hubung.directory.queries import has_role
from hubung.directory.services import give_number
from hubung.kernel.models import Event
from hubung.telephony.asterisk.lines import digest_of
from hubung.telephony.models import DeskPhone
from hubung.telephony.settings import Phone
from tests.integration.desk.conftest import SIGNED_IN
from tests.support.ministry import START, Ministry

LIST = "/desk/pengaturan/orang/"

pytestmark = pytest.mark.django_db


def page_of(person: Person) -> str:
    return f"{LIST}{person.pk}/"


@pytest.fixture
def candra(ministry: Ministry) -> Person:
    """Works at rail, has no role."""
    person = Person.objects.create(
        email="candra@dephub.go.id",
        name="Candra Embun-Rimba",
        unit=ministry.rail,
        title="Analis Keselamatan",
    )
    give_number(person, "199209032013012469")
    return person


@pytest.mark.parametrize("words", ["embun candra", "candra@dephub", "19920903 201301 2 469"])
def test_somebody_is_found_by_name_mail_or_nip(
    words: str, ministry: Ministry, candra: Person, client_of: SIGNED_IN
) -> None:
    client = client_of(ministry.arum)
    everybody = client.get(LIST).content.decode()
    # At first those who have a role.
    assert "Candra" not in everybody
    assert "Damar Wilis-Putra" in everybody
    found = client.post(LIST, {"cari": words}, follow=True).content.decode()
    assert "Candra Embun-Rimba" in found
    assert "Analis Keselamatan" in found
    assert "Damar" not in found
    nobody = client.get(LIST, {"cari": "tidakada"}).content.decode()
    assert "Tidak ada yang ditemukan" in nobody


def test_a_list_by_role(ministry: Ministry, client_of: SIGNED_IN) -> None:
    page = client_of(ministry.arum).get(LIST, {"peran": "inspector"}).content.decode()
    assert "Sekar Tunjung-Biru" in page
    assert "Damar" not in page
    assert "Direktur Perkapalan" in client_of(ministry.arum).get(LIST).content.decode()


def test_a_role_is_given_and_ended(
    ministry: Ministry, candra: Person, client_of: SIGNED_IN
) -> None:
    client = client_of(ministry.arum)
    page = page_of(candra)
    assert "Belum ada peran" in client.get(page).content.decode()
    given = {"do": "grant", "role": "tier2_handler", "unit": ministry.rail.pk, "on": str(today())}
    assert client.post(page, given).status_code == 302
    grant = Grant.objects.get(person=candra)
    assert has_role(Person.objects.get(pk=candra.pk), Role.TIER2_HANDLER, unit=ministry.rail)
    Grant.objects.filter(pk=grant.pk).update(valid_from=START)
    shown = client.get(page).content.decode()
    assert "Rabu, 1 Januari 2020" in shown
    leaves = today() + timedelta(days=10)
    assert client.post(page, {"do": f"end:{grant.pk}", "on": str(leaves)}).status_code == 302
    grant.refresh_from_db()
    assert grant.valid_to == leaves
    client.post(page, {"do": f"end:{grant.pk}", "on": str(today())})
    grant.refresh_from_db()
    assert grant.valid_to == today()
    told = Event.objects.filter(name__in=["directory.RoleGranted", "directory.RoleRevoked"])
    assert {event.data["by_id"] for event in told} == {ministry.arum.pk}


def test_what_is_wrong_is_said(ministry: Ministry, candra: Person, client_of: SIGNED_IN) -> None:
    client = client_of(ministry.arum)
    yesterday = str(today() - timedelta(days=1))
    grant = Grant.objects.create(
        person=candra, role=Role.TIER2_HANDLER, unit=ministry.rail, valid_from=date(2024, 1, 1)
    )
    for said, why in (
        ({"do": "grant", "role": "", "unit": ministry.rail.pk}, "Pilih peran."),
        ({"do": "grant", "role": "auditor", "unit": ""}, "Pilih unit."),
        ({"do": "grant", "role": "auditor", "unit": 1, "on": yesterday}, "Pilih hari ini"),
        ({"do": f"end:{grant.pk}", "on": yesterday}, "Pilih hari ini"),
        ({"do": "close", "reason": ""}, "Tulis alasannya"),
    ):
        response = client.post(page_of(candra), said)
        assert response.status_code == 422
        assert why in response.content.decode()
    assert client.post(page_of(candra), {"do": "unknown"}).status_code == 403
    assert client.post(page_of(candra), {"do": "end:0", "on": str(today())}).status_code == 404
    assert candra.role_grants.count() == 1


def test_nobody_gives_a_role_to_themselves_and_one_administrator_stays(
    ministry: Ministry, client_of: SIGNED_IN
) -> None:
    client = client_of(ministry.arum)
    page = page_of(ministry.arum)
    shown = client.get(page).content.decode()
    assert "Ini Anda sendiri" in shown
    assert 'value="grant"' not in shown
    given = {"do": "grant", "role": "auditor", "unit": ministry.root.pk, "on": str(today())}
    refused = client.post(page, given)
    assert refused.status_code == 422
    assert "Peran tidak bisa diberikan kepada diri sendiri" in refused.content.decode()
    own = ministry.arum.role_grants.get()
    last = client.post(page, {"do": f"end:{own.pk}", "on": str(today())})
    assert last.status_code == 422
    assert "administrator terakhir" in last.content.decode()
    for do in ("close", "factor"):
        assert client.post(page, {"do": do, "reason": "Coba"}).status_code == 403
    assert [grant.role for grant in ministry.arum.role_grants.all()] == [Role.ADMINISTRATOR]


def test_second_factor_and_account(ministry: Ministry, client_of: SIGNED_IN) -> None:
    enrol_totp(ministry.damar)
    client, page = client_of(ministry.arum), page_of(ministry.damar)
    assert "Aplikasi kode" in client.get(page).content.decode()
    client.post(page, {"do": "factor", "reason": "Telepon jatuh ke laut"})
    assert not Authenticator.objects.filter(user=ministry.damar).exists()
    assert "Belum dipasang" in client.get(page).content.decode()
    damars = client_of(ministry.damar)
    assert damars.get("/desk/").status_code == 200
    client.post(page, {"do": "close", "reason": "Pensiun"})
    assert damars.get("/desk/").status_code in (302, 401)
    assert "Akun ditutup" in client.get(LIST, {"cari": "damar"}).content.decode()
    client.post(page, {"do": "open", "reason": "Diangkat lagi"})
    ministry.damar.refresh_from_db()
    assert ministry.damar.is_active
    reasons = Event.objects.filter(data__person_id=ministry.damar.pk, data__has_key="reason")
    assert [event.data["reason"] for event in reasons.order_by("pk")] == [
        "Telepon jatuh ke laut",
        "Pensiun",
        "Diangkat lagi",
    ]


def test_a_coordinator_looks_at_their_unit_only(
    ministry: Ministry, candra: Person, client_of: SIGNED_IN
) -> None:
    give_number(ministry.bima, "199209032013012477")
    client = client_of(ministry.jaya)
    page = client.get(LIST, {"cari": "a"}).content.decode()
    assert "Bima Segara-Loka" in page
    assert "Candra" not in page
    shown = client.get(page_of(ministry.bima)).content.decode()
    assert "199209032013012477" not in shown
    assert "1992 •••• 477" in shown
    assert 'name="do"' not in shown
    assert client.get(page_of(candra)).status_code == 404
    assert client.get(page_of(ministry.arum)).status_code == 404
    grant = ministry.bima.role_grants.get()
    tries: list[dict[str, object]] = [
        {"do": f"end:{grant.pk}", "on": str(today())},
        {"do": "close", "reason": "Coba"},
        {"do": "factor", "reason": "Coba"},
    ]
    for said in tries:
        assert client.post(page_of(ministry.bima), said).status_code == 403
    given = {"do": "grant", "role": "auditor", "unit": ministry.sea.pk, "on": str(today())}
    assert client.post(page_of(ministry.bima), given).status_code == 422
    assert ministry.bima.role_grants.count() == 1


def test_an_administrator_of_a_part_gives_roles_there(
    ministry: Ministry, candra: Person, client_of: SIGNED_IN
) -> None:
    Grant.objects.create(
        person=ministry.damar, role=Role.ADMINISTRATOR, unit=ministry.sea, valid_from=START
    )
    client = client_of(ministry.damar)
    given = {"do": "grant", "role": "tier2_handler", "on": str(today())}
    bima = page_of(ministry.bima)
    assert client.post(bima, {**given, "unit": ministry.sea.pk}).status_code == 302
    assert client.post(bima, {**given, "unit": ministry.rail.pk}).status_code == 422
    assert client.get(page_of(candra)).status_code == 404


def test_people_are_not_for_other_roles(
    ministry: Ministry, candra: Person, client_of: SIGNED_IN
) -> None:
    for person in (ministry.kirana, ministry.damar, ministry.ratih, ministry.gatra):
        client = client_of(person)
        assert client.get(LIST).status_code == 403
        assert client.get(page_of(candra)).status_code == 403
        assert client.post(page_of(candra), {"do": "close", "reason": "x"}).status_code == 403


def test_a_desk_telephone_is_given_once_renewed_and_cut_off(
    ministry: Ministry,
    candra: Person,
    client_of: SIGNED_IN,
    settings: Any,
) -> None:
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"phone": Phone(enabled=True)})
    client, page = client_of(ministry.arum), page_of(candra)
    assert "Beri telepon" in client.get(page).content.decode()
    passwords = []
    for _ in range(2):
        shown = client.post(page, {"do": "telephone"}).content.decode()
        found = re.search(r"[a-z2-7]{4}(-[a-z2-7]{4}){5}", shown)
        assert found
        assert f"desk-{candra.pk}" in shown
        passwords.append(found[0])
        phone = DeskPhone.objects.get(person=candra)
        assert phone.digest == digest_of(f"desk-{candra.pk}", found[0])
        # It is shown this once, and kept nowhere.
        assert found[0] not in client.get(page).content.decode()
        assert found[0] not in str(list(Entry.objects.values())) + str(list(Event.objects.values()))
    assert passwords[0] != passwords[1]
    assert client.post(page, {"do": "no_telephone"}, follow=True).status_code == 200
    assert not DeskPhone.objects.exists()
    acts = Entry.objects.filter(subject=f"person:{candra.pk}").order_by("pk")
    assert [entry.action for entry in acts] == [
        Act.DESK_PHONE_GIVEN,
        Act.DESK_PHONE_GIVEN,
        Act.DESK_PHONE_TAKEN,
    ]


def test_only_who_looks_after_them_gives_a_telephone(
    ministry: Ministry, candra: Person, client_of: SIGNED_IN
) -> None:
    coordinator = client_of(ministry.damar)
    for do in ("telephone", "no_telephone"):
        answer = coordinator.post(page_of(candra), {"do": do})
        assert answer.status_code in (403, 404)
    assert not DeskPhone.objects.exists()
