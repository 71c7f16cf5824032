"""`/healthz` and `/readyz` over the real server."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connection

from hubung.kernel import health, tasks
from tests.support.server import Server


def ready(server: Server) -> tuple[int, dict[str, str]]:
    try:
        with urlopen(f"{server}/readyz", timeout=10) as answer:
            status, body = answer.status, answer.read()
    except HTTPError as error:
        status, body = error.code, error.read()
    return status, json.loads(body)["parts"]


def test_alive_without_a_database(server: Server) -> None:
    with urlopen(f"{server}/healthz", timeout=10) as answer:
        assert json.load(answer) == {"alive": True, "parts": {"web server": "ok"}}


def test_names_the_part_that_is_missing(server: Server) -> None:
    status, parts = ready(server)
    assert status == 503
    assert parts["worker"] == "No worker gives signs of life: start `hubung worker`."
    assert parts["database"] == parts["migrations"] == parts["static files"] == "ok"


def test_worker_is_ready_once_it_gave_a_sign_of_life(server: Server) -> None:
    tasks.beat("worker")
    assert ready(server)[1]["worker"] == "ok"


def test_unapplied_migration_is_told(server: Server) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    assert ready(server)[1]["migrations"] == ("1 migrations are not applied: run `hubung prepare`.")


def test_missing_static_files_are_told(server: Server) -> None:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    aside = manifest.rename(manifest.with_suffix(".aside"))
    try:
        assert ready(server)[1]["static files"].startswith("The static files are not collected")
    finally:
        aside.rename(manifest)


def test_part_that_fails_is_told_and_does_not_break_the_report(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "LEAST_DISK_BYTES", 10**18)
    monkeypatch.setitem(health._parts, "broken", lambda: 1 / 0)
    _, parts = ready(server)
    assert parts["broken"] == "Could not be examined (ZeroDivisionError)."
    assert parts["disk"].startswith("Only ")
