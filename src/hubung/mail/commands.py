"""What `hubung mail …` does of accounts and domains; the daemons' commands are beside them."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
from django.utils.translation import gettext as _

from hubung.directory.importing.cli import import_file as import_directory
from hubung.mail import services
from hubung.mail.models import Account, Domain
from hubung.mail.services import report as counted
from hubung.mail.services.report import Report

_SHOWN = 50


def import_file(path: Path, *, dry_run: bool = False) -> None:
    """A file of units or staff into the directory, then the mail in line with it.

    Raises ClickException when the file has problems: then nothing is changed.
    """
    begun = time.monotonic()
    import_directory(path, dry_run=dry_run)
    if dry_run:
        click.echo(_("The accounts are made once the directory knows these people."))
        return
    accounts()
    click.echo(_("Done in %(seconds).1f seconds.") % {"seconds": time.monotonic() - begun})


def accounts(*, dry_run: bool = False) -> None:
    """Bring the mail in line with the directory as it is, and tell what that changes."""
    report = services.provision(dry_run=dry_run, progress=_counter())
    for line in lines(report):
        click.echo(line)
    if dry_run:
        click.echo(_("Dry run: nothing was changed."))


def suspend(login: str, reason: str) -> None:
    """Cut an account off at once. Raises ClickException when there is none, or it is closed."""
    account = _account(login)
    _try(lambda: services.suspend(by=None, account=account, reason=reason))
    click.echo(_("%(login)s is suspended.") % {"login": account.login})


def resume(login: str, reason: str) -> None:
    """Let an account go on. Raises ClickException when there is none, or its person has left."""
    account = _account(login)
    _try(lambda: services.resume(by=None, account=account, reason=reason))
    click.echo(_("%(login)s goes on.") % {"login": account.login})


def release(login: str, reason: str) -> None:
    """Let a stopped account send again. Raises ClickException when there is none, or no stop."""
    account = _account(login)
    _try(lambda: services.release_sending(by=None, account=account, reason=reason))
    click.echo(_("%(login)s may send again.") % {"login": account.login})


def add_domain(name: str, alias_of: str) -> None:
    """Take mail for a domain too. Raises ClickException for one that is none or there already."""
    main = None
    if alias_of:
        main = Domain.objects.filter(name=alias_of.lower()).first()
        if main is None:
            raise click.ClickException(
                _("Mail for %(name)s is not taken; nothing can be its alias.") % {"name": alias_of}
            )
    _try(lambda: services.add_domain(by=None, name=name, alias_of=main))
    click.echo(_("Mail for %(name)s is taken now.") % {"name": name})


def lines(report: Report) -> list[str]:
    """The report in words, problems last: they are what is left to do."""
    counts = report.counts
    told = [
        _(
            "Accounts: %(opened)s new, %(renamed)s renamed, %(reopened)s opened again, "
            "%(closed)s closed."
        )
        % {
            "opened": counts[counted.OPENED],
            "renamed": counts[counted.RENAMED],
            "reopened": counts[counted.REOPENED],
            "closed": counts[counted.CLOSED],
        },
        _("%(addresses)s addresses and %(groups)s groups new; room changed for %(resized)s.")
        % {
            "addresses": counts[counted.ADDRESSES],
            "groups": counts[counted.GROUPS],
            "resized": counts[counted.RESIZED],
        },
    ]
    told += [f"{who}: {why}" for who, why in report.problems[:_SHOWN]]
    if len(report.problems) > _SHOWN:
        told.append(_("… and %(count)s more.") % {"count": len(report.problems) - _SHOWN})
    return told


def _counter() -> Callable[[int], None]:
    """Counts the people in one line of a terminal; a log file gets no such line."""
    if not sys.stderr.isatty():
        return lambda _people: None
    return lambda people: click.echo(f"\r{people:,}", nl=False, err=True)


def _account(login: str) -> Account:
    found = Account.objects.filter(login=login.strip().lower()).first()
    if found is None:
        raise click.ClickException(
            _("There is no mail account %(login)s. See: hubung mail accounts") % {"login": login}
        )
    return found


def _try(do: Callable[[], object]) -> None:
    try:
        do()
    except services.MailError as error:
        raise click.ClickException(str(error)) from error
