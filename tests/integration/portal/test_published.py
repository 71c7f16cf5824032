"""`/kinerja/`: what everybody may read of the ministry's work."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from hubung.insight import counting, published
from hubung.insight.counting import Counts, Month
from hubung.insight.models import CallsOfDay, Closing, Figure, Lately
from hubung.insight.rows import figures_of
from hubung.kernel import bulk, clock
from tests.support.ministry import Ministry, build

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def ministry() -> Ministry:
    return build()


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with clock.travel(datetime(2026, 11, 23, 5, tzinfo=UTC)):
        yield


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "id"})


def counts(number: int) -> Counts:
    """So many reports, all settled, a fifth of them late."""
    late = number // 5
    return Counts(
        received=number,
        settled=number,
        tiers={1: number, 2: 0, 3: 0},
        in_time=number - late,
        hours=[24] * (number - late) + [700] * late,
        waiting=number // 2,
        oldest_days=93,
        scores=[3] * number,
    )


def publish(ministry: Ministry, month: date, bitung: int = 0) -> None:
    """A month: forty reports at the sea directorate, thirty at rail, some in Bitung."""
    found = Month(ministry=counts(70 + bitung))
    found.sectors["laut"] = counts(40 + bitung)
    found.sectors["kereta"] = counts(30)
    found.units[ministry.sea.pk] = counts(40)
    found.units[ministry.rail.pk] = counts(30)
    if bitung:
        found.units[ministry.bitung.pk] = counts(bitung)
    found.protected.received = 3
    Closing.objects.create(month=month, last_entry=1, closed_at=clock.now())
    bulk.insert(figures_of(month, found))


def test_before_the_first_month_the_page_says_when_figures_come(visitor: Client) -> None:
    build()
    page = visitor.get("/kinerja/").content.decode()
    assert "Belum ada bulan yang diumumkan" in page
    assert visitor.get("/kinerja/unit/").status_code == 200
    assert visitor.get("/kinerja/unit/DJKA/").status_code == 200
    assert visitor.get("/kinerja/angka.csv").content.count(b"\n") == 1


def test_the_ministry_shows_its_late_answers_and_its_oldest_report(
    ministry: Ministry, visitor: Client
) -> None:
    for month in (date(2026, 9, 1), OCTOBER):
        publish(ministry, month)
    page = visitor.get("/kinerja/").content.decode()
    assert "Oktober 2026" in page
    assert "80 %" in page
    assert "yang terlama sudah 93 hari" in page
    assert "indeks 75,00, mutu C; 70 penilaian" in page
    assert 'href="/kinerja/unit/DJKA/"' in page
    assert "<desc" in page
    english = Client(headers={"accept-language": "en"}).get("/kinerja/").content.decode()
    assert "October 2026" in english


def test_a_small_unit_and_the_one_that_would_tell_it_are_hidden(
    ministry: Ministry, visitor: Client
) -> None:
    publish(ministry, OCTOBER, bitung=3)
    page = visitor.get("/kinerja/unit/").content.decode()
    rows = {row.unit_code: row for row in published.units(OCTOBER)}
    assert rows["DJPL"].received == 40
    assert (rows["KSOP-BIT"].received, rows["DJKA"].received) == (None, None)
    assert page.count("disamarkan") == 2 * 8
    part = visitor.get("/kinerja/unit/KSOP-BIT/").content.decode()
    assert "disamarkan" in part
    text = visitor.get("/kinerja/angka.csv").content.decode()
    (bitung,) = [row for row in csv.DictReader(text.splitlines()) if row["unit_code"] == "KSOP-BIT"]
    assert bitung["received"] == ""
    assert "received settled" in bitung["hidden"]


def test_protected_reports_stand_apart_and_are_hidden_while_they_are_few(
    ministry: Ministry, visitor: Client
) -> None:
    publish(ministry, OCTOBER)
    page = visitor.get("/kinerja/").content.decode()
    assert "Laporan yang dilindungi" in page
    found = json.loads(visitor.get("/kinerja/angka.json").content)
    (apart,) = [row for row in found["rows"] if row["scope"] == "protected"]
    assert (apart["received"], apart["hidden"]) == (None, ["received"])


def test_the_files_say_what_each_figure_means_and_when_it_was_counted(
    ministry: Ministry, visitor: Client
) -> None:
    publish(ministry, OCTOBER)
    answer = visitor.get("/kinerja/angka.json")
    assert answer["Cache-Control"] == "public, max-age=3600"
    known = {"if-none-match": f'"other", W/{answer["ETag"]}'}
    assert visitor.get("/kinerja/angka.json", headers=known).status_code == 304
    found = json.loads(answer.content)
    names = [one["name"] for one in found["definitions"]]
    (whole,) = [row for row in found["rows"] if row["scope"] == "ministry"]
    assert set(names) <= whole.keys()
    assert (whole["median_days"], whole["in_time"], whole["oldest_days"]) == (1.0, 56, 93)
    assert datetime.fromisoformat(whole["counted_at"]).tzinfo


def test_each_sector_has_its_page_and_nothing_else_has(ministry: Ministry, visitor: Client) -> None:
    publish(ministry, OCTOBER)
    page = visitor.get("/kinerja/bidang/laut/").content.decode()
    assert "<h1>" in page
    assert "Laut" in page
    assert visitor.get("/kinerja/bidang/lainnya/").status_code == 200
    assert visitor.get("/kinerja/bidang/sungai/").status_code == 404
    assert visitor.get("/kinerja/unit/TIDAK-ADA/").status_code == 404


def test_the_telephone_is_shown_with_the_days_below_the_promise(
    ministry: Ministry, visitor: Client
) -> None:
    for number in range(3):
        CallsOfDay.objects.create(
            day=date(2026, 11, 20) + timedelta(days=number),
            calls=100,
            answered=98,
            abandoned=2,
            counted=100,
            in_time=80 + 5 * number,
            within_seconds=15,
        )
    page = visitor.get("/kinerja/").content.decode()
    assert "Target tercapai pada 1 dari 3 hari." in page
    svg = page[page.index("<svg width") : page.index("</svg>", page.index("<svg width")) + 6]
    drawing = ET.fromstring(svg)  # noqa: S314 - our own page
    assert len([one for one in drawing if one.get("class") == "point"]) == 3
    assert drawing.find("title") is not None
    lines = visitor.get("/kinerja/telepon.csv").content.decode().splitlines()
    assert lines[1] == "2026-11-22,100,98,2,100,90"


def test_a_page_costs_the_same_however_much_there_is(
    ministry: Ministry, visitor: Client, django_assert_max_num_queries: object
) -> None:
    for month in range(1, 11):
        publish(ministry, date(2026, month, 1), bitung=10)
    visitor.get("/kinerja/")
    with django_assert_max_num_queries(30) as asked:  # type: ignore[operator]
        visitor.get("/kinerja/")
    assert not [query for query in asked if "cases_" in query["sql"]]


def test_nothing_that_is_hidden_is_kept(ministry: Ministry) -> None:
    publish(ministry, OCTOBER, bitung=3)
    row = Figure.objects.get(unit=ministry.bitung)
    assert (row.settled, row.tier1, row.median_hours, row.waiting) == (None, None, None, None)
    assert not Lately.objects.exists()
    assert counting.first_month() is None
