"""A handler takes effect once for each event, whatever its siblings do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction

from hubung.directory.models import Unit
from hubung.kernel import clock, events, models
from hubung.kernel.events import Event, emit, handles, handles_many

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class ShipSighted(Event):
    name: str


seen: Counter[str] = Counter()


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    seen.clear()

    @handles(ShipSighted)
    def count(event: ShipSighted) -> None:
        seen[f"one {event.name}"] += 1

    @handles_many(ShipSighted)
    def record(sighted: Sequence[ShipSighted]) -> None:
        for event in sighted:
            Unit.objects.create(code=event.name, name=event.name)
            if event.name == "Karam":
                raise RuntimeError("sunk")
            seen[f"many {event.name}"] += 1

    yield
    events.forget_handlers(ShipSighted)


def sight(*names: str) -> None:
    with transaction.atomic():
        emit(*(ShipSighted(subject=f"ship:{name}", name=name) for name in names))


def test_each_handler_runs_once() -> None:
    sight("Bahari", "Samodra")
    assert events.dispatch() == 2
    assert events.dispatch() == 0
    assert seen == {"one Bahari": 1, "one Samodra": 1, "many Bahari": 1, "many Samodra": 1}


def test_one_failing_event_does_not_hold_up_the_others() -> None:
    sight("Bahari", "Karam", "Samodra")
    events.dispatch()
    assert set(Unit.objects.values_list("code", flat=True)) == {"Bahari", "Samodra"}
    failing = models.Event.objects.get(next_attempt_at__isnull=False)
    assert failing.data == {"name": "Karam"}
    assert "RuntimeError: sunk" in failing.error
    with clock.travel(clock.now() + timedelta(minutes=5)):
        assert events.dispatch() == 1
    assert seen["one Karam"] == 1, "the sibling that succeeded is not run again"
    failing.refresh_from_db()
    assert failing.attempts == 2


def test_an_event_belongs_into_a_transaction(transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        emit(ShipSighted(name="Bahari"))
