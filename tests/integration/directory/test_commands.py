"""Roles and lost second factors on the command line."""

from __future__ import annotations

import click
import pytest
from allauth.mfa.models import Authenticator

from hubung.cli.directory import ROLE
from hubung.directory import commands
from hubung.directory.accounts.services import enrol_totp
from hubung.directory.models import Person, Role
from tests.support import ministry


@pytest.fixture
def ratih(db: None) -> Person:
    return ministry.build().ratih


def roles(person: Person) -> set[tuple[str, str]]:
    fresh = Person.objects.get(pk=person.pk)
    return {(grant.role, grant.unit.code) for grant in fresh.grants}


def test_a_role_is_given_and_taken_back(ratih: Person) -> None:
    unit = ratih.unit
    assert unit is not None
    commands.grant(f" {ratih.email.upper()}", "auditor", unit.code.lower())
    assert ("auditor", unit.code) in roles(ratih)
    commands.revoke(ratih.email, "auditor", unit.code)
    assert ("auditor", unit.code) not in roles(ratih)


def test_who_and_where_must_exist(ratih: Person) -> None:
    with pytest.raises(click.ClickException, match="Nobody has the mail address"):
        commands.grant("siapa@dephub.go.id", "auditor", "PK-151")
    with pytest.raises(click.ClickException, match="No unit has the code"):
        commands.grant(ratih.email, "auditor", "TIDAK-ADA")


def test_a_lost_second_factor_is_taken_away_for_a_reason(ratih: Person) -> None:
    enrol_totp(ratih)
    with pytest.raises(click.ClickException):
        commands.reset_factor(ratih.email, " ")
    assert Authenticator.objects.filter(user=ratih).exists()
    commands.reset_factor(ratih.email, "ponsel hilang")
    assert not Authenticator.objects.filter(user=ratih).exists()


def test_the_command_line_knows_every_role() -> None:
    assert list(ROLE.choices) == list(Role.values)
