"""What all pages have: both languages side by side, a unit that answers for it, a review."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from hubung.directory.models import Sector, Unit
from hubung.portal.content.blocks import BodyBlock


class ContentPage(Page):
    """A page of a unit. `unit` and `sector` are those of the section above, kept for lists."""

    title_en = models.CharField(_("title in English"), max_length=255, blank=True)
    summary = models.CharField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences: what lists, the search and feeds show."),
    )
    summary_en = models.CharField(_("summary in English"), max_length=300, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    body_en = StreamField(BodyBlock(), verbose_name=_("text in English"), blank=True)
    unit = models.ForeignKey(
        Unit, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("unit")
    )
    sector = models.CharField(
        _("sector"), max_length=8, choices=Sector, blank=True, editable=False, db_index=True
    )

    #: Panels of the first tab, between the summary and the text; and of the English one.
    own_panels: ClassVar[list[Panel]] = []
    own_panels_en: ClassVar[list[Panel]] = []
    search_fields = [
        *Page.search_fields,
        index.SearchField("title_en", boost=2),
        index.SearchField("summary"),
        index.SearchField("summary_en"),
        index.SearchField("body"),
        index.SearchField("body_en"),
    ]
    # What is public is public: nothing here is behind a password.
    private_page_options: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    @classmethod
    def get_edit_handler(cls) -> Panel:
        """Two tabs of text beside each other, and when it is published."""
        indonesian = [
            TitleFieldPanel("title"),
            FieldPanel("summary"),
            *cls.own_panels,
            FieldPanel("body"),
        ]
        english = [
            FieldPanel("title_en"),
            FieldPanel("summary_en"),
            *cls.own_panels_en,
            FieldPanel("body_en"),
        ]
        settings = [FieldPanel("slug"), PublishingPanel()]
        tabs = TabbedInterface(
            [
                ObjectList(indonesian, heading="Bahasa Indonesia"),
                ObjectList(english, heading="English"),
                ObjectList(settings, heading=_("Address and time")),
            ],
            base_form_class=cls.base_form_class,
        )
        return cast(Panel, tabs.bind_to_model(cls))

    @property
    def is_translated(self) -> bool:
        return bool(self.title_en)

    def said(self, field: str) -> Any:
        """A field in the reader's language; in Indonesian where there is no English."""
        if get_language() == "en":
            return getattr(self, f"{field}_en") or getattr(self, field)
        return getattr(self, field)

    @property
    def only_indonesian(self) -> bool:
        """Whether a reader of English gets Indonesian words here."""
        return get_language() == "en" and not self.is_translated

    def clean(self) -> None:
        super().clean()
        if self.title_en and self.body and not self.body_en:
            raise ValidationError(
                {"body_en": _("There is an English title, so the text is needed in English too.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.take_from_section()
        super().save(*args, **kwargs)

    def take_from_section(self) -> None:
        """Belong to the unit of the section that this page stands in."""
        from hubung.portal.content.models.rooms import HomePage, SectionPage

        self.unit, self.sector = None, ""
        for above in reversed(list(Page.get_ancestors(self).specific())):
            if isinstance(above, SectionPage):
                self.unit, self.sector = above.unit, above.sector
                return
            if isinstance(above, HomePage):
                self.unit = above.unit
                return

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        """With its event in one transaction: what is public is also told, once."""
        with transaction.atomic():
            return super().publish(*args, **kwargs)

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            return super().unpublish(*args, **kwargs)

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return f"content/{self._meta.model_name}.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        above = [page for page in self.get_ancestors().specific() if page.depth > 2]
        return context | {"above": above}
