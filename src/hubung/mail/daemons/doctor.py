"""What is wrong with the mail system, in plain words, for `hubung mail doctor`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, connection

from hubung.kernel import clock
from hubung.kernel.faults import describe
from hubung.mail.daemons import (
    antivirus,
    certificate,
    former,
    ground,
    handed,
    installation,
    keys,
    queue,
    running,
    views,
)
from hubung.mail.daemons.place import Place

#: A certificate that ends within this many days is told of.
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Finding:
    """One sentence; with `problem`, mail does not work as the settings want it."""

    text: str
    problem: bool = True


def findings(place: Place) -> Iterator[Finding]:
    """Everything that is not as it should be."""
    if not place.mail.enabled:
        yield Finding("The mail system is switched off (mail_system.enabled = false).", False)
        return
    lacking = installation.missing()
    if lacking:
        yield Finding(
            f"The mail system is not installed ({', '.join(lacking)}): run `hubung mail install` "
            "as root."
        )
        for other in installation.others():
            yield Finding(f"Another mail server is here, and would be left alone: {other}.")
        return
    yield from _ground(place)
    yield from _domains(place)
    yield from _certificate(place)
    yield from _reach(place)
    yield from _antivirus(place)
    yield from _address_book(place)
    yield from _running(place)


def _ground(place: Place) -> Iterator[Finding]:
    if not installation.is_there():
        yield Finding("There is no account for the mailboxes: run `hubung mail install` as root.")
    if not place.is_short_enough:
        yield Finding(f"{place.folder} has too long a path: choose a shorter HUBUNG_HOME.")
    closed = ground.obstacle(place)
    if closed:
        yield Finding(closed)
    if said := former_mailboxes(place):
        yield Finding(said)
    if connection.vendor == "postgresql" and not place.mail.database_url:
        yield Finding(
            "The daemons use the program's own role at PostgreSQL, which may read everything: give "
            "them one of their own (mail_system.database_url).",
            problem=False,
        )


def former_mailboxes(place: Place) -> str:
    """That there are letters which nobody sees; empty: there are none, or none that we may see."""
    count = len(former.homes(place))
    if not count:
        return ""
    return (
        "Mailboxes with letters that nobody sees, for their format is read no more (mdbox): "
        f"{count}. Run `sudo hubung mail convert`."
    )


def _domains(place: Place) -> Iterator[Finding]:
    try:
        domains = views.domains()
    except DatabaseError as error:
        yield Finding(f"The daemons' views can't be read ({describe(error)}).")
        return
    if not domains:
        yield Finding("There is no mail domain yet: no address takes mail.", problem=False)
    for domain in domains:
        if running.runs(place) and not any(key.signs for key in keys.of(place, domain)):
            yield Finding(f"What {domain} sends is not signed yet; its key is made soon.", False)


def _certificate(place: Place) -> Iterator[Finding]:
    if not place.mail.tls_certificate:
        yield Finding(
            "The certificate is one that we signed ourselves: mail programs will warn "
            "(mail_system.tls_certificate).",
            problem=False,
        )
    try:
        ends = certificate.ends(place.certificate)
    except OSError:
        if place.mail.tls_certificate:
            yield Finding(f"The certificate {place.certificate} can't be read.")
    except ValueError:
        yield Finding(f"{place.certificate} is no certificate.")
    else:
        if ends - SOON < clock.now():
            yield Finding(f"The certificate {place.certificate} ends on {ends:%Y-%m-%d}.")


def _reach(place: Place) -> Iterator[Finding]:
    if not place.mail.hostname:
        yield Finding(
            f"The server calls itself {place.hostname}: set mail_system.hostname to the name that "
            "DNS has for it.",
            problem=False,
        )
    if place.mail.host.startswith("127."):
        yield Finding(
            "Only programs on this machine reach the mail system (mail_system.host).", problem=False
        )
    elif not place.mail.standard_ports:
        yield Finding(
            "Other mail servers call at port 25: set mail_system.standard_ports.",
            problem=False,
        )


def _antivirus(place: Place) -> Iterator[Finding]:
    where = place.mail.antivirus
    if not where:
        yield Finding(
            "Nothing is searched for malware: install ClamAV (clamav-daemon) and name its socket "
            "(mail_system.antivirus).",
            problem=False,
        )
    elif said := antivirus.trouble(where):
        yield Finding(f"{said} Mail comes in unsearched until it does.")


def _address_book(place: Place) -> Iterator[Finding]:
    if place.mail.address_book and not installation.has_address_book(place.mail):
        yield Finding(
            "There is no address book, for slapd is not installed: run `hubung mail install` as "
            "root.",
            problem=False,
        )


def _running(place: Place) -> Iterator[Finding]:
    for daemon in running.daemons(place):
        if running.pid(place, daemon) is None:
            why = running.hindrance(place) or running.why(place)
            yield Finding(f"{daemon.title} does not run. {why or 'Run `hubung mail up`.'}")
        elif not daemon.is_ready():
            yield Finding(f"{daemon.title} runs and does not answer: see {place.log}.")
        elif daemon.name == "dovecot" and (why := handed.hindrance(place)):
            yield Finding(
                "Letters for mailboxes wait in the queue, for whoever holds the daemons does not "
                f"say which are there already ({why}): start it again."
            )
    found = queue.waiting(place)
    limit = timedelta(minutes=place.mail.queue_alert_minutes)
    if found.oldest and clock.now() - found.oldest > limit:
        minutes = int((clock.now() - found.oldest).total_seconds() // 60)
        yield Finding(
            f"{found.messages} messages wait, the oldest for {minutes} minutes: `postqueue -c "
            f"{place.etc / 'postfix'} -p` tells why.",
            problem=False,
        )
