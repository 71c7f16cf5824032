"""As much of ManageSieve (RFC 5804) as it takes to give a mailbox its rules."""

from __future__ import annotations

import socket
from base64 import b64encode

from tests.support.mail_system import Mailbox


def put(mailbox: Mailbox, script: str) -> None:
    """Make this the mailbox's rules, over TLS, with its app password."""
    address = ("127.0.0.1", mailbox.system.mail.sieve_port)
    with socket.create_connection(address, timeout=60) as plain:
        _answer(plain)
        _ask(plain, "STARTTLS")
        with mailbox.system.tls.wrap_socket(plain) as secure:
            _answer(secure)
            said = b64encode(f"\0{mailbox.login}\0{mailbox.secret}".encode()).decode()
            _ask(secure, f'AUTHENTICATE "PLAIN" "{said}"')
            _ask(secure, f'PUTSCRIPT "rules" {{{len(script.encode())}+}}\r\n{script}')
            _ask(secure, 'SETACTIVE "rules"')


def _ask(connection: socket.socket, command: str) -> None:
    connection.sendall(f"{command}\r\n".encode())
    _answer(connection)


def _answer(connection: socket.socket) -> None:
    said = b""
    while not (said.endswith(b"\r\n") and b"\r\n" + said.rstrip().rpartition(b"\r\n")[2][:2] in
               (b"\r\nOK", b"\r\nNO", b"\r\nBY")):  # fmt: skip
        part = connection.recv(65536)
        assert part, said
        said += part
    assert said.rstrip().rpartition(b"\r\n")[2].startswith(b"OK"), said
