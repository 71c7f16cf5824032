"""`/akun/surel/aktivasi/…`: a new account opened by its person, with a link somebody handed them.

They are signed in by it, once, and choose a passkey, or a password with an app. The link opens as
long as nothing of that is done; with it the account is in use.
"""

from __future__ import annotations

from typing import Any, cast

from allauth.account.internal.flows.login import (
    get_authentication_records,
    perform_login,
    record_authentication,
)
from allauth.account.internal.flows.password_change import finalize_password_set
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hubung.directory.accounts.access import FACTORS
from hubung.directory.accounts.forms import FirstPasswordForm
from hubung.directory.models import Person
from hubung.mail import services
from hubung.mail.models import Account, AccountState

#: How a session came about, beside allauth's own ways.
BY_LINK = "activation"


def came_by_link(request: HttpRequest, person: Person) -> bool:
    """Whether nothing but a link has shown yet who this is."""
    methods = {record["method"] for record in get_authentication_records(request, person)}
    return methods == {BY_LINK}


def has_way_in(person: Person) -> bool:
    """Whether they can come back by themselves: a passkey alone, or a password and a factor."""
    factors = [
        factor.wrap() for factor in Authenticator.objects.filter(user=person, type__in=FACTORS)
    ]
    if any(getattr(factor, "is_passwordless", False) for factor in factors):
        return True
    return bool(factors) and has_password(person)


def has_password(person: Person) -> bool:
    return bool(person.password) and person.has_usable_password()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def activate(request: HttpRequest, secret: str) -> HttpResponse:
    """Who it is for; then, signed in by it, the choice. Looking at it uses nothing up."""
    account = services.account_of(secret)
    person = account.person if account else None
    if account is None or person is None:
        return _over(request)
    if request.user.is_authenticated and request.user.pk != person.pk:
        return render(request, "mail/activation_other.html", {"account": account})
    if not request.user.is_authenticated:
        if request.method == "POST":
            record_authentication(request, person, BY_LINK)
            entered = perform_login(request, Login(user=person, redirect_url=request.path))
            return cast(HttpResponse, entered)
        return render(request, "mail/activation.html", {"account": account, "unit": person.unit})
    return _choice(request, account, person)


def _over(request: HttpRequest) -> HttpResponse:
    """A link that opens nothing; its person, who has just used it, is where it leads."""
    own = Account.objects.filter(person=request.user.pk, state=AccountState.ACTIVE)
    if request.user.is_authenticated and own.exists():
        return redirect("mail:own")
    return render(request, "mail/activation_over.html", status=404)


def _choice(request: HttpRequest, account: Account, person: Person) -> HttpResponse:
    """Passkey, or password and then an app; each is added on a page of the account."""
    sent = request.POST if request.POST.get("do") == "password" else None
    form: Any = FirstPasswordForm(data=sent, user=person)
    if not has_password(person) and form.is_valid():
        form.save()
        finalize_password_set(request, person)
        return redirect("mfa_activate_totp")
    context = {"account": account, "form": form, "has_password": has_password(person)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "mail/activation_choice.html", context, status=status)


def settle(request: HttpRequest, person: Person) -> None:
    """After a password or a factor was added: their account is in use, once they can come back."""
    waiting = Account.objects.filter(person=person, state=AccountState.WAITING)
    if has_way_in(person) and waiting.exists():
        services.activate(person=person)
        messages.success(request, _("Your mail account is open. You find it under “My mail”."))
