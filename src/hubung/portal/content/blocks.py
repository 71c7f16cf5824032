"""What a page is made of: text, pictures, notices. Nothing that is fetched from elsewhere."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

TEXT = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
PLAIN = ["bold", "italic", "ol", "ul", "link", "document-link"]


class FigureBlock(blocks.StructBlock):
    picture = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(required=False, max_length=300, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "content/blocks/figure.html"


class NoticeBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        choices=[("", _("Note")), ("warn", _("Mind this")), ("danger", _("Danger"))],
        required=False,
        label=_("Kind"),
    )
    title = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    text = blocks.RichTextBlock(features=PLAIN, label=_("Text of the page"))

    class Meta:
        icon = "warning"
        label = _("Notice")
        template = "content/blocks/notice.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    text = blocks.RichTextBlock(
        features=TEXT, label=_("Text of the page"), template="content/blocks/text.html"
    )
    picture = FigureBlock()
    notice = NoticeBlock()

    class Meta:
        required = False


class StepBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=120, label=_("What happens"))
    who = blocks.CharBlock(required=False, max_length=120, label=_("Who does it"))
    time = blocks.CharBlock(required=False, max_length=60, label=_("How long"))

    class Meta:
        icon = "list-ol"
        label = _("Step")


class StepsBlock(blocks.StreamBlock):
    step = StepBlock()

    class Meta:
        required = False


class LinkBlock(blocks.StructBlock):
    """A link within this site, in both languages."""

    words = blocks.CharBlock(max_length=60, label=_("Words"))
    words_en = blocks.CharBlock(required=False, max_length=60, label=_("Words in English"))
    address = blocks.RegexBlock(
        regex=r"^/(?!/)[^\s]*$",
        error_messages={"invalid": _("An address of this site, beginning with /.")},
        label=_("Address"),
    )

    class Meta:
        icon = "link"
        label = _("A link")


class LinksBlock(blocks.StreamBlock):
    link = LinkBlock()

    class Meta:
        required = False
