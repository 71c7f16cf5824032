"""`/desk/pengaturan/surel/nama/`: names before the `@` that no person gets."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hubung.channels.web.forms import Text
from hubung.desk.setup.frame import mail_frame, status_of
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.mail import policies, services
from hubung.mail.models import ReservedName
from hubung.mail.names import RESERVED


class NameForm(forms.Form):
    """A name to keep, and why."""

    name = forms.CharField(
        label=gettext_lazy("Name before the @"),
        max_length=64,
        error_messages={"required": gettext_lazy("Write the name.")},
    )
    reason = Text(
        label=gettext_lazy("Reason"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say why, so that it can be understood later.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def names(request: StaffRequest) -> HttpResponse:
    """Those of the ministry, which come and go, and those of the standards, which stay."""
    policies.require(policies.may_keep_mail(request.user))
    do, _mark, pk = request.POST.get("do", "").partition(":")
    form = NameForm(request.POST if do == "reserve" else None)
    if do == "free":
        kept = get_object_or_404(ReservedName, pk=pk if pk.isdecimal() else 0)
        services.free_name(by=request.user, reserved=kept)
        messages.success(request, _("The name is free again."))
        return redirect("desk:setup:mail_names")
    if form.is_valid():
        try:
            made = services.reserve_name(by=request.user, **form.cleaned_data)
        except services.MailError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("No person gets “%(name)s”.") % {"name": made.name})
            return redirect("desk:setup:mail_names")
    context = {
        **mail_frame(request),
        "form": form,
        "kept": ReservedName.objects.all(),
        "always": sorted(RESERVED),
    }
    return render(request, "desk/setup/mail/names.html", context, status=status_of(form))
