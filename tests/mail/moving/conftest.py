"""Two Dovecots: the one that people leave, and the one that they come to."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import click
import pytest
from pytest_django.fixtures import Settings

from hubung.cli.mail import mail_migrate
from hubung.mail.moving import commands
from tests.support.imap_server import (
    MASTER_PASSWORD,
    PASSWORD,
    ImapServer,
    Style,
    running,
)
from tests.support.program import HUBUNG


@pytest.fixture(scope="module")
def old() -> Iterator[ImapServer]:
    """Names folders as Courier and many others do."""
    with running(Style(separator=".", prefix="INBOX.")) as server:
        yield server


@pytest.fixture(scope="module")
def new() -> Iterator[ImapServer]:
    """Names folders as our mail system does."""
    with running(Style(special=True)) as server:
        yield server


@dataclass
class Move:
    """The command between two servers."""

    old: ImapServer
    new: ImapServer
    home: Path
    #: Ports other than the servers' own.
    old_port: int = 0
    new_port: int = 0
    options: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name, secret in (
            ("own", PASSWORD),
            ("master", MASTER_PASSWORD),
            ("wrong", "bukan-ini"),
        ):
            self.secret(name).write_text(f"{secret}\n")
            self.secret(name).chmod(0o600)

    def secret(self, name: str) -> Path:
        return self.home / f"{name}.secret"

    def command(self, *arguments: str) -> list[str]:
        ports = (self.old_port or self.old.tls_port, self.new_port or self.new.tls_port)
        return [
            *(str(HUBUNG), "mail", "migrate", "localhost", "--port", str(ports[0])),
            *("--ca", str(self.old.authority)),
            *("--target", "localhost", "--target-port", str(ports[1])),
            *("--target-ca", str(self.new.authority)),
            *("--target-secret-file", str(self.secret("own"))),
            *self.options,
            *arguments,
        ]

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "HUBUNG_HOME": str(self.home)}

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        """In a process of its own, as people do."""
        return subprocess.Popen(
            self.command(*arguments),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *arguments: str, code: int = 0) -> str:
        """To its end, in this process; what it said."""
        said = io.StringIO()
        options = mail_migrate.make_context("migrate", self.command(*arguments)[3:]).params
        ended = 0
        with redirect_stdout(said), redirect_stderr(said):
            try:
                commands.migrate(**options)
            except click.ClickException as error:
                click.echo(error.message)
                ended = error.exit_code
            except SystemExit as error:
                ended = int(error.code or 0)
        assert ended == code, said.getvalue()
        return said.getvalue()

    def one(self, name: str) -> list[str]:
        """Options for somebody who signs in themselves, and goes by the same name here."""
        return ["--from", name, "--to", name, "--secret-file", str(self.secret("own"))]


@pytest.fixture
def move(old: ImapServer, new: ImapServer, tmp_path: Path, settings: Settings) -> Move:
    settings.HUBUNG = settings.HUBUNG.model_copy(update={"home": tmp_path})
    return Move(old, new, tmp_path)


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[ExitStack]:
    """For servers of a test's own."""
    with ExitStack() as stack:
        yield stack
