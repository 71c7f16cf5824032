"""Giving callers to agents, and what those hear and get who go on waiting."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hubung.telephony.acd import matching
from hubung.telephony.acd.commands import Announce, Overflow, Voicemail
from hubung.telephony.acd.figures import Ending
from hubung.telephony.acd.floor import Floor
from hubung.telephony.acd.model import Agent, Caller, Queue
from hubung.telephony.acd.timers import Alarm


def widen(floor: Floor) -> None:
    """Open the overflow queues to callers who have waited long enough for it."""
    for call_id in floor.due:
        caller = floor.line.get(call_id)
        if caller is None:
            continue
        queue = floor.queues[caller.queue]
        waits_alone = len(caller.queues) == 1 and queue.overflow_to
        if waits_alone and floor.now >= _after(caller, queue.overflow_seconds):
            others = tuple(name for name in queue.overflow_to if name != queue.name)
            floor.line.replace(replace(caller, queues=(queue.name, *others)))
            floor.commands.extend(Overflow(call_id, name) for name in others)


def distribute(floor: Floor) -> None:
    """Offer everybody in their order to the best agent available.

    A caller whom nobody available serves is passed over and holds up no one behind them.
    """
    nobody_for: set[matching.Signature] = set()
    for caller in floor.line:
        if not floor.roster.available:
            return
        if caller.offered_to is not None or _rests(caller, floor.now):
            continue
        queue = floor.queues[caller.queue]
        agent = floor.roster.get(caller.known_agent)
        if agent is None or not matching.knows(agent, caller):
            if matching.holds_out(caller, queue, agent, floor.now):
                continue
            agent = _best(floor, caller, queue, nobody_for)
        if agent is not None:
            floor.offer(caller, agent)


def _best(
    floor: Floor, caller: Caller, queue: Queue, nobody_for: set[matching.Signature]
) -> Agent | None:
    """The longest idle agent; wishes that found none in this round are not looked for again."""
    wanted = matching.signature(caller, queue, floor.now)
    if wanted in nobody_for:
        return None
    agent = matching.longest_idle(floor.roster.available.values(), wanted)
    if agent is None:
        nobody_for.add(wanted)
    return agent


def look_after(floor: Floor, arrived: str | None) -> None:
    """Voicemail for whoever has waited too long or came too many; for others, their position."""
    for call_id in tuple(floor.due):
        caller = floor.line.get(call_id)
        if caller is None:
            continue
        queue = floor.queues[caller.queue]
        if caller.offered_to is None and not caller.callback:
            too_many = 0 < queue.longest < floor.line.length(queue.name)
            if _waited_too_long(caller, queue, floor.now) or (too_many and call_id == arrived):
                floor.leave(caller, Ending.VOICEMAIL)
                floor.commands.append(Voicemail(call_id))
                continue
            caller = _announce(floor, caller, queue, arrived)
        floor.timers.set(Alarm("caller", call_id), _next_moment(caller, queue, floor.now))
    floor.due.clear()


def _announce(floor: Floor, caller: Caller, queue: Queue, arrived: str | None) -> Caller:
    if caller.next_announcement is not None and floor.now < caller.next_announcement:
        return caller
    position = floor.line.position(caller)
    wait = floor.hour.expected_wait(queue.name, position)
    floor.commands.append(Announce(caller.call_id, position, wait))
    caller = replace(
        caller,
        next_announcement=floor.now + timedelta(seconds=queue.announce_seconds),
        first_position=position if caller.call_id == arrived else caller.first_position,
    )
    floor.line.replace(caller)
    return caller


def _next_moment(caller: Caller, queue: Queue, now: datetime) -> datetime | None:
    """When something changes for the caller by time alone."""
    moments = [caller.not_before, caller.next_announcement]
    if caller.known_agent is not None:
        moments.append(_after(caller, queue.known_agent_seconds))
    if queue.overflow_to:
        moments.append(_after(caller, queue.overflow_seconds))
    if queue.voicemail_seconds and not caller.callback:
        moments.append(_after(caller, queue.voicemail_seconds))
    if matching.signature(caller, queue, now)[2]:
        steps = matching.relaxed_steps(caller, queue, now) + 1
        if queue.relax_seconds:
            moments.append(_after(caller, steps * queue.relax_seconds))
    return min((moment for moment in moments if moment is not None and moment > now), default=None)


def _waited_too_long(caller: Caller, queue: Queue, now: datetime) -> bool:
    return 0 < queue.voicemail_seconds <= caller.waited(now).total_seconds()


def _rests(caller: Caller, now: datetime) -> bool:
    return caller.not_before is not None and now < caller.not_before


def _after(caller: Caller, seconds: int) -> datetime:
    return caller.since + timedelta(seconds=seconds)
