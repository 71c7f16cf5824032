"""Changing the key while people work: nothing is lost, and no key is forgotten too early."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from threading import Event, Thread

import click
import pytest
from django.db import IntegrityError, connection, transaction

from hubung.audit.models import Entry
from hubung.directory.models import Person, StaffNumber
from hubung.directory.services import give_number
from hubung.kernel import health, keyring, rotation, sealed
from hubung.kernel.keyring import KeysError, TamperedError
from hubung.kernel.models import DataKey
from hubung.project import keys as command
from tests.support.ministry import Ministry, build
from tests.support.numbers import holder

pytestmark = pytest.mark.django_db(transaction=True)


def nip(serial: int) -> str:
    return str(199209032013010000 + serial)


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> Ministry:
    monkeypatch.setattr(rotation, "BATCH", 2)
    house = build()
    give(house.root.pk, range(7))
    return house


def give(unit: int, serials: range) -> None:
    for serial in serials:
        someone = Person.objects.create(
            email=f"p{serial}@dephub.go.id", name=f"Pegawai {serial}", unit_id=unit
        )
        give_number(someone, nip(serial))


def rotate(progress: rotation.Progress = lambda done, total: None) -> list[int]:
    return rotation.finish(rotation.begin(), progress)


def everything_is_well(serials: range) -> None:
    """One key, here and in the database; every number opens and is found by it."""
    (known,) = DataKey.objects.all()
    assert list(keyring.load()) == [known.version]
    for serial in serials:
        found = holder(nip(serial))
        assert (found.name, found.nip.reveal()) == (f"Pegawai {serial}", nip(serial))
        assert found.nip.digest == sealed.current().digest("nip", nip(serial))
    assert health.report()["keys"] is None


def test_a_new_key_takes_over_and_the_old_one_is_forgotten(house: Ministry) -> None:
    old, heard = sealed.current(), []
    before = {row.pk: bytes(row.sealed) for row in StaffNumber.objects.all()}
    assert rotate(lambda done, total: heard.append((done, total))) == [old.version]
    assert heard == [(2, 7), (4, 7), (6, 7), (7, 7)]
    assert sealed.current().version == old.version + 1
    assert not any(bytes(row.sealed) == before[row.pk] for row in StaffNumber.objects.all())
    everything_is_well(range(7))


class Killed(BaseException):
    """As by a signal: nothing tidies up."""


def killed(*_arguments: object) -> None:
    raise Killed


@pytest.mark.parametrize("where", ["take_up", "_seal_some", "progress", "_forget_old", "drop"])
def test_broken_off_anywhere_it_goes_on(
    where: str, house: Ministry, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        if where != "progress":
            broken.setattr(keyring if where == "drop" else rotation, where, killed)
        with pytest.raises(Killed):
            rotate(*[killed] * (where == "progress"))
    give(house.root.pk, range(7, 9))
    for serial in range(9):
        assert holder(nip(serial)).nip.reveal() == nip(serial)
    version = max(keyring.load())
    rotate()
    everything_is_well(range(9))
    # Where it was all but done, the second call was a change of its own.
    assert sealed.current().version == version + (where == "drop")


def test_writers_go_on_writing_meanwhile(house: Ministry) -> None:
    stop, faults = Event(), list[BaseException]()
    written = count(7)
    last = 7

    def write() -> None:
        nonlocal last
        try:
            while not stop.is_set():
                last = next(written)
                give(house.root.pk, range(last, last + 1))
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    writer = Thread(target=write)
    writer.start()
    try:
        for _round in range(3):
            rotate()
    finally:
        stop.set()
        writer.join()
    assert not faults
    rotate()
    everything_is_well(range(last + 1))


def test_a_key_in_use_cannot_be_forgotten_and_a_late_writer_loses_nothing(house: Ministry) -> None:
    """Somebody took the old key, was held up, and writes when it is gone: that is refused."""
    late = sealed.current()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_datakey")
    rotate()
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffNumber.of(house.bima.pk, nip(20), late).save(force_insert=True)
    everything_is_well(range(7))


def test_a_row_that_does_not_open_keeps_its_key(house: Ministry) -> None:
    old, row = sealed.current(), StaffNumber.objects.earliest("pk")
    whole = bytes(row.sealed)
    StaffNumber.objects.filter(pk=row.pk).update(sealed=whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(TamperedError, match=f"staffnumber:{row.pk}"):
        rotate()
    assert old.version in keyring.load()
    StaffNumber.objects.filter(pk=row.pk).update(sealed=whole)
    rotate()
    everything_is_well(range(7))


def _without_file() -> None:
    keyring.path().unlink()


def _with_another_file() -> None:
    _without_file()
    keyring.add_first()


@pytest.fixture
def kept_file(house: Ministry) -> Iterator[None]:
    content = keyring.path().read_text()
    yield
    keyring.path().write_text(content)


@pytest.mark.usefixtures("kept_file")
@pytest.mark.parametrize("spoil", [_without_file, _with_another_file])
def test_a_lost_or_foreign_key_is_told_and_none_made_in_its_place(
    spoil: Callable[[], None],
) -> None:
    rotate()  # so that the key is not the first one
    spoil()
    before = keyring.path().read_text() if keyring.path().exists() else ""
    told = health.report()["keys"]
    assert str(keyring.path()) in (told or "")
    for use in (sealed.current, rotate):
        with pytest.raises(KeysError):
            use()
    with pytest.raises(click.ClickException, match=r"data\.keys"):
        command.rotate()
    assert (keyring.path().read_text() if keyring.path().exists() else "") == before


def test_the_commands_for_several_machines(
    house: Ministry, capsys: pytest.CaptureFixture[str]
) -> None:
    first = sealed.current().version
    command.new()
    assert sealed.current().version == first
    command.show()
    assert "waits" in capsys.readouterr().out
    command.rotate()
    assert sealed.current().version == first + 1
    command.show()
    said = capsys.readouterr().out
    assert "7 of 7" in said
    assert "7 rows  in use" in said
    done = Entry.objects.filter(subject="keys").order_by("pk").values_list("data", flat=True)
    assert [step["did"] for step in done] == ["made", "taken up", "forgotten"]
    everything_is_well(range(7))
