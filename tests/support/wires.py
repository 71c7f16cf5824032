"""A line to a server that breaks when a test wants it to.

with wire(server.tls_port) as line:
    line.cut_answers_after(2_000_000)      # bytes from the server, then both ends are closed
    ... connect to line.port ...
"""

from __future__ import annotations

import contextlib
import select
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Wire:
    """Passes bytes on, until a plan says that it breaks; each plan breaks one connection."""

    to: int
    listener: socket.socket
    broken: int = 0
    _plans: list[tuple[str, int]] = field(default_factory=list)
    _lost: list[bytes] = field(default_factory=list)
    _open: set[socket.socket] = field(default_factory=set)
    _is_cut: bool = False

    @property
    def port(self) -> int:
        return int(self.listener.getsockname()[1])

    def cut_answers_after(self, size: int) -> None:
        """Break in the middle of what the server sends."""
        self._plans.append(("answers", size))

    def swallow_answer_after(self, size: int) -> None:
        """Let the server have so many bytes, and keep back what it says to the last of them."""
        self._plans.append(("swallow", size))

    def lose_answer_to(self, words: bytes) -> None:
        """Let the server have a request that holds these words, and keep back its answer, once."""
        self._lost.append(words)

    def cut(self) -> None:
        """Break what is open, and let nobody through, until it is mended."""
        self._is_cut = True
        for one in list(self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self._is_cut = False

    def serve(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            if self._is_cut:
                client.close()
                continue
            plan = self._plans.pop(0) if self._plans else ("", 0)
            threading.Thread(target=self._pass, args=(client, *plan), daemon=True).start()

    def _pass(self, client: socket.socket, plan: str, limit: int) -> None:
        with client, socket.create_connection(("127.0.0.1", self.to)) as server:
            sent = {client: 0, server: 0}
            self._open |= sent.keys()
            loses = False
            while True:
                ready, _, _ = select.select([client, server], [], [])
                for one in ready:
                    data = b""
                    with contextlib.suppress(OSError):
                        data = one.recv(65536)
                    if not data:
                        self._open -= sent.keys()
                        return
                    if one is client and any(words in data for words in self._lost):
                        self._lost.pop()
                        loses = True
                    if loses and one is server:
                        self.broken += 1
                        return
                    if plan == "swallow" and one is server and sent[client] > limit:
                        self.broken += 1
                        return
                    (server if one is client else client).sendall(data)
                    sent[one] += len(data)
                    if plan == "answers" and sent[server] > limit:
                        self.broken += 1
                        return


@contextlib.contextmanager
def wire(to: int) -> Iterator[Wire]:
    """A line to a port of this machine, for the length of a block."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Wire(to, listener)
        threading.Thread(target=made.serve, daemon=True).start()
        yield made
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
