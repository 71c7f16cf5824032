"""Where a member is signed in, and the end of the account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hubung.channels.web import opening
from hubung.channels.web.views.responses import see_other
from hubung.portal.members import browsers, services
from hubung.portal.members.models import SignIn
from hubung.portal.members.views.pages import for_members, show


@require_safe
@for_members
def devices(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Every browser in which they are signed in."""
    context = {"this": sign_in, "sign_ins": services.live_sign_ins(sign_in.member)}
    return show(request, sign_in, "devices", context)


@require_POST
@for_members
def end_device(request: HttpRequest, sign_in: SignIn, pk: int) -> HttpResponse:
    """Sign out of one of them; it may be this one."""
    ended = get_object_or_404(SignIn, pk=pk, member=sign_in.member)
    if ended == sign_in:
        return _out(request, sign_in)
    services.sign_out(ended)
    messages.success(request, _("That device is signed out."))
    return see_other(reverse("members:devices"))


@require_POST
@for_members
def leave(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Sign out here; what was opened from the account is closed too."""
    return _out(request, sign_in)


def _out(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    services.sign_out(sign_in)
    messages.success(request, _("You are signed out."))
    return _forgotten()


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def end(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """What goes and what stays; with the button it ends."""
    if request.method != "POST":
        return show(request, sign_in, "end", {})
    if request.POST.get("subscription"):
        services.end_subscription(sign_in.member)
    services.end(sign_in.member)
    messages.success(request, _("Your account has ended. Your reports go on as before."))
    return _forgotten()


def _forgotten() -> HttpResponse:
    """The next person at this device finds nothing open."""
    response = see_other(reverse("members:enter"))
    browsers.take_away(response)
    response.delete_cookie(opening.COOKIE, samesite="Lax")
    response["Clear-Site-Data"] = '"cache"'
    return response
