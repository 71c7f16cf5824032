"""Names that are kept for the ministry: those of the standards, and what it decides itself."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Person
from hubung.mail import names, policies
from hubung.mail.models import Address, ReservedName
from hubung.mail.services.errors import MailError


def case_addresses() -> set[str]:
    return {address.lower() for address in settings.HUBUNG.mail.case_addresses}


def reserved_names() -> set[str]:
    """What no person may have before the `@`."""
    cases = {address.rpartition("@")[0] for address in case_addresses()}
    return {*names.RESERVED, *cases, *ReservedName.objects.values_list("name", flat=True)}


@transaction.atomic
def reserve_name(*, by: Person | None, name: str, reason: str) -> ReservedName:
    """No person gets it from now on. Raises MailError for one that is kept, or somebody's."""
    policies.require(policies.may_keep_mail(by))
    name = name.strip().lower()
    if not names.is_local(name):
        raise MailError(
            _("“%(name)s” cannot stand before the @: use letters, digits, dots and hyphens.")
            % {"name": name}
        )
    if not reason.strip():
        raise MailError(_("Say why, so that it can be understood later."))
    if name in reserved_names():
        raise MailError(_("“%(name)s” is kept already.") % {"name": name})
    theirs = Address.objects.filter(address__startswith=f"{name}@", account__person__isnull=False)
    if found := theirs.first():
        raise MailError(_("%(address)s is somebody's already.") % {"address": found.address})
    made = ReservedName.objects.create(name=name, reason=reason.strip()[:200])
    record(Act.MAIL_CHANGED, by, "mail:names", why=made.reason, data={"reserved": name})
    return made


@transaction.atomic
def free_name(*, by: Person | None, reserved: ReservedName) -> None:
    """Whoever is called so may have it again."""
    policies.require(policies.may_keep_mail(by))
    record(Act.MAIL_CHANGED, by, "mail:names", data={"freed": reserved.name})
    reserved.delete()
