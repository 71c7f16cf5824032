"""What is kept of a member, and the rights that the law gives over it."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hubung.cases.choices import Channel, Kind
from hubung.cases.models import Case
from hubung.cases.services import ReporterDetails
from hubung.channels.web import progress, visitors
from hubung.channels.web.tokens import seal
from hubung.channels.web.views.responses import see_other
from hubung.portal.members import reports
from hubung.portal.members.models import SignIn
from hubung.portal.members.views.pages import for_members, show
from hubung.privacy import elsewhere
from hubung.privacy.choices import Right
from hubung.privacy.forms import AskForm
from hubung.privacy.services import Asked, receive_request


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def mine(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """What is kept by their address, their requests about it, and a form for another one."""
    if request.method != "POST":
        return _page(request, sign_in, AskForm(known=True))
    form = AskForm(request.POST, known=True)
    who = visitors.network_of(request)
    if visitors.times("data-request", who) >= settings.HUBUNG.limits.reports_per_hour:
        form.add_error(None, _("That is a lot for one hour. Your text is kept; send it later."))
        return _page(request, sign_in, form, HTTPStatus.TOO_MANY_REQUESTS)
    if not form.is_valid():
        return _page(request, sign_in, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    visitors.count("data-request", who)
    asked = Asked(
        right=Right(form.cleaned_data["right"]),
        channel=Channel.WEB,
        text=form.cleaned_data["text"],
        reporter=ReporterDetails(email=sign_in.member.email),
        address_proved=True,
        language="en" if (get_language() or "").startswith("en") else "id",
    )
    case = receive_request(asked).case
    token = seal([case.pk, case.code_nonce, False], purpose="receipt")
    return see_other(reverse("web:receipt", args=[token]))


def _page(
    request: HttpRequest, sign_in: SignIn, form: AskForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    asked = [(case, progress.in_short(case)) for case in _requests(sign_in)]
    context = {
        "form": form,
        "kept": elsewhere.told({sign_in.member.email}),
        "asked": asked,
        "count": reports.cases_of(sign_in).count(),
    }
    return show(request, sign_in, "data", context, status=status)


def _requests(sign_in: SignIn) -> list[Case]:
    """Those that were made with the account. What they say opens by number and code only."""
    made = Case.objects.filter(
        kind=Kind.PERSONAL_DATA,
        reporter__email=sign_in.member.email,
        data_request__address_proved=True,
    )
    return list(
        made.select_related("unit", "data_request")
        .prefetch_related("clocks", "answers")
        .order_by("-pk")[:20]
    )
