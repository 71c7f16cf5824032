"""Messages in browsers: who gets which, what they say, and where they never go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from hubung.kernel import clock
from hubung.portal.content.models import NewsPage, SectionPage
from hubung.portal.subscriptions.models import Browser, BrowserMessage
from hubung.portal.subscriptions.push import identity, outbox
from tests.integration.portal.content.pages import publish
from tests.integration.portal.subscriptions.readers import settle
from tests.integration.portal.subscriptions.test_mailing import again, announcement
from tests.support import push
from tests.support.push import Reader, Service

ASKED = {"topik": ["kabar"], "bahasa": "id"}


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    """A push service in a private network, which the settings name."""
    with push.known(settings) as service:
        yield service


def subscribe(visitor: Client, endpoint: str, reader: Reader, **asked: Any) -> Any:
    keys = {"p256dh": reader.public_key, "auth": reader.secret}
    return visitor.post("/langganan/peramban/", {**ASKED, "endpoint": endpoint, **keys, **asked})


def deliver() -> None:
    """As the worker does a moment later."""
    settle()
    while outbox.send_waiting():
        pass


def test_a_page_is_told_to_the_browsers_that_asked_for_such_and_only_they_can_read_it(
    visitor: Client, sea: SectionPage, service: Service
) -> None:
    siti, english, other = Reader(), Reader(), Reader()
    subscribe(visitor, service.endpoint("siti"), siti)
    subscribe(visitor, service.endpoint("english"), english, bahasa="en")
    subscribe(visitor, service.endpoint("other"), other, topik=["acara"])
    news = {"title": "Kapal baru", "title_en": "A new ship", "summary": "Ke Sangihe."}
    page = publish(NewsPage(**news), sea)
    deliver()
    brought = {each.path: each for each in service.brought}
    assert set(brought) == {"/push/siti", "/push/english"}
    assert brought["/push/siti"].read(siti) == {
        "title": "Kapal baru",
        "text": "Ke Sangihe.",
        "address": "/laut/kapal-baru/",
        "tag": f"page-{page.pk}",
        "language": "id",
        "urgent": False,
    }
    assert brought["/push/english"].read(english)["title"] == "A new ship"
    assert b"Kapal" not in brought["/push/siti"].body
    headers = brought["/push/siti"].headers
    assert (headers["content-encoding"], headers["urgency"]) == ("aes128gcm", "normal")
    assert 0 < int(headers["ttl"]) <= 86_400
    assert headers["topic"] == f"page-{page.pk}"


def test_the_service_sees_who_sends(visitor: Client, sea: SectionPage, service: Service) -> None:
    subscribe(visitor, service.endpoint("siti"), Reader())
    publish(NewsPage(title="Kapal baru"), sea)
    deliver()
    claims = service.brought[0].claims
    assert claims["sub"] == "mailto:info151@dephub.go.id"
    assert claims["exp"] <= (clock.now() + timedelta(days=1)).timestamp()
    page = visitor.get("/langganan/").content.decode()
    assert f'data-push="{claims["key"]}"' in page
    assert claims["key"] == identity.public_key()


def test_danger_is_urgent_and_told_once(
    visitor: Client, sea: SectionPage, service: Service
) -> None:
    siti = Reader()
    subscribe(visitor, service.endpoint("siti"), siti, topik=["serta-merta"])
    port = publish(announcement(), sea)
    deliver()
    (first,) = service.brought
    assert first.headers["urgency"] == "high"
    told = first.read(siti)
    assert told["title"] == "Serta-merta: Pelabuhan Bitung ditutup"
    assert told["urgent"] is True
    again(port, summary="Gelombang 5 meter.")
    deliver()
    assert len(service.brought) == 1


def test_a_browser_that_asks_again_hears_of_what_it_asks_now(
    visitor: Client, sea: SectionPage, service: Service
) -> None:
    siti = Reader()
    subscribe(visitor, service.endpoint("siti"), siti)
    assert subscribe(visitor, service.endpoint("siti"), siti, topik=["acara"]).status_code == 200
    publish(NewsPage(title="Kapal baru"), sea)
    deliver()
    assert Browser.objects.count() == 1
    assert service.brought == []


def test_whoever_wants_no_more_is_forgotten(
    visitor: Client, sea: SectionPage, service: Service
) -> None:
    subscribe(visitor, service.endpoint("siti"), Reader())
    publish(NewsPage(title="Kapal baru"), sea)
    settle()
    ended = visitor.post("/langganan/peramban/berhenti/", {"endpoint": service.endpoint("siti")})
    unknown = visitor.post("/langganan/peramban/berhenti/", {"endpoint": "https://lain.example/"})
    assert ended.content == unknown.content
    deliver()
    assert not Browser.objects.exists()
    assert not BrowserMessage.objects.exists()
    assert service.brought == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_ends_it(
    visitor: Client, sea: SectionPage, service: Service, status: int
) -> None:
    subscribe(visitor, service.endpoint("siti"), Reader())
    service.says = status
    publish(NewsPage(title="Kapal baru"), sea)
    deliver()
    assert not Browser.objects.exists()


@pytest.mark.parametrize("status", [429, 503])
def test_a_service_that_is_busy_is_asked_again_for_a_day(
    visitor: Client, sea: SectionPage, service: Service, status: int
) -> None:
    subscribe(visitor, service.endpoint("siti"), Reader())
    service.says = status
    publish(NewsPage(title="Kapal baru"), sea)
    deliver()
    began, tried = clock.now(), len(service.brought)
    assert tried == 1
    for hours in range(1, 40):
        with clock.travel(began + timedelta(hours=hours)):
            deliver()
    assert 10 < len(service.brought) < 20
    assert BrowserMessage.objects.get().next_attempt_at is None
    assert Browser.objects.exists()


def test_after_a_pause_it_arrives(visitor: Client, sea: SectionPage, service: Service) -> None:
    siti = Reader()
    subscribe(visitor, service.endpoint("siti"), siti)
    service.says = 503
    publish(NewsPage(title="Kapal baru"), sea)
    deliver()
    service.says = 201
    with clock.travel(clock.now() + timedelta(minutes=1)):
        deliver()
        deliver()
    assert [each.read(siti)["title"] for each in service.brought] == ["Kapal baru"] * 2


def test_what_is_taken_back_is_told_to_nobody(
    visitor: Client, sea: SectionPage, service: Service
) -> None:
    subscribe(visitor, service.endpoint("siti"), Reader())
    service.says = 503
    page = publish(NewsPage(title="Kapal baru"), sea)
    deliver()
    page.unpublish()
    service.says = 201
    with clock.travel(clock.now() + timedelta(hours=1)):
        deliver()
    assert len(service.brought) == 1


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://jahat.example/push",
        "https://fcm.googleapis.com.jahat.example/push",
        "https://jahatpush.apple.com/push",
        "http://fcm.googleapis.com/push",
        "https://user:rahasia@fcm.googleapis.com/push",
        "https://127.0.0.1/push",
        "https://169.254.169.254/latest/meta-data/",
        "http://localhost:8151/",
        "file:///etc/passwd",
        "",
    ],
)
def test_no_address_is_taken_but_of_services_that_the_settings_name(
    visitor: Client, endpoint: str
) -> None:
    refused = subscribe(visitor, endpoint, Reader())
    assert refused.status_code == 422
    assert not Browser.objects.exists()


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://wns2-sg2p.notify.windows.com/w/?token=abc",
    ],
)
def test_the_services_of_all_makers_are_known(visitor: Client, endpoint: str) -> None:
    assert subscribe(visitor, endpoint, Reader()).status_code == 200


def test_a_service_that_leads_into_the_house_is_never_asked(
    visitor: Client, sea: SectionPage, service: Service, settings: Settings
) -> None:
    """The name may have pointed elsewhere when it was taken, or the settings changed since."""
    subscribe(visitor, service.endpoint("siti"), Reader())
    publish(NewsPage(title="Kapal baru"), sea)
    settle()
    closed = settings.HUBUNG.push.model_copy(update={"networks": []})
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"push": closed})
    while outbox.send_waiting():
        pass
    assert service.brought == []


def test_what_is_missing_is_said_in_words(visitor: Client, service: Service) -> None:
    nothing = subscribe(visitor, service.endpoint("siti"), Reader(), topik=[])
    assert (nothing.status_code, nothing.json()) == (
        422,
        {"detail": "Centang paling sedikit satu."},
    )
    elsewhere = visitor.post(
        "/langganan/peramban/", ASKED, headers={"sec-fetch-site": "cross-site"}
    )
    assert elsewhere.status_code == 409
    assert not Browser.objects.exists()


def test_without_services_or_a_worker_there_is_no_button(
    visitor: Client, settings: Settings
) -> None:
    before = settings.HUBUNG
    for section, change in (("push", {"services": []}), ("web", {"offline": False})):
        off = getattr(before, section).model_copy(update=change)
        settings.HUBUNG = before.model_copy(update={section: off})
        page = visitor.get("/langganan/").content.decode()
        assert "data-push" not in page
        assert "push.js" not in page
