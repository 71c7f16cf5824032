"""`hubung serve`, and each part on its own."""

from __future__ import annotations

import sys

from django.db import connections

from hubung.project import database, parts
from hubung.project.conf import PlainError, Settings
from hubung.project.supervisor import Part, Supervisor, run_alone

# Mail first: the doors close before the pages do, and the worker finishes what came in.
_PARTS = {
    "mail": parts.mail,
    "web": parts.web,
    "worker": parts.worker,
    "phone": parts.phone,
    "engine": parts.engine,
    "daemons": parts.daemons,
}
#: Parts that run only where the telephone is switched on, or the mail system.
_OF_THE_TELEPHONE = {"engine", "phone"}
_OF_THE_MAIL_SYSTEM = {"daemons"}


class NotPreparedError(PlainError):
    """The database does not have the shape that this version needs."""


def serve(settings: Settings) -> None:
    """Start all parts and stay until SIGTERM or SIGINT."""
    off = set() if settings.phone.enabled else set(_OF_THE_TELEPHONE)
    if not settings.mail_system.enabled:
        off |= _OF_THE_MAIL_SYSTEM
    names = [name for name in _PARTS if name not in off]
    ready = _ready(settings, names)
    print(_addresses(settings), flush=True)
    Supervisor(ready, settings.home / "run").run()
    print("Hubung has stopped.", flush=True)


def serve_part(settings: Settings, name: str) -> None:
    """Run one part in this process until SIGTERM or SIGINT."""
    (part,) = _ready(settings, [name])
    run_alone(part)


def _ready(settings: Settings, names: list[str]) -> list[Part]:
    """The parts, their ports open. Raises PlainError when they could not work."""
    ready = [_PARTS[name](settings) for name in names]
    database.reach(settings)
    parts.set_up()
    from hubung.project import health

    missing = health.unapplied_migrations()
    for connection in connections.all():
        # A connection must not be shared by the processes that fork from this one.
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]
    if missing:
        raise NotPreparedError(
            f"The database lacks {len(missing)} migrations. Run: {sys.argv[0]} prepare"
        )
    parts.load(names)
    return ready


def _addresses(settings: Settings) -> str:
    mail = settings.mail
    return "\n".join(
        (
            "Hubung is running:",
            f"  portal   {settings.public_url}/",
            f"  desk     {settings.public_url}/desk/{_passkey_hint(settings)}",
            f"  mail in  SMTP {mail.listen}:{mail.smtp_port}, LMTP {mail.listen}:{mail.lmtp_port}",
            *_telephone(settings),
            *_mail_system(settings),
            "Ctrl-C stops it.",
        )
    )


def _telephone(settings: Settings) -> list[str]:
    """The engine may still have to be fetched, so this says where to look."""
    phone = settings.phone
    if not phone.enabled:
        return []
    return [
        f"  phone    {phone.number} by SIP at {phone.host}:{phone.sip_port} "
        "(its state: hubung phone status)"
    ]


def _mail_system(settings: Settings) -> list[str]:
    """The daemons may not be there, so this says where to look."""
    mail, ports = settings.mail_system, settings.mail_system.ports
    if not mail.enabled:
        return []
    return [
        f"  mailbox  SMTP {mail.host}:{ports.smtp}, IMAP {mail.host}:{ports.imap} "
        "(its state: hubung mail status)"
    ]


def _passkey_hint(settings: Settings) -> str:
    """Browsers take a name for a passkey, never a bare address."""
    if "://127.0.0.1" not in settings.public_url:
        return ""
    named = settings.public_url.replace("127.0.0.1", "localhost")
    return f"  (with a passkey: {named}/desk/)"
