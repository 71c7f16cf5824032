"""The rooms of the tree: the home page, and a section for each unit that publishes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from hubung.directory.models import Sector, Unit
from hubung.directory.queries import open_units
from hubung.portal.content.blocks import LinksBlock
from hubung.portal.content.models.articles import PlainPage
from hubung.portal.content.models.base import ContentPage

#: What may stand in a room.
CONTENTS = [
    "content.SectionPage",
    "content.AnnouncementPage",
    "content.NewsPage",
    "content.ServicePage",
    "content.DocumentPage",
    "content.EventPage",
    "content.GuidePage",
    "content.PlainPage",
]


class HomePage(Page):
    """The root of the site. What it shows is gathered; editors choose what is offered first."""

    often = StreamField(LinksBlock(), verbose_name=_("often searched"), blank=True)
    featured = models.ForeignKey(
        "content.ServicePage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("service in the frame"),
        help_text=_("The one that people need most, or find hardest."),
    )

    subpage_types: ClassVar[list[str]] = CONTENTS
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    private_page_options: ClassVar[list[str]] = []
    max_count = 1
    edit_handler = TabbedInterface(
        [ObjectList([TitleFieldPanel("title"), FieldPanel("often"), FieldPanel("featured")])]
    )

    class Meta:
        verbose_name = _("home page")

    @property
    def unit(self) -> Unit | None:
        """The ministry itself, once the directory knows it."""
        return open_units().filter(parent=None).first()


class SectionPage(ContentPage):
    """The pages of a unit and of the units below it; that unit's editors write here."""

    # Shadow what other pages take from the section above.
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("unit"),
        help_text=_("Its editors, and those of the units above it, write here."),
    )
    sector = models.CharField(_("sector"), max_length=8, choices=Sector, blank=True, db_index=True)

    own_panels: ClassVar[list[Any]] = [FieldPanel("unit"), FieldPanel("sector")]
    subpage_types: ClassVar[list[str]] = CONTENTS
    parent_page_types: ClassVar[list[str]] = ["content.HomePage", "content.SectionPage"]

    class Meta:
        verbose_name = _("section of a unit")

    def take_from_section(self) -> None:
        """It is the section itself that says whose it is."""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Of the whole room: what is in it and in the rooms below."""
        from hubung.portal.content import queries

        inside = {
            name: pages.filter(path__startswith=self.path)[:limit]
            for name, pages, limit in (
                ("announcements", queries.announcements(), 6),
                ("services", queries.services(), 12),
                ("news", queries.news(), 6),
                ("documents", queries.documents(), 6),
                ("guides", queries.guides(), 12),
            )
        }
        below = self.get_children().live()
        rooms = {
            "rooms": below.type(SectionPage).specific(),
            "plain": below.type(PlainPage).specific(),
        }
        return super().get_context(request, *args, **kwargs) | inside | rooms

    def clean(self) -> None:
        super().clean()
        above = self.get_parent().specific if self.path else None
        if self.unit is None or not isinstance(above, SectionPage) or above.unit is None:
            return
        if not self.unit.path.startswith(above.unit.path):
            raise ValidationError(
                {
                    "unit": _(
                        "Choose %(unit)s or a unit below it: a section stands below that of a "
                        "unit above."
                    )
                    % {"unit": above.unit}
                }
            )
