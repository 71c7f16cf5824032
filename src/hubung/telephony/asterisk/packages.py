"""Debian's packages of the engine, fetched by apt into a state of their own.

The host's apt does the work, with its proxies and its keys, but with its own lists, caches and an
empty list of installed packages: nothing of the host changes and no root is needed. Signatures are
always verified. Asterisk is in no stable Debian, so the suite is the coming one.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from hubung.kernel import clock
from hubung.telephony.asterisk.errors import EngineError, ExpiredReleaseError

SUITE = "forky"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
#: The engine, its English sounds, music for those who wait, and the voice of our prompts.
WANTED = ("asterisk", "asterisk-core-sounds-en-wav", "asterisk-moh-opsound-wav", "espeak-ng")
#: Only an installation into a system needs these, or only modules that we do not load.
_LEFT_OUT = re.compile(
    r"(lib)?perl|gnupg|gpg|dirmngr|pinentry|libpam|debconf|libdebconf|adduser|passwd|base-passwd"
    r"|login\.defs|libsemanage|libsepol|libaudit|libcap-ng|libgdbm|libdb5|libnpth|libksba"
    r"|libassuan|tzdata|pci\.ids|asterisk-config"
)
_PACKAGE_URI = re.compile(r"^'\S+' (?P<name>[^_ ]+)_(?P<version>[^_ ]+)_\S+ \d+", re.MULTILINE)
_TRIPLETS = {"amd64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu"}


def architecture() -> str:
    """Debian's name of this machine. Raises EngineError where the packages would not run."""
    names = {"x86_64": "amd64", "aarch64": "arm64"}
    try:
        return names[platform.machine()]
    except KeyError as error:
        raise EngineError(f"There is no unpacked engine for {platform.machine()}.") from error


def triplet() -> str:
    """Where Debian puts libraries of this machine, as `x86_64-linux-gnu`."""
    return _TRIPLETS[architecture()]


def trusts_expired_lists() -> bool:
    """Whether whoever administers this machine told its apt to take expired lists."""
    said = _output("apt-config", "shell", "VALUE", "Acquire::Check-Valid-Until/b")
    return "'false'" in said


@dataclass(frozen=True)
class Apt:
    """One private state of apt in `folder`, for one mirror and the keys that sign it."""

    folder: Path
    mirror: str
    accept_expired: bool = False
    keyring: Path = KEYRING

    def update(self) -> datetime | None:
        """Fetch the signed list; returns until when it is valid.

        Raises ExpiredReleaseError, or EngineError when the mirror can't be reached or trusted.
        """
        for name in ("lists/partial", "cache/archives/partial", "debs"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "status").touch()
        (self.folder / "sources.list").write_text(
            f"deb [signed-by={self.keyring}] {self.mirror} {SUITE} main\n"
        )
        if not self.keyring.exists():
            raise EngineError("Debian's keys are missing: install debian-archive-keyring.")
        made = self._apt("update", "-o", "APT::Update::Error-Mode=any")
        if "is expired" in made.stderr or "is not valid yet" in made.stderr:
            raise ExpiredReleaseError(
                "The mirror's list of packages has expired, so it may lack mends of security. "
                "Try later or another mirror; or take it as it is with --accept-expired (its "
                "signature is verified all the same)."
            )
        if made.returncode:
            raise EngineError(f"Debian's packages can't be fetched: {_first_line(made.stderr)}")
        return self._valid_until()

    def choose(self) -> list[str]:
        """What the engine needs, as `name=version`."""
        made = self._apt("install", "-qq", "--print-uris", *WANTED)
        if made.returncode:
            raise EngineError(f"apt found no whole Asterisk: {_first_line(made.stderr)}")
        found = [
            (match["name"], match["version"].replace("%3a", ":"))
            for match in _PACKAGE_URI.finditer(made.stdout)
        ]
        return [f"{name}={version}" for name, version in found if not _LEFT_OUT.match(name)]

    def download(self, packages: list[str]) -> dict[str, str]:
        """Fetch them, each held by apt against the signed list; returns SHA-256 by file name."""
        folder = self.folder / "debs"
        made = self._apt("download", "-qq", *packages, cwd=folder)
        files = sorted(folder.glob("*.deb"))
        if made.returncode or len(files) < len(packages):
            raise EngineError(f"Not all packages came: {_first_line(made.stderr)}")
        return {file.name: _sha256(file) for file in files}

    def unpack(self, target: Path) -> None:
        """The packages' files, without running anything of theirs."""
        for file in sorted((self.folder / "debs").glob("*.deb")):
            made = _run("dpkg-deb", "--extract", str(file), str(target))
            if made.returncode:
                raise EngineError(f"{file.name} can't be unpacked: {_first_line(made.stderr)}")

    def _valid_until(self) -> datetime | None:
        for release in (self.folder / "lists").glob("*Release"):
            found = re.search(r"^Valid-Until: (.+)$", release.read_text(), re.MULTILINE)
            if found:
                return parsedate_to_datetime(found[1])
        return None

    def _apt(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        return _run("apt-get", *self._options(), *arguments, cwd=cwd)

    def _options(self) -> Iterator[str]:
        checks = str(not self.accept_expired).lower()
        options = {
            "Dir::State": self.folder,
            "Dir::State::lists": self.folder / "lists",
            "Dir::State::status": self.folder / "status",
            "Dir::Cache": self.folder / "cache",
            "Dir::Cache::archives": self.folder / "cache/archives",
            "Dir::Etc::sourcelist": self.folder / "sources.list",
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::Etc::preferences": "/dev/null",
            "Dir::Etc::preferencesparts": "/dev/null",
            "APT::Architecture": architecture(),
            "APT::Install-Recommends": "false",
            "APT::Get::AllowUnauthenticated": "false",
            "Acquire::AllowInsecureRepositories": "false",
            "Acquire::Check-Valid-Until": checks,
            "Acquire::Check-Date": checks,
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
            "Acquire::http::Timeout": "20",
            # As root apt would change to an account that can't write into a private folder.
            "APT::Sandbox::User": "root" if os.geteuid() == 0 else "",
        }
        for name, value in options.items():
            yield from ("-o", f"{name}={value}")


def mirror() -> str:
    """Address of the mirror that the host uses. Raises EngineError on a host that is no Debian."""
    for program in ("apt-get", "apt-config", "dpkg-deb"):
        if not shutil.which(program):
            raise EngineError(
                "This system has no apt: install Asterisk 20 or newer with its own package tool."
            )
    known = _output(
        "apt-get", "indextargets", "--format", "$(REPO_URI)", "Origin: Debian"
    ) or _output("apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages")
    for address in known.splitlines():
        if re.search(r"/debian/?$", address):
            return address
    raise EngineError("This system's apt knows no mirror of Debian: install Asterisk 20 or newer.")


def has_expired(valid_until: datetime | None) -> bool:
    """Whether a list of packages is past its time."""
    return valid_until is not None and valid_until < clock.now()


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _output(*command: str) -> str:
    made = _run(*command)
    return made.stdout if made.returncode == 0 else ""


def _run(*command: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        command,
        cwd=cwd,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def _first_line(said: str) -> str:
    lines = [line for line in said.splitlines() if line.startswith("E: ")] or said.splitlines()
    return lines[0].removeprefix("E: ") if lines else "no reason was given."
