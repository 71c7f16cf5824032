"""The letters: one that asks for a confirmation, one that reminds, and one about a page.

They go out through the mail door's own queue, which signs, repeats and gives up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from hubung.channels.email import addresses
from hubung.channels.email.models import OutboundMessage, SendingRank
from hubung.portal.content.models import AnnouncementPage, ContentPage
from hubung.portal.subscriptions import links
from hubung.portal.subscriptions.choices import Choice
from hubung.portal.subscriptions.models import Mailing, Subscription

ABOUT_ITSELF, ABOUT_A_PAGE = "subscription", "page"
KINDS = (ABOUT_ITSELF, ABOUT_A_PAGE)
#: Stands in the text that all readers of a language share where the address of each goes.
_OWN_PAGE = "⟦own page⟧"


def queue_confirmation(subscription: Subscription) -> None:
    """Ask whether it was them."""
    with translation.override(subscription.language):
        context = {
            "choice": Choice.of(subscription),
            "own_page": links.own_page(subscription),
            "days": settings.HUBUNG.retention.unconfirmed_subscriptions,
        }
        _queue(subscription, _("Confirm that you want our mails"), "confirmation", context)


def queue_reminder(subscription: Subscription, asked: Choice) -> None:
    """Tell what they have already; the page behind the link has what was asked now filled in."""
    with translation.override(subscription.language):
        own_page = links.own_page(subscription)
        context = {
            "choice": Choice.of(subscription),
            "own_page": own_page,
            "changed": f"{own_page}?{asked.query}",
        }
        _queue(subscription, _("You get our mails already"), "reminder", context)


def _queue(to: Subscription, subject: str, name: str, context: dict[str, Any]) -> None:
    text = _write(name, context)
    letter = _letter(to, ABOUT_ITSELF, subject, text, SendingRank.PERSON)
    letter.dedupe_key = f"{ABOUT_ITSELF}:{to.pk}:{letter.token}"
    letter.save()


def about(
    page: ContentPage, mailing: Mailing, readers: Iterable[Subscription]
) -> list[OutboundMessage]:
    """Letters about a page that is public, not saved; written once in each language."""
    urgent = isinstance(page, AnnouncementPage) and page.is_immediate
    rank = SendingRank.DANGER if urgent else SendingRank.MANY
    step = "danger" if mailing.immediate else "new"
    written: dict[str, tuple[str, str]] = {}
    letters = []
    for reader in readers:
        if reader.language not in written:
            written[reader.language] = _about(page, urgent, reader.language)
        subject, text = written[reader.language]
        text = text.replace(_OWN_PAGE, links.own_page(reader))
        letter = _letter(reader, ABOUT_A_PAGE, subject, text, rank)
        letter.dedupe_key = f"{prefix_of(page.pk)}{step}:{reader.pk}"
        letters.append(letter)
    return letters


def prefix_of(page_id: int) -> str:
    """What the keys of all letters about a page begin with."""
    return f"{ABOUT_A_PAGE}:{page_id}:"


def _about(page: ContentPage, urgent: bool, language: str) -> tuple[str, str]:
    with translation.override(language):
        title = page.said("title")
        context = {
            "page": page,
            "announcement": page if isinstance(page, AnnouncementPage) else None,
            "address": f"{settings.HUBUNG.public_url}{page.url or '/'}",
            "own_page": _OWN_PAGE,
        }
        subject = f"{_('Immediate')}: {title}" if urgent else title
        return subject[:250], _write("page", context)


def _write(name: str, context: dict[str, Any]) -> str:
    ministry = settings.HUBUNG.ministry
    english = translation.get_language() == "en"
    told = {
        "ministry": ministry.name_en if english else ministry.name,
        "short_code": ministry.short_code,
        **context,
    }
    return render_to_string(f"subscriptions/letters/{name}.txt", told).strip() + "\n"


def _letter(
    to: Subscription, kind: str, subject: str, text: str, rank: SendingRank
) -> OutboundMessage:
    token = addresses.new_token()
    return OutboundMessage(
        kind=kind,
        to=to.email,
        subject=subject,
        text=text,
        language=to.language,
        stop_url=links.end_page(to),
        token=token,
        message_id=addresses.message_id(None, token),
        rank=rank,
    )
