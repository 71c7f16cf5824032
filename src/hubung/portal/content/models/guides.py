"""Guides: steps one after the other, or questions that lead to what holds for the reader."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.fields import StreamField
from wagtail.search import index

from hubung.portal.content import flows
from hubung.portal.content.blocks import FlowBlock, GuideStepsBlock
from hubung.portal.content.models.articles import ROOMS
from hubung.portal.content.models.base import ContentPage

#: Name in the address of each answer so far, and of how many there were when one was asked for.
ANSWER, ASKED = "jawab", "sampai"
_FAULTS = {
    "twice": _("Another one has this short name already."),
    "nowhere": _("An answer leads to nothing further down: look at the short names."),
    "end": _("After the last question comes a result: add one below it."),
}


class GuidePage(ContentPage):
    """Built by an editor alone. It works without a script: every answer is an address."""

    steps = StreamField(GuideStepsBlock(), verbose_name=_("steps"), blank=True)
    flow = StreamField(
        FlowBlock(),
        verbose_name=_("questions and results"),
        blank=True,
        help_text=_("The first one is asked first. Each answer leads further down."),
    )

    own_panels: ClassVar[list[Any]] = [FieldPanel("steps"), FieldPanel("flow")]
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("steps"),
        index.SearchField("flow"),
    ]
    parent_page_types: ClassVar[list[str]] = ROOMS
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def clean(self) -> None:
        super().clean()
        if found := flows.faults(self.flow):
            errors = {at: ValidationError(_FAULTS[fault]) for at, fault in found.items()}
            raise ValidationError({"flow": StreamBlockValidationError(block_errors=errors)})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        standing = flows.stand(self.flow, request.GET.getlist(ANSWER))
        asked = request.GET.get(ASKED)
        return super().get_context(request, *args, **kwargs) | {
            "standing": standing,
            "parts": flows.laid_out(self.flow),
            "answer_name": ANSWER,
            "asked_name": ASKED,
            # The button was pressed, and nothing was chosen.
            "unanswered": asked is not None and asked == str(len(standing.answers)),
        }
