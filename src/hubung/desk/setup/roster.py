"""People as the setup shows them: what they hold, and how they sign in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from allauth.mfa.models import Authenticator
from django.db.models import Prefetch, Q, QuerySet

from hubung.desk.setup import policies
from hubung.directory.accounts.access import FACTORS
from hubung.directory.importing.values import WrongValueError, nip
from hubung.directory.models import Grant, Holding, Person, StaffNumber, in_force, today


@dataclass(frozen=True)
class Row:
    """A person in the list: their function, the roles in force today, their second factor."""

    person: Person
    function: str
    grants: list[Grant]
    factor: bool


@dataclass(frozen=True)
class Held:
    """A role on a person's page; `ends` when it lasts beyond today, so that it can be ended."""

    grant: Grant
    state: str
    ends: bool


def found(viewer: Person, text: str, role: str) -> QuerySet[Person]:
    """Whom the words name, among those that the viewer may see; without any, whoever has a role.

    Words are parts of a name or of a mail address; digits only are a NIP, whole.
    """
    today_in_force = Grant.objects.filter(in_force(today()))
    people = Person.objects.filter(policies.people_seen_by(viewer))
    if role:
        people = people.filter(pk__in=today_in_force.filter(role=role).values("person_id"))
    elif not text:
        people = people.filter(pk__in=today_in_force.values("person_id"))
    number = whole_nip(text)
    if number:
        numbers = StaffNumber.objects.filter(StaffNumber.matching(number))
        people = people.filter(pk__in=numbers.values("person_id"))
    for word in [] if number else text.split():
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return (
        people.distinct()
        .select_related("unit")
        .prefetch_related(
            Prefetch(
                "role_grants",
                today_in_force.select_related("unit").order_by("unit__path", "role"),
                to_attr="grants_today",
            ),
            Prefetch(
                "holdings",
                Holding.objects.filter(in_force(today()))
                .select_related("post")
                .order_by("acting", "pk"),
                to_attr="holdings_today",
            ),
        )
        .order_by("name", "pk")
    )


def whole_nip(text: str) -> str:
    """The NIP that was typed, however it is spaced; empty for any other text."""
    try:
        return nip(text)
    except WrongValueError:
        return ""


def rows(people: Iterable[Person]) -> list[Row]:
    """Of people as `found` gives them."""
    listed = list(people)
    enrolled = set(
        Authenticator.objects.filter(user__in=listed, type__in=FACTORS).values_list(
            "user_id", flat=True
        )
    )
    return [
        Row(person, _function(person), cast(Any, person).grants_today, person.pk in enrolled)
        for person in listed
    ]


def factors_of(person: Person) -> list[str]:
    """The kinds of second factor somebody has: `totp`, `webauthn`."""
    kinds = Authenticator.objects.filter(user=person, type__in=FACTORS).order_by("type")
    return list(kinds.values_list("type", flat=True).distinct())


def held_by(person: Person) -> list[Held]:
    """Every role they hold, will hold or held: those of today first, the past last."""
    order = {"now": 0, "coming": 1, "past": 2}
    grants = person.role_grants.select_related("unit").order_by("-valid_from", "pk")
    held = [_held(grant, today()) for grant in grants]
    return sorted(held, key=lambda one: order[one.state])


def _held(grant: Grant, day: date) -> Held:
    lasts = grant.valid_to is None or grant.valid_to > day
    if not lasts:
        return Held(grant, "past", ends=False)
    return Held(grant, "now" if grant.valid_from <= day else "coming", ends=True)


def _function(person: Person) -> str:
    holdings: list[Holding] = cast(Any, person).holdings_today
    return holdings[0].post.title if holdings else person.title
