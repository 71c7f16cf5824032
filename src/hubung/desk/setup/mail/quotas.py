"""`/desk/pengaturan/surel/ruang/`: how much room which post gives."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hubung.desk.setup.frame import mail_frame, status_of
from hubung.desk.setup.mail.forms import RoomForm
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.models import UnitKind
from hubung.mail import policies, services
from hubung.mail.models import QuotaRule


class QuotaForm(RoomForm):
    """A rule: for whom, and how much."""

    unit_kind = forms.ChoiceField(
        label=gettext_lazy("Unit"),
        choices=[("", gettext_lazy("Any unit")), *UnitKind.choices],
        required=False,
    )
    heads = forms.BooleanField(label=gettext_lazy("Only for who heads it"), required=False)
    field_order = ("unit_kind", "heads", "mebibytes")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def quotas(request: StaffRequest) -> HttpResponse:
    """Every rule, the form for another, and for another room by one that is there."""
    policies.require(policies.may_keep_mail(request.user))
    do, _mark, pk = request.POST.get("do", "").partition(":")
    form = QuotaForm(request.POST if do == "set" else None)
    if do == "end":
        rule = get_object_or_404(QuotaRule, pk=pk if pk.isdecimal() else 0)
        try:
            services.end_quota_rule(by=request.user, rule=rule)
        except services.MailError as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("The rule is gone. Mailboxes follow within a minute."))
        return redirect("desk:setup:mail_quotas")
    if form.is_valid():
        services.set_quota_rule(by=request.user, **form.cleaned_data)
        messages.success(request, _("The rule holds. Mailboxes follow within a minute."))
        return redirect("desk:setup:mail_quotas")
    services.keep_quota_rules()
    rules = QuotaRule.objects.order_by("unit_kind", "heads")
    context = {**mail_frame(request), "form": form, "rules": rules}
    return render(request, "desk/setup/mail/quotas.html", context, status=status_of(form))
