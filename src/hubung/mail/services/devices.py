"""App passwords: one for each mail program, made by its owner, shown once."""

from __future__ import annotations

import hashlib
import secrets
import string

from django.db import transaction
from django.utils.translation import gettext as _

from hubung.audit.choices import Act
from hubung.audit.recording import record
from hubung.directory.models import Person
from hubung.kernel import clock
from hubung.kernel.events import emit
from hubung.mail import policies
from hubung.mail.events import AppPasswordMade, AppPasswordRevoked
from hubung.mail.models import Account, AccountState, AppPassword
from hubung.mail.services.errors import MailError

MOST = 20
#: Without letters and digits that look alike, for whoever types it into a telephone.
_LETTERS = "".join(sorted(set(string.ascii_lowercase + string.digits) - set("l1o0i")))
_GROUPS, _LENGTH = 6, 5  # 30 of 31 letters: 148 bits


def digest(secret: str) -> str:
    """As the daemons compare it."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_app_password(*, account: Account, name: str) -> tuple[AppPassword, str]:
    """A new one, and its secret, which is kept nowhere. It is the owner who asks.

    Raises MailError without a name, for an account that is not in use, or for too many devices.
    """
    name = name.strip()[:60]
    account = Account.objects.select_for_update().get(pk=account.pk)
    if not name:
        raise MailError(_("Give the device a name, so that you know it again."))
    if account.state != AccountState.ACTIVE:
        raise MailError(_("Your mail account is not in use; ask the administrator of your unit."))
    if account.app_passwords.filter(revoked_at=None).count() >= MOST:
        raise MailError(
            _("You have %(most)s devices already. Revoke one that you no longer use.")
            % {"most": MOST}
        )
    secret = "-".join(
        "".join(secrets.choice(_LETTERS) for _letter in range(_LENGTH)) for _group in range(_GROUPS)
    )
    device = AppPassword.objects.create(account=account, name=name, secret_sha256=digest(secret))
    record(Act.MAIL_PASSWORD_MADE, account.person, f"mailbox:{account.pk}")
    emit(AppPasswordMade(by_id=account.person_id, account_id=account.pk, device_id=device.pk))
    return device, secret


@transaction.atomic
def revoke_app_password(*, by: Person | None, device: AppPassword) -> None:
    """The program with it is signed out, and cannot come back. Twice is harmless."""
    policies.require(policies.may_keep_device(by, device))
    now = clock.now()
    if not AppPassword.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=now):
        return
    account = device.account
    record(Act.MAIL_PASSWORD_REVOKED, by, f"mailbox:{account.pk}")
    emit(
        AppPasswordRevoked(
            by_id=by.pk if by else None,
            account_id=account.pk,
            login=account.login,
            device_id=device.pk,
        )
    )
