"""A report that is written down while its reporter is on the telephone."""

from __future__ import annotations

from django.http import HttpRequest

from hubung.cases.models import Case
from hubung.channels.phone.policies import took
from hubung.channels.phone.queries import visible
from hubung.channels.phone.services import tie
from hubung.directory.accounts.access import StaffRequest
from hubung.telephony.models import Call

#: Names the call in the address of the form, and in the form.
FIELD = "panggilan"


def call_of(request: StaffRequest) -> Call | None:
    """The call that the form was opened from, if its reader may know of it."""
    given = _given(request)
    return visible(request.user).filter(pk=given).first() if given else None


def link(request: StaffRequest, case: Case) -> None:
    """Say that this call was about the case, if it was theirs."""
    call = call_of(request)
    if call is not None and took(request.user, call):
        # Not `link_call`: who wrote a report down may be one who must not see it any more.
        tie(call=call, case=case, by=request.user)


def _given(request: HttpRequest) -> int | None:
    text = request.POST.get(FIELD) or request.GET.get(FIELD) or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
