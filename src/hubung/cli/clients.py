"""`hubung clients`."""

from __future__ import annotations

from typing import Any

import click

from hubung.cli.reach import call

_TARGET = "hubung.directory.accounts.provider.commands"


@click.group()
def clients() -> None:
    """Applications that people sign in to with Hubung (OpenID Connect)."""


@clients.command("register")
@click.argument("name")
@click.option(
    "--address",
    "addresses",
    multiple=True,
    required=True,
    help="Exact address that people are led back to; repeatable.",
)
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(["profile", "email", "mail"]),
    help="What it may ask for, besides recognising people; repeatable.",
)
@click.option("--first-party", is_flag=True, help="One of the ministry's own: nobody is asked.")
@click.option(
    "--logout-address",
    default="",
    help="Where it wants to hear that somebody signed out (back-channel logout).",
)
@click.option(
    "--without-pkce",
    is_flag=True,
    help="For a program that keeps its secret but knows no PKCE, as Roundcube 1.6.",
)
def clients_register(name: str, **said: Any) -> None:
    """Make an application known under NAME; print its number and its secret, this once."""
    call(f"{_TARGET}:register", name, **said)


@clients.command("list")
def clients_list() -> None:
    """Print every application, what it may ask for and where it leads back to."""
    call(f"{_TARGET}:show")


@clients.command("renew-secret")
@click.argument("client_id")
def clients_renew_secret(client_id: str) -> None:
    """Print another secret for CLIENT_ID; the one before stops working at once."""
    call(f"{_TARGET}:renew_secret", client_id)


@clients.command("remove")
@click.argument("client_id")
def clients_remove(client_id: str) -> None:
    """Shut CLIENT_ID out, with every access that it has, at once and for good."""
    call(f"{_TARGET}:remove", client_id)
