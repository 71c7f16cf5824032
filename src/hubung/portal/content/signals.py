"""Wagtail's signals → what follows in this house: events, groups, the units of moved pages."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from hubung.kernel.events import emit
from hubung.portal.content import versions
from hubung.portal.content.editing import groups
from hubung.portal.content.events import PagePublished, PageWithdrawn
from hubung.portal.content.models import AnnouncementPage, ContentPage, SectionPage


@receiver(page_published)
@transaction.atomic
def tell_of_publication(instance: Page, **_more: Any) -> None:
    versions.change()
    if isinstance(instance, ContentPage):
        first = instance.first_published_at == instance.last_published_at
        emit(
            PagePublished(
                subject=f"page:{instance.pk}",
                page_id=instance.pk,
                kind=str(instance._meta.model_name),
                address=instance.url or "",
                first=first,
                sector=instance.sector,
                unit_id=instance.unit_id,
                immediate=isinstance(instance, AnnouncementPage) and instance.is_immediate,
            )
        )


@receiver(page_unpublished)
@transaction.atomic
def tell_of_withdrawal(instance: Page, **_more: Any) -> None:
    versions.change()
    if isinstance(instance, ContentPage):
        emit(
            PageWithdrawn(
                subject=f"page:{instance.pk}",
                page_id=instance.pk,
                kind=str(instance._meta.model_name),
                address=instance.url or "",
            )
        )


@receiver(post_page_move)
def belong_to_new_section(instance: Page, **_more: Any) -> None:
    """What was moved belongs to the unit of where it stands now, and so does what is below it."""
    for page in Page.objects.descendant_of(instance, inclusive=True).specific():
        if isinstance(page, ContentPage) and not isinstance(page, SectionPage):
            page.take_from_section()
            type(page).objects.filter(pk=page.pk).update(unit=page.unit, sector=page.sector)
    versions.change()


@receiver(post_delete, sender=SectionPage)
def take_groups_away(instance: SectionPage, **_more: Any) -> None:
    groups.forget(instance)
