"""`/akun/surel/`: a person's own mailbox: its devices, addresses and forwards."""

from __future__ import annotations

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hubung.directory.models import Person
from hubung.mail import policies, queries, services
from hubung.mail.forms import DeviceForm, ForwardForm
from hubung.mail.models import Account, AccountState, HeldState, OwnRules
from hubung.mail.programs import settings_for

_FORM = ("GET", "HEAD", "POST")


@login_required
@never_cache
@require_http_methods(_FORM)
def own(request: HttpRequest) -> HttpResponse:
    """The mailbox as its owner sees it; what is done is named by the button that was pressed."""
    account = Account.objects.filter(person=cast(Person, request.user)).first()
    if account is None:
        return render(request, "mail/none.html")
    do, _mark, pk = request.POST.get("do", "").partition(":")
    form = ForwardForm(request.POST if do == "forward" else None)
    if do == "forward" and form.is_valid():
        try:
            services.add_forward(by=account.person, account=account, **form.cleaned_data)
        except services.MailError as error:
            form.add_error("target", str(error))
        else:
            messages.success(request, _("Your mail is forwarded."))
            return redirect("mail:own")
    elif do in ("revoke", "end"):
        messages.success(request, _done(account, do, int(pk) if pk.isdecimal() else 0))
        return redirect("mail:own")
    return _page(request, account, form)


def _done(account: Account, do: str, pk: int) -> str:
    """Needs no password: whoever is in doubt should be quick."""
    if do == "revoke":
        device = get_object_or_404(account.app_passwords.select_related("account"), pk=pk)
        services.revoke_app_password(by=account.person, device=device)
        return _("“%(name)s” cannot sign in any more.") % {"name": device.name}
    forward = get_object_or_404(account.forwards, pk=pk)
    services.end_forward(by=account.person, forward=forward)
    return _("Mail is no longer forwarded to %(target)s.") % {"target": forward.target}


def _page(request: HttpRequest, account: Account, form: ForwardForm) -> HttpResponse:
    _services, used = queries.uses_of(account)
    devices = account.app_passwords.filter(revoked_at=None)
    context = {
        "account": account,
        "devices": [(device, used.get(device.pk)) for device in devices],
        "addresses": account.addresses.exclude(address=account.login),
        "moderates": policies.groups_moderated_by(cast(Person, request.user)),
        "shared": account.person.shared_mailboxes.select_related("mailbox")
        if account.person
        else (),
        "forwards": account.forwards.order_by("pk"),
        "form": form,
        "rules": OwnRules.objects.filter(account=account).first(),
        "in_use": account.state == AccountState.ACTIVE,
        "programs": settings_for(request, account),
        "held": account.held_copies.filter(state=HeldState.HELD).count(),
        "stop": account.sending_stops.filter(released_at=None).first(),
    }
    return render(request, "mail/own.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(_FORM)
def add_device(request: HttpRequest) -> HttpResponse:
    """A password for a mail program. A stolen session must not get one: it is asked who it is."""
    return cast(HttpResponse, reauthentication_required(_add_device)(request))


def _add_device(request: HttpRequest) -> HttpResponse:
    """The form, or the password, shown this once."""
    account = Account.objects.filter(person=cast(Person, request.user)).first()
    if account is None:
        return redirect("mail:own")
    form = DeviceForm(request.POST or None)
    if form.is_valid():
        try:
            device, secret = services.make_app_password(
                account=account, name=form.cleaned_data["name"]
            )
        except services.MailError as error:
            form.add_error("name", str(error))
        else:
            context = {
                "account": account,
                "device": device,
                "secret": secret,
                "programs": settings_for(request, account),
            }
            return render(request, "mail/device_made.html", context)
    return render(request, "mail/device.html", {"form": form}, status=422 if form.errors else 200)
