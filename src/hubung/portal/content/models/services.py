"""Services: what one needs, what it costs and by what law, how long it takes, and where."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from hubung.insight.times.published import times_of
from hubung.portal.content.blocks import PLAIN, StepsBlock
from hubung.portal.content.models.articles import ROOMS
from hubung.portal.content.models.base import ContentPage


class ServicePage(ContentPage):
    """A service of a unit. A fee is never shown without the law that sets it."""

    requirements = RichTextField(_("requirements"), features=PLAIN, blank=True)
    requirements_en = RichTextField(_("requirements in English"), features=PLAIN, blank=True)
    steps = StreamField(StepsBlock(), verbose_name=_("steps"), blank=True)
    steps_en = StreamField(StepsBlock(), verbose_name=_("steps in English"), blank=True)
    fee = models.PositiveIntegerField(
        _("official fee, in rupiah"),
        null=True,
        blank=True,
        help_text=_("0: free of charge. Empty: nothing is said of it."),
    )
    fee_ground = models.CharField(
        _("legal ground of the fee"), max_length=200, blank=True, help_text=_("As PP 15 of 2016.")
    )
    promised_days = models.PositiveSmallIntegerField(
        _("promised time, in working days"), null=True, blank=True
    )
    measured = models.ForeignKey(
        "insight.Service",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("real times"),
        help_text=_("Of which service, as units hand them in at the desk under Services."),
    )
    where = RichTextField(_("where"), features=PLAIN, blank=True)
    where_en = RichTextField(_("where, in English"), features=PLAIN, blank=True)
    apply_at = models.CharField(
        _("address to apply at"),
        max_length=200,
        blank=True,
        validators=[
            RegexValidator(r"^(/(?!/)|https://)\S+$", _("A path of this site, or https://…"))
        ],
    )

    own_panels: ClassVar[list[Any]] = [
        FieldPanel("requirements"),
        FieldPanel("steps"),
        FieldRowPanel([FieldPanel("fee"), FieldPanel("fee_ground")]),
        FieldRowPanel([FieldPanel("promised_days"), FieldPanel("measured")]),
        FieldPanel("where"),
        FieldPanel("apply_at"),
    ]
    own_panels_en: ClassVar[list[Any]] = [
        FieldPanel("requirements_en"),
        FieldPanel("steps_en"),
        FieldPanel("where_en"),
    ]
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("requirements"),
        index.SearchField("requirements_en"),
    ]
    parent_page_types: ClassVar[list[str]] = ROOMS
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With how long it really took lately."""
        actual = times_of(self.measured_id) if self.measured_id else None
        kept = None
        if actual is not None and self.promised_days is not None:
            kept = int(actual.share_within(self.promised_days) * 100)
        return super().get_context(request, *args, **kwargs) | {"actual": actual, "kept": kept}

    def clean(self) -> None:
        super().clean()
        if self.fee and not self.fee_ground:
            raise ValidationError(
                {"fee_ground": _("Name the law that sets this fee; else it is not official.")}
            )
        own = self.unit.path if self.unit is not None else ""
        if self.measured is not None and not self.measured.unit.path.startswith(own):
            raise ValidationError(
                {"measured": _("Choose a service of the unit of this page, or of one below it.")}
            )
