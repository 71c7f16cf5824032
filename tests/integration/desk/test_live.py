"""The live stream over the real server: what is heard, by whom, and after a lost connection."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from hubung.cases import services
from hubung.cases.choices import Kind
from hubung.desk.live import newest_event
from hubung.directory.models import Person
from tests.integration.desk.conftest import report
from tests.support.accounts import session_for
from tests.support.ministry import Ministry, build
from tests.support.server import Server

SECONDS = 20


class Stream:
    """One listener; `until` reads messages up to the one that is waited for."""

    def __init__(self, server: Server, person: Person, **headers: str) -> None:
        address = urlsplit(server.url)
        self.connection = http.client.HTTPConnection(
            address.hostname or "", address.port, timeout=SECONDS
        )
        cookie = f"{settings.SESSION_COOKIE_NAME}={session_for(person).session_key}"
        self.connection.request("GET", "/desk/live", headers={"Cookie": cookie, **headers})
        self.response = self.connection.getresponse()
        self.last_id = ""
        self.heard: list[str] = []
        assert self.line() == "retry: 2000", "the stream is open"

    def line(self) -> str:
        return self.response.readline().decode().strip()

    def until(self, subject: str) -> None:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            field, _colon, value = self.line().partition(": ")
            if field == "id":
                self.last_id = value
            elif field == "data":
                self.heard.append(value)
                if value == subject:
                    return
        raise AssertionError(f"{subject} was not heard, only {self.heard}")

    def close(self) -> None:
        self.connection.close()


@pytest.fixture
def ministry(transactional_db: None) -> Ministry:
    return build()


@pytest.fixture
def streams() -> Iterator[list[Stream]]:
    opened: list[Stream] = []
    yield opened
    for stream in opened:
        stream.close()


def test_a_case_is_heard_of_by_those_who_may_see_it(
    server: Server, ministry: Ministry, streams: list[Stream]
) -> None:
    streams += [Stream(server, person) for person in (ministry.ratih, ministry.sekar)]
    agent, inspector = streams
    hidden = report(kind=Kind.MISCONDUCT)
    inspector.until(hidden.subject)
    seen = report()
    agent.until(seen.subject)
    assert hidden.subject not in agent.heard
    assert agent.response.headers["Content-Type"].startswith("text/event-stream")


def test_a_lost_connection_leaves_no_gap(
    server: Server, ministry: Ministry, streams: list[Stream]
) -> None:
    first = Stream(server, ministry.ratih)
    streams.append(first)
    before = report()
    first.until(before.subject)
    first.close()
    missed = [report(), report()]
    services.take_case(actor=ministry.wulandari, case=before)
    again = Stream(server, ministry.ratih, **{"Last-Event-ID": first.last_id})
    streams.append(again)
    for case in (*missed, before):
        if case.subject not in again.heard:
            again.until(case.subject)


def test_a_page_hears_what_happened_since_it_was_made(
    server: Server, ministry: Ministry, streams: list[Stream]
) -> None:
    since = newest_event()
    between = report()
    stream = Stream(server, ministry.ratih, **{"Last-Event-ID": str(since)})
    streams.append(stream)
    stream.until(between.subject)


def test_the_stream_is_for_staff(server: Server, ministry: Ministry) -> None:
    address = urlsplit(server.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=SECONDS)
    connection.request("GET", "/desk/live")
    assert connection.getresponse().status == 401
    connection.close()
