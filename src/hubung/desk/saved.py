"""Views that people keep for themselves or share with their unit."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from hubung.cases.models import SavedView
from hubung.desk.worklist import Query
from hubung.directory.models import Person


class NameTakenError(ValueError):
    """Another view of theirs is called so; `str()` says what to do."""


def saved_views(person: Person) -> list[SavedView]:
    """Their own, and those that colleagues share with their unit or one above it."""
    shared = Q(person=person)
    if person.unit is not None:
        above = [int(pk) for pk in person.unit.path.strip("/").split("/")]
        shared |= Q(shared_with__in=above)
    return list(
        SavedView.objects.filter(shared)
        .select_related("person")
        .only("name", "query", "shared_with_id", "person__name")
    )


def save_view(*, person: Person, name: str, query: Query, shared: bool = False) -> SavedView:
    """Keep a list under a name. Raises NameTakenError."""
    name = _checked(person, name)
    return SavedView.objects.create(
        person=person,
        name=name,
        query=query.parameters,
        shared_with=person.unit if shared else None,
    )


def change_view(*, person: Person, view: SavedView, name: str, shared: bool) -> None:
    """Rename a view, share it with one's unit, or stop sharing it. Raises NameTakenError."""
    _require_own(person, view)
    view.name = _checked(person, name, but=view)
    view.shared_with = person.unit if shared else None
    view.save(update_fields=["name", "shared_with"])


def delete_view(*, person: Person, view: SavedView) -> None:
    _require_own(person, view)
    view.delete()


def is_own(person: Person, view: SavedView) -> bool:
    return view.person_id == person.pk


def _require_own(person: Person, view: SavedView) -> None:
    if not is_own(person, view):
        raise PermissionDenied(_("Only whoever made this view may change it."))


def _checked(person: Person, name: str, but: SavedView | None = None) -> str:
    name = name.strip()[:60]
    if not name:
        raise NameTakenError(_("Give the view a name."))
    same = SavedView.objects.filter(person=person, name=name)
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise NameTakenError(_("You have a view of this name already. Choose another name."))
    return name
