"""`/desk/audit/`: the access log, for auditors. That it was read stands on it as well."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.audit.policies import may_read_log
from hubung.audit.queries import Cursor, entries, older_than, readers_of
from hubung.audit.recording import record
from hubung.desk.audit.forms import FilterForm
from hubung.desk.audit.rows import rows
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.kernel.tables import harmless

PAGE = 50
#: The youngest so many go into one file; more are asked for by day.
MOST_EXPORTED = 50_000
_COLUMNS = ("at", "seq", "act", "who", "about", "why", "address", "session", "facts", "hash")


@require_safe
@never_cache
@staff_required
def log(request: StaffRequest) -> HttpResponse:
    """The entries that were asked for, youngest first."""
    _require(request)
    form = FilterForm(_asked(request))
    if not form.is_valid():
        return _again(request, form)
    record(Act.LOG_READ, request.user, "audit", why=form.asked)
    cursor = Cursor.read(request.GET.get("sebelum", ""))
    found = entries().filter(form.condition, older_than(cursor) if cursor else Q())
    page = list(found[: PAGE + 1])
    more, page = len(page) > PAGE, page[:PAGE]
    context = {
        "form": form,
        "rows": rows(page),
        "query": urlencode(_filled(form)),
        "older": urlencode({**_filled(form), "sebelum": Cursor.after(page[-1])}) if more else "",
        "younger": cursor is not None,
        "readers": readers_of(form.subject) if form.subject.startswith("case:") else None,
        "most": MOST_EXPORTED,
    }
    return render(request, "desk/audit/log.html", context)


@require_safe
@never_cache
@staff_required
def export(request: StaffRequest) -> HttpResponse:
    """The same as a table for a spreadsheet; on record before it is made."""
    _require(request)
    form = FilterForm(_asked(request))
    if not form.is_valid():
        return _again(request, form)
    record(Act.EXPORTED, request.user, "audit", why=form.asked)
    found = list(entries().filter(form.condition)[:MOST_EXPORTED])
    response = HttpResponse(
        _table(found),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="catatan-akses.csv"'},
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _again(request: StaffRequest, form: FilterForm) -> HttpResponse:
    """The form that could not be understood, and nothing of the log."""
    context = {"form": form, "failed": True}
    return render(request, "desk/audit/log.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _require(request: StaffRequest) -> None:
    if not may_read_log(request.user):
        raise PermissionDenied(_("Only auditors of the whole ministry read the access log."))


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in FilterForm.base_fields}


def _filled(form: FilterForm) -> dict[str, str]:
    return {name: value for name, value in form.data.items() if value}


def _table(found: Iterable[Entry]) -> str:
    """As Indonesian spreadsheets open it: semicolons, and a mark that says UTF-8."""
    written = io.StringIO()
    written.write("\ufeff")
    writer = csv.writer(written, delimiter=";")
    writer.writerow(_COLUMNS)
    for row in rows(list(found)):
        entry = row.entry
        line = (
            entry.at.isoformat(timespec="microseconds"),
            str(entry.seq or ""),
            row.act,
            row.who,
            row.about,
            entry.why,
            entry.address,
            entry.session,
            json.dumps(entry.data, sort_keys=True) if entry.data else "",
            entry.hash or "",
        )
        writer.writerow(map(harmless, line))
    return written.getvalue()
