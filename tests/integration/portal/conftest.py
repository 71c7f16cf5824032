"""A ministry whose portal has a section, and nothing remembered of an earlier one."""

from __future__ import annotations

import pytest
from django.core.cache import cache

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
