"""What anybody may have: the seals, a line of JSON for each day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hubung.audit.models import Seal
from hubung.audit.seals import published

#: A year, and some days for whoever is late.
MOST = 400


@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """The seals from number `dari` on, `MOST` at a time; without it, the latest ones.

    `{"payload": canonical JSON, "signature": base64}` a line: `hubung.audit.seals` says what is in
    the payload, `docs/how-to/audit.md` how to check it.
    """
    since = request.GET.get("dari", "")
    if since.isdecimal() and len(since) < 10:
        found = list(Seal.objects.filter(number__gte=int(since)).order_by("number")[:MOST])
    else:
        found = list(Seal.objects.order_by("-number")[:MOST])[::-1]
    lines = "".join(f"{published(one)}\n" for one in found)
    return HttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")
