"""Responses that pages about one person's report have in common."""

from __future__ import annotations

from http import HTTPStatus
from typing import TypeVar

from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

R = TypeVar("R", bound=HttpResponseBase)


def confidential(response: R) -> R:
    """Not to be kept by a browser or proxy, found by a search engine, or told to another site."""
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def see_other(address: str) -> HttpResponse:
    """After a change: fetch another page, so that loading it again repeats nothing."""
    response = HttpResponseRedirect(address)
    response.status_code = HTTPStatus.SEE_OTHER
    return response
