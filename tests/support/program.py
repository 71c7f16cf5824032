"""The whole program as a ministry runs it: `hubung serve` in a state folder of its own.

    def test_something(program: Program) -> None:
        program.start()                      # returns when /readyz says so
        send_mail(program.smtp_port, ...)
        program.kill9("web")                 # the supervisor starts it again
        assert program.rows("SELECT count(*) FROM cases_case") == [(1,)]

A program that is still running at the end of the test is stopped, and must have stopped cleanly.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from hubung.project.conf import ROOT
from tests.support import environment, patterns, shared
from tests.support.patience import PATIENCE

HUBUNG = Path(sys.executable).with_name("hubung")

_numbers = itertools.count()


@dataclass
class Program:
    """One installation; `start` may be called again after `stop` or `kill9("all")`."""

    home: Path
    database_url: str = ""
    web_port: int = 0
    smtp_port: int = 0
    lmtp_port: int = 0
    #: Further settings, as `{"HUBUNG_MAIL__RELAY": "127.0.0.1:4025"}`; change before `start`.
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    #: Who answers questions from within it, once somebody asked.
    insider: subprocess.Popen[str] | None = None

    def __post_init__(self) -> None:
        self.web_port, self.smtp_port, self.lmtp_port = free_ports(3)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def log(self) -> str:
        """Everything that the program has printed so far."""
        return (self.home / "program.log").read_text(errors="replace")

    @property
    def environment(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("HUBUNG_")}
        return {
            **inherited,
            "DJANGO_SETTINGS_MODULE": "hubung.project.settings",
            "HUBUNG_HOME": str(self.home),
            "HUBUNG_PORT": str(self.web_port),
            "HUBUNG_MAIL__SMTP_PORT": str(self.smtp_port),
            "HUBUNG_MAIL__LMTP_PORT": str(self.lmtp_port),
            "HUBUNG_DATABASE__URL": self.database_url,
            # A test of the telephone says so, and brings an engine; the others fetch none.
            "HUBUNG_PHONE__ENABLED": "false",
            "HUBUNG_MAIL_SYSTEM__ENABLED": "false",
            **self.settings,
        }

    def run(self, *arguments: str, seconds: int = 300) -> subprocess.CompletedProcess[str]:
        """Run a command of the program to its end, as `run("check")`; output is captured."""
        return subprocess.run(
            [HUBUNG, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds,
        )

    def start(self, *command: str, ready: bool = True) -> None:
        """Start everything, or one part as `start("web", ready=False)`."""
        assert self.process is None, "already running"
        with (self.home / "program.log").open("ab") as log:
            self.process = subprocess.Popen(
                [HUBUNG, *(command or ("serve",))],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        if ready:
            self.wait_ready()

    def wait_ready(self) -> None:
        """Until every part is well."""
        parts: dict[str, str] = {}
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self.process is not None
            assert self.process.poll() is None, f"the program ended:\n{self.log}"
            status, parts = self.readyz()
            if status == 200:
                return
            time.sleep(0.1)
        raise AssertionError(f"not ready: {parts}\n{self.log}")

    def readyz(self) -> tuple[int, dict[str, str]]:
        """Status and parts; (0, {}) while nothing answers."""
        try:
            with urllib.request.urlopen(f"{self.base_url}/readyz", timeout=20) as answer:
                return answer.status, json.load(answer)["parts"]
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)["parts"] if error.code == 503 else {}
        except (OSError, ValueError):
            return 0, {}

    def pid(self, part: str) -> int:
        """Process id of `web`, `worker`, `mail`, or of the supervisor as `supervisor`."""
        if part == "supervisor":
            assert self.process is not None
            return self.process.pid
        return int((self.home / "run" / f"{part}.pid").read_text())

    def kill9(self, part: str = "all") -> None:
        """SIGKILL to one part, or to `all` as a power cut would."""
        if part != "all":
            os.kill(self.pid(part), signal.SIGKILL)
            return
        assert self.process is not None
        children = [self.pid(name) for name in ("mail", "web", "worker")]
        for pid in (self.process.pid, *children):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait(PATIENCE)
        self.process = None
        self._wait_ports_free()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Ask it to stop, and hold it to a clean end: exit code 0, nothing left running."""
        assert self.process is not None
        children = [self.pid(file.stem) for file in (self.home / "run").glob("*.pid")]
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        self.process = None
        assert code == 0, f"exit code {code}\n{self.log}"
        assert not [pid for pid in children if Path(f"/proc/{pid}").exists()], "parts still run"
        self._wait_ports_free()

    def ask(self, module: str, function: str, /, **arguments: Any) -> Any:
        """What a function says within the installation, by JSON; see `tests.support.inside`.

        The module is started at the first question, and answers all the others, too.
        """
        if self.insider is None:
            self.insider = subprocess.Popen(
                [sys.executable, "-m", module],
                env=self.environment,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self.insider.stdin
        assert self.insider.stdout
        self.insider.stdin.write(json.dumps([function, arguments]) + "\n")
        self.insider.stdin.flush()
        return json.loads(self.insider.stdout.readline())

    def ask_no_more(self) -> None:
        """Whoever answered is gone."""
        if self.insider is not None:
            self.insider.communicate()
            self.insider = None

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the program's database from outside, whether it runs or not."""
        if self.database_url:
            with psycopg.connect(self.database_url) as connection:
                return connection.execute(query.encode()).fetchall()
        with closing(sqlite3.connect(self.home / "hubung.sqlite3", timeout=30)) as connection:
            return connection.execute(query).fetchall()

    def _wait_ports_free(self) -> None:
        deadline = time.monotonic() + PATIENCE
        for port in (self.web_port, self.smtp_port, self.lmtp_port):
            while time.monotonic() < deadline:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) != 0:
                        break
                time.sleep(0.05)
            else:
                raise AssertionError(f"port {port} is still served")


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [listener.getsockname()[1] for listener in sockets]
    for listener in sockets:
        listener.close()
    return ports


