"""Agents come and go, as their desks say: who takes calls, who does not and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from hubung.telephony import acd
from hubung.telephony.calls import cuts
from hubung.telephony.calls.state import AgentSeen
from hubung.telephony.calls.words import Wished

if TYPE_CHECKING:
    from hubung.telephony.calls.exchange import Exchange

#: Why no calls come to an agent who has not said yet what the last one was about.
CODE = "code"
NO_AGENT = "no_agent"
CODE_NEEDED = "code_needed"


def profile(agent: AgentSeen) -> acd.Profile:
    """What the queue wants to know of an agent."""
    return acd.Profile(frozenset(agent.queues), frozenset(agent.languages), dict(agent.skills))


def arrange(exchange: Exchange) -> None:
    """What agents may be given was changed; whoever is no agent any more gets nothing."""
    nothing = acd.Profile(frozenset())
    for agent in list(exchange.agents.values()):
        if not agent.by_hand:
            wanted = exchange.arrangement.profiles.get(agent.id, nothing)
            exchange.agents[agent.id] = _with(agent, wanted)
            exchange.feed(acd.ProfileIs(agent.id, wanted))


def owe_code(exchange: Exchange, agent: str, call_id: str) -> None:
    """A conversation is over: until its code is given, no other begins."""
    seen = exchange.agents.get(agent)
    if seen is None or not exchange.arrangement.codes:
        return
    exchange.agents[agent] = replace(seen, owes=call_id)
    if not seen.reason:
        exchange.feed(acd.AgentNotReady(agent, CODE))


def _ready(exchange: Exchange, wish: Wished) -> str:
    details = wish.details
    seen = exchange.agents.get(wish.agent, AgentSeen(wish.agent))
    by_hand = "queues" in details
    told = exchange.arrangement.profiles.get(wish.agent)
    if by_hand:
        told = acd.Profile(
            frozenset(details["queues"]),
            frozenset(details.get("languages", ())),
            dict(details.get("skills", {})),
        )
    if told is None:
        return NO_AGENT
    telephone = str(details.get("telephone") or seen.telephone)
    changed = replace(_with(seen, told), by_hand=by_hand, telephone=telephone, gone=False)
    exchange.agents[wish.agent] = changed
    exchange.feed(acd.AgentReady(wish.agent, told, CODE if seen.owes else ""))
    if seen.owes:
        return CODE_NEEDED
    cuts.is_back(exchange, wish.agent)
    return ""


def _not_ready(exchange: Exchange, wish: Wished) -> str:
    exchange.feed(acd.AgentNotReady(wish.agent, str(wish.details.get("reason") or "break")))
    return ""


def _gone(exchange: Exchange, wish: Wished) -> str:
    if wish.agent in exchange.agents:
        exchange.agents[wish.agent] = replace(exchange.agents[wish.agent], gone=True)
    exchange.feed(acd.AgentGone(wish.agent))
    return ""


def _wrapped_up(exchange: Exchange, wish: Wished) -> str:
    seen = exchange.agents.get(wish.agent)
    if seen is not None and seen.owes:
        code = str(wish.details.get("code", ""))
        if exchange.arrangement.codes and code not in exchange.arrangement.codes:
            return CODE_NEEDED
        exchange.note("wrapped_up", seen.owes, person=wish.agent, code=code)
        exchange.agents[wish.agent] = replace(seen, owes="")
        if seen.reason == CODE:
            exchange.feed(acd.AgentReady(wish.agent, profile(seen)))
    exchange.feed(acd.WrappedUp(wish.agent))
    return ""


def _with(agent: AgentSeen, told: acd.Profile) -> AgentSeen:
    return replace(
        agent,
        queues=tuple(sorted(told.queues)),
        languages=tuple(sorted(told.languages)),
        skills=tuple(sorted(told.skills.items())),
    )


Presence = Callable[["Exchange", Wished], str]

WISHES: dict[str, Presence] = {
    "ready": _ready,
    "not_ready": _not_ready,
    "gone": _gone,
    "wrapped_up": _wrapped_up,
}
