"""The demonstration: whole, believable, repeatable, and never over real data."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import click
import pytest
from allauth.idp.oidc.models import Client
from allauth.mfa.models import Authenticator
from django.conf import settings

from hubung.cases.choices import Channel, EntryKind, Kind, Status
from hubung.cases.models import CannedAnswer, Case, Entry, Link, Merge, Rating
from hubung.cases.queries import is_open
from hubung.cases.timeline import verify_all
from hubung.demo import load, signins
from hubung.demo.people import staff
from hubung.demo.units import ministry
from hubung.directory.accounts.access import FACTORS
from hubung.directory.models import Grant, Person, Role, Sector, Unit
from hubung.kernel import clock
from hubung.kernel.models import Event
from hubung.mail.models import Account, AccountState, Group
from tests.support import ministry as small

pytestmark = pytest.mark.django_db


@pytest.fixture
def signin_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of sign-ins, in a state folder of its own."""
    home = settings.HUBUNG.model_copy(update={"home": tmp_path})
    monkeypatch.setattr(settings, "HUBUNG", home)
    return tmp_path / signins.FILE


def test_everything_is_there_and_a_second_load_adds_nothing(signin_file: Path) -> None:
    load.load()
    assert Unit.objects.count() == len(ministry())
    assert Person.objects.count() == len(staff())
    assert set(Grant.objects.values_list("role", flat=True)) == set(Role)
    _check_cases()
    _check_signins(signin_file)
    assert Client.objects.get().skip_consent
    _check_mail()
    before = (Case.objects.count(), Entry.objects.count(), Event.objects.count())
    written = signin_file.read_bytes()
    load.load()
    assert (Case.objects.count(), Entry.objects.count(), Event.objects.count()) == before
    assert signin_file.read_bytes() == written


def _check_mail() -> None:
    accounts = Account.objects.filter(person__isnull=False)
    assert accounts.count() == Person.objects.count()
    assert set(accounts.values_list("state", flat=True)) == {
        AccountState.WAITING,
        AccountState.ACTIVE,
        AccountState.SUSPENDED,
    }
    assert Account.objects.filter(person=None).count() == 1
    assert Group.objects.filter(made_by_rule=False).count() == 2


def _check_cases() -> None:
    cases = Case.objects.all()
    assert cases.count() >= 100
    seen = {name: set(cases.values_list(name, flat=True)) for name in ("status", "tier", "kind")}
    assert seen["tier"] == {1, 2, 3}
    assert seen["kind"] == set(Kind)
    assert seen["status"] >= {
        Status.NEW, Status.INCOMPLETE, Status.IN_PROGRESS, Status.ANSWERED, Status.CLOSED,
        Status.REOPENED, Status.REJECTED, Status.OUTSIDE_AUTHORITY,
    }  # fmt: skip
    assert set(cases.values_list("sector", flat=True)) >= set(Sector)
    assert set(cases.values_list("channel", flat=True)) >= {Channel.WEB, Channel.MAIL}
    now = clock.now()
    assert cases.filter(is_open(), next_due_at__lt=now).exists(), "nothing is late"
    assert cases.filter(is_open(), next_due_at__range=(now, now + timedelta(days=4))).exists()
    assert Rating.objects.exists()
    assert Link.objects.exists()
    assert Merge.objects.exists()
    assert CannedAnswer.objects.exists()
    assert not Entry.objects.filter(at__gt=now).exists(), "an entry from the future"
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {EntryKind.OBJECTED, EntryKind.REMINDED, EntryKind.OVERDUE} <= kinds
    inspectorate = Unit.objects.get(code="ITJEN")
    misconduct = cases.filter(kind=Kind.MISCONDUCT).select_related("unit")
    assert all(case.unit.path.startswith(inspectorate.path) for case in misconduct)
    assert all(broken is None for broken in verify_all())


def _check_signins(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    users = signins.read(path)
    assert {user.role for user in users} >= {
        Role.ADMINISTRATOR, Role.AUDITOR, Role.TIER1_AGENT, Role.TIER2_HANDLER,
        Role.TIER3_OFFICIAL, Role.SUPERVISOR, Role.INSPECTOR, Role.INFORMATION_OFFICER,
    }  # fmt: skip
    assert len({user.password for user in users}) == len({user.totp_secret for user in users})
    for user in users[:2]:
        person = Person.objects.get(email=user.mail)
        assert person.check_password(user.password)
        assert Authenticator.objects.filter(user=person, type__in=FACTORS).count() == 1


def test_an_installation_with_real_data_is_left_alone(signin_file: Path) -> None:
    small.build()
    people = Person.objects.count()
    with pytest.raises(click.ClickException):
        load.load()
    assert (Person.objects.count(), Case.objects.count()) == (people, 0)
    assert not signin_file.exists()
