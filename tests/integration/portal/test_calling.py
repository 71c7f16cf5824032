"""Calling from the browser: what a visitor may expect before they press the button."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from hubung.kernel import clock
from tests.support import calls
from tests.support.ministry import build

pytestmark = pytest.mark.django_db


def _shown() -> str:
    cache.clear()
    return Client(headers={"accept-language": "id"}).get("/hubungi/").text


def test_the_present_wait_is_told_once_enough_have_called() -> None:
    agent = build().ratih
    now = clock.now()
    for number in range(4):
        began = now - timedelta(minutes=40 - number)
        calls.call(f"1720000000.{number}", agent=agent, began=began)
    assert "penelepon dalam satu jam terakhir" not in _shown()
    calls.call("1720000000.5", agent=agent, began=now - timedelta(minutes=20))
    # They waited 20 seconds each, from their tenth on.
    assert "terhubung dengan petugas dalam 20 detik" in _shown()
    with clock.travel(now + timedelta(hours=1)):
        assert "penelepon dalam satu jam terakhir" not in _shown()
