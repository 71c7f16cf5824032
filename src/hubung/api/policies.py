"""What an application may know of. What a person may, `cases.policies` says."""

from __future__ import annotations

from django.db.models import Q

from hubung.api.models import Application, Scope, Submission, Token
from hubung.cases import rights
from hubung.cases.choices import Kind
from hubung.cases.models import Case
from hubung.directory.models import Person, Role, Unit
from hubung.directory.policies import administers_ministry
from hubung.directory.queries import has_role
from hubung.insight.times import policies as times


def visible_to_application(application: Application) -> Q:
    """A filter on Case: those of its units and below, and those it sent.

    Confidential cases open to named people only, misconduct to the Inspectorate, and what is
    restricted to the information officer: to no program.
    """
    in_units = Q(pk__in=[])
    for path in application.units.values_list("path", flat=True):
        in_units |= Q(path__startswith=path)
    units = Unit.objects.filter(in_units).values("pk")
    sent = Submission.objects.filter(application=application).values("case_id")
    free = Q(confidential=False, restricted=False) & ~Q(kind=Kind.MISCONDUCT)
    return (Q(unit_id__in=units) | Q(pk__in=sent)) & free


def scopes_open_to(person: Person) -> list[Scope]:
    """What their tokens can be of use for, by their roles of today."""
    reads = any(rights.sights_of(person))
    administers = has_role(person, Role.ADMINISTRATOR)
    opened = {
        Scope.CASES_READ: reads,
        Scope.CASES_WRITE: may_send(person),
        Scope.DIRECTORY_READ: True,
        Scope.WEBHOOKS_MANAGE: reads,
        Scope.ACCOUNTS_PROVISION: administers,
        Scope.TIMES_WRITE: times.may_add(person),
        Scope.NUMBERS_READ: administers,
    }
    return [scope for scope in Scope if opened[scope]]


def may_end(person: Person, token: Token) -> bool:
    """Whose token it is; that of an application belongs to the administrators of the ministry."""
    if token.person_id is not None:
        return token.person_id == person.pk
    return administers_ministry(person)


def may_send(person: Person) -> bool:
    """Whether they write reports down at all: not those whose roles are only for reading."""
    return any(grant.role not in (Role.AUDITOR, Role.ADMINISTRATOR) for grant in person.grants)


def sent_by(application: Application | None, case: Case) -> bool:
    """Whether the case came through this application."""
    return (
        application is not None
        and Submission.objects.filter(application=application, case=case).exists()
    )
