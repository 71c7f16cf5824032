"""One mailbox copied, folder by folder; may be ended and begun again at any moment."""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from hubung.mail.moving import state as states
from hubung.mail.moving.errors import ClosedError, LostError, RefusedError
from hubung.mail.moving.folders import Route, plan
from hubung.mail.moving.letters import Known, Letter, together
from hubung.mail.moving.report import FolderReport, Refusal
from hubung.mail.moving.server import Opened, Server, is_full
from hubung.mail.moving.state import State
from hubung.mail.moving.throttle import Throttle

#: What a server took when the connection broke may take a moment to be seen …
SETTLE_SECONDS = 2.0
#: … and while more comes to be seen, it is looked at again so often.
_MOST_LOOKS = 20
#: A server that refuses this many one after the other refuses not them.
_MOST_REFUSED = 25
#: A message that the connection breaks at so often is given up, and named.
_MOST_LOST = 3


@dataclass
class Memory:
    """What is remembered from one try to the next."""

    #: At which messages the connection broke.
    lost_at: Counter[tuple[str, int]] = field(default_factory=Counter)
    #: Messages that are through: a sign that it goes on.
    passed: int = 0
    reports: dict[str, FolderReport] = field(default_factory=dict)

    def alone(self, folder: str) -> set[int]:
        """Messages that are asked for by themselves, for one of them breaks it."""
        return {uid for name, uid in self.lost_at if name == folder}

    def report(self, route: Route) -> FolderReport:
        return self.reports.setdefault(route.source, FolderReport(route.source, route.target))


