"""`/desk/pengaturan/surel/pengiriman/`: who was stopped from sending, and how much one may send."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hubung.channels.web.forms import Text
from hubung.desk.setup.forms.fields import day_field
from hubung.desk.setup.forms.people import ReasonForm
from hubung.desk.setup.frame import mail_frame, status_of
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.models import today
from hubung.mail import policies, services
from hubung.mail.models import Account, Excess, SendingLimit, SendingStop

#: Stops shown; the youngest first. Released ones stay for as long as they are among these.
_SHOWN = 50


def _most(excess: Excess) -> forms.IntegerField:
    return forms.IntegerField(
        label=excess.label[:1].upper() + excess.label[1:],
        min_value=1,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={
            "required": gettext_lazy("Write a number."),
            "invalid": gettext_lazy("Write a whole number."),
            "min_value": gettext_lazy("Write at least 1."),
            "max_value": gettext_lazy("Write at most 1,000,000."),
        },
    )


class SendingLimitForm(forms.Form):
    """How much everybody, or one account, may send from a day on."""

    account = forms.CharField(
        label=gettext_lazy("Account"),
        help_text=gettext_lazy("Its mail address; empty: everybody without a limit of their own."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(),
    )
    source = Text(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("The rule, decree or reason that it comes from."),
        max_length=200,
        error_messages={"required": gettext_lazy("Name the rule, decree or reason.")},
    )
    valid_from = day_field(gettext_lazy("Holds from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for excess in Excess:
            self.fields[excess.value] = _most(excess)
        self.order_fields(["account", *Excess.values, "source", "valid_from"])

    def clean_account(self) -> Account | None:
        login = self.cleaned_data["account"].strip().lower()
        if not login:
            return None
        found = Account.objects.filter(login=login).first()
        if found is None:
            raise forms.ValidationError(_("There is no mail account with this address."))
        return found


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_required
def sending(request: StaffRequest) -> HttpResponse:
    """What is done is named by the button that was pressed."""
    policies.require(policies.may_see_accounts(request.user))
    do, _mark, thing = request.POST.get("do", "").partition(":")
    form = SendingLimitForm(request.POST if do == "add" else None, initial=_initial())
    reason = ReasonForm(request.POST if do == "release" else None)
    pk = int(thing) if thing.isdecimal() else 0
    sent = {"add": form, "release": reason, "end": forms.Form({})}.get(do)
    if sent is not None and sent.is_valid():
        try:
            messages.success(request, _done(request, do, pk, sent))
        except services.MailError as error:
            if do == "end":
                messages.warning(request, str(error))
                return redirect("desk:setup:mail_sending")
            sent.add_error(None, str(error))
        else:
            return redirect("desk:setup:mail_sending")
    seen = policies.accounts_seen_by(request.user)
    stops = SendingStop.objects.filter(account__in=Account.objects.filter(seen))
    context = {
        **mail_frame(request),
        "stops": stops.filter(released_at=None).select_related("account__person", "account__unit"),
        "past": stops.exclude(released_at=None).select_related("account__person", "released_by")[
            :_SHOWN
        ],
        "limits": [(limit, limit.holds_on(today())) for limit in _limits(request)],
        "today": today(),
        "form": form,
        "reason": reason,
        "at": pk,
    }
    return render(request, "desk/setup/mail/sending.html", context, status=status_of(form, reason))


def _done(request: StaffRequest, do: str, pk: int, form: forms.Form) -> str:
    """Carry it out; returns the word about it. Raises MailError, PermissionDenied."""
    by, said = request.user, form.cleaned_data
    if do == "release":
        seen = Account.objects.filter(policies.accounts_seen_by(by))
        account = get_object_or_404(seen.select_related("person__unit", "unit"), pk=pk)
        services.release_sending(by=by, account=account, reason=said["reason"])
        return _("%(login)s may send again.") % {"login": account.login}
    if do == "add":
        services.set_sending_limit(by=by, **said)
        return _("The limit is kept.")
    policies.require(policies.may_keep_mail(by))
    services.end_sending_limit(by=by, limit=get_object_or_404(SendingLimit, pk=pk))
    return _("The limit is ended.")


def _initial() -> dict[str, Any]:
    """What holds for everybody, to be changed from today on."""
    everybody = SendingLimit.objects.filter(account=None, valid_from__lte=today()).first()
    figures = {name: getattr(everybody, name) for name in Excess.values} if everybody else {}
    return {"valid_from": today(), **figures}


def _limits(request: StaffRequest) -> list[SendingLimit]:
    """Everybody's, then accounts' own; those that are over only as far as they are of interest."""
    own = Q(account=None) | Q(valid_to=None) | Q(valid_to__gt=today())
    if not policies.may_keep_mail(request.user):
        own = Q(account=None)
    found = SendingLimit.objects.filter(own).select_related("account")
    return sorted(found, key=lambda limit: limit.account.login if limit.account else "")
