"""`hubung` on the command line.

Nothing of the program is loaded before a command needs it, so that `--help` is instant and works
on an installation that is broken.
"""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from hubung.project.conf import Settings

T = TypeVar("T")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="hubung", message="Hubung %(version)s")
def main() -> None:
    """Hubung: a ministry's contact centre 151, its mail and its portal over one registry.

    A first installation: `hubung check`, `hubung prepare`, `hubung serve`.
    """


# The running program ------------------------------------------------------------------------------


@main.command()
def serve() -> None:
    """Start everything: web server, worker, mail doors, telephone engine, under one supervisor.

    Stops cleanly on Ctrl-C or SIGTERM. A part that dies is started again.
    """
    from hubung.project import serving

    _or_sentence(serving.serve, _settings())


@main.command()
def web() -> None:
    """Start only the web server; others may run on other machines over the same database."""
    _alone("web")


@main.command()
def worker() -> None:
    """Start only a worker: it hands on events, keeps the clocks and runs the imports.

    Any number of workers may run.
    """
    _alone("worker")


@main.group()
def mail() -> None:
    """Receive mail, and sign what is sent."""


@mail.command()
def receive() -> None:
    """Start only the doors for mail: SMTP, and LMTP for a mail server in front."""
    _alone("mail")


@mail.command()
def dkim() -> None:
    """Make the key that signs outgoing mail, if there is none, and print its DNS record."""
    _call("hubung.channels.email.commands:dkim")


@main.group()
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
    _alone("phone")


@phone.command("status")
def phone_status() -> None:
    """Tell how the engine is: version, process, lines, calls, or why there is none."""
    _telephone("status")


@phone.command("doctor")
def phone_doctor() -> None:
    """Tell what is wrong with the telephone and how to mend it; exit code 1 if something is."""
    _telephone("doctor")


# The installation ---------------------------------------------------------------------------------


@main.command()
def prepare() -> None:
    """Make the installation ready: translations, database, style sheets. May be repeated."""
    _django(reach=True)
    from hubung.project import preparation

    _or_sentence(preparation.prepare, click.echo)


@main.command()
def migrate() -> None:
    """Bring the database to the shape that this version needs."""
    _django(reach=True)
    from hubung.project import preparation

    _or_sentence(preparation.migrate, verbosity=1)


@main.command()
def check() -> None:
    """Tell what is wrong with this installation; exit code 1 if something is."""
    settings = _settings()
    _django()
    from hubung.project import checks

    logging.disable(logging.WARNING)  # the findings say the same in words
    found = list(checks.findings(settings))
    for finding in found:
        mark = click.style("✗", fg="red") if finding.problem else click.style("·", fg="yellow")
        click.echo(f"{mark} {finding.part}: {finding.text}")
    if any(finding.problem for finding in found):
        raise SystemExit(1)
    click.echo(click.style("✓", fg="green") + " This installation can work.")


@main.command()
@click.option("--markdown", is_flag=True, help="The reference page instead of the values in force.")
def settings(markdown: bool) -> None:
    """Print every setting with its meaning, as a commented hubung.toml."""
    from hubung.project import conf_reference

    if markdown:
        click.echo(conf_reference.page(), nl=False)
    else:
        click.echo(conf_reference.sample(_settings()), nl=False)


@main.group()
def demo() -> None:
    """The demonstration: an invented ministry."""


@demo.command("load")
def demo_load() -> None:
    """Fill an empty database with an invented ministry, its staff and its cases.

    The sign-ins are written to demo-users.toml in the state folder.
    """
    _call("hubung.demo.load:load")


@demo.command()
@click.argument("mail")
def code(mail: str) -> None:
    """Print the six digits that sign MAIL in after the password, as an app would show them."""
    _call("hubung.demo.load:code", mail)


# The ministry and its registry --------------------------------------------------------------------


@main.group()
def directory() -> None:
    """Units, posts and staff."""


@directory.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--kind", type=click.Choice(["units", "staff"]), help="What FILE holds, if not obvious."
)
@click.option("--dry-run", is_flag=True, help="Only tell what is wrong and what would change.")
def directory_import(file: Path, kind: str | None, dry_run: bool) -> None:
    """Read units and staff from FILE (CSV or XLSX): all of it, or nothing when a line is wrong."""
    _call("hubung.directory.importing.cli:import_file", file, kind=kind, dry_run=dry_run)


