"""Who provisions, and how far that reaches: the units of its application, or of its person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from hubung.api import auth
from hubung.api.models import Scope, Token
from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Person, Role, Unit


@dataclass(frozen=True)
class Caller:
    """The holder of the token. `base` is the address of the service, without a slash at its end."""

    token: Token
    base: str

    @property
    def person(self) -> Person | None:
        """In whose name the services act; None for an application, which `covers` holds back."""
        return self.token.person

    @property
    def sees_numbers(self) -> bool:
        return Scope.NUMBERS_READ in self.token.scopes

    @cached_property
    def units(self) -> Sequence[Unit]:
        """The units at the top of what it reaches."""
        if self.token.application is not None:
            return list(self.token.application.units.order_by("path"))
        if self.person is None:
            return []
        return [grant.unit for grant in self.person.grants if grant.role == Role.ADMINISTRATOR]

    @cached_property
    def reaches_all(self) -> bool:
        """Whether it is for the whole ministry."""
        return any(unit.parent_id is None for unit in self.units)

    def covers(self, unit: Unit | None) -> bool:
        """Whether it may provision in this unit; None is nobody's but the whole ministry's."""
        if self.reaches_all:
            return True
        return unit is not None and any(unit.path.startswith(top.path) for top in self.units)

    def within(self, lookup: str) -> Q:
        """A filter by the unit's path, which `lookup` names: what it may know of."""
        if self.reaches_all:
            return Q()
        found = Q(pk__in=[])
        for top in self.units:
            found |= Q(**{f"{lookup}__startswith": top.path})
        return found

    def note(self, did: str, subject: str, fields: Sequence[str] = ()) -> None:
        """Put on record by which token it was; what changed, the services have told themselves."""
        data = {"token": self.token.pk, "did": did, "fields": list(fields)}
        record(Act.PROVISIONED, self.person, subject, data=data)

    def note_numbers(self, people: Sequence[Person]) -> None:
        """Before NIPs are shown."""
        subjects = [f"person:{person.pk}" for person in people]
        record(Act.NUMBER_SHOWN, self.person, subjects, data={"token": self.token.pk})

    @property
    def reason(self) -> str:
        """Why an account is switched, for whoever reads that later."""
        return _("By provisioning: %(token)s") % {"token": self.token.name}


def admit(request: HttpRequest, base: str) -> Caller:
    """The caller of a request. Raises api.problems.Problem."""
    scheme, _blank, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        raise auth.no_token()
    return Caller(auth.admit(secret.strip(), Scope.ACCOUNTS_PROVISION), base)
