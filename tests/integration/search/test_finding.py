"""What is found, by which words, in which order, and how it is shown."""

from __future__ import annotations

import pytest
from django.test import Client

from hubung.portal.content.models import SectionPage
from hubung.search.asking import Filters
from hubung.search.finding import find, suggest
from hubung.search.models import PublicKind
from tests.integration.search.conftest import titles
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db


def visitor(language: str = "id") -> Client:
    return Client(headers={"accept-language": language})


def test_all_forms_of_a_word_are_one(sea: SectionPage) -> None:
    assert titles("berlabuh di bitung") == [
        "Pelabuhan Bitung diperluas",
        "Jadwal kapal perintis berubah",
    ]
    assert titles("penumpang memeriksakan tiket") == ["Jadwal kapal perintis berubah"]
    assert titles("ships identities") == ["Buku pelaut"]


def test_what_says_it_in_its_title_comes_first(sea: SectionPage) -> None:
    assert titles("kapal")[:3] == [
        "Jadwal kapal perintis berubah",
        "Buku pelaut",
        "Pelabuhan Bitung diperluas",
    ]


@pytest.mark.parametrize("typed", ["plabuhan", "pelabuahn", "pelabuhhan", "pelabyhan"])
def test_a_slip_is_understood_and_said(sea: SectionPage, typed: str) -> None:
    found = find(f"{typed} bitung")
    assert found.question.corrected == "pelabuhan bitung"
    assert found.items[0].title == "Pelabuhan Bitung diperluas"
    page = visitor().get("/cari/", {"q": typed}).content.decode()
    assert f"“{typed}” seperti yang ditulis" in page


def test_a_word_that_nothing_has_with_the_others_is_left_out_and_said(sea: SectionPage) -> None:
    found = find("buku pelaut zamrud")
    assert [item.title for item in found.items] == ["Buku pelaut"]
    assert found.left_out == ("zamrud",)
    assert not find("zamrud").items


def test_filters_narrow_and_kinds_are_counted(sea: SectionPage, ministry: Ministry) -> None:
    assert find("kapal tiket bitung").kinds == {PublicKind.NEWS: 1}
    assert find("bitung kapal").kinds[PublicKind.NEWS] == 2
    news = find("kapal", Filters(kind=PublicKind.NEWS, year=2026))
    assert [item.title for item in news.items] == ["Jadwal kapal perintis berubah"]
    assert news.kinds == {PublicKind.NEWS: 1}  # of that year
    assert find("buku", Filters(unit=ministry.root.pk)).total == 1
    assert find("buku", Filters(unit=ministry.rail.pk)).total == 0
    assert find("kapal", Filters(sector="udara")).total == 0
    page = visitor().get("/cari/?q=kapal&jenis=kabar&tahun=2026&bidang=laut&unit=tidak-ada")
    assert page.content.decode().count("<h2><a") == 1
    assert visitor().get("/cari/?q=kapal&jenis=x&tahun=²&page=-1").status_code == 200


def test_suggestions_go_on_with_the_last_word(sea: SectionPage) -> None:
    assert [item.title for item in suggest("jadwal ka")] == ["Jadwal kapal perintis berubah"]
    assert [item.title for item in suggest("pelabuh")] == ["Pelabuhan Bitung diperluas"]
    assert not suggest("dermaga ")  # stands in no title
    answer = visitor("en").get("/cari/saran/?q=buku+pel").json()
    assert answer == {
        "suggestions": [
            {"title": "Seaman's book", "kind": "Service", "address": "/laut/buku-pelaut/"}
        ]
    }
    assert visitor().get("/cari/saran/?q=").json() == {"suggestions": []}


def test_the_page_marks_the_words_and_escapes_the_rest(sea: SectionPage) -> None:
    page = visitor().get("/cari/?q=<b>pelabuhan</b>").content.decode()
    assert "<mark>Pelabuhan</mark> Bitung diperluas" in page
    assert "&lt;b&gt;" in page
    assert "<b>pelabuhan" not in page


def test_the_same_for_programs(sea: SectionPage) -> None:
    found = visitor().get("/cari/hasil.json?q=plabuhan+diperluas").json()
    assert found["understood"] == "pelabuhan diperluas"
    assert [item["address"] for item in found["items"]] == [
        "http://testserver/laut/pelabuhan-bitung-diperluas/"
    ]
    assert found["items"][0]["day"] == "2025-03-02"


def test_words_that_tell_nothing_and_no_words_at_all(sea: SectionPage) -> None:
    assert find("").total == find(" -–! ").total == 0
    assert titles("cara mengurus buku pelaut")[0] == "Buku pelaut"
    for strange in ("'", '"', "a:b=c", "(", "* OR *", "kapal\x00"):
        assert visitor().get("/cari/", {"q": strange}).status_code == 200
