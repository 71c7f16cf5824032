"""What `hubung api …` does."""

from __future__ import annotations

import click

from hubung.api.models import Application, Token
from hubung.api.tokens import TokenError, issue_token, register_application, revoke_token
from hubung.directory.models import Person
from hubung.directory.queries import units_by_code


def register(name: str, units: tuple[str, ...]) -> None:
    """Make an application known. Raises ClickException for an unknown unit or a taken name."""
    found = units_by_code(units)
    if missing := [code for code in units if code not in found]:
        raise click.ClickException(f"No unit has the code “{missing[0]}”.")
    try:
        register_application(name=name, units=list(found.values()))
    except TokenError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name} may have tokens for {', '.join(found)} and every unit below.")


def create_token(
    name: str,
    *,
    person: str | None,
    application: str | None,
    scopes: tuple[str, ...],
    days: int,
    per_hour: int,
) -> None:
    """Print a new token. Raises ClickException when its holder is unknown or it cannot be."""
    if (person is None) == (application is None):
        raise click.ClickException("Say whose it is: --person MAIL or --application NAME.")
    try:
        token, secret = issue_token(
            name=name,
            scopes=scopes,
            days=days,
            person=_person(person) if person is not None else None,
            application=_application(application) if application is not None else None,
            requests_per_hour=per_hour,
        )
    except TokenError as error:
        raise click.ClickException(str(error)) from error
    click.echo(secret)
    click.echo(
        f"Token {token.pk} of {token.holder_name}, until {token.expires_at:%Y-%m-%d}. "
        "Keep it now: it is never shown again.",
        err=True,
    )


def list_tokens() -> None:
    """Print every token that still opens something, the youngest first."""
    for token in Token.objects.filter(revoked_at=None).select_related("person", "application"):
        if token.is_valid:
            used = f"{token.last_used_at:%Y-%m-%d %H:%M}" if token.last_used_at else "never"
            click.echo(
                f"{token.pk}  {token.holder_name}  “{token.name}” …{token.hint}  "
                f"{' '.join(token.scopes)}  until {token.expires_at:%Y-%m-%d}, used {used}"
            )


def revoke(pk: int) -> None:
    """Revoke a token. Raises ClickException when there is none."""
    token = Token.objects.filter(pk=pk).first()
    if token is None:
        raise click.ClickException(f"There is no token {pk}: hubung api token list")
    revoke_token(token=token)
    click.echo(f"Token {pk} of {token.holder_name} opens nothing any more.")


def _person(mail: str) -> Person:
    found = Person.objects.filter(email__iexact=mail.strip()).first()
    if found is None:
        raise click.ClickException(f"Nobody has the mail address “{mail}”.")
    return found


def _application(name: str) -> Application:
    found = Application.objects.filter(name=name.strip()).first()
    if found is None:
        raise click.ClickException(
            f"There is no application “{name}”: hubung api register NAME --unit CODE"
        )
    return found
