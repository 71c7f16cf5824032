"""Pictures and documents of editors, in the file store."""

from __future__ import annotations

from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, WagtailImageField

from hubung.directory.models import Person


def portal_files() -> Storage:
    return storages["portal"]


def _uploader() -> models.ForeignKey[Person | None, Person | None]:
    """Wagtail's field, without a way back: a person is not known by what they uploaded."""
    field = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    field.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    return field


class Picture(AbstractImage):
    """A picture. What it shows is said where it is used, since that depends on why it is there."""

    file = WagtailImageField(
        verbose_name=_("file"),
        upload_to="pictures",
        storage=portal_files,
        width_field="width",
        height_field="height",
    )

    uploaded_by_user = _uploader()

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def get_upload_to(self, filename: str) -> str:
        return filename


class Size(AbstractRendition):
    """A picture in a size that a page asked for."""

    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="size_once", fields=["image", "filter_spec", "focal_point_key"]
            )
        ]


class Paper(AbstractDocument):
    """A document to be handed out, byte for byte as it was signed."""

    file = models.FileField(verbose_name=_("file"), upload_to="papers", storage=portal_files)

    uploaded_by_user = _uploader()

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
