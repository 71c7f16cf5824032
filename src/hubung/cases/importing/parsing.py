"""Rows of text to old cases, with every problem at its line and column.

Nothing is invented: what a register does not say stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from hubung.cases.choices import ENDED, OPEN, Kind, Outcome, Status
from hubung.cases.importing.mapping import Dialect
from hubung.cases.services import ReporterDetails
from hubung.directory.importing import values
from hubung.directory.importing.parsing import Row
from hubung.directory.importing.values import WrongValueError
from hubung.directory.models import Unit, UnitName
from hubung.kernel import clock
from hubung.kernel.numbers import YEARS

#: A date without a time of day: at noon it is the same day in every zone of the country.
_NOON = time(12)
_TIME = re.compile(r"[T\s,]+(\d{1,2})[.:](\d{2})(?:[.:](\d{2})(?:[.,]\d+)?)?\s*(?:WIB|WITA|WIT)?$")

_KINDS = {
    "pengaduan": Kind.COMPLAINT, "aduan": Kind.COMPLAINT, "keluhan": Kind.COMPLAINT,
    "pengaduan tidak berkadar pengawasan": Kind.COMPLAINT, "complaint": Kind.COMPLAINT,
    "pengaduan berkadar pengawasan": Kind.MISCONDUCT, "pelanggaran": Kind.MISCONDUCT,
    "pungli": Kind.MISCONDUCT, "misconduct": Kind.MISCONDUCT,
    "aspirasi": Kind.SUGGESTION, "saran": Kind.SUGGESTION, "usulan": Kind.SUGGESTION,
    "suggestion": Kind.SUGGESTION,
    "permintaan informasi": Kind.INFORMATION_REQUEST, "informasi": Kind.INFORMATION_REQUEST,
    "pertanyaan": Kind.INFORMATION_REQUEST, "information request": Kind.INFORMATION_REQUEST,
    "apresiasi": Kind.PRAISE, "pujian": Kind.PRAISE, "praise": Kind.PRAISE,
}  # fmt: skip
_STATUSES = {
    "baru": Status.NEW, "dikirim": Status.NEW, "belum": Status.NEW, "new": Status.NEW,
    "diverifikasi": Status.VERIFIED, "verified": Status.VERIFIED,
    "proses": Status.IN_PROGRESS, "diproses": Status.IN_PROGRESS,
    "dalam proses": Status.IN_PROGRESS, "ditindaklanjuti": Status.IN_PROGRESS,
    "in progress": Status.IN_PROGRESS, "open": Status.IN_PROGRESS,
    "dijawab": Status.ANSWERED, "answered": Status.ANSWERED,
    "selesai": Status.CLOSED, "ditutup": Status.CLOSED, "tuntas": Status.CLOSED,
    "closed": Status.CLOSED, "done": Status.CLOSED,
    "ditolak": Status.REJECTED, "rejected": Status.REJECTED,
    "di luar kewenangan": Status.OUTSIDE_AUTHORITY, "diteruskan": Status.OUTSIDE_AUTHORITY,
    "outside authority": Status.OUTSIDE_AUTHORITY,
}  # fmt: skip
_OUTCOMES = {
    "selesai": Outcome.RESOLVED, "tuntas": Outcome.RESOLVED, "resolved": Outcome.RESOLVED,
    "dijelaskan": Outcome.EXPLAINED, "explained": Outcome.EXPLAINED,
    "sebagian": Outcome.PARTLY, "selesai sebagian": Outcome.PARTLY, "partly": Outcome.PARTLY,
    "tidak terbukti": Outcome.UNFOUNDED, "unfounded": Outcome.UNFOUNDED,
    "diterima": Outcome.ACCEPTED, "accepted": Outcome.ACCEPTED,
    "dicatat": Outcome.NOTED, "noted": Outcome.NOTED,
    "ditolak": Outcome.REFUSED, "refused": Outcome.REFUSED,
    "diteruskan": Outcome.FORWARDED, "forwarded": Outcome.FORWARDED,
    "dicabut": Outcome.WITHDRAWN, "ditarik": Outcome.WITHDRAWN, "withdrawn": Outcome.WITHDRAWN,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OldCase:
    """One record of the old register; instants are aware, `unit` is where it belongs."""

    line: int
    number: str
    text: str
    created_at: datetime
    title: str
    kind: Kind
    sector: str
    status: Status
    outcome: str
    answer: str
    answered_by: str
    answered_at: datetime | None
    closed_at: datetime | None
    unit: Unit | None
    reporter: ReporterDetails | None
    anonymous: bool
    confidential: bool
    place: str
    happened_on: date | None


class Reader:
    """Reads rows in one dialect; asks the directory once for all units."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.zone = ZoneInfo(dialect.defaults.get("timezone") or settings.HUBUNG.ministry.timezone)
        self.now = clock.now()
        self._units = _units_by_name()
        self._seen: dict[str, int] = {}

    def read(self, row: Row) -> OldCase | None:
        """The case of a row; None when something is wrong with it, which the report then tells."""
        number = row.need("number", 60)
        anonymous = row.get("anonymous", values.yes_no, False)
        status = Status(self._code(row, "status", _STATUSES, Status) or Status.CLOSED)
        created_at = row.get("created_at", self._moment, None)
        if created_at is None:
            if not row.text("created_at"):
                row.wrong("created_at", _("This cell must not be empty."))
            return None
        case = OldCase(
            line=row.line,
            number=number,
            text=row.need("text", settings.HUBUNG.limits.text_chars),
            created_at=created_at,
            title=row.text("title")[:200],
            kind=Kind(self._code(row, "kind", _KINDS, Kind) or Kind.COMPLAINT),
            sector=self._sector(row),
            status=status,
            outcome=self._code(row, "outcome", _OUTCOMES, Outcome),
            answer=row.text("answer"),
            answered_by=row.short("answered_by", 150),
            answered_at=row.get("answered_at", self._moment, None),
            closed_at=row.get("closed_at", self._moment, None),
            unit=self._unit(row),
            reporter=None if anonymous else self._reporter(row),
            anonymous=anonymous,
            confidential=row.get("confidential", values.yes_no, False),
            place=row.short("place", 200),
            happened_on=row.get("happened_on", values.day, None),
        )
        self._check(row, case)
        return case if row.whole else None

    def _check(self, row: Row, case: OldCase) -> None:
        first = self._seen.setdefault(case.number, row.line)
        if first != row.line:
            row.wrong("number", _("Line %(line)s has this number already.") % {"line": first})
        head_office = ZoneInfo(settings.HUBUNG.ministry.timezone)
        if case.created_at.astimezone(head_office).year not in YEARS:
            row.wrong("created_at", _("Only records of the years 2000 to 2099 can be kept."))
        for name in ("created_at", "answered_at", "closed_at"):
            at = getattr(case, name)
            if at is not None and at > self.now:
                row.wrong(name, _("This day is still to come."))
            elif at is not None and at < case.created_at:
                row.wrong(name, _("This is before the record was received."))
        if case.status in OPEN and (case.closed_at or case.answered_at):
            row.wrong("status", _("It has an answer or an end, and yet is said to be open."))

    def _moment(self, text: str) -> datetime:
        """A date, with or without a time of day, in the register's zone."""
        parts = _TIME.search(text)
        if parts is None:
            return datetime.combine(values.day(text), _NOON, self.zone)
        day = values.day(text[: parts.start()])
        try:
            at = time(int(parts[1]), int(parts[2]), int(parts[3] or 0))
        except ValueError as error:
            raise WrongValueError(_("This is no time of day. Write it as 16:05.")) from error
        return datetime.combine(day, at, self.zone)

    def _code(
        self, row: Row, name: str, words: Mapping[str, str], codes: type[Kind | Status | Outcome]
    ) -> str:
        """A word of the register as one of ours; the default where it says nothing."""
        said = self.dialect.explained(name, row.text(name)) or self.dialect.defaults.get(name, "")
        word = " ".join(said.lower().replace("_", " ").split())
        if not word:
            return ""
        found = words.get(word) or next(
            (code for code in codes.values if code.replace("_", " ") == word), ""
        )
        if not found:
            row.wrong(
                name,
                _("Unknown word. Explain it in a mapping file under [values.%(name)s], as one of: "
                  "%(codes)s.")
                % {"name": name, "codes": ", ".join(codes.values)},
            )  # fmt: skip
        return str(found)

    def _sector(self, row: Row) -> str:
        said = self.dialect.explained("sector", row.text("sector"))
        said = said or self.dialect.defaults.get("sector", "")
        if not said:
            return ""
        try:
            return values.sector(said)
        except WrongValueError as error:
            row.wrong("sector", str(error))
            return ""

    def _unit(self, row: Row) -> Unit | None:
        said = self.dialect.explained("unit", row.text("unit"))
        said = said or self.dialect.defaults.get("unit", "")
        if not said:
            return None
        found = self._units.get(said.strip().casefold())
        if found is None:
            row.wrong(
                "unit",
                _("No unit is called so. Write its code, or explain the word in a mapping file "
                  "under [values.unit]."),
            )  # fmt: skip
        return found

    def _reporter(self, row: Row) -> ReporterDetails | None:
        details = ReporterDetails(
            name=row.short("name", 150),
            email=row.get("email", values.email, ""),
            phone=row.get("phone", values.phone, ""),
            address=row.short("address", 300),
        )
        return details if details != ReporterDetails() else None


def _units_by_name() -> dict[str, Unit]:
    """Units by code and by every name they ever had; what names two of them names none."""
    named: dict[str, set[Unit]] = {}
    codes: dict[str, Unit] = {}
    for unit in Unit.objects.all():
        codes[unit.code.casefold()] = unit
        for name in (unit.name, unit.short_name):
            if name:
                named.setdefault(name.casefold(), set()).add(unit)
    for former in UnitName.objects.select_related("unit"):
        named.setdefault(former.name.casefold(), set()).add(former.unit)
    sure = {name: next(iter(units)) for name, units in named.items() if len(units) == 1}
    return sure | codes


def is_finished(status: Status) -> bool:
    return status in (Status.ANSWERED, *ENDED)
