"""Fixtures for every test.

Database tests run on what `HUBUNG_TEST_DATABASE` names (`sqlite`, the default, or `postgresql`).
A browser test takes `server` and `page` (or `new_context` for several visitors) and `axe`; a test
of the whole program takes `program`.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import hypothesis
import pytest
import scim2_client  # noqa: F401
from django.test import SimpleTestCase
from pytest_django import DjangoDbBlocker

from tests.support import environment, postgres

HOME = environment.prepare()
django.setup()
# The processes of pytest-xdist inherit this environment, and pytest-django would read the settings
# in them before this file gives each its own state folder.
del os.environ["DJANGO_SETTINGS_MODULE"]

# Properties are about truth, not speed; and a change is judged by the same examples everywhere.
# `--hypothesis-profile=search` looks for new ones.
hypothesis.settings.register_profile(
    "search", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile(
    "same", hypothesis.settings.get_profile("search"), derandomize=True
)
hypothesis.settings.load_profile("same")

pytest_plugins = [
    "tests.support.browser",
    "tests.support.program",
    "tests.support.server",
    "tests.support.asterisk",
]
JOURNEYS = Path(__file__).parent / "journeys"
#: Fixtures that bring a database.
DATABASES = {"db", "transactional_db", "program", "doors", "running", "system"}
#: Folders with long tests: begun first, so that no process ends with one of them alone.
LONG = ("faults", "journeys", "project")


def pytest_configure(config: pytest.Config) -> None:
    # Started in the background of a shell it would be ignored, here and in programs under test.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    config.addinivalue_line("markers", "once: does not depend on the database, so runs on SQLite")
    config.addinivalue_line("markers", "both_databases: a journey that PostgreSQL must pass too")
    config.addinivalue_line("markers", "only(engine): a fault or plan that one database has")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests run on the databases that they are about.

    Those whose outcome no database can change run in the SQLite session only: that carry
    `@pytest.mark.once`, that may not ask a database, for which pytest-django sees to it, and of the
    journeys all that do not carry `both_databases`.
    """
    here: list[pytest.Item] = []
    elsewhere: list[pytest.Item] = []
    for item in items:
        (here if _belongs(item, environment.engine()) else elsewhere).append(item)
    items[:] = sorted(here, key=lambda item: not set(LONG) & set(item.path.parts))
    config.hook.pytest_deselected(items=elsewhere)


def pytest_collection_finish() -> None:
    # What is loaded stays; to look through it for garbage takes a twentieth of the time.
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # the process that began the run
        from tests.support import program

        program.drop_prepared()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say when the database itself fell: then the tests that failed meanwhile are not to blame."""
    for line in postgres.falls():
        terminalreporter.write_line(f"PostgreSQL fell: {line}")


def _belongs(item: pytest.Item, engine: str) -> bool:
    only = item.get_closest_marker("only")
    if only is not None:
        return bool(only.args[0] == engine)
    return engine == "sqlite" or not _is_enough_once(item)


def _is_enough_once(item: pytest.Item) -> bool:
    if JOURNEYS in item.path.parents:
        return item.get_closest_marker("both_databases") is None
    return item.get_closest_marker("once") is not None or not _has_a_database(item)


def _has_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & DATABASES) or (
        isinstance(item, pytest.Function) and issubclass(item.cls or object, SimpleTestCase)
    )


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """This process's database, from the one that was migrated for the whole run."""
    from tests.support import database, program

    with django_db_blocker.unblock():
        database.begin(program.prepared(), HOME)
    yield
    with django_db_blocker.unblock():
        database.end()


@pytest.fixture(scope="module")
def kept_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For fixtures of a module: what they write stays for all its tests, and goes with the last.

    What a test itself changes is taken back after it, as ever.
    """
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session", autouse=True)
def prepared() -> None:
    """Translations and static files, as an installation has them."""
    from django.conf import settings
    from django.contrib.staticfiles.storage import staticfiles_storage

    from hubung.project import preparation
    from tests.support import shared

    def collect(folder: Path) -> None:
        preparation.collect_static()
        shutil.copytree(settings.STATIC_ROOT, folder, dirs_exist_ok=True)

    preparation.compile_catalogues()
    collected = shared.once("collected", collect)
    if not settings.STATIC_ROOT.exists():
        # Each has the names to itself: a test may take one away.
        shutil.copytree(collected, settings.STATIC_ROOT, copy_function=os.link)
        # It may have been asked for files already, and keeps what it found then.
        storage = staticfiles_storage
        storage.hashed_files, storage.manifest_hash = storage.load_manifest()


@pytest.fixture(scope="session", autouse=True)
def quick_clients() -> None:
    """Each client of a test loads the middleware; to list every static file is most of that.

    So a file is looked for when it is asked for. The program, which lists them once, is what the
    tests of the whole program run.
    """
    from django.conf import settings

    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> None:
    """A hash is to cost an attacker a tenth of a second, not every test that signs in."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    Argon2PasswordHasher.time_cost = 1
    Argon2PasswordHasher.memory_cost = 64
    Argon2PasswordHasher.parallelism = 1


@pytest.fixture(autouse=True)
def usual_process() -> Iterator[None]:
    """A command that a test calls within this process makes it one of the program's own."""
    mask, folder = os.umask(0o022), tempfile.tempdir
    os.umask(mask)
    yield
    os.umask(mask)
    tempfile.tempdir = folder


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """A process remembers its database for a moment, and a thread its last visitor's language."""
    from django.utils import translation

    from hubung.cases import limits
    from hubung.desk import counting
    from hubung.portal.content import caching

    yield
    limits.forget()
    caching.forget()
    counting.forget()
    translation.deactivate()
