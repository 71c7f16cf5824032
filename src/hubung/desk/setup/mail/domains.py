"""`/desk/pengaturan/surel/domain/`: what mail is taken for."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hubung.desk.setup.frame import mail_frame, status_of
from hubung.desk.setup.mail.forms import DomainForm
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.mail import policies, services
from hubung.mail.models import Domain


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def domains(request: StaffRequest) -> HttpResponse:
    """Every domain with how many addresses it has, and the form for another one."""
    policies.require(policies.may_keep_mail(request.user))
    form = DomainForm(request.POST or None)
    if form.is_valid():
        try:
            made = services.add_domain(by=request.user, **form.cleaned_data)
        except services.MailError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("Mail for %(name)s is taken now.") % {"name": made.name})
            return redirect("desk:setup:mail_domains")
    context = {
        **mail_frame(request),
        "form": form,
        "domains": Domain.objects.select_related("alias_of").annotate(count=Count("addresses")),
    }
    return render(request, "desk/setup/mail/domains.html", context, status=status_of(form))
