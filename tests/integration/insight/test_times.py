"""How long services really take: what units hand in, and what everybody reads of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from openpyxl import Workbook

from hubung.insight.models import Served, Service
from hubung.insight.times.handing_in import Finished, hand_in, import_times
from hubung.insight.times.published import DAYS, Times, times, times_of
from hubung.kernel import clock
from tests.support.ministry import Ministry, build

pytestmark = pytest.mark.django_db
#: A Monday.
NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with clock.travel(NOW):
        yield


@pytest.fixture
def ministry() -> Ministry:
    return build()


@pytest.fixture
def book(ministry: Ministry) -> Service:
    return Service.objects.create(code="buku-pelaut", name="Buku pelaut", unit=ministry.bitung)


def finished(number: int, received: date, until: date) -> Finished:
    return Finished(f"BP-{number}", received, until)


def table(*lines: str) -> io.BytesIO:
    return io.BytesIO("\n".join(["nomor;berkas lengkap;selesai", *lines]).encode())


def test_days_are_counted_as_the_unit_works(book: Service) -> None:
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    rows = [finished(1, friday, friday), finished(2, friday, monday)]
    # The feast of 1 June is on a Monday.
    rows.append(finished(3, date(2026, 5, 29), date(2026, 6, 2)))
    hand_in(book, rows, by=None)
    assert list(Served.objects.order_by("pk").values_list("working_days", flat=True)) == [0, 1, 1]


def test_the_same_again_changes_nothing_and_the_better_replaces(book: Service) -> None:
    first = [finished(n, date(2026, 11, 2), date(2026, 11, 4)) for n in range(3)]
    assert hand_in(book, first, by=None) == {"created": 3, "changed": 0, "known": 0}
    again = [Finished("bp-0 ", *(date(2026, 11, 2), date(2026, 11, 4)))]
    better = [*again, finished(1, date(2026, 11, 2), date(2026, 11, 9))]
    assert hand_in(book, better, by=None) == {"created": 0, "changed": 1, "known": 1}
    assert sorted(Served.objects.values_list("working_days", flat=True)) == [2, 2, 5]


def test_numbers_of_applications_are_not_kept(book: Service, ministry: Ministry) -> None:
    other = Service.objects.create(code="pas-kecil", name="Pas kecil", unit=ministry.bitung)
    for service in (book, other):
        hand_in(service, [finished(7, TODAY, TODAY)], by=None)
    digests = list(Served.objects.values_list("digest", flat=True))
    assert len(set(digests)) == 2
    assert not any("BP-7" in digest.upper() for digest in digests)


def test_median_and_slowest_tenth() -> None:
    told = Times({0: 4, 2: 1, 3: 4, 30: 1}, TODAY, TODAY)
    assert (told.count, told.median, told.slow) == (10, 2, 3)
    assert told.share_within(3) == Fraction(9, 10)
    assert Times({1: 9}, TODAY, TODAY).slow is None


def test_few_are_not_published_and_old_ones_do_not_count(book: Service) -> None:
    day = timedelta(days=1)
    few = [finished(n, TODAY - day, TODAY) for n in range(4)]
    hand_in(book, few, by=None)
    assert times_of(book.pk) is None
    long_ago = TODAY - DAYS * day
    hand_in(book, [finished(100 + n, long_ago - 30 * day, long_ago) for n in range(9)], by=None)
    assert times_of(book.pk) is None
    hand_in(book, [finished(4, TODAY - DAYS * day, TODAY - (DAYS - 1) * day)], by=None)
    told = times([book.pk])[book.pk]
    assert (told.count, told.since, told.until) == (5, TODAY - (DAYS - 1) * day, TODAY)


def test_a_file_is_taken_over_whole(book: Service) -> None:
    lines = ["BP-1;2/11/2026;4/11/2026", "BP-2;2026-11-02;5 November 2026"]
    report = import_times(book, table(*lines), by=None)
    assert (report.applied, report.counts["created"]) == (True, 2)
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["No. Permohonan", "Tanggal diterima", "Tanggal terbit", "Loket"])
    sheet.append(["BP-3", date(2026, 11, 2), date(2026, 11, 6), "A"])
    content = io.BytesIO()
    workbook.save(content)
    report = import_times(book, content, by=None)
    assert report.applied
    assert "Loket" in report.notices[0]
    assert sorted(Served.objects.values_list("working_days", flat=True)) == [2, 3, 4]


def test_nothing_is_taken_where_a_line_is_wrong(book: Service) -> None:
    lines = [
        "BP-1;2026-11-02;2026-11-04",
        "BP-2;2026-11-05;2026-11-04",
        "BP-3;2026-11-05;2026-11-24",
        "BP-4;kemarin;2026-11-04",
        ";2026-11-02;2026-11-04",
        "BP-6;;2026-11-04",
        "bp-1;2026-11-02;2026-11-04",
        "BP-8;1996-11-02;2026-11-04",
    ]
    report = import_times(book, table(*lines), by=None)
    assert [problem.line for problem in report.problems] == [3, 4, 5, 6, 7, 8, 9]
    assert not Served.objects.exists()
    unreadable = import_times(book, io.BytesIO(b"nomor;selesai\nBP-1;2026-11-04"), by=None)
    assert [problem.line for problem in unreadable.problems] == [1]
    assert not unreadable.applied
