"""The log cannot be changed through the program, and a change behind its back is found."""

from __future__ import annotations

import threading

import click
import pytest
from click.testing import CliRunner
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext, override_settings

from hubung.audit import chain, commands
from hubung.audit.choices import Act
from hubung.audit.models import Entry, Head
from hubung.audit.recording import record
from hubung.audit.where import Where
from hubung.kernel import appendonly, tasks
from tests.integration.audit.conftest import behind_its_back, chained, run
from tests.support.ministry import Ministry

VERIFY = click.Command("verify", callback=commands.verify)
HERE = Where("192.0.2.7", "0123456789ab")


@pytest.fixture
def five(ministry: Ministry) -> list[Entry]:
    """Five entries in the chain, numbered from 1."""
    for number in range(5):
        record(Act.CASE_READ, ministry.sekar, f"case:{number}", why="Ditanya.", where=HERE)
    chained()
    return list(Entry.objects.order_by("seq"))


def test_an_entry_is_one_statement(ministry: Ministry) -> None:
    with CaptureQueriesContext(connection) as asked:
        record(Act.CASE_READ, ministry.sekar, "case:1", where=HERE)
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        record(Act.MAIL_READ, ministry.sekar, ["mail:1", "mail:2", "mail:3"], where=HERE)
    assert len(asked) == 1
    assert Entry.objects.count() == 4


def test_the_worker_ties_what_waits(ministry: Ministry) -> None:
    record(Act.CASE_READ, ministry.sekar, "case:1")
    assert chain.waiting().count() == 1
    tasks.run_until_idle()
    assert chain.waiting().count() == 0
    head = Head.objects.get(pk=1)
    last = Entry.objects.get(seq=head.entries)
    assert (last.hash, last.genuine) == (head.hash, True)
    assert chain.verify() is None


def test_nothing_waiting_costs_one_question(ministry: Ministry) -> None:
    chained()
    with CaptureQueriesContext(connection) as asked:
        assert chain.lengthen() == 0
    assert len(asked) == 1


def test_what_was_undone_is_not_on_record(ministry: Ministry) -> None:
    with transaction.atomic():
        record(Act.CASE_READ, ministry.sekar, "case:1")
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET subject = 'case:9'",
        "UPDATE audit_entry SET hash = 'x'",
        "UPDATE audit_entry SET seq = 9 WHERE seq = 1",
        "UPDATE audit_entry SET seq = NULL, hash = NULL, previous_hash = NULL, genuine = NULL",
        "DELETE FROM audit_entry",
    ],
)
def test_the_database_refuses(five: list[Entry], sql: str) -> None:
    assert appendonly.is_protected(connection, "audit_entry")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(sql)


