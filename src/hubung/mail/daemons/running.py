"""The daemons as processes: started, asked, stopped."""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hubung.mail.daemons import accounts, configuration, files, installation
from hubung.mail.daemons.errors import MailSystemError
from hubung.mail.daemons.place import Place
from hubung.mail.daemons.slapd import configuration as slapd

BOOT_SECONDS = 60.0
STOP_SECONDS = 15.0
FINISH_SECONDS = 3.0
_PR_SET_PDEATHSIG = 1
#: What the processes of a daemon's group are called, so that no other's number is taken for one.
_FAMILY = {
    "postfix": (b"-t\0unix", b"-t\0inet"),
    "dovecot": (b"dovecot",),
    "rspamd": (b"rspamd",),
    "slapd": (b"slapd",),
}


@dataclass(frozen=True)
class Daemon:
    """One of them: how it is called, and how one sees that it is ready."""

    name: str
    title: str
    command: tuple[str, ...]
    #: The process's name in /proc, so that a number given to another is not taken for it.
    process: str
    is_ready: Callable[[], bool]


def daemons(place: Place) -> tuple[Daemon, ...]:
    """In the order of their start: whoever hands on starts after whoever takes."""
    etc, rspamd = place.etc, place.etc / "rspamd"
    host = "127.0.0.1" if place.mail.host == "0.0.0.0" else place.mail.host  # noqa: S104
    variables = {
        "LOCAL_CONFDIR": rspamd,
        "DBDIR": place.state / "rspamd",
        "RUNDIR": place.run / "rspamd",
        "LOGDIR": place.log / "rspamd",
    }
    book = (_address_book(place),) if installation.has_address_book(place.mail) else ()
    return (
        *book,
        Daemon(
            "rspamd",
            "Rspamd",
            (
                *("/usr/bin/rspamd", "-f", "-c", "/etc/rspamd/rspamd.conf"),
                *("-u", "_rspamd", "-g", "_rspamd"),
                *(f"--var={name}={value}" for name, value in variables.items()),
            ),
            "rspamd",
            partial(_listens, place.milter),
        ),
        Daemon(
            "dovecot",
            "Dovecot",
            ("/usr/sbin/dovecot", "-F", "-c", str(etc / "dovecot" / "dovecot.conf")),
            "dovecot",
            partial(_greets, host, place.mail.ports.imap, b"* OK"),
        ),
        Daemon(
            "postfix",
            "Postfix",
            ("/usr/lib/postfix/sbin/master", "-c", str(etc / "postfix"), "-s"),
            "master",
            partial(_greets, host, place.mail.ports.smtp, b"220 "),
        ),
    )


def _address_book(place: Place) -> Daemon:
    """Begun as its own account: what changes its account later does not end with its keeper."""
    port = "net_bind_service"
    low = (f"--inh-caps=+{port}", f"--ambient-caps=+{port}") if place.mail.ldaps_port < 1024 else ()
    return Daemon(
        "slapd",
        "slapd",
        (
            *("/usr/bin/setpriv", f"--reuid={accounts.OPENLDAP}", f"--regid={accounts.OPENLDAP}"),
            *("--init-groups", *low, "--pdeathsig=TERM"),
            *("/usr/sbin/slapd", "-f", str(place.etc / "slapd" / "slapd.conf")),
            # In this process and no other, with errors alone in its log.
            *("-h", slapd.doors(place), "-d", "none"),
        ),
        "slapd",
        partial(_accepts, "127.0.0.1", place.mail.ldap_port),
    )


def pid(place: Place, daemon: Daemon) -> int | None:
    """Process id of a daemon that runs here."""
    try:
        number = int(_pid_file(place, daemon).read_text())
        name = Path(f"/proc/{number}/comm").read_text().strip()
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, ValueError):
        return None
    return number if name == daemon.process and state != "Z" else None


def runs(place: Place) -> bool:
    """Whether all of them run."""
    return all(pid(place, daemon) for daemon in daemons(place))


def is_running(place: Place, name: str) -> bool:
    """Whether `postfix`, `dovecot`, `rspamd` or `slapd` runs."""
    return any(pid(place, daemon) for daemon in daemons(place) if daemon.name == name)


def hindrance(place: Place) -> str:
    """Why the daemons can't be started here, with what to do; empty: nothing hinders."""
    if not place.mail.enabled:
        return "The mail system is switched off: mail_system.enabled is false."
    if not installation.is_there():
        return "The mail system is not installed: run `hubung mail install` as root."
    if os.geteuid() != 0:
        return "Postfix needs root to start: run `sudo hubung mail up`, or `hubung serve` as root."
    return ""


def start(place: Place, *, dies_with_us: bool = False) -> dict[str, subprocess.Popen[bytes]]:
    """Write the configuration, start what does not run, return when all are ready.

    Raises MailSystemError when something hinders; what was started meanwhile is stopped.
    """
    hindered = hindrance(place)
    if hindered:
        raise MailSystemError(hindered)
    _expect_free(place)
    configuration.write(place)
    started: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for daemon in daemons(place):
            if pid(place, daemon) is None:
                started[daemon.name] = begin(place, daemon, dies_with_us=dies_with_us)
        for daemon in daemons(place):
            _wait_ready(place, daemon, started.get(daemon.name))
    except MailSystemError:
        for process in started.values():
            process.terminate()
            process.wait()
        raise
    return started


