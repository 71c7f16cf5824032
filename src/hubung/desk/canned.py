"""Answers that are given often, with their placeholders filled from the case."""

from __future__ import annotations

import re

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from hubung.cases.models import CannedAnswer, Case
from hubung.directory.models import Person
from hubung.ui import dates

#: What may stand in braces, and what takes its place.
PLACEHOLDERS = {
    "nama": _("name of the reporter, or Sir or Madam"),
    "nomor": _("number of the case"),
    "judul": _("subject of the case"),
    "unit": _("unit that handles it"),
    "petugas": _("name of whoever answers"),
    "tanggal": _("day the report came in"),
    "batas": _("day the next step is due"),
}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_IN_BRACES = re.compile(r"\{[^{}]*\}")


def canned_for(case: Case) -> QuerySet[CannedAnswer]:
    """Those that suit the case: its language, its sector, its kind, its unit or one above it."""
    units = [int(pk) for pk in case.unit.path.strip("/").split("/")]
    return CannedAnswer.objects.filter(
        Q(sector="") | Q(sector=case.sector),
        Q(kind="") | Q(kind=case.kind),
        Q(unit=None) | Q(unit__in=units),
        language=case.language,
        retired_at__isnull=True,
    )


def unknown_placeholders(text: str) -> list[str]:
    """What stands in braces and would be sent as it is, each once, in order."""
    found = dict.fromkeys(_IN_BRACES.findall(text))
    return [mark for mark in found if mark[1:-1] not in PLACEHOLDERS]


def fill(text: str, case: Case, person: Person) -> str:
    """The text with what is known put in; an unknown placeholder stays as it is, to be seen."""
    with override(case.language):
        known = {
            "nama": case.reporter.name if case.reporter and case.reporter.name else "",
            "nomor": case.number,
            "judul": case.title,
            "unit": case.unit.label,
            "petugas": person.name,
            "tanggal": dates.day(case.created_at, case.unit.timezone),
            "batas": dates.day(case.next_due_at, case.unit.timezone) if case.next_due_at else "",
        }
        known["nama"] = known["nama"] or gettext("Sir or Madam")
    return _PLACEHOLDER.sub(lambda match: known.get(match[1]) or match[0], text)
