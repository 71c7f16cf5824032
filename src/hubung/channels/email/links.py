"""Addresses of pages that mails point to."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from hubung.cases.models import Case


def track_url(case: Case) -> str:
    """The tracking page with the number filled in; the code is never part of an address."""
    return f"{settings.HUBUNG.public_url}/lacak/{case.number}/"


def stop_url(token: str) -> str:
    """Where the reader of the outgoing message with this token stops further notices."""
    return f"{settings.HUBUNG.public_url}{reverse('email:stop', args=[token])}"
