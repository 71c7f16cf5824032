"""The catalogue of open data: what there is, in which versions, and what is wrong with it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hubung.cases.choices import OPEN
from hubung.cases.models import Case
from hubung.directory.models import Unit
from hubung.kernel import clock


class Licence(models.TextChoices):
    CC_BY = "CC-BY-4.0", _("Creative Commons Attribution 4.0")
    CC0 = "CC0-1.0", _("No rights reserved (CC0)")


LICENCE_ADDRESSES = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}


class Frequency(models.TextChoices):
    """How often it is renewed; the codes are those of the European frequency list."""

    DAILY = "DAILY", _("daily")
    MONTHLY = "MONTHLY", _("monthly")
    ANNUAL = "ANNUAL", _("yearly")
    IRREGULAR = "IRREG", _("when something changes")


class DataSet(models.Model):
    """One data set, whatever its versions."""

    slug = models.SlugField(max_length=60, unique=True)
    source = models.CharField(
        max_length=40, blank=True, help_text="What makes it (`opendata.sources`); empty: people do."
    )
    title = models.CharField(max_length=150)
    title_en = models.CharField(max_length=150)
    description = models.TextField()
    description_en = models.TextField()
    keywords = models.JSONField(default=list)
    publisher = models.ForeignKey(Unit, models.PROTECT, related_name="data_sets")
    contact = models.EmailField(blank=True)
    licence = models.CharField(max_length=12, choices=Licence, default=Licence.CC_BY)
    frequency = models.CharField(max_length=8, choices=Frequency)
    begins_on = models.DateField(null=True, blank=True, help_text="The first day that it tells of.")
    ends_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now, help_text="Its youngest version.")

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.slug

    @property
    def licence_address(self) -> str:
        return LICENCE_ADDRESSES[Licence(self.licence)]


class Version(models.Model):
    """What a data set said from a moment on. It stays readable when there is a younger one."""

    data_set = models.ForeignKey(DataSet, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=clock.now)
    rows = models.PositiveIntegerField()
    schema = models.JSONField(help_text="Table Schema of its columns.")

    class Meta:
        constraints = [models.UniqueConstraint(name="version_once", fields=["data_set", "number"])]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.data_set} {self.number}"


class Distribution(models.Model):
    """A version as a file; the content stands in the file store under its SHA-256."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="distributions")
    name = models.CharField(max_length=20, help_text="As `data.csv`.")
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(help_text="Bytes.")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="distribution_once", fields=["version", "name"])
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.version} {self.name}"


class CatalogueFile(models.Model):
    """The whole catalogue as DCAT-AP, in one notation: written when something changes, and read
    from here, since to write it takes seconds."""

    name = models.CharField(max_length=20, primary_key=True, help_text="As `katalog.ttl`.")
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.name


class Problem(models.Model):
    """Somebody says that a data set is wrong: a case at its publisher, whose state is public."""

    data_set = models.ForeignKey(DataSet, models.CASCADE, related_name="problems")
    case = models.OneToOneField(Case, models.PROTECT, related_name="data_problem")
    told_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-told_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.data_set} {self.told_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether it is being worked on; of a case that became protected nothing more is told."""
        return self.case.confidential or self.case.status in OPEN
