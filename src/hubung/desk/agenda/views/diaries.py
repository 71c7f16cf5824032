"""The agendas somebody keeps, what waits for their decision, and which posts have one."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hubung.desk.agenda.forms.diary import DiaryForm
from hubung.desk.agenda.frame import put_right, undecided
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.models import today
from hubung.disclosure.agenda import policies, services
from hubung.disclosure.agenda.errors import AgendaError
from hubung.disclosure.agenda.models import Diary
from hubung.disclosure.agenda.queries import public_days


@require_safe
@never_cache
@staff_required
def first(request: StaffRequest) -> HttpResponse:
    """Straight to the week of whoever keeps one agenda and nothing else."""
    person = request.user
    policies.require(policies.may_enter_room(person))
    kept = list(policies.kept_by(person).filter(ends_on__isnull=True))
    decides, opens = policies.sees_decisions(person), policies.may_open_diaries(person)
    if len(kept) == 1 and not decides and not opens:
        return redirect("desk:agenda:week", kept[0].slug)
    return _page(request, DiaryForm(person=person, initial={"begins_on": today()}))


@require_POST
@staff_required
def open_one(request: StaffRequest) -> HttpResponse:
    """Give a post an agenda."""
    policies.require(policies.may_open_diaries(request.user))
    form = DiaryForm(request.POST, person=request.user)
    if form.is_valid():
        try:
            diary = services.open_diary(by=request.user, **form.cleaned_data)
        except AgendaError as error:
            put_right(form, error)
        else:
            messages.success(
                request,
                _("%(post)s has a public agenda from now on.") % {"post": diary.post.title},
            )
            return redirect("desk:agenda:week", diary.slug)
    return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
@staff_required
def end(request: StaffRequest, slug: str) -> HttpResponse:
    """End an agenda today; what stands in it stays public."""
    diary = Diary.objects.select_related("post__unit").filter(slug=slug).first()
    if diary is None or not policies.may_open_diary(request.user, diary):
        raise Http404
    try:
        services.end_diary(by=request.user, diary=diary, on=diary.today())
    except AgendaError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The agenda has ended. What stands in it stays public."))
    return redirect("desk:agenda:first")


def _page(
    request: StaffRequest, form: DiaryForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    person = request.user
    kept = list(policies.kept_by(person).filter(ends_on__isnull=True))
    now = today()
    day = public_days(now, now, of=kept)[0]
    officials = [
        *(entry.official for entry in day.open),
        *(entry.official for entry in day.closed),
        *day.quiet,
    ]
    written = {official.slug for official in officials}
    return render(
        request,
        "desk/agenda/first.html",
        {
            "kept": [
                (diary, diary.slug in written, policies.may_open_diary(person, diary))
                for diary in kept
            ],
            "decides": policies.sees_decisions(person),
            "waiting": undecided(person),
            "opens": policies.may_open_diaries(person),
            "form": form,
        },
        status=status,
    )
