"""What the phone program tells becomes a call's record, however often it is told."""

from __future__ import annotations

import inspect
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hubung.desk.phone import state
from hubung.kernel.models import Event
from hubung.telephony import services
from hubung.telephony.calls import exchange
from hubung.telephony.models import AgentState, Call, CallFact, Phase
from tests.support.ministry import build

pytestmark = pytest.mark.django_db
BEGAN = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)
CALL = "1720000000.1"


def after(seconds: int) -> datetime:
    return BEGAN + timedelta(seconds=seconds)


def tell(person: str) -> None:
    """A call with one agent who does not answer, and one who does."""
    leg, other = f"{CALL}~1", f"{CALL}~2"
    call = {"engine_id": CALL}
    services.call_began(**call, at=after(0), direction="in", caller="+628115550151", dialled="151")
    services.call_answered(**call, at=after(0))
    services.caller_chose(**call, at=after(9), language="id", sector="laut")
    services.entered_queue(**call, at=after(10), queue="laut", priority=0)
    services.recording_began(**call, at=after(10), file="recordings/1.raw")
    for each in (leg, other):
        services.offered(**call, at=after(11), person=person, leg=each)
    services.offer_ended(**call, at=after(25), person=person, leg=leg, why="no_answer")
    services.talk_began(**call, at=after(30), person=person, leg=other)
    services.held(**call, at=after(40))
    services.resumed(**call, at=after(50))
    services.transferred(**call, at=after(60), person=person, to="queue:laut")
    services.talk_ended(**call, at=after(60), person=person, leg=other)
    services.entered_queue(**call, at=after(60), queue="laut", priority=0)
    services.talk_began(**call, at=after(70), person=person, leg=other)
    services.talk_ended(**call, at=after(90), person=person, leg=other)
    services.recording_ended(**call, at=after(90), file="recordings/1.raw")
    services.call_ended(**call, at=after(90), cause="caller")
    services.agent_is(
        engine_id="", at=after(90), person=person, phase="wrap_up", reason="", call=CALL,
        until=after(120).isoformat(),
    )  # fmt: skip


def test_a_call_that_is_told_twice_is_one_call() -> None:
    person = build().ratih
    tell(str(person.pk))
    once = Call.objects.values().get(), list(CallFact.objects.values())
    events = Event.objects.count()
    tell(str(person.pk))
    assert once == (Call.objects.values().get(), list(CallFact.objects.values()))
    assert Event.objects.count() == events
    call = Call.objects.get()
    assert (call.caller, call.sector, call.taken_by, call.cause) == (
        "+628115550151", "laut", person, "caller"
    )  # fmt: skip
    assert call.waited == timedelta(seconds=20)
    assert (call.began_at, call.answered_at, call.ended_at) == (after(0), after(0), after(90))
    assert [fact.kind for fact in call.facts.all()].count("offered") == 2
    state = AgentState.objects.get()
    assert (state.phase, state.until) == ("wrap_up", after(120))


def test_what_is_told_first_makes_the_call() -> None:
    services.call_ended(engine_id=CALL, at=after(5), cause="lost")
    services.call_began(engine_id=CALL, at=after(0), direction="in", caller="", dialled="151")
    call = Call.objects.get()
    assert (call.began_at, call.ended_at, call.caller) == (after(0), after(5), "")


def test_every_note_has_its_service() -> None:
    """The phone program names services by strings."""
    folder = Path(inspect.getfile(exchange)).parent
    told = {
        name
        for path in folder.glob("*.py")
        for name in re.findall(r'\.note\(\s*"(\w+)"', path.read_text())
    }
    assert len(told) > 10
    assert told <= set(services.__all__)


def test_a_colleague_who_is_rung_for_a_call_sees_it_ring_until_they_pick_up() -> None:
    ministry = build()
    first, other = ministry.ratih, ministry.damar
    leg = f"{CALL}~2"
    tell(str(first.pk))
    services.held(engine_id=CALL, at=after(91))
    services.agent_is(
        engine_id="", at=after(92), person=str(other.pk), phase="talking", reason="", call=CALL,
        until=None,
    )  # fmt: skip
    services.offered(engine_id=CALL, at=after(92), person=str(other.pk), leg=leg)
    assert state.of(other).phase == Phase.RINGING
    services.consulted(engine_id=CALL, at=after(95), person=str(other.pk), leg=leg)
    assert state.of(other).phase == Phase.TALKING
