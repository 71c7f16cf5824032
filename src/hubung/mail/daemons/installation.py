"""Has the daemons there: Debian's packages, installed with consent, beside no other mail server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from hubung.mail.daemons import accounts
from hubung.mail.daemons.errors import MailSystemError
from hubung.mail.settings import MailSystem

#: A package, and a file that it brings.
PACKAGES = {
    "postfix": "/usr/lib/postfix/sbin/master",
    "postfix-sqlite": "/usr/lib/postfix/postfix-sqlite.so",
    "postfix-pgsql": "/usr/lib/postfix/postfix-pgsql.so",
    "dovecot-imapd": "/usr/lib/dovecot/imap",
    "dovecot-lmtpd": "/usr/lib/dovecot/lmtp",
    "dovecot-managesieved": "/usr/lib/dovecot/managesieve",
    "dovecot-sieve": "/usr/bin/sievec",
    "dovecot-sqlite": "/usr/lib/dovecot/modules/libdriver_sqlite.so",
    "dovecot-pgsql": "/usr/lib/dovecot/modules/libdriver_pgsql.so",
    "rspamd": "/usr/bin/rspamd",
}
#: What mail goes without, as on a machine where it was installed before there was any of it.
FURTHER = {"slapd": "/usr/sbin/slapd"}
#: Services that the packages would start by themselves, with Debian's own configuration.
SERVICES = ("postfix", "dovecot", "rspamd", "slapd")
#: Debian's slapd gets no directory of its own, so that nothing of it could start.
_ANSWERS = "slapd slapd/no_configuration boolean true\n"
#: Mail servers by their program's name in /proc.
_SERVERS = {
    "exim4": "Exim",
    "exim": "Exim",
    "sendmail-mta": "Sendmail",
    "opensmtpd": "OpenSMTPD",
    "smtpd": "OpenSMTPD",
    "qmail-send": "qmail",
    "courierd": "Courier",
    "cyrmaster": "Cyrus",
    "stalwart-mail": "Stalwart",
}
_OWN = re.compile(r"\s-c\s*(?P<folder>\S+)")
_POLICY = Path("/usr/sbin/policy-rc.d")

Say = Callable[[str], None]


def missing() -> list[str]:
    """Packages that are not there, and mail needs."""
    return _not_there(PACKAGES)


def lacking() -> list[str]:
    """Packages that `install` would bring."""
    return _not_there(PACKAGES | FURTHER)


def has_address_book(mail: MailSystem) -> bool:
    """Whether it is wanted, and can be."""
    return mail.address_book and not _not_there(FURTHER)


def _not_there(packages: Mapping[str, str]) -> list[str]:
    return [name for name, file in packages.items() if not Path(file).exists()]


def is_there() -> bool:
    """Whether everything is installed, the account for the mailboxes included."""
    try:
        accounts.account(accounts.BOXES)
    except MailSystemError:
        return False
    return not missing()


def others() -> list[str]:
    """Mail servers of somebody else on this machine, in words; ours and those at rest are none."""
    found = sorted({*_running()})
    rival = _rival_package()
    return [*found, *([rival] if rival else [])]


def install(say: Say = lambda _: None) -> None:
    """Install what is missing. Needs root and consent. Raises MailSystemError."""
    wanted = lacking()
    if wanted:
        _expect_root(wanted)
        _expect_alone()
        add(wanted, say)
        _disable(wanted)
    if not is_there():
        _expect_root(wanted)
        accounts.make()


def add(wanted: Sequence[str], say: Say = lambda _: None) -> None:
    """Install packages; what they would start stays at rest. Raises MailSystemError."""
    _expect_root(wanted)
    if not shutil.which("apt-get"):
        raise MailSystemError(
            "Only Debian's packages are known here, and this system has no apt-get. It lacks "
            f"{', '.join(wanted)}."
        )
    with _services_at_rest():
        if "slapd" in wanted:
            _answer(_ANSWERS)
        _apt("update", "-q", say=say)
        _apt("install", "-y", "--no-install-recommends", *wanted, say=say)


def _expect_root(wanted: Sequence[str]) -> None:
    if os.geteuid() != 0:
        raise MailSystemError(
            f"Installing packages needs root: sudo apt-get install {' '.join(wanted)}, or run "
            "this command as root."
        )


def _expect_alone() -> None:
    found = others()
    if found:
        raise MailSystemError(
            f"There is another mail server on this machine: {'; '.join(found)}. It is left as it "
            "is. Take another machine for the mail system, or remove that one yourself."
        )


def _running() -> Iterator[str]:
    """Mail servers that run now, other than ours."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            name = (process / "comm").read_text().strip()
            said = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if name in _SERVERS:
            yield f"{_SERVERS[name]} runs (process {process.name})"
        elif name == "master" and "postfix" in said and not _is_ours(said):
            yield f"Postfix runs with a configuration of its own (process {process.name})"
        elif name == "dovecot" and not _is_ours(said):
            yield f"Dovecot runs with a configuration of its own (process {process.name})"


def _is_ours(said: str) -> bool:
    """Whether a daemon follows a configuration that we generated, of whatever installation."""
    found = _OWN.search(said)
    return found is not None and "/mail/etc/" in found["folder"]


def _rival_package() -> str:
    """A package that Debian would have to remove for Postfix, as there may be one of its kind."""
    if "postfix" not in missing() or not shutil.which("dpkg-query"):
        return ""
    made = subprocess.run(  # noqa: S603
        [
            *("dpkg-query", "--show"),
            "--showformat=${db:Status-Status} ${Package} ${Version} ${Provides}\n",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    for line in made.stdout.splitlines():
        status, package, version, *provides = line.split()
        if status == "installed" and "mail-transport-agent" in " ".join(provides):
            return f"the package {package} {version} is installed"
    return ""


def _apt(*arguments: str, say: Say) -> None:
    say(f"apt-get {' '.join(arguments)}")
    made = subprocess.run(  # noqa: S603
        ["apt-get", *arguments],  # noqa: S607
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        said = (made.stderr.strip() or made.stdout.strip()).splitlines()
        raise MailSystemError(f"apt-get {arguments[0]} did not succeed: {said[-1] if said else ''}")


def _answer(answers: str) -> None:
    """What Debian would ask while it installs."""
    made = subprocess.run(
        ["debconf-set-selections"],  # noqa: S607
        input=answers,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise MailSystemError(f"debconf does not take an answer: {made.stderr.strip()}")


@contextmanager
def _services_at_rest() -> Iterator[None]:
    """Debian starts what it installs, unless a policy says no; one that is there stays."""
    if _POLICY.exists():
        yield
        return
    with tempfile.NamedTemporaryFile("w", dir=_POLICY.parent, delete=False) as draft:
        draft.write("#!/bin/sh\nexit 101\n")
    draft_path = Path(draft.name)
    draft_path.chmod(0o755)
    draft_path.rename(_POLICY)
    try:
        yield
    finally:
        _POLICY.unlink()


def _disable(wanted: list[str]) -> None:
    """What we installed starts with us, not with the machine."""
    if not Path("/run/systemd/system").exists():
        return
    names = [name for name in SERVICES if any(one.startswith(name) for one in wanted)]
    subprocess.run(  # noqa: S603
        ["systemctl", "disable", "--now", *names],  # noqa: S607
        capture_output=True,
        check=False,
    )
