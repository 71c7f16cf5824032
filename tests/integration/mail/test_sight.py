"""What the daemons are told: each row only while it is in force."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from hubung.directory.models import Grant, Holding, Person, Post, Role, Sector
from hubung.mail import lookups, queries, sight
from hubung.mail.models import (
    Account,
    AccountState,
    AppPassword,
    Door,
    Forward,
    Group,
    GroupMember,
    GroupRule,
    GroupWriter,
    SharedRight,
    Use,
    Writers,
)
from tests.integration.mail.post_office import (
    TODAY,
    TOMORROW,
    YESTERDAY,
    Office,
    seen,
    senders,
    targets,
    writers,
)
from tests.support.ministry import Ministry

LAKSMI, DAMAR, BIMA = "laksmi@dephub.go.id", "damar@dephub.go.id", "bima@dephub.go.id"


def test_a_mailbox_takes_mail_from_its_first_day_until_its_last(
    house: Ministry, office: Office
) -> None:
    office.mailbox(house.damar, state=AccountState.WAITING)
    office.mailbox(house.bima, state=AccountState.SUSPENDED)
    office.mailbox(house.tirta, opens_on=TOMORROW)
    office.mailbox(house.sekar, opens_on=YESTERDAY, closes_on=TODAY)
    office.mailbox(house.gatra, state=AccountState.CLOSED)
    office.mailbox(house.arum, closes_on=TOMORROW)
    assert sorted(row["address"] for row in seen("mail_mailbox_view")) == [
        "arum@dephub.go.id",
        BIMA,
        DAMAR,
    ]
    (row,) = seen("mail_mailbox_view", address=DAMAR)
    account = Account.objects.get(login=DAMAR)
    assert row == {
        "address": DAMAR,
        "home": account.home,
        "quota_bytes": account.quota_bytes,
        "login": DAMAR,
        "acl_groups": None,
    }


def test_a_home_tells_nothing_of_a_name_and_is_never_twice(house: Ministry, office: Office) -> None:
    one, other = office.mailbox(house.damar), office.mailbox(house.bima)
    assert "damar" not in one.home
    assert one.home != other.home


def test_only_an_active_account_of_an_active_person_signs_in_and_sends(
    house: Ministry, office: Office
) -> None:
    office.mailbox(house.damar)
    office.mailbox(house.bima, state=AccountState.SUSPENDED)
    office.mailbox(house.tirta, state=AccountState.WAITING)
    office.mailbox(house.sekar)
    Person.objects.filter(pk=house.sekar.pk).update(is_active=False)
    office.shared("tu@dephub.go.id", house.sea)
    assert [row["login"] for row in seen("mail_login_view")] == [DAMAR]
    assert seen("mail_login_view")[0]["password"] == ""
    assert [row["address"] for row in seen("mail_sender_view")] == [DAMAR]


def test_an_app_password_is_in_force_until_it_is_revoked_or_its_account_is(
    house: Ministry, office: Office
) -> None:
    account = office.mailbox(house.damar)
    kept, revoked = (hashlib.sha256(word).hexdigest() for word in (b"kept", b"revoked"))
    device = AppPassword.objects.create(account=account, name="Ponsel", secret_sha256=kept)
    AppPassword.objects.create(
        account=account, name="Lama", secret_sha256=revoked, revoked_at=device.made_at
    )
    assert seen("mail_app_password_view") == [
        {"login": DAMAR, "secret_sha256": kept, "device_id": device.pk}
    ]
    Account.objects.update(state=AccountState.SUSPENDED)
    assert seen("mail_app_password_view") == []


def test_the_address_of_a_post_belongs_to_whoever_holds_it_today(
    house: Ministry, office: Office
) -> None:
    for person in (house.laksmi, house.damar, house.bima):
        office.mailbox(person)
    post = Post.objects.get()
    office.address("dirkapel@dephub.go.id", post=post)
    assert targets("dirkapel@dephub.go.id") == senders("dirkapel@dephub.go.id") == [LAKSMI]
    Holding.objects.update(valid_to=TODAY)
    Holding.objects.create(post=post, person=house.damar, valid_from=TODAY, valid_to=TOMORROW)
    Holding.objects.create(post=post, person=house.bima, valid_from=TOMORROW)
    assert targets("dirkapel@dephub.go.id") == senders("dirkapel@dephub.go.id") == [DAMAR]


def test_mail_to_a_vacant_post_goes_to_whoever_stands_in(house: Ministry, office: Office) -> None:
    office.mailbox(house.laksmi)
    stand_in = office.mailbox(house.damar)
    office.address("dirkapel@dephub.go.id", post=Post.objects.get(), fallback=stand_in)
    assert targets("dirkapel@dephub.go.id") == [LAKSMI]
    Account.objects.filter(login=LAKSMI).update(closes_on=TODAY)
    assert targets("dirkapel@dephub.go.id") == [DAMAR]
    assert senders("dirkapel@dephub.go.id") == []


def test_the_address_of_a_unit_belongs_to_its_head(house: Ministry, office: Office) -> None:
    office.mailbox(house.laksmi)
    office.mailbox(house.bima)
    head = Post.objects.create(unit=house.bitung, title="Kepala Kantor", heads_unit=True)
    Holding.objects.create(post=head, person=house.bima, valid_from=date(2024, 1, 1), acting=True)
    office.address("ksop.bitung@dephub.go.id", unit=house.bitung)
    office.address("ditjen.laut@dephub.go.id", unit=house.sea)
    assert targets("ksop.bitung@dephub.go.id") == senders("ksop.bitung@dephub.go.id") == [BIMA]
    # Laksmi's post does not head the unit, and nobody is named for the time being.
    assert targets("ditjen.laut@dephub.go.id") == []


def test_an_alias_leads_to_the_main_address_and_may_be_sent_as(
    house: Ministry, office: Office
) -> None:
    account = office.mailbox(house.damar)
    office.address("wilis@dephub.go.id", account=account)
    assert targets("wilis@dephub.go.id") == senders("wilis@dephub.go.id") == [DAMAR]
    assert targets(DAMAR) == []  # a mailbox, not an alias
    Account.objects.update(state=AccountState.CLOSED)
    assert targets("wilis@dephub.go.id") == senders("wilis@dephub.go.id") == []


@pytest.fixture
def everybody(house: Ministry, office: Office) -> dict[str, Account]:
    people = (house.laksmi, house.damar, house.bima, house.tirta, house.jaya, house.arum)
    return {person.email: office.mailbox(person) for person in people}


def test_a_group_has_the_members_that_its_rule_gives_it_today(
    house: Ministry, office: Office, everybody: dict[str, Account]
) -> None:
    sea = sorted(["jaya@dephub.go.id", DAMAR, LAKSMI])
    office.group("ditjen-laut@dephub.go.id", rule=GroupRule.UNIT, unit=house.sea)
    office.group("laut-semua@dephub.go.id", rule=GroupRule.SUBTREE, unit=house.sea)
    office.group("sektor-laut@dephub.go.id", rule=GroupRule.SECTOR, sector=Sector.SEA)
    office.group("penangan@dephub.go.id", rule=GroupRule.ROLE, role=Role.TIER2_HANDLER)
    assert targets("ditjen-laut@dephub.go.id") == sea
    assert targets("laut-semua@dephub.go.id") == sorted([*sea, BIMA])
    assert targets("sektor-laut@dephub.go.id") == sorted([*sea, BIMA])
    assert targets("penangan@dephub.go.id") == [BIMA, DAMAR, "tirta@dephub.go.id"]
    for group in Group.objects.all():  # the pages say what the daemons do
        shown = sorted(account.login for account in queries.members(group))
        assert shown == targets(group.addresses.get().address)
    Person.objects.filter(pk=house.damar.pk).update(unit=house.rail)
    Grant.objects.filter(person=house.bima).update(valid_to=TODAY)
    Account.objects.filter(login="jaya@dephub.go.id").update(state=AccountState.CLOSED)
    assert targets("laut-semua@dephub.go.id") == [BIMA, LAKSMI]
    assert targets("penangan@dephub.go.id") == [DAMAR, "tirta@dephub.go.id"]


def test_a_group_may_have_chosen_members_and_some_from_outside(
    house: Ministry, office: Office, everybody: dict[str, Account]
) -> None:
    group = office.group("tim@dephub.go.id", rule=GroupRule.CHOSEN)
    GroupMember.objects.create(group=group, account=everybody[DAMAR])
    GroupMember.objects.create(group=group, outside="nara@contoh.example")
    assert targets("tim@dephub.go.id") == [DAMAR, "nara@contoh.example"]


def test_who_may_write_to_a_group(
    house: Ministry, office: Office, everybody: dict[str, Account]
) -> None:
    def group(name: str, writers: Writers) -> str:
        address = f"{name}@dephub.go.id"
        made = office.group(address, rule=GroupRule.UNIT, unit=house.rail, writers=writers)
        GroupWriter.objects.create(group=made, account=everybody[LAKSMI])
        return address

    assert writers(group("siapa-saja", Writers.ANYBODY)) == []
    assert writers(group("sekementerian", Writers.MINISTRY)) == ["", *sorted(everybody)]
    assert writers(group("anggota", Writers.MEMBERS)) == ["", "tirta@dephub.go.id"]
    assert writers(group("terpilih", Writers.CHOSEN)) == ["", LAKSMI]
    Account.objects.filter(login=LAKSMI).update(state=AccountState.SUSPENDED)
    assert writers("terpilih@dephub.go.id") == [""]  # still not anybody's
    restricted = {"sekementerian@dephub.go.id", "anggota@dephub.go.id", "terpilih@dephub.go.id"}
    assert {row["address"] for row in seen("mail_restricted_view")} == restricted
    Group.objects.filter(rule=GroupRule.UNIT).update(moderated=True)
    assert seen("mail_restricted_view") == []  # who may not write to it is held


def test_a_shared_mailbox_is_read_and_sent_from_by_whom_it_was_given_to(
    house: Ministry, office: Office
) -> None:
    office.mailbox(house.damar)
    office.mailbox(house.bima)
    box = office.shared("tu.laut@dephub.go.id", house.sea)
    SharedRight.objects.create(mailbox=box, person=house.damar)
    SharedRight.objects.create(mailbox=box, person=house.bima, may_send=False)
    assert senders("tu.laut@dephub.go.id") == [DAMAR]
    assert sorted(row["login"] for row in seen("mail_shared_view", mailbox=box.login)) == [
        BIMA,
        DAMAR,
    ]
    assert [row["login"] for row in seen("mail_mailbox_view", address=box.login)] == [box.login]
    (row,) = seen("mail_mailbox_view", address=DAMAR)
    assert row["acl_groups"] == f"write-{box.pk}"


def test_a_forward_leads_on_with_or_without_a_copy_until_it_ends(
    house: Ministry, office: Office
) -> None:
    damar, bima = office.mailbox(house.damar), office.mailbox(house.bima)
    Forward.objects.create(account=damar, target=BIMA)
    Forward.objects.create(account=bima, target=LAKSMI, keep_copy=False)
    assert targets(DAMAR) == [BIMA, DAMAR]
    assert targets(BIMA) == [LAKSMI]
    # The mailbox is closed; what still comes in is lost to nobody.
    Account.objects.filter(pk=damar.pk).update(state=AccountState.CLOSED)
    assert targets(DAMAR) == [BIMA]
    assert seen("mail_itself_view") == []
    Forward.objects.update(ends_on=TODAY)
    assert targets(DAMAR) == targets(BIMA) == []
    assert seen("mail_itself_view") == [{"address": BIMA, "target": BIMA}]


def test_domains_doors_and_tokens_have_the_shape_that_daemons_ask_for(office: Office) -> None:
    Door.objects.create(address="info151@dephub.go.id", transport="lmtp:inet:127.0.0.1:2424")
    assert seen("mail_domain_view") == [{"domain": "dephub.go.id"}]
    assert seen("mail_transport_view", address="info151@dephub.go.id") == [
        {"address": "info151@dephub.go.id", "transport": "lmtp:inet:127.0.0.1:2424"}
    ]
    assert seen("mail_token_view", login="x", token_sha256="y") == []


def test_a_use_is_written_down_over_the_one_before(office: Office) -> None:
    """As Dovecot does it: it knows no other way, and gives no number to the row."""
    for second in (1_800_000_000, 1_800_000_060):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO mail_use (at, login, service) VALUES (%s, %s, %s)"
                " ON CONFLICT (login, service) DO UPDATE SET at = excluded.at",
                [second, DAMAR, "imap"],
            )
    assert [use.at for use in Use.objects.all()] == [1_800_000_060]


@pytest.mark.only("sqlite")
def test_every_look_up_finds_its_row_by_an_index(office: Office) -> None:
    """However many accounts: no look-up of an unknown address reads a table through.

    PostgreSQL rightly reads tables through that are as small as these.
    """
    for view, columns in lookups.ASKED_BY.items():
        if view == "mail_alias_view":
            continue  # of a group it reads who belongs to it
        there = lookups.rows(view, "sqlite", *("'x'" for _column in columns))
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN SELECT DISTINCT * FROM {there}")  # noqa: S608
            steps = [row[3] for row in cursor.fetchall()]
        # What was found is gone through once more where it is a union.
        read = [step for step in steps if step.startswith("SCAN") and step != f"SCAN {view}"]
        assert read == [], view


@pytest.mark.django_db(transaction=True)
def test_views_give_way_to_migrations_and_their_readers_find_them_again() -> None:
    """A migration may change any table that a view stands on."""
    # One that every server has; a test may make none.
    role = "pg_monitor"
    expected = [role] if connection.vendor == "postgresql" else []
    if expected:
        sight.grant(connection, role)
    sight.close(using="default", plan=["something"])
    assert not set(sight.VIEWS) & set(connection.introspection.table_names(include_views=True))
    sight.open_again(using="default")
    assert set(sight.VIEWS) <= set(connection.introspection.table_names(include_views=True))
    assert sight.readers(connection) == expected


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("away", [sight.remove, sight.install])
def test_a_view_of_an_earlier_version_is_in_no_migrations_way(
    away: Callable[[BaseDatabaseWrapper], None],
) -> None:
    (former,) = lookups.FORMER
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE VIEW {former} AS SELECT login FROM mail_account")  # noqa: S608
    away(connection)
    sight.install(connection)
    assert former not in connection.introspection.table_names(include_views=True)


@pytest.mark.django_db(transaction=True)
def test_an_installation_that_has_them_keeps_its_views_when_nothing_is_new() -> None:
    sight.close(using="default", plan=[])
    call_command("migrate", verbosity=0)
    assert seen("mail_domain_view") == []


@pytest.mark.django_db(transaction=True)
def test_the_tables_can_be_taken_away_and_made_again() -> None:
    call_command("migrate", "mail", "zero", verbosity=0)
    assert not set(sight.VIEWS) & set(connection.introspection.table_names(include_views=True))
    call_command("migrate", verbosity=0)
    assert seen("mail_domain_view") == []