def begin(place: Place, daemon: Daemon, *, dies_with_us: bool) -> subprocess.Popen[bytes]:
    """Start one daemon; it may not be ready yet."""
    with (place.log / f"{daemon.name}.start.log").open("wb") as output:
        process = subprocess.Popen(  # noqa: S603
            daemon.command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=place.folder,
            # Ctrl-C and a closed terminal are not for them.
            start_new_session=True,
            umask=0o022,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"},
            preexec_fn=partial(_begin, os.getpid()) if dies_with_us else None,
        )
    _pid_file(place, daemon).write_text(f"{process.pid}\n")
    return process


def reload(place: Place) -> None:
    """Write the configuration anew; the daemons that run follow it, and lose no connection."""
    configuration.write(place)
    for daemon in daemons(place):
        number = pid(place, daemon)
        if number:
            os.kill(number, signal.SIGHUP)


def stop(place: Place) -> None:
    """End them, the one that takes mail first. Raises MailSystemError if one stays."""
    for daemon in reversed(daemons(place)):
        number = pid(place, daemon)
        if number is not None:
            _stop(daemon, number)
        clear(place, daemon)


def clear(place: Place, daemon: Daemon) -> None:
    """End what a daemon that was killed left behind: its children live in its process group.

    They may finish what they have in hand, so that no letter is stored and not acknowledged.
    """
    try:
        number = int(_pid_file(place, daemon).read_text())
    except (OSError, ValueError):
        return
    for demand, seconds in ((signal.SIGTERM, FINISH_SECONDS), (signal.SIGKILL, STOP_SECONDS)):
        deadline = time.monotonic() + seconds
        for child in _orphans(number, daemon):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, demand)
        while _orphans(number, daemon) and time.monotonic() < deadline:
            time.sleep(0.02)
    _pid_file(place, daemon).unlink(missing_ok=True)


def _orphans(group: int, daemon: Daemon) -> list[int]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            state, _parent, its_group = (
                (process / "stat").read_text().rpartition(")")[2].split()[:3]
            )
            words = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if (
            int(its_group) == group
            and state != "Z"
            and any(word in words for word in _FAMILY[daemon.name])
        ):
            found.append(int(process.name))
    return found


def why(place: Place) -> str:
    """Why there is no mail system, as whoever holds it last said; empty: no reason is known."""
    try:
        return _note(place).read_text()
    except OSError:
        return ""


def tell(place: Place, reason: str) -> None:
    """Keep the reason for whoever asks."""
    _note(place).parent.mkdir(parents=True, exist_ok=True)
    files.write(_note(place), reason)


def _note(place: Place) -> Path:
    return place.run / "why"


def _pid_file(place: Place, daemon: Daemon) -> Path:
    return place.run / f"{daemon.name}.pid"


def _begin(parent: int) -> None:
    """In the new process, before it is the daemon."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


def _expect_free(place: Place) -> None:
    """Each daemon would complain in its own log, and go on without the door."""
    if any(pid(place, daemon) for daemon in daemons(place)):
        return
    mail = place.mail
    doors = [(mail.host, port, f"{name}_port") for name, port in vars(mail.ports).items()]
    doors.append(("127.0.0.1", mail.inner_port, "inner_port"))
    if installation.has_address_book(mail):
        doors.append(("127.0.0.1", mail.ldap_port, "ldap_port"))
        doors.append((mail.host, mail.ldaps_port, "ldaps_port"))
    for host, port, setting in doors:
        with contextlib.closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise MailSystemError(
                    f"Port {port} at {host} can't be used ({error.strerror}): set "
                    f"HUBUNG_MAIL_SYSTEM__{setting.upper()} to another."
                ) from error


def _wait_ready(place: Place, daemon: Daemon, process: subprocess.Popen[bytes] | None) -> None:
    deadline = time.monotonic() + BOOT_SECONDS
    while time.monotonic() < deadline:
        if process and process.poll() is not None:
            raise MailSystemError(
                f"{daemon.title} ended at once (code {process.returncode}): see {place.log}."
            )
        if daemon.is_ready():
            return
        time.sleep(0.05)
    raise MailSystemError(f"{daemon.title} did not come up: see {place.log}.")


def _listens(path: Path) -> bool:
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True


def _accepts(host: str, port: int) -> bool:
    with contextlib.closing(socket.socket()) as probe:
        return probe.connect_ex((host, port)) == 0


def _greets(host: str, port: int, greeting: bytes) -> bool:
    try:
        with socket.create_connection((host, port), timeout=5) as connection:
            return connection.recv(200).startswith(greeting)
    except OSError:
        return False


def _stop(daemon: Daemon, number: int) -> None:
    try:
        handle = os.pidfd_open(number)
    except ProcessLookupError:
        return
    try:
        for demand in (signal.SIGTERM, signal.SIGKILL):
            signal.pidfd_send_signal(handle, demand)
            if select.select([handle], [], [], STOP_SECONDS)[0]:
                return
    except ProcessLookupError:
        return
    finally:
        os.close(handle)
    raise MailSystemError(f"{daemon.title} can't be stopped (process {number}).")
