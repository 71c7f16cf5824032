"""A case that somebody may not see is answered as a number of no case: same bytes, same queries."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hubung.cases import limits, search, services
from hubung.cases.choices import Channel
from hubung.cases.models import Case, Draft, Merge
from hubung.cases.queries import entries_of, history_of
from hubung.cases.similar import similar_cases
from hubung.desk import counting, presence
from hubung.desk.live import Watcher
from hubung.desk.worklist import Query, Scope, cases_of, count
from hubung.directory.models import Grant, Person, Role
from hubung.kernel import live
from tests.integration.rights.world import World, nowhere, world
from tests.support.accounts import sign_in
from tests.support.ministry import START, person

#: Made anew for each page.
_TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> World:
    return world()


def at_desk(someone: Person) -> Client:
    client = Client(headers={"accept": "text/html"})
    sign_in(client, someone)
    return client


Request = Callable[[Client, str], Any]


def to(name: str, **values: object) -> Request:
    def ask(client: Client, number: str) -> Any:
        return client.get(reverse(name, kwargs={"number": number, **values}))

    return ask


def sent(name: str, data: dict[str, str], **values: object) -> Request:
    def ask(client: Client, number: str) -> Any:
        said = {key: value.replace("NUMBER", number) for key, value in data.items()}
        kwargs = {"number": number, **values} if values or name == "desk:here" else {}
        return client.post(reverse(name, kwargs=kwargs), said)

    return ask


def asked(query: str) -> Request:
    return lambda client, number: client.get(f"/desk/?{query.replace('NUMBER', number)}")


ADDRESSES: dict[str, Request] = {
    "page": to("desk:case"),
    "official's page": to("desk:official:case"),
    "file": to("desk:file", pk=1),
    "preview": to("desk:preview", pk=1),
    "canned text": to("desk:canned", pk=1),
    "presence": sent("desk:here", {}),
    "draft": sent("desk:draft", {"text": "Halo"}, slug="catatan"),
    "take": sent("desk:act", {}, slug="ambil"),
    "note": sent("desk:act", {"text": "Halo"}, slug="catatan"),
    "unlink": sent("desk:unlink", {}, pk=1),
    "search": asked("cari=NUMBER"),
    "opened in the list": asked("laporan=NUMBER"),
    "tracking": to("web:case"),
    "tracking with a wrong code": sent("web:track", {"number": "NUMBER", "code": "AAAA-BBBB-CCCC"}),
}


def _forget() -> None:
    """What is remembered for some seconds may be asked for again between two requests."""
    limits.forget()
    counting.forget()


@pytest.mark.parametrize("hidden", ["ordinary", "misconduct"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_hidden_case_is_no_case(here: World, hidden: str, address: str) -> None:
    case: Case = getattr(here, hidden)
    client = at_desk(here.ministry.tirta)
    ADDRESSES[address](client, nowhere(case))
    answers = []
    for number in (case.number, nowhere(case)):
        _forget()
        with CaptureQueriesContext(connection) as queries:
            answer = ADDRESSES[address](client, number)
        said = _TOKEN.sub("", answer.content.decode()).replace(number, "NUMBER")
        went = answer.headers.get("Location", "").replace(number, "NUMBER")
        answers.append((answer.status_code, went, said, len(queries)))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("slug", ["tautkan", "gabungkan"])
def test_a_form_that_asks_for_a_number_tells_nothing(here: World, slug: str) -> None:
    ministry = here.ministry
    client = at_desk(ministry.damar)
    answers = []
    address = f"/desk/laporan/{here.ordinary.number}/lakukan/{slug}/"
    client.post(address, {"other": nowhere(here.misconduct), "reason": "Perkara sama."})
    for number in (here.misconduct.number, nowhere(here.misconduct)):
        _forget()
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(address, {"other": number, "reason": "Perkara sama."})
        said = _TOKEN.sub("", answer.content.decode()).replace(number, "NUMBER")
        answers.append((answer.status_code, said, len(queries)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422


def test_a_mail_is_not_added_to_a_case_that_is_not_seen(here: World) -> None:
    client = at_desk(here.ministry.ratih)
    said = {"do": "add", "text": "Halo", "number": here.misconduct.number}
    hidden = client.post(f"/desk/surat/{here.held.pk}/", said)
    number = nowhere(here.misconduct)
    none = client.post(f"/desk/surat/{here.held.pk}/", {**said, "number": number})
    first, second = (
        _TOKEN.sub("", answer.content.decode()).replace(one, "NUMBER")
        for answer, one in ((hidden, here.misconduct.number), (none, number))
    )
    assert hidden.status_code == none.status_code == 422
    assert first == second


def test_lists_counts_search_and_suggestions_leave_it_out(here: World) -> None:
    rail, case = here.ministry.tirta, here.ordinary
    scope = Scope(rail)
    for view in ("saya", "antrean", "unit", "hari-ini", "lewat", "menunggu", "sebutan"):
        assert count(cases_of(scope, Query(view=view))) == 0
    assert not search.find(rail, "Bahtera Angan").cases.exists()
    own = services.receive_case(channel=Channel.WEB, text=case.text, place=case.place)
    services.move_case(
        actor=here.ministry.kirana, case=own, tier=2, unit=here.ministry.rail, reason="Ke rel."
    )
    assert case in [found.case for found in similar_cases(own, seen_by=here.ministry.ratih)]
    assert similar_cases(own, seen_by=rail) == []
    assert case.reporter
    assert not history_of(case.reporter, seen_by=rail).exists()


def test_no_live_hint_tells_of_it_and_none_tells_that_there_was_one(here: World) -> None:
    subjects = {here.ordinary.subject, f"presence:{here.ordinary.pk}"}
    assert Watcher(here.ministry.tirta)(subjects) == set()
    assert here.ordinary.subject in Watcher(here.ministry.damar)(subjects)


def test_what_a_watcher_may_not_hear_is_not_sent_at_all() -> None:
    hints = [(1, "case:42"), (2, "case:43")]
    message = async_to_sync(live._message)
    assert message(hints, lambda subjects: set()) == b""
    heard = message(hints, lambda subjects: {"case:43"})
    assert heard == b"id: 2\nevent: hint\ndata: case:43\n\n"


def test_a_timeline_does_not_name_a_case_that_is_not_seen(here: World) -> None:
    both = person("Dwija Dua-Peran", here.ministry.sea, Role.TIER2_HANDLER)
    inspector = _inspector(here, both)
    services.link_cases(
        actor=inspector, case=here.ordinary, other=here.misconduct, reason="Zamrud biru."
    )
    page = at_desk(here.ministry.damar).get(f"/desk/laporan/{here.ordinary.number}/")
    said = page.content.decode()
    assert here.misconduct.number not in said
    assert "Zamrud biru" not in said
    told = entries_of(here.ordinary, seen_by=here.ministry.damar)
    assert "Zamrud biru." not in [entry.text for entry in told]
    seen = at_desk(inspector).get(f"/desk/laporan/{here.ordinary.number}/").content.decode()
    assert "Zamrud biru" in seen


def test_a_link_to_it_is_no_link(here: World) -> None:
    both = person("Dwija Dua-Peran", here.ministry.sea, Role.TIER2_HANDLER)
    inspector = _inspector(here, both)
    link = services.link_cases(
        actor=inspector, case=here.ordinary, other=here.misconduct, reason="Zamrud biru."
    )
    client = at_desk(here.ministry.damar)
    answers = [
        client.post(f"/desk/laporan/{here.ordinary.number}/tautan/{pk}/")
        for pk in (link.pk, 4_711_000)
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    link.refresh_from_db()


def test_a_case_merged_into_one_that_is_hidden_now_keeps_its_secret(here: World) -> None:
    kirana, damar = here.ministry.kirana, here.ministry.damar
    into = services.receive_case(channel=Channel.WEB, text="Kapal terlambat tiga jam.")
    services.move_case(actor=kirana, case=into, tier=2, unit=here.ministry.sea, reason="Ke laut.")
    into = Case.objects.get(pk=into.pk)
    services.merge_case(actor=damar, case=here.ordinary, into=into, reason="Zamrud biru.")
    services.correct_facts(actor=damar, case=into, kind="misconduct")
    client = at_desk(damar)
    said = client.get(f"/desk/laporan/{here.ordinary.number}/").content.decode()
    assert into.number not in said
    assert "Zamrud biru" not in said
    client.post(f"/desk/laporan/{here.ordinary.number}/lakukan/urai/")
    assert Merge.objects.filter(case=here.ordinary, undone_at=None).exists()


def test_drafts_and_presence_are_not_kept_for_a_case_that_is_not_seen(here: World) -> None:
    client = at_desk(here.ministry.tirta)
    case = here.ordinary
    client.post(f"/desk/laporan/{case.number}/draf/catatan/", {"text": "Halo"})
    client.post(f"/desk/laporan/{case.number}/hadir/")
    assert not Draft.objects.filter(case=case).exists()
    assert presence.others(case, here.ministry.damar) == []


def test_a_supervisor_counts_a_case_once_however_many_were_named(here: World) -> None:
    """Handlers stay on record when a case is confidential no more."""
    kirana = here.ministry.kirana
    case = services.receive_case(channel=Channel.PHONE, text="Kapal bocor.", confidential=True)
    for one in (kirana, here.ministry.ratih, here.ministry.wulandari):
        services.name_handler(actor=kirana, case=case, person=one)
    services.correct_facts(actor=kirana, case=case, confidential=False)
    found = Scope(kirana).visible.filter(pk=case.pk)
    assert found.count() == 1


def _inspector(here: World, someone: Person) -> Person:
    """The role for somebody who has another one besides."""
    Grant.objects.create(
        person=someone, role=Role.INSPECTOR, unit=here.ministry.inspectorate, valid_from=START
    )
    someone.__dict__.pop("grants", None)
    return someone
