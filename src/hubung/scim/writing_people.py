"""Users as they are written: each change one of the directory's or the mail's own services."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from scim2_models import ForbiddenException

from hubung.directory import services as directory
from hubung.directory.accounts.services import switch_account
from hubung.directory.models import Person, Unit
from hubung.directory.queries import open_units
from hubung.kernel import clock
from hubung.mail import names
from hubung.mail.models import Address
from hubung.mail.services import open_mailbox
from hubung.mail.services.addresses import check_free
from hubung.mail.services.domains import keep_domains
from hubung.scim import faults
from hubung.scim.callers import Caller
from hubung.scim.models import EXTERNAL_ID_LENGTH
from hubung.scim.people import full_name, mark_of
from hubung.scim.resources import NAME_LENGTH, TITLE_LENGTH, EnterpriseUser, FullUser


def create(caller: Caller, wanted: FullUser) -> int:
    """Register a person, or bring one back who was taken away. Returns the id.

    An address is never given to somebody else: what was written to it is still in its mailbox.
    """
    email = _address(wanted)
    unit = _unit(caller, wanted)
    if unit is None:
        raise faults.value(_("Say where they work: department is the code of a unit."))
    try:
        with transaction.atomic():
            person = Person.objects.select_for_update().filter(email=email).first()
            if person is None:
                person = _register(caller, wanted, email, unit)
            else:
                _bring_back(caller, person, wanted, unit)
            _mark(person, wanted)
            open_mailbox(by=caller.person, person=person)
            _switch(caller, person, on=wanted.active is not False)
            caller.note("created", f"person:{person.pk}")
    except IntegrityError as error:
        # Its twin was committed a moment earlier.
        raise _taken(email) from error
    return person.pk


def change(caller: Caller, person: Person, wanted: FullUser) -> None:
    """Bring a person in line with what is wanted; what is the same stays untouched."""
    email = _address(wanted)
    if email != person.email:
        if person.grants and not caller.reaches_all:
            raise ForbiddenException(
                detail=_(
                    "The address of somebody with a role opens their account: only a token "
                    "for the whole ministry changes it."
                )
            )
        _check_free(email, person)
    try:
        with transaction.atomic():
            fields = directory.amend_person(
                by=caller.person,
                person=person,
                name=_name(wanted),
                email=email,
                unit=_unit(caller, wanted, person),
                title=_title(wanted),
            )
            _mark(person, wanted)
            if wanted.active is not None:
                _switch(caller, person, on=wanted.active)
            caller.note("changed", f"person:{person.pk}", fields)
    except IntegrityError as error:
        raise _taken(email) from error


def remove(caller: Caller, person: Person) -> None:
    """Close the account and hide it. Nothing is destroyed: cases, mail and the log name people."""
    _switch(caller, person, on=False)
    mark = mark_of(person)
    mark.removed_at = clock.now()
    mark.save()
    caller.note("removed", f"person:{person.pk}")


def _register(caller: Caller, wanted: FullUser, email: str, unit: Unit) -> Person:
    _check_free(email)
    return directory.register_person(
        by=caller.person, name=_name(wanted), email=email, unit=unit, title=_title(wanted)
    )


def _bring_back(caller: Caller, person: Person, wanted: FullUser, unit: Unit) -> None:
    mark = mark_of(person)
    gone = mark.removed_at is not None and not person.is_active
    if not gone or not caller.covers(person.unit):
        raise _taken(person.email)
    mark.removed_at = None
    directory.amend_person(
        by=caller.person, person=person, name=_name(wanted), unit=unit, title=_title(wanted)
    )


def _mark(person: Person, wanted: FullUser) -> None:
    mark = mark_of(person)
    external_id = wanted.external_id or ""
    if len(external_id) > EXTERNAL_ID_LENGTH:
        raise _too_long("externalId", EXTERNAL_ID_LENGTH)
    bare = "@" not in (wanted.user_name or "")
    before = (mark.external_id, mark.bare_name)
    mark.external_id, mark.bare_name = external_id, bare
    if mark.removed_at is not None or before != (external_id, bare):
        mark.removed_at = None
        mark.save()
    person.scim_mark = mark


def _switch(caller: Caller, person: Person, *, on: bool) -> None:
    if person.is_active != on:
        switch_account(person, caller.person, on=on, reason=caller.reason)


def _address(wanted: FullUser) -> str:
    """Raises InvalidValueException for what is no address of ours."""
    email = full_name(wanted.user_name or "")
    local, _at, domain = email.rpartition("@")
    ours = {each.name for each in keep_domains()}
    if not names.is_local(local) or not names.is_address(email) or domain not in ours:
        raise faults.value(
            _("“%(name)s” is no official address: userName is a name in %(domains)s.")
            % {"name": wanted.user_name, "domains": ", ".join(sorted(ours))}
        )
    return email


def _check_free(email: str, person: Person | None = None) -> None:
    others = Person.objects.filter(email=email)
    rows = Address.objects.filter(address=email)
    if person is not None:
        others = others.exclude(pk=person.pk)
        rows = rows.filter(~Q(account__person=person) | Q(account=None))
    if others.exists() or rows.exists():
        raise _taken(email)
    if person is None or not Address.objects.filter(address=email).exists():
        check_free(email, for_person=True)


def _unit(caller: Caller, wanted: FullUser, person: Person | None = None) -> Unit | None:
    """The unit that is named; None where none is, and it stays as it was."""
    extension = wanted[EnterpriseUser]
    code = (extension.department or "").strip() if extension else ""
    if not code:
        return None
    if person is not None and person.unit is not None and person.unit.code == code:
        return person.unit
    unit = open_units().filter(code=code).first()
    if unit is None or not caller.covers(unit):
        raise faults.value(
            _("You provision no open unit with the code “%(code)s”.") % {"code": code}
        )
    return unit


def _name(wanted: FullUser) -> str:
    name = ((wanted.name.formatted if wanted.name else "") or "").strip()
    if not name:
        raise faults.value(_("Write the name of the person in name.formatted."))
    if len(name) > NAME_LENGTH:
        raise _too_long("name.formatted", NAME_LENGTH)
    return name


def _title(wanted: FullUser) -> str:
    title = (wanted.title or "").strip()
    if len(title) > TITLE_LENGTH:
        raise _too_long("title", TITLE_LENGTH)
    return title


def _too_long(name: str, length: int) -> Exception:
    return faults.value(
        _("“%(name)s” has at most %(length)d characters.") % {"name": name, "length": length}
    )


def _taken(email: str) -> Exception:
    return faults.unique(_("%(email)s is somebody's already.") % {"email": email})
