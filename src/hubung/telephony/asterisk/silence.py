"""SIP from strangers is dropped by the kernel, before the engine could answer it.

Asterisk answers whom it does not know with a challenge, which tells a scanner that a telephone
exchange is here. So a filter is attached to the engine's sockets from outside: packets that come
from neither a trunk nor a network of desk phones are dropped and counted, and so are those of whom
`guard` blocks for a while. It needs no rights but those over an own process (Linux 5.6;
`kernel.yama.ptrace_scope` up to 1).
"""

from __future__ import annotations

import ctypes
import logging
import os
import re
import socket
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from pathlib import Path

from hubung.telephony.asterisk.place import Place
from hubung.telephony.settings import Phone, Trunk

log = logging.getLogger(__name__)

_NOTE = "strangers"
_SO_ATTACH_FILTER = 26
_PIDFD_GETFD = 438
#: From linux/filter.h: absolute offsets from here count from the beginning of the IP header, those
#: from 0 from that of UDP or TCP, which both begin with the port of the sender.
_NET_OFFSET = 0xFFF00000
_SOURCE, _PORT = 12, 0
_LOAD_WORD, _LOAD_HALF, _AND, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x28, 0x54, 0x15, 0x06
_WHOLE_PACKET, _NOTHING = 0xFFFFFFFF, 0


@dataclass(frozen=True, slots=True)
class Rule:
    """Whether packets of a network, or of one port there, pass. The first that fits holds."""

    source: IPv4Network
    passes: bool = True
    port: int | None = None


def allowed(phone: Phone) -> list[Rule]:
    """Whoever gets an answer by UDP: all trunks, for any may be called so, and desk phones."""
    networks = {IPv4Network(network) for network in phone.networks}
    return _passing(networks.union(*(addresses(trunk) for trunk in phone.trunks)))


def addresses(trunk: Trunk) -> set[IPv4Network]:
    """Where its calls come from. A name is looked up; one that is unknown is left out."""
    found = {IPv4Network(network) for network in trunk.networks}
    try:
        answers = socket.getaddrinfo(trunk.host, None, socket.AF_INET)
    except socket.gaierror:
        return found
    return found | {IPv4Network(str(answer[4][0])) for answer in answers}


def program(rules: Iterable[Rule]) -> bytes:
    """The filter: for each rule, load the source, mask it, compare it; then the port."""
    steps = []
    for rule in rules:
        port = [] if rule.port is None else [(_LOAD_HALF, 0, 0, _PORT)]
        port += [] if rule.port is None else [(_JUMP_IF_EQUAL, 0, 1, rule.port)]
        steps += [
            (_LOAD_WORD, 0, 0, _NET_OFFSET + _SOURCE),
            (_AND, 0, 0, int(rule.source.netmask)),
            (_JUMP_IF_EQUAL, 0, len(port) + 1, int(rule.source.network_address)),
            *port,
            (_RETURN, 0, 0, _WHOLE_PACKET if rule.passes else _NOTHING),
        ]
    steps.append((_RETURN, 0, 0, _NOTHING))
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def attach(pid: int, place: Place, rules: Sequence[Rule] = ()) -> None:
    """Filter the SIP sockets of the engine with this process id; `rules` come before our own.

    Where the system does not allow it, strangers get a challenge, and `trouble` says so.
    """
    note = place.run / _NOTE
    phone = place.phone
    try:
        _attach(pid, "udp", phone.sip_port, [*rules, *allowed(phone)])
        for transport, port in (("tcp", phone.sip_port), ("tls", phone.tls_port)):
            if phone.uses(transport):
                # A connection comes from a trunk that uses it; desk phones use none.
                theirs = [addresses(one) for one in phone.trunks if one.transport == transport]
                _attach(pid, "tcp", port, _passing(set().union(*theirs)))
    except OSError as error:
        note.write_text(
            f"Strangers can't be kept from the SIP port ({error.strerror}): they are refused, but "
            "they get an answer. Use a firewall."
        )
        log.warning("SIP from strangers is answered", extra={"why": error.strerror})
    else:
        note.unlink(missing_ok=True)


def trouble(place: Place) -> str:
    """Why strangers get an answer from the running engine; empty when they get none."""
    try:
        return (place.run / _NOTE).read_text()
    except OSError:
        return ""


def dropped(phone: Phone) -> int | None:
    """Packets that the UDP socket did not take since the engine started; None: no socket."""
    row = _row("udp", phone.sip_port)
    return int(row[-1]) if row else None


def _passing(networks: set[IPv4Network]) -> list[Rule]:
    return [Rule(network) for network in sorted(networks)]


def _attach(pid: int, protocol: str, port: int, rules: list[Rule]) -> None:
    code = program(rules)
    buffer = ctypes.create_string_buffer(code, len(code))
    option = struct.pack("HP", len(code) // 8, ctypes.addressof(buffer))
    with _borrowed(pid, protocol, port) as door:
        door.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, option)


def _borrowed(pid: int, protocol: str, port: int) -> socket.socket:
    """A second handle on the other process's socket."""
    row = _row(protocol, port)
    if row is None:
        raise OSError(0, "the engine has not opened it")
    inode = row[9]
    for path in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = os.readlink(path)
        except OSError:
            continue
        if target == f"socket:[{inode}]":
            return _take(pid, int(path.name))
    raise OSError(0, "another program has it")


def _take(pid: int, number: int) -> socket.socket:
    handle = os.pidfd_open(pid)
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        taken = libc.syscall(_PIDFD_GETFD, handle, number, 0)
    finally:
        os.close(handle)
    if taken < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return socket.socket(fileno=taken)


def _row(protocol: str, port: int) -> list[str] | None:
    """The kernel's line about the socket that waits on this port."""
    for line in Path(f"/proc/net/{protocol}").read_text().splitlines()[1:]:
        if re.match(rf"\s*\d+: [0-9A-F]{{8}}:{port:04X} [0-9A-F]{{8}}:0000 ", line):
            return line.split()
    return None
