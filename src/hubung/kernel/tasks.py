"""Background work. Three kinds, one worker:

- `@drain` empties a table of pending rows in batches (events, received mail, mail to be sent);
- `@periodic(every=…)` looks at the clock (reminders, escalation, tidying);
- a *job* is a `django_tasks.task`, enqueued inside the transaction that wants it (an import).

Any number of workers may run: drains and jobs lock the rows they take, a periodic task is claimed
by one `UPDATE`.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db import DatabaseError, close_old_connections, connection
from django.db.models import Q
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from hubung.kernel import clock, events, memory, models, planning

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.25
#: A job that has been running this long has lost its worker; it is put back.
JOB_LOST_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Periodic:
    """A function and how often it runs."""

    name: str
    every: timedelta
    run: Callable[[], None]


_drains: dict[str, Callable[[], int]] = {}
_periodic: dict[str, Periodic] = {}


def drain(function: Callable[[], int]) -> Callable[[], int]:
    """Register a function that handles one batch and returns how many rows it took."""
    _drains[f"{function.__module__}.{function.__qualname__}"] = function
    return function


def periodic(*, every: timedelta) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a function to run about every so often, by one worker at a time."""

    def register(function: Callable[[], None]) -> Callable[[], None]:
        name = f"{function.__module__}.{function.__qualname__}"
        _periodic[name] = Periodic(name, every, function)
        return function

    return register


def load_tasks() -> None:
    """Import every app's `tasks` module; called once when the apps are ready."""
    for config in apps.get_app_configs():
        if config.name.startswith("hubung.") and config.name != "hubung.kernel":
            name = f"{config.name}.tasks"
            if importlib.util.find_spec(name):
                importlib.import_module(name)


drain(events.dispatch)
periodic(every=timedelta(days=1))(planning.look_again)


def step() -> int:
    """One round: every drain once, what is due, one job. Returns how much was done."""
    done = 0
    for name, run in _drains.items():
        done += _guarded(name, run)
    done += run_due()
    done += run_job()
    return done


def run_until_idle(rounds: int = 1000) -> None:
    """Work until nothing is pending; for tests and for the command line."""
    for _ in range(rounds):
        if not step():
            return
    raise RuntimeError("background work does not come to an end")


def work(stop: threading.Event) -> None:
    """The worker's life, until `stop` is set."""
    _reap_lost_jobs()
    worked = True
    while not stop.is_set():
        close_old_connections()
        try:
            busy = step()
            beat("worker")
        except DatabaseError:
            log.exception("the worker cannot reach its database; trying again")
            connection.close()
            stop.wait(2)
            continue
        if worked and not busy:
            memory.give_back()
        worked = bool(busy)
        if not busy:
            stop.wait(IDLE_SECONDS)
    connection.close()


def run_due() -> int:
    """Run the periodic tasks that are due and that this worker could claim."""
    waiting = set(
        models.Schedule.objects.filter(next_run_at__gt=clock.now()).values_list("name", flat=True)
    )
    ran = 0
    for name in sorted(_periodic.keys() - waiting):
        if _claim(_periodic[name]):
            _guarded(name, _periodic[name].run)
            ran += 1
    return ran


def _claim(task: Periodic) -> bool:
    now = clock.now()
    following = now + task.every
    claimed = models.Schedule.objects.filter(name=task.name, next_run_at__lte=now).update(
        next_run_at=following
    )
    if claimed:
        return True
    _, created = models.Schedule.objects.get_or_create(
        name=task.name, defaults={"next_run_at": following}
    )
    return created


def _guarded(name: str, run: Callable[[], int | None]) -> int:
    """One failing task must not stop the others; a database that is away stops the round."""
    try:
        return run() or 0
    except DatabaseError:
        raise
    except Exception:
        log.exception("background task failed", extra={"task": name})
        return 0


def run_job() -> int:
    """Take one job from the queue and run it; 1 if there was one."""
    if not DBTaskResult.objects.ready().exists():
        return 0
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=f"{socket.gethostname()}-{os.getpid()}"[-63:],
        excluded_queue_names=[],
    ).run()
    return 1


def _reap_lost_jobs() -> None:
    """Give back jobs whose worker was killed in the middle."""
    lost = Q(status=TaskResultStatus.RUNNING, started_at__lt=clock.now() - JOB_LOST_AFTER)
    DBTaskResult.objects.filter(lost).update(status=TaskResultStatus.READY, started_at=None)


def beat(process: str) -> None:
    """Leave a sign of life, at most every few seconds."""
    now = clock.now()
    name = f"{process}@{socket.gethostname()}"
    last = _beats.get(name)
    if last is None or (now - last).total_seconds() > 5:
        _beats[name] = now
        models.Heartbeat.objects.update_or_create(process=name, defaults={"seen_at": now})


_beats: dict[str, datetime] = {}
