"""Mails to the reporter at each step that concerns them, in their language.

A notice is written and queued once per step. What it says of a confidential case is only that
there is news: mail is read over shoulders and on shared telephones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from hubung.cases.choices import Channel
from hubung.cases.models import Answer, Case, Entry
from hubung.channels.email import addresses, links
from hubung.channels.email.models import InboundMessage, OutboundMessage
from hubung.kernel import clock

#: Stands in the stored text where the private code goes, so that nobody reads it in the outbox.
CODE = "⟦code⟧"
#: Acknowledgements to one address in an hour: two machines must not talk for ever (RFC 3834).
ACKNOWLEDGEMENTS_PER_HOUR = 20

SUBJECTS = {
    "received": gettext_lazy("We have received your report"),
    "moved": gettext_lazy("Your report is with %(unit)s"),
    "asked": gettext_lazy("We need something more from you"),
    "update": gettext_lazy("News on your report"),
    "answered": gettext_lazy("The answer to your report"),
    "rejected": gettext_lazy("About your report"),
    "outside": gettext_lazy("Your report was passed to %(authority)s"),
    "closed": gettext_lazy("Your report is closed"),
    "reopened": gettext_lazy("Your report has been taken up again"),
    "objected": gettext_lazy("We have received your objection"),
}


@dataclass(frozen=True)
class Origin:
    """The mail that a case came with: what a notice answers to, and whether it may."""

    message_id: str = ""
    answerable: bool = True


def queue_notice(case: Case, kind: str, entry: Entry) -> OutboundMessage | None:
    """Queue the mail that tells the reporter of `entry`; None when they get none.

    Nobody is written to who gave no address, stopped the notices, or stays anonymous.
    """
    reporter = case.reporter
    if reporter is None or not reporter.email or not reporter.wants_notices or case.anonymous:
        return None
    origin = _origin(case)
    if kind == "received" and (not origin.answerable or _too_many(reporter.email)):
        return None
    token = addresses.new_token()
    stop = links.stop_url(token)
    language = case.language if case.language in ("id", "en") else settings.LANGUAGE_CODE
    with translation.override(language):
        subject, text = _write(case, kind, entry, stop)
    message, _created = OutboundMessage.objects.get_or_create(
        dedupe_key=f"{kind}:{case.pk}:{entry.seq}",
        defaults={
            "case": case,
            "kind": kind,
            "to": reporter.email,
            "subject": subject,
            "text": text,
            "language": language,
            "stop_url": stop,
            "in_reply_to": origin.message_id,
            "token": token,
            "message_id": addresses.message_id(case.pk, token),
        },
    )
    return message


def fill_in_code(text: str, case: Case | None) -> str:
    """The text as it is sent: with the reporter's private code."""
    return text.replace(CODE, case.code if case else "")


def _origin(case: Case) -> Origin:
    if case.channel != Channel.MAIL:
        return Origin()
    last = (
        InboundMessage.objects.filter(case=case, state="threaded")
        .order_by("-pk")
        .values_list("message_id", "answerable")
        .first()
    )
    return Origin(*last) if last else Origin()


def _too_many(address: str) -> bool:
    hour_ago = clock.now() - timedelta(hours=1)
    sent = OutboundMessage.objects.filter(to=address, created_at__gte=hour_ago, kind="received")
    return sent.count() >= ACKNOWLEDGEMENTS_PER_HOUR


def _write(case: Case, kind: str, entry: Entry, stop: str) -> tuple[str, str]:
    """Subject and text in the active language."""
    ministry = settings.HUBUNG.ministry
    names = {
        "unit": entry.data.get("unit_name") or case.unit.label,
        "authority": entry.data.get("authority", ""),
    }
    context: dict[str, Any] = {
        **names,
        "case": case,
        "entry": entry,
        "code": CODE,
        "track_url": links.track_url(case),
        "stop_url": stop,
        "ministry": ministry.name_en if translation.get_language() == "en" else ministry.name,
        "short_code": ministry.short_code,
        "discreet": case.confidential,
        "withdrawn": bool(entry.data.get("withdrawn")),
        "automatic": bool(entry.data.get("automatic")),
        "due_on": date_format(case.next_due_at, "j F Y") if case.next_due_at else "",
    }
    if kind == "answered":
        context["answer"] = Answer.objects.filter(case=case).order_by("-pk").first()
    text = render_to_string(f"email/{kind}.txt", context)
    subject = str(SUBJECTS[kind]) % names
    title = "" if case.confidential else f": {case.title}"
    return f"[{case.number}] {subject}{title}"[:250], text.strip() + "\n"
