"""What `hubung clients …` does, and the keys of the sign-on at `hubung keys …`."""

from __future__ import annotations

from typing import Any

import click
from allauth.idp.oidc.models import Client

from hubung.directory.accounts.provider import clients, signing
from hubung.directory.accounts.provider.clients import ClientError, Said
from hubung.kernel import clock
from hubung.kernel.keyring import KeysError


def register(name: str, **said: Any) -> None:
    """Print the number and the secret of a new application. Raises ClickException."""
    try:
        client, secret = clients.register(by=None, said=Said(name=name, **said))
    except ClientError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"client_id      {client.pk}\nclient_secret  {secret}")
    click.echo("Keep the secret now: it is never shown again.", err=True)


def show() -> None:
    """Print every application that people sign in to."""
    for client in Client.objects.order_by("name"):
        asks = "no question" if client.skip_consent else "asks"
        pkce = ", without PKCE" if clients.without_pkce(client) else ""
        click.echo(
            f"{client.pk}  “{client.name}”  {' '.join(client.get_scopes())}  {asks}{pkce}  "
            f"{' '.join(client.get_redirect_uris())}"
        )


def renew_secret(client_id: str) -> None:
    """Print another secret of an application. Raises ClickException."""
    client = _client(client_id)
    click.echo(clients.renew_secret(by=None, client=client))
    click.echo("The secret before it opens nothing any more; keep this one now.", err=True)


def remove(client_id: str) -> None:
    """Shut an application out. Raises ClickException."""
    client = _client(client_id)
    clients.remove(by=None, client=client)
    click.echo(f"“{client.name}” is out, and everything it was given is worthless.")


def show_keys() -> None:
    """Print the keys that sign what applications are told. Raises ClickException."""
    try:
        published = signing.published()
        signs = signing.current()
    except KeysError as error:
        raise click.ClickException(str(error)) from error
    for key in published:
        word = "signs" if key == signs else "waits" if key.signs_from > clock.now() else "leaves"
        until = f"until {key.gone_at:%Y-%m-%d %H:%M}" if key.gone_at else ""
        click.echo(f"{key.kid:<46} from {key.signs_from:%Y-%m-%d %H:%M}  {word}  {until}".rstrip())


def rotate_keys(*, at_once: bool) -> signing.SigningKey:
    """Make the next key. Raises ClickException."""
    try:
        made = signing.rotate(at_once=at_once)
    except KeysError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"Key {made.kid} signs from {made.signs_from:%Y-%m-%d %H:%M}. Copy {signing.path()} to "
        "every machine that answers people."
    )
    return made


def _client(client_id: str) -> Client:
    found = Client.objects.filter(pk=client_id).first()
    if found is None:
        raise click.ClickException(f"There is no application {client_id}: hubung clients list")
    return found
