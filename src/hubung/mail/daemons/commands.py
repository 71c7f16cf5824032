"""What `hubung mail …` does with the daemons."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from hubung.mail import mta_sts
from hubung.mail.daemons import dns as records
from hubung.mail.daemons import doctor as examination
from hubung.mail.daemons import (
    former,
    installation,
    keeping,
    keys,
    place,
    queue,
    running,
    selftest,
    views,
)
from hubung.mail.daemons.errors import MailSystemError
from hubung.mail.daemons.place import Place
from hubung.mail.models import Account, AccountState

_SIGNS = {True: click.style("✗", fg="red"), False: click.style("·", fg="yellow")}


def install(*, yes: bool) -> None:
    """Have the daemons there, with consent."""
    wanted = installation.lacking()
    if installation.is_there() and not wanted:
        click.echo("Postfix, Dovecot, Rspamd and slapd are there.")
        return
    if wanted:
        click.echo(f"This installs Debian's packages {', '.join(wanted)}.")
        click.echo("Debian's own services of them stay at rest; Hubung runs the programs itself.")
    click.echo("It also makes the system account hubung-mail, which owns the mailboxes.")
    for other in installation.others():
        raise click.ClickException(
            f"There is another mail server on this machine: {other}. It is left as it is."
        )
    if not yes and not click.confirm("Go on?"):
        raise click.ClickException("Nothing was installed.")
    try:
        installation.install(click.echo)
    except MailSystemError as error:
        raise click.ClickException(str(error)) from error
    click.echo("Postfix, Dovecot, Rspamd and slapd are there. `hubung mail up` starts them; where")
    click.echo("they run already, start them anew.")


def up() -> None:
    """Start the daemons apart from `hubung serve`, and somebody who holds them."""
    here = place.here()
    hindered = running.hindrance(here)
    if hindered:
        raise click.ClickException(hindered)
    if keeping.keeper(here):
        click.echo("The mail system runs already.")
        _tell_former(here)
        return
    running.tell(here, "It is being started.")
    with (here.run / "keeper.log").open("ab") as output:
        process = subprocess.Popen(  # noqa: S603
            [str(Path(sys.executable).with_name("hubung")), "mail", "keep"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    deadline = time.monotonic() + running.BOOT_SECONDS + 30
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        why = running.why(here)
        if why == "" and running.runs(here):
            _tell_doors(here)
            _tell_former(here)
            return
        if why not in ("", "It is being started."):
            process.terminate()
            process.wait()
            raise click.ClickException(why)
        time.sleep(0.1)
    process.terminate()
    raise click.ClickException(f"The mail system did not come up: see {here.log}.")


def keep() -> None:
    """Hold the daemons in this process until SIGTERM."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    keeping.keep(place.here(), stop)


def down() -> None:
    """Stop the daemons. What they accepted waits on the disk."""
    here = place.here()
    number = keeping.keeper(here)
    if number is not None and number == _supervised():
        raise click.ClickException(
            "`hubung serve` holds the mail system and would start it again: stop that one, or set "
            "mail_system.enabled to false."
        )
    try:
        if number is not None:
            os.kill(number, signal.SIGTERM)
            deadline = time.monotonic() + 4 * running.STOP_SECONDS
            while keeping.keeper(here) and time.monotonic() < deadline:
                time.sleep(0.1)
        running.stop(here)
    except PermissionError as error:
        raise click.ClickException(
            "The daemons are root's: run `sudo hubung mail down`."
        ) from error
    except MailSystemError as error:
        raise click.ClickException(str(error)) from error
    click.echo("The mail system has stopped.")


def status() -> None:
    """How the daemons are; exit code 1 when they do not run though they should."""
    here = place.here()
    for name, value in state(here):
        click.echo(f"{name:<11} {value}")
    if here.mail.enabled and not running.runs(here):
        raise SystemExit(1)


def doctor() -> None:
    """What is wrong; exit code 1 if something is."""
    found = list(examination.findings(place.here()))
    for finding in found:
        click.echo(f"{_SIGNS[finding.problem]} {finding.text}")
    if any(finding.problem for finding in found):
        raise SystemExit(1)
    click.echo(click.style("✓", fg="green") + " The mail system can work.")


def dns() -> None:
    """Each domain's records, with what DNS has; exit code 1 if a needed one is missing."""
    here = place.here()
    lacking = 0
    for domain in _domains():
        click.echo(f"; {domain}")
        for record in records.records(here, domain):
            answer = records.ask(here, record)
            if not answer.trouble and record.fits(answer.values):
                click.echo(f"{click.style('✓', fg='green')} {record}")
                continue
            lacking += record.needed
            why = answer.trouble or (
                f"DNS has {' and '.join(answer.values)}" if answer.values else "not in DNS"
            )
            click.echo(f"{_SIGNS[record.needed]} {record}\n  ; {record.purpose}: {why}")
    if not records.web_server():
        click.echo(
            "\n; The web server has no name yet (web.public_url): the records by which mail "
            "programs set themselves up are left out."
        )
    click.echo(f"\n; https://mta-sts.<domain>/.well-known/mta-sts.txt\n{mta_sts.policy(here.mail)}")
    if lacking:
        raise SystemExit(1)


