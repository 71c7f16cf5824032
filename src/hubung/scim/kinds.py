"""The two types of resources, each with what reads and what writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from scim2_models import Resource

from hubung.directory.models import Person
from hubung.mail.models import Group
from hubung.scim import groups, ids, people, preparing, writing_groups, writing_people
from hubung.scim.callers import Caller
from hubung.scim.filtering import Columns, Order
from hubung.scim.resources import FullGroup, FullUser


@dataclass(frozen=True)
class Kind:
    """A type of resource. `rows` here are people or mail groups."""

    name: str
    endpoint: str
    letter: str
    model: type[Resource[Any]]
    known_to: Callable[[Caller], QuerySet[Any]]
    with_details: Callable[[QuerySet[Any]], QuerySet[Any]]
    columns_for: Callable[[Caller], Columns]
    sorted_by: Order
    #: caller, rows, what was asked of the answer → the resources
    show: Callable[[Caller, Sequence[Any], Mapping[str, Any]], list[Resource[Any]]]
    #: a body, the resource that it replaces → the body in the standard's form
    prepare: Callable[[Mapping[str, Any], Any], dict[str, Any]]
    create: Callable[[Caller, Any], int]
    change: Callable[[Caller, Any, Any], None]
    remove: Callable[[Caller, Any], None]


def _show_people(
    caller: Caller, rows: Sequence[Person], asked: Mapping[str, Any]
) -> list[Resource[Any]]:
    numbers: dict[int, str] = {}
    if people.wants_numbers(caller, asked):
        numbers = people.numbers_of(caller, list(rows))
    return [people.show(caller, person, number=numbers.get(person.pk)) for person in rows]


def _show_groups(
    caller: Caller, rows: Sequence[Group], _asked: Mapping[str, Any]
) -> list[Resource[Any]]:
    return [groups.show(caller, group) for group in rows]


USERS = Kind(
    name="User",
    endpoint=people.ENDPOINT,
    letter=ids.USER,
    model=FullUser,
    known_to=people.known_to,
    with_details=people.with_details,
    columns_for=people.columns_for,
    sorted_by=people.SORTED,
    show=_show_people,
    prepare=preparing.user,
    create=writing_people.create,
    change=writing_people.change,
    remove=writing_people.remove,
)
GROUPS = Kind(
    name="Group",
    endpoint=groups.ENDPOINT,
    letter=ids.GROUP,
    model=FullGroup,
    known_to=groups.known_to,
    with_details=groups.with_details,
    columns_for=lambda _caller: groups.COLUMNS,
    sorted_by=groups.SORTED,
    show=_show_groups,
    prepare=preparing.group,
    create=writing_groups.create,
    change=writing_groups.change,
    remove=writing_groups.remove,
)
KINDS = (USERS, GROUPS)


def at(endpoint: str) -> Kind | None:
    """The type of resource behind `Users` or `Groups`."""
    return next((kind for kind in KINDS if kind.endpoint == endpoint), None)
