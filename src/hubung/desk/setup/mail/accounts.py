"""`/desk/pengaturan/surel/`: mail accounts, found among tens of thousands; one of them in full."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hubung.desk.setup.forms.people import ReasonForm
from hubung.desk.setup.frame import mail_frame, status_of
from hubung.desk.setup.mail.forms import AddressForm, CloseForm, RoomForm, SharedForm, ShareForm
from hubung.desk.setup.mail.listing import COUNTED, Sought, listing
from hubung.directory.accounts.access import StaffRequest, staff_required
from hubung.directory.models import today
from hubung.directory.queries import open_units
from hubung.mail import policies, queries, services
from hubung.mail.forms import ForwardForm
from hubung.mail.models import Account, AccountState
from hubung.mail.models.account import MEBIBYTE

_FORM = ("GET", "HEAD", "POST")


@require_safe
@never_cache
@staff_required
def accounts(request: StaffRequest) -> HttpResponse:
    """Sought by name or address, state and unit; nobody counts all of them."""
    policies.require(policies.may_see_accounts(request.user))
    sought = Sought.of(request.GET)
    context = {
        **mail_frame(request),
        "sought": sought,
        "listing": listing(request.user, sought),
        "counted": COUNTED,
        "states": AccountState.choices,
        "keeps_all": policies.may_keep_mail(request.user),
    }
    return render(request, "desk/setup/mail/accounts.html", context)


@require_http_methods(_FORM)
@never_cache
@staff_required
def add_shared(request: StaffRequest) -> HttpResponse:
    """A shared mailbox."""
    policies.require(policies.may_keep_mail(request.user))
    form = SharedForm(request.POST or None, units=open_units().order_by("path"))
    if form.is_valid():
        try:
            made = services.open_shared(by=request.user, **form.cleaned_data)
        except services.MailError as error:
            form.add_error("address", str(error))
        else:
            messages.success(request, _("The shared mailbox is open. Say who works with it."))
            return redirect("desk:setup:mail_account", made.pk)
    context = {**mail_frame(request), "form": form}
    return render(request, "desk/setup/mail/shared.html", context, status=status_of(form))


@require_http_methods(_FORM)
@never_cache
@staff_required
def account(request: StaffRequest, pk: int) -> HttpResponse:
    """One account; what is done is named by the button that was pressed."""
    policies.require(policies.may_see_accounts(request.user))
    seen = Account.objects.filter(policies.accounts_seen_by(request.user))
    found = get_object_or_404(seen.select_related("person__unit", "unit"), pk=pk)
    do, _mark, thing = request.POST.get("do", "").partition(":")
    if do == "link" and policies.may_activate(request.user, found):
        return _hand_link(request, found)
    form = _forms(request, found, do).get(do)
    if form is not None and form.is_valid():
        try:
            messages.success(request, _done(request, found, do, thing, form))
        except services.MailError as error:
            form.add_error(None, str(error))
        else:
            return redirect("desk:setup:mail_account", pk)
    return _page(request, found, do, form)


def _hand_link(request: StaffRequest, account: Account) -> HttpResponse:
    """A new link, shown this once."""
    try:
        link = services.make_link(by=request.user, account=account)
    except services.MailError as error:
        messages.error(request, str(error))
        return redirect("desk:setup:mail_account", account.pk)
    context = {**mail_frame(request), "account": account, "link": link}
    return render(request, "desk/setup/mail/link.html", context)


def _forms(request: StaffRequest, account: Account, do: str = "") -> dict[str, Form]:
    """By what they do; only the one that was sent is checked."""

    def sent(name: str) -> Any:
        return request.POST if do == name else None

    room = {"mebibytes": account.quota_bytes // MEBIBYTE}
    return {
        "suspend": ReasonForm(sent("suspend"), auto_id="suspend_%s"),
        "resume": ReasonForm(sent("resume"), auto_id="resume_%s"),
        "close": CloseForm(sent("close"), initial={"on": today()}, auto_id="close_%s"),
        "room": RoomForm(sent("room"), initial=room, auto_id="room_%s"),
        "give": AddressForm(sent("give"), auto_id="give_%s"),
        "forward": ForwardForm(sent("forward"), auto_id="forward_%s"),
        "share": ShareForm(sent("share"), auto_id="share_%s"),
        "take": Form(sent("take")),
        "revoke": Form(sent("revoke")),
        "end": Form(sent("end")),
        "unshare": Form(sent("unshare")),
    }


def _done(request: StaffRequest, account: Account, do: str, thing: str, form: Form) -> str:
    """Carry it out; returns the word about it. Raises MailError, PermissionDenied."""
    said, by = form.cleaned_data, request.user
    pk = int(thing) if thing.isdecimal() else 0
    match do:
        case "suspend":
            services.suspend(by=by, account=account, reason=said["reason"])
            return _("Suspended. Whoever was signed in is signed out; mail still comes in.")
        case "resume":
            services.resume(by=by, account=account, reason=said["reason"])
            return _("The account goes on. Mail programs need new passwords.")
        case "close":
            services.close_on(by=by, account=account, day=said["on"], reason=said["reason"])
            return _("The account closes on that day. What is in it stays.")
        case "room":
            services.set_quota(by=by, account=account, mebibytes=said["mebibytes"])
            return _("The room is changed.")
        case "give":
            services.give_address(by=by, address=said["address"], account=account)
            return _("The address leads here now.")
        case "take":
            services.take_address(by=by, address=get_object_or_404(account.addresses, pk=pk))
            return _("The address is free again.")
        case "forward":
            services.add_forward(by=by, account=account, **said)
            return _("Mail is forwarded.")
        case "end":
            services.end_forward(by=by, forward=get_object_or_404(account.forwards, pk=pk))
            return _("Mail is no longer forwarded there.")
        case "share":
            said.pop("address")
            services.share(by=by, mailbox=account, **said)
            return _("%(name)s works with this mailbox now.") % {"name": said["person"].name}
        case "unshare":
            services.unshare(by=by, right=get_object_or_404(account.rights, pk=pk))
            return _("Taken back.")
    services.revoke_app_password(by=by, device=get_object_or_404(account.app_passwords, pk=pk))
    return _("Revoked. This program cannot sign in any more.")


def _page(request: StaffRequest, account: Account, do: str, failed: Form | None) -> HttpResponse:
    forms = _forms(request, account)
    if failed is not None:
        forms[do] = failed
    by_service, by_device = queries.uses_of(account)
    devices = account.app_passwords.filter(revoked_at=None)
    context = {
        **mail_frame(request),
        "account": account,
        "unit": account.person.unit if account.person else account.unit,
        "forms": forms,
        "failed": failed,
        "do": do,
        "uses": sorted(by_service.items()),
        "devices": [(device, by_device.get(device.pk)) for device in devices],
        "addresses": account.addresses.order_by("derived", "address"),
        "forwards": account.forwards.order_by("pk"),
        "rights": account.rights.select_related("person__unit").order_by("person__name"),
        "room": account.quota_bytes // MEBIBYTE,
        "hands_link": account.state == AccountState.WAITING
        and policies.may_activate(request.user, account),
        "keeps": policies.may_keep_account(request.user, account),
        "keeps_all": policies.may_keep_mail(request.user),
    }
    status = status_of(failed) if failed is not None else 200
    return render(request, "desk/setup/mail/account.html", context, status=status)
