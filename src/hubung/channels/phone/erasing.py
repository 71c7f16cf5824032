"""Erasing what calls say of people; that there were calls, and how long they took, stays."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from hubung.channels.phone.models import NoCase, Unwritten
from hubung.telephony.models import Call, Recording
from hubung.telephony.recordings import keeping


@transaction.atomic
def erase_calls(calls: QuerySet[Call], *, why: str) -> None:
    """Their sound, their callers' numbers, and what was noted of them."""
    keys = list(calls.values_list("pk", flat=True))
    keeping.delete(Recording.objects.filter(call__in=keys), why=why)
    NoCase.objects.filter(call__in=keys).update(reason="")
    Unwritten.objects.filter(call__in=keys).delete()
    Call.objects.filter(pk__in=keys).update(caller="")
