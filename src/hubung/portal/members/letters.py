"""The letters that prove an address, and the one that says why an official one proves nothing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from hubung.channels.email import addresses, codes
from hubung.channels.email.models import OutboundMessage, SendingRank
from hubung.channels.email.notices import CODE
from hubung.portal.members import browsers
from hubung.portal.members.models import Challenge


def queue_code(challenge: Challenge) -> None:
    """The code itself is put in as the letter leaves."""
    minutes = int(browsers.CODE_LIFE.total_seconds() // 60)
    with translation.override(challenge.language):
        text = _write("code", {"code": CODE, "minutes": minutes})
        _queue(challenge, challenge.token, _("Your code to sign in"), text)


def queue_refusal(challenge: Challenge) -> None:
    with translation.override(challenge.language):
        subject = _("This address cannot have an account")
        _queue(challenge, addresses.new_token(), subject, _write("official", {}))


def _write(name: str, context: dict[str, Any]) -> str:
    ministry = settings.HUBUNG.ministry
    english = translation.get_language() == "en"
    told = {
        "ministry": ministry.name_en if english else ministry.name,
        "short_code": ministry.short_code,
        "site": settings.HUBUNG.public_url,
        **context,
    }
    return render_to_string(f"members/letters/{name}.txt", told).strip() + "\n"


def _queue(challenge: Challenge, token: str, subject: str, text: str) -> None:
    OutboundMessage.objects.create(
        kind=codes.PROVING,
        dedupe_key=f"{codes.PROVING}:{token}",
        to=challenge.email,
        subject=subject,
        text=text,
        language=challenge.language,
        token=token,
        message_id=addresses.message_id(None, token),
        rank=SendingRank.PERSON,
    )
