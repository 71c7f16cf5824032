"""SIP from strangers is dropped by the kernel, before the engine could answer it.

Asterisk answers whom it does not know with a challenge, which tells a scanner that a telephone
exchange is here. So a filter is attached to the engine's socket from outside: packets that come
from neither a trunk nor a network of desk phones are dropped and counted. It needs no rights but
those over an own process (Linux 5.6; `kernel.yama.ptrace_scope` up to 1).
"""

from __future__ import annotations

import ctypes
import logging
import os
import re
import socket
import struct
from collections.abc import Iterable
from ipaddress import IPv4Network
from pathlib import Path

from hubung.telephony.asterisk.place import Place
from hubung.telephony.settings import Phone

log = logging.getLogger(__name__)

_NOTE = "strangers"
_SO_ATTACH_FILTER = 26
_PIDFD_GETFD = 438
#: From linux/filter.h: absolute offsets from here count from the beginning of the IP header.
_NET_OFFSET = 0xFFF00000
_SOURCE = 12
_LOAD_WORD, _AND, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x54, 0x15, 0x06
_WHOLE_PACKET, _NOTHING = 0xFFFFFFFF, 0


def allowed(phone: Phone) -> list[IPv4Network]:
    """Whoever gets an answer. A trunk's name is looked up; one that is unknown is left out."""
    found = {IPv4Network(network) for network in phone.networks}
    for trunk in phone.trunks:
        found |= {IPv4Network(network) for network in trunk.networks}
        try:
            answers = socket.getaddrinfo(trunk.host, None, socket.AF_INET)
        except socket.gaierror:
            continue
        found |= {IPv4Network(str(answer[4][0])) for answer in answers}
    return sorted(found)


def program(networks: Iterable[IPv4Network]) -> bytes:
    """The filter: for each network, load the source, mask it, compare it."""
    steps = []
    for network in networks:
        steps += [
            (_LOAD_WORD, 0, 0, _NET_OFFSET + _SOURCE),
            (_AND, 0, 0, int(network.netmask)),
            (_JUMP_IF_EQUAL, 0, 1, int(network.network_address)),
            (_RETURN, 0, 0, _WHOLE_PACKET),
        ]
    steps.append((_RETURN, 0, 0, _NOTHING))
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def attach(pid: int, place: Place) -> None:
    """Filter the SIP socket of the engine with this process id.

    Where the system does not allow it, strangers get a challenge, and `trouble` says so.
    """
    note = place.run / _NOTE
    note.unlink(missing_ok=True)
    try:
        _attach(pid, place.phone)
    except OSError as error:
        note.write_text(
            f"Strangers can't be kept from the SIP port ({error.strerror}): they are refused, but "
            "they get an answer. Use a firewall."
        )
        log.warning("SIP from strangers is answered", extra={"why": error.strerror})


def trouble(place: Place) -> str:
    """Why strangers get an answer from the running engine; empty when they get none."""
    try:
        return (place.run / _NOTE).read_text()
    except OSError:
        return ""


def _attach(pid: int, phone: Phone) -> None:
    code = program(allowed(phone))
    buffer = ctypes.create_string_buffer(code, len(code))
    option = struct.pack("HP", len(code) // 8, ctypes.addressof(buffer))
    with _borrowed(pid, phone.sip_port) as door:
        door.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, option)


def dropped(phone: Phone) -> int | None:
    """Packets that the SIP socket did not take since the engine started; None: no socket."""
    row = _row(phone.sip_port)
    return int(row[-1]) if row else None


def _borrowed(pid: int, port: int) -> socket.socket:
    """A second handle on the other process's socket."""
    row = _row(port)
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


def _row(port: int) -> list[str] | None:
    """The kernel's line about the UDP socket on this port."""
    for line in Path("/proc/net/udp").read_text().splitlines()[1:]:
        if re.match(rf"\s*\d+: [0-9A-F]{{8}}:{port:04X} ", line):
            return line.split()
    return None
