"""Documents of the ministry, each with its number, kind and category."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from hubung.directory.models import today
from hubung.portal.content.models.articles import ROOMS
from hubung.portal.content.models.base import ContentPage
from hubung.portal.content.models.media import Paper


class DocumentKind(models.TextChoices):
    REGULATION = "regulation", _("Regulation")
    DECREE = "decree", _("Decree")
    CIRCULAR = "circular", _("Circular")
    REPORT = "report", pgettext_lazy("document", "Report")
    GUIDE = "guide", pgettext_lazy("document", "Guide")
    AGREEMENT = "agreement", _("Agreement")


class Availability(models.TextChoices):
    """The categories of public information that are published (DOMAIN.md §3)."""

    PERIODIC = "periodic", _("Periodic")
    IMMEDIATE = "immediate", _("Immediate")
    ANYTIME = "anytime", _("At any time")


class DocumentPage(ContentPage):
    """A document and what it is."""

    paper = models.ForeignKey(
        Paper, models.PROTECT, null=True, related_name="pages", verbose_name=_("file")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=DocumentKind)
    number = models.CharField(
        _("number"), max_length=80, blank=True, help_text=_("As it is cited, as PM 12 of 2026.")
    )
    day = models.DateField(_("date"), default=today, db_index=True)
    availability = models.CharField(
        _("category"), max_length=10, choices=Availability, default=Availability.ANYTIME
    )

    own_panels: ClassVar[list[Any]] = [
        FieldPanel("paper"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("number")]),
        FieldRowPanel([FieldPanel("day"), FieldPanel("availability")]),
    ]
    search_fields = [*ContentPage.search_fields, index.SearchField("number", boost=3)]
    parent_page_types: ClassVar[list[str]] = ROOMS
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
