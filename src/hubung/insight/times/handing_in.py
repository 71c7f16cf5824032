"""A unit hands in what it has finished: when the papers were whole, and when the applicant had the
answer. The registry counts the working days itself.

What is known already changes nothing, what was put right replaces what was wrong; so the same file
or message may come again. Of the application's number only a salted digest is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.cases.limits import calendar_for
from hubung.directory.importing import values
from hubung.directory.importing.columns import Column, match
from hubung.directory.importing.parsing import Row
from hubung.directory.importing.report import CHANGED, CREATED, Report
from hubung.directory.models import Person, today
from hubung.insight.models import Served, Service
from hubung.kernel.calendars import WorkCalendar
from hubung.kernel.chains import digest_text
from hubung.kernel.tables import Bounds, UnreadableFileError, read_table

#: A quarter of a large service; more comes in several files.
BOUNDS = Bounds(size=10_000_000, rows=50_000, columns=50)
LONGEST_REFERENCE = 100
_EARLIEST = date(2000, 1, 1)
_BATCH = 500
KNOWN = "known"
_COLUMNS = (
    Column(
        "reference",
        ("nomor", "no", "nomor permohonan", "no permohonan", "nomor pendaftaran", "reference"),
        required=True,
    ),
    Column(
        "received_on",
        (
            "diterima",
            "tanggal diterima",
            "berkas lengkap",
            "tanggal berkas lengkap",
            "tanggal masuk",
            "received",
            "received on",
        ),
        required=True,
    ),
    Column(
        "finished_on",
        ("selesai", "tanggal selesai", "tanggal terbit", "terbit", "finished", "finished on"),
        required=True,
    ),
)


@dataclass(frozen=True)
class Finished:
    """One application: its number, the day its papers were whole, the day it was answered."""

    reference: str
    received_on: date
    finished_on: date


class WrongTimesError(ValueError):
    """`field` names what is wrong, `str()` says what to do."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


def check(one: Finished, service: Service) -> None:
    """Raises WrongTimesError for days that can't be."""
    if one.received_on < _EARLIEST:
        raise WrongTimesError("received_on", _("This day is too long ago. Check the year."))
    if one.finished_on < one.received_on:
        raise WrongTimesError(
            "finished_on", _("It can't be finished before its papers were whole. Check both days.")
        )
    if one.finished_on > today(service.unit.timezone):
        raise WrongTimesError(
            "finished_on", _("This day is yet to come. Hand in only what is finished.")
        )


def hand_in(service: Service, finished: Sequence[Finished], *, by: Person | None) -> dict[str, int]:
    """Write down what was finished, each checked; counts of CREATED, CHANGED and KNOWN.

    `by` None: a program of the ministry. Of a reference that stands there twice the last counts.
    """
    wanted = {digest_text(service.salt, _normal(one.reference)): one for one in finished}
    counts = dict.fromkeys((CREATED, CHANGED, KNOWN), 0)
    with transaction.atomic():
        # Two at once would each take the same application for a new one.
        service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
        calendar = calendar_for(service.unit)
        for digests in _batches(list(wanted)):
            there = {
                row.digest: row
                for row in Served.objects.filter(service=service, digest__in=digests)
            }
            new, changed = [], []
            for key in digests:
                one, row = wanted[key], there.get(key)
                if row is None:
                    new.append(_set(Served(service=service, digest=key), one, calendar))
                elif (row.received_on, row.finished_on) != (one.received_on, one.finished_on):
                    changed.append(_set(row, one, calendar))
            Served.objects.bulk_create(new)
            Served.objects.bulk_update(changed, ["received_on", "finished_on", "working_days"])
            counts[CREATED] += len(new)
            counts[CHANGED] += len(changed)
            counts[KNOWN] += len(digests) - len(new) - len(changed)
        record(Act.SERVICE_CHANGED, by, f"service:{service.code}", data=counts)
    return counts


def import_times(service: Service, file: IO[bytes], *, by: Person | None) -> Report:
    """Hand in a table, CSV or XLSX: all of it, or nothing when a line is wrong."""
    report = Report(kind="times")
    report.counts[KNOWN] = 0
    try:
        table = read_table(file, BOUNDS)
        layout = match(table.headers, _COLUMNS, report)
        if not report.ok:
            return report
        finished: dict[str, tuple[int, Finished]] = {}
        for line, cells in table.rows:
            report.rows += 1
            one = _read(Row(line, cells, layout, report), service)
            if one is None:
                continue
            first, _one = finished.setdefault(_normal(one.reference), (line, one))
            if first != line:
                report.problem(
                    line,
                    layout.header("reference"),
                    one.reference,
                    _("This number stands in line %(line)s already. Keep one of them.")
                    % {"line": first},
                )
    except UnreadableFileError as error:
        report.problem(0, "", "", str(error))
    if report.ok:
        report.counts |= hand_in(service, [one for _line, one in finished.values()], by=by)
        report.applied = True
    return report


def _read(row: Row, service: Service) -> Finished | None:
    reference = row.need("reference", LONGEST_REFERENCE)
    received, finished = (_day(row, name) for name in ("received_on", "finished_on"))
    if received is None or finished is None or not reference:
        return None
    one = Finished(reference, received, finished)
    try:
        check(one, service)
    except WrongTimesError as error:
        row.wrong(error.field, str(error))
        return None
    return one


def _day(row: Row, name: str) -> date | None:
    row.need(name, LONGEST_REFERENCE)
    return row.get(name, values.day, None)


def _normal(reference: str) -> str:
    return " ".join(reference.split()).casefold()


def _set(row: Served, one: Finished, calendar: WorkCalendar) -> Served:
    row.received_on, row.finished_on = one.received_on, one.finished_on
    row.working_days = working_days(calendar, one.received_on, one.finished_on)
    return row


def working_days(calendar: WorkCalendar, received_on: date, finished_on: date) -> int:
    """Working days after the first up to and with the last: 0 where both are the same."""
    days = range(1, (finished_on - received_on).days + 1)
    return sum(calendar.is_working_day(received_on + timedelta(days=n)) for n in days)


def _batches(digests: list[str]) -> Iterator[list[str]]:
    for first in range(0, len(digests), _BATCH):
        yield digests[first : first + _BATCH]
