"""Who may be given to whom, and in which order.

The score of a caller is the number of seconds they are served by:

    score = seconds waited + head start of the queue + priority x seconds per step of priority

Everybody ages alike, so two callers never change places: their order is that of the moment
`since - head starts`, fixed when they join. Nobody starves: whoever comes more than the greatest
head start after a caller stands behind them for good.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from hubung.telephony.acd.model import HIGHEST_PRIORITY, Agent, Caller, Phase, Queue

Signature = tuple[tuple[str, ...], str, tuple[tuple[str, int], ...]]


def rank(queue: Queue, priority: int, since: datetime) -> float:
    """The moment (POSIX seconds) that orders a caller; a priority beyond the scale is its end."""
    steps = min(max(priority, 0), HIGHEST_PRIORITY)
    return since.timestamp() - queue.head_start_seconds - steps * queue.priority_seconds


def score(caller: Caller, now: datetime) -> float:
    """Seconds by which callers are compared; the highest is served first."""
    return now.timestamp() - caller.rank[0]


def holds_out(caller: Caller, queue: Queue, known: Agent | None, now: datetime) -> bool:
    """Whether the caller still waits for the agent who has their case and is only busy."""
    return (
        known is not None
        and not known.reason
        and known.phase is not Phase.FREE
        and not known.profile.queues.isdisjoint(caller.queues)
        and speaks(known, caller.language)
        and now < caller.since + timedelta(seconds=queue.known_agent_seconds)
    )


def signature(caller: Caller, queue: Queue, now: datetime) -> Signature:
    """All that decides which agents a caller may be given: equal for callers of equal wishes."""
    steps = relaxed_steps(caller, queue, now)
    needs = tuple((skill, level - steps) for skill, level in caller.needs if level > steps)
    return caller.queues, caller.language, needs


def relaxed_steps(caller: Caller, queue: Queue, now: datetime) -> int:
    """By how many levels the wait has softened what the caller wanted."""
    if not queue.relax_seconds:
        return 0
    return int(caller.waited(now) // timedelta(seconds=queue.relax_seconds))


def serves(agent: Agent, wanted: Signature) -> bool:
    """Whether the agent has the queue, the language and every skill at its level."""
    queues, language, needs = wanted
    profile = agent.profile
    return (
        not profile.queues.isdisjoint(queues)
        and speaks(agent, language)
        and all(profile.skills.get(skill, 0) >= level for skill, level in needs)
    )


def speaks(agent: Agent, language: str) -> bool:
    return not language or language in agent.profile.languages


def longest_idle(agents: Iterable[Agent], wanted: Signature) -> Agent | None:
    """The agent who serves and has been available for the longest time.

    Those of the caller's own queue come before those to whom it overflows.
    """
    own = wanted[0][0]

    def order(agent: Agent) -> tuple[bool, datetime, str]:
        return own not in agent.profile.queues, agent.idle_since, agent.agent_id

    return min((one for one in agents if serves(one, wanted)), key=order, default=None)


def knows(agent: Agent, caller: Caller) -> bool:
    """Whether this agent, who has the caller's case, may be given them, whatever their skills."""
    return agent.available and serves(agent, (caller.queues, caller.language, ()))
