"""What no event tells: pages that stand elsewhere now, data sets that say something else."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_slug_changed, post_page_move

from hubung.opendata.models import DataSet
from hubung.search import services


@receiver([page_slug_changed, post_page_move])
def follow_pages(instance: Page, **_more: Any) -> None:
    """It has another address, and so have those below it."""
    below = Page.objects.descendant_of(instance, inclusive=True).live()
    for pk in below.values_list("pk", flat=True):
        services.look_again("page", pk)


@receiver(post_save, sender=DataSet)
def read_data_set(instance: DataSet, **_more: Any) -> None:
    services.look_again("data", instance.pk)


@receiver(post_delete, sender=DataSet)
def lose_data_set(instance: DataSet, **_more: Any) -> None:
    services.hide("data", instance.pk)
