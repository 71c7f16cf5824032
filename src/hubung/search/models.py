"""What is public and can be found, and the words that it is written in."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hubung.directory.models import Sector, Unit


class PublicKind(models.TextChoices):
    """What a thing is; the values stand in addresses."""

    SERVICE = "layanan", pgettext_lazy("kind", "Service")
    INFORMATION = "informasi", pgettext_lazy("kind", "Information register")
    ANSWER = "jawaban", pgettext_lazy("kind", "Answered request")
    DATA = "data", pgettext_lazy("kind", "Data set")
    DOCUMENT = "dokumen", pgettext_lazy("kind", "Document")
    ANNOUNCEMENT = "pengumuman", pgettext_lazy("kind", "Announcement")
    NEWS = "kabar", pgettext_lazy("kind", "News")
    EVENT = "acara", pgettext_lazy("kind", "Event")
    AGENDA = "agenda", pgettext_lazy("kind", "Agenda of officials")
    PAGE = "halaman", pgettext_lazy("kind", "Page")
    UNIT = "unit", pgettext_lazy("kind", "Unit")


class Item(models.Model):
    """One public thing. There is no row for what is hidden, a draft, taken back or exempted.

    Its words stand in `search_words` under its `position`, which falls from what people look for
    first to what they hardly do: an index reads it from above and may stop.
    """

    source = models.CharField(max_length=20, help_text="Who vouches for it (`search.sources`).")
    key = models.BigIntegerField(help_text="Its id there.")
    version = models.CharField(max_length=200, help_text="What it was made from.")
    kind = models.CharField(max_length=12, choices=PublicKind)
    address = models.CharField(max_length=500, help_text="Path on this site.")
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    text = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    sector = models.CharField(max_length=8, choices=Sector, blank=True)
    unit: models.ForeignKey[Unit | None, Unit | None] = models.ForeignKey(
        Unit, models.SET_NULL, null=True, related_name="+"
    )
    day = models.DateField(null=True, help_text="Null: it holds always, as a service does.")
    position = models.BigIntegerField(unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="found_once", fields=["source", "key"])]
        verbose_name = _("thing that can be found")

    def __str__(self) -> str:
        return f"{self.source}:{self.key}"

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """All that it says, and in which language."""
        return (
            ("id", self.title),
            ("en", self.title_en),
            ("id", self.summary),
            ("en", self.summary_en),
            ("id", self.text),
            ("en", self.text_en),
        )

    def said(self, field: str, language: str) -> Any:
        """Title or summary in a language; in Indonesian where there is no other."""
        return (getattr(self, f"{field}_en") if language == "en" else "") or getattr(self, field)


class Word(models.Model):
    """A word of public things, as it is written but folded, and how many of them have it."""

    word = models.CharField(max_length=40, unique=True)
    stem = models.CharField(max_length=40)
    items = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["stem"], name="word_stem")]

    def __str__(self) -> str:
        return self.word


class Slip(models.Model):
    """A word with one letter left out: two words that are a slip apart share one of these."""

    letters = models.CharField(max_length=40)
    word = models.ForeignKey(Word, models.CASCADE, related_name="slips", db_index=True)

    class Meta:
        indexes = [models.Index(fields=["letters"], name="slip_letters")]

    def __str__(self) -> str:
        return self.letters
