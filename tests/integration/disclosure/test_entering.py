"""An official's activities are entered, and everybody reads them at once."""

from __future__ import annotations

from datetime import date, time, timedelta

import click
import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from hubung.disclosure.agenda import commands, history, services
from hubung.disclosure.agenda.choices import ChangeKind, Status
from hubung.disclosure.agenda.errors import AgendaError, ChangedMeanwhileError
from hubung.disclosure.agenda.lateness import Late
from hubung.disclosure.agenda.models import Change, Diary
from hubung.disclosure.agenda.public import State
from hubung.disclosure.agenda.queries import public_day, public_days
from hubung.kernel import clock
from hubung.kernel import models as kernel
from tests.integration.disclosure.conftest import NOW, TODAY, Office, said


def test_what_the_secretary_enters_is_open_at_once_under_post_and_holder(office: Office) -> None:
    office.enter("Rapat keselamatan pelayaran", guests="Asosiasi Pelayaran Rekaan")

    (entry,) = public_day(date(2026, 11, 19)).open
    assert (entry.subject, entry.guests) == (
        "Rapat keselamatan pelayaran",
        "Asosiasi Pelayaran Rekaan",
    )
    assert entry.official.title == "Direktur Perkapalan dan Kepelautan"
    assert entry.holder == "Laksmi Wandhani-Sagara"
    assert entry.state is State.PLANNED
    assert entry.late is Late.NO
    assert kernel.Event.objects.filter(name="agenda.EntryPublished").count() == 1


def test_the_official_keeps_their_own_agenda_and_strangers_do_not(office: Office) -> None:
    office.enter(by=office.laksmi)
    for stranger in (office.house.damar, office.house.tirta, office.house.arum):
        with pytest.raises(PermissionDenied):
            office.enter(by=stranger)


def test_without_an_end_it_lasts_an_hour_and_without_times_all_day(office: Office) -> None:
    short = office.enter(start=time(23, 30), end=None)
    assert short.ends_at - short.starts_at == timedelta(hours=1)
    assert (short.day, short.last_day) == (date(2026, 11, 19), date(2026, 11, 20))

    journey = office.enter(start=None, end=None, last_day=date(2026, 11, 21))
    assert journey.all_day
    assert (journey.day, journey.last_day) == (date(2026, 11, 19), date(2026, 11, 21))
    shown = [len(day.open) for day in public_days(date(2026, 11, 19), date(2026, 11, 22))]
    assert shown == [2, 2, 1, 0]


def test_times_are_those_of_the_place(office: Office) -> None:
    entry = office.enter(timezone="Asia/Jayapura", start=time(14), end=time(15))
    assert entry.starts_at.hour == 14
    assert entry.starts_at.utcoffset() == timedelta(hours=9)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"end": time(8)}, "end"),
        ({"start": None}, "start"),
        ({"last_day": date(2026, 11, 18)}, "last_day"),
        ({"last_day": date(2027, 2, 1)}, "last_day"),
        ({"day": date(2026, 11, 15)}, "day"),
    ],
)
def test_what_cannot_be_is_named_with_its_field(
    office: Office, more: dict[str, object], field: str
) -> None:
    with pytest.raises(AgendaError) as refused:
        office.enter(**more)
    assert refused.value.field == field


def test_a_change_is_shown_and_what_it_said_before_stays_in_the_history(office: Office) -> None:
    entry = office.enter()
    services.amend(
        by=office.jaya,
        entry=entry,
        said=said("Rapat keselamatan", start=time(13), end=time(14), place="Ruang Sriwijaya"),
    )

    (shown,) = public_day(date(2026, 11, 19)).open
    assert shown.place == "Ruang Sriwijaya"
    assert shown.moved_from == entry.starts_at
    line = Change.objects.get(kind=ChangeKind.CHANGED)
    assert history.words_of(line)["place"] == ("Ruang Mataram", "Ruang Sriwijaya")


def test_the_same_words_again_are_no_change(office: Office) -> None:
    entry = office.enter()
    services.amend(by=office.jaya, entry=entry, said=said())
    assert not Change.objects.filter(kind=ChangeKind.CHANGED).exists()


def test_two_secretaries_at_once_do_not_overwrite_each_other(office: Office) -> None:
    entry = office.enter()
    services.amend(by=office.jaya, entry=entry, said=said(place="Aula"), version=1)
    with pytest.raises(ChangedMeanwhileError):
        services.amend(by=office.laksmi, entry=entry, said=said(place="Lobi"), version=1)


