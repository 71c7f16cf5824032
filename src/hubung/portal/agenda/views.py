"""The pages of the agendas. Words of entries come from `agenda.queries` only."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hubung.directory.models import today
from hubung.disclosure.agenda.counting import by_ground, counts_of
from hubung.disclosure.agenda.models import Diary, Entry
from hubung.disclosure.agenda.public import ClosedEntry
from hubung.disclosure.agenda.queries import (
    closed_now,
    diaries,
    official_of,
    public_day,
    public_days,
    public_entry,
)
from hubung.disclosure.agenda.spans import asked_day, asked_week, week_of
from hubung.disclosure.agenda.telling import public_history
from hubung.portal import answers


@require_safe
def day(request: HttpRequest) -> HttpResponseBase:
    """All officials on one day."""
    now = today()
    on = asked_day(request.GET, "tanggal", now)
    officials = [_official(diary) for diary in diaries() if diary.ends_on is None]
    context = {
        "day": public_day(on),
        "is_today": on == now,
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1),
        "officials": officials,
        "closed_count": len(closed_now()),
    }
    return answers.page(request, render(request, "portal/agenda/day.html", context))


@require_safe
def official(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One official's week, and how open their agenda is."""
    diary = get_object_or_404(diaries(), slug=slug)
    week = asked_week(request.GET, diary.today())
    context = {
        "diary": diary,
        "official": _official(diary),
        "week": week,
        "this_week": week_of(diary.today()) == week,
        "days": public_days(week.monday, week.sunday, of=[diary]),
        "today": diary.today(),
        "counts": counts_of(diary),
    }
    return answers.page(request, render(request, "portal/agenda/official.html", context))


@require_safe
def entry(request: HttpRequest, slug: str, uid: UUID) -> HttpResponseBase:
    """One entry with its history. A closed one is 451: there, and closed by law for a time."""
    try:
        told = public_entry(uid)
    except Entry.DoesNotExist as error:
        raise Http404 from error
    if told.official.slug != slug:
        raise Http404
    if isinstance(told, ClosedEntry):
        response = render(
            request,
            "portal/agenda/closed_entry.html",
            {"entry": told},
            status=HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS,
        )
        return answers.page(request, response)
    context = {"entry": told, "history": public_history(uid)}
    return answers.page(request, render(request, "portal/agenda/entry.html", context))


@require_safe
def closed(request: HttpRequest) -> HttpResponseBase:
    """Everything that is closed now: whose, which day, on what ground, until when."""
    found = closed_now()
    context = {"closed": found, "grounds": by_ground(found)}
    return answers.page(request, render(request, "portal/agenda/closed.html", context))


def _official(diary: Diary) -> object:
    holder = diary.post.holder_on(diary.today())
    return official_of(diary, holder.name if holder else "")
