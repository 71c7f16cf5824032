"""To be in a list is no reading: what a protected case says stands on its own page only."""

from __future__ import annotations

import pytest
from django.test import Client

from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.cases.services import ReporterDetails, link_cases, receive_case
from tests.support.accounts import sign_in
from tests.support.ministry import build

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_no_list_tells_what_a_protected_case_says(client: Client) -> None:
    ministry = build()
    sari = ReporterDetails(name="Sari Angin-Timur", email="sari@surat.example")
    told, other = (
        receive_case(
            channel="web",
            text=f"Setoran {word} di loket tiga.",
            kind="misconduct",
            place=f"Dermaga {word}",
            reporter=sari,
        )
        for word in ("Melati", "Kenanga")
    )
    link_cases(actor=ministry.sekar, case=told, other=other, reason="Loket yang sama")
    sign_in(client, ministry.sekar)
    page = client.get("/desk/").content.decode()
    assert told.number in page
    assert "Pengaduan berkadar pengawasan (rahasia)" in page
    assert "Melati" not in page
    assert not Entry.objects.filter(action=Act.CASE_READ).exists()
    opened = client.get(f"/desk/laporan/{told.number}/").content.decode()
    assert "Melati" in opened
    assert "Kenanga" not in opened, "linked, similar and of the same reporter: by their kind only"
    read = Entry.objects.filter(action=Act.CASE_READ).values_list("subject", flat=True)
    assert set(read) == {told.subject}
