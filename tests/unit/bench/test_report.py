"""Figures are told truly: percentiles, tables, shares of rows."""

from __future__ import annotations

import pytest
from bench import samples
from bench.bare import Table
from bench.measure import percentile
from bench.report import Report


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 50.0), (0.95, 95.0), (0.99, 99.0), (1.0, 100.0), (0.0, 1.0)]
)
def test_a_percentile_is_the_smallest_value_that_covers_its_share(
    share: float, expected: float
) -> None:
    assert percentile([float(n) for n in range(100, 0, -1)], share) == expected


def test_a_percentile_of_few_values_is_one_of_them() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.95) == 3.0
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_a_table_shows_headings_values_and_what_is_missing() -> None:
    report = Report("Title", {"name": "program", "rate": "cases/s"}, ["How."])
    report.add(name="hubung", rate=1234.5)
    report.add(name="bare", rate=None)
    lines = report.table().splitlines()
    assert "program  cases/s" in lines
    assert "hubung     1,234" in lines
    assert "bare           –" in lines
    assert report.data()["rows"] == [
        {"name": "hubung", "rate": 1234.5},
        {"name": "bare", "rate": None},
    ]


def test_a_value_without_a_column_is_refused() -> None:
    with pytest.raises(KeyError, match="speed"):
        Report("Title", {"name": "program"}, []).add(name="hubung", speed=3)


def test_rows_are_shared_out_among_cases_without_loss() -> None:
    rows = [(number,) for number in range(10)]
    table = Table("t", ["id"], rows)
    shared = [row for part in range(3) for row in table.share(part, 3)]
    assert shared == rows


def test_the_same_seed_gives_the_same_mails_and_nobody_writes_twice() -> None:
    first = list(samples.mails(5, attachment=True))
    assert first == list(samples.mails(5, attachment=True))
    senders = {mail.split(b"\r\n")[0] for mail in first}
    assert len(senders) == 5
    assert all(200_000 * 4 // 3 < len(mail) < 300_000 for mail in first)
    assert all(2_000 < len(mail) < 3_500 for mail in samples.mails(5, attachment=False))
