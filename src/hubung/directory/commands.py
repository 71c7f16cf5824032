"""What `hubung directory …` does, beside the import: roles, and a second factor that is lost."""

from __future__ import annotations

import click

from hubung.directory import services
from hubung.directory.accounts.services import ReasonMissingError, reset_second_factor
from hubung.directory.models import Person, Role, Unit


def grant(mail: str, role: str, unit: str) -> None:
    """Give a person a role. Raises ClickException when there is no such person or open unit."""
    person, where = _person(mail), _unit(unit)
    try:
        services.grant_role(by=None, person=person, role=Role(role), unit=where)
    except services.DirectoryError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{person.name} is {role} for {where.code} and every unit below it.")


def revoke(mail: str, role: str, unit: str) -> None:
    """Take a role back. Raises ClickException when that would leave nobody to administer."""
    person, where = _person(mail), _unit(unit)
    try:
        services.revoke_role(by=None, person=person, role=Role(role), unit=where)
    except services.DirectoryError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{person.name} is not {role} for {where.code} any more.")


def reset_factor(mail: str, reason: str) -> None:
    """Take away a person's second factors and sessions. Raises ClickException without a reason."""
    person = _person(mail)
    try:
        reset_second_factor(person, None, reason)
    except ReasonMissingError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{person.name} sets up a new second factor at the next sign-in.")


def _person(mail: str) -> Person:
    found = Person.objects.filter(email__iexact=mail.strip()).first()
    if found is None:
        raise click.ClickException(
            f"Nobody has the mail address “{mail}”. Import the staff first: "
            "hubung directory import FILE"
        )
    return found


def _unit(code: str) -> Unit:
    found = Unit.objects.filter(code__iexact=code.strip()).first()
    if found is None:
        raise click.ClickException(
            f"No unit has the code “{code}”. Import the units first: hubung directory import FILE"
        )
    return found
