"""Events: frozen dataclasses, written where they happen, handled once each afterwards.

    @dataclass(frozen=True)
    class CaseAnswered(Event):
        case_id: int

    emit(CaseAnswered(subject="case:42", case_id=42))      # inside the transaction

    @handles(CaseAnswered)
    def tell_reporter(event: CaseAnswered) -> None: ...    # in the worker, own savepoint

A handler's effects and the mark that it has run are committed together, so it takes effect once.
One that raises is tried again with growing pauses, without running its successful siblings again.

    @witnesses(CaseAnswered)
    def put_on_record(event: CaseAnswered) -> None: ...    # at once, in the same transaction

A witness that raises undoes what it should have seen: no record, no change.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, transaction

from hubung.kernel import bulk, clock, models

log = logging.getLogger(__name__)

#: Pause before the nth further attempt; the last one repeats.
RETRY_AFTER = (
    timedelta(seconds=5),
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all events. Fields are JSON values: ids, strings, numbers, ISO instants."""

    subject: str = ""


E = TypeVar("E", bound=Event)
Handler = Callable[[Sequence[Any]], None]
Witness = TypeVar("Witness", bound=Callable[[Any], None])

_types: dict[str, type[Event]] = {}
_handlers: dict[str, dict[str, Handler]] = defaultdict(dict)
_witnesses: dict[str, dict[str, Callable[[Any], None]]] = defaultdict(dict)


def name_of(event_type: type[Event]) -> str:
    """`cases.CaseAnswered`: the app's last name and the class."""
    parts = event_type.__module__.split(".")
    return f"{parts[-2]}.{event_type.__name__}"


def handles(*event_types: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a function to run once for each event of these types."""

    def register(function: Callable[[E], None]) -> Callable[[E], None]:
        def one_by_one(events: Sequence[E]) -> None:
            for event in events:
                function(event)

        _register(event_types, function, one_by_one)
        return function

    return register


def handles_many(
    *event_types: type[E],
) -> Callable[[Callable[[Sequence[E]], None]], Callable[[Sequence[E]], None]]:
    """Register a function that takes all pending events of these types at once, in order.

    For work that is much cheaper together; what it does for one event must not depend on others.
    """

    def register(function: Callable[[Sequence[E]], None]) -> Callable[[Sequence[E]], None]:
        _register(event_types, function, function)
        return function

    return register


def witnesses(*event_types: type[Event]) -> Callable[[Witness], Witness]:
    """Register a function to run within `emit`, in the transaction that the event tells of."""

    def register(function: Witness) -> Witness:
        for event_type in event_types:
            name = f"{function.__module__}.{function.__qualname__}"
            _witnesses[name_of(event_type)][name] = function
        return function

    return register


def _register(
    event_types: Iterable[type[Event]], function: Callable[..., None], run: Handler
) -> None:
    for event_type in event_types:
        name = name_of(event_type)
        _types[name] = event_type
        _handlers[name][f"{function.__module__}.{function.__qualname__}"] = run


def forget_handlers(event_type: type[Event]) -> None:
    """Take an event out of the registry: for tests that bring their own."""
    _types.pop(name_of(event_type), None)
    _handlers.pop(name_of(event_type), None)
    _witnesses.pop(name_of(event_type), None)


def load_handlers() -> None:
    """Import every app's `handlers` module; called once when the apps are ready."""
    for config in apps.get_app_configs():
        if config.name.startswith("hubung."):
            name = f"{config.name}.handlers"
            if importlib.util.find_spec(name):
                importlib.import_module(name)


def emit(*events: Event) -> None:
    """Write events in the current transaction. Raises RuntimeError outside of one."""
    if not connection.in_atomic_block:
        raise RuntimeError("emit() belongs into the transaction that the event tells of")
    now = clock.now()
    rows = []
    for event in events:
        name = name_of(type(event))
        for witness in _witnesses.get(name, {}).values():
            witness(event)
        data = asdict(event)
        rows.append(
            models.Event(
                name=name,
                subject=data.pop("subject"),
                data=data,
                created_at=now,
                next_attempt_at=now if name in _handlers else None,
            )
        )
    bulk.insert(rows)


def dispatch(limit: int = 200) -> int:
    """Run the handlers of up to `limit` pending events; returns how many events were taken."""
    with transaction.atomic():
        pending = list(
            models.Event.objects.filter(next_attempt_at__lte=clock.now())
            .order_by("next_attempt_at", "id")
            .select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)[
                :limit
            ]
        )
        failures = _run_handlers(pending)
        done = [row.pk for row in pending if row.pk not in failures]
        models.Event.objects.filter(pk__in=done).update(next_attempt_at=None, error="")
        for row in pending:
            if row.pk in failures:
                _postpone(row, failures[row.pk])
    return len(pending)


def _run_handlers(rows: list[models.Event]) -> dict[int, str]:
    """Run each handler on all of its events; returns what went wrong, per event."""
    waiting: dict[str, list[models.Event]] = defaultdict(list)
    for row in rows:
        for name in _handlers.get(row.name, {}):
            if name not in row.handled:
                waiting[name].append(row)
    failures: dict[int, str] = {}
    for name, events in waiting.items():
        _run(name, events, failures)
    return failures


def _run(name: str, rows: list[models.Event], failures: dict[int, str]) -> None:
    """All events in one savepoint; when one of them fails, each in its own."""
    handler = _handlers[rows[0].name][name]
    try:
        with transaction.atomic():
            handler([_restore(row) for row in rows])
    except Exception as error:
        if len(rows) > 1:
            for row in rows:
                _run(name, [row], failures)
            return
        log.exception("event handler failed", extra={"event": rows[0].pk, "handler": name})
        failures[rows[0].pk] = f"{name}: {type(error).__name__}: {error}"
    else:
        for row in rows:
            row.handled.append(name)


def _postpone(row: models.Event, why: str) -> None:
    row.next_attempt_at = clock.now() + RETRY_AFTER[min(row.attempts, len(RETRY_AFTER) - 1)]
    row.attempts = min(row.attempts + 1, 1000)
    row.error = why
    row.save(update_fields=["attempts", "error", "next_attempt_at", "handled"])


def _restore(row: models.Event) -> Event:
    event_type = _types[row.name]
    known = {field.name for field in fields(event_type)}
    data = {key: value for key, value in row.data.items() if key in known}
    return event_type(subject=row.subject, **data)


def failing() -> Iterable[models.Event]:
    """Events whose handlers have failed and wait for another attempt, oldest first."""
    return models.Event.objects.filter(next_attempt_at__isnull=False, attempts__gt=0).order_by("id")
