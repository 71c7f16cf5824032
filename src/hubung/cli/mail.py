"""`hubung mail`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from hubung.cli.reach import FILE, alone, call, django, or_sentence


@click.group()
def mail() -> None:
    """Receive mail, sign what is sent, and run the official mail: Postfix, Dovecot, Rspamd.

    `install` has the daemons there, `status` tells how they are, `doctor` what to mend.
    """


@mail.command()
def receive() -> None:
    """Start only the doors for mail: SMTP, and LMTP for a mail server in front."""
    alone("mail")


@mail.command()
def dkim() -> None:
    """Make the key that signs outgoing mail, if there is none, and print its DNS record."""
    call("hubung.channels.email.commands:dkim")


@mail.command("install")
@click.option("--yes", is_flag=True, help="Do not ask: install what is missing.")
def mail_install(yes: bool) -> None:
    """Install the daemons: Debian's packages, as root and with consent.

    Another mail server on this machine is never replaced: this tells what it found, and ends.
    """
    _daemons("install", yes=yes)


@mail.command("up")
def mail_up() -> None:
    """Start the daemons by themselves, without the rest; needs root, as Postfix does."""
    _daemons("up")


@mail.command("keep")
def mail_keep() -> None:
    """Hold the daemons in this process, as `hubung serve` and `up` do; for a service manager."""
    _daemons("keep")


@mail.command("down")
def mail_down() -> None:
    """Stop daemons that `up` started. What was accepted stays in the queue."""
    _daemons("down")


@mail.command("status")
def mail_status() -> None:
    """Tell how the daemons are: processes, doors, what waits, or why they do not run."""
    _daemons("status")


@mail.command("doctor")
def mail_doctor() -> None:
    """Tell what is wrong with the mail system and how to mend it; exit code 1 if something is."""
    _daemons("doctor")


@mail.command("convert")
def mail_convert() -> None:
    """Convert mailboxes of an earlier version (mdbox), which Dovecot reads no more; as root.

    The daemons may run meanwhile. May be stopped and called again: it goes on where it was.
    """
    _daemons("convert")


@mail.command("webmail")
@click.option("--install", is_flag=True, help="Install what is missing: Debian's packages.")
def mail_webmail(install: bool) -> None:
    """Write Roundcube's configuration, and make it known to the sign-on; as root.

    Say first where it is to be: the setting mail_system.webmail_url.
    """
    call("hubung.mail.daemons.webmail.commands:write", install=install)


@mail.command("test")
@click.option("--as", "login", required=True, help="Address of an account in whose mailbox to try.")
def mail_test(login: str) -> None:
    """Try the mail system: send, receive, filter, sign in; tell in plain words what is wrong.

    It makes an app password for the account and takes it back, and removes its letters.
    """
    call("hubung.mail.daemons.commands:test", login=login)


@mail.command("dns")
def mail_dns() -> None:
    """Print the DNS records of each mail domain, and whether DNS has them; exit code 1 if not."""
    _daemons("dns")


@mail.command("rotate")
@click.option("--now", is_flag=True, help="Sign with the new key although DNS can't be asked.")
def mail_rotate(now: bool) -> None:
    """Change the keys that sign outgoing mail of the domains (DKIM).

    The first call makes a key and prints its record; once DNS has that, the next call uses it.
    """
    _daemons("rotate", now=now)


def _daemons(name: str, **options: bool) -> None:
    """A command of the daemons, which tells what it can while the database is away."""
    django()
    from hubung.mail.daemons import commands

    or_sentence(getattr(commands, name), **options)


@mail.command("import")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Only tell what is wrong and what would change.")
def mail_import(file: Path, dry_run: bool) -> None:
    """Read units or staff from FILE (CSV or XLSX), and give everybody a mailbox.

    Send the same file again as often as you like.
    """
    call("hubung.mail.commands:import_file", file, dry_run=dry_run)


@mail.command()
@click.option("--dry-run", is_flag=True, help="Only tell what would change.")
def accounts(dry_run: bool) -> None:
    """Bring the mail in line with the directory, as the worker does every hour."""
    call("hubung.mail.commands:accounts", dry_run=dry_run)


@mail.command()
@click.argument("login")
@click.option("--reason", required=True, help="Why; it is kept on record.")
def suspend(login: str, reason: str) -> None:
    """Cut the account LOGIN off at once: sessions and passwords of mail programs end."""
    call("hubung.mail.commands:suspend", login, reason)


@mail.command()
@click.argument("login")
@click.option("--reason", required=True, help="Why; it is kept on record.")
def resume(login: str, reason: str) -> None:
    """Let the account LOGIN go on."""
    call("hubung.mail.commands:resume", login, reason)


@mail.command()
@click.argument("login")
@click.option("--reason", required=True, help="Why; it is kept on record.")
def release(login: str, reason: str) -> None:
    """Let the account LOGIN, which sent more than its limit, send again."""
    call("hubung.mail.commands:release", login, reason)


@mail.command()
@click.argument("name")
@click.option("--alias-of", default="", help="Each address there also stands for itself here.")
def domain(name: str, alias_of: str) -> None:
    """Take mail for the domain NAME."""
    call("hubung.mail.commands:add_domain", name, alias_of)


@mail.command("migrate")
@click.argument("host")
@click.option("--port", type=click.IntRange(1, 65535), help="Its port, if not the usual one.")
@click.option(
    "--tls",
    type=click.Choice(["implicit", "starttls"]),
    default="implicit",
    show_default=True,
    help="How the connection is encrypted; there is none that is not.",
)
@click.option("--ca", type=FILE, help="Who signed its certificate, if not one that all know.")
@click.option("--list", "listed", type=FILE, help="Table of mailboxes: from, to, perhaps secrets.")
@click.option("--from", "mailbox", help="One mailbox: its name there …")
@click.option("--to", "address", help="… and its address here.")
@click.option("--master", default="", help="An account there that opens every mailbox.")
@click.option(
    "--master-way",
    type=click.Choice(["asterisk", "authzid"]),
    default="asterisk",
    show_default=True,
    help="Whether it signs in as `mailbox*NAME` (Dovecot) or in their stead (Zimbra, Cyrus).",
)
@click.option("--token", "is_token", is_flag=True, help="The secret is a token (XOAUTH2).")
@click.option("--secret-file", type=FILE, help="Its first line is the secret; else it is asked.")
@click.option("--target", help="Another server to copy to, instead of this mail system.")
@click.option("--target-port", type=click.IntRange(1, 65535), help="Its port.")
@click.option(
    "--target-tls",
    type=click.Choice(["implicit", "starttls"]),
    default="implicit",
    show_default=True,
    help="How the connection to it is encrypted.",
)
@click.option("--target-ca", type=FILE, help="Who signed its certificate.")
@click.option("--target-master", default="", help="An account there that opens every mailbox.")
@click.option(
    "--target-master-way",
    type=click.Choice(["asterisk", "authzid"]),
    default="asterisk",
    show_default=True,
    help="How it names the mailbox that it opens.",
)
@click.option("--target-secret-file", type=FILE, help="Its first line is the secret there.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be copied, with its size.")
@click.option(
    "--parallel",
    type=click.IntRange(1, 64),
    default=4,
    show_default=True,
    help="How many mailboxes at a time.",
)
@click.option(
    "--rate",
    type=click.IntRange(min=0),
    default=0,
    help="At most this many kB a second, over all; 0: as fast as it goes.",
)
@click.option("--skip", multiple=True, help="Leave out folders with this name (may have * in it).")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write a table (CSV): each folder, each message that was refused.",
)
def mail_migrate(**options: Any) -> None:
    """Copy mailboxes from the IMAP server HOST: folders, messages, flags, dates.

    May be stopped and run again at any time: it goes on where it was, and later runs bring what is
    new there and flags that changed. Folders are counted at the end. Exit code 3: something is
    missing, and it was said what.
    """
    if bool(options["listed"]) == bool(options["mailbox"] and options["address"]):
        raise click.UsageError("Name the mailboxes: either --list, or --from and --to.")
    # To another server it goes without the database.
    django(reach=not options["target"])
    from hubung.mail.moving import commands

    or_sentence(commands.migrate, **options)
