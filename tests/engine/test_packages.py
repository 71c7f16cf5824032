"""Packages come from a signed list only: held against a small mirror of the test's own."""

from __future__ import annotations

import hashlib
import subprocess
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from hubung.kernel import clock
from hubung.telephony.asterisk import packages
from hubung.telephony.asterisk.errors import EngineError, ExpiredReleaseError
from hubung.telephony.asterisk.packages import SUITE, WANTED, Apt

pytestmark = pytest.mark.once


class Mirror:
    """A mirror in a folder, whose list is signed by a key made for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keyring = folder / "keyring.gpg"
        self._keys = folder / "keys"
        self._keys.mkdir(mode=0o700, parents=True)
        self._gpg("--quick-gen-key", "Mirror of a test", "ed25519", "sign", "never")
        self._gpg("--output", str(self.keyring), "--export")
        for name in WANTED:
            self._package(name, depends="libheard, perl-base" if name == "asterisk" else "")
        self._package("libheard")
        self._package("perl-base")

    @property
    def address(self) -> str:
        return f"copy:{self.folder}"

    def publish(self, valid_until: datetime) -> None:
        index = self.folder / f"dists/{SUITE}/main/binary-{packages.architecture()}/Packages"
        index.parent.mkdir(parents=True, exist_ok=True)
        made = subprocess.run(
            ["dpkg-scanpackages", "pool"], cwd=self.folder, capture_output=True, check=True
        )
        index.write_bytes(made.stdout)
        digest = hashlib.sha256(made.stdout).hexdigest()
        release = self.folder / "Release"
        release.write_text(
            f"Origin: Debian\nSuite: {SUITE}\nCodename: {SUITE}\nComponents: main\n"
            f"Architectures: {packages.architecture()}\n"
            f"Date: {_date(clock.now() - timedelta(days=30))}\n"
            f"Valid-Until: {_date(valid_until)}\n"
            f"SHA256:\n {digest} {len(made.stdout)} {index.relative_to(index.parents[2])}\n"
        )
        signed = self.folder / f"dists/{SUITE}/InRelease"
        self._gpg("--yes", "--output", str(signed), "--clear-sign", str(release))

    def _package(self, name: str, depends: str = "") -> None:
        tree = self.folder / "build" / name
        (tree / "DEBIAN").mkdir(parents=True)
        (tree / "usr/share").mkdir(parents=True)
        (tree / "usr/share" / name).write_text("here\n")
        (tree / "DEBIAN/control").write_text(
            f"Package: {name}\nVersion: 1:2.0-1\nArchitecture: all\nMaintainer: A <a@b.example>\n"
            + (f"Depends: {depends}\n" if depends else "")
            + "Description: a package of a test\n"
        )
        (self.folder / "pool").mkdir(exist_ok=True)
        subprocess.run(
            ["dpkg-deb", "--build", tree, self.folder / "pool"], capture_output=True, check=True
        )

    def _gpg(self, *arguments: str) -> None:
        subprocess.run(
            ["gpg", "--homedir", self._keys, "--batch", "--quiet", "--passphrase", "", *arguments],
            capture_output=True,
            check=True,
        )


def _date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=False).replace("+0000", "UTC")


@pytest.fixture
def mirror(tmp_path: Path) -> Mirror:
    return Mirror(tmp_path / "mirror")


def test_what_the_engine_needs_is_fetched_and_unpacked(mirror: Mirror, tmp_path: Path) -> None:
    until = clock.now().replace(microsecond=0) + timedelta(days=7)
    mirror.publish(until)
    apt = Apt(tmp_path / "apt", mirror.address, keyring=mirror.keyring)
    assert apt.update() == until
    chosen = apt.choose()
    assert sorted(chosen) == sorted(f"{name}=1:2.0-1" for name in (*WANTED, "libheard"))
    manifest = apt.download(chosen)
    pool = mirror.folder / "pool"
    assert sorted(manifest.values()) == sorted(
        hashlib.sha256(path.read_bytes()).hexdigest()
        for path in pool.glob("*.deb")
        if not path.name.startswith("perl")
    )
    apt.unpack(tmp_path / "tree")
    assert {path.name for path in (tmp_path / "tree/usr/share").iterdir()} == {*WANTED, "libheard"}


def test_a_package_that_was_changed_is_refused(mirror: Mirror, tmp_path: Path) -> None:
    mirror.publish(clock.now() + timedelta(days=7))
    apt = Apt(tmp_path / "apt", mirror.address, keyring=mirror.keyring)
    apt.update()
    chosen = apt.choose()
    (changed,) = (mirror.folder / "pool").glob("libheard*.deb")
    changed.write_bytes(changed.read_bytes()[:-1] + b"!")
    with pytest.raises(EngineError, match="Not all packages came"):
        apt.download(chosen)


def test_an_expired_list_is_taken_only_when_asked(mirror: Mirror, tmp_path: Path) -> None:
    until = clock.now().replace(microsecond=0) - timedelta(days=18)
    mirror.publish(until)
    strict = Apt(tmp_path / "strict", mirror.address, keyring=mirror.keyring)
    with pytest.raises(ExpiredReleaseError, match="--accept-expired"):
        strict.update()
    asked = Apt(tmp_path / "asked", mirror.address, accept_expired=True, keyring=mirror.keyring)
    assert asked.update() == until
    assert packages.has_expired(until)


def test_a_list_signed_by_another_is_refused(mirror: Mirror, tmp_path: Path) -> None:
    mirror.publish(clock.now() + timedelta(days=7))
    other = Mirror(tmp_path / "other")
    for accept in (False, True):
        apt = Apt(tmp_path / f"apt-{accept}", mirror.address, accept, keyring=other.keyring)
        with pytest.raises(EngineError, match="can't be fetched"):
            apt.update()
