"""A NIP stands nowhere in clear: not in a table, a report, a page or a message."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.directory.accounts.passwords import NoStaffNumber
from hubung.directory.importing import jobs
from hubung.directory.importing.models import ImportFile, ImportJob, ImportState
from hubung.directory.importing.service import import_content
from hubung.directory.models import StaffNumber
from hubung.directory.services import DirectoryError, give_number, register_person
from hubung.kernel import sealed, tasks
from hubung.kernel.keyring import TamperedError
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry
from tests.support.numbers import holder
from tests.support.traces import traces

AYU, BAYU, CITRA = "199209032013012469", "199301042015011572", "199405062017012683"
HEAD = "NIP;Nama;Kode Unit;Surel\n"
FILE = f"{HEAD}{AYU};Ayu Lesung-Biru;KSOP-BIT;ayu@dephub.go.id\n{BAYU};Bayu Awan;DJPL;\n"


@pytest.mark.django_db(transaction=True)
def test_no_door_leaves_one_in_any_table(house: Ministry) -> None:
    """By the import of a page, with and without faults, by hand, and by a rule that refuses."""
    waits = jobs.start_import(by=house.arum, file_name="a.csv", content=FILE.encode(), kind=None)
    faulty = jobs.start_import(
        by=house.arum,
        file_name="b.csv",
        content=f"{FILE}{AYU};Ayu Lagi;DJPL;\n{CITRA}9;Citra;DJPL;\n;Citra;{CITRA};\n".encode(),
        kind=None,
    )
    tasks.run_until_idle()
    assert [ImportJob.objects.get(pk=job.pk).state for job in (waits, faulty)] == [
        ImportState.CHECKED, ImportState.FAULTY,
    ]  # fmt: skip
    assert [file.job_id for file in ImportFile.objects.all()] == [waits.pk]
    jobs.confirm_import(by=house.arum, job=waits)
    tasks.run_until_idle()
    assert holder(AYU).email == "ayu@dephub.go.id"
    register_person(by=None, name="Citra", email="c@dephub.go.id", unit=house.sea, nip=CITRA)
    with pytest.raises(DirectoryError, match="1994 •••• 683"), transaction.atomic():
        register_person(by=None, name="Dua", email="d@dephub.go.id", unit=house.sea, nip=CITRA)
    import_content(FILE.replace("Bayu Awan", "Bayu Awan-Teduh").encode(), dry_run=False)
    assert "1992 •••• 469" in str(ImportJob.objects.get(pk=waits.pk).report)
    assert traces(AYU, BAYU, CITRA) == []
    assert traces(house.arum.email)  # the search itself works


@pytest.mark.django_db
def test_a_number_opens_for_its_owner_only_and_says_itself_masked(house: Ministry) -> None:
    give_number(house.damar, AYU)
    give_number(house.bima, BAYU)
    damar = StaffNumber.objects.get(person=house.damar)
    assert (str(damar), damar.reveal()) == ("1992 •••• 469", AYU)
    assert AYU not in repr(damar)
    key = sealed.current()
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffNumber.of(house.laksmi.pk, AYU, key).save(force_insert=True)
    StaffNumber.objects.filter(person=house.bima).update(sealed=damar.sealed)
    with pytest.raises(TamperedError, match=f"staffnumber:{house.bima.pk}"):
        StaffNumber.objects.get(person=house.bima).reveal()


@pytest.mark.django_db
def test_a_password_says_nothing_of_the_number(house: Ministry) -> None:
    give_number(house.damar, AYU)
    with pytest.raises(ValidationError):
        NoStaffNumber().validate("kapal-19920903-karam", house.damar)
    for password, person in (("kapal-199209-karam", house.damar), (AYU, house.bima), (AYU, None)):
        NoStaffNumber().validate(password, person)


@pytest.mark.django_db
def test_it_is_shown_to_few_once_and_for_a_reason_on_record(house: Ministry) -> None:
    give_number(house.bima, AYU)
    page = f"/desk/pengaturan/orang/{house.bima.pk}/"
    arum, jaya = Client(), Client()
    sign_in(arum, house.arum)
    sign_in(jaya, house.jaya)
    said = {"do": "nip", "reason": "authority", "words": "Surat inspektorat"}
    shown = Entry.objects.filter(action=Act.NUMBER_SHOWN)

    assert jaya.post(page, said).status_code == 403
    for missing in ({"reason": ""}, {"reason": "other", "words": ""}):
        refused = arum.post(page, said | missing)
        assert refused.status_code == 422
        assert AYU not in refused.content.decode()
    assert not shown.exists()

    answer = arum.post(page, said)
    assert AYU in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    entry = shown.get()
    assert (entry.actor, entry.subject) == (house.arum, f"person:{house.bima.pk}")
    assert entry.why == "Untuk instansi yang berhak: Surat inspektorat"
    for again in (arum.get(page), jaya.get(page)):
        assert "1992 •••• 469" in again.content.decode()
        assert AYU not in again.content.decode()


@pytest.mark.django_db
def test_searching_for_one_puts_it_in_no_address(house: Ministry) -> None:
    give_number(house.bima, AYU)
    arum = Client()
    sign_in(arum, house.arum)
    found = arum.post("/desk/pengaturan/orang/", {"cari": AYU})
    assert found.status_code == 200
    assert house.bima.name in found.content.decode()
    other = arum.post("/desk/pengaturan/orang/", {"cari": "bima", "peran": ""})
    assert other["Location"] == "/desk/pengaturan/orang/?cari=bima&peran="
