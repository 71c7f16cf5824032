"""What a message says: the page, and nothing of whoever reads it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from hubung.portal.content.models import AnnouncementPage, ContentPage
from hubung.portal.subscriptions.models import Browser
from hubung.portal.subscriptions.push import identity, sealing, targets

#: How long a service keeps it for a browser that is off, in seconds.
_DAY = 86_400
#: Browsers show less of it, and a record has an end.
_LONGEST = 300


@dataclass(frozen=True)
class Sealed:
    """One request to a service."""

    endpoint: str
    headers: dict[str, str]
    body: bytes


def about(page: ContentPage, browser: Browser, now: datetime) -> Sealed:
    """Raises ForbiddenTargetError once the settings name its service no more."""
    urgent = isinstance(page, AnnouncementPage) and page.is_immediate
    target = targets.parse(browser.endpoint)
    return Sealed(
        browser.endpoint,
        {
            "Authorization": identity.header(target, now),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(_DAY),
            "Urgency": "high" if urgent else "normal",
            # Of one page a browser that was off sees the last one only.
            "Topic": f"page-{page.pk}",
        },
        sealing.seal(_said(page, browser.language, urgent), browser.public_key, browser.secret),
    )


def _said(page: ContentPage, language: str, urgent: bool) -> bytes:
    with translation.override(language):
        title = page.said("title")
        told = {
            "title": f"{_('Immediate')}: {title}" if urgent else title,
            "text": page.said("summary")[:_LONGEST],
            "address": page.url or "/",
            "tag": f"page-{page.pk}",
            "language": language,
            "urgent": urgent,
        }
    return json.dumps(told).encode()
