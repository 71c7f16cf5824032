"""The resources of GeoReport v2, each as XML and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from hubung.api import auth
from hubung.api.models import Application, Scope
from hubung.api.problems import Problem
from hubung.cases.models import Case
from hubung.open311 import faults, following, receiving
from hubung.open311.catalogue import CHANGESET, SERVICES
from hubung.open311.faults import Fault
from hubung.open311.forms import ServiceRequestForm
from hubung.open311.rendering import Format, respond

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
_PUBLIC = "public, max-age=300"
_PRIVATE = "no-store, private"
_READ = ("GET", "HEAD")
#: What Django raises while it takes a request apart.
_UNREADABLE = (BadRequest, MultiPartParserError, SuspiciousOperation, UnreadablePostError)

View = Callable[..., HttpResponse]


def resource(*methods: str) -> Callable[[View], View]:
    """A view of these methods whose errors are told as the standard says.

    No cookie opens anything here, so no page of a stranger can act through a visitor's browser,
    and there is nothing for a CSRF token to protect.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def wrapped(request: HttpRequest, form: Format, **named: str) -> HttpResponse:
            try:
                if request.method not in methods:
                    raise Fault(
                        HTTPStatus.METHOD_NOT_ALLOWED,
                        _("This address has no such method."),
                        headers={"Allow": ", ".join(methods)},
                    )
                response = view(request, form, **named)
            except Fault as fault:
                response = faults.answer(form, fault)
            except Problem as problem:
                response = faults.answer(form, faults.of_problem(problem))
            except RequestDataTooBig:
                too_large = Fault(
                    HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("The request is too large.")
                )
                response = faults.answer(form, too_large)
            except _UNREADABLE:
                unread = Fault(HTTPStatus.BAD_REQUEST, _("The request cannot be read."))
                response = faults.answer(form, unread)
            response.headers.setdefault("Cache-Control", _PRIVATE)
            return response

        return wrapped

    return decorate


@resource(*_READ)
def discovery(request: HttpRequest, form: Format) -> HttpResponse:
    """Where the endpoint is, and whom to ask for a key."""
    contact = settings.HUBUNG.case_address
    told = {
        "changeset": CHANGESET,
        "contact": contact,
        "key_service": _("Write to %(address)s for a key.") % {"address": contact},
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": settings.HUBUNG.public_url + reverse("open311:root").rstrip("/"),
                "changeset": CHANGESET,
                "type": "production",
                "formats": [each.media_type for each in Format],
            }
        ],
    }
    return _public(respond(form, "discovery", told))


@resource(*_READ)
def services(request: HttpRequest, form: Format) -> HttpResponse:
    """What may be reported."""
    return _public(respond(form, "services", [each.told() for each in SERVICES.values()]))


@resource(*_READ)
def definition(request: HttpRequest, form: Format, service_code: str) -> HttpResponse:
    """What may be said besides, for one of them."""
    service = SERVICES.get(service_code)
    if service is None:
        raise following.no_service(service_code)
    return _public(respond(form, "service_definition", service.definition()))


@resource(*_READ, "POST")
def requests(request: HttpRequest, form: Format) -> HttpResponse:
    """Report, or ask for what the application reported."""
    if request.method == "POST":
        return _receive(request, form)
    application = _admit(request, Scope.CASES_READ)
    return _told(form, following.search(application, request.GET.dict()))


@resource(*_READ)
def one_request(request: HttpRequest, form: Format, request_id: str) -> HttpResponse:
    """How one request stands."""
    application = _admit(request, Scope.CASES_READ)
    cases = following.find(application, [request_id])
    if not cases:
        raise Fault(HTTPStatus.NOT_FOUND, _("You sent no request with this id."))
    return _told(form, cases)


@resource(*_READ)
def token(request: HttpRequest, form: Format, token_id: str) -> HttpResponse:
    """The standard's way from a token to a request; ours are numbered at once."""
    raise Fault(HTTPStatus.NOT_FOUND, _("No tokens are given here: each request has its id."))


@resource(*_READ, "POST")
def nothing(request: HttpRequest, form: Format, path: str = "") -> HttpResponse:
    """Every other address below the endpoint."""
    raise Fault(HTTPStatus.NOT_FOUND, _("There is nothing at this address."))


def _receive(request: HttpRequest, form: Format) -> HttpResponse:
    application = _admit(request, Scope.CASES_WRITE)
    code = request.POST.get("service_code", "")
    if not code:
        raise Fault(HTTPStatus.BAD_REQUEST, _("Send the service_code."))
    service = SERVICES.get(code)
    if service is None:
        raise following.no_service(code)
    sent = ServiceRequestForm.of(request.POST.dict())
    if not sent.is_valid():
        raise Fault(HTTPStatus.BAD_REQUEST, *sent.faults)
    case = receiving.receive(application, service, sent)
    told = {
        "service_request_id": case.number,
        "service_notice": _notice(case),
        "account_id": None,
    }
    return respond(form, "service_requests", [told])


def _notice(case: Case) -> str:
    """What happens next; never the private code, because applications publish this field."""
    said = _("The contact centre reads your report and passes it on.")
    if case.is_notified:
        return f"{said} " + _("You are told of each step by e-mail.")
    return f"{said} " + _("Follow it in this application by its number.")


def _told(form: Format, cases: Sequence[Case]) -> HttpResponse:
    return respond(form, "service_requests", following.tell(cases))


def _admit(request: HttpRequest, scope: Scope) -> Application:
    """The application whose key it is. Raises Problem, Fault."""
    key = request.POST.get("api_key") or request.GET.get("api_key") or _bearer(request)
    if not key:
        raise Fault(HTTPStatus.FORBIDDEN, _("Send your api_key."))
    application = auth.admit(key, scope).application
    if application is None:
        raise Fault(
            HTTPStatus.FORBIDDEN, _("This key belongs to a person: use that of an application.")
        )
    return application


def _bearer(request: HttpRequest) -> str:
    """For whoever would rather not have a key in an address."""
    scheme, _blank, key = request.headers.get("Authorization", "").partition(" ")
    return key if scheme.lower() == "bearer" else ""


def _public(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = _PUBLIC
    return response
