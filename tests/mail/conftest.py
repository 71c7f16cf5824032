"""One set of mail daemons for all tests of a process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.support import database, program
from tests.support.mail_system import MailSystem, home, running_system


@pytest.fixture(scope="session")
def running(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[MailSystem]:
    with django_db_blocker.unblock():
        try:
            with running_system(home()) as system:
                yield system
        finally:
            database.restore(program.prepared())


@pytest.fixture
def system(running: MailSystem, django_db_blocker: DjangoDbBlocker) -> Iterator[MailSystem]:
    """The daemons, and a database whose changes they see at once."""
    with django_db_blocker.unblock():
        yield running