ROLE = click.Choice(
    [
        "tier1_agent",
        "tier2_handler",
        "tier3_official",
        "supervisor",
        "unit_coordinator",
        "inspector",
        "information_officer",
        "administrator",
        "auditor",
    ]
)


@directory.command()
@click.argument("mail")
@click.argument("role", type=ROLE, metavar="ROLE")
@click.argument("unit")
def grant(mail: str, role: str, unit: str) -> None:
    """Give the person with the address MAIL a ROLE for UNIT (its code) and all below it.

    \b
    Roles: tier1_agent, tier2_handler, tier3_official, supervisor, unit_coordinator,
    inspector, information_officer, administrator, auditor.
    """
    _call("hubung.directory.commands:grant", mail, role, unit)


@directory.command()
@click.argument("mail")
@click.argument("role", type=ROLE, metavar="ROLE")
@click.argument("unit")
def revoke(mail: str, role: str, unit: str) -> None:
    """Take a ROLE for UNIT back from the person with the address MAIL."""
    _call("hubung.directory.commands:revoke", mail, role, unit)


@directory.command("reset-factor")
@click.argument("mail")
@click.option("--reason", required=True, help="Why; it is kept on record.")
def reset_factor(mail: str, reason: str) -> None:
    """Take away the second factors and sessions of somebody who lost theirs.

    They are told by mail, and set up a new one at their next sign-in.
    """
    _call("hubung.directory.commands:reset_factor", mail, reason)


@main.group()
def cases() -> None:
    """The registry of cases."""


@cases.command()
def verify() -> None:
    """Recompute the hash chain of every timeline and name the first entry that does not fit."""
    _call("hubung.cases.commands:verify")


@cases.command()
def reindex() -> None:
    """Write the search table anew, after units moved in the tree or the rules of search changed."""
    _call("hubung.cases.commands:reindex")


@cases.command()
def lifecycle() -> None:
    """Print the reference page about the life of a case, from its transition table."""
    _call("hubung.cases.commands:lifecycle")


@cases.command()
@click.argument("number")
@click.argument("file", type=int, required=False)
@click.option("--key", type=FILE, help="The private key for originals.")
@click.option("--reason", default="", help="Why; it is kept on record.")
@click.option("--to", "target", type=click.Path(path_type=Path), help="A new file to write.")
def original(number: str, file: int | None, **options: Any) -> None:
    """List the sealed originals of the case with this NUMBER; with a FILE's id, open that one."""
    _call("hubung.cases.commands:original", number, file, **options)


@cases.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--mapping", type=FILE, help="TOML file that says which column holds what, if not obvious."
)
@click.option("--dry-run", is_flag=True, help="Only tell what is wrong and what would change.")
def cases_import(file: Path, mapping: Path | None, dry_run: bool) -> None:
    """Read old records from FILE (CSV or XLSX).

    They keep their dates and numbers; no clock starts, and nothing is sent.
    """
    _call("hubung.cases.commands:import_file", file, mapping=mapping, dry_run=dry_run)


@main.group()
def audit() -> None:
    """The access log: who read what is protected, and who changed what."""


@audit.command("key")
@click.option("--new", "anew", is_flag=True, help="Replace the key; old seals stay verifiable.")
def audit_key(anew: bool) -> None:
    """Make the key that signs the daily seals, if there is none, and print its public half."""
    _call("hubung.audit.commands:key", anew=anew)


@audit.command("seal")
def audit_seal() -> None:
    """Seal the day that is over, if it has no seal yet, and print it; the worker does this too."""
    _call("hubung.audit.commands:seal")


@audit.command("verify")
@click.option("--against", type=FILE, help="Seals that were saved when they were published.")
def audit_verify(against: Path | None) -> None:
    """Recompute the chain of the log and check every seal; name the first thing that is wrong."""
    _call("hubung.audit.commands:verify", against)


@main.group()
def privacy() -> None:
    """Personal data: how long records are kept."""


@privacy.command("retention")
@click.option("--dry-run", is_flag=True, help="Only tell what would go.")
def privacy_retention(dry_run: bool) -> None:
    """Let go of records whose time is over; the worker does this each hour."""
    _call("hubung.privacy.commands:retention", dry_run=dry_run)


@main.group()
def keys() -> None:
    """The keys that seal NIK and NIP in the database."""


@keys.command("list")
def keys_list() -> None:
    """Print every key: since when it is in use, how many rows need it, whether it is here."""
    _call("hubung.project.keys:show")


