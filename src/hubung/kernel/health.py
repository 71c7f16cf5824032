"""Is this installation able to work? Each app adds the parts that it knows about.

    @health.part("mail doors")
    def doors() -> str | None:
        return None if health.alive("mail") else "No process receives mail."

A part returns None when it is well, else one sentence for the person on duty. Put parts in a
module called `health` of the app: it is imported when the report is first asked for.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import shutil
from collections.abc import Callable
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import connection

from hubung.kernel import clock, models, sealed
from hubung.kernel.keyring import KeysError

log = logging.getLogger(__name__)

#: A process that has given no sign of life for this long counts as gone.
SILENCE = timedelta(seconds=60)
#: Ten reports with all their files fit into this; below it, reports could be lost.
LEAST_DISK_BYTES = 2_500_000_000

Part = Callable[[], str | None]

_parts: dict[str, Part] = {}


def part(name: str) -> Callable[[Part], Part]:
    """Register a function that says what is wrong with one part, or None."""

    def register(function: Part) -> Part:
        _parts[name] = function
        return function

    return register


def report() -> dict[str, str | None]:
    """Every part by name, with None or the sentence that says why it is not well."""
    _load()
    return {name: _ask(name, function) for name, function in sorted(_parts.items())}


def alive(process: str) -> bool:
    """Whether a process of this kind (`worker`, `mail`) gave a sign of life on any node."""
    return models.Heartbeat.objects.filter(
        process__startswith=f"{process}@", seen_at__gte=clock.now() - SILENCE
    ).exists()


def _ask(name: str, function: Part) -> str | None:
    try:
        return function()
    except Exception as error:
        log.warning("health part failed", extra={"part": name}, exc_info=True)
        return f"Could not be examined ({type(error).__name__})."


def _load() -> None:
    for config in apps.get_app_configs():
        name = f"{config.name}.health"
        ours = config.name.startswith("hubung.") and name != __name__
        if ours and importlib.util.find_spec(name):
            importlib.import_module(name)


@part("database")
def database() -> str | None:
    """The database answers and can be written to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return None


@part("worker")
def worker() -> str | None:
    """Somebody does the background work."""
    return None if alive("worker") else "No worker gives signs of life: start `hubung worker`."


@part("disk")
def disk() -> str | None:
    """There is room for what comes in."""
    free = shutil.disk_usage(settings.HUBUNG.home).free
    if free < LEAST_DISK_BYTES:
        return f"Only {free // 1_000_000} MB are free in the state folder."
    return None


@part("keys")
def keys() -> str | None:
    """Whatever is sealed in the database can be opened on this machine."""
    try:
        for known in models.DataKey.objects.all():
            sealed.genuine(known)
    except KeysError as error:
        return str(error)
    return None
