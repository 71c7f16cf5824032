"""The sign-ins of the demonstration: made once, kept in a file that only its owner may read."""

from __future__ import annotations

import json
import os
import secrets
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from allauth.mfa.totp.internal import auth as hotp

from hubung.directory.accounts import services as accounts
from hubung.directory.models import Person
from hubung.kernel.numbers import CODE_ALPHABET

FILE = "demo-users.toml"
_HEAD = """\
# Sign-ins of the demonstration. Nobody here exists, but the accounts work: delete them
# before real people use this installation. The TOTP secret goes into an authenticator app.
"""


@dataclass(frozen=True)
class SignIn:
    """What one person of the demonstration needs to enter the desk."""

    name: str
    role: str
    mail: str
    password: str
    totp_secret: str

    @property
    def otpauth(self) -> str:
        """The address that an authenticator app takes, as text or QR code."""
        label = quote(f"Hubung:{self.mail}")
        return f"otpauth://totp/{label}?secret={self.totp_secret}&issuer=Hubung"

    def code(self) -> str:
        """The six digits that an authenticator app would show now."""
        accepted = list(hotp.yield_hotp_counters_from_time())
        counter = accepted[len(accepted) // 2]  # between those of slow and of fast clocks
        return str(hotp.format_hotp_value(hotp.hotp_value(self.totp_secret, counter)))


def make(person: Person, role: str) -> SignIn:
    """Give a person a random password and an authenticator."""
    password = _password()
    accounts.set_password(person, password)
    return SignIn(person.name, role, person.email, password, accounts.enrol_totp(person))


def _password() -> str:
    """80 random bits, in groups that can be copied by hand."""
    signs = "".join(secrets.choice(CODE_ALPHABET) for _ in range(16)).lower()
    return "-".join(signs[start : start + 4] for start in range(0, 16, 4))


def write(path: Path, signins: list[SignIn]) -> None:
    """Write the file, mode 0600. Raises FileExistsError rather than replace one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(_HEAD)
        for signin in signins:
            file.write("\n[[user]]\n")
            for key, value in (asdict(signin) | {"otpauth": signin.otpauth}).items():
                # A JSON string is a TOML string.
                file.write(f"{key} = {json.dumps(value, ensure_ascii=False)}\n")


def read(path: Path) -> list[SignIn]:
    """The sign-ins of a file that `write` made; empty when there is none."""
    if not path.exists():
        return []
    users = tomllib.loads(path.read_text(encoding="utf-8"))["user"]
    return [SignIn(**{key: user[key] for key in SignIn.__dataclass_fields__}) for user in users]
