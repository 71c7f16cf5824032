"""Webhooks: told once it is true, signed, tried again, and never sent inside."""

from __future__ import annotations

import hmac
import json
import socket
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from pytest_django import Settings

from hubung.api.models import Application, Delivery, Scope, Token, Webhook
from hubung.api.tokens import revoke_token
from hubung.api.webhooks import outbox, targets
from hubung.cases import services
from hubung.cases.models import Case
from hubung.cases.services import receive_case
from hubung.kernel import clock, events
from hubung.privacy.retention import running
from tests.integration.api.conftest import Api, as_application, as_person
from tests.support.ministry import Ministry

pytestmark = pytest.mark.django_db


@dataclass
class Receiver:
    """A program that listens on this machine; `answer` is what it says next."""

    url: str = ""
    answer: int = 204
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    """Inside, so its network is one that the settings name."""
    receiver = Receiver()

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(receiver.answer)
            if receiver.answer == 302:
                self.send_header("Location", receiver.url + "/elsewhere")
            self.end_headers()

        def log_message(self, *_arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    open_networks(settings, "127.0.0.0/8")
    receiver.url = f"http://127.0.0.1:{server.server_port}/told?by=hubung"
    yield receiver
    server.shutdown()
    server.server_close()


def open_networks(settings: Settings, *networks: str) -> None:
    api = settings.HUBUNG.api.model_copy(update={"webhook_networks": list(networks)})
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"api": api})


def listen(api: Api, receiver: Receiver, *names: str) -> str:
    """Make a webhook; its secret."""
    made = api.post("/webhooks", {"url": receiver.url, "events": list(names)})
    assert made.status == 201
    return str(made.json["secret"])


def work() -> None:
    """What the worker does."""
    while events.dispatch() or outbox.send_waiting():
        pass


