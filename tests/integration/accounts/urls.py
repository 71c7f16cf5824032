"""The program's addresses and a few protected ones, one of each kind of view."""

from __future__ import annotations

from collections.abc import AsyncIterator

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path
from django.views import View

from hubung.directory.accounts.access import (
    StaffRequest,
    StaffRequiredMixin,
    staff_required,
    still_allowed,
)
from hubung.project.urls import urlpatterns as program


@staff_required
def plain(request: StaffRequest) -> HttpResponse:
    return HttpResponse(f"plain {request.user.name}")


@staff_required
async def asynchronous(request: StaffRequest) -> HttpResponse:
    return HttpResponse(f"asynchronous {request.user.name}")


@staff_required
async def live(request: StaffRequest) -> StreamingHttpResponse:
    async def hints() -> AsyncIterator[str]:
        while await still_allowed(request):
            yield "data: case:1\n\n"

    return StreamingHttpResponse(hints(), content_type="text/event-stream")


class ByClass(StaffRequiredMixin, View):
    def get(self, request: StaffRequest) -> HttpResponse:
        return HttpResponse(f"class {request.user.name}")


class ByAsyncClass(StaffRequiredMixin, View):
    async def get(self, request: StaffRequest) -> HttpResponse:
        return HttpResponse(f"asynchronous class {request.user.name}")


def unguarded(_request: StaffRequest) -> HttpResponse:
    """A view that forgot to ask."""
    return HttpResponse("unguarded")


urlpatterns = [
    path("t/plain", plain),
    path("t/async", asynchronous),
    path("t/class", ByClass.as_view()),
    path("t/async-class", ByAsyncClass.as_view()),
    path("t/live", live),
    path("t/unguarded", unguarded),
    *program,
]
