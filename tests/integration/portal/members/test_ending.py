"""Signing out, ending the account, and how long anything of it is kept."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client

from hubung.audit.models import Entry
from hubung.cases.models import Case
from hubung.channels.email.models import OutboundMessage
from hubung.kernel import clock
from hubung.portal.members.models import Challenge, Member, SignIn
from hubung.portal.subscriptions.models import Subscription, Topic
from hubung.privacy import elsewhere
from hubung.privacy.retention import running
from tests.integration.portal.members.people import (
    ENTER,
    HOME,
    PASS,
    RANI,
    report,
    send,
    sign_in,
)
from tests.integration.portal.subscriptions.readers import reader
from tests.integration.privacy.story import found

DEVICES, LEAVE, END = "/saya/perangkat/", "/saya/keluar/", "/saya/tutup/"


def test_signing_out_closes_what_was_opened_from_the_account(visitor: Client) -> None:
    case = report("Antrean panjang")
    sign_in(visitor)
    visitor.get(f"/saya/laporan/{case.number}/")
    key = visitor.cookies["saya"].value
    assert send(visitor, LEAVE)["Location"] == ENTER
    assert visitor.get(f"/lacak/{case.number}/").status_code == 303
    visitor.cookies["saya"] = key
    assert visitor.get(HOME)["Location"] == ENTER


def test_another_device_is_signed_out_from_here_and_only_ones_own(visitor: Client) -> None:
    sign_in(visitor)
    phone, sari = Client(headers={"user-agent": "Android Chrome/1"}), Client()
    sign_in(phone)
    sign_in(sari, "sari@contoh.id")
    page = visitor.get(DEVICES).content.decode()
    assert "Chrome" in page
    theirs = SignIn.objects.get(device__contains="Chrome")
    others = SignIn.objects.get(member__email="sari@contoh.id")
    assert send(visitor, f"{DEVICES}{others.pk}/keluar/").status_code == 404
    send(visitor, f"{DEVICES}{theirs.pk}/keluar/")
    assert phone.get(HOME)["Location"] == ENTER
    assert sari.get(HOME).status_code == 200
    assert visitor.get(HOME).status_code == 200


def test_nothing_changes_without_the_pass_of_a_form(visitor: Client) -> None:
    sign_in(visitor)
    other = Client(headers={"accept-language": "id"})
    sign_in(other, "sari@contoh.id")
    others = PASS.search(other.get(HOME).content.decode())
    assert others
    for given in ("", "x", "0" * 64, others[1]):
        for path in (LEAVE, END):
            assert visitor.post(path, {"pass": given})["Location"] == HOME
    assert Member.objects.count() == 2
    assert visitor.get(HOME).status_code == 200


def test_the_account_ends_and_the_reports_go_on(visitor: Client) -> None:
    case = report("Antrean panjang")
    reader("rani", Topic.NEWS)
    sign_in(visitor)
    assert "catatan" in visitor.get(END).content.decode()
    assert Member.objects.exists()
    assert send(visitor, END)["Location"] == ENTER
    assert not Member.objects.exists()
    assert not OutboundMessage.objects.filter(to=RANI, kind="sign-in").exists()
    assert Case.objects.get().pk == case.pk
    assert Subscription.objects.exists()
    assert Entry.objects.filter(action="account_closed").count() == 1
    assert visitor.get(HOME)["Location"] == ENTER


def test_the_mails_end_with_it_at_their_wish(visitor: Client) -> None:
    reader("rani", Topic.NEWS)
    reader("sari", Topic.NEWS)
    sign_in(visitor)
    send(visitor, END, subscription="1")
    assert Subscription.objects.get().email == "sari@contoh.id"
    assert found(re.compile(RANI)) == set()


def test_privacy_tells_of_the_account_and_erases_it(visitor: Client) -> None:
    sign_in(visitor)
    sign_in(Client(), "sari@contoh.id")
    ((name, kept),) = elsewhere.told({RANI}).items()
    assert name == "Akun di portal"
    assert [one.email for one in kept] == [RANI] * 2
    elsewhere.erase({RANI})
    assert Member.objects.get().email == "sari@contoh.id"
    assert found(re.compile(RANI)) == set()


def test_codes_go_within_days_and_accounts_that_nobody_uses_after_two_years(
    visitor: Client,
) -> None:
    sign_in(visitor)
    visitor.get(HOME)
    asking = Client()
    asking.post(ENTER, {"email": "sari@contoh.id"})
    with clock.travel(clock.now() + timedelta(days=2)):
        list(running.run())
    assert not Challenge.objects.exists()
    assert not OutboundMessage.objects.exists()
    assert Member.objects.get().email == RANI
    with clock.travel(clock.now() + timedelta(days=31)):
        list(running.run())
    assert not SignIn.objects.exists()
    assert Member.objects.exists()
    with clock.travel(clock.now() + timedelta(days=731)):
        list(running.run())
    assert not Member.objects.exists()
