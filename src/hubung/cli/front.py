"""`hubung nginx`."""

from __future__ import annotations

from pathlib import Path

import click

from hubung.cli.reach import in_force, or_sentence

_PATH = click.Path(path_type=Path)


@click.command()
@click.option(
    "--certificate",
    type=_PATH,
    default="/etc/ssl/hubung/fullchain.pem",
    show_default=True,
    help="File with the certificate chain.",
)
@click.option(
    "--key",
    type=_PATH,
    default="/etc/ssl/hubung/key.pem",
    show_default=True,
    help="File with its key.",
)
@click.option(
    "--cache",
    type=_PATH,
    default="/var/cache/nginx-hubung",
    show_default=True,
    help="Folder where nginx keeps what is the same for everybody.",
)
@click.option(
    "--program",
    "programs",
    multiple=True,
    metavar="HOST:PORT",
    help="A web server of ours on another machine; may be repeated.",
)
def nginx(certificate: Path, key: Path, cache: Path, programs: tuple[str, ...]) -> None:
    """Print the configuration of nginx as the web server in front, from the settings.

    For /etc/nginx/conf.d/hubung.conf. Print it anew after a change of settings.
    """
    from hubung.project import front

    settings = in_force()
    place = front.Place(certificate, key, cache)
    click.echo(or_sentence(front.nginx, settings, place, programs), nl=False)
    if not settings.web.trusted_proxies:
        click.secho(
            "The program would take every visitor for nginx: name nginx's address in "
            "web.trusted_proxies (127.0.0.1 on the same machine).",
            fg="yellow",
            err=True,
        )
