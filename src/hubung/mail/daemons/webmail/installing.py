"""Makes the webmail known to the sign-on and writes what it needs."""

from __future__ import annotations

import os
from pathlib import Path

from allauth.idp.oidc.models import Client
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils.crypto import salted_hmac

from hubung.directory.accounts.provider import clients
from hubung.directory.accounts.provider.clients import Said
from hubung.mail.daemons import accounts, files, installation
from hubung.mail.daemons.errors import MailSystemError
from hubung.mail.daemons.place import Place
from hubung.mail.daemons.webmail import configuration, packages, skin
from hubung.mail.daemons.webmail.configuration import Webmail

#: Where Debian's package looks for skins, and the style that ours is made of.
_SKINS = Path("/var/lib/roundcube/skins")
_STYLE = _SKINS / skin.PARENT / "styles/styles.min.css"
#: What the sign-on calls it.
CLIENT = "webmail"


def write(place: Place) -> Path:
    """Folders, files and another secret; returns what ROUNDCUBE_CONFIG_DIR must name.

    Needs root, since PHP has an account of its own. Raises MailSystemError.
    """
    url = place.mail.webmail_url.rstrip("/")
    if not url:
        raise MailSystemError(
            "Say where the webmail is to be: the setting mail_system.webmail_url."
        )
    if wanted := packages.missing():
        raise MailSystemError(
            f"Roundcube lacks {', '.join(wanted)}: run `hubung mail webmail --install` as root."
        )
    webmail = _known(place, url)
    web = accounts.account(accounts.WEB)
    for path, mode in (
        (configuration.state(place), 0o700),
        (configuration.state(place) / "temp", 0o700),
        (place.log / "webmail", 0o700),
    ):
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(mode)
        os.chown(path, web.uid, web.gid)
    _dress()
    folder = configuration.folder(place)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in configuration.files(place, webmail, _endpoints()).items():
        files.write(folder / name, text, mode=0o640, group=web.gid)
    return folder


def _known(place: Place, url: str) -> Webmail:
    """The webmail as one of the ministry's own applications, with a new secret."""
    hubung = settings.HUBUNG
    title = f"Surel {hubung.ministry.name}" if hubung.language == "id" else "Mail"
    made = Webmail(
        url=url,
        provider=hubung.public_url,
        client_id=CLIENT,
        client_secret="",
        session_key=salted_hmac("hubung.mail.webmail", url, algorithm="sha256").hexdigest()[:32],
        title=title,
        language=hubung.language,
        mark=_mark(),
        address_book=installation.has_address_book(place.mail),
    )
    said = Said(
        name="Webmail",
        addresses=[made.callback],
        scopes=["email", "mail"],
        first_party=True,
        without_pkce=True,
    )
    client = Client.objects.filter(pk=CLIENT).first()
    if client is None:
        _client, secret = clients.register(by=None, said=said, client_id=CLIENT)
    else:
        clients.change(by=None, client=client, said=said)
        secret = clients.renew_secret(by=None, client=client)
    return Webmail(**{**vars(made), "client_secret": secret})


def _dress() -> None:
    """Our skin beside Roundcube's, which stays as it is."""
    folder = _SKINS / skin.NAME
    (folder / "styles").mkdir(parents=True, exist_ok=True)
    files.write(folder / "meta.json", skin.meta())
    style = skin.style(_STYLE.read_text())
    for name in ("styles.css", "styles.min.css"):
        files.write(folder / "styles" / name, style)
    # Roundcube looks for everything else beside the page that it makes, and then in its own skin.
    pages = folder / "templates"
    if not pages.is_symlink():
        pages.symlink_to(f"../{skin.PARENT}/templates")


def _mark() -> bytes:
    """The picture that stands at the head of every page of ours."""
    found = finders.find("ui/mark.svg")
    if not isinstance(found, str):
        raise MailSystemError("The picture ui/mark.svg is missing: run `hubung prepare`.")
    return Path(found).read_bytes()


def _endpoints() -> dict[str, str]:
    names = ("authorization", "token", "userinfo")
    return {name: f"{settings.HUBUNG.public_url}{reverse(f'idp:oidc:{name}')}" for name in names}
