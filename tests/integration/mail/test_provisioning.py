"""Everybody in the directory has a mailbox, and nobody else; as often as one likes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.core.exceptions import PermissionDenied
from pytest_django import DjangoAssertNumQueries

from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.cli import main
from hubung.directory import services as directory
from hubung.directory.accounts.services import switch_account
from hubung.directory.models import Holding, Person, Post, Unit, UnitKind
from hubung.kernel.models import Event
from hubung.kernel.tasks import run_until_idle
from hubung.mail import services
from hubung.mail.models import (
    Account,
    AccountState,
    Address,
    Domain,
    Group,
    GroupRule,
    QuotaRule,
    Use,
    Writers,
)
from hubung.mail.models.account import MEBIBYTE
from tests.integration.mail.post_office import TODAY, senders, targets
from tests.support.ministry import Ministry

LAKSMI, DAMAR, BIMA = "laksmi@dephub.go.id", "damar@dephub.go.id", "bima@dephub.go.id"


@pytest.fixture
def provisioned(house: Ministry) -> Ministry:
    services.provision()
    return house


def test_everybody_gets_a_mailbox_that_waits_for_them(provisioned: Ministry) -> None:
    assert Account.objects.count() == Person.objects.count()
    account = Account.objects.get(login=DAMAR)
    assert account.person == provisioned.damar
    assert account.state == AccountState.WAITING
    assert [each.address for each in account.addresses.all()] == [DAMAR]
    assert {domain.name for domain in Domain.objects.all()} == set(settings.HUBUNG.mail.domains)


def test_once_more_changes_nothing(provisioned: Ministry) -> None:
    homes = dict(Account.objects.values_list("login", "home"))
    records = Entry.objects.count()
    report = services.provision()
    assert not report.changes_anything
    assert dict(Account.objects.values_list("login", "home")) == homes
    assert Entry.objects.count() == records


def test_a_dry_run_tells_and_changes_nothing(house: Ministry) -> None:
    report = services.provision(dry_run=True)
    assert report.counts["opened"] == Person.objects.count()
    assert not Account.objects.exists()
    assert not Address.objects.exists()
    assert not Event.objects.filter(name="mail.AccountsProvisioned").exists()


def test_an_address_elsewhere_gets_no_mailbox(house: Ministry) -> None:
    Person.objects.filter(pk=house.damar.pk).update(email="damar@contoh.example")
    services.provision()
    assert not Account.objects.filter(person=house.damar).exists()


def test_a_name_that_is_kept_or_taken_is_told_and_stops_nobody_else(house: Ministry) -> None:
    Person.objects.filter(pk=house.damar.pk).update(email="postmaster@dephub.go.id")
    Person.objects.filter(pk=house.tirta.pk).update(email="info151@dephub.go.id")
    domain = Domain.objects.create(name="dephub.go.id")
    box = Account.objects.create(label="Tim", login=BIMA, state=AccountState.ACTIVE)
    Address.objects.create(address=BIMA, domain=domain, account=box)
    report = services.provision()
    assert sorted(who for who, _why in report.problems) == [
        BIMA,
        "info151@dephub.go.id",
        "postmaster@dephub.go.id",
    ]
    assert Account.objects.filter(person__isnull=False).count() == Person.objects.count() - 3


def test_a_new_name_leads_to_the_same_mailbox_as_the_old_one(provisioned: Ministry) -> None:
    before = Account.objects.get(login=DAMAR)
    Use.objects.create(login=DAMAR, service="imap", at=1_800_000_000)
    new = "damar.wilis@dephub.go.id"
    Person.objects.filter(pk=provisioned.damar.pk).update(email=new)
    report = services.provision()
    after = Account.objects.get(pk=before.pk)
    assert report.counts["renamed"] == 1
    assert (after.login, after.home) == (new, before.home)
    assert targets(DAMAR) == [new]
    assert Use.objects.get().login == new
    # Programs that are signed in under the old name are signed out.
    assert Event.objects.get(name="mail.AccountCut").data["login"] == DAMAR


def test_whoever_leaves_has_no_mailbox_and_who_comes_back_has_theirs(
    provisioned: Ministry,
) -> None:
    """Nothing is lost: the folder is the same."""
    home = Account.objects.get(login=DAMAR).home
    switch_account(provisioned.damar, None, on=False, reason="Pensiun.")
    run_until_idle()
    account = Account.objects.get(login=DAMAR)
    assert (account.state, account.closes_on) == (AccountState.CLOSED, TODAY)
    switch_account(provisioned.damar, None, on=True, reason="Kembali bertugas.")
    run_until_idle()
    account = Account.objects.get(login=DAMAR)
    assert (account.state, account.closes_on, account.home) == (AccountState.WAITING, None, home)


def test_an_account_that_somebody_closed_is_not_opened_by_a_rule(provisioned: Ministry) -> None:
    account = Account.objects.get(login=DAMAR)
    services.close_on(by=None, account=account, day=TODAY, reason="Perintah Inspektorat.")
    services.provision()
    assert Account.objects.get(login=DAMAR).state == AccountState.CLOSED


def test_a_posts_address_goes_to_the_successor_and_meanwhile_to_the_head_above(
    house: Ministry,
) -> None:
    """Nobody does anything about the mail: somebody is relieved, and somebody is appointed."""
    post = Post.objects.get()
    Post.objects.filter(pk=post.pk).update(email="dirkapel@dephub.go.id")
    head = Post.objects.create(unit=house.root, title="Sekretaris Jenderal", heads_unit=True)
    Holding.objects.create(post=head, person=house.arum, valid_from=date(2024, 1, 1))
    services.provision()
    address = "dirkapel@dephub.go.id"
    assert targets(address) == [LAKSMI]
    directory.relieve(by=None, post=post, person=house.laksmi, on=TODAY)
    run_until_idle()
    assert targets(address) == ["arum@dephub.go.id"]
    directory.appoint(by=None, post=post, person=house.damar, on=TODAY)
    assert targets(address) == [DAMAR]  # at once, before any handler
    services.activate(person=house.damar)
    assert senders(address) == [DAMAR]


def test_every_unit_has_an_address_and_a_group_for_everybody_below_it(
    provisioned: Ministry,
) -> None:
    services.activate(person=provisioned.bima)
    groups = set(Address.objects.filter(group__isnull=False).values_list("address", flat=True))
    units = set(Address.objects.filter(unit__isnull=False).values_list("address", flat=True))
    assert {"laut@dephub.go.id", "ksop-bit@dephub.go.id", "kereta@dephub.go.id"} <= units
    assert {"laut-semua@dephub.go.id", "laut-staf@dephub.go.id"} <= groups
    assert "ksop-bit-staf@dephub.go.id" not in groups  # nobody stands below it
    assert BIMA in targets("laut-semua@dephub.go.id")
    assert BIMA not in targets("laut-staf@dephub.go.id")
    root = Group.objects.get(unit=provisioned.root, rule=GroupRule.SUBTREE)
    assert root.writers == Writers.CHOSEN


def test_a_unit_that_ends_leaves_its_addresses_and_groups_to_its_successor(
    provisioned: Ministry,
) -> None:
    heir = directory.open_unit(
        by=None,
        code="KSOP-MDO",
        name="KSOP Manado",
        kind=UnitKind.OFFICE,
        parent=provisioned.sea,
        on=date(2026, 1, 1),
    )
    run_until_idle()
    directory.close_unit(by=None, unit=provisioned.bitung, on=TODAY, successor=heir)
    run_until_idle()
    assert Address.objects.get(address="ksop-bit@dephub.go.id").unit == heir
    assert targets("ksop-bit-semua@dephub.go.id") == targets("ksop-mdo-semua@dephub.go.id")
    assert targets("ksop-mdo-semua@dephub.go.id") == [BIMA]
    assert not Group.objects.filter(unit=provisioned.bitung).exists()


def test_room_goes_by_the_post_unless_somebody_has_said_otherwise(house: Ministry) -> None:
    head = Post.objects.create(unit=house.sea, title="Direktur Jenderal", heads_unit=True)
    Holding.objects.create(post=head, person=house.laksmi, valid_from=date(2024, 1, 1))
    services.provision()

    def room(login: str) -> int:
        return Account.objects.get(login=login).quota_bytes // MEBIBYTE

    assert (room(DAMAR), room(LAKSMI)) == (2048, 10240)
    services.set_quota(by=None, account=Account.objects.get(login=BIMA), mebibytes=4096)
    QuotaRule.objects.filter(unit_kind="", heads=False).update(mebibytes=3000)
    report = services.provision()
    assert (room(DAMAR), room(LAKSMI), room(BIMA)) == (3000, 10240, 4096)
    assert report.counts["resized"] == Person.objects.filter(is_active=True).count() - 2


def test_an_old_domain_goes_on_as_an_alias_of_the_new_one(provisioned: Ministry) -> None:
    main = Domain.objects.get(name="dephub.go.id")
    services.add_domain(by=None, name="Kemenhub.go.id", alias_of=main)
    assert targets("damar@kemenhub.go.id") == [DAMAR]
    assert targets("laut-semua@kemenhub.go.id") == targets("laut-semua@dephub.go.id")
    directory.register_person(
        by=None, name="Nara Wening", email="nara@dephub.go.id", unit=provisioned.rail
    )
    services.provision()
    assert targets("nara@kemenhub.go.id") == ["nara@dephub.go.id"]
    with pytest.raises(services.MailError, match="taken already"):
        services.add_domain(by=None, name="kemenhub.go.id")
    alias = Domain.objects.get(name="kemenhub.go.id")
    with pytest.raises(services.MailError, match="alias itself"):
        services.add_domain(by=None, name="hubdat.example", alias_of=alias)


def test_a_file_of_staff_becomes_mailboxes_by_one_command(house: Ministry, tmp_path: Path) -> None:
    file = tmp_path / "pegawai.csv"
    file.write_text("nip,nama,unit\n199001012020011001,Nara Wening,DJKA\n")
    run = CliRunner()
    for _time in range(2):
        told = run.invoke(main, ["mail", "import", str(file)])
        assert told.exit_code == 0, told.output
    account = Account.objects.get(login="nara.wening@dephub.go.id")
    assert account.person is not None
    assert account.person.unit == house.rail
    assert account.state == AccountState.WAITING
    file.write_text("nip,nama,unit\n199001012020011002,Dewa,TIDAK-ADA\n")
    told = run.invoke(main, ["mail", "import", str(file)])
    assert told.exit_code == 1
    assert not Account.objects.filter(login__startswith="dewa@").exists()


def test_provisioning_is_on_record_once(house: Ministry) -> None:
    services.provision()
    entry = Entry.objects.get(action=Act.MAIL_CHANGED)
    assert entry.subject == "mail:accounts"
    assert entry.data["opened"] == Person.objects.count()


def test_only_an_administrator_of_the_ministry_provisions(house: Ministry) -> None:
    services.provision(by=house.arum)
    for person in (house.jaya, house.damar, house.gatra):
        with pytest.raises(PermissionDenied):
            services.provision(by=person)


def test_the_number_of_questions_does_not_grow_with_the_people(
    house: Ministry, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    services.provision()
    unit = Unit.objects.get(code="DJKA")
    Person.objects.bulk_create(
        Person(email=f"pegawai.{number}@dephub.go.id", name=f"Pegawai {number}", unit=unit)
        for number in range(500)
    )
    with django_assert_max_num_queries(60):
        services.provision()
    assert Account.objects.filter(person__unit=unit).count() >= 500
