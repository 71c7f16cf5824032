"""The agents who are signed in or still busy, and who of them is available."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hubung.telephony.acd.commands import AgentIs
from hubung.telephony.acd.model import Agent, Phase


class Roster:
    """Agents by id. Whoever is gone and free is forgotten once that was told."""

    def __init__(self) -> None:
        self._agents: dict[str, Agent] = {}
        self._available: dict[str, Agent] = {}
        self._before: dict[str, Agent | None] = {}

    @property
    def agents(self) -> tuple[Agent, ...]:
        return tuple(self._agents.values())

    @property
    def available(self) -> Mapping[str, Agent]:
        return self._available

    def get(self, agent_id: str | None) -> Agent | None:
        return None if agent_id is None else self._agents.get(agent_id)

    def talking_in(self, call_id: str) -> list[Agent]:
        """The agents in a conversation; several in a conference."""
        talking = Phase.TALKING
        return [a for a in self._agents.values() if a.call_id == call_id and a.phase is talking]

    def put(self, agent: Agent) -> Agent:
        key = agent.agent_id
        self._before.setdefault(key, self._agents.get(key))
        self._agents[key] = agent
        if agent.available:
            self._available[key] = agent
        else:
            self._available.pop(key, None)
        return agent

    def tell(self) -> list[AgentIs]:
        """Every agent whose state is another than when this was last asked."""
        news = []
        for key, before in self._before.items():
            agent = self._agents[key]
            if before is None or _state(before) != _state(agent):
                news.append(AgentIs(key, *_state(agent)))
            if agent.gone and agent.phase is Phase.FREE:
                del self._agents[key]
        self._before.clear()
        return news


def _state(agent: Agent) -> tuple[Any, ...]:
    return agent.phase, agent.reason, agent.call_id, agent.until