def signature(secret: str, headers: dict[str, str], body: bytes) -> str:
    """As a receiver computes it, from the specification."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = b64decode(secret.removeprefix("whsec_"))
    return "v1," + b64encode(hmac.new(key, signed, sha256).digest()).decode()


def test_what_was_asked_for_is_told_and_signed(
    ministry: Ministry, case: Case, receiver: Receiver
) -> None:
    secret = listen(as_person(ministry.ratih), receiver, "case.taken", "case.moved")
    services.take_case(actor=ministry.ratih, case=case)
    services.add_note(actor=ministry.ratih, case=case, text="Dapur")
    work()
    ((headers, body),) = receiver.got
    told = json.loads(body)
    assert told["type"] == "case.taken"
    assert told["data"] == {"number": case.number, "entry": 2}
    assert headers["content-type"] == "application/json"
    assert headers["webhook-signature"] == signature(secret, headers, body)
    assert headers["webhook-signature"] != signature(secret, headers, body + b" ")
    assert abs(int(headers["webhook-timestamp"]) - clock.now().timestamp()) < 60
    work()
    assert len(receiver.got) == 1


def test_nobody_is_told_of_what_they_may_not_know(
    ministry: Ministry, harbour: Application, receiver: Receiver
) -> None:
    for api in (as_person(ministry.tirta), as_person(ministry.arum), as_application(harbour)):
        listen(api, receiver, "case.received", "case.moved")
    inspector = listen(as_person(ministry.sekar), receiver, "case.received")
    hidden = receive_case(channel="web", text="Setoran", kind="misconduct")
    receive_case(channel="web", text="Kereta terlambat")
    work()
    ((headers, body),) = receiver.got
    assert json.loads(body)["data"]["number"] == hidden.number
    assert headers["webhook-signature"] == signature(inspector, headers, body)


def test_what_is_not_taken_is_tried_again_under_the_same_id(
    ministry: Ministry, case: Case, receiver: Receiver
) -> None:
    api = as_person(ministry.ratih, days=300)
    secret = listen(api, receiver, "case.taken")
    services.take_case(actor=ministry.ratih, case=case)
    receiver.answer = 500
    work()
    assert len(receiver.got) == 1
    pk = Webhook.objects.get().pk
    told = api.get(f"/webhooks/{pk}/deliveries").json["items"][0]
    assert (told["error"], told["attempts"], told["delivered_at"]) == ("HTTP 500", 1, None)
    receiver.answer = 200
    with clock.travel(clock.now() + timedelta(minutes=1)):
        work()
    (first, _body), (second, body) = receiver.got
    assert first["webhook-id"] == second["webhook-id"]
    assert first["webhook-timestamp"] != second["webhook-timestamp"]
    assert second["webhook-signature"] == signature(secret, second, body)
    told = api.get(f"/webhooks/{pk}/deliveries").json["items"][0]
    assert (told["status"], told["next_attempt_at"]) == (200, None)


def test_it_is_given_up_after_some_days(ministry: Ministry, case: Case, receiver: Receiver) -> None:
    listen(as_person(ministry.ratih, days=300), receiver, "case.taken")
    services.take_case(actor=ministry.ratih, case=case)
    receiver.answer = 404
    start = clock.now()
    for hours in range(0, 24 * 8, 8):
        with clock.travel(start + timedelta(hours=hours, minutes=hours)):
            work()
    delivery = Delivery.objects.get()
    assert delivery.next_attempt_at is None
    assert delivery.delivered_at is None
    assert 4 <= len(receiver.got) == delivery.attempts < 15
    with clock.travel(start + timedelta(days=39)):
        list(running.run())
    assert not Delivery.objects.exists()


def test_a_redirect_is_not_followed(ministry: Ministry, case: Case, receiver: Receiver) -> None:
    listen(as_person(ministry.ratih), receiver, "case.taken")
    receiver.answer = 302
    services.take_case(actor=ministry.ratih, case=case)
    work()
    assert len(receiver.got) == 1
    assert Delivery.objects.get().error == "HTTP 302"


def test_it_ends_with_its_token(ministry: Ministry, case: Case, receiver: Receiver) -> None:
    listen(as_person(ministry.ratih), receiver, "case.taken", "case.changed")
    services.take_case(actor=ministry.ratih, case=case)
    events.dispatch()
    revoke_token(token=Token.objects.get())
    work()
    services.add_note(actor=ministry.ratih, case=case, text="Dapur")
    work()
    assert receiver.got == []
    assert Delivery.objects.get().next_attempt_at is None


def test_a_token_manages_its_own_webhooks_only(ministry: Ministry, receiver: Receiver) -> None:
    mine, other = as_person(ministry.ratih), as_person(ministry.ratih)
    listen(mine, receiver, "case.taken")
    pk = Webhook.objects.get().pk
    assert [each["id"] for each in mine.get("/webhooks").json] == [pk]
    assert other.get("/webhooks").json == []
    assert mine.get(f"/webhooks/{pk}").json["events"] == ["case.taken"]
    assert other.get(f"/webhooks/{pk}").kind == "not-found"
    assert other.get(f"/webhooks/{pk}/deliveries").kind == "not-found"
    path = f"/api/v1/webhooks/{pk}"
    assert other.client.delete(path, headers=other.headers).status_code == 404
    assert mine.client.delete(path, headers=mine.headers).status_code == 204
    assert not Webhook.objects.exists()
    reader = as_person(ministry.ratih, Scope.CASES_READ)
    assert reader.get("/webhooks").kind == "out-of-scope"


@pytest.mark.parametrize(
    "url",
    [
        "http://public.example.com/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://user:secret@public.example.com/",
        "https://public.example.com/#part",
        "https://public.example.com:99999/",
        "https://public.example.com/\r\nHost: inside",
        "ftp://public.example.com/",
        "file:///etc/passwd",
        "https://",
        "",
    ],
)
def test_where_no_webhook_goes(ministry: Ministry, url: str) -> None:
    api = as_person(ministry.ratih)
    refused = api.post("/webhooks", {"url": url, "events": ["case.taken"]})
    assert (refused.status, refused.kind) == (422, "invalid")
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["10.0.0.7"], ["93.184.215.14", "192.168.1.1"], ["fe80::1%eth0"]]
)
def test_a_name_that_points_inside_leads_nowhere(
    ministry: Ministry, case: Case, monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    """Also when only one of its addresses does, and when it was public at first."""
    api = as_person(ministry.ratih)
    api.post("/webhooks", {"url": "https://rebind.example.com/", "events": ["case.taken"]})
    found = [
        (socket.AF_INET6 if ":" in each else socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443))
        for each in addresses
    ]
    reached: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)
    monkeypatch.setattr(socket, "create_connection", lambda *args, **_more: reached.append(args))
    services.take_case(actor=ministry.ratih, case=case)
    work()
    assert reached == []
    assert "public addresses only" in Delivery.objects.get().error or "alamat umum" in (
        Delivery.objects.get().error
    )


def test_the_connection_is_made_to_the_address_that_was_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter(["93.184.215.14", "127.0.0.1"])
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda *_args, **_more: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 443))],
    )
    assert targets.resolve(targets.parse("https://rebind.example.com/")) == "93.184.215.14"


def test_networks_of_the_settings_are_open(settings: Settings) -> None:
    open_networks(settings, "10.1.0.0/16")
    assert targets.parse("http://10.1.2.3/x").port == 80
    with pytest.raises(targets.ForbiddenTargetError):
        targets.parse("https://10.2.0.1/")
    with pytest.raises(targets.ForbiddenTargetError):
        targets.parse("http://93.184.215.14/")
