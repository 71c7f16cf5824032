"""Who may ask the address book: whoever may open a mailbox, with the same secret, for as long."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import connection

from hubung.kernel import clock
from hubung.mail.models import Account

#: How the webmail shows the token that it signs in to IMAP with.
_BEARER = "Bearer "
_BY_APP_PASSWORD = "SELECT 1 FROM mail_app_password_view WHERE login = %s AND secret_sha256 = %s"  # noqa: S105
_BY_TOKEN = "SELECT 1 FROM mail_token_view WHERE login = %s AND token_sha256 = %s AND expires > %s"  # noqa: S105


@dataclass(frozen=True)
class Asker:
    """Somebody who showed a secret, of which only the digest is kept."""

    login: str
    digest: str
    is_token: bool

    def may_ask(self) -> bool:
        """Whether that secret opens their mailbox now: not after its end, nor a suspension."""
        said: list[str | int] = [self.login, self.digest]
        if self.is_token:
            said.append(int(clock.now().timestamp()))
        with connection.cursor() as cursor:
            cursor.execute(_BY_TOKEN if self.is_token else _BY_APP_PASSWORD, said)
            return cursor.fetchone() is not None

    @property
    def account(self) -> Account:
        return Account.objects.select_related("person__unit").get(login=self.login)


def asker(login: str, secret: str) -> Asker:
    """As somebody says they are; whether they are is asked of `may_ask`."""
    is_token = secret.startswith(_BEARER)
    digest = hashlib.sha256(secret.removeprefix(_BEARER).encode()).hexdigest()
    return Asker(login, digest, is_token)
