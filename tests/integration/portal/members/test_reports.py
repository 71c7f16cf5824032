"""What an account lists, and what it never does."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from hubung.cases.choices import Channel, Kind, Status
from hubung.cases.models import Case
from hubung.portal.members.browsers import digest
from tests.integration.portal.members.people import HOME, RANI, report, sign_in
from tests.integration.privacy.story import found
from tests.support.ministry import Ministry


def page(visitor: Client) -> str:
    return str(visitor.get(HOME).content.decode())


def test_reports_of_every_channel_are_listed_with_what_comes_next(visitor: Client) -> None:
    for channel in (Channel.MAIL, Channel.WEB, Channel.PHONE):
        report(f"Lewat {channel.value}", channel=channel)
    report("Milik orang lain", "sari@contoh.id")
    sign_in(visitor)
    seen = page(visitor)
    for channel in (Channel.MAIL, Channel.WEB, Channel.PHONE):
        assert f"Lewat {channel.value}" in seen
    assert "Milik orang lain" not in seen
    assert "Berikutnya: Kami periksa" in seen


def test_what_waits_for_the_reporter_stands_first(visitor: Client) -> None:
    waits = report("Perlu dilengkapi")
    Case.objects.filter(pk=waits.pk).update(status=Status.INCOMPLETE)
    report("Baru masuk")
    sign_in(visitor)
    seen = page(visitor)
    assert seen.index("Perlu dilengkapi") < seen.index("Baru masuk")
    assert "Giliran Anda:" in seen


HIDDEN: dict[str, dict[str, Any]] = {
    "anonymous": {"anonymous": True},
    "confidential": {"confidential": True},
    "misconduct": {"kind": Kind.MISCONDUCT},
    "about personal data": {"kind": Kind.PERSONAL_DATA},
}


@pytest.mark.parametrize("how", HIDDEN.values(), ids=HIDDEN)
def test_what_could_endanger_somebody_is_never_listed_or_opened(
    visitor: Client, how: dict[str, Any]
) -> None:
    case = report("Uang tanpa karcis", **how)
    sign_in(visitor)
    assert "Uang tanpa karcis" not in page(visitor)
    assert case.number not in page(visitor)
    assert visitor.get(f"/saya/laporan/{case.number}/").status_code == 404


def test_what_becomes_confidential_later_is_listed_no_more(visitor: Client) -> None:
    case = report("Antrean panjang")
    sign_in(visitor)
    assert case.number in page(visitor)
    Case.objects.update(confidential=True)
    assert case.number not in page(visitor)
    assert visitor.get(f"/saya/laporan/{case.number}/").status_code == 404


def test_one_of_theirs_opens_as_its_code_would_open_it(visitor: Client) -> None:
    mine, others = report("Antrean panjang"), report("Lain", "sari@contoh.id")
    opened = f"/lacak/{mine.number}/"
    assert visitor.get(opened).status_code == 303
    sign_in(visitor)
    assert visitor.get(f"/saya/laporan/{mine.number}/")["Location"] == opened
    assert "Antrean panjang" in visitor.get(opened).content.decode()
    for number in (others.number, "151-26-9999-9999-1", "bukan-nomor"):
        assert visitor.get(f"/saya/laporan/{number}/").status_code == 404


def test_many_reports_come_in_pages_and_cost_no_query_each(
    visitor: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(25):
        report(f"Laporan {number:02d}")
    sign_in(visitor)
    with django_assert_max_num_queries(12):
        first = page(visitor)
    assert "Laporan 24" in first
    assert "Laporan 04" not in first
    assert "Laporan 04" in visitor.get(f"{HOME}?page=2").content.decode()


def test_an_anonymous_report_written_beside_an_account_is_tied_to_nobody(visitor: Client) -> None:
    sign_in(visitor)
    known = found(re.compile(RANI))
    key = re.compile(digest(visitor.cookies["saya"].value))
    tied = found(key)
    form = {
        "text": "Petugas meminta uang.",
        "privacy": "anonymous",
        "true": "on",
        "kind": "complaint",
    }
    sent = visitor.post("/lapor/", {**form, "submission": str(uuid.uuid4()), "website": ""})
    assert sent.status_code == 303
    case = Case.objects.get()
    assert case.anonymous
    assert found(re.compile(RANI)) == known
    assert found(key) == tied
    assert case.number not in page(visitor)


def test_public_pages_are_the_same_for_members(visitor: Client, ministry: Ministry) -> None:
    stranger = Client(headers={"accept-language": "id"})
    sign_in(visitor)
    for path in ("/", "/saya/masuk/"):
        assert visitor.cookies["saya"]["path"] == "/saya/"
        assert stranger.get(path).status_code == 200
    home = visitor.get("/")
    assert home.content == stranger.get("/").content
    assert home["Cache-Control"] == stranger.get("/")["Cache-Control"]
