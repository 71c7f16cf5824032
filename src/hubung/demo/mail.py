"""The demonstration's official mail: everybody has a mailbox, half of them use it."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import click
from django.conf import settings
from django.db import transaction

from hubung.demo.people import SEED, staff
from hubung.directory.models import Person, Role, Unit
from hubung.kernel import clock
from hubung.mail import services
from hubung.mail.models import Account, AccountState, GroupRule, Use, Writers


@transaction.atomic
def load() -> None:
    """Accounts, groups, a shared mailbox and a suspended account; nothing when there are any."""
    if Account.objects.exists():
        return
    click.echo("Opening mailboxes for everybody …")
    services.provision()
    random = Random(SEED)  # noqa: S311 - a repeatable ministry, not a secret
    known = {_address(spec.mailbox) for spec in staff() if spec.signs_in}
    for person in Person.objects.filter(mail_account__isnull=False).order_by("pk"):
        if person.email in known or random.random() < 0.5:
            _use(person, random)
    _groups()
    _shared(known)
    stolen = (
        Account.objects.filter(state=AccountState.ACTIVE, person__isnull=False)
        .exclude(login__in=known)
        .order_by("pk")
        .first()
    )
    if stolen is not None:
        reason = "Kata sandi diketik di halaman tiruan; menunggu kunjungan ke meja layanan."
        services.suspend(by=None, account=stolen, reason=reason)


def _address(mailbox: str) -> str:
    return f"{mailbox}@{settings.HUBUNG.mail.domains[0]}"


def _use(person: Person, random: Random) -> None:
    """They have activated it, added a telephone, and signed in during the last weeks."""
    services.activate(person=person)
    account = Account.objects.get(person=person)
    device, _secret = services.make_app_password(account=account, name="Ponsel kantor")
    ago = timedelta(minutes=random.randrange(10, 60 * 24 * 40))
    at = int((clock.now() - ago).timestamp())
    Use.objects.create(login=account.login, service=f"imap/{device.pk}", at=at)


def _groups() -> None:
    services.make_group(
        by=None,
        address=_address("penangan"),
        name="Penangan laporan tingkat 2",
        rule=GroupRule.ROLE,
        role=Role.TIER2_HANDLER,
        writers=Writers.MINISTRY,
    )
    team = services.make_group(
        by=None,
        address=_address("tim-mudik"),
        name="Tim angkutan Lebaran",
        rule=GroupRule.CHOSEN,
        writers=Writers.MEMBERS,
    )
    active = Account.objects.filter(state=AccountState.ACTIVE, person__isnull=False)
    for account in active.order_by("login")[:6]:
        services.add_member(by=None, group=team, address=account.login)
    services.add_member(by=None, group=team, address="posko@terminal.example")


def _shared(known: set[str]) -> None:
    root = Unit.objects.get(parent=None)
    box = services.open_shared(
        by=None, address=_address("postmaster"), label="Pengelola surat", unit=root
    )
    for person in Person.objects.filter(email__in=known).order_by("pk")[:3]:
        services.share(by=None, mailbox=box, person=person)
