"""A page becomes public → a letter or a message in a browser for each whose choice it fits, once.

Letters are written in portions, each in its own transaction: what has been written is known when a
worker dies, nobody else waits for long, and a page that is taken back meanwhile stops the rest.
"""

from __future__ import annotations

from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from wagtail.models import Page

from hubung.channels.email.models import OutboundMessage, OutboundState
from hubung.kernel import bulk, clock
from hubung.portal.content.models import (
    AnnouncementPage,
    ContentPage,
    DocumentPage,
    EventPage,
    NewsPage,
)
from hubung.portal.subscriptions import letters
from hubung.portal.subscriptions.models import (
    Browser,
    BrowserMessage,
    Mailing,
    MailingState,
    Subscription,
    Wanting,
)

W = TypeVar("W", bound=Wanting)

PORTION = 1000
#: What there are letters about: the name of a page's model, and the topic it belongs to.
KINDS: dict[str, str] = {
    AnnouncementPage._meta.model_name: "announcements",
    NewsPage._meta.model_name: "news",
    EventPage._meta.model_name: "events",
    DocumentPage._meta.model_name: "documents",
}


@transaction.atomic
def begin(page_id: int, *, immediate: bool, first: bool) -> None:
    """A page was published: tell those who were not told yet.

    The first publication is told, and that an announcement has become immediate; a correction is
    not. A mailing that was broken off goes on.
    """
    mailing, is_new = Mailing.objects.select_for_update().get_or_create(
        page_id=page_id,
        defaults={
            "immediate": immediate,
            "state": MailingState.WRITING if first else MailingState.DONE,
        },
    )
    if is_new:
        return
    if immediate and not mailing.immediate:
        mailing.immediate = True
        _take_back_letters(page_id)  # the ones about an ordinary announcement say too little now
    elif mailing.state != MailingState.BROKEN_OFF:
        return
    mailing.state, mailing.began_at = MailingState.WRITING, clock.now()
    mailing.told_up_to = mailing.shown_up_to = 0
    mailing.save()


@transaction.atomic
def break_off(page_id: int) -> None:
    """The page is not public any more: what has not left yet is not sent."""
    writing = Mailing.objects.filter(page_id=page_id, state=MailingState.WRITING)
    if _take_back_letters(page_id) or writing.exists():
        Mailing.objects.filter(page_id=page_id).update(state=MailingState.BROKEN_OFF)


def _take_back_letters(page_id: int) -> int:
    """Those that no worker holds, and messages that were not tried yet; returns how many."""
    waiting = OutboundMessage.objects.filter(
        state=OutboundState.OUTBOX, dedupe_key__startswith=letters.prefix_of(page_id)
    )
    untried = BrowserMessage.objects.filter(
        page_id=page_id, attempts=0, next_attempt_at__isnull=False
    )
    return waiting.delete()[0] + untried.delete()[0]


@transaction.atomic
def write_letters() -> int:
    """Write one portion, of immediate announcements first; returns how many were looked at."""
    waiting = Mailing.objects.filter(state=MailingState.WRITING).order_by("-immediate", "page_id")
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True)
    mailing = waiting.first()
    if mailing is None:
        return 0
    page = public(mailing.page_id)
    if page is None:
        mailing.state = MailingState.BROKEN_OFF
        mailing.save(update_fields=["state"])
        return 1
    began = mailing.began_at
    found = wanting(page, Subscription).filter(pk__gt=mailing.told_up_to, confirmed_at__lte=began)
    readers = list(found.order_by("pk")[:PORTION])
    bulk.insert_new(letters.about(page, mailing, readers))
    seen = wanting(page, Browser).filter(pk__gt=mailing.shown_up_to, asked_at__lte=began)
    browsers = list(seen.order_by("pk")[:PORTION])
    bulk.insert_new(
        [
            BrowserMessage(browser=one, page_id=page.pk, immediate=mailing.immediate)
            for one in browsers
        ]
    )
    if len(readers) < PORTION and len(browsers) < PORTION:
        mailing.state = MailingState.DONE
    mailing.told_up_to = readers[-1].pk if readers else mailing.told_up_to
    mailing.shown_up_to = browsers[-1].pk if browsers else mailing.shown_up_to
    mailing.save(update_fields=["state", "told_up_to", "shown_up_to"])
    return len(readers) + len(browsers) or 1


def public(page_id: int) -> ContentPage | None:
    """The page as anybody may read it now."""
    found = Page.objects.live().public().filter(pk=page_id).specific().first()
    return found if isinstance(found, ContentPage) else None


def wanting(page: ContentPage, who: type[W]) -> QuerySet[W]:
    """Those whose choice a page fits; none once what it tells of is over."""
    ends_at = getattr(page, "ends_at", None)
    if ends_at is not None and ends_at <= clock.now():
        return who._default_manager.none()
    topic = Q(**{KINDS[str(page._meta.model_name)]: True})
    if isinstance(page, AnnouncementPage) and page.is_immediate:
        topic |= Q(immediate=True)
    of_place = page.office if isinstance(page, AnnouncementPage) else None
    units = {pk for unit in (page.unit, of_place) if unit for pk in unit.path.strip("/").split("/")}
    return who._default_manager.filter(
        topic, Q(sector="") | Q(sector=page.sector), Q(unit=None) | Q(unit__in=units)
    )
