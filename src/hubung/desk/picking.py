"""Choosing a unit, a colleague or a case by typing: what is offered, and what is meant."""

from __future__ import annotations

import re

from django.db.models import Case as When
from django.db.models import IntegerField, Q, QuerySet, Value
from django.db.models import When as Whenever
from django.utils.translation import gettext as _

from hubung.cases.models import Case
from hubung.cases.policies import visible_to
from hubung.directory.models import Grant, Person, Unit, in_force, today
from hubung.directory.queries import open_units

OFFERED = 20
_CODE = re.compile(r"\(([^()]+)\)\s*$")
_ADDRESS = re.compile(r"<([^<>\s]+)>\s*$")
_MENTION = re.compile(r"@(?=\w)")


class NotFoundError(ValueError):
    """Nothing, or more than one thing, is called so; `str()` says what to do."""


def unit_label(unit: Unit) -> str:
    """As it stands in the field once chosen: `KSOP Kelas I Bitung (KSOP-BIT)`."""
    return f"{unit.label} ({unit.code})"


def person_label(person: Person) -> str:
    return f"{person.name} <{person.email}>"


def units_like(text: str) -> list[Unit]:
    """Open units whose name, place or code has all the words; those whose code begins so first."""
    found = open_units()
    for word in _words(_CODE.sub(r" \1", text)):
        found = found.filter(
            Q(name__icontains=word)
            | Q(short_name__icontains=word)
            | Q(code__icontains=word)
            | Q(place__icontains=word)
        )
    first = When(
        Whenever(code__istartswith=text.strip(), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return list(found.order_by(first, "path")[:OFFERED])


def unit_meant(text: str) -> Unit:
    """The unit that somebody chose or typed. Raises NotFoundError."""
    if code := _CODE.search(text):
        exact = open_units().filter(code__iexact=code[1].strip()).first()
        if exact is not None:
            return exact
    sure = open_units().filter(
        Q(code__iexact=text.strip())
        | Q(name__iexact=text.strip())
        | Q(short_name__iexact=text.strip())
    )
    found = list(sure[:2]) or (units_like(text) if text.strip() else [])
    if len(found) == 1:
        return found[0]
    raise NotFoundError(_choose([unit_label(unit) for unit in found]))


def staff() -> QuerySet[Person]:
    """Who can enter the desk."""
    grants = Grant.objects.filter(in_force(today()))
    return Person.objects.filter(is_active=True, pk__in=grants.values("person_id"))


def people_like(text: str) -> list[Person]:
    found = staff().select_related("unit")
    for word in _words(_ADDRESS.sub("", text)):
        found = found.filter(Q(name__icontains=word) | Q(email__istartswith=word))
    return list(found.order_by("name")[:OFFERED])


def person_meant(text: str) -> Person:
    """The colleague that somebody chose or typed. Raises NotFoundError."""
    if address := _ADDRESS.search(text):
        exact = staff().filter(email__iexact=address[1]).first()
        if exact is not None:
            return exact
    sure = list(staff().filter(Q(name__iexact=text.strip()) | Q(email__iexact=text.strip()))[:2])
    found = sure or (people_like(text) if text.strip() else [])
    if len(found) == 1:
        return found[0]
    raise NotFoundError(_choose([person_label(person) for person in found]))


def case_meant(text: str, *, seen_by: Person) -> Case:
    """The case with this number, as far as the person may see it. Raises NotFoundError."""
    case = Case.objects.with_number(text).filter(visible_to(seen_by)).first()
    if case is None:
        raise NotFoundError(_("There is no case with this number. Check its digits."))
    return case


def people_mentioned(text: str) -> list[Person]:
    """Colleagues called by `@Full Name` in a text, each once, in order."""
    calls = [text[match.end() :] for match in _MENTION.finditer(text)]
    firsts = {re.split(r"\W", call, maxsplit=1)[0] for call in calls}
    if not firsts:
        return []
    like = Q()
    for first in firsts:
        like |= Q(name__istartswith=first)
    known = sorted(staff().filter(like), key=lambda person: -len(person.name))
    found: dict[int, Person] = {}
    for call in calls:
        for person in known:
            if call.casefold().startswith(person.name.casefold()):
                found.setdefault(person.pk, person)
                break
    return list(found.values())


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s()<>]+", text) if word]


def _choose(labels: list[str]) -> str:
    if not labels:
        return _("Nothing is called so. Type another part of the name.")
    return _("More than one is called so. Choose one: %(names)s.") % {
        "names": "; ".join(labels[:6])
    }
