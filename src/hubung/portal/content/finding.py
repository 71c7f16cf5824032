"""The search of the home page: a report's number leads to its page, words to pages."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from hubung.portal.content.caching import public

PER_PAGE = 15
LONGEST = 200
#: The page that it leads to says what is wrong with one that is none.
_NUMBER = re.compile(r"[\d .-]{10,30}")


@require_safe
@public
def search(request: HttpRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").split())[:LONGEST]
    if _NUMBER.fullmatch(words):
        return HttpResponseRedirect(f"{reverse('web:track')}?{urlencode({'nomor': words})}")
    found = Page.objects.live().filter(depth__gt=2).search(words, operator="and") if words else []
    pages = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    pages.object_list = [page.specific for page in pages.object_list]
    return render(request, "content/search.html", {"words": words, "pages": pages})
