"""The real mail daemons: what comes in, who signs in, what it takes; beside static files."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from subprocess import Popen

import psycopg

from bench import installation
from bench.installation import Database, Installation, label, say
from bench.memory import of_process, tree
from bench.report import Report

STAFF, SAMPLE, LETTERS, ROUNDS = 33_000, 500, 1000, 2
_PORTS = (
    *("smtp", "submission", "submissions", "imap", "imaps", "sieve"),
    *("inner", "policy", "ldap", "ldaps"),
)
_DAEMONS = {"master": "Postfix", "dovecot": "Dovecot", "rspamd": "Rspamd", "slapd": "slapd"}


def run(
    databases: Sequence[Database] = installation.DATABASES,
    *,
    staff: int = STAFF,
    sample: int = SAMPLE,
    letters: int = LETTERS,
    rounds: int = ROUNDS,
) -> list[Report]:
    report = Report(
        f"The mail system with {staff:,} accounts",
        {"database": "database", "what": "what", "value": "value", "unit": "unit"},
        [
            "Debian's daemons over a throw-away installation, on this machine with the senders and "
            "the mail programs. Needs root, and `hubung mail install` once.",
            f"First sign-in: the staff file (XLSX) into the directory, an account for everybody, "
            f"{sample} of them activated with an app password, and each signed in to IMAP.",
            f"Delivered: {letters:,} letters of 2 kB from outside over 8 connections, filtered, "
            f"into {sample} mailboxes, until none waits; by turns over our views and over static "
            f"files (Postfix's hashed tables, Dovecot's passwd-file), the median of {rounds} each. "
            "Aim: 0.9.",
            "Sign-ins: 8 at a time, without TLS, each a connection of its own.",
            "Address book: one search after the other over one connection, as the webmail asks.",
            "Memory: PSS, after all that; a PostgreSQL server is not counted.",
        ],
    )
    for database in databases:
        with _system(database) as (ours, keeper, ports):
            for what, value, unit in _measured(ours, keeper, ports, staff, sample, letters, rounds):
                report.add(database=label(database), what=what, value=value, unit=unit)
    return [report]


@contextlib.contextmanager
def _system(
    database: Database,
) -> Iterator[tuple[Installation, Popen[bytes], dict[str, int]]]:
    from tests.support import nameserver

    ports = installation.free_ports(*_PORTS)
    with nameserver.running() as names:
        settings = {f"HUBUNG_MAIL_SYSTEM__{name.upper()}_PORT": str(ports[name]) for name in _PORTS}
        settings |= {
            "HUBUNG_MAIL_SYSTEM__ENABLED": "true",
            "HUBUNG_MAIL_SYSTEM__HOSTNAME": "mail.dephub.go.id",
            "HUBUNG_MAIL_SYSTEM__PUBLIC_LISTS": "false",
            "HUBUNG_MAIL_SYSTEM__DNS": names.address,
        }
        with installation.installation("post", database, settings) as ours:
            if database == "postgresql":
                # The daemons' accounts pass to the cluster's socket.
                host = psycopg.conninfo.conninfo_to_dict(ours.url)["host"]
                Path(str(host)).chmod(0o711)
            ours.run("bench.mail_patterns")
            say(f"Starting the daemons ({label(database)}) …")
            with ours.running("mail", "keep") as keeper:
                _wait(ours, keeper, ports)
                yield ours, keeper, ports


def _wait(ours: Installation, keeper: Popen[bytes], ports: dict[str, int]) -> None:
    """Return when the daemons listen. Raises RuntimeError with what hinders them."""
    why = ours.folder / "mail" / "run" / "why"
    try:
        for name in ("smtp", "imap", "ldap"):
            installation.wait_for_port(ports[name], keeper)
    except RuntimeError as error:
        raise RuntimeError(why.read_text() if why.exists() else str(error)) from error


def _measured(
    ours: Installation,
    keeper: Popen[bytes],
    ports: dict[str, int],
    staff: int,
    sample: int,
    letters: int,
    rounds: int,
) -> Iterator[tuple[str, float, str]]:
    file, keys = ours.folder / "staff.xlsx", ours.folder / "keys"
    ours.run("bench.staff_file", file, staff)
    say("Importing, opening, signing in …")
    opened = ours.run("bench.mail_opening", file, ports["imap"], keys, sample)
    yield "staff file into the directory", opened["directory"], "s"
    yield "accounts for everybody", opened["opening"], "s"
    yield f"{sample} activated, with app passwords", opened["activating"], "s"
    yield f"{sample} first sign-ins", opened["signing_in"], "s"
    yield "from staff file to all first sign-ins", opened["together"], "s"
    signed = ours.run("bench.mail_sign_ins", ports["imap"], keys, "--rounds", 4)
    yield "IMAP sign-ins", signed["count"] / signed["seconds"], "a second"
    for kind, each in ours.run("bench.mail_book", ports["ldap"], keys).items():
        yield f"address book, {kind}", each, "ms"
    queue = ours.folder / "mail" / "queue"
    found: dict[str, list[float]] = {"views": [], "files": []}
    for _round in range(rounds):
        for kind, speeds in found.items():
            say(f"Sending mail over {kind} …")
            ours.run("bench.mail_static", kind)
            flow = ours.run("bench.mail_flow", ports["smtp"], keys, queue, letters)
            speeds.append(flow["per_second"])
    over_views, over_files = median(found["views"]), median(found["files"])
    yield "delivered over views", over_views, "a second"
    yield "delivered over static files", over_files, "a second"
    yield "ratio", over_views / over_files, ""
    yield from _memory(keeper)


def _memory(keeper: Popen[bytes]) -> Iterator[tuple[str, float, str]]:
    yield "memory of the keeper", of_process(keeper.pid)[0], "MiB"
    for task in Path(f"/proc/{keeper.pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            name = _DAEMONS.get(Path(f"/proc/{child}/comm").read_text().strip())
            if name:
                yield (
                    f"memory of {name}",
                    sum(of_process(pid)[0] for pid in tree(int(child))),
                    "MiB",
                )
