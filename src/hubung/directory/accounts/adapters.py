"""How strict allauth is here, and how it speaks."""

from __future__ import annotations

import base64
import logging
import time
from functools import cache
from io import BytesIO
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.encoding import force_bytes
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hubung.directory.accounts.access import FACTORS
from hubung.directory.models import Person

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from the directory; nobody makes one for themselves."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "The mail address and the password do not belong together. Check both, or ask for a"
            " new password."
        ),
        "too_many_login_attempts": _(
            "Too many attempts that failed. Wait five minutes, then try again; or ask for a new"
            " password."
        ),
        "rate_limited": _("That was very fast. Wait a minute, then try again."),
        "incorrect_code": _(
            "That is not the right code. Codes change every half minute: enter the newest one."
        ),
        "incorrect_password": _("That is not your password. Try again, or ask for a new one."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **_kwargs: Any) -> bool:
        """Who signed in a moment ago has just shown who they are."""
        records = get_authentication_records(self.request, self.request.user)
        fresh = (
            records and time.time() - records[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT
        )
        return not fresh and bool(super().is_reauthentication_required(app=app))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the desk; somebody without a role reads on their account why it is closed."""
        if isinstance(request.user, Person) and not request.user.grants:
            return reverse("accounts_home")
        return str(super().get_login_redirect_url(request))

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        return reverse("accounts_home")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_failure("password", credentials.get("email", ""), self.get_client_ip(request))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the person it goes to, whoever caused it.

        allauth makes addresses of the host name that the request gave; ours are the settings'.
        """
        context = {
            name: _at_home(value) if name.endswith("_url") else value
            for name, value in context.items()
        }
        person = context.get("user") or Person.objects.filter(email=email.lower()).first()
        language = person.language if person else translation.get_language()
        with translation.override(language):
            super().send_mail(template_prefix, email, context)


def _at_home(address: str) -> str:
    """The address on the site that the settings name."""
    parts = urlsplit(address)
    return settings.HUBUNG.public_url + parts._replace(scheme="", netloc="").geturl()


def note_failure(factor: str, email: str, address: str) -> None:
    """Log a failed sign-in; who and whence only as marks that let repetition be recognised."""
    log.warning(
        "sign-in failed",
        extra={
            "factor": factor,
            "account_mark": _mark(email.lower()),
            "client_mark": _mark(address),
        },
    )


def _mark(value: str) -> str:
    return salted_hmac("hubung.directory.accounts.log", value, algorithm="sha256").hexdigest()[:12]


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: secrets encrypted at rest, and none left without a factor by mistake."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "This is your only second factor, and your role needs one. Add another first, or ask"
            " your administrator to reset it."
        ),
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        person: Person = authenticator.user
        others = Authenticator.objects.filter(user=person, type__in=FACTORS).exclude(
            pk=authenticator.pk
        )
        return not person.grants or others.exists()

    def get_totp_issuer(self) -> str:
        return f"Hubung {settings.HUBUNG.ministry.short_code}"

    def build_totp_svg(self, url: str) -> str:
        """Dark on white in every theme, or a telephone can't read it."""
        drawing = BytesIO()
        import segno  # only who sets up a second factor needs a QR code

        code = segno.make(url, error="m")
        code.save(drawing, kind="svg", scale=4, border=4, dark="#000", light="#fff")
        return drawing.getvalue().decode()

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:  # noqa: A002
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": self.get_totp_issuer()}

    def encrypt(self, text: str) -> str:
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _vault().decrypt(encrypted_text.encode()).decode()


@cache
def _vault() -> MultiFernet:
    """Keys for what lies in the database, from the installation's secret and its predecessors."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str | bytes) -> bytes:
    derivation = HKDF(SHA256(), 32, salt=None, info=b"hubung second factors")
    return base64.urlsafe_b64encode(derivation.derive(force_bytes(secret)))
