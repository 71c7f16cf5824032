"""People, the posts they hold and the roles they are given."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.directory import events, policies
from hubung.directory.models import (
    Grant,
    Holding,
    Person,
    Post,
    Role,
    StaffNumber,
    Unit,
    today,
)
from hubung.directory.services.administrators import require_another_administrator
from hubung.directory.services.errors import DirectoryError
from hubung.directory.services.terms import end_grant, end_holding, lasting_beyond, start_grant
from hubung.directory.services.units import lock_tree
from hubung.kernel import sealed
from hubung.kernel.events import emit
from hubung.ui.people import mask_number


@transaction.atomic
def register_person(
    *,
    by: Person | None,
    name: str,
    email: str,
    unit: Unit,
    nip: str | None = None,
    phone: str = "",
    title: str = "",
) -> Person:
    """Add a member of staff, without a password. Raises DirectoryError for a NIP or mail in use."""
    policies.require(policies.may_change_unit(by, unit))
    email = email.strip().lower()
    if Person.objects.filter(email=email).exists():
        raise DirectoryError(
            _("%(email)s belongs to somebody else. Choose another address.") % {"email": email}
        )
    person = Person.objects.create_user(email, None, name=name, unit=unit, phone=phone, title=title)
    if nip is not None:
        give_number(person, nip)
    emit(
        events.PersonRegistered(
            subject=f"person:{person.pk}", by_id=by.pk if by else None, person_id=person.pk
        )
    )
    return person


@transaction.atomic
def give_number(person: Person, nip: str) -> None:
    """Write down whose NIP it is. Raises DirectoryError for one that is somebody's already."""
    # While a key is changed, one number has two digests: whoever gives numbers waits in line.
    lock_tree()
    if StaffNumber.objects.filter(StaffNumber.matching(nip)).exists():
        raise DirectoryError(
            _("Somebody with the NIP %(nip)s is already known.") % {"nip": mask_number(nip)}
        )
    StaffNumber.of(person.pk, nip, sealed.current()).save(force_insert=True)


@transaction.atomic
def open_post(
    *, by: Person | None, unit: Unit, title: str, heads_unit: bool = False, email: str = ""
) -> Post:
    """Create a post in a unit; one that exists already is returned as it is."""
    policies.require(policies.may_change_unit(by, unit))
    post, _created = Post.objects.get_or_create(
        unit=unit, title=title, defaults={"heads_unit": heads_unit, "email": email}
    )
    return post


@transaction.atomic
def appoint(
    *, by: Person | None, post: Post, person: Person, on: date, acting: bool = False
) -> Holding:
    """Give a post to a person from a day on; whoever held it in the same way leaves it that day.

    A definite appointment also ends the acting one. Raises DirectoryError when the post's unit is
    closed by then, or when somebody was appointed for a later day.
    """
    policies.require(policies.may_change_unit(by, post.unit))
    post = Post.objects.select_for_update(of=("self",)).select_related("unit").get(pk=post.pk)
    if post.unit.closed_on is not None and post.unit.closed_on <= on:
        raise DirectoryError(
            _("%(unit)s is closed by then; nobody can hold a post there.") % {"unit": post.unit}
        )
    lasting = post.holdings.filter(lasting_beyond(on)).select_related("person")
    if acting:
        lasting = lasting.filter(acting=True)
    for holding in lasting:
        if holding.person_id == person.pk and holding.acting == acting:
            return holding
        if holding.valid_from > on:
            raise DirectoryError(
                _("%(person)s is appointed from %(day)s. Choose a later day, or relieve them.")
                % {"person": holding.person, "day": holding.valid_from}
            )
        end_holding(holding, on)
    holding = Holding.objects.create(post=post, person=person, acting=acting, valid_from=on)
    person.__dict__.pop("post", None)
    emit(
        events.PostAppointed(
            by_id=by.pk if by else None,
            post_id=post.pk,
            person_id=person.pk,
            valid_from=on.isoformat(),
            acting=acting,
        )
    )
    return holding


@transaction.atomic
def relieve(*, by: Person | None, post: Post, person: Person, on: date) -> None:
    """End a person's holding of a post; the post stays vacant from that day. Twice is harmless."""
    policies.require(policies.may_change_unit(by, post.unit))
    Post.objects.select_for_update().get(pk=post.pk)
    for holding in post.holdings.filter(lasting_beyond(on), person=person):
        end_holding(holding, on)
        emit(
            events.PostRelieved(
                by_id=by.pk if by else None,
                post_id=post.pk,
                person_id=person.pk,
                valid_to=on.isoformat(),
            )
        )
    person.__dict__.pop("post", None)


@transaction.atomic
def grant_role(
    *, by: Person | None, person: Person, role: Role, unit: Unit, on: date | None = None
) -> Grant:
    """Give a person a role for a unit and everything below it; one in force is returned as is.

    Raises PermissionDenied, and DirectoryError for oneself and for a closed unit.
    """
    policies.require(policies.may_change_unit(by, unit))
    if by is not None and by.pk == person.pk:
        raise DirectoryError(_("Nobody gives a role to themselves. Ask another administrator."))
    if not unit.is_open:
        raise DirectoryError(
            _("%(unit)s is closed. Grant the role at the unit that follows it.") % {"unit": unit}
        )
    grant, created = start_grant(person, role, unit, on or today())
    if created:
        emit(
            events.RoleGranted(
                by_id=by.pk if by else None, person_id=person.pk, role=role, unit_id=unit.pk
            )
        )
    return grant


@transaction.atomic
def revoke_role(
    *, by: Person | None, person: Person, role: Role, unit: Unit, on: date | None = None
) -> None:
    """Take a role back from a day on (today). Twice is harmless.

    Raises DirectoryError for the last administrator of the whole ministry.
    """
    policies.require(policies.may_change_unit(by, unit))
    day = on or today()
    if role == Role.ADMINISTRATOR and unit.parent_id is None:
        require_another_administrator(person, day)
    for grant in Grant.objects.filter(lasting_beyond(day), person=person, role=role, unit=unit):
        end_grant(grant, day)
        emit(
            events.RoleRevoked(
                by_id=by.pk if by else None, person_id=person.pk, role=role, unit_id=unit.pk
            )
        )
    person.__dict__.pop("grants", None)
