"""The pages of an import: send a file, read what it would do, say yes."""

from __future__ import annotations

import csv

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hubung.directory import policies
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.importing import jobs
from hubung.directory.importing.columns import BY_KIND
from hubung.directory.importing.forms import ImportForm
from hubung.directory.importing.models import ImportJob, ImportKind
from hubung.directory.importing.report import CHANGED, CLOSED, CREATED, MISSING, Report
from hubung.directory.services import DirectoryError

_RECENT = 20


@staff_required
@require_http_methods(["GET", "POST"])
def start(request: StaffRequest) -> HttpResponse:
    """Send a file; below it the imports of late."""
    policies.require(policies.may_import(request.user))
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
        job = jobs.start_import(
            by=request.user,
            file_name=file.name,
            content=file.read(),
            kind=ImportKind(kind) if kind else None,
        )
        return redirect("directory_import_job", pk=job.pk)
    context = {
        "form": form,
        "recent": ImportJob.objects.select_related("asked_by").defer("report")[:_RECENT],
        "kinds": [(kind, [(c.names[0], c.required) for c in BY_KIND[kind]]) for kind in ImportKind],
    }
    return render(
        request, "directory/import_start.html", context, status=422 if form.errors else 200
    )


@staff_required
@require_GET
def show(request: StaffRequest, pk: int) -> HttpResponse:
    """How far a file is, what is wrong with it, what it changes."""
    policies.require(policies.may_import(request.user))
    job = get_object_or_404(ImportJob.objects.select_related("asked_by"), pk=pk)
    report = Report.from_dict(job.report) if job.report else None
    context: dict[str, object] = {"job": job, "report": report}
    if report is not None and report.ok:
        context["parts"] = [
            (action, title, report.counts[action], _of(report, action))
            for action, title in (
                (CREATED, pgettext("import", "New")),
                (CHANGED, pgettext("import", "Changed")),
                (CLOSED, pgettext("import", "Closed")),
                (MISSING, pgettext("import", "Not in the file, left as they are")),
            )
            if report.counts[action]
        ]
    return render(request, "directory/import_job.html", context)


def _of(report: Report, action: str) -> list[object]:
    return [change for change in report.changes if change.action == action]


@staff_required
@require_POST
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a checked file over."""
    try:
        jobs.confirm_import(by=request.user, job=get_object_or_404(ImportJob, pk=pk))
    except DirectoryError as error:
        messages.warning(request, str(error))
    return redirect("directory_import_job", pk=pk)


@staff_required
@require_GET
def sample(request: StaffRequest, kind: str) -> HttpResponse:
    """An empty table with every column that is read, as Indonesian spreadsheets open it."""
    if kind not in ImportKind.values:
        raise Http404
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{kind}.csv"'},
    )
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(column.names[0] for column in BY_KIND[ImportKind(kind)])
    return response
