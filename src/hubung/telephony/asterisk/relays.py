"""The servers that help a browser's sound through its network: STUN, and TURN with a short key.

TURN's password is made for one person and a time, from a secret that only we and the TURN server
know (`use-auth-secret` of coturn; draft-uberti-behave-turn-rest), so it needs no list of users.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from typing import TypedDict

from hubung.telephony.settings import Phone


class IceServer(TypedDict, total=False):
    """As the browser's `RTCPeerConnection` takes it in `iceServers`."""

    urls: list[str]
    username: str
    credential: str


def ice_servers(phone: Phone, *, who: str, now: datetime) -> list[IceServer]:
    """What `who` (an id, never a name) may use from `now` for `turn_seconds`."""
    servers: list[IceServer] = []
    if phone.stun:
        servers.append({"urls": list(phone.stun)})
    if phone.turn:
        until = now + timedelta(seconds=phone.turn_seconds)
        username = f"{int(until.timestamp())}:{who}"
        credential = turn_password(phone.turn_secret, username)
        servers.append({"urls": list(phone.turn), "username": username, "credential": credential})
    return servers


def turn_password(secret: str, username: str) -> str:
    """HMAC-SHA-1 of the name, as TURN servers compute it as well."""
    # SHA-1 is what the servers expect; as a HMAC it is still sound.
    mark = hmac.digest(secret.encode(), username.encode(), hashlib.sha1)
    return base64.b64encode(mark).decode()
