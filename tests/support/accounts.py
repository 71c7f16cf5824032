"""Signing in for tests: the quick way for tests about something else, and codes for the real way.

`client.force_login` alone leaves somebody at the entrance: it knows of no second factor.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import struct
import time
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import Client
from fido2.cose import ES256
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    RegistrationResponse,
)

from hubung.directory.models import Person

PASSWORD = "kapal-karam-di-atas-awan"


def session_for(person: Person) -> SessionBase:
    """A saved session in which the person has signed in with password and code."""
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    request.session = SessionStore()
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, person, "password")
    record_authentication(request, person, "mfa", type="totp")
    request.session.save()
    return request.session


def sign_in(client: Client, person: Person) -> None:
    """Sign a person in at Django's test client, completely."""
    client.cookies[settings.SESSION_COOKIE_NAME] = session_for(person).session_key or ""


def session_cookie(person: Person, address: str) -> dict[str, str]:
    """For a browser's `context.add_cookies([...])`: the person is signed in at `address`."""
    key = session_for(person).session_key or ""
    return {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address}


def passkey(name: str) -> dict[str, Any]:
    """What allauth keeps of a passkey: one that exists, though nobody holds its private key."""
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = public.public_numbers()
    key = ES256({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)})
    credential = AttestedCredentialData.create(bytes(16), b"kunci", key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    seen = AuthenticatorData.create(bytes(32), flags, 0, credential)
    answer = AuthenticatorAttestationResponse(
        client_data=CollectedClientData.create(
            CollectedClientData.TYPE.CREATE, bytes(32), "https://contoh.id"
        ),
        attestation_object=AttestationObject.create("none", seen, {}),
    )
    kept = RegistrationResponse(raw_id=b"kunci", response=answer)
    return {"name": name, "credential": json.loads(json.dumps(dict(kept)))}


def code(secret: str, *, later: int = 0) -> str:
    """The six digits an authenticator app shows (RFC 6238); `later` in steps of 30 s.

    A code is taken once only, so who signs in twice within half a minute needs the next one.
    """
    counter = struct.pack(">Q", int(time.time()) // 30 + later)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
