"""The page on which a reporter stops the notices: a button, and mail programs' one click."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hubung.cases.models import Reporter
from hubung.cases.services import stop_notices
from hubung.channels.email.models import OutboundMessage


# The mail program that posts here (RFC 8058) has no cookie; the address itself is the secret.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing (scanners follow links); posting stops or resumes the notices."""
    message = get_object_or_404(
        OutboundMessage.objects.select_related("case__reporter"), token=token
    )
    reporter: Reporter | None = message.case.reporter if message.case else None
    if request.method == "POST" and reporter is not None:
        reporter.wants_notices = request.POST.get("wants") == "yes"
        stop_notices(reporter=reporter, wants=reporter.wants_notices)
    wants = reporter is not None and reporter.wants_notices
    return render(request, "email/stop.html", {"wants": wants, "address": message.to})
