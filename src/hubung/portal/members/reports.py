"""Which reports and requests a member sees: those of the address that they proved.

And those without it that they added with number and code. Never in either way: anonymous reports,
which belong to nobody; misconduct and whatever else is confidential, since a mailbox may be shared
and a telephone lie on a table. Number and code open these, as for everybody.
"""

from __future__ import annotations

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from hubung.cases.choices import Kind, Status
from hubung.cases.models import Case
from hubung.disclosure.requests.models import Request
from hubung.disclosure.requests.queries import requests_in
from hubung.portal.members.models import Claim, Member, SignIn

#: It is the reporter's turn.
THEIR_TURN = (Status.INCOMPLETE, Status.ANSWERED)


def shown() -> QuerySet[Case]:
    """What an account may list at all."""
    plain = Case.objects.filter(confidential=False, anonymous=False)
    return plain.exclude(kind__in=(Kind.MISCONDUCT, Kind.PERSONAL_DATA))


def cases_of(sign_in: SignIn) -> QuerySet[Case]:
    """What stands open to them, reports and formal requests alike."""
    theirs = Q(reporter__email=sign_in.member.email) | Q(pk__in=claimed_by(sign_in.member))
    if sign_in.phone:
        theirs |= Q(reporter__phone=sign_in.phone)
    return shown().filter(theirs)


def claimed_by(member: Member) -> QuerySet[Claim, int]:
    """The reports that they added with number and code, by id."""
    return member.claims.values_list("case_id", flat=True)


def reports_of(sign_in: SignIn) -> QuerySet[Case]:
    """Their reports: first those that wait for them, then the youngest."""
    waits = ExpressionWrapper(Q(status__in=THEIR_TURN), output_field=BooleanField())
    return (
        cases_of(sign_in)
        .exclude(kind=Kind.PUBLIC_INFORMATION)
        .select_related("unit", "merged_into__unit")
        .prefetch_related("clocks", "answers", "merged_into__clocks", "merged_into__answers")
        .order_by(waits.desc(), "-pk")
    )


def requests_of(sign_in: SignIn) -> QuerySet[Request]:
    """Their formal requests, the youngest first."""
    return requests_in(cases_of(sign_in).filter(kind=Kind.PUBLIC_INFORMATION))
