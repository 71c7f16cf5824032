"""What `hubung mail webmail` does."""

from __future__ import annotations

import click

from hubung.mail.daemons import place
from hubung.mail.daemons.errors import MailSystemError
from hubung.mail.daemons.webmail import configuration, installing, packages


def write(*, install: bool) -> None:
    """Have Roundcube there if asked to, and write what it needs. Raises ClickException."""
    here = place.here()
    try:
        if install:
            packages.install(click.echo)
        folder = installing.write(here)
    except MailSystemError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(
            f"{error.filename}: {error.strerror}. Run it as root."
        ) from error
    click.echo(f"Serve {configuration.ROOT} at {here.mail.webmail_url} with PHP, and let it see")
    click.echo(f"ROUNDCUBE_CONFIG_DIR={folder}")
