"""An import by a page: sent, checked in the background, confirmed, taken over in the background."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from hubung.directory import policies
from hubung.directory.importing.models import ImportFile, ImportJob, ImportKind, ImportState
from hubung.directory.importing.report import Report
from hubung.directory.importing.service import import_content
from hubung.directory.models import Person
from hubung.directory.services import DirectoryError
from hubung.kernel import clock, sealed

log = logging.getLogger(__name__)


@transaction.atomic
def start_import(
    *, by: Person, file_name: str, content: bytes, kind: ImportKind | None
) -> ImportJob:
    """Keep a file and have it checked; nothing is taken over yet."""
    policies.require(policies.may_import(by))
    job = ImportJob.objects.create(kind=kind or "", file_name=file_name[:200], asked_by=by)
    file = ImportFile(job=job)
    file.put(content, sealed.current())
    file.save(force_insert=True)
    work_on.enqueue(job.pk)
    return job


@transaction.atomic
def confirm_import(*, by: Person, job: ImportJob) -> ImportJob:
    """Take over a file that was checked. Raises DirectoryError when it isn't waiting for that."""
    policies.require(policies.may_import(by))
    job = ImportJob.objects.select_for_update().get(pk=job.pk)
    if job.state != ImportState.CHECKED:
        raise DirectoryError(
            _("This file is “%(state)s”; it can't be taken over now.")
            % {"state": job.get_state_display()}
        )
    job.state, job.rows_done = ImportState.RUNNING, 0
    job.save(update_fields=["state", "rows_done"])
    work_on.enqueue(job.pk)
    return job


@task()
def work_on(job_id: int) -> None:
    """Check or take over, whichever the job waits for. Safe to run again: it is one transaction."""
    job = ImportJob.objects.select_related("asked_by").get(pk=job_id)
    if not job.busy:
        return
    with override(job.asked_by.language):
        try:
            _work(job)
        except Exception:
            log.exception("an import failed", extra={"import": job.pk})
            _finish(job, ImportState.FAILED, None)


def _work(job: ImportJob) -> None:
    checking = job.state == ImportState.CHECKING

    def progress(rows: int) -> None:
        ImportJob.objects.filter(pk=job.pk).update(rows_done=rows)

    report = import_content(
        job.file.take(),
        kind=ImportKind(job.kind) if job.kind else None,
        dry_run=checking,
        by=job.asked_by,
        progress=progress,
    )
    if not report.ok:
        _finish(job, ImportState.FAULTY, report)
    elif checking and report.changes_anything:
        job.kind, job.rows_total = report.kind, report.rows
        job.report, job.state = report.as_dict(), ImportState.CHECKED
        job.save(update_fields=["kind", "rows_total", "report", "state"])
    else:
        _finish(job, ImportState.DONE, report)


def _finish(job: ImportJob, state: ImportState, report: Report | None) -> None:
    """The file itself is not needed any more, and holds personal data."""
    ImportFile.objects.filter(job=job).delete()
    if report is not None:
        job.report, job.kind, job.rows_total = report.as_dict(), report.kind, report.rows
    job.state, job.finished_at = state, clock.now()
    job.save(update_fields=["report", "kind", "rows_total", "state", "finished_at"])
