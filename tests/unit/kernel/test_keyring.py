"""The keys: what they seal opens under one context and key only; the file is whole and private."""

from __future__ import annotations

import stat
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubung.kernel import keyring
from hubung.kernel.keyring import Key, KeysError, TamperedError

pytestmark = pytest.mark.once

ONE, OTHER = Key(1, bytes(32)), Key(2, bytes([1]) * 32)
NAMES = st.text(min_size=1, max_size=20)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The keyring in a folder of its own."""
    place = tmp_path / "keys" / "data.keys"
    monkeypatch.setattr(keyring, "path", lambda: place)
    return place


@given(st.binary(max_size=300), NAMES)
def test_what_was_sealed_opens_again_and_never_looks_the_same(content: bytes, where: str) -> None:
    sealed = ONE.seal(content, where)
    assert ONE.open(sealed, where) == content
    assert ONE.seal(content, where) != sealed
    assert len(sealed) == len(content) + 12 + 16


@given(st.binary(max_size=60), NAMES, NAMES, st.data())
def test_a_changed_moved_or_foreign_box_does_not_open(
    content: bytes, where: str, elsewhere: str, data: st.DataObject
) -> None:
    sealed = ONE.seal(content, where)
    at = data.draw(st.integers(0, len(sealed) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    changed = sealed[:at] + bytes([sealed[at] ^ bit]) + sealed[at + 1 :]
    tries = [(ONE, changed, where), (OTHER, sealed, where), (ONE, sealed[:at], where)]
    if elsewhere != where:
        tries.append((ONE, sealed, elsewhere))
    for key, box, context in tries:
        with pytest.raises(TamperedError):
            key.open(box, context)


@given(st.from_regex(r"\d{16,18}", fullmatch=True), st.from_regex(r"\d{16,18}", fullmatch=True))
def test_digests_are_equal_for_the_same_number_kind_and_key_only(one: str, other: str) -> None:
    assert (ONE.digest("nik", one) == ONE.digest("nik", other)) == (one == other)
    assert ONE.digest("nik", one) != ONE.digest("nip", one)
    assert ONE.digest("nik", one) != OTHER.digest("nik", one)
    assert one not in ONE.digest("nik", one)


def test_the_file_holds_keys_for_its_owner_only_and_never_uses_a_version_again(file: Path) -> None:
    assert not keyring.load()
    first = keyring.add_first()
    assert keyring.add_first() == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    second = keyring.add()
    assert (second.version, keyring.add(above=7).version) == (2, 8)
    keyring.drop(2)
    keyring.drop(2)
    assert list(keyring.load()) == [1, 8]
    assert keyring.find(1) == first
    with pytest.raises(KeysError, match="Key 2 is not in"):
        keyring.find(2)
    assert {each.name for each in file.parent.iterdir()} == {"data.keys", "data.keys.lock"}
    assert first.secret.hex() not in repr(first)


@pytest.mark.parametrize("line", ["1", "x AAAA", "1 AAAA", "1 ####", "eins"])
def test_a_spoilt_file_is_told_and_never_written_over(file: Path, line: str) -> None:
    file.parent.mkdir()
    file.write_text(line)
    for use in (keyring.load, keyring.add, keyring.add_first):
        with pytest.raises(KeysError, match=r"data\.keys"):
            use()
    assert file.read_text() == line


def _add(place: Path) -> int:
    keyring.path = lambda: place
    return keyring.add().version


def test_several_processes_lose_no_key(file: Path) -> None:
    with get_context("fork").Pool(4) as pool:
        versions = pool.map(_add, [file] * 12)
    assert sorted(versions) == list(range(1, 13)) == list(keyring.load())
