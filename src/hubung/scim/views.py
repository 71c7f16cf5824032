"""The addresses of the protocol. What answers them is loaded at the first request.

It takes as long to load as half of the program, which most processes would wait for in vain.
No cookie opens anything here, so there is nothing for a CSRF token to protect.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt


def _answer(name: str, request: HttpRequest, /, **named: str) -> HttpResponse:
    answer: Callable[..., HttpResponse] = getattr(
        importlib.import_module("hubung.scim.answers"), name
    )
    return answer(request, **named)


@csrf_exempt
def configuration(request: HttpRequest) -> HttpResponse:
    """What the service can do."""
    return _answer("configuration", request)


@csrf_exempt
def resource_types(request: HttpRequest) -> HttpResponse:
    """The types of resources."""
    return _answer("resource_types", request)


@csrf_exempt
def resource_type(request: HttpRequest, name: str) -> HttpResponse:
    """One type of resource."""
    return _answer("resource_type", request, name=name)


@csrf_exempt
def schemas(request: HttpRequest) -> HttpResponse:
    """The attributes of every type."""
    return _answer("schemas", request)


@csrf_exempt
def schema(request: HttpRequest, urn: str) -> HttpResponse:
    """The attributes of one schema."""
    return _answer("schema", request, urn=urn)


@csrf_exempt
def users(request: HttpRequest) -> HttpResponse:
    """List users, or provision one."""
    return _answer("users", request)


@csrf_exempt
def search_users(request: HttpRequest) -> HttpResponse:
    """List users by a body instead of a query string."""
    return _answer("search_users", request)


@csrf_exempt
def user(request: HttpRequest, pk: str) -> HttpResponse:
    """Read, replace, change or take away a user."""
    return _answer("user", request, pk=pk)


@csrf_exempt
def groups(request: HttpRequest) -> HttpResponse:
    """List mail groups, or make one with chosen members."""
    return _answer("groups", request)


@csrf_exempt
def search_groups(request: HttpRequest) -> HttpResponse:
    """List mail groups by a body instead of a query string."""
    return _answer("search_groups", request)


@csrf_exempt
def group(request: HttpRequest, pk: str) -> HttpResponse:
    """Read, replace, change or end a mail group."""
    return _answer("group", request, pk=pk)


@csrf_exempt
def search_all(request: HttpRequest) -> HttpResponse:
    """List users and mail groups by a body instead of a query string."""
    return _answer("search_all", request)


@csrf_exempt
def many(request: HttpRequest) -> HttpResponse:
    """Several operations in one request."""
    return _answer("many", request)


@csrf_exempt
def me(request: HttpRequest) -> HttpResponse:
    """The user that the token belongs to: not here, for tokens provision others."""
    return _answer("me", request)


@csrf_exempt
def root(request: HttpRequest) -> HttpResponse:
    """List users and mail groups."""
    return _answer("root", request)


@csrf_exempt
def nothing(request: HttpRequest, path: str) -> HttpResponse:
    """Every other address below the endpoint."""
    return _answer("nothing", request, path=path)
