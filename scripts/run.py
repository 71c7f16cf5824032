"""`./run`: sets up what is missing, then becomes `hubung serve`. Standard library only."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import environment
from environment import BIN, LOCK, ROOT, SetupError, say

HOME = Path(os.environ.get("HUBUNG_HOME") or ROOT / "var").resolve()
PREPARED = HOME / "prepared"
DEMONSTRATION = HOME / "demonstration"
SIGN_INS = HOME / "demo-users.toml"
# What `hubung prepare` reads; when none of it changed, there is nothing to prepare.
SOURCES = ("**/migrations/*.py", "**/locale/*/LC_MESSAGES/*.po", "**/static/**/*")


def main() -> None:
    """Set up, then replace this process."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        check_ports()
        environment.check_writable(HOME)
        environment.ensure(LOCK)
        prepare()
        first = load_demonstration()
    except SetupError as error:
        sys.exit(f"{error}")
    except KeyboardInterrupt:
        sys.exit("\nStopped. Nothing is half-done; ./run goes on from here.")
    if first:
        say(sign_ins())
    os.execv(BIN / "hubung", [str(BIN / "hubung"), "serve"])  # noqa: S606


def check_ports() -> None:
    """Raises SetupError when a port is taken, before anything else is begun."""
    for host, port, variable in ports():
        if not environment.is_free(host, port):
            raise SetupError(
                f"Port {port} at {host} can't be used, another program has it: "
                f"stop that one, or set {variable} to another port."
            )


def ports() -> Iterator[tuple[str, int, str]]:
    """Address, port and variable of each door: as the program will read them, for a first look."""
    try:
        file: dict[str, Any] = tomllib.loads((HOME / "hubung.toml").read_text())
    except OSError:
        file = {}
    except tomllib.TOMLDecodeError as error:
        raise SetupError(f"{HOME / 'hubung.toml'}: {error}.") from error

    def setting(section: str, name: str, default: object) -> str:
        variable = f"HUBUNG_{section}__{name}".upper()
        return os.environ.get(variable) or str(file.get(section, {}).get(name, default))

    def number(value: str, variable: str) -> int:
        if not value.isdigit() or not 0 < int(value) < 65536:
            raise SetupError(f"{variable} must be a port number, not {value!r}.")
        return int(value)

    web = os.environ.get("HUBUNG_PORT") or setting("web", "port", 8151)
    yield setting("web", "host", "127.0.0.1"), number(web, "HUBUNG_PORT"), "HUBUNG_PORT"
    for name, default in (("smtp_port", 2525), ("lmtp_port", 2424)):
        variable = f"HUBUNG_MAIL__{name.upper()}"
        value = number(setting("mail", name, default), variable)
        yield setting("mail", "listen", "127.0.0.1"), value, variable


def prepare() -> None:
    """Translations, database, style sheets: when something of it changed since the last time."""
    if PREPARED.exists() and PREPARED.read_text() == fingerprint():
        return
    hubung("prepare")
    PREPARED.write_text(fingerprint())


def fingerprint() -> str:
    """Changes whenever `hubung prepare` has something to do."""
    database = os.environ.get("HUBUNG_DATABASE__URL", "") or (HOME / "hubung.sqlite3").exists()
    parts = [environment.STAMP.read_text(), repr(database), repr((HOME / "static").exists())]
    for pattern in SOURCES:
        for path in sorted((ROOT / "src").glob(pattern)):
            status = path.stat()
            parts.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def load_demonstration() -> bool:
    """Fill a new installation with the demonstration; whether this was the first time."""
    if DEMONSTRATION.exists():
        return False
    hubung("demo", "load")  # adds only what is missing, so an interrupted one is finished
    DEMONSTRATION.write_text("loaded\n")
    return True


def sign_ins() -> str:
    """The demonstration's accounts as a table, shown once."""
    users = tomllib.loads(SIGN_INS.read_text())["user"]
    rows = [
        f"  {user['role']:<20} {user['mail']:<40} {user['password']}  {user['totp_secret']}"
        for user in users
    ]
    return "\n".join(
        (
            f"\nSign-ins of the demonstration, also in {SIGN_INS}",
            "(role, mail, password, secret for an authenticator app):\n",
            *rows,
            "\nWithout an app: .venv/bin/hubung demo code MAIL prints the code for the second "
            "step.\n",
        )
    )


def hubung(*arguments: str) -> None:
    """Run a command of the program, which tells itself what it does."""
    command = [str(BIN / "hubung"), *arguments]
    if subprocess.call(command) != 0:  # noqa: S603
        raise SetupError(
            f"`hubung {' '.join(arguments)}` did not succeed: see above, mend that and start again."
        )


if __name__ == "__main__":
    main()
