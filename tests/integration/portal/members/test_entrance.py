"""Proving an address: the code, the browser that asked for it, and what strangers try."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from hubung.audit.models import Entry
from hubung.channels.email import queries
from hubung.channels.email.models import OutboundMessage, OutboundState
from hubung.kernel import clock
from hubung.portal.members import browsers
from hubung.portal.members.models import Challenge, Member, SignIn
from tests.integration.portal.members.people import (
    ENTER,
    HOME,
    PROVE,
    RANI,
    ask,
    code_in,
    letters,
    sign_in,
)
from tests.integration.privacy.story import found
from tests.support.accounts import sign_in as sign_in_staff
from tests.support.ministry import Ministry


def test_the_code_of_the_letter_opens_an_account_and_then_the_same_one(visitor: Client) -> None:
    assert visitor.get(HOME)["Location"] == ENTER
    sign_in(visitor)
    assert RANI in visitor.get(HOME).content.decode()
    again = Client(headers={"accept-language": "id"})
    sign_in(again, "Rani@Contoh.id ".strip().lower())
    assert Member.objects.get().email == RANI
    assert SignIn.objects.count() == 2


def test_nothing_is_set_in_a_browser_that_only_looks(visitor: Client) -> None:
    for path in ("/", ENTER, PROVE, HOME, "/lacak/", "/langganan/"):
        visitor.get(path)
        # A sentence that waits for the next page is all.
        assert set(visitor.cookies) <= {"messages"}, path


def test_the_cookie_goes_to_the_account_alone_and_dies_with_the_browser(visitor: Client) -> None:
    sign_in(visitor)
    cookie = visitor.cookies["saya"]
    assert cookie["path"] == "/saya/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]
    assert not cookie["expires"]
    assert "sessionid" not in visitor.cookies


def test_no_table_holds_the_code_or_the_key(visitor: Client) -> None:
    ask(visitor)
    code = code_in(letters()[0])
    for secret in (code, code.replace(" ", ""), visitor.cookies["saya"].value):
        assert found(re.compile(re.escape(secret))) == set()
    visitor.post(PROVE, {"code": code})
    assert found(re.compile(re.escape(visitor.cookies["saya"].value))) == set()


def test_an_address_with_an_account_is_answered_as_one_without(visitor: Client) -> None:
    sign_in(visitor)
    stranger = Client(headers={"accept-language": "id"})
    known, unknown = ask(stranger), ask(Client(headers={"accept-language": "id"}), "x@contoh.id")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [one.subject for one in letters()] == [letters("x@contoh.id")[0].subject] * 2


def test_the_code_is_of_no_use_in_another_browser(visitor: Client) -> None:
    ask(visitor)
    code = code_in(letters()[0])
    thief = Client()
    assert thief.post(PROVE, {"code": code})["Location"] == ENTER
    ask(thief, "pencuri@contoh.id")
    assert thief.post(PROVE, {"code": code}).status_code == 422
    assert not Member.objects.exists()


def test_five_tries_and_a_quarter_of_an_hour(visitor: Client) -> None:
    ask(visitor)
    code = code_in(letters()[0])
    wrong = "0000 0000" if code != "0000 0000" else "1111 1111"
    for left in (4, 3, 2, 1):
        page = visitor.post(PROVE, {"code": wrong})
        assert page.status_code == 422
        assert f"{left} kali" in page.content.decode()
    assert visitor.post(PROVE, {"code": wrong})["Location"] == ENTER
    ask(visitor)
    challenge = Challenge.objects.latest("pk")
    Challenge.objects.filter(pk=challenge.pk).update(tries=5)
    assert visitor.post(PROVE, {"code": code_in(letters()[-1])})["Location"] == ENTER
    with clock.travel(clock.now() + timedelta(minutes=61)):
        ask(visitor)
        late = code_in(letters()[-1])
    with clock.travel(clock.now() + timedelta(minutes=61) + browsers.CODE_LIFE):
        assert visitor.post(PROVE, {"code": late})["Location"] == ENTER
    assert not Member.objects.exists()
    (failed,) = Entry.objects.filter(action="sign_in_failed")
    assert RANI not in f"{failed.subject}{failed.data}{failed.why}"


def test_a_code_opens_once(visitor: Client) -> None:
    ask(visitor)
    code, pending = code_in(letters()[0]), visitor.cookies["saya"].value
    assert visitor.post(PROVE, {"code": code})["Location"] == HOME
    thief = Client()
    thief.cookies["saya"] = pending
    assert thief.post(PROVE, {"code": code})["Location"] == ENTER
    assert thief.get(HOME)["Location"] == ENTER


def test_a_mailbox_is_not_filled_and_no_code_is_right_without_a_letter(visitor: Client) -> None:
    for _time in range(8):
        assert ask(visitor)["Location"] == PROVE
    assert len(letters()) == 5
    unsent = Challenge.objects.latest("pk")
    assert unsent.token == ""
    for code in (code_in(letters()[-1]), "", "0"):
        visitor.post(PROVE, {"code": code})
    assert not Member.objects.exists()
    with clock.travel(clock.now() + timedelta(minutes=61)):
        sign_in(visitor)


def test_official_addresses_are_told_why_they_have_no_account(
    visitor: Client, ministry: Ministry
) -> None:
    for address in ("damar@dephub.go.id", "ksop@bitung.dephub.go.id"):
        assert ask(visitor, address)["Location"] == PROVE
        (letter,) = letters(address)
        assert "beralih" in letter.text
        visitor.post(PROVE, {"code": "1234 5678"})
    assert not Member.objects.exists()
    sign_in(visitor, "xdephub.go.id@contoh.id")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_sends_no_form_for_somebody(visitor: Client, site: str) -> None:
    answer = ask(visitor, headers={"sec-fetch-site": site})
    assert answer.status_code == 422
    assert RANI in answer.content.decode()
    assert not letters()


def test_robots_and_nonsense_send_nothing(visitor: Client) -> None:
    assert visitor.post(ENTER, {"email": RANI, "website": "x"}).status_code == 422
    for nonsense in ("", "rani", "rani@", "a@b\r\nBcc: c@d.id"):
        assert visitor.post(ENTER, {"email": nonsense}).status_code == 422
    assert not OutboundMessage.objects.exists()


def test_nobody_at_the_desk_sees_who_signs_in(visitor: Client) -> None:
    ask(visitor)
    assert not queries.outbox().exists()
    OutboundMessage.objects.update(state=OutboundState.FAILED)
    assert not queries.undelivered().exists()


def test_the_access_log_tells_that_an_account_was_used_and_not_whose_or_where(
    visitor: Client,
) -> None:
    sign_in(visitor)
    entry = Entry.objects.get(action="signed_in")
    assert entry.subject == f"member:{Member.objects.get().pk}"
    assert (entry.actor, entry.actor_name, entry.address, entry.session) == (None, "", "", "")


def test_a_sign_in_ends_by_itself(visitor: Client) -> None:
    sign_in(visitor)
    with clock.travel(clock.now() + timedelta(hours=12, seconds=1)):
        assert visitor.get(HOME)["Location"] == ENTER


def test_members_are_nobody_to_the_desk_and_staff_are_nobody_here(
    visitor: Client, ministry: Ministry
) -> None:
    sign_in(visitor)
    for path in ("/desk/", "/akun/", "/audit/", "/kelola/", "/desk/laporan/151-26-0000-0001-1/"):
        theirs, nobodys = (
            each.get(path, headers={"accept": "text/html"}) for each in (visitor, Client())
        )
        assert theirs.status_code == nobodys.status_code != 200, path
        assert theirs.headers.get("Location") == nobodys.headers.get("Location"), path
    staff = Client(headers={"accept-language": "id"})
    sign_in_staff(staff, ministry.arum)
    assert staff.get(HOME)["Location"] == ENTER


def test_letters_speak_the_language_of_the_page(visitor: Client) -> None:
    ask(visitor, headers={"accept-language": "en"})
    assert letters()[0].subject == "Your code to sign in"
    assert re.match(r"\d{4} \d{4}$", code_in(letters()[0]))
