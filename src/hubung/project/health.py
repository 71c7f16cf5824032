"""`/healthz` and `/readyz`, and the parts that only the project can examine."""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hubung.kernel import health


@require_safe
@never_cache
async def healthz(_request: HttpRequest) -> JsonResponse:
    """This process is alive. Touches nothing, so it answers while the database is away."""
    return JsonResponse({"alive": True, "parts": {"web server": "ok"}})


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    """Each part: `{"ready": bool, "parts": {name: "ok" or a sentence}}`; 503 unless all are ok."""
    parts = health.report()
    ready = not any(parts.values())
    return JsonResponse(
        {"ready": ready, "parts": {name: why or "ok" for name, why in parts.items()}},
        status=200 if ready else 503,
    )


def unapplied_migrations() -> list[str]:
    """Migrations that the database lacks, as `app.name`."""
    applied = MigrationRecorder(connection).applied_migrations()
    return [f"{app}.{name}" for app, name in _migrations() if (app, name) not in applied]


@cache
def _migrations() -> tuple[tuple[str, str], ...]:
    """The names of all migrations. None is loaded: they would stay, and are some hundred."""
    return tuple(_named())


def _named() -> Iterator[tuple[str, str]]:
    for app in apps.get_app_configs():
        package, _is_set = MigrationLoader.migrations_module(app.label)
        spec = find_spec(package) if package else None
        for module in pkgutil.iter_modules(spec.submodule_search_locations if spec else []):
            if not module.ispkg and module.name[0] not in "_~":
                yield app.label, module.name


@health.part("migrations")
def migrations() -> str | None:
    """The database has the shape that this version needs."""
    missing = len(unapplied_migrations())
    return f"{missing} migrations are not applied: run `hubung prepare`." if missing else None


@health.part("static files")
def static_files() -> str | None:
    """Style sheets and scripts are where the web server looks for them."""
    if not isinstance(staticfiles_storage, ManifestStaticFilesStorage):
        return None
    manifest = settings.STATIC_ROOT / staticfiles_storage.manifest_name
    if not manifest.exists() or not json.loads(manifest.read_text())["paths"]:
        return "The static files are not collected: run `hubung prepare`."
    return None
