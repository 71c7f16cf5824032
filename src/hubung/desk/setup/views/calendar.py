"""`/desk/pengaturan/kalender/`: local days beside the national ones, and what a change moved."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hubung.cases import services
from hubung.cases.errors import IncompleteError
from hubung.cases.models import CalendarChange, LocalHoliday
from hubung.cases.policies import may_keep_calendar
from hubung.desk.setup import policies
from hubung.desk.setup.forms.time import HolidayForm
from hubung.desk.setup.frame import frame, status_of
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.models import today
from hubung.directory.policies import administers_ministry
from hubung.kernel.calendars import national_holidays
from hubung.ui import dates

#: Changes whose recount is shown.
RECENT = 6
YEARS_BACK, YEARS_AHEAD = 1, 2


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def calendar(request: StaffRequest) -> HttpResponse:
    """A year; a form that adds a day to it; and how far the due dates have followed."""
    policies.require(policies.may_see_calendar(request.user))
    form = HolidayForm(
        request.POST or None,
        units=policies.units_administered(request.user),
        for_everybody=administers_ministry(request.user),
    )
    if request.method == "POST" and form.is_valid() and (day := _add(request, form)):
        messages.success(
            request,
            _("Kept. The due dates of running cases are counted anew within a minute."),
        )
        return redirect(f"{reverse('desk:setup:calendar')}?tahun={day.year}")
    year, this = _year(request), today().year
    holidays = (
        LocalHoliday.objects.filter(day__year=year)
        .select_related("unit")
        .order_by("day", F("unit__path").asc(nulls_first=True))
    )
    changes = list(CalendarChange.objects.select_related("unit", "made_by")[:RECENT])
    return render(
        request,
        "desk/setup/calendar.html",
        {
            **frame(request, "calendar"),
            "form": form,
            "year": year,
            "years": range(this - YEARS_BACK, this + YEARS_AHEAD + 1),
            "local": [(row, may_keep_calendar(request.user, row.unit)) for row in holidays],
            "national": _national(year),
            "changes": changes,
            "counting": any(change.finished_at is None for change in changes),
        },
        status=status_of(form),
    )


@require_POST
@staff_required
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """The day is again what the national calendar says."""
    policies.require(policies.may_see_calendar(request.user))
    holiday = get_object_or_404(LocalHoliday.objects.select_related("unit"), pk=pk)
    services.remove_holiday(by=request.user, holiday=holiday)
    messages.success(
        request,
        _("Removed. The due dates of running cases are counted anew within a minute."),
    )
    return redirect(f"{reverse('desk:setup:calendar')}?tahun={holiday.day.year}")


def _add(request: StaffRequest, form: HolidayForm) -> date | None:
    """The day that was added; None when the form now says why it was not."""
    said = form.cleaned_data
    try:
        holiday = services.add_holiday(
            by=request.user,
            day=said["day"],
            name=said["name"],
            unit=said["unit"],
            working=said["effect"] == HolidayForm.WORKING,
        )
    except IncompleteError as error:
        form.add_error(error.field, str(error))
        return None
    return holiday.day


def _year(request: StaffRequest) -> int:
    """The year asked for, within those that have a link; else this one."""
    this, asked = today().year, request.GET.get("tahun", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this
    return year if this - YEARS_BACK <= year <= this + YEARS_AHEAD else this


def _national(year: int) -> list[dict[str, Any]]:
    return [
        {
            "day": day,
            "words": f"{dates.weekday(day)}, {dates.short_day(day)}",
            "name": holiday.name.to(dates.language()),
        }
        for day, holiday in sorted(national_holidays(year).items())
    ]