def test_a_waiting_entry_may_only_be_given_its_place(ministry: Ministry) -> None:
    record(Act.CASE_READ, ministry.sekar, "case:1")
    for sql in (
        "UPDATE audit_entry SET subject = 'case:9'",
        "UPDATE audit_entry SET subject = 'case:9', seq = 1",
        "UPDATE audit_entry SET actor_id = NULL, seq = 1",
        "DELETE FROM audit_entry",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run(sql)
    chained()
    assert chain.verify() is None


@pytest.mark.parametrize("table", ["audit_entry", "audit_seal"])
def test_lost_triggers_are_noticed(ministry: Ministry, table: str) -> None:
    with behind_its_back(table):
        assert not appendonly.is_protected(connection, table)
    assert appendonly.is_protected(connection, table)


def test_a_whole_chain_verifies(five: list[Entry]) -> None:
    assert chain.verify() is None
    told = CliRunner().invoke(VERIFY)
    assert told.exit_code == 0
    assert "5 entries and 0 seals checked, none broken." in told.output


@pytest.mark.parametrize(
    ("sql", "what", "why"),
    [
        ("UPDATE audit_entry SET subject = 'case:9' WHERE seq = 3", "entry 3", "was changed"),
        ("UPDATE audit_entry SET actor_id = NULL WHERE seq = 2", "entry 2", "was changed"),
        ("UPDATE audit_entry SET data = '{\"a\": 1}' WHERE seq = 2", "entry 2", "was changed"),
        (
            "UPDATE audit_entry SET address = '198.51.100.1' WHERE seq = 4",
            "entry 4",
            "has other words than were written",
        ),
        ("DELETE FROM audit_entry WHERE seq = 1", "entry 1", "is missing"),
        ("DELETE FROM audit_entry WHERE seq = 4", "entry 4", "is missing"),
        ("DELETE FROM audit_entry WHERE seq = 5", "entry 5", "is missing at the end"),
        (
            "UPDATE audit_entry SET seq = seq + 100 WHERE seq IN (2, 3);"
            "UPDATE audit_entry SET seq = 105 - seq WHERE seq > 100",
            "entry 2",
            "was changed",
        ),
        (
            "INSERT INTO audit_entry (at, action, actor_name, subject, why, address, session, data,"
            " salt, words_digest, mark, seq, genuine, previous_hash, hash)"
            " SELECT at, action, actor_name, 'case:9', why, address, session, data, salt,"
            " words_digest, mark, 6, genuine, hash, hash FROM audit_entry WHERE seq = 5",
            "entry 6",
            "was changed",
        ),
    ],
)
def test_a_change_behind_the_programs_back_is_found(
    five: list[Entry], sql: str, what: str, why: str
) -> None:
    with behind_its_back():
        for statement in sql.split(";"):
            run(statement.replace("%", "%%"))
    assert chain.verify() == chain.Broken(what, why)
    told = CliRunner().invoke(VERIFY)
    assert told.exit_code == 1
    assert f"✗ {what} {why}" in told.output


def test_words_erased_by_law_leave_the_chain_whole(five: list[Entry]) -> None:
    with behind_its_back():
        run("UPDATE audit_entry SET why = '', address = '', salt = '' WHERE seq = 2")
    assert chain.verify() is None
    told = CliRunner().invoke(VERIFY)
    assert "1 entries have had their reason and address erased." in told.output
    with behind_its_back():
        run("UPDATE audit_entry SET why = '', address = '' WHERE seq = 3")
    assert chain.verify() == chain.Broken("entry 3", "has other words than were written")


def test_an_inserted_entry_with_a_right_hash_is_found(five: list[Entry]) -> None:
    """Somebody who knows how the chain is made lengthens it, but does not know the secret key."""
    last = five[-1]
    forged = Entry.objects.get(pk=last.pk)
    forged.pk = None
    forged.subject = "case:9"
    forged.seq = forged.hash = forged.previous_hash = forged.genuine = None
    forged.save(force_insert=True)
    broken = chain.verify()
    assert broken is not None
    assert broken.why == "was not written by this program"
    chained()
    assert chain.verify() == chain.Broken("entry 6", "was not written by this program")


def test_a_waiting_entry_changed_before_it_was_chained_is_found(ministry: Ministry) -> None:
    record(Act.CASE_READ, ministry.sekar, "case:1")
    with behind_its_back():
        run("UPDATE audit_entry SET subject = 'case:2'")
    chained()
    assert chain.verify() == chain.Broken("entry 1", "was not written by this program")


def test_an_older_secret_key_still_vouches(ministry: Ministry) -> None:
    record(Act.CASE_READ, ministry.sekar, "case:1")
    older = [settings.SECRET_KEY]
    with override_settings(SECRET_KEY="kunci-yang-baru", SECRET_KEY_FALLBACKS=older):
        chained()
    assert chain.verify() is None


@pytest.mark.django_db(transaction=True)
def test_many_readers_and_workers_lose_nothing(transactional_db: None) -> None:
    """Readers write, two workers chain, all at once; every entry has its place exactly once."""
    done = threading.Event()
    failures: list[BaseException] = []

    def reader(name: int) -> None:
        for number in range(20):
            record(Act.CASE_READ, None, f"case:{name}-{number}")

    def worker() -> None:
        while not done.is_set() or chain.waiting().exists():
            chain.lengthen()

    def guarded(job: object, *arguments: int) -> None:
        try:
            job(*arguments)  # type: ignore[operator]
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=guarded, args=(worker,)) for _ in range(2)]
    readers = [threading.Thread(target=guarded, args=(reader, name)) for name in range(4)]
    for thread in workers + readers:
        thread.start()
    for thread in readers:
        thread.join()
    done.set()
    for thread in workers:
        thread.join()
    assert not failures
    assert sorted(Entry.objects.values_list("seq", flat=True)) == list(range(1, 81))
    assert chain.verify() is None
