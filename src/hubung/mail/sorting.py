"""`/akun/surel/aturan/`: what answers while somebody is away, and what sorts their mail."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hubung.directory.models import Person, today
from hubung.mail import services
from hubung.mail.forms import AbsenceForm, FilterForm
from hubung.mail.models import Account, AccountState, Deed, OwnRules, Part


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """What is done is named by the button that was pressed."""
    account = Account.objects.filter(
        person=cast(Person, request.user), state=AccountState.ACTIVE
    ).first()
    if account is None:
        return redirect("mail:own")
    own = OwnRules.objects.filter(account=account).first() or OwnRules(account=account)
    do, _mark, pk = request.POST.get("do", "").partition(":")
    absence = AbsenceForm(request.POST if do == "absence" else None, initial=vars(own))
    sorting = FilterForm(request.POST if do == "filter" else None)
    form = {"absence": absence, "filter": sorting}.get(do)
    if do in ("end", "remove") or (form is not None and form.is_valid()):
        try:
            messages.success(request, _done(account, do, int(pk) if pk.isdecimal() else 0, form))
        except services.MailError as error:
            if form is not None:
                form.add_error("folder" if do == "filter" else "ends_on", str(error))
        else:
            return redirect("mail:rules")
    context = {
        "account": account,
        "own": own,
        "over": own.ends_on is not None and own.ends_on < today(),
        "waits": own.next_attempt_at is not None,
        "filters": account.filters.all(),
        "absence": absence,
        "sorting": sorting,
        "failed": form if form is not None and form.errors else None,
    }
    return render(request, "mail/rules.html", context, status=422 if context["failed"] else 200)


def _done(account: Account, do: str, pk: int, form: Form | None) -> str:
    """Carry it out; returns the word about it. Raises MailError."""
    by, said = account.person, form.cleaned_data if form else {}
    match do:
        case "absence":
            services.set_absence(by=by, account=account, **said)
            return _("Your answer is set.")
        case "end":
            services.end_absence(by=by, account=account)
            return _("Nothing is answered by itself any more.")
        case "remove":
            services.remove_filter(by=by, rule=get_object_or_404(account.filters, pk=pk))
            return _("The filter is gone. What it has sorted stays where it is.")
    said["part"], said["deed"] = Part(said["part"]), Deed(said["deed"])
    services.add_filter(by=by, account=account, **said)
    return _("The filter is set. It sorts what comes from now on.")
