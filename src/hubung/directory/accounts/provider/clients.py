"""Applications that people sign in to with Hubung: registered, changed, shut out.

Each keeps a secret, shown once. One of the ministry's own (`first_party`) needs no question; any
other asks the person whether they agree.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from hubung.directory.accounts.provider.adapter import SCOPES
from hubung.directory.accounts.provider.events import ClientChanged
from hubung.directory.models import Person
from hubung.directory.policies import administers_ministry
from hubung.kernel.events import emit

#: Without it an application cannot recognise anybody.
ALWAYS = "openid"
MOST_ADDRESSES = 10
_GRANTS = [Client.GrantType.AUTHORIZATION_CODE, Client.GrantType.REFRESH_TOKEN]
#: Where allauth keeps what we add about a client.
_WITHOUT_PKCE = "without_pkce"
_LOGOUT = "logout_address"


class ClientError(ValueError):
    """Nothing was changed; `str()` says why, for a person. `field` is what is wrong."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is known of an application.

    `addresses` are the exact addresses that people are led back to. `logout_address` is where the
    program itself wants to hear that a session has ended; empty: nowhere. `without_pkce` is for a
    program that keeps its secret but knows no PKCE (RFC 7636).
    """

    name: str
    addresses: Collection[str]
    scopes: Collection[str]
    first_party: bool = False
    logout_address: str = ""
    without_pkce: bool = False


@transaction.atomic
def register(*, by: Person | None, said: Said, client_id: str = "") -> tuple[Client, str]:
    """A new application and its secret: nobody can show it again. `by` None: the command line.

    `client_id` names one of our own; others get a number by chance. Raises ClientError and
    PermissionDenied.
    """
    client = Client(type=Client.Type.CONFIDENTIAL, response_types=Client.ResponseType.CODE)
    client.pk = client_id or client.pk
    client.set_grant_types([str(grant) for grant in _GRANTS])
    secret = _put_secret(client)
    _put(by, client, said)
    client.save(force_insert=True)
    _tell(client, by, "registered")
    return client, secret


@transaction.atomic
def change(*, by: Person | None, client: Client, said: Said) -> None:
    """From now on these hold. Raises ClientError and PermissionDenied."""
    _put(by, client, said)
    client.save()
    _tell(client, by, "changed")


@transaction.atomic
def renew_secret(*, by: Person | None, client: Client) -> str:
    """Another secret; the one before opens nothing any more. Raises PermissionDenied."""
    require(by)
    secret = _put_secret(client)
    client.save(update_fields=["secret"])
    _tell(client, by, "secret renewed")
    return secret


@transaction.atomic
def remove(*, by: Person | None, client: Client) -> None:
    """Shut an application out for good, with every access that it has. Raises PermissionDenied."""
    require(by)
    _tell(client, by, "removed")
    client.delete()


def without_pkce(client: Client) -> bool:
    return bool((client.data or {}).get(_WITHOUT_PKCE))


def logout_address(client: Client) -> str:
    """Where it wants to hear that a session has ended; empty: nowhere."""
    return str((client.data or {}).get(_LOGOUT, ""))


def leads_back(client: Client, address: str) -> bool:
    """Whether it is one of the client's addresses, letter by letter.

    On a machine itself any port will do: a program there takes the one that is free (RFC 8252).
    """
    known = client.get_redirect_uris()
    return address in known or _without_port(address) in map(_without_port, known)


def require(by: Person | None) -> None:
    """Raises PermissionDenied for anybody but an administrator of the ministry."""
    if not administers_ministry(by):
        raise PermissionDenied(
            _("Only an administrator of the ministry decides which applications sign in here.")
        )


def _put(by: Person | None, client: Client, said: Said) -> None:
    require(by)
    name = said.name.strip()
    if not name:
        raise ClientError(_("Write the name of the application."), "name")
    if Client.objects.filter(name__iexact=name).exclude(pk=client.pk).exists():
        raise ClientError(_("There is an application of this name already."), "name")
    if unknown := set(said.scopes) - set(SCOPES):
        raise ClientError(
            _("“%(scope)s” is nothing that an application may ask for.")
            % {"scope": sorted(unknown)[0]},
            "scopes",
        )
    client.name = name
    client.set_redirect_uris(_checked(said.addresses))
    client.set_scopes([scope for scope in SCOPES if scope == ALWAYS or scope in said.scopes])
    client.set_default_scopes([ALWAYS])
    client.skip_consent = said.first_party
    client.data = {
        **(client.data or {}),
        _WITHOUT_PKCE: said.without_pkce,
        _LOGOUT: _checked_one(said.logout_address),
    }


def _checked(addresses: Collection[str]) -> list[str]:
    found = list(dict.fromkeys(filter(None, (address.strip() for address in addresses))))
    if not 1 <= len(found) <= MOST_ADDRESSES:
        raise ClientError(
            _("Write from 1 to %(most)d addresses, one on each line.") % {"most": MOST_ADDRESSES},
            "addresses",
        )
    for address in found:
        _check(address, "addresses")
    return found


def _checked_one(address: str) -> str:
    if address := address.strip():
        _check(address, "logout_address")
    return address


def _check(address: str, field: str) -> None:
    if not _is_safe(address):
        raise ClientError(
            _(
                "“%(address)s” cannot be used. Write the whole address as https://…, without"
                " # and without *; http:// only for this machine itself."
            )
            % {"address": address},
            field,
        )


def _is_safe(address: str) -> bool:
    """A whole https address, or one of the machine itself: the code comes back through it."""
    if not address.isascii() or any(sign in address for sign in "#*\\ "):
        return False
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.password is not None:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(host))


def _without_port(address: str) -> str:
    """An address of the machine itself without its port; any other as it is."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return address
    if parts.scheme != "http" or not host or not _is_this_machine(host):
        return address
    return parts._replace(netloc=host).geturl()


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _put_secret(client: Client) -> str:
    secret: str = get_adapter().generate_client_secret()
    client.set_secret(secret)
    return secret


def _tell(client: Client, by: Person | None, did: str) -> None:
    emit(
        ClientChanged(
            subject=f"client:{client.pk}",
            client_id=client.pk,
            by_id=by.pk if by else None,
            did=did,
        )
    )
