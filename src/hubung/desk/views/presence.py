"""Who is here, and the stream of what happens."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from hubung.desk import presence
from hubung.desk.casepage import find_case
from hubung.desk.live import hints
from hubung.directory.accounts.access import StaffRequest, staff_required


@require_POST
@staff_required
def here(request: StaffRequest, number: str) -> HttpResponse:
    """The page says that it is still open; the answer says who else is here."""
    case = find_case(request.user, number, reading=None)
    if "pergi" in request.POST:
        presence.leave(person=request.user, case=case)
        return HttpResponse(status=204)
    presence.look(person=request.user, case=case, typing="menulis" in request.POST)
    return render(
        request, "desk/parts/presence.html", {"here": presence.others(case, request.user)}
    )


@require_safe
@staff_required
async def live(request: StaffRequest) -> StreamingHttpResponse:
    """Hints as server-sent events, from `Last-Event-ID` or `sejak` on."""
    given = request.headers.get("Last-Event-ID") or request.GET.get("sejak", "")
    last_id = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
    response = StreamingHttpResponse(
        hints(request, request.user, last_id), content_type="text/event-stream"
    )
    response["Cache-Control"] = "no-cache, no-store"
    # A proxy that gathers the stream before passing it on would keep it for ever.
    response["X-Accel-Buffering"] = "no"
    return response
