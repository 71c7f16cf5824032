"""Dovecot servers of a test's own, apart from the mail system: to move from, and to move to.

    with running(Style(separator=".", prefix="INBOX.")) as server:
        with server.client("tari@lama.example") as box: ...

Every name may sign in with `PASSWORD`; the master user is `MASTER` with `MASTER_PASSWORD`. A
mailbox is there from its first sign-in on.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from imapclient import IMAPClient

from tests.support import program
from tests.support.patience import PATIENCE

PASSWORD = "sandi-lama"
MASTER, MASTER_PASSWORD = "pindahan", "sandi-pindahan"
#: Nobody's mail is read as root.
_OWNER = "nobody"


@dataclass(frozen=True)
class Style:
    """How a server names folders, and what it refuses."""

    separator: str = "/"
    prefix: str = ""
    special: bool = False
    #: A folder that the server says shows everything, as Gmail's; a test fills it.
    everything: str = ""
    #: Room for each mailbox, and for one message, as Dovecot writes it; empty: no limit.
    quota: str = ""
    largest: str = ""


@dataclass
class ImapServer:
    """A server that runs."""

    folder: Path
    port: int
    tls_port: int

    @property
    def configuration(self) -> Path:
        return self.folder / "dovecot.conf"

    @property
    def authority(self) -> Path:
        """The certificate that it shows, which nobody else vouches for."""
        return self.folder / "certificate.pem"

    def client(self, name: str) -> IMAPClient:
        """Signed in with TLS."""
        context = ssl.create_default_context(cafile=str(self.authority))
        client = IMAPClient("localhost", self.tls_port, ssl_context=context, timeout=PATIENCE)
        client.normalise_times = False
        client.login(name, PASSWORD)
        return client

    def boxes(self, name: str) -> Path:
        """Where somebody's mail lies."""
        return self.folder / "boxes" / name

    def number_anew(self, name: str, folder: str) -> None:
        """Give a folder's messages other numbers, as after a restore."""
        with self.client(name) as client:
            told = client.folder_status(folder, ["UIDVALIDITY"])
        self._admin(
            *("mailbox", "update", "-u", name),
            *("--uid-validity", str(told[b"UIDVALIDITY"] + 100), folder),
        )

    def lines(self, name: str) -> list[str]:
        """The connections of somebody that the server works for, ended ones included."""
        told = subprocess.run(
            ["/usr/bin/doveadm", "-c", str(self.configuration), "who", "-1", name],
            check=True,
            capture_output=True,
            text=True,
        )
        return [line for line in told.stdout.splitlines() if line.split()[:1] == [name]]

    def give_room(self, quota: str) -> None:
        """From the next sign-in on."""
        lines = self.configuration.read_text().splitlines()
        changed = [
            f"  quota_rule = *:storage={quota}" if "quota_rule" in line else line for line in lines
        ]
        self.configuration.write_text("\n".join(changed) + "\n")
        self._admin("reload")

    def _admin(self, *words: str) -> None:
        subprocess.run(["/usr/bin/doveadm", "-c", str(self.configuration), *words], check=True)


@contextlib.contextmanager
def running(style: Style | None = None) -> Iterator[ImapServer]:
    """A server for the length of a block, on free ports of this machine."""
    # Not in pytest's own folder, which no other account may pass through.
    folder = Path(tempfile.mkdtemp(prefix="hubung-imap-"))
    folder.chmod(0o711)
    try:
        with _running(folder, style or Style()) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _running(folder: Path, style: Style) -> Iterator[ImapServer]:
    (folder / "boxes").mkdir()
    port, tls_port = program.free_ports(2)
    server = ImapServer(folder, port, tls_port)
    _make_certificate(folder)
    if os.geteuid() == 0:
        owner = pwd.getpwnam(_OWNER)
        os.chown(folder / "boxes", owner.pw_uid, owner.pw_gid)
    (folder / "masters").write_text(f"{MASTER}:{{PLAIN}}{MASTER_PASSWORD}\n")
    server.configuration.write_text(_configuration(server, style))
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(
            ["/usr/sbin/dovecot", "-F", "-c", str(server.configuration)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        _await(server, process)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _await(server: ImapServer, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection,
        ):
            if connection.recv(100).startswith(b"* OK"):
                return
        time.sleep(0.05)
    said = [path.read_text() for path in (server.folder / "output", server.folder / "log")]
    raise AssertionError(f"Dovecot did not come up: {said}")


def _make_certificate(folder: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")),
        ],
        check=True,
        capture_output=True,
    )


def _configuration(server: ImapServer, style: Style) -> str:
    folder = server.folder
    me = pwd.getpwuid(os.geteuid()).pw_name
    owner, service = (_OWNER, "dovecot") if os.geteuid() == 0 else (me, me)
    login = "dovenull" if os.geteuid() == 0 else me
    group = pwd.getpwnam(owner).pw_gid
    folders = (
        "".join(
            f"  mailbox {name} {{\n    special_use = \\{name}\n    auto = subscribe\n  }}\n"
            for name in ("Drafts", "Sent", "Junk", "Trash", "Archive")
        )
        if style.special
        else ""
    )
    if style.everything:
        folders += f'  mailbox "{style.everything}" {{\n    special_use = \\All\n  }}\n'
    limits = (f"  quota_rule = *:storage={style.quota}\n" if style.quota else "") + (
        f"  quota_max_mail_size = {style.largest}\n" if style.largest else ""
    )
    return f"""\
base_dir = {folder}/run
state_dir = {folder}/state
instance_name = test
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {service}
default_login_user = {login}
mail_uid = {owner}
mail_gid = {group}
first_valid_uid = 1
mail_fsync = never
mail_plugins = quota listescape
mail_max_userip_connections = 100
mail_location = {"maildir:~/mail" if style.separator == "." else "mdbox:~/mail"}
auth_master_user_separator = *
auth_mechanisms = plain login
auth_failure_delay = 0
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
passdb {{
  driver = passwd-file
  master = yes
  args = {folder}/masters
}}
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = home={folder}/boxes/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = {style.separator}
  prefix = {style.prefix}
{folders}}}
plugin {{
  quota = count:User quota
  quota_vsizes = yes
{limits}}}
protocol imap {{
  mail_plugins = $mail_plugins imap_quota
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {server.port}
  }}
  inet_listener imaps {{
    port = {server.tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
"""
