"""Number and code open a case; a signed cookie remembers that for a while, so no address has to.

A wrong number and a wrong code get the same answer after the same work. Every form on an opened
case carries a signed pass of its own: another site cannot make one, and a browser that has lost
its cookie can still send what was written.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from hubung.cases.models import Case
from hubung.channels.web import visitors
from hubung.channels.web.tokens import TokenError, seal, unseal
from hubung.kernel import numbers

COOKIE = f"{settings.COOKIE_PREFIX}lacak"
#: After this without a page, somebody else may be sitting at the device.
COOKIE_LIFE = timedelta(minutes=30)
#: Writing down what happened may take an evening.
PASS_LIFE = timedelta(hours=12)
#: Wrong attempts in an hour, from one address and for one number. A code has 60 bits, so even the
#: second would take longer than there are mountains; but a few must not lock its reporter out.
ATTEMPTS_BY_ADDRESS = 60
ATTEMPTS_BY_NUMBER = 240
#: Cases that one device may have open.
_REMEMBERED = 8
_NO_NONCE = bytes(16)


def open_case(number: numbers.CaseNumber, code: str) -> Case | None:
    """The case with this number, if the code is its code. Takes as long either way."""
    case = _cases().filter(pk=number.case_id).first()
    if case is not None and case.year % 100 != number.year % 100:
        case = None
    expected = (
        case.code
        if case is not None
        else numbers.private_code(settings.SECRET_KEY, number.case_id, _NO_NONCE)
    )
    return case if numbers.same_code(code, expected) else None


def too_many_attempts(request: HttpRequest, number: numbers.CaseNumber) -> bool:
    return (
        visitors.times("open", visitors.network_of(request)) >= ATTEMPTS_BY_ADDRESS
        or visitors.times("open-case", str(number.case_id)) >= ATTEMPTS_BY_NUMBER
    )


def count_attempt(request: HttpRequest, number: numbers.CaseNumber) -> None:
    """Note a wrong number or code, whether or not there is such a case."""
    visitors.count("open", visitors.network_of(request))
    visitors.count("open-case", str(number.case_id))


def opened(request: HttpRequest, pk: int) -> Case | None:
    """The case, if this browser opened it a short while ago and its code is still the same."""
    nonce = dict(_remembered(request)).get(pk)
    return _cases().filter(pk=pk, code_nonce=nonce).first() if nonce else None


def remember(request: HttpRequest, response: HttpResponse, case: Case) -> None:
    """Keep the case open in this browser for another while."""
    others = [entry for entry in _remembered(request) if entry[0] != case.pk]
    _write(request, response, [(case.pk, case.code_nonce), *others][:_REMEMBERED])


def forget(request: HttpRequest, response: HttpResponse, pk: int) -> None:
    """Close the case in this browser."""
    _write(request, response, [entry for entry in _remembered(request) if entry[0] != pk])


def make_pass(case: Case) -> str:
    """What the forms of an opened case carry."""
    return seal([case.pk, case.code_nonce], purpose="pass")


def by_pass(token: str, pk: int) -> Case | None:
    """The case that a form may act on."""
    try:
        known, nonce = unseal(token, purpose="pass", life=PASS_LIFE)
    except TokenError:
        return None
    return _cases().filter(pk=pk, code_nonce=nonce).first() if known == pk else None


def _cases() -> QuerySet[Case]:
    return Case.objects.select_related("unit", "owner", "reporter", "merged_into__unit")


def _remembered(request: HttpRequest) -> list[tuple[int, str]]:
    try:
        found = unseal(request.COOKIES.get(COOKIE, ""), purpose="opened", life=COOKIE_LIFE)
        return [(int(pk), str(nonce)) for pk, nonce in found]
    except TokenError:
        return []


def _write(request: HttpRequest, response: HttpResponse, cases: list[tuple[int, str]]) -> None:
    if not cases:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_cookie(
        COOKIE,
        seal(cases, purpose="opened"),
        max_age=COOKIE_LIFE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
