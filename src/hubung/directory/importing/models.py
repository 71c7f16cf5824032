"""A file that somebody sent to be taken over, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hubung.kernel import clock
from hubung.kernel.sealed import Sealed


class ImportKind(models.TextChoices):
    UNITS = "units", _("Units")
    STAFF = "staff", _("Staff")


class ImportState(models.TextChoices):
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, waits for your word")
    FAULTY = "faulty", _("Checked, cannot be taken over")
    RUNNING = "running", _("Being taken over")
    DONE = "done", _("Taken over")
    FAILED = "failed", _("Failed, nothing was changed")


class ImportJob(models.Model):
    """One file on its way into the directory: checked first, taken over when somebody says so."""

    kind = models.CharField(max_length=8, choices=ImportKind)
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.CHECKING)
    report = models.JSONField(default=dict, help_text="`report.Report.as_dict()`.")
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="directory_imports"
    )
    asked_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "directory"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"

    @property
    def busy(self) -> bool:
        return self.state in (ImportState.CHECKING, ImportState.RUNNING)


class ImportFile(Sealed):
    """The file as it was sent, as long as it is needed: it may hold the NIP of everybody."""

    job = models.OneToOneField(ImportJob, models.CASCADE, primary_key=True, related_name="file")

    class Meta:
        app_label = "directory"

    def __str__(self) -> str:
        return str(self.job)
