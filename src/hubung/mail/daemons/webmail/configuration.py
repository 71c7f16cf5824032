"""Roundcube's whole configuration, from the settings; it keeps nobody's password.

Roundcube looks for its files in the folder that the variable ROUNDCUBE_CONFIG_DIR names.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hubung.mail.addressbook.entries import TOP, name
from hubung.mail.addressbook.kinds import OWN, PEOPLE
from hubung.mail.daemons.place import Place
from hubung.mail.daemons.webmail import skin

#: Debian's package and what it brings.
ROOT = Path("/var/lib/roundcube/public_html")
_DEFAULTS = Path("/etc/roundcube/defaults.inc.php")
_PLUGINS = Path("/usr/share/roundcube/plugins")
#: Those of Roundcube's own that are of use here, where Debian's package of them is installed.
_WANTED = ("archive", "managesieve", "new_user_identity", "subscriptions_option", "zipdownload")
_LANGUAGES = {"id": "id_ID", "en": "en_GB"}
#: What Roundcube and the address book call the same. A name is told as a whole: of two parts it
#: would make another, without degrees.
_FIELDS = {
    "name": "cn",
    "email": "mail",
    "jobtitle": "title",
    "department": "ou:*",
    "organization": "o",
}
_BOOK_ID, _OWN_ID = "ministry", "own"
#: The address book and its branches, in the language of the installation: Roundcube knows no other.
_BOOK = {
    "id": {
        "": "Alamat kementerian",
        "people": "Pegawai",
        "posts": "Jabatan",
        "units": "Satuan kerja",
        "shared": "Kotak bersama",
        "groups": "Grup",
    },
    "en": {
        "": "The ministry",
        "people": "People",
        "posts": "Posts",
        "units": "Units",
        "shared": "Shared mailboxes",
        "groups": "Groups",
    },
}
#: As long as nobody touches it; the session at Hubung is what counts.
_IDLE_MINUTES = 60

Value = bool | int | str | None | Sequence["Value"] | Mapping[str, "Value"]


@dataclass(frozen=True)
class Webmail:
    """One webmail: its address and Hubung's, how it shows itself there, and its names."""

    url: str
    provider: str
    client_id: str
    client_secret: str
    session_key: str
    title: str
    language: str
    #: SVG.
    mark: bytes
    #: Whether there is one to ask.
    address_book: bool

    @property
    def callback(self) -> str:
        """Where Roundcube waits for people who come back from signing in."""
        return f"{self.url}/index.php/login/oauth"


def folder(place: Place) -> Path:
    """What ROUNDCUBE_CONFIG_DIR must name."""
    return place.etc / "webmail"


def state(place: Place) -> Path:
    """What Roundcube remembers: settings of people, their address books, drafts of attachments."""
    return place.state / "webmail"


def files(place: Place, webmail: Webmail, endpoints: Mapping[str, str]) -> dict[str, str]:
    """Text by file name. `endpoints`: authorization, token and userinfo of the provider."""
    settings = _settings(place, webmail, endpoints)
    lines = "".join(f"$config['{key}'] = {_php(value)};\n" for key, value in settings.items())
    head = "<?php\n// Written by Hubung (hubung mail webmail); changes here are lost.\n"
    return {
        "defaults.inc.php": f"{head}include {_php(str(_DEFAULTS))};\n",
        "config.inc.php": f"{head}$config = [];\n{lines}",
    }


