"""What is read: news, events, plain pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from hubung.directory.models import TimeZone, today
from hubung.portal.content.models.base import ContentPage
from hubung.portal.content.models.media import Picture

ROOMS = ["content.HomePage", "content.SectionPage"]


class NewsPage(ContentPage):
    """News of a day, with a picture or without."""

    day: models.DateField[Any, date] = models.DateField(_("date"), default=today, db_index=True)
    picture = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    picture_alt = models.CharField(
        _("what the picture shows"),
        max_length=255,
        blank=True,
        help_text=_("Read out to whoever does not see it."),
    )
    picture_alt_en = models.CharField(
        _("what the picture shows, in English"), max_length=255, blank=True
    )

    own_panels: ClassVar[list[Any]] = [
        FieldPanel("day"),
        FieldPanel("picture"),
        FieldPanel("picture_alt"),
    ]
    own_panels_en: ClassVar[list[Any]] = [FieldPanel("picture_alt_en")]
    search_fields = [*ContentPage.search_fields, index.FilterField("day")]
    parent_page_types: ClassVar[list[str]] = ROOMS
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")

    def clean(self) -> None:
        super().clean()
        if self.picture_id and not self.picture_alt:
            raise ValidationError(
                {"picture_alt": _("Say what the picture shows, for whoever does not see it.")}
            )


class EventPage(ContentPage):
    """Something that takes place, for whoever wants to come."""

    begins_at: models.DateTimeField[Any, datetime] = models.DateTimeField(
        _("begins"), db_index=True
    )
    ends_at = models.DateTimeField(_("ends"))
    timezone = models.CharField(
        _("time zone"), max_length=20, choices=TimeZone, default=TimeZone.WIB
    )
    place = models.CharField(_("where"), max_length=200)

    own_panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("begins_at"), FieldPanel("ends_at"), FieldPanel("timezone")]),
        FieldPanel("place"),
    ]
    parent_page_types: ClassVar[list[str]] = ROOMS
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self) -> None:
        super().clean()
        if self.begins_at and self.ends_at and self.ends_at < self.begins_at:
            raise ValidationError({"ends_at": _("It ends before it begins: check both times.")})


class PlainPage(ContentPage):
    """A page that stays, as *About us*; it may have pages below it."""

    parent_page_types: ClassVar[list[str]] = [*ROOMS, "content.PlainPage"]
    subpage_types: ClassVar[list[str]] = ["content.PlainPage"]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        children = self.get_children().live().specific()
        return super().get_context(request, *args, **kwargs) | {"children": children}
