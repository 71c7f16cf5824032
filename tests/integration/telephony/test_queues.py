"""Queues, agents, telephones and codes as data; what waits and calls back come to on the board."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied

from hubung.audit.models import Entry
from hubung.desk.live import Watcher
from hubung.kernel import clock
from hubung.telephony import services
from hubung.telephony.calls.arrangement import Team
from hubung.telephony.models import AgentState, Call, Callback, CallbackState, DeskCommand
from hubung.telephony.queues import board, codes, reading
from hubung.telephony.queues import services as queues
from tests.support.ministry import Ministry, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry() -> Ministry:
    return build()


def test_the_arrangement_follows_what_an_administrator_keeps(ministry: Ministry) -> None:
    first = reading.arrangement()
    assert [queue.name for queue in first.queues] == ["umum", "darat", "laut", "udara", "kereta"]
    ratih = first.profiles[str(ministry.ratih.pk)]
    assert ratih.queues == {"umum", "darat", "laut", "udara", "kereta"}
    assert ratih.languages == {"id", "en"}
    assert first.profiles[str(ministry.bima.pk)].queues == frozenset(), "a team without a queue"
    assert str(ministry.gatra.pk) not in first.profiles
    assert "laporan-baru" in first.codes

    by = ministry.arum
    queues.keep_queue(by=by, name="laut", title="Laut", sector="laut", level=2, ring_seconds=9)
    queues.keep_queue(by=by, name="udara", title="Udara", is_open=False)
    queues.keep_queue(
        by=by, name="tim-bitung", title="Tim Bitung", unit=ministry.bitung, overflow_to=["umum"]
    )
    telephone = queues.keep_telephone(by=by, number="(021) 381-1308", unit=ministry.bitung)
    queues.set_profile(
        by=by, person=ministry.ratih, queues=["laut"], languages=["id"], levels={"laut": 3}
    )
    queues.keep_code(by=by, code="lain", name="Lain-lain", name_en="Other")
    now = reading.arrangement()
    assert now != first
    sea = now.queue("laut")
    assert sea is not None
    assert (sea.ring_seconds, sea.wants, sea.wrap_up_seconds) == (9, (("laut", 2),), 30)
    assert now.queue("udara") is None
    assert all("udara" not in queue.overflow_to for queue in now.queues)
    assert now.profiles[str(ministry.bima.pk)].queues == {"tim-bitung"}
    assert now.profiles[str(ministry.ratih.pk)].skills == {"laut": 3}
    assert now.telephones == {str(telephone.pk): "+62213811308"}
    assert now.teams == {str(ministry.bitung.pk): Team("tim-bitung", (str(telephone.pk),))}
    assert {"lain", "laporan-baru"} <= now.codes
    assert {place.to for place in reading.targets()} >= {
        "queue:laut",
        f"team:{ministry.bitung.pk}",
    }
    queues.forget_profile(by=by, person=ministry.ratih)
    queues.remove_telephone(by=by, telephone=telephone)
    assert reading.arrangement().telephones == {}
    assert Entry.objects.filter(action="setup_changed").count() == 8


@pytest.mark.parametrize("number", ["151", "0809123456", "+442079460000", "telepon", ""])
def test_only_numbers_that_may_be_dialled_are_kept(ministry: Ministry, number: str) -> None:
    with pytest.raises(queues.QueueError):
        queues.keep_telephone(by=ministry.arum, number=number, unit=ministry.bitung)


def test_who_does_not_keep_the_queues_changes_nothing(ministry: Ministry) -> None:
    with pytest.raises(PermissionDenied):
        queues.keep_queue(by=ministry.kirana, name="laut", title="Laut")
    with pytest.raises(PermissionDenied):
        queues.set_not_ready(by=ministry.ratih, person=ministry.wulandari)
    with pytest.raises(queues.QueueError):
        queues.keep_queue(by=ministry.arum, name="umum", title="Umum", is_open=False)
    with pytest.raises(queues.QueueError):
        queues.keep_queue(by=ministry.arum, name="laut", title="Laut", overflow_to=["entah"])
    wish = queues.set_not_ready(by=ministry.kirana, person=ministry.ratih)
    assert (wish.kind, wish.details) == (DeskCommand.Kind.NOT_READY, {"reason": "supervisor"})


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"is_new": True, "case_kind": "complaint"}, "laporan-baru"),
        ({"case_kind": "complaint", "case_status": "in_progress"}, "kabar-laporan"),
        ({"case_kind": "complaint", "case_status": "incomplete"}, "tambahan"),
        ({"case_kind": "praise", "is_new": True}, "apresiasi"),
        ({"case_kind": "information_request", "case_status": "answered"}, "informasi"),
        ({"case_kind": "complaint", "case_status": "outside_authority"}, "bukan-wewenang"),
        ({"case_kind": "complaint", "transferred": True}, "diteruskan"),
        ({}, ""),
    ],
)
def test_the_case_speaks_for_a_code(facts: dict[str, object], code: str) -> None:
    assert codes.suggested(**facts) == code  # type: ignore[arg-type]


def test_the_board_counts_who_waits_who_was_in_time_and_who_gave_up(ministry: Ministry) -> None:
    now = clock.now()

    def call(key: str, queued: int, talked: int | None, ended: int | None, **more: object) -> None:
        moments = {
            name: None if ago is None else now - timedelta(seconds=ago)
            for name, ago in (("talk_began_at", talked), ("ended_at", ended))
        }
        since = now - timedelta(seconds=queued)
        Call.objects.create(
            engine_id=key, began_at=since, queued_at=since, queue="laut", **moments, **more
        )

    call("in-time", 300, 290, 100)
    call("late", 300, 260, 100)
    call("gave-up-soon", 200, None, 190, cause="caller")
    call("gave-up", 200, None, 100, cause="caller")
    call("waits", 40, None, None, waiting_since=now - timedelta(seconds=40))
    for person, phase, reason in (
        (ministry.ratih, "free", ""),
        (ministry.wulandari, "free", "break"),
        (ministry.kirana, "free", "gone"),
    ):
        AgentState.objects.create(person=person, phase=phase, reason=reason, since=now)
    shown = board.counted(now)
    sea = next(queue for queue in shown.queues if queue.name == "laut")
    assert (sea.waiting, sea.ready, shown.waiting) == (1, 1, 1)
    assert shown.longest == sea
    assert (shown.hour.in_time, shown.hour.counted) == (1, 4)
    assert shown.hour.share == Fraction(1, 4)
    assert shown.abandoned == 2
    assert dict(shown.agents) == {"free": 1, "away": 1}
    assert board.expected_wait() is None, "two callers are too few to speak of"


def test_a_call_back_is_kept_until_somebody_has_seen_to_it(ministry: Ministry) -> None:
    now = clock.now()
    services.call_began(
        engine_id="c", at=now, direction="in", caller="+6281234567890", dialled="151"
    )
    services.entered_queue(engine_id="c", at=now, queue="laut", priority=0)
    for again in range(2):
        services.callback_asked(engine_id="c", at=now)
        services.callback_dialled(engine_id="c", at=now, person=str(ministry.ratih.pk))
        services.callback_failed(engine_id="c", at=now)
        services.callback_given_up(engine_id="c", at=now)
        kept = Callback.objects.get()
        assert (kept.state, kept.attempts) == (CallbackState.GIVEN_UP, 1), again
    assert Call.objects.get().waiting_since is None
    assert board.counted(now).given_up == 1
    services.see_to_callback(by=ministry.kirana, callback=kept)
    kept.refresh_from_db()
    assert (kept.state, kept.settled_by) == (CallbackState.DONE, ministry.kirana)
    with pytest.raises(PermissionDenied):
        services.see_to_callback(by=ministry.damar, callback=kept)


def test_only_the_telephones_people_hear_of_the_floor(ministry: Ministry) -> None:
    assert Watcher(ministry.ratih)({"floor"}) == {"floor"}
    assert Watcher(ministry.gatra)({"floor"}) == set()
