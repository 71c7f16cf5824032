"""A NIK: taken where the law asks for it, sealed, matched, masked, shown to few for a reason."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import ValidationError

from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.cases.choices import Kind
from hubung.cases.models import Case, Reporter, ResidentNumber
from hubung.channels.web import contacts
from hubung.kernel import clock
from hubung.privacy.access.dossier import gather
from tests.integration.desk_extras.conftest import At
from tests.support.ministry import Ministry
from tests.support.traces import traces

pytestmark = pytest.mark.django_db
NEW = "/desk/baru/"
NIK, MASKED = "3171014501900004", "3171 •••• 004"


def asked(**more: object) -> dict[str, object]:
    """Somebody at the counter asks for information and shows their card."""
    return {
        "submission": str(uuid.uuid4()),
        "channel": "counter",
        "kind": Kind.INFORMATION_REQUEST,
        "text": "Saya minta salinan laporan kinerja pelabuhan tahun lalu.",
        "name": "Rinai Senja",
        "phone": "0813 5550 1412",
        "nik": "3171 0145 0190 0004",
        "take": "on",
        **more,
    }


@pytest.mark.once
@pytest.mark.parametrize(
    "wrong",
    ["317101450190000", "31710145019000045", "317101x501900004", "3171017201900004",
     "3171014013900004", "3171014501900000", "0171014501900004", "٣١٧١٠١٤٥٠١٩٠٠٠٠٤"],
)  # fmt: skip
def test_a_slip_of_the_pen_is_noticed(wrong: str) -> None:
    with pytest.raises(ValidationError):
        contacts.nik(wrong)
    assert contacts.nik(" 3171.0145-0190 0004") == NIK
    assert contacts.nik(" ") == ""


def test_it_stands_nowhere_in_clear_and_is_shown_for_a_reason(ministry: Ministry, at: At) -> None:
    ratih = at(ministry.ratih)
    assert ratih.post(NEW, asked()).status_code == 302
    case = Case.objects.get()
    page, address = f"/desk/laporan/{case.number}/", f"/desk/laporan/{case.number}/nik/"
    shown = Entry.objects.filter(action=Act.NUMBER_SHOWN)
    for person in (ministry.ratih, ministry.gatra):
        read = at(person).get(page).content.decode()
        assert MASKED in read
        assert NIK not in read
        assert (address in read) == (person == ministry.ratih)

    said = {"reason": "other", "words": "Menyusun surat jawaban"}
    assert ratih.get(address).status_code == 405
    assert at(ministry.gatra).post(address, said).status_code == 404
    assert ratih.post(address, {**said, "words": ""}).status_code == 422
    assert not shown.exists()
    answer = ratih.post(address, said)
    assert NIK in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    entry = shown.get()
    assert (entry.actor, entry.subject) == (ministry.ratih, case.subject)
    assert entry.why.endswith(": Menyusun surat jawaban")
    assert NIK not in ratih.get(page).content.decode()
    assert traces(NIK, "3171 0145 0190 0004") == []

    (report,) = gather([case], clock.now()).reports
    assert report.contact is not None
    assert report.contact.nik == NIK
    case.reporter = None
    case.save()
    Reporter.objects.all().delete()
    assert not ResidentNumber.objects.exists()


def test_only_who_asks_for_information_is_asked_and_nobody_anonymous(
    ministry: Ministry, at: At
) -> None:
    ratih = at(ministry.ratih)
    refused = ratih.post(NEW, asked(kind=Kind.COMPLAINT))
    assert refused.status_code == 422
    assert "Only a request for information needs a NIK" in refused.content.decode()
    assert ratih.post(NEW, asked(anonymous="on", nik="salah")).status_code == 302
    assert Case.objects.get().reporter is None
    assert not ResidentNumber.objects.exists()


def test_it_finds_whom_we_know_and_is_added_to_nobody(ministry: Ministry, at: At) -> None:
    """By its keyed hash; a number that somebody typed does not become a known person's."""
    ratih = at(ministry.ratih)
    ratih.post(NEW, asked())
    first = Case.objects.latest("pk").reporter
    assert first is not None
    found = ratih.post(f"{NEW}pelapor/", {"phone": "", "email": "", "nik": NIK}).content.decode()
    assert "Rinai Senja" in found
    other = ratih.post(f"{NEW}pelapor/", {"phone": "", "email": "", "nik": NIK[:-1]})
    assert "Rinai Senja" not in other.content.decode()

    ratih.post(NEW, asked())
    assert Case.objects.latest("pk").reporter == first
    ratih.post(NEW, asked(nik="3171014501900005", reporter=first.pk))
    stranger = Case.objects.latest("pk").reporter
    assert stranger is not None
    assert (stranger == first, stranger.nik.reveal()) == (False, "3171014501900005")
    assert Reporter.objects.get(pk=first.pk).nik.reveal() == NIK
