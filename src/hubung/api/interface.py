"""The interface: its operations, its errors, and the document that describes it (OpenAPI 3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from hubung.api import problems
from hubung.api.auth import no_token
from hubung.api.operations import (
    belonging,
    concluding,
    directory,
    handling,
    search,
    times,
    token,
    uploads,
    webhooks,
)
from hubung.api.problems import Problem
from hubung.cases.errors import CaseError, IncompleteError, NotAllowedError
from hubung.kernel.files import StorageFullError

PREFIX = "/api/v1/"
DESCRIPTION = gettext_noop(
    "The registry of the contact centre for other programs: reports, their steps and time limits, "
    "and the directory of the ministry."
)
_METHODS = ("get", "post", "put", "patch", "delete")

api = NinjaAPI(
    title="Hubung",
    version="1",
    description=DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api-v1",
)
# The operations of `handling` are on the router of those that read cases: they share an address.
_ROUTERS = [
    module.router
    for module in (
        handling,
        concluding,
        belonging,
        uploads,
        directory,
        search,
        times,
        webhooks,
        token,
    )
]
for _router in _ROUTERS:
    api.add_router("", _router)


def scopes() -> dict[str, str]:
    """The scope that each operation asks for, by the operation's name; "" is any token."""
    return {
        api.get_operation_url_name(operation, router): (operation.openapi_extra or {}).get(
            "x-scope", ""
        )
        for router in _ROUTERS
        for view in router.path_operations.values()
        for operation in view.operations
    }


@cache
def describe() -> dict[str, Any]:
    """The OpenAPI document."""
    document: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    document["info"]["x-program-version"] = version("hubung")
    document["servers"] = [{"url": settings.HUBUNG.public_url}]
    for operation in operations(document):
        scope = operation.pop("x-scope", None)
        operation["security"] = [{"Bearer": [scope] if scope else []}]
        for parameter in operation["parameters"]:
            _leave_out_null(parameter["schema"])
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                content = answer.pop("content")
                answer["content"] = {problems.MEDIA_TYPE: content["application/json"]}
    return document


def _leave_out_null(schema: dict[str, Any]) -> None:
    """A parameter that is not sent is left out; no word in an address means null."""
    kinds = [kind for kind in schema.pop("anyOf", []) if kind != {"type": "null"}]
    if len(kinds) == 1:
        schema.update(kinds[0])
    elif kinds:
        schema["anyOf"] = kinds


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every operation of an OpenAPI document, in its order."""
    for methods in document["paths"].values():
        for method, operation in methods.items():
            if method in _METHODS:
                yield operation


# Errors -------------------------------------------------------------------------------------------


def _problem_of(error: Exception) -> Problem | None:
    """What an error is to the caller; None for a mistake of ours."""
    match error:
        case Problem():
            return error
        case AuthenticationError():
            return no_token()
        case ValidationError():
            faults = [(_pointer(fault["loc"]), str(fault["msg"])) for fault in error.errors]
            return Problem(problems.INVALID, errors=faults)
        case NotAllowedError():
            return Problem(problems.NOT_ALLOWED, str(error))
        case IncompleteError():
            return Problem(problems.INVALID, errors=[(f"/{error.field}", str(error))])
        case CaseError():
            return Problem(problems.CONFLICT, str(error))
        case StorageFullError():
            return Problem(problems.STORAGE_FULL, headers={"Retry-After": "600"})
        case RequestDataTooBig():
            return Problem(problems.TOO_LARGE)
        case SuspiciousOperation() | MultiPartParserError() | UnreadablePostError():
            return Problem(problems.MALFORMED)
        case HttpError(status_code=400):
            return Problem(problems.MALFORMED, _("The body is not JSON."))
        case Http404():
            return Problem(problems.NOT_FOUND)
    return None


def _pointer(location: tuple[str | int, ...]) -> str:
    """`("body", "asked", "reporter", "name")` → `/reporter/name`; a parameter → its name."""
    where, *parts = location
    if where == "body":
        return "".join(f"/{part}" for part in parts[1:])
    return [str(where), *(part for part in parts if isinstance(part, str))][-1]


@api.exception_handler(Exception)
def _answer_error(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    problem = _problem_of(error) if isinstance(error, Exception) else None
    if problem is None:
        raise error
    return problems.respond(request, problem)


for kind in (Problem, HttpError, ValidationError, Http404):
    api.add_exception_handler(kind, _answer_error)
