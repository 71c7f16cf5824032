"""The import by a page, with the worker that does it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hubung.directory.importing import jobs
from hubung.directory.importing.models import ImportFile, ImportJob, ImportState
from hubung.directory.models import Person
from hubung.directory.services import DirectoryError
from hubung.kernel import tasks
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry

# The worker closes its connections, so these tests commit.
pytestmark = pytest.mark.django_db(transaction=True)

GOOD = b"NIP;Nama;Unit;Surel\n199209032013012469;Ayu Lesung-Biru;DJPL;ayu@dephub.go.id\n"
START = "/desk/direktori/impor/"


@pytest.fixture
def browser(house: Ministry) -> Callable[[Person], Client]:
    def signed_in(person: Person) -> Client:
        client = Client(HTTP_HOST="localhost", HTTP_ACCEPT="text/html")
        sign_in(client, person)
        return client

    return signed_in


def send(client: Client, content: bytes) -> str:
    response = client.post(START, {"file": SimpleUploadedFile("staf.csv", content), "kind": ""})
    assert response.status_code == 302, response.content
    return str(response["Location"])


def test_a_file_is_checked_first_and_taken_over_on_a_word(
    house: Ministry, browser: Callable[[Person], Client]
) -> None:
    client = browser(house.arum)
    page = send(client, GOOD)
    assert "hx-trigger" in client.get(page).content.decode()
    tasks.run_until_idle()
    checked = client.get(page).content.decode()
    assert "Ayu Lesung-Biru" in checked
    assert not Person.objects.filter(email="ayu@dephub.go.id").exists()
    assert client.post(f"{page}ambil/")["Location"] == page
    tasks.run_until_idle()
    assert Person.objects.filter(email="ayu@dephub.go.id").exists()
    job = ImportJob.objects.get()
    assert (job.state, ImportFile.objects.exists()) == (ImportState.DONE, False)
    assert client.get(page).status_code == 200
    assert "staf.csv" in client.get(START).content.decode()


def test_a_wrong_line_is_shown_with_its_remedy(
    house: Ministry, browser: Callable[[Person], Client]
) -> None:
    client = browser(house.arum)
    page = send(client, GOOD.replace(b"DJPL", b"<script>"))
    tasks.run_until_idle()
    shown = client.get(page).content.decode()
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown.split("<main", 1)[1]
    assert ImportJob.objects.get().state == ImportState.FAULTY
    client.post(f"{page}ambil/")
    tasks.run_until_idle()
    assert not Person.objects.filter(email="ayu@dephub.go.id").exists()


def test_a_file_that_changes_nothing_needs_no_word(
    house: Ministry, browser: Callable[[Person], Client]
) -> None:
    client = browser(house.arum)
    client.post(f"{send(client, GOOD)}ambil/")
    tasks.run_until_idle()
    first = ImportJob.objects.get()
    jobs.confirm_import(by=house.arum, job=first)
    tasks.run_until_idle()
    page = send(client, GOOD)
    tasks.run_until_idle()
    assert ImportJob.objects.first().state == ImportState.DONE  # type: ignore[union-attr]
    assert "ambil" not in client.get(page).content.decode()


def test_confirming_twice_takes_it_over_once(house: Ministry) -> None:
    job = jobs.start_import(by=house.arum, file_name="staf.csv", content=GOOD, kind=None)
    with pytest.raises(DirectoryError):
        jobs.confirm_import(by=house.arum, job=job)
    tasks.run_until_idle()
    jobs.confirm_import(by=house.arum, job=job)
    with pytest.raises(DirectoryError):
        jobs.confirm_import(by=house.arum, job=job)
    tasks.run_until_idle()
    tasks.run_until_idle()
    assert Person.objects.filter(email="ayu@dephub.go.id").count() == 1


def test_only_an_administrator_of_the_whole_ministry_imports(
    house: Ministry, browser: Callable[[Person], Client]
) -> None:
    job = jobs.start_import(by=house.arum, file_name="staf.csv", content=GOOD, kind=None)
    page = f"{START}{job.pk}/"
    for person in (house.jaya, house.kirana, house.gatra, house.ratih):
        client = browser(person)
        assert client.get(START).status_code == 403
        assert client.get(page).status_code == 403
        assert client.post(f"{page}ambil/").status_code == 403
    assert Client(HTTP_HOST="localhost").get(START).status_code in (302, 401)


def test_no_file_and_an_empty_one_are_answered_in_words(
    house: Ministry, browser: Callable[[Person], Client]
) -> None:
    client = browser(house.arum)
    assert client.post(START, {"kind": ""}).status_code == 422
    empty = client.post(START, {"file": SimpleUploadedFile("staf.csv", b""), "kind": ""})
    assert empty.status_code == 422
    assert not ImportJob.objects.exists()


def test_an_empty_table_can_be_had(house: Ministry, browser: Callable[[Person], Client]) -> None:
    client = browser(house.arum)
    sample = client.get(f"{START}contoh/staff.csv").content.decode("utf-8-sig")
    assert sample.startswith("nip;nama;unit;email")
    assert client.get(f"{START}contoh/others.csv").status_code == 404
