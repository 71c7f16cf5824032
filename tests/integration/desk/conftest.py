"""The desk with a small ministry and a few reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from hubung.cases import services
from hubung.cases.choices import Channel
from hubung.cases.models import Case
from hubung.directory.models import Person
from tests.support.accounts import sign_in
from tests.support.ministry import Ministry, build

SIGNED_IN = Callable[[Person], Client]


@pytest.fixture
def ministry(db: None) -> Ministry:
    return build()


@pytest.fixture
def client_of() -> SIGNED_IN:
    """A browser in which a person is signed in."""

    def make(person: Person) -> Client:
        client = Client()
        sign_in(client, person)
        return client

    return make


def report(**more: Any) -> Case:
    """A report about a ferry, as it comes in."""
    given = {
        "channel": Channel.WEB,
        "text": "Nama anak saya tidak ada di manifes KM Tirta Nirmala. Kapal tetap berangkat.",
        "sector": "laut",
        "place": "Bitung",
        "reporter": services.ReporterDetails(
            name="Sekarwangi Tunas-Lestari", email="sekarwangi@contoh.id", phone="+6281155550417"
        ),
        **more,
    }
    return services.receive_case(**given)
