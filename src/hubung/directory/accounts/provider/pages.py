"""A person's page: which applications have access to their account; taking it back."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hubung.directory.accounts.provider import passages
from hubung.directory.models import Person


@login_required
@require_safe
@never_cache
def applications(request: HttpRequest) -> HttpResponse:
    found = passages.accesses(cast(Person, request.user))
    return render(request, "sign_on/applications.html", {"accesses": found})


@login_required
@require_POST
def shut_out(request: HttpRequest, client_id: str) -> HttpResponse:
    """Needs no password: whoever is in doubt should be quick. Twice is harmless."""
    passages.shut_out(cast(Person, request.user), client_id)
    messages.success(request, _("That application has no access to your account any more."))
    return redirect("accounts_applications")
