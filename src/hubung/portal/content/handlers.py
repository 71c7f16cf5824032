"""What follows when a page appears or goes: the words of 151's emergency announcement are ready."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from hubung.kernel.calendars import Language
from hubung.kernel.events import handles
from hubung.portal.content.events import PagePublished, PageWithdrawn
from hubung.portal.content.models import AnnouncementPage
from hubung.telephony.menu.prepared import forget_announcement, prepare_announcement

_KIND = "announcementpage"


@handles(PagePublished)
def prepare_what_callers_hear(event: PagePublished) -> None:
    """The page as it is now: it may have changed since."""
    if event.kind != _KIND:
        return
    page = AnnouncementPage.objects.live().filter(pk=event.page_id).first()
    if page is None or not page.is_immediate or page.is_over:
        forget_announcement(source=event.subject)
        return
    texts: dict[Language, str] = {"id": _spoken(page, "id")}
    if page.is_translated:
        texts["en"] = _spoken(page, "en")
    prepare_announcement(source=event.subject, title=page.title, texts=texts)


@handles(PageWithdrawn)
def forget_what_is_over(event: PageWithdrawn) -> None:
    if event.kind == _KIND:
        forget_announcement(source=event.subject)


def _spoken(page: AnnouncementPage, language: Language) -> str:
    """What, where, and what is known, in sentences."""
    with translation.override(language):
        parts = (_("Important announcement"), *map(page.said, ("title", "area", "summary")))
        return " ".join(f"{part.strip().rstrip('.')}." for part in map(str, parts) if part.strip())
