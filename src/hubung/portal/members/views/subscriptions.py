"""Mails about new pages: the one subscription of the address, which needs no letter to confirm."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hubung.channels.web.views.responses import see_other
from hubung.portal.members import services
from hubung.portal.members.models import SignIn
from hubung.portal.members.views.pages import for_members, show
from hubung.portal.subscriptions import services as subscriptions
from hubung.portal.subscriptions.forms import ChoiceForm, asked_in, filled_in
from hubung.portal.subscriptions.models import Subscription


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def mine(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Choose what to hear of; what is chosen holds at once."""
    email = sign_in.member.email
    theirs = Subscription.objects.select_related("unit").filter(email=email).first()
    if request.method != "POST":
        initial = filled_in(theirs) if theirs else asked_in(request.GET)
        return _page(request, sign_in, ChoiceForm(initial=initial), theirs)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        return _page(request, sign_in, form, theirs, HTTPStatus.UNPROCESSABLE_ENTITY)
    subscriptions.choose(email=email, choice=form.choice, language=form.cleaned_data["bahasa"])
    messages.success(request, _("From now on you get what is ticked here."))
    return see_other(reverse("members:subscriptions"))


@require_POST
@for_members
def end(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """No more mails about new pages."""
    services.end_subscription(sign_in.member)
    messages.success(request, _("You get no more mails about new pages."))
    return see_other(reverse("members:subscriptions"))


def _page(
    request: HttpRequest,
    sign_in: SignIn,
    form: ChoiceForm,
    theirs: Subscription | None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {"form": form, "subscription": theirs}
    return show(request, sign_in, "subscriptions", context, status=status)
