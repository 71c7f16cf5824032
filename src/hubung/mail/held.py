"""Held letters as their pages show them; `/akun/surel/tertahan/` for whoever they are for."""

from __future__ import annotations

import re
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hubung.directory.models import Person
from hubung.mail import policies, services
from hubung.mail.models import HeldCopy, HeldState
from hubung.mail.quarantine import reasons

PAGE = 50
#: As much of a letter as a page shows.
SHOWN_BYTES = 60_000
#: What has no shape of its own, or turns the direction of what follows, could hide something.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def listed(copies: QuerySet[HeldCopy], request: HttpRequest) -> dict[str, Any]:
    """The list's context: letters still held, youngest first, each with its gravest reason."""
    waiting = copies.filter(state=HeldState.HELD).select_related("letter", "account__person")
    page = Paginator(waiting.defer("letter__content"), PAGE).get_page(request.GET.get("page"))
    return {"page": page, "rows": [(copy, reasons(copy.letter)[0]) for copy in page]}


def shown(copy: HeldCopy, by: Person) -> dict[str, Any]:
    """One letter's context. Reading another's goes on record first."""
    raw = services.read_held(by=by, copy=copy)
    text = raw[:SHOWN_BYTES].decode("utf-8", "replace").replace("\r\n", "\n")
    return {
        "copy": copy,
        "letter": copy.letter,
        "reasons": reasons(copy.letter),
        "raw": _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text),
        "whole": len(raw) <= SHOWN_BYTES,
        "waits": copy.state == HeldState.HELD,
        "may_release": policies.may_release(by, copy),
    }


def decide(request: HttpRequest, copy: HeldCopy, by: Person) -> None:
    """What the pressed button says; the word about it is a message."""
    try:
        if request.POST.get("do") == "release":
            services.release_held(by=by, copy=copy)
            messages.success(request, _("It is on its way to the mailbox."))
        elif request.POST.get("do") == "delete":
            services.delete_held(by=by, copy=copy)
            messages.success(request, _("Deleted. Nobody gets to read it."))
    except services.MailError as error:
        messages.warning(request, str(error))


@login_required
@never_cache
@require_safe
def own_list(request: HttpRequest) -> HttpResponse:
    """What is held for the person who is signed in."""
    return render(request, "mail/held.html", listed(_own(request), request))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter for them, and what becomes of it."""
    copy = get_object_or_404(_own(request).select_related("letter", "account"), pk=pk)
    person = cast(Person, request.user)
    if request.method == "POST":
        decide(request, copy, person)
        return redirect("mail:held")
    return render(request, "mail/held_letter.html", shown(copy, person))


def _own(request: HttpRequest) -> QuerySet[HeldCopy]:
    person = cast(Person, request.user)
    return HeldCopy.objects.filter(account__person=person.pk)
