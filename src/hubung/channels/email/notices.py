"""Mails to the reporter at each step that concerns them, in their language.

A notice is written and queued once per step. What it says of a confidential case is only that
there is news: mail is read over shoulders and on shared telephones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from hubung.cases.choices import Channel
from hubung.cases.models import Answer, Case, Entry
from hubung.channels.email import addresses, codes, links
from hubung.channels.email.models import InboundMessage, InboundState, OutboundMessage
from hubung.kernel import bulk, clock

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
class Step:
    """Something on a case's timeline that its reporter is told of; `kind` is one of `SUBJECTS`."""

    case: Case
    kind: str
    entry: Entry

    @property
    def dedupe_key(self) -> str:
        return f"{self.kind}:{self.case.pk}:{self.entry.seq}"


@dataclass(frozen=True)
class Origin:
    """The mail that a case came with: what a notice answers to, and whether it may."""

    message_id: str = ""
    answerable: bool = True


def queue_notices(steps: Sequence[Step]) -> None:
    """Queue the mails that tell reporters of these steps; one step is told once.

    Nobody is written to who gave no address, stopped the notices, or stays anonymous.
    """
    wanted = [step for step in steps if step.case.is_notified]
    origins = _origins([step.case for step in wanted])
    acknowledged = _acknowledged([step for step in wanted if step.kind == "received"])
    messages: list[OutboundMessage] = []
    for step in wanted:
        reporter = step.case.reporter
        origin = origins.get(step.case.pk, Origin())
        if reporter is None:
            continue
        if step.kind == "received":
            if not origin.answerable or acknowledged[reporter.email] >= ACKNOWLEDGEMENTS_PER_HOUR:
                continue
            acknowledged[reporter.email] += 1
        messages.append(_message(step, reporter.email, origin))
    bulk.insert_new(messages)


def _message(step: Step, address: str, origin: Origin) -> OutboundMessage:
    case = step.case
    token = addresses.new_token()
    stop = links.stop_url(token)
    language = case.language if case.language in ("id", "en") else settings.LANGUAGE_CODE
    with translation.override(language):
        subject, text = _write(step, stop)
    return OutboundMessage(
        dedupe_key=step.dedupe_key,
        case=case,
        kind=step.kind,
        to=address,
        subject=subject,
        text=text,
        language=language,
        stop_url=stop,
        in_reply_to=origin.message_id,
        token=token,
        message_id=addresses.message_id(case.pk, token),
    )


def fill_in_code(message: OutboundMessage) -> str:
    """The text as it is sent: with the code of the report, or the one that proves an address."""
    if message.kind == codes.PROVING:
        return message.text.replace(CODE, codes.code_of(message.token))
    return message.text.replace(CODE, message.case.code if message.case else "")


def _origins(cases: list[Case]) -> dict[int, Origin]:
    """The latest mail from the reporter, for each case that came by mail."""
    by_mail = {case.pk for case in cases if case.channel == Channel.MAIL}
    if not by_mail:
        return {}
    mails = (
        InboundMessage.objects.filter(case__in=by_mail, state=InboundState.THREADED)
        .order_by("pk")
        .values_list("case_id", "message_id", "answerable")
    )
    return {case_id: Origin(message_id, answerable) for case_id, message_id, answerable in mails}


def _acknowledged(steps: list[Step]) -> Counter[str]:
    """How many acknowledgements each of these addresses got in the last hour."""
    to = {step.case.reporter.email for step in steps if step.case.reporter}
    if not to:
        return Counter()
    hour_ago = clock.now() - timedelta(hours=1)
    recent = OutboundMessage.objects.filter(to__in=to, created_at__gte=hour_ago, kind="received")
    return Counter(dict(recent.values_list("to").annotate(Count("pk"))))


def _write(step: Step, stop: str) -> tuple[str, str]:
    """Subject and text in the active language."""
    case, entry = step.case, step.entry
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
    if step.kind == "answered":
        context["answer"] = Answer.objects.filter(case=case).order_by("-pk").first()
    text = render_to_string(f"email/{step.kind}.txt", context)
    # A unit's or an authority's name tells what a confidential report is about.
    discreet = case.confidential and step.kind in ("moved", "outside")
    subject = str(SUBJECTS["update" if discreet else step.kind]) % names
    title = "" if case.confidential else f": {case.title}"
    return f"[{case.number}] {subject}{title}"[:250], text.strip() + "\n"
