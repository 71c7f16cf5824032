"""Telephones of our own people, and of visitors who call from the portal: who may use the engine.

They are put into the running engine and gone when it ends, so short-lived passwords need no file
and no reload. Whoever knows the lines puts them again after each start of the engine.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hubung.telephony.asterisk import credentials, running
from hubung.telephony.asterisk.dialplan import APPLICATION
from hubung.telephony.asterisk.errors import EngineError
from hubung.telephony.asterisk.place import Place

_NAME = re.compile(r"(agent|desk|web)-\d{1,18}")
#: A password ends up in a file where `;` and line ends mean something.
_PASSWORD = re.compile(r"[A-Za-z0-9_.~-]{16,128}")
_DIGEST = re.compile(r"[0-9a-f]{32}")
_SECONDS = 5


@dataclass(frozen=True)
class Line:
    """One telephone: `agent-<person id>` in the browser, `desk-<person id>`, or that of a visitor,
    `web-<number>`, which can't be rung: it only calls.
    """

    name: str
    password: str = field(default="", repr=False)
    #: Instead of the password, where only its `digest_of` is known.
    digest: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is no name of a line.")
        if self.digest and not _DIGEST.fullmatch(self.digest):
            raise ValueError("A line's digest has 32 of 0-9 a-f")
        if not self.digest and not _PASSWORD.fullmatch(self.password):
            raise ValueError("A line's password has 16 to 128 of A-Z a-z 0-9 _ . ~ -")

    @property
    def kind(self) -> str:
        return self.name.partition("-")[0]

    @property
    def stamp(self) -> str:
        """Twenty digits that differ where two lines do, for the engine to keep."""
        said = json.dumps([self.name, self._credential, _KINDS[self.kind]], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:20]

    @property
    def _credential(self) -> str:
        return self.digest or digest_of(self.name, self.password)

    @property
    def serves(self) -> bool:
        """Whether it is one of our people's, which may be rung."""
        return self.kind != "web"

    def sections(self) -> Iterator[tuple[str, dict[str, str]]]:
        """What the engine knows of it, as (type, fields); the order in which it can be made."""
        yield (
            "auth",
            {
                "auth_type": "md5",
                "realm": credentials.REALM,
                "username": self.name,
                "md5_cred": self._credential,
            },
        )
        if self.serves:
            yield "aor", {"max_contacts": "1", "remove_existing": "yes"}
        yield (
            "endpoint",
            {
                **_KINDS[self.kind],
                **({"aors": self.name} if self.serves else {}),
                "identify_by": "username,auth_username",
                "auth": self.name,
                "direct_media": "no",
                # A transfer is the application's to make, which knows whom it may reach.
                "allow_transfer": "no",
                "allow_subscribe": "no",
                "set_var": f"HUBUNG_LINE={self.name}",
                # Free for us: nobody is billed.
                "accountcode": self.stamp,
            },
        )


def digest_of(name: str, password: str) -> str:
    """What the engine needs of a password (HA1 of RFC 2617): MD5, as SIP's telephones have it."""
    return hashlib.md5(
        f"{name}:{credentials.REALM}:{password}".encode(), usedforsecurity=False
    ).hexdigest()


_BROWSER = {
    "transport": "transport-ws",
    "webrtc": "yes",
    "dtls_auto_generate_cert": "yes",
    "disallow": "all",
    "allow": "opus,alaw,ulaw",
    # A browser that is closed says nothing; its sound ends.
    "rtp_timeout": "10",
}
_DESK = {
    "transport": "transport-udp",
    "disallow": "all",
    "allow": "g722,alaw,ulaw",
    "dtmf_mode": "rfc4733",
    "force_rport": "yes",
    "rewrite_contact": "yes",
    "rtp_symmetric": "yes",
    # One that lost its power says nothing either; the longer time is for those that save silence.
    "rtp_timeout": "20",
}
_KINDS = {
    "agent": {**_BROWSER, "context": "from-agent"},
    "desk": {**_DESK, "context": "from-agent"},
    "web": {**_BROWSER, "context": "from-web"},
}


def put(place: Place, line: Line) -> None:
    """From now on the line may register with this password. Raises EngineError."""
    # The engine changes an endpoint only by making it anew; where it is registered stays.
    _configure(place, "DELETE", f"endpoint/{line.name}", absent_is_well=True)
    for kind, fields in line.sections():
        pairs = [{"attribute": name, "value": value} for name, value in fields.items()]
        _configure(place, "PUT", f"{kind}/{line.name}", {"fields": pairs})
    if line.serves:
        # In the engine's own queue, for callers who come while our program is away.
        running.command(place, f"queue add member PJSIP/{line.name} to {APPLICATION}")


def is_put(place: Place, line: Line) -> bool:
    """Whether the engine has the line as it is to be. Raises EngineError.

    To put it once more would take it away for a moment, and who is called then is not reached.
    """
    found = _configure(place, "GET", f"endpoint/{line.name}", absent_is_well=True) or ()
    return {"attribute": "accountcode", "value": line.stamp} in found


def remove(place: Place, name: str) -> None:
    """The line may register no more; a call that it has goes on. Raises EngineError."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a line.")
    if not name.startswith("web-"):
        running.command(place, f"queue remove member PJSIP/{name} from {APPLICATION}")
    for kind in ("endpoint", "aor", "auth"):
        _configure(place, "DELETE", f"{kind}/{name}", absent_is_well=True)


def cut(place: Place, name: str) -> None:
    """End what the line talks or rings. Raises EngineError."""
    for channel in _ask(place, "GET", "ari/channels"):
        if str(channel["name"]).startswith(f"PJSIP/{name}-"):
            _ask(place, "DELETE", f"ari/channels/{channel['id']}", absent_is_well=True)


def known(place: Place) -> dict[str, bool]:
    """The lines that the running engine has, and whether they are registered. Raises EngineError"""
    found = _ask(place, "GET", "ari/endpoints/PJSIP")
    return {
        str(one["resource"]): one["state"] == "online"
        for one in found
        if _NAME.fullmatch(str(one["resource"]))
    }


def _configure(
    place: Place, method: str, what: str, body: object = None, *, absent_is_well: bool = False
) -> Any:
    path = f"ari/asterisk/config/dynamic/res_pjsip/{what}"
    return _ask(place, method, path, body, absent_is_well=absent_is_well)


def _ask(
    place: Place, method: str, path: str, body: object = None, *, absent_is_well: bool = False
) -> Any:
    user = credentials.of(place)
    token = base64.b64encode(f"{user.user}:{user.password}".encode()).decode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{place.phone.http_port}/{path}",
        method=method,
        data=json.dumps(body).encode() if body is not None else None,
        headers={"Authorization": f"Basic {token}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - our own
            return json.loads(answer.read() or "null")
    except urllib.error.HTTPError as error:
        if not (absent_is_well and error.code == 404):
            raise EngineError(f"The telephone engine refused a line ({error.code}).") from error
        return None
    except OSError as error:
        raise EngineError("The telephone engine does not answer.") from error
