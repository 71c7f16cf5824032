"""Looks after a running engine: wrong passwords, blocks, names of trunks, sizes of its logs.

What it knows is in `run/watch.json`, for `hubung phone status` and `hubung check`; it begins anew
with each engine. Our own log tells of blocks without addresses or numbers of anybody.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Network

from hubung.kernel import clock
from hubung.telephony.asterisk import guard, running, silence
from hubung.telephony.asterisk.errors import EngineError
from hubung.telephony.asterisk.guard import Block, Guard, Socket
from hubung.telephony.asterisk.place import Place
from hubung.telephony.asterisk.silence import Rule
from hubung.telephony.settings import Trunk

log = logging.getLogger(__name__)

SECURITY_LOG = "security.log"
_FILE = "watch.json"
#: A flood must not fill the disk: a log is begun anew, and one old one of each is kept.
MOST_LOG_BYTES = 5_000_000
#: A look reads no more than this; what is left is read by the next.
_MOST_READ = 1_000_000
NAMES_EVERY_SECONDS = 60.0
_CONTACT = re.compile(
    r"^\s*Contact:\s+(?:agent|desk)-\d+/sips?:[^@\s]*@([\d.]+):(\d+)", re.MULTILINE
)


@dataclass(frozen=True)
class Watch:
    """What was seen since the engine started; `blocked` is what is not heard now."""

    refused: int = 0
    blocks: int = 0
    blocked: tuple[Block, ...] = ()


class Watchman:
    """For one engine's process; `look` is called a few times a second and takes no time."""

    def __init__(self, place: Place, pid: int) -> None:
        self._place = place
        self._pid = pid
        self._guard = Guard()
        self._read = 0
        self._addresses = self._look_up()
        self._names_at = time.monotonic() + NAMES_EVERY_SECONDS
        self._tell()

    def look(self) -> None:
        now = clock.now()
        refusals = list(guard.read(self._news()))
        new: list[Block] = []
        if refusals:
            new = self._guard.take(
                refusals,
                now,
                known=self._registered(),
                operators=self._operators(),
                trunks=set().union(*(networks for _, networks in self._addresses)),
            )
        for block in new:
            log.warning(
                "guessing at passwords of telephones is not heard for a while",
                extra={
                    "whole_address": not block.port,
                    "seconds": round((block.until - now).total_seconds()),
                },
            )
        ended = self._guard.ended(now)
        if new or ended or self._names_changed():
            silence.attach(self._pid, self._place, list(self._blocking()))
        if refusals or ended:
            self._tell()
        self._bound_logs()

    def _news(self) -> str:
        """What was added to the log of security, in whole lines."""
        try:
            with (self._place.log / SECURITY_LOG).open("rb") as file:
                if file.seek(0, 2) < self._read:
                    self._read = 0
                file.seek(self._read)
                added = file.read(_MOST_READ)
        except OSError:
            return ""
        whole = added[: added.rfind(b"\n") + 1]
        self._read += len(whole)
        return whole.decode(errors="replace")

    def _blocking(self) -> Iterator[Rule]:
        """The registered phones of a blocked address pass; what is blocked itself does not."""
        blocks = self._guard.blocked.values()
        for block in blocks:
            if block.port:
                yield Rule(IPv4Network(block.address), passes=False, port=block.port)
        addresses = {block.address for block in blocks if not block.port}
        spared = self._registered() | self._operators() if addresses else ()
        for address, port in sorted(spared):
            if address in addresses:
                yield Rule(IPv4Network(address), port=port)
        for address in sorted(addresses):
            yield Rule(IPv4Network(address), passes=False)

    def _registered(self) -> set[Socket]:
        """Where our people's telephones are."""
        try:
            said = running.command(self._place, "pjsip show contacts")
        except EngineError:
            return set()
        return {(address, int(port)) for address, port in _CONTACT.findall(said)}

    def _operators(self) -> set[Socket]:
        return {
            (str(network.network_address), trunk.port)
            for trunk, networks in self._addresses
            for network in networks
        }

    def _look_up(self) -> list[tuple[Trunk, set[IPv4Network]]]:
        return [(trunk, silence.addresses(trunk)) for trunk in self._place.phone.trunks]

    def _names_changed(self) -> bool:
        """Whether a trunk's name has another address; the engine looks it up anew, too."""
        if time.monotonic() < self._names_at:
            return False
        self._names_at = time.monotonic() + NAMES_EVERY_SECONDS
        before, self._addresses = self._addresses, self._look_up()
        if self._addresses == before:
            # What the system refused once it may allow now.
            return bool(silence.trouble(self._place))
        log.info("a trunk has another address")
        try:
            running.command(self._place, "module reload res_pjsip.so")
        except EngineError as error:
            log.warning("the engine did not look up its trunks", extra={"why": str(error)})
        return True

    def _bound_logs(self) -> None:
        for path in self._place.log.glob("*.log"):
            if path.stat().st_size > MOST_LOG_BYTES and path.name != "start.log":
                path.replace(path.with_suffix(".old"))
                try:
                    running.command(self._place, "logger reload")
                except EngineError as error:
                    log.warning("the engine keeps its old log", extra={"why": str(error)})

    def _tell(self) -> None:
        content = {
            "refused": self._guard.refused,
            "blocks": self._guard.blocks,
            "blocked": [
                [one.address, one.port, one.until.isoformat()]
                for one in self._guard.blocked.values()
            ],
        }
        file = self._place.run / _FILE
        draft = file.with_suffix(".draft")
        draft.write_text(json.dumps(content))
        draft.replace(file)


def seen(place: Place) -> Watch:
    """What the watchman of this engine saw last."""
    try:
        content = json.loads((place.run / _FILE).read_text())
    except (OSError, ValueError):
        return Watch()
    blocked = (
        Block(address, port, datetime.fromisoformat(until))
        for address, port, until in content["blocked"]
    )
    now = clock.now()
    return Watch(
        content["refused"],
        content["blocks"],
        tuple(one for one in blocked if one.until > now),
    )
