"""What each address answers: it reads the request, lets it be done, and tells what came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _
from pydantic import ValidationError
from scim2_models import (
    Error,
    ForbiddenException,
    InvalidSyntaxException,
    NotFoundException,
    NotImplementedException,
    PayloadTooLargeException,
    SCIMException,
)

from hubung.api.problems import Problem
from hubung.scim import bulk, callers, discovery, faults, operations, reading, rendering, searching
from hubung.scim.callers import Caller
from hubung.scim.kinds import GROUPS, USERS, Kind
from hubung.scim.operations import Result, Terms

PATH = "/scim/v2"
_READ = ("GET", "HEAD")
View = Callable[..., HttpResponse]


def address(*methods: str) -> Callable[[View], View]:
    """A view of these methods for whoever has a token; its errors are told as the protocol says."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, **named: Any) -> HttpResponse:
            try:
                caller = callers.admit(request, settings.HUBUNG.public_url + PATH)
                if request.method not in methods:
                    return _no_method(methods)
                return view(request, caller, **named)
            except Problem as problem:
                detail = problem.detail or str(problem.kind.title)
                error = Error(status=int(problem.kind.status), detail=detail)
                return rendering.fault(error, problem.headers)
            except (SCIMException, ValidationError) as problem:
                return rendering.fault(faults.error_of(problem))

        return wrapped

    return decorate


@address(*_READ)
def configuration(request: HttpRequest, caller: Caller) -> HttpResponse:
    _no_filter(request)
    return rendering.respond(discovery.configuration(caller))


@address(*_READ)
def resource_types(request: HttpRequest, caller: Caller) -> HttpResponse:
    _no_filter(request)
    return rendering.respond(discovery.resource_types(caller))


@address(*_READ)
def resource_type(request: HttpRequest, caller: Caller, name: str) -> HttpResponse:
    return rendering.respond(discovery.resource_type(caller, name))


@address(*_READ)
def schemas(request: HttpRequest, caller: Caller) -> HttpResponse:
    _no_filter(request)
    return rendering.respond(discovery.schemas(caller))


@address(*_READ)
def schema(request: HttpRequest, caller: Caller, urn: str) -> HttpResponse:
    return rendering.respond(discovery.schema(caller, urn))


@address(*_READ, "POST")
def users(request: HttpRequest, caller: Caller) -> HttpResponse:
    return _collection(request, caller, USERS)


@address(*_READ, "PUT", "PATCH", "DELETE")
def user(request: HttpRequest, caller: Caller, pk: str) -> HttpResponse:
    return _one(request, caller, USERS, pk)


@address("POST")
def search_users(request: HttpRequest, caller: Caller) -> HttpResponse:
    return rendering.respond(searching.search(caller, USERS, _body(request)))


@address(*_READ, "POST")
def groups(request: HttpRequest, caller: Caller) -> HttpResponse:
    return _collection(request, caller, GROUPS)


@address(*_READ, "PUT", "PATCH", "DELETE")
def group(request: HttpRequest, caller: Caller, pk: str) -> HttpResponse:
    return _one(request, caller, GROUPS, pk)


@address("POST")
def search_groups(request: HttpRequest, caller: Caller) -> HttpResponse:
    return rendering.respond(searching.search(caller, GROUPS, _body(request)))


@address("POST")
def search_all(request: HttpRequest, caller: Caller) -> HttpResponse:
    return rendering.respond(searching.search(caller, None, _body(request)))


@address(*_READ)
def root(request: HttpRequest, caller: Caller) -> HttpResponse:
    asked = reading.parameters(request.GET.dict())
    return rendering.respond(searching.search(caller, None, asked))


@address("POST")
def many(request: HttpRequest, caller: Caller) -> HttpResponse:
    return rendering.respond(bulk.perform(caller, _body(request)))


@address(*_READ, "POST", "PUT", "PATCH", "DELETE")
def me(request: HttpRequest, caller: Caller) -> HttpResponse:
    raise NotImplementedException(detail=_("A token for provisioning is nobody's own account."))


@address(*_READ, "POST", "PUT", "PATCH", "DELETE")
def nothing(request: HttpRequest, caller: Caller, path: str) -> HttpResponse:
    raise NotFoundException(detail=_("There is nothing at this address."))


def _collection(request: HttpRequest, caller: Caller, kind: Kind) -> HttpResponse:
    if request.method == "POST":
        result = operations.create(caller, kind, _body(request), _terms(request))
        return _answer(request, result)
    asked = reading.parameters(request.GET.dict())
    return rendering.respond(searching.search(caller, kind, asked))


def _one(request: HttpRequest, caller: Caller, kind: Kind, pk: str) -> HttpResponse:
    terms = _terms(request)
    match request.method:
        case "PUT":
            result = operations.replace(caller, kind, pk, _body(request), terms)
        case "PATCH":
            result = operations.patch(caller, kind, pk, _body(request), terms)
        case "DELETE":
            result = operations.delete(caller, kind, pk, terms)
        case _:
            result = operations.read(caller, kind, pk, terms)
            known = request.headers.get("If-None-Match", "")
            if known and rendering.matches(known, result.version):
                return rendering.respond(None, 304, {"ETag": result.version})
    return _answer(request, result)


def _terms(request: HttpRequest) -> Terms:
    asked = reading.shown(request.GET.dict())
    reading.check_text(asked)
    return Terms(request.headers.get("If-Match", ""), asked)


def _answer(request: HttpRequest, result: Result) -> HttpResponse:
    headers = {}
    if result.version:
        headers["ETag"] = result.version
    if result.location:
        headers["Location" if result.status == 201 else "Content-Location"] = result.location
    return rendering.respond(result.shown, result.status, headers)


def _body(request: HttpRequest) -> dict[str, Any]:
    """Raises PayloadTooLargeException, InvalidSyntaxException."""
    try:
        content = request.body
    except RequestDataTooBig as error:
        raise _too_large() from error
    except UnreadablePostError as error:
        raise InvalidSyntaxException(detail=_("The request cannot be read.")) from error
    if len(content) > bulk.BYTES:
        raise _too_large()
    return reading.parse(content)


def _too_large() -> PayloadTooLargeException:
    return PayloadTooLargeException(
        detail=_("A request has at most %(count)d bytes.") % {"count": bulk.BYTES}
    )


def _no_filter(request: HttpRequest) -> None:
    if "filter" in request.GET:
        raise ForbiddenException(detail=_("This list is not filtered."))


def _no_method(methods: tuple[str, ...]) -> HttpResponse:
    error = Error(
        status=int(HTTPStatus.METHOD_NOT_ALLOWED), detail=_("This address has no such method.")
    )
    return rendering.fault(error, {"Allow": ", ".join(methods)})
