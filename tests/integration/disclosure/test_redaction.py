"""Puspita blacks a document out, and the asker gets the file without what was marked."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hubung.cases.models import Attachment
from hubung.directory.models import today
from hubung.disclosure.grounds.queries import ground_on
from hubung.disclosure.redaction.models import Document, DocumentKey, Mark, State
from hubung.disclosure.redaction.services import erase_documents
from hubung.disclosure.redaction.tasks import make
from hubung.kernel import clock, files
from tests.integration.disclosure.asking import FRIDAY, Disclosing, ask, ministry_that_discloses
from tests.support.accounts import sign_in
from tests.unit.disclosure.test_drawing import NIK, OPEN, SECRET, all_of, document, text_of

pytestmark = pytest.mark.django_db

ROOM = "/desk/permohonan/"


@pytest.fixture
def here() -> Iterator[Disclosing]:
    cache.clear()
    with clock.travel(FRIDAY):
        yield ministry_that_discloses()


def test_a_document_is_marked_made_and_given_and_the_original_stays_sealed(
    here: Disclosing,
) -> None:
    case = ask().case
    officer = Client()
    sign_in(officer, here.officer)
    old = document()
    upload = SimpleUploadedFile("berita-acara.pdf", old, "application/pdf")
    added = officer.post(f"{ROOM}{case.number}/dokumen/", {"file": upload})
    kept = Document.objects.get()
    address = f"{ROOM}dokumen/{kept.pk}/"
    assert added["Location"] == address
    with files.open_blob(kept.sha256) as sealed:
        assert SECRET.encode() not in sealed.read()

    page = officer.get(address).content.decode()
    assert "Halaman 1 dari 2" in page
    picture = officer.get(f"{address}halaman/1/")
    assert picture["Content-Type"] == "image/webp"
    assert "no-store" in picture["Cache-Control"]
    assert officer.get(f"{address}halaman/3/").status_code == 404

    found = officer.post(address, {"do": "find", "patterns": ["nik"], "words": SECRET})
    assert found.status_code == 302
    typed = {"do": "mark", "page": 0, "x": "12", "y": "24", "width": "34.5", "height": "5"}
    assert officer.post(address, {**typed, "width": ""}).status_code == 422
    officer.post(address, typed)
    before = Mark.objects.count()
    officer.post(address, {"do": "unmark", "mark": [Mark.objects.filter(page=1).first().pk]})  # type: ignore[union-attr]
    assert Mark.objects.count() == before - 1
    officer.post(address, {"do": "make"})
    kept.refresh_from_db()
    assert kept.state == State.WAITING
    assert officer.post(address, typed, follow=True).content.decode().count("Sedang dibuat")
    make.call(kept.pk)
    kept.refresh_from_db()
    assert kept.state == State.MADE
    assert officer.get(f"{address}hasil/").status_code == 200

    said = {
        "decision": "partly",
        "text": "Terlampir, tanpa nama saksi.",
        "form": "soft",
        "ground": ground_on("h", today()).pk,
        "reason": "Rahasia pribadi.",
        "redactions": "Nama dan NIK.",
        "kept_because": "Menyangkut perkara.",
        "blacked_out": [kept.pk],
    }
    assert officer.post(f"{ROOM}{case.number}/jawab/", said).status_code == 302
    given = Attachment.objects.get(case=case, public=True)
    assert given.name == "berita-acara, dihitamkan.pdf"
    with files.open_blob(given.sha256) as file:
        content = file.read()
    assert SECRET not in all_of(content)
    assert NIK not in all_of(content)
    assert OPEN in " ".join(text_of(content)) or kept.without_text == [0, 1]

    # With the request the sealed document goes; what was given is a file of its own.
    erase_documents(case)
    assert not DocumentKey.objects.exists()
    files.sweep(clock.now())
    assert files.is_stored(given.sha256)


def test_nobody_else_sees_the_document(here: Disclosing) -> None:
    case = ask().case
    officer = Client()
    sign_in(officer, here.officer)
    upload = SimpleUploadedFile("berita-acara.pdf", document(), "application/pdf")
    officer.post(f"{ROOM}{case.number}/dokumen/", {"file": upload})
    address = f"{ROOM}dokumen/{Document.objects.get().pk}/"
    superior = Client()
    sign_in(superior, here.superior)
    for tail in ("", "halaman/1/", "hasil/"):
        assert superior.get(address + tail).status_code == 404
        assert Client().get(address + tail).status_code == 401


def test_what_is_no_document_is_refused_with_a_reason(here: Disclosing) -> None:
    case = ask().case
    officer = Client()
    sign_in(officer, here.officer)
    for name, content, why in (
        ("tabel.csv", b"a;b\n1;2\n", "Simpan dokumen lain sebagai PDF"),
        ("rusak.pdf", b"%PDF-1.7\nnothing", "rusak"),
    ):
        upload = SimpleUploadedFile(name, io.BytesIO(content).read())
        answer = officer.post(f"{ROOM}{case.number}/dokumen/", {"file": upload}, follow=True)
        assert why in answer.content.decode()
    assert not Document.objects.exists()
