"""Counts calls where they count: at the engine's bridges.

`Watch` hears of every line that enters a bridge, by the engine's interface and under a name of its
own, so that it costs both queues the same.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bench.measure import percentile
from hubung.telephony.ari import CONNECTED, Ari, AriError, AwayError

APPLICATION = "bench"
ENTERED, LEFT = "ChannelEnteredBridge", "ChannelLeftBridge"
#: Every so many calls are looked at: whether there is sound on both lines.
LOOK_AT_EVERY = 10
#: After being bridged for so long they are; a telephone sends 50 packets a second.
LOOK_AFTER_SECONDS = 0.5
PACKETS = 10


@dataclass
class Outcome:
    """What became of some calls. `waits` in seconds, from the last key to the bridge."""

    offered: int
    waits: list[float]
    together: int
    looked_at: int
    heard: int
    cpu_ms_each: Mapping[str, float]

    @property
    def bridged(self) -> int:
        return len(self.waits)

    @property
    def is_clean(self) -> bool:
        return self.bridged == self.offered and self.heard == self.looked_at

    def percentile_ms(self, share: float) -> float | None:
        return percentile(self.waits, share) * 1000 if self.waits else None


@dataclass
class _Bridge:
    lines: dict[str, str] = field(default_factory=dict)
    number: str = ""

    @property
    def is_talk(self) -> bool:
        return {"caller", "agent"} <= self.lines.keys()


@dataclass
class Tally:
    """What the events of a stream amount to.

    `bridged_at`: by caller's number, when caller and agent were in one bridge for the first time,
    in seconds since 1970. `together`: the most such conversations at the same time.
    """

    bridged_at: dict[str, float] = field(default_factory=dict)
    together: int = 0
    _bridges: dict[str, _Bridge] = field(default_factory=dict)

    def take(self, event: Mapping[str, Any]) -> tuple[str, str] | None:
        """The two lines of a call that is bridged by this event."""
        channel, key = event["channel"], event["bridge"]["id"]
        side = "caller" if channel["name"].startswith("PJSIP/trunk-") else "agent"
        if event["type"] == LEFT:
            bridge = self._bridges.get(key, _Bridge())
            bridge.lines.pop(side, None)
            if not bridge.lines:
                self._bridges.pop(key, None)
            return None
        bridge = self._bridges.setdefault(key, _Bridge())
        bridge.lines[side] = channel["id"]
        bridge.number = channel["caller"]["number"] if side == "caller" else bridge.number
        if not bridge.is_talk or bridge.number in self.bridged_at:
            return None
        self.bridged_at[bridge.number] = datetime.fromisoformat(event["timestamp"]).timestamp()
        self.together = max(self.together, sum(one.is_talk for one in self._bridges.values()))
        return bridge.lines["caller"], bridge.lines["agent"]


def waits(pressed_at: Mapping[str, float], bridged_at: Mapping[str, float]) -> Iterator[float]:
    """Seconds from the last key to the bridge, of every caller who was bridged."""
    for number, at in pressed_at.items():
        if number in bridged_at:
            # The two clocks are the same one, read to a millisecond here and there.
            yield max(bridged_at[number] - at, 0.0)


class Watch(threading.Thread):
    """Listens from `ready` on until `stop`."""

    def __init__(self, url: str, user: str, password: str) -> None:
        super().__init__(name="bridges", daemon=True)
        self._engine = (url, user, password)
        self.tally = Tally()
        self.looked_at = self.heard = 0
        self.ready = threading.Event()

    def run(self) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(self._listen())

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._listening.cancel)
        self.join()

    async def _listen(self) -> None:
        self._loop = asyncio.get_running_loop()
        task = asyncio.current_task()
        assert task
        self._listening = task
        looks = set()
        async with Ari(*self._engine) as ari:
            async for event in ari.events(APPLICATION, only=(ENTERED, LEFT)):
                if event is CONNECTED:
                    await ari.post(
                        "applications/{}/subscription", APPLICATION, eventSource="bridge:"
                    )
                    self.ready.set()
                elif event["type"] in (ENTERED, LEFT):
                    lines = self.tally.take(event)
                    if lines and len(self.tally.bridged_at) % LOOK_AT_EVERY == 1:
                        looks.add(asyncio.create_task(self._look(ari, lines)))

    async def _look(self, ari: Ari, lines: Iterable[str]) -> None:
        await asyncio.sleep(LOOK_AFTER_SECONDS)
        try:
            told = [await ari.get("channels/{}/rtp_statistics", line) for line in lines]
        except (AriError, AwayError):
            return  # hung up already
        self.looked_at += 1
        self.heard += all(one[way] >= PACKETS for one in told for way in ("txcount", "rxcount"))


@contextlib.contextmanager
def watching(url: str, user: str, password: str) -> Iterator[Watch]:
    """A watch that listens while the block runs."""
    watch = Watch(url, user, password)
    watch.start()
    if not watch.ready.wait(30):
        raise RuntimeError("the engine does not tell of its bridges")
    try:
        yield watch
    finally:
        watch.stop()
