"""Who guesses passwords of telephones, and for how long they are not heard. Pure: no clock, no log.

Blocked is the socket (address and port) that the wrong answers come from; where they come from many
ports of one address, the address. A line is never blocked itself, else anybody could take a phone
from its owner by guessing: while many guess at one line, each gets a single try. Whoever is
registered, and a trunk's own socket, are not cut with their address, so a phone behind the same
router goes on. What comes from a trunk's address is blocked by socket only, for calls come from
there. Blocks end by themselves and double when they are needed again.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network

WINDOW = timedelta(minutes=5)
#: Wrong answers within the window: of one socket, of one address, and at one line.
OF_SOCKET, OF_ADDRESS, AT_LINE = 10, 30, 30
#: What a socket may get wrong at a line at which many guess.
AT_GUESSED_LINE = 2
#: A registered phone may be its owner's or an intruder's: it has more tries.
KNOWN_TIMES = 5
FIRST_BLOCK, LONGEST_BLOCK = timedelta(minutes=1), timedelta(hours=1)
#: After this long without a block, the next one is short again.
FORGIVEN = timedelta(days=1)
#: The kernel's filter has room for this many.
MOST_BLOCKS = 200
_MOST_KEPT = 20_000

_EVENT = re.compile(
    r'SecurityEvent="(?:ChallengeResponseFailed|InvalidPassword)".*?AccountID="(?P<line>[^"]*)"'
    r'.*?RemoteAddress="IPV4/UDP/(?P<address>[\d.]+)/(?P<port>\d+)"'
)

Socket = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Refused:
    """A wrong answer to the question for a password; `line` is empty where there is none such."""

    line: str
    address: str
    port: int


@dataclass(frozen=True, slots=True)
class Block:
    """Nothing is heard from there until then; `port` 0 is the whole address."""

    address: str
    port: int
    until: datetime


@dataclass
class Guard:
    """What is remembered of wrong answers. `refused` and `blocks` count since it began."""

    refused: int = 0
    blocks: int = 0
    blocked: dict[Socket, Block] = field(default_factory=dict)
    _kept: deque[tuple[datetime, Refused]] = field(default_factory=deque)
    _last: dict[Socket, tuple[timedelta, datetime]] = field(default_factory=dict)

    def take(
        self,
        refusals: Iterable[Refused],
        now: datetime,
        *,
        known: Collection[Socket] = (),
        operators: Collection[Socket] = (),
        trunks: Collection[IPv4Network] = (),
    ) -> list[Block]:
        """Count these; returns the new blocks.

        `known` sockets are registered, `operators` are those of trunks, which nothing blocks, for
        a sender's address can be forged; `trunks` are where calls come from.
        """
        for refusal in refusals:
            self.refused += 1
            self._kept.append((now, refusal))
        while self._kept and (self._kept[0][0] <= now - WINDOW or len(self._kept) > _MOST_KEPT):
            self._kept.popleft()
        kept = [
            one
            for _, one in self._kept
            if not self._is_blocked(one) and (one.address, one.port) not in operators
        ]
        return [
            self._block(key, now)
            for key in self._offenders(kept, known, trunks)
            if len(self.blocked) < MOST_BLOCKS
        ]

    def ended(self, now: datetime) -> bool:
        """Lift the blocks whose time is over; returns whether there were any."""
        over = [key for key, block in self.blocked.items() if block.until <= now]
        for key in over:
            del self.blocked[key]
            self._forget(key)
        for key, (_, until) in list(self._last.items()):
            if until + FORGIVEN <= now:
                del self._last[key]
        return bool(over)

    def _offenders(
        self, kept: list[Refused], known: Collection[Socket], trunks: Collection[IPv4Network]
    ) -> Iterator[Socket]:
        sockets = Counter((one.address, one.port) for one in kept)
        at_lines = Counter(one.line for _, one in self._kept if one.line)
        guessed = {line for line, count in at_lines.items() if count >= AT_LINE}
        at_guessed = Counter((one.address, one.port) for one in kept if one.line in guessed)
        spread = Counter(one.address for one in kept if (one.address, one.port) not in known)
        whole = {
            address
            for address, count in spread.items()
            if count >= OF_ADDRESS and not any(IPv4Address(address) in one for one in trunks)
        }
        yield from ((address, 0) for address in sorted(whole))
        for key, count in sorted(sockets.items()):
            times = KNOWN_TIMES if key in known else 1
            if key[0] in whole and key not in known:
                continue
            if count >= OF_SOCKET * times or at_guessed[key] >= AT_GUESSED_LINE * times:
                yield key

    def _block(self, key: Socket, now: datetime) -> Block:
        before = self._last.get(key)
        lasts = min(before[0] * 2, LONGEST_BLOCK) if before else FIRST_BLOCK
        block = Block(*key, now + lasts)
        self._last[key] = lasts, block.until
        self.blocked[key] = block
        self.blocks += 1
        return block

    def _is_blocked(self, one: Refused) -> bool:
        return (one.address, one.port) in self.blocked or (one.address, 0) in self.blocked

    def _forget(self, key: Socket) -> None:
        address, port = key
        self._kept = deque(
            (at, one)
            for at, one in self._kept
            if one.address != address or port not in (0, one.port)
        )


def read(text: str) -> Iterator[Refused]:
    """The wrong answers in lines of the engine's log of security."""
    for found in _EVENT.finditer(text):
        line = found["line"]
        known = re.fullmatch(r"(agent|desk)-\d{1,18}", line)
        yield Refused(line if known else "", found["address"], int(found["port"]))
