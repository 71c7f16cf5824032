"""What went wrong, as the standard says it: a list of code and description."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from django.http import HttpResponse

from hubung.api.problems import Problem
from hubung.open311.rendering import Format, respond

#: The standard knows no 401: a missing key and a wrong one are both forbidden.
_STATUS = {HTTPStatus.UNAUTHORIZED: HTTPStatus.FORBIDDEN}


class Fault(Exception):  # noqa: N818 - it is what the caller did
    """Ends a request; each description is a sentence for the person at the application."""

    def __init__(
        self, status: HTTPStatus, *descriptions: str, headers: Mapping[str, str] | None = None
    ) -> None:
        self.status, self.descriptions = status, descriptions
        self.headers = headers or {}
        super().__init__(status, *descriptions)


def of_problem(problem: Problem) -> Fault:
    """The same in this standard's words."""
    kind = problem.kind
    kept = {name: value for name, value in problem.headers.items() if name == "Retry-After"}
    status = _STATUS.get(kind.status, kind.status)
    return Fault(status, problem.detail or str(kind.title), headers=kept)


def answer(form: Format, fault: Fault) -> HttpResponse:
    """The fault as a response."""
    errors: Sequence[Mapping[str, object]] = [
        {"code": int(fault.status), "description": each} for each in fault.descriptions
    ]
    response = respond(form, "errors", errors, fault.status)
    for name, value in fault.headers.items():
        response[name] = value
    return response
