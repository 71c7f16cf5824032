"""Who enters the editors' room: staff with a second factor whose roles let them write."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from hubung.directory.accounts.access import refusal, standing
from hubung.directory.models import Person
from hubung.portal.content import policies
from hubung.portal.content.editing import groups

View = Callable[..., HttpResponseBase]


def guarded(view: View) -> View:
    """Ask at the door, whatever Wagtail asks besides; groups are those of today's roles."""

    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (refused := refusal(request, standing(request))) is not None:
            return refused
        person = cast(Person, request.user)
        if not policies.may_edit(person):
            raise PermissionDenied(
                _("Pages are written by portal editors. Ask the administrator of your unit.")
            )
        groups.refresh(person)
        if not person.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied(
                _("Your unit has no section yet. Ask the information officer of the ministry.")
            )
        return view(request, *args, **kwargs)

    return inside


def to_our_own(name: str) -> View:
    """Sign-in, sign-out and the account are the directory's: the address leads there."""

    def leave(_request: HttpRequest) -> HttpResponseBase:
        return HttpResponseRedirect(reverse(name))

    return leave


def never_here(_request: HttpRequest) -> HttpResponseBase:
    """Stands where the editors' room begins, so that its address has a name and a row of rights.

    The middleware has given every request below it another table of addresses.
    """
    raise Http404
