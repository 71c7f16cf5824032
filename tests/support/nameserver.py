"""A DNS server of a test's own, at 127.0.0.1 by UDP: `zone["example.org", "TXT"] = ["…"]`."""

from __future__ import annotations

import contextlib
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


@dataclass
class NameServer:
    """Answers what its zone holds, and that there is nothing else."""

    port: int = 0
    zone: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def text(self, name: str, value: str) -> None:
        """Publish a TXT record, in strings as short as DNS wants them."""
        parts = [value[start : start + 250] for start in range(0, len(value), 250)]
        self.zone[name, "TXT"] = [" ".join(f'"{part}"' for part in parts)]

    def answer(self, wire: bytes) -> bytes:
        query = dns.message.from_wire(wire)
        response = dns.message.make_response(query)
        response.flags |= dns.flags.AA | dns.flags.RA
        asked = query.question[0]
        name = asked.name.to_text(omit_final_dot=True).lower()
        values = self.zone.get((name, dns.rdatatype.to_text(asked.rdtype)))
        if values:
            response.answer.append(dns.rrset.from_text(asked.name, 60, "IN", asked.rdtype, *values))
        elif not any(known == name for known, _kind in self.zone):
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response.to_wire()


@contextlib.contextmanager
def running() -> Iterator[NameServer]:
    """A name server for the length of a block."""
    server = NameServer()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            wire, socket = self.request
            socket.sendto(server.answer(wire), self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler) as listener:
        server.port = listener.server_address[1]
        threading.Thread(target=listener.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            listener.shutdown()
