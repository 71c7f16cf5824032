"""Throw-away installations: a state folder and a database that nobody else uses.

Everything lies below `HUBUNG_HOME/bench`. A PostgreSQL installation gets a private cluster with
Debian's settings, which is durable as a ministry's would be; it ends with the block that opened it.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import click
import psycopg

from hubung.project.conf import ROOT, state_folder

Database = Literal["sqlite", "postgresql"]
DATABASES: tuple[Database, ...] = get_args(Database)
HUBUNG = Path(sys.executable).with_name("hubung")
#: What is measured is this checkout, whatever the environment has installed.
_PATH = os.pathsep.join((str(ROOT), str(ROOT / "src")))
START_SECONDS = 60


def home() -> Path:
    """Where the benchmarks keep the peers and, while they run, their installations."""
    return state_folder() / "bench"


def say(text: str) -> None:
    """Progress, beside the result."""
    click.echo(text, err=True)


@dataclass(frozen=True)
class Installation:
    """An installation with the units and the named staff of the demonstration ministry."""

    folder: Path
    database: Database
    url: str
    ports: dict[str, int] = field(default_factory=lambda: free_ports("web", "smtp", "lmtp"))
    #: Further settings, as `{"HUBUNG_PHONE__ENABLED": "true"}`.
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("HUBUNG_")}
        return {
            **inherited,
            "PYTHONPATH": _PATH,
            "DJANGO_SETTINGS_MODULE": "hubung.project.settings",
            "HUBUNG_HOME": str(self.folder),
            "HUBUNG_DATABASE__URL": self.url,
            "HUBUNG_PORT": str(self.ports["web"]),
            "HUBUNG_MAIL__SMTP_PORT": str(self.ports["smtp"]),
            "HUBUNG_MAIL__LMTP_PORT": str(self.ports["lmtp"]),
            "HUBUNG_PHONE__ENABLED": "false",
            "HUBUNG_MAIL_SYSTEM__ENABLED": "false",
            **self.settings,
        }

    def run(self, module: str, *arguments: object) -> Any:
        """Run `python -m module …` in this installation; its last line of output, as JSON."""
        return run(Path(sys.executable), module, *arguments, environment=self.environment)

    def prepare(self) -> None:
        self.folder.mkdir(parents=True)
        subprocess.run(
            [HUBUNG, "prepare"], env=self.environment, check=True, stdout=subprocess.DEVNULL
        )
        self.run("bench.ministry")

    def copy(self, name: str) -> Installation:
        """A second installation with the same rows; nobody may be connected to this one."""
        folder = self.folder.with_name(f"{self.folder.name}-{name}")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        url = self.url
        if self.database == "postgresql":
            url = _create(self.url, f"bench_{name}", template=_name(self.url))
        return Installation(folder, self.database, url)

    @contextlib.contextmanager
    def running(self, *command: str) -> Iterator[subprocess.Popen[bytes]]:
        """`hubung command …` while the block runs; it must stop cleanly."""
        with (self.folder / "program.log").open("wb") as log:
            process = subprocess.Popen(
                [HUBUNG, *command], env=self.environment, stdout=log, stderr=log
            )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)


@contextlib.contextmanager
def installation(
    name: str, database: Database, settings: Mapping[str, str] | None = None
) -> Iterator[Installation]:
    """A prepared installation that is gone after the block; with further settings."""
    folder = home() / f"{name}-{database}"
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(empty_database(database))
        made = Installation(folder, database, url, settings=settings or {})
        say(f"Preparing an installation on {label(database)} …")
        made.prepare()
        try:
            yield made
        finally:
            for left in folder.parent.glob(f"{folder.name}*"):
                shutil.rmtree(left)


@contextlib.contextmanager
def empty_database(database: Database) -> Iterator[str]:
    """The address of an empty PostgreSQL database for a peer; empty on SQLite, where it makes
    its own file."""
    with contextlib.ExitStack() as stack:
        yield stack.enter_context(_cluster()) if database == "postgresql" else ""


def label(database: Database) -> str:
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[database]


def run(
    python: Path, module: str, *arguments: object, environment: dict[str, str] | None = None
) -> Any:
    """Run a module under an interpreter; its last line of output, as JSON.

    What it says on standard error is shown. Raises CalledProcessError when it fails.
    """
    done = subprocess.run(
        [python, "-m", module, *map(str, arguments)],
        env=environment or {**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when somebody listens. Raises RuntimeError if the process ends before that."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port}")


def wait_until_ready(one: Installation, process: subprocess.Popen[bytes]) -> None:
    """Return when every part of a running program says that it is well."""
    wait_for_port(one.ports["web"], process)
    address = f"http://127.0.0.1:{one.ports['web']}/readyz"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.2)
    raise RuntimeError(f"{address} does not say that the program is ready")


def free_ports(*names: str) -> dict[str, int]:
    """A port for each name, on which nobody listens now."""
    with contextlib.ExitStack() as stack:
        sockets = {
            name: stack.enter_context(socket.create_server(("127.0.0.1", 0))) for name in names
        }
        return {name: one.getsockname()[1] for name, one in sockets.items()}


@contextlib.contextmanager
def _cluster() -> Iterator[str]:
    """The address of an empty database in a private, durable cluster."""
    from tests.support import postgres

    with postgres.cluster(postgres.DURABLE) as cluster:
        yield cluster.url(postgres.ROLE)


def _name(url: str) -> str:
    return str(psycopg.conninfo.conninfo_to_dict(url)["dbname"])


def _create(url: str, name: str, *, template: str) -> str:
    """Copy a database within its cluster; the address of the copy."""
    server = psycopg.conninfo.make_conninfo(url, dbname="postgres")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return url.replace(f"/{template}?", f"/{name}?")