def _settings(place: Place, webmail: Webmail, endpoints: Mapping[str, str]) -> dict[str, Value]:
    ports = place.mail.ports
    # The daemons are on this machine, under a name that their certificate may not have.
    tls: Value = {
        "ssl": {
            "verify_peer": True,
            "verify_peer_name": False,
            "allow_self_signed": True,
            "cafile": str(place.certificate),
        }
    }
    return {
        "db_dsnw": f"sqlite:///{state(place)}/roundcube.sqlite3?mode=0640",
        "imap_host": f"tls://127.0.0.1:{ports.imap}",
        "imap_conn_options": tls,
        "smtp_host": f"tls://127.0.0.1:{ports.submission}",
        "smtp_user": "%u",
        "smtp_pass": "%p",
        "smtp_conn_options": tls,
        "managesieve_host": f"tls://127.0.0.1:{ports.sieve}",
        "managesieve_conn_options": tls,
        "oauth_provider": "generic",
        "oauth_provider_name": "Hubung",
        "oauth_client_id": webmail.client_id,
        "oauth_client_secret": webmail.client_secret,
        "oauth_auth_uri": endpoints["authorization"],
        "oauth_token_uri": endpoints["token"],
        "oauth_identity_uri": endpoints["userinfo"],
        # Who has no mailbox is refused by it at the second; with no name at all Roundcube would ask
        # Hubung again, without end.
        "oauth_identity_fields": ["mailbox", "email"],
        "oauth_scope": "openid email mail",
        "oauth_login_redirect": True,
        # Shared mailboxes show themselves, without a search for what one may see.
        "use_subscriptions": False,
        "product_name": webmail.title,
        "language": _LANGUAGES[webmail.language],
        "skin": skin.NAME,
        # In itself: Hubung lets no other site load its pictures. It leads back to the account.
        "skin_logo": {
            "*": f"data:image/svg+xml;base64,{b64encode(webmail.mark).decode()}",
            "[link]": f"{webmail.provider}/akun/",
        },
        "plugins": [one for one in _WANTED if (_PLUGINS / one).exists()],
        "des_key": webmail.session_key,
        "cipher_method": "AES-256-CBC",
        "session_lifetime": _IDLE_MINUTES,
        "use_https": webmail.url.startswith("https://"),
        "display_product_info": 0,
        # One's addresses are the directory's matter; names and signatures are one's own.
        "identities_level": 1,
        "log_dir": f"{place.log}/webmail/",
        "temp_dir": f"{state(place)}/temp/",
        **(_address_book(place, webmail.language) if webmail.address_book else {}),
    }


def _address_book(place: Place, language: str) -> dict[str, Value]:
    """Everybody in the ministry, beside one's own contacts, and offered while one writes.

    Roundcube signs in to it as the person, with the token that opens their mailbox. Not to sort is
    to leave the order as it comes: those first whose name begins as what was written. What somebody
    may write as, it reads at each sign-in from a book that nobody sees.
    """
    called = _BOOK[language]
    door: dict[str, Value] = {
        "hosts": [f"ldap://127.0.0.1:{place.mail.ldap_port}"],
        "user_specific": True,
        "bind_dn": name(PEOPLE.branch, "%fu"),
        "filter": "(mail=*)",
    }
    return {
        "ldap_public": {
            _OWN_ID: {
                **door,
                "name": _OWN_ID,
                "hidden": True,
                "base_dn": name(OWN.branch),
                "fieldmap": {"name": "cn", "email": "mail:*"},
            },
            _BOOK_ID: {
                **door,
                "name": called[""],
                "base_dn": TOP,
                "fuzzy_search": True,
                "search_fields": ["cn", "mail", "title", "ou"],
                "fieldmap": _FIELDS,
                "group_filters": {
                    branch: {
                        "name": title,
                        "base_dn": name(branch),
                        "filter": "(mail=*)",
                        "scope": "sub",
                    }
                    for branch, title in called.items()
                    if branch
                },
            },
        },
        "new_user_identity_addressbook": _OWN_ID,
        "new_user_identity_match": "mail",
        "new_user_identity_onlogin": True,
        "autocomplete_addressbooks": ["sql", _BOOK_ID],
        "autocomplete_min_length": 2,
        "contact_search_name": "{name} <{email}> ({jobtitle}) [{department}]",
    }


def _php(value: Value) -> str:
    """A value as PHP writes it."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{escaped}'"
    if isinstance(value, Mapping):
        return f"[{', '.join(f'{_php(key)} => {_php(each)}' for key, each in value.items())}]"
    return f"[{', '.join(_php(each) for each in value)}]"
