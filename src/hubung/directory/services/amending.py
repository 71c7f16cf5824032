"""What the directory says of one person, changed by hand or by another program."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.directory import events, policies
from hubung.directory.models import Person, Unit
from hubung.directory.services.errors import DirectoryError
from hubung.kernel.events import emit


@transaction.atomic
def amend_person(
    *,
    by: Person | None,
    person: Person,
    name: str | None = None,
    email: str | None = None,
    unit: Unit | None = None,
    title: str | None = None,
) -> list[str]:
    """Write down what is given and differs; None stays as it is. Returns the fields that changed.

    Whoever moves somebody must administer both units. The address of somebody with a role opens
    their account to whoever reads its mail: only the ministry's administrators change that.
    Raises PermissionDenied, and DirectoryError for an empty name or an address in use.
    """
    policies.require(
        policies.may_change_unit(by, person.unit)
        if person.unit is not None
        else policies.administers_ministry(by)
    )
    given: dict[str, str | Unit | None] = {
        "name": name.strip() if name is not None else None,
        "email": email.strip().lower() if email is not None else None,
        "unit": unit,
        "title": title,
    }
    changed = {
        field: value
        for field, value in given.items()
        if value is not None and getattr(person, field) != value
    }
    if "name" in changed and not changed["name"]:
        raise DirectoryError(_("Write the name of the person."))
    if unit is not None:
        policies.require(policies.may_change_unit(by, unit))
    if "email" in changed:
        policies.require(not person.grants or policies.administers_ministry(by))
        if Person.objects.filter(email=changed["email"]).exclude(pk=person.pk).exists():
            raise DirectoryError(
                _("%(email)s belongs to somebody else. Choose another address.")
                % {"email": changed["email"]}
            )
    if not changed:
        return []
    for field, value in changed.items():
        setattr(person, field, value)
    person.save(update_fields=list(changed))
    emit(
        events.PersonAmended(
            subject=f"person:{person.pk}",
            by_id=by.pk if by else None,
            person_id=person.pk,
            fields=sorted(changed),
        )
    )
    return sorted(changed)
