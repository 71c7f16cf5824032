"""The process that leads calls: `hubung phone serve`.

One loop around the exchange. Whatever happens goes through `_tell`, one at a time; what follows is
kept on this machine before the engine hears of it. Orders for one call are carried out one after
the other, those for different calls side by side.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections import deque
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any

from django.db import close_old_connections

from hubung.kernel import clock
from hubung.kernel.faults import describe
from hubung.telephony.acd import Acd
from hubung.telephony.ari import AWAY, CONNECTED, Ari, AriError, AwayError
from hubung.telephony.ari.manager import Manager
from hubung.telephony.asterisk import credentials, running
from hubung.telephony.asterisk.place import Place, here
from hubung.telephony.calls import adoption, answers, callbacks, engine, words
from hubung.telephony.calls.arrangement import Arrangement
from hubung.telephony.calls.clerk import Clerk
from hubung.telephony.calls.desk import Desk
from hubung.telephony.calls.engine import Engine
from hubung.telephony.calls.exchange import Exchange
from hubung.telephony.calls.rules import Rules
from hubung.telephony.calls.state import Call, call_of
from hubung.telephony.calls.store import Store
from hubung.telephony.calls.telephones import Telephones
from hubung.telephony.calls.words import Happening, Note, Order, Output
from hubung.telephony.menu.default import default_tree
from hubung.telephony.menu.services import InForce
from hubung.telephony.menu.walking import Prompt
from hubung.telephony.prompts import speaking
from hubung.telephony.queues.reading import default_arrangement
from hubung.telephony.recordings.carrier import Carrier

log = logging.getLogger(__name__)

#: The longest pause between two looks at the clock.
TICK_SECONDS = 0.5
#: What happens within this time is followed by one look.
GATHER_SECONDS = 0.02
#: How long another thread may work on while an event of the engine waits.
SWITCH_SECONDS = 0.0005
STATUS_UNAVAILABLE = "status-unavailable"


def serve(stop: threading.Event) -> None:
    """Lead calls until `stop` is set. Calls that go on then are taken up by the next start."""
    # Calls are led beside threads that write; a caller waits for the turn of none of them.
    sys.setswitchinterval(SWITCH_SECONDS)
    for trouble in speaking.prepare():
        log.error("a prompt has no sound", extra={"why": trouble})
    asyncio.run(Program(here()).run(stop))


class Program:
    """One engine's calls."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._path = place.folder / "calls.sqlite3"
        self._store = Store(self._path)
        self._menu = InForce(0, default_tree(), ())
        self._arrangement = self._store.arrangement() or default_arrangement(place.phone)
        self._asked = self._store.asked()
        self._exchange = self._empty()
        self._kept_calls: dict[str, Call] = {call.id: call for call in self._store.calls()}
        self._kept_agents = {agent.id: agent for agent in self._store.agents()}
        self._orders: dict[str, deque[Order]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._adopted = False
        self._woken = asyncio.Event()
        self._clock = clock.Steady()

    async def run(self, stop: threading.Event) -> None:
        """Until `stop` is set."""
        self._loop = asyncio.get_running_loop()
        ending = self._ending = threading.Event()
        self._telephones = Telephones(self._place, ending, grant=self._grant_from_thread)
        threads = [
            Clerk(self._path, ending),
            self._telephones,
            Desk(
                ending,
                grant=self._grant_from_thread,
                menu_is=self._menu_from_thread,
                arranged=self._arranged_from_thread,
            ),
            Carrier(self._place, ending),
        ]
        user = credentials.of(self._place)
        async with (
            Ari(self._place.url, user.user, user.password) as ari,
            Manager(self._place.manager_url, user.user, user.password) as manager,
        ):
            self._ari = ari
            self._engine = Engine(ari, manager, self._place.spool)
            work = [asyncio.create_task(self._listen()), asyncio.create_task(self._watch_clock())]
            for thread in threads:
                thread.start()
            try:
                await _until(stop, work)
            finally:
                ending.set()
                for task in (*work, *self._tasks):
                    task.cancel()
                await asyncio.gather(*work, *self._tasks, return_exceptions=True)
        for thread in threads:
            await asyncio.to_thread(thread.join)
        self._store.close()

    def _empty(self) -> Exchange:
        phone = self._place.phone
        rules = Rules(
            phone.recording,
            timedelta(seconds=phone.ring_seconds),
            timedelta(seconds=phone.ring_outside_seconds),
            phone=phone,
            callbacks_a_day=phone.callbacks_a_day,
            trying=timedelta(seconds=phone.trying_seconds),
        )
        return Exchange(
            Acd(self._arrangement.queues),
            self._menu.tree,
            rules,
            self._menu.emergency,
            self._arrangement,
            dict(self._asked),
        )

    # What comes in --------------------------------------------------------------------------------

    async def _listen(self) -> None:
        async for event in self._ari.events(engine.APPLICATION, only=engine.EVENTS):
            if event is CONNECTED:
                self._adopted = False
                self._telephones.forget()
                await self._adopt()
                continue
            if event is AWAY:
                await self._look_after_engine()
                continue
            happening = engine.happening(event)
            if happening is not None and self._adopted:
                self._tell(happening)

    async def _watch_clock(self) -> None:
        while True:
            wake = self._exchange.next_wake()
            pause = TICK_SECONDS
            if wake is not None:
                pause = min(max((wake - self._now()).total_seconds(), 0.01), TICK_SECONDS)
            self._woken.clear()
            try:
                async with asyncio.timeout(pause):
                    await self._woken.wait()
            except TimeoutError:
                if self._adopted:
                    self._tell(words.Tick())
            else:
                # In a busy hour things happen all the time; looking at each clock takes longer.
                await asyncio.sleep(GATHER_SECONDS)

    def _grant_from_thread(self, wish: words.Wished) -> str | None:
        return asyncio.run_coroutine_threadsafe(self._grant(wish), self._loop).result()

    async def _grant(self, wish: words.Wished) -> str | None:
        """The refusal; None when the program ends before it could be looked at."""
        while not self._adopted:
            if self._ending.is_set():
                return None
            await asyncio.sleep(TICK_SECONDS)
        refusals = [one.code for one in self._tell(wish) if isinstance(one, words.Refusal)]
        return refusals[0] if refusals else ""

    def _menu_from_thread(self, menu: InForce) -> None:
        self._loop.call_soon_threadsafe(self._take_menu, menu)

    def _take_menu(self, menu: InForce) -> None:
        self._menu = menu
        self._exchange.tree, self._exchange.emergency = menu.tree, menu.emergency

    def _arranged_from_thread(self, arrangement: Arrangement) -> None:
        self._loop.call_soon_threadsafe(self._arrange, arrangement)

    def _arrange(self, arrangement: Arrangement) -> None:
        self._arrangement = arrangement
        self._store.keep_arrangement(arrangement)
        if self._adopted:
            self._tell(words.Arranged(arrangement))

    def _now(self) -> datetime:
        """A clock that is put right neither ends what rings nor lets it ring for ever."""
        self._exchange.ahead = self._clock.ahead
        return self._clock.now()

    # What follows ---------------------------------------------------------------------------------

    def _tell(self, happening: Happening) -> list[Output]:
        outputs = self._exchange.apply(happening, self._now())
        self._follow(outputs)
        return outputs

    def _follow(self, outputs: list[Output]) -> None:
        self._keep(outputs)
        for output in outputs:
            match output:
                case Note() | words.Refusal():
                    pass
                case words.AskCase():
                    self._start(self._ask_case(output))
                case words.AskAgent():
                    self._start(self._ask_agent(output))
                case _:
                    self._order(output)
        self._woken.set()

    def _keep(self, outputs: list[Output]) -> None:
        """Write down what has changed since the last time."""
        calls: dict[str, Call | None] = {
            key: call
            for key, call in self._exchange.calls.items()
            if self._kept_calls.get(key) is not call
        }
        calls |= dict.fromkeys(self._kept_calls.keys() - self._exchange.calls.keys())
        agents = {
            key: agent
            for key, agent in self._exchange.agents.items()
            if self._kept_agents.get(key) is not agent
        }
        if self._exchange.asked != self._asked:
            self._asked = callbacks.of_last_day(self._exchange.asked, self._now())
            self._exchange.asked = dict(self._asked)
            self._store.keep_asked(self._asked)
        notes = [output for output in outputs if isinstance(output, Note)]
        if calls or agents or notes:
            self._store.keep(calls, agents, notes)
            self._kept_calls = dict(self._exchange.calls)
            self._kept_agents |= agents

    def _order(self, order: Order) -> None:
        key = call_of(words.target(order))
        if key in self._orders:
            self._orders[key].append(order)
        else:
            self._orders[key] = deque([order])
            self._start(self._carry_out(key))

    async def _carry_out(self, key: str) -> None:
        """The orders of one call, until there are no more."""
        orders = self._orders[key]
        try:
            while orders:
                follows = await self._engine.do(orders.popleft())
                if follows is not None:
                    self._tell(follows)
        finally:
            del self._orders[key]

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("the phone program failed at one thing", exc_info=error)

    # The registry ---------------------------------------------------------------------------------

    async def _ask_case(self, ask: words.AskCase) -> None:
        try:
            prompts = await asyncio.to_thread(_asked, answers.case_status, ask.number, ask.language)
        except Exception as error:
            log.warning("a case could not be looked up", extra={"why": describe(error)})
            prompts = (Prompt(STATUS_UNAVAILABLE, ask.language),)
        self._tell(words.CaseTold(ask.call, prompts))

    async def _ask_agent(self, ask: words.AskAgent) -> None:
        try:
            agent = await asyncio.to_thread(_asked, answers.known_agent, ask.caller)
        except Exception as error:
            log.warning("a caller could not be looked up", extra={"why": describe(error)})
            return
        if agent is not None:
            self._tell(words.CallerKnown(ask.call, agent))

    # Taking up calls ------------------------------------------------------------------------------

    async def _adopt(self) -> None:
        """Begin anew from what was kept and what the engine has."""
        try:
            found, strangers = await self._look()
        except (AriError, AwayError) as error:
            log.warning("the engine went away again", extra={"why": str(error)})
            return
        exchange = self._empty()
        exchange.places, exchange.ahead = self._exchange.places, self._clock.ahead
        outputs = adoption.adopt(
            exchange,
            calls=list(self._kept_calls.values()),
            agents=list(self._kept_agents.values()),
            found=found,
            now=self._now(),
        )
        self._exchange = exchange
        self._adopted = True
        self._follow(outputs)
        for stranger in strangers:
            self._tell(stranger)
        log.info("calls are led", extra={"taken_up": len(exchange.calls)})

    async def _look_after_engine(self) -> None:
        """The stream is over. Where the engine has ended, so have the calls: agents see it now."""
        self._adopted = False
        if self._exchange.calls and not await asyncio.to_thread(running.answers, self._place):
            log.warning(
                "calls were lost with the engine", extra={"count": len(self._exchange.calls)}
            )
            self._follow(adoption.lose(self._exchange, self._now()))

    async def _look(self) -> tuple[adoption.Found, list[words.Arrived]]:
        channels = await self._ari.get("channels")
        bridges = await self._ari.get("bridges")
        application = await self._ari.get("applications/{}", engine.APPLICATION)
        ours = {one["id"]: one for one in channels if self._is_ours(one, application)}
        for channel in ours:
            await self._ari.post(
                "applications/{}/subscription",
                engine.APPLICATION,
                eventSource=f"channel:{channel}",
            )
        found = adoption.Found(
            {key: one["state"] == "Up" for key, one in ours.items()},
            {
                one["id"]: frozenset(one["channels"])
                for one in bridges
                if one["id"].endswith("~bridge")
            },
        )
        strangers = [
            engine.arrived(one)
            for key, one in ours.items()
            if "~" not in key and key not in self._kept_calls
        ]
        return found, strangers

    def _is_ours(self, channel: Any, application: Any) -> bool:
        """Not a caller whom the dialplan has taken over while we were away."""
        if "~" in channel["id"] or channel["id"] in application["channel_ids"]:
            return True
        return channel["id"] in self._kept_calls and channel["dialplan"]["app_name"] == "Stasis"


def _asked(function: Any, *about: str) -> Any:
    close_old_connections()
    try:
        return function(*about)
    finally:
        close_old_connections()


async def _until(stop: threading.Event, work: list[asyncio.Task[None]]) -> None:
    """Until `stop` is set; raises what ended a piece of work, which never ends by itself."""
    waiting = asyncio.create_task(asyncio.to_thread(stop.wait))
    done, _ = await asyncio.wait([waiting, *work], return_when=asyncio.FIRST_COMPLETED)
    if waiting not in done:
        stop.set()
    for task in done:
        task.result()
