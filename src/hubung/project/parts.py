"""The parts of the running program: web server, worker, doors for mail, telephone."""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import logging
import os
import socket
import tempfile
import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import django
from babel.dates import format_date
from django.conf import settings as django_settings
from django.db import connection
from django.template import engines
from django.urls import get_resolver, reverse

from hubung.kernel import clock
from hubung.kernel.calendars import national_holidays
from hubung.project.conf import PlainError, Settings
from hubung.project.supervisor import Part

if TYPE_CHECKING:
    import uvicorn

log = logging.getLogger(__name__)

#: What each part would import only when it starts.
_MODULES = {
    "web": ("uvicorn.protocols.http.auto", "hubung.project.asgi"),
    "worker": (),
    "mail": ("hubung.channels.email.doors",),
    "phone": ("hubung.telephony.calls.program",),
    "engine": ("hubung.telephony.asterisk.keeping",),
    "daemons": ("hubung.mail.daemons.keeping",),
}


class PortTakenError(PlainError):
    """A port can't be listened on."""


def set_up() -> None:
    """Make the framework ready. What the program writes from here on is for its account alone.

    Nameless files of its work, too, lie in the state folder: the system's temp folder may be small,
    and nobody watches it.
    """
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hubung.project.settings")
    with _loading():
        django.setup()
    tempfile.tempdir = str(django_settings.FILE_UPLOAD_TEMP_DIR)


def load(parts: Iterable[str] = _MODULES) -> None:
    """Load the program as these parts need it, so that what forks from here shares it."""
    with _loading():
        get_resolver().url_patterns  # noqa: B018 - imports every view
        for module in (module for part in parts for module in _MODULES[part]):
            importlib.import_module(module)
        _begin_to_work()


def _begin_to_work() -> None:
    """What every part would make for itself at its first page or letter, and keep."""
    reverse("healthz")
    engines.all()
    year = clock.now().year
    for each in (year, year + 1):
        national_holidays(each)
    for language, _name in django_settings.LANGUAGES:
        format_date(clock.now(), locale=language)


@contextlib.contextmanager
def _loading() -> Iterator[None]:
    """What is loaded stays: to look for garbage in it would take a tenth of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def listen(host: str, port: int, setting: str) -> socket.socket:
    """A listening socket. Raises PortTakenError, naming the setting to change."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        why = {
            errno.EADDRINUSE: "is taken by another program",
            errno.EACCES: "may not be used by this account",
            errno.EADDRNOTAVAIL: "is not at an address of this machine",
        }.get(error.errno or 0, f"can't be used ({error.strerror})")
        raise PortTakenError(f"Port {port} at {host} {why}: set {setting} to another.") from error
    # Connections inherit it. asyncio sees to it only where a socket names its protocol, and without
    # it what follows an answer's head waits 40 ms for a browser to say that it has the head.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def web(settings: Settings) -> Part:
    """The web server. Its socket is open from now on, so a restart of it refuses nobody."""
    listener = listen(settings.web.host, settings.web.port, "HUBUNG_PORT")

    def run(_stop: threading.Event) -> None:
        import uvicorn

        # Requests open and close their own connections. While this one is open, the last of them
        # to close does not make SQLite fold its write-ahead log.
        connection.ensure_connection()
        # uvicorn has its own signal handlers, hence no `_stop`.
        uvicorn.Server(web_configuration(settings)).run(sockets=[listener])

    return Part("web", run, listener.close)


def web_configuration(settings: Settings) -> uvicorn.Config:
    """How uvicorn serves the application."""
    import uvicorn

    from hubung.project.asgi import application
    from hubung.telephony import relay

    proxies = settings.web.trusted_proxies
    return uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        # The largest that the telephone's sockets take; see telephony.relay.
        ws_max_size=relay.FRAME_CHARS,
        # Live pages never end by themselves; they reconnect and miss nothing.
        timeout_graceful_shutdown=3,
    )


def worker(_settings: Settings) -> Part:
    """Events, periodic tasks and jobs."""

    def run(stop: threading.Event) -> None:
        from hubung.kernel import tasks

        _keep_connection()
        tasks.work(stop)

    return Part("worker", run)


def mail(settings: Settings) -> Part:
    """The doors for mail: SMTP and LMTP."""
    address = settings.mail.listen
    for port, setting in (
        (settings.mail.smtp_port, "HUBUNG_MAIL__SMTP_PORT"),
        (settings.mail.lmtp_port, "HUBUNG_MAIL__LMTP_PORT"),
    ):
        listen(address, port, setting).close()

    def run(stop: threading.Event) -> None:
        from hubung.channels.email import doors

        _keep_connection()
        doors.serve(stop)

    return Part("mail", run)


def engine(_settings: Settings) -> Part:
    """The telephone engine, fetched first where there is none. Nothing else waits for it."""

    def run(stop: threading.Event) -> None:
        from hubung.telephony.asterisk import keeping, place

        keeping.keep(place.here(), stop, _speak_prompts)

    return Part("engine", run)


def _speak_prompts() -> None:
    """The voice may have come with the engine, and not even the first caller hears silence."""
    from hubung.telephony.prompts import speaking

    for trouble in speaking.prepare():
        log.error("a prompt has no sound", extra={"why": trouble})
    connection.close()


def daemons(_settings: Settings) -> Part:
    """Postfix, Dovecot and Rspamd, where they are installed. Nothing else waits for them."""

    def run(stop: threading.Event) -> None:
        from hubung.mail.daemons import keeping, place

        keeping.keep(place.here(), stop)

    return Part("daemons", run)


def phone(_settings: Settings) -> Part:
    """The program that leads calls. Those that go on when it ends are taken up by the next."""

    def run(stop: threading.Event) -> None:
        from hubung.telephony.calls import program

        program.serve(stop)

    return Part("phone", run)


def _keep_connection() -> None:
    """A process that works in one thread keeps its SQLite connection; a pool does it elsewhere."""
    if connection.vendor == "sqlite":
        connection.settings_dict["CONN_MAX_AGE"] = None
