"""Documents of a request that are blacked out before they are given."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hubung.directory.models import Person
from hubung.disclosure.requests.models import Request
from hubung.kernel import clock
from hubung.kernel.sealed import Sealed


class State(models.TextChoices):
    """How far a document is."""

    OPEN = "open", _("Being marked")
    WAITING = "waiting", _("Being made")
    MADE = "made", _("File made")
    FAILED = "failed", _("Could not be made")


class Document(models.Model):
    """A document as the ministry holds it, sealed, and the file that was made of it.

    Nobody gets the sealed one but who replies to the request, page by page as pictures.
    """

    request = models.ForeignKey(Request, models.CASCADE, related_name="documents")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, db_index=True, help_text="Names the sealed bytes.")
    size = models.PositiveBigIntegerField(help_text="Bytes, before they were sealed.")
    pages = models.JSONField(help_text="[[width, height], …] in points.")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(null=True)
    made_name = models.CharField(max_length=200, blank=True)
    made_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    made_size = models.PositiveBigIntegerField(default=0)
    without_text = models.JSONField(default=list, help_text="Pages, counted from 0.")
    elsewhere = models.JSONField(
        default=list, help_text="Pages where a word stands still that was marked on another."
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="made_has_a_file", condition=~Q(state=State.MADE) | ~Q(made_sha256="")
            )
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"


class DocumentKey(Sealed):
    """The key of a sealed document; without it nobody can read that any more."""

    document = models.OneToOneField(
        Document, models.CASCADE, primary_key=True, related_name="key_row"
    )

    def __str__(self) -> str:
        return f"key of {self.document_id}"


class Mark(models.Model):
    """A place that is to be removed, in parts of the page's width and height."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="marks")
    page = models.PositiveSmallIntegerField(help_text="Counted from 0.")
    x = models.FloatField()
    y = models.FloatField()
    width = models.FloatField()
    height = models.FloatField()

    class Meta:
        ordering = ["page", "y", "x", "pk"]

    def __str__(self) -> str:
        return f"{self.document_id} p. {self.page + 1}"

    @property
    def percent(self) -> dict[str, float]:
        """As a style sheet and a form want it."""
        names = ("x", "y", "width", "height")
        return {name: round(getattr(self, name) * 100, 2) for name in names}
