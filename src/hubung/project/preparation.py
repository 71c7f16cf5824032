"""What an installation needs before it serves. Every step may be repeated and is then quick."""

from __future__ import annotations

import contextlib
import functools
import gc
import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation.reloader import translation_file_changed

from hubung.cases import originals
from hubung.kernel import planning
from hubung.project.conf import PlainError

Say = Callable[[str], None]


class HalfwayError(PlainError):
    """The database has some of the steps that were merged into one, but not all."""


def prepare(say: Say) -> None:
    """Compile the catalogues, bring the database up to date, collect the static files."""
    say("Compiling the translations …")
    compile_catalogues()
    say("Bringing the database up to date …")
    migrate()
    originals.public_key()
    say("Collecting style sheets and scripts …")
    collect_static()


def migrate(verbosity: int = 0) -> None:
    """Apply what the database lacks, the table of the cache included."""
    if missing := _missing_halves():
        raise HalfwayError(
            "This database is from before the first release and lacks some of what was merged for "
            f"it: {', '.join(missing)}. Run `hubung prepare` of the version that still had these "
            "steps (docs/decisions/0041), then of this one; or begin with an empty database."
        )
    with _models_by_the_thousand():
        call_command("migrate", interactive=False, verbosity=verbosity)
    planning.look_again()  # a new index is not chosen before
    call_command("createcachetable", verbosity=0)


@contextlib.contextmanager
def _models_by_the_thousand() -> Iterator[None]:
    """Migrations build so many; what makes that slow is done seldom meanwhile.

    To look for garbage is a sixth of the time. Another one goes to find, for each key to another
    model, whether that is a swapped one: Django forgets it with every model that it builds, though
    among the program's own, which are asked, nothing changes.
    """
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 10, 10)
    remembered = functools.cache(apps.get_swappable_settings_name)
    apps.get_swappable_settings_name = remembered  # type: ignore[method-assign]
    try:
        yield
    finally:
        del apps.get_swappable_settings_name
        gc.set_threshold(*usual)


def _missing_halves() -> list[str]:
    """Merged steps that are not applied, where others of the same are: Django would skip them."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    return [
        f"{app}.{name}"
        for merged in MigrationLoader(None).replacements.values()
        if not applied.isdisjoint(merged.replaces)
        for app, name in merged.replaces
        if (app, name) not in applied
    ]


def collect_static() -> None:
    """Copy, fingerprint and compress the static files into the state folder."""
    call_command("collectstatic", interactive=False, verbosity=0, clear=False)


def compile_catalogues() -> list[Path]:
    """Write the `.mo` beside each of our `.po` that is newer; returns those written."""
    written = []
    for source in _catalogues():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file)
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        draft = target.with_suffix(f".{os.getpid()}")
        draft.write_bytes(compiled.getvalue())
        # In one step: another process may be reading the old one.
        draft.replace(target)
        written.append(target)
    # This process may have looked words up already and would keep what it found then, also when
    # another process wrote the catalogues meanwhile.
    translation_file_changed(sender=None, file_path=Path("django.mo"))
    return written


def _catalogues() -> Iterator[Path]:
    for config in apps.get_app_configs():
        if config.name.startswith("hubung."):
            yield from sorted(Path(config.path).glob("locale/*/LC_MESSAGES/*.po"))
