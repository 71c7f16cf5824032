"""Whoever wants an account."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.support.ministry import Ministry


@pytest.fixture
def visitor(ministry: Ministry) -> Client:
    """Without a cookie, and as strict about CSRF as a browser meets it."""
    return Client(enforce_csrf_checks=True, headers={"accept-language": "id"})
