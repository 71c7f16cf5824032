"""What the wallboard shows: who waits, who is there, and whether 90 % are answered in 15 seconds.

No numbers and no names of callers, so every figure here may be published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q

from hubung.kernel import clock
from hubung.telephony import acd
from hubung.telephony.acd import Ending, ServiceLevel, Wait, service_level
from hubung.telephony.models import AgentState, Call, Callback, CallbackState, Cause, Phase
from hubung.telephony.queues import reading

TARGET = Fraction(9, 10)
_ZONE = ZoneInfo("Asia/Jakarta")
_SHIFT = timedelta(hours=16)
_HOUR = timedelta(hours=1)
#: Pages ask far more often than figures change.
_SECONDS = 1
_KEY = "telephony.board"
GONE = "gone"
AWAY = "away"


@dataclass(frozen=True)
class QueueNow:
    """One queue: how many wait and since when, the day's service level, who is free for it."""

    name: str
    title: str
    sector: str
    waiting: int
    since: datetime | None
    level: ServiceLevel
    ready: int


@dataclass(frozen=True)
class Board:
    """The contact centre at `at`. `agents` counts those who are there by phase, and `away`.

    `course` has the share in time of each hour of the day so far, None for one without calls.
    """

    at: datetime
    queues: tuple[QueueNow, ...]
    today: ServiceLevel
    hour: ServiceLevel
    abandoned: int
    callbacks: int
    given_up: int
    agents: Mapping[str, int]
    course: tuple[Fraction | None, ...]
    within_seconds: int

    @property
    def waiting(self) -> int:
        return sum(queue.waiting for queue in self.queues)

    @property
    def longest(self) -> QueueNow | None:
        """The queue in which somebody has waited longest."""
        waited = [queue for queue in self.queues if queue.since is not None]
        return min(waited, key=lambda queue: queue.since or self.at, default=None)


def board() -> Board:
    """At most a second old."""
    found = cache.get(_KEY)
    if not isinstance(found, Board):
        found = counted(clock.now())
        cache.set(_KEY, found, _SECONDS)
    return found


def counted(now: datetime) -> Board:
    """As `board`, counted now."""
    within = settings.HUBUNG.phone.service_level_seconds
    midnight = now.astimezone(_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    waits = waits_since(min(midnight, now - _HOUR), now)
    of_today = [wait for wait in waits if wait.ended_at - wait.waited >= midnight]
    lately = [wait for wait in waits if wait.ended_at > now - _HOUR]
    states = present_states(now)
    callbacks = Counter(
        Callback.objects.filter(
            state__in=[CallbackState.WAITING, CallbackState.GIVEN_UP]
        ).values_list("state", flat=True)
    )
    return Board(
        at=now,
        queues=tuple(_queues(of_today, states, within)),
        today=service_level(of_today, within_seconds=within),
        hour=service_level(lately, within_seconds=within),
        abandoned=sum(wait.ending is Ending.ABANDONED for wait in of_today),
        callbacks=callbacks[CallbackState.WAITING],
        given_up=callbacks[CallbackState.GIVEN_UP],
        agents=Counter(_doing(state) for state in states),
        course=_course(of_today, midnight, now, within),
        within_seconds=within,
    )


def present_states(now: datetime) -> list[AgentState]:
    """The newest state of everybody who is at the telephone, the longest in it first."""
    newest: dict[int, AgentState] = {}
    rows = AgentState.objects.filter(since__gte=now - _SHIFT).select_related("person")
    for row in rows.order_by("since", "pk"):
        newest[row.person_id] = row
    there = [row for row in newest.values() if row.reason != GONE]
    return sorted(there, key=lambda row: row.since)


def expected_wait() -> int | None:
    """Seconds that half of the last hour's callers waited at most; None when too few called.

    For the portal: what somebody who calls now may expect.
    """
    now = clock.now()
    waited = sorted(
        wait.waited for wait in waits_since(now - _HOUR, now) if wait.ending is Ending.ANSWERED
    )
    return round(waited[len(waited) // 2].total_seconds()) if len(waited) >= 5 else None


def waits_since(since: datetime, now: datetime) -> list[Wait]:
    """Every wait of calls that came to a queue since then.

    One that lasts is no abandoned one, but too late already once it is longer than was promised.
    """
    promised = timedelta(seconds=settings.HUBUNG.phone.service_level_seconds)
    rows = Call.objects.filter(queued_at__gte=since, queued_at__lte=now).values_list(
        "engine_id", "queue", "queued_at", "talk_began_at", "ended_at", "cause"
    )
    waits = []
    for key, queue, queued_at, talked_at, ended_at, cause in rows:
        if queued_at is None:
            continue
        end = talked_at or ended_at or now
        if talked_at:
            ending = Ending.ANSWERED
        elif ended_at is None and now - queued_at <= promised:
            continue
        elif ended_at is not None and cause == Cause.CALLER:
            ending = Ending.ABANDONED
        else:
            ending = Ending.VOICEMAIL if cause == Cause.VOICEMAIL else Ending.UNREACHED
        waits.append(Wait(key, queue, end, end - queued_at, ending))
    return waits


def _queues(waits: Sequence[Wait], states: Sequence[AgentState], within: int) -> Iterable[QueueNow]:
    queues = reading.open_queues()
    profiles = reading.profiles(queues)
    free = [
        profiles.get(str(state.person_id), acd.Profile(frozenset()))
        for state in states
        if _doing(state) == Phase.FREE
    ]
    lines = Call.objects.filter(waiting_since__isnull=False, ended_at__isnull=True)
    waiting = list(lines.filter(~Q(queue="")).values_list("queue", "queued_at"))
    for queue in queues:
        here = [since for name, since in waiting if name == queue.name and since]
        yield QueueNow(
            name=queue.name,
            title=queue.title,
            sector=queue.sector,
            waiting=len(here),
            since=min(here, default=None),
            level=service_level(
                [wait for wait in waits if wait.queue == queue.name], within_seconds=within
            ),
            ready=sum(queue.name in profile.queues for profile in free),
        )


def _doing(state: AgentState) -> str:
    """Their phase; `away` for who is free and takes no calls."""
    return AWAY if state.phase == Phase.FREE and state.reason else str(state.phase)


def _course(
    waits: Sequence[Wait], midnight: datetime, now: datetime, within: int
) -> tuple[Fraction | None, ...]:
    hours = int((now - midnight) / _HOUR) + 1
    by_hour: list[list[Wait]] = [[] for _hour in range(hours)]
    for wait in waits:
        by_hour[int((wait.ended_at - wait.waited - midnight) / _HOUR)].append(wait)
    return tuple(service_level(found, within_seconds=within).share for found in by_hour)
