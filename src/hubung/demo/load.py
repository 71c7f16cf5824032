"""Fill an empty installation with the demonstration ministry. May be repeated."""

from __future__ import annotations

from random import Random

import click
from allauth.idp.oidc.models import Client
from django.conf import settings
from django.db import transaction

from hubung.cases.models import Case
from hubung.demo import agendas, calls, canned, cases, mail, register, signins, simulation
from hubung.demo.people import SEED, StaffSpec, staff
from hubung.demo.portal import load as portal
from hubung.demo.units import UnitSpec, ministry
from hubung.demo.world import World
from hubung.directory import services
from hubung.directory.accounts.provider import clients
from hubung.directory.accounts.provider.clients import Said
from hubung.directory.models import Person, StaffNumber, Unit
from hubung.kernel import clock


def load() -> None:
    """Units, staff, sign-ins, cases, calls: each part whole or not at all, only what is missing.

    Raises ClickException on an installation that holds anything else.
    """
    _refuse_real_data()
    load_units()
    load_staff()
    made = load_signins()
    load_client()
    mail.load()
    canned.load()
    portal.load()
    load_cases()
    calls.load()
    agendas.load()
    register.load()
    if made:
        click.echo(f"{len(made)} sign-ins: {settings.HUBUNG.home / signins.FILE}")


def _refuse_real_data() -> None:
    """The first unit and the first person of the demonstration tell that this is one."""
    first = staff()[0]
    mine = StaffNumber.objects.filter(
        StaffNumber.matching(first.nip), person__email=address(first.mailbox)
    )
    known = {spec.code for spec in ministry()}
    strange = Unit.objects.exclude(code__in=known).exists()
    if strange or (Person.objects.exists() and not mine.exists()):
        raise click.ClickException(
            "This installation holds a ministry already; the demonstration would mix invented "
            "people with real ones. Nothing was changed. Use an empty database, or another "
            "HUBUNG_HOME."
        )


def code(mail: str) -> None:
    """Print the code for the second step of one of the demonstration's sign-ins.

    Raises ClickException for an address that is not among them.
    """
    for signin in signins.read(settings.HUBUNG.home / signins.FILE):
        if mail in (signin.mail, signin.mail.split("@")[0], signin.role):
            click.echo(signin.code())
            return
    raise click.ClickException(
        f"“{mail}” is not among the sign-ins in {settings.HUBUNG.home / signins.FILE}."
    )


def load_signins() -> list[signins.SignIn]:
    """Passwords and authenticators, once; empty when they were made before."""
    path = settings.HUBUNG.home / signins.FILE
    if path.exists():
        return []
    chosen = {address(spec.mailbox): spec for spec in staff() if spec.signs_in}
    people = {person.email: person for person in Person.objects.filter(email__in=chosen)}
    with transaction.atomic():
        made = [
            signins.make(people[email], spec.roles[0][0].value) for email, spec in chosen.items()
        ]
        # Inside: passwords that stand nowhere would lock everybody out.
        signins.write(path, made)
    return made


@transaction.atomic
def load_client() -> None:
    """An application that people sign in to; whoever tries it makes its secret at the desk."""
    if not Client.objects.exists():
        said = Said(
            name="Kepegawaian (contoh)",
            addresses=["http://127.0.0.1/kembali"],
            scopes=["profile", "email"],
            first_party=True,
        )
        clients.register(by=None, said=said)


def load_cases() -> None:
    """Two months of work, up to this moment; nothing when there are cases."""
    if Case.objects.exists():
        return
    click.echo("Working through two months of invented reports …")
    now = clock.now()
    random = Random(SEED)  # noqa: S311 - a repeatable registry, not a secret
    world = World(random, {address(spec.mailbox) for spec in staff() if spec.signs_in})
    simulation.run(cases.journeys(world, now=now), until=now)


def address(mailbox: str) -> str:
    """A mail address in the ministry's first domain."""
    return f"{mailbox}@{settings.HUBUNG.mail.domains[0]}"


@transaction.atomic
def load_units() -> None:
    """The unit tree; nothing when there is one."""
    if Unit.objects.exists():
        return
    click.echo("Founding the invented ministry …")
    units: dict[str, Unit] = {}
    for spec in ministry():
        units[spec.code] = _open(spec, units)
    for spec in ministry():
        if spec.closed_on is not None:
            services.close_unit(
                by=None,
                unit=units[spec.code],
                on=spec.closed_on,
                successor=units.get(spec.successor),
                decree=spec.decree,
            )


def _open(spec: UnitSpec, units: dict[str, Unit]) -> Unit:
    first = spec.earlier[0] if spec.earlier else None
    unit = services.open_unit(
        by=None,
        code=spec.code,
        kind=spec.kind,
        name=first.name if first else spec.name,
        short_name=first.short_name if first else spec.short_name,
        parent=units[spec.parent] if spec.parent else None,
        on=spec.opened_on,
        sector=spec.sector,
        timezone=spec.timezone,
        place=spec.place,
        email=address(spec.mailbox),
    )
    if spec.renamed_on is not None:
        unit = services.rename_unit(
            by=None, unit=unit, name=spec.name, short_name=spec.short_name, on=spec.renamed_on
        )
    return unit


@transaction.atomic
def load_staff() -> None:
    """The named staff with their posts and roles; nothing when there are people."""
    if Person.objects.exists():
        return
    units = {unit.code: unit for unit in Unit.objects.all()}
    for spec in staff():
        _register(spec, units)


def _register(spec: StaffSpec, units: dict[str, Unit]) -> Person:
    unit = units[spec.unit]
    person = services.register_person(
        by=None,
        name=spec.name,
        email=address(spec.mailbox),
        unit=unit,
        nip=spec.nip,
        phone=spec.phone,
        title="" if spec.official else spec.title,
    )
    if spec.official:
        post = services.open_post(by=None, unit=unit, title=spec.title, heads_unit=spec.heads_unit)
        services.appoint(by=None, post=post, person=person, on=spec.since, acting=spec.acting)
    for role, code in spec.roles:
        services.grant_role(by=None, person=person, role=role, unit=units[code], on=spec.since)
    return person
