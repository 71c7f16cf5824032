"""One search over everything that is public: a page, suggestions in the typing, and the data.

Nothing of it is kept anywhere: what is hidden now must not come out of a cache.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from hubung.directory.models import Sector
from hubung.portal.search import forms
from hubung.search import finding, snippets
from hubung.search.finding import Found
from hubung.search.models import Item, PublicKind
from hubung.ui import dates

PER_PAGE = 15
#: The page that it leads to says what is wrong with one that is none.
_NUMBER = re.compile(r"[\d .-]{10,30}")
_FILTERS = ("jenis", "bidang", "tahun", "unit")


@dataclass(frozen=True)
class Result:
    """A thing as the page shows it; `language`: the one of its words, if not the reader's."""

    item: Item
    title: SafeString
    snippet: SafeString
    language: str


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What is found; a report's number leads to the page where it is tracked."""
    asked = forms.read(request.GET)
    if _NUMBER.fullmatch(asked.words):
        address = f"{reverse('web:track')}?{urlencode({'nomor': asked.words})}"
        return _fresh(HttpResponseRedirect(address))
    number = _page_number(request)
    found = finding.find(asked.words, asked.filters, first=(number - 1) * PER_PAGE, count=PER_PAGE)
    context = {
        "asked": asked,
        "words": asked.words,
        "found": found,
        "results": results(found),
        "pages": Paginator(range(found.total), PER_PAGE).get_page(number),
        "kinds": _kinds(request, found),
        "sectors": Sector.choices,
        "years": forms.years(),
        "all_kinds": _address(request, without=("jenis",)),
        "unnarrowed": _address(request, without=_FILTERS),
    }
    return _fresh(render(request, "search/page.html", context))


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Things whose titles have the words, the last of which may still be in the typing."""
    language = dates.language()
    items = finding.suggest(request.GET.get("q", "").replace("\0", "")[: forms.LONGEST].lstrip())
    said = [
        {
            "title": item.said("title", language),
            "kind": str(PublicKind(item.kind).label),
            "address": item.address,
        }
        for item in items
    ]
    return _fresh(JsonResponse({"suggestions": said}))


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """The same as the page, for programs."""
    asked = forms.read(request.GET)
    number = _page_number(request)
    found = finding.find(asked.words, asked.filters, first=(number - 1) * PER_PAGE, count=PER_PAGE)
    said: dict[str, Any] = {
        "words": asked.words,
        "understood": found.question.corrected or asked.words,
        "left_out": list(found.left_out),
        "total": found.total,
        "more": found.limited,
        "page": number,
        "items": [_as_data(request, item) for item in found.items],
    }
    return _fresh(JsonResponse(said))


def results(found: Found) -> list[Result]:
    """The found things with the words marked, in the reader's language where there is one."""
    language = dates.language()
    stems = found.question.stems
    shown = []
    for item in found.items:
        # Words of the other language say more than none in this one.
        own = language if language == "en" and item.title_en else "id"
        texts = (item.text_en, item.text) if own == "en" else (item.text, item.text_en)
        shown.append(
            Result(
                item,
                snippets.marked(item.said("title", language), stems),
                snippets.snippet(item.said("summary", language), texts, stems),
                own if own != language else "",
            )
        )
    return shown


def _as_data(request: HttpRequest, item: Item) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "title": item.title,
        "title_en": item.title_en or None,
        "summary": item.summary or None,
        "day": item.day.isoformat() if item.day else None,
        "sector": item.sector or None,
        "unit": item.unit.code if item.unit else None,
        "address": request.build_absolute_uri(item.address),
    }


def _kinds(request: HttpRequest, found: Found) -> list[tuple[str, str, int | None, str]]:
    """Kinds to choose: code, word, how many if it is known, and where that leads."""
    chosen = found.question.filters.kind
    return [
        (
            kind.value,
            str(kind.label),
            found.kinds.get(kind.value) if found.kinds else None,
            _address(request, jenis=kind.value),
        )
        for kind in PublicKind
        if not found.kinds or kind.value in found.kinds or kind.value == chosen
    ]


def _address(request: HttpRequest, *, without: tuple[str, ...] = (), **changed: str) -> str:
    """This search with something else, from its first page on."""
    kept = {
        name: value
        for name in ("q", *_FILTERS)
        if name not in without and (value := request.GET.get(name, ""))
    }
    return "?" + urlencode({**kept, **changed})


def _page_number(request: HttpRequest) -> int:
    said = request.GET.get("page", "")
    if not (said.isascii() and said.isdecimal() and len(said) < 5):
        return 1
    return min(max(int(said), 1), finding.MOST // PER_PAGE + 1)


def _fresh(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
