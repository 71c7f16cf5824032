"""What is wrong with an installation, in plain words, for `hubung check`.

A finding is a problem (something does not work) or advice (it works, but not as a ministry would
want it). Settings that cannot be read at all are told by the command line before this runs.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.checks import WARNING, run_checks

from hubung.directory.accounts.provider import signing
from hubung.kernel import health, keyring
from hubung.mail.daemons import doctor as mail_doctor
from hubung.mail.daemons import installation
from hubung.mail.daemons import place as mail_place
from hubung.project import conf, database, parts
from hubung.project.conf import Settings
from hubung.telephony.asterisk import doctor, place


@dataclass(frozen=True)
class Finding:
    """One sentence; `problem` makes `hubung check` fail."""

    part: str
    text: str
    problem: bool = True


def findings(settings: Settings) -> Iterator[Finding]:
    """Everything that is not as it should be, the gravest parts first."""
    yield from _names()
    yield from _folder(settings.home)
    try:
        database.reach(settings)
    except database.DatabaseAwayError as error:
        yield Finding("database", str(error))
        return
    yield from _framework()
    running = _runs(settings.home / "run" / "web.pid")
    for name, why in health.report().items():
        # Whether processes run matters where they should; a check may come before the first start.
        if why and (running or name not in ("worker", "mail doors")):
            yield Finding(name, why)
    if not running:
        yield from _ports(settings)
    yield from _telephone(settings, running)
    yield from _mail_system(settings, running)
    yield from _advice(settings)


def _names() -> Iterator[Finding]:
    for name in conf.unknown_variables():
        yield Finding("settings", f"The variable {name} is not a setting: is it spelled right?")


def _folder(home: Path) -> Iterator[Finding]:
    try:
        with tempfile.TemporaryFile(dir=home):
            pass
    except OSError as error:
        yield Finding("state folder", f"{home} can't be written ({error.strerror}).")
    # Passing through is for the mail daemons' accounts; names can't be listed by it.
    if home.stat().st_mode & 0o006:
        yield Finding("state folder", f"Others can read {home}: run `chmod o-rw {home}`.")
    yield from _private("secret key", home / "secret.key")
    yield from _private("keys", keyring.path())
    yield from _private("keys", signing.path())
    if (home / "originals.key").exists():
        yield Finding(
            "originals",
            f"{home / 'originals.key'} opens every sealed original: move it off this machine.",
            problem=False,
        )


def _private(part: str, key: Path) -> Iterator[Finding]:
    if not key.exists():
        return
    if stat.S_IMODE(key.stat().st_mode) & 0o077:
        yield Finding(part, f"Others can read {key}: run `chmod 600 {key}`.")
    if key.stat().st_uid != os.geteuid():
        yield Finding(part, f"{key} belongs to another account than the one that runs.")


def _runs(pid_file: Path) -> bool:
    try:
        os.kill(int(pid_file.read_text()), 0)
    except (OSError, ValueError):
        return False
    return True


def _framework() -> Iterator[Finding]:
    for message in run_checks():
        if message.level >= WARNING:
            yield Finding("program", f"{message.msg} ({message.id})")


def _ports(settings: Settings) -> Iterator[Finding]:
    for part in (parts.web, parts.mail):
        try:
            part(settings).release()
        except parts.PortTakenError as error:
            yield Finding("ports", str(error))


def _telephone(settings: Settings, running: bool) -> Iterator[Finding]:
    if settings.phone.enabled:
        for finding in doctor.findings(place.here()):
            # The first start fetches the engine.
            yield Finding("phone", finding.text, problem=finding.problem and running)


def _mail_system(settings: Settings, running: bool) -> Iterator[Finding]:
    """Without the daemons the rest runs, so their absence is no problem."""
    if settings.mail_system.enabled:
        there = installation.is_there()
        for finding in mail_doctor.findings(mail_place.here()):
            yield Finding(
                "mail system", finding.text, problem=finding.problem and running and there
            )


def _advice(settings: Settings) -> Iterator[Finding]:
    if settings.debug:
        yield Finding("settings", "debug is on: visitors would see the program's inside.")
    if not settings.web.public_url:
        yield Finding(
            "web", f"No public_url: links in mails will say {settings.public_url}.", problem=False
        )
    elif not settings.is_https:
        yield Finding("web", "public_url is not https: sign-ins can be read on the way.")
    if settings.is_https and not settings.web.trusted_proxies:
        yield Finding(
            "web",
            "public_url is https but trusted_proxies is empty: every visitor looks like the proxy.",
        )
    if not settings.mail.relay:
        yield Finding("mail out", "No relay: messages wait in the outbox.", problem=False)
    strangers = [
        address
        for address in settings.mail.case_addresses
        if address.rpartition("@")[2] not in settings.mail.domains
    ]
    for address in strangers:
        yield Finding("mail in", f"{address} is in none of the domains of mail.domains.")
