"""Canned answers: who keeps which, what may stand in them, and how they read."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from hubung.cases import services
from hubung.cases.models import CannedAnswer
from hubung.desk.canned import PLACEHOLDERS, canned_for, fill, unknown_placeholders
from hubung.desk.setup.example import example_case
from hubung.directory.models import Unit
from tests.integration.desk.conftest import SIGNED_IN, report
from tests.support.ministry import Ministry

LIST = "/desk/pengaturan/templat/"

pytestmark = pytest.mark.django_db


def said(unit: Unit | None, **more: Any) -> dict[str, Any]:
    return {
        "title": "Manifes diperbaiki",
        "text": "Yth. {nama}, laporan {nomor} selesai.",
        "unit": unit.pk if unit else "",
        "language": "id",
        "kind": "",
        "sector": "",
        **more,
    }


def test_a_coordinator_writes_changes_and_retires(ministry: Ministry, client_of: SIGNED_IN) -> None:
    client = client_of(ministry.jaya)
    assert "Belum ada jawaban siap pakai" in client.get(LIST).content.decode()
    assert client.post(LIST + "baru/", said(ministry.bitung)).headers["Location"] == LIST
    answer = CannedAnswer.objects.get()
    assert (answer.unit, answer.title) == (ministry.bitung, "Manifes diperbaiki")
    page = f"{LIST}{answer.pk}/"
    shown = client.get(page).content.decode()
    assert "Yth. Contoh Pelapor, laporan 151-" in shown
    client.post(page, said(ministry.sea, text="Yth. {nama}, sudah.", kind="complaint"))
    answer.refresh_from_db()
    assert (answer.unit, answer.text, answer.kind) == (
        ministry.sea,
        "Yth. {nama}, sudah.",
        "complaint",
    )
    case = report()
    services.move_case(
        actor=ministry.ratih, case=case, tier=2, unit=ministry.bitung, reason="Laut."
    )
    case.refresh_from_db()
    assert list(canned_for(case)) == [answer]
    client.post(page + "pakai/", {"do": "retire"})
    assert list(canned_for(case)) == []
    assert "<b>Manifes diperbaiki" not in client.get(LIST + "?cari=manifes").content.decode()
    assert "<b>Manifes diperbaiki" in client.get(LIST + "?pensiun=&cari=manifes").content.decode()
    client.post(page + "pakai/", {"do": "restore"})
    assert list(canned_for(case)) == [answer]


@pytest.mark.parametrize("mark", ["{namma}", "{Nama}", "{ nama }", "{}", "{nama lengkap}"])
def test_an_unknown_placeholder_is_refused_and_the_known_are_named(
    mark: str, ministry: Ministry, client_of: SIGNED_IN
) -> None:
    response = client_of(ministry.jaya).post(
        LIST + "baru/", said(ministry.sea, text=f"Yth. {{nama}}, {mark}.")
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert f"{mark} tidak bisa diisi" in page
    assert all(f"{{{name}}}" in page for name in PLACEHOLDERS)
    assert not CannedAnswer.objects.exists()


def test_every_placeholder_is_filled(ministry: Ministry) -> None:
    """The list that is shown and the filling agree."""
    text = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    assert unknown_placeholders(text) == []
    for language in ("id", "en"):
        filled = fill(text, example_case(ministry.bitung, language), ministry.jaya)
        assert "{" not in filled
        assert "KSOP Kelas I Bitung" in filled
    with translation.override("en"):
        assert "Example Reporter" in fill("{nama}", example_case(ministry.sea, "en"), ministry.jaya)


def test_a_preview_keeps_nothing(ministry: Ministry, client_of: SIGNED_IN) -> None:
    response = client_of(ministry.jaya).post(
        LIST + "baru/", {**said(ministry.sea, text="Halo {nama}!"), "do": "preview"}
    )
    assert response.status_code == 200
    assert "Halo Contoh Pelapor!" in response.content.decode()
    assert "Halo {nama}!</textarea>" in response.content.decode()
    assert not CannedAnswer.objects.exists()


def test_others_texts_are_read_not_changed(ministry: Ministry, client_of: SIGNED_IN) -> None:
    for_all = CannedAnswer.objects.create(title="Salam semua", text="Yth. {nama}")
    above = CannedAnswer.objects.create(title="Salam menteri", text="Halo", unit=ministry.root)
    rail = CannedAnswer.objects.create(title="Salam kereta", text="Halo", unit=ministry.rail)
    client = client_of(ministry.jaya)
    page = client.get(LIST).content.decode()
    assert "Salam semua" in page
    assert "Salam menteri" in page
    assert "Salam kereta" not in page
    for answer in (for_all, above):
        assert "<textarea" not in client.get(f"{LIST}{answer.pk}/").content.decode()
        assert client.post(f"{LIST}{answer.pk}/", said(ministry.sea)).status_code == 403
        assert client.post(f"{LIST}{answer.pk}/pakai/").status_code == 403
    assert client.get(f"{LIST}{rail.pk}/").status_code == 404
    # A unit that is not theirs is not among the choices, and is not taken when sent all the same.
    for unit in (ministry.rail, None):
        assert client.post(LIST + "baru/", said(unit)).status_code == 422
    administrator = client_of(ministry.arum)
    assert administrator.post(f"{LIST}{for_all.pk}/", said(None)).status_code == 302
    for_all.refresh_from_db()
    assert for_all.title == "Manifes diperbaiki"


def test_the_door_is_closed_to_other_roles(ministry: Ministry, client_of: SIGNED_IN) -> None:
    for person in (ministry.damar, ministry.ratih, ministry.laksmi, ministry.gatra, ministry.sekar):
        client = client_of(person)
        assert "/desk/pengaturan/" not in client.get("/desk/").content.decode()
        for path in ("/desk/pengaturan/", LIST, LIST + "baru/"):
            assert client.get(path).status_code == 403, (person, path)
    for person in (ministry.kirana, ministry.jaya, ministry.arum):
        client = client_of(person)
        assert 'href="/desk/pengaturan/"' in client.get("/desk/").content.decode()
        assert client.get("/desk/pengaturan/").headers["Location"] == LIST
