"""Answers Postfix's questions: who may write to a group, and whether an account may still send.

Postfix asks about groups that not everybody may write to, and about each message of somebody who
signed in, by its policy protocol: lines `name=value`, an empty line, and back comes `action=…`.
What it is told while this program or its database is away is to try later.
"""

from __future__ import annotations

import contextlib
import logging
import socketserver
import threading
from collections.abc import Iterator, Mapping

from django.db import DatabaseError, connection
from django.utils import translation
from django.utils.translation import gettext as _

from hubung.kernel.faults import describe
from hubung.mail import services
from hubung.mail.models import SendingStop

log = logging.getLogger(__name__)

GO_ON = "DUNNO"
LATER = "DEFER_IF_PERMIT 4.3.0 Whether this may be sent can't be looked up now"
NOT_YOU = "REJECT 5.7.1 Not everybody may write to this address, and you are not among those"


@contextlib.contextmanager
def serving(port: int) -> Iterator[None]:
    """Answer at 127.0.0.1 for the length of a block. Raises OSError where the port is taken."""
    with _Server(("127.0.0.1", port), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, name="policy", daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


def answer(request: Mapping[str, str]) -> str:
    """Postfix's action for one recipient of one message, or for a message before it is sent."""
    return _sends(request) if request.get("protocol_state") == "DATA" else _writes(request)


def _sends(request: Mapping[str, str]) -> str:
    """Refused for good, so that whoever sends sees it at once in their mail program."""
    stop = services.ask_to_send(
        login=request.get("sasl_username", "").lower(),
        recipients=max(1, int(request.get("recipient_count") or 1)),
    )
    return GO_ON if stop is None else f"REJECT 5.7.1 {_sentence(stop)}"


def _sentence(stop: SendingStop) -> str:
    """In the owner's language and in ASCII, as SMTP's answers are."""
    person = stop.account.person
    with translation.override(person.language if person else None):
        said = _(
            "Sending from this account is stopped: it sent more than %(most)s %(what)s. The "
            "administrators of your unit have been told, and let it go on"
        ) % {"most": stop.most, "what": stop.get_excess_display()}
    return said.encode("ascii", "replace").decode()


def _writes(request: Mapping[str, str]) -> str:
    address = _without_extension(request.get("recipient", "").lower())
    login = request.get("sasl_username", "").lower()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM mail_writer_view WHERE address = %s AND login = %s LIMIT 1",
            [address, login or "-"],
        )
        if cursor.fetchone():
            return GO_ON
        cursor.execute("SELECT 1 FROM mail_writer_view WHERE address = %s LIMIT 1", [address])
        return NOT_YOU if cursor.fetchone() else GO_ON


def _without_extension(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False


class _Handler(socketserver.StreamRequestHandler):
    """One of Postfix's processes; it asks many times over one connection."""

    def handle(self) -> None:
        # Postfix ends its processes when it likes, and asks again in another.
        with contextlib.suppress(ConnectionError):
            self._answer()

    def _answer(self) -> None:
        while (request := self._read()) is not None:
            try:
                action = answer(request)
            except DatabaseError as error:
                log.warning("policy not looked up", extra={"why": describe(error)})
                action = LATER
            finally:
                connection.close()
            self.wfile.write(f"action={action}\n\n".encode())

    def _read(self) -> dict[str, str] | None:
        """One question; None when Postfix has gone."""
        asked: dict[str, str] = {}
        for raw in self.rfile:
            line = raw.decode(errors="replace").rstrip("\n")
            if not line:
                return asked
            name, _, value = line.partition("=")
            asked[name] = value
        return None
