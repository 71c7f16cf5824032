"""Lines of browsers: whose they are, how long they last, and what whoever gets none is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connections
from django.test import Client

from hubung.desk.phone import views
from hubung.directory.models import Grant, Person
from hubung.kernel import clock
from hubung.portal import calling
from hubung.telephony.models import BrowserLine, DeskCommand
from hubung.telephony.services import commands, lines
from hubung.telephony.settings import Phone
from tests.support.accounts import session_for, sign_in
from tests.support.ministry import Ministry, build
from tests.support.patience import PATIENCE

LINE, WISH, VISITOR = "/desk/telepon/saluran/", "/desk/telepon/lakukan/", "/hubungi/saluran/"


@pytest.fixture
def ministry(db: None) -> Ministry:
    return build()


@pytest.fixture(autouse=True)
def in_a_hurry(db: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """There is a telephone, and nobody waits long for it."""
    cache.clear()
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"phone": Phone(enabled=True)})
    for module, name in (
        (views, "LINE_SECONDS"),
        (views, "WISH_SECONDS"),
        (views, "SHOWN_SECONDS"),
        (calling, "_WAIT_SECONDS"),
    ):
        monkeypatch.setattr(module, name, 0.1)


def session_of(person: Person) -> UserSession:
    session = Session.objects.get(session_key=session_for(person).session_key)
    return UserSession.objects.create(
        user=person, session_key=session.session_key, ip="127.0.0.1", user_agent="tes"
    )


def line_of(person: Person) -> tuple[BrowserLine, UserSession]:
    session = session_of(person)
    given = lines.give_to_person(person=person, session_key=session.session_key)
    return given, session


@contextmanager
def phone_program(monkeypatch: pytest.MonkeyPatch, refusal: str = "") -> Iterator[None]:
    """Something that does what is wished, and puts lines into an engine, as the program would."""
    for module, name in (
        (views, "LINE_SECONDS"),
        (views, "WISH_SECONDS"),
        (calling, "_WAIT_SECONDS"),
    ):
        monkeypatch.setattr(module, name, PATIENCE)
    over = threading.Event()

    def serve() -> None:
        while not over.wait(0.02):
            lines.are_put({name: line.password for name, line in lines.wanted().items()})
            commands.settle(dict.fromkeys([wish.id for wish in commands.pending()], refusal))
        connections.close_all()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_a_line_lasts_as_long_as_the_session_the_person_and_their_role(ministry: Ministry) -> None:
    people = [ministry.ratih, ministry.wulandari, ministry.kirana, ministry.damar]
    ratih, wulandari, kirana, damar = (line_of(person)[0] for person in people)
    visitor = lines.give_to_visitor()
    assert lines.wanted().keys() == {one.name for one in (ratih, wulandari, kirana, damar, visitor)}
    Session.objects.filter(session_key=ratih.session.session_key).delete()  # type: ignore[union-attr]
    Person.objects.filter(pk=ministry.wulandari.pk).update(is_active=False)
    Grant.objects.filter(person=ministry.kirana).delete()
    BrowserLine.objects.filter(pk=visitor.pk).update(until=clock.now() - timedelta(seconds=1))
    assert lines.wanted().keys() == {damar.name}
    lines.take_from_person(person=ministry.damar)
    assert lines.wanted() == {}
    # A visitor's row is nobody's any more, and goes.
    assert not BrowserLine.objects.filter(pk=visitor.pk).exists()


def test_nobody_gets_a_line_by_another_persons_session(ministry: Ministry) -> None:
    given, session = line_of(ministry.ratih)
    with pytest.raises(UserSession.DoesNotExist):
        lines.give_to_person(person=ministry.wulandari, session_key=session.session_key)
    before = given.password
    again = lines.give_to_person(person=ministry.ratih, session_key=session.session_key)
    assert (again.pk, again.name) == (given.pk, given.name)
    assert again.password != before
    # What the engine was told meanwhile is not what the newer page has.
    lines.are_put({given.name: before})
    again.refresh_from_db()
    assert again.put_at is None
    lines.are_put({given.name: again.password})
    again.refresh_from_db()
    assert again.put_at is not None


@pytest.mark.parametrize(
    ("language", "off", "silent"),
    [
        ("id", "Di sini tidak ada telepon", "Telepon sedang tidak menjawab"),
        ("en", "There is no telephone here", "The telephone does not answer just now"),
    ],
)
def test_an_agent_is_told_why_there_is_no_line(
    ministry: Ministry, settings: Any, language: str, off: str, silent: str
) -> None:
    agent, auditor = Client(headers={"Accept-Language": language}), Client()
    sign_in(agent, ministry.ratih)
    sign_in(auditor, ministry.gatra)
    assert auditor.post(LINE).status_code == 403
    assert Client().post(LINE).status_code == 401
    answer = agent.post(LINE)
    assert (answer.status_code, silent in answer.json()["detail"]) == (409, True), answer.content
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"phone": Phone(enabled=False)})
    answer = agent.post(LINE)
    assert (answer.status_code, off in answer.json()["detail"]) == (409, True), answer.content


def test_a_wish_that_comes_to_nothing_is_told_in_words(ministry: Ministry) -> None:
    client = Client()
    sign_in(client, ministry.ratih)
    shown = client.post(WISH, {"kind": "terbang"}).content.decode()
    assert "tidak memahami" in shown
    assert not DeskCommand.objects.exists()
    shown = client.post(WISH, {"kind": "hold"}).content.decode()
    assert "Telepon sedang tidak menjawab" in shown
    assert DeskCommand.objects.get().kind == "hold"
    # Nobody may say a number, or a reason that the ministry does not know.
    client.post(WISH, {"kind": "not_ready", "reason": "bosan"})
    assert DeskCommand.objects.latest("pk").details == {"reason": "break"}


@pytest.mark.django_db(transaction=True)
def test_with_the_phone_program_there_agent_and_visitor_get_their_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ratih = build().ratih
    agent, visitor = Client(), Client()
    sign_in(agent, ratih)
    with phone_program(monkeypatch, refusal="agent_busy"):
        given = agent.post(LINE).json()
        line = BrowserLine.objects.get(person=ratih)
        assert (given["name"], given["password"]) == (line.name, line.password)
        own = visitor.post(VISITOR).json()
        assert own["name"].startswith("web-")
        assert own["password"] != given["password"]
        shown = agent.post(WISH, {"kind": "transfer", "to": "agent:1"}).content.decode()
        assert "Rekan itu sedang tidak bebas" in shown


def test_a_visitor_is_told_why_no_call_is_possible(db: None, settings: Any) -> None:
    visitor = Client()
    silent = visitor.post(VISITOR)
    assert silent.status_code == 409
    assert "Silakan menelepon 151" in silent.json()["detail"]
    # A line that no engine knows is taken back at once.
    assert not BrowserLine.objects.exists()
    elsewhere = visitor.post(VISITOR, headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 409
    assert elsewhere.json()["detail"] != silent.json()["detail"]
    assert visitor.get(VISITOR).status_code == 405
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"phone": Phone(web_calls=0)})
    closed = visitor.post(VISITOR)
    assert closed.status_code == 409
    assert closed.json()["detail"] not in (silent.json()["detail"], elsewhere.json()["detail"])
    assert "data-does" not in visitor.get("/hubungi/").content.decode()


def test_one_network_calls_only_so_often(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "CALLS_PER_HOUR", 2)
    answers = [Client().post(VISITOR).status_code for _ in range(3)]
    assert answers == [409, 409, 429]
