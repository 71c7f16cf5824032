"""What the pages of a member have in common: who they are is asked, and each form has its pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from hubung.channels.web.views.responses import confidential, see_other
from hubung.portal.members import browsers
from hubung.portal.members.models import SignIn

P = ParamSpec("P")


def for_members(
    view: Callable[Concatenate[HttpRequest, SignIn, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let only members through; everybody else is asked who they are.

    What changes something needs the pass of its form. Another site cannot have it, nor does the
    cookie come with what another site sends.
    """

    @csrf_exempt
    @wraps(view)
    def asked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        sign_in = browsers.sign_in_of(request)
        if sign_in is None:
            return confidential(see_other(reverse("members:enter")))
        if request.method == "POST" and not browsers.is_pass(sign_in, request.POST.get("pass", "")):
            messages.warning(request, _("That did not come from a page of yours. Try once more."))
            return confidential(see_other(reverse("members:reports")))
        return confidential(view(request, sign_in, *args, **kwargs))

    return asked


def show(
    request: HttpRequest,
    sign_in: SignIn,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    told = {"member": sign_in.member, "pass": browsers.make_pass(sign_in), **context}
    return render(request, f"members/{template}.html", told, status=status)
