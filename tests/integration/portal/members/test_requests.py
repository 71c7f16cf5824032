"""Formal requests and mails about new pages, as their owner has them together."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from hubung.channels.email.models import OutboundMessage
from hubung.kernel import clock
from hubung.portal.subscriptions import services
from hubung.portal.subscriptions.choices import Choice
from hubung.portal.subscriptions.models import Subscription, Topic
from tests.integration.disclosure.asking import FRIDAY, RINAI, ask, ministry_that_discloses
from tests.integration.portal.members.people import HOME, RANI, send, sign_in
from tests.integration.portal.subscriptions.readers import reader

REQUESTS, MAILS = "/saya/permohonan/", "/saya/langganan/"
CHOICE = {"topik": "kabar", "bidang": "laut", "unit": "", "bahasa": "id"}


@pytest.fixture
def asker(db: None) -> Client:
    cache.clear()
    ministry_that_discloses()
    return Client(enforce_csrf_checks=True, headers={"accept-language": "id"})


def test_a_request_stands_with_its_next_right_and_the_last_day_of_it(asker: Client) -> None:
    with clock.travel(FRIDAY):
        asked = ask()
        sign_in(asker, RINAI.email)
        page = asker.get(REQUESTS).content.decode()
        assert asked.case.number in page
        assert "Menunggu jawaban" in page
        assert "Jumat, 4 Desember 2026" in page
        assert "Hak Anda berikutnya" in page
        assert asked.case.number not in asker.get(HOME).content.decode()
        opened = asker.get(f"/saya/laporan/{asked.case.number}/")["Location"]
        assert asker.get(opened)["Location"] == f"/minta-informasi/{asked.case.number}/"
        assert asker.get(f"/minta-informasi/{asked.case.number}/").status_code == 200
    with clock.travel(FRIDAY + timedelta(days=30)):
        sign_in(asker, RINAI.email)
        late = asker.get(REQUESTS).content.decode()
        assert "Lewat batas" in late
        assert "Sekarang Anda dapat" in late


def test_nobody_else_sees_it(asker: Client) -> None:
    asked = ask()
    sign_in(asker)
    assert asked.case.number not in asker.get(REQUESTS).content.decode()


def test_mails_are_chosen_changed_and_ended_without_a_letter(visitor: Client) -> None:
    sign_in(visitor)
    before = OutboundMessage.objects.count()
    assert send(visitor, MAILS, **CHOICE)["Location"] == MAILS
    chosen = Subscription.objects.get(email=RANI)
    assert chosen.confirmed_at is not None
    assert (chosen.topics, chosen.sector) == ([Topic.NEWS], "laut")
    assert OutboundMessage.objects.count() == before
    send(visitor, MAILS, **{**CHOICE, "topik": "acara", "bidang": ""})
    again = Subscription.objects.get()
    assert (again.pk, again.topics, again.key) == (chosen.pk, [Topic.EVENTS], chosen.key)
    assert send(visitor, MAILS, **{**CHOICE, "topik": "apa saja"}).status_code == 422
    assert send(visitor, f"{MAILS}akhiri/")["Location"] == MAILS
    assert not Subscription.objects.exists()


def test_what_somebody_else_asked_for_holds_once_its_owner_says_so(visitor: Client) -> None:
    services.ask(email=RANI, choice=Choice((Topic.NEWS,)), language="id")
    sign_in(visitor)
    assert "Seseorang, mungkin Anda" in visitor.get(MAILS).content.decode()
    assert Subscription.objects.get().confirmed_at is None
    send(visitor, MAILS, **CHOICE)
    assert Subscription.objects.get().confirmed_at is not None


def test_the_mails_of_others_are_untouched(visitor: Client) -> None:
    reader("sari", Topic.EVENTS)
    sign_in(visitor)
    send(visitor, MAILS, **CHOICE)
    send(visitor, f"{MAILS}akhiri/")
    assert Subscription.objects.get().email == "sari@contoh.id"
