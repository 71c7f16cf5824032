"""Where a call may be led by an agent, and nothing else: the way out is no number that they say.

to="agent:17"       a colleague
to="queue:laut"     a queue; consulted, whoever of it has been free longest
to="team:42"        a unit: its queue when somebody is there, else its telephones
to="telephone:7"    a telephone that an administrator keeps in the directory
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hubung.telephony import acd
from hubung.telephony.asterisk.outbound import Way
from hubung.telephony.calls.state import OUTSIDE

if TYPE_CHECKING:
    from hubung.telephony.calls.exchange import Exchange

BUSY = "agent_busy"
UNKNOWN = "not_understood"
NOBODY = "nobody_there"


@dataclass(frozen=True, slots=True)
class ToAgent:
    agent: str


@dataclass(frozen=True, slots=True)
class ToQueue:
    queue: str


@dataclass(frozen=True, slots=True)
class ToTelephone:
    """`name` is that of the leg; `ways` lead to it, the first to be tried first."""

    name: str
    ways: tuple[Way, ...]


Target = ToAgent | ToQueue | ToTelephone


class RefusedError(Exception):
    """`str()` is the code that says why."""


def find(exchange: Exchange, to: object, *, asked: bool) -> Target:
    """Whom to ring; `asked`: somebody is consulted, so a queue will not do.

    Raises RefusedError.
    """
    kind, _, name = str(to).partition(":")
    match kind:
        case "agent" if name:
            return _agent(exchange, name)
        case "queue" if exchange.arrangement.queue(name):
            return _of_queue(exchange, name) if asked else ToQueue(name)
        case "team" if name in exchange.arrangement.teams:
            return _team(exchange, name, asked=asked)
        case "telephone":
            return _telephone(exchange, name)
        case _:
            raise RefusedError(UNKNOWN)


def _agent(exchange: Exchange, agent: str) -> ToAgent:
    """Nobody is ever in two calls."""
    seen = exchange.agents.get(agent)
    if seen is None or seen.gone or seen.phase != acd.Phase.FREE:
        raise RefusedError(BUSY)
    return ToAgent(agent)


def _of_queue(exchange: Exchange, queue: str) -> ToAgent:
    free = [
        agent
        for agent in exchange.queue.agents
        if agent.available and queue in agent.profile.queues
    ]
    if not free:
        raise RefusedError(NOBODY)
    return ToAgent(min(free, key=lambda agent: (agent.idle_since, agent.agent_id)).agent_id)


def _team(exchange: Exchange, unit: str, *, asked: bool) -> Target:
    team = exchange.arrangement.teams[unit]
    there = [
        agent
        for agent in exchange.queue.agents
        if team.queue in agent.profile.queues and not agent.gone
    ]
    if team.queue and any(agent.available for agent in there):
        return _of_queue(exchange, team.queue) if asked else ToQueue(team.queue)
    if team.telephones:
        return _telephone(exchange, team.telephones[0])
    if there and not asked:
        return ToQueue(team.queue)
    raise RefusedError(NOBODY)


def _telephone(exchange: Exchange, key: str) -> ToTelephone:
    ways = exchange.ways(exchange.arrangement.telephones.get(key, ""))
    if not ways:
        raise RefusedError(UNKNOWN)
    return ToTelephone(f"{OUTSIDE}{key}", ways)
