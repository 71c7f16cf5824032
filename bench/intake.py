"""Mail to case: how fast a mail is acknowledged, and how fast a stored mail is a finished case.

(a) Real SMTP clients send to the real doors, and to a bare receiver that does no more than the
inserts behind its 250. (b) Stored mails become cases (parsed, threaded, searchable, notice queued),
beside the bare inserts of the same rows and beside the peers, which get the same mails.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import installation, peers
from bench.drain import WARM_UP
from bench.installation import Database, Installation, home, label, say
from bench.peers import Peer, PeerUnavailableError
from bench.report import Report

CONNECTIONS = 8


@dataclass(frozen=True)
class Load:
    """One kind of mail, and how many of them are sent and worked off."""

    name: str
    attachment: bool
    mails: int

    @property
    def options(self) -> list[str]:
        return ["--attachment"] if self.attachment else []


class WrongCountError(Exception):
    """A program did not make what it was given: its time would mean nothing."""


def run(
    databases: Sequence[Database] = installation.DATABASES,
    *,
    mails: int = 1000,
    with_peers: bool = True,
) -> list[Report]:
    """Both measurements for text mails and for a quarter as many with an attachment."""
    loads = [
        Load("2 kB text", attachment=False, mails=mails),
        Load("200 kB PDF", attachment=True, mails=max(mails // 4, 1)),
    ]
    drained = finished_cases(databases, loads, peers.PEERS if with_peers else ())
    return [acknowledged(databases, loads), drained]


def acknowledged(databases: Sequence[Database], loads: Sequence[Load]) -> Report:
    """Mails a second from the first connection to the last 250."""
    report = Report(
        "Mail acknowledged (250 after the commit)",
        {
            "mail": "mail",
            "database": "database",
            "receiver": "receiver",
            "mails": "mails",
            "per_second": "mails/s",
            "p50_ms": "p50 ms",
            "p95_ms": "p95 ms",
            "ratio": "of bare",
        },
        [
            f"{CONNECTIONS} SMTP connections from another process, each mail after the 250 of the "
            "one before; milliseconds are from MAIL to 250.",
            "“bare” is aiosmtpd with two inserts and a commit for each mail.",
            "Ours is `hubung mail receive` as it is; aim: 0.7 of the bare receiver or more.",
        ],
    )
    for database in databases:
        with installation.installation("acknowledged", database) as ours:
            for load in loads:
                say(f"Sending {load.mails} mails ({load.name}, {label(database)}) …")
                with _bare_receiver(ours, load) as port:
                    bare = _send(port, load)
                with ours.running("mail", "receive") as process:
                    installation.wait_for_port(ours.ports["smtp"], process)
                    door = _send(ours.ports["smtp"], load)
                for name, result in (("bare", bare), ("hubung", door)):
                    report.add(
                        mail=load.name,
                        database=label(database),
                        receiver=name,
                        mails=load.mails,
                        per_second=load.mails / result["seconds"],
                        p50_ms=result["p50"],
                        p95_ms=result["p95"],
                        ratio=bare["seconds"] / result["seconds"],
                    )
    return report


def finished_cases(
    databases: Sequence[Database], loads: Sequence[Load], others: Sequence[Peer]
) -> Report:
    """Cases (tickets, issues) a second, each program in one process."""
    report = Report(
        "Stored mail to finished case",
        {
            "mail": "mail",
            "program": "program",
            "database": "database",
            "mails": "mails",
            "per_second": "cases/s",
            "cpu_ms": "CPU ms each",
            "times": "× best peer",
        },
        [
            "One process works off the mails one after the other; CPU is that of this process.",
            "“hubung” is the worker's own loop until nothing is pending: parsed, threaded, clocks, "
            "timeline, searchable, attachment stored, notice queued.",
            "“bare inserts” writes the same rows by SQL alone, one transaction for each case.",
            "django-helpdesk: its own mail function, both databases with our settings, notices "
            "rendered and dropped. roundup: its own gateway, its SQLite back end, notices to a "
            "file, password hashing of new senders all but switched off.",
            "Aim: three times the best peer on the same database or more.",
        ],
    )
    for load in loads:
        for database in databases:
            found: list[dict[str, Any]] = []
            for peer in others:
                if database in peer.databases:
                    with contextlib.suppress(PeerUnavailableError):
                        found.append(_row(peer.label, database, _peer(peer, load, database), load))
            best = max((row["per_second"] for row in found), default=None)
            ours, bare = _drain(database, load)
            found.append(_row("hubung", database, ours, load))
            found.append(_row("bare inserts", database, bare, load, load.mails + WARM_UP))
            for row in found:
                report.add(**row, times=row["per_second"] / best if best else None)
    return report


def _row(
    program: str, database: Database, result: dict[str, Any], load: Load, made: int | None = None
) -> dict[str, Any]:
    made = made or load.mails
    return {
        "mail": load.name,
        "program": program,
        "database": label(database),
        "mails": made,
        "per_second": made / result["seconds"],
        "cpu_ms": result["cpu_seconds"] / made * 1000,
    }


def _send(port: int, load: Load) -> dict[str, Any]:
    result = installation.run(
        Path(sys.executable),
        "bench.senders",
        port,
        load.mails,
        "--connections",
        CONNECTIONS,
        *load.options,
    )
    _must_be(result["accepted"], load.mails, "mails accepted")
    return dict(result)


def _drain(database: Database, load: Load) -> tuple[dict[str, Any], dict[str, Any]]:
    with installation.installation("cases", database) as ours:
        before = ours.copy("bare")
        say(f"Working off {load.mails} mails ({load.name}, {label(database)}) …")
        result = ours.run("bench.drain", load.mails, *load.options)
        _must_be(result["made"], load.mails, "cases made")
        _must_be(result["notices"], load.mails + WARM_UP, "notices queued")
        say("Writing the same rows once more …")
        places = [_address(before), _address(ours)]
        bare = ours.run("bench.bare", database, *places, load.mails + WARM_UP)
    _must_be(bare["rows"].get("cases_case", 0), load.mails + WARM_UP, "rows of cases written")
    return dict(result), dict(bare)


def _address(one: Installation) -> str:
    return one.url or str(one.folder / "hubung.sqlite3")


def _peer(peer: Peer, load: Load, database: Database) -> dict[str, Any]:
    python = peers.interpreter(peer, home(), say)
    say(f"Giving {load.mails} mails ({load.name}) to {peer.label} on {label(database)} …")
    given: list[object] = [home() / f"run-{peer.name}", load.mails, *load.options]
    with installation.empty_database(database) as url:
        if url:
            given += ["--database-url", url]
        result = installation.run(python, peer.driver, "intake", *given)
    _must_be(result["made"], load.mails, f"tickets of {peer.label}")
    return dict(result)


def _must_be(found: int, wanted: int, what: str) -> None:
    if found != wanted:
        raise WrongCountError(f"{what}: {found} instead of {wanted}")


@contextlib.contextmanager
def _bare_receiver(ours: Installation, load: Load) -> Iterator[int]:
    """The port of a bare receiver over a new database of the same kind on the same disk."""
    port = ours.ports["lmtp"]
    place = ["--sqlite", str(ours.folder / f"bare-{load.attachment}.sqlite3")]
    if ours.database == "postgresql":
        place = ["--postgresql", ours.copy(f"bare_{load.attachment}".lower()).url]
    command = [sys.executable, "-m", "bench.receiver", str(port), *place]
    process = subprocess.Popen(command, env=ours.environment)
    try:
        installation.wait_for_port(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(30)
