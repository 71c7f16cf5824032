"""Has Roundcube there: Debian's packages, unmodified."""

from __future__ import annotations

from pathlib import Path

from hubung.mail.daemons import installation
from hubung.mail.daemons.installation import Say

#: A package, and a file that it brings. PHP by itself comes first, or Debian chooses Apache for it.
PACKAGES = {
    "php-fpm": "usr/sbin/php-fpm*",
    "php-curl": "usr/lib/php/*/curl.so",
    "php-ldap": "usr/lib/php/*/ldap.so",
    "php-net-ldap3": "usr/share/php/Net/LDAP3.php",
    "php-sqlite3": "usr/lib/php/*/pdo_sqlite.so",
    "roundcube-core": "usr/share/roundcube/index.php",
    "roundcube-sqlite3": "usr/share/doc/roundcube-sqlite3",
    "roundcube-plugins": "usr/share/roundcube/plugins/managesieve",
}


def missing() -> list[str]:
    """Packages that are not there."""
    return [name for name, file in PACKAGES.items() if not any(Path("/").glob(file))]


def install(say: Say = lambda _: None) -> None:
    """Install what is missing. Needs root and consent. Raises MailSystemError."""
    if wanted := missing():
        installation.add(wanted, say)
