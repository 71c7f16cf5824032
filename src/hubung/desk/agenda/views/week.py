"""A week of an agenda as its keeper sees it: entries, closed ones too, quiet and missing days."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hubung.desk.agenda.frame import frame, kept_diary
from hubung.desk.agenda.views.entries import blank, places_of
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.models import Person
from hubung.disclosure.agenda import limits, services
from hubung.disclosure.agenda.choices import Decision
from hubung.disclosure.agenda.errors import AgendaError
from hubung.disclosure.agenda.models import Closure, Diary, Entry
from hubung.disclosure.agenda.queries import public_days
from hubung.disclosure.agenda.reading import note_reading
from hubung.disclosure.agenda.spans import Week, asked_week, week_of
from hubung.kernel import clock


@require_safe
@never_cache
@staff_required
def week(request: StaffRequest, slug: str) -> HttpResponse:
    """Seven days and the short form."""
    diary = kept_diary(request, slug)
    shown = asked_week(request.GET, diary.today())
    return render(
        request,
        "desk/agenda/week.html",
        {
            **frame(diary, "week"),
            "week": shown,
            "this_week": shown == week_of(diary.today()),
            "days": _days(request.user, diary, shown),
            "form": blank(diary),
            "places": places_of(diary),
            "today": diary.today(),
        },
    )


@require_POST
@staff_required
def mark(request: StaffRequest, slug: str) -> HttpResponse:
    """Say that a day has no formal activity, or take that back."""
    diary = kept_diary(request, slug)
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        messages.error(request, _("Choose a day."))
        return redirect("desk:agenda:week", slug)
    deed = services.unmark_quiet if request.POST.get("do") == "undo" else services.mark_quiet
    try:
        deed(by=request.user, diary=diary, day=day)
    except AgendaError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Kept."))
    return redirect(f"{reverse('desk:agenda:week', args=[slug])}?pekan={week_of(day).code}")


def _days(person: Person, diary: Diary, week: Week) -> list[dict[str, Any]]:
    """Entries as rows (their keeper reads the closed ones too), with what is public of the day."""
    rows = Entry.objects.filter(
        diary=diary, day__lte=week.sunday, last_day__gte=week.monday
    ).order_by("starts_at", "pk")
    note_reading(person, rows)
    days = public_days(week.monday, week.sunday, of=[diary])
    opened = {entry.uid: entry for day in days for entry in day.open}
    closures = _closures(rows)
    calendar = limits.calendar_of(diary)
    return [
        {
            "day": day.day,
            "entries": [
                (row, closures.get(row.pk), opened.get(row.uid))
                for row in rows
                if row.day <= day.day <= row.last_day
            ],
            "quiet": bool(day.quiet),
            "missing": bool(day.missing),
            "working": calendar.is_working_day(day.day),
        }
        for day in days
    ]


def _closures(rows: Any) -> dict[int, Closure]:
    """The closure that matters to each entry: one that hides it, or one that waits."""
    found: dict[int, Closure] = {}
    for closure in Closure.objects.filter(entry__in=rows).select_related("ground").order_by("pk"):
        hides = closure.hides_until is not None and closure.hides_until > clock.now()
        if hides or closure.decision == Decision.PENDING:
            found[closure.entry_id] = closure
    return found
