"""`/informasi/`: what information there is, what is missing, what is exempted. Words of items come
from `register.queries` only."""

from __future__ import annotations

from http import HTTPStatus
from itertools import groupby

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from hubung.disclosure.register import data
from hubung.disclosure.register.models import Exemption, Item
from hubung.disclosure.register.public import ExemptedItem
from hubung.disclosure.register.queries import (
    Found,
    exempted_now,
    missing,
    past_exemptions,
    public_editions,
    public_exemption,
    public_item,
)
from hubung.kernel import files
from hubung.portal import answers
from hubung.portal.information.forms import FilterForm
from hubung.ui.downloads import SANDBOX

PAGE = 30


@require_safe
def listing(request: HttpRequest) -> HttpResponseBase:
    """The register, open items by unit, exempted ones at the end."""
    form = FilterForm(request.GET)
    page = Paginator(Found(form.wanted), PAGE).get_page(request.GET.get("page"))
    context = {
        "here": "register",
        "form": form,
        "filtered": bool(form.wanted),
        "page": page,
        "query": request.GET.urlencode(),
        "missing_count": len(missing()),
    }
    return answers.page(request, render(request, "information/register.html", context))


@require_safe
def as_json(request: HttpRequest) -> HttpResponseBase:
    """The register for programs, with the same filters."""
    found = Found(FilterForm(request.GET).wanted)
    return answers.file(request, data.as_json(found), "application/json")


@require_safe
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """The register as a table, with the same filters."""
    found = Found(FilterForm(request.GET).wanted)
    return answers.file(request, data.as_csv(found), "text/csv", "daftar-informasi-publik.csv")


@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One item. An exempted one is 451: there, and closed by law for a time."""
    try:
        told = public_item(pk)
    except Item.DoesNotExist as error:
        raise Http404 from error
    if isinstance(told, ExemptedItem):
        context = {"here": "register", "item": told}
        response = render(
            request,
            "information/exempted.html",
            context,
            status=HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS,
        )
        return answers.page(request, response)
    context = {"here": "register", "item": told}
    return answers.page(request, render(request, "information/item.html", context))


@require_safe
def download(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """A file that is published of an item which is open now."""
    found = get_object_or_404(public_editions().exclude(sha256=""), item=pk, pk=file)
    try:
        content = files.open_blob(found.sha256)
    except files.BlobMissingError as error:
        raise Http404 from error
    response = FileResponse(
        content, as_attachment=True, filename=found.name, content_type=found.media_type
    )
    response["Content-Security-Policy"] = SANDBOX
    # Asked for again each time: what is exempted today must not come out of a cache.
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def unpublished(request: HttpRequest) -> HttpResponseBase:
    """What the law wants published periodically and is not, by unit."""
    unit = request.GET.get("unit", "")[:20]
    rows = missing(unit=unit)
    by_unit = [(name, list(found)) for name, found in groupby(rows, key=lambda each: each.unit)]
    context = {"here": "missing", "units": by_unit, "count": len(rows), "unit": unit}
    return answers.page(request, render(request, "information/missing.html", context))


@require_safe
def exemptions(request: HttpRequest) -> HttpResponseBase:
    """The register of exemptions: what is closed now, and what was."""
    context = {"here": "exempted", "exempted": exempted_now(), "past": past_exemptions()}
    return answers.page(request, render(request, "information/exemptions.html", context))


@require_safe
def exemption(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One exemption; one that is over leads to the item, which is open."""
    try:
        told = public_exemption(pk)
    except Exemption.DoesNotExist:
        over = get_object_or_404(Exemption.objects.only("item_id"), pk=pk)
        return redirect("public_register:item", over.item_id)
    context = {"here": "exempted", "item": told}
    return answers.page(request, render(request, "information/exempted.html", context))
