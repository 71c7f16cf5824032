"""The ministry is never left without anybody who can run it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from hubung.directory.models import Grant, Person, Role
from hubung.directory.services.errors import DirectoryError
from hubung.directory.services.terms import lasting_beyond


def require_another_administrator(person: Person, day: date) -> None:
    """Before `person` stops administering the whole ministry on a day: somebody else does.

    Somebody whose account is switched off does not count. Raises DirectoryError. All grants are
    locked, so that two people can't remove each other at once.
    """
    grants = Grant.objects.filter(
        lasting_beyond(day), role=Role.ADMINISTRATOR, unit__parent=None, valid_from__lte=day
    )
    holders = set(
        grants.select_for_update(of=("self",)).order_by("pk").values_list("person_id", flat=True)
    )
    # Asked after the locks: who had to wait must see what the other did.
    others = Person.objects.filter(pk__in=holders - {person.pk}, is_active=True)
    if person.pk in holders and not others.exists():
        raise DirectoryError(
            _("%(person)s is the last administrator. Name another one first.") % {"person": person}
        )
