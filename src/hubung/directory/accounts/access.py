"""Who may pass: signed in, active, with a role, and with a second factor used in this session.

@staff_required
def work_list(request: StaffRequest) -> HttpResponse: ...

@staff_required
async def live(request: StaffRequest) -> StreamingHttpResponse: ...

class CasePage(StaffRequiredMixin, DetailView): ...
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from enum import Enum, auto
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast, overload
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.models import Authenticator
from asgiref.sync import iscoroutinefunction, sync_to_async
from django.contrib import messages
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from hubung.directory.models import Person

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)

#: What counts as a second factor of its own; recovery codes only stand in for one of these.
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class StaffRequest(HttpRequest):
    """A request that `staff_required` has let through."""

    user: Person


class Standing(Enum):
    """How far somebody has come in this session."""

    SIGNED_OUT = auto()
    NO_ROLE = auto()
    MUST_ENROL = auto()
    MUST_CONFIRM = auto()
    COMPLETE = auto()


def standing(request: HttpRequest) -> Standing:
    """Where the visitor stands; asks the database for roles, and for factors if none was used."""
    person = request.user
    if not isinstance(person, Person) or not person.is_active:
        return Standing.SIGNED_OUT
    if not person.grants:
        return Standing.NO_ROLE
    if second_factor_used(request, person):
        return Standing.COMPLETE
    enrolled = mfa_adapter().is_mfa_enabled(person, FACTORS)
    return Standing.MUST_CONFIRM if enrolled else Standing.MUST_ENROL


def second_factor_used(request: HttpRequest, person: Person) -> bool:
    """Whether this session has seen a code or a passkey of theirs.

    A passkey asks for a finger, a face or a PIN, so signing in with one alone is enough.
    """
    records = get_authentication_records(request, person)
    return any(record.get("method") == "mfa" for record in records)


def refusal(request: HttpRequest, now: Standing) -> HttpResponseBase | None:
    """What a visitor gets who may not pass yet; None when they may.

    A page leads on to what is missing. Whatever is not a page (API, live stream, fragment) is
    refused with the address to continue at. Raises PermissionDenied for somebody without a role.
    """
    match now:
        case Standing.COMPLETE:
            return None
        case Standing.NO_ROLE:
            raise PermissionDenied(
                _("Your account has no role yet. Ask the administrator of your unit for one.")
            )
        case Standing.SIGNED_OUT:
            address, reason = reverse("account_login"), _("Please sign in.")
        case Standing.MUST_ENROL:
            address = reverse("accounts_enrol")
            reason = _("Set up a second factor first; then everything opens.")
        case Standing.MUST_CONFIRM:
            address = _confirmation(cast(Person, request.user))
            reason = _("Confirm your second factor first; then everything opens.")
    is_page = (
        "text/html" in request.headers.get("Accept", "") and "HX-Request" not in request.headers
    )
    if request.method in ("GET", "HEAD") and is_page and now is not Standing.MUST_ENROL:
        address = f"{address}?{urlencode({'next': request.get_full_path()})}"
    if is_page:
        return HttpResponseRedirect(address)
    status = 401 if now is Standing.SIGNED_OUT else 403
    response = JsonResponse({"detail": reason, "continue_at": address}, status=status)
    response["HX-Redirect"] = address
    return response


def ask_for_factor(request: HttpRequest) -> HttpResponseRedirect | None:
    """For what asks a second factor of everybody, with a role or without: the way to one.

    None for whoever used one in this session, and for nobody, whom a sign-in comes first for.
    """
    person = request.user
    if not isinstance(person, Person) or second_factor_used(request, person):
        return None
    if mfa_adapter().is_mfa_enabled(person, FACTORS):
        return HttpResponseRedirect(
            f"{_confirmation(person)}?{urlencode({'next': request.get_full_path()})}"
        )
    messages.info(request, _("Set up a second factor first; then everything opens."))
    return HttpResponseRedirect(reverse("mfa_index"))


def _confirmation(person: Person) -> str:
    """The page that asks for the factor they have; a passkey only where there is no code."""
    has_codes = mfa_adapter().is_mfa_enabled(person, [Authenticator.Type.TOTP])
    return reverse("mfa_reauthenticate" if has_codes else "mfa_reauthenticate_webauthn")


async def still_allowed(request: HttpRequest) -> bool:
    """Ask again, in a response that stays open: session, activity and roles may have ended.

    For live streams, every so often. The request itself keeps what it knew when it began.
    """
    key = request.session.session_key
    return key is not None and await sync_to_async(staff_of_session)(key) is not None


def staff_of_session(key: str) -> Person | None:
    """Who is signed in by this session, completely; None for anybody who may not pass."""
    request = HttpRequest()
    request.session = SessionStore(key)
    request.user = get_user(request)
    return cast(Person, request.user) if standing(request) is Standing.COMPLETE else None


@overload
def staff_required(
    view: Callable[Concatenate[StaffRequest, P], Awaitable[R]],
) -> Callable[Concatenate[HttpRequest, P], Coroutine[Any, Any, HttpResponseBase]]: ...
@overload
def staff_required(
    view: Callable[Concatenate[StaffRequest, P], R],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]: ...
def staff_required(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let only staff through, to a synchronous or an asynchronous view."""
    if iscoroutinefunction(view):

        @wraps(view)
        async def asynchronous(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            refused = await sync_to_async(lambda: refusal(request, standing(request)))()
            return refused or await view(request, *args, **kwargs)

        return asynchronous

    @wraps(view)
    def synchronous(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return refusal(request, standing(request)) or view(request, *args, **kwargs)

    return synchronous


class StaffRequiredMixin(View):
    """The same for a class-based view; `self.request.user` is a Person."""

    if TYPE_CHECKING:
        request: StaffRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.view_is_async:
            return self._dispatch_async(request, *args, **kwargs)
        return refusal(request, standing(request)) or super().dispatch(request, *args, **kwargs)

    async def _dispatch_async(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        refused = await sync_to_async(lambda: refusal(request, standing(request)))()
        return refused or await cast(Any, super().dispatch(request, *args, **kwargs))