@dataclass
class Copying:
    """A mailbox between two servers."""

    source: Server
    target: Server
    state: State
    throttle: Throttle
    memory: Memory
    #: Called with messages and bytes that are through.
    progress: Callable[[int, int], None]
    skipped: Sequence[str] = ()
    #: Why the mailbox here takes nothing more; then it is only counted.
    closed: str = ""
    _refused_on_end: int = 0

    def run(self) -> None:
        """Copy what is new, carry flags over, count. Raises LostError, MovingError."""
        here = self.target.tree()
        known = self.state.targets()
        for route in plan(self.source.tree(), here, known=known, skipped=self.skipped):
            told = self.memory.report(route)
            told.note = route.note
            try:
                there = self.source.open(route.source)
            except RefusedError as error:
                told.is_open = False
                told.note = f"the old server does not open it: {error}"
                continue
            told.is_open = True
            if route.target:
                self._folder(route, there, told)
            else:
                told.left_out = there.count

    def _folder(self, route: Route, there: Opened, told: FolderReport) -> None:
        told.found = there.count
        try:
            self._look_here(route.target)
        except RefusedError as error:
            told.note = f"the folder can't be made here: {error}"
            return
        if route.is_subscribed:
            self.target.subscribe(route.target)
        folder = self.state.folder(route.source, there.uidvalidity, route.target)
        listed = self.source.known(self.source.uids())
        told.found = len(listed)
        known = self.state.rows(folder)
        new = [one for one in listed if one.uid not in known or not known[one.uid].is_done]
        try:
            if not self.closed:
                self._copy(route, folder, new, told)
        except ClosedError as error:
            self.closed = str(error)
        told.flags += self._carry_flags(folder, listed, known)
        self._count(folder, listed, told)

    def _look_here(self, target: str, settle: float = SETTLE_SECONDS) -> None:
        """Open the folder here, and learn what lies in it where that is not sure."""
        opened = self.target.open(target, to_write=True)
        since = self.state.unsure_from(target, opened.uidvalidity, opened.next_uid)
        if since > 1 and not self.target.is_sure:
            opened = self._settled(target, opened, settle)
        if since:
            self._learn(target, since)
        self.state.sure(target, opened.next_uid)

    def _settled(self, target: str, opened: Opened, seconds: float) -> Opened:
        """The folder here once nothing more has come for a while."""
        for _look in range(_MOST_LOOKS):
            self.throttle.wait(seconds)
            before, opened = opened, self.target.open(target, to_write=True)
            if opened.next_uid == before.next_uid:
                break
        return opened

    def _learn(self, target: str, since: int) -> None:
        accounted = self.state.accounted(target)
        strange = [uid for uid in self.target.uids(since) if uid not in accounted]
        for batch in together(self.target.known(strange)):
            letters = self.target.take([one.uid for one in batch])
            self.state.found(target, {letter.uid: letter.digest for letter in letters})

    def _copy(self, route: Route, folder: int, new: Iterable[Known], told: FolderReport) -> None:
        for batch in together(new, self.memory.alone(route.source)):
            self.throttle.check()
            self.throttle.pass_by(sum(one.size for one in batch))
            letters = self._taken(route, folder, [one.uid for one in batch])
            self._put_all(route, folder, self._not_here(route, folder, letters), told)
            self.memory.passed += len(letters)
            self.progress(len(letters), sum(len(letter.raw) for letter in letters))

    def _taken(self, route: Route, folder: int, uids: list[int]) -> list[Letter]:
        """Messages from the old server; one that it does not hand out is named."""
        given_up = [uid for uid in uids if self.memory.lost_at[route.source, uid] >= _MOST_LOST]
        for uid in given_up:
            self.state.refuse(folder, uid, "the old server breaks off at it each time")
        wanted = [uid for uid in uids if uid not in given_up]
        try:
            return self.source.take(wanted) if wanted else []
        except LostError:
            self.memory.lost_at.update((route.source, uid) for uid in wanted)
            raise
        except RefusedError as error:
            if len(wanted) == 1:
                self.state.refuse(
                    folder, wanted[0], f"the old server does not hand it out: {error}"
                )
                return []
        return [letter for uid in wanted for letter in self._taken(route, folder, [uid])]

    def _not_here(self, route: Route, folder: int, letters: Iterable[Letter]) -> list[Letter]:
        """Those that need a copy: they don't lie here, nor has another folder brought them."""
        wanted = []
        marked: dict[frozenset[str], list[int]] = defaultdict(list)
        for letter in letters:
            if route.is_everything and self.state.is_elsewhere(folder, letter):
                self.state.elsewhere(folder, letter)
            elif uid := self.state.claim(folder, route.target, letter):
                marked[letter.flags].append(uid)
            else:
                wanted.append(letter)
        for flags, uids in marked.items():
            self.target.flag(uids, flags, ())
        return wanted

    def _put_all(
        self, route: Route, folder: int, letters: list[Letter], told: FolderReport
    ) -> None:
        """Hand over all at once, and one by one where the server here does not take them all."""
        if len(letters) > 1 and self.target.takes_many and all(one.raw for one in letters):
            with contextlib.suppress(RefusedError):
                self._put(route, folder, letters, told)
                return
        for letter in letters:
            try:
                if not letter.raw:
                    raise RefusedError("it is empty")
                self._put(route, folder, [letter], told)
                self._refused_on_end = 0
            except RefusedError as error:
                self._refuse(folder, letter, str(error))

    def _refuse(self, folder: int, letter: Letter, said: str) -> None:
        if is_full(said):
            raise ClosedError(
                f"the mailbox here is full ({said}): give it more room, then run it again"
            )
        self.state.refuse(folder, letter.uid, f"refused here: {said}")
        self._refused_on_end += 1
        if self._refused_on_end >= _MOST_REFUSED:
            raise ClosedError(f"the server here refuses one message after the other: {said}")

    def _put(self, route: Route, folder: int, letters: list[Letter], told: FolderReport) -> None:
        self.state.begin(folder, letters)
        try:
            uids = self.target.put(route.target, letters)
        except RefusedError:
            self.state.drop(folder, [letter.uid for letter in letters])
            raise
        if None in uids:
            # A server that does not say where it put them is looked at.
            self._look_here(route.target, settle=0)
            if any(self.state.claim(folder, route.target, one) is None for one in letters):
                raise LostError("a message that the server here took is not there")
        else:
            self.state.complete(folder, letters, uids)
        told.copied += len(letters)
        told.size += sum(len(letter.raw) for letter in letters)

    def _carry_flags(
        self, folder: int, listed: Sequence[Known], known: dict[int, states.Row]
    ) -> int:
        """What was marked there since the last time is marked here; what was marked here stays."""
        changes: dict[tuple[frozenset[str], frozenset[str]], list[int]] = defaultdict(list)
        for one in listed:
            row = known.get(one.uid)
            if row and row.target_uid and row.flags != one.flags:
                changes[row.flags, one.flags].append(one.uid)
        for (before, now), uids in changes.items():
            self.target.flag(
                [known[uid].target_uid or 0 for uid in uids], now - before, before - now
            )
            self.state.flagged(folder, uids, now)
        return sum(map(len, changes.values()))

    def _count(self, folder: int, listed: Sequence[Known], told: FolderReport) -> None:
        """Compare the folder here with the one there, message by message."""
        there = {one.uid: one for one in listed}
        lying = set(self.target.uids())
        rows = {uid: row for uid, row in self.state.rows(folder).items() if uid in there}
        here = [uid for uid, row in rows.items() if row.target_uid in lying]
        lost = [uid for uid, row in rows.items() if row.state == states.COPIED and uid not in here]
        gone = [uid for uid, row in rows.items() if row.state == states.SEEN and uid not in here]
        self.state.see(folder, here)
        # Another run brings them again.
        self.state.drop(folder, lost)
        told.here, told.removed = len(here), len(gone)
        told.elsewhere = sum(row.state == states.ELSEWHERE for row in rows.values())
        told.refused = [
            Refusal(uid, there[uid].size, row.reason)
            for uid, row in rows.items()
            if row.state == states.REFUSED
        ]
