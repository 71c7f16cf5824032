"""A ministry, a visitor, and a report as a citizen fills it in."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.support.ministry import Ministry, build

STORY = "Petugas di pintu keluar Terminal Arjosari meminta Rp 20.000 dari setiap bus tanpa karcis."


@pytest.fixture
def ministry(db: None) -> Ministry:
    cache.clear()
    return build()


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "id"})


def filled(**more: Any) -> dict[str, Any]:
    """A report as Sekarwangi fills it in."""
    return {
        "submission": str(uuid.uuid4()),
        "text": STORY,
        "place": "Terminal Arjosari, Kota Malang",
        "happened_on": "2026-01-22",
        "happened_at": "19.30 WIB",
        "kind": "complaint",
        "sector": "darat",
        "privacy": "named",
        "name": "Sekarwangi Tunas-Lestari",
        "phone": "0813 5550 1412",
        "email": "Sekarwangi@contoh.id",
        "true": "on",
        "website": "",
        **more,
    }