def rotate(*, now: bool) -> None:
    """Give each domain its next key: first to be published, at the next call to sign."""
    here = place.here()
    for domain in _domains():
        try:
            key = keys.renew(here, domain)
            if now or records.is_published(here, key):
                keys.use(here, key)
                click.echo(
                    f"{domain} signs with {key.selector} now. Leave the former key's record in DNS "
                    "for a week."
                )
                continue
        except PermissionError as error:
            raise click.ClickException("The keys are root's: run this with sudo.") from error
        except MailSystemError as error:
            raise click.ClickException(str(error)) from error
        click.echo(
            f"{domain}: publish this, and call again.\n"
            f"{records.Record(key.record_name, 'TXT', key.record, '', bool)}"
        )


def test(*, login: str) -> None:
    """Send, receive, filter and sign in, as somebody who is there; exit code 1 if a trial fails."""
    account = Account.objects.filter(login=login.lower(), state=AccountState.ACTIVE).first()
    if account is None or account.is_shared:
        raise click.ClickException(f"{login} is no account in use that somebody signs in to.")
    failed = False
    for result in selftest.run(place.here(), account):
        failed = failed or bool(result.trouble)
        mark = _SIGNS[True] if result.trouble else click.style("✓", fg="green")
        click.echo(f"{mark} {result.tried}{': ' + result.trouble if result.trouble else '.'}")
    if failed:
        raise SystemExit(1)


def convert() -> None:
    """Bring letters of the former format to where Dovecot reads them; exit code 1: not all."""
    if os.geteuid() != 0:
        raise click.ClickException("The mailboxes are root's: run `sudo hubung mail convert`.")
    found = former.homes(place.here())
    if not found:
        click.echo("All mailboxes are as Dovecot reads them.")
        return
    letters = failed = 0
    with click.progressbar(found, label=f"{len(found)} mailboxes") as shown:
        for home in shown:
            try:
                letters += former.read_over(home)
            except MailSystemError as error:
                failed += 1
                click.echo(f"\n{_SIGNS[True]} {error}", err=True)
    click.echo(f"Converted: {len(found) - failed} of {len(found)} mailboxes; letters: {letters}.")
    if failed:
        raise SystemExit(1)


def _domains() -> list[str]:
    domains = views.domains()
    if not domains:
        raise click.ClickException("There is no mail domain yet.")
    return domains


def state(here: Place) -> Iterator[tuple[str, str]]:
    why = running.hindrance(here) or running.why(here)
    for daemon in running.daemons(here):
        number = running.pid(here, daemon)
        yield daemon.title, f"process {number}" if number else f"does not run. {why}".rstrip()
    if not running.runs(here):
        return
    yield from _doors(here)
    if os.geteuid() == 0:
        waiting = queue.waiting(here)
        since = (
            f", the oldest since {timezone.localtime(waiting.oldest):%d.%m. %H:%M}"
            if waiting.oldest
            else ""
        )
        yield "waiting", f"{waiting.messages} messages{since}"


def _tell_doors(here: Place) -> None:
    click.echo("The mail system runs:")
    for name, value in _doors(here):
        click.echo(f"  {name:<11} {value}")


def _tell_former(here: Place) -> None:
    if said := examination.former_mailboxes(here):
        click.echo(f"{_SIGNS[True]} {said}")


def _doors(here: Place) -> Iterator[tuple[str, str]]:
    host, ports = here.mail.host, here.mail.ports
    yield "SMTP", f"{host}:{ports.smtp}"
    yield "submission", f"{host}:{ports.submission} (STARTTLS), {host}:{ports.submissions} (TLS)"
    yield "IMAP", f"{host}:{ports.imap} (STARTTLS), {host}:{ports.imaps} (TLS)"
    yield "ManageSieve", f"{host}:{ports.sieve}"
    if installation.has_address_book(here.mail):
        yield "LDAP", f"{host}:{here.mail.ldaps_port} (TLS)"


def _supervised() -> int | None:
    """Process id of the supervisor's child that holds the daemons."""
    file: Path = settings.HUBUNG.home / "run" / "daemons.pid"
    try:
        number = int(file.read_text())
        os.kill(number, 0)
    except PermissionError:
        return number
    except (OSError, ValueError):
        return None
    return number
