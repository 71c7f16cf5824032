"""The catalogue, a data set's page, and the door for what is wrong with it.

The form works without a CSRF cookie, as `/lapor/` does: decision 0008.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from hubung.channels.web import intake, visitors
from hubung.channels.web.tokens import seal
from hubung.channels.web.views.responses import confidential, see_other
from hubung.opendata import queries
from hubung.opendata.models import DataSet
from hubung.opendata.services import tell_problem as take_problem
from hubung.portal import answers
from hubung.portal.opendata.forms import ProblemForm

_ON_A_PAGE = 30
_VERSIONS_SHOWN = 12
_PROBLEMS_SHOWN = 20


@dataclass(frozen=True)
class Entry:
    """A data set in the reader's language."""

    it: DataSet
    title: str
    description: str


@require_safe
def catalogue(request: HttpRequest) -> HttpResponseBase:
    """All data sets, or those with the words of `?cari=`."""
    words = request.GET.get("cari", "")[:100]
    page = Paginator(queries.search(words), _ON_A_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "words": words,
        "page": page,
        "entries": [_entry(data_set) for data_set in page.object_list],
    }
    return answers.for_each(render(request, "portal/opendata/catalogue.html", context))


@require_safe
def data_set(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What it holds, its files, its versions, and what others found wrong."""
    return answers.for_each(_page(request, _found(slug), ProblemForm()))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def tell_problem(request: HttpRequest, slug: str) -> HttpResponse:
    """Something is wrong: a report to its publisher, with a receipt."""
    found = _found(slug)
    if request.method != "POST":
        return see_other(f"{reverse('opendata:data_set', args=[slug])}#masalah")
    form = ProblemForm(request.POST)
    if visitors.from_elsewhere(request) or request.POST.get("website"):
        form.add_error(None, _("Please press “Send” once more. Nothing is lost."))
        return _page(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    who = visitors.network_of(request)
    if visitors.times("data-problem", who) >= settings.HUBUNG.limits.messages_per_hour:
        form.add_error(None, _("That is a lot for one hour. Your text is kept; send it later."))
        return _page(request, found, form, status=HTTPStatus.TOO_MANY_REQUESTS)
    if not form.is_valid():
        return _page(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    visitors.count("data-problem", who)
    case = take_problem(
        data_set=found,
        text=form.cleaned_data["text"],
        email=form.cleaned_data["email"],
        language="en" if (get_language() or "").startswith("en") else "id",
        external_id=intake.submission_id(request.POST.get("submission", "")),
    ).case
    token = seal([case.pk, case.code_nonce, False], purpose="receipt")
    return confidential(see_other(reverse("web:receipt", args=[token])))


def _found(slug: str) -> DataSet:
    return get_object_or_404(queries.published(), slug=slug)


def _entry(it: DataSet) -> Entry:
    if (get_language() or "").startswith("en"):
        return Entry(it, it.title_en, it.description_en)
    return Entry(it, it.title, it.description)


def _page(
    request: HttpRequest, it: DataSet, form: ProblemForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    versions = list(it.versions.prefetch_related("distributions")[:_VERSIONS_SHOWN])
    problems = list(it.problems.select_related("case")[:_PROBLEMS_SHOWN])
    context: dict[str, Any] = {
        "entry": _entry(it),
        "newest": versions[0],
        "versions": versions,
        "problems": problems,
        "form": form,
        "submission": intake.submission_id(request.POST.get("submission", "")),
    }
    response = render(request, "portal/opendata/data_set.html", context, status=status)
    return confidential(response) if form.is_bound else response
