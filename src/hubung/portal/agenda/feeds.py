"""The agendas for other programs: calendar, JSON, CSV."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from hubung.directory.models import today
from hubung.disclosure.agenda.feeds import data
from hubung.disclosure.agenda.models import Diary
from hubung.disclosure.agenda.public import PublicDay
from hubung.disclosure.agenda.queries import LONGEST_SPAN, diaries, official_of, public_days
from hubung.disclosure.agenda.spans import asked_day
from hubung.kernel.calendars import Language
from hubung.portal import answers

#: Without `dari` and `sampai` so many days around today.
_AROUND = timedelta(days=31)


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One official's calendar, to subscribe to; `?bahasa=en` speaks English."""
    from hubung.disclosure.agenda.feeds import ics  # brings icalendar, which is large

    diary = get_object_or_404(diaries(), slug=slug)
    first, last = ics.window(diary.today())
    language: Language = "en" if request.GET.get("bahasa") == "en" else "id"
    written = ics.calendar(
        official_of(diary), public_days(first, last, of=[diary]), language=language
    )
    return answers.file(request, written, "text/calendar")


@require_safe
def everybody_as_json(request: HttpRequest) -> HttpResponseBase:
    """All agendas, from `?dari=` to `?sampai=`."""
    return answers.file(request, data.as_json(_days(request)), "application/json")


@require_safe
def everybody_as_csv(request: HttpRequest) -> HttpResponseBase:
    """All agendas as a table."""
    return answers.file(request, data.as_csv(_days(request)), "text/csv", "agenda.csv")


@require_safe
def one_as_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One official's agenda."""
    diary = get_object_or_404(diaries(), slug=slug)
    return answers.file(request, data.as_json(_days(request, diary)), "application/json")


@require_safe
def one_as_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One official's agenda as a table."""
    diary = get_object_or_404(diaries(), slug=slug)
    written = data.as_csv(_days(request, diary))
    return answers.file(request, written, "text/csv", f"{slug}.csv")


def _days(request: HttpRequest, diary: Diary | None = None) -> Sequence[PublicDay]:
    now = diary.today() if diary else today()
    first = asked_day(request.GET, "dari", now - _AROUND)
    last = asked_day(request.GET, "sampai", max(now, first) + _AROUND)
    if not 0 <= (last - first).days < LONGEST_SPAN:
        raise Http404
    return public_days(first, last, of=[diary] if diary else None)
