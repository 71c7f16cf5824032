"""Nobody empties words in secret, and an erasure leaves another person's report alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from hubung.audit import chain
from hubung.audit.choices import Act
from hubung.audit.models import Entry as Reading
from hubung.audit.recording import record
from hubung.cases import services, timeline
from hubung.cases.choices import EntryKind
from hubung.cases.models import Answer, Case, Entry
from hubung.cases.timeline import REPORTER
from hubung.kernel import clock
from hubung.privacy.choices import Why
from hubung.privacy.erasing import erase_case, erase_late_reasons
from tests.integration.privacy.story import HERS, HIS, Story, found
from tests.support.accounts import sign_in

#: Per table: all words of an entry, and changes that are more, less or other than emptying these.
FORBIDDEN = {
    "cases_entry": (
        "text = '', salt = ''",
        (
            "text = 'lain'",
            "text = ''",
            "salt = ''",
            "text = '', salt = '', seq = seq + 100",
            "text = '', salt = '', text_digest = ''",
        ),
    ),
    "audit_entry": (
        "why = '', address = '', salt = ''",
        (
            "why = '', address = ''",
            "why = '', address = '', salt = '', actor_name = 'Lain'",
            "why = '', address = '', salt = '', genuine = true, seq = 7",
        ),
    ),
}


def test_only_all_words_of_an_entry_go_and_nothing_with_them(story: Story) -> None:
    while chain.lengthen():
        pass
    with connection.cursor() as cursor:
        for table, (words, forbidden) in FORBIDDEN.items():
            for change in forbidden:
                with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                    cursor.execute(f"UPDATE {table} SET {change}")  # noqa: S608
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608
            cursor.execute(f"UPDATE {table} SET {words}")  # noqa: S608
            assert cursor.rowcount > 0


def test_words_that_were_emptied_without_an_entry_are_missed(story: Story) -> None:
    def broken() -> list[str]:
        return [str(each.why) for each in timeline.verify_all() if each]

    assert broken() == []
    Entry.objects.filter(case=story.lone, seq=1).update(text="", salt="")
    (why,) = broken()
    assert "no entry after it says so" in why


def test_where_two_reports_were_merged_only_his_own_words_go(story: Story) -> None:
    erase_case(story.his, why=Why.REQUEST, by=story.officer)
    erase_case(story.linked, why=Why.REQUEST, by=story.officer)
    told = Entry.objects.filter(case=story.his)
    assert told.get(kind=EntryKind.MESSAGE_IN, data__from_case=story.hers.pk).text
    assert told.get(kind=EntryKind.ANSWERED).text
    assert Answer.objects.get(case=story.his).text
    # What is left of him are words of hers, or of staff about hers.
    left = Entry.objects.filter(text__iregex=HIS.pattern.replace("|81155550199", ""))
    assert {entry.case_id for entry in left} <= {story.hers.pk, story.lone.pk}
    assert {"cases_entry.text", "cases_reporter.email"} <= found(HERS)
    assert "cases_reporter.email" not in found(HIS)
    assert [each for each in timeline.verify_all() if each] == []


def test_pages_of_an_erased_report_still_open_and_it_may_begin_anew(story: Story) -> None:
    erase_case(story.lone, why=Why.REQUEST, by=story.officer)
    case = Case.objects.get(pk=story.lone.pk)
    staff = Client(headers={"accept": "text/html"})
    sign_in(staff, story.ministry.kirana)
    page = staff.get(f"/desk/laporan/{case.number}/")
    assert page.status_code == 200
    assert "Dihapus (data pribadi)" in page.content.decode()
    visitor = Client()
    opened = visitor.post("/lacak/", {"number": case.number, "code": case.code})
    assert visitor.get(opened["Location"]).status_code == 200
    services.reopen_case(case=case, reason="Ternyata belum beres.", actor=REPORTER)
    assert [each for each in timeline.verify_all() if each] == []


def test_reasons_on_the_access_log_go_also_when_they_are_chained_late(story: Story) -> None:
    record(Act.CONTACT_SHOWN, story.officer, story.lone.subject, why="Zamrud menelepon")
    erase_case(story.lone, why=Why.REQUEST, by=story.officer)
    entry = Reading.objects.filter(subject=story.lone.subject).latest("pk")
    assert entry.action == Act.DATA_ERASED
    assert not Reading.objects.filter(why__contains="Zamrud menelepon").exists()
    with clock.travel(clock.now() - timedelta(minutes=1)):
        record(Act.CONTACT_SHOWN, story.officer, story.lone.subject, why="Zamrud terlambat")
    while chain.lengthen():
        pass
    erase_late_reasons()
    assert not Reading.objects.filter(why__contains="Zamrud").exists()
    assert chain.verify() is None


def test_what_two_people_shared_goes_with_the_last_of_them(story: Story) -> None:
    for case in (story.his, story.hers):
        assert Answer.objects.get(case=story.his).text
        erase_case(Case.objects.get(pk=case.pk), why=Why.REQUEST, by=story.officer)
    assert not Answer.objects.get(case=story.his).text
    assert not Entry.objects.filter(case__in=(story.his, story.hers)).exclude(text="").exists()
    assert [each for each in timeline.verify_all() if each] == []
