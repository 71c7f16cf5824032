"""The register: what is late, and exempting by two people, on a ground, for a time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.cases.errors import CaseError
from hubung.directory.models import Role, UnitKind
from hubung.disclosure.register import services
from hubung.disclosure.register.choices import Decision
from hubung.disclosure.register.errors import RegisterError
from hubung.disclosure.register.models import Exemption, Item
from hubung.disclosure.register.public import ExemptedItem, OpenItem
from hubung.disclosure.register.queries import (
    Found,
    Wanted,
    exempted_now,
    missing,
    past_exemptions,
    public_editions,
    public_item,
)
from hubung.disclosure.requests import services as requests
from hubung.disclosure.requests.figures import report
from hubung.disclosure.requests.lifecycle import Step
from hubung.disclosure.requests.models import Request
from hubung.disclosure.requests.prospects import prospect_of
from hubung.disclosure.requests.queries import find_request
from hubung.kernel import clock
from tests.integration.disclosure.asking import ask, given
from tests.integration.disclosure.conftest import NOW, Office
from tests.integration.disclosure.registering import NAME, closing, exempted, item_with_file, said
from tests.support import ministry


def test_what_had_to_be_published_and_was_not_is_told_until_it_is(office: Office) -> None:
    item = services.enter(
        by=office.jaya,
        said=said(
            office.house.sea,
            title="Laporan kinerja",
            category="periodic",
            period="quarter",
            begins_on=date(2026, 4, 1),
        ),
    )
    late = missing()
    assert [(one.period, one.due_on, one.days_late) for one in late] == [
        ("triwulan 2 tahun 2026", date(2026, 7, 30), 111),
        ("triwulan 3 tahun 2026", date(2026, 10, 30), 19),
    ]
    assert missing(unit="DJKA") == []
    url = "https://dephub.contoh.id/kinerja"
    # Any day of the quarter means the quarter.
    services.publish(by=office.jaya, item=item, url=url, period_start=date(2026, 8, 20))
    assert [one.period for one in missing(unit="DJPL")] == ["triwulan 2 tahun 2026"]
    services.take_back(by=office.jaya, edition=item.editions.get())
    assert len(missing(within=[office.house.sea.pk])) == 2
    with pytest.raises(RegisterError):
        services.publish(by=office.jaya, item=item, url=url)


def test_others_enter_nothing_for_a_unit(office: Office) -> None:
    for someone in (office.house.tirta, office.laksmi):
        with pytest.raises(PermissionDenied):
            services.enter(by=someone, said=said(office.house.sea))
    item = services.enter(by=office.jaya, said=said(office.house.sea))
    with pytest.raises(PermissionDenied):
        # Neither may it be given away to a unit that is not theirs.
        services.amend(by=office.jaya, item=item, said=said(office.house.rail))


def test_two_people_exempt_it_and_everybody_sees_why_and_until_when(office: Office) -> None:
    item = item_with_file(office.jaya, office.house.sea)
    proposal = services.propose(by=office.jaya, item=item, closing=closing())
    told = public_item(item.pk)
    assert isinstance(told, ExemptedItem)
    assert told.pending
    with pytest.raises(PermissionDenied):
        services.approve(by=office.jaya, exemption=proposal)
    services.approve(by=office.galih, exemption=proposal)
    (row,) = exempted_now()
    assert (row.name, row.until, row.pending) == (NAME, date(2026, 12, 18), False)
    assert row.decided_for == "Ditjen Perhubungan Laut"
    assert "Bayangan" not in repr(row)
    assert not public_editions().exists()
    notes = Entry.objects.filter(action=Act.REGISTER_CHANGED, subject=item.subject)
    assert [one.data["did"] for one in notes.order_by("pk")] == [
        "entered",
        "published",
        "proposed",
        "approved",
    ]
    assert "Bayangan" not in str(list(notes.values()))


def test_whoever_proposed_it_does_not_decide_and_the_database_refuses_it_too(
    office: Office,
) -> None:
    item = services.enter(by=office.galih, said=said(office.house.sea))
    proposal = services.propose(by=office.galih, item=item, closing=closing())
    with pytest.raises(PermissionDenied):
        services.approve(by=office.galih, exemption=proposal)
    with pytest.raises(IntegrityError), transaction.atomic():
        Exemption.objects.update(decided_by=office.galih)


def test_it_is_open_again_the_moment_its_period_ends_though_no_worker_runs(office: Office) -> None:
    item = item_with_file(office.jaya, office.house.sea)
    exempted(office.jaya, office.galih, item)
    last = datetime(2026, 12, 18, 16, 59, 59, tzinfo=UTC)  # 23.59.59 WIB
    with clock.travel(last):
        assert isinstance(public_item(item.pk), ExemptedItem)
    with clock.travel(last + timedelta(seconds=1)):
        told = public_item(item.pk)
        assert isinstance(told, OpenItem)
        assert told.exempted_once
        assert public_editions().count() == 1
        assert past_exemptions()[0].how == "Terbuka kembali: masanya habis"
        assert (services.tell_of_ends(), services.tell_of_ends()) == (1, 0)


def test_a_proposal_closes_no_longer_than_deciding_may_take_and_only_the_first(
    office: Office,
) -> None:
    item = item_with_file(office.jaya, office.house.sea)
    first = services.propose(by=office.jaya, item=item, closing=closing())
    services.refuse(by=office.galih, exemption=first, note="Tidak ada dasarnya.")
    assert isinstance(public_item(item.pk), OpenItem)
    second = services.propose(by=office.jaya, item=item, closing=closing())
    assert isinstance(public_item(item.pk), OpenItem)
    with clock.travel(NOW + timedelta(days=30)):
        with pytest.raises(RegisterError):
            services.approve(by=office.galih, exemption=second)
        services.tell_of_ends()
    second.refresh_from_db()
    assert second.decision == Decision.LAPSED


def test_no_exemption_is_for_ever_or_without_the_whole_test(office: Office) -> None:
    item = services.enter(by=office.jaya, said=said(office.house.sea))
    for field, wrong in (
        ("until", {"until": date(2031, 11, 20)}),
        ("harm", {"harm": " "}),
        ("weighing", {"weighing": ""}),
    ):
        with pytest.raises(RegisterError) as refused:
            services.propose(by=office.jaya, item=item, closing=closing(**wrong))
        assert refused.value.field == field


def test_words_of_an_exempted_item_are_found_by_no_search(office: Office) -> None:
    item = item_with_file(office.jaya, office.house.sea)
    assert len(Found(Wanted(words="Lentera"))) == 1
    exempted(office.jaya, office.galih, item)
    for words in ("Bayangan", "Lentera", "muatan"):
        assert len(Found(Wanted(words=words))) == 0
    assert [one.name for one in Found(Wanted(words="sebuah kapal"))] == [NAME]
    assert len(Found(Wanted(category="anytime"))) == 0
    assert len(Found(Wanted(category="exempted", unit="KEMENHUB"))) == 1
    assert len(Found(Wanted(category="exempted", unit="DJKA"))) == 0


def test_whoever_asks_for_what_is_exempted_may_object_at_once_and_win_it_for_all(
    office: Office,
) -> None:
    secretariat = ministry.unit(
        "SETJEN", "Sekretariat Jenderal", UnitKind.SECRETARIAT, office.house.root
    )
    superior = ministry.person("Adiwira Kencana-Loka", secretariat, Role.TIER3_OFFICIAL)
    item = item_with_file(office.jaya, office.house.sea)
    exemption = exempted(office.jaya, office.galih, item)
    other = ask(external_id="x:1")
    with pytest.raises(CaseError, match="2 Desember 2026"):
        _object(other.case_id, "a")
    request = ask(external_id="x:2", exemption=exemption)
    prospect = prospect_of(_found(request.case_id))
    assert prospect.may(Step.OBJECT)
    _object(request.case_id, "a")
    assert isinstance(public_item(item.pk), ExemptedItem)
    requests.reply(
        request=_found(request.case_id),
        actor=superior,
        given=given(text="Dibuka.", offer=None, kept_because="Ada di daftar."),
    )
    assert isinstance(public_item(item.pk), OpenItem)
    exemption.refresh_from_db()
    assert exemption.decision == Decision.OVERTURNED


def test_the_yearly_report_tells_of_the_register_and_of_nobody(office: Office) -> None:
    given_back, refused = (
        item_with_file(office.jaya, office.house.sea, category="request") for _n in range(2)
    )
    item = services.enter(
        by=office.jaya,
        said=said(
            office.house.sea, category="periodic", period="quarter", begins_on=date(2026, 1, 1)
        ),
    )
    for start, on in ((date(2026, 1, 1), date(2026, 4, 20)), (date(2026, 4, 1), date(2026, 8, 3))):
        with clock.travel(datetime(on.year, on.month, on.day, 3, tzinfo=UTC)):
            page = "https://a.example/"
            services.publish(by=office.jaya, item=item, url=page, period_start=start)
    exemption = exempted(office.jaya, office.galih, given_back)
    proposal = services.propose(by=office.jaya, item=refused, closing=closing())
    services.refuse(by=office.galih, exemption=proposal, note="Tidak ada dasarnya.")
    services.lift(by=office.galih, exemption=exemption, note="Selesai.")
    told = report(2026)
    figures = {(line.part, line.name): line.value for line in told}
    assert figures["Daftar informasi", "Jumlah informasi"] == 3
    due = "Informasi berkala yang jatuh tempo"
    names = ("Terbitan yang jatuh tempo", "Terbit tepat waktu", "Terbit terlambat", "Belum terbit")
    assert [figures[due, name] for name in names] == [3, 1, 1, 1]
    names = ("Usul yang diputuskan", "Dikecualikan", "Usul yang ditolak", "Berlaku saat ini")
    assert [figures["Pengecualian", name] for name in names] == [2, 1, 1, 0]
    assert figures["Pengecualian", "Dibuka sebelum masanya berakhir"] == 1
    assert "Bayangan" not in str(told)


def test_what_is_taken_out_of_the_register_is_gone_with_its_files(office: Office) -> None:
    item = item_with_file(office.jaya, office.house.sea)
    services.end(by=office.jaya, item=item, on=date(2026, 11, 18))
    assert len(Found()) == 0
    assert not public_editions().exists()
    with pytest.raises(Item.DoesNotExist):
        public_item(item.pk)


def _found(pk: int) -> Request:
    found = find_request(pk)
    assert found is not None
    return found


def _object(pk: int, ground: str) -> None:
    requests.object_to(request=_found(pk), ground=ground, reason="Menyangkut keselamatan.")
