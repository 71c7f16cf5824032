"""The ministry's domains, and old names that go on as aliases of new ones."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Person
from hubung.kernel import bulk
from hubung.kernel.events import emit
from hubung.mail import policies
from hubung.mail.events import DomainAdded
from hubung.mail.models import Address, Domain
from hubung.mail.services.errors import MailError

_NAME = re.compile(r"(?=.{4,190}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def keep_domains() -> list[Domain]:
    """Those of the settings are there; returns all that are no alias, the main one first."""
    for name in settings.HUBUNG.mail.domains:
        Domain.objects.get_or_create(name=name.lower())
    order = {name.lower(): place for place, name in enumerate(settings.HUBUNG.mail.domains)}
    domains = Domain.objects.filter(alias_of=None)
    return sorted(domains, key=lambda domain: (order.get(domain.name, len(order)), domain.pk))


@transaction.atomic
def add_domain(*, by: Person | None, name: str, alias_of: Domain | None = None) -> Domain:
    """Take mail for a domain; as an alias, each address there stands for the same one here.

    Raises MailError for a name that is none, that is there already, or an alias of an alias.
    """
    policies.require(policies.may_keep_mail(by))
    name = name.strip().lower().rstrip(".")
    if not _NAME.fullmatch(name):
        raise MailError(_("“%(name)s” is no domain, as kemenhub.go.id.") % {"name": name})
    if Domain.objects.filter(name=name).exists():
        raise MailError(_("Mail for %(name)s is taken already.") % {"name": name})
    if alias_of is not None and alias_of.alias_of_id is not None:
        raise MailError(
            _("%(name)s is an alias itself. Choose the domain that it stands for.")
            % {"name": alias_of.name}
        )
    domain = Domain.objects.create(name=name, alias_of=alias_of)
    derive_addresses()
    record(Act.MAIL_CHANGED, by, "mail:domains", data={"domain": name})
    emit(DomainAdded(by_id=by.pk if by else None, domain_id=domain.pk))
    return domain


def derive_addresses() -> int:
    """Give every address its like in the alias domains; returns how many were new.

    A name that somebody has there already stays theirs.
    """
    made = 0
    for alias in Domain.objects.filter(alias_of__isnull=False):
        there = set(Address.objects.filter(domain=alias).values_list("address", flat=True))
        wanted = Address.objects.filter(domain=alias.alias_of_id)
        rows = [
            Address(
                address=f"{own.local}@{alias.name}",
                domain=alias,
                account_id=own.account_id,
                post_id=own.post_id,
                unit_id=own.unit_id,
                group_id=own.group_id,
                fallback_id=own.fallback_id,
                derived=True,
            )
            for own in wanted.iterator(chunk_size=5000)
            if f"{own.local}@{alias.name}" not in there
        ]
        bulk.insert_new(rows)
        made += len(rows)
    return made
