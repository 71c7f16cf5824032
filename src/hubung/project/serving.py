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
}
#: Parts that run only where the telephone is switched on.
_OF_THE_TELEPHONE = {"engine", "phone"}


class NotPreparedError(PlainError):
    """The database does not have the shape that this version needs."""


def serve(settings: Settings) -> None:
    """Start all parts and stay until SIGTERM or SIGINT."""
    names = [n for n in _PARTS if settings.phone.enabled or n not in _OF_THE_TELEPHONE]
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
    parts.load()
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


def _passkey_hint(settings: Settings) -> str:
    """Browsers take a name for a passkey, never a bare address."""
    if "://127.0.0.1" not in settings.public_url:
        return ""
    named = settings.public_url.replace("127.0.0.1", "localhost")
    return f"  (with a passkey: {named}/desk/)"
