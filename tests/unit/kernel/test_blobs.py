"""Files under their checksum: whole or not at all, also when the disk is full."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import override_settings

from hubung.kernel.blobs import (
    BlobMissingError,
    clear_incoming,
    delete_blob,
    open_blob,
    store,
    together,
)

LETTER = b"Kepada Yth. Kepala Kantor, dengan hormat.\n" * 100
ADDRESS = sha256(LETTER).hexdigest()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    with override_settings(HUBUNG=SimpleNamespace(home=tmp_path)):
        yield tmp_path


def files(home: Path) -> list[Path]:
    return [path.relative_to(home) for path in home.rglob("*") if path.is_file()]


def test_a_file_lies_under_its_checksum(home: Path) -> None:
    stored = store([LETTER[:1000], b"", LETTER[1000:]])
    assert (stored.sha256, stored.size) == (ADDRESS, len(LETTER))
    assert files(home) == [Path("files", ADDRESS[:2], ADDRESS)]
    with open_blob(ADDRESS) as file:
        assert file.read() == LETTER


def test_the_same_content_is_kept_once_and_healed(home: Path) -> None:
    store([LETTER])
    (path,) = files(home)
    (home / path).write_bytes(b"damaged")
    store([LETTER])
    assert files(home) == [path]
    assert (home / path).read_bytes() == LETTER


def test_only_the_owner_reads_it(home: Path) -> None:
    store([LETTER])
    for path in home.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0


def test_a_sender_that_breaks_off_leaves_nothing(home: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield LETTER
        raise ConnectionResetError("the sender went away")

    with pytest.raises(ConnectionResetError):
        store(broken())
    assert files(home) == []


def test_a_full_disk_is_said_plainly_and_leaves_nothing(home: Path) -> None:
    """The kernel itself refuses: a process of its own may not write files over 64 kB."""
    script = (
        "import resource, sys\n"
        "from types import SimpleNamespace\n"
        "from pathlib import Path\n"
        "from django.conf import settings\n"
        "settings.configure(HUBUNG=SimpleNamespace(home=Path(sys.argv[1])))\n"
        "from hubung.kernel.blobs import StorageFullError, store\n"
        "store([b'small'])\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, (65536, {resource.RLIM_INFINITY}))\n"
        "try:\n"
        "    store(bytes(8192) for _ in range(100))\n"
        "except StorageFullError as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(home)], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("no room on the disk")
    assert [path.name for path in files(home)] == [sha256(b"small").hexdigest()]


def test_what_is_stored_together_is_there_when_all_of_it_is(home: Path) -> None:
    with together():
        stored = [store([LETTER]), store([b"second"]), store([LETTER])]
        assert not [path for path in files(home) if path.parent.name != "incoming"]
    assert len(files(home)) == 2
    for blob in stored:
        with open_blob(blob.sha256) as file:
            assert sha256(file.read()).hexdigest() == blob.sha256
    store([b"alone again"])
    assert len(files(home)) == 3


def test_together_with_one_that_breaks_off_nothing_is_kept(home: Path) -> None:
    def keep_two() -> None:
        with together():
            store([LETTER])
            store(breaking_off())

    def breaking_off() -> Iterator[bytes]:
        yield LETTER
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        keep_two()
    assert files(home) == []


def test_what_is_not_stored_is_missing(home: Path) -> None:
    with pytest.raises(BlobMissingError, match=ADDRESS):
        open_blob(ADDRESS)


@pytest.mark.parametrize("address", ["", "..", "../../etc/passwd", ADDRESS.upper(), ADDRESS + "\n"])
def test_only_a_checksum_is_an_address(home: Path, address: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        open_blob(address)
    with pytest.raises(ValueError, match="not a SHA-256"):
        delete_blob(address)


def test_a_deleted_file_is_gone(home: Path) -> None:
    store([LETTER])
    assert delete_blob(ADDRESS)
    assert not delete_blob(ADDRESS)
    assert files(home) == []


def test_halves_left_by_a_killed_process_are_cleared_by_age(home: Path) -> None:
    store([LETTER])
    incoming = home / "files" / "incoming"
    for name, day in (("old", 1), ("young", 9)):
        (incoming / name).write_bytes(b"half")
        moment = datetime(2026, 11, day, tzinfo=UTC).timestamp()
        os.utime(incoming / name, (moment, moment))
    assert clear_incoming(datetime(2026, 11, 5, tzinfo=UTC)) == 1
    assert [path.name for path in incoming.iterdir()] == ["young"]
    with open_blob(ADDRESS) as file:
        assert file.read() == LETTER