def test_how_an_activity_stands_follows_from_clock_and_office(office: Office) -> None:
    entry = office.enter()

    def state() -> State:
        return public_day(entry.day).open[0].state

    with clock.travel(entry.starts_at + timedelta(minutes=5)):
        assert state() is State.NOW
    with clock.travel(entry.ends_at + timedelta(minutes=5)):
        assert state() is State.UNCONFIRMED
        services.amend(by=office.jaya, entry=entry, said=said(status=Status.HELD, result="Sepakat"))
        assert state() is State.HELD
    services.amend(by=office.jaya, entry=entry, said=said(status=Status.CANCELLED))
    assert state() is State.CANCELLED


def test_late_entries_are_shown_as_late(office: Office) -> None:
    cases = [
        # Until the end of the office hours of the working day before: today for tomorrow.
        (Late.NO, date(2026, 11, 19)),
        (Late.SHORT, TODAY),
        (Late.AFTER, date(2026, 11, 17)),
    ]
    for _late, day in cases:
        office.enter(day=day, start=time(15), end=time(16))
    office.enter("Sedang berlangsung", day=TODAY, start=time(9), end=time(12))
    found = {
        entry.day: entry.late
        for day in public_days(date(2026, 11, 17), date(2026, 11, 19))
        for entry in day.open
        if entry.subject != "Sedang berlangsung"
    }
    assert found == {day: late for late, day in cases}
    running = [each for each in public_day(TODAY).open if each.subject == "Sedang berlangsung"]
    assert running[0].late is Late.DURING


def test_a_working_day_of_which_nothing_is_told_is_missing_once_it_is_over(office: Office) -> None:
    def missing() -> list[date]:
        week = public_days(date(2026, 11, 9), date(2026, 11, 22))
        return [day.day for day in week if day.missing]

    assert missing() == [date(2026, 11, 16), date(2026, 11, 17)]
    office.enter(day=date(2026, 11, 16))
    services.mark_quiet(by=office.jaya, diary=office.diary, day=date(2026, 11, 17))
    assert missing() == []
    assert [o.slug for o in public_day(date(2026, 11, 17)).quiet] == [office.diary.slug]

    services.unmark_quiet(by=office.jaya, diary=office.diary, day=date(2026, 11, 17))
    assert missing() == [date(2026, 11, 17)]


def test_a_vacant_post_misses_no_day(office: Office) -> None:
    office.diary.post.holdings.update(valid_to=date(2026, 11, 17))
    week = public_days(date(2026, 11, 16), date(2026, 11, 18))
    assert [day.day for day in week if day.missing] == [date(2026, 11, 16)]


def test_a_day_with_an_entry_is_not_without_activity(office: Office) -> None:
    office.enter(day=TODAY, start=time(15), end=time(16))
    with pytest.raises(AgendaError):
        services.mark_quiet(by=office.jaya, diary=office.diary, day=TODAY)


def test_an_entry_takes_the_mark_away(office: Office) -> None:
    services.mark_quiet(by=office.jaya, diary=office.diary, day=TODAY)
    office.enter(day=TODAY, start=time(15), end=time(16))
    assert not public_day(TODAY).quiet
    kinds = list(Change.objects.order_by("seq").values_list("kind", flat=True))
    assert kinds == ["opened", "quiet", "not_quiet", "entered"]


def test_the_history_is_a_chain_that_the_database_itself_protects(office: Office) -> None:
    entry = office.enter()
    services.amend(by=office.jaya, entry=entry, said=said(place="Aula"))
    diary = Diary.objects.get(pk=office.diary.pk)
    assert diary.changes == 3
    assert history.verify(diary) is None
    told = CliRunner().invoke(click.Command("verify", callback=commands.verify))
    assert (told.exit_code, told.output) == (0, "1 histories checked, 0 broken.\n")

    for deed in ("UPDATE agenda_change SET words = ''", "DELETE FROM agenda_change"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed)
    Diary.objects.filter(pk=diary.pk).update(changes=4)
    assert history.verify(Diary.objects.get(pk=diary.pk)) == history.Broken(
        diary.slug, 4, "missing at the end"
    )
    told = CliRunner().invoke(click.Command("verify", callback=commands.verify))
    assert (told.exit_code, told.output.splitlines()[0]) == (
        1,
        f"✗ {diary.slug}: line 4 missing at the end",
    )


def test_an_agenda_that_has_ended_takes_no_entry_and_misses_no_day(office: Office) -> None:
    services.end_diary(by=office.galih, diary=office.diary, on=TODAY)
    with pytest.raises(AgendaError):
        office.enter()
    with clock.travel(NOW + timedelta(days=2)):
        assert not public_day(date(2026, 11, 19)).missing
        assert public_day(date(2026, 11, 17)).missing
