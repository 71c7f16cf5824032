"""Notes become records: many at once, and one that can't be written holds up no other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hubung.telephony.calls.clerk import write_down
from hubung.telephony.calls.store import Store
from hubung.telephony.calls.words import Note
from hubung.telephony.models import AgentState, Call
from tests.support.calls import BEGAN
from tests.support.ministry import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(tmp_path / "calls.sqlite3")) as store:
        yield store


def _story(call: str, person: str) -> list[Note]:
    """Somebody calls, and talks with an agent until one of them hangs up."""
    at = [BEGAN + timedelta(seconds=second) for second in range(4)]
    who = {"person": person, "leg": f"{call}~1"}
    began = {"direction": "in", "caller": "+628115550151", "dialled": "151"}
    talks = {"person": person, "phase": "talking", "reason": "", "call": call, "until": None}
    return [
        Note("call_began", call, at[0], began),
        Note("entered_queue", call, at[1], {"queue": "umum", "priority": 0}),
        Note("agent_is", "", at[2] + timedelta(milliseconds=int(call)), talks),
        Note("talk_began", call, at[2], who),
        Note("talk_ended", call, at[3], who),
        Note("call_ended", call, at[3], {"cause": "agent"}),
    ]


def _tell(store: Store, *stories: list[Note]) -> int:
    """Have it written down; how many statements that took."""
    store.keep({}, {}, [note for story in stories for note in story])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert write_down(store) == sum(map(len, stories))
    return len(asked)


def test_many_notes_cost_hardly_more_than_a_few(store: Store) -> None:
    agent = str(build().laksmi.pk)
    few = _tell(store, _story("1", agent))
    many = _tell(store, *(_story(str(call), agent) for call in range(2, 12)))
    # A row for each new call, and the rest of all of them at once.
    assert many - few <= 10
    assert write_down(store) == 0
    assert AgentState.objects.count() == 11
    for call in Call.objects.all():
        assert (call.queue, call.taken_by_id, call.cause) == ("umum", int(agent), "agent")
        assert (call.talk_began_at, call.waiting_since) == (BEGAN + timedelta(seconds=2), None)
        assert call.facts.count() == 5


def test_one_that_cannot_be_written_holds_up_no_other(store: Store) -> None:
    agent, nobody = str(build().laksmi.pk), "999999"
    _tell(store, _story("1", agent), _story("2", nobody), _story("3", agent))
    assert store.notes() == []
    # Who talked is nobody whom we know; the rest of that call is.
    assert store.failures() == 2
    assert list(Call.objects.order_by("engine_id").values_list("cause", flat=True)) == ["agent"] * 3