def prepared() -> Program:
    """An installation after `hubung prepare`, made once in a run, to be copied; never started."""
    url = address(pattern_name()) if _is_postgresql() else ""
    made = shared.once("prepared", lambda folder: _prepare(Program(folder / "home", url)))
    return Program(made / "home", url)


def pattern_name() -> str:
    """The PostgreSQL database of `prepared`."""
    return f"prepared_{shared.folder().name}"


def drop_prepared() -> None:
    """Call once at the end of a run; what lies in files goes with their folder."""
    if _is_postgresql():
        drop_database(pattern_name())


def _prepare(program: Program) -> None:
    if program.database_url:
        drop_database(pattern_name())
        create_database(pattern_name(), template="template0")
    is_kept = patterns.take(program.home, program.database_url)
    # All tests of the run wait for it, on a machine that may be busy.
    made = program.run("prepare", seconds=1500)
    assert made.returncode == 0, made.stdout + made.stderr
    if not is_kept:
        patterns.keep(program.home, program.database_url)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """A prepared installation of the test's own; call `start()`."""
    with installation(tmp_path) as program:
        yield program


@contextmanager
def installation(folder: Path) -> Iterator[Program]:
    """A prepared installation for the length of a block, in a folder that is the caller's."""
    home = folder / "home"
    # Whoever reads the pattern's database has a log beside it for a moment; nothing is in it.
    shutil.copytree(prepared().home, home, ignore=shutil.ignore_patterns("*-wal", "*-shm"))
    program = Program(home)
    name = f"program_{os.getpid()}_{next(_numbers)}"
    if _is_postgresql():
        program.database_url = address(name)
        create_database(name, template=pattern_name())
    try:
        yield program
        if program.process is not None:
            program.stop()
    finally:
        program.ask_no_more()
        if program.process is not None:
            program.kill9()
        if program.database_url:
            drop_database(name)


def create_database(name: str, *, template: str) -> None:
    """A new PostgreSQL database, copied from another one to which nobody is connected."""
    _administer("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)


def drop_database(name: str) -> None:
    """Throw a PostgreSQL database away, and who is connected to it out."""
    _administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def address(name: str) -> str:
    """Where a database of the run's PostgreSQL cluster is."""
    server = psycopg.conninfo.conninfo_to_dict(os.environ[environment.DATABASE_URL])
    return f"postgresql:///{name}?" + "&".join(
        f"{key}={value}" for key, value in server.items() if key != "dbname"
    )


def _is_postgresql() -> bool:
    return environment.engine() == "postgresql"


def _administer(statement: str, *names: str) -> None:
    with psycopg.connect(os.environ[environment.DATABASE_URL], autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
