"""Erasing what a request says of who asked; what was decided, and when, stays."""

from __future__ import annotations

from hubung.cases.models import Case
from hubung.disclosure.requests.models import DecreeNumber, Dispute, Objection, Reply, Request


def erase_request(case: Case) -> None:
    """Offered replies stay: they were checked to say nothing of anybody."""
    Request.objects.filter(case=case).update(principal="", purpose="")
    DecreeNumber.objects.filter(request__case=case).delete()
    Objection.objects.filter(request__case=case).update(reason="")
    Reply.objects.filter(request__case=case).update(
        reason="", redactions="", holder="", kept_because=""
    )
    Dispute.objects.filter(request__case=case).update(register_number="")
