"""The desk itself: views, list, and room for a case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hubung.cases import search
from hubung.cases.models import SavedView
from hubung.desk import counting, saved, worklist
from hubung.desk.filters import filters
from hubung.desk.live import newest_event
from hubung.desk.worklist import Page, Query, Scope
from hubung.directory.accounts.access import StaffRequest, staff_required


def wants(request: HttpRequest, element: str) -> bool:
    """Whether htmx asks for one pane only; `element` as `section#list`."""
    return request.headers.get("HX-Target") == element


def list_context(request: StaffRequest, *, number: str = "") -> dict[str, Any]:
    """What the views and the list show; `number` is that of the case that is open."""
    scope = Scope(request.user)
    query = _query(request, scope)
    size = _size(request.GET.get("banyak", ""))
    found, limited = _rows(scope, query, request.GET.get("setelah", ""), size)
    newest = newest_event()
    counted = [(view, _capped(number)) for view, number in counting.counts(scope, newest)]
    counts = {view.slug: words for view, words in counted}
    return {
        **_frame(request, scope, query),
        "views": counted,
        "count": counts.get(query.view, ""),
        "rows": [(case, worklist.is_unread(case)) for case in found.cases],
        "after": found.after,
        "limited": limited,
        "open_number": number,
        "newest_event": newest,
    }


def awaited_list_context(request: StaffRequest) -> dict[str, Any]:
    """Room for the list around a case that was opened by itself: all but the views comes later.

    The case comes first, and on a phone, where the list stands behind it, it may never be asked
    for.
    """
    return {
        "query": Query.read(request.GET.dict()),
        "views": [(view, "") for view in worklist.views_for(Scope(request.user))],
        "awaited": True,
        "newest_event": newest_event(),
        "me": request.user,
    }


def _query(request: StaffRequest, scope: Scope) -> Query:
    query = Query.read(request.GET.dict())
    return query if query.view else query.but(view=worklist.first_view(scope))


def _frame(request: StaffRequest, scope: Scope, query: Query) -> dict[str, Any]:
    return {
        "query": query,
        "view": worklist.view_called(query.view),
        "has_queue": bool(scope.tiers),
        "saved_views": [
            (one, Query.read(one.query), one.person_id == request.user.pk)
            for one in saved.saved_views(request.user)
        ],
        "filters": filters(query),
        "me": request.user,
    }


def _rows(scope: Scope, query: Query, after: str, size: int) -> tuple[Page, int]:
    if not query.text:
        return worklist.page(worklist.cases_of(scope, query), after, size), 0
    found = search.find(scope.person, query.text, narrow=query.filters())
    return worklist.newest(found.cases, after, size), found.limited


def _size(asked: str) -> int:
    """A list that was read on keeps its length when it is fetched anew."""
    if not (asked.isascii() and asked.isdigit()):
        return worklist.PAGE
    return max(worklist.PAGE, min(int(asked), worklist.LONGEST))


def _capped(number: int) -> str:
    return str(number) if number <= worklist.COUNT_LIMIT else "999+"


@require_safe
@never_cache
@staff_required
def desk(request: StaffRequest) -> HttpResponse:
    """The work list; a case may be opened beside it."""
    context = list_context(request, number=request.GET.get("laporan", ""))
    if wants(request, "div#worklist"):
        return render(request, "desk/parts/worklist_and_views.html", context)
    if wants(request, "section#list") or wants(request, "div#awaited"):
        return render(request, "desk/parts/list_and_views.html", context)
    if request.GET.get("setelah") and wants(request, "li#more"):
        return render(request, "desk/parts/rows.html", context)
    return render(request, "desk/desk.html", context)


@require_POST
@staff_required
def keep_view(request: StaffRequest) -> HttpResponse:
    """Save the list that is shown, under a name."""
    query = Query.read(request.POST.dict())
    try:
        view = saved.save_view(
            person=request.user,
            name=request.POST.get("nama", ""),
            query=query,
            shared="bersama" in request.POST,
        )
    except saved.NameTakenError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The view “%(name)s” is kept.") % {"name": view.name})
    return redirect(f"/desk/?{query.address}")


@require_POST
@staff_required
def change_view(request: StaffRequest, pk: int) -> HttpResponse:
    """Rename, share or delete one's own view."""
    view = get_object_or_404(SavedView, pk=pk)
    if "hapus" in request.POST:
        saved.delete_view(person=request.user, view=view)
        messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
        return redirect("desk:desk")
    try:
        saved.change_view(
            person=request.user,
            view=view,
            name=request.POST.get("nama", ""),
            shared="bersama" in request.POST,
        )
    except saved.NameTakenError as error:
        messages.error(request, str(error))
    return redirect(f"/desk/?{Query.read(view.query).address}")
