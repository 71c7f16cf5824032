"""What allauth's provider asks of us: our address, our keys, and what is told of a person."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any, ClassVar, Literal

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client, PrivateKey
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hubung.directory.accounts.provider import signing
from hubung.directory.accounts.provider.claims import told
from hubung.directory.accounts.provider.naming import current_sid
from hubung.directory.models import Person
from hubung.kernel import clock

#: What an application may ask for, and how the person reads it.
SCOPES: dict[str, Promise] = {
    "openid": _("Recognise you: a number that is yours alone, not your NIP"),
    "profile": _("Your name, your unit and your post"),
    "email": _("Your official mail address"),
    "mail": _("Read and send mail from your mailbox"),
}


class SignOnAdapter(DefaultOIDCAdapter):  # type: ignore[misc]  # allauth has no types
    """The person of the directory as applications know them."""

    scope_display: ClassVar[dict[str, Promise]] = SCOPES

    def get_issuer(self) -> str:
        """The address of the settings: the host name that a request gives is anybody's word."""
        return str(settings.HUBUNG.public_url)

    def generate_client_secret(self) -> str:
        """256 random bits in letters that a form, a header and a file take as they are."""
        return secrets.token_urlsafe(32)

    def list_private_keys(
        self, *, did_activate: Literal[True] | None = None, is_active: Literal[True] | None = None
    ) -> list[PrivateKey]:
        published = signing.published()
        now = clock.now()
        return [
            PrivateKey(
                pem=key.pem,
                not_before=key.signs_from,
                issued_at=key.signs_from,
                expires_at=key.gone_at,
            )
            for key in published
            if not did_activate or key.signs_from <= now
        ]

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],
        user: Person,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **_kwargs: Any,
    ) -> dict[str, Any]:
        """What the directory says today; the same in both places, for those who read only one."""
        asked = set(scopes)
        claims: dict[str, Any] = {"sub": self.get_user_sub(client, user)}
        if purpose == "id_token" and (sid := current_sid()):
            claims["sid"] = sid
        if "email" in asked:
            # The directory vouches for its addresses.
            claims |= {"email": user.email, "email_verified": True}
        if "profile" in asked:
            claims |= {"name": user.name, "preferred_username": user.email, "locale": user.language}
            if user.unit is not None:
                claims |= {"unit": user.unit.name, "unit_code": user.unit.code}
            if user.post is not None:
                claims["post"] = user.post.title
        return claims | told(user, asked)
