"""What `hubung phone …` does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from hubung.telephony.asterisk import doctor as examination
from hubung.telephony.asterisk import installation, place, running, silence, watchman
from hubung.telephony.asterisk.errors import EngineError
from hubung.telephony.asterisk.place import Place


def install(*, upgrade: bool, accept_expired: bool) -> None:
    """Have an engine there."""
    try:
        made = installation.install(
            place.here(), upgrade=upgrade, accept_expired=accept_expired, say=click.echo
        )
    except EngineError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Asterisk {made.version} is ready: {made.program}")
    if upgrade and not made.is_private:
        click.echo("It is the system's own, which the system's package tool updates.")
    elif upgrade and running.answers(place.here()):
        click.echo(
            "The engine that runs is exchanged as soon as nobody talks or waits."
            if _is_supervised()
            else "The engine that runs is still the old one until it is started again."
        )


def up() -> None:
    """Start the engine apart from `hubung serve`."""
    here = place.here()
    if not here.phone.enabled:
        raise click.ClickException("The telephone is switched off: phone.enabled is false.")
    if running.answers(here):
        click.echo("The engine runs already.")
        return
    try:
        process = running.start(here)
    except EngineError as error:
        raise click.ClickException(str(error)) from error
    running.tell(here, "")
    click.echo(
        f"The engine runs (process {process.pid}): SIP at {here.phone.host}:{here.phone.sip_port}."
    )


def down() -> None:
    """Stop the engine; calls end."""
    here = place.here()
    if _is_supervised():
        raise click.ClickException(
            "`hubung serve` holds the engine and would start it again: stop that one, or set "
            "phone.enabled to false."
        )
    if running.pid(here) is None:
        click.echo("The engine does not run.")
        return
    try:
        running.stop(here)
    except EngineError as error:
        raise click.ClickException(str(error)) from error
    click.echo("The engine has stopped.")


def status() -> None:
    """How the engine is; exit code 1 when it does not run though it should."""
    here = place.here()
    for name, value in state(here):
        click.echo(f"{name:<10} {value}")
    if here.phone.enabled and running.pid(here) is None:
        raise SystemExit(1)


def doctor() -> None:
    """What is wrong; exit code 1 if something is."""
    found = list(examination.findings(place.here()))
    for finding in found:
        mark = click.style("✗", fg="red") if finding.problem else click.style("·", fg="yellow")
        click.echo(f"{mark} {finding.text}")
    if any(finding.problem for finding in found):
        raise SystemExit(1)
    click.echo(click.style("✓", fg="green") + " The telephone can work.")


def state(here: Place) -> Iterator[tuple[str, str]]:
    phone = here.phone
    installed = installation.find(here)
    if installed:
        age = f", unpacked {installed.days_old} days ago" if installed.is_private else ", system's"
        yield "engine", f"Asterisk {installed.version}{age}"
    else:
        yield "engine", "not installed"
    number = running.pid(here)
    if number is None:
        off = "" if phone.enabled else "Switched off: phone.enabled is false."
        yield "running", f"no. {off or running.why(here)}".rstrip()
        return
    yield "running", f"process {number}, {examination.memory_kb(number) // 1000} MB"
    yield "SIP", f"{phone.host}:{phone.sip_port} (UDP), sound {phone.rtp_first}-{phone.rtp_last}"
    yield "dialled", phone.number
    states = examination.registrations(here)
    for trunk in phone.trunks:
        how = states.get(trunk.name, "by its address")
        yield "trunk", f"{trunk.name}: {trunk.host}:{trunk.port}, {how}"
    calls = running.command(here, "core show channels count")
    yield "channels", calls.split()[0]
    yield "strangers", silence.trouble(here) or f"{silence.dropped(phone) or 0} packets dropped"
    watch = watchman.seen(here)
    yield "passwords", f"{watch.refused} wrong, {watch.blocks} times not heard for a while"
    for block in watch.blocked:
        whom = f"{block.address}:{block.port}" if block.port else f"{block.address}, all of it"
        yield "not heard", f"{whom}, until {timezone.localtime(block.until):%H:%M:%S}"


def _is_supervised() -> bool:
    """Whether the supervisor's child for the engine lives."""
    file: Path = settings.HUBUNG.home / "run" / "engine.pid"
    try:
        os.kill(int(file.read_text()), 0)
    except (OSError, ValueError):
        return False
    return True
