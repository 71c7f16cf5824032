"""A ministry with sections, an hour in which nothing was asked yet, and readers."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from hubung.portal.content import caching
from hubung.portal.content.models import SectionPage
from tests.integration.portal.content.pages import section
from tests.support.ministry import Ministry, build


@pytest.fixture
def ministry(db: None) -> Ministry:
    cache.clear()
    caching.forget()
    return build()


@pytest.fixture
def sea(ministry: Ministry) -> SectionPage:
    return section(ministry.sea, "Laut")


@pytest.fixture
def visitor(ministry: Ministry) -> Client:
    """Without a cookie, and as strict about CSRF as a browser meets it."""
    return Client(enforce_csrf_checks=True, headers={"accept-language": "id"})