@keys.command("new")
def keys_new() -> None:
    """Make the next key without using it: for several machines, which need it beforehand."""
    _call("hubung.project.keys:new")


@keys.command("rotate")
def keys_rotate() -> None:
    """Change to the next key: seal everything anew, then forget the old key.

    The program may run meanwhile. Broken off, it goes on when run again.
    """
    _call("hubung.project.keys:rotate")


@main.group()
def api() -> None:
    """The API for other programs: who may call it."""


@api.command("register")
@click.argument("name")
@click.option("--unit", "units", multiple=True, required=True, help="Code of a unit; repeatable.")
def api_register(name: str, units: tuple[str, ...]) -> None:
    """Make an application known under NAME: it sees the cases of its units and all below them."""
    _call("hubung.api.commands:register", name, units)


@api.group("token")
def api_token() -> None:
    """Tokens: each opens the API for one person or application, for a time."""


@api_token.command("create")
@click.argument("name")
@click.option("--person", metavar="MAIL", help="Whose it is: somebody with a role.")
@click.option("--application", metavar="NAME", help="Whose it is: a registered application.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice(["cases:read", "cases:write", "directory:read", "webhooks:manage"]),
    help="What it opens; repeatable.",
)
@click.option("--days", default=90, show_default=True, help="How long it lasts, at most 366.")
@click.option("--per-hour", default=1800, show_default=True, help="Requests in an hour.")
def api_token_create(name: str, **options: Any) -> None:
    """Print a new token; NAME says what it is for. It is shown this once."""
    _call("hubung.api.commands:create_token", name, **options)


@api_token.command("list")
def api_token_list() -> None:
    """Print the tokens that open something, with their last use."""
    _call("hubung.api.commands:list_tokens")


@api_token.command("revoke")
@click.argument("number", type=int)
def api_token_revoke(number: int) -> None:
    """Revoke the token with this NUMBER, at once and for good."""
    _call("hubung.api.commands:revoke", number)


# The benchmarks -----------------------------------------------------------------------------------


class _Benchmarks(click.Group):
    """The commands of `bench/`, which is part of the checkout and not of the package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return self._group().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return self._group().get_command(ctx, cmd_name)

    def _group(self) -> click.Group:
        from hubung.project.conf import ROOT

        if not (ROOT / "bench" / "cli.py").exists():
            raise click.ClickException("The benchmarks are in a checkout, not in the package.")
        if str(ROOT) not in sys.path:
            sys.path.append(str(ROOT))
        group: click.Group = importlib.import_module("bench.cli").main
        return group


@main.group(cls=_Benchmarks)
def bench() -> None:
    """Measure this program, and its peers, on this machine.

    Everything happens in throw-away installations; the installation's own data is not touched.
    """


# How commands reach the program -------------------------------------------------------------------


def _settings() -> Settings:
    from hubung.project import conf

    return _or_sentence(conf.get)


def _django(*, reach: bool = False) -> None:
    """Load the program. Wrong settings, or a database out of `reach`, end it with a sentence."""
    settings = _settings()
    from hubung.project import database, parts

    if reach:
        _or_sentence(database.reach, settings)
    _or_sentence(parts.set_up)


def _call(target: str, *arguments: Any, **options: Any) -> Any:
    """Load the program and call `module:function`, which prints and raises ClickException."""
    _django(reach=True)
    module, function = target.split(":")
    return _or_sentence(getattr(importlib.import_module(module), function), *arguments, **options)


def _telephone(name: str, **options: bool) -> None:
    """A command of the engine, which works while the database is away."""
    _django()
    from hubung.telephony.asterisk import commands

    _or_sentence(getattr(commands, name), **options)


def _alone(name: str) -> None:
    from hubung.project import serving

    _or_sentence(serving.serve_part, _settings(), name)


def _or_sentence(function: Callable[..., T], *arguments: Any, **options: Any) -> T:
    """Call, turning what a person can mend into a plain sentence and exit code 1."""
    from hubung.project.conf import PlainError

    try:
        return function(*arguments, **options)
    except PlainError as error:
        raise click.ClickException(str(error)) from error
    except Exception as error:
        database = sys.modules.get("django.db")
        if database and isinstance(error, database.OperationalError):
            raise click.ClickException(f"The database doesn't answer: {error}") from error
        raise


if __name__ == "__main__":
    main()
