"""`hubung api`."""

from __future__ import annotations

from typing import Any

import click

from hubung.cli.reach import call


@click.group()
def api() -> None:
    """The API for other programs: who may call it."""


@api.command("register")
@click.argument("name")
@click.option("--unit", "units", multiple=True, required=True, help="Code of a unit; repeatable.")
def api_register(name: str, units: tuple[str, ...]) -> None:
    """Make an application known under NAME: it sees the cases of its units and all below them."""
    call("hubung.api.commands:register", name, units)


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
    type=click.Choice(
        [
            "cases:read",
            "cases:write",
            "directory:read",
            "webhooks:manage",
            "accounts:provision",
            "numbers:read",
        ]
    ),
    help="What it opens; repeatable.",
)
@click.option("--days", default=90, show_default=True, help="How long it lasts, at most 366.")
@click.option("--per-hour", default=1800, show_default=True, help="Requests in an hour.")
def api_token_create(name: str, **options: Any) -> None:
    """Print a new token; NAME says what it is for. It is shown this once."""
    call("hubung.api.commands:create_token", name, **options)


@api_token.command("list")
def api_token_list() -> None:
    """Print the tokens that open something, with their last use."""
    call("hubung.api.commands:list_tokens")


@api_token.command("revoke")
@click.argument("number", type=int)
def api_token_revoke(number: int) -> None:
    """Revoke the token with this NUMBER, at once and for good."""
    call("hubung.api.commands:revoke", number)
