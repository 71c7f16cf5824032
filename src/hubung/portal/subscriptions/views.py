"""Asking for mails, and the pages that their letters lead to. Nothing here needs a cookie.

Looking changes nothing: scanners of mails follow every link, so whatever counts is a button.
"""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hubung.channels.web import visitors
from hubung.channels.web.views.responses import confidential, see_other
from hubung.portal.subscriptions import links, services
from hubung.portal.subscriptions.choices import Choice
from hubung.portal.subscriptions.forms import (
    AskForm,
    BrowserForm,
    ChoiceForm,
    asked_in,
    filled_in,
)
from hubung.portal.subscriptions.models import Subscription
from hubung.portal.subscriptions.push import identity


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form; what follows is the same for an address that is known and one that is not."""
    if request.method != "POST":
        return _form(request, AskForm(initial=asked_in(request.GET)))
    form = AskForm(request.POST)
    if visitors.from_elsewhere(request) or request.POST.get("website"):
        form.add_error(None, _("Please press “Send me mails” once more. Nothing is lost."))
        return _form(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not form.is_valid():
        return _form(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    who = visitors.network_of(request)
    if visitors.count("subscribe", who) > settings.HUBUNG.limits.reports_per_hour:
        form.add_error(None, _("That is a lot for one hour. Try again later."))
        return _form(request, form, HTTPStatus.TOO_MANY_REQUESTS)
    said = form.cleaned_data
    services.ask(email=said["email"], choice=form.choice, language=said["bahasa"])
    return see_other(reverse("subscriptions:sent"))


def _form(request: HttpRequest, form: AskForm, status: int = HTTPStatus.OK) -> HttpResponse:
    # Without a worker a browser shows nothing; see portal.offline.
    shows = settings.HUBUNG.web.offline and settings.HUBUNG.push.services
    context = {"form": form, "push_key": identity.public_key() if shows else ""}
    return confidential(render(request, "subscriptions/ask.html", context, status=status))


@csrf_exempt
@require_POST
def show(request: HttpRequest) -> JsonResponse:
    """A browser's script brings what its owner chose, and how to reach it."""
    form = BrowserForm(request.POST)
    if visitors.from_elsewhere(request):
        return _said(_("Open this page itself."), HTTPStatus.CONFLICT)
    if visitors.count("show", visitors.network_of(request)) > (
        settings.HUBUNG.limits.reports_per_hour
    ):
        return _said(
            _("That is a lot for one hour. Try again later."), HTTPStatus.TOO_MANY_REQUESTS
        )
    if not form.is_valid():
        (why, *_more) = next(iter(form.errors.values()))
        return _said(str(why), HTTPStatus.UNPROCESSABLE_ENTITY)
    said = form.cleaned_data
    services.show(
        endpoint=said["endpoint"],
        public_key=said["p256dh"],
        secret=said["auth"],
        choice=form.choice,
        language=said["bahasa"],
    )
    return _said(_("From now on this browser shows you what is ticked."))


@csrf_exempt
@require_POST
def show_no_more(request: HttpRequest) -> JsonResponse:
    """The same for an endpoint that is known and one that is not."""
    services.show_no_more(endpoint=request.POST.get("endpoint", ""))
    return _said(_("This browser shows you nothing more. We have forgotten it."))


def _said(words: str, status: int = HTTPStatus.OK) -> JsonResponse:
    return JsonResponse({"detail": words}, status=status)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Look into your mailbox."""
    days = settings.HUBUNG.retention.unconfirmed_subscriptions
    return render(request, "subscriptions/sent.html", {"days": days})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm, change, end. Raises Http404 for an address that no letter ever told."""
    subscription = _of(token)
    if subscription is None:
        return _ended(request)
    context = _told(subscription, token)
    if subscription.confirmed_at is None:
        if request.method == "POST":
            services.confirm(subscription=subscription)
            return confidential(see_other(request.path))
        return confidential(render(request, "subscriptions/confirm.html", context))
    if request.method != "POST":
        asked = asked_in(request.GET)
        form = ChoiceForm(initial=asked if asked["topik"] else filled_in(subscription))
        is_fresh = bool(asked["topik"])
        page = {**context, "form": form, "is_fresh": is_fresh, "is_changed": "ok" in request.GET}
        return confidential(render(request, "subscriptions/own.html", page))
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        page = {**context, "form": form}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return confidential(render(request, "subscriptions/own.html", page, status=status))
    services.change(
        subscription=subscription, choice=form.choice, language=form.cleaned_data["bahasa"]
    )
    return confidential(see_other(f"{request.path}?ok"))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, token: str) -> HttpResponse:
    """A button for people; mail programs post here at once (RFC 8058). Raises Http404."""
    subscription = _of(token)
    if subscription is not None and request.method != "POST":
        context = _told(subscription, token)
        return confidential(render(request, "subscriptions/end.html", context))
    if subscription is not None:
        services.end(subscription)
    return _ended(request)


def _of(token: str) -> Subscription | None:
    """The subscription, or None once it has ended. Raises Http404."""
    try:
        key = links.key_in(token)
    except BadSignature as error:
        raise Http404 from error
    return Subscription.objects.select_related("unit").filter(key=key).first()


def _ended(request: HttpRequest) -> HttpResponse:
    return confidential(render(request, "subscriptions/ended.html"))


def _told(subscription: Subscription, token: str) -> dict[str, object]:
    return {"subscription": subscription, "choice": Choice.of(subscription), "token": token}
