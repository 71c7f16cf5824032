"""Wagtail's groups, made from the roles of the directory, so that its own checks hold.

Each room (the home page, a section) has two groups: who writes in it, and who publishes besides. A
person is put into those that their roles reach when they come to the editors' room, on every
request: a role that has ended is gone before the first check.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from hubung.directory.models import Person
from hubung.directory.queries import has_role
from hubung.portal.content import policies
from hubung.portal.content.models import HomePage, SectionPage

PREFIX = "content"
WRITERS, PUBLISHERS = "writers", "publishers"
_WRITE = ("add_page", "change_page")
_PUBLISH = (*_WRITE, "publish_page", "lock_page", "unlock_page", "bulk_delete_page")
#: Of Wagtail's own models, which it asks about for those that take their place too.
_FILES = ("add_image", "choose_image", "add_document", "choose_document")
_KEEP_FILES = (*_FILES, "change_image", "change_document")
_SITE_WIDE = ("access_admin",)
_REDIRECTS = ("add_redirect", "change_redirect", "delete_redirect", "view_redirect")
_ROLES = {WRITERS: policies.WRITERS, PUBLISHERS: policies.PUBLISHERS}


def of_room(room: HomePage | SectionPage) -> None:
    """Make the two groups of a room."""
    _make(_name_of(WRITERS, room.pk), room, _WRITE, _FILES, _SITE_WIDE)
    site_wide = (*_SITE_WIDE, *_REDIRECTS)
    _make(_name_of(PUBLISHERS, room.pk), room, _PUBLISH, _KEEP_FILES, site_wide)


def forget(room: SectionPage) -> None:
    names = [_name_of(kind, room.pk) for kind in _ROLES]
    Group.objects.filter(name__in=names).delete()


def refresh(person: Person) -> None:
    """Put somebody into the groups that their roles reach today, and out of all others."""
    ours = person.groups.filter(name__startswith=f"{PREFIX}:")
    has = dict(ours.values_list("name", "pk"))
    wanted = {_name_of(kind, room.pk): room for kind, room in _reached(person)}
    if gone := [pk for name, pk in has.items() if name not in wanted]:
        person.groups.remove(*gone)
    if missing := wanted.keys() - has.keys():
        for name in missing:
            of_room(wanted[name])
        person.groups.add(*Group.objects.filter(name__in=missing))


def _reached(person: Person) -> Iterable[tuple[str, HomePage | SectionPage]]:
    if not policies.may_edit(person):
        return
    rooms = [*HomePage.objects.all(), *SectionPage.objects.select_related("unit")]
    for room in rooms:
        for kind, roles in _ROLES.items():
            if room.unit is not None and has_role(person, *roles, unit=room.unit):
                yield kind, room


def _make(
    name: str,
    page: Page,
    on_pages: Iterable[str],
    on_files: Iterable[str],
    site_wide: Iterable[str],
) -> None:
    group, new = Group.objects.get_or_create(name=name)
    if not new:
        return
    group.permissions.set(_permissions(site_wide))
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=page.pk, permission=permission)
        for permission in _permissions(on_pages)
    )
    root = Collection.get_first_root_node()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=root, permission=permission)
        for permission in _permissions(on_files)
    )


def _permissions(codenames: Iterable[str]) -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label__startswith="wagtail", codename__in=tuple(codenames)
    )


def _name_of(kind: str, pk: int) -> str:
    return f"{PREFIX}:{kind}:{pk}"
