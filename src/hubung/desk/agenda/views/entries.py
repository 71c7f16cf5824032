"""An entry is made or changed. What is needed each time is on the first screen of a phone."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hubung.desk.agenda.forms.closing import ClosingForm
from hubung.desk.agenda.forms.entry import EntryForm, initial_of
from hubung.desk.agenda.frame import frame, kept_diary, kept_entry, put_right
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.disclosure.agenda import services
from hubung.disclosure.agenda.choices import Decision, OfferState, Status
from hubung.disclosure.agenda.errors import AgendaError, ChangedMeanwhileError
from hubung.disclosure.agenda.models import Diary, Entry, Offer
from hubung.disclosure.agenda.reading import note_reading
from hubung.disclosure.agenda.spans import asked_day, week_of

#: Places of the last entries that are offered while typing.
_PLACES = 30
#: What is never the same the next time.
_NOT_COPIED = {"result": "", "gifts": "", "travel": "", "status": Status.PLANNED}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def add(request: StaffRequest, slug: str) -> HttpResponse:
    """A new entry: empty, or with what another one says (`?salin=`), or an offer (`?tawaran=`)."""
    diary = kept_diary(request, slug)
    offer = _offer(request, diary)
    if request.method != "POST":
        given = asdict(services.said_by(offer)) if offer else _copied(request, diary)
        form = EntryForm(initial=given)
        return _page(request, diary, form, ClosingForm(diary=diary))
    form = EntryForm(request.POST)
    wanted = "close" in request.POST
    closing = ClosingForm(request.POST if wanted else None, diary=diary)
    if form.is_valid() and (not wanted or closing.is_valid()):
        try:
            entry = services.enter(
                by=request.user,
                diary=diary,
                said=form.said(),
                closing=closing.closing() if wanted else None,
                offer=offer,
            )
        except AgendaError as error:
            put_right(closing if error.field in closing.fields else form, error)
        else:
            messages.success(
                request,
                _("Kept. It is not shown until somebody else decides.")
                if wanted
                else _("Published: %(subject)s") % {"subject": entry.subject},
            )
            return _to_week(diary, entry)
    return _page(request, diary, form, closing, wanted=wanted)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def edit(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """An entry that is there."""
    entry = kept_entry(request, slug, pk)
    if request.method != "POST":
        return edit_page(request, entry, EntryForm(initial=initial_of(entry)))
    form = EntryForm(request.POST, initial=initial_of(entry))
    if form.is_valid():
        try:
            services.amend(
                by=request.user, entry=entry, said=form.said(), version=_version(request)
            )
        except ChangedMeanwhileError as error:
            entry.refresh_from_db()
            form.add_error(None, str(error))
        except AgendaError as error:
            put_right(form, error)
        else:
            messages.success(request, _("Kept. What it said before stays in its history."))
            return _to_week(entry.diary, entry)
    return edit_page(request, entry, form)


def edit_page(
    request: StaffRequest, entry: Entry, form: EntryForm, closing: ClosingForm | None = None
) -> HttpResponse:
    """The form of an entry, and beside it what may be asked and decided about closing it."""
    note_reading(request.user, [entry])
    closures = entry.closures.select_related("ground", "proposed_by", "decided_by")
    wrong = form.errors or (closing is not None and closing.errors)
    return render(
        request,
        "desk/agenda/edit.html",
        {
            **frame(entry.diary, "week"),
            "entry": entry,
            "form": form,
            "closing": closing or ClosingForm(diary=entry.diary),
            "closures": closures,
            "may_propose": not closures.filter(decision=Decision.PENDING).exists(),
            "places": places_of(entry.diary),
        },
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
    )


def blank(diary: Diary) -> EntryForm:
    """An empty form: today, from the end of the last entry of the day or nine o'clock."""
    return EntryForm(initial=_defaults(diary))


def places_of(diary: Diary) -> list[str]:
    """Places of the last entries, the latest first, each once."""
    rows = diary.entries.exclude(place="").order_by("-pk").values_list("place", flat=True)
    return list(dict.fromkeys(rows[:_PLACES]))


def _defaults(diary: Diary) -> dict[str, Any]:
    return {
        "day": diary.today(),
        "timezone": diary.timezone,
        "status": Status.PLANNED,
    }


def _offer(request: StaffRequest, diary: Diary) -> Offer | None:
    """What another calendar told us, if this form is to become its entry."""
    pk = request.GET.get("tawaran", "")
    waiting = diary.offers.filter(state=OfferState.WAITING, entry=None)
    return waiting.filter(pk=pk).first() if pk.isdecimal() else None


def _copied(request: StaffRequest, diary: Diary) -> dict[str, Any]:
    given = _defaults(diary)
    pk = request.GET.get("salin", "")
    entry = diary.entries.filter(pk=pk).first() if pk.isdecimal() else None
    if entry is not None:
        note_reading(request.user, [entry])
        given |= initial_of(entry) | _NOT_COPIED
        given["day"] = max(entry.day + timedelta(days=7), diary.today())
        given["last_day"] = None
    given["day"] = asked_day(request.GET, "hari", given["day"])
    return given


def _page(
    request: StaffRequest,
    diary: Diary,
    form: EntryForm,
    closing: ClosingForm,
    *,
    wanted: bool = False,
) -> HttpResponse:
    day = form["day"].value() if not form.is_bound else diary.today()
    wrong = form.errors or (wanted and closing.errors)
    yesterday, last_week = (_on(diary, day - timedelta(days=ago)) for ago in (1, 7))
    note_reading(request.user, [*yesterday, *last_week])
    return render(
        request,
        "desk/agenda/add.html",
        {
            **frame(diary, "add"),
            "form": form,
            "closing": closing,
            "wanted": wanted,
            "places": places_of(diary),
            "day": day,
            "yesterday": yesterday,
            "last_week": last_week,
        },
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
    )


def _on(diary: Diary, day: Any) -> list[Entry]:
    return list(diary.entries.filter(day=day))


def _version(request: StaffRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() else None


def _to_week(diary: Diary, entry: Entry) -> HttpResponse:
    week = week_of(entry.day).code
    return redirect(f"{reverse('desk:agenda:week', args=[diary.slug])}?pekan={week}#e{entry.pk}")
