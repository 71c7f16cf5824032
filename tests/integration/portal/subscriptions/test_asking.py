"""Asking for mails, the button, changing and ending it; and what strangers try."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.fixtures import Settings

from hubung.channels.email.models import OutboundMessage
from hubung.kernel import clock
from hubung.portal.content.models import SectionPage
from hubung.portal.subscriptions import links
from hubung.portal.subscriptions.models import Subscription, Topic
from hubung.privacy.retention import running
from tests.integration.portal.subscriptions.readers import (
    as_received,
    letters,
    paths_in,
    reader,
    unsubscribe_in,
)
from tests.support.ministry import Ministry

FORM, SENT = "/langganan/", "/langganan/terkirim/"
ASKED = {"topik": ["kabar"], "bidang": "", "unit": "", "bahasa": "id", "email": "Rani@Contoh.id"}


def ask(visitor: Client, **more: Any) -> Any:
    return visitor.post(FORM, {**ASKED, **more})


def confirmed(visitor: Client, **more: Any) -> Subscription:
    ask(visitor, **more)
    (path,) = paths_in(letters()[-1])
    visitor.post(path)
    return Subscription.objects.get()


def test_nothing_comes_before_the_button_and_looking_does_not_press_it(visitor: Client) -> None:
    assert ask(visitor, topik=["kabar", "serta-merta"], bidang="laut")["Location"] == SENT
    (letter,) = letters()
    (path,) = paths_in(letter)
    for _scanner in range(2):
        page = visitor.get(path)
        assert "rani@contoh.id" in page.content.decode()
        visitor.head(path)
    assert Subscription.objects.get().confirmed_at is None
    assert visitor.post(path).status_code == 303
    subscription = Subscription.objects.get()
    assert subscription.confirmed_at is not None
    assert subscription.topics == [Topic.IMMEDIATE, Topic.NEWS]
    assert (subscription.sector, subscription.unit) == ("laut", None)
    first = subscription.confirmed_at
    assert visitor.post(path, {"topik": []}).status_code == 422
    subscription.refresh_from_db()
    assert subscription.confirmed_at == first


def test_letters_are_in_the_language_that_was_chosen(visitor: Client) -> None:
    ask(visitor, bahasa="en")
    received = as_received(letters()[0])
    assert received["Subject"] == "Confirm that you want our mails"
    body = received.get_body(("plain",))
    assert body is not None
    assert "after 7 days we forget this address" in body.get_content()


def test_who_asks_again_hears_the_same_words_and_only_the_owner_more(visitor: Client) -> None:
    first = ask(visitor)
    with clock.travel(clock.now() + timedelta(minutes=61)):
        (path,) = paths_in(letters()[0])
        visitor.post(path)
    later = clock.now() + timedelta(hours=3)
    with clock.travel(later):
        again = ask(visitor, topik=["acara"], unit="DJPL")
        fresh = ask(visitor, email="lain@contoh.id")
    assert again["Location"] == fresh["Location"] == first["Location"]
    for answer in (first, again, fresh):
        del answer["X-Request-ID"]  # differs for each request
    assert again.headers == fresh.headers == first.headers
    assert again.content == fresh.content == first.content
    known = Subscription.objects.get(email="rani@contoh.id")
    assert known.topics == [Topic.NEWS]
    reminder = letters()[1]
    assert "Kabar" in reminder.text
    changed, own = paths_in(reminder)
    assert changed.startswith(own)
    page = visitor.get(changed).content.decode()
    assert "Yang Anda minta sekarang sudah terisi" in page
    chosen = {"topik": ["acara"], "unit": "DJPL", "bidang": "", "bahasa": "en"}
    assert visitor.post(own, chosen).status_code == 303
    known.refresh_from_db()
    assert (known.topics, known.language) == ([Topic.EVENTS], "en")
    assert known.unit is not None


def test_an_address_gets_one_letter_an_hour_about_its_subscription(visitor: Client) -> None:
    start = clock.now()
    for minutes, expected in ((0, 1), (10, 1), (59, 1), (61, 2), (90, 2), (122, 3)):
        with clock.travel(start + timedelta(minutes=minutes)):
            ask(visitor)
        assert len(letters()) == expected, minutes


def test_a_network_asks_a_few_times_an_hour(visitor: Client, settings: Settings) -> None:
    limit = 12
    limits = settings.HUBUNG.limits.model_copy(update={"reports_per_hour": limit})
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"limits": limits})
    codes = [ask(visitor, email=f"a{each}@contoh.id").status_code for each in range(limit + 1)]
    assert codes == [303] * limit + [429]
    assert len(letters()) == limit


def test_what_nobody_confirms_is_gone_after_a_week_with_its_letter(visitor: Client) -> None:
    ask(visitor)
    keep = reader("sari", Topic.NEWS)
    with clock.travel(clock.now() + timedelta(days=6, hours=23)):
        list(running.run())
    assert Subscription.objects.count() == 2
    with clock.travel(clock.now() + timedelta(days=7, minutes=1)):
        list(running.run())
    assert Subscription.objects.get() == keep
    assert letters() == []


def test_a_mail_program_ends_it_with_one_click_and_without_a_cookie(visitor: Client) -> None:
    subscription = confirmed(visitor)
    received = as_received(letters()[0])
    assert received["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = unsubscribe_in(letters()[0])
    assert address == links.end_page(subscription)
    path = address.removeprefix(settings.HUBUNG.public_url)
    assert "contoh" not in path
    assert Subscription.objects.count() == 1, visitor.get(path)
    program = Client(enforce_csrf_checks=True)
    body = {"List-Unsubscribe": "One-Click"}
    assert program.post(path, body, headers={"sec-fetch-site": "cross-site"}).status_code == 200
    assert not Subscription.objects.exists()
    assert not program.cookies
    # The address of the mail goes with it, and the links of old letters still say what is so.
    assert not OutboundMessage.objects.filter(to="rani@contoh.id").exists()
    for again in (path, path.removesuffix("berhenti/")):
        assert "tidak menerima surel lagi" in visitor.get(again).content.decode()
        assert visitor.post(again).status_code == 200


def test_links_are_signed(visitor: Client) -> None:
    subscription = reader("rani", Topic.NEWS)
    good = links.token_of(subscription)
    key, _dot, signature = good.partition(".")
    for wrong in (key, str(subscription.pk), f"{key}.", f"{key}x.{signature}", f"x.{signature}"):
        for end in ("", "berhenti/"):
            assert visitor.get(f"/langganan/{wrong}/{end}").status_code == 404
            assert visitor.post(f"/langganan/{wrong}/{end}").status_code == 404
    assert Subscription.objects.count() == 1
    page = visitor.get(f"/langganan/{good}/")
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    "wrong",
    [
        {"topik": []},
        {"topik": ["semuanya"]},
        {"bidang": "antariksa"},
        {"unit": "TIDAK-ADA"},
        {"unit": "DJPL", "bidang": "udara"},
        {"unit": "\0"},
        {"bahasa": "xx"},
        {"email": ""},
        {"email": "rani"},
        {"email": "rani@contoh.id\nBcc: lain@contoh.id"},
        {"email": "a@contoh.id, b@contoh.id"},
        {"email": f"{'a' * 300}@contoh.id"},
        {"website": "https://contoh.id/"},
    ],
    ids=str,
)
def test_what_cannot_be_is_said_and_not_taken(visitor: Client, wrong: dict[str, Any]) -> None:
    answer = ask(visitor, **wrong)
    assert answer.status_code == 422
    assert "Perbaiki" in answer.content.decode()
    assert not Subscription.objects.exists()
    assert letters() == []


def test_another_site_makes_nobody_ask(visitor: Client) -> None:
    answer = visitor.post(FORM, ASKED, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 422
    assert "Rani@Contoh.id" in answer.content.decode()
    assert letters() == []


def test_every_feed_has_a_link_to_its_mails_with_the_choice_filled_in(
    visitor: Client, sea: SectionPage, ministry: Ministry
) -> None:
    for path, link in {
        "/kabar/": "?topik=kabar",
        "/pengumuman/?bidang=laut": "?topik=pengumuman&amp;bidang=laut",
        "/dokumen/": "?topik=dokumen",
        "/acara/": "?topik=acara",
        "/unit/DJPL/": "?topik=pengumuman&amp;topik=kabar&amp;unit=DJPL",
    }.items():
        assert f'href="/langganan/{link}"' in visitor.get(path).content.decode(), path
        form = visitor.get(f"/langganan/{link.replace('&amp;', '&')}").content.decode()
        for value in link.replace("&amp;", "&").lstrip("?").split("&"):
            said = value.partition("=")[2]
            option = form.partition(f'value="{said}"')[2].partition(">")[0]
            assert "checked" in option or "selected" in option, (path, said)
    odd = "?topik=x&topik=%00&bidang=%27&unit=%00&email=x@contoh.id"
    assert "x@contoh.id" not in visitor.get(f"/langganan/{odd}").content.decode()


def test_the_log_knows_no_address(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    subscription = confirmed(visitor)
    visitor.post(f"/langganan/{links.token_of(subscription)}/berhenti/")
    assert "contoh.id" not in "".join(
        record.getMessage() for record in caplog.records if record.name.startswith("hubung")
    )


def test_offices_are_offered_as_the_places_where_people_go(
    visitor: Client, ministry: Ministry
) -> None:
    page = visitor.get(FORM).content.decode()
    ports = page.partition('<optgroup label="Pelabuhan dan kantor syahbandar">')[2]
    assert f'value="{ministry.bitung.code}"' in ports.partition("</optgroup>")[0]
    units = page.partition('<optgroup label="Unit kementerian">')[2].partition("</optgroup>")[0]
    assert f'value="{ministry.sea.code}"' in units
    assert f'value="{ministry.bitung.code}"' not in units
    assert ask(visitor, unit=ministry.bitung.code)["Location"] == SENT
    assert Subscription.objects.get().unit == ministry.bitung
