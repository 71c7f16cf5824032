"""Records are let go of when their time is over, not before, and each time on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from hubung import cli
from hubung.audit import chain, seals
from hubung.audit.choices import Act
from hubung.audit.models import Entry as Reading
from hubung.audit.recording import record
from hubung.cases import timeline
from hubung.cases.choices import Channel, Kind
from hubung.cases.models import Attachment, Case, Draft
from hubung.channels.email.models import InboundMessage, InboundState, OutboundMessage
from hubung.directory.importing.models import ImportJob
from hubung.kernel import clock
from hubung.kernel.models import Event
from hubung.privacy import services as privacy
from hubung.privacy.choices import Right
from hubung.privacy.models import Erasure
from hubung.privacy.retention import running
from hubung.privacy.retention.book import all_schedules
from hubung.privacy.services.giving import make
from hubung.privacy.services.requests import Asked
from tests.integration.privacy.story import HERS, HIS, Story, found
from tests.support.accounts import session_for


def gone(at: datetime) -> dict[str, int]:
    """What the task lets go of at a moment, by class."""
    with clock.travel(at):
        return {one.schedule.setting: one.rows for one in running.run()}


def test_closed_reports_lose_their_words_when_their_time_is_over_unless_they_are_held(
    story: Story,
) -> None:
    (complaints,) = [one for one in all_schedules() if one.setting == "complaints"]
    last = max(case.closed_at for case in story.cases if case.closed_at)
    after = last + timedelta(days=settings.HUBUNG.retention.complaints, minutes=1)
    privacy.place_hold(actor=story.officer, number=story.lone.number, reason="Gugatan")
    assert "complaints" not in gone(after - timedelta(days=1))
    Case.objects.filter(pk=story.linked.pk).update(restricted=True)
    assert not complaints.due(after).filter(pk__in=(story.lone.pk, story.linked.pk)).exists()
    Case.objects.filter(pk=story.linked.pk).update(restricted=False)
    with clock.travel(after):
        would = {one.schedule.setting: one.rows for one in running.look()}
    # What was merged goes first, then what speaks for it.
    assert would["complaints"] == 2
    assert gone(after)["complaints"] == 3
    assert set(Erasure.objects.values_list("case", flat=True)) == {
        case.pk for case in story.cases if case != story.lone
    }
    assert not {where for where in found(HIS) if not where.startswith("file")}
    assert "cases_case.text" in found(HERS)
    assert "complaints" not in gone(after)
    records = Reading.objects.filter(action=Act.DELETED, subject="retention:complaints")
    days = settings.HUBUNG.retention.complaints
    assert [(one.data["count"], one.data["days"]) for one in records] == [(1, days), (2, days)]
    assert [each for each in timeline.verify_all() if each] == []
    while chain.lengthen():
        pass
    assert seals.verify([]) is None


def _session(story: Story) -> None:
    session_for(story.ministry.kirana)
    Session.objects.update(expire_date=clock.now())


def _ignored(_story: Story) -> None:
    InboundMessage.objects.update(state=InboundState.IGNORED)


def _job(_story: Story) -> None:
    DBTaskResult.objects.create(
        status="SUCCESSFUL",
        args_kwargs={"args": [], "kwargs": {}},
        task_path="hubung.privacy.services.giving.make",
        backend_name="default",
        run_after=clock.now(),
        finished_at=clock.now(),
        exception_class_path="",
        traceback="",
    )


def _import(story: Story) -> None:
    ImportJob.objects.create(
        kind="staff",
        file_name="staf.csv",
        state="checked",
        asked_by=story.ministry.arum,
    )


def _sent(_story: Story) -> None:
    OutboundMessage.objects.update(state="sent", sent_at=clock.now())


def _draft(story: Story) -> None:
    Draft.objects.create(case=story.his, person=story.officer, kind="note", text="Setengah")


def _package(story: Story) -> None:
    request = privacy.receive_request(
        Asked(right=Right.ACCESS, channel=Channel.WEB, proven=story.lone)
    )
    make.call(request.pk)
    privacy.give(actor=story.officer, request=request, text="Terlampir.")


def _reason(story: Story) -> None:
    record(Act.CONTACT_SHOWN, story.officer, story.his.subject, why="Menelepon")
    while chain.lengthen():
        pass


#: By class: what makes a row that counts from now, and how many rows still say something.
CLASSES: dict[str, tuple[Callable[[Story], object], Callable[[], int]]] = {
    "raw_mail": (
        lambda _story: None,
        lambda: InboundMessage.objects.exclude(raw__content=b"").count(),
    ),
    "ignored_mail": (_ignored, lambda: InboundMessage.objects.exclude(from_address="").count()),
    "sent_mail": (_sent, lambda: OutboundMessage.objects.exclude(to="").count()),
    "data_packages": (
        _package,
        lambda: Attachment.objects.filter(name="data-pribadi.zip").count(),
    ),
    "drafts": (_draft, Draft.objects.count),
    "events": (lambda _story: None, Event.objects.count),
    "sessions": (_session, Session.objects.count),
    "jobs": (_job, DBTaskResult.objects.count),
    "imports": (_import, ImportJob.objects.count),
    "access_log": (_reason, lambda: chain.with_words().filter(why="Menelepon").count()),
}


def test_each_class_goes_after_its_days_and_not_before(story: Story) -> None:
    schedules = {one.setting: one for one in all_schedules()}
    for setting, (prepare, count) in CLASSES.items():
        days = timedelta(days=schedules[setting].days)
        with transaction.atomic():
            prepare(story)
            began = clock.now()
            assert setting not in gone(began + days - timedelta(hours=1)), setting
            assert count() > 0, setting
            assert gone(began + days + timedelta(minutes=1))[setting] > 0
            assert count() == 0, setting
            subject = f"retention:{setting}"
            assert Reading.objects.filter(action=Act.DELETED, subject=subject).exists()
            transaction.set_rollback(True)


@pytest.mark.django_db
def test_events_that_a_handler_still_waits_for_stay() -> None:
    waiting = Event.objects.create(
        name="cases.CaseReceived", data={"case_id": 0}, next_attempt_at=clock.now()
    )
    gone(clock.now() + timedelta(days=400))
    assert list(Event.objects.all()) == [waiting]


def test_the_command_tells_what_would_go(story: Story) -> None:
    later = clock.now() + timedelta(days=settings.HUBUNG.retention.events, minutes=1)
    with clock.travel(later):
        told = CliRunner().invoke(cli.main, ["privacy", "retention", "--dry-run"])
    assert told.exit_code == 0, told.output
    assert f"{Event.objects.count():>9,}  Events whose handlers have run" in told.output
    assert Event.objects.exists()


def test_every_setting_has_its_class() -> None:
    named = {one.setting for one in all_schedules()}
    assert named == set(type(settings.HUBUNG.retention).model_fields)


def test_kinds_of_reports_are_all_under_a_schedule(story: Story) -> None:
    covered: set[Any] = set()
    far = clock.now() + timedelta(days=40_000)
    for schedule in all_schedules()[:8]:
        Case.objects.filter(pk=story.linked.pk).update(confidential=True)
        for kind in Kind:
            Case.objects.filter(pk=story.linked.pk).update(kind=kind)
            if schedule.due(far).filter(pk=story.linked.pk).exists():
                covered.add(kind)
    assert covered == set(Kind)
