"""Announcements, and among them what must be said at once (DOMAIN.md §3: serta-merta)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from hubung.directory.models import TimeZone, Unit, UnitKind
from hubung.kernel import clock
from hubung.portal.content.blocks import PLAIN
from hubung.portal.content.models.articles import ROOMS
from hubung.portal.content.models.base import ContentPage


class Urgency(models.TextChoices):
    IMMEDIATE = "immediate", _("Immediate: danger to people, said at once")
    ORDINARY = "ordinary", _("Ordinary")


class AnnouncementPage(ContentPage):
    """What holds for a place and a time; an immediate one comes first everywhere."""

    urgency = models.CharField(
        _("urgency"), max_length=10, choices=Urgency, default=Urgency.ORDINARY, db_index=True
    )
    area = models.CharField(
        _("area"), max_length=200, help_text=_("Port, road, airport or line; or the whole country.")
    )
    area_en = models.CharField(_("area in English"), max_length=200, blank=True)
    # An office that is gone takes nothing along: what was said of its place stays said.
    office = models.ForeignKey(
        Unit,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": UnitKind.OFFICE, "closed_on": None},
        verbose_name=_("office of the place"),
        help_text=_(
            "Whoever asked for mails about this port, airport, terminal or station gets one."
        ),
    )
    begins_at: models.DateTimeField[Any, datetime] = models.DateTimeField(
        _("holds from"), default=clock.now, db_index=True
    )
    ends_at = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("Empty: until further notice.")
    )
    next_word_at = models.DateTimeField(
        _("next word by"),
        null=True,
        blank=True,
        help_text=_("When people hear more at the latest."),
    )
    timezone = models.CharField(
        _("time zone"), max_length=20, choices=TimeZone, default=TimeZone.WIB
    )
    what_to_do = RichTextField(_("what to do"), features=PLAIN, blank=True)
    what_to_do_en = RichTextField(_("what to do, in English"), features=PLAIN, blank=True)

    own_panels: ClassVar[list[Any]] = [
        FieldPanel("urgency"),
        FieldPanel("area"),
        FieldPanel("office"),
        FieldRowPanel([FieldPanel("begins_at"), FieldPanel("ends_at")]),
        FieldRowPanel([FieldPanel("next_word_at"), FieldPanel("timezone")]),
        FieldPanel("what_to_do"),
    ]
    own_panels_en: ClassVar[list[Any]] = [FieldPanel("area_en"), FieldPanel("what_to_do_en")]
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("area"),
        index.SearchField("area_en"),
        index.SearchField("what_to_do"),
    ]
    parent_page_types: ClassVar[list[str]] = ROOMS
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")

    @property
    def is_immediate(self) -> bool:
        return self.urgency == Urgency.IMMEDIATE

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.ends_at <= clock.now()

    def clean(self) -> None:
        super().clean()
        if self.ends_at and self.begins_at and self.ends_at <= self.begins_at:
            raise ValidationError({"ends_at": _("It ends before it begins: check both times.")})
        if self.is_immediate and not self.what_to_do:
            raise ValidationError(
                {"what_to_do": _("Immediate information says what people are to do.")}
            )
