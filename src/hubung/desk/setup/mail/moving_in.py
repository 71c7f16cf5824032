"""`/desk/pengaturan/surel/impor/`: from the staff file to mailboxes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hubung.desk.setup.frame import mail_frame, status_of
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.importing import jobs
from hubung.directory.importing.forms import ImportForm
from hubung.directory.importing.models import ImportJob, ImportKind
from hubung.mail import policies, services
from hubung.mail.models import Round, RoundState

_RECENT = 5


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def moving_in(request: StaffRequest) -> HttpResponse:
    """A file goes to the directory, checked first; then the mail is brought in line with it."""
    policies.require(policies.may_keep_mail(request.user))
    do = request.POST.get("do", "")
    form = ImportForm(*((request.POST, request.FILES) if do == "file" else ()))
    if form.is_valid():
        file, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
        job = jobs.start_import(
            by=request.user,
            file_name=file.name,
            content=file.read(),
            kind=ImportKind(kind) if kind else None,
        )
        return redirect("directory_import_job", pk=job.pk)
    if do in ("try", "do"):
        try:
            services.ask_round(by=request.user, dry_run=do == "try")
        except services.MailError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("Everybody is being looked at."))
        return redirect("desk:setup:mail_import")
    last = Round.objects.select_related("asked_by").first()
    context = {
        **mail_frame(request),
        "form": form,
        "recent": ImportJob.objects.select_related("asked_by").defer("report")[:_RECENT],
        "last": last,
        "working": last is not None and last.state == RoundState.WORKING,
        "counts": last.report.get("counts", {}) if last else {},
        "problems": last.report.get("problems", []) if last else [],
        "changes": last is not None and any(last.report.get("counts", {}).values()),
        "count": last.report.get("count", 0) if last else 0,
    }
    return render(request, "desk/setup/mail/moving_in.html", context, status=status_of(form))
