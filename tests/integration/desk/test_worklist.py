"""Which cases stand in whose list, in which order, at what cost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hubung.cases import search, services
from hubung.cases.choices import Kind
from hubung.cases.models import Case, SavedView
from hubung.desk import counting, worklist
from hubung.desk.worklist import Query, Scope
from hubung.directory.models import Person
from hubung.kernel import clock
from tests.integration.desk.conftest import SIGNED_IN, report
from tests.support.ministry import Ministry

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09:00 WIB


def listed(person: Person, view: str, **chosen: str) -> list[Case]:
    scope = Scope(Person.objects.get(pk=person.pk))
    query = Query(view=view, **chosen)
    return worklist.page(worklist.cases_of(scope, query)).cases


def offered(person: Person) -> set[str]:
    return {view.slug for view in worklist.views_for(Scope(Person.objects.get(pk=person.pk)))}


def at_sea(ministry: Ministry, case: Case) -> Case:
    return services.move_case(
        actor=ministry.ratih, case=case, tier=2, unit=ministry.sea, reason="Perlu manifes."
    )


def test_each_view_holds_what_its_name_says(ministry: Ministry) -> None:
    with clock.travel(MONDAY):
        new, taken, asked, moved = report(), report(), report(), at_sea(ministry, report())
        services.take_case(actor=ministry.ratih, case=taken)
        services.ask_reporter(actor=ministry.ratih, case=asked, question="Kapal yang mana?")
        assert listed(ministry.ratih, "saya") == [taken]
        assert set(listed(ministry.ratih, "antrean")) == {new, asked}
        assert listed(ministry.ratih, "menunggu") == [asked]
        assert set(listed(ministry.ratih, "unit")) == {new, taken, asked}
        assert set(listed(ministry.ratih, "semua")) == {new, taken, asked, moved}
        assert listed(ministry.damar, "antrean") == [moved]
        assert listed(ministry.tirta, "unit") == []
    with clock.travel(MONDAY + timedelta(days=1, hours=1)):
        assert {new, taken} <= set(listed(ministry.ratih, "hari-ini"))
        assert listed(ministry.ratih, "lewat") == []
    with clock.travel(MONDAY + timedelta(days=2)):
        assert {new, taken} <= set(listed(ministry.ratih, "lewat"))


def test_objections_and_mentions_have_their_views(ministry: Ministry) -> None:
    case = at_sea(ministry, report())
    services.add_note(
        actor=ministry.damar, case=case, text="@Jaya Samodra lihat", mentions=[ministry.jaya]
    )
    assert listed(ministry.jaya, "sebutan") == [case]
    services.answer_case(actor=ministry.damar, case=case, text="Sudah.", outcome="resolved")
    case.refresh_from_db()
    services.object_to_answer(case=case, reason="Belum.")
    assert listed(ministry.laksmi, "keberatan") == [case]
    assert listed(ministry.tirta, "keberatan") == []


def test_views_are_offered_by_role(ministry: Ministry) -> None:
    assert "semua" in offered(ministry.ratih)
    assert "semua" not in offered(ministry.damar)
    assert "antrean" not in offered(ministry.gatra)
    assert "rahasia" not in offered(ministry.sekar)
    services.take_case(actor=ministry.sekar, case=report(kind=Kind.MISCONDUCT))
    assert "rahasia" in offered(ministry.sekar)


def test_a_confidential_case_stands_in_no_list_of_others(ministry: Ministry) -> None:
    case = report(kind=Kind.MISCONDUCT)
    for person in (ministry.ratih, ministry.damar, ministry.gatra, ministry.arum):
        for view in worklist.VIEWS:
            assert case not in listed(person, view.slug), (person, view.slug)
    assert listed(ministry.sekar, "antrean") == [case]


def test_filters_narrow_a_view(ministry: Ministry) -> None:
    sea, rail = report(sector="laut"), report(sector="kereta", channel="phone")
    assert listed(ministry.ratih, "antrean", sector="kereta") == [rail]
    assert listed(ministry.ratih, "antrean", channel="web") == [sea]


def test_paging_gives_every_case_once_in_order(ministry: Ministry) -> None:
    made = []
    for hours in (5, 1, 3, 3, 3, 9, 2):
        with clock.travel(MONDAY + timedelta(days=hours)):
            made.append(report())
    # Old records have no clocks.
    Case.objects.filter(pk__in=[made[0].pk, made[3].pk]).update(next_due_at=None)
    scope = Scope(Person.objects.get(pk=ministry.ratih.pk))
    found: list[int] = []
    after = ""
    for _page in range(20):
        page = worklist.page(worklist.cases_of(scope, Query(view="antrean")), after, size=2)
        found += [case.pk for case in page.cases]
        after = page.after
        if not after:
            break
    dated = Case.objects.exclude(next_due_at=None).order_by("next_due_at", "pk")
    assert found == [*dated.values_list("pk", flat=True), made[0].pk, made[3].pk]


@pytest.mark.parametrize("place", ["", "x", "1.", ".", "-5.2", "9" * 40 + ".1", "²³.1", "5.²"])
def test_a_place_that_is_none_is_the_beginning(ministry: Ministry, place: str) -> None:
    case = report()
    scope = Scope(Person.objects.get(pk=ministry.ratih.pk))
    cases = worklist.cases_of(scope, Query(view="antrean"))
    assert worklist.page(cases, place).cases == [case]


def test_counting_stops_where_nobody_reads_on(
    ministry: Ministry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist, "COUNT_LIMIT", 3)
    for _number in range(6):
        report()
    scope = Scope(Person.objects.get(pk=ministry.ratih.pk))
    assert worklist.count(worklist.cases_of(scope, Query(view="antrean"))) == 4


def test_new_is_what_its_owner_has_not_seen(ministry: Ministry, client_of: SIGNED_IN) -> None:
    case = report()
    assert worklist.is_unread(case)
    client = client_of(ministry.ratih)
    client.post(f"/desk/laporan/{case.number}/lakukan/ambil/")
    client.get(f"/desk/laporan/{case.number}/")
    case.refresh_from_db()
    assert not worklist.is_unread(case)
    services.add_information(case=case, text="Ada kabar?")
    case.refresh_from_db()
    assert worklist.is_unread(case)
    client_of(ministry.kirana).get(f"/desk/laporan/{case.number}/")
    case.refresh_from_db()
    assert worklist.is_unread(case), "somebody else reading it changes nothing"


def test_the_cost_does_not_grow_with_the_list(ministry: Ministry, client_of: SIGNED_IN) -> None:
    client = client_of(ministry.ratih)
    report()
    client.get("/desk/?tampilan=antrean")
    counting.forget()
    with CaptureQueriesContext(connection) as few:
        client.get("/desk/?tampilan=antrean")
    for number in range(30):
        services.take_case(actor=ministry.ratih, case=report(sector=["laut", "udara"][number % 2]))
        report()
    with CaptureQueriesContext(connection) as many:
        client.get("/desk/?tampilan=unit")
    assert len(many) <= len(few)
    assert len(few) <= 25


def test_the_numbers_are_counted_again_when_something_happened(
    ministry: Ministry, client_of: SIGNED_IN
) -> None:
    client = client_of(ministry.ratih)
    report()

    def queue() -> int:
        views = client.get("/desk/?tampilan=antrean").context["views"]
        return next(int(number) for view, number in views if view.slug == "antrean")

    assert queue() == 1
    with CaptureQueriesContext(connection) as remembered:
        assert queue() == 1
    counting.forget()
    with CaptureQueriesContext(connection) as counted:
        assert queue() == 1
    assert len(remembered) < len(counted)
    report()
    assert queue() == 2


# PostgreSQL reads so small a table whole, whatever the indexes.
@pytest.mark.only("sqlite")
@pytest.mark.parametrize("view", [view.slug for view in worklist.VIEWS])
def test_no_view_reads_the_whole_registry(ministry: Ministry, view: str) -> None:
    """The plan of each view goes through an index, also with bound parameters."""
    for person in (ministry.ratih, ministry.damar, ministry.gatra):
        scope = Scope(Person.objects.get(pk=person.pk))
        if view not in {one.slug for one in worklist.views_for(scope)}:
            continue
        rows = worklist.cases_of(scope, Query(view=view)).order_by("next_due_at", "pk")[:50]
        sql, parameters = rows.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
            plan = [str(row[3]) for row in cursor.fetchall()]
        whole = [step for step in plan if step.startswith("SCAN cases_case")]
        assert not [step for step in whole if "INDEX" not in step], plan


def test_a_view_is_saved_shared_renamed_and_deleted(
    ministry: Ministry, client_of: SIGNED_IN
) -> None:
    client = client_of(ministry.ratih)
    given = {"nama": "Laut", "tampilan": "unit", "bidang": "laut", "bersama": "on"}
    response = client.post("/desk/tampilan/", given)
    assert response["Location"] == "/desk/?tampilan=unit&bidang=laut"
    view = SavedView.objects.get()
    assert view.shared_with == ministry.centre
    assert "Laut" in client_of(ministry.wulandari).get("/desk/").content.decode()
    assert (
        client_of(ministry.wulandari)
        .post(f"/desk/tampilan/{view.pk}/", {"nama": "Punyaku"})
        .status_code
        == 403
    )
    client.post("/desk/tampilan/", given)
    assert SavedView.objects.count() == 1, "the name is taken"
    client.post(f"/desk/tampilan/{view.pk}/", {"nama": "Kapal"})
    view.refresh_from_db()
    assert (view.name, view.shared_with) == ("Kapal", None)
    client.post(f"/desk/tampilan/{view.pk}/", {"hapus": "1"})
    assert not SavedView.objects.exists()


def test_search_stands_in_the_list_and_keeps_the_filters(
    ministry: Ministry, client_of: SIGNED_IN
) -> None:
    report(text="Kapal Tirta Nirmala terlambat.", sector="laut")
    hidden = report(text="Kereta Tirta Kencana terlambat.", sector="kereta")
    page = client_of(ministry.ratih).get("/desk/?bidang=laut&cari=tirta").content.decode()
    assert "Kapal Tirta Nirmala" in page
    assert hidden.title not in page
    assert 'name="bidang" value="laut"' in page
    empty = client_of(ministry.ratih).get("/desk/?cari=takadakataini").content.decode()
    assert "Tidak ditemukan" in empty


def test_a_search_that_finds_more_than_anybody_reads_shows_the_newest_and_says_so(
    ministry: Ministry, client_of: SIGNED_IN, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST", 2)
    oldest = report(text="Tirta pertama terlambat.")
    newest = [report(text=f"Tirta {which} terlambat.") for which in ("kedua", "ketiga")]
    page = client_of(ministry.ratih).get("/desk/?cari=tirta").content.decode()
    assert oldest.title not in page
    assert all(case.title in page for case in newest)
    assert "2+, yang terbaru ditampilkan" in page
    narrowed = client_of(ministry.ratih).get("/desk/?cari=tirta&pintu=web").content.decode()
    assert oldest.title in narrowed
    assert "yang terbaru ditampilkan" not in narrowed
