"""Other calendars: read in, followed, and what they tell taken over or dismissed."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hubung.desk.agenda.forms.calendars import FileForm, FollowForm
from hubung.desk.agenda.frame import frame, kept_diary, put_right
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.disclosure.agenda import services
from hubung.disclosure.agenda.choices import OfferState
from hubung.disclosure.agenda.errors import AgendaError
from hubung.disclosure.agenda.models import Diary
from hubung.kernel import clock

#: Offers that are shown at once; the others follow as these are settled.
_SHOWN = 60


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def calendars(request: StaffRequest, slug: str) -> HttpResponse:
    """What waits, and where it comes from. `do` says which of the forms was sent."""
    diary = kept_diary(request, slug)
    do = request.POST.get("do", "")
    reading = FileForm(request.POST if do == "read" else None, request.FILES or None)
    following = FollowForm(request.POST if do == "follow" else None)
    if request.method == "POST" and _done(request, diary, do, reading, following):
        return redirect("desk:agenda:calendars", slug)
    waiting = diary.offers.filter(
        state=OfferState.WAITING, ends_at__gt=clock.now() - timedelta(days=14)
    ).select_related("entry")
    followed = diary.subscriptions.filter(stopped_at__isnull=True)
    wrong = reading.errors or following.errors
    return render(
        request,
        "desk/agenda/calendars.html",
        {
            **frame(diary, "calendars"),
            "reading": reading,
            "following": following,
            "offers": waiting[:_SHOWN],
            "count": waiting.count(),
            "followed": [(each, urlsplit(each.url).hostname) for each in followed],
        },
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
    )


@require_POST
@staff_required
def settle(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    """Take an offer over, or dismiss it."""
    diary = kept_diary(request, slug)
    offer = diary.offers.filter(pk=pk).first()
    if offer is None:
        raise Http404
    try:
        if request.POST.get("do") == "dismiss":
            services.dismiss(by=request.user, offer=offer)
            messages.success(request, _("Dismissed. It is not offered again."))
        else:
            entry = services.take(by=request.user, offer=offer)
            messages.success(request, _("Published: %(subject)s") % {"subject": entry.subject})
    except AgendaError as error:
        messages.error(request, str(error))
    return redirect("desk:agenda:calendars", slug)


def _done(
    request: StaffRequest, diary: Diary, do: str, reading: FileForm, following: FollowForm
) -> bool:
    """Whether what was asked for has been done; else one of the forms says what is wrong."""
    form = {"read": reading, "follow": following}.get(do)
    if form is not None and not form.is_valid():
        return False
    try:
        if do == "read":
            told = services.read_file(
                by=request.user, diary=diary, content=reading.cleaned_data["file"].read()
            )
            _tell(request, told.new + told.changed)
        elif do == "follow":
            services.subscribe(by=request.user, diary=diary, url=following.cleaned_data["url"])
            messages.success(request, _("Followed. It is read within a minute."))
        else:
            pk = request.POST.get("subscription", "")
            each = diary.subscriptions.filter(pk=pk if pk.isdecimal() else 0).first()
            if each is not None:
                services.unsubscribe(by=request.user, subscription=each)
                messages.success(request, _("Followed no longer; the address is forgotten."))
    except AgendaError as error:
        put_right(form, error)
        return False
    return True


def _tell(request: StaffRequest, number: int) -> None:
    if not number:
        messages.success(request, _("Nothing new in this file."))
        return
    messages.success(
        request,
        ngettext(
            "%(n)s entry is offered below. Nobody else sees it before you take it over.",
            "%(n)s entries are offered below. Nobody else sees them before you take them over.",
            number,
        )
        % {"n": number},
    )
