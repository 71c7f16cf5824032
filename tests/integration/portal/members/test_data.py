"""A member's own data: what is kept, asking for it, and who makes sure of the person."""

from __future__ import annotations

import pytest
from django.test import Client

from hubung.cases.models import Case
from hubung.directory.models import Role
from hubung.portal.members.models import Member
from hubung.portal.subscriptions.models import Topic
from hubung.privacy import services
from hubung.privacy.errors import NotIdentifiedError
from hubung.privacy.models import Request
from tests.integration.portal.members.people import RANI, report, send, sign_in
from tests.integration.portal.subscriptions.readers import reader
from tests.support.accounts import sign_in as sign_in_staff
from tests.support.ministry import Ministry, person

DATA = "/saya/data/"


def page(visitor: Client) -> str:
    return str(visitor.get(DATA).content.decode())


def test_what_is_kept_is_told(visitor: Client) -> None:
    report("Antrean panjang")
    reader("rani", Topic.NEWS)
    reader("sari", Topic.EVENTS)
    sign_in(visitor)
    seen = page(visitor)
    assert "1 laporan dan permohonan" in seen
    assert "Akun di portal" in seen
    assert "Surel tentang halaman baru di portal" in seen
    assert "Acara" not in seen[seen.index("<main") : seen.index('<form class="flow loose"')]


def test_a_request_is_filled_in_with_the_proved_address_and_leads_to_its_receipt(
    visitor: Client,
) -> None:
    sign_in(visitor)
    receipt = send(visitor, DATA, DATA, right="access", text="Salinan, mohon.", email="x@contoh.id")
    request = Request.objects.get()
    assert receipt["Location"].startswith("/lapor/terkirim/")
    assert request.case.reporter is not None
    assert request.case.reporter.email == RANI
    assert request.address_proved
    assert not request.is_identified
    assert request.case.code in visitor.get(receipt["Location"]).content.decode()


def test_it_is_followed_here_and_opens_with_its_code_only(visitor: Client) -> None:
    sign_in(visitor)
    send(visitor, DATA, DATA, right="access", text="Kata rahasia saya")
    case = Case.objects.get()
    seen = page(visitor)
    assert case.number in seen
    assert "Kata rahasia saya" not in seen
    assert case.code not in seen
    assert visitor.get(f"/saya/laporan/{case.number}/").status_code == 404
    assert visitor.get(f"/lacak/{case.number}/").status_code == 303
    others = Client(headers={"accept-language": "id"})
    sign_in(others, "sari@contoh.id")
    assert case.number not in page(others)


def test_one_that_somebody_else_made_in_their_name_is_not_shown(visitor: Client) -> None:
    form = {"right": "erasure", "name": "Rani", "email": RANI, "website": ""}
    Client().post("/data-pribadi/", form)
    made = Request.objects.get()
    assert not made.address_proved
    sign_in(visitor)
    assert made.case.number not in page(visitor)


def test_an_officer_still_makes_sure_of_the_person(visitor: Client, ministry: Ministry) -> None:
    report("Antrean panjang")
    sign_in(visitor)
    send(visitor, DATA, DATA, right="erasure", text="Hapus semuanya.")
    request = Request.objects.get()
    officer = person("Puspa Ningrum-Jati", ministry.root, Role.INFORMATION_OFFICER)
    desk = Client(headers={"accept-language": "id"})
    sign_in_staff(desk, officer)
    seen = desk.get(f"/desk/data-pribadi/{request.case.number}/").content.decode()
    assert "Mereka masuk dengan alamat surelnya" in seen
    with pytest.raises(NotIdentifiedError):
        services.erase(actor=officer, request=request, text="Sudah.")
    services.confirm_identity(actor=officer, request=request, how="KTP dilihat di loket")
    request.refresh_from_db()
    services.erase(actor=officer, request=request, text="Sudah dihapus.")
    assert not Member.objects.exists()


@pytest.mark.parametrize("said", [{}, {"right": "segalanya"}, {"right": "correction", "text": " "}])
def test_what_is_missing_is_said_and_nothing_is_sent(visitor: Client, said: dict[str, str]) -> None:
    sign_in(visitor)
    assert send(visitor, DATA, DATA, **said).status_code == 422
    assert not Request.objects.exists()
