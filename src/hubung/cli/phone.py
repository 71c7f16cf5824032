"""`hubung phone`."""

from __future__ import annotations

import click

from hubung.cli.reach import alone, django, or_sentence


@click.group()
def phone() -> None:
    """The telephone: its engine, Asterisk, which `hubung serve` starts and watches.

    `install` has one there, `status` tells how it is, `doctor` what to mend.
    """


@phone.command("install")
@click.option("--upgrade", is_flag=True, help="Fetch the newest packages although some are there.")
@click.option(
    "--accept-expired",
    is_flag=True,
    help="Take the mirror's list of packages although its time is over; it stays verified.",
)
def phone_install(upgrade: bool, accept_expired: bool) -> None:
    """Have an engine: this system's Asterisk (20 or newer), or Debian's packages unpacked.

    The packages (about 100 MB) go into a folder of their own under the state folder. Nothing of
    the system changes and no root is needed; the program does this by itself at its first start.
    """
    _telephone("install", upgrade=upgrade, accept_expired=accept_expired)


@phone.command("up")
def phone_up() -> None:
    """Start the engine by itself, without the rest; `hubung serve` does this too."""
    _telephone("up")


@phone.command("down")
def phone_down() -> None:
    """Stop an engine that `up` started. Calls that are on end."""
    _telephone("down")


@phone.command("serve")
def phone_serve() -> None:
    """Start only the program that leads calls; the engine may run apart from it."""
    alone("phone")


@phone.command("status")
def phone_status() -> None:
    """Tell how the engine is: version, process, lines, calls, or why there is none."""
    _telephone("status")


@phone.command("doctor")
def phone_doctor() -> None:
    """Tell what is wrong with the telephone and how to mend it; exit code 1 if something is."""
    _telephone("doctor")


@phone.group("menu")
def phone_menu() -> None:
    """The callers' menu as a file of JSON; the desk changes it on a page."""


@phone_menu.command("export")
@click.argument("file", type=click.Path(allow_dash=True), default="-")
def phone_menu_export(file: str) -> None:
    """Write the menu in force to FILE, or to the standard output."""
    _menu("export", file=file)


@phone_menu.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
def phone_menu_check(file: str) -> None:
    """Tell what keeps the menu in FILE from going live; exit code 1 if something does."""
    _menu("check", file=file)


@phone_menu.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--by", required=True, help="Mail address of the administrator whose draft it is.")
@click.option("--note", default="", help="What is new in it.")
def phone_menu_import(file: str, by: str, note: str) -> None:
    """Make a draft of the menu in FILE. It goes live at the desk, once it was tried."""
    _menu("bring_in", file=file, by=by, note=note)


def _menu(name: str, **options: str) -> None:
    django()
    from hubung.telephony.menu import commands

    or_sentence(getattr(commands, name), **options)


def _telephone(name: str, **options: bool) -> None:
    """A command of the engine, which works while the database is away."""
    django()
    from hubung.telephony.asterisk import commands

    or_sentence(getattr(commands, name), **options)
