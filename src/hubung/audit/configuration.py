"""Which settings of the installation have changed: their names, never their values."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from hubung.audit.choices import Act
from hubung.audit.models import Entry
from hubung.audit.recording import record
from hubung.audit.where import mark_of


def note_settings() -> None:
    """Put on record which settings differ from those on record; nothing when none does."""
    now = {name: mark_of(repr(value)) for name, value in _flat(settings.HUBUNG.model_dump())}
    last = Entry.objects.filter(action=Act.SETTINGS_CHANGED).order_by("-at", "-id").first()
    before: dict[str, str] = last.data["marks"] if last else {}
    changed = sorted(
        name for name in now.keys() | before.keys() if now.get(name) != before.get(name)
    )
    if changed:
        data = {"changed": changed if last else [], "marks": now}
        record(Act.SETTINGS_CHANGED, None, "settings", data=data)


def _flat(values: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in values.items():
        if isinstance(value, dict):
            found += _flat(value, f"{prefix}{name}.")
        else:
            found.append((f"{prefix}{name}", value))
    return found
