"""What `hubung mail migrate` does."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from django.conf import settings

from hubung.mail.moving import accounts, destinations, ours
from hubung.mail.moving import report as telling
from hubung.mail.moving.accounts import Master, Move, Shared
from hubung.mail.moving.errors import MovingError
from hubung.mail.moving.report import MailboxReport, readable
from hubung.mail.moving.running import Run
from hubung.mail.moving.server import Host

#: The command went to its end, and something is not here.
SOMETHING_MISSING = 3
_PROGRESS_SECONDS = 10.0


@dataclass(frozen=True)
class Way:
    """How a server is reached and signed in to, as the command line says it."""

    host: str
    port: int | None
    tls: str
    ca: Path | None
    master: str
    master_way: str
    secret_file: Path | None
    is_token: bool = False

    def address(self) -> Host:
        starttls = self.tls == "starttls"
        port = self.port or (143 if starttls else 993)
        return Host(self.host, port, starttls, str(self.ca) if self.ca else None)

    def shared(self, who: str) -> Shared:
        """The secret, from its file or from whoever sits at the terminal. Raises MovingError."""
        secret = (
            accounts.read_secret(self.secret_file)
            if self.secret_file
            else click.prompt(f"Secret of {self.master or who} at {self.host}", hide_input=True)
        )
        master = Master(self.master, self.master_way) if self.master else None
        return Shared(secret, master, self.is_token)


def migrate(
    *,
    host: str,
    port: int | None,
    tls: str,
    ca: Path | None,
    master: str,
    master_way: str,
    is_token: bool,
    secret_file: Path | None,
    target: str | None,
    target_port: int | None,
    target_tls: str,
    target_ca: Path | None,
    target_master: str,
    target_master_way: str,
    target_secret_file: Path | None,
    listed: Path | None,
    mailbox: str | None,
    address: str | None,
    dry_run: bool,
    parallel: int,
    rate: int,
    skip: Sequence[str],
    report: Path | None,
) -> None:
    """Copy mailboxes; exit code 3 when anything is missing at the end."""
    source = Way(host, port, tls, ca, master, master_way, secret_file, is_token)
    room: dict[str, int] = {}
    where: destinations.Ours | destinations.Elsewhere
    try:
        moves = _moves(source, listed, mailbox or "", address or "")
        if target:
            way = Way(
                *(target, target_port, target_tls, target_ca),
                *(target_master, target_master_way, target_secret_file),
            )
            where = destinations.Elsewhere(way.address(), way.shared(address or "everybody"))
        else:
            moves, room = destinations.resolved(moves)
            where = destinations.here()
            if not dry_run and (hindered := ours.hindrance(where.configuration)):
                raise MovingError(hindered)
    except MovingError as error:
        raise click.ClickException(str(error)) from error
    run = Run(
        source.address(),
        where.open,
        str(where),
        settings.HUBUNG.home / "moving",
        parallel=parallel,
        bytes_a_second=rate * 1000,
        skipped=skip,
        is_dry=dry_run,
    )
    reports: list[MailboxReport] = []
    with _stopped_by_signals(run), _progress(run, len(moves), reports):
        for one in run.reports(moves):
            reports.append(one)
            for line in telling.planned(one) if dry_run else telling.lines(one):
                click.echo(line)
            if dry_run and one.total("size") > room.get(one.target, sys.maxsize):
                click.echo(f"    More than its room here, {readable(room[one.target])}.")
    if report:
        telling.write(report, reports)
    _conclude(reports, dry_run)


def _moves(source: Way, listed: Path | None, mailbox: str, address: str) -> list[Move]:
    if listed:
        needs = bool(source.master) or not accounts.holds_secrets(listed)
        return accounts.read_list(listed, source.shared("everybody in the list") if needs else None)
    return [Move(mailbox, address.lower(), source.shared(mailbox).login(mailbox))]


def _conclude(reports: list[MailboxReport], is_dry: bool) -> None:
    total = {
        name: sum(one.total(name) for one in reports)
        for name in ("found", "copied", "size", "missing")
    }
    unfinished = sum(bool(one.trouble) for one in reports)
    is_whole = is_dry or all(one.is_whole for one in reports)
    mailboxes = "1 mailbox" if len(reports) == 1 else f"{len(reports):,} mailboxes"
    done = "would be copied" if is_dry else "copied now"
    told = [
        f"{mailboxes} with {total['found']:,} messages",
        f"{total['copied']:,} {done}, {readable(total['size'])}",
    ]
    told.append("nothing was changed" if is_dry else f"{total['missing']:,} missing")
    click.echo("; ".join(told) + ".")
    if unfinished:
        click.echo(f"{unfinished:,} of them not finished.")
    if unfinished or not is_whole:
        raise SystemExit(SOMETHING_MISSING)


@contextlib.contextmanager
def _stopped_by_signals(run: Run) -> Iterator[None]:
    """Ctrl-C ends what is under way cleanly; a second one at once."""

    def stop(number: int, _frame: object) -> None:
        click.echo("Stopping after what is under way; run it again to go on.", err=True)
        run.stop.set()
        signal.signal(number, signal.default_int_handler)

    before = {one: signal.signal(one, stop) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _progress(run: Run, mailboxes: int, reports: list[MailboxReport]) -> Iterator[None]:
    """Tell every few seconds how far it is."""
    over = threading.Event()
    began = time.monotonic()

    def tell() -> None:
        while not over.wait(_PROGRESS_SECONDS):
            seconds = max(time.monotonic() - began, 1)
            click.echo(
                f"{len(reports):,} of {mailboxes:,} mailboxes; {run.messages:,} messages, "
                f"{readable(run.size)}, {run.messages / seconds:,.0f} messages a second",
                err=True,
            )

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        over.set()
        teller.join()
