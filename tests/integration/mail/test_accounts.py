"""Accounts suspended and closed, app passwords, forwards, shared mailboxes, groups by hand."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.directory.models import Person, Role
from hubung.kernel.models import Event
from hubung.kernel.tasks import run_until_idle
from hubung.mail import services
from hubung.mail.models import (
    Account,
    AccountState,
    Address,
    AppPassword,
    GroupRule,
    Writers,
)
from tests.integration.mail.post_office import TODAY, TOMORROW, Office, seen, targets, writers
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry

LAKSMI, DAMAR, BIMA = "laksmi@dephub.go.id", "damar@dephub.go.id", "bima@dephub.go.id"


@pytest.fixture
def damar(house: Ministry, office: Office) -> Account:
    return office.mailbox(house.damar)


def _cuts() -> list[str]:
    return [event.data["login"] for event in Event.objects.filter(name="mail.AccountCut")]


def test_suspension_cuts_everything_at_once_and_mail_still_comes_in(
    house: Ministry, damar: Account
) -> None:
    visitor = Client(headers={"Accept": "text/html"})
    sign_in(visitor, house.damar)
    UserSession.objects.create(
        user=house.damar, ip="10.1.2.3", session_key=visitor.session.session_key
    )
    assert visitor.get("/desk/").status_code == 200
    services.make_app_password(account=damar, name="Ponsel")
    services.suspend(by=house.arum, account=damar, reason="Kata sandi dicuri.")
    assert visitor.get("/desk/").headers["Location"].startswith(reverse("account_login"))
    assert seen("mail_login_view") == seen("mail_app_password_view") == []
    assert seen("mail_sender_view") == []
    assert [row["login"] for row in seen("mail_mailbox_view")] == [DAMAR]
    assert _cuts() == [DAMAR]
    entry = Entry.objects.get(action=Act.MAILBOX_SUSPENDED)
    assert (entry.actor, entry.why) == (house.arum, "Kata sandi dicuri.")
    services.suspend(by=house.arum, account=damar, reason="Sekali lagi.")
    assert _cuts() == [DAMAR]  # twice is harmless


def test_what_a_thief_may_have_made_stays_cut_when_the_account_goes_on(
    house: Ministry, damar: Account
) -> None:
    services.make_app_password(account=damar, name="Ponsel")
    Account.objects.update(activated_at=damar.made_at)
    services.suspend(by=house.arum, account=damar, reason="Kata sandi dicuri.")
    services.resume(by=house.arum, account=damar, reason="Sudah diganti.")
    assert [row["login"] for row in seen("mail_login_view")] == [DAMAR]
    assert seen("mail_app_password_view") == []


def test_a_reason_is_needed_and_nobody_suspends_whom_they_do_not_look_after(
    house: Ministry, damar: Account
) -> None:
    with pytest.raises(services.MailError, match="Say why"):
        services.suspend(by=house.arum, account=damar, reason="  ")
    for person in (house.damar, house.tirta, house.gatra):
        with pytest.raises(PermissionDenied):
            services.suspend(by=person, account=damar, reason="Karena saya mau.")
    services.suspend(by=house.jaya, account=damar, reason="Koordinator unitnya boleh.")


def test_an_account_closes_on_its_day(house: Ministry, damar: Account) -> None:
    services.close_on(by=house.arum, account=damar, day=TOMORROW, reason="Pensiun.")
    assert services.settle_closed() == 0
    assert [row["login"] for row in seen("mail_login_view")] == [DAMAR]
    # The day has come; the daemons see it before anything ran.
    Account.objects.update(opens_on=TODAY - timedelta(days=9), closes_on=TODAY)
    assert seen("mail_login_view") == seen("mail_mailbox_view") == []
    run_until_idle()
    assert Account.objects.get(pk=damar.pk).state == AccountState.CLOSED
    assert _cuts() == [DAMAR]
    with pytest.raises(services.MailError, match="closed"):
        services.suspend(by=house.arum, account=damar, reason="Terlambat.")
    yesterday = TODAY - timedelta(days=1)
    with pytest.raises(services.MailError, match="later day"):
        services.close_on(by=house.arum, account=damar, day=yesterday, reason="Mundur.")


def test_who_has_left_cannot_be_let_in_again_by_the_mail_alone(
    house: Ministry, damar: Account
) -> None:
    Person.objects.filter(pk=house.damar.pk).update(is_active=False)
    services.provision()
    with pytest.raises(services.MailError, match="has left"):
        services.resume(by=house.arum, account=damar, reason="Coba saja.")


def test_the_first_sign_in_activates_an_account(house: Ministry, office: Office) -> None:
    office.mailbox(house.damar, state=AccountState.WAITING)
    Client().force_login(house.damar)
    account = Account.objects.get(login=DAMAR)
    assert account.state == AccountState.ACTIVE
    assert account.activated_at is not None


def test_an_app_password_is_long_shown_once_and_found_by_its_digest(damar: Account) -> None:
    device, secret = services.make_app_password(account=damar, name=" Ponsel kantor ")
    assert device.name == "Ponsel kantor"
    assert len(secret.replace("-", "")) == 30
    kept = hashlib.sha256(secret.encode()).hexdigest()
    assert seen("mail_app_password_view", secret_sha256=kept) == [
        {"login": DAMAR, "secret_sha256": kept, "device_id": device.pk}
    ]
    other = services.make_app_password(account=damar, name="Laptop")[1]
    assert secret != other


def test_an_app_password_is_revoked_by_its_owner_or_a_keeper_alone(
    house: Ministry, damar: Account
) -> None:
    device, _secret = services.make_app_password(account=damar, name="Ponsel")
    for person in (house.tirta, house.laksmi):
        with pytest.raises(PermissionDenied):
            services.revoke_app_password(by=person, device=device)
    services.revoke_app_password(by=house.damar, device=device)
    services.revoke_app_password(by=house.damar, device=device)
    event = Event.objects.get(name="mail.AppPasswordRevoked")
    assert (event.data["login"], event.data["device_id"]) == (DAMAR, device.pk)
    assert seen("mail_app_password_view") == []


def test_nobody_makes_app_passwords_without_end_or_for_an_account_not_in_use(
    damar: Account,
) -> None:
    for number in range(20):
        AppPassword.objects.create(account=damar, name="x", secret_sha256=f"{number:064}")
    with pytest.raises(services.MailError, match="20 devices"):
        services.make_app_password(account=damar, name="Satu lagi")
    Account.objects.update(state=AccountState.SUSPENDED)
    with pytest.raises(services.MailError, match="not in use"):
        services.make_app_password(account=damar, name="Ponsel")


def test_mail_is_forwarded_inside_by_its_owner_and_outside_by_the_ministry(
    house: Ministry, office: Office, damar: Account
) -> None:
    office.mailbox(house.bima)
    services.add_forward(by=house.damar, account=damar, target="Bima@dephub.go.id")
    assert targets(DAMAR) == [BIMA, DAMAR]
    with pytest.raises(services.MailError, match="stays in the ministry"):
        services.add_forward(by=house.damar, account=damar, target="damar@contoh.example")
    services.add_forward(by=house.arum, account=damar, target="damar@contoh.example")
    with pytest.raises(services.MailError, match="no mail address"):
        services.add_forward(by=house.arum, account=damar, target="bukan alamat")
    services.end_forward(by=house.damar, forward=damar.forwards.get(target=BIMA))
    assert targets(DAMAR) == sorted([DAMAR, "damar@contoh.example"])


def test_mail_never_goes_round_in_a_circle(house: Ministry, office: Office, damar: Account) -> None:
    bima, laksmi = office.mailbox(house.bima), office.mailbox(house.laksmi)
    services.add_forward(by=None, account=damar, target=BIMA)
    services.add_forward(by=None, account=bima, target=LAKSMI)
    for target in (DAMAR, LAKSMI):
        with pytest.raises(services.MailError, match="come back"):
            services.add_forward(by=None, account=laksmi, target=target)


def test_a_name_is_given_once_and_reserved_ones_to_no_person(
    house: Ministry, damar: Account
) -> None:
    services.give_address(by=house.arum, address="Wilis@dephub.go.id", account=damar)
    assert targets("wilis@dephub.go.id") == [DAMAR]
    wrong = {
        "wilis@dephub.go.id": "somebody's already",
        "postmaster@dephub.go.id": "can't have it",
        "info151@dephub.go.id": "becomes a case",
        "damar@contoh.example": "not in one of",
        "da mar@dephub.go.id": "cannot stand before",
        "@dephub.go.id": "cannot stand before",
    }
    for address, why in wrong.items():
        with pytest.raises(services.MailError, match=why):
            services.give_address(by=house.arum, address=address, account=damar)
    box = services.open_shared(
        by=house.arum, address="postmaster@dephub.go.id", label="Postmaster", unit=house.root
    )
    assert box.is_shared
    with pytest.raises(services.MailError, match="main address"):
        services.take_address(by=house.arum, address=Address.objects.get(address=DAMAR))
    services.take_address(by=house.arum, address=Address.objects.get(address="wilis@dephub.go.id"))
    assert targets("wilis@dephub.go.id") == []


def test_a_shared_mailbox_is_given_and_taken_back(house: Ministry, damar: Account) -> None:
    box = services.open_shared(
        by=house.arum, address="tu.laut@dephub.go.id", label="Tata usaha laut", unit=house.sea
    )
    right = services.share(by=house.jaya, mailbox=box, person=house.damar)
    assert [row["login"] for row in seen("mail_shared_view")] == [DAMAR]
    services.unshare(by=house.jaya, right=right)
    assert seen("mail_shared_view") == []
    assert _cuts() == [DAMAR]
    with pytest.raises(services.MailError, match="is a person's"):
        services.share(by=house.arum, mailbox=damar, person=house.bima)


def test_a_group_is_made_by_hand_with_members_from_anywhere(
    house: Ministry, office: Office, damar: Account
) -> None:
    group = services.make_group(
        by=house.arum,
        address="tim-mudik@dephub.go.id",
        name="Tim mudik",
        rule=GroupRule.CHOSEN,
    )
    services.add_member(by=house.arum, group=group, address=DAMAR)
    member = services.add_member(by=house.arum, group=group, address="nara@contoh.example")
    assert targets("tim-mudik@dephub.go.id") == [DAMAR, "nara@contoh.example"]
    for address, why in {
        "tidak-ada@dephub.go.id": "Nobody has",
        "bukan alamat": "Nobody has",
        "tim-mudik@dephub.go.id": "no mailbox",
    }.items():
        with pytest.raises(services.MailError, match=why):
            services.add_member(by=house.arum, group=group, address=address)
    services.remove_member(by=house.arum, member=member)
    assert targets("tim-mudik@dephub.go.id") == [DAMAR]
    services.set_writers(by=house.arum, group=group, writers=Writers.CHOSEN, chosen=[damar])
    assert writers("tim-mudik@dephub.go.id") == ["", DAMAR]
    services.end_group(by=house.arum, group=group)
    assert targets("tim-mudik@dephub.go.id") == []


def test_a_groups_rule_needs_what_it_speaks_of_and_a_units_keepers_keep_it(
    house: Ministry, office: Office
) -> None:
    with pytest.raises(services.MailError, match="choose the unit, the role"):
        services.make_group(by=house.arum, address="x@dephub.go.id", name="X", rule=GroupRule.ROLE)
    group = services.make_group(
        by=house.jaya,
        address="laut-rapat@dephub.go.id",
        name="Rapat",
        rule=GroupRule.UNIT,
        unit=house.sea,
    )
    with pytest.raises(services.MailError, match="follow a rule"):
        services.add_member(by=house.jaya, group=group, address=BIMA)
    with pytest.raises(PermissionDenied):
        services.set_writers(by=house.tirta, group=group, writers=Writers.ANYBODY)
    with pytest.raises(PermissionDenied):
        services.make_group(
            by=house.jaya,
            address="semua-agen@dephub.go.id",
            name="Agen",
            rule=GroupRule.ROLE,
            role=Role.TIER1_AGENT,
        )
