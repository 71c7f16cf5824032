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


class _NamedBlock(blocks.StructBlock):
    """Something that an answer may lead to, by its short name."""

    name = blocks.RegexBlock(
        regex=r"^[a-z0-9-]{1,40}$",
        error_messages={"invalid": _("Small letters, figures and hyphens, as late-flight.")},
        label=_("Short name"),
        help_text=_("Answers lead here by this name; readers do not see it."),
    )
    words = blocks.CharBlock(max_length=200, label=_("Words"))
    words_en = blocks.CharBlock(required=False, max_length=200, label=_("Words in English"))


class AnswerBlock(blocks.StructBlock):
    words = blocks.CharBlock(max_length=120, label=_("Words of the answer"))
    words_en = blocks.CharBlock(
        required=False, max_length=120, label=_("Words of the answer, in English")
    )
    leads_to = blocks.CharBlock(
        required=False,
        max_length=40,
        label=_("Leads to"),
        help_text=_("The short name of what comes then, further down. Empty: what comes next."),
    )


class QuestionBlock(_NamedBlock):
    hint = blocks.CharBlock(required=False, max_length=300, label=_("Hint"))
    hint_en = blocks.CharBlock(required=False, max_length=300, label=_("Hint in English"))
    answers = blocks.ListBlock(AnswerBlock(), min_num=2, max_num=8, label=_("Answers"))

    class Meta:
        icon = "help"
        label = _("Question")


class OutcomeBlock(_NamedBlock):
    text = blocks.RichTextBlock(features=PLAIN, label=_("Text of the page"))
    text_en = blocks.RichTextBlock(
        required=False, features=PLAIN, label=_("Text of the page in English")
    )

    class Meta:
        icon = "tick"
        label = _("Result")


class FlowBlock(blocks.StreamBlock):
    """Questions, and the results they lead to."""

    question = QuestionBlock()
    outcome = OutcomeBlock()

    class Meta:
        required = False


class GuideStepBlock(blocks.StructBlock):
    words = blocks.CharBlock(max_length=120, label=_("What to do"))
    words_en = blocks.CharBlock(required=False, max_length=120, label=_("What to do, in English"))
    text = blocks.RichTextBlock(required=False, features=PLAIN, label=_("Text of the page"))
    text_en = blocks.RichTextBlock(
        required=False, features=PLAIN, label=_("Text of the page in English")
    )

    class Meta:
        icon = "list-ol"
        label = _("Step")


class GuideStepsBlock(blocks.StreamBlock):
    step = GuideStepBlock()

    class Meta:
        required = False
