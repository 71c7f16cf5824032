"""The editors' room: who comes in, what they may do there, and what it is not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import get_resolver
from wagtail.models import Page

from hubung.directory.models import Grant, Person, Role, today
from hubung.portal.content import policies
from hubung.portal.content.editing import groups, scripts
from hubung.portal.content.models import NewsPage, SectionPage
from tests.integration.portal.content.pages import section
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def rail(ministry: Ministry) -> SectionPage:
    return section(ministry.rail, "Kereta")


@pytest.fixture
def writer(ministry: Ministry) -> Person:
    return person("Nala Rekacipta", ministry.sea, Role.EDITOR)


@pytest.fixture
def officer(ministry: Ministry) -> Person:
    return person("Puspa Tatawarta", ministry.sea, Role.INFORMATION_OFFICER)


def at_desk(someone: Person) -> Client:
    client = Client(headers={"accept": "text/html", "accept-language": "id"})
    sign_in(client, someone)
    return client


def permissions(someone: Person, page: Page) -> set[str]:
    groups.refresh(someone)
    tester = page.permissions_for_user(Person.objects.get(pk=someone.pk))
    can = {
        "add": tester.can_add_subpage(),
        "edit": tester.can_edit(),
        "publish": tester.can_publish(),
    }
    return {name for name, may in can.items() if may}


def test_an_editor_writes_in_the_rooms_of_their_unit_and_below(
    sea: SectionPage, rail: SectionPage, writer: Person, ministry: Ministry
) -> None:
    bitung = section(ministry.bitung, "KSOP Bitung", sea)
    assert permissions(writer, sea) == {"add", "edit"}
    assert permissions(writer, bitung) == {"add", "edit"}
    assert permissions(writer, rail) == set()


def test_an_information_officer_publishes_besides(
    sea: SectionPage, rail: SectionPage, officer: Person
) -> None:
    assert permissions(officer, sea) == {"add", "edit", "publish"}
    assert permissions(officer, rail) == set()


def test_a_role_that_has_ended_is_gone_at_the_next_request(
    sea: SectionPage, writer: Person
) -> None:
    client = at_desk(writer)
    assert client.get("/kelola/").status_code == 200
    Grant.objects.filter(person=writer).update(valid_to=today() - timedelta(days=1))
    Grant.objects.create(
        person=writer, role=Role.TIER2_HANDLER, unit=sea.unit, valid_from=date(2020, 1, 1)
    )
    assert client.get("/kelola/").status_code == 403
    assert permissions(Person.objects.get(pk=writer.pk), sea) == set()


def test_a_draft_goes_through_review_to_the_public(
    sea: SectionPage, writer: Person, officer: Person
) -> None:
    groups.refresh(writer)
    groups.refresh(officer)
    draft = NewsPage(title="Kabar dari laut", live=False, owner=writer)
    sea.add_child(instance=draft)
    revision = draft.save_revision(user=writer)
    state = draft.get_workflow().start(draft, writer)
    task = state.current_task_state
    assert not task.task.specific.get_actions(draft, writer)
    assert [name for name, _words, _modal in task.task.specific.get_actions(draft, officer)] == [
        "reject",
        "approve",
        "approve",
    ]
    assert draft.live is False
    task.approve(user=officer)
    draft.refresh_from_db()
    assert draft.live is True
    assert draft.live_revision == revision


def test_nobody_else_comes_into_any_of_its_addresses(sea: SectionPage, ministry: Ministry) -> None:
    handler = at_desk(ministry.damar)
    stranger = Client(headers={"accept": "text/html"})
    inside = [f"/kelola/{path}" for path in _plain_addresses()]
    assert len(inside) > 30
    for address in inside:
        assert handler.get(address).status_code in (403, 404), address
        answer = stranger.get(address)
        entrance = answer.headers.get("Location", "")
        assert answer.status_code == 404 or entrance.startswith("/akun/masuk/"), address


def _plain_addresses() -> list[str]:
    """Wagtail's addresses without parameters."""
    room = next(
        each
        for each in get_resolver("hubung.project.editing").url_patterns
        if str(each.pattern) == "kelola/"
    )
    return [
        path for path in _below(room) if "<" not in path and "(" not in path and "^" not in path
    ]


def _below(resolver: object, prefix: str = "") -> list[str]:
    found = []
    for each in resolver.url_patterns:  # type: ignore[attr-defined]
        path = prefix + str(each.pattern)
        found += _below(each, path) if hasattr(each, "url_patterns") else [path]
    return found


def test_sign_in_and_account_are_the_directorys(sea: SectionPage, writer: Person) -> None:
    client = at_desk(writer)
    assert client.get("/kelola/account/")["Location"] == "/akun/"
    assert client.get("/kelola/login/")["Location"] == "/akun/masuk/"
    assert client.get("/kelola/password_reset/").status_code == 404


def test_the_room_asks_nothing_of_other_hosts_and_runs_only_our_scripts(
    sea: SectionPage, writer: Person
) -> None:
    page = at_desk(writer).get("/kelola/")
    policy = page["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "script-src" not in policy
    assert "gravatar" not in page.content.decode()
    assert "releases.wagtail.org" not in page.content.decode()


def test_the_room_speaks_indonesian_also_where_wagtail_has_none(
    sea: SectionPage, writer: Person
) -> None:
    page = at_desk(writer).get("/kelola/").content.decode()
    assert "Cari di semua halaman" in page
    assert "Search all pages" not in page
    assert "What's new" not in page


def test_an_editor_writes_a_page_in_the_room(sea: SectionPage, writer: Person) -> None:
    client = at_desk(writer)
    form = client.get(f"/kelola/pages/add/content/newspage/{sea.pk}/")
    assert form.status_code == 200
    sent = {
        "title": "Kapal baru",
        "slug": "kapal-baru",
        "day": "2026-11-23",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "body-count": 0,
        "body_en-count": 0,
    }
    made = client.post(f"/kelola/pages/add/content/newspage/{sea.pk}/", sent)
    assert made.status_code == 302, made.content.decode()[-2000:]
    page = NewsPage.objects.get(slug="kapal-baru")
    assert page.live is False
    assert page.owner == writer
    assert page.unit == sea.unit
    assert policies.may_publish(writer, page) is False


def test_a_page_with_choosers_lets_these_start_and_no_other_script(
    sea: SectionPage, writer: Person
) -> None:
    page = at_desk(writer).get(f"/kelola/pages/add/content/newspage/{sea.pk}/")
    policy = page["Content-Security-Policy"]
    assert policy.count("'sha256-") == 4  # the day, the picture, when it appears and ends
    assert "script-src 'self' 'sha256-" in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]


@pytest.mark.parametrize(
    "script",
    [
        "alert(1)",
        'initDateChooser("id_day", {}); alert(1)',
        'initDateChooser("id_day", alert(1));',
        'new ImageChooser("id", {"a": 1}); new Worker("x")',
        'new Function("x")',
    ],
)
def test_what_does_more_than_start_a_chooser_is_not_named(script: str) -> None:
    assert scripts.hashes(f"<script>{script}</script>") == []


def test_a_chooser_is_named_by_its_hash_once() -> None:
    start = '<script>initDateChooser("id_day", {"format": "Y-m-d"});</script>'
    assert len(scripts.hashes(start + start)) == 1
